"""One revision of the ledger: written beside, appearing by one rename, never changed again."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from dangvien_analysis.files import sha256_of, sync
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.cells import csv_for_people

PARQUET, UNITS, FINDINGS, SOURCE = "units.parquet", "units.csv", "findings.csv", "source.json"
BESIDE = ".new-"
"""How the name of a folder begins that is being written."""


@dataclass(frozen=True)
class Revision:
    """One accepted table of a date.

    Parameters
    ----------
    as_of : datetime.date
        The day its figures run to.
    number : int
        1 for the first of that day.
    folder : Path
        Where it is.
    source : dict
        ``source.json``: the file it came from, its hash, document number, deadline, quota_year,
        when it was accepted, the hashes of its own files, and ``content``, the hash of what it
        says.
    withdrawn : bool
        Whether it was marked as a wrong import.
    """

    as_of: date
    number: int
    folder: Path
    source: dict[str, Any]
    withdrawn: bool = False

    @property
    def name(self) -> str:
        """For example "r2"."""
        return f"r{self.number}"

    @property
    def simulated(self) -> bool:
        """Whether its figures were made up."""
        return bool(self.source.get("simulated", False))

    @property
    def content(self) -> str:
        """The hash of its figures and findings."""
        return str(self.source["content"])

    def units(self) -> pd.DataFrame:
        """Read its units.

        Returns
        -------
        DataFrame
            As ``Snapshot.units``.
        """
        return _read_units(self.folder / PARQUET, self.content).copy()


@lru_cache(maxsize=64)
def _read_units(path: Path, content: str) -> pd.DataFrame:
    """Read a table once: a revision never changes, and a pack asks for it many times."""
    del content  # part of the key
    return pd.read_parquet(path).set_index("unit_id")


def write_revision(snapshot: Snapshot, folder: Path, *, home: Path, now: datetime) -> None:
    """Write a revision beside, bring it onto the disk, and let it appear by one rename.

    Parameters
    ----------
    snapshot : Snapshot
        A snapshot with a date.
    folder : Path
        Where it shall appear; the rename fails when the name is taken.
    home : Path
        The project's folder; paths inside it are told from there.
    now : datetime.datetime
        The time, with its zone.
    """
    texts = texts_of(snapshot)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder.parent.parent))
    try:
        snapshot.units.reset_index().to_parquet(beside / PARQUET, index=False)
        for name, text in texts.items():
            (beside / name).write_text(text, encoding="utf-8", newline="")
        hashes = {name: sha256_of(beside / name) for name in (PARQUET, UNITS, FINDINGS)}
        source = _described(snapshot, content_of(texts), now, home)
        text = json.dumps(_sealed(source | {"files": hashes}), ensure_ascii=False, indent=2)
        (beside / SOURCE).write_text(f"{text}\n", encoding="utf-8", newline="")
        beside.chmod(0o755)
        for path in (*beside.iterdir(), beside):
            sync(path)
        # A folder that is not empty is never replaced: the name is taken or it is not.
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if not any(folder.parent.iterdir()):
            folder.parent.rmdir()
    sync(folder.parent)
    sync(folder.parent.parent)


def texts_of(snapshot: Snapshot) -> dict[str, str]:
    """Give the two files for people.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    dict of str to str
        By file name.
    """
    return {
        UNITS: csv_for_people(snapshot.units.reset_index()),
        FINDINGS: csv_for_people(snapshot.findings),
    }


def content_of(texts: dict[str, str]) -> str:
    """Hash what a revision says.

    Parameters
    ----------
    texts : dict of str to str
        As `texts_of` gives them.

    Returns
    -------
    str
        SHA-256 of units and findings, in hexadecimal.
    """
    return hashlib.sha256(
        "\0".join(texts[name] for name in (UNITS, FINDINGS)).encode()
    ).hexdigest()


def _described(snapshot: Snapshot, content: str, now: datetime, home: Path) -> dict[str, Any]:
    """Say where a revision comes from; paths inside the project are told from its folder."""
    source = snapshot.source
    path = source.path.resolve()
    inside = path.is_relative_to(home.resolve())
    made_up = {"simulated": True} if source.simulated else {}
    return made_up | {
        "file": path.relative_to(home.resolve()).as_posix() if inside else path.name,
        "sha256": source.sha256,
        "document_number": source.document_number,
        "issued": source.issued.isoformat() if source.issued else None,
        "as_of": snapshot.as_of.isoformat() if snapshot.as_of else None,
        "deadline": source.deadline.isoformat() if source.deadline else None,
        "quota_year": source.quota_year,
        "accepted": now.isoformat(timespec="seconds"),
        "content": content,
    }


def _sealed(source: dict[str, Any]) -> dict[str, Any]:
    """Add the hash of everything else, so that a change by hand shows."""
    plain = {key: value for key, value in source.items() if key != "seal"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return plain | {"seal": hashlib.sha256(text.encode()).hexdigest()}


def source_of(folder: Path) -> dict[str, Any]:
    """Read where a revision comes from.

    Parameters
    ----------
    folder : Path
        The revision's folder.

    Returns
    -------
    dict
        ``source.json``; with an empty ``content`` when it cannot be read: still a revision, so
        that its number is not given again, and `faults_of` names it.
    """
    try:
        found = json.loads((folder / SOURCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        return {"content": "", "sha256": "", "files": {}}
    return {"content": "", "sha256": "", "files": {}} | found


def faults_of(one: Revision) -> Iterator[str]:
    """Hold a revision's files against the hashes it was written with.

    Parameters
    ----------
    one : Revision
        The revision.

    Yields
    ------
    str
        A sentence a fault, with its file.
    """
    if _sealed(one.source) != one.source:
        yield f"{one.folder / SOURCE}: đã bị sửa hoặc không đọc được."
        return
    listed = {*one.source["files"], SOURCE}
    for name in sorted(listed | {path.name for path in one.folder.iterdir()}):
        path = one.folder / name
        if not path.is_file():
            yield f"{path}: không còn."
        elif name not in listed:
            yield f"{path}: không phải do chương trình ghi."
        elif name != SOURCE and sha256_of(path) != one.source["files"][name]:
            yield f"{path}: đã bị sửa."
