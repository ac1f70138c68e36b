"""Chances in words: rounded to five per cent, never a promise."""

from typing import Any

import pandas as pd

from dangvien_analysis.columns import BANDS
from dangvien_analysis.text.numbers import UNKNOWN, format_percent, round_half_up

_ENDS = ((0.01, 0.99), (0.05, 0.95))
_STEPS = 20
_FACTS = ("done", "short_of_pool")


def chance_in_words(chance: Any) -> str:
    """Show a chance without more digits than a forecast has.

    "35%", to the nearest five per cent; "dưới 1%", "dưới 5%", "trên 95%", "trên 99%" at the ends;
    "chưa rõ" for NA.
    """
    if pd.isna(chance):
        return UNKNOWN
    for low, high in _ENDS:
        if chance < low:
            return f"dưới {format_percent(low, 0)}"
        if chance > high:
            return f"trên {format_percent(high, 0)}"
    return format_percent(round_half_up(chance * _STEPS, 0) / _STEPS, 0)


def band_in_words(row: pd.Series, small_quota: int) -> str:
    """Show how likely a unit is to meet its quota."""
    if pd.isna(row["band"]):
        return UNKNOWN
    words = BANDS[row["band"]]
    if row["band"] in _FACTS or row["quota"] <= small_quota:
        return words
    return f"{words} ({chance_in_words(row['p_meet'])})"
