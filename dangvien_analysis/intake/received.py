"""The folder of received files: which there are, and whether one is still as it came."""

import unicodedata
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.readers.file_kinds import SUFFIXES
from dangvien_analysis.text.lists import read_list

MANIFEST = "manifest.csv"
LISTED = ("file", "sha256")
"""The columns of a manifest."""


def listed_hashes(folder: Path) -> dict[str, str]:
    """Read the manifest of a folder of received files.

    SHA-256 by file name, in NFC; empty when the folder has no manifest.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    rows = read_list(path, LISTED, error=ReadError)
    # Some tools print hashes in capitals.
    return {row.cells["file"]: row.cells["sha256"].lower() for row in rows}


def state(path: Path) -> str:
    """Tell how a file stands to its folder's manifest."""
    hashes = listed_hashes(path.parent)
    if not hashes:
        return "no_manifest"
    # Some systems keep the letters of names taken apart.
    name = unicodedata.normalize("NFC", path.name)
    if name not in hashes:
        return "unlisted"
    return "listed" if hashes[name] == sha256_of(path) else "changed"


def received_files(folder: Path) -> list[Path]:
    """List the files of a folder of received files that may be tables."""
    return sorted(
        path
        for path in folder.glob("*")
        # Word and Excel leave "~$name" beside a file that is open.
        if path.suffix.lower() in SUFFIXES and path.name != MANIFEST and path.name[0] not in "~."
        if path.is_file()
    )
