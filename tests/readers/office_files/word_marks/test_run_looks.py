"""How letters look, in each way to say so."""

from pathlib import Path

import pytest

from dangvien_analysis.readers.set_aside import Form
from tests.fixtures.forms_word import run
from tests.fixtures.word_markup import (
    BASED,
    GONE,
    STRUCK,
    SUPER,
    W14,
    WHITE,
    around,
    cell,
    form_of,
    kinds,
    of_markup,
    seen,
    shade,
    style,
)


@pytest.mark.parametrize(
    ("look", "form"),
    [
        (SUPER, Form.RAISED),
        ('<w:vertAlign w:val="subscript"/>', Form.RAISED),
        ('<w:vertAlign w:val="baseline"/>', None),
        ('<w:position w:val="6"/>', Form.RAISED),
        ('<w:position w:val="-6"/><w:sz w:val="16"/>', Form.RAISED),
        ('<w:position w:val="3pt"/>', Form.RAISED),
        ('<w:position w:val="0"/>', None),
        ('<w:position w:val="x"/>', None),
        (STRUCK, Form.STRUCK),
        ("<w:dstrike/>", Form.STRUCK),
        ('<w:strike w:val="true"/>', Form.STRUCK),
        ('<w:strike w:val="0"/>', None),
        ('<w:strike w:val="false"/>', None),
        ('<w:dstrike w:val="off"/>', None),
        (GONE, Form.HIDDEN),
        ("<w:specVanish/>", Form.HIDDEN),
        ('<w:vanish w:val="false"/>', None),
        ("<w:webHidden/>", None),
        ('<w:sz w:val="2"/>', Form.HIDDEN),
        ('<w:sz w:val="1pt"/>', Form.HIDDEN),
        ('<w:sz w:val="16"/>', None),
        # more than one form: what takes letters away decides
        (STRUCK + SUPER, Form.STRUCK),
        (STRUCK + GONE, Form.HIDDEN),
        # what it was before a change of its form is no form
        (f"<w:b/><w:rPrChange w:id='1'><w:rPr>{STRUCK}{GONE}</w:rPr></w:rPrChange>", None),
    ],
)
def test_looks_of_a_run(look: str, form: Form | None, tmp_path: Path) -> None:
    assert form_of(tmp_path, look) is form


@pytest.mark.parametrize(
    ("look", "ground", "form"),
    [
        (WHITE, "", Form.HIDDEN),
        ('<w:color w:val="fefefe"/>', "", Form.HIDDEN),
        ('<w:color w:val="auto" w:themeColor="background1"/>', "", Form.HIDDEN),
        ('<w:color w:val="000000" w:themeColor="light1"/>', "", Form.HIDDEN),
        ('<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>', "", None),
        ('<w:color w:val="FFFFFF" w:themeColor="accent1"/>', "", Form.HIDDEN),
        ('<w:color w:val="FF0000"/>', "", None),
        ('<w:color w:val="auto"/>', "", None),
        (f"<w14:textFill {W14}><w14:noFill/></w14:textFill>", "", Form.HIDDEN),
        (
            f'<w14:textFill {W14}><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>'
            "</w14:textFill>",
            "",
            Form.HIDDEN,
        ),
        # heads are often white on blue
        (WHITE, shade("1F4E79"), None),
        (WHITE, '<w:shd w:val="clear" w:fill="auto" w:themeFill="accent1"/>', None),
        (WHITE, '<w:shd w:val="solid" w:color="auto" w:fill="auto"/>', None),
        (WHITE, '<w:shd w:val="pct50" w:color="auto" w:fill="auto"/>', None),
        (WHITE, '<w:shd w:val="diagStripe" w:color="auto" w:fill="auto"/>', None),
        (WHITE, '<w:shd w:val="nil"/>', Form.HIDDEN),
        (WHITE, shade("auto"), Form.HIDDEN),
        (WHITE, shade("F8F8F8"), Form.HIDDEN),
        (WHITE, shade("D9D9D9"), None),
        # any colour on itself
        ('<w:color w:val="1F4E79"/>', shade("1F4E79"), Form.HIDDEN),
        ('<w:color w:val="C00000"/>', shade("006400"), None),
    ],
)
def test_letters_that_do_not_stand_out_from_their_ground(
    look: str, ground: str, form: Form | None, tmp_path: Path
) -> None:
    assert form_of(tmp_path, look, own=ground) is form
    if ground:
        assert form_of(tmp_path, look, style=ground) is form
        assert form_of(tmp_path, look + ground) is form
    assert form_of(tmp_path, f'{look}<w:highlight w:val="blue"/>') is None


@pytest.mark.parametrize(
    ("styles", "look", "form"),
    [
        (style("a", SUPER), "", Form.RAISED),
        (style("a", "", more=BASED.format("b")) + style("b", STRUCK), "", Form.STRUCK),
        (
            style("a", '<w:strike w:val="0"/>', more=BASED.format("b")) + style("b", STRUCK),
            "",
            None,
        ),
        (style("a", GONE), '<w:vanish w:val="0"/>', None),
        (style("a", SUPER), '<w:vertAlign w:val="baseline"/>', None),
        (style("a", WHITE), "", Form.HIDDEN),
        (style("a", WHITE), '<w:color w:val="auto"/>', None),
        # a circle, and a base that is not there
        (
            style("a", STRUCK, more=BASED.format("b")) + style("b", "", more=BASED.format("a")),
            "",
            Form.STRUCK,
        ),
        (style("a", STRUCK, more=BASED.format("x")), "", Form.STRUCK),
        (style("b", STRUCK), "", None),
    ],
)
def test_a_style_of_letters(styles: str, look: str, form: Form | None, tmp_path: Path) -> None:
    assert form_of(tmp_path, f'<w:rStyle w:val="a"/>{look}', styles) is form


@pytest.mark.parametrize("look", [STRUCK, GONE, WHITE])
def test_a_style_of_paragraphs_or_tables_takes_all_of_a_cell(look: str, tmp_path: Path) -> None:
    names = {
        "paragraph": ({"style": '<w:pStyle w:val="a"/>'}, "", ""),
        "table": ({}, '<w:tblStyle w:val="a"/>', ""),
        # Without a name it is the usual one.
        "usual": ({}, "", "usual"),
    }
    for kind, (given, own, more) in names.items():
        styles = style("a", look, kind="paragraph" if kind == "usual" else kind, more=more)
        grid = of_markup(tmp_path, around(cell(run("7"), **given), own=own), styles)
        if kind == "paragraph":
            assert (seen(grid), grid.aside.cells[0].text) == ("", "7"), kind
        else:
            assert grid.rows == (), kind
            assert [one.texts[1] for one in grid.aside.rows] == ["Chỉ tiêu", "7"]


def test_what_two_kinds_of_style_strike_out_is_not_struck(tmp_path: Path) -> None:
    styles = style("a", STRUCK) + style("p", STRUCK, kind="paragraph")
    inner = cell(run("1", '<w:rStyle w:val="a"/>'), run("7"), style='<w:pStyle w:val="p"/>')
    grid = of_markup(tmp_path, around(inner), styles)
    assert (seen(grid), kinds(grid)) == ("1", [(Form.STRUCK, "7")])


def test_a_document_that_is_struck_from_the_start(tmp_path: Path) -> None:
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{STRUCK}</w:rPr></w:rPrDefault></w:docDefaults>"
    kept = run("7", '<w:strike w:val="0"/>')
    grid = of_markup(tmp_path, around(cell(run("1"), kept)), styles)
    assert [one.texts for one in grid.rows] == [("", "7")]
    assert [one.texts for one in grid.aside.rows] == [("Tên", "Chỉ tiêu")]


def test_white_letters_in_a_table_whose_style_shades_some_of_it_are_seen(tmp_path: Path) -> None:
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{shade("4F81BD")}</w:tcPr></w:tblStylePr>'
    styles = style("t", "", kind="table", more=head)
    inner = cell(run("1", WHITE), run("7"))
    own = '<w:tblStyle w:val="t"/>'
    assert seen(of_markup(tmp_path, around(inner, own=own), styles)) == "17"
    # What a cell says itself is sure.
    inner = cell(run("1", WHITE), run("7"), own=shade("FFFFFF"))
    assert seen(of_markup(tmp_path, around(inner, own=own), styles)) == "7"
