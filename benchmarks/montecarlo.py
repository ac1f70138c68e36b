"""The forecast's model by sampling: what the package works out, drawn year end by year end.

Slow, and written as the model is: posterior of the pace and of the lead time on fine grids, then
a district's year ends one by one. A reference for accuracy and the rival for speed.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln

import dangvien_analysis as dva

YEAR = 365


@dataclass(frozen=True)
class Posterior:
    """What is known of pace and delay, as values with their chances.

    Parameters
    ----------
    shape, mean : ndarray
        Shape and mean of the units' gamma paces [dossiers a year and place].
    pace_chance : ndarray
        Chance of each pair.
    days, days_chance : ndarray
        Lead times [days] and the chance of each.
    """

    shape: np.ndarray
    mean: np.ndarray
    pace_chance: np.ndarray
    days: np.ndarray
    days_chance: np.ndarray


def posterior(
    units: pd.DataFrame, gone: int, assumptions: dva.Assumptions, fine: int = 240
) -> Posterior:
    """Lay fine grids over pace and lead time.

    Parameters
    ----------
    units : DataFrame
        Counts without NA; quotas above 0.
    gone : int
        Days of the year gone [days].
    assumptions : Assumptions
        The prior of the lead time.
    fine : int
        Steps of each grid.

    Returns
    -------
    Posterior
        Half-Cauchy(0.5) for the units' spread, lognormal(0, 1) for the mean pace.
    """
    opened = (units["admitted"] + units["pending"]).to_numpy(dtype=float)[:, None]
    exposure = units["quota"].to_numpy(dtype=float)[:, None] * gone / YEAR
    spread = 0.5 * np.tan((np.arange(fine) + 0.5) / fine * np.pi / 2)
    shape, log_mean = (
        part.ravel() for part in np.meshgrid(1 / spread**2, np.linspace(-1.5, 1.0, fine))
    )
    mean = np.exp(log_mean)
    score = (
        gammaln(shape + opened)
        - gammaln(shape)
        + opened * np.log(mean / shape)
        - (shape + opened) * np.log1p(mean * exposure / shape)
    ).sum(axis=0) - 0.5 * log_mean**2
    logs = np.linspace(-5, 5, 10 * fine)
    days = assumptions.lead_days * np.exp(assumptions.lead_sd * logs)
    waits = days / gone * -np.expm1(-gone / days)
    waiting, decided = units["pending"].sum(), units["admitted"].sum()
    delay = waiting * np.log(waits) + decided * np.log1p(-waits) - 0.5 * logs**2
    return Posterior(shape, mean, _chances(score), days, _chances(delay))


def _chances(score: np.ndarray) -> np.ndarray:
    weight = np.exp(score - score.max())
    return np.asarray(weight / weight.sum())


def year_ends(
    units: pd.DataFrame,
    known: Posterior,
    gone: int,
    assumptions: dva.Assumptions,
    rng: np.random.Generator,
    draws: int,
) -> np.ndarray:
    """Draw year ends.

    Parameters
    ----------
    units : DataFrame
        Counts without NA.
    known : Posterior
        What is known of pace and delay.
    gone : int
        Days of the year gone [days]; the rest of it is ahead.
    assumptions : Assumptions
        Pace and approval.
    rng : numpy.random.Generator
        Where chance comes from.
    draws : int
        How many year ends.

    Returns
    -------
    ndarray
        People admitted, ``[unit, draw]``.
    """
    quota, admitted, pending, pool = (
        units[name].to_numpy(dtype=float)[:, None]
        for name in ("quota", "admitted", "pending", "pool")
    )
    left = YEAR - gone
    at = rng.choice(len(known.mean), draws, p=known.pace_chance)
    days = known.days[rng.choice(len(known.days), draws, p=known.days_chance)]
    decided = -np.expm1(-left / days)
    pace = assumptions.pace * np.exp(assumptions.pace_sd * rng.standard_normal(draws))
    shape, mean = known.shape[at], known.mean[at]
    own = rng.gamma(shape + admitted + pending) / (shape / mean + quota * gone / YEAR)
    new = rng.poisson(own * quota * (left - days * decided) / YEAR * pace)
    landed = rng.binomial(pending.astype(int), assumptions.approval * decided)
    return np.asarray(admitted + landed + np.minimum(new, pool))
