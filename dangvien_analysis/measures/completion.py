"""Completion of the quota, and pace against an even year."""

from calendar import isleap
from datetime import date, datetime

import numpy as np
import pandas as pd

from .counts import Columns, Counts, added, counts, fraction, whole

MONTHS_A_YEAR = 12


def completion(units: pd.DataFrame) -> pd.DataFrame:
    """Add how much of each quota is met, and what is still to be admitted.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota`` [people a year] and ``admitted`` [people], and with
        ``pending`` [people] where it is known, as `counts` takes them.

    Returns
    -------
    DataFrame
        A copy with ``completion_rate`` = admitted / quota and ``completion_rate_with_pending`` =
        (admitted + pending) / quota [fraction, 0 and up, may pass 1], ``to_admit`` = max(quota -
        admitted, 0) and ``surplus`` = max(admitted - quota, 0) [people]. NA where a count that a
        figure needs is NA or absent; the rates are NA, "not applicable", where the quota is 0.

    Raises
    ------
    ValueError
        As `counts` does.

    Notes
    -----
    The second rate is what notices often print as "tỷ lệ"; people whose dossiers are pending
    are not admitted, so the first one is the district's result, and only admitted people make a
    surplus.
    """
    return added(units, completed(counts(units)))


def completed(given: Counts) -> Columns:
    """Work out the columns of `completion`.

    Parameters
    ----------
    given : Counts
        The counts of the units.

    Returns
    -------
    dict of str to ExtensionArray
        The columns.
    """
    quota, admitted, pending, _ = given
    base = np.where(quota > 0, quota, np.nan)
    return {
        "completion_rate": fraction(admitted / base),
        "completion_rate_with_pending": fraction((admitted + pending) / base),
        "to_admit": whole(np.maximum(quota - admitted, 0)),
        "surplus": whole(np.maximum(admitted - quota, 0)),
    }


def as_day(value: object, name: str) -> date | None:
    """Take a day as it is given.

    Parameters
    ----------
    value : datetime.date, datetime.datetime, Timestamp, str or None
        The day; a text as 2023-09-13. NaT and None are no day.
    name : str
        What it is, for the message.

    Returns
    -------
    datetime.date or None
        The day.

    Raises
    ------
    ValueError
        When it is none of these.
    """
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, datetime):  # a pandas Timestamp is one
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if isinstance(value, str) else date(0, 0, 0)
    except ValueError:
        raise ValueError(f"{name} is {value!r}; needed is a day, such as 2023-09-13") from None


def share_of_year(as_of: date) -> tuple[int, int]:
    """Tell how much of the year is gone.

    Parameters
    ----------
    as_of : datetime.date
        The day the figures run to; it counts as gone.

    Returns
    -------
    tuple of int
        Days gone and days of that year, for example (256, 365): two whole numbers, so that
        nothing is compared on a rounded share.
    """
    return as_of.timetuple().tm_yday, 366 if isleap(as_of.year) else 365


def year_end(as_of: date) -> date:
    """Give the day that ends the count where none is named.

    Parameters
    ----------
    as_of : datetime.date
        The day the figures run to.

    Returns
    -------
    datetime.date
        31 December of its year.
    """
    return date(as_of.year, 12, 31)


def pace(units: pd.DataFrame, *, as_of: date | None, deadline: date | None = None) -> pd.DataFrame:
    """Add what an even pace would have by now, and the pace that is still needed.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota`` [people a year] and ``admitted`` [people], and with
        ``pending`` [people] where it is known, as `counts` takes them.
    as_of : datetime.date or None
        The day the figures run to; None when it is not known.
    deadline : datetime.date, optional
        The day by which the quota is to be met, in the same year; 31 December by default.

    Returns
    -------
    DataFrame
        A copy with ``due_by_now`` = floor(quota x days gone / days of the year) [people] and
        ``required_per_month`` = max(quota - admitted - pending, 0) / months left [people a
        month, 0 and up], a month being a twelfth of the year's 365 or 366 days. NA where a count
        that a figure needs is NA or absent, and without `as_of`; ``required_per_month`` also, as
        "not applicable", on the deadline itself and where the quota is 0.

    Raises
    ------
    ValueError
        When as_of is after the deadline or in another year, or as `counts` does.
    """
    return added(units, paced(counts(units), as_of, deadline))


def paced(given: Counts, as_of: date | None, deadline: date | None) -> Columns:
    """Work out the columns of `pace`.

    Parameters
    ----------
    given : Counts
        The counts of the units.
    as_of, deadline : datetime.date or None
        As in `pace`.

    Returns
    -------
    dict of str to ExtensionArray
        The columns.

    Raises
    ------
    ValueError
        When as_of is after the deadline or in another year.
    """
    quota, admitted, pending, _ = given
    as_of, deadline = as_day(as_of, "as_of"), as_day(deadline, "deadline")
    due = needed = np.full(len(quota), np.nan)
    if as_of is not None:
        end = deadline or year_end(as_of)
        if as_of > end or as_of.year != end.year:
            raise ValueError(
                f"as_of {as_of} must not be after the deadline {end}, and in the same year"
            )
        gone, days = share_of_year(as_of)
        # Whole numbers of this size are exact as floats: a tie stays one.
        due = quota * gone // days
        if left := (end - as_of).days:
            lacking = np.maximum(quota - admitted - pending, 0) / (left * MONTHS_A_YEAR / days)
            needed = np.where(quota > 0, lacking, np.nan)
    return {"due_by_now": whole(due), "required_per_month": fraction(needed)}
