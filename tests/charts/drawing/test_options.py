"""What every chart shares."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    Options,
    missing,
    places,
    span,
    standing,
    without_kind,
)
from dangvien_analysis.measures.rules import RANKED_QUOTA, SMALL_QUOTA
from dangvien_analysis.office.settings import RATED_QUOTA, Assumptions


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((7, 5, 15), "7+5/15"),
        ((8, 0, 7), "8/7"),  # nobody pending is not written
        ((0, 2, 2), "0+2/2"),  # nobody admitted is
        ((0, 0, 1), "0/1"),
        ((1234, 0, 2000), "1.234/2.000"),
        ((4, pd.NA, 9), "4+?/9"),
        ((pd.NA, 1, 9), "?+1/9"),
    ],
)
def test_standing(counts: tuple[Any, Any, Any], shown: str) -> None:
    assert standing(*counts) == shown


@pytest.mark.parametrize(
    ("ends", "shown"), [((3, 4), "3-4"), ((3, 3), "3"), ((5, 1200), "5-1.200")]
)
def test_span(ends: tuple[int, int], shown: str) -> None:
    assert span(*ends) == shown


def test_limits_are_those_of_the_settings() -> None:
    limits = (DEFAULT.small_quota, DEFAULT.ranked_quota, DEFAULT.rated_quota)
    assert limits == (SMALL_QUOTA, RANKED_QUOTA, RATED_QUOTA)
    assert DEFAULT.stated_quota is None


@pytest.mark.parametrize(
    ("as_of", "sentences"),
    [(None, []), (date(2026, 2, 5), ["Số liệu đến ngày 05/02/2026."])],
)
def test_dated(as_of: date | None, sentences: list[str]) -> None:
    assert Options(as_of=as_of).dated == sentences


def test_places() -> None:
    # quota, admitted, pending, remaining: as many as the quota, more people than it, not known
    rows = [(9, 4, 2, 3), (5, 5, 2, 0), (7, 3, None, None), (None, 3, 1, None)]
    names = ["quota", "admitted", "pending", "remaining"]
    found = places(pd.DataFrame(rows, columns=names, dtype="Int64"))
    assert found.tolist() == [9, 7, 7, pd.NA]


def test_missing() -> None:
    frame = pd.DataFrame({"a": [1, None, 3], "b": [1, 2, None], "c": [None] * 3}, dtype="Int64")
    assert missing(frame, ["a", "b"]).tolist() == [False, True, True]
    assert missing(frame[:0], ["a", "b"]).tolist() == []


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Đảng bộ xã An Hòa", "Xã An Hòa"),
        ("Chi bộ Trường THPT", "Trường THPT"),
        ("Ngân hàng Nông nghiệp", "Ngân hàng Nông nghiệp"),
        ("Đảng bộ", "Đảng bộ"),
    ],
)
def test_a_name_without_its_kind(name: str, short: str) -> None:
    assert without_kind(name) == short


def test_without_a_deadline_the_year_ends_on_its_last_day() -> None:
    assert Options().year_end is None
    assert Options(as_of=date(2024, 2, 29)).year_end == date(2024, 12, 31)
    assert Options(as_of=date(2024, 2, 29), deadline=date(2024, 6, 30)).year_end == date(
        2024, 6, 30
    )


def test_a_steady_pace_keeps_the_other_assumptions() -> None:
    steady = Options(assumptions=Assumptions(pace=1.2, pace_sd=0.3)).steady
    assert steady == Assumptions(pace=1.2, pace_sd=0.0)
