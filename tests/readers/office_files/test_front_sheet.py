from pathlib import Path

import pytest
import xlsxwriter

from dangvien_analysis.readers.office_files.front_sheet import front_sheet, front_sheet_of_old
from dangvien_analysis.readers.office_files.sheet import read_sheets
from tests.fixtures.make_office_files import DATA

NAMES = ("Tháng 7", "Tháng 8", "Tháng 9 & 10")


def test_the_sheet_in_front_of_a_workbook(tmp_path: Path) -> None:
    for name in NAMES:
        path = tmp_path / "b.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for one in NAMES:
                book.add_worksheet(one).write(0, 0, one)
            book.get_worksheet_by_name(name).activate()
        found = read_sheets(path)
        assert (found.sheets, found.front, found.hidden) == (NAMES, name, frozenset())


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ({"xl/workbook.xml": b'<workbookView activeTab="1"/>'}, "Tháng 8"),
        ({"xl/workbook.xml": b'<x:workbookView xWindow="0" activeTab="2"/>'}, "Tháng 9 & 10"),
        ({"xl/workbook.xml": b"<workbookView/>"}, "Tháng 7"),
        ({"xl/workbook.xml": b'<workbookView activeTab="9"/>'}, ""),
        (
            {
                "settings.xml": b'<i config:name="ActiveTable" config:type="string">'
                + "Tháng 9 &amp; 10".encode()
                + b"</i>"
            },
            "Tháng 9 & 10",
        ),
        ({"settings.xml": b'<i config:name="ActiveTable">Khac</i>'}, ""),
    ],
)
def test_what_the_markup_says(members: dict[str, bytes], name: str) -> None:
    assert front_sheet(members, NAMES) == name


def test_the_old_format_says_it_in_a_record() -> None:
    window = b"\x3d\x00\x12\x00" + b"\x01" * 10 + b"\x02\x00" + b"\x00" * 6
    assert front_sheet_of_old(b"\x09\x08" + window, NAMES) == "Tháng 9 & 10"
    assert front_sheet_of_old(window, NAMES[:2]) == ""
    assert front_sheet_of_old(b"", NAMES) == ""


# A program without a window leaves no sheet of an .ods in front.
@pytest.mark.parametrize(("kind", "front"), [("xls", "Tháng 8"), ("ods", "")])
def test_real_files_of_other_formats(kind: str, front: str) -> None:
    found = read_sheets(DATA / f"ba-thang.{kind}", kind=kind)
    assert found.sheets == ("Tháng 7", "Tháng 8", "Tháng 9", "Tháng 10")
    assert (found.front, found.hidden) == (front, {"Tháng 10"})
