"""Every word of the table of rows."""

import pytest

from dangvien_analysis.intake.rows.row_words import ROW_WORDS, RowWords, says
from dangvien_analysis.text.vietnamese import fold
from tests.conftest import ROOT

EXAMPLES = [(one, words) for one in ROW_WORDS for words in one.examples]


@pytest.mark.parametrize(("one", "words"), EXAMPLES, ids=[words for _, words in EXAMPLES])
def test_each_example_says_what_its_row_is(one: RowWords, words: str) -> None:
    for written in (words, words.upper(), f" {words}\n"):
        assert says(one.kind, fold(written))
        assert says(one.kind, fold(written), numbered=False) is not one.beside_numbers


@pytest.mark.parametrize(
    "name",
    [
        *("Cộng Hiền", "Cộng Hòa", "Tổng công ty A", "Tổng kho", "Tổng đội TNXP", "Toàn Thắng"),
        *("Tăng Nhơn Phú A", "Tăng Tiến", "Hội Phụ nữ", "Trung cấp nghề", "Công an huyện"),
    ],
)
def test_names_of_units_are_none_of_them(name: str) -> None:
    assert [one.kind for one in ROW_WORDS if says(one.kind, fold(name))] == []


@pytest.mark.parametrize("name", ["Nông dân", "Công nhân", "Còn lại", "Học sinh"])
def test_short_names_are_units_where_nothing_is_numbered(name: str) -> None:
    kinds = {one.kind for one in ROW_WORDS}
    assert not any(says(kind, fold(name), numbered=False) for kind in kinds)


def test_the_note_for_analysts_shows_every_word() -> None:
    note = (ROOT / "docs" / "doc-tep.md").read_text(encoding="utf-8")
    for one in ROW_WORDS:
        numbers = " (chỉ trong bảng có số thứ tự)" if one.beside_numbers else ""
        assert f"| {one.meaning}{numbers} | {'; '.join(one.examples)} |" in note
