from datetime import date

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.measures.completion import share_of_year
from tests.builders import counts, listed

END = date(2023, 12, 31)

# --- completion -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "admitted", "pending", "rate", "with_pending", "to_admit", "surplus"),
    [
        (15, 7, 5, 7 / 15, 12 / 15, 15 - 7, 0),
        # over the quota is a fact
        (5, 6, 0, 6 / 5, 6 / 5, 0, 6 - 5),
        # pending people pass the quota, admitted ones do not: no surplus
        (2, 1, 2, 1 / 2, 3 / 2, 2 - 1, 0),
        # admitted ones pass it already: the pending add nothing
        (5, 6, 3, 6 / 5, 9 / 5, 0, 6 - 5),
        (7, 0, 0, 0, 0, 7, 0),
        # a quota of 0: no rate, yet whoever is admitted is a surplus
        (0, 0, 0, None, None, 0, 0),
        (0, 1, 0, None, None, 0, 1),
        # each figure that is missing leaves open what needs it
        (None, 1, 1, None, None, None, None),
        (4, None, 1, None, None, None, None),
        (4, 1, None, 1 / 4, None, 4 - 1, 0),
    ],
)
def test_completion(
    quota: int | None,
    admitted: int | None,
    pending: int | None,
    rate: float | None,
    with_pending: float | None,
    to_admit: int | None,
    surplus: int | None,
) -> None:
    found = dva.completion(counts(quota=[quota], admitted=[admitted], pending=[pending]))
    assert listed(found["completion_rate"]) == [rate]
    assert listed(found["completion_rate_with_pending"]) == [with_pending]
    assert listed(found["to_admit"]) == [to_admit]
    assert listed(found["surplus"]) == [surplus]


@pytest.mark.parametrize("length", [0, 3], ids=["empty", "all_na"])
def test_completion_of_nothing(length: int) -> None:
    none = [None] * length
    found = dva.completion(counts(quota=none, admitted=none, pending=none) if length else EMPTY)
    assert found.shape == (length, 3 + 4)
    assert found.isna().all(axis=None)
    assert str(found["completion_rate"].dtype) == "Float64"
    assert str(found["to_admit"].dtype) == str(found["surplus"].dtype) == "Int64"


EMPTY = counts(quota=[0], admitted=[0], pending=[0]).iloc[:0]


def test_measures_leave_what_they_are_given(assessed: pd.DataFrame) -> None:
    given = counts(quota=[3, 0], admitted=[1, 0], pending=[0, 0], pool=[2, 1])
    before = given.copy()
    found = (
        given.pipe(dva.completion)
        .pipe(dva.pipeline_coverage)
        .pipe(dva.pace, as_of=date(2023, 9, 13), deadline=END)
        .pipe(dva.risk_levels)
    )
    pd.testing.assert_frame_equal(given, before)
    pd.testing.assert_frame_equal(found[list(given)], before)
    assert set(found) < set(assessed)


# --- share of the year ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "share"),
    [
        # 31 days in seven months up to August, less three and one: 243, and 13 in September
        (date(2023, 9, 13), (256, 365)),
        (date(2023, 1, 1), (1, 365)),
        (date(2023, 12, 31), (365, 365)),
        # leap years: 2024 and 2000, but not 2100
        (date(2024, 2, 29), (60, 366)),
        (date(2024, 12, 31), (366, 366)),
        (date(2000, 3, 1), (61, 366)),
        (date(2100, 3, 1), (60, 365)),
    ],
)
def test_share_of_year(day: date, share: tuple[int, int]) -> None:
    assert share_of_year(day) == share


# --- pace -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "quota", "due"),
    [
        # whole people only: 2.10 of 3 is 2, 4.91 of 7 is 4, 10.52 of 15 is 10
        (date(2023, 9, 13), 3, 3 * 256 // 365),
        (date(2023, 9, 13), 7, 4),
        (date(2023, 9, 13), 15, 10),
        (date(2023, 9, 13), 1, 0),
        # exactly a fifth of the year is gone: 5 x 73/365 is 1, not 0.9999…
        (date(2023, 3, 14), 5, 1),
        (date(2023, 3, 13), 5, 0),
        # exactly half of a leap year
        (date(2024, 7, 1), 2, 1),
        # on the last day the whole quota is due, the day before not
        (END, 7, 7),
        (date(2023, 12, 30), 7, 6),
        (date(2023, 9, 13), 0, 0),
        (date(2023, 9, 13), None, None),
    ],
)
def test_due_by_now(day: date, quota: int | None, due: int | None) -> None:
    found = dva.pace(
        counts(quota=[quota], admitted=[0]), as_of=day, deadline=date(day.year, 12, 31)
    )
    assert listed(found["due_by_now"]) == [due]


@pytest.mark.parametrize(
    ("day", "deadline", "quota", "remaining", "needed"),
    [
        # 109 days left, a month being 365/12 days
        (date(2023, 9, 13), END, 15, 3, 3 / (109 * 12 / 365)),
        (date(2024, 9, 13), date(2024, 12, 31), 15, 3, 3 / (109 * 12 / 366)),
        # one day left
        (date(2023, 12, 30), END, 15, 2, 2 / (1 * 12 / 365)),
        # a deadline before the year's end
        (date(2023, 9, 13), date(2023, 11, 30), 15, 3, 3 / (78 * 12 / 365)),
        (date(2023, 9, 13), END, 15, 0, 0),
        # on the deadline itself no month is left
        (END, END, 15, 3, None),
        (date(2023, 9, 13), END, 0, 0, None),
        (date(2023, 9, 13), END, None, 3, None),
        (date(2023, 9, 13), END, 15, None, None),
    ],
)
def test_required_per_month(
    day: date, deadline: date, quota: int | None, remaining: int | None, needed: float | None
) -> None:
    # as many admitted as leave so many places
    known = quota is not None and remaining is not None
    admitted = quota - remaining if known else 0 if remaining else None
    units = counts(quota=[quota], admitted=[admitted], pending=[0])
    found = listed(dva.pace(units, as_of=day, deadline=deadline)["required_per_month"])
    assert found == ([None] if needed is None else [pytest.approx(needed)])


@pytest.mark.parametrize("deadline", [END, None])
def test_pace_without_a_date_is_not_applicable(deadline: date | None) -> None:
    units = counts(quota=[3, None], admitted=[2, 0], pending=[0, 0])
    found = dva.pace(units, as_of=None, deadline=deadline)
    assert found[["due_by_now", "required_per_month"]].isna().all(axis=None)
    assert str(found["due_by_now"].dtype) == "Int64"
    assert str(found["required_per_month"].dtype) == "Float64"


@pytest.mark.parametrize("as_of", [None, date(2023, 9, 13), END])
@pytest.mark.parametrize("length", [0, 2], ids=["empty", "all_na"])
def test_pace_of_nothing(as_of: date | None, length: int) -> None:
    none = [None, None]
    units = counts(quota=none, admitted=none, pending=none).iloc[:length]
    found = dva.pace(units, as_of=as_of, deadline=END)
    assert found[["due_by_now", "required_per_month"]].shape == (length, 2)
    assert found.isna().all(axis=None)
    assert str(found["required_per_month"].dtype) == "Float64"


@pytest.mark.parametrize(
    ("as_of", "deadline"),
    [
        (date(2023, 12, 31), date(2023, 12, 30)),
        (date(2022, 12, 31), date(2023, 12, 31)),
        (date(2024, 1, 1), date(2023, 12, 31)),
    ],
)
def test_pace_refuses_dates_that_do_not_fit(as_of: date, deadline: date) -> None:
    with pytest.raises(ValueError, match=f"{as_of}.*{deadline}"):
        dva.pace(counts(quota=[3], admitted=[2]), as_of=as_of, deadline=deadline)


@pytest.mark.parametrize("day", [date(2023, 9, 13), date(2024, 2, 29), END])
def test_the_deadline_is_the_last_day_of_the_year_unless_one_is_named(day: date) -> None:
    units = counts(quota=[15], admitted=[7], pending=[5])
    named = dva.pace(units, as_of=day, deadline=date(day.year, 12, 31))
    pd.testing.assert_frame_equal(dva.pace(units, as_of=day), named)


def test_pace_without_pending_knows_what_is_due_and_not_what_remains() -> None:
    found = dva.pace(counts(quota=[15], admitted=[7]), as_of=date(2023, 9, 13))
    assert listed(found["due_by_now"]) == [15 * 256 // 365]
    assert listed(found["required_per_month"]) == [None]
