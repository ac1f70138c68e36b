"""Numbers and dates as Vietnamese offices type them, and as reports show them.

Inside the package a rate is a fraction and a count an integer; percent, the decimal comma and
rounding half up exist only in the ``format_*`` functions here.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pandas as pd

from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean

# Digits are those of ASCII: full-width and Arabic ones are no number an office types.
_THOUSANDS = pattern(r"[+-]?[1-9][0-9]{0,2}([. ])[0-9]{3}(?:\1[0-9]{3})*(?:,[0-9]+)?")
_DECIMAL = pattern(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_SIGN = pattern(r"([+-]) +")
# What a keyboard, or a program that mends typing, puts for a minus: hyphens, en dash, minus.
_MINUSES = str.maketrans(dict.fromkeys("\u2010\u2011\u2013\u2212", "-"))
_DASHES = pattern(r"[-\u2010-\u2015\u2212]+")
_ORDINAL_DIGITS = 6
# No figure of a table is longer; what is, such as a page of digits, is refused unread.
_LONGEST = 40

# Formulas work in binary: beyond these digits their results are not exact.
_EXACT_DIGITS = 9

UNKNOWN = "chưa rõ"
"""Shown for a count that was not reported."""
NOT_APPLICABLE = "không tính"
"""Shown for a rate that does not exist, such as one with a quota of 0."""


def parse_number(text: str, *, grouped: bool = True) -> Decimal | None:
    """Read a number as it was typed.

    Gives the number with the digits as printed; None when the text is empty.
    """
    digits = clean(text).removesuffix("%").strip()
    if not digits:
        return None
    value = _number(digits, grouped) if len(digits) <= _LONGEST else None
    if value is None:
        raise ValueError(f"không phải là số: {text[:_LONGEST]!r}")
    return value


# A table repeats its figures, the small ones above all.
@lru_cache(maxsize=4096)
def _number(digits: str, grouped: bool) -> Decimal | None:
    """Read a cleaned text; None when it is not a number."""
    digits = _SIGN.sub(r"\1", digits.translate(_MINUSES), count=1)
    # A comma after the groups leaves no doubt what the dots are.
    if _THOUSANDS.fullmatch(digits) and (grouped or "," in digits):
        digits = digits.replace(".", "").replace(" ", "")
    return Decimal(digits.replace(",", ".")) if _DECIMAL.fullmatch(digits) else None


def parse_dash(text: str) -> bool:
    """Tell a cell that holds a dash where offices mean zero.

    True for one or more dashes of any length and nothing else: "-", "–", "—", "- -". A dash with a
    figure is no dash: "- 0 -" is left to be reported as it is.
    """
    return bool(_DASHES.fullmatch(clean(text).replace(" ", "")))


def parse_ordinal(text: str) -> int | None:
    """Read a number in a list, such as "5" or "5.".

    Gives the number; None when the text is something else, or too long for a number in a list.
    """
    # A table has one in each row, and nearly all are plain digits.
    digits = text if text.isdecimal() else clean(text).rstrip(".")
    plain = digits.isascii() and digits.isdecimal()
    return int(digits) if plain and len(digits) <= _ORDINAL_DIGITS else None


def parse_ordinals(texts: Sequence[str]) -> list[int | None]:
    """Read the numbers of a whole list; in most they run from 1 without a gap."""
    running = range(1, len(texts) + 1)
    return list(running if texts == list(map(str, running)) else map(parse_ordinal, texts))


def round_half_up(value: float | Decimal | Fraction, digits: int) -> Decimal:
    """Round half away from zero, as Vietnamese offices do."""
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def agrees(printed: Decimal, numerator: int, denominator: int, scale: int = 100) -> bool:
    """Tell whether a printed rate is the exact one, rounded or cut at the printed digits.

    True when it is the exact rate rounded half up or cut. Whole numbers are compared; of a
    formula's long result only the first digits count.
    """
    if -int(printed.as_tuple().exponent) > _EXACT_DIGITS:
        printed = round_half_up(printed, _EXACT_DIGITS)
    exponent = printed.as_tuple().exponent
    unit = 10 ** max(-exponent if isinstance(exponent, int) else 0, 0)
    exact = numerator * scale * unit
    return printed * unit in (exact // denominator, (2 * exact + denominator) // (2 * denominator))


def format_count(value: Any) -> str:
    """Show a count of people or units.

    Digits with a dot between thousands; "chưa rõ" for NA.
    """
    if pd.isna(value):
        return UNKNOWN
    return f"{int(value):,}".replace(",", ".")


def format_decimal(value: Any, digits: int = 1) -> str:
    """Show a number with a decimal comma.

    For example "1,4"; "không tính" for NA.
    """
    if pd.isna(value):
        return NOT_APPLICABLE
    return f"{round_half_up(value, digits):,}".translate(str.maketrans(",.", ".,"))


def format_percent(fraction: Any, digits: int = 2) -> str:
    """Show a fraction as a percentage.

    For example "48,21%"; "không tính" for NA.
    """
    if pd.isna(fraction):
        return NOT_APPLICABLE
    if not isinstance(fraction, Fraction):
        fraction = Decimal(str(fraction))
    return format_decimal(fraction * 100, digits) + "%"


def format_date(day: date | None) -> str:
    """Show a date as official documents write it.

    For example "13/9/2023" and "05/02/2026": days 1-9 and months 1-2 take a leading 0 (Hướng dẫn
    36-HD/VPTW, 2018); "chưa rõ ngày" for None.
    """
    if day is None:
        return "chưa rõ ngày"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - the rule
    return f"{day.day:02d}/{month}/{day.year}"
