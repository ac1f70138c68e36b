"""Simulated districts with a known year end. None of them exists.

Quotas and pools are those of a real table, drawn anew; everything that happens is simulated:
units open dossiers at random, a dossier waits for its decision, one in twenty is refused and
vanishes, and a unit opens no more dossiers than its pool has people.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import gammainc

UNITS = 54
YEAR = 365
DEADLINE = date(2023, 12, 31)
MONTH_ENDS = tuple(date(2023, month + 1, 1) - timedelta(days=1) for month in range(1, 12))
JULY = date(2023, 7, 1)

MEAN, MEAN_LOG_SD = 0.9, 0.25
"""Dossiers a year for each place of the quota, and how districts differ in it."""
SPREAD = (0.2, 0.6)
"""Coefficient of variation of the units' pace within a district, even between these."""
LEAD_DAYS = (20.0, 90.0)
"""Mean time from opening a dossier to its decision [days], even between these."""
LEAD_SHAPE = 2.0
"""Shape of the gamma distribution of that time: not the exponential one that is forecast with."""
APPROVED = 0.95
"""Share of the decided dossiers that is approved."""

_DAYS = tuple(day for day in (*MONTH_ENDS, date(2023, 9, 13)) if day.month >= 5)


@dataclass(frozen=True)
class Scenario:
    """How the pace of new dossiers changes once in the year.

    Parameters
    ----------
    name : str
        A short name.
    factor, log_sd : float
        Median and spread [log scale] of the factor on the pace.
    since : datetime.date, optional
        The day the factor begins; the day of the table by default, which shows nothing of it
        then. A district with such a day has the tables of the earlier month ends.
    days : tuple of datetime.date
        Days the tables run to.
    pace_sd : float
        What the forecast is told of the spread of the pace to come.
    """

    name: str
    factor: float = 1.0
    log_sd: float = 0.0
    since: date | None = None
    days: tuple[date, ...] = _DAYS
    pace_sd: float = 0.25


SCENARIOS = (
    Scenario("constant", pace_sd=0.0),
    Scenario("random", log_sd=0.25),
    Scenario("faster", factor=1.36),
    Scenario("slower", factor=0.65),
    Scenario(
        "july",
        log_sd=0.35,
        since=JULY,
        days=tuple(day for day in _DAYS if day >= date(2023, 8, 31)),
    ),
)


@dataclass(frozen=True)
class Known:
    """What nobody knows of a real district, for the forecaster that knows it.

    Parameters
    ----------
    mean, shape : float
        Mean pace of the units [dossiers a year and place] and the shape of their gamma
        distribution.
    exposed : float
        The part of the year gone that the dossiers in the table stand for [years].
    landing : float
        Chance that a pending dossier is admitted by the deadline [fraction].
    effective : float
        Days of the rest of the year whose new dossiers are admitted in time [days].
    log_sd : float
        Spread of the pace to come [log scale]; 0 where it is known.
    """

    mean: float
    shape: float
    exposed: float
    landing: float
    effective: float
    log_sd: float


@dataclass(frozen=True)
class District:
    """A simulated district on a day of the year, and its year end.

    Parameters
    ----------
    frame : DataFrame
        One row a unit: ``quota``, ``admitted``, ``pending`` and ``pool`` [people].
    as_of, deadline : datetime.date
        The day of the table, and of the year end.
    truth : ndarray
        People of each unit admitted at the deadline.
    known : Known
        The district's own pace and delay.
    history : list of tuple
        Earlier tables of the year with their days.
    """

    frame: pd.DataFrame
    as_of: date
    deadline: date
    truth: np.ndarray
    known: Known
    history: list[tuple[date, pd.DataFrame]] = field(default_factory=list)

    @cached_property
    def counts(self) -> np.ndarray:
        """Quota, admitted, pending and pool of each unit [people]."""
        return self.frame[["quota", "admitted", "pending", "pool"]].to_numpy().T


@dataclass(frozen=True)
class _Pace:
    """Pace of each district over the year: 1 until the day of change, a factor from then on."""

    change: np.ndarray
    factor: np.ndarray

    def work(self, day: np.ndarray | float) -> np.ndarray:
        """Days of the pace 1 until a day."""
        after = np.maximum(day - self.change, 0)
        return np.asarray(np.minimum(day, self.change) + self.factor * after)

    def day(self, work: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Day at which so much work is done, in the districts `of`."""
        change = self.change[of]
        late = change + (work - change) / self.factor[of]
        return np.where(work <= change, work, late)


@dataclass(frozen=True)
class _Dossiers:
    """Dossiers one by one: their unit, counted through all districts, and their days."""

    unit: np.ndarray
    opened: np.ndarray
    decided: np.ndarray
    approved: np.ndarray

    def where(self, mask: np.ndarray) -> "_Dossiers":
        parts = (self.unit, self.opened, self.decided, self.approved)
        return _Dossiers(*(part[mask] for part in parts))

    def count(self, mask: np.ndarray, districts: int) -> np.ndarray:
        """Count those of the mask, one row a district."""
        found = np.bincount(self.unit[mask], minlength=districts * UNITS)
        return found.reshape(districts, UNITS)


@dataclass(frozen=True)
class _Batch:
    """What was drawn for a number of districts."""

    day: np.ndarray
    mean: np.ndarray
    shape: np.ndarray
    lead: np.ndarray
    pace: _Pace
    quota: np.ndarray
    pool: np.ndarray
    rate: np.ndarray

    @property
    def size(self) -> int:
        return len(self.day)


def simulate(
    table: pd.DataFrame, scenario: Scenario, number: int, rng: np.random.Generator
) -> list[District]:
    """Simulate districts.

    Parameters
    ----------
    table : DataFrame
        A real table, whose rows lend ``quota`` and ``pool`` [people].
    scenario : Scenario
        How the pace changes in the year.
    number : int
        How many districts.
    rng : numpy.random.Generator
        The source of chance.

    Returns
    -------
    list of District
        Simulated ones, each on a day of its own.
    """
    batch = _drawn(table, scenario, number, rng)
    dossiers = _dossiers(batch, rng)
    today = _tables(batch, dossiers, batch.day)
    truth = dossiers.count(dossiers.approved & (dossiers.decided <= YEAR), number)
    earlier = _earlier(batch, dossiers) if scenario.since else {}
    return [
        District(
            frame=_frame(today[:, at]),
            as_of=_date(day),
            deadline=DEADLINE,
            truth=truth[at],
            known=_known(batch, at, scenario),
            history=[
                (_date(past), _frame(counts[:, at]))
                for past, counts in earlier.items()
                if past < day
            ],
        )
        for at, day in enumerate(batch.day)
    ]


def _drawn(
    table: pd.DataFrame, scenario: Scenario, number: int, rng: np.random.Generator
) -> _Batch:
    known = table[["quota", "pool"]].dropna().astype("int64").to_numpy()
    rows = known[rng.integers(len(known), size=(number, UNITS))]
    days = np.array([_day(day) for day in scenario.days])
    day = days[rng.integers(len(days), size=number)]
    mean = MEAN * np.exp(MEAN_LOG_SD * rng.standard_normal(number))
    shape = rng.uniform(*SPREAD, size=number) ** -2
    factor = scenario.factor * np.exp(scenario.log_sd * rng.standard_normal(number))
    # The first of July begins when the day before it has ended.
    change = day if scenario.since is None else np.full(number, _day(scenario.since) - 1)
    return _Batch(
        day=day,
        mean=mean,
        shape=shape,
        lead=rng.uniform(*LEAD_DAYS, size=number),
        pace=_Pace(change, factor),
        quota=rows[..., 0],
        pool=rows[..., 1],
        rate=rng.gamma(shape[:, None], (mean / shape)[:, None], size=rows.shape[:2]),
    )


def _dossiers(batch: _Batch, rng: np.random.Generator) -> _Dossiers:
    """Open dossiers over the year; after the day of the table at most one for each in the pool."""
    now, end = batch.pace.work(batch.day), batch.pace.work(YEAR)
    nothing = np.zeros(batch.size)
    past = _opened(batch, nothing, now, rng)
    new = _opened(batch, now, end, rng)
    order = np.lexsort((new.opened, new.unit))
    new = new.where(order)
    first = np.searchsorted(new.unit, new.unit)
    new = new.where(np.arange(len(new.unit)) - first < batch.pool.ravel()[new.unit])
    parts = zip(vars(past).values(), vars(new).values(), strict=True)
    return _Dossiers(*(np.concatenate(pair) for pair in parts))


def _opened(
    batch: _Batch, start: np.ndarray, end: np.ndarray, rng: np.random.Generator
) -> _Dossiers:
    """Open dossiers while the work goes from `start` to `end` [days of the pace 1]."""
    expected = batch.rate * batch.quota * ((end - start) / YEAR)[:, None]
    number = rng.poisson(expected).ravel()
    unit = np.repeat(np.arange(number.size), number)
    of = unit // UNITS
    work = start[of] + (end - start)[of] * rng.random(len(unit))
    opened = batch.pace.day(work, of)
    lead = rng.gamma(LEAD_SHAPE, batch.lead[of] / LEAD_SHAPE)
    return _Dossiers(unit, opened, opened + lead, rng.random(len(unit)) < APPROVED)


def _tables(batch: _Batch, dossiers: _Dossiers, day: np.ndarray) -> np.ndarray:
    """Give quota, admitted, pending and pool of every unit on a day of each district."""
    by, now = day[dossiers.unit // UNITS], batch.day[dossiers.unit // UNITS]
    there = dossiers.opened <= by
    decided = dossiers.decided <= by
    admitted = dossiers.count(there & decided & dossiers.approved, batch.size)
    pending = dossiers.count(there & ~decided, batch.size)
    # Those who open a dossier later were still in the pool.
    later = dossiers.count(~there & (dossiers.opened <= now), batch.size)
    return np.stack([batch.quota, admitted, pending, batch.pool + later])


def _earlier(batch: _Batch, dossiers: _Dossiers) -> dict[int, np.ndarray]:
    ends = [_day(day) for day in MONTH_ENDS]
    return {day: _tables(batch, dossiers, np.full(batch.size, day)) for day in ends}


def _known(batch: _Batch, at: int, scenario: Scenario) -> Known:
    """Average over the days of the year, at which dossiers are opened evenly but for the pace."""
    day, lead = batch.day[at], batch.lead[at]
    middle = np.arange(YEAR) + 0.5
    hidden = scenario.since is None and scenario.log_sd > 0
    factor = 1.0 if hidden else batch.pace.factor[at]
    pace = np.where(middle < batch.pace.change[at], 1.0, factor)
    gone, ahead = middle < day, middle > day
    decided = gammainc(LEAD_SHAPE, np.maximum(day - middle, 0) * LEAD_SHAPE / lead)
    in_time = gammainc(LEAD_SHAPE, (YEAR - middle) * LEAD_SHAPE / lead)
    waiting = pace * (1 - decided) * gone
    return Known(
        mean=float(batch.mean[at]),
        shape=float(batch.shape[at]),
        # Refused dossiers have left the table.
        exposed=float((pace * (1 - (1 - APPROVED) * decided))[gone].sum() / YEAR),
        landing=float(APPROVED * (pace * (in_time - decided))[gone].sum() / waiting.sum()),
        effective=float(APPROVED * (pace * in_time)[ahead].sum()),
        log_sd=scenario.log_sd if hidden else 0.0,
    )


def _frame(counts: np.ndarray) -> pd.DataFrame:
    names = ["quota", "admitted", "pending", "pool"]
    index = pd.RangeIndex(UNITS, name="unit_id")
    return pd.DataFrame(dict(zip(names, counts, strict=True)), index=index)


def _day(day: date) -> int:
    """Days of the year gone at the end of a day."""
    return day.timetuple().tm_yday


def _date(day: int) -> date:
    return date(DEADLINE.year, 1, 1) + timedelta(days=int(day) - 1)
