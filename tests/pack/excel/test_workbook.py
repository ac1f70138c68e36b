import re
import subprocess
import zipfile
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

import dangvien_analysis as dva
from dangvien_analysis.columns import COLUMNS
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.pack.excel.workbook import write_workbook
from dangvien_analysis.readers.office_files.legacy import find_office
from dangvien_analysis.report.figures.all_figures import figures
from tests.builders import AN_HOA, HEADER, SCHOOL, read_rows

TABLES = [
    *("Tổng hợp", "Theo nhóm", "Đơn vị", "Cần quan tâm", "Nguồn", "Dự báo"),
    *("Phát hiện", "Giải thích"),
]
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(path: Path, snapshot: dva.Snapshot) -> Path:
    meeting = gather(snapshot)
    write_workbook(path, meeting, figures(meeting))
    return path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, snapshot: dva.Snapshot) -> Path:
    return written(tmp_path_factory.mktemp("book") / "so-lieu.xlsx", snapshot)


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def table_of(path: Path, sheet: str) -> pd.DataFrame:
    """Give a sheet as a table, without the row of sums under it."""
    head, *body = rows_of(path, sheet)
    rows = [row for row in body if "Tổng cộng" not in row[:2]]
    return pd.DataFrame(rows, columns=head, dtype="object")


def part(path: Path, name: str) -> ElementTree.Element:
    """Give one XML file of the workbook."""
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(name))


def test_sheets(book: Path) -> None:
    assert CalamineWorkbook.from_path(str(book)).sheet_names == [*TABLES, "Biểu đồ"]


@pytest.mark.parametrize("number", range(1, len(TABLES) + 1))
def test_header_is_frozen_filtered_and_repeated(book: Path, number: int) -> None:
    sheet = part(book, f"xl/worksheets/sheet{number}.xml")
    pane = next(sheet.iter(f"{SPREADSHEET}pane"))
    assert (pane.get("ySplit"), pane.get("state"), pane.get("xSplit")) == ("1", "frozen", None)
    head, *body = rows_of(book, TABLES[number - 1])
    end = f"{xl_col_to_name(len(head) - 1)}{len(table_of(book, TABLES[number - 1])) + 1}"
    table = part(book, f"xl/tables/table{number}.xml")
    covered = next(table.iter(f"{SPREADSHEET}autoFilter")).get("ref")
    assert covered == table.get("ref") == f"A1:{end}"
    titles = [
        name.text
        for name in part(book, "xl/workbook.xml").iter(f"{SPREADSHEET}definedName")
        if name.get("name") == "_xlnm.Print_Titles"
    ]
    assert any(
        title in (f"'{TABLES[number - 1]}'!$1:$1", f"{TABLES[number - 1]}!$1:$1")
        for title in titles
    )
    areas = [
        name.text or ""
        for name in part(book, "xl/workbook.xml").iter(f"{SPREADSHEET}definedName")
        if name.get("name") == "_xlnm.Print_Area"
    ]
    last = f"{xl_col_to_name(len(head) - 1)}${len(body) + 1}"
    assert any(TABLES[number - 1] in area and area.endswith(f"!$A$1:${last}") for area in areas)
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
        *("http://a.vn", "mailto:a@b.vn", "internal:Sheet1!A1", "1.5", "1e5", "1/2/2023"),
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
    assert "<hyperlink" not in text
    # the formulas are the package's own: none holds a text from outside
    for formula in re.findall(r"<f>([^<]*)</f>", text):
        assert "HYPERLINK" not in formula
        assert "a.vn" not in formula


def test_same_input_same_bytes(tmp_path: Path, book: Path, snapshot: dva.Snapshot) -> None:
    assert written(tmp_path / "b.xlsx", snapshot).read_bytes() == book.read_bytes()


def test_summary_states_both_rates(book: Path) -> None:
    rows = dict(rows_of(book, "Tổng hợp"))
    assert rows["Chỉ tiêu giao"] == 281
    assert rows["Chỉ tiêu ghi ở dòng tổng cộng"] == 280
    assert rows["Đã kết nạp so với tổng chỉ tiêu các đơn vị"] == pytest.approx(135 / 281)
    assert rows["Đã kết nạp so với chỉ tiêu ghi trong bảng"] == pytest.approx(135 / 280)
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


# --- live formulas ----------------------------------------------------------------------------

FORMULA = re.compile(r'(<c r="([A-Z]+\d+)"[^>]*?)( t="str")?>(<f>[^<]*</f>)<v>([^<]*)</v>')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E-?\d+)?")


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """Give the cached value of each formula by sheet and cell."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for number, name in enumerate(CalamineWorkbook.from_path(str(path)).sheet_names, 1):
            text = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            for match in FORMULA.finditer(text):
                found[name, match[2]] = unescape(match[5])
    return found


def with_wrong_values(path: Path, target: Path) -> Path:
    """Copy a workbook, each formula with a value that no formula of it has."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            if item.startswith("xl/worksheets/sheet"):
                text = FORMULA.sub(r"\1>\4<v>987654</v>", content.decode())
                content = text.encode()
            new.writestr(item, content)
    return target


def recalculated(path: Path) -> Path:
    """Have LibreOffice work every formula out again and save the result."""
    office = find_office()
    assert office is not None
    folder = path.parent / "tinh-lai"
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>'
        "</oor:items>",
        encoding="utf-8",
    )
    subprocess.run(
        [
            str(office),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / path.name


def shown_at(path: Path, sheet: str, cell: str) -> Any:
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    at = 0
    for char in column:
        at = 26 * at + ord(char) - ord("A") + 1
    return CACHE.setdefault((path, sheet), rows_of(path, sheet))[int(row) - 1][at - 1]


CACHE: dict[tuple[Path, str], list[list[Any]]] = {}

SOME_UNKNOWN = [
    HEADER,
    "1|Đảng bộ xã An Hòa|5|2||2|40,00|4",
    "2|Đảng bộ xã Vinh Quang|8|1|2|3|37,50|",
    "3|Chi bộ Trường THPT|0|0|0|0||1",
    "4|Chi bộ A|2|3|0|3|150,00|",
]


@pytest.mark.parametrize("case", ["real", "some unknown"])
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_works_out_the_same_values(case: str, book: Path, tmp_path: Path) -> None:
    source = book
    if case != "real":
        snapshot = read_rows(tmp_path, SOME_UNKNOWN)
        source = written(tmp_path / "goc.xlsx", snapshot)
    wanted = formulas(source)
    assert len(wanted) > (400 if case == "real" else 30)
    wrong = with_wrong_values(source, tmp_path / "sai.xlsx")
    assert set(formulas(wrong).values()) == {"987654"}
    path = recalculated(wrong)
    differ = []
    for (sheet, cell), value in wanted.items():
        found = shown_at(path, sheet, cell)
        same = (
            found == pytest.approx(float(value), abs=1e-9)
            if NUMBER.fullmatch(value) and not isinstance(found, str)
            else found == value
        )
        if not same:
            differ.append((sheet, cell, value, found))
    assert differ == []


def test_formulas_hold_the_measures(book: Path, assessed: pd.DataFrame) -> None:
    table = table_of(book, "Đơn vị")
    for title, name in (
        ("Còn thiếu", "remaining"),
        ("Vượt chỉ tiêu", "surplus"),
        ("Thiếu nguồn", "pool_shortfall"),
    ):
        assert list(table[title]) == list(assessed[name])
    cells = {cell for sheet, cell in formulas(book) if sheet == "Đơn vị"}
    assert {"I2", "J2", "K2", "L2", "N2", "I55", "E56", "L56"} <= cells
    sums = rows_of(book, "Đơn vị")[-1]
    assert sums[1] == "Tổng cộng"
    assert sums[4:8] == [281, 135, 29, 368]


def test_native_charts_show_the_workbook_s_own_cells(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        charts = [name for name in archive.namelist() if re.search(r"charts/chart\d", name)]
        text = "".join(archive.read(name).decode() for name in charts)
    assert len(charts) == 2
    assert "'Theo nhóm'!$E$2:$E$9" in text
    assert "'Đơn vị'!$F$2:$F$55" in text
    assert "pattFill" in text


def test_every_column_is_explained(book: Path) -> None:
    table = table_of(book, "Giải thích")
    assert list(table["Tên trong tệp dữ liệu"]) == list(COLUMNS)
    assert all(text.endswith(".") for text in table["Ý nghĩa"])


def test_bars_and_shades(book: Path) -> None:
    sheet = part(book, "xl/worksheets/sheet3.xml")
    kinds = {rule.get("type") for rule in sheet.iter(f"{SPREADSHEET}cfRule")}
    assert kinds == {"dataBar", "cellIs"}


def test_the_pool_of_each_unit_is_held_against_what_it_lacks(
    book: Path, assessed: pd.DataFrame
) -> None:
    sums = rows_of(book, "Nguồn")[-1]
    assert sums[0] == "Tổng cộng"
    extra = (assessed["pool"] - assessed["remaining"]).clip(lower=0).sum()
    assert sums[1:] == [121, 368, 108, 13, extra]
