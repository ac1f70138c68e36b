"""Working days, and the last day on which a resolution can still be decided inside the year."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dangvien_analysis.office.holidays import Holidays
from dangvien_analysis.office.settings import Procedure


@dataclass(frozen=True)
class LastDay:
    """The last day for a cell's resolution, and the rule it comes from."""

    day: date  # A working day
    days: int  # The limit in force on it [working days]
    source: str  # The document that sets the limit


def working_days_after(day: date, n: int, holidays: Holidays) -> date | None:
    """Find the n-th working day after a day.

    Gives the n-th working day, the first one being the next after `day`; None when a year that is
    counted through is not covered.

    `day`: the day the count begins after; it need not be a working day.
    """
    found = _moved(day, n, holidays)
    return found if holidays.cover(day, found) else None


def last_resolution_day(
    deadline: date, procedure: Procedure, holidays: Holidays
) -> LastDay | None:
    """Find the last day whose resolution has to be decided by the deadline.

    Gives the latest working day whose limit, the one in force on that day, ends by the deadline:
    its last working day, counted from the day after, is not after the deadline. None, "not said",
    when no limit is in force, when one that begins by the deadline is not known, or when a year
    that is counted through is not covered.

    For 31/12/2023 and 60 working days it is Friday 6/10/2023, whose limit ends on Friday
    29/12/2023; that of the next working day, Monday 9/10, ends on 2/1/2024.
    """
    last = deadline
    for limit in reversed(procedure.decision):
        if limit.start is not None and limit.start > deadline:
            continue
        if limit.days is None:
            return None
        day = min(_moved(deadline, -limit.days, holidays), _moved(last, 0, holidays))
        if limit.start is None or day >= limit.start:
            known = holidays.cover(day, deadline)
            return LastDay(day, limit.days, limit.source) if known else None
        # No day under this rule is early enough: the one before it, up to the day it ended.
        last = limit.start - timedelta(days=1)
    return None


def _moved(day: date, n: int, holidays: Holidays) -> date:
    """Move by working days, from the last working day that is not after a day."""
    off = np.array(holidays.days, dtype="datetime64[D]")
    found = np.busday_offset(np.datetime64(day), n, roll="backward", holidays=off)
    return date.fromisoformat(str(found))
