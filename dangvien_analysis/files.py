"""Files on disk: hashes, and writing beside and renaming."""

import hashlib
import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_ABANDONED = 24 * 3600
"""Age from which on half a file is nobody's [seconds]: one is written in the blink of an eye."""


def sha256_of(path: Path) -> str:
    """Hash a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_bytes(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    What a killed command left of the same file is removed by the first one a day later.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        beside.chmod(0o644)  # a temporary file is private, the finished one is not
        beside.replace(path)
        if durable:
            sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file as `write_bytes` writes any."""
    write_bytes(path, text.encode("utf-8"))


def _clear(path: Path) -> None:
    """Take away what was written beside a file and never renamed."""
    half = re.compile(rf"\.{re.escape(path.name)}-[a-z0-9_]{{8}}")
    for left in path.parent.iterdir():
        if half.fullmatch(left.name):
            with suppress(OSError):  # another command was first
                if time.time() - left.stat().st_mtime > _ABANDONED:
                    left.unlink()


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, onto the disk."""
    if path.is_dir() and os.name == "nt":
        return
    # Windows brings a file onto the disk only when it is open for writing.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shown(path: Path) -> str:
    """Give a path from the working directory where it lies in it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
