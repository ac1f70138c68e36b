"""All measures at once, on any table of units."""

from datetime import date

import numpy as np
import pandas as pd

from .completion import as_day, completed, paced, year_end
from .counts import absent, added, counts
from .pipeline import covered
from .risk import judged
from .rules import SMALL_QUOTA

_OWN = ("as_of", "deadline", "small_quota", "absent")
"""What a measured frame tells in its ``attrs``."""


def measure(
    frame: pd.DataFrame,
    *,
    as_of: date | None = None,
    deadline: date | None = None,
    small_quota: int = SMALL_QUOTA,
) -> pd.DataFrame:
    """Measure a table of units: completion, pipeline coverage, pace and levels.

    Parameters
    ----------
    frame : DataFrame
        One row a unit with ``quota`` [people a year] and ``admitted`` [people], and with
        ``pending`` and ``pool`` [people] where the table has them. Integers, floats with NaN
        or objects with None, all the same; NA is "not known".
    as_of : datetime.date, optional
        The day the figures run to. Without it the columns of `pace` are NA, and so is each level
        that pace decides.
    deadline : datetime.date, optional
        The day by which the quota is to be met, in the same year; 31 December by default.
    small_quota : int
        Quotas up to this [people a year] are not judged by pace.

    Returns
    -------
    DataFrame
        A copy with what `completion`, `pipeline_coverage`, `pace` and `risk_levels` add: counts
        ``Int64`` [people], rates ``Float64`` [fraction], facts ``boolean``, the level an ordered
        category; NA where it is not known or not applicable. Its ``attrs`` hold ``as_of`` and
        ``deadline`` (ISO days) where they are known, ``small_quota``, and in ``absent`` the
        counts that the frame has no column for, whose rules are left out.

    Raises
    ------
    ValueError
        When quota or admitted is absent, a count is no whole number of people, or as_of is after
        the deadline or in another year; the message says what was given and what is needed.
    """
    as_of, deadline = as_day(as_of, "as_of"), as_day(deadline, "deadline")
    given, gone = counts(frame), absent(frame)
    pace = paced(given, as_of, deadline)
    due = pace["due_by_now"].to_numpy(dtype=float, na_value=np.nan)
    columns = {**completed(given), **covered(given), **pace}
    measured = added(frame, {**columns, **judged(given, due, gone, small_quota)})
    told = {name: value for name, value in frame.attrs.items() if name not in _OWN}
    told["small_quota"] = small_quota
    if as_of is not None:
        told["as_of"], told["deadline"] = str(as_of), str(deadline or year_end(as_of))
    if gone:
        told["absent"] = ", ".join(gone)
    measured.attrs = told
    return measured
