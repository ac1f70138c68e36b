from pathlib import Path

import pytest

from tests.readers.web_files.pages import Told, read, read_cell, table


@pytest.mark.parametrize(
    "mark",
    [
        *("<sup>1</sup>", "<sub>1</sub>", "<SUP class=x>1</SUP>", "<sup><a href=#g>1</a></sup>"),
        '<span style="vertical-align: super">1</span>',
        '<span style="vertical-align:3pt">1</span>',
        '<span style="vertical-align:-40%">1</span>',
        "<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>1</span>",
        '<span style="position:relative;bottom:.5em">1</span>',
        '<span style="font-size:60%;vertical-align:top">1</span>',
        '<small style="vertical-align:text-top">1</small>',
        '<span style="font-variant-position:super">1</span>',
        '<span style="display:inline-block;transform:translateY(-4px)">1</span>',
    ],
)
def test_a_raised_or_lowered_mark(tmp_path: Path, mark: str) -> None:
    assert read_cell(tmp_path, f"7{mark}") == Told("7", {"raised": "1"}, "71")


@pytest.mark.parametrize(
    "content",
    [
        *("<sup>7</sup>", "<sub> 7 </sub>", "<sup>7</sup> ", "7<sup> </sup>"),
        '<sup style="vertical-align:baseline">7</sup>',
        '<span style="vertical-align:middle">7</span>',
        '<span style="vertical-align:-1px">7</span>',
        '<div style="position:relative;top:10px">7</div>',
        *(
            '<abbr title="8">7</abbr>',
            '<span data-old="8">7</span>',
            "<u>7</u>",
            "<b>7</b>",
            "<object>7</object>",
        ),
        *("<s> </s>7", '7<span style="display:none">&nbsp;</span>', "7<!-- 8 -->"),
        *("<span aria-hidden=true>7</span>", '<span style="opacity:.6">7</span>'),
        '<span style="position:absolute;left:20px">7</span>',
        '<span style="display:nonesuch">7</span>',
        '<s style="text-decoration:none">7</s>',
        '<span hidden style="display:inline">7</span>',
        "<span style='mso-spacerun:yes'>&nbsp;</span>7",
        '<span style="overflow:hidden">7</span>',
        '<span style="position:absolute;clip:rect(auto,auto,auto,auto)">7</span>',
        '<span style="color:white;background:navy">7</span>',
        '<b style="font-size:0"><i style="font-size:11pt">7</i></b>',
    ],
)
def test_what_is_seen_as_usual(tmp_path: Path, content: str) -> None:
    assert read_cell(tmp_path, content) == Told("7", {})


@pytest.mark.parametrize(
    ("content", "form"),
    [
        *(
            ("<s>8</s>9", "struck"),
            ("<strike>8</strike>9", "struck"),
            ("<del>8</del>9", "deleted"),
        ),
        ('<span style="text-decoration: underline line-through red">8</span>9', "struck"),
        ('<span style="text-decoration-line:line-through">8</span>9', "struck"),
        ('<s><b style="text-decoration:none">8</b></s>9', "struck"),
        ('<span style="text-line-through:double">8</span>9', "struck"),
        ("<p><s>8</s></p><p>9</p>", "struck"),
    ],
)
def test_what_is_crossed_out(tmp_path: Path, content: str, form: str) -> None:
    told = read_cell(tmp_path, content)
    assert (told.seen, told.aside) == ("9", {form: "8"})


@pytest.mark.parametrize(
    "hidden",
    [
        *("<span hidden>1</span>", "<span hidden=until-found>1</span>", "<dialog>1</dialog>"),
        *("<template>1</template>", "<noscript>1</noscript>", "<rp>1</rp>"),
        *("<iframe>1</iframe>", "<datalist><option>1</datalist>", "<progress>1</progress>"),
        "<object data=a.svg>1</object>",
        *(
            f'<span style="{style}">1</span>'
            for style in (
                *("display:none", "DISPLAY : none ", "display:none!important;display:inline"),
                *("visibility:hidden", "visibility:collapse", "opacity:0", "opacity:0%"),
                *("filter:opacity(0)", "font-size:0", "font-size:1px", "font:0/0 a"),
                *("display:block;text-indent:-9999px", "position:absolute;left:-9999px"),
                *("position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(50%)"),
                *("position:fixed;top:-100em", "margin-left:-9999px", "mso-hide:all"),
                "position:absolute;width:1px;height:1px;overflow:hidden",
                "display:block;max-height:0;overflow:hidden",
                *("transform:scale(0)", "transform:translateX(-9999px)", "color:white"),
                *("color:#fff", "color:#FFFFFFFF", "color:rgb(255,255,255)", "color:#fdfdfd"),
                *("color:rgb(100% 100% 100% / 1)", "color:hsl(0,0%,100%)", "color:transparent"),
                *("color:rgba(0,0,0,0)", "background:black", "color:navy;background:navy"),
                *("-webkit-text-fill-color:white", "display:/**/none", "d\\69splay:none"),
            )
        ),
        "<font color=white>1</font>",
        '<font color="#FFFFFF"><b>1</b></font>',
        '<span style="visibility:hidden"><b>1</b></span>',
    ],
)
def test_what_is_not_shown(tmp_path: Path, hidden: str) -> None:
    assert read_cell(tmp_path, f"{hidden}0") == Told("0", {"hidden": "1"}, "10")


def test_what_is_inherited_can_be_undone_but_not_what_takes_away(tmp_path: Path) -> None:
    page = '<b style="visibility:hidden">1<i style="visibility:visible">2</i></b>0'
    assert read_cell(tmp_path, page) == Told("20", {"hidden": "1"}, "120")
    page = '<b style="display:none">1<i style="display:inline;visibility:visible">2</i></b>0'
    assert read_cell(tmp_path, page) == Told("0", {"hidden": "12"}, "120")
    page = '<s>8<b style="display:inline-block">9</b></s>'
    assert read_cell(tmp_path, page) == Told("9", {"struck": "8"}, "89")


@pytest.mark.parametrize(
    ("around", "seen"),
    [
        *(("<table bgcolor=navy><tr><td>", "17"), ("<table><tr><td bgcolor=black>", "17")),
        *(('<body bgcolor="#000080" text=white><table><tr><td>', "17"),),
        *(('<table style="background:#123"><tr><td>', "17"),),
        *(('<table style="background-image:linear-gradient(red,blue)"><tr><td>', "17"),),
        *(
            ("<table background=a.png><tr><td>", "17"),
            ("<table bgcolor=navy><tr bgcolor=white><td>", ""),
        ),
        *(('<table style="background:rgba(0,0,0,.05)"><tr><td>', ""),),
        # a tint lets the page's white through
        *(("<table bgcolor=#fefefe><tr><td>", ""),),
    ],
)
def test_white_is_seen_on_what_is_dark(tmp_path: Path, around: str, seen: str) -> None:
    grid = read(tmp_path, f'{around}<font color=white>17</font><td style="color:red">2</table>')
    assert [row.texts for row in grid.rows] == [(seen, "2")]


def test_white_on_a_colour_that_a_sheet_outside_may_give(tmp_path: Path) -> None:
    link = "<link rel=stylesheet href=a.css>"
    whole = f'{link}<table class=t><tr><td>x<td style="color:white">7</table>'
    assert read(tmp_path, whole).rows[0].texts == ("x", "7")
    part = f"{link}<table class=t><tr><td>x<td><font color=white>1</font>7</table>"
    grid = read(tmp_path, part)
    assert grid.rows[0].texts == ("x", "7")
    assert [(one.text, one.certain) for one in grid.aside.cells] == [("1", False)]


@pytest.mark.parametrize(
    "name",
    [
        "sr-only",
        "visually-hidden",
        "d-none",
        "hidden",
        "screen-reader-text",
        "x hide",
        "d-lg-none",
    ],
)
def test_names_of_classes_stand_for_a_sheet_that_is_not_in_the_file(
    tmp_path: Path, name: str
) -> None:
    page = f'<span class="{name}">1</span>7'
    assert read_cell(tmp_path, page, "<link rel=stylesheet href=a.css>") == Told(
        "7", {"hidden": "1"}, "17"
    )
    # Without any sheet nobody can tell whether it is seen.
    assert read_cell(tmp_path, page) == Told("7", {"hidden": "1"}, "17", certain=False)
    own = f"<style>.{name.split()[-1]} {{display: inline}}</style>"
    assert read_cell(tmp_path, page, own) == Told("17", {})


@pytest.mark.parametrize("name", ["d-none d-md-inline", "hidden lg:inline-block", "d-nonesuch"])
def test_names_that_show_on_a_wide_screen(tmp_path: Path, name: str) -> None:
    assert read_cell(tmp_path, f'<span class="{name}">17</span>') == Told("17", {})


def test_details_that_are_folded(tmp_path: Path) -> None:
    folded = "<details>1<summary>7</summary>8<summary>9</summary></details>"
    assert read_cell(tmp_path, folded) == Told("7", {"hidden": "189"}, "1789")
    assert read_cell(tmp_path, "<details open><summary>7</summary>8</details>") == Told("78", {})


def test_ruby_and_inserted_letters(tmp_path: Path) -> None:
    assert read_cell(tmp_path, "<ruby>7<rt>1</rt></ruby>") == Told("7", {"raised": "1"}, "71")
    told = read_cell(tmp_path, "<del>4</del><ins>6</ins>")
    assert told == Told("6", {"deleted": "4", "inserted": "6"}, "46")


def test_a_page_without_forms_is_read_alike_either_way(tmp_path: Path) -> None:
    plain = "<h1>Tên</h1>đầu" + table("STT|Tên|Chỉ tiêu", "1|a<br>b<p>c|7") + "<p>cuối"
    odd = "<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>1<td>2</table>"
    either = read(tmp_path, plain + odd), read(tmp_path, plain + odd + "<!-- display hidden -->")
    assert either[0].rows == either[1].rows
    assert either[0].aside == either[1].aside
