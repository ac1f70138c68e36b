"""What the deadline of a table may bring, with the office's assumptions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dangvien_analysis.gather.past_tables import Dated
from dangvien_analysis.office.settings import Assumptions
from dangvien_analysis.snapshot import Snapshot

if TYPE_CHECKING:
    from dangvien_analysis.forecasting.forecast import Forecast


@dataclass(frozen=True)
class Past:
    """What a forecast knows besides a table."""

    history: tuple[Dated, ...] = ()  # Earlier tables of the quota year, rising
    # Dossiers pending in the last table of the year before [dossiers]; None when there is none
    carried_over: int | None = None


def forecast_of(snapshot: Snapshot, assumptions: Assumptions, past: Past) -> "Forecast | None":
    """Forecast a snapshot's year end.

    Towards the total quota as printed, else the sum of the quotas; None when the day of the
    figures or the deadline is not known, or when the one is past the other.
    """
    day, deadline = snapshot.as_of, snapshot.source.deadline
    if day is None or deadline is None or day > deadline or day.year != deadline.year:
        return None
    # What it is made with is loaded when a forecast is asked for.
    from dangvien_analysis.forecasting.forecast import forecast

    return forecast(
        snapshot.units,
        as_of=day,
        deadline=deadline,
        assumptions=assumptions,
        history=past.history,
        target=snapshot.stated_quota,
        carried_over=past.carried_over,
    )


def with_outlook(units: pd.DataFrame, ahead: "Forecast | None") -> pd.DataFrame:
    """Put the forecast of each unit beside its measures.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    ahead : Forecast or None
        The forecast of the same units.

    Returns
    -------
    DataFrame
        A copy with the columns of `Forecast.units`; without a forecast, the units as they are.
    """
    return units if ahead is None else units.join(ahead.units)
