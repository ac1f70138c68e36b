"""Completion of the quota, and pace against an even year."""

from calendar import isleap
from datetime import date

import pandas as pd

MONTHS_A_YEAR = 12


def completion(units: pd.DataFrame) -> pd.DataFrame:
    """Add how much of each quota is met.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota``, ``admitted`` and ``pending`` [people], NA allowed.

    Returns
    -------
    DataFrame
        A copy with ``completion_rate`` = admitted / quota and ``completion_rate_with_pending`` =
        (admitted + pending) / quota [fraction, 0 and up, may pass 1], and ``surplus`` =
        max(admitted + pending - quota, 0) [people]. NA where a count is NA; the rates are NA,
        "not applicable", where the quota is 0.

    Notes
    -----
    The second rate is what notices often print as "tỷ lệ"; people whose dossiers are pending
    are not admitted, so the first one is the district's result.
    """
    expected = units["admitted"] + units["pending"]
    base = units["quota"].where(units["quota"] > 0).astype("Float64")
    return units.assign(
        completion_rate=units["admitted"] / base,
        completion_rate_with_pending=expected / base,
        surplus=(expected - units["quota"]).clip(lower=0),
    )


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


def pace(units: pd.DataFrame, *, as_of: date | None, deadline: date | None) -> pd.DataFrame:
    """Add what an even pace would have by now, and the pace that is still needed.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota`` [people a year] and ``remaining`` [people], as
        `pipeline_coverage` gives it.
    as_of : datetime.date or None
        The day the figures run to; None when it is not known.
    deadline : datetime.date or None
        The day by which the quota is to be met, in the same year.

    Returns
    -------
    DataFrame
        A copy with ``due_by_now`` = floor(quota x days gone / days of the year) [people] and
        ``required_per_month`` = remaining / months left [people a month], a month being a twelfth
        of the year's 365 or 366 days. Both are NA, "not applicable", without a date;
        ``required_per_month`` also on the deadline itself and where the quota is 0.

    Raises
    ------
    ValueError
        When as_of is after the deadline or in another year.
    """
    if as_of is None or deadline is None:
        return units.assign(
            due_by_now=pd.array([pd.NA] * len(units), dtype="Int64"),
            required_per_month=pd.array([pd.NA] * len(units), dtype="Float64"),
        )
    if as_of > deadline or as_of.year != deadline.year:
        raise ValueError(
            f"as_of {as_of} must not be after the deadline {deadline}, and in the same year"
        )
    gone, days = share_of_year(as_of)
    left = (deadline - as_of).days
    months_left = left * MONTHS_A_YEAR / days if left else pd.NA
    needed = units["remaining"].astype("Float64").where(units["quota"] > 0)
    return units.assign(
        due_by_now=units["quota"] * gone // days,
        required_per_month=needed / months_left,
    )
