import numpy as np
import pytest

from benchmarks.scores import (
    Outcome,
    beside,
    brier,
    calibration_error,
    coverage,
    interval_score,
    log_loss,
    reliability,
    scores,
)

LOW, HIGH = np.array([1.0, 5.0, 5.0]), np.array([3.0, 9.0, 9.0])
TOTAL = np.array([3.0, 4.0, 12.0])


def test_the_ends_of_an_interval_belong_to_it() -> None:
    assert coverage(LOW, HIGH, TOTAL) == pytest.approx(1 / 3)


def test_interval_score_adds_what_lies_outside() -> None:
    # Widths 2, 4, 4; 1 and 3 people outside, ten times each.
    assert interval_score(LOW, HIGH, TOTAL) == pytest.approx((2 + 4 + 4 + 10 * (1 + 3)) / 3)


def test_brier_is_the_squared_distance() -> None:
    assert brier(np.array([0.0, 0.5, 1.0]), np.array([False, True, True])) == pytest.approx(
        (0 + 0.25 + 0) / 3
    )


@pytest.mark.parametrize(
    ("chance", "met", "loss"),
    [
        (0.5, True, -np.log(0.5)),
        (0.2, False, -np.log(0.8)),
        # A fact costs nothing to speak of; a wrong one costs much, not infinitely much.
        (1.0, True, 1e-6),
        (0.0, True, -np.log(1e-6)),
    ],
)
def test_log_loss(chance: float, met: bool, loss: float) -> None:
    assert log_loss(np.array([chance]), np.array([met])) == pytest.approx(loss, rel=1e-3)


def test_reliability_leaves_empty_bins_out() -> None:
    rows = reliability(np.array([0.02, 0.04, 1.0]), np.array([False, True, True]))
    assert rows == pytest.approx(np.array([[0.03, 0.5, 2], [1.0, 1.0, 1]]))


def test_calibration_error_weighs_bins_by_their_units() -> None:
    found = calibration_error(np.array([0.02, 0.04, 1.0]), np.array([False, True, True]))
    assert found == pytest.approx((2 * (0.5 - 0.03) + 0) / 3)


def outcome(chance: list[float]) -> Outcome:
    return Outcome(
        month=np.array([9]),
        ends=np.array([[1.0, 3.0, 0.0, 5.0]]),
        total=np.array([4]),
        chance=np.array([chance]),
        met=np.array([[True, False, True, False]]),
        decided=np.array([[True, True, False, False]]),
    )


def test_scores_of_one_district() -> None:
    found = scores(outcome([1.0, 0.0, 0.6, 0.2]))
    assert (found["covers80"], found["covers95"], found["width"]) == (0, 1, 2)
    assert found["interval"] == pytest.approx(2 + 10 * 1)
    assert found["expected"] == pytest.approx(1.8 / 2)
    assert found["expected_open"] == pytest.approx(0.8 / 1)
    assert found["gap_open"] == pytest.approx((0.4 + 0.2) / 2)
    assert found["wrong_facts"] == 0


def test_wrong_facts_are_counted() -> None:
    assert scores(outcome([0.0, 1.0, 1.0, 0.2]))["wrong_facts"] == 2


def test_beside_the_best() -> None:
    best = scores(outcome([1.0, 0.0, 1.0, 0.0]))
    found = beside(scores(outcome([1.0, 0.0, 0.6, 0.2])), best)
    assert found["width_ratio"] == found["interval_ratio"] == 1
    assert found["brier_more"] == pytest.approx((0.4**2 + 0.2**2) / 4)
