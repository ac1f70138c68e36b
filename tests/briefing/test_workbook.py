import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import dangvien_analysis as dva
from dangvien_analysis.briefing.figures import figures
from dangvien_analysis.briefing.workbook import write_workbook
from tests.builders import AN_HOA, HEADER, SCHOOL, read_rows

SHEETS = ["Tổng hợp", "Theo nhóm", "Đơn vị", "Cần quan tâm", "Phát hiện"]
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(path: Path, snapshot: dva.Snapshot) -> Path:
    units = dva.assess(snapshot)
    write_workbook(path, snapshot, units, figures(snapshot, units))
    return path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, snapshot: dva.Snapshot) -> Path:
    return written(tmp_path_factory.mktemp("book") / "so-lieu.xlsx", snapshot)


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def table_of(path: Path, sheet: str) -> pd.DataFrame:
    head, *body = rows_of(path, sheet)
    return pd.DataFrame(body, columns=head, dtype="object")


def part(path: Path, name: str) -> ElementTree.Element:
    """Give one XML file of the workbook."""
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(name))


def test_sheets(book: Path) -> None:
    assert CalamineWorkbook.from_path(str(book)).sheet_names == SHEETS


@pytest.mark.parametrize("number", range(1, len(SHEETS) + 1))
def test_header_is_frozen_filtered_and_repeated(book: Path, number: int) -> None:
    sheet = part(book, f"xl/worksheets/sheet{number}.xml")
    pane = next(sheet.iter(f"{SPREADSHEET}pane"))
    assert (pane.get("ySplit"), pane.get("state"), pane.get("xSplit")) == ("1", "frozen", None)
    rows, columns = (
        len(rows_of(book, SHEETS[number - 1])),
        len(rows_of(book, SHEETS[number - 1])[0]),
    )
    covered = next(sheet.iter(f"{SPREADSHEET}autoFilter")).get("ref")
    assert covered == f"A1:{chr(ord('A') + columns - 1)}{rows}"
    titles = [
        name.text
        for name in part(book, "xl/workbook.xml").iter(f"{SPREADSHEET}definedName")
        if name.get("name") == "_xlnm.Print_Titles"
    ]
    assert f"'{SHEETS[number - 1]}'!$1:$1" in titles
    setup = next(sheet.iter(f"{SPREADSHEET}pageSetup"))
    assert (setup.get("paperSize"), setup.get("fitToHeight")) == ("9", "0")


@pytest.mark.parametrize(
    ("column", "total"),
    [("Chỉ tiêu giao", 281), ("Đã kết nạp", 135), ("Đang trình duyệt", 29), ("Nguồn", 368)],
)
@pytest.mark.parametrize("sheet", ["Đơn vị", "Theo nhóm"])
def test_counts_are_numbers_that_add_up(book: Path, sheet: str, column: str, total: int) -> None:
    values = table_of(book, sheet)[column]
    assert {type(value) for value in values} <= {float, int}
    assert values.sum() == total


def test_every_unit_has_a_row(book: Path, assessed: pd.DataFrame) -> None:
    assert list(table_of(book, "Đơn vị")["Tổ chức đảng"]) == list(assessed["unit_name"])


@pytest.mark.parametrize(
    ("unit", "rate"),
    [
        ("Đảng bộ xã Cổ Am", 1 / 8),
        ("Đảng bộ xã Dũng Tiến", 8 / 7),
        ("Đảng bộ Công an huyện", "0/2"),  # a small quota: counts, no percentage
        ("Chi bộ Trung tâm Y tế", "2/2"),
    ],
)
def test_rate_is_a_fraction(book: Path, unit: str, rate: float | str) -> None:
    table = table_of(book, "Đơn vị").set_index("Tổ chức đảng")
    wanted = rate if isinstance(rate, str) else pytest.approx(rate)
    assert table.loc[unit, "Tỷ lệ đã kết nạp"] == wanted


def test_rates_are_shown_as_per_cent(book: Path) -> None:
    sheet, styles = part(book, "xl/worksheets/sheet3.xml"), part(book, "xl/styles.xml")
    at = rows_of(book, "Đơn vị")[0].index("Tỷ lệ đã kết nạp")
    cell = next(
        cell for cell in sheet.iter(f"{SPREADSHEET}c") if cell.get("r") == f"{chr(ord('A') + at)}2"
    )
    shapes = next(styles.iter(f"{SPREADSHEET}cellXfs"))
    wanted = shapes[int(cell.get("s", "0"))].get("numFmtId")
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles[0]}
    assert formats[wanted] == "0.00%"


def test_unknown_is_words_not_zero(tmp_path: Path) -> None:
    rows = [HEADER, "1|Đảng bộ xã An Hòa|5|2||2|40,00|4", SCHOOL]
    path = written(tmp_path / "b.xlsx", read_rows(tmp_path, rows))
    table = table_of(path, "Đơn vị").set_index("Tổ chức đảng")
    assert (
        table.loc["Đảng bộ xã An Hòa", ["Đang trình duyệt", "Còn thiếu"]].tolist()
        == ["chưa rõ"] * 2
    )
    absent = table.loc["Đảng bộ xã Vinh Quang"]
    assert absent["Mức đánh giá"] == "chưa báo cáo"
    assert absent[["Chỉ tiêu giao", "Đã kết nạp", "Nguồn"]].tolist() == ["chưa rõ"] * 3
    assert table.loc["Chi bộ Trường THPT", "Đang trình duyệt"] == 0


def test_without_date_and_register(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [HEADER, AN_HOA], register=None, as_of=None)
    path = written(tmp_path / "b.xlsx", snapshot)
    assert table_of(path, "Đơn vị").loc[0, "Nhóm đơn vị"] == "Chưa phân loại"
    assert len(rows_of(path, "Cần quan tâm")) >= 1


@pytest.mark.parametrize(
    "name",
    [
        *(f'{start}HYPERLINK("http://a.vn","x")}}' for start in ("=", "+", "-", "@", "{=", " =")),
        # an address, a number, a date
        *("http://a.vn", "mailto:a@b.vn", "internal:Sheet1!A1", "0123", "1e5", "1/2/2023"),
    ],
)
def test_a_name_is_never_more_than_a_text(tmp_path: Path, name: str) -> None:
    rows = [HEADER, ["1", name, "5", "0", "0", "0", "0,00", "4"]]
    path = written(tmp_path / "b.xlsx", read_rows(tmp_path, rows, register=None))
    assert table_of(path, "Đơn vị")["Tổ chức đảng"].tolist() == [name.strip()]
    with zipfile.ZipFile(path) as archive:
        text = "".join(
            archive.read(item).decode() for item in archive.namelist() if "sheet" in item
        )
    assert not re.search(r"<f[ >]|<hyperlink", text)


def test_same_input_same_bytes(tmp_path: Path, book: Path, snapshot: dva.Snapshot) -> None:
    assert written(tmp_path / "b.xlsx", snapshot).read_bytes() == book.read_bytes()


def test_summary_states_both_rates(book: Path) -> None:
    rows = dict(rows_of(book, "Tổng hợp"))
    assert rows["Chỉ tiêu giao"] == 281
    assert rows["Chỉ tiêu ghi ở dòng tổng cộng"] == 280
    assert {"48,04%", "48,21%"} <= set(rows.values())
    assert len(rows) == len(rows_of(book, "Tổng hợp"))


def test_findings_are_all_there(book: Path, snapshot: dva.Snapshot) -> None:
    table = table_of(book, "Phát hiện")
    assert list(table["Nội dung"]) == list(snapshot.findings["message"])
    assert list(table["Mã"]) == list(snapshot.findings["code"])


def test_attention_has_counts_only(book: Path) -> None:
    table = table_of(book, "Cần quan tâm")
    assert (
        list(table["Mức đánh giá"]) == ["cần quan tâm, hỗ trợ"] * 12 + ["chậm so với nhịp độ"] * 10
    )
    assert not any("lệ" in title for title in table.columns)


@pytest.mark.parametrize("column", ["Mức theo nhịp độ đều", "Nguồn/còn thiếu"])
def test_small_quotas_have_neither_pace_nor_ratio(book: Path, column: str) -> None:
    table = table_of(book, "Đơn vị")
    small = table["Chỉ tiêu giao"] <= 2
    assert small.sum() == 17
    assert set(table.loc[small, column]) == {""}
    assert set(table.loc[~small, column]) != {""}
