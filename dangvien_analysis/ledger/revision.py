"""One revision of the ledger: written beside, appearing by one rename, never changed again."""

import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from dangvien_analysis.columns import COUNTS, NUMBERS
from dangvien_analysis.errors import LedgerError
from dangvien_analysis.files import sha256_of, sync
from dangvien_analysis.findings import SETTLED
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.cells import csv_for_people

PARQUET, UNITS, FINDINGS, SOURCE = "units.parquet", "units.csv", "findings.csv", "source.json"
BESIDE = ".new-"
"""How the name of a folder begins that is being written."""
REVISION = re.compile(r"r([1-9][0-9]*)")
"""How the folder of a revision is named."""
FORM = 2
"""How a revision tells what it says: from 2 on its ``content`` is the identity of the table, and
its figures are those of the table; before, ``content`` was the hash of two of its files."""

_RESTORE = (
    "hãy khôi phục thư mục này từ bản sao, hoặc rút bản này (dangvien withdraw) rồi nhận lại"
)
_TEXTS = ("file", "sha256", "as_of", "accepted", "content")
"""What every ``source.json`` says, as text."""


@dataclass(frozen=True)
class Revision:
    """One accepted table of a date."""

    as_of: date  # The day its figures run to
    number: int  # 1 for the first of that day
    folder: Path  # Where it is
    # ``source.json``: the file it came from, its hash, document number, deadline, quota_year, when
    # it was accepted, the hashes of its own files, and ``content``, the hash of what it says
    source: dict[str, Any]
    withdrawn: bool = False  # Whether it was marked as a wrong import

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
        """The hash of what it says."""
        return str(self.source["content"])

    @property
    def form(self) -> int:
        """How it tells what it says: see `FORM`."""
        return int(self.source.get("form", 1))

    @property
    def file(self) -> str:
        """The file it came from, from the project's folder."""
        return str(self.source.get("file", "?"))

    @property
    def sheet(self) -> str:
        """The sheet of a workbook that was read; empty where there was no choice."""
        return str(self.source.get("sheet") or "")

    @property
    def stated(self) -> "pd.Series | None":
        """The totals as printed, by column; None where they were not yet kept (form 1)."""
        if self.form < FORM:
            return None
        found = {name: self.source["stated"].get(name) for name in NUMBERS}
        return pd.Series(found, index=list(NUMBERS), dtype="Float64", name="stated")

    def content_bytes(self, name: str) -> bytes:
        """Read one of its files, once, and hold it against the hash it was written with.

        Raises LedgerError when ``source.json`` or the file is not what was written.
        """
        if not self.content:
            raise LedgerError(
                f"{self.folder / SOURCE}: đã bị sửa hoặc không đọc được; {_RESTORE}."
            )
        path = self.folder / name
        try:
            found = path.read_bytes()
        except FileNotFoundError as error:
            raise LedgerError(f"{path}: không còn; {_RESTORE}.") from error
        if hashlib.sha256(found).hexdigest() != self.source["files"].get(name):
            raise LedgerError(f"{path}: đã bị sửa; {_RESTORE}.")
        return found

    def units(self) -> pd.DataFrame:
        """Read its units, with the figures of the table."""
        # A pack asks for the same table many times: the key tells one that was touched.
        key = (self.folder, self.content, _touched(self.folder / PARQUET))
        if key not in _TABLES:
            if len(_TABLES) >= _MOST_TABLES:
                _TABLES.clear()
            table = pd.read_parquet(io.BytesIO(self.content_bytes(PARQUET)))
            _TABLES[key] = table.set_index("unit_id")
        return _TABLES[key].copy()

    def listed(self) -> pd.DataFrame:
        """Read names and numbers of its units from the table for spreadsheets."""
        text = io.BytesIO(self.content_bytes(UNITS))
        numbers = dict.fromkeys(NUMBERS, "Float64")
        return pd.read_csv(
            text, dtype={"unit_id": "str", "listed_as": "str", **numbers}
        ).set_index("unit_id")

    def findings(self) -> pd.DataFrame:
        """Read the findings of the day it was accepted."""
        text = io.BytesIO(self.content_bytes(FINDINGS))
        return pd.read_csv(text, dtype="str", keep_default_na=False)


_TABLES: dict[tuple[Path, str, tuple[int, int]], pd.DataFrame] = {}
_MOST_TABLES = 64


def _touched(path: Path) -> tuple[int, int]:
    """Tell when a file was last written, and its size."""
    if not path.is_file():
        return (0, 0)
    state = path.stat()
    return (state.st_mtime_ns, state.st_size)


def as_printed(snapshot: Snapshot) -> tuple[pd.DataFrame, pd.Series]:
    """Give a table's units and totals before anything that the office decided."""
    units, stated, origin = snapshot.units.copy(), snapshot.stated.copy(), snapshot.origin
    # Only a decision puts another count in place, in the cell that its finding names.
    for unit, column in _decided(snapshot.findings):
        if unit in units.index and unit in origin.units.index:
            units.loc[[unit], column] = origin.units.loc[[unit], column]
        elif not unit:
            stated[column] = origin.stated[column]
    return units, stated


def identity_of(
    units: pd.DataFrame,
    stated: "pd.Series | None",
    as_of: date,
    quota_year: int | None,
    others: list[list[str]] | None = None,
) -> str:
    """Hash what a table says."""
    rows = units.loc[units["listed_as"].notna(), ["listed_as", *NUMBERS]]
    said = {
        "as_of": as_of.isoformat(),
        "quota_year": quota_year,
        "rows": [[str(name), *map(_plain, numbers)] for name, *numbers in rows.to_numpy("object")],
        "others": others or [],
        "stated": None if stated is None else [_plain(stated[name]) for name in NUMBERS],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def content_of(snapshot: Snapshot) -> str:
    """Hash what a snapshot's table says."""
    units, stated = as_printed(snapshot)
    table, kept = snapshot.origin.table, {id(line) for line in snapshot.origin.rows.values()}
    others = [
        [line.text(name) for name in ("unit_name", *NUMBERS)]
        for line in table.units
        if id(line) not in kept
    ]
    return identity_of(units, stated, _day(snapshot), snapshot.source.quota_year, others)


def says_the_same(one: Revision, snapshot: Snapshot) -> bool:
    """Tell whether a snapshot's table says what a revision says.

    True when the identities are equal. Of a revision of form 1 the totals are not known, and the
    counts on which the office had decided by then are in their place: these are left out.
    """
    if one.form >= FORM:
        return one.content == content_of(snapshot)
    day, year = _day(snapshot), snapshot.source.quota_year
    cells = [*_decided(one.findings()), *_decided(snapshot.findings)]
    theirs = identity_of(_without(as_printed(snapshot)[0], cells), None, day, year)
    # The library that reads Parquet takes longer to load than all else here: it is asked only
    # where the table beside it, which spreadsheets read, says otherwise.
    return any(
        identity_of(_without(units(), cells), None, one.as_of, one.source.get("quota_year"))
        == theirs
        for units in (one.listed, one.units)
    )


def _decided(findings: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Give the cells on which the office decided: unit, empty for the totals, and count."""
    found = findings[(findings["severity"] == SETTLED) & findings["column"].isin(COUNTS)]
    yield from zip(found["unit_id"], found["column"], strict=True)


def _without(units: pd.DataFrame, cells: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Leave some counts out."""
    left = units.copy()
    for unit, column in cells:
        if unit in left.index:
            left.loc[[unit], column] = pd.NA
    return left


def same_bytes(one: Revision, snapshot: Snapshot) -> bool:
    """Tell whether a snapshot is of the very file a revision came from, for the same year.

    True when the bytes, the quota year and, where it is known, the sheet are the same.
    """
    year = one.source.get("quota_year")
    # One that was written before sheets were told apart names none.
    same_sheet = one.sheet in ("", snapshot.source.sheet)
    return (
        one.source["sha256"] == snapshot.source.sha256
        and year == snapshot.source.quota_year
        and same_sheet
    )


def is_table_of(one: Revision, snapshot: Snapshot) -> bool:
    """Tell whether a table is that of a revision; the same bytes are, however read now.

    True when it is.
    """
    return bool(one.content) and (same_bytes(one, snapshot) or says_the_same(one, snapshot))


def write_revision(
    snapshot: Snapshot,
    folder: Path,
    *,
    home: Path,
    now: datetime,
    journal: Mapping[str, Any],
    publish: Callable[[], None] | None = None,
) -> None:
    """Write a revision beside, bring it onto the disk, and let it appear by one rename."""
    units, _ = as_printed(snapshot)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder.parent.parent))
    try:
        units.reset_index().to_parquet(beside / PARQUET, index=False)
        for name, table in ((UNITS, units.reset_index()), (FINDINGS, snapshot.findings)):
            (beside / name).write_text(csv_for_people(table), encoding="utf-8", newline="")
        hashes = {name: sha256_of(beside / name) for name in (PARQUET, UNITS, FINDINGS)}
        source = _described(snapshot, now, home) | {
            "number": int(folder.name[1:]),
            "journal": dict(journal),
            "files": hashes,
        }
        text = json.dumps(sealed(source), ensure_ascii=False, indent=2)
        (beside / SOURCE).write_text(f"{text}\n", encoding="utf-8", newline="")
        beside.chmod(0o755)
        for path in (*beside.iterdir(), beside):
            sync(path)
        if publish is not None:
            publish()
        # A folder that is not empty is never replaced: the name is taken or it is not.
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if not any(folder.parent.iterdir()):
            folder.parent.rmdir()
    sync(folder.parent)
    sync(folder.parent.parent)


def _day(snapshot: Snapshot) -> date:
    if snapshot.as_of is None:
        raise LedgerError(f"{snapshot.source.path.name}: chưa rõ số liệu tính đến ngày nào.")
    return snapshot.as_of


def _described(snapshot: Snapshot, now: datetime, home: Path) -> dict[str, Any]:
    """Say where a revision comes from; paths inside the project are told from its folder."""
    source = snapshot.source
    path = source.path.resolve()
    inside = path.is_relative_to(home.resolve())
    _, stated = as_printed(snapshot)
    made_up = {"simulated": True} if source.simulated else {}
    sheet = {"sheet": source.sheet} if source.sheet else {}
    return (
        made_up
        | sheet
        | {
            "form": FORM,
            "file": path.relative_to(home.resolve()).as_posix() if inside else path.name,
            "sha256": source.sha256,
            "document_number": source.document_number,
            "title": source.title,
            "issued": source.issued.isoformat() if source.issued else None,
            "as_of": _day(snapshot).isoformat(),
            "deadline": source.deadline.isoformat() if source.deadline else None,
            "quota_year": source.quota_year,
            "rate_reading": source.rate_reading,
            "headline": asdict(source.claims),
            "stated": {name: _plain(value) for name, value in stated.items()},
            "accepted": now.isoformat(timespec="seconds"),
            "content": content_of(snapshot),
        }
    )


def sealed(source: dict[str, Any]) -> dict[str, Any]:
    """Add the hash of everything else, so that a change by hand shows."""
    plain = {key: value for key, value in source.items() if key != "seal"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return plain | {"seal": hashlib.sha256(text.encode()).hexdigest()}


def source_of(folder: Path) -> dict[str, Any]:
    """Read where a revision comes from.

    ``source.json``; with an empty ``content`` when it is not as it was written: still a revision,
    so that its number is not given again, and `faults_of` names it.
    """
    unread: dict[str, Any] = dict.fromkeys(_TEXTS, "") | {"files": {}}
    try:
        found = json.loads((folder / SOURCE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return unread
    if not isinstance(found, dict) or sealed(found) != found:
        return unread
    whole = all(isinstance(found.get(name), str) for name in _TEXTS)
    return found if whole and isinstance(found.get("files"), dict) else unread


def is_copy(one: Revision, others: Iterable[Revision]) -> bool:
    """Tell whether a folder is a copy of another revision, made by hand or by a sync program.

    True when what it says of itself is another day or number, or the very same as one of the
    others.
    """
    said = one.source
    if not one.content:
        return False
    elsewhere = said["as_of"] != one.as_of.isoformat()
    renumbered = said.get("number", one.number) != one.number
    return (
        elsewhere
        or renumbered
        or any(said["seal"] == other.source.get("seal") for other in others)
    )


def faults_of(folder: Path, *, extra: bool = True) -> Iterator[str]:
    """Hold a revision's files against the hashes it was written with."""
    source = source_of(folder)
    if not source["content"]:
        yield f"{folder / SOURCE}: đã bị sửa hoặc không đọc được."
        return
    listed = {*source["files"], SOURCE}
    for name in sorted(
        listed | {path.name for path in folder.iterdir() if not passing(path.name)}
    ):
        path = folder / name
        if not path.is_file():
            yield f"{path}: không còn."
        elif name not in listed and extra:
            yield f"{path}: không phải do chương trình ghi."
        elif name in source["files"] and sha256_of(path) != source["files"][name]:
            yield f"{path}: đã bị sửa."


def passing(name: str) -> bool:
    """Tell what systems and office programs leave in any folder, and take away.

    True for a file that says nothing of the ledger.
    """
    return name.startswith("~$") or name.casefold() in _PASSING


_PASSING = {"desktop.ini", "thumbs.db", ".ds_store"}


def day_of(name: str) -> date | None:
    """Tell the day that a folder of revisions is of.

    None when it is not named by a day.
    """
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return None
    return day if day.isoformat() == name else None
