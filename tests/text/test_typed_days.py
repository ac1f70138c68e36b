from datetime import date
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.text.typed_days import Month, meant, typed_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-09-13", date(2023, 9, 13)),
        ("13/9/2023", date(2023, 9, 13)),
        # the month never comes first
        ("3/9/2023", date(2023, 9, 3)),
    ],
)
def test_a_day_as_it_is_typed(text: str, day: date) -> None:
    assert typed_day(text) == typed_day(text, months=True) == day


@pytest.mark.parametrize("text", ["9/2023", "09/2023", "9-2023", "2023-9"])
def test_a_month_where_months_are_taken(text: str) -> None:
    assert typed_day(text, months=True) == Month(2023, 9)
    with pytest.raises(ValueError, match="không phải là ngày"):
        typed_day(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/2/2023", "viết như 2023-09-13 hoặc 13/9/2023"),
        ("13/2023", "không phải là ngày"),
        ("13/9/23", "bốn chữ số"),
        ("1/1/1800", "năm phải"),
        ("hôm qua", "không phải là ngày"),
    ],
)
def test_what_is_no_day_says_how_to_write_one(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        typed_day(text, months=True)


@pytest.mark.parametrize(
    ("what", "found"),
    [
        (None, None),
        ("bang.tsv", Path("bang.tsv")),
        ("2023-09-13", date(2023, 9, 13)),
        ("ngày 13/9/2023", date(2023, 9, 13)),
        ("Tháng 9/2023", Month(2023, 9)),
    ],
)
def test_a_day_is_told_from_a_file(what: str | None, found: object) -> None:
    assert meant(what) == found


def test_a_file_that_is_named_like_a_day_is_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2023-09-13").write_text("x", encoding="utf-8")
    assert meant("2023-09-13") == Path("2023-09-13")


def test_what_looks_like_a_day_and_is_none_is_told() -> None:
    with pytest.raises(ReadError, match="Không có tệp nào tên như vậy"):
        meant("31/2/2023")
