import itertools
import warnings
from dataclasses import fields
from datetime import date

import numpy as np
import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import BadValueError
from dangvien_analysis.gather.what_if import APPROVALS, PACES
from dangvien_analysis.office import bounds
from dangvien_analysis.office.bounds import Bound, check_year
from dangvien_analysis.office.settings import Assumptions, Levels, Limits, OfficialCount, Term

FORECAST = {
    "pace": bounds.PACE,
    "pace_sd": bounds.PACE_SD,
    "approval": bounds.APPROVAL,
    "lead_days": bounds.LEAD_DAYS,
    "lead_sd": bounds.LEAD_SD,
}


def test_the_ends_are_inside() -> None:
    bound = Bound(1, 3, "lý do")
    for value in (1, 2, 3):
        bound.check("x", value)
    for value in (0, 4, float("nan"), float("inf")):
        with pytest.raises(
            BadValueError, match=rf"^x phải từ 1 đến 3 \(lý do\), không phải {value}$"
        ):
            bound.check("x", value)


@pytest.mark.parametrize("day", [date(1930, 1, 1), date(2100, 12, 31), 1930, 2100])
def test_years_of_our_age(day: date | int) -> None:
    check_year("day", day)


@pytest.mark.parametrize("day", [date(1929, 12, 31), date(2101, 1, 1), 1929, 2101, 202, 0])
def test_years_of_another_age(day: date | int) -> None:
    with pytest.raises(
        BadValueError, match=rf"^day phải thuộc các năm từ 1930 .*không phải {day}$"
    ):
        check_year("day", day)


def test_each_assumption_and_each_limit_has_a_range_that_holds_its_default() -> None:
    for kind, ranges in ((Assumptions, FORECAST), (Limits, bounds.LIMITS)):
        assert set(ranges) == {item.name for item in fields(kind)}
        for name, bound in ranges.items():
            bound.check(name, getattr(kind(), name))
            for outside in (bound.low - 1, bound.high + 1):
                with pytest.raises(BadValueError, match=f"^{name} phải từ "):
                    kind(**{name: outside})


def test_the_paces_and_approvals_of_what_if_are_allowed() -> None:
    for pace, approval in itertools.product(PACES, APPROVALS):
        Assumptions(pace=pace, approval=approval)


@pytest.mark.parametrize("ends", list(itertools.product((0, 1), repeat=len(FORECAST))))
@pytest.mark.parametrize(
    ("as_of", "deadline"),
    [
        (date(2023, 9, 13), date(2023, 12, 31)),
        # the first days of a year, and its last
        (date(2023, 1, 2), date(2023, 12, 31)),
        (date(2023, 12, 31), date(2023, 12, 31)),
    ],
)
def test_all_corners_give_a_forecast(
    snapshot: dva.Snapshot, ends: tuple[int, ...], as_of: date, deadline: date
) -> None:
    """Each end of each range with each other: figures, no warning."""
    values = {
        name: (bound.low, bound.high)[end]
        for (name, bound), end in zip(FORECAST.items(), ends, strict=True)
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = dva.forecast(
            snapshot.units, as_of=as_of, deadline=deadline, assumptions=Assumptions(**values)
        )
    # With no day left there is no pace a month, and no pace reaches what is missing.
    district = found.district.drop(["required_pace", "per_month_needed"])
    assert np.isfinite(district.to_numpy()).all()
    assert district["low95"] <= district["low80"] <= district["median"]
    assert district["median"] <= district["high80"] <= district["high95"]
    chances = found.units["p_meet"].dropna()
    assert len(chances) == len(snapshot.units)
    # Sums of some dozen terms: the last digit is rounded.
    assert chances.between(0, 1 + 1e-12).all()
    assert found.units["expected"].between(0, found.units["most"] + 1e-12).all()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Levels, {"small_quota": -1}),
        (Levels, {"small_quota": 1_001}),
        (Levels, {"ranked_quota": 0}),
        (Levels, {"ranked_quota": 10**30}),
        (OfficialCount, {"day": date(2023, 6, 30), "admitted": -1}),
        (OfficialCount, {"day": date(1023, 6, 30), "admitted": 1}),
        (Term, {"first_year": 202, "last_year": 2025, "term_quota": 1}),
        (Term, {"first_year": 2020, "last_year": 20255, "term_quota": 1}),
        (Term, {"first_year": 2020, "last_year": 2025, "term_quota": 10**8}),
    ],
)
def test_settings_made_in_python_are_held_to_them(kind: type, values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^\w+ phải .*, không phải "):
        kind(**values)
