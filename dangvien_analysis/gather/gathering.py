"""gather(): a snapshot and what the ledger and the office's folder hold besides -> Meeting."""

from datetime import date

import pandas as pd

from dangvien_analysis.findings import SEVERITIES
from dangvien_analysis.gather.meeting import Meeting, Standing
from dangvien_analysis.gather.procedure import LastDay, last_resolution_day
from dangvien_analysis.gather.tasks import FILE, read_tasks
from dangvien_analysis.ledger.in_force import InForce, pending_at_year_end
from dangvien_analysis.ledger.journal import Entry
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import Revision
from dangvien_analysis.office.holidays import read_holidays
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.snapshot import Snapshot


def gather(snapshot: Snapshot, in_force: InForce | None = None) -> Meeting:
    """Gather everything known besides a table.

    Raises LedgerError when the ledger is not what was written.
    """
    if in_force is None:
        with Ledger(snapshot.settings).reading() as ledger:
            return gather(snapshot, InForce(ledger))
    revision, frozen = in_force.standing(snapshot)
    simulated = in_force.simulated(snapshot)
    before = in_force.tables_before(snapshot)
    year = snapshot.source.quota_year
    last_year = None if year is None else year - 1
    year_before = () if last_year is None else in_force.tables_of(last_year)
    return Meeting(
        snapshot,
        _by_severity(snapshot.findings, in_force.movement(snapshot, before)),
        _standing(revision, frozen, in_force.on(snapshot.as_of), simulated=simulated),
        before.tables,
        year_before,
        pending_at_year_end(year_before, last_year),
        _listed(in_force.before(snapshot.as_of, year), snapshot.settings),
        _last_day(snapshot.source.deadline, snapshot.settings),
    )


def gathered(what: Snapshot | Meeting) -> Meeting:
    """Take a meeting as it is, and gather one for a snapshot."""
    if not isinstance(what, Snapshot | Meeting):
        raise TypeError(
            f"a {type(what).__name__} was given; needed is what dva.read or dva.meeting gives"
        )
    return what if isinstance(what, Meeting) else gather(what)


def with_movement(snapshot: Snapshot, in_force: InForce | None = None) -> pd.DataFrame:
    """Give a table's findings and those of the comparison with earlier ones, gravest first."""
    if in_force is None:
        with Ledger(snapshot.settings).reading() as ledger:
            return with_movement(snapshot, InForce(ledger))
    moved = in_force.movement(snapshot, in_force.tables_before(snapshot))
    return _by_severity(snapshot.findings, moved)


def _standing(
    revision: Revision | None, frozen: Entry | None, other: Revision | None, *, simulated: bool
) -> Standing:
    if revision is None:
        return Standing(other=other.name if other else "", simulated=simulated)
    return Standing(revision.name, revision.content or "", frozen, simulated=simulated)


def _by_severity(own: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """Put the findings of the movement among the table's own, gravest first."""
    if moved.empty:
        return own
    findings = pd.concat([own, moved], ignore_index=True)
    order = findings["severity"].map(list(SEVERITIES).index)
    return findings.loc[order.sort_values(kind="stable").index]


def _listed(before: list[Revision], settings: Settings) -> tuple[date, pd.DataFrame] | None:
    """Find the tasks of the last earlier table whose pack is there with its list."""
    for one in reversed(before):
        path = settings.reports / one.as_of.isoformat() / FILE
        if path.is_file():
            return one.as_of, read_tasks(path)
    return None


def _last_day(deadline: date | None, settings: Settings) -> LastDay | None:
    if deadline is None:
        return None
    return last_resolution_day(deadline, settings.procedure, read_holidays(settings.holidays))
