from collections.abc import Collection
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.gather.procedure import (
    LastDay,
    last_resolution_day,
    working_days_after,
)
from dangvien_analysis.office.holidays import Holidays, read_holidays
from dangvien_analysis.office.settings import DecisionLimit, Procedure
from tests.conftest import ROOT

SHIPPED = read_holidays(ROOT / "data" / "reference" / "holidays.csv")
END = date(2023, 12, 31)
DAY = timedelta(days=1)


def weekends_of(*years: int) -> Holidays:
    """Cover years without a holiday that matters: each has one, on a Sunday."""
    firsts = [date(year, 7, 1) for year in years]
    return Holidays(tuple(day + DAY * (6 - day.weekday()) for day in firsts))


def is_worked(day: date, off: Collection[date]) -> bool:
    return day.weekday() < 5 and day not in off


def counted(day: date, n: int, off: Collection[date]) -> date:
    """Count one day after the other, from the day after."""
    while n:
        day += DAY
        n -= is_worked(day, off)
    return day


def rules(*limits: tuple[date | None, int | None]) -> Procedure:
    return Procedure(tuple(DecisionLimit(*limit, f"QĐ {at}") for at, limit in enumerate(limits)))


# --- working days -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        # Friday to Monday, from a Saturday and a Sunday too
        (date(2023, 10, 6), 1, date(2023, 10, 9)),
        (date(2023, 10, 7), 1, date(2023, 10, 9)),
        (date(2023, 10, 8), 1, date(2023, 10, 9)),
        (date(2023, 10, 6), 5, date(2023, 10, 13)),
        # 12 weeks of 5 days
        (date(2023, 10, 6), 60, date(2023, 12, 29)),
        # over the New Year's Monday
        (date(2023, 10, 9), 60, date(2024, 1, 2)),
        # over 1/9 and 4/9, and from a holiday
        (date(2023, 8, 31), 1, date(2023, 9, 5)),
        (date(2023, 9, 1), 1, date(2023, 9, 5)),
        # over Tết, 20/1 to 26/1
        (date(2023, 1, 19), 1, date(2023, 1, 27)),
        # 2022 and 2026 are not in the table
        (date(2022, 12, 30), 1, None),
        (date(2025, 12, 31), 1, None),
    ],
)
def test_working_days_after(day: date, n: int, found: date | None) -> None:
    assert working_days_after(day, n, SHIPPED) == found


DATES = st.dates(date(2020, 1, 1), date(2030, 12, 31))
COVERED = weekends_of(*range(2015, 2035)).days
OFF = st.sets(st.dates(date(2019, 1, 1), date(2031, 12, 31)), max_size=40)


@given(DATES, st.integers(1, 90), OFF)
def test_working_days_are_those_of_a_slow_count(day: date, n: int, off: set[date]) -> None:
    found = working_days_after(day, n, Holidays(tuple(sorted({*off, *COVERED}))))
    assert found == counted(day, n, off)


# --- the last day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "found"),
    [
        # the notice's year: Sunday 31/12, so the count ends on Friday 29/12
        (END, LastDay(date(2023, 10, 6), 60, "QĐ 24-QĐ/TW")),
        (date(2023, 12, 29), LastDay(date(2023, 10, 6), 60, "QĐ 24-QĐ/TW")),
        (date(2023, 12, 28), LastDay(date(2023, 10, 5), 60, "QĐ 24-QĐ/TW")),
        # 1/1/2024 is a holiday: nothing is decided on it
        (date(2024, 1, 1), LastDay(date(2023, 10, 6), 60, "QĐ 24-QĐ/TW")),
        (date(2024, 1, 2), LastDay(date(2023, 10, 9), 60, "QĐ 24-QĐ/TW")),
        # 12 and 9 weeks before a Tuesday and a Wednesday
        (date(2024, 12, 31), LastDay(date(2024, 10, 8), 60, "QĐ 24-QĐ/TW")),
        (date(2025, 12, 31), LastDay(date(2025, 10, 29), 45, "QĐ 294-QĐ/TW")),
        # 45 working days after the new rule's first day, and the day before: the old one's turn
        (date(2025, 7, 28), LastDay(date(2025, 5, 26), 45, "QĐ 294-QĐ/TW")),
        (date(2025, 7, 27), LastDay(date(2025, 5, 2), 60, "QĐ 24-QĐ/TW")),
        # a limit that is not known; holidays that are not known, here or where the count begins
        (date(2026, 12, 31), None),
        (date(2026, 6, 30), None),
        (date(2023, 2, 28), None),
    ],
)
def test_last_day_under_the_rules_in_force(deadline: date, found: LastDay | None) -> None:
    assert last_resolution_day(deadline, Procedure(), SHIPPED) == found


CHANGE = date(2025, 6, 14)  # a Saturday


@pytest.mark.parametrize(
    ("procedure", "deadline", "found"),
    [
        # a longer limit does not reach back: what is resolved on Friday 13/6 is still quick
        (rules((None, 10), (CHANGE, 40)), date(2025, 7, 10), (date(2025, 6, 13), 10)),
        # the same from the first working day whose longer limit is in time
        (rules((None, 10), (CHANGE, 40)), date(2025, 8, 8), (date(2025, 6, 13), 10)),
        (rules((None, 10), (CHANGE, 40)), date(2025, 8, 11), (date(2025, 6, 16), 40)),
        # three rules, none of the later ones in time
        (
            rules((None, 5), (CHANGE, 40), (date(2025, 7, 1), 60)),
            date(2025, 7, 10),
            (date(2025, 6, 13), 5),
        ),
        # a rule that held on a weekend alone
        (
            rules((None, 5), (CHANGE, 1), (date(2025, 6, 16), 60)),
            date(2025, 7, 10),
            (date(2025, 6, 13), 5),
        ),
        # one that comes after the deadline plays no part, its limit known or not
        (rules((None, 5), (CHANGE, None)), date(2025, 6, 13), (date(2025, 6, 6), 5)),
        # an old one that is not known plays none where the new one is in time
        (rules((None, None), (CHANGE, 5)), date(2025, 7, 10), (date(2025, 7, 3), 5)),
        (rules((None, None), (CHANGE, 5)), date(2025, 6, 19), None),
        (rules((None, 5), (CHANGE, None)), date(2025, 6, 16), None),
        # no rule yet, and none at all
        (rules((CHANGE, 5)), date(2025, 6, 19), None),
        (rules((CHANGE, 5)), date(2025, 5, 1), None),
        (rules(), END, None),
    ],
)
def test_the_rule_of_the_resolution_s_day_decides(
    procedure: Procedure, deadline: date, found: tuple[date, int] | None
) -> None:
    last = last_resolution_day(deadline, procedure, weekends_of(2025))
    assert (last and (last.day, last.days)) == found


@pytest.mark.parametrize(
    ("years", "known"),
    [((2023, 2024), True), ((2023,), False), ((2024,), False), ((), False)],
)
def test_each_year_counted_through_must_be_covered(years: tuple[int, ...], known: bool) -> None:
    found = last_resolution_day(date(2024, 1, 31), rules((None, 60)), weekends_of(*years))
    assert (found is not None) is known


LIMITS = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(1, 90)),
    max_size=3,
    unique_by=lambda limit: limit[0],
)


@given(st.dates(date(2024, 9, 1), date(2025, 12, 31)), st.integers(1, 90), LIMITS, OFF)
def test_the_last_day_is_that_of_a_slow_search(
    deadline: date, first: int, later: list[tuple[date, int]], off: set[date]
) -> None:
    limits: list[tuple[date | None, int | None]] = [(None, first), *sorted(later)]
    holidays = Holidays(tuple(sorted({*off, *COVERED})))
    day = deadline
    while True:
        in_force = [days for start, days in limits if start is None or start <= day][-1]
        if in_force and is_worked(day, off) and counted(day, in_force, off) <= deadline:
            break
        day -= DAY
    found = last_resolution_day(deadline, rules(*limits), holidays)
    assert found and (found.day, found.days) == (day, in_force)
