"""Numbers and dates as Vietnamese offices type them, and as reports show them.

Inside the package a rate is a fraction and a count an integer; percent, the decimal comma and
rounding half up exist only in the ``format_*`` functions here.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import pandas as pd

from dangvien_analysis.text.vietnamese import clean

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[. ]\d{3})+(?:,\d+)?")
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_ORDINAL_DIGITS = 6

UNKNOWN = "chưa rõ"
"""Shown for a count that was not reported."""
NOT_APPLICABLE = "không tính"
"""Shown for a rate that does not exist, such as one with a quota of 0."""


def parse_number(text: str, *, grouped: bool = True) -> Decimal | None:
    """Read a number as it was typed.

    Parameters
    ----------
    text : str
        "58,57", "58.57", "1.905", "1 905", "12 %"; white space around it does not matter.
    grouped : bool
        Whether a dot before exactly three digits means thousands, as in a column of counts; in a
        column of rates, and after a leading 0, it is a decimal point.

    Returns
    -------
    Decimal or None
        The number with the digits as printed; None when the text is empty.

    Raises
    ------
    ValueError
        When the text is not a number, such as "6 (dự kiến)".
    """
    digits = clean(text).removesuffix("%").strip()
    if not digits:
        return None
    if grouped and _THOUSANDS.fullmatch(digits):
        digits = re.sub(r"[. ]", "", digits)
    if not _DECIMAL.fullmatch(digits):
        raise ValueError(f"không phải là số: {text!r}")
    try:
        return Decimal(digits.replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the pattern leaves no such text
        raise ValueError(f"không phải là số: {text!r}") from error


def parse_ordinal(text: str) -> int | None:
    """Read a number in a list, such as "5" or "5.".

    Parameters
    ----------
    text : str
        The cell of a column STT.

    Returns
    -------
    int or None
        The number; None when the text is something else, or too long for a number in a list.
    """
    digits = clean(text).rstrip(".")
    return int(digits) if digits.isdecimal() and len(digits) <= _ORDINAL_DIGITS else None


def round_half_up(value: float | Decimal | Fraction, digits: int) -> Decimal:
    """Round half away from zero, as Vietnamese offices do.

    Parameters
    ----------
    value : float, Decimal or Fraction
        The number; a float is taken as its shortest decimal form, so 0.285 is 0.285.
    digits : int
        Digits kept after the decimal point.

    Returns
    -------
    Decimal
        The rounded number with exactly that many digits.
    """
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def format_count(value: Any) -> str:
    """Show a count of people or units.

    Parameters
    ----------
    value : int or NA
        The count.

    Returns
    -------
    str
        Digits with a dot between thousands; "chưa rõ" for NA.
    """
    if pd.isna(value):
        return UNKNOWN
    return f"{int(value):,}".replace(",", ".")


def format_decimal(value: Any, digits: int = 1) -> str:
    """Show a number with a decimal comma.

    Parameters
    ----------
    value : float, Decimal, Fraction or NA
        The number.
    digits : int
        Digits after the comma.

    Returns
    -------
    str
        For example "1,4"; "không tính" for NA.
    """
    if pd.isna(value):
        return NOT_APPLICABLE
    return f"{round_half_up(value, digits):,}".translate(str.maketrans(",.", ".,"))


def format_percent(fraction: Any, digits: int = 2) -> str:
    """Show a fraction as a percentage.

    Parameters
    ----------
    fraction : float, Decimal, Fraction or NA
        A fraction, 1 being the whole.
    digits : int
        Digits after the comma.

    Returns
    -------
    str
        For example "48,21%"; "không tính" for NA.
    """
    if pd.isna(fraction):
        return NOT_APPLICABLE
    if not isinstance(fraction, Fraction):
        fraction = Decimal(str(fraction))
    return format_decimal(fraction * 100, digits) + "%"


def format_date(day: date | None) -> str:
    """Show a date as official documents write it.

    Parameters
    ----------
    day : datetime.date or None
        The date.

    Returns
    -------
    str
        For example "13/9/2023" and "05/02/2026": days 1-9 and months 1-2 take a leading 0
        (Hướng dẫn 36-HD/VPTW, 2018); "chưa rõ ngày" for None.
    """
    if day is None:
        return "chưa rõ ngày"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - the rule
    return f"{day.day:02d}/{month}/{day.year}"
