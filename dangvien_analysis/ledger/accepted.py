"""The figures of a day as everything shows them: what was accepted, read as the office decided.

A command means the ledger's current revision of its latest day unless it is told a day or a file.
The received copy is read again for its places and its findings; where that cannot be, or would
give other figures, the accepted figures stand and a finding says so.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from dangvien_analysis.columns import COUNTS, NUMBERS, label
from dangvien_analysis.document.sidecar import Claims
from dangvien_analysis.errors import ReadError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.findings import Finding, to_frame
from dangvien_analysis.intake.cleaning import Tidy
from dangvien_analysis.intake.headings.refusals import people_left_out
from dangvien_analysis.intake.received import received_files
from dangvien_analysis.intake.table import Table
from dangvien_analysis.ledger.journal import Entry
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import Revision, is_table_of, says_the_same
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.readers.grid import Grid, Kind
from dangvien_analysis.snapshot import Snapshot, Source
from dangvien_analysis.snapshot import read as read_file
from dangvien_analysis.text.numbers import format_count, format_date

_LISTED = 5
"""Differences that a finding names."""


@dataclass(frozen=True)
class Accepted:
    """A table, and where it stands in the ledger."""

    snapshot: Snapshot  # The checked table
    revision: Revision | None = None  # The current revision of its day, when the table is that
    frozen: Entry | None = None  # The line that froze its day
    other: Revision | None = None  # The current revision of its day, when the table is another

    @property
    def line(self) -> str:
        """Table, day and revision, for the first line of a command."""
        name = self.snapshot.source.path.name
        if self.other is not None:
            frozen = "" if self.frozen is None else ", đã chốt"
            day, now = format_date(self.snapshot.as_of), f"{self.other.name}{frozen}"
            return f"{name}, số liệu đến {day}, khác bản hiện hành ({now}) trong sổ"
        return line_of(name, self.snapshot.as_of, self.revision, self.frozen)


def line_of(name: str, day: date | None, one: Revision | None, frozen: Entry | None) -> str:
    """Name table, day and revision."""
    if one is None:
        state = "chưa có trong sổ số liệu"
    elif frozen is None:
        state = f"bản {one.name}, chưa chốt"
    else:
        state = f"bản {one.name}, đã chốt {format_date(frozen.when.date())} ({frozen.by})"
    until = "chưa rõ ngày số liệu" if day is None else f"số liệu đến {format_date(day)}"
    return f"{name}, {until}, {state}"


@dataclass(frozen=True)
class Waiting:
    """A received file with content that the ledger has not had."""

    path: Path
    snapshot: Snapshot | None  # What it says; None when it cannot be read
    why: str = ""  # Why it is not taken when no file is named; empty when it is

    @property
    def as_of(self) -> date:
        """The day of its figures; the first day there is when it is not known."""
        return (self.snapshot.as_of if self.snapshot else None) or date.min


def snapshot_of(ledger: Ledger, one: Revision) -> Snapshot:
    """Give a revision as a snapshot, with what the office decided until today.

    Raises LedgerError when the revision is not what was written.
    """
    settings = ledger.settings
    one.units()  # refuses a revision that was changed
    path = _copy_of(one, settings)
    if path is None:
        lost = settings.root / one.file
        what = "đã thay đổi so với khi nhận" if lost.is_file() else "không còn"
        message = f"Bản đã nhận {one.file} {what}; dùng số liệu đã ghi trong sổ ({one.name})."
        return _stored(ledger, one, lost, Finding("raw_copy_lost", message, place=lost.name))
    try:
        found = _read_as_accepted(path, one, settings)
    except ReadError as error:
        message = f"{_otherwise(one)} không đọc được tệp ({error})"
        return _stored(ledger, one, path, Finding("read_otherwise", message, place=path.name))
    if says_the_same(one, found):
        return found
    message = f"{_otherwise(one)} đọc khác: {_differences(ledger.decided(one).units, found)}"
    made = _stored(ledger, one, path, Finding("read_otherwise", message, place=path.name))
    tidy = replace(found.origin, units=made.origin.units, stated=made.origin.stated)
    return replace(made, origin=tidy)


def _otherwise(one: Revision) -> str:
    return (
        f"Dùng số liệu đã ghi trong sổ ({one.name}); phiên bản này của chương trình, từ chính tệp "
        "đó,"
    )


def _copy_of(one: Revision, settings: Settings) -> Path | None:
    """Find the received copy by its hash: where it was, else under another name in data/raw."""
    wanted = one.source["sha256"]
    named = settings.root / one.file
    for path in (named, *received_files(settings.raw)):
        if path.is_file() and sha256_of(path) == wanted:
            return path
    return None


def _read_as_accepted(path: Path, one: Revision, settings: Settings) -> Snapshot:
    """Read a copy by its own words where they give the accepted day, else with that day."""
    sheet = one.sheet or None
    with suppress(ReadError):
        found = read_file(path, settings=settings, sheet=sheet)
        if found.as_of == one.as_of:
            return found
    return read_file(path, as_of=one.as_of, settings=settings, sheet=sheet)


def _differences(units: pd.DataFrame, found: Snapshot) -> str:
    """Tell the counts that are read otherwise, the accepted one first."""
    told = list(_changed(units, found.units))
    more = f" và {len(told) - _LISTED} số khác" if len(told) > _LISTED else ""
    listed = "; ".join(told[:_LISTED]) or "tên đơn vị hoặc dòng tổng cộng khác"
    return f"{listed}{more}. Ngày chưa chốt có thể nhận lại: dangvien import TỆP --again."


def _stored(ledger: Ledger, one: Revision, path: Path, said: Finding) -> Snapshot:
    """Make a snapshot of what the ledger holds."""
    decided = ledger.decided(one)
    own = decided.findings
    findings = pd.concat([to_frame([said]), own[own["code"] != said.code]], ignore_index=True)
    stated = decided.stated if one.stated is None else one.stated
    nothing = Table(Grid((), Kind.TEXT), {"unit_name": 0})
    tidy = Tidy(decided.printed, stated, pd.DataFrame(columns=list(NUMBERS)), {}, nothing)
    source = _source(one, path)
    return Snapshot(
        decided.units, findings, decided.stated, tidy, one.as_of, source, ledger.settings
    )


def _source(one: Revision, path: Path) -> Source:
    """Tell where a revision comes from, as its source says; form 1 says less."""
    said = one.source
    return Source(
        path=path,
        sha256=said["sha256"],
        document_number=said.get("document_number") or "",
        title=said.get("title") or "",
        issued=_date(said.get("issued")),
        deadline=_date(said.get("deadline")),
        quota_year=said.get("quota_year"),
        rate_reading=said.get("rate_reading"),
        claims=Claims(**said.get("headline") or {}),
        simulated=one.simulated,
        sheet=one.sheet,
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def accepted_on(ledger: Ledger, day: date) -> Accepted:
    """Give the figures of a day. Call it under `Ledger.locked`.

    Raises LedgerError when the ledger has none of that day, or it is not what was written.
    """
    one = ledger.needed(day)
    return Accepted(snapshot_of(ledger, one), one, ledger.frozen(day))


def standing_of(ledger: Ledger, snapshot: Snapshot) -> Accepted:
    """Tell where a table that was read stands. Call it under `Ledger.locked`.

    With the current revision of its day when it is that; the accepted figures stand then, also
    where the file is read otherwise by now.
    """
    day = snapshot.as_of
    if day is None:
        return Accepted(snapshot)
    one, frozen = ledger.current(day), ledger.frozen(day)
    if one is None or not is_table_of(one, snapshot):
        return Accepted(snapshot, frozen=frozen, other=one)
    if says_the_same(one, snapshot):
        return Accepted(snapshot, one, frozen)
    return Accepted(snapshot_of(ledger, one), one, frozen)


def waiting(ledger: Ledger) -> list[Waiting]:
    """Find the received files with content that the ledger has not had."""
    had, latest = ledger.had(), ledger.latest()
    since = latest.as_of if latest else date.min
    found = []
    for path in received_files(ledger.settings.raw):
        if sha256_of(path) in had:
            continue
        try:
            snapshot = read_file(path, settings=ledger.settings)
        except ReadError as error:
            found.append(Waiting(path, None, f"không đọc được: {error}"))
            continue
        if not _is_had(ledger, snapshot):
            found.append(Waiting(path, snapshot, _why_not(ledger, snapshot, since)))
    return sorted(found, key=lambda one: (one.as_of, one.path.name))


def _is_had(ledger: Ledger, snapshot: Snapshot) -> bool:
    """Tell whether any revision of its day says the same."""
    day = snapshot.as_of
    return day is not None and any(
        says_the_same(one, snapshot) for one in ledger.revisions(day) if one.content
    )


def _why_not(ledger: Ledger, snapshot: Snapshot, since: date) -> str:
    if people := people_left_out(snapshot.findings):
        return people
    day = snapshot.as_of
    if day is None:
        return (
            "tệp không ghi số liệu tính đến ngày nào; nhận bằng dangvien import TỆP --as-of NGÀY"
        )
    if day > date.today():
        return (
            f"số liệu đến {format_date(day)}, sau ngày hôm nay theo đồng hồ của máy; đúng vậy thì "
            "nhận bằng dangvien import TỆP"
        )
    if frozen := ledger.frozen(day):
        return (
            f"số liệu đến {format_date(day)} đã chốt (r{frozen.revision}, {frozen.by}); muốn nhận "
            "thì mở lại trước (dangvien reopen)"
        )
    if day < since:
        return (
            f"số liệu đến {format_date(day)}, trước ngày mới nhất trong sổ; nhận bằng dangvien "
            "import TỆP"
        )
    return ""


def corrections(ledger: Ledger, one: Revision) -> str:
    """Tell what a revision corrects of the one before it.

    Gives a sentence: units and counts, the old figure first.
    """
    before = [
        other
        for other in ledger.revisions(one.as_of)
        if other.number < one.number and not other.withdrawn and other.content
    ]
    if not before:
        return "Đính chính: không có."
    told = list(_changed(ledger.units(before[-1]), ledger.units(one)))
    listed = "; ".join(told) or "không có số nào khác"
    return f"Đính chính so với {before[-1].name}: {listed}."


def _changed(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    """Name each count that differs, the old figure first."""
    units = new.index.union(old.index, sort=False)
    before, after = old.reindex(units), new.reindex(units)
    names = after["unit_name"].fillna(before["unit_name"])
    for column in COUNTS:
        same = (before[column] == after[column]).fillna(False)
        same |= before[column].isna() & after[column].isna()
        for unit in units[~same.astype(bool)]:
            counts = format_count(before.at[unit, column]), format_count(after.at[unit, column])
            yield f"{names[unit]}, {label(column).lower()} {counts[0]} thành {counts[1]}"
