from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from dangvien_analysis.checks.rates import (
    READINGS,
    RateReading,
    Row,
    agrees,
    rate_reading,
    rows_of,
)
from tests.builders import counts


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


@pytest.mark.parametrize(
    ("admitted", "pending", "expected"),
    [
        (7, 5, {"with_pending": 12, "admitted": 7}),
        (7, None, {"with_pending": None, "admitted": 7}),
        (None, 5, {"with_pending": None, "admitted": None}),
    ],
)
def test_people(
    admitted: int | None, pending: int | None, expected: dict[str, int | None]
) -> None:
    row = Row("", 15, admitted, pending)
    assert {name: row.people(name) for name in READINGS} == expected


@pytest.mark.parametrize(
    ("figures", "printed", "expected"),
    [
        ((15, 7, 5), "80.00", {"with_pending"}),
        ((15, 7, 5), "46,67", {"admitted"}),
        ((15, 7, 0), "46,67", {"with_pending", "admitted"}),
        ((15, 7, 5), "50", set()),
        # what cannot be told: no rate, no sound rate, no quota, no count
        ((15, 7, 5), "", None),
        ((15, 7, 5), "gần 80", None),
        ((0, 7, 5), "80", None),
        ((None, 7, 5), "80", None),
        ((15, None, 5), "80", None),
        # without the pending count one reading can still be told
        ((15, 7, None), "46,67", {"admitted"}),
    ],
)
def test_agreeing(
    figures: tuple[int | None, ...], printed: str, expected: set[str] | None
) -> None:
    assert Row(printed, *figures).agreeing(100) == expected


def reading(rows: list[tuple[int, int, int, str]]) -> RateReading:
    return rate_reading(Row(printed, *figures) for *figures, printed in rows)


@pytest.mark.parametrize(
    ("rows", "meaning", "scale"),
    [
        ([(15, 7, 5, "80"), (7, 4, 1, "71,43")], "with_pending", 100),
        ([(15, 7, 5, "46,67"), (7, 4, 1, "57,14")], "admitted", 100),
        # rows in which both give one figure do not count for either
        ([(7, 4, 0, "57,14"), (9, 6, 0, "66,67"), (15, 7, 5, "46,67")], "admitted", 100),
        ([(7, 4, 0, "57,14"), (9, 6, 0, "66,67")], "with_pending", 100),
        # the reading most rows follow, in spite of one that does not
        ([(15, 7, 5, "80"), (7, 4, 1, "71"), (7, 3, 2, "42,86")], "with_pending", 100),
        ([(15, 7, 5, "0,8"), (7, 4, 1, "0,714285714285714")], "with_pending", 1),
        ([(15, 7, 5, "0,46667"), (7, 4, 1, "0,57")], "admitted", 1),
        # zeros fit every scale: per cent is the usual one
        ([(7, 0, 0, "0"), (5, 0, 0, "0,00")], "with_pending", 100),
        # rates that nothing explains, and none at all
        ([(15, 7, 5, "3"), (7, 4, 1, "x")], None, 100),
        ([(15, 7, 5, ""), (7, 4, 1, "")], None, 100),
        ([], None, 100),
    ],
)
def test_rate_reading(
    rows: list[tuple[int, int, int, str]], meaning: str | None, scale: int
) -> None:
    assert reading(rows) == RateReading(meaning, scale)


def test_rates_of_units_with_unknown_counts_do_not_vote() -> None:
    rows = [Row("50", None, 1, 1), Row("57,14", 7, 4, 1)]
    assert rate_reading(rows).meaning == "admitted"


def test_rows_of() -> None:
    units = counts(quota=[15, None], admitted=[7, 4], pending=[None, 1])
    printed = pd.Series(["80,00", "58,57"], index=[units.index[0], ""], dtype="str")
    first, second = units.index
    assert rows_of(units, printed) == {
        first: Row("80,00", 15, 7, None),
        second: Row("", None, 4, 1),
    }


def test_agreement_is_exact_for_every_small_rate() -> None:
    """Two decimals, rounded half up or cut, worked out with fractions a second way."""
    for quota in range(1, 16):
        for people in range(quota + 2):
            exact = Fraction(100 * people, quota) * 100
            for units in range(int(exact) - 2, int(exact) + 4):
                near = units in (int(exact), int(exact + Fraction(1, 2)))
                assert agrees(Decimal(units).scaleb(-2), people, quota) is near
