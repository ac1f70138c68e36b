from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.text.quoting import LONGEST_QUOTE, hidden, shown, visible


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        # letters of both forms, signs, and spaces of any width
        ("Vĩnh Bảo – 9/2023 “ĐV”", None),
        ("Vi\u0303nh\u00a0Ba\u0309o\u3000", None),
        ("a\nb", "dấu xuống dòng (U+000A)"),
        ("a\tb", "dấu tab (U+0009)"),
        ("\x00", "ký tự điều khiển (U+0000)"),
        ("\x85", "ký tự điều khiển (U+0085)"),
        ("a\u202eb", "ký tự đảo chiều chữ (U+202E)"),
        ("\u2028", "ký tự không nhìn thấy được (U+2028)"),
        ("\u200b", "ký tự không nhìn thấy được (U+200B)"),
        ("\U000e0041", "ký tự không nhìn thấy được (U+E0041)"),
        # the first of two is named
        ("\x1b\x00", "ký tự điều khiển (U+001B)"),
    ],
)
def test_what_nobody_sees_has_a_name(text: str, found: str | None) -> None:
    assert hidden(text) == found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Vĩnh Bảo", "“Vĩnh Bảo”"),
        ("", "“”"),
        ("a\x00b", "“a⟨U+0000⟩b”"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (-0.5, "-0.5"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (date(2023, 9, 13), "2023-09-13"),
        (datetime(2023, 9, 13, 8), "2023-09-13T08:00:00"),
        (time(8, 30), "08:30:00"),
        ([1, "a", True], "[1, “a”, true]"),
        ((2020, 0), "[2020, 0]"),
        ({"2021": 250}, "{ 2021 = 250 }"),
        ([], "[]"),
    ],
)
def test_values_as_people_write_them(value: Any, words: str) -> None:
    assert shown(value) == words


@pytest.mark.parametrize("value", ["x" * 100, 10**100, ["x"] * 1000, {"x" * 100: 1}])
def test_long_values_are_cut(value: Any) -> None:
    assert len(shown(value)) <= LONGEST_QUOTE + len("“…”")
    assert "…" in shown(value)


@given(st.text())
def test_a_quotation_shows_all_it_holds(text: str) -> None:
    assert hidden(visible(text)) is None
    assert hidden(shown(text)) is None
