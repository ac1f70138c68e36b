"""Other ways to forecast the year end, and the best one there could be, to stand beside ours."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy
from scipy.stats import binom, poisson

import dangvien_analysis as dva
from benchmarks.districts import YEAR, District

LEVELS = (0.1, 0.9, 0.025, 0.975)
"""Chances below the ends of the 80 and of the 95 % interval, in the order of `Guess.ends`."""
NO_POOL = 120
"""More dossiers than any unit opens in a rest of the year, for those who do not ask the pool."""

_SIZE = 1024
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)


@dataclass(frozen=True)
class Guess:
    """What a forecaster says of a district.

    Parameters
    ----------
    ends : ndarray
        Of the 80 and of the 95 % interval: low, high, low, high [people].
    p_meet : ndarray
        For each unit, the chance that it meets its quota [fraction].
    """

    ends: np.ndarray
    p_meet: np.ndarray


Forecaster = Callable[[District], Guess]


@dataclass(frozen=True)
class _Rest:
    """The rest of the year of each unit, for some values of what the units share.

    Parameters
    ----------
    shape : ndarray
        Shape of the gamma distribution of each unit's pace.
    mean : ndarray
        Expected new admissions, one row for each shared value [people].
    weight : ndarray
        Weight of each shared value.
    landing : float
        Chance that a pending dossier is admitted in time [fraction].
    pool : ndarray
        Most new admissions of each unit [people].
    """

    shape: np.ndarray
    mean: np.ndarray
    weight: np.ndarray
    landing: float
    pool: np.ndarray


def ours(district: District, pace_sd: float) -> Guess:
    """Ask the package.

    Parameters
    ----------
    district : District
        A simulated district.
    pace_sd : float
        Spread of the pace to come [log scale].

    Returns
    -------
    Guess
        Of `dangvien_analysis.forecast`.
    """
    found = dva.forecast(
        district.frame,
        as_of=district.as_of,
        deadline=district.deadline,
        assumptions=dva.Assumptions(pace_sd=pace_sd),
        history=district.history or None,
    )
    ends = [found.district[name] for name in ("low80", "high80", "low95", "high95")]
    return Guess(np.array(ends, dtype=float), found.units["p_meet"].to_numpy(dtype=float))


def run_rate(district: District) -> Guess:
    """Carry admissions on as they went: admitted / days gone x days of the year.

    Parameters
    ----------
    district : District
        A simulated district.

    Returns
    -------
    Guess
        One number, so both ends are the same and every chance is 0 or 1.
    """
    quota, admitted, _, _ = district.counts
    end = admitted * (YEAR / _gone(district))
    return Guess(np.full(4, round(end.sum())), (end >= quota).astype(float))


def plain_poisson(district: District) -> Guess:
    """Carry the district's admissions on at their pace, by chance alone.

    Parameters
    ----------
    district : District
        A simulated district.

    Returns
    -------
    Guess
        The rest of the year is Poisson, shared out by quota; pending and pool do not count.
    """
    quota, admitted, _, _ = district.counts
    rest = admitted.sum() * (YEAR / _gone(district) - 1)
    share = rest * quota / quota.sum()
    ends = admitted.sum() + poisson.ppf(LEVELS, rest)
    return Guess(ends, poisson.sf(quota - admitted - 1, share))


def headline(district: District) -> Guess:
    """Count the pending as admitted, and carry on at the pace of both.

    Parameters
    ----------
    district : District
        A simulated district.

    Returns
    -------
    Guess
        Units differ as a Poisson-gamma model fitted by moments says; no delay, no pool.
    """
    quota, admitted, pending, _ = district.counts
    opened, exposed = admitted + pending, quota * (_gone(district) / YEAR)
    mean = max(opened.sum(), 0.5) / exposed.sum()
    beyond = ((opened - mean * exposed) ** 2 - mean * exposed).sum()
    spread = np.clip(beyond / (mean**2 * (exposed**2).sum()), 1e-3, 4.0)
    shape, rate = 1 / spread + opened, 1 / (spread * mean) + exposed
    left = quota * (1 - _gone(district) / YEAR)
    rest = _Rest(
        shape=shape,
        mean=(shape / rate * left)[None],
        weight=np.ones(1),
        landing=1.0,
        pool=np.full(len(quota), NO_POOL),
    )
    return _guess(district, rest)


def oracle(district: District) -> Guess:
    """Know the district's own pace, spread and delay; only chance is left.

    Parameters
    ----------
    district : District
        A simulated district.

    Returns
    -------
    Guess
        Nobody can do this: a mark of how good a forecast could be. The pace to come is known
        too, but for the scenario in which it is random.
    """
    quota, admitted, pending, pool = district.counts
    known = district.known
    shape = known.shape + admitted + pending
    rate = known.shape / known.mean + quota * known.exposed
    random = known.log_sd > 0
    factor = np.exp(known.log_sd * _NODES) if random else np.ones(1)
    expected = shape / rate * quota * (known.effective / YEAR)
    rest = _Rest(
        shape=shape,
        mean=factor[:, None] * expected,
        weight=_WEIGHTS / _WEIGHTS.sum() if random else np.ones(1),
        landing=known.landing,
        pool=pool,
    )
    return _guess(district, rest)


RIVALS: dict[str, Forecaster] = {
    "run_rate": run_rate,
    "poisson": plain_poisson,
    "headline": headline,
    "oracle": oracle,
}


def _guess(district: District, rest: _Rest) -> Guess:
    """Add what is there to the exact distribution of the rest of the year."""
    quota, admitted, pending, _ = district.counts
    new = _capped(_negative_binomial(rest.shape, rest.mean, int(rest.pool.max())), rest.pool)
    landed = binom.pmf(np.arange(pending.max() + 1), pending[:, None], rest.landing)
    chance = _reached(new, landed, quota - admitted)
    below = np.cumsum(rest.weight @ _total(new, landed))
    # A rounding error must not move a quantile.
    ends = admitted.sum() + np.searchsorted(below, np.array(LEVELS) - 1e-12)
    return Guess(ends.astype(float), rest.weight @ chance)


def _negative_binomial(shape: np.ndarray, mean: np.ndarray, most: int) -> np.ndarray:
    """Chances of 0 to `most`; axes: shared value, unit, number."""
    number, shape, mean = np.arange(most + 1), shape[:, None], mean[..., None]
    start = gammaln(shape + number) - gammaln(shape) - gammaln(number + 1)
    part = mean / (shape + mean)
    return np.asarray(np.exp(start + shape * np.log1p(-part) + xlogy(number, part)))


def _capped(chances: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """Heap what lies beyond the pool on the pool itself."""
    number = np.arange(chances.shape[-1])
    kept = np.where(number < pool[:, None], chances, 0.0)
    rest = np.clip(1 - kept.sum(axis=-1, keepdims=True), 0, 1)
    return np.asarray(kept + rest * (number == pool[:, None]))


def _reached(new: np.ndarray, landed: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Chance that new ones and landed ones together reach the need; axes: shared value, unit."""
    most = new.shape[-1]
    tail = np.ones((*new.shape[:-1], most + 1))
    # Summed from the far end, so that beyond the pool it is 0 and not a rounding error.
    tail[..., :most] = np.cumsum(new[..., ::-1], axis=-1)[..., ::-1]
    tail[..., 0], tail[..., most] = 1.0, 0.0
    missing = np.clip(need[:, None] - np.arange(landed.shape[-1]), 0, most)
    of = np.arange(len(need))[:, None]
    return np.asarray((tail[:, of, missing] * landed).sum(axis=-1))


def _total(new: np.ndarray, landed: np.ndarray) -> np.ndarray:
    """Chances of the sum over all units, one row for each shared value."""
    waves = np.fft.rfft(new, _SIZE).prod(axis=-2) * np.fft.rfft(landed, _SIZE).prod(axis=-2)
    return np.asarray(np.clip(np.fft.irfft(waves, _SIZE), 0, None))


def _gone(district: District) -> int:
    return district.as_of.timetuple().tm_yday
