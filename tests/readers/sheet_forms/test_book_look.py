"""What a sheet of an .xlsx file does not show, read from the file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.office_files.sheet import read_sheets
from dangvien_analysis.readers.set_aside import NOTHING, AsideCell, AsideColumn, AsideRow, Form
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import SHEET, members_of, repacked, repacked_as, sheet

STYLES = "xl/styles.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FONTS = {
    "strike": "<strike/>",
    "white": '<color rgb="FFFFFFFF"/>',
    "raised": '<vertAlign val="superscript"/>',
}


def styles(fonts: str, fills: str = "", cells: str = "", formats: str = "", more: str = "") -> str:
    """Give a part of styles: cells have the first font unless they say otherwise."""
    plain = "<font/>"
    return (
        f"<styleSheet {MAIN}><numFmts>{formats}</numFmts><fonts>{plain}{fonts}</fonts>"
        f'<fills><fill><patternFill patternType="none"/></fill><fill/>{fills}</fills>'
        f"<cellXfs><xf/>{cells}</cellXfs>{more}</styleSheet>"
    )


def book(folder: Path, rows: str, more: str = "", **changes: str) -> Grid:
    """Read a workbook of one sheet."""
    source = write_table(folder, SOUND, "goc.xlsx")
    members: dict[str, str | bytes] = {SHEET: sheet(rows, more)}
    named = {"styles": STYLES, "strings": "xl/sharedStrings.xml", "theme": "xl/theme/theme1.xml"}
    members |= {named[name]: content for name, content in changes.items()}
    return read_sheets(repacked(source, folder / "x.xlsx", members))


def texts(grid: Grid) -> dict[int, tuple[str, ...]]:
    return {row.number: row.texts for row in grid.rows}


def aside(grid: Grid) -> list[tuple[Form, int, int, str, str, bool]]:
    return [
        (one.form, one.number, one.at, one.text, one.whole, one.certain)
        for one in grid.aside.cells
    ]


def inline(*runs: str) -> str:
    return f'<c r="A1" t="inlineStr"><is>{"".join(runs)}</is></c>'


def run(text: str, properties: str | None = None) -> str:
    inside = "" if properties is None else f"<rPr>{properties}</rPr>"
    return f"<r>{inside}<t>{text}</t></r>"


def made(folder: Path, make: Callable[[Workbook, Worksheet], Any]) -> Grid:
    path = folder / "tao.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        make(workbook, workbook.add_worksheet("Biểu"))
    return read_sheets(path)


# --- letters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "seen", "told"),
    [
        ([run("7"), run("1", '<vertAlign val="superscript"/>')], "7", [(Form.RAISED, "1")]),
        ([run("7"), run("1", '<vertAlign val="subscript"/>')], "7", [(Form.RAISED, "1")]),
        ([run("7"), run("1", '<vertAlign val="baseline"/>')], "71", []),
        ([run("8", "<strike/>"), run("9", "<b/>")], "9", [(Form.STRUCK, "8")]),
        ([run("8", '<strike val="true"/>'), run("9")], "9", [(Form.STRUCK, "8")]),
        ([run("8", '<strike val="0"/>'), run("9")], "89", []),
        ([run("1", '<color rgb="FFFFFFFF"/>'), run("7")], "7", [(Form.HIDDEN, "1")]),
        ([run("1", '<color theme="0"/>'), run("7")], "7", [(Form.HIDDEN, "1")]),
        ([run("1", '<color theme="0" tint="-0.35"/>'), run("7")], "17", []),
        ([run("1", '<color indexed="9"/>'), run("7")], "7", [(Form.HIDDEN, "1")]),
        ([run("1", '<color indexed="10"/>'), run("7")], "17", []),
        ([run("7", "<vertAlign val='superscript'/>")], "7", []),
        ([run(" ", "<strike/>"), run("7")], "7", []),
        ([run("7"), '<rPh sb="0" eb="1"><t>bảy</t></rPh>'], "7", []),
        (
            [run("7"), run("1", "<vertAlign val='superscript'/>"), "<rPh><t>x</t></rPh>"],
            "7",
            [(Form.RAISED, "1")],
        ),
        (
            [run("8", "<strike/>"), run("9"), run("1", "<vertAlign val='superscript'/>")],
            "9",
            [(Form.STRUCK, "8"), (Form.RAISED, "1")],
        ),
    ],
)
@pytest.mark.parametrize("shared", [False, True])
def test_letters_of_a_cell(
    tmp_path: Path, runs: list[str], seen: str, told: list[tuple[Form, str]], *, shared: bool
) -> None:
    if shared:
        strings = f"<sst {MAIN}><si><t>x</t></si><si>{''.join(runs)}</si></sst>"
        grid = book(tmp_path, '<row r="1"><c r="A1" t="s"><v>1</v></c></row>', strings=strings)
    else:
        grid = book(tmp_path, f'<row r="1">{inline(*runs)}</row>')
    assert texts(grid) == {1: (seen,)}
    assert [(form, text) for form, _, _, text, _, _ in aside(grid)] == told


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1'><c r='A1' s='1'><v>8</v></c><c r='B1'><v>9</v></c></row>",
        '<row><c s="1"><v>8</v></c><c><v>9</v></c></row>',
        '<row r="1"><c s="1" r="A1"><v>8</v></c><c r="B1"><v>9</v></c></row>',
    ],
)
def test_a_style_however_its_cell_is_written(tmp_path: Path, rows: str) -> None:
    grid = book(tmp_path, rows, styles=styles("<font><strike/></font>", "", '<xf fontId="1"/>'))
    assert texts(grid) == {1: ("", "9")}
    assert aside(grid) == [(Form.STRUCK, 1, 0, "8", "8", True)]


def test_markup_with_prefixes(tmp_path: Path) -> None:
    part = sheet('<row r="2" hidden="1"><c r="A2" s="1"><v>8</v></c></row>').replace("xmlns", "!")
    for name in ("worksheet", "sheetData", "row", "c ", "v>"):
        part = part.replace(f"<{name}", f"<x:{name}").replace(f"</{name}", f"</x:{name}")
    source = write_table(tmp_path, SOUND, "goc.xlsx")
    changes: dict[str, str | bytes] = {
        SHEET: part.replace("</c>", "</x:c>").replace("!", "xmlns:x")
    }
    grid = read_sheets(repacked(source, tmp_path / "x.xlsx", changes))
    assert grid.aside.rows == (AsideRow(Form.HIDDEN, "Biểu 1", 2, ("8",)),)


@pytest.mark.parametrize(
    ("font", "fill", "form"),
    [
        ("<strike/>", "", Form.STRUCK),
        ('<strike val="false"/>', "", None),
        ('<vertAlign val="superscript"/>', "", None),
        ('<color rgb="FFFFFFFF"/>', "", Form.HIDDEN),
        ('<color rgb="00FFFFFF"/>', "", Form.HIDDEN),
        ('<color theme="0"/>', "", Form.HIDDEN),
        ('<color indexed="9"/>', "", Form.HIDDEN),
        ('<color rgb="FFF2F2F2"/>', "", None),
        ('<color auto="1"/>', "", None),
        # white on a header's dark ground is seen, and white on a white one is not
        ('<color rgb="FFFFFFFF"/>', '<fgColor rgb="FF1F4E78"/>', None),
        ('<color rgb="FFFFFFFF"/>', '<fgColor theme="4"/>', None),
        ('<color rgb="FFFFFFFF"/>', '<fgColor theme="0"/>', Form.HIDDEN),
        ('<color rgb="FFFFFFFF"/>', '<fgColor indexed="65"/>', Form.HIDDEN),
        # any letters in the colour of their ground
        ('<color rgb="FF1F4E78"/>', '<fgColor rgb="FF1F4E78"/>', Form.HIDDEN),
        ('<color theme="4" tint="0.4"/>', '<fgColor theme="4" tint="0.4"/>', Form.HIDDEN),
        ('<color theme="4" tint="0.4"/>', '<fgColor theme="4" tint="0.6"/>', None),
    ],
)
def test_a_whole_cell(tmp_path: Path, font: str, fill: str, form: Form | None) -> None:
    solid = f'<fill><patternFill patternType="solid">{fill}</patternFill></fill>'
    part = styles(f"<font>{font}</font>", solid, f'<xf fontId="1" fillId="{2 if fill else 0}"/>')
    grid = book(
        tmp_path,
        '<row r="1"><c r="A1" s="1"><v>7</v></c><c r="B1"><v>9</v></c></row>',
        styles=part,
    )
    assert texts(grid) == {1: ("" if form else "7", "9")}
    assert [one[0] for one in aside(grid)] == ([form] if form else [])


def test_the_first_style_is_that_of_cells_without_one(tmp_path: Path) -> None:
    part = styles("").replace("<font/>", "<font><strike/></font>")
    grid = book(tmp_path, '<row r="1"><c r="A1"><v>7</v></c></row>', styles=part)
    assert grid.rows == ()
    assert grid.aside.rows == (AsideRow(Form.STRUCK, "Biểu 1", 1, ("7",)),)


def test_letters_without_a_form_of_their_own_have_their_cells(tmp_path: Path) -> None:
    part = styles("<font><strike/></font>", "", '<xf fontId="1"/>')
    cell = inline(run("8"), run("9", "<b/>")).replace("<c ", '<c s="1" ')
    grid = book(tmp_path, f'<row r="1">{cell}</row>', styles=part)
    assert texts(grid) == {1: ("9",)}
    assert aside(grid) == [(Form.STRUCK, 1, 0, "8", "89", True)]


def test_fonts_of_conditional_formats_are_no_fonts_of_cells(tmp_path: Path) -> None:
    part = styles(
        "", more="<dxfs><dxf><font><strike/></font></dxf></dxfs>", cells='<xf fontId="1"/>'
    )
    grid = book(tmp_path, '<row r="1"><c r="A1" s="1"><v>7</v></c></row>', styles=part)
    assert grid.aside is NOTHING


def test_a_theme_whose_first_colour_is_dark(tmp_path: Path) -> None:
    theme = '<a:theme xmlns:a="x"><a:lt1><a:srgbClr val="1F1F1F"/></a:lt1></a:theme>'
    part = styles('<font><color theme="0"/></font>', "", '<xf fontId="1"/>')
    rows = '<row r="1"><c r="A1" s="1"><v>7</v></c></row>'
    assert texts(book(tmp_path, rows, styles=part, theme=theme)) == {1: ("7",)}


def test_a_palette_of_its_own(tmp_path: Path) -> None:
    colours = '<rgbColor rgb="00000000"/>' * 12 + '<rgbColor rgb="00FFFFFF"/>'
    more = f"<colors><indexedColors>{colours}</indexedColors></colors>"
    part = styles('<font><color indexed="12"/></font>', "", '<xf fontId="1"/>', more=more)
    # colours are told behind what is set in them
    rows = '<row r="1"><c r="A1" s="1"><v>7</v></c><c r="B1"><v>9</v></c></row>'
    assert texts(book(tmp_path, rows, styles=part)) == {1: ("", "9")}


# --- numbers ----------------------------------------------------------------------------------


def one_format(folder: Path, code: str, value: str, kind: str = "n") -> Grid:
    told = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    part = styles("", "", '<xf numFmtId="170"/>', f'<numFmt numFmtId="170" formatCode="{told}"/>')
    inside = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
    cells = f'<c r="A1" s="1" t="{kind}">{inside}</c><c r="B1"><v>9</v></c>'
    return book(folder, f'<row r="1">{cells}</row>', styles=part)


@pytest.mark.parametrize(
    ("code", "value", "seen", "told"),
    [
        ('0"1"', "7", "7", [(Form.SHOWN, "7", "71", False)]),
        ("0", "4.6", "4,6", [(Form.SHOWN, "4,6", "5", False)]),
        ("#,##0,", "1905", "1905", [(Form.SHOWN, "1905", "2", False)]),
        ("0;-0;", "0", "0", [(Form.SHOWN, "0", "", True)]),
        ("[White]0", "0", "0", [(Form.SHOWN, "0", "", True)]),
        ("[White]0", "7", "", [(Form.HIDDEN, "7", "7", True)]),
        (";;;", "7", "", [(Form.HIDDEN, "7", "7", True)]),
        ("0;;0", "-7", "", [(Form.HIDDEN, "-7", "-7", True)]),
        ("0;;0", "7", "7", []),
        ("0;-0;-", "0", "0", []),
        ("0", "4", "4", []),
        ("0.00", "4.666", "4,666", []),
        ('0" đv"', "7", "7", []),
        ("0.0%", "0.58571", "0,58571", []),
    ],
)
def test_a_number_format(
    tmp_path: Path, code: str, value: str, seen: str, told: list[tuple[Any, ...]]
) -> None:
    grid = one_format(tmp_path, code, value)
    assert texts(grid) == {1: (seen, "9")}
    assert [(form, *rest) for form, _, _, *rest in aside(grid)] == told


@pytest.mark.parametrize(
    ("code", "seen", "told"),
    [
        (";;;", "", [(Form.HIDDEN, "An Hòa", True)]),
        ('0;0;0;"x"', "An Hòa", [(Form.SHOWN, "An Hòa", False)]),
        ('@"1"', "An Hòa", [(Form.SHOWN, "An Hòa", False)]),
        ('0"1"', "An Hòa", []),
        ("_(@_)", "An Hòa", []),
    ],
)
def test_a_text_is_shown_by_the_fourth_part(
    tmp_path: Path, code: str, seen: str, told: list[tuple[Any, ...]]
) -> None:
    grid = one_format(tmp_path, code, "An Hòa", "inlineStr")
    assert texts(grid) == {1: (seen, "9")}
    assert [(form, text, certain) for form, _, _, text, _, certain in aside(grid)] == told


def test_zeros_that_a_sheet_does_not_show(tmp_path: Path) -> None:
    def make(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row("A1", [0, 7, 0])
        sheet.hide_zero()

    grid = made(tmp_path, make)
    assert texts(grid) == {1: ("0", "7", "0")}
    assert aside(grid) == [(Form.SHOWN, 1, at, "0", "", True) for at in (0, 2)]


def test_usual_formats_are_nothing(tmp_path: Path) -> None:
    codes = [
        "General",
        "0",
        "#,##0",
        "#,##0.00",
        "0%",
        "0.00%",
        "dd/mm/yyyy",
        "@",
        '0" đv"',
        41,
        43,
    ]
    codes += ['_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', 1, 3, 9, 14, 38, 44, 49]

    def make(workbook: Workbook, sheet: Worksheet) -> None:
        for at, code in enumerate(codes):
            style = workbook.add_format({"num_format": code})
            sheet.write_column(0, at, [0, 7, 1905, -3, "An Hòa"], style)

    assert made(tmp_path, make).aside is NOTHING


# --- rows and columns -------------------------------------------------------------------------

CELL = '<c r="A{0}"><v>{0}</v></c>'


@pytest.mark.parametrize(
    ("attributes", "gone"),
    [
        ('hidden="1"', True),
        ("hidden='true'", True),
        ('hidden = "1"', True),
        ('ht="0" customHeight="1"', True),
        ('ht="0.75" customHeight="1"', True),
        ('outlineLevel="1" hidden="1"', True),
        ('hidden="0"', False),
        ('hidden="false" ht="15" customHeight="false"', False),
        ('ht="10.5" customHeight="1"', False),
        ('collapsed="1"', False),
    ],
)
def test_a_hidden_row(tmp_path: Path, attributes: str, gone: bool) -> None:
    rows = "".join(
        f'<row r="{at}" {attributes if at == 2 else ""}>{CELL.format(at)}</row>'
        for at in (1, 2, 3)
    )
    grid = book(tmp_path, rows)
    assert [*texts(grid)] == ([1, 3] if gone else [1, 2, 3])
    assert grid.aside.rows == ((AsideRow(Form.HIDDEN, "Biểu 1", 2, ("2",)),) if gone else ())


def test_a_hidden_row_without_content_is_nothing(tmp_path: Path) -> None:
    grid = book(
        tmp_path, f'{CELL.format(1)}<row r="2" hidden="1"/><row r="3">{CELL.format(3)}</row>'
    )
    assert [*texts(grid)] == [1, 3]
    assert grid.aside.rows == ()


FILTER = '<autoFilter ref="A1:A3"><filterColumn colId="0"><filters/></filterColumn></autoFilter>'
BUTTONS = '<autoFilter ref="A1:A3"><filterColumn colId="0" hiddenButton="1"/></autoFilter>'


@pytest.mark.parametrize(
    ("more", "forms"),
    [
        (FILTER, {3: Form.FILTERED, 5: Form.HIDDEN}),
        (BUTTONS, {3: Form.HIDDEN, 5: Form.HIDDEN}),
        ("", {3: Form.HIDDEN, 5: Form.HIDDEN}),
    ],
)
def test_rows_that_a_filter_hides_are_counted(
    tmp_path: Path, more: str, forms: dict[int, Form]
) -> None:
    rows = "".join(
        f'<row r="{at}" hidden="{int(at in (3, 5))}">{CELL.format(at)}</row>' for at in range(1, 6)
    )
    grid = book(tmp_path, rows, more)
    assert {one.number: one.form for one in grid.aside.rows} == forms
    gone = {at for at, form in forms.items() if form is Form.HIDDEN}
    assert {*texts(grid)} == {1, 2, 3, 4, 5} - gone


def test_the_filter_of_a_table_and_the_ground_of_its_header(tmp_path: Path) -> None:
    def make(workbook: Workbook, sheet: Worksheet) -> None:
        white = workbook.add_format({"font_color": "white"})
        columns = [{"header": name, "header_format": white} for name in ("Tên", "Số")]
        sheet.add_table("B2:C4", {"columns": columns, "data": [["a", 1], ["b", 2]]})
        sheet.set_row(3, None, None, {"hidden": True})

    grid = made(tmp_path, make)
    assert texts(grid)[2] == ("", "Tên", "Số")
    assert grid.aside.rows == (AsideRow(Form.HIDDEN, "Biểu", 4, ("", "b", "2")),)
    members = members_of(tmp_path / "tao.xlsx")
    name = "xl/tables/table1.xml"
    on = b"<filterColumn colId='1'><customFilters/></filterColumn></autoFilter>"
    part = members[name].replace(b'ref="B2:C4"/>', b'ref="B2:C4">' + on)
    grid = read_sheets(repacked(tmp_path / "tao.xlsx", tmp_path / "loc.xlsx", {name: part}))
    assert grid.aside.rows == (AsideRow(Form.FILTERED, "Biểu", 4, ("", "b", "2")),)
    assert texts(grid)[4] == ("", "b", "2")


@pytest.mark.parametrize("form", FONTS)
def test_rows_all_of_whose_cells_are_so(tmp_path: Path, form: str) -> None:
    part = styles(f"<font>{FONTS[form]}</font>", "", '<xf fontId="1"/>')
    row = '<row r="{0}"><c r="A{0}" s="1"><v>1</v></c><c r="B{0}"{1}><v>2</v></c>'
    row += '<c r="C{0}" s="1"/></row>'
    grid = book(tmp_path, row.format(1, ' s="1"') + row.format(2, ""), styles=part)
    if form == "raised":
        assert grid.aside is NOTHING
        return
    kind = Form.STRUCK if form == "strike" else Form.HIDDEN
    assert texts(grid) == {2: ("", "2")}
    assert grid.aside.rows == (AsideRow(kind, "Biểu 1", 1, ("1", "2")),)
    assert grid.aside.cells == (AsideCell(kind, "Biểu 1", 2, 0, "1", "1"),)


@pytest.mark.parametrize(
    ("column", "gone"),
    [
        ('hidden="1"', True),
        ("hidden='true'", True),
        ('width="0" customWidth="1"', True),
        ('width="12" hidden="0"', False),
        ('width="0.9"', False),
    ],
)
def test_a_hidden_column(tmp_path: Path, column: str, gone: bool) -> None:
    part = (
        f'<worksheet {MAIN}><cols><col min="2" max="2" {column}/>'
        '<col min="5" max="16384" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2">'
        '<c r="A2"><v>3</v></c><c r="B2"/><c r="C2"><v>4</v></c></row></sheetData></worksheet>'
    )
    source = write_table(tmp_path, SOUND, "goc.xlsx")
    grid = read_sheets(repacked(source, tmp_path / "x.xlsx", {SHEET: part}))
    assert texts(grid) == {1: ("1", "" if gone else "2", ""), 2: ("3", "", "4")}
    assert grid.aside.columns == ((AsideColumn("Biểu 1", 1, {1: "2"}),) if gone else ())


def test_a_merged_cell_is_read_where_it_is_seen(tmp_path: Path) -> None:
    def make(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("B1:D1", "Kết quả")
        sheet.merge_range("A2:A4", "Khối")
        sheet.write_column("B2", [1, 2, 3])
        sheet.write("D4", 9)
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_row(1, None, None, {"hidden": True})

    grid = made(tmp_path, make)
    assert texts(grid) == {
        1: ("", "", "Kết quả", ""),
        3: ("Khối", "", "", ""),
        4: ("", "", "", "9"),
    }
    assert [dict(row.spans) for row in grid.rows] == [{2: (1, 2)}, {0: (2, 1)}, {}]
    assert grid.aside.columns == (AsideColumn("Biểu", 1, {3: "2", 4: "3"}),)


def test_what_is_set_aside_of_each_sheet_stands_in_their_order(tmp_path: Path) -> None:
    def make(workbook: Workbook, sheet: Worksheet) -> None:
        struck = workbook.add_format({"font_strikeout": True})
        for one in (sheet, workbook.add_worksheet("Hai")):
            one.write("A2", 8, struck)
            one.write("B2", 9)
            one.write("B1", 5, struck)
            one.write("A1", 5)

    found = made(tmp_path, make).aside.cells
    assert [(one.part, one.number, one.at) for one in found] == [
        *(("Biểu", 1, 1), ("Biểu", 2, 0), ("Hai", 1, 1), ("Hai", 2, 0))
    ]


def test_a_number_typed_as_text_is_told_as_it_is_seen(tmp_path: Path) -> None:
    def make(workbook: Workbook, sheet: Worksheet) -> None:
        raised = workbook.add_format({"font_script": 1})
        struck = workbook.add_format({"font_strikeout": True})
        sheet.write_rich_string("A1", "7", raised, "1")
        sheet.write_string("B1", "8", struck)
        sheet.write_rich_string("C1", struck, "12", "năm")
        sheet.write_string("D1", "5")

    (row,) = made(tmp_path, make).rows
    assert (row.texts, row.typed) == (("7", "", "năm", "5"), {0, 3})


# --- formulas, comments -----------------------------------------------------------------------


def formula_cell(at: int, formula: str, value: str, kind: str = "") -> str:
    return f'<c r="A{at}"{kind}><f>{formula}</f><v>{value}</v></c>'


@pytest.mark.parametrize(
    ("values", "chain", "told"),
    [
        (("0", "0"), False, True),
        (("0", "0"), True, False),
        (("0", "3"), False, False),
        (("0", "-1.5"), False, False),
    ],
)
def test_formulas_that_nobody_worked_out(
    tmp_path: Path, values: tuple[str, str], chain: bool, told: bool
) -> None:
    rows = "".join(formula_cell(at, f"B{at}&amp;1", one) for at, one in enumerate(values, start=1))
    rows += formula_cell(3, "LEFT(5)", "5", ' t="str"')
    source = write_table(tmp_path, SOUND, "goc.xlsx")
    changes: dict[str, str | bytes] = {SHEET: sheet(rows)}
    if chain:
        changes["xl/calcChain.xml"] = f"<calcChain {MAIN}/>"
    grid = read_sheets(repacked(source, tmp_path / "x.xlsx", changes))
    wanted = [(Form.UNCALCULATED, at, 0, "0", f"=B{at}&1", False) for at in (1, 2)]
    assert aside(grid) == (wanted if told else [])
    assert texts(grid)[1] == (values[0],)


def commented(folder: Path, changes: Mapping[str, str | bytes]) -> Grid:
    def make(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row("A1", ["x", 7])
        sheet.write("A2", 3)
        sheet.write_comment("B1", "Đính chính: 6", {"author": "Lan"})
        sheet.write_comment("A2", "ở dòng ẩn")
        sheet.write_comment("H9", "ngoài bảng")
        sheet.set_row(1, None, None, {"hidden": True})

    made(folder, make)
    members = {**members_of(folder / "tao.xlsx"), **changes}
    return read_sheets(repacked_as(folder / "x.xlsx", members))


def note_part(words: str, author: str = "Lan") -> str:
    return (
        f"<comments {MAIN}><authors><author>{author}</author></authors><commentList>"
        f'<comment ref="B1" authorId="0"><text>{words}</text></comment></commentList></comments>'
    )


THREAD = (
    '<ThreadedComments xmlns="x"><threadedComment ref="B1" id="1"><text>Xin xem lại</text>'
    '</threadedComment><threadedComment ref="B1" id="2" parentId="1"><text>Đúng là 6</text>'
    "</threadedComment></ThreadedComments>"
)
LEGACY = (
    "<t>[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; "
    "Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    Xin xem lại</t>"
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Đính chính: 6"),
        (
            {"xl/comments1.xml": note_part("<r><rPr><b/></rPr><t>Lan:</t></r><r><t>\n6</t></r>")},
            "6",
        ),
        ({"xl/comments1.xml": note_part("<t>Lan Anh: 6</t>")}, "Lan Anh: 6"),
        ({"xl/comments1.xml": note_part(LEGACY, "tc={1}")}, "Xin xem lại"),
        (
            {
                "xl/comments1.xml": note_part(LEGACY, "tc={1}"),
                "xl/threadedComments/threadedComment1.xml": THREAD,
            },
            "Xin xem lại\nĐúng là 6",
        ),
    ],
)
def test_words_of_comments(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = (
        f'<Relationship Id="t" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/>'
    )
    commented(tmp_path, {})
    rels = members_of(tmp_path / "tao.xlsx")[name].decode()
    rels = rels.replace("</Relationships>", f"{link}</Relationships>")
    grid = commented(tmp_path, {**changes, name: rels})
    assert aside(grid) == [(Form.NOTED, 1, 1, words, "7", True)]


# --- plain and damaged files ------------------------------------------------------------------


def test_a_plain_workbook_has_nothing_aside(tmp_path: Path) -> None:
    assert read_sheets(write_table(tmp_path, SOUND, "bang.xlsx")).aside is NOTHING


def test_a_column_that_is_told_ten_thousand_times(tmp_path: Path) -> None:
    cols = '<col min="1" max="16384" hidden="1"/>' * 10_000
    part = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        "<sheetData>", f"<cols>{cols}</cols><sheetData>"
    )
    source = write_table(tmp_path, SOUND, "goc.xlsx")
    grid = read_sheets(repacked(source, tmp_path / "x.xlsx", {SHEET: part}))
    assert grid.aside.columns == (AsideColumn("Biểu 1", 0, {1: "1"}),)
