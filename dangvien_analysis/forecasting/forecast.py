"""Chance of meeting the quota by the deadline, for every unit and for the district.

The model is that of Anisimov and Fedorov (2007) for patients recruited by the centres of a trial:
units open dossiers at random, each at its own pace around the district's. Two things are added
that decide here: dossiers wait for a decision, and each unit's pool is finite.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dangvien_analysis.columns import BAND_DTYPE, BANDS
from dangvien_analysis.forecasting.alike import Alike, WholeCounts, whole_counts
from dangvien_analysis.forecasting.assumed import Unknown, notes
from dangvien_analysis.forecasting.delay import infer_delay
from dangvien_analysis.forecasting.district import admitted_total, met_total, required_pace
from dangvien_analysis.forecasting.opening import Opening, infer_opening
from dangvien_analysis.forecasting.predictive import Outcomes, Shared, Units, outcomes
from dangvien_analysis.forecasting.trend import History, Trend, no_trend, trend
from dangvien_analysis.measures.completion import MONTHS_A_YEAR, share_of_year
from dangvien_analysis.office.settings import Assumptions

HIGH, FAIR, LOW = 0.8, 0.5, 0.2
"""Chances from which a unit's band is high, fair and low; the words are those of the briefing."""

_DEFAULT = Assumptions()
_CHANCES = {"median": 0.5, "low80": 0.1, "high80": 0.9, "low95": 0.025, "high95": 0.975}


@dataclass(frozen=True)
class Forecast:
    """What the deadline may bring.

    Parameters
    ----------
    units : DataFrame
        Index of the table's units. ``p_meet``: chance that admitted reach the quota [fraction];
        ``expected``, ``low80``, ``high80``, ``low95``, ``high95``: people admitted at the
        deadline, expected and between the ends of the 80 and the 95 % interval; ``shortfall``:
        expected places missing; ``most``: admitted + pending + pool [people]; ``band``: an
        ordered category, best first: ``done``, ``high`` (at least .8), ``fair`` (.5), ``low``
        (.2), ``very_low``, ``short_of_pool`` (quota > most). NA where quota or admitted is NA;
        ``p_meet`` and ``band`` also where the quota is 0, ``most`` where pending or pool is NA.
    district : Series
        ``median``, ``low80``, ``high80``, ``low95``, ``high95``: people admitted at the deadline;
        ``p_target``: chance of the target [fraction]; ``expected_met``, ``met_low80``,
        ``met_high80``: units that meet their quota; ``shortfall``: expected places missing to
        the target; ``per_month_needed``: admissions a month that the target needs from now on;
        ``required_pace``: the factor on the pace of new dossiers that gives an even chance of
        the target, inf when none does; ``lead_days`` [days], ``landing``: chance that a pending
        dossier is admitted in time [fraction]; ``effective_days``: days of the rest of the year
        whose new dossiers are decided in time [days]. NaN when no unit has quota and admitted;
        ``per_month_needed`` also on the deadline itself, when something is missing.
    notes : list of str
        Vietnamese sentences: what was assumed, what was not known.
    """

    units: pd.DataFrame
    district: pd.Series
    notes: list[str]


def forecast(
    units: pd.DataFrame,
    *,
    as_of: date,
    deadline: date,
    assumptions: Assumptions = _DEFAULT,
    history: History | None = None,
    target: float | None = None,
    carried_over: int | None = None,
) -> Forecast:
    """Say how many may be admitted by the deadline, by unit and in all, and how sure that is.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota``, ``admitted``, ``pending`` and ``pool`` [people], NA
        allowed: an unknown pending counts as 0, an unknown pool as unlimited.
    as_of : datetime.date
        The day the figures run to.
    deadline : datetime.date
        The day that ends the count, in the same year.
    assumptions : Assumptions
        Pace, approval and lead time.
    history : sequence of (datetime.date, DataFrame), optional
        Earlier tables of the same year.
    target : float, optional
        What the district is to reach [people]; the sum of the quotas by default.
    carried_over : int, optional
        Dossiers pending when the year began, which were not opened in it [dossiers].

    Returns
    -------
    Forecast
        Units, district and notes. Nothing is sampled: the same input gives the same result.

    Raises
    ------
    ValueError
        When `as_of` is after the deadline or in another year, a table of `history` is not
        earlier in that year, or a count is below 0.

    Notes
    -----
    Anisimov, Fedorov (2007), Statistics in Medicine 26(27); Mountain, Sherlock (2022),
    arXiv:1912.09790. Given what the units share (pace, lead time) a unit's new dossiers are
    negative binomial and end at its pool; what is not known of the shared does not average out
    over the units and is carried through a grid.
    """
    counts = whole_counts(units)
    gone, year, left = _calendar(as_of, deadline)
    recent = _trend(units, counts, history, as_of, carried_over)
    alike = counts.alike
    opening = _opening(alike, gone / year, recent.openings.carried)
    delay = infer_delay(*_waiting(alike), recent.openings, left, assumptions)
    middle = float(np.log(recent.ratio) - opening.log_variance / 2)
    spread = np.sqrt(opening.log_variance + recent.log_variance + assumptions.pace_sd**2)
    shared = Shared.of(delay, middle + np.log(assumptions.pace), float(spread), year)
    each = _each(alike, opening)
    found = outcomes(each, shared)
    goal = float(alike.number @ alike.quota if target is None else target)
    district = {
        **_admitted(alike, each, found, shared, goal),
        **_met(alike, found, shared),
        "per_month_needed": _per_month(goal - alike.number @ alike.admitted, left, year),
        "required_pace": required_pace(alike, each, delay, np.exp(middle) / year, goal),
        "lead_days": delay.days,
        "landing": float(delay.weight @ delay.landing),
        "effective_days": float(delay.weight @ delay.effective),
    }
    whole = pd.Series(district, dtype="float64", name="district")
    return Forecast(
        units=_frame(units.index, counts, found, shared),
        district=whole if counts.known.any() else whole * np.nan,
        notes=notes(
            assumptions,
            as_of,
            delay.days,
            _unknown(counts),
            tables=len(recent.openings.shares) - 1,
            carried=carried_over,
        ),
    )


def _calendar(as_of: date, deadline: date) -> tuple[int, int, int]:
    """Days of the year gone, days of that year, and days left to the deadline."""
    if as_of > deadline or as_of.year != deadline.year:
        raise ValueError(
            f"as_of {as_of} must not be after the deadline {deadline}, and in the same year"
        )
    return *share_of_year(as_of), (deadline - as_of).days


def _trend(
    units: pd.DataFrame,
    counts: WholeCounts,
    history: History | None,
    as_of: date,
    carried_over: int | None,
) -> Trend:
    """Weigh the months, over the units that every table knows."""
    if carried_over is not None and carried_over < 0:
        raise ValueError(f"carried_over is {carried_over}; a count is 0 or more")
    total = float((counts.admitted + counts.pending)[counts.known].sum())
    carried = min((carried_over or 0) / total, 1.0) if total else 0.0
    gone = share_of_year(as_of)[0]
    earlier = sorted(history or [], key=lambda entry: entry[0])
    if not earlier:
        return no_trend(gone, carried)
    late = [day for day, _ in earlier if day >= as_of or day.year != as_of.year]
    if late:
        raise ValueError(f"history of {late[0]} is not earlier in the year than as_of {as_of}")
    tables = [*(table for _, table in earlier), units]
    opened = np.array([_opened(table, units.index) for table in tables])
    sums = opened[:, ~np.isnan(opened).any(axis=0)].sum(axis=1)
    days = [share_of_year(day)[0] for day, _ in earlier] + [gone]
    # What was carried over stood there from the first day on.
    kept = [max(float(value) - carried * float(sums[-1]), 0.0) for value in sums]
    return trend(list(zip(days, kept, strict=True)), carried)


def _opened(table: pd.DataFrame, index: pd.Index) -> np.ndarray:
    """Dossiers of each unit of an index, decided or waiting; NaN where they are not known."""
    admitted, pending = (
        table[name].to_numpy(dtype=float, na_value=np.nan) for name in ("admitted", "pending")
    )
    opened = pd.Series(admitted + np.nan_to_num(pending), table.index)
    return np.asarray(opened if table.index.equals(index) else opened.reindex(index))


def _opening(alike: Alike, share: float, carried: float) -> Opening:
    """Infer the pace of each kind of unit, from the units that have a quota."""
    quota, opened = alike.quota[alike.first], alike.opened[alike.first]
    number = np.bincount(alike.kind, weights=alike.number)
    given = quota > 0
    found = infer_opening(
        quota[given], quota[given] * share, opened[given] * (1 - carried), number[given]
    )
    mean, shape = np.zeros(len(quota)), np.ones(len(quota))
    mean[given], shape[given] = found.mean, found.shape
    return Opening(mean, shape, found.log_variance)


def _waiting(alike: Alike) -> tuple[float, float]:
    """Dossiers pending, and all dossiers."""
    return float(alike.number @ alike.pending), float(alike.number @ alike.opened)


def _each(alike: Alike, opening: Opening) -> Units:
    return Units(
        need=alike.quota - alike.admitted,
        pending=alike.pending,
        pool=alike.pool,
        kind=alike.kind,
        yearly=opening.mean * alike.quota[alike.first],
        shape=opening.shape,
    )


def _admitted(
    alike: Alike, each: Units, found: Outcomes, shared: Shared, goal: float
) -> dict[str, float]:
    """Give the people admitted in all at the deadline, and what is missing to the target."""
    total = admitted_total(alike, each, found, shared)
    return {
        **dict(zip(_CHANCES, total.quantiles(list(_CHANCES.values())), strict=True)),
        "p_target": total.at_least(goal),
        "shortfall": max(total.missing(goal), 0.0) if goal > total.low else 0.0,
    }


def _met(alike: Alike, found: Outcomes, shared: Shared) -> dict[str, float]:
    """Give the units that meet their quota; those with a quota of 0 have none to meet."""
    total = met_total(alike, found, shared)
    low, high = total.quantiles([_CHANCES["low80"], _CHANCES["high80"]])
    chance = (found.meet @ shared.weight)[alike.quota > 0]
    number = alike.number[alike.quota > 0]
    return {"expected_met": float(number @ chance), "met_low80": low, "met_high80": high}


def _per_month(missing: float, left: int, year: int) -> float:
    """Admissions a month that are needed from now on; with no day left there is no pace."""
    if missing <= 0:
        return 0.0
    return missing / (left * MONTHS_A_YEAR / year) if left else np.nan


def _frame(index: pd.Index, counts: WholeCounts, found: Outcomes, shared: Shared) -> pd.DataFrame:
    """Spread the results over the table's units."""
    alike = counts.alike
    landed = (found.moments[0] @ shared.weight, found.shortfall)
    bounds = alike.admitted + found.bounds
    chance, band = _chance(alike, found, shared)
    known = counts.known

    def wide(part: np.ndarray, blank: np.ndarray) -> Any:
        values = np.zeros(len(known), dtype=part.dtype)
        values[known] = part[alike.of]
        kind = pd.arrays.FloatingArray if part.dtype.kind == "f" else pd.arrays.IntegerArray
        return kind(values, blank)

    missing, no_quota = ~known, ~known | (counts.quota == 0)
    codes = np.full(len(known), -1, dtype=np.int8)
    codes[known] = band[alike.of]
    codes[no_quota] = -1
    return pd.DataFrame(
        {
            "p_meet": wide(chance, no_quota),
            "expected": wide(alike.admitted + landed[0], missing),
            "low80": wide(bounds[1], missing),
            "high80": wide(bounds[2], missing),
            "low95": wide(bounds[0], missing),
            "high95": wide(bounds[3], missing),
            "shortfall": wide(landed[1], missing),
            "most": wide(
                alike.admitted + alike.pending + alike.pool,
                missing | counts.no_pending | counts.no_pool,
            ),
            "band": pd.Categorical.from_codes(codes, dtype=BAND_DTYPE),
        },
        index=index,
    )


def _chance(alike: Alike, found: Outcomes, shared: Shared) -> tuple[np.ndarray, np.ndarray]:
    """Chance of the quota, exact where it is a fact, and the code of its band."""
    need = alike.quota - alike.admitted
    done, short = need <= 0, need > alike.pending + alike.pool
    chance = np.where(done, 1.0, np.where(short, 0.0, found.meet @ shared.weight))
    band = 4 - sum((chance >= limit).astype(np.int8) for limit in (HIGH, FAIR, LOW))
    names = list(BANDS)
    band = np.where(done, names.index("done"), np.where(short, names.index("short_of_pool"), band))
    return chance, band


def _unknown(counts: WholeCounts) -> Unknown:
    return Unknown(
        units=len(counts.known),
        quota=int((~counts.known).sum()),
        pending=int((counts.known & counts.no_pending).sum()),
        pool=int((counts.known & counts.no_pool).sum()),
        no_quota=int((counts.known & (counts.quota == 0)).sum()),
    )
