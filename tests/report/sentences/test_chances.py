from typing import Any

import pandas as pd
import pytest

from dangvien_analysis.report.sentences.chances import band_in_words, chance_in_words


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "dưới 1%"),
        (0.0099, "dưới 1%"),
        (0.01, "dưới 5%"),
        (0.0499, "dưới 5%"),
        (0.05, "5%"),
        # to the nearest five, halves up
        (0.074, "5%"),
        (0.075, "10%"),
        (0.324, "30%"),
        (0.325, "35%"),
        (0.926, "95%"),
        (0.95, "95%"),
        (0.951, "trên 95%"),
        (0.99, "trên 95%"),
        (0.991, "trên 99%"),
        (1.0, "trên 99%"),
        (pd.NA, "chưa rõ"),
    ],
)
def test_chances_have_no_more_digits_than_a_forecast(chance: Any, words: str) -> None:
    assert chance_in_words(chance) == words


@pytest.mark.parametrize(
    ("quota", "p_meet", "band", "words"),
    [
        (7, 0.627, "fair", "khá (65%)"),
        (7, 0.004, "very_low", "rất thấp (dưới 1%)"),
        (3, 0.85, "high", "cao (85%)"),
        # a quota of 1 or 2 has its band only
        (2, 0.81, "high", "cao"),
        (1, 0.14, "very_low", "rất thấp"),
        # facts have no chance
        (7, 1.0, "done", "đã hoàn thành"),
        (7, 0.0, "short_of_pool", "chưa đủ nguồn theo số đã báo"),
        (7, pd.NA, pd.NA, "chưa rõ"),
    ],
)
def test_bands(quota: int, p_meet: Any, band: Any, words: str) -> None:
    assert band_in_words(pd.Series({"quota": quota, "p_meet": p_meet, "band": band}), 2) == words
