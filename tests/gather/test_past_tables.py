from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dangvien_analysis as dva
from dangvien_analysis.gather.past_tables import (
    at_share,
    levels_on,
    months_between,
    still_since,
)
from tests.builders import counts


def table(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    quota, admitted, pending, pool = zip(*rows, strict=True)
    return counts(quota=quota, admitted=admitted, pending=pending, pool=pool)


def test_levels_are_those_of_the_day(assessed: pd.DataFrame, snapshot: dva.Snapshot) -> None:
    end = date(2023, 12, 31)
    now = levels_on(snapshot.units, as_of=date(2023, 9, 13), deadline=end, small_quota=2)
    assert now.equals(assessed["risk_level"])
    early = levels_on(snapshot.units, as_of=date(2023, 1, 31), deadline=end, small_quota=2)
    # With the same counts in January nobody is behind.
    assert (early == "watch").sum() == 0
    assert (now == "watch").sum() > 0


JUNE, JULY, AUGUST = date(2023, 6, 30), date(2023, 7, 31), date(2023, 8, 31)


def test_still_since_the_first_table_that_says_the_same() -> None:
    june = table((7, 2, 1, 5), (7, 2, 1, 5), (7, 1, 0, 5), (7, None, 0, 5), (7, 2, 1, 5))
    july = table((7, 2, 1, 4), (7, 3, 0, 5), (7, 2, 0, 5), (7, 2, 0, 5), (7, 9, 9, 5))
    august = table((7, 2, 1, 9), (7, 3, 0, 5), (7, 3, 0, 5), (7, 2, 0, 5), (7, None, 1, 5))
    found = still_since([(JUNE, june), (JULY, july), (AUGUST, august)])
    assert list(found) == [JUNE, JULY, AUGUST, JULY, None]


def test_a_pause_in_the_sameness_ends_it() -> None:
    same, other = table((7, 2, 1, 5)), table((7, 3, 0, 5))
    found = still_since([(JUNE, same), (JULY, other), (AUGUST, same)])
    assert list(found) == [AUGUST]


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (JUNE, AUGUST, 2),
        (date(2023, 1, 31), date(2023, 2, 28), 1),
        (date(2023, 8, 31), date(2023, 9, 13), 0),
        (date(2023, 6, 30), date(2023, 9, 13), 2),
        (date(2023, 1, 13), date(2023, 9, 13), 8),
        (date(2023, 9, 13), date(2023, 9, 13), 0),
    ],
)
def test_whole_months(since: date, until: date, months: int) -> None:
    assert months_between(since, until) == months


def dated(*points: tuple[date, int]) -> list[tuple[date, pd.DataFrame]]:
    return [(day, counts(admitted=[number])) for day, number in points]


def test_between_two_tables_in_proportion_to_the_days() -> None:
    found = at_share(dated((date(2022, 6, 30), 80), (date(2022, 12, 31), 264)), 0.75)
    assert found is not None
    assert (found.low, found.high) == (80, 264)
    assert (found.since, found.until) == (date(2022, 6, 30), date(2022, 12, 31))
    # 30 June is day 181 of 365: (273.75 - 181) / 184 of the way, which is one person a day
    assert found.between == pytest.approx(80 + 92.75)


def test_a_table_on_the_very_day_is_taken_as_it_is() -> None:
    found = at_share(dated((date(2022, 6, 30), 80), (date(2022, 9, 13), 120)), 256 / 365)
    assert found is not None
    assert (found.low, found.high, found.between) == (120, 120, 120)


def test_before_the_first_table_nobody_is_the_start() -> None:
    found = at_share(dated((date(2022, 12, 31), 100)), 0.5)
    assert found is not None
    assert (found.low, found.high, found.between) == (0, 100, 50)


def test_past_the_last_table_nothing_is_known() -> None:
    assert at_share(dated((date(2022, 6, 30), 80)), 0.7) is None
    assert at_share([], 0.7) is None


JUNE_30, DECEMBER_31 = date(2022, 6, 30), date(2022, 12, 31)


@pytest.mark.parametrize(
    ("june", "december", "low", "high", "unknown"),
    [
        # everybody told: the middle is estimated
        ([80, 4], [264, 6], 84, 270, 0),
        # a unit silent in June: 80 at least, 270 at most, nothing in between
        ([80, None], [264, 6], 80, 270, 1),
        # a unit silent in December may have any number
        ([80, 4], [264, None], 84, None, 1),
        # silent in both is one unit, silent in one each are two
        ([80, None], [264, None], 80, None, 1),
        ([None, 4], [264, None], 4, None, 2),
        # nobody told anything
        ([None, None], [None, None], 0, None, 2),
    ],
)
def test_a_unit_that_told_nothing_is_not_a_unit_of_nobody(
    june: list[int | None],
    december: list[int | None],
    low: int,
    high: int | None,
    unknown: int,
) -> None:
    tables = [(JUNE_30, counts(admitted=june)), (DECEMBER_31, counts(admitted=december))]
    found = at_share(tables, 0.75)
    assert found is not None
    assert (found.low, found.high, found.unknown) == (low, high, unknown)
    assert (found.between is None) is bool(unknown)


def test_silence_on_the_very_day_is_told_once() -> None:
    found = at_share([(JUNE_30, counts(admitted=[80, None]))], 181 / 365)
    assert found is not None
    assert (found.low, found.high, found.between, found.unknown) == (80, None, None, 1)


def test_silence_in_a_table_that_is_not_asked_changes_nothing() -> None:
    tables = [(date(2022, 1, 31), counts(admitted=[None])), *dated((JUNE_30, 80))]
    found = at_share([*tables, *dated((DECEMBER_31, 264))], 0.75)
    assert found is not None
    assert (found.low, found.high, found.unknown) == (80, 264, 0)


@given(
    share=st.floats(0.01, 1),
    steps=st.lists(st.integers(0, 40), min_size=12, max_size=12),
)
def test_the_estimate_lies_between_the_tables(share: float, steps: list[int]) -> None:
    total, tables = 0, []
    for month, step in enumerate(steps, start=1):
        total += step
        day = date(2022, month, 28) if month < 12 else date(2022, 12, 31)
        tables += dated((day, total))
    found = at_share(tables, share)
    assert found is not None
    assert found.low <= found.between <= found.high
