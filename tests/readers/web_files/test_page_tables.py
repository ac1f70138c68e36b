from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.web import read_web
from tests.fixtures import forms_web
from tests.fixtures.forms import FormFault, faults, sound
from tests.readers.web_files.pages import aside_cells, aside_rows, line, read, table, texts

HEAD, A, B, C = "STT|Tên|Chỉ tiêu", "1|An Hòa|7", "2|Cổ Am|8", "3|Cộng Hiền|9"


@pytest.mark.parametrize(
    ("middle", "form"),
    [
        *((line(B, "hidden"), "hidden"), (line(B, 'style="display:none"'), "hidden")),
        *((line(B, 'style="visibility:collapse"'), "hidden"), (line(B, "class=w"), "hidden")),
        *((line(B, "height=0 style='display:none;mso-height-source:userset'"), "hidden"),),
        *((f"<tbody style='display:none'>{line(B)}</tbody>", "hidden"),),
        *((line(B, "style='color:white'"), "hidden"), (line(B, "style='opacity:0'"), "hidden")),
        *((line("|".join(f"<font color=white>{one}</font>" for one in B.split("|"))), "hidden"),),
        *((line(B, 'style="text-decoration:line-through"'), "struck"),),
        *((line("|".join(f"<s>{one}</s>" for one in B.split("|"))), "struck"),),
        *((f"<tbody class=s>{line(B)}</tbody>", "struck"), (f"<s>{line(B)}</s>", "struck")),
        *((f"<del>{line(B)}</del>", "deleted"),),
        *((line("|".join(f"<del>{one}</del>" for one in B.split("|"))), "deleted"),),
        *((f"<tr><del><td>{B.replace('|', '<td>')}</del></tr>", "deleted"),),
    ],
)
def test_a_row_that_is_no_row(tmp_path: Path, middle: str, form: str) -> None:
    style = "<style>.w td{color:white} .s{text-decoration:line-through}</style>"
    page = f"{style}<table>{line(HEAD)}{line(A)}{middle}{line(C)}</table>"
    grid = read(tmp_path, page)
    assert texts(grid) == [(1, HEAD), (2, A), (4, C)]
    assert aside_rows(grid) == [(form, 3, B)]
    assert grid.aside.cells == grid.aside.columns == ()
    assert grid.aside.rows[0].part == "bảng 1"


@pytest.mark.parametrize(
    "middle",
    [
        line(B, "style='color:white;background:navy'"),
        line(B, "aria-hidden=true"),
        line(B, "style='display:table-row' hidden"),
        line(B, "class=late"),
    ],
)
def test_a_row_that_is_one(tmp_path: Path, middle: str) -> None:
    style = "<style>.late{display:none} @media screen{.late{display:table-row}}</style>"
    grid = read(tmp_path, f"{style}<table>{line(HEAD)}{line(A)}{middle}</table>")
    assert texts(grid) == [(1, HEAD), (2, A), (3, B)]
    assert grid.aside.rows == ()


def test_rows_by_their_place(tmp_path: Path) -> None:
    style = "<style>tr:nth-child(3){display:none} tr:last-child td{visibility:hidden}</style>"
    grid = read(tmp_path, style + table(HEAD, A, B, C))
    assert texts(grid) == [(1, HEAD), (2, A)]
    assert aside_rows(grid) == [("hidden", 3, B), ("hidden", 4, C)]


def test_a_header_and_all_rows_alike(tmp_path: Path) -> None:
    grid = read(tmp_path, f"<table>{line(HEAD, 'hidden')}{line(A)}</table>")
    assert (texts(grid), aside_rows(grid)) == ([(2, A)], [("hidden", 1, HEAD)])
    grid = read(tmp_path, f"<table>{line(HEAD, 'hidden')}{line(A, 'hidden')}</table>")
    assert (grid.rows, aside_rows(grid)) == ((), [("hidden", 1, HEAD), ("hidden", 2, A)])
    grid = read(tmp_path, f"<del>{table(HEAD, A)}</del>")
    assert (grid.rows, aside_rows(grid)) == ((), [("deleted", 1, HEAD), ("deleted", 2, A)])
    assert grid.hidden == frozenset()


def test_a_row_of_which_a_cell_stands(tmp_path: Path) -> None:
    grid = read(tmp_path, table(HEAD, "2|<s>Cổ Am</s>|<s>8</s>"))
    assert texts(grid) == [(1, HEAD), (2, "2||")]
    assert list(aside_cells(grid)) == [("struck", 2, 1, "Cổ Am"), ("struck", 2, 2, "8")]


def test_a_row_that_is_not_shown_and_cells_over_several_rows(tmp_path: Path) -> None:
    # as a browser lays it out: what is not shown is not counted
    page = f"<table><tr><td rowspan=2>a<td>1</tr>{line('x|9', 'hidden')}<tr><td>2</table>"
    grid = read(tmp_path, page)
    assert texts(grid) == [(1, "a|1"), (3, "|2")]
    page = f"<table><tr hidden><td rowspan=9>a<td>1</tr>{line('x|9')}</table>"
    assert texts(read(tmp_path, page)) == [(2, "x|9")]


def test_an_empty_row_that_is_not_shown_is_nothing(tmp_path: Path) -> None:
    grid = read(tmp_path, f"<table>{line(A)}{line('||', 'hidden')}</table>")
    assert (texts(grid), grid.aside.rows) == ([(1, A)], ())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("<tr class=x><td>2<td>Cổ Am<td>8", "2|Cổ Am|8"),
        ("<tr class=x><td colspan=3>Ghi chú 8", "Ghi chú 8"),
    ],
)
def test_a_row_none_of_whose_cells_is_shown(tmp_path: Path, row: str, words: str) -> None:
    style = "<style>.x td{display:none}</style>"
    grid = read(tmp_path, f"{style}<table>{line(HEAD)}{line(A)}{row}{line(C)}</table>")
    assert texts(grid) == [(1, HEAD), (2, A), (4, C)]
    assert aside_rows(grid) == [("hidden", 3, words)]
    assert grid.aside.cells == grid.aside.columns == ()


def cells(*words: str) -> str:
    """Give a row; a word with a minus before it is not shown."""
    found = (f"<td style='display:none'>{w[1:]}" if w[:1] == "-" else f"<td>{w}" for w in words)
    return f"<tr>{''.join(found)}</tr>"


def test_a_hidden_column(tmp_path: Path) -> None:
    rows = [cells("Tên", "-Cũ", "Mới"), cells("a", "-1", "2"), cells("b", "-3", "4")]
    grid = read(tmp_path, f"<table>{''.join(rows)}</table>")
    assert texts(grid) == [(1, "Tên||Mới"), (2, "a||2"), (3, "b||4")]
    ((part, at, hidden),) = grid.aside.columns
    assert (part, at, dict(hidden)) == ("bảng 1", 1, {1: "Cũ", 2: "1", 3: "3"})
    assert grid.aside.cells == ()


@pytest.mark.parametrize(
    "column",
    [
        "<col><col style='display:none;mso-width-source:userset' width=0><col>",
        *("<col><col style='visibility:collapse'><col>", "<colgroup><col><col hidden></colgroup>"),
        *(
            "<colgroup></colgroup><colgroup class=h></colgroup>",
            "<style>td+td:not(:last-child){display:none}</style>",
        ),
        *(
            "<style>td:nth-child(2){display:none}</style>",
            "<style>td:nth-child(2){visibility:hidden}</style>",
        ),
        "<style>tr td:nth-of-type(2){color:#fff}</style>",
    ],
)
def test_a_column_that_is_hidden_as_such(tmp_path: Path, column: str) -> None:
    style = "<style>.h{visibility:collapse}</style>"
    before = column if column.startswith("<style") else ""
    inside = "" if before else column
    rows = "".join(map(line, ("Tên|Cũ|Mới", "a|1|2", "b|3|4")))
    grid = read(tmp_path, f"{style}{before}<table>{inside}{rows}</table>")
    assert texts(grid) == [(1, "Tên||Mới"), (2, "a||2"), (3, "b||4")]
    assert [(one.at, dict(one.texts)) for one in grid.aside.columns] == [
        (1, {1: "Cũ", 2: "1", 3: "3"})
    ]


def test_titles_and_sums_over_hidden_columns(tmp_path: Path) -> None:
    page = (
        "<table><tr><td colspan=3>Biểu<tr><td rowspan=2>Tên<td colspan=2>Số</tr>"
        + cells("m", "-x", "n")
        + cells("a", "1", "-9", "2")
        + cells("b", "3", "-9", "4")
        + "<tr><td>Cộng<td>4<td>6</table>"
    )
    grid = read(tmp_path, page)
    assert texts(grid) == [
        (1, "Biểu|||"),
        (2, "Tên|Số||"),
        (3, "|m||n"),
        (4, "a|1||2"),
        (5, "b|3||4"),
        (6, "Cộng|4||6"),
    ]
    assert grid.rows[0].spans == {0: (1, 4)}
    assert grid.rows[1].spans == {0: (2, 1), 1: (1, 3)}
    assert [(one.at, dict(one.texts)) for one in grid.aside.columns] == [
        (2, {3: "x", 4: "9", 5: "9"})
    ]


def test_a_lone_cell_that_is_not_shown(tmp_path: Path) -> None:
    rows = [cells("Tên", "Số"), cells("a", "-9", "2"), cells("b", "4")]
    grid = read(tmp_path, f"<table>{''.join(rows)}</table>")
    assert texts(grid) == [(1, "Tên|Số"), (2, "a|2"), (3, "b|4")]
    (one,) = grid.aside.cells
    assert (one.number, one.at, one.text, one.whole, one.certain) == (2, 1, "9", "9", True)


def test_a_lone_cell_that_its_row_lacks(tmp_path: Path) -> None:
    rows = [cells("Tên", "Số", "Nữ"), cells("a", "-9", "2"), cells("b", "4", "1")]
    grid = read(tmp_path, f"<table>{''.join(rows)}</table>")
    assert texts(grid) == [(1, "Tên|Số|Nữ"), (2, "a||2"), (3, "b|4|1")]
    (one,) = grid.aside.cells
    assert (one.number, one.at, one.text, one.certain) == (2, 1, "9", False)


def test_limits_hold_for_such_pages_too(tmp_path: Path) -> None:
    path = tmp_path / "trang.html"
    path.write_text("<b hidden>1</b>" + table(*[A] * 9), encoding="utf-8")
    with pytest.raises(ReadError, match=r"trang\.html, bảng 1: .*hơn 5 hàng"):
        read_web(path, Limits(rows=5))
    with pytest.raises(ReadError, match=r"hơn 200 cột"):
        read(tmp_path, f"<b hidden>1</b><table><tr>{'<td>1' * 201}</table>")
    with pytest.raises(ReadError, match=r"hơn 200 cột"):
        read(tmp_path, f"<b hidden>1</b><table><tr>{'<td hidden>1' * 201}<td>2</table>")


CARRIED = [one for one in faults(total=True) if one.form in forms_web.CARRIES]
SOUND = [tuple(cell[0].text for cell in row.cells) for row in sound(total=True).rows]


@pytest.mark.parametrize("fault", CARRIED, ids=lambda fault: fault.name)
def test_every_fault_of_form(tmp_path: Path, fault: FormFault) -> None:
    grid = read_web(forms_web.write(tmp_path / "bieu.htm", fault.table))
    rows = [row.texts for row in grid.rows if row.part]
    if fault.form == "column:hidden":
        assert {row[3] for row in rows} == {""}
        rows = [(*row[:3], *row[4:]) for row in rows]
    assert [
        (wanted, found) for wanted, found in zip(SOUND, rows, strict=True) if wanted != found
    ] == ([(SOUND[1], (*SOUND[1][:2], "71", *SOUND[1][3:]))] if fault.form == "display" else [])
    told = f"{grid.aside} {rows}"
    assert [one for one in fault.told if one not in told and one != "ẩn"] == []
    assert (grid.aside.cells or grid.aside.rows or grid.aside.columns) != ()
