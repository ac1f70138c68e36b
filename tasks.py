"""Run the project's tasks: ``python tasks.py TARGET [arguments]``; on Windows ``py tasks.py ...``.

Needs nothing but Python.  Each target first makes ``.venv`` from ``requirements.lock`` when it is
missing, unfinished, moved or out of date.  The arguments go to the tool, which runs in this
folder; its exit code is passed back.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "made-from.txt"
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
# Modules are compiled once and kept, not by each of hundreds of processes.
ENVIRONMENT["PYTHONDONTWRITEBYTECODE"] = ""

# What each target has the Python of .venv run.
# -P: no module that lies in the project's folder takes the place of a library.
CLI = ("-P", "-m", "dangvien_analysis.cli")
FORMAT = ("-m", "ruff", "format", "--check")
TARGETS: dict[str, list[tuple[str, ...]]] = {
    "setup": [],
    "report": [(*CLI, "report")],
    "test": [("-m", "pytest")],
    "lab": [(*CLI, "lab")],
    "bench": [(f"benchmarks/{name}.py",) for name in ("speed", "forecast_speed", "ledger_speed")],
    "published": [("-m", "tests.published.figures")],
    "look": [("-m", "benchmarks.look")],
    "lint": [FORMAT, ("-m", "ruff", "check"), ("-m", "mypy"), (".ci/windows_wheels.py",)],
}


def say(vietnamese: str, english: str) -> None:
    """Print a message in both languages, apart from what the tools print."""
    print(f"{vietnamese}\n{english}", file=sys.stderr, flush=True)


def stop(vietnamese: str, english: str) -> NoReturn:
    """Say why nothing can be run, and end with exit code 2."""
    say(vietnamese, english)
    raise SystemExit(2)


def run(python: Path | str, *arguments: str) -> int:
    """Run Python in the project's folder and return its exit code."""
    with subprocess.Popen([python, *arguments], cwd=ROOT, env=ENVIRONMENT) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # Ctrl-C reaches the tool too, which decides how to end
                continue


def install(*arguments: str) -> None:
    """Install with the pip of ``.venv``."""
    if run(PYTHON, "-P", "-m", "pip", "install", "-qq", "--no-input", *arguments):
        stop("Chưa cài xong (xem trên); kiểm tra mạng.", "Not installed (see above); network?")


def make_venv() -> None:
    """Make ``.venv``, or renew only the project's own entry when the lock has not changed."""
    place = os.fsencode(os.path.normcase(ROOT))
    parts = place + LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes()
    wanted = [hashlib.sha256(part).hexdigest() for part in parts]
    sound = STAMP.exists() and PYTHON.exists() and run(PYTHON, "-c", "") == 0
    made = STAMP.read_text(encoding="utf-8").split() if sound else []
    if made == wanted:
        return
    if made[:1] != wanted[:1]:
        STAMP.unlink(missing_ok=True)
        if importlib.util.find_spec("ensurepip") is None:
            stop("Hãy cài gói python3-venv trước.", "First install the package python3-venv.")
        say("Đang cài thư viện vào .venv, 1-5 phút ...", "Installing libraries, 1-5 minutes ...")
        if run(sys.executable, "-P", "-m", "venv", "--clear", str(VENV)):
            stop("Hãy đóng Jupyter và cửa sổ đang dùng .venv.", "Close whatever is using .venv.")
        install("--require-hashes", "-r", LOCK.name)
        STAMP.write_text(wanted[0], encoding="utf-8")
    install("--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text("\n".join(wanted), encoding="utf-8")


def main(target: str = "", *extra: str) -> int:
    """Run one target and return its exit code: the first that is not 0."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    if sys.version_info[:2] < OLDEST_PYTHON:
        stop("Cần Python 3.11 trở lên.", "Python 3.11 or newer is needed.")
    if target not in TARGETS:
        stop("Cách dùng / Usage:", "python tasks.py {" + "|".join(TARGETS) + "} [...]")
    make_venv()
    codes = [run(PYTHON, *command, *extra) for command in TARGETS[target]]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
