from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind
from dangvien_analysis.readers.office_files.sheet import read_sheets
from dangvien_analysis.text.numbers import parse_number
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import SHEET, members_of, repacked
from tests.fixtures.make_office_files import DATA, real_table


def one_cell(folder: Path, value: Any, style: str = "General") -> str:
    path = folder / "o.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, value, workbook.add_format({"num_format": style}))
        sheet.write(0, 1, "x")
    return read_sheets(path).rows[0].texts[0]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        ("Đảng bộ xã An Hòa", "General", "Đảng bộ xã An Hòa"),
        (" 5 ", "@", " 5 "),
        (5, "General", "5"),
        (-5, "General", "-5"),
        (0, "0.00", "0"),
        # a whole number whatever its format shows
        (80, "0.00", "80"),
        (1905, "#,##0", "1905"),
        (58.57, "0.00", "58,57"),
        # 15 digits, so that a binary tail does not show
        (0.1 + 0.2, "General", "0,3"),
        (5 / 7, "0.00%", "0,714285714285714"),
        # Excel makes a date of "5/9"
        (date(2023, 9, 5), "dd/mm/yyyy", "05/09/2023"),
        (datetime(2023, 9, 5, 8, 30), "dd/mm/yyyy hh:mm", "05/09/2023"),
        (time(8, 30), "hh:mm", "08:30:00"),
        (True, "General", "True"),
        ("", "General", ""),
    ],
)
def test_cell_as_text(tmp_path: Path, value: Any, style: str, text: str) -> None:
    assert one_cell(tmp_path, value, style) == text


@pytest.mark.parametrize("value", [1.125, 0.125, 12.345, -1.905])
def test_a_decimal_of_three_digits_is_not_thousands(tmp_path: Path, value: float) -> None:
    assert float(parse_number(one_cell(tmp_path, value)) or 0) == value


def test_typed_text_keeps_its_dot(tmp_path: Path) -> None:
    assert one_cell(tmp_path, "1.905") == "1.905"


@pytest.fixture
def book(tmp_path: Path) -> Grid:
    path = tmp_path / "hai-trang.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        first = workbook.add_worksheet("Biểu 1")
        first.write("B3", "Tên")
        first.merge_range("C3:D3", "Kết quả")
        first.write_formula("C4", "=1+2", None, 3)
        first.write("D4", "x")
        workbook.add_worksheet("Trống")
        workbook.add_worksheet("Biểu 2").write("A1", "khác")
    return read_sheets(path)


def test_every_sheet_is_read_with_its_own_row_numbers(book: Grid) -> None:
    assert book.kind is Kind.SHEET
    assert [(row.part, row.number) for row in book.rows] == [
        *(("Biểu 1", number) for number in (1, 2, 3, 4)),
        ("Biểu 2", 1),
    ]


def test_empty_rows_and_columns_before_the_table_are_kept(book: Grid) -> None:
    assert book.rows[0].texts == ("", "", "", "")
    assert book.place(book.rows[2], book.rows[2].texts.index("Tên")) == "Biểu 1!B3"


def test_merged_cells_and_formulas(book: Grid) -> None:
    # the text of merged cells stands once; a formula gives the value saved with it
    assert book.rows[2].texts == ("", "Tên", "Kết quả", "")
    assert book.rows[3].texts == ("", "", "3", "x")


@pytest.mark.parametrize(("place", "error"), [("C3", "#DIV/0!"), ("AB2", "#REF!"), ("A1", "#N/A")])
def test_a_cell_in_error_keeps_the_error(tmp_path: Path, place: str, error: str) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Bìa").write("A1", 1)
        sheet = book.add_worksheet("Số liệu")
        sheet.write("A1", "đầu")
        sheet.write_formula(place, "=1/0", None, error)
        sheet.write("AC4", 7)
    row, at = xl_cell_to_rowcol(place)
    found = [one for one in read_sheets(path).rows if one.part == "Số liệu"]
    assert found[row].texts[at] == error
    assert [one for line in found for one in line.texts].count(error) == 1


# --- other kinds of workbooks -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_workbooks_give_the_raw_table(kind: str) -> None:
    grid = read_sheets(DATA / f"bieu.{kind}", kind=kind)
    rows = [row.texts for row in grid.rows if row.texts[0][:1].isdigit()]
    wanted = [row[:6] + row[7:] for row in real_table()[1:-1]]
    assert [[*row[:6], row[7]] for row in rows] == wanted
    rates = [float(parse_number(row[6]) or 0) for row in rows]
    assert rates == [float(row[6]) for row in real_table()[1:-1]]


def test_what_an_old_workbook_may_hide_is_told() -> None:
    (finding,) = read_sheets(DATA / "bieu.xls", kind="xls").findings
    assert (finding.code, finding.severity) == ("form_unseen", "info")
    assert read_sheets(DATA / "bieu.ods", kind="ods").findings == ()


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_merged_cells_of_old_and_open_workbooks(kind: str) -> None:
    first, second, third = read_sheets(DATA / f"bieu.{kind}", kind=kind).rows[:3]
    assert first.spans == second.spans == {0: (1, 8)}
    assert third.spans == {}
    assert first.texts[0].startswith("BIỂU TỔNG HỢP")
    assert set(first.texts[1:]) == {""}


def test_hidden_sheets_come_last(tmp_path: Path) -> None:
    path = tmp_path / "an.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("Nháp", "Biểu", "Gốc"):
            sheet = workbook.add_worksheet(name)
            sheet.write("A1", name)
            if name == "Nháp":
                sheet.hide()
            if name == "Gốc":
                sheet.very_hidden()
        workbook.get_worksheet_by_name("Biểu").activate()
        workbook.get_worksheet_by_name("Biểu").set_first_sheet()
    assert [row.part for row in read_sheets(path).rows] == ["Biểu", "Nháp", "Gốc"]


def test_merged_cells_have_their_spans(tmp_path: Path) -> None:
    path = tmp_path / "gop.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range("B1:D2", "a")
        sheet.merge_range("A3:A4", "b")
        sheet.write("D4", "x")
        sheet.merge_range("C3:E5", "c")
    # further than anything is filled
    content = members_of(path)[SHEET].replace(b"C3:E5", b"C3:XFD1048576")
    path = repacked(path, tmp_path / "xa.xlsx", {SHEET: content})
    rows = read_sheets(path).rows
    assert [dict(row.spans) for row in rows] == [{1: (2, 3)}, {}, {0: (2, 1), 2: (2, 2)}, {}]


def test_numbers_typed_as_text_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "chu.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for at, value in enumerate(["5", 5, "năm", "12 ", "", "1.905"]):
            sheet.write_string(0, at, value) if isinstance(value, str) else sheet.write(0, at, 5)
        sheet.write(1, 0, 7)
    first, second = read_sheets(path).rows
    assert first.typed == {0, 3, 5}
    assert second.typed == frozenset()


@pytest.mark.parametrize(
    ("saved", "text"), [(None, "=SUM(A1:A2)"), ("3", "3"), (0, "0"), ("#N/A", "#N/A")]
)
def test_a_formula_shows_its_saved_value_or_itself(tmp_path: Path, saved: Any, text: str) -> None:
    path = tmp_path / "cong.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_column("A1", [1, 2])
        sheet.write_formula("A3", "=SUM(A1:A2)", None, "x" if saved is None else saved)
    if saved is None:
        content = members_of(path)[SHEET].replace(b' t="str"', b"").replace(b"<v>x</v>", b"")
        path = repacked(path, tmp_path / "chua-tinh.xlsx", {SHEET: content})
    assert read_sheets(path).rows[2].texts == (text,)


def test_a_wide_workbook_is_read_too(tmp_path: Path) -> None:
    # past column Z it is read in a child: the same must come out
    path = tmp_path / "rong.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Rộng")
        sheet.write_row("A1", [*range(60), "Hòa"])
        sheet.write("AB2", "5")
        sheet.write("AC2", date(2023, 9, 5), workbook.add_format({"num_format": "dd/mm/yy"}))
        sheet.merge_range("A3:B3", "gộp")
    first, second, third = read_sheets(path).rows
    assert first.texts == (*map(str, range(60)), "Hòa")
    assert (second.texts[27], second.texts[28], second.typed) == ("5", "05/09/2023", {27})
    assert third.spans == {0: (1, 2)}


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_limits_of_a_workbook(tmp_path: Path, kind: str) -> None:
    path = write_table(tmp_path, SOUND, "bang.xlsx") if kind == "xlsx" else DATA / f"bieu.{kind}"
    with pytest.raises(ReadError, match=f"{path.name}, Biểu 1: .* dòng, quá 4 dòng.*nâng rows"):
        read_sheets(path, Limits(rows=4), kind)
    with pytest.raises(ReadError, match=r"\d+ ô, quá 39 ô.*nâng cells"):
        read_sheets(path, Limits(cells=39), kind)
    assert read_sheets(path, Limits(rows=61, cells=61 * 8), kind)
