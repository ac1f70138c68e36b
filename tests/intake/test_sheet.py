from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from dangvien_analysis.intake.grid import Grid, Kind
from dangvien_analysis.intake.sheet import read_sheets
from dangvien_analysis.text.numbers import parse_number


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
