"""How fast units open dossiers: one pace for the district, units deviate around it."""

from dataclasses import dataclass

import numpy as np

_SPREAD_SCALE = 0.5
_STEPS = 24
_ZOOMS = 8
_NEWTON = 12
_CLOSE = 1e-6
_SEEN = 1e-5
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(3)
# Weak: a year's work is some share of a year's quota; it matters only where nothing was opened.
_LOG_MEAN_SD = 1.0


@dataclass(frozen=True)
class Opening:
    """What is known of the pace of each kind of unit."""

    mean: np.ndarray  # Expected dossiers a year for each place of the quota
    # Shape of the gamma distribution of each unit's own pace, the common factor apart
    shape: np.ndarray
    # Variance of the log of the factor that all units share, with mean 1: how little is known of
    # the district's pace
    log_variance: float


def infer_opening(
    quota: np.ndarray, exposure: np.ndarray, opened: np.ndarray, number: np.ndarray
) -> Opening:
    """Infer the pace of units from what they opened."""
    shape, log_mean, log_sd, weight = _spread(exposure, opened, number)
    keep = weight > 1e-4 * weight.max()
    shape, log_mean, log_sd, weight = (part[keep] for part in (shape, log_mean, log_sd, weight))
    mean = np.exp(log_mean[:, None] + log_sd[:, None] * _NODES).ravel()
    weight = (weight[:, None] * _WEIGHTS).ravel()
    weight = weight / weight.sum()
    shape = np.repeat(shape, len(_NODES))
    top = shape[:, None] + opened
    rate = top / ((shape / mean)[:, None] + exposure)
    first = weight @ rate
    second = weight @ (rate * rate * (1 + 1 / top))
    district = rate @ (quota * number)
    middle = weight @ district
    common = weight @ (district / middle - 1) ** 2 if middle > 0 else 0.0
    own = second / first**2 / (1 + common) - 1
    return Opening(first, 1 / np.maximum(own, 1e-9), float(np.log1p(common)))


def _spread(
    exposure: np.ndarray, opened: np.ndarray, number: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Lay a grid over the spread between units, closer until it resolves the posterior.

    The half-Cauchy prior of the coefficient of variation is even in the angle.
    """
    low, high = 0.0, 1.0
    for _ in range(_ZOOMS):
        step = (high - low) / _STEPS
        angle = low + step * (np.arange(_STEPS) + 0.5)
        shape = 1 / (_SPREAD_SCALE * np.tan(np.pi / 2 * angle)) ** 2
        log_mean, log_sd = _mean(shape, exposure, opened, number)
        score = _likelihood(shape, log_mean, exposure, opened, number) + np.log(log_sd)
        weight = np.exp(score - score.max())
        weight /= weight.sum()
        seen = np.flatnonzero(weight > _SEEN)
        if len(seen) > _STEPS // 3 or step < _CLOSE:
            break
        low, high = max(low, angle[seen[0]] - step), min(high, angle[seen[-1]] + step)
    return shape, log_mean, log_sd, weight


def _mean(
    shape: np.ndarray, exposure: np.ndarray, opened: np.ndarray, number: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mode and spread of the log mean for each shape; its log posterior is concave."""
    shape = shape[:, None]
    total = number @ opened
    log_mean = np.full(len(shape), np.log((total + 0.5) / (number @ exposure + 0.5)))
    for _ in range(_NEWTON):
        expected = np.exp(log_mean)[:, None] * exposure
        below = shape + expected
        part = shape / below
        slope = (part * (opened - expected)) @ number - log_mean / _LOG_MEAN_SD**2
        bend = (part * expected * (shape + opened) / below) @ number + 1 / _LOG_MEAN_SD**2
        step = np.clip(slope / bend, -1, 1)
        log_mean = log_mean + step
        if np.abs(step).max() < _CLOSE:
            break
    return log_mean, 1 / np.sqrt(bend)


def _likelihood(
    shape: np.ndarray,
    log_mean: np.ndarray,
    exposure: np.ndarray,
    opened: np.ndarray,
    number: np.ndarray,
) -> np.ndarray:
    # Loaded when a forecast is made, not when one is shown.
    from scipy.special import gammaln

    column, mean = shape[:, None], np.exp(log_mean)[:, None]
    each = gammaln(column + opened) - gammaln(column) + opened * np.log(mean / column)
    each -= (column + opened) * np.log1p(mean * exposure / column)
    return np.asarray(each @ number - 0.5 * (log_mean / _LOG_MEAN_SD) ** 2)
