"""Sums over units that share an unknown pace: their distribution, whole and exact enough."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dangvien_analysis.forecasting.predictive import Shared

_PEAK = 1 / np.sqrt(2 * np.pi)
# Nodes further apart than this [standard deviations of the sum] would begin to show as steps:
# at 1.6 the sum over nodes is right to a thousandth.
_APART = 1.6
_MOST_NODES = 4001
_FAR = 8.0


@dataclass(frozen=True)
class Total:
    """Distribution of a sum of counts."""

    # Whole numbers, an ndarray -> the chances of at most so many
    at_most: Callable[[np.ndarray], np.ndarray]
    missing: Callable[[float], float]  # A number -> how many are expected to be missing to it
    low: int  # The smallest and the largest sum there can be, as far as one in 10^15 cases goes
    high: int

    def quantiles(self, chances: list[float]) -> list[int]:
        """Find the smallest sums whose chance of "at most" reaches the wanted ones."""
        wanted = np.array(chances)
        low = np.full(len(wanted), self.low - 1)
        high = np.full(len(wanted), self.high)
        while (high - low).max() > 1:
            middle = (low + high) // 2
            reached = self.at_most(middle) >= wanted
            high = np.where(reached, middle, high)
            low = np.where(reached, low, middle)
        return [int(value) for value in high]

    def at_least(self, number: float) -> float:
        """Give the chance of reaching a number."""
        whole = int(np.ceil(number))
        if whole <= self.low:
            return 1.0
        if whole > self.high:
            return 0.0
        return float(1 - self.at_most(np.array([whole - 1]))[0])


def mixed_normal(moments: np.ndarray, shared: Shared, low: int, high: int) -> Total:
    """Sum of many units: at each node a normal distribution, corrected for its skewness."""
    # Loaded when a forecast is made, not when one is shown.
    from scipy.special import ndtr

    (mean, variance, third), weight = _finer(moments, shared)
    sd = np.sqrt(np.maximum(variance, 1e-12))
    # A sixth of the skewness; the correction is one for nearly normal sums only.
    lean = np.clip(third / sd**3, -1.0, 1.0) / 6
    bend = lean * _PEAK

    def at_most(number: np.ndarray) -> np.ndarray:
        y = (number[:, None] + 0.5 - mean) / sd
        square = y * y
        chance = ndtr(y) - bend * (square - 1) * np.exp(-0.5 * square)
        return np.asarray(np.clip(chance @ weight, 0.0, 1.0))

    def missing(number: float) -> float:
        y = (number - mean) / sd
        bell = _PEAK * np.exp(-0.5 * y * y)
        return float(sd * (y * ndtr(y) + bell * (1 + lean * y)) @ weight)

    # Beyond these there is less than one chance in 10^15 on either side.
    least = max(low, int(np.floor((mean - _FAR * sd).min())))
    return Total(at_most, missing, least, min(high, int(np.ceil((mean + _FAR * sd).max()))))


def _finer(moments: np.ndarray, shared: Shared) -> tuple[np.ndarray, np.ndarray]:
    """Interpolate moments over the common factor until no node stands apart from the next."""
    nodes = len(shared.logs)
    parts = moments.reshape(3, -1, nodes)
    weight = shared.weight.reshape(-1, nodes)
    apart = np.abs(np.diff(parts[0], axis=1)) / np.sqrt(np.maximum(parts[1, :, 1:], 1e-12))
    steps = int(np.ceil(apart.max(initial=0) / _APART))
    if steps <= 1:
        return moments, shared.weight
    steps = min(steps, (_MOST_NODES - 1) // (nodes - 1))
    between = _between(nodes, steps)
    # The weights are those of a bell curve: their logs are a parabola, which a spline keeps.
    bell = np.exp(np.log(weight[0]) @ between)
    finer = (parts @ between).reshape(3, -1)
    return finer, np.outer(weight.sum(axis=1), bell / bell.sum()).ravel()


@lru_cache(maxsize=64)
def _between(nodes: int, steps: int) -> np.ndarray:
    """Spline from even nodes to `steps` times as many: linear in the values, so a matrix."""
    from scipy.interpolate import CubicSpline

    fine = np.linspace(0, nodes - 1, (nodes - 1) * steps + 1)
    return np.ascontiguousarray(CubicSpline(np.arange(nodes), np.eye(nodes))(fine).T)


def convolved(parts: list[np.ndarray], shared: Shared, low: int) -> Total:
    """Sum of few units, exactly."""
    chance = np.ones((1, len(shared.weight)))
    for part in parts:
        size = len(chance) + len(part) - 1
        chance = np.fft.irfft(
            np.fft.rfft(chance, size + size % 2, axis=0)
            * np.fft.rfft(part, size + size % 2, axis=0),
            axis=0,
        )[:size]
    upto = np.minimum(np.cumsum(np.maximum(chance @ shared.weight, 0.0)), 1.0)
    upto[-1] = 1.0
    high = low + len(upto) - 1

    def at_most(number: np.ndarray) -> np.ndarray:
        return np.where(number < low, 0.0, upto[np.clip(number - low, 0, len(upto) - 1)])

    def missing(number: float) -> float:
        return float(np.maximum(number - low - np.arange(len(upto)), 0) @ np.diff(upto, prepend=0))

    return Total(at_most, missing, low, high)
