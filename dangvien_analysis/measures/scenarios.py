"""What each assumption of a forecast changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from dangvien_analysis.measures.forecast import forecast
from dangvien_analysis.settings import Assumptions

PACES = (0.7, 1.36, 1.5, 2.0, 3.0)
"""Published years show the last months at 0.6 to 1.5 of the earlier pace; beyond is effort."""
APPROVALS = (0.85, 1.0)
_SHOWN = ("median", "low80", "high80", "low95", "high95", "p_target", "expected_met")
_DEFAULT = Assumptions()


def scenarios(
    units: pd.DataFrame,
    *,
    as_of: date,
    deadline: date,
    assumptions: Assumptions = _DEFAULT,
    target: float | None = None,
    other_day: date | None = None,
) -> pd.DataFrame:
    """Forecast a district under one changed assumption at a time.

    Parameters
    ----------
    units : DataFrame
        As for `forecast`.
    as_of, deadline : datetime.date
        As for `forecast`.
    assumptions : Assumptions
        What is changed.
    target : float, optional
        As for `forecast` [people].
    other_day : datetime.date, optional
        A day that the figures might also be of, such as the last of the month in their title.

    Returns
    -------
    DataFrame
        One row a scenario, the unchanged one first: ``changed`` (empty, ``pace_sd``, ``pace``,
        ``approval`` or ``as_of``), ``to`` (the value put in its place), and the district's
        ``median``, ``low80``, ``high80``, ``low95``, ``high95`` [people], ``p_target``
        [fraction] and ``expected_met`` [units].
    """
    rows = []
    for changed, value, assumed, day in _changes(assumptions, as_of, other_day):
        found = forecast(units, as_of=day, deadline=deadline, assumptions=assumed, target=target)
        shown = {name: found.district[name] for name in _SHOWN}
        rows.append({"changed": changed, "to": value, **shown})
    return pd.DataFrame(rows)


def _changes(
    assumptions: Assumptions, as_of: date, other_day: date | None
) -> Iterator[tuple[str, Any, Assumptions, date]]:
    yield "", None, assumptions, as_of
    yield "pace_sd", 0.0, replace(assumptions, pace_sd=0.0), as_of
    for pace in PACES:
        yield "pace", pace, replace(assumptions, pace=pace), as_of
    for approval in APPROVALS:
        yield "approval", approval, replace(assumptions, approval=approval), as_of
    if other_day is not None:
        yield "as_of", other_day, assumptions, other_day
