"""A snapshot beside earlier ones: the one before it, and the same time a year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dangvien_analysis.checks.changes import changes
from dangvien_analysis.gather.past_tables import (
    AtShare,
    Dated,
    at_share,
    levels_on,
    months_between,
    still_since,
)
from dangvien_analysis.measures.completion import share_of_year
from dangvien_analysis.snapshot import Snapshot, assess


@dataclass(frozen=True)
class Comparison:
    """What moved since the table before."""

    since: date  # The day of the table before
    # As `changes` gives it, index of the snapshot's units, with ``level_before`` and ``level``,
    # and ``still_months``, the whole months [months] for which no table has shown a change of
    # admitted and pending
    table: pd.DataFrame


@dataclass(frozen=True)
class YearAgo:
    """What was admitted by the same share of the year before."""

    year: int  # That year
    last: date  # The day of its last table
    # The quotas of its tables' units [people]; None when one of them is not known
    quota: int | None
    found: AtShare | None  # As `at_share` gives it; None when the tables end before that share


def compare(snapshot: Snapshot, earlier: Sequence[Dated]) -> Comparison | None:
    """Put a snapshot beside the last one before it in its quota year.

    None without an earlier table of that year: counts begin again from zero on 1 January, and
    nothing is compared across it.
    """
    if not earlier or snapshot.as_of is None:
        return None
    (since, before), today = earlier[-1], snapshot.as_of
    table = changes(before, snapshot.units)
    small, deadline = snapshot.settings.levels.small_quota, snapshot.source.deadline
    levels = levels_on(before, as_of=since, deadline=deadline, small_quota=small)
    table["level_before"] = levels.reindex(table.index)
    table["level"] = assess(snapshot)["risk_level"]
    days = still_since([*earlier, (today, snapshot.units)])
    months = [pd.NA if day is None else months_between(day, today) for day in days]
    table["still_months"] = pd.array(months, dtype="Int64")
    return Comparison(since, table)


def year_ago(snapshot: Snapshot, tables: Sequence[Dated]) -> YearAgo | None:
    """Look up the same time of the year before.

    Gives the district as it was then, merged units and all; None without a table of the year
    before. A full year is never held against a part of one.
    """
    year = snapshot.source.quota_year
    if snapshot.as_of is None or year is None or not tables:
        return None
    gone, days = share_of_year(snapshot.as_of)
    found = at_share(tables, gone / days)
    day = tables[-1][0] if found is None else found.until
    quota = next(table for one, table in tables if one == day)["quota"].sum(skipna=False)
    known = None if pd.isna(quota) else int(quota)
    return YearAgo(year - 1, tables[-1][0], known, found)
