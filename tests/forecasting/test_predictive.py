import numpy as np
import pytest
from scipy import stats

from dangvien_analysis.forecasting.delay import Delay
from dangvien_analysis.forecasting.predictive import (
    UNLIMITED,
    Shared,
    Units,
    landing_chances,
    new_admissions,
    outcomes,
    separate,
)

ONE = Delay(45.0, np.array([0.8]), np.array([73.0]), np.ones(1))
FIXED = Shared.of(ONE, 0.0, 0.0, 365)
SPREAD = Shared.of(
    Delay(45.0, np.array([0.7, 0.9]), np.array([60.0, 80.0]), np.array([0.4, 0.6])), 0.1, 0.3, 365
)


def units(*rows: tuple[int, int, int], yearly: float = 20.0, shape: float = 4.0) -> Units:
    """Rows of need, pending, pool, all with one pace."""
    need, pending, pool = (np.array(part, dtype=np.int64) for part in zip(*rows, strict=True))
    kind = np.zeros(len(need), dtype=np.int64)
    return Units(need, pending, pool, kind, np.array([yearly]), np.array([shape]))


def test_nodes_are_every_pair_and_their_weights_sum_to_1() -> None:
    assert len(SPREAD.weight) == 2 * len(SPREAD.logs)
    assert SPREAD.weight.sum() == pytest.approx(1)
    logs = np.log(SPREAD.share[: len(SPREAD.logs)] * 365 / 60)
    weight = SPREAD.weight[: len(SPREAD.logs)] / 0.4
    assert weight @ logs == pytest.approx(0.1)
    assert np.sqrt(weight @ (logs - 0.1) ** 2) == pytest.approx(0.3, rel=0.01)


def test_a_known_factor_is_one_node() -> None:
    assert list(FIXED.share) == pytest.approx([73 / 365])
    assert list(FIXED.weight) == [1]


def test_new_admissions_are_negative_binomial() -> None:
    table = new_admissions(np.array([20.0]), np.array([4.0]), np.array([0.2]), 30)[:, 0, 0]
    law = stats.nbinom(4.0, 4.0 / (4.0 + 20 * 0.2))
    assert table[0] == 0
    assert table[-1] == 1
    assert table[1:-1] == pytest.approx(law.cdf(np.arange(30)))


@pytest.mark.parametrize(("yearly", "share"), [(0.0, 0.2), (20.0, 0.0)])
def test_without_pace_or_days_nothing_is_new(yearly: float, share: float) -> None:
    table = new_admissions(np.array([yearly]), np.array([4.0]), np.array([share]), 5)
    assert np.all(table[1:] == 1)


def test_pending_dossiers_land_one_by_one() -> None:
    table = landing_chances(np.array([3, 0, 3]), np.array([0.8, 0.0, 1.0]))
    assert table.shape == (4, 3, 3)
    assert table[:, 0, 0] == pytest.approx(stats.binom(3, 0.8).pmf(np.arange(4)))
    assert list(table[:, 1, 0]) == [1, 0, 0, 0]
    assert list(table[:, 0, 1]) == [1, 0, 0, 0]
    assert list(table[:, 0, 2]) == [0, 0, 0, 1]


def year_ends(pending: int, pool: int, landing: float = 0.8, mean: float = 4.0) -> np.ndarray:
    """The distribution of what is to come by summing over all it is made of."""
    new = stats.nbinom(4.0, 4.0 / (4.0 + mean)).pmf(np.arange(400))
    chance = np.zeros(min(pool, 399) + pending + 1)
    landed = stats.binom(pending, landing).pmf(np.arange(pending + 1))
    for count, p in enumerate(new):
        for b in range(pending + 1):
            chance[min(count, pool) + b] += p * landed[b]
    return chance


@pytest.mark.parametrize("pool", [0, 1, 3, 60])
@pytest.mark.parametrize("pending", [0, 1, 4])
def test_outcomes_at_one_node_by_summing(pending: int, pool: int) -> None:
    chance = year_ends(pending, pool)
    values = np.arange(len(chance))
    for need in range(len(chance) + 2):
        found = outcomes(units((need, pending, pool)), FIXED)
        assert found.meet[0, 0] == pytest.approx(chance[need:].sum(), abs=1e-6)
        missing = np.maximum(need - values, 0) @ chance
        assert found.shortfall[0] == pytest.approx(missing, abs=1e-5)
    mean = values @ chance
    assert found.moments[0, 0, 0] == pytest.approx(mean, rel=1e-4)
    assert found.moments[1, 0, 0] == pytest.approx((values - mean) ** 2 @ chance, rel=1e-3)
    assert found.moments[2, 0, 0] == pytest.approx(
        (values - mean) ** 3 @ chance, rel=0.02, abs=1e-9
    )
    upto = np.cumsum(chance)
    ends = [int(np.argmax(upto >= q - 1e-12)) for q in (0.025, 0.1, 0.9, 0.975)]
    assert list(found.bounds[:, 0]) == ends


def test_several_nodes_are_weighed() -> None:
    each = units((2, 1, 5))
    whole = outcomes(each, SPREAD)
    singly = [
        outcomes(
            each,
            Shared(np.zeros(1), SPREAD.share[[at]], SPREAD.landing[[at]], np.ones(1)),
        )
        for at in range(len(SPREAD.weight))
    ]
    assert whole.meet[0] == pytest.approx([one.meet[0, 0] for one in singly])
    assert whole.shortfall[0] == pytest.approx(
        SPREAD.weight @ np.array([one.shortfall[0] for one in singly])
    )


def test_an_unlimited_pool_is_a_large_one() -> None:
    free, large = (outcomes(units((5, 1, pool)), SPREAD) for pool in (UNLIMITED, 10_000))
    assert free.meet == pytest.approx(large.meet)
    assert free.moments == pytest.approx(large.moments)
    assert np.array_equal(free.bounds, large.bounds)


def test_many_kinds_are_worked_out_in_pieces() -> None:
    rng = np.random.default_rng(3)
    kinds = 700
    kind = np.sort(rng.integers(0, kinds, 2_000))
    kind[:kinds] = np.arange(kinds)
    kind.sort()
    many = Units(
        rng.integers(0, 90, len(kind)),
        rng.integers(0, 9, len(kind)),
        rng.integers(0, 300, len(kind)),
        kind,
        np.linspace(1, 900, kinds),
        np.full(kinds, 5.0),
    )
    found = outcomes(many, SPREAD)
    for at in (0, 5, 999, 1_999):
        one = Units(
            many.need[[at]],
            many.pending[[at]],
            many.pool[[at]],
            np.zeros(1, dtype=np.int64),
            many.yearly[[kind[at]]],
            many.shape[[kind[at]]],
        )
        alone = outcomes(one, SPREAD)
        assert found.meet[at] == pytest.approx(alone.meet[0], abs=1e-6)
        assert list(found.bounds[:, at]) == list(alone.bounds[:, 0])


def test_separate_parts_make_the_same_sum() -> None:
    each = units((2, 2, 4), (9, 0, 3))
    new, landed, other, none = separate(each, np.array([0, 1]), FIXED)
    assert np.convolve(new[:, 0], landed[:, 0]) == pytest.approx(year_ends(2, 4))
    assert other[:, 0] == pytest.approx(year_ends(0, 3))
    assert none[:, 0] == pytest.approx([1])


def test_no_units() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    found = outcomes(Units(nobody, nobody, nobody, nobody, np.zeros(0), np.zeros(0)), SPREAD)
    assert found.meet.shape == (0, len(SPREAD.weight))
    assert separate(units((1, 1, 1)), nobody, SPREAD) == []
