"""What is set aside of a file, told with both readings; figures that are not sure are unknown."""

from dataclasses import replace

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.cleaning import Tidy, tidy
from dangvien_analysis.intake.layout import find_table
from dangvien_analysis.office.register import Register
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.set_aside import (
    AsideCell,
    AsideColumn,
    AsideRow,
    Form,
    SetAside,
)
from tests.builders import listed

PART = "bảng 1"
ROWS = (
    ("STT", "Tên đơn vị", "Chỉ tiêu", "Đã kết nạp", "Đang trình duyệt"),
    ("1", "Đảng bộ xã An Hòa", "7", "4", "1"),
    ("2", "Đảng bộ xã Cổ Am", "8", "1", "0"),
    ("", "Tổng cộng", "15", "5", "1"),
)
PROSE = "Đến nay đã kết nạp 5 đảng viên."


def read(aside: SetAside, rows: tuple[tuple[str, ...], ...] = ROWS) -> Tidy:
    """Clean a table of which something was set aside."""
    table = tuple(Row(texts, number, PART) for number, texts in enumerate(rows, start=1))
    grid = Grid((Row((PROSE,), 1), *table), Kind.WORD, aside=aside)
    found = tidy(find_table(grid, "b.docx"), Register(), None)
    usual = ("missing_column", "column_not_printed")
    return replace(found, findings=[one for one in found.findings if one.code not in usual])


def cell(form: Form, at: int, text: str, whole: str, **more: bool) -> AsideCell:
    return AsideCell(form, PART, 2, at, text, whole, **more)


@pytest.mark.parametrize(
    ("form", "code", "said"),
    [
        (Form.RAISED, "raised_mark", "“71”"),
        (Form.STRUCK, "struck_text", "gạch bỏ"),
        (Form.HIDDEN, "hidden_text", "không phải là chữ đang hiện"),
        (Form.DELETED, "pending_revision", "chưa được chấp nhận"),
        (Form.INSERTED, "pending_revision", "thêm “1”"),
        (Form.CHOSEN, "not_chosen", "danh sách chọn"),
        (Form.NOTED, "cell_note", "lời nhắn"),
    ],
)
def test_what_is_set_aside_of_a_figure_is_told_with_both_readings(
    form: Form, code: str, said: str
) -> None:
    found = read(SetAside((cell(form, 2, "1", "71"),)))
    (told,) = [one for one in found.findings if one.code == code]
    assert told.message.startswith("Đảng bộ xã An Hòa: Chỉ tiêu")
    assert said in told.message and "1" in told.message
    assert (told.unit_id, told.column) == ("dang-bo-xa-an-hoa", "quota")
    assert told.place == f"{PART}, hàng 2, cột 3"
    assert found.units["quota"].tolist() == [7, 8]


def test_a_change_is_told_once_with_old_and_new() -> None:
    cells = (cell(Form.DELETED, 3, "6", "64"), cell(Form.INSERTED, 3, "4", "64"))
    (told,) = read(SetAside(cells)).findings
    assert "“6” thành “4”" in told.message


@pytest.mark.parametrize("form", [Form.SHOWN, Form.UNCALCULATED])
def test_a_figure_that_is_not_sure_is_unknown(form: Form) -> None:
    found = read(SetAside((cell(form, 3, "4", "41", certain=False),)))
    assert listed(found.units["admitted"]) == [None, 1]
    (told,) = found.findings
    assert told.severity == "error"
    assert "để trống" in told.message


def test_an_unsure_total_is_not_held_against_the_units() -> None:
    unsure = AsideCell(Form.UNCALCULATED, PART, 4, 3, "0", "=SUM(D2:D3)", certain=False)
    found = read(SetAside((unsure,)))
    assert found.stated.isna()["admitted"]
    assert "Dòng tổng cộng" in found.findings[0].message


def test_many_of_one_kind_are_told_once() -> None:
    names = [(str(at), f"Chi bộ số {at}", "7", "4", "1") for at in range(1, 10)]
    cells = tuple(AsideCell(Form.STRUCK, PART, at + 1, 2, "8", "87") for at in range(1, 10))
    (told,) = read(SetAside(cells), (ROWS[0], *names)).findings
    assert told.message.startswith("9 ô có chữ đã bị gạch bỏ")
    assert "Chi bộ số 1: Chỉ tiêu giao (“87”)" in told.message


@pytest.mark.parametrize("figures", [("3", "2", "0"), ("0", "0"), ()])
def test_a_row_that_is_not_seen_is_told(figures: tuple[str, ...]) -> None:
    row = AsideRow(Form.STRUCK, PART, 3, ("3", "Chi bộ Cũ", *figures))
    (told,) = read(SetAside(rows=(row,))).findings
    assert told.code == "unseen_row"
    assert "Chi bộ Cũ" in told.message and "gạch bỏ" in told.message
    assert "Dòng tổng cộng" not in told.message


def test_a_total_that_includes_such_a_row_says_so() -> None:
    row = AsideRow(Form.HIDDEN, PART, 3, ("3", "Chi bộ Cũ", "3", "2", "0"))
    rows = (*ROWS[:3], ("", "Tổng cộng", "18", "7", "1"))
    (told,) = read(SetAside(rows=(row,)), rows).findings
    assert "Dòng tổng cộng của bảng lại có tính cả phần này." in told.message


def test_rows_behind_a_filter_are_counted_and_told() -> None:
    row = AsideRow(Form.FILTERED, PART, 2, ROWS[1])
    found = read(SetAside(rows=(row,)))
    assert found.units["quota"].tolist() == [7, 8]
    (told,) = found.findings
    assert told.code == "filtered_rows" and "hàng 2" in told.place


def test_a_column_that_is_not_shown_is_told_with_its_heading() -> None:
    column = AsideColumn(PART, 5, {1: "Nguồn", 2: "14", 3: "5"})
    (told,) = read(SetAside(columns=(column,))).findings
    assert told.code == "unseen_column" and "“Nguồn” đang ẩn" in told.message


def test_hidden_columns_about_people_are_refused() -> None:
    column = AsideColumn(PART, 5, {1: "Họ và tên", 2: "x"})
    with pytest.raises(ReadError, match="cột ẩn về cá nhân"):
        read(SetAside(columns=(column,)))


def test_the_prose_is_told_where_a_figure_stands() -> None:
    mark = AsideCell(Form.RAISED, "", 1, 0, "1", PROSE.replace("5 ", "51 "))
    (told,) = read(SetAside((mark, mark._replace(text="a")))).findings
    assert told.message.startswith("Đoạn 1: trong “")
    assert "51 đảng viên" in told.message


def test_a_note_that_may_name_somebody_is_not_quoted() -> None:
    note = cell(Form.NOTED, 2, "Đ/c Nguyễn Văn A đã chuyển", "")
    (told,) = read(SetAside((note,))).findings
    assert "Nguyễn" not in told.message


def test_pages_that_were_recognised_are_told() -> None:
    found = read(replace(SetAside(), recognised=("trang 1",)))
    assert [one.code for one in found.findings] == ["recognised_text"]


def test_a_file_whose_rows_are_all_hidden_says_so() -> None:
    rows = tuple(AsideRow(Form.HIDDEN, PART, at, ROWS[1]) for at in (2, 3))
    with pytest.raises(ReadError, match="2 dòng bị ẩn, gạch bỏ hoặc xóa"):
        read(SetAside(rows=rows), ROWS[:1])


def test_many_rows_are_told_once() -> None:
    gone = tuple(
        AsideRow(Form.HIDDEN, PART, at, (str(at), f"Chi bộ {at}", "1", "1", "0"))
        for at in range(5, 15)
    )
    (told,) = read(SetAside(rows=gone)).findings
    assert told.message.startswith("10 dòng không hiện trên trang") and "Chi bộ 5" in told.message


def test_hidden_prose_and_notes_that_hang_on_nothing_are_told() -> None:
    rows = (
        AsideRow(Form.HIDDEN, "", 2, ("Số liệu đến 13/9/2022",)),
        AsideRow(Form.NOTED, "", 3, ("xem lại số 4",)),
        AsideRow(Form.FILTERED, "bảng 2", 3, ("1", "x", "4")),
    )
    codes = {one.code: one.message for one in read(SetAside(rows=rows)).findings}
    assert list(codes) == ["hidden_text", "cell_note"]
    assert "13/9/2022" in codes["hidden_text"] and "số 4" in codes["cell_note"]
