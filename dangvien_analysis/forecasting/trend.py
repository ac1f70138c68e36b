"""Whether recent months go faster or slower than the year so far, from earlier tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dangvien_analysis.forecasting.delay import Openings

# How much a month counts beside the next one. A pace that changed in July is seen by September,
# and at a constant pace the interval grows by a few per cent only.
_MONTHLY = 0.65
_MONTH = 365 / 12

History = Sequence[tuple[date, pd.DataFrame]]


@dataclass(frozen=True)
class Trend:
    """The recent pace beside that of the whole year so far."""

    ratio: float  # Recent pace over the pace of the year so far
    # What looking at fewer months adds to the uncertainty of the log of the pace
    log_variance: float
    openings: Openings  # When the dossiers of the year were opened


def no_trend(gone: int, carried: float) -> Trend:
    """Take the year so far as even."""
    openings = Openings(np.array([float(gone)]), np.zeros(1), np.ones(1), carried)
    return Trend(1.0, 0.0, openings)


def trend(marks: Sequence[tuple[int, float]], carried: float) -> Trend:
    """Weigh recent stretches of the year more than earlier ones.

    Always weighed, not only where a test finds a change: a pace is never known to be constant. A
    total that falls between two tables counts as nothing opened.
    """
    days = np.array([0, *(day for day, _ in marks)], dtype=float)
    opened = np.maximum(np.diff([0.0, *(total for _, total in marks)]), 0.0)
    total = opened.sum()
    if total <= 0 or len(marks) <= 1:
        return no_trend(marks[-1][0], carried)
    starts, ends = days[-1] - days[:-1], days[-1] - days[1:]
    length = starts - ends
    decay = -np.log(_MONTHLY) / _MONTH
    weight = (np.exp(-decay * ends) - np.exp(-decay * starts)) / (decay * length)
    # Half a dossier of today keeps a standstill of some weeks from becoming a pace of nothing,
    # known for sure.
    seen = weight @ opened + 0.5 * weight.max()
    ratio = seen / (weight @ length) / ((total + 0.5) / days[-1])
    added = (weight**2 @ opened + 0.5 * weight.max() ** 2) / seen**2 - 1 / (total + 0.5)
    openings = Openings(starts, ends, opened / total, carried)
    return Trend(float(ratio), float(max(added, 0.0)), openings)
