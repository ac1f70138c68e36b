import numpy as np
import pytest
from scipy import stats

from dangvien_analysis.forecasting.delay import Delay
from dangvien_analysis.forecasting.mixture import Total, convolved, mixed_normal
from dangvien_analysis.forecasting.predictive import Shared

ONE = Shared.of(Delay(45.0, np.ones(1), np.ones(1), np.ones(1)), 0.0, 0.0, 365)
MANY = Shared.of(Delay(45.0, np.ones(2), np.ones(2), np.full(2, 0.5)), 0.0, 0.25, 365)


def poisson(means: np.ndarray, shared: Shared, high: int = 10**6) -> Total:
    """Sums of Poisson counts: mean, variance and third cumulant are the same."""
    return mixed_normal(np.stack([means] * 3), shared, 0, high)


def test_a_skewed_sum_at_one_node() -> None:
    law = stats.poisson(30)
    found = poisson(np.array([30.0]), ONE)
    values = np.arange(10, 60)
    assert found.at_most(values) == pytest.approx(law.cdf(values), abs=0.002)
    assert found.quantiles([0.025, 0.1, 0.5, 0.9, 0.975]) == [
        int(law.ppf(q)) for q in (0.025, 0.1, 0.5, 0.9, 0.975)
    ]
    for goal in (20, 30, 40):
        missing = np.maximum(goal - np.arange(200), 0) @ law.pmf(np.arange(200))
        assert found.missing(goal) == pytest.approx(missing, abs=0.01)
        assert found.at_least(goal) == pytest.approx(law.sf(goal - 1), abs=0.002)


def test_few_nodes_do_not_show_in_a_large_sum() -> None:
    # 100,000 at every node spreads by 316 only; the nodes stand some 19,000 apart
    means = 1e5 * np.tile(np.exp(MANY.logs), 2)
    found = poisson(means, MANY)
    law = stats.lognorm(0.25, scale=1e5)
    for chance in (0.01, 0.1, 0.333, 0.5, 0.9, 0.99):
        assert found.quantiles([chance])[0] == pytest.approx(law.ppf(chance), rel=0.005)
    values = np.linspace(6e4, 1.6e5, 50).astype(int)
    assert found.at_most(values) == pytest.approx(law.cdf(values), abs=0.003)


def test_a_sum_that_cannot_move() -> None:
    found = mixed_normal(np.array([[7.0], [0.0], [0.0]]), ONE, 7, 7)
    assert found.quantiles([0.1, 0.5, 0.9]) == [7, 7, 7]
    assert (found.at_least(7), found.at_least(8)) == (1, 0)
    assert found.missing(9) == pytest.approx(2)


def test_outside_what_can_be_the_chance_is_exact() -> None:
    found = mixed_normal(np.array([[30.0], [30.0], [30.0]]), ONE, 25, 40)
    assert found.at_least(25) == 1
    assert found.at_least(24.5) == 1
    assert found.at_least(40.5) == 0
    assert 0 < found.at_least(40) == found.at_least(39.5) < found.at_least(39)
    assert found.quantiles([1e-12, 1.0]) == [25, 40]


def test_few_units_by_convolution() -> None:
    parts = [stats.binom(n, p).pmf(np.arange(n + 1))[:, None] for n, p in ((3, 0.8), (2, 0.1))]
    found = convolved(parts, ONE, 10)
    chance = np.convolve(parts[0][:, 0], parts[1][:, 0])
    assert (found.low, found.high) == (10, 15)
    assert found.at_most(np.arange(10, 16)) == pytest.approx(np.cumsum(chance))
    assert found.at_most(np.array([9, 99])) == pytest.approx([0, 1])
    for goal in (10, 12, 15, 20):
        assert found.missing(goal) == pytest.approx(
            np.maximum(goal - 10 - np.arange(6), 0) @ chance
        )


def test_nothing_to_sum() -> None:
    found = convolved([], MANY, 4)
    assert found.quantiles([0.025, 0.5, 0.975]) == [4, 4, 4]
    assert found.missing(6) == 2


def test_nodes_are_mixed_and_not_averaged() -> None:
    # two worlds, one with 0 and one with 2: never 1
    two = Shared(np.zeros(1), np.ones(2), np.ones(2), np.full(2, 0.5))
    found = convolved([np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])], two, 0)
    assert found.at_most(np.array([0, 1, 2])) == pytest.approx([0.5, 0.5, 1])
