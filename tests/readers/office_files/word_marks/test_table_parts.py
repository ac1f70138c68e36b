"""What a table's style says of its first row, last column, bands and corners."""

import time
from itertools import product
from pathlib import Path

import pytest

from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.office_files import word_file
from dangvien_analysis.readers.set_aside import NOTHING, AsideRow, Form
from tests.fixtures.forms_word import run
from tests.fixtures.word_markup import (
    BASED,
    GONE,
    STRUCK,
    SUPER,
    WHITE,
    around,
    cell,
    of_markup,
    paragraph,
    row,
    shade,
    style,
    table,
)

LOOK = '<w:tblLook w:val="{}"/>'
NAMED = '<w:tblStyle w:val="t"/>'
EVERY = "01E0"  # Rows and columns at the ends, and bands
DARK = shade("1F3864")


def part(kind: str, look: str, own: str = "") -> str:
    own = own and f"<w:tcPr>{own}</w:tcPr>"
    return f'<w:tblStylePr w:type="{kind}"><w:rPr>{look}</w:rPr>{own}</w:tblStylePr>'


def of_parts(*parts: str, look: str = "", **given: str) -> str:
    return style("t", look, kind="table", more="".join(parts), **given)


def lines(high: int, wide: int, look: str = "", own: str = "") -> list[str]:
    """Give rows whose cells hold their place, from "11"."""
    return [
        row(*(cell(run(f"{line}{at}", look)) for at in range(1, wide + 1)), own=own)
        for line in range(1, high + 1)
    ]


def gone(grid: Grid) -> str:
    """Give the texts of a table's cells that are not seen, those of whole rows too."""
    found = [one.text for one in grid.aside.cells]
    found += [text for one in grid.aside.rows for text in one.texts]
    return " ".join(sorted(found))


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("wholeTable", " ".join(f"{one}{two}" for one, two in product("12345", "1234"))),
        ("firstRow", "11 12 13 14"),
        ("lastRow", "51 52 53 54"),
        ("firstCol", "11 21 31 41 51"),
        ("lastCol", "14 24 34 44 54"),
        ("nwCell", "11"),
        ("neCell", "14"),
        ("swCell", "51"),
        ("seCell", "54"),
        ("band1Horz", "11 12 13 14 31 32 33 34 51 52 53 54"),
        ("band2Horz", "21 22 23 24 41 42 43 44"),
        ("band1Vert", "11 13 21 23 31 33 41 43 51 53"),
        ("band2Vert", "12 14 22 24 32 34 42 44 52 54"),
        ("noSuchPart", ""),
    ],
)
@pytest.mark.parametrize("look", [STRUCK, GONE, WHITE])
def test_each_part_of_a_style_takes_its_cells(
    kind: str, cells: str, look: str, tmp_path: Path
) -> None:
    content = table(*lines(5, 4), own=NAMED + LOOK.format(EVERY))
    grid = of_markup(tmp_path, content, of_parts(part(kind, look)))
    assert gone(grid) == cells
    # What does not take letters away lets all of them stand.
    assert gone(of_markup(tmp_path, content, of_parts(part(kind, "<w:b/>")))) == ""


@pytest.mark.parametrize(
    ("look", "rows"),
    [
        (LOOK.format("0460"), [3]),
        (LOOK.format("0040"), [3]),
        (LOOK.format("04A0"), []),
        (LOOK.format("0000"), []),
        (LOOK.format("x"), []),
        ("<w:tblLook/>", []),
        ("", []),
        ('<w:tblLook w:firstRow="1" w:lastRow="1"/>', [1, 3]),
        ('<w:tblLook w:firstRow="true" w:lastRow="false"/>', [1]),
        ('<w:tblLook w:lastRow="on"/>', [3]),
        # both spellings: a name says more than a number
        ('<w:tblLook w:val="0460" w:firstRow="1" w:lastRow="0"/>', [1]),
        ('<w:tblLook w:val="0460" w:firstColumn="1"/>', [1, 3]),
    ],
)
def test_a_table_tells_which_parts_it_has(look: str, rows: list[int], tmp_path: Path) -> None:
    parts = [part("lastRow", STRUCK)]
    if 1 in rows or "firstRow" in look:
        parts.append(part("firstRow", STRUCK))
    grid = of_markup(tmp_path, table(*lines(3, 2), own=NAMED + look), of_parts(*parts))
    assert [one.number for one in grid.aside.rows] == rows
    for one in grid.aside.rows:
        texts = f"{one.number}1", f"{one.number}2"
        assert one == AsideRow(Form.STRUCK, "bảng 1", one.number, texts)


def test_a_row_may_have_other_parts_than_its_table(tmp_path: Path) -> None:
    own = "<w:tblPrEx><w:tblLook w:val='0000'/></w:tblPrEx>"
    *above, last = lines(3, 2)
    content = table(*above, last.replace("<w:tr>", f"<w:tr>{own}"), own=NAMED + LOOK.format(EVERY))
    grid = of_markup(tmp_path, content, of_parts(part("lastRow", STRUCK)))
    assert grid.aside == NOTHING


def test_rows_that_are_repeated_on_each_page_are_first_rows(tmp_path: Path) -> None:
    heads = lines(2, 2, own="<w:tblHeader/>")
    rows = [*heads, *lines(4, 2)[2:]]
    content = table(*rows, own=NAMED + LOOK.format("0020"))
    styles = of_parts(part("firstRow", WHITE, DARK), part("band1Horz", STRUCK))
    assert gone(of_markup(tmp_path, content, styles)) == "31 32"
    assert gone(of_markup(tmp_path, content, of_parts(part("firstRow", GONE)))) == "11 12 21 22"


def test_bands_are_counted_between_the_ends(tmp_path: Path) -> None:
    ends = [part(f"{end}{kind}", "<w:b/>") for end in ("first", "last") for kind in ("Row", "Col")]
    content = table(*lines(5, 4), own=NAMED + LOOK.format(EVERY))
    grid = of_markup(tmp_path, content, of_parts(*ends, part("band1Horz", STRUCK)))
    assert gone(grid) == "21 22 23 24 41 42 43 44"
    grid = of_markup(tmp_path, content, of_parts(*ends, part("band1Vert", STRUCK)))
    assert gone(grid) == "12 22 32 42 52"
    for look in ("07E0", "0600"):
        content = table(*lines(5, 4), own=NAMED + LOOK.format(look))
        bands = [part(f"band{at}{way}", STRUCK) for at in (1, 2) for way in ("Horz", "Vert")]
        assert of_markup(tmp_path, content, of_parts(*bands)).aside == NOTHING


def test_bands_of_several_rows_and_columns(tmp_path: Path) -> None:
    wide = (
        '<w:tblPr><w:tblStyleRowBandSize w:val="2"/><w:tblStyleColBandSize w:val="2"/></w:tblPr>'
    )
    content = table(*lines(5, 4), own=NAMED + LOOK.format("0000"))
    grid = of_markup(tmp_path, content, of_parts(wide, part("band2Horz", STRUCK)))
    assert [one.number for one in grid.aside.rows] == [3, 4]
    grid = of_markup(tmp_path, content, of_parts(wide, part("band2Vert", STRUCK)))
    assert {one.at for one in grid.aside.cells} == {2, 3}
    # Columns of the table, not cells of the row.
    first = cell(run("11"), own='<w:gridSpan w:val="2"/>')
    content = table(row(first, cell(run("13"))), own=NAMED + LOOK.format("0000"))
    assert gone(of_markup(tmp_path, content, of_parts(wide, part("band2Vert", STRUCK)))) == "13"


# --- what goes over what ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "cells"),
    [
        # the corner over the row, the row over the column, the column over bands
        ([part("lastRow", STRUCK), part("seCell", '<w:strike w:val="0"/>')], "31 32"),
        ([part("lastCol", '<w:strike w:val="0"/>'), part("lastRow", STRUCK)], "31 32 33"),
        ([part("lastCol", '<w:strike w:val="0"/>'), part("wholeTable", STRUCK)], "*"),
        # one part, twice
        ([part("lastRow", STRUCK), part("lastRow", '<w:strike w:val="0"/>')], ""),
    ],
)
def test_one_part_goes_over_another(parts: list[str], cells: str, tmp_path: Path) -> None:
    content = table(*lines(3, 3), own=NAMED + LOOK.format(EVERY))
    found = gone(of_markup(tmp_path, content, of_parts(*parts)))
    assert found == (cells if cells != "*" else "11 12 21 22 31 32")


def test_a_style_takes_its_parts_over_from_its_base(tmp_path: Path) -> None:
    content = table(*lines(3, 2), own=NAMED + LOOK.format(EVERY))
    base = style("b", "", kind="table", more=part("lastRow", STRUCK + WHITE))
    again = of_parts(BASED.format("b"))
    assert [one.form for one in of_markup(tmp_path, content, again + base).aside.rows] == [
        Form.HIDDEN
    ]
    again = of_parts(BASED.format("b"), part("lastRow", '<w:color w:val="FF0000"/>'))
    assert [one.form for one in of_markup(tmp_path, content, again + base).aside.rows] == [
        Form.STRUCK
    ]
    again = of_parts(BASED.format("b"), part("lastRow", "<w:b/>"), look=STRUCK)
    assert len(of_markup(tmp_path, content, again + base).aside.rows) == 3


def test_letters_may_say_otherwise_than_their_part(tmp_path: Path) -> None:
    kept = '<w:strike w:val="0"/>'
    content = table(*lines(2, 2), *lines(1, 2, kept), own=NAMED + LOOK.format(EVERY))
    assert of_markup(tmp_path, content, of_parts(part("lastRow", STRUCK))).aside == NOTHING
    # Two kinds of style that strike out do not; each letter's own mark is a mark still.
    inner = cell(run("7"), run("1", SUPER))
    content = table(*lines(2, 1), row(inner), own=NAMED + LOOK.format(EVERY))
    styles = of_parts(part("lastRow", STRUCK))
    assert of_markup(tmp_path, content, styles).aside.rows[0].texts == ("7",)
    styles += style("p", STRUCK, kind="paragraph")
    struck = content.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="p"/></w:pPr>')
    grid = of_markup(tmp_path, struck, styles)
    assert [one.texts for one in grid.rows] == [("7",)]


def test_the_usual_style_of_tables_holds_without_a_name(tmp_path: Path) -> None:
    usual = style("t", "", kind="table", more="usual")
    usual = usual.replace("<w:rPr></w:rPr>", part("lastRow", STRUCK))
    content = table(*lines(3, 2), own=LOOK.format(EVERY))
    assert gone(of_markup(tmp_path, content, usual)) == "31 32"
    assert of_markup(tmp_path, paragraph(run("a")), usual).aside == NOTHING


def test_a_raised_row_is_a_row_of_figures(tmp_path: Path) -> None:
    content = table(*lines(3, 2), own=NAMED + LOOK.format(EVERY))
    grid = of_markup(tmp_path, content, of_parts(part("lastRow", SUPER)))
    assert (grid.rows[2].texts, grid.aside) == (("31", "32"), NOTHING)


# --- grounds ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "own", "cells"),
    [
        # heads, white on dark
        ([part("firstRow", WHITE, DARK)], "", ""),
        ([part("firstRow", WHITE, shade("FAFAFA"))], "", "11 12"),
        ([part("firstRow", WHITE, '<w:shd w:val="clear" w:themeFill="accent1"/>')], "", ""),
        # the dark ground of a head is none of the last row's
        ([part("firstRow", WHITE, DARK), part("lastRow", WHITE)], "", "31 32"),
        ([part("lastRow", WHITE), part("lastCol", "", DARK)], "", "31"),
        ([part("firstRow", "", DARK), part("lastRow", WHITE, DARK)], "", ""),
        # letters of the ground's own colour
        ([part("lastRow", '<w:color w:val="1F3864"/>', DARK)], "", "31 32"),
        # a table with a ground of its own: which goes over the other is not sure
        ([part("lastRow", WHITE, DARK)], shade("FFFFFF"), ""),
        ([part("lastRow", WHITE)], shade("FFFFFF"), "31 32"),
        ([part("lastRow", WHITE)], DARK, ""),
    ],
)
def test_white_letters_of_a_part(parts: list[str], own: str, cells: str, tmp_path: Path) -> None:
    content = table(*lines(3, 2), own=NAMED + own + LOOK.format(EVERY))
    assert gone(of_markup(tmp_path, content, of_parts(*parts))) == cells


def test_a_cell_s_own_ground_goes_over_that_of_its_part(tmp_path: Path) -> None:
    styles = of_parts(part("firstRow", WHITE, DARK))
    for own in (shade("FFFFFF"), shade("auto")):
        head = row(cell(run("11"), own=own), cell(run("12")))
        content = table(head, *lines(3, 2)[1:], own=NAMED + LOOK.format(EVERY))
        assert gone(of_markup(tmp_path, content, styles)) == "11"


def test_the_ground_of_all_a_table(tmp_path: Path) -> None:
    whole = f"<w:tcPr>{DARK}</w:tcPr>"
    content = table(*lines(3, 2), own=NAMED + LOOK.format(EVERY))
    assert gone(of_markup(tmp_path, content, of_parts(whole, look=WHITE))) == ""
    styles = of_parts(whole, part("lastRow", "", shade("FFFFFF")), look=WHITE)
    assert gone(of_markup(tmp_path, content, styles)) == "31 32"


# --- places -----------------------------------------------------------------------------------


def test_a_table_in_a_cell_has_the_parts_of_its_own_style(tmp_path: Path) -> None:
    small = table(*lines(2, 1))
    inner = f"<w:tc>{small}{paragraph(run('9'))}</w:tc>"
    styles = of_parts(part("lastRow", STRUCK))
    own = NAMED + LOOK.format(EVERY)
    grid = of_markup(tmp_path, around(inner, own=own), styles)
    assert grid.rows[1].texts[1].split() == ["11", "21"]
    grid = of_markup(tmp_path, around(inner.replace("<w:tblPr>", f"<w:tblPr>{own}")), styles)
    assert grid.rows[1].texts[1].split() == ["11", "9"]


def test_a_table_in_a_text_box(tmp_path: Path) -> None:
    content = table(*lines(3, 2), own=NAMED + LOOK.format(EVERY))
    box = f"<w:r><w:txbxContent>{content}</w:txbxContent></w:r>"
    grid = of_markup(tmp_path, paragraph(run("a"), box), of_parts(part("lastRow", STRUCK)))
    assert gone(grid) == "31 32"
    # In a box of a struck row, it is not struck.
    outer = table(row(cell(run("a"), box), cell(run("b"))), own=NAMED + LOOK.format(EVERY))
    grid = of_markup(
        tmp_path, outer.replace(content, table(*lines(1, 2))), of_parts(part("lastRow", STRUCK))
    )
    assert [one.texts for one in grid.rows] == [("11", "12")]


def test_rows_in_controls(tmp_path: Path) -> None:
    first, second, last = lines(3, 2)
    held = f"<w:sdt><w:sdtContent>{last}</w:sdtContent></w:sdt>"
    content = table(first, second, held, own=NAMED + LOOK.format(EVERY))
    assert gone(of_markup(tmp_path, content, of_parts(part("lastRow", STRUCK)))) == "31 32"


# --- plain and hostile files ------------------------------------------------------------------


def test_a_white_head_on_its_own_ground_is_not_looked_at_closely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = table(*lines(3, 2), own=NAMED + LOOK.format("04A0"))
    monkeypatch.setattr(word_file, "WordSight", None)
    plain = of_parts(part("firstRow", WHITE, DARK), part("band1Horz", "", shade("DEEAF6")))
    assert of_markup(tmp_path, content, plain).aside == NOTHING
    unused = plain + style("u", "", kind="table", more=part("lastRow", STRUCK))
    assert of_markup(tmp_path, content, unused).aside == NOTHING
    for parts in ([part("lastRow", STRUCK)], [part("lastRow", WHITE)], [part("lastRow", GONE)]):
        with pytest.raises(TypeError):
            of_markup(tmp_path, content, of_parts(*parts))


def test_many_styles_tables_and_cells(tmp_path: Path) -> None:
    begun = time.perf_counter()
    chain = "".join(
        style(f"s{at}", "", kind="table", more=BASED.format(f"s{at + 1}") + part("lastRow", ""))
        for at in range(3000)
    )
    styles = chain + style("s3000", "", kind="table", more=part("lastRow", STRUCK))
    own = '<w:tblStyle w:val="s0"/>' + LOOK.format(EVERY)
    deep = table(row(cell(run("1")) * 3000), own=own)
    small = table(*lines(1, 1), own=own) * 1500
    grid = of_markup(tmp_path, small, styles)
    assert len(grid.aside.rows) == 1500
    with pytest.raises(Exception, match="cột"):
        of_markup(tmp_path, deep, styles)
    assert time.perf_counter() - begun < 5
