from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.archive import read_archive
from dangvien_analysis.readers.office_files.sheet_parts import is_plain, ods_parts, xlsx_parts
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import SHEET, opendocument, sheet
from tests.fixtures.make_office_files import DATA

LIMITS = Limits()


def members(folder: Path, rows: str = "", more: str = "") -> dict[str, bytes]:
    """Give the markup of a workbook, its first sheet replaced."""
    found = read_archive(write_table(folder, SOUND, "bang.xlsx"), LIMITS)
    return found | ({SHEET: sheet(rows, more).encode()} if rows or more else {})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B2" s="1" t="e"><f>A1/0</f><v>#REF!</v></c>', "#REF!"),
        # a formula that no program has worked out yet
        ('<c r="B2"><f>SUM(A1:A3)</f></c>', "=SUM(A1:A3)"),
        ('<c r="B2"><f>A1&amp;"x"</f><v></v></c>', '=A1&"x"'),
        ('<c r="B2"><f t="shared" si="0"/></c>', "="),
    ],
)
def test_what_the_reader_gives_as_empty(tmp_path: Path, cell: str, text: str) -> None:
    rows = f'<row r="2"><c r="A2"/><c r="AA2"><v>1</v></c>{cell}</row>'
    found = xlsx_parts("x.xlsx", members(tmp_path, rows), LIMITS)
    assert found["Biểu 1"].texts == {(1, 1): text}


def test_values_are_left_to_the_reader(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="s"><v>0</v></c></row>'
    assert xlsx_parts("x.xlsx", members(tmp_path, rows), LIMITS)["Biểu 1"].texts == {}


def test_fonts_of_a_workbook(tmp_path: Path) -> None:
    assert xlsx_parts("x.xlsx", members(tmp_path), LIMITS)["Biểu 1"].fonts == {"Calibri"}


def test_a_cell_far_away_is_named_with_what_may_be_raised(tmp_path: Path) -> None:
    found = members(tmp_path, '<c r="A1"><v>1</v></c><c r="ZZ9999"><v>1</v></c>')
    with pytest.raises(ReadError, match=r"x\.xlsx, Biểu 1: .*9999 dòng x 702 cột.*rows, cells"):
        xlsx_parts("x.xlsx", found, LIMITS)
    assert xlsx_parts("x.xlsx", found, Limits(cells=9999 * 702))


def test_a_format_far_away_does_no_harm(tmp_path: Path) -> None:
    # programs keep the borders of rows that were emptied
    found = members(tmp_path, '<c r="A1"><v>1</v></c><c r="XFD1048576" s="3"/>')
    assert xlsx_parts("x.xlsx", found, LIMITS)


@pytest.mark.parametrize(
    ("rows", "more", "plain"),
    [
        ('<c r="A1"><v>1</v></c><c r="Z99999" s="1"/>', "", True),
        ('<c r="AA1"><v>1</v></c>', "", False),
        ('<c r="A100000"><v>1</v></c>', "", False),
        ("<c><v>1</v></c>", "", False),
        ("<c r='A1'><v>1</v></c>", "", False),
        ('<c\tr="A1"><v>1</v></c>', "", False),
        ('<c s="1" r="A1"><v>1</v></c>', "", False),
        ('<x:c r="A1"><v>1</v></x:c>', "", False),
        ('<c r="&#65;1"><v>1</v></c>', "", False),
        ("", '<cols/><col min="1"/>', True),
        ('<c r="A1"/>', '<mergeCell ref="A1:B1"/>' * 20, True),
        ('<c r="A1"/>', '<mergeCell ref="A1:B1"/>' * 60_000, False),
    ],
)
def test_a_plain_workbook(tmp_path: Path, rows: str, more: str, plain: bool) -> None:
    assert is_plain(members(tmp_path, rows, more), LIMITS) is plain


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("xl/sharedStrings.xml", b"<si>" + b"a" * (20 * 2**20) + b"</si>"),
        ("xl/sharedStrings.xml", b"<si></si>" * (Limits().cells + 1)),
        ("xl/styles.xml", b"<xf/>" * 600_000),
        ("xl/sharedStrings.xml", b'<sst uniqueCount="2147483648"></sst>'),
        ("xl/sharedStrings.xml", b"<sst uniqueCount = '&#50;147483648'></sst>"),
        (SHEET, sheet("").encode("utf-16")),
    ],
)
def test_a_workbook_with_a_part_out_of_the_ordinary(
    tmp_path: Path, member: str, content: bytes
) -> None:
    assert is_plain(members(tmp_path), LIMITS)
    assert not is_plain({**members(tmp_path), member: content}, LIMITS)


def test_merged_cells_and_fonts_of_an_ods() -> None:
    found = ods_parts("bieu.ods", read_archive(DATA / "bieu.ods", LIMITS), LIMITS)["Biểu 1"]
    assert found.merged == (((0, 0), (0, 7)), ((1, 0), (1, 7)))
    assert "Times New Roman" in found.fonts
    assert "DejaVu Sans" in found.fonts


def test_repeats_before_a_merged_cell_of_an_ods() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="3"/>'
        '<table:covered-table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-columns-spanned="2"/></table:table-row>'
    )
    found = ods_parts("x.ods", {"content.xml": opendocument(rows)}, LIMITS)["Biểu 1"]
    assert found.merged == (((3, 2), (4, 4)), ((3, 5), (3, 6)))


def test_an_ods_with_a_password() -> None:
    manifest = {"META-INF/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b"\xff"}
    with pytest.raises(ReadError, match=r"x\.ods: tệp có mật khẩu"):
        ods_parts("x.ods", manifest, LIMITS)
