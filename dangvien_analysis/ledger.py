"""The ledger: accepted figures of each date in immutable revisions, frozen or not.

``data/processed/<as_of>/r1``, ``r2``, … are the truth, and the highest that was not withdrawn is
current. A revision is written beside and appears by one rename. What people decide about one
(freeze, reopen, withdraw) is a line of ``journal.csv``, which is only ever appended to.
"""

import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from filelock import FileLock, Timeout

from dangvien_analysis.checks.movement import check_movement
from dangvien_analysis.errors import LedgerError
from dangvien_analysis.findings import Finding, count_by_severity, to_frame
from dangvien_analysis.journal import Entry, Journal
from dangvien_analysis.revision import (
    BESIDE,
    FINDINGS,
    Revision,
    content_of,
    faults_of,
    source_of,
    texts_of,
    write_revision,
)
from dangvien_analysis.settings import Settings
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import format_date
from dangvien_analysis.unit_changes import UnitChange, carried, read_unit_changes

JOURNAL, LOCK = "journal.csv", ".lock"
_REVISION = re.compile(r"r([1-9][0-9]*)")
_PATIENCE = 10.0
_DECEMBER = 12


@dataclass(frozen=True)
class Added:
    """What became of a table that was offered.

    Parameters
    ----------
    revision : Revision
        Where it stands.
    new : bool
        Whether it is a new revision; the same content again is none.
    warnings : tuple of str
        What a person should look at.
    """

    revision: Revision
    new: bool
    warnings: tuple[str, ...] = ()


class Ledger:
    """The ledger of a project.

    Parameters
    ----------
    settings : Settings
        The project.
    """

    def __init__(self, settings: Settings) -> None:
        self.root = settings.processed
        self.journal = Journal(self.root / JOURNAL)
        self._settings = settings

    @contextmanager
    def locked(self) -> Iterator["Ledger"]:
        """Hold the ledger alone, and clear what a killed command left beside.

        Yields
        ------
        Ledger
            This one.

        Raises
        ------
        LedgerError
            When another command holds it for longer than some seconds.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.root / LOCK, timeout=_PATIENCE):
                self._clear()
                yield self
        except Timeout as error:
            raise LedgerError(
                f"{self.root}: một lệnh khác đang ghi; hãy đợi lệnh đó xong rồi làm lại."
            ) from error

    def dates(self) -> list[date]:
        """List the dates that have a revision.

        Returns
        -------
        list of datetime.date
            Rising.
        """
        return [day for day in self._days() if self._revisions(day, ())]

    def _days(self) -> list[date]:
        """Days that have a folder, rising."""
        if not self.root.is_dir():
            return []
        found = [_day(path.name) for path in self.root.iterdir() if path.is_dir()]
        return sorted(day for day in found if day is not None)

    def currents(self) -> list[Revision]:
        """Give the revision in force of every date that has one.

        Returns
        -------
        list of Revision
            Rising by date; the journal is read once for all of them.

        Raises
        ------
        LedgerError
            When a line of the journal cannot be read.
        """
        self._trusted()
        withdrawn = {
            (entry.as_of, entry.revision)
            for entry in self.journal.entries()
            if entry.what == "withdraw"
        }
        found = []
        for day in self._days():
            numbers = {number for of, number in withdrawn if of == day} if withdrawn else ()
            standing = [one for one in self._revisions(day, numbers) if not one.withdrawn]
            found += standing[-1:]
        return found

    def revisions(self, as_of: date) -> list[Revision]:
        """List the revisions of a date.

        Parameters
        ----------
        as_of : datetime.date
            The date.

        Returns
        -------
        list of Revision
            By number, withdrawn ones included.
        """
        return self._revisions(as_of, self.journal.withdrawn(as_of))

    def _revisions(self, as_of: date, withdrawn: Collection[int]) -> list[Revision]:
        folder = self.root / as_of.isoformat()
        if not folder.is_dir():
            return []
        numbers = sorted(
            int(match[1])
            for path in folder.iterdir()
            if (match := _REVISION.fullmatch(path.name)) and path.is_dir()
        )
        return [
            Revision(
                as_of,
                number,
                folder / f"r{number}",
                source_of(folder / f"r{number}"),
                number in withdrawn,
            )
            for number in numbers
        ]

    def current(self, as_of: date) -> Revision | None:
        """Give the revision in force for a date.

        Parameters
        ----------
        as_of : datetime.date
            The date.

        Returns
        -------
        Revision or None
            The highest that was not withdrawn.

        Raises
        ------
        LedgerError
            When a line of the journal cannot be read.
        """
        self._trusted()
        standing = [one for one in self.revisions(as_of) if not one.withdrawn]
        return standing[-1] if standing else None

    def frozen(self, as_of: date) -> Entry | None:
        """Tell whether a date is frozen.

        Parameters
        ----------
        as_of : datetime.date
            The date.

        Returns
        -------
        Entry or None
            The line that froze it; None when it is open.

        Raises
        ------
        LedgerError
            When a line of the journal cannot be read.
        """
        self._trusted()
        return self.journal.frozen(as_of)

    def _trusted(self) -> None:
        """Refuse to go on with a journal that cannot be read: a frozen date might seem open."""
        for fault in self.journal.faults():
            raise LedgerError(
                f"{fault} Hãy khôi phục tệp này từ bản sao trước khi làm tiếp (dangvien verify)."
            )

    def before(self, snapshot: Snapshot) -> list[Revision]:
        """Give what the ledger holds of the snapshot's quota year, up to the day before it.

        Parameters
        ----------
        snapshot : Snapshot
            A checked table.

        Returns
        -------
        list of Revision
            The current revision of each earlier date, rising.
        """
        if snapshot.as_of is None:
            return []
        return self._earlier(snapshot.as_of, snapshot.source.quota_year)

    def _earlier(self, as_of: date, year: int | None) -> list[Revision]:
        return [
            one
            for one in self.currents()
            if one.as_of < as_of and one.source.get("quota_year") == year
        ]

    def tables_before(self, snapshot: Snapshot) -> list[tuple[date, pd.DataFrame]]:
        """Give the earlier tables of the snapshot's quota year, on the units of its day.

        Parameters
        ----------
        snapshot : Snapshot
            A checked table.

        Returns
        -------
        list of (datetime.date, DataFrame)
            ``unit_name`` and the counts, rising by date; units that were merged since are summed.
        """
        if snapshot.as_of is None:
            return []
        found, _ = self._carried(snapshot.as_of, snapshot.source.quota_year)
        return found

    def simulated(self, snapshot: Snapshot) -> bool:
        """Tell whether a table, or one it is compared with, was made up.

        Parameters
        ----------
        snapshot : Snapshot
            A checked table.

        Returns
        -------
        bool
            True when it or an earlier table of its quota year or of the year before says so.
        """
        year = snapshot.source.quota_year
        years = (year,) if year is None else (year, year - 1)
        before = [one for year in years for one in self._earlier(snapshot.as_of or date.min, year)]
        return snapshot.source.simulated or any(one.simulated for one in before)

    def tables_of(self, year: int) -> list[tuple[date, pd.DataFrame]]:
        """Give the tables of a quota year, each on the units of its own day.

        Parameters
        ----------
        year : int
            The quota year.

        Returns
        -------
        list of (datetime.date, DataFrame)
            The current revision of each date, as ``Snapshot.units``, rising.
        """
        return [(one.as_of, one.units()) for one in self._earlier(date.max, year)]

    def _carried(
        self, as_of: date, year: int | None
    ) -> tuple[list[tuple[date, pd.DataFrame]], list[Finding]]:
        """Carry earlier tables forward; what is said of the last one."""
        tables: list[tuple[date, pd.DataFrame]] = []
        said: list[Finding] = []
        for one in self._earlier(as_of, year):
            table, said = carried(one.units(), self._changes(), one.as_of, as_of)
            tables.append((one.as_of, table))
        return tables, said

    def movement(self, snapshot: Snapshot) -> pd.DataFrame:
        """Hold a table against the earlier ones of its quota year.

        Parameters
        ----------
        snapshot : Snapshot
            A checked table.

        Returns
        -------
        DataFrame
            Findings, as `findings.to_frame` gives them.
        """
        if snapshot.as_of is None:
            return to_frame([])
        return self._movement(snapshot.as_of, snapshot.source.quota_year, snapshot.units)

    def _movement(self, as_of: date, year: int | None, units: pd.DataFrame) -> pd.DataFrame:
        tables, said = self._carried(as_of, year)
        frozen = {day for day, _ in tables if self.frozen(day)}
        return to_frame([*said, *check_movement([*tables, (as_of, units)], frozen)])

    def _changes(self) -> tuple[UnitChange, ...]:
        return read_unit_changes(self._settings.unit_changes)

    def year_before(self, snapshot: Snapshot) -> Revision | None:
        """Give the last table of the quota year before the snapshot's.

        Parameters
        ----------
        snapshot : Snapshot
            A checked table.

        Returns
        -------
        Revision or None
            The current revision of its last date; None when there is none, or when it is not of
            December: what was pending then is not what the year began with.
        """
        year = snapshot.source.quota_year
        if year is None:
            return None
        last = self._earlier(date.max, year - 1)
        return last[-1] if last and last[-1].as_of >= date(year - 1, _DECEMBER, 1) else None

    def standing(self, snapshot: Snapshot) -> tuple[Revision | None, Entry | None]:
        """Tell where a table stands in the ledger.

        Parameters
        ----------
        snapshot : Snapshot
            A checked table.

        Returns
        -------
        tuple
            The current revision of its date when it says the same, and the line that froze it;
            None for what there is not.
        """
        if snapshot.as_of is None:
            return None, None
        current = self.current(snapshot.as_of)
        if current is None or current.content != content_of(texts_of(snapshot)):
            return None, None
        return current, self.frozen(snapshot.as_of)

    def add(self, snapshot: Snapshot, *, now: datetime) -> Added:
        """Accept a table as a revision of its date. Call it under `locked`.

        Parameters
        ----------
        snapshot : Snapshot
            A snapshot with a date.
        now : datetime.datetime
            The time, with its zone.

        Returns
        -------
        Added
            The revision; the current one when the content is the same.

        Raises
        ------
        LedgerError
            When the snapshot has no date, or its date is frozen with other content; nothing is
            changed then.
        """
        known = self.known(snapshot)
        if known is not None:
            return Added(known, new=False)
        day = self._dated(snapshot)
        warnings = self._same_bytes(snapshot)
        number = self.next_number(day)
        folder = self.root / day.isoformat() / f"r{number}"
        write_revision(snapshot, folder, home=self._settings.root, now=now)
        return Added(Revision(day, number, folder, source_of(folder)), True, tuple(warnings))

    def known(self, snapshot: Snapshot) -> Revision | None:
        """Tell whether a table says what the current revision of its date says.

        Parameters
        ----------
        snapshot : Snapshot
            A snapshot with a date.

        Returns
        -------
        Revision or None
            The current revision when the content is the same.

        Raises
        ------
        LedgerError
            When the snapshot has no date, or its date is frozen with other content.
        """
        day = self._dated(snapshot)
        current = self.current(day)
        if current is not None and current.content == content_of(texts_of(snapshot)):
            return current
        frozen = self.frozen(day)
        if frozen is not None:
            raise LedgerError(
                f"Số liệu đến {format_date(day)} đã chốt (r{frozen.revision}, {frozen.by}); tệp "
                f"{snapshot.source.path.name} có nội dung khác nên không ghi. Muốn sửa: dangvien "
                f'reopen {day} --by "…" --reason "…".'
            )
        return None

    def next_number(self, as_of: date) -> int:
        """Give the number of the next revision of a date.

        Parameters
        ----------
        as_of : datetime.date
            The date.

        Returns
        -------
        int
            One more than the highest; withdrawn ones keep theirs.
        """
        return max((one.number for one in self.revisions(as_of)), default=0) + 1

    def freeze(self, as_of: date, *, by: str, now: datetime, accept: str = "") -> bool:
        """Freeze the current revision of a date (chốt số liệu). Call it under `locked`.

        Parameters
        ----------
        as_of : datetime.date
            The date.
        by : str
            Who does it, as given.
        now : datetime.datetime
            The time, with its zone.
        accept : str
            Why findings of severity error are accepted; empty when they are not.

        Returns
        -------
        bool
            False when it was frozen already.

        Raises
        ------
        LedgerError
            When there is no revision, or it has findings of severity error and no reason is
            given.
        """
        current = self._needed(as_of)
        if self.frozen(as_of) is not None:
            return False
        findings = pd.read_csv(current.folder / FINDINGS, dtype="str", keep_default_na=False)
        year = current.source.get("quota_year")
        moved = self._movement(as_of, year, current.units())
        errors = sum(count_by_severity(one)["error"] for one in (findings, moved))
        if errors and not accept:
            raise LedgerError(
                f"Số liệu đến {format_date(as_of)} còn {errors} lỗi chưa giải quyết (dangvien "
                'check); muốn chốt kèm lỗi phải nêu lý do: --accept-findings "…".'
            )
        self.journal.append(
            Entry(now, "freeze", as_of, current.number, current.content, by, accept)
        )
        return True

    def reopen(self, as_of: date, *, by: str, reason: str, now: datetime) -> None:
        """Open a frozen date again. Call it under `locked`.

        Parameters
        ----------
        as_of : datetime.date
            The date.
        by, reason : str
            Who and why, as given.
        now : datetime.datetime
            The time, with its zone.

        Raises
        ------
        LedgerError
            When the date is not frozen.
        """
        entry = self.frozen(as_of)
        if entry is None:
            raise LedgerError(f"Số liệu đến {format_date(as_of)} chưa chốt nên không phải mở lại.")
        self.journal.append(Entry(now, "reopen", as_of, entry.revision, entry.content, by, reason))

    def withdraw(self, as_of: date, *, by: str, reason: str, now: datetime) -> Revision:
        """Mark the current revision of a date as a wrong import. Call it under `locked`.

        Parameters
        ----------
        as_of : datetime.date
            The date.
        by, reason : str
            Who and why, as given.
        now : datetime.datetime
            The time, with its zone.

        Returns
        -------
        Revision
            What was withdrawn; its folder stays.

        Raises
        ------
        LedgerError
            When there is none, or the date is frozen.
        """
        current = self._needed(as_of)
        if self.frozen(as_of) is not None:
            raise LedgerError(
                f"Số liệu đến {format_date(as_of)} đã chốt; hãy mở lại (dangvien reopen) trước "
                "khi rút."
            )
        self.journal.append(
            Entry(now, "withdraw", as_of, current.number, current.content, by, reason)
        )
        return current

    def verify(self) -> list[str]:
        """Look for what was changed by hand. Call it under `locked`.

        Returns
        -------
        list of str
            One sentence a fault, with its file; empty when all is as it was written.
        """
        faults = list(self.journal.faults())
        for day in self.dates():
            for one in self.revisions(day):
                faults += faults_of(one)
        for entry in self.journal.entries():
            folder = self.root / entry.as_of.isoformat() / f"r{entry.revision}"
            if not folder.is_dir():
                faults.append(f"{folder}: sổ nhật ký có bản này nhưng thư mục không còn.")
            elif source_of(folder).get("content") != entry.content:
                faults.append(f"{folder}: nội dung khác với lúc ghi vào sổ nhật ký.")
        return faults

    def _dated(self, snapshot: Snapshot) -> date:
        if snapshot.as_of is None:
            raise LedgerError(f"{snapshot.source.path.name}: chưa rõ số liệu tính đến ngày nào.")
        return snapshot.as_of

    def _needed(self, as_of: date) -> Revision:
        current = self.current(as_of)
        if current is None:
            raise LedgerError(
                f"Chưa có số liệu đến {format_date(as_of)}; các ngày đã có: "
                f"{', '.join(map(str, self.dates())) or 'chưa có ngày nào'}."
            )
        return current

    def _same_bytes(self, snapshot: Snapshot) -> list[str]:
        """Warn where the same file was accepted for another date."""
        found = []
        for day in self.dates():
            current = self.current(day)
            same = current is not None and current.source["sha256"] == snapshot.source.sha256
            if same and day != snapshot.as_of:
                found.append(
                    f"Chính tệp này đã được ghi là số liệu đến {format_date(day)}; hãy xem lại "
                    "ngày."
                )
        return found

    def _clear(self) -> None:
        """Take away what a killed command left: folders beside, empty dates, half a line."""
        for path in self.root.iterdir():
            if path.name.startswith(BESIDE):
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_dir() and _day(path.name) and not any(path.iterdir()):
                path.rmdir()
        self.journal.mend()


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return None
    return day if day.isoformat() == name else None
