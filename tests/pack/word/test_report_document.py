import re
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm
from PIL import Image

import dangvien_analysis as dva
from dangvien_analysis.office.settings import Office
from dangvien_analysis.pack.word.report_document import write_word
from dangvien_analysis.pack.word.word_parts import Picture
from dangvien_analysis.pack.word.word_styles import STYLES, TEXT_WIDTH
from dangvien_analysis.report.sentences.narrative import Narrative, narrative
from dangvien_analysis.report.tables.shown_tables import (
    ShownTable,
    findings_table,
    level_table,
    pool_table,
    units_table,
)
from tests.builders import SOUND, read_rows

ALT = 'Đã kết nạp 135, chỉ tiêu 281; "đang trình" 29'


@pytest.fixture(scope="module")
def story(snapshot: dva.Snapshot) -> Narrative:
    return narrative(snapshot)


@pytest.fixture(scope="module")
def tables(snapshot: dva.Snapshot) -> dict[str, ShownTable]:
    units = dva.assess(snapshot)
    return {
        "pool": pool_table(units),
        "levels": level_table(units),
        "units": units_table(units, 2),
        "findings": findings_table(snapshot.findings),
    }


@pytest.fixture(scope="module")
def report(
    tmp_path_factory: pytest.TempPathFactory,
    snapshot: dva.Snapshot,
    story: Narrative,
    tables: dict[str, ShownTable],
) -> Path:
    folder = tmp_path_factory.mktemp("word")
    pictures = {
        "overview": picture(folder, "ngang", (1300, 430)),
        "attention": picture(folder, "rất cao", (1300, 4000)),
        "units": picture(folder, "cao", (1300, 1690)),
    }
    day = date(2023, 9, 5)
    write_word(folder / "bao-cao.docx", snapshot, story, pictures, tables, day=day)
    return folder / "bao-cao.docx"


@pytest.fixture(scope="module")
def document(report: Path) -> Opened:
    return Document(str(report))


def picture(folder: Path, title: str, size: tuple[int, int]) -> Picture:
    path = folder / f"{title}.png"
    Image.new("RGB", size).save(path)
    return Picture(path, title, ALT)


def part(path: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(name))


def test_a4_with_the_margins_of_official_documents(document: Opened) -> None:
    upright = document.sections[0]
    page = [upright.page_width, upright.page_height]
    margins = [
        upright.top_margin,
        upright.bottom_margin,
        upright.left_margin,
        upright.right_margin,
    ]
    # Word keeps lengths in twentieths of a point, 0.018 mm.
    assert [round(length / Mm(1), 1) for length in page] == [210, 297]
    assert [round(length / Mm(1), 1) for length in margins] == [20, 20, 30, 15]


def test_last_pages_are_landscape_a4(document: Opened) -> None:
    wide = document.sections[-1]
    assert [round(one / Mm(1), 1) for one in (wide.page_width, wide.page_height)] == [297, 210]


@pytest.mark.parametrize("name", list(STYLES))
def test_each_style_has_the_font_and_the_language(document: Opened, name: str) -> None:
    look = document.styles[name].element.rPr
    fonts = look.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert [key for key in fonts.attrib if "Theme" in key] == []
    assert [one.get(qn("w:val")) for one in look.findall(qn("w:lang"))] == ["vi-VN"]


def test_the_look_stands_in_styles_only(report: Path) -> None:
    text = zipfile.ZipFile(report).read("word/document.xml").decode()
    assert re.findall(r"<w:(?:sz|color|rFonts|b|i|u|jc|ind|spacing|rPr)[ />]", text) == [
        # the two pages of text that python-docx itself sets: tables stand in the middle
        *re.findall(r"<w:jc(?= w:val=\"center\"/><w:tblLayout)[ />]", text)
    ]
    styles = set(re.findall(r'<w:pStyle w:val="([^"]+)"', text))
    known = {one.style_id for one in Document(str(report)).styles if one.name in STYLES}
    assert styles <= known
    # a break of sections is a paragraph without words
    breaks = text.count("<w:sectPr") - 1
    assert text.count("<w:p>") + text.count("<w:p ") == text.count("<w:pStyle ") + breaks


@pytest.mark.parametrize(
    ("name", "size", "bold", "italic", "align"),
    [
        ("Party Name", 15, True, False, "CENTER"),
        ("Superior Body", 14, False, False, "CENTER"),
        ("Issuing Body", 14, True, False, "CENTER"),
        ("Number Line", 14, False, False, "CENTER"),
        ("Place and Date", 14, False, True, "CENTER"),
        ("Title", 15, True, False, "CENTER"),
        ("Subtitle", 14, True, False, "CENTER"),
        ("Body Text", 14, False, False, "JUSTIFY"),
        ("Heading 1", 14, True, False, "LEFT"),
        ("Authority", 14, True, False, "CENTER"),
        ("Position", 14, False, False, "CENTER"),
        ("Signer", 14, True, False, "CENTER"),
        ("Recipients Title", 14, False, False, "LEFT"),
        ("Recipient", 12, False, False, "LEFT"),
        ("Header", 14, False, False, "CENTER"),
    ],
)
def test_sizes_of_official_documents(
    document: Opened, name: str, size: int, bold: bool, italic: bool, align: str
) -> None:
    style = document.styles[name]
    assert (style.font.size.pt, style.font.bold, style.font.italic) == (size, bold, italic)
    assert style.paragraph_format.alignment.name == align


def test_body_is_set_as_the_rules_say(document: Opened) -> None:
    body = document.styles["Body Text"].paragraph_format
    assert round(body.first_line_indent / Mm(1)) == 10
    assert (body.space_after.pt, body.line_spacing.pt) == (6, 18)
    assert document.styles["Recipients Title"].font.underline
    # exact line spacing would clip a picture
    for name in ("Picture", "Caption", "Table Text"):
        assert document.styles[name].paragraph_format.line_spacing == 1.0
    for name in ("Table Text", "Table Number", "Table Head"):
        assert 11 <= document.styles[name].font.size.pt <= 12


def test_letterhead_in_two_halves(document: Opened) -> None:
    left, right = (cell.text.splitlines() for cell in document.tables[0].rows[0].cells)
    assert left == ["HUYỆN ỦY VĨNH BẢO", "BAN TỔ CHỨC", "*", "Số ……-……"]
    assert right == ["ĐẢNG CỘNG SẢN VIỆT NAM", "Vĩnh Bảo, ngày 05 tháng 9 năm 2023"]
    rule = document.styles["Party Name"].element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:val")) == "single"
    start = [paragraph.text for paragraph in document.paragraphs if paragraph.text][:4]
    assert start[0] == "BÁO CÁO"
    assert start[2] == "-----"


def test_signature_comes_after_the_text_and_before_the_appendices(document: Opened) -> None:
    body = [one for one in document.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    texts = ["".join(part.text or "" for part in one.iter(qn("w:t"))) for one in body]
    at = next(number for number, text in enumerate(texts) if text.startswith("Nơi nhận:"))
    assert "tài liệu lưu hành nội bộ" in "".join(texts[:at])
    assert next(n for n, text in enumerate(texts) if text == "PHỤ LỤC 1") > at


def test_properties(document: Opened, story: Narrative) -> None:
    properties = document.core_properties
    assert properties.title == story.title
    assert properties.author == "BAN TỔ CHỨC"
    assert properties.language == "vi-VN"
    assert properties.created.date().isoformat() == "2023-09-13"


def test_every_sentence_in_order(document: Opened, story: Narrative) -> None:
    wanted = [story.title, story.lead[-1]]
    for section in story.sections:
        wanted += [section.title, *section.paragraphs]
    texts = iter([paragraph.text for paragraph in document.paragraphs])
    assert [text for text in wanted if text not in texts] == []


def test_titles_are_headings(document: Opened, story: Narrative) -> None:
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [section.title for section in story.sections]


def data_tables(document: Opened) -> list[Any]:
    """Give the tables but the letterhead and the signature block."""
    return [one for one in document.tables if len(one.rows) > 1 or len(one.columns) > 2]


def test_tables_hold_the_same_cells(document: Opened, tables: dict[str, ShownTable]) -> None:
    drawn = data_tables(document)
    assert len(drawn) == len(tables)
    for one, table in zip(drawn, tables.values(), strict=True):
        cells = [[cell.text for cell in row.cells] for row in one.rows]
        assert cells == [list(table.frame.columns), *table.frame.to_numpy().tolist()]


def test_tables_break_well(document: Opened) -> None:
    for table in data_tables(document):
        heads = [row._tr.find("w:trPr/w:tblHeader", nsmap) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.find("w:trPr/w:cantSplit", nsmap) is not None for row in table.rows)
        names = {
            paragraph.style.name
            for row in table.rows
            for cell in row.cells
            for paragraph in cell.paragraphs
        }
        assert all(name.startswith("Short ") for name in names) == (len(table.rows) <= 16)


def test_numbers_stand_at_the_right(document: Opened, tables: dict[str, ShownTable]) -> None:
    for drawn, table in zip(data_tables(document), tables.values(), strict=True):
        styles = [cell.paragraphs[0].style.name for cell in drawn.rows[-1].cells]
        for name, style in zip(table.frame.columns, styles, strict=True):
            assert style.endswith("Table Text" if name in table.words else "Table Number")


def test_tables_fit_the_page(document: Opened) -> None:
    upright, *_, wide = data_tables(document)
    assert sum(column.width for column in upright.columns) <= Mm(210 - 30 - 15 + 1)
    assert sum(column.width for column in wide.columns) <= Mm(297 - 30 - 15 + 1)
    columns = [column for table in data_tables(document) for column in table.columns]
    assert min(column.width for column in columns) >= Mm(5)


def test_pictures_have_alt_text_and_fit_their_page(document: Opened) -> None:
    shapes = list(document.inline_shapes)
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [ALT] * 3
    assert [shape._inline.docPr.get("title") for shape in shapes] == ["ngang", "rất cao", "cao"]
    for shape, (width, height) in zip(
        shapes, [(1300, 430), (1300, 4000), (1300, 1690)], strict=True
    ):
        assert shape.width <= Mm(TEXT_WIDTH)
        assert {shape._inline.get(f"dist{side}") for side in "TBLR"} == {"0"}
        assert shape.height <= Mm(297 - 20 - 20)
        assert shape.width / shape.height == pytest.approx(width / height, rel=0.01)


def test_pictures_stand_on_upright_pages(document: Opened) -> None:
    # what stands after the second break of sections is on landscape pages
    body = ElementTree.tostring(
        ElementTree.fromstring(document.element.xml.encode()), encoding="unicode"
    )
    breaks = [found.start() for found in re.finditer(r"<\w+:sectPr", body)]
    # the text, charts, then tables and findings on landscape pages
    assert len(breaks) == 4
    last_break = breaks[1]
    assert body.rindex("docPr") < last_break


def test_a_picture_stays_with_its_caption(document: Opened) -> None:
    paragraphs = document.paragraphs
    for paragraph, after in pairwise(paragraphs):
        if paragraph._p.findall(".//" + qn("w:drawing")):
            assert paragraph.style.paragraph_format.keep_with_next
            assert after.text in {f"Biểu đồ: {title}" for title in ("ngang", "rất cao", "cao")}


def test_pages_are_numbered_from_the_second_at_the_top(document: Opened, report: Path) -> None:
    first, *others = document.sections
    assert first.different_first_page_header_footer
    assert not any(one.different_first_page_header_footer for one in others)
    assert {round(one.header_distance / Mm(1)) for one in document.sections} == {10}
    number = first.header.paragraphs[0]
    fields = number._p.findall(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE"]
    assert number.style.name == "Header"
    assert not first.first_page_header.paragraphs[0]._p.findall(qn("w:fldSimple"))
    with zipfile.ZipFile(report) as archive:
        footers = [name for name in archive.namelist() if "footer" in name and "rels" not in name]
    assert [one for name in footers for one in part(report, name).iter(qn("w:fldSimple"))] == []


def test_a_small_report_without_pictures_and_letterhead(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, SOUND, as_of=None)
    settings = replace(snapshot.settings, office=Office())
    plain = replace(snapshot, settings=settings)
    empty = ShownTable("Bảng trống", pool_table(dva.assess(plain)).frame.iloc[:0], frozenset())
    empty = replace(empty, words=frozenset({empty.frame.columns[0]}))
    write_word(tmp_path / "a.docx", plain, narrative(plain), {}, {"x": empty})
    document = Document(str(tmp_path / "a.docx"))
    texts = [one.text for one in document.paragraphs if one.text]
    assert texts[:2] == ["BÁO CÁO", narrative(plain).title]
    assert [len(table.rows) for table in document.tables] == [1, 1, 1]
    blank = document.tables[0].rows[0].cells
    assert blank[0].text.splitlines() == ["………………………", "………………………", "*", "Số ……-……"]
    assert blank[1].text.splitlines()[1] == "……, ngày …… tháng …… năm ……"


def test_names_are_text_not_markup(tmp_path: Path) -> None:
    name = "Chi bộ <w:br/> & Co"
    rows = [SOUND[0], f"1|{name}|5|5|0|5|100,00|0"]
    snapshot = read_rows(tmp_path, rows, register=None)
    write_word(tmp_path / "a.docx", snapshot, narrative(snapshot), {}, {})
    text = "\n".join(one.text for one in Document(str(tmp_path / "a.docx")).paragraphs)
    assert f"{name} (5/5)" in text
