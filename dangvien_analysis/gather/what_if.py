"""The forecast of a table, and what each of its assumptions changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from dangvien_analysis.gather.gathering import gathered
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.gather.prospects import forecast_of
from dangvien_analysis.office.settings import Assumptions
from dangvien_analysis.snapshot import Snapshot

if TYPE_CHECKING:
    from dangvien_analysis.forecasting.forecast import Forecast

PACES = (0.7, 1.0, 1.36, 1.5, 2.0, 3.0)
"""Published years show the last months at 0.6 to 1.5 of the earlier pace; beyond is effort."""
APPROVALS = (0.85, 0.95, 1.0)
_SHOWN = ("median", "low80", "high80", "low95", "high95", "p_target", "expected_met")


def outlook(
    table: Snapshot | Meeting, *, assumptions: Assumptions | None = None
) -> "Forecast | None":
    """Forecast a table's year end.

    Parameters
    ----------
    table : Snapshot or Meeting
        The checked table; what the ledger knows besides a snapshot is gathered.
    assumptions : Assumptions, optional
        Instead of those of its settings.

    Returns
    -------
    Forecast or None
        Towards the total quota as printed, else the sum of the quotas, with what the ledger knows
        of earlier dates; None when the day of the figures or the deadline is not known, or when
        the one is past the other.
    """
    meeting = gathered(table)
    if assumptions is None:
        return meeting.forecast
    return forecast_of(meeting.snapshot, assumptions, meeting.known)


def scenarios(table: Snapshot | Meeting, *, other_day: date | None = None) -> pd.DataFrame:
    """Forecast a table's year end under one changed assumption at a time.

    Parameters
    ----------
    table : Snapshot or Meeting
        The checked table; what the ledger knows besides a snapshot is gathered.
    other_day : datetime.date, optional
        A day that the figures might also be of, such as the last of the month in their title.

    Returns
    -------
    DataFrame
        One row a scenario, the unchanged one first; a value that is assumed already has no row
        of its own. ``changed`` (empty, ``pace_sd``, ``pace``, ``approval`` or ``as_of``), ``to``
        (the value put in its place), and the district's ``median``, ``low80``, ``high80``,
        ``low95``, ``high95`` [people], ``p_target`` [fraction] and ``expected_met`` [units].
        Empty when there is no forecast.
    """
    meeting, rows = gathered(table), []
    for changed, value, assumed, day in _changes(meeting.snapshot, other_day):
        found = forecast_of(replace(meeting.snapshot, as_of=day), assumed, meeting.known)
        if found is not None:
            shown = {name: found.district[name] for name in _SHOWN}
            rows.append({"changed": changed, "to": value, **shown})
    return pd.DataFrame(rows, columns=["changed", "to", *_SHOWN])


def _changes(
    snapshot: Snapshot, other_day: date | None
) -> Iterator[tuple[str, Any, Assumptions, date | None]]:
    base, day = snapshot.settings.forecast, snapshot.as_of
    yield "", None, base, day
    others = [
        ("pace_sd", 0.0),
        *(("pace", pace) for pace in PACES),
        *(("approval", approval) for approval in APPROVALS),
    ]
    for name, value in others:
        if value != getattr(base, name):
            yield name, value, replace(base, **{name: value}), day
    if other_day not in (None, day):
        yield "as_of", other_day, base, other_day
