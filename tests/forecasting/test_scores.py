import numpy as np
import pytest

from dangvien_analysis.forecasting.scores import brier_score, coverage, interval_score


def test_coverage_counts_both_ends() -> None:
    outcome = np.array([5, 10, 11, 4])
    assert coverage(outcome, np.full(4, 5), np.full(4, 10)) == 2 / 4


def test_interval_score_by_hand() -> None:
    outcome = np.array([7.0, 4.0, 12.0])
    found = interval_score(outcome, np.full(3, 5.0), np.full(3, 10.0), 0.2)
    # width 5; one short by 1, one over by 2, each ten times
    assert list(found) == [5, 5 + 10 * 1, 5 + 10 * 2]


def test_one_number_is_scored_by_its_error() -> None:
    one = np.array([8.0])
    assert list(interval_score(np.array([5.0]), one, one, 0.05)) == [40 * 3]


@pytest.mark.parametrize(
    ("happened", "chance", "score"),
    [
        ([1, 0], [1.0, 0.0], 0),
        ([1, 0], [0.0, 1.0], 1),
        ([1, 0, 1], [0.5, 0.5, 0.5], 0.25),
        ([True, False], [0.8, 0.4], (0.2**2 + 0.4**2) / 2),
    ],
)
def test_brier_score(happened: list[int], chance: list[float], score: float) -> None:
    assert brier_score(np.array(happened), np.array(chance)) == pytest.approx(score)


def test_without_outcomes_there_is_no_score() -> None:
    none = np.array([])
    assert np.isnan(brier_score(none, none))
    assert np.isnan(coverage(none, none, none))
    assert len(interval_score(none, none, none, 0.2)) == 0
