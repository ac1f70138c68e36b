"""What a sheet of an .ods file does not show, read from the file."""

from pathlib import Path

import pytest

from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.office_files.sheet import read_sheets
from dangvien_analysis.readers.set_aside import NOTHING, AsideColumn, AsideRow, Form
from tests.fixtures.hostile import members_of, opendocument, repacked
from tests.fixtures.make_office_files import DATA

PLAIN = "<table:table-row>{}</table:table-row>"
AUTOMATIC = b"</office:automatic-styles>"


def ods(folder: Path, rows: str, styles: str = "", named: str = "") -> Grid:
    """Read a workbook with other rows, and with more styles."""
    content = opendocument(rows).replace(AUTOMATIC, styles.encode() + AUTOMATIC)
    usual = members_of(DATA / "bieu.ods")["styles.xml"]
    usual = usual.replace(b"</office:styles>", named.encode() + b"</office:styles>")
    changes: dict[str, str | bytes] = {"content.xml": content, "styles.xml": usual}
    return read_sheets(repacked(DATA / "bieu.ods", folder / "x.ods", changes), kind="ods")


def style(name: str, properties: str, family: str = "table-cell", parent: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    told = f'style:name="{name}" style:family="{family}"{above}'
    return f"<style:style {told}>{properties}</style:style>"


def letters(attributes: str) -> str:
    return f"<style:text-properties {attributes}/>"


def words(content: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{content}</text:p>'
        "</table:table-cell>"
    )


def number(value: str, shown: str | None = None, more: str = "") -> str:
    told = "" if shown is None else f"<text:p>{shown}</text:p>"
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {more}>{told}'
        "</table:table-cell>"
    )


def texts(grid: Grid) -> dict[int, tuple[str, ...]]:
    return {row.number: row.texts for row in grid.rows}


def aside(grid: Grid) -> list[tuple[Form, int, int, str, str, bool]]:
    return [
        (one.form, one.number, one.at, one.text, one.whole, one.certain)
        for one in grid.aside.cells
    ]


THROUGH = 'style:text-line-through-style="{0}"'
TYPE = 'style:text-line-through-type="{0}"'
AT = 'style:text-position="{0}"'
COLOUR = 'fo:color="{0}"'
BEHIND = 'fo:background-color="{0}"'
DISPLAY = 'text:display="{0}"'


@pytest.mark.parametrize(
    ("attributes", "form"),
    [
        (THROUGH.format("solid"), Form.STRUCK),
        (TYPE.format("double"), Form.STRUCK),
        (f"{THROUGH.format('none')} {TYPE.format('none')}", None),
        (AT.format("super 58%"), Form.RAISED),
        (AT.format("33% 58%"), Form.RAISED),
        (AT.format("-8% 58%"), Form.RAISED),
        (AT.format("sub"), Form.RAISED),
        (AT.format("0% 100%"), None),
        (COLOUR.format("#ffffff"), Form.HIDDEN),
        (COLOUR.format("#FFFFFF"), Form.HIDDEN),
        (f"{COLOUR.format('#ffffff')} {BEHIND.format('#000080')}", None),
        (f"{COLOUR.format('#ffffff')} style:use-window-font-color='true'", None),
        (COLOUR.format("#ff0000"), None),
        (DISPLAY.format("none"), Form.HIDDEN),
        (DISPLAY.format("true"), None),
    ],
)
@pytest.mark.parametrize("named", [False, True])
def test_letters_of_a_cell(
    tmp_path: Path, attributes: str, form: Form | None, *, named: bool
) -> None:
    own = style("Gốc", letters(attributes), "text")
    used = style("T9", "", "text", "Gốc")
    cells = words('7<text:span text:style-name="T9">1</text:span>')
    found = ods(tmp_path, PLAIN.format(cells), used if named else own + used, own if named else "")
    assert texts(found) == {1: ("7" if form else "71",)}
    assert aside(found) == ([(form, 1, 0, "1", "71", True)] if form else [])


STRUCK = letters(THROUGH.format("solid"))
WHITE = letters(COLOUR.format("#ffffff"))


@pytest.mark.parametrize(
    ("properties", "form"),
    [
        (STRUCK, Form.STRUCK),
        (WHITE, Form.HIDDEN),
        (f"{WHITE}<style:table-cell-properties {BEHIND.format('#1f4e78')}/>", None),
        (f"{WHITE}<style:table-cell-properties {BEHIND.format('transparent')}/>", Form.HIDDEN),
        (letters(AT.format("super 58%")), None),
    ],
)
@pytest.mark.parametrize("place", ["cell", "row", "column", "parent"])
def test_a_whole_cell(tmp_path: Path, properties: str, form: Form | None, place: str) -> None:
    styles = style("goc9", properties) + style("ce9", "", parent="goc9")
    usual = 'table:default-cell-style-name="ce9"'
    own = 'table:style-name="goc9"' if place == "cell" else ""
    own = 'table:style-name="ce9"' if place == "parent" else own
    apart = style("plain9", "") + styles
    cells = number("8", "8", own) + words("An Hòa", own)
    cells += number("9", "9", 'table:style-name="plain9"')
    row = f"<table:table-row {usual if place == 'row' else ''}>{cells}</table:table-row>"
    if place == "column":
        row = f'<table:table-column {usual} table:number-columns-repeated="3"/>{row}'
    found = ods(tmp_path, row, apart)
    if place == "column":
        # the file's own columns stand before these
        assert found.rows[0].texts[-1] == "9"
        return
    assert texts(found) == {1: ("", "", "9") if form else ("8", "An Hòa", "9")}
    assert [(one[0], one[3]) for one in aside(found)] == (
        [(form, "8"), (form, "An Hòa")] if form else []
    )


def test_a_style_that_leads_to_itself(tmp_path: Path) -> None:
    styles = style("a9", "", parent="b9") + style("b9", STRUCK, parent="a9")
    cells = number("8", "8", 'table:style-name="a9"') + number("9", "9")
    assert texts(ods(tmp_path, PLAIN.format(cells), styles)) == {1: ("", "9")}


@pytest.mark.parametrize(
    ("value", "shown", "seen", "told"),
    [
        ("7", "71", "7", (Form.SHOWN, "7", "71", False)),
        ("4.6", "5", "4,6", (Form.SHOWN, "4,6", "5", False)),
        ("1905", "2", "1905", (Form.SHOWN, "1905", "2", False)),
        ("0", "", "0", (Form.SHOWN, "0", "", True)),
        ("7", "", "", (Form.HIDDEN, "7", "7", True)),
        ("7", None, "7", None),
        ("0", "-", "0", None),
        ("4.6", "4,6", "4,6", None),
        ("1905", "1.905", "1905", None),
        ("7", "7 đv", "7", None),
    ],
)
def test_the_number_that_is_shown(
    tmp_path: Path,
    value: str,
    shown: str | None,
    seen: str,
    told: tuple[Form, str, str, bool] | None,
) -> None:
    found = ods(tmp_path, PLAIN.format(number(value, shown) + number("9", "9")))
    assert texts(found) == {1: (seen, "9")}
    assert [(form, *rest) for form, _, _, *rest in aside(found)] == ([told] if told else [])


@pytest.mark.parametrize(
    ("attributes", "form"),
    [
        ('table:visibility="collapse"', Form.HIDDEN),
        ('table:visibility="filter"', Form.FILTERED),
        ('table:visibility="visible"', None),
        ('table:style-name="thấp"', Form.HIDDEN),
    ],
)
def test_a_row_that_is_not_shown(tmp_path: Path, attributes: str, form: Form | None) -> None:
    height = style("thấp", '<style:table-row-properties style:row-height="0in"/>', "table-row")
    rows = PLAIN.format(number("1", "1"))
    rows += f'<table:table-row {attributes} table:number-rows-repeated="2">{number("2", "2")}'
    rows += f"</table:table-row>{PLAIN.format(number('3', '3'))}"
    found = ods(tmp_path, rows, height)
    assert [*texts(found)] == ([1, 4] if form is Form.HIDDEN else [1, 2, 3, 4])
    wanted = [AsideRow(form, "Biểu 1", at, ("2",)) for at in (2, 3)] if form else []
    assert list(found.aside.rows) == wanted


def test_a_folded_group(tmp_path: Path) -> None:
    rows = (
        PLAIN.format(number("1", "1"))
        + '<table:table-row-group table:display="false"><table:table-row-group>'
        + PLAIN.format(number("2", "2"))
        + f"</table:table-row-group>{PLAIN.format(number('3', '3'))}</table:table-row-group>"
        + f"<table:table-row-group>{PLAIN.format(number('4', '4'))}</table:table-row-group>"
    )
    found = ods(tmp_path, rows)
    assert [*texts(found)] == [1, 4]
    assert [one.number for one in found.aside.rows] == [2, 3]


def test_a_hidden_column(tmp_path: Path) -> None:
    content = members_of(DATA / "bieu.ods")["content.xml"]
    start = content.index(b"<table:table-column")
    end = content.index(b"<table:table-row", start)
    columns = b'<table:table-column/><table:table-column table:visibility="collapse"/>'
    changed = content[:start] + columns + content[end:]
    target = repacked(DATA / "bieu.ods", tmp_path / "x.ods", {"content.xml": changed})
    found = read_sheets(target, kind="ods")
    (column,) = found.aside.columns
    assert isinstance(column, AsideColumn)
    assert (column.at, column.texts[5]) == (1, "Đảng bộ thị trấn Vĩnh Bảo")
    assert found.rows[4].texts[:3] == ("1", "", "15")


NOTE = (
    "<office:annotation><dc:creator>Lan</dc:creator><dc:date>2023-09-13</dc:date>"
    '<text:p>Đính chính:</text:p><text:p><text:span text:style-name="T9">6</text:span></text:p>'
    "</office:annotation>"
)


def test_the_words_of_a_comment(tmp_path: Path) -> None:
    cell = number("7", "7").replace("<text:p>", f"{NOTE}<text:p>")
    found = ods(tmp_path, PLAIN.format(cell), style("T9", STRUCK, "text"))
    assert texts(found) == {1: ("7",)}
    assert aside(found) == [(Form.NOTED, 1, 0, "Đính chính:\n6", "7", True)]


def test_changes_that_are_kept_are_no_content(tmp_path: Path) -> None:
    rows = PLAIN.format(number("7", "7") + words('8<text:span text:style-name="T9">1</text:span>'))
    content = opendocument(rows).replace(
        AUTOMATIC, style("T9", STRUCK, "text").encode() + AUTOMATIC
    )
    kept = (
        b'<table:tracked-changes><table:cell-content-change table:id="ct1"><table:previous>'
        b'<table:change-track-table-cell office:value-type="float" office:value="5">'
        b"<text:p>51</text:p></table:change-track-table-cell></table:previous>"
        b"</table:cell-content-change></table:tracked-changes>"
    )
    start = content.index(b"<table:table ")
    content = content[:start] + kept + content[start:]
    path = repacked(DATA / "bieu.ods", tmp_path / "x.ods", {"content.xml": content})
    found = read_sheets(path, kind="ods")
    assert texts(found) == {1: ("7", "8")}
    assert [one[3] for one in aside(found)] == ["1"]


def test_rows_that_are_hidden_to_the_end_of_the_sheet(tmp_path: Path) -> None:
    rows = PLAIN.format(number("1", "1")) + (
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    found = ods(tmp_path, rows)
    assert texts(found) == {1: ("1",)}
    assert found.aside.rows == ()


@pytest.mark.parametrize("name", ["bieu.ods", "ba-thang.ods"])
def test_a_plain_workbook_has_nothing_aside(name: str) -> None:
    assert read_sheets(DATA / name, kind="ods").aside is NOTHING
