"""Every word of the table of columns, and headings that join them."""

import pytest

from dangvien_analysis.columns import label
from dangvien_analysis.intake.headings.column_words import (
    BARS,
    MEANINGS,
    about_admissions,
    is_part,
    is_result,
    meaning,
    read_words,
    years_named,
)
from tests.conftest import ROOT

NOTHING_ELSE = "khi không có cột nào khác"
EXAMPLES = [(one, words) for one in MEANINGS for words in one.examples]
OTHERS = [(bar, words) for bar in BARS for words in bar.examples]


@pytest.mark.parametrize(("one", "words"), EXAMPLES, ids=[words for _, words in EXAMPLES])
def test_each_example_names_its_column(one: object, words: str) -> None:
    for written in (words, words.upper(), f" {words}\n"):
        said = read_words((written,))
        assert said is not None
        assert (said.column, said.weak, said.bar) == (one.column, one.weak, "")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("bar", "words"), OTHERS, ids=[words for _, words in OTHERS])
def test_each_example_of_another_figure_is_no_column(bar: object, words: str) -> None:
    for written in (words, words.upper(), f" {words}\n"):
        said = read_words((written,))
        assert said is not None
        assert said.bar == bar.reason  # type: ignore[attr-defined]
        assert meaning(written) is None


@pytest.mark.parametrize(
    ("parts", "column", "other", "since", "year"),
    [
        (("Kết nạp", "Trong kỳ"), "admitted", True, False, None),
        (("Kết nạp", "Tháng 9"), "admitted", True, False, None),
        (("Tháng 9", "Đã kết nạp"), "admitted", True, False, None),
        (("Kết nạp", "Lũy kế"), "admitted", False, True, None),
        (("Kết nạp", "Lũy kế đến tháng 9"), "admitted", False, True, None),
        (("Kết nạp", "Lũy kế nhiệm kỳ"), "admitted", True, True, None),
        (("Năm 2022", "Đã kết nạp"), "admitted", False, False, 2022),
        (("Nhiệm kỳ 2020-2025", "Chỉ tiêu"), "quota", True, False, None),
        (("Cùng kỳ năm trước", "Đã kết nạp"), "admitted", True, False, None),
        (("Kết quả", "Đã kết nạp"), "admitted", False, False, None),
        (("Kết quả", "Tỷ lệ"), "stated_rate", False, False, None),
        (("Kết quả kết nạp", "Số lượng"), "admitted", False, False, None),
        (("Đã kết nạp từ 15/12/2022 đến 14/9/2023",), "admitted", False, True, None),
        (("Đã kết nạp đến ngày 13/9/2023",), "admitted", False, True, 2023),
        (("Số đã kết nạp 9 tháng năm 2024",), "admitted", False, True, 2024),
        (("Kết nạp 3 tháng cuối năm",), "admitted", True, False, None),
    ],
)
def test_words_over_each_other(
    parts: tuple[str, ...], column: str, other: bool, since: bool, year: int | None
) -> None:
    said = read_words(parts)
    assert said is not None
    assert (said.column, bool(said.bar), said.since_january, said.year) == (
        *(column, other, since, year),
    )


def test_a_period_over_the_whole_table_is_the_report_s() -> None:
    parts = ("Kết quả tháng 9", "Đã kết nạp")
    alone, shared = read_words(parts), read_words(parts, frozenset(parts[:1]))
    assert alone is not None and alone.bar
    assert shared is not None and not shared.bar


@pytest.mark.parametrize("words", ["Nữ", "Nam", "Trong đó: nữ", "Dân tộc thiểu số"])
def test_a_part_of_a_figure_is_another_figure(words: str) -> None:
    assert is_part(words)
    assert read_words((f"Kết nạp {words}",)) is None


@pytest.mark.parametrize(
    ("words", "men"),
    [("Năm 2023", False), ("CHI TIEU NAM 2023", False), ("Nam", True), ("Kết nạp nam", True)],
)
def test_a_year_is_no_part(words: str, men: bool) -> None:
    assert is_part(words) is men


def test_what_titles_speak_of() -> None:
    assert about_admissions(["", "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN"])
    assert not about_admissions(["KẾT QUẢ THỰC HIỆN NHIỆM VỤ", "Chỉ tiêu"])
    assert is_result("Số đã thực hiện")
    assert not is_result("Ghi chú")
    assert years_named("Năm 2023, kế hoạch ngày 12/12/2022") == {2022, 2023}
    assert years_named("Nhiệm kỳ 2020-2025") == set()


def test_the_note_for_analysts_shows_every_word() -> None:
    note = (ROOT / "docs" / "doc-tep.md").read_text(encoding="utf-8")
    for one in MEANINGS:
        needs = "chỉ trong bảng nói về kết nạp" if one.column == "admitted" else NOTHING_ELSE
        weak = f" ({needs})" if one.weak else ""
        assert f"| {label(one.column)}{weak} | {'; '.join(one.examples)} |" in note
    for bar in BARS:
        assert f"| {'; '.join(bar.examples)} | {bar.reason} |" in note
