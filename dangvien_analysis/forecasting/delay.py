"""How long dossiers wait for a decision, inferred from those that are waiting."""

from dataclasses import dataclass

import numpy as np

from dangvien_analysis.office.settings import Assumptions

_STEPS = 41
_WIDTH = 5.0
_ZOOMS = 4
# Three values carry a bell curve's mean, spread and peakedness; with five nothing changes.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(3)


@dataclass(frozen=True)
class Openings:
    """When the dossiers of the year were opened, as far as it is known."""

    # Age of each stretch of the year at its two ends [days before as_of]; ``starts`` is the older
    # end. Within a stretch dossiers are taken as opened evenly
    starts: np.ndarray
    ends: np.ndarray
    shares: np.ndarray  # Share of the year's dossiers opened in each stretch [fraction, sums to 1]
    # Share of all dossiers that was carried over from the year before [fraction]
    carried: float = 0.0


@dataclass(frozen=True)
class Delay:
    """What the lead time makes of pending and of new dossiers, at a few weighed values of it."""

    days: float  # The typical lead time: the median of what the pending dossiers allow [days]
    landing: np.ndarray  # Chance that a pending dossier is admitted by the deadline [fraction]
    # Days of the rest of the year whose new dossiers are decided in time [days]
    effective: np.ndarray
    weight: np.ndarray  # Weight of each value, summing to 1


def infer_delay(
    waiting: float, total: float, openings: Openings, left: int, assumptions: Assumptions
) -> Delay:
    """Infer the lead time from the stock of pending dossiers (Little's law)."""
    middle, spread = np.log(assumptions.lead_days), assumptions.lead_sd
    nodes, weight = np.zeros(1), np.ones(1)
    if spread > 0:
        middle, spread = _posterior(waiting, total, openings, middle, spread)
        nodes, weight = _NODES, _WEIGHTS
    days = np.exp(middle + spread * nodes)
    decided = -np.expm1(-left / days)
    return Delay(
        days=float(np.exp(middle)),
        landing=assumptions.approval * decided,
        effective=left - days * decided,
        weight=weight / weight.sum(),
    )


def _posterior(
    waiting: float, total: float, openings: Openings, middle: float, spread: float
) -> tuple[float, float]:
    """Mean and spread of the log lead time; the grid is laid closer until it resolves them."""
    centre, width = middle, spread
    for _ in range(_ZOOMS):
        logs = centre + width * np.linspace(-_WIDTH, _WIDTH, _STEPS)
        share = np.clip(_waiting_share(np.exp(logs), openings), 1e-12, 1 - 1e-12)
        score = waiting * np.log(share) + (total - waiting) * np.log1p(-share)
        score -= 0.5 * ((logs - middle) / spread) ** 2
        weight = np.exp(score - score.max())
        weight /= weight.sum()
        centre = float(weight @ logs)
        found = float(np.sqrt(weight @ (logs - centre) ** 2))
        resolved = found > 0.4 * width
        width = max(found, width / _STEPS)
        if resolved:
            break
    return centre, width


def _waiting_share(days: np.ndarray, openings: Openings) -> np.ndarray:
    """Share of all dossiers that still wait, for each lead time."""
    rate = 1 / days[:, None]
    older, newer = np.exp(-openings.starts * rate), np.exp(-openings.ends * rate)
    length = np.maximum(openings.starts - openings.ends, 1e-9)
    share = ((newer - older) / (length * rate)) @ openings.shares
    left_over = np.exp(-openings.starts.max(initial=0) / days)
    return np.asarray((1 - openings.carried) * share + openings.carried * left_over)
