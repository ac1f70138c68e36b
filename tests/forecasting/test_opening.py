import numpy as np
import pytest

from dangvien_analysis.forecasting.opening import Opening, infer_opening


def inferred(
    quota: list[float], opened: list[float], share: float = 0.7, number: int = 1
) -> Opening:
    values = np.array(quota)
    return infer_opening(
        values, values * share, np.array(opened, dtype=float), np.full(len(values), number)
    )


def test_units_alike_share_one_pace() -> None:
    found = inferred([10] * 40, [5] * 40)
    # 5 of 10 in 0.7 of a year
    assert found.mean == pytest.approx(np.full(40, 5 / 10 / 0.7), rel=0.03)
    assert np.sqrt(found.log_variance) == pytest.approx(1 / np.sqrt(40 * 5), rel=0.5)


def test_units_are_drawn_towards_the_district() -> None:
    quota, opened = [10] * 20, [2] * 10 + [9] * 10
    found = inferred(quota, opened)
    raw = np.array(opened) / 10 / 0.7
    middle = raw.mean()
    assert np.all(np.abs(found.mean - middle) < np.abs(raw - middle))
    assert np.all(np.sign(found.mean - middle) == np.sign(raw - middle))


def test_a_large_unit_keeps_its_own_pace() -> None:
    found = inferred([1000, *[10] * 20], [1200, *[4] * 20])
    assert found.mean[0] == pytest.approx(1200 / 1000 / 0.7, rel=0.05)
    assert found.mean[1] < 0.8


def test_many_units_alike_count_as_often() -> None:
    once = inferred([10] * 30, [2, 5, 8] * 10)
    together = infer_opening(
        np.array([10.0] * 3), np.array([7.0] * 3), np.array([2.0, 5.0, 8.0]), np.full(3, 10)
    )
    assert together.mean == pytest.approx(once.mean[:3], rel=1e-6)
    assert together.shape == pytest.approx(once.shape[:3], rel=1e-4)
    assert together.log_variance == pytest.approx(once.log_variance, rel=1e-6)


def test_nothing_opened_is_a_slow_pace_and_not_none() -> None:
    found = inferred([10] * 20, [0] * 20)
    assert np.all((found.mean > 0) & (found.mean < 0.05))


def test_a_day_of_the_year_tells_little() -> None:
    found = inferred([5.0], [0.0], share=1 / 365)
    assert 0.3 < found.mean[0] < 3
    assert found.log_variance > 0.3


def test_52_000_units_are_known_well() -> None:
    rng = np.random.default_rng(7)
    own = rng.gamma(6.0, 0.9 / 6.0, 52_000)
    opened = rng.poisson(own * 5 * 0.7).astype(float)
    counts, number = np.unique(opened, return_counts=True)
    quota = np.full(len(counts), 5.0)
    found = infer_opening(quota, quota * 0.7, counts, number)
    assert (found.mean @ number) / number.sum() == pytest.approx(0.9, rel=0.01)
    # what one unit's own dossiers leave open: gamma of shape 6 + opened
    assert found.shape == pytest.approx(6 + counts, rel=0.1)


@pytest.mark.parametrize("units", [0, 1])
def test_hardly_any_units(units: int) -> None:
    found = inferred([4.0] * units, [2.0] * units)
    assert len(found.mean) == units
    assert np.isfinite(found.log_variance)
