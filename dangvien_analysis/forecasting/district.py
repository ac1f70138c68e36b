"""The district's sums: people admitted, units that meet their quota, the pace it would take."""

import numpy as np

from dangvien_analysis.forecasting.alike import Alike
from dangvien_analysis.forecasting.delay import Delay
from dangvien_analysis.forecasting.mixture import Total, convolved, mixed_normal
from dangvien_analysis.forecasting.predictive import Outcomes, Shared, Units, separate

# A sum of fewer units that can still move, or one that hardly spreads, is no bell curve: it is
# worked out exactly.
_FEW_UNITS, _FEW_COUNTED = 6, 12
_LITTLE = 9.0
_MOST_WORK = 3_000_000
_ROUNDS = 60
_CLOSE = 1e-6


def admitted_total(alike: Alike, each: Units, found: Outcomes, shared: Shared) -> Total:
    """Sum the people admitted at the deadline."""
    number = alike.number
    admitted = int(number @ alike.admitted)
    most = admitted + int(number @ (alike.pending + alike.pool))
    moments = np.einsum("kun,u->kn", found.moments, number.astype(float))
    moments[0] += admitted
    moving = np.flatnonzero(alike.pending + alike.pool > 0)
    spread = shared.weight @ moments[1]
    if number[moving].sum() <= _FEW_UNITS or spread < _LITTLE:
        parts = separate(each, np.repeat(moving, number[moving]), shared)
        size = sum(len(part) for part in parts) * len(parts) * len(shared.weight)
        if size <= _MOST_WORK:
            return convolved(parts, shared, admitted)
    return mixed_normal(moments, shared, admitted, most)


def met_total(alike: Alike, found: Outcomes, shared: Shared) -> Total:
    """Count the units that meet their quota at the deadline."""
    need = alike.quota - alike.admitted
    number = np.where(alike.quota > 0, alike.number, 0)
    met = int(number[need <= 0].sum())
    moving = np.flatnonzero((need > 0) & (need <= alike.pending + alike.pool) & (number > 0))
    most = met + int(number[moving].sum())
    chance = found.meet[moving]
    if most - met <= _FEW_COUNTED:
        parts = [np.stack([1 - one, one]) for one in np.repeat(chance, number[moving], axis=0)]
        return convolved(parts, shared, met)
    spread = chance * (1 - chance)
    moments = np.stack([chance, spread, spread * (1 - 2 * chance)])
    sums = np.einsum("kun,u->kn", moments, number[moving].astype(float))
    sums[0] += met
    return mixed_normal(sums, shared, met, most)


def required_pace(alike: Alike, each: Units, delay: Delay, share: float, goal: float) -> float:
    """Find the pace of new dossiers that gives an even chance of the target."""
    # Loaded when a forecast is made, not when one is shown.
    from scipy.special import betainc, gammaln

    number, pool = alike.number, alike.pool
    landed = float(number @ alike.pending * (delay.weight @ delay.landing))
    # The middle of a sum of whole numbers is the target when its mean is half a place below.
    wanted = goal - 0.5 - float(number @ alike.admitted) - landed
    mean = each.yearly[each.kind] * share * float(delay.weight @ delay.effective)
    can = (mean > 0) & (pool > 0)
    if wanted <= 0:
        return 0.0
    if wanted >= number[can] @ pool[can]:
        return np.inf
    number, pool, mean, shape = number[can], pool[can], mean[can], each.shape[each.kind][can]
    climb = gammaln(shape + pool) - gammaln(shape + 1) - gammaln(pool)
    # Newton from below on a rising, concave sum never oversteps the root; without pools it is
    # where the first step leads.
    factor = wanted / (number @ mean)
    for _ in range(_ROUNDS):
        expected = factor * mean
        stays = shape / (shape + expected)
        below = betainc(shape, pool, stays)
        last = np.exp(climb + shape * np.log(stays) + pool * np.log1p(-stays))
        slope = below - last
        here = expected * slope - shape * last + pool * (1 - below)
        step = (wanted - number @ here) / (number @ (mean * slope))
        factor += step
        if step <= _CLOSE * factor:
            break
    return float(factor)
