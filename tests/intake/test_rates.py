import pandas as pd
import pytest

from dangvien_analysis.intake.rates import (
    READINGS,
    RateReading,
    RateRow,
    rate_reading,
    rows_of,
)
from tests.builders import counts


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
    row = RateRow("", 15, admitted, pending)
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
    assert RateRow(printed, *figures).agreeing(100) == expected


def reading(rows: list[tuple[int, int, int, str]]) -> RateReading:
    return rate_reading(RateRow(printed, *figures) for *figures, printed in rows)


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
    rows = [RateRow("50", None, 1, 1), RateRow("57,14", 7, 4, 1)]
    assert rate_reading(rows).meaning == "admitted"


def test_rows_of() -> None:
    units = counts(quota=[15, None], admitted=[7, 4], pending=[None, 1])
    printed = pd.Series(["80,00", "58,57"], index=[units.index[0], ""], dtype="str")
    assert rows_of(units, printed) == [RateRow("80,00", 15, 7, None), RateRow("", None, 4, 1)]


@pytest.mark.parametrize(
    ("printed", "agreeing"),
    [
        # 7/15 is 46,67: those pending, who are not known, may make up the rest
        ("53,33", None),
        ("46,67", {"admitted"}),
        # but they never make it less
        ("40,00", set()),
    ],
)
def test_a_rate_that_may_hold_unknown_pending_people(
    printed: str, agreeing: set[str] | None
) -> None:
    assert RateRow(printed, 15, 7, None).agreeing(100) == agreeing
