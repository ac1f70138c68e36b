from pathlib import Path

import pytest

from tests.readers.web_files.pages import aside_cells, aside_rows, read, table, texts

A, OLD = "1|An Hòa|7", "1|An Hòa|0"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *(('<div style="display:none">', "</div>"), ("<div hidden>", "</div>")),
        *(("<template>", "</template>"), ("<noscript>", "</noscript>")),
        *(("<details><summary>Cũ</summary>", "</details>"), ("<dialog>", "</dialog>")),
        *(('<div style="visibility:hidden"><p>', "</div>"), ("<div class=off>", "</div>")),
        *(('<section style="position:absolute;left:-9999px">', "</section>"),),
        *(
            ('<div style="color:#fff">', "</div>"),
            ('<div style="height:0;overflow:hidden">', "</div>"),
        ),
        *(("<table><tr style='display:none'><td>", "</table>"),),
        *(('<link rel=stylesheet href=a.css><div class="tab-pane fade">', "</div>"),),
    ],
)
def test_a_table_in_what_is_not_shown(tmp_path: Path, before: str, after: str) -> None:
    page = f"<style>.off{{display:none}}</style>{before}{table(OLD)}{after}{table(A)}"
    grid = read(tmp_path, page)
    assert [(row.part, "|".join(row.texts)) for row in grid.rows if row.part] == [
        *(("bảng 1", OLD), ("bảng 2", A)),
    ]
    assert grid.hidden == {"bảng 1"}
    assert grid.aside.rows == grid.aside.cells == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *(("<details open>", "</details>"), ("<div aria-hidden=true>", "</div>")),
        *(('<div style="color:#fff;background:#000">', "</div>"), ("<dialog open>", "</dialog>")),
        *(('<link rel=stylesheet href=a.css><div class="tab-pane active">', "</div>"),),
        *(('<div style="visibility:hidden"><div style="visibility:visible">', "</div></div>"),),
    ],
)
def test_a_table_in_what_is_shown(tmp_path: Path, before: str, after: str) -> None:
    grid = read(tmp_path, f"{before}{table(A)}{after}")
    assert [(row.part, "|".join(row.texts)) for row in grid.rows] == [("bảng 1", A)]
    assert grid.hidden == frozenset()


def test_forms_in_a_table_that_is_not_shown(tmp_path: Path) -> None:
    grid = read(tmp_path, f"<div hidden>{table('1|An Hòa|7<sup>1</sup>')}</div>")
    assert texts(grid) == [(1, A)]
    assert list(aside_cells(grid)) == [("raised", 1, 2, "1")]


def test_words_around_a_table(tmp_path: Path) -> None:
    grid = read(tmp_path, f"<p>Kết nạp 164<sup>1</sup> người<p>Đến <s>12</s>13/9{table(A)}")
    assert texts(grid) == [(1, "Kết nạp 164 người"), (2, "Đến 13/9"), (1, A)]
    assert [(one.part, *one[2:5], one.whole) for one in grid.aside.cells] == [
        ("", 1, 0, "1", "Kết nạp 1641 người"),
        ("", 2, 0, "12", "Đến 1213/9"),
    ]


def test_paragraphs_that_are_not_shown(tmp_path: Path) -> None:
    page = (
        "<p>a</p><p hidden>Đến 1/8/2023</p><nav style='display:none'>Trang chủ <a>Tin</a></nav>b"
        "<p><s>Đến 2/8</s></p><p><s>Tin cũ</s></p><p>c<span hidden>x</span></p>"
    )
    grid = read(tmp_path, page)
    assert texts(grid) == [(1, "a"), (4, "b"), (7, "c")]
    assert aside_rows(grid) == [
        *(("hidden", 2, "Đến 1/8/2023"), ("struck", 5, "Đến 2/8"), ("struck", 6, "Tin cũ")),
    ]
    assert grid.aside.cells == ()
    assert {row.part for row in grid.aside.rows} == {""}


WORD = """<p>7<span class=MsoCommentReference><![if !supportAnnotations]><a class=msocomanchor
 href="#_msocom_1" name="_msoanchor_1">[NV1]</a><![endif]></span></p>"""
NOTES = """<div style='mso-element:comment-list'><hr><div style='mso-element:comment'>
<div id="_com_1" class=msocomtxt><p><a href="#_msoanchor_1">[NV1]</a>Nay là 6</p></div>
</div><div style='mso-element:comment'><div id="_com_2"><p>Lạc 5</p></div></div></div>"""


def test_comments_of_office_programs(tmp_path: Path) -> None:
    grid = read(tmp_path, f"<table><tr><td>x<td>{WORD}</table>{NOTES}")
    assert texts(grid) == [(1, "x|7")]
    (note,) = grid.aside.cells
    assert (note.form.value, note.at, note.text, note.whole) == ("noted", 1, "Nay là 6", "7")
    assert [(form, words) for form, _, words in aside_rows(grid)] == [("noted", "Lạc 5")]
    page = (
        "<table><tr><td>x<td>7<a class=comment-indicator></a><comment>Nay là 6</comment></table>"
    )
    assert list(aside_cells(read(tmp_path, page))) == [("noted", 1, 1, "Nay là 6")]


def test_deep_pages_are_read(tmp_path: Path) -> None:
    for tag in ("div", "s", "span style='visibility:hidden'", "details", "table><tr><td", "sup"):
        read(tmp_path, f"<{tag}>" * 3000 + "1" + table(A))
    shallow = "<s>" * 100 + "8" + "</s>" * 100 + "9"
    assert texts(read(tmp_path, shallow)) == [(1, "9")]
