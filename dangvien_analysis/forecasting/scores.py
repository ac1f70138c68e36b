"""How good forecasts were, once the outcome is known."""

import numpy as np


def coverage(outcome: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """Share of outcomes that lay within their interval.

    Share [fraction]; NaN without outcomes.
    """
    if not len(outcome):
        return float("nan")
    return float(np.mean((low <= outcome) & (outcome <= high)))


def interval_score(
    outcome: np.ndarray, low: np.ndarray, high: np.ndarray, alpha: float
) -> np.ndarray:
    """Score intervals: their width, and a penalty for what lies outside.

    Gneiting, Raftery (2007), Journal of the American Statistical Association 102(477), eq. 43. An
    interval of one number has the score 2 / alpha x its error.
    """
    missed = np.maximum(low - outcome, 0) + np.maximum(outcome - high, 0)
    return np.asarray(high - low + 2 / alpha * missed)


def brier_score(happened: np.ndarray, chance: np.ndarray) -> float:
    """Mean squared error of chances.

    From 0, always right and certain, to 1; a coin gets 0.25; NaN without outcomes.

    Brier (1950), Monthly Weather Review 78(1).
    """
    if not len(happened):
        return float("nan")
    return float(np.mean((np.asarray(happened, dtype=float) - chance) ** 2))
