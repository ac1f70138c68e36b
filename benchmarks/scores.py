"""How good forecasts were, once the year end is known."""

from dataclasses import dataclass

import numpy as np

CLIP = 1e-6
"""Chances nearer to 0 or 1 than this are taken as this far away in the log loss."""
BINS = 10


@dataclass(frozen=True)
class Outcome:
    """What one forecaster said of many districts, and what became of them.

    Parameters
    ----------
    month : ndarray
        Month of each district's table.
    ends : ndarray
        One row a district: low and high of the 80 %, low and high of the 95 % interval [people].
    total : ndarray
        People admitted at the deadline, of each district.
    chance : ndarray
        For each unit of each district, the chance that it meets its quota [fraction].
    met : ndarray
        Whether it did.
    decided : ndarray
        Whether the table alone decides it: the quota is met already, or the pool too small.
    """

    month: np.ndarray
    ends: np.ndarray
    total: np.ndarray
    chance: np.ndarray
    met: np.ndarray
    decided: np.ndarray


def coverage(low: np.ndarray, high: np.ndarray, total: np.ndarray) -> float:
    """Share of the intervals that hold the truth.

    Parameters
    ----------
    low, high : ndarray
        Ends of the intervals, both included [people].
    total : ndarray
        The truth [people].

    Returns
    -------
    float
        Fraction, 0 to 1.
    """
    return float(((low <= total) & (total <= high)).mean())


def interval_score(
    low: np.ndarray, high: np.ndarray, total: np.ndarray, level: float = 0.8
) -> float:
    """Score intervals by their width and by how far the truth lies outside; less is better.

    Parameters
    ----------
    low, high : ndarray
        Ends of the intervals [people].
    total : ndarray
        The truth [people].
    level : float
        The chance the intervals should have [fraction].

    Returns
    -------
    float
        Mean of width + 2 / (1 - level) x distance outside [people], 0 and up.

    Notes
    -----
    Gneiting, Raftery (2007), Journal of the American Statistical Association 102(477), eq. 43.
    """
    outside = np.maximum(low - total, 0) + np.maximum(total - high, 0)
    return float((high - low + 2 / (1 - level) * outside).mean())


def brier(chance: np.ndarray, met: np.ndarray) -> float:
    """Mean squared distance of the chances from what happened; less is better.

    Parameters
    ----------
    chance : ndarray
        Chances [fraction].
    met : ndarray
        Whether it happened.

    Returns
    -------
    float
        0 to 1.
    """
    return float(((chance - met) ** 2).mean())


def log_loss(chance: np.ndarray, met: np.ndarray) -> float:
    """Mean of -log of the chance given to what happened; less is better.

    Parameters
    ----------
    chance : ndarray
        Chances [fraction].
    met : ndarray
        Whether it happened.

    Returns
    -------
    float
        0 and up; chances are kept `CLIP` away from 0 and 1.
    """
    kept = np.clip(chance, CLIP, 1 - CLIP)
    return float(-np.log(np.where(met, kept, 1 - kept)).mean())


def reliability(chance: np.ndarray, met: np.ndarray) -> np.ndarray:
    """Compare chances with frequencies, in bins of equal width.

    Parameters
    ----------
    chance : ndarray
        Chances [fraction].
    met : ndarray
        Whether it happened.

    Returns
    -------
    ndarray
        One row for each bin that is not empty: mean chance, frequency, number of units.
    """
    at = np.minimum((chance * BINS).astype(int), BINS - 1)
    number = np.bincount(at, minlength=BINS)
    sums = [np.bincount(at, weights=part, minlength=BINS) for part in (chance, met)]
    full = number > 0
    return np.column_stack([*(part[full] / number[full] for part in sums), number[full]])


def calibration_error(chance: np.ndarray, met: np.ndarray) -> float:
    """Mean distance between chances and frequencies over the bins, weighted by their units.

    Parameters
    ----------
    chance : ndarray
        Chances [fraction].
    met : ndarray
        Whether it happened.

    Returns
    -------
    float
        Fraction, 0 to 1.
    """
    said, seen, number = reliability(chance, met).T
    return float(np.average(np.abs(said - seen), weights=number))


def scores(outcome: Outcome) -> dict[str, float]:
    """Score one forecaster by every measure.

    Parameters
    ----------
    outcome : Outcome
        What it said and what happened.

    Returns
    -------
    dict
        ``covers80``, ``covers95`` [fraction]; ``interval``, ``width`` [people], both of the 80 %
        interval; ``brier``, ``log_loss``; ``expected``: units expected to meet their quota over
        those that did; ``gap``: the calibration error [fraction]; ``expected_open`` and
        ``gap_open``: the same over the units that the table alone does not decide;
        ``wrong_facts``: chances of exactly 0 or 1 that turned out wrong [units].
    """
    low80, high80, low95, high95 = outcome.ends.T
    chance, met, free = outcome.chance.ravel(), outcome.met.ravel(), ~outcome.decided.ravel()
    return {
        "covers80": coverage(low80, high80, outcome.total),
        "covers95": coverage(low95, high95, outcome.total),
        "interval": interval_score(low80, high80, outcome.total),
        "width": float((high80 - low80).mean()),
        "brier": brier(chance, met),
        "log_loss": log_loss(chance, met),
        "expected": float(chance.sum() / met.sum()),
        "gap": calibration_error(chance, met),
        "expected_open": float(chance[free].sum() / met[free].sum()),
        "gap_open": calibration_error(chance[free], met[free]),
        "wrong_facts": float(((chance == ~met) & ((chance == 0) | (chance == 1))).sum()),
    }


def beside(found: dict[str, float], best: dict[str, float]) -> dict[str, float]:
    """Compare scores with those of the best forecaster there could be.

    Parameters
    ----------
    found, best : dict
        What `scores` gave for a forecaster, and for the oracle.

    Returns
    -------
    dict
        ``interval_ratio``, ``width_ratio``, ``brier_more``, ``log_loss_more``.
    """
    return {
        "interval_ratio": found["interval"] / best["interval"],
        "width_ratio": found["width"] / best["width"],
        "brier_more": found["brier"] - best["brier"],
        "log_loss_more": found["log_loss"] - best["log_loss"],
    }
