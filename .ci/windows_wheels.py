"""Fail unless each pin of the lock has a Windows wheel whose hash is in the lock.

Usage: ``python .ci/windows_wheels.py [LOCK]``.  Nothing is downloaded but the package index.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

UV = ("uv", "pip", "compile", "-q", "--no-deps", "--only-binary", ":all:")
WINDOWS = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11")


def wheels_for_windows(lock: Path) -> dict[str, list[str]]:
    """Return the sha256 of every wheel that Windows can use, for each pin of the lock."""
    command = [sys.executable, "-m", *UV, *WINDOWS, "--format", "pylock.toml", str(lock)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if answer.returncode:
        raise SystemExit(answer.returncode)
    return {
        package["name"]: [wheel["hashes"]["sha256"] for wheel in package.get("wheels", [])]
        for package in tomllib.loads(answer.stdout.decode("utf-8"))["packages"]
    }


def main(arguments: list[str]) -> int:
    """Check one lock and say what was found."""
    lock = Path(arguments[0] if arguments else "requirements.lock")
    locked = lock.read_text(encoding="utf-8")
    wheels = wheels_for_windows(lock)
    missing = [name for name, found in wheels.items() if not any(one in locked for one in found)]
    if missing or not wheels:
        print(f"{lock}: no locked Windows wheel for: {', '.join(missing) or 'anything'}")
        return 1
    print(f"{lock}: all {len(wheels)} pins for Windows have a locked wheel")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
