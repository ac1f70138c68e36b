import numpy as np
import pytest

from dangvien_analysis.forecasting.trend import no_trend, trend

MONTHS = [31, 59, 90, 120, 151, 181, 212, 243]


def test_an_even_year_has_no_trend() -> None:
    found = trend([(day, 0.6 * day) for day in MONTHS], 0.0)
    assert found.ratio == pytest.approx(1, abs=0.01)
    assert found.openings.shares.sum() == pytest.approx(1)
    assert list(found.openings.starts) == [243 - day for day in [0, *MONTHS[:-1]]]
    assert list(found.openings.ends) == [243 - day for day in MONTHS]


def test_a_pace_that_doubled_in_july_is_nearly_seen_by_september() -> None:
    marks = [(day, float(day + max(day - 181, 0))) for day in MONTHS]
    found = trend(marks, 0.0)
    # the year's pace so far is (243 + 62) / 243; now it is 2
    now = 2 / ((243 + 62) / 243)
    assert 1.25 < found.ratio < now


def test_by_hand_with_two_stretches() -> None:
    # weights are 0.65 to the power of the age in months, averaged over each stretch
    decay = -np.log(0.65) / (365 / 12)
    old = (np.exp(-decay * 60) - np.exp(-decay * 160)) / (decay * 100)
    new = (1 - np.exp(-decay * 60)) / (decay * 60)
    found = trend([(100, 50.0), (160, 110.0)], 0.0)
    # half a dossier of today is added on both sides
    seen = old * 50 + new * 60 + 0.5 * new
    assert found.ratio == pytest.approx(seen / (old * 100 + new * 60) / (110.5 / 160))
    variance = (old**2 * 50 + new**2 * 60 + 0.5 * new**2) / seen**2 - 1 / 110.5
    assert found.log_variance == pytest.approx(variance)


def test_a_standstill_is_slow_and_uncertain_and_not_nothing() -> None:
    found = trend([(181, 0.0), (212, 0.0), (243, 1.0)], 0.0)
    assert found.ratio > 1
    still = trend([(31, 4.0), (181, 4.0), (243, 4.0)], 0.0)
    assert 0 < still.ratio < 0.5
    assert still.log_variance > 0.3


def test_a_total_that_falls_counts_as_nothing_opened() -> None:
    fallen = trend([(120, 50.0), (181, 40.0), (243, 60.0)], 0.0)
    assert list(fallen.openings.shares) == pytest.approx([50 / 70, 0, 20 / 70])


@pytest.mark.parametrize("marks", [[(256, 100.0)], [(100, 0.0), (256, 0.0)]])
def test_one_table_or_nothing_opened_says_nothing(marks: list[tuple[int, float]]) -> None:
    found = trend(marks, 0.25)
    plain = no_trend(256, 0.25)
    assert (found.ratio, found.log_variance) == (1, 0)
    assert found.openings.carried == plain.openings.carried == 0.25
    assert list(found.openings.starts) == [256]
