"""Figures of a cell: a number, or what is wrong with it."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.text.numbers import parse_dash, parse_number
from dangvien_analysis.text.vietnamese import clean

# More people than any count here: a telephone number, or two cells run together.
_LARGEST = 10**9

SEVERAL = 2
"""A sum has at least so many parts."""

PROBLEMS = {
    "missing_count": "bỏ trống; coi là chưa rõ, không phải 0.",
    "unreadable_cell": (
        "“{}” không đọc được thành số; để trống, không phải 0. Ô chỉ nên ghi một số."
    ),
    "negative_count": "là số âm ({}); để trống, không sửa.",
    "fractional_count": "là số lẻ ({}); để trống, không sửa.",
}
"""What a message says of a cell, by the code of its finding."""


class ReadNumber(NamedTuple):
    """What a cell says."""

    value: int | float | None  # The number; None when there is none that can be right
    problem: str = ""  # A key of `PROBLEMS`; empty when nothing is wrong
    is_dash: bool = False  # Whether the cell holds a dash, which offices write for 0


@lru_cache(maxsize=65536)
def figure(text: str, *, is_rate: bool = False) -> ReadNumber:
    """Read one cell."""
    printed = clean(text)
    if parse_dash(printed):
        return ReadNumber(0, is_dash=True)
    try:
        value = parse_number(printed, grouped=not is_rate)
    except ValueError:
        return ReadNumber(None, "unreadable_cell")
    if value is None:
        return ReadNumber(None, "missing_count")
    if "%" in printed and not is_rate:
        return ReadNumber(None, "unreadable_cell")
    if abs(value) > _LARGEST:
        return ReadNumber(None, "unreadable_cell")
    return _checked(value, is_rate=is_rate)


def _checked(value: Decimal, *, is_rate: bool) -> ReadNumber:
    if value < 0:
        return ReadNumber(None, "negative_count")
    if is_rate:
        return ReadNumber(float(value))
    if value != value.to_integral_value():
        return ReadNumber(None, "fractional_count")
    return ReadNumber(int(value))


def is_sum(line: TableLine, parts: Sequence[TableLine], least: int = SEVERAL) -> bool:
    """Tell whether a row is the sum of others, in every column of counts.

    True when all its counts are the sums of theirs, and its quota is not 0.
    """
    if len(parts) < least:
        return False
    if not figure(line.text("quota")).value or figure(line.text("admitted")).value is None:
        return False
    return all(stated == computed for stated, computed in _both(line, parts))


def nearly_sum(line: TableLine, parts: Sequence[TableLine]) -> bool:
    """Tell whether a row is the sum of others but for one column.

    True when at least two of its counts are the sums of theirs and not 0, and at most one is
    another figure.
    """
    if len(parts) < SEVERAL:
        return False
    pairs = [pair for pair in _both(line, parts) if any(pair)]
    right = sum(stated == computed for stated, computed in pairs)
    return right >= SEVERAL and len(pairs) - right <= 1


def _both(line: TableLine, parts: Sequence[TableLine]) -> list[tuple[int | float, int | float]]:
    """Give each count of a row beside the sum of the others' counts.

    Adding ends where it can become no sum any more, so that each row of a long table is quick.
    """
    figures = {name: figure(line.text(name)).value for name in COUNTS if name in line.positions}
    stated = {name: value for name, value in figures.items() if value is not None}
    sums: dict[str, int | float] = dict.fromkeys(stated, 0)
    for one in parts:
        for name in sums:
            sums[name] += figure(one.text(name)).value or 0
        over = sum(sums[name] > value for name, value in stated.items())
        if over > 1 or (over and len(sums) - over < SEVERAL):
            break
    return [(value, sums[name]) for name, value in stated.items()]
