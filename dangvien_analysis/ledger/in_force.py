"""The revisions in force, listed once, and what they say besides a table."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import pandas as pd

from dangvien_analysis.checks.movement import check_movement
from dangvien_analysis.findings import Finding, to_frame
from dangvien_analysis.ledger.journal import Entry
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import Revision, is_table_of
from dangvien_analysis.office.settled import apply_settled
from dangvien_analysis.office.unit_changes import carried, read_unit_changes
from dangvien_analysis.snapshot import Snapshot

_DECEMBER = 12


class Before(NamedTuple):
    """The earlier tables of a quota year, on the units of a later day."""

    # ``unit_name`` and the counts, rising by date; units that were merged since are summed
    tables: tuple[tuple[date, pd.DataFrame], ...] = ()
    said: tuple[Finding, ...] = ()  # What is said of carrying the last one over


class InForce:
    """What the ledger holds in one moment. Make it under `Ledger.reading`."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.revisions = tuple(ledger.currents())

    def on(self, day: date | None) -> Revision | None:
        """Give the revision in force of a day."""
        return next((one for one in self.revisions if one.as_of == day), None)

    def standing(self, snapshot: Snapshot) -> tuple[Revision | None, Entry | None]:
        """Tell where a table stands: its revision, when it is that, and who froze it."""
        current = self.on(snapshot.as_of)
        if current is None or not is_table_of(current, snapshot):
            return None, None
        return current, self.ledger.journal.frozen(current.as_of)

    def before(self, as_of: date | None, year: int | None) -> list[Revision]:
        """Give what is in force of a quota year, up to the day before a day."""
        if as_of is None:
            return []
        return [
            one
            for one in self.revisions
            if one.as_of < as_of and one.source.get("quota_year") == year
        ]

    def tables_before(self, snapshot: Snapshot) -> Before:
        """Carry the earlier tables of the quota year forward to the units of a table's day."""
        tables: list[tuple[date, pd.DataFrame]] = []
        said: list[Finding] = []
        earlier = self.before(snapshot.as_of, snapshot.source.quota_year)
        if not earlier or snapshot.as_of is None:
            return Before()
        changes = read_unit_changes(self.ledger.settings.unit_changes)
        for one in earlier:
            table, said = carried(self.ledger.units(one), changes, one.as_of, snapshot.as_of)
            tables.append((one.as_of, table))
        return Before(tuple(tables), tuple(said))

    def tables_of(self, year: int | None) -> tuple[tuple[date, pd.DataFrame], ...]:
        """Give the tables of a quota year, each on the units of its own day, rising."""
        return tuple((one.as_of, self.ledger.units(one)) for one in self.before(date.max, year))

    def movement(self, snapshot: Snapshot, before: Before) -> pd.DataFrame:
        """Hold a table against the earlier ones of its quota year; the findings."""
        if snapshot.as_of is None:
            return to_frame([])
        frozen = {day for day, _ in before.tables if self.ledger.journal.frozen(day)}
        tables = [*before.tables, (snapshot.as_of, snapshot.units)]
        found = to_frame([*before.said, *check_movement(tables, frozen)])
        # A decision about what moved names no count: the units report the right one.
        marked, _, _ = apply_settled(
            found,
            snapshot.units,
            pd.Series(),
            self.ledger.settlements,
            snapshot.source.quota_year,
        )
        return marked

    def simulated(self, snapshot: Snapshot) -> bool:
        """Tell whether a table, or one it is compared with, was made up.

        It is when it or an earlier table of its quota year or of the year before says so.
        """
        year = snapshot.source.quota_year
        years = (year,) if year is None else (year, year - 1)
        day = snapshot.as_of or date.min
        before = (one for of in years for one in self.before(day, of))
        return snapshot.source.simulated or any(one.simulated for one in before)


def pending_at_year_end(
    tables: Iterable[tuple[date, pd.DataFrame]], year: int | None
) -> int | None:
    """Give the dossiers that a year left pending, by its last table.

    None when there is no table of its December: what was pending before is not what the next
    year began with.
    """
    last = next(reversed(list(tables)), None)
    if last is None or year is None or last[0] < date(year, _DECEMBER, 1):
        return None
    pending = last[1]["pending"].sum(min_count=1)
    return None if pd.isna(pending) else int(pending)
