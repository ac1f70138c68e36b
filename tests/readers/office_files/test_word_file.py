from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind
from dangvien_analysis.readers.office_files.word_file import read_word
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import BODY, body, members_of, repacked


def saved(document: object, folder: Path) -> Grid:
    path = folder / "van-ban.docx"
    document.save(str(path))
    return read_word(path)


@pytest.fixture
def grid(tmp_path: Path) -> Grid:
    """Two tables between paragraphs; the first has cells merged across and down."""
    document = Document()
    document.add_paragraph("THÔNG BÁO")
    table = document.add_table(3, 4)
    for line, row in enumerate(table.rows):
        for at, cell in enumerate(row.cells):
            cell.text = f"{line}{at}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "xuống"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "ngang"
    document.add_paragraph("giữa")
    document.add_table(1, 1).cell(0, 0).text = "sau"
    document.add_paragraph("")
    return saved(document, tmp_path)


def test_paragraphs_and_tables_stand_in_the_document_s_order(grid: Grid) -> None:
    assert grid.kind is Kind.WORD
    assert [(row.part, row.number, row.texts[0]) for row in grid.rows] == [
        ("", 1, "THÔNG BÁO"),
        ("bảng 1", 1, "xuống"),
        ("bảng 1", 2, ""),
        ("bảng 1", 3, "20"),
        ("", 2, "giữa"),
        ("bảng 2", 1, "sau"),
        ("", 3, ""),
    ]


def test_merged_cells_keep_the_columns_in_place(grid: Grid) -> None:
    assert [row.texts for row in grid.rows if row.part == "bảng 1"] == [
        ("xuống", "ngang", "", "03"),
        ("", "11", "12", "13"),
        ("20", "21", "22", "23"),
    ]


def test_text_of_a_cell_is_whole(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 2).cell(0, 0)
    # formatting breaks a word into runs; a cell has line breaks, tabs and several paragraphs
    paragraph = cell.paragraphs[0]
    paragraph.add_run("Đảng ")
    paragraph.add_run("bộ").bold = True
    paragraph.add_run("\nxã\tA")
    cell.add_paragraph("An Hòa")
    assert saved(document, tmp_path).rows[0].texts == ("Đảng bộ\nxã\tA\nAn Hòa", "")


def test_tracked_changes_read_as_accepted(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    for change in (
        '<w:del {} w:id="1" w:author="a"><w:r><w:delText>5</w:delText></w:r></w:del>',
        '<w:ins {} w:id="2" w:author="a"><w:r><w:t>6</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(change.format(nsdecls("w"))))
    assert saved(document, tmp_path).rows[0].texts == ("6",)


def test_a_table_inside_a_cell_is_text_of_that_cell(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(1, 0).text = "dưới"
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "5", "7"
    rows = saved(document, tmp_path).rows
    assert [len(row.texts) for row in rows] == [2, 2]
    assert rows[0].texts[1].split() == ["5", "7"]
    assert rows[1].texts[0] == "dưới"


def test_a_table_in_a_content_control_is_read(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "a", "b"
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    table._tbl.addprevious(control)
    control[0].append(table._tbl)
    assert [row.texts for row in saved(document, tmp_path).rows] == [("a",), ("b",)]


# --- markup -----------------------------------------------------------------------------------


def of_markup(folder: Path, content: str) -> Grid:
    """Read a document whose body is given."""
    source = write_table(folder, SOUND, "goc.docx")
    return read_word(repacked(source, folder / "van-ban.docx", {BODY: body(content)}))


def cell(text: str = "", *, span: int = 1, merge: str | None = None) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    high = "" if merge is None else f'<w:vMerge w:val="{merge}"/>' if merge else "<w:vMerge/>"
    return f"<w:tc><w:tcPr>{wide}{high}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merged_cells_across_and_down_have_their_spans(tmp_path: Path) -> None:
    rows = of_markup(
        tmp_path,
        table(
            cell("a", merge="restart") + cell("b", span=2),
            cell(merge="") + cell("c") + cell("d", merge="restart"),
            cell(merge="continue") + cell("e") + cell(merge=""),
        ),
    ).rows
    assert [row.texts for row in rows] == [("a", "b", ""), ("", "c", "d"), ("", "e", "")]
    assert [dict(row.spans) for row in rows] == [{0: (3, 1), 1: (1, 2)}, {2: (2, 1)}, {}]


def test_a_cell_merged_across_and_down(tmp_path: Path) -> None:
    rows = of_markup(
        tmp_path,
        table(cell("a", span=2, merge="restart") + cell("b"), cell(span=2, merge="") + cell("c")),
    ).rows
    assert [row.texts for row in rows] == [("a", "", "b"), ("", "", "c")]
    assert rows[0].spans == {0: (2, 2)}


def test_columns_left_out_before_a_row(tmp_path: Path) -> None:
    before = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'
    rows = of_markup(tmp_path, table(cell("a") * 3, before + cell("b"))).rows
    assert [row.texts for row in rows] == [("a", "a", "a"), ("", "", "b")]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        # the letter ư of an old encoding
        ("<w:t>tr</w:t><w:softHyphen/><w:t>êng</w:t>", "tr\u00adêng"),
        ("<w:t>tr\u00adêng</w:t>", "tr\u00adêng"),
        ("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>", "a-b"),
        ("<w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:cr/>", "a\nb\tc\n"),
        ("<w:t>a &amp; &lt;b&gt;</w:t>", "a & <b>"),
        ("<w:instrText>INCLUDETEXT x</w:instrText><w:t>5</w:t>", "5"),
    ],
)
def test_text_of_a_run(tmp_path: Path, markup: str, text: str) -> None:
    assert of_markup(tmp_path, f"<w:p><w:r>{markup}</w:r></w:p>").rows[0].texts == (text,)


def test_fonts_of_runs_and_styles(tmp_path: Path) -> None:
    run = '<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTimeH"/></w:rPr></w:r></w:p>'
    fonts = of_markup(tmp_path, run).fonts
    assert {".VnTime", ".VnTimeH"} < fonts  # those of the template's styles besides


def test_a_long_table_with_cells_merged_down(tmp_path: Path) -> None:
    rows = [cell("xã", merge="restart") + cell("0")]
    rows += [cell(merge="") + cell(str(number)) for number in range(1, 2000)]
    found = of_markup(tmp_path, table(*rows)).rows
    assert found[0].spans == {0: (2000, 1)}
    assert [row.texts[1] for row in found] == list(map(str, range(2000)))


# --- text boxes --------------------------------------------------------------------------------


def box(content: str) -> str:
    return f"<w:r><w:txbxContent>{content}</w:txbxContent></w:r>"


def paragraph(text: str, before: str = "") -> str:
    return f"<w:p>{before}<w:r><w:t>{text}</w:t></w:r></w:p>"


def twice(content: str, older: str = "") -> str:
    """Write a shape as Word does: for itself, and again for programs before it."""
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = f"<mc:Choice Requires='wps'>{content}</mc:Choice>"
    fallback = f"<mc:Fallback>{older or content}</mc:Fallback>"
    return f"<w:r><mc:AlternateContent {space}>{choice}{fallback}</mc:AlternateContent></w:r>"


TWO = table(cell("a") + cell("b"), cell("1") + cell("2"))


@pytest.mark.parametrize("shape", [box(TWO), twice(box(TWO)), twice("<w:r/>", box(TWO))])
def test_a_table_in_a_text_box_is_a_table(tmp_path: Path, shape: str) -> None:
    rows = of_markup(tmp_path, paragraph("trước", shape) + paragraph("sau")).rows
    assert [(row.part, row.number, row.texts) for row in rows] == [
        ("", 1, ("trước",)),
        ("bảng 1", 1, ("a", "b")),
        ("bảng 1", 2, ("1", "2")),
        ("", 2, ("sau",)),
    ]


def test_a_box_in_a_box(tmp_path: Path) -> None:
    inner = paragraph("ngoài", box(TWO + paragraph("trong")))
    rows = of_markup(tmp_path, paragraph("", box(inner))).rows
    assert [row.texts[0] for row in rows] == ["", "ngoài", "a", "1", "trong"]


@pytest.mark.parametrize("shape", [box(paragraph("1")), twice(box(paragraph("1")))])
def test_a_box_over_a_table_is_none_of_its_figures(tmp_path: Path, shape: str) -> None:
    rows = table(cell("a"), cell("4").replace("<w:p>", f"<w:p>{shape}"))
    found = of_markup(tmp_path, rows)
    assert [row.texts for row in found.rows] == [("a",), ("4",), ("1",)]
    (finding,) = found.findings
    assert (finding.code, finding.place, finding.stated) == ("cell_outside", "bảng 1, hàng 2", "1")


@pytest.mark.parametrize("content", [paragraph(""), TWO])
def test_a_box_without_words_of_its_own_is_not_told(tmp_path: Path, content: str) -> None:
    rows = table(cell("4").replace("<w:p>", f"<w:p>{box(content)}"))
    assert of_markup(tmp_path, rows).findings == ()


def test_a_table_around_one_table_is_a_frame(tmp_path: Path) -> None:
    frame = table(f"<w:tc>{paragraph('trên')}{TWO}<w:p/></w:tc>")
    rows = of_markup(tmp_path, frame).rows
    assert [(row.part, row.texts) for row in rows] == [
        ("", ("trên",)),
        ("bảng 1", ("a", "b")),
        ("bảng 1", ("1", "2")),
        ("", ("",)),
    ]


def test_a_strict_document(tmp_path: Path) -> None:
    source = write_table(tmp_path, SOUND, "goc.docx")
    transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    links = members_of(source)["_rels/.rels"].replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
    )
    changed = {BODY: body(table(cell("a"))).replace(transitional, strict), "_rels/.rels": links}
    assert read_word(repacked(source, tmp_path / "x.docx", changed)).rows[0].texts == ("a",)


def test_limits_of_a_document(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND, "bang.docx")
    with pytest.raises(ReadError, match=r"bang\.docx, bảng 1: .*hơn 4 hàng.*nâng rows"):
        read_word(path, Limits(rows=4))
    with pytest.raises(ReadError, match=r"bang\.docx: .*phần tử định dạng, quá 9.*nâng cells"):
        read_word(path, Limits(cells=3))
    lines = body("<w:p/>" * 12)
    path = repacked(path, tmp_path / "doan.docx", {BODY: lines})
    with pytest.raises(ReadError, match=r"doan\.docx: .*hơn 11 hàng hoặc đoạn.*nâng rows"):
        read_word(path, Limits(rows=11))
