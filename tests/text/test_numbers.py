from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from dangvien_analysis.text.numbers import (
    format_count,
    format_date,
    format_decimal,
    format_percent,
    parse_number,
    parse_ordinal,
    round_half_up,
)

# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "counted", "rated"),
    [
        ("7", "7", "7"),
        ("007", "7", "7"),
        ("-3", "-3", "-3"),
        (" 12 % ", "12", "12"),
        # comma and dot are decimal marks …
        ("58,57", "58.57", "58.57"),
        ("58.57", "58.57", "58.57"),
        ("80.0", "80.0", "80.0"),
        # … but a dot before exactly three digits groups thousands in a column of counts
        ("1.905", "1905", "1.905"),
        ("-1.905", "-1905", "-1.905"),
        ("58.570", "58570", "58.570"),
        # a number of thousands does not begin with 0
        ("0.500", "0.500", "0.500"),
        ("0.005", "0.005", "0.005"),
        # a comma before three digits never groups: it is the decimal comma
        ("1,905", "1.905", "1.905"),
        # two or four digits after a dot are decimals even among counts
        ("1.90", "1.90", "1.90"),
        ("12.3456", "12.3456", "12.3456"),
    ],
)
def test_parse_number(text: str, counted: str, rated: str) -> None:
    assert str(parse_number(text)) == str(Decimal(counted))
    assert str(parse_number(text, grouped=False)) == str(Decimal(rated))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.905.000", 1905000),
        ("1 905", 1905),
        ("1\u00a0905", 1905),
        ("1.905,5", Decimal("1905.5")),
    ],
)
def test_thousands_of_counts(text: str, expected: int | Decimal) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "%", " % "])
def test_parse_empty_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "6 (dự kiến)",
        "x",
        "-",
        "5.",
        ",5",
        "1,2,3",
        "1..905",
        "1e5",
        "nan",
        "Infinity",
        "--3",
        "5-7",
        "3/9",
        "1.90.5",
        "12.34.567",
        "13/09/2023",
    ],
)
def test_parse_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="không phải là số"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", 5),
        ("5.", 5),
        (" 05 ", 5),
        ("999999", 999999),
        # a telephone number is no place in a list
        ("0912345678", None),
        ("", None),
        (".", None),
        ("I", None),
        ("5a", None),
        ("1.2", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_parse_ordinal(text: str, expected: int | None) -> None:
    assert parse_ordinal(text) == expected


# --- showing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        # banker's rounding would give 0.12, 2 and -2
        (0.125, 2, "0.13"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        # 0.285 is below the half as a binary number; a reader sees the half
        (0.285, 2, "0.29"),
        (Decimal("1.005"), 2, "1.01"),
        (7, 2, "7.00"),
    ],
)
def test_round_half_up(value: float | Decimal, digits: int, expected: str) -> None:
    assert str(round_half_up(value, digits)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (281, "281"), (1905, "1.905"), (1234567, "1.234.567"), (-4, "-4")],
)
def test_format_count(value: int, expected: str) -> None:
    assert format_count(value) == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1.45, 1, "1,5"),
        (1905.5, 1, "1.905,5"),
        (0, 0, "0"),
        (2 / 3, 3, "0,667"),
        (-0.5, 1, "-0,5"),
    ],
)
def test_format_decimal(value: float, digits: int, expected: str) -> None:
    assert format_decimal(value, digits) == expected


@pytest.mark.parametrize(
    ("fraction", "digits", "expected"),
    [
        (135 / 280, 2, "48,21%"),
        (135 / 281, 2, "48,04%"),
        (164 / 280, 2, "58,57%"),
        (256 / 365, 1, "70,1%"),
        (1, 2, "100,00%"),
        (8 / 7, 2, "114,29%"),
        (0.0, 0, "0%"),
        # 0.285 * 100 is 28.499999999999996 in binary
        (0.285, 0, "29%"),
    ],
)
def test_format_percent(fraction: float, digits: int, expected: str) -> None:
    assert format_percent(fraction, digits) == expected


@pytest.mark.parametrize("missing", [pd.NA, None, float("nan")])
def test_missing_figures_are_said_in_words(missing: object) -> None:
    assert format_count(missing) == "chưa rõ"
    assert format_decimal(missing) == "không tính"
    assert format_percent(missing) == "không tính"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 9, 13), "13/9/2023"),
        # days 1-9 and months 1-2 take a leading 0, months 3-9 none
        (date(2026, 2, 5), "05/02/2026"),
        (date(2023, 1, 31), "31/01/2023"),
        (date(2023, 3, 9), "09/3/2023"),
        (date(2023, 12, 10), "10/12/2023"),
        (None, "chưa rõ ngày"),
    ],
)
def test_format_date(day: date | None, expected: str) -> None:
    assert format_date(day) == expected
