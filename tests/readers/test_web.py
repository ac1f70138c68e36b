from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind
from dangvien_analysis.readers.reader import read_grid
from dangvien_analysis.readers.web import read_web
from tests.builders import SOUND


def read(folder: Path, content: str | bytes, limits: Limits | None = None) -> Grid:
    path = folder / "trang.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_web(path, limits)


def table(*rows: str) -> str:
    """Give the markup of a table; a row is written with bars between its cells."""
    lines = (f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def test_texts_and_tables_stand_in_the_page_s_order(tmp_path: Path) -> None:
    grid = read(tmp_path, f"<body><h1>Tên</h1>đầu{table('1|2')}giữa<p>a<br>b{table('3')}</body>")
    assert grid.kind is Kind.PAGE
    assert [(row.part, row.number, row.texts) for row in grid.rows] == [
        ("", 1, ("Tênđầu",)),
        ("bảng 1", 1, ("1", "2")),
        ("", 2, ("giữa",)),
        ("", 3, ("a",)),
        ("", 4, ("b",)),
        ("bảng 2", 1, ("3",)),
    ]


def test_merged_cells(tmp_path: Path) -> None:
    grid = read(
        tmp_path,
        "<table><tr><th rowspan=2>a<th colspan=2>b<th>c</tr><tr><td>1<td>2<td>3</tr></table>",
    )
    assert [row.texts for row in grid.rows] == [("a", "b", "", "c"), ("", "1", "2", "3")]
    assert grid.rows[0].spans == {0: (2, 1), 1: (1, 2)}


@pytest.mark.parametrize(
    ("span", "width"),
    [("3", 3), ("0", 1), ("-2", 1), ("x", 1), ("", 1), ("²", 1), ("1000000000", 1), ("9999", 200)],
)
def test_spans_are_bounded(tmp_path: Path, span: str, width: int) -> None:
    (row,) = read(tmp_path, f'<table><tr><td colspan="{span}">a</table>').rows
    assert row.texts == ("a", *[""] * (width - 1))


def test_tables_of_layout_are_looked_through(tmp_path: Path) -> None:
    inner = table("a|1", "b|2")
    grid = read(tmp_path, f"<table><tr><td>lề<td><table><tr><td>{inner}</table></table>")
    assert [(row.part, row.texts) for row in grid.rows] == [
        ("", ("lề",)),
        ("bảng 1", ("a", "1")),
        ("bảng 1", ("b", "2")),
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Hòa&nbsp;B&igrave;nh &amp; &lt;b&gt;", "Hòa\xa0Bình & <b>"),
        # in an old encoding this is a letter
        ("tr&shy;ờng", "tr\xadờng"),
        ("<b>Đảng</b> <i>bộ</i>", "Đảng bộ"),
        ("a<br>b<p>c", "a\nb\nc"),
        ("<script>x()</script>a<style>b{}</style><!-- c -->", "a"),
        ('<a href="http://127.0.0.1:9/">a</a><img src="file:///etc/passwd" alt="x">', "a"),
    ],
)
def test_text_of_a_cell(tmp_path: Path, content: str, text: str) -> None:
    assert read(tmp_path, table(content)).rows[0].texts == (text,)


def test_scripts_and_titles_are_not_read(tmp_path: Path) -> None:
    page = "<head><title>T</title><style>s</style></head><body><script>1</script>a</body>"
    assert [row.texts for row in read(tmp_path, page).rows] == [("a",)]


def test_a_page_that_begins_with_a_newer_element(tmp_path: Path) -> None:
    grid = read(tmp_path, f"<style>s</style><title>T</title><section>a{table('1')}</section>")
    assert [row.texts for row in grid.rows] == [("a",), ("1",)]


NAME = "Đảng bộ xã An Hòa"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "windows-1252"),
        # what the bytes are comes before what the page says of itself
        ("utf-8", "windows-1258"),
        ("utf-16", ""),
        ("cp1258", "windows-1258"),
        ("cp1258", ""),
        # not an encoding of letters, or one that no page is in
        ("cp1258", "punycode"),
        ("cp1258", "hex"),
        ("cp1258", "khong-co"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    page = f"<html><head>{meta if declared else ''}</head><body>{table('Đ')}</body></html>"
    grid = read(tmp_path, page.encode(encoding))
    assert grid.rows[0].texts == ("Đ",)


def test_a_declared_western_page(tmp_path: Path) -> None:
    page = "<meta charset=windows-1252>" + table("Ñaûng boä")
    assert read(tmp_path, page.encode("cp1252")).rows[0].texts == ("Ñaûng boä",)


def test_a_page_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "bieu.xls"
    path.write_text(f"<html><body>{table(*SOUND)}</body></html>", encoding="utf-8")
    grid = read_grid(path)
    assert [list(row.texts) for row in grid.rows] == [row.split("|") for row in SOUND]
    (finding,) = grid.findings
    assert (finding.code, finding.stated, finding.computed) == ("other_format", ".xls", ".html")
    assert "trang web" in finding.message


def test_fonts(tmp_path: Path) -> None:
    page = "<style>td {font-family: '.VnTime', serif}</style><font face=.VnArial>a</font>"
    assert {".VnTime", ".VnArial"} <= read(tmp_path, page).fonts


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(rows=2), r"trang\.html, bảng 1: .*hơn 2 hàng.*nâng rows"),
        (
            Limits(cells=30),
            r"bảng 1: .*hơn 30 ô.*nâng cells|thẻ và thuộc tính, quá 10.*nâng cells",
        ),
    ],
)
def test_limits(tmp_path: Path, limits: Limits, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read(tmp_path, table(*SOUND), limits)
    assert len(read(tmp_path, table(*SOUND), Limits(rows=5, cells=300)).rows) == len(SOUND)


def test_many_nested_tables_are_read_at_once(tmp_path: Path) -> None:
    page = "<table><tr><td>" * 50 + table("a|1") + "</table>" * 50
    assert [row.texts for row in read(tmp_path, page).rows] == [("a", "1")]
