from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.text.numbers import (
    agrees,
    format_count,
    format_date,
    format_decimal,
    format_percent,
    parse_dash,
    parse_number,
    parse_ordinal,
    round_half_up,
)
from tests.timing import seconds_of, takes_less

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
        # a comma after the groups leaves no doubt what their dots are
        ("1.905,5", "1905.5", "1905.5"),
        # signs as keyboards and programs that mend typing put them
        ("+5", "5", "5"),
        ("+ 5", "5", "5"),
        ("- 5", "-5", "-5"),
        ("\u22125", "-5", "-5"),
        ("–5", "-5", "-5"),
        ("\u20111.905", "-1905", "-1.905"),
        # a zero-width space, spaces around
        ("\u200b 12\u202f", "12", "12"),
        ("9" * 40, "9" * 40, "9" * 40),
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
        ("1\u202f905", 1905),
        ("1\u2009905\u2009000", 1905000),
        ("1 905,5", Decimal("1905.5")),
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
        # not a negative number here
        "(5)",
        "12 %%",
        "1 90",
        "12 345 6",
        # two marks between thousands, or spaces before less than three digits, are two numbers
        "1.905 000",
        "1 905.000",
        "5 6",
        "- -5",
        "+-5",
        "—5",
        # digits that are not of ASCII
        "５",
        "١",
        "½",
        "²",
        # longer than any figure
        "9" * 41,
        "9" * 5000,
        "1." * 5000,
        "1" + ".000" * 5000,
    ],
)
def test_parse_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="không phải là số"):
        parse_number(text)


def test_a_million_digits_are_refused_at_once() -> None:
    def refuse(text: str) -> str:
        with pytest.raises(ValueError, match="không phải là số") as caught:
            parse_number(text)
        return str(caught.value)

    million = "1 234" * 200_000
    assert len(refuse(million)) < 100
    # not even as long as looking at each digit once
    look = seconds_of(lambda: [one.isdigit() for one in million])
    assert takes_less(lambda: refuse(million), look)


@pytest.mark.parametrize(
    ("text", "dash"),
    [
        ("-", True),
        (" – ", True),
        ("—", True),
        ("\u2212", True),
        ("\u2011", True),
        ("--", True),
        ("- -", True),
        ("-\u00a0", True),
        # blank is not zero; what holds a figure or a letter is no dash
        ("", False),
        (" ", False),
        ("0", False),
        ("- 0 -", False),
        ("-5", False),
        ("x", False),
        (".", False),
        ("_", False),
        ("-%", False),
    ],
)
def test_parse_dash(text: str, dash: bool) -> None:
    assert parse_dash(text) is dash


@given(st.integers(-(10**12), 10**12))
def test_a_count_comes_back_as_it_is_shown(value: int) -> None:
    assert parse_number(format_count(value)) == value


@given(
    st.decimals(-(10**9), 10**9, allow_nan=False, places=3),
    st.integers(1, 6),
    st.booleans(),
)
def test_a_decimal_comes_back_as_it_is_shown(value: Decimal, digits: int, grouped: bool) -> None:
    shown = format_decimal(value, digits)
    assert parse_number(shown, grouped=grouped) == round_half_up(value, digits)


@given(st.text(st.sampled_from("0123456789 .,+-−–%()ex\u00a0½５"), max_size=60), st.booleans())
def test_any_text_is_a_number_or_an_error(text: str, grouped: bool) -> None:
    try:
        value = parse_number(text, grouped=grouped)
    except ValueError:
        return
    assert value is None or value.is_finite()
    assert parse_number(f" {text}\u00a0", grouped=grouped) == value


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
        ("٣", None),
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


# --- a printed rate ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "numerator", "denominator", "scale", "expected"),
    [
        # 164/280 is 58.571…: rounded and cut alike
        ("58.57", 164, 280, 100, True),
        ("58.6", 164, 280, 100, True),
        ("58.5", 164, 280, 100, True),
        ("59", 164, 280, 100, True),
        ("58", 164, 280, 100, True),
        ("58.58", 164, 280, 100, False),
        ("58.4", 164, 280, 100, False),
        # 2/3 is 66.666…: rounded up, or cut
        ("66.67", 2, 3, 100, True),
        ("66.66", 2, 3, 100, True),
        ("66.68", 2, 3, 100, False),
        # a tie goes up: 1/8 is 12.5
        ("13", 1, 8, 100, True),
        ("12", 1, 8, 100, True),
        ("12.50", 1, 8, 100, True),
        ("11", 1, 8, 100, False),
        # the digits as printed count: 57.00 is not 57.14
        ("57", 4, 7, 100, True),
        ("57.00", 4, 7, 100, False),
        # 9 of 8 printed as 8 of 9
        ("88.8", 9, 8, 100, False),
        ("112.5", 9, 8, 100, True),
        ("0.00", 0, 7, 100, True),
        ("100", 7, 7, 100, True),
        # fractions, as a workbook keeps them
        ("0.5857", 164, 280, 1, True),
        ("0.58", 164, 280, 1, True),
        ("1", 7, 7, 1, True),
        ("0.5857", 164, 280, 100, False),
    ],
)
def test_agrees(
    printed: str, numerator: int, denominator: int, scale: int, expected: bool
) -> None:
    assert agrees(Decimal(printed), numerator, denominator, scale) is expected


def test_a_formula_s_own_result_agrees() -> None:
    """A spreadsheet shows 15 digits of a binary number: its last digit may be one off."""
    for quota in range(1, 60):
        for people in range(quota + 5):
            for scale, value in ((1, people / quota), (100, people / quota * 100)):
                assert agrees(Decimal(format(value, ".15g")), people, quota, scale)


def test_a_wrong_long_result_does_not_agree() -> None:
    assert not agrees(Decimal("0.705882352"), 13, 17, 1)
    assert not agrees(Decimal("0.705882362941176"), 12, 17, 1)


def test_agreement_is_exact_for_every_small_rate() -> None:
    """Two decimals, rounded half up or cut, worked out with fractions a second way."""
    for quota in range(1, 16):
        for people in range(quota + 2):
            exact = Fraction(100 * people, quota) * 100
            for units in range(int(exact) - 2, int(exact) + 4):
                near = units in (int(exact), int(exact + Fraction(1, 2)))
                assert agrees(Decimal(units).scaleb(-2), people, quota) is near
