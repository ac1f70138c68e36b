"""A hidden folder beside a pack's: held while in use, put right when its command was killed."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from dangvien_analysis.errors import PackError, system_words
from dangvien_analysis.files import sha256_of, write_text

REPORT_WORD = "bao-cao.docx"
"""What of a pack is opened first."""

MANIFEST = "manifest.json"
LOCK = ".dangvien-lock"
_NEW, _OLD, _TARGET = "new", "old", "target"
_HIDDEN = re.compile(r"\..+-[a-z0-9_]{8}")
"""How such a folder is named."""


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside another, and remove it at the end.

    Raises PackError when nothing can be written there.

    What killed commands left there is put right and removed first. The folder holds a lock for as
    long as its command lives, however that ends: what can be locked is nobody's any more.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear(folder.parent)
        place = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        # Taken for a left one before it was locked, the folder would be gone: it is made again.
        lock = FileLock(place / LOCK)
        lock.acquire()
        (place / _NEW).mkdir()
    except OSError as error:
        raise PackError(
            f"{folder.parent}: không ghi được vào đây ({system_words(error)})."
        ) from error
    try:
        yield place / _NEW
    finally:
        _remove(place, lock)


def swap(made: Path, folder: Path, files: Sequence[str], stale: Sequence[str]) -> str:
    """Put the old files aside and the new ones in place; undo all when one is held open.

    Why it was not done; empty when it was.

    Raises PackError when what was begun cannot be undone; the next command tries again.
    """
    aside = made.with_name(_OLD)
    try:
        write_text(made.with_name(_TARGET), folder.name)
        for name in [*files, *stale]:
            if (folder / name).exists():
                _rename(folder / name, aside / name)
        for name in files:
            _rename(made / name, folder / name)
    except OSError as error:
        name = Path(str(error.filename or folder)).name
        reason = f"không thay được {name}, có thể đang mở trong chương trình khác"
        if not _undone(made.parent):
            raise PackError(f"{folder}: {reason}; các tệp cũ nằm ở {aside}.") from error
        return reason
    shutil.rmtree(aside, ignore_errors=True)
    return ""


def _undone(place: Path) -> bool:
    """Put back what a swap had moved before it ended; False while an old file cannot be put back.

    Nothing is to be done before a swap and after one: the new manifest moves last of all.
    """
    made, aside, folder = place / _NEW, place / _OLD, _target(place)
    if folder is None or not (made / MANIFEST).is_file():
        return True
    new = json.loads((made / MANIFEST).read_text(encoding="utf-8"))["files"]
    for name, digest in new.items():
        path = folder / name
        # What was changed since is the user's, and stays.
        if not (made / name).exists() and path.is_file() and sha256_of(path) == digest:
            with suppress(OSError):
                _rename(path, made / name)
    for path in _files(aside):
        target = folder / path.relative_to(aside)
        if not target.exists():
            with suppress(OSError):
                _rename(path, target)
    _remove_empty(folder)
    return not _files(aside)


def _target(place: Path) -> Path | None:
    """Tell the folder that files were being moved to; None before the first was."""
    try:
        name = (place / _TARGET).read_text(encoding="utf-8")
    except OSError:
        return None
    return place.with_name(name)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _clear(parent: Path) -> None:
    """Put right and take away what commands left that do not live any more."""
    for place in parent.iterdir():
        if not _HIDDEN.fullmatch(place.name) or place.is_symlink() or not place.is_dir():
            continue
        with suppress(OSError, Timeout):  # a living command's, or another program's
            if (place / LOCK).is_file():
                lock = FileLock(place / LOCK)
                lock.acquire(timeout=0)
                _remove(place, lock)
            else:
                place.rmdir()  # killed before it was locked; one that is not empty is not ours


def _remove(place: Path, lock: FileLock) -> None:
    """Take a folder away that this process holds, unless old files in it have no other place."""
    try:
        if not _undone(place):
            return
        shutil.rmtree(place, ignore_errors=True)
    finally:
        lock.release()
    if os.name == "nt":  # where an open file, such as the lock, cannot be removed
        shutil.rmtree(place, ignore_errors=True)


def _remove_empty(folder: Path) -> None:
    """Take away the folders that an attempt made and left empty."""
    for place in (*(one for one in folder.glob("*") if one.is_dir()), folder):
        with suppress(OSError):  # not empty: it stays
            place.rmdir()


def _rename(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
