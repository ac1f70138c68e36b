"""A snapshot beside earlier ones: the one before it, and the same time a year before."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dangvien_analysis.findings import SEVERITIES
from dangvien_analysis.gather.change import (
    AtShare,
    at_share,
    changes,
    levels_on,
    months_between,
    still_since,
)
from dangvien_analysis.ledger import Ledger
from dangvien_analysis.measures.progress import share_of_year
from dangvien_analysis.snapshot import Snapshot


@dataclass(frozen=True)
class Comparison:
    """What moved since the table before.

    Parameters
    ----------
    since : datetime.date
        The day of the table before.
    table : DataFrame
        As `changes` gives it, index of the snapshot's units, with ``level_before`` and ``level``,
        and ``still_months``, the whole months [months] for which no table has shown a change of
        admitted and pending.
    """

    since: date
    table: pd.DataFrame


@dataclass(frozen=True)
class YearAgo:
    """What was admitted by the same share of the year before.

    Parameters
    ----------
    year : int
        That year.
    last : datetime.date
        The day of its last table.
    quota : int or None
        The quotas of its tables' units [people]; None when one of them is not known.
    found : AtShare or None
        As `at_share` gives it; None when the tables end before that share.
    """

    year: int
    last: date
    quota: int | None
    found: AtShare | None


def compare(snapshot: Snapshot) -> Comparison | None:
    """Put a snapshot beside the last one the ledger holds of its quota year.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    Comparison or None
        None when the ledger holds no earlier table of that year: counts begin again from zero
        on 1 January, and nothing is compared across it.
    """
    earlier = Ledger(snapshot.settings).tables_before(snapshot)
    if not earlier or snapshot.as_of is None:
        return None
    (since, before), today = earlier[-1], snapshot.as_of
    table = changes(before, snapshot.units)
    small, deadline = snapshot.settings.levels.small_quota, snapshot.source.deadline
    for name, day, figures in (
        ("level_before", since, before),
        ("level", today, snapshot.units),
    ):
        levels = levels_on(figures, as_of=day, deadline=deadline, small_quota=small)
        table[name] = levels.reindex(table.index)
    days = still_since([*earlier, (today, snapshot.units)])
    months = [pd.NA if day is None else months_between(day, today) for day in days]
    table["still_months"] = pd.array(months, dtype="Int64")
    return Comparison(since, table)


def year_ago(snapshot: Snapshot) -> YearAgo | None:
    """Look up the same time of the year before.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    YearAgo or None
        The district as it was then, merged units and all; None when the ledger holds no table
        of the year before. A full year is never held against a part of one.
    """
    year = snapshot.source.quota_year
    if snapshot.as_of is None or year is None:
        return None
    tables = Ledger(snapshot.settings).tables_of(year - 1)
    if not tables:
        return None
    gone, days = share_of_year(snapshot.as_of)
    found = at_share(tables, gone / days)
    day = tables[-1][0] if found is None else found.until
    quota = next(table for one, table in tables if one == day)["quota"].sum(skipna=False)
    known = None if pd.isna(quota) else int(quota)
    return YearAgo(year - 1, tables[-1][0], known, found)


def with_movement(snapshot: Snapshot) -> Snapshot:
    """Add what a comparison with earlier tables finds.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    Snapshot
        A copy whose findings hold those of the movement too, gravest first. It is for showing:
        the ledger accepts a table with its own findings only.
    """
    moved = Ledger(snapshot.settings).movement(snapshot)
    if moved.empty:
        return snapshot
    findings = pd.concat([snapshot.findings, moved], ignore_index=True)
    order = findings["severity"].map(list(SEVERITIES).index)
    return replace(snapshot, findings=findings.loc[order.sort_values(kind="stable").index])
