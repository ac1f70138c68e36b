"""From what is known of pace and delay to what each unit will have admitted."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np

from dangvien_analysis.forecasting.delay import Delay

# Even steps over the common factor: for a bell curve as good as any rule with so few nodes.
_REACH, _NODES = 3.5, 9
_TAIL = 1e-7
# Numbers in one table of new admissions: 32 MB.
_TABLE = 4_000_000
UNLIMITED = 1 << 40
"""Stands for a pool that is not known."""
CHANCES = (0.025, 0.1, 0.9, 0.975)
"""The ends of the 95 and the 80 % interval."""


@dataclass(frozen=True)
class Shared:
    """Values of what all units have in common, each with its weight; one node is one world."""

    logs: np.ndarray  # Log of the common factor, for the nodes of one value of the lead time
    # Factor times the share of a year whose new dossiers are decided in time, by node [years]
    share: np.ndarray
    # Chance that a pending dossier is admitted by the deadline, by node [fraction]
    landing: np.ndarray
    weight: np.ndarray  # Weight of each node, summing to 1; nodes of one lead time stand together

    @classmethod
    def of(cls, delay: Delay, log_median: float, log_sd: float, year: int) -> Self:
        """Lay a grid over the common factor and the lead time."""
        steps, weight = np.zeros(1), np.ones(1)
        if log_sd > 0:
            steps = np.linspace(-_REACH, _REACH, _NODES)
            weight = np.exp(-0.5 * steps * steps)
        logs = log_median + log_sd * steps
        return cls(
            logs=logs,
            share=np.outer(delay.effective / year, np.exp(logs)).ravel(),
            landing=np.repeat(delay.landing, len(logs)),
            weight=np.outer(delay.weight, weight / weight.sum()).ravel(),
        )


@dataclass(frozen=True)
class Units:
    """Units alike in all their counts, once each, sorted by `kind`."""

    need: np.ndarray  # Quota less admitted [people]
    pending: np.ndarray  # Dossiers waiting, and people who may still open one [people]
    pool: np.ndarray
    kind: np.ndarray  # Which pace and spread they have: an index into the next two
    # Expected dossiers of a whole year [dossiers], and the shape of the gamma distribution around
    # it, by kind
    yearly: np.ndarray
    shape: np.ndarray


@dataclass(frozen=True)
class Outcomes:
    """What the deadline brings, for units as in `Units`; admissions count from now on."""

    meet: np.ndarray  # Chance of meeting the quota, ``[unit, node]``
    # Mean, variance and third cumulant of the admissions to come, ``[3, unit, node]``
    moments: np.ndarray
    bounds: np.ndarray  # Admissions to come at `CHANCES`, ``[4, unit]`` [people]
    shortfall: np.ndarray  # Expected places missing, by unit [people]


def outcomes(units: Units, shared: Shared) -> Outcomes:
    """Work out what each unit will have admitted.

    New admissions are negative binomial at each node and end at the pool, which holds what would
    go beyond it; a pending dossier lands or not, by itself.
    """
    count, nodes = len(units.need), len(shared.weight)
    result = Outcomes(
        meet=np.empty((count, nodes)),
        moments=np.empty((3, count, nodes)),
        bounds=np.empty((len(CHANCES), count), dtype=np.int64),
        shortfall=np.empty(count),
    )
    for rows, kinds, length in _chunks(units, shared):
        new = new_admissions(units.yearly[kinds], units.shape[kinds], shared.share, length)
        part = Units(
            units.need[rows],
            units.pending[rows],
            units.pool[rows],
            units.kind[rows] - kinds.start,
            units.yearly[kinds],
            units.shape[kinds],
        )
        landed = landing_chances(part.pending, shared.landing[:: len(shared.logs)])
        result.meet[rows] = _meet(part, new, np.repeat(landed, len(shared.logs), axis=2))
        result.moments[:, rows] = _moments(part, new, shared)
        below = _distribution(part, new, landed, shared)
        result.bounds[:, rows] = [(below < chance).sum(axis=0) for chance in CHANCES]
        missing = np.arange(len(below))[:, None] < part.need
        result.shortfall[rows] = (below * missing).sum(axis=0) + np.maximum(
            part.need - len(below), 0
        )
    return result


def separate(units: Units, which: np.ndarray, shared: Shared) -> list[np.ndarray]:
    """Give new admissions and landed dossiers of some units, each as a distribution."""
    kinds, of = np.unique(units.kind[which], return_inverse=True)
    yearly, shape, pool = units.yearly[kinds], units.shape[kinds], units.pool[which]
    length = int(np.minimum(_tails(yearly, shape, shared), pool.max(initial=0)).max(initial=0))
    below = new_admissions(yearly, shape, shared.share, length + 1)
    parts = []
    for unit, kind in zip(which, of, strict=True):
        upto = below[1:-1, kind].copy()
        upto[min(units.pool[unit], length) :] = 1.0
        parts.append(np.diff(upto[: min(units.pool[unit], length) + 1], axis=0, prepend=0.0))
        parts.append(landing_chances(units.pending[[unit]], shared.landing)[:, 0])
    return parts


def new_admissions(
    yearly: np.ndarray, shape: np.ndarray, share: np.ndarray, length: int
) -> np.ndarray:
    """Tabulate the distribution of new admissions, the pool not yet looked at.

    ``[j, kind, node]``: the chance of fewer than j, for j from 0 to `length`, and 1 in a last row
    for everything beyond.
    """
    # Loaded when a forecast is made, not when one is shown.
    from scipy.special import gammaln

    table = np.zeros((length + 2, len(yearly), len(share)))
    odds = yearly[:, None] * share / shape[:, None]
    j = np.arange(length)
    climb = gammaln(shape[:, None] + j) - gammaln(shape)[:, None] - gammaln(j + 1)
    with np.errstate(divide="ignore"):
        each = np.maximum(np.log(odds) - np.log1p(odds), -745.0)
    logs = table[1:-1]
    np.multiply(j[:, None, None], each, out=logs)
    logs += climb.T[:, :, None] - shape[:, None] * np.log1p(odds)
    np.exp(logs, out=logs)
    _accumulate(logs)
    np.minimum(logs, 1.0, out=logs)
    table[-1] = 1.0
    return table


def landing_chances(pending: np.ndarray, landing: np.ndarray) -> np.ndarray:
    """Tabulate how many of the pending dossiers land: binomial."""
    from scipy.special import gammaln, xlog1py, xlogy

    many, of = np.unique(pending, return_inverse=True)
    p, b = many[:, None], np.arange(pending.max(initial=0) + 1)[:, None, None]
    rest = np.maximum(p - b, 0)
    ways = gammaln(p + 1) - gammaln(b + 1) - gammaln(rest + 1)
    logs = ways + xlogy(b, landing) + xlog1py(rest, -landing)
    return np.where(b <= p, np.exp(logs), 0.0)[:, of]


def _chunks(units: Units, shared: Shared) -> Iterator[tuple[slice, slice, int]]:
    """Cut the units into pieces whose tables fit into memory, with the length of each table."""
    wanted = _tails(units.yearly, units.shape, shared)
    need, pool = np.zeros((2, len(wanted)), dtype=np.int64)
    np.maximum.at(need, units.kind, units.need)
    np.maximum.at(pool, units.kind, units.pool)
    # Up to the need in any case: a tiny chance is not none.
    wanted = np.minimum(np.maximum(wanted, need + 1), pool + 1)
    starts = np.searchsorted(units.kind, np.arange(len(wanted) + 1))
    first = 0
    while first < len(wanted):
        last, longest = first + 1, wanted[first]
        while last < len(wanted):
            longer = max(longest, wanted[last])
            size = max(longer * (last + 1 - first), starts[last + 1] - starts[first])
            if size * len(shared.weight) > _TABLE:
                break
            last, longest = last + 1, longer
        yield slice(starts[first], starts[last]), slice(first, last), int(longest)
        first = last


def _tails(yearly: np.ndarray, shape: np.ndarray, shared: Shared) -> np.ndarray:
    """How many new admissions are practically never passed, by kind of unit."""
    from scipy.special import gammaincinv

    # The tail is that of the gamma pace, and a little more for chance.
    high = yearly * shared.share.max() * gammaincinv(shape, 1 - _TAIL) / shape
    return np.asarray(np.ceil(high + 6 * np.sqrt(high) + 8), dtype=np.int64)


def _accumulate(table: np.ndarray) -> None:
    """Sum along the first axis in place: over long rows three times as quick as cumsum."""
    for above, row in pairwise(table):
        row += above


def _meet(units: Units, new: np.ndarray, landed: np.ndarray) -> np.ndarray:
    """Chance of the quota at each node: so many land, and the rest comes from new dossiers."""
    meet = np.zeros((len(units.need), new.shape[2]))
    for b, chance in enumerate(landed):
        rest = units.need - b
        enough = 1.0 - new[np.clip(rest, 0, len(new) - 1), units.kind]
        meet += chance * np.where((rest <= 0) | (rest <= units.pool), 1.0, 0.0)[:, None] * enough
    return np.clip(meet, 0.0, 1.0)


def _moments(units: Units, new: np.ndarray, shared: Shared) -> np.ndarray:
    """Mean, variance and third cumulant at each node."""
    # E[X] is the sum of P(X > j) over j, E[X^2] that of (2j + 1) P(X > j), and so on.
    beyond = 1.0 - new[1:-1]
    j = np.arange(len(beyond))[:, None, None]
    at = np.minimum(units.pool, len(beyond)), units.kind
    sums = np.zeros((len(beyond) + 1, *beyond.shape[1:]))
    parts = []
    for factor in (1, 2 * j + 1, 3 * j * (j + 1) + 1):
        np.multiply(beyond, factor, out=sums[1:])
        _accumulate(sums)
        parts.append(sums[at])
    first, second, third = parts
    p, land = units.pending[:, None], shared.landing
    spread = p * land * (1 - land)
    return np.stack(
        [
            first + p * land,
            second - first**2 + spread,
            third - 3 * first * second + 2 * first**3 + spread * (1 - 2 * land),
        ]
    )


def _distribution(units: Units, new: np.ndarray, landed: np.ndarray, shared: Shared) -> np.ndarray:
    """Chance of at most v admissions to come, ``[v, unit]``, over all nodes."""
    steps = len(shared.logs)
    lead_times = new.shape[2] // steps
    weight = shared.weight.reshape(lead_times, steps)
    each = weight.sum(axis=1)
    # The factor is averaged first: what lands depends on the lead time alone.
    mean = np.einsum("jkdz,dz->jkd", new.reshape(*new.shape[:2], lead_times, steps), weight)
    length = len(new) - 1 + units.pending.max(initial=0)
    upto = mean[np.minimum(np.arange(1, length + 1), len(new) - 1)][:, units.kind]
    full = np.arange(length)[:, None] >= units.pool
    upto[full] = each
    below = np.zeros((length, len(units.need)))
    for b, chance in enumerate(landed):
        below[b:] += np.einsum("vud,ud->vu", upto[: length - b], chance)
    return below
