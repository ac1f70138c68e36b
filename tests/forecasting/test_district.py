import numpy as np
import pytest

from dangvien_analysis.forecasting.alike import Alike, whole_counts
from dangvien_analysis.forecasting.delay import Delay
from dangvien_analysis.forecasting.district import admitted_total, met_total, required_pace
from dangvien_analysis.forecasting.predictive import (
    UNLIMITED,
    Outcomes,
    Shared,
    Units,
    outcomes,
    separate,
)
from tests.builders import counts

DELAY = Delay(45.0, np.array([0.6, 0.9]), np.array([60.0, 80.0]), np.array([0.4, 0.6]))
SHARED = Shared.of(DELAY, 0.0, 0.25, 365)


def made(*rows: tuple[int, int, int, int]) -> tuple[Alike, Units, Outcomes]:
    """Rows of quota, admitted, pending, pool, at one dossier a year and place."""
    quota, admitted, pending, pool = zip(*rows, strict=True)
    alike = whole_counts(counts(quota=quota, admitted=admitted, pending=pending, pool=pool)).alike
    yearly = alike.quota[alike.first].astype(float)
    each = Units(
        alike.quota - alike.admitted,
        alike.pending,
        alike.pool,
        alike.kind,
        yearly,
        np.full(len(yearly), 4.0),
    )
    return alike, each, outcomes(each, SHARED)


MANY = [(5 + i % 9, i % 5, i % 3, 3 + i % 11) for i in range(30)]


def test_the_normal_sum_is_the_exact_one() -> None:
    alike, each, found = made(*MANY)
    quick = admitted_total(alike, each, found, SHARED)
    # the same by convolution, node by node
    parts = separate(each, np.repeat(np.arange(len(alike.number)), alike.number), SHARED)
    chance = np.zeros(1)
    for node, weight in enumerate(SHARED.weight):
        total = np.ones(1)
        for part in parts:
            total = np.convolve(total, part[:, node])
        chance = weight * total + np.pad(chance, (0, max(len(total) - len(chance), 0)))
    upto = np.cumsum(chance)
    values = np.arange(len(upto))
    assert quick.at_most(values + quick.low) == pytest.approx(upto, abs=0.004)
    ends = [quick.low + int(np.argmax(upto >= q)) for q in (0.025, 0.1, 0.5, 0.9, 0.975)]
    assert quick.quantiles([0.025, 0.1, 0.5, 0.9, 0.975]) == pytest.approx(ends, abs=1)


def test_units_that_meet_their_quota_are_counted_one_by_one() -> None:
    alike, _, found = made(*MANY)
    quick = met_total(alike, found, SHARED)
    need = alike.quota - alike.admitted
    sure = int(alike.number[need <= 0].sum())
    exact = np.zeros(31)
    for node, weight in enumerate(SHARED.weight):
        one = np.ones(1)
        for unit in np.flatnonzero(need > 0):
            for _ in range(alike.number[unit]):
                p = found.meet[unit, node]
                one = np.convolve(one, [1 - p, p])
        exact[: len(one)] += weight * one
    assert quick.low == sure
    assert quick.at_most(sure + np.arange(20)) == pytest.approx(np.cumsum(exact)[:20], abs=0.02)


def test_a_quota_of_0_is_never_met() -> None:
    alike, _, found = made((0, 3, 0, 0), (2, 2, 0, 0), (5, 0, 0, 1))
    total = met_total(alike, found, SHARED)
    assert total.quantiles([0.1, 0.9]) == [1, 1]


def test_the_sum_runs_from_what_is_admitted_to_what_pools_allow() -> None:
    alike, each, found = made((5, 3, 1, 2), (5, 0, 0, 4))
    total = admitted_total(alike, each, found, SHARED)
    assert (total.low, total.high) == (3, 3 + 1 + 2 + 4)


def expected(alike: Alike, each: Units, factor: float) -> float:
    """The sum in the middle world, from the tables of new admissions."""
    effective = float(DELAY.weight @ DELAY.effective)
    middle = Delay(
        45.0, DELAY.weight @ DELAY.landing * np.ones(1), np.array([effective]), np.ones(1)
    )
    shared = Shared.of(middle, np.log(factor), 0.0, 365)
    moments = outcomes(each, shared).moments[0, :, 0]
    return float(alike.number @ (alike.admitted + moments))


@pytest.mark.parametrize("goal", [90, 120, 200])
def test_the_required_pace_brings_the_sum_to_the_target(goal: int) -> None:
    alike, each, _ = made(*MANY)
    factor = required_pace(alike, each, DELAY, 1 / 365, goal)
    assert expected(alike, each, factor) == pytest.approx(goal - 0.5, abs=0.01)


def test_pending_dossiers_alone_may_be_enough() -> None:
    alike, each, _ = made((5, 3, 2, 4))
    assert required_pace(alike, each, DELAY, 1 / 365, 4) == 0
    assert required_pace(alike, each, DELAY, 1 / 365, 1) == 0


def test_no_pace_is_enough_where_pools_are_not() -> None:
    alike, each, _ = made((5, 3, 0, 1), (5, 0, 0, 0))
    assert required_pace(alike, each, DELAY, 1 / 365, 10) == np.inf


def test_no_pace_is_enough_without_days() -> None:
    alike, each, _ = made((5, 3, 0, 9))
    over = Delay(45.0, np.zeros(1), np.zeros(1), np.ones(1))
    assert required_pace(alike, each, over, 1 / 365, 5) == np.inf


def test_without_limit_the_pace_is_what_is_wanted_over_the_mean() -> None:
    alike, each, _ = made((10, 0, 0, 5))
    free = Alike(
        alike.quota,
        alike.admitted,
        alike.pending,
        np.array([UNLIMITED]),
        alike.number,
        alike.of,
        alike.kind,
    )
    mean = 10 / 365 * (0.4 * 60 + 0.6 * 80)
    assert required_pace(free, each, DELAY, 1 / 365, 10) == pytest.approx(9.5 / mean, rel=1e-3)
