"""A snapshot -> what its deadline may bring, with the office's assumptions."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dangvien_analysis.forecasting.forecast import Forecast, forecast
from dangvien_analysis.ledger import Ledger
from dangvien_analysis.settings import Assumptions
from dangvien_analysis.snapshot import Snapshot


@dataclass(frozen=True)
class Past:
    """What the ledger knows besides a table.

    Parameters
    ----------
    history : tuple of (datetime.date, DataFrame)
        Earlier tables of the quota year, rising.
    carried_over : int or None
        Dossiers pending in the last table of the year before [dossiers]; None when there is
        none.
    """

    history: tuple[tuple[date, pd.DataFrame], ...] = ()
    carried_over: int | None = None


def past_of(snapshot: Snapshot) -> Past:
    """Look up what the ledger knows besides a table.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    Past
        Earlier tables of the quota year, and what the year before left pending.
    """
    ledger = Ledger(snapshot.settings)
    earlier = tuple(ledger.tables_before(snapshot))
    last = ledger.year_before(snapshot)
    pending = None if last is None else ledger.units(last)["pending"].sum(min_count=1)
    return Past(earlier, None if pending is None or pd.isna(pending) else int(pending))


def outlook(
    snapshot: Snapshot, *, assumptions: Assumptions | None = None, past: Past | None = None
) -> Forecast | None:
    """Forecast a snapshot's year end.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.
    assumptions : Assumptions, optional
        Instead of those of the snapshot's settings.
    past : Past, optional
        Instead of what the ledger knows besides.

    Returns
    -------
    Forecast or None
        Towards the total quota as printed, else the sum of the quotas, with what the ledger knows
        of earlier dates; None when the day of the
        figures or the deadline is not known, or when the one is past the other.
    """
    day, deadline = snapshot.as_of, snapshot.source.deadline
    if day is None or deadline is None or day > deadline or day.year != deadline.year:
        return None
    stated = snapshot.stated.dropna().get("quota")
    past = past or past_of(snapshot)
    return forecast(
        snapshot.units,
        as_of=day,
        deadline=deadline,
        assumptions=assumptions or snapshot.settings.forecast,
        history=past.history,
        target=None if stated is None else float(stated),
        carried_over=past.carried_over,
    )


def steady_outlook(snapshot: Snapshot) -> Forecast | None:
    """Forecast a snapshot's year end for a pace that stays as it is.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    Forecast or None
        As `outlook` gives it, without a spread of the pace.
    """
    return outlook(snapshot, assumptions=replace(snapshot.settings.forecast, pace_sd=0.0))


def with_outlook(units: pd.DataFrame, ahead: Forecast | None) -> pd.DataFrame:
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
