"""What moved between two tables of the same quota year, and over more of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dangvien_analysis.measures.completion import share_of_year
from dangvien_analysis.measures.measure import measure

Dated = tuple[date, pd.DataFrame]
"""A table and its day."""
_NOBODY = pd.Index([], dtype="str")


@dataclass(frozen=True)
class AtShare:
    """People admitted by a share of a year, as far as the tables around it tell."""

    low: int  # Admitted in the last table up to it, by the units that told it [people]
    # Admitted in the first table from it on [people]: the true number lies between, because counts
    # do not fall. None when a unit of that table told nothing, and might have any number
    high: int | None
    since: date  # Their days; the first of January counts as a table of nobody
    until: date
    # In proportion to the days between them [people]; None when a unit told nothing in one of them
    between: float | None
    unknown: int = 0  # Units that told nothing in one of them [units]


def levels_on(
    table: pd.DataFrame, *, as_of: date, deadline: date | None, small_quota: int
) -> pd.Series:
    """Give the level of each unit by the figures of one day."""
    silent = [name for name in ("pending", "pool") if name in table and table[name].isna().all()]
    given = table.drop(columns=silent)
    measured = measure(given, as_of=as_of, deadline=deadline, small_quota=small_quota)
    return measured["risk_level"]


def still_since(tables: Sequence[Dated]) -> pd.Series:
    """Tell since when nothing has moved in each unit.

    Index of the last table: the first day from which admitted and pending are what they are now,
    in every table since; the last day itself where the table before says otherwise. None where a
    count of now is NA.
    """
    today, now = tables[-1]
    columns = ["admitted", "pending"]
    since = pd.Series(today, index=now.index, dtype="object")
    open_ = now[columns].notna().all(axis=1)
    since[~open_] = None
    for day, table in reversed(tables[:-1]):
        same = (table[columns].reindex(now.index) == now[columns]).fillna(value=False)
        open_ &= same.all(axis=1).astype(bool)
        since[open_] = day
    return since


def months_between(since: date, until: date) -> int:
    """Count whole months.

    Months that have passed [months]; the end of a month is reached on its last day, so that from
    31 January to 28 February is a month.
    """
    months = 12 * (until.year - since.year) + until.month - since.month
    last_day = pd.Timestamp(until).is_month_end
    return months - (until.day < since.day and not last_day)


def at_share(tables: Sequence[Dated], share: float) -> AtShare | None:
    """Tell how many people were admitted at a share of a year, by the tables around it.

    None when no table lies on or after it: what was admitted by then is not known.
    """
    start = [(0.0, 0, date(tables[0][0].year, 1, 1), _NOBODY)] if tables else []
    points = [*start, *(_point(day, table["admitted"]) for day, table in tables)]
    after = next((point for point in points if point[0] >= share), None)
    if after is None:
        return None
    before = [point for point in points if point[0] <= share][-1]
    (low_at, low, since, silent_then), (high_at, high, until, silent) = before, after
    unknown = len(silent_then.union(silent))
    part = (share - low_at) / (high_at - low_at) if high_at > low_at else 0.0
    return AtShare(
        low,
        None if len(silent) else high,
        since,
        until,
        None if unknown else low + part * (high - low),
        unknown,
    )


def _point(day: date, admitted: pd.Series) -> tuple[float, int, date, pd.Index]:
    """Give a table's place in the year, what its units told, and those that told nothing."""
    gone, days = share_of_year(day)
    return gone / days, int(admitted.sum()), day, admitted.index[admitted.isna()]
