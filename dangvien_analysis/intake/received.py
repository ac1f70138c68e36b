"""The folder of received files: which is the newest, and whether one is still as it came."""

import unicodedata
from datetime import date
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.intake.kinds import SUFFIXES
from dangvien_analysis.intake.sidecar import read_sidecar
from dangvien_analysis.text.lists import read_list

MANIFEST = "manifest.csv"


def listed_hashes(folder: Path) -> dict[str, str]:
    """Read the manifest of a folder of received files.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    dict of str to str
        SHA-256 by file name, in NFC; empty when the folder has no manifest.

    Raises
    ------
    ReadError
        When the manifest is no list, as `lists.columns_of` reads it, with the columns ``file``
        and ``sha256``.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    rows = read_list(path, ("file", "sha256"), error=ReadError)
    # Some tools print hashes in capitals.
    return {row.cells["file"]: row.cells["sha256"].lower() for row in rows}


def state(path: Path) -> str:
    """Tell how a file stands to its folder's manifest.

    Parameters
    ----------
    path : Path
        A received file.

    Returns
    -------
    str
        ``listed``: as it came; ``changed``: not the bytes that are listed; ``unlisted``: the
        manifest does not name it; ``no_manifest``: its folder has none.
    """
    hashes = listed_hashes(path.parent)
    if not hashes:
        return "no_manifest"
    # Some systems keep the letters of names taken apart.
    name = unicodedata.normalize("NFC", path.name)
    if name not in hashes:
        return "unlisted"
    return "listed" if hashes[name] == sha256_of(path) else "changed"


def newest(folder: Path) -> Path:
    """Find the file to report on when none is named.

    Parameters
    ----------
    folder : Path
        The folder of received files.

    Returns
    -------
    Path
        The readable file with the greatest as_of in its sidecar, then the greatest name; a file
        without a date comes after every file with one.

    Raises
    ------
    ReadError
        When the folder holds no file that can be read.
    """
    files = [
        path
        for path in folder.glob("*")
        # Word and Excel leave "~$name" beside a file that is open.
        if path.suffix.lower() in SUFFIXES and path.name != MANIFEST and path.name[0] not in "~."
        if path.is_file()
    ]
    if not files:
        raise ReadError(f"{folder}: không có tệp số liệu nào ({', '.join(SUFFIXES)}).")
    return max(files, key=lambda path: (read_sidecar(path).as_of or date.min, path.name))
