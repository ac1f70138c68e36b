import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm
from PIL import Image

import dangvien_analysis as dva
from dangvien_analysis.briefing.narrative import Narrative, narrative
from dangvien_analysis.briefing.tables import (
    Table,
    findings_table,
    level_table,
    pool_table,
    units_table,
)
from dangvien_analysis.briefing.word import Picture, write_word
from dangvien_analysis.settings import Office
from tests.builders import SOUND, read_rows

STYLES = ["Normal", "Title", "Subtitle", "Heading 1", "Body Text", "Caption", "Table Text"]
ALT = 'Đã kết nạp 135, chỉ tiêu 281; "đang trình" 29'


@pytest.fixture(scope="module")
def story(snapshot: dva.Snapshot) -> Narrative:
    return narrative(snapshot)


@pytest.fixture(scope="module")
def tables(snapshot: dva.Snapshot) -> dict[str, Table]:
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
    tables: dict[str, Table],
) -> Path:
    folder = tmp_path_factory.mktemp("word")
    pictures = {
        "overview": picture(folder, "ngang", (1300, 430)),
        "attention": picture(folder, "rất cao", (1300, 4000)),
        "units": picture(folder, "cao", (1300, 1690)),
    }
    write_word(folder / "bao-cao.docx", snapshot, story, pictures, tables)
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


@pytest.mark.parametrize("name", STYLES)
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
    assert re.findall(r"<w:(?:sz|color|rFonts) [^>]*>", text) == []


def test_properties(document: Opened, story: Narrative) -> None:
    properties = document.core_properties
    assert properties.title == story.title
    assert properties.author == "BAN TỔ CHỨC"
    assert properties.language == "vi-VN"
    assert properties.created.date().isoformat() == "2023-09-13"


def test_every_sentence_in_order(document: Opened, story: Narrative) -> None:
    wanted = [*story.lead[:-1], story.title, story.lead[-1]]
    for section in story.sections:
        wanted += [section.title, *section.paragraphs]
    texts = iter([paragraph.text for paragraph in document.paragraphs])
    assert [text for text in wanted if text not in texts] == []


def test_titles_are_headings(document: Opened, story: Narrative) -> None:
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [section.title for section in story.sections]


def test_tables_hold_the_same_cells(document: Opened, tables: dict[str, Table]) -> None:
    assert len(document.tables) == len(tables)
    for drawn, table in zip(document.tables, tables.values(), strict=True):
        cells = [[cell.text for cell in row.cells] for row in drawn.rows]
        assert cells == [list(table.frame.columns), *table.frame.to_numpy().tolist()]


def test_tables_break_well(document: Opened) -> None:
    for table in document.tables:
        heads = [row._tr.find("w:trPr/w:tblHeader", nsmap) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.find("w:trPr/w:cantSplit", nsmap) is not None for row in table.rows)


def test_tables_fit_the_page(document: Opened) -> None:
    upright, wide = document.tables[0], document.tables[-1]
    assert sum(column.width for column in upright.columns) <= Mm(210 - 30 - 15 + 1)
    assert sum(column.width for column in wide.columns) <= Mm(297 - 30 - 15 + 1)
    assert min(column.width for table in document.tables for column in table.columns) >= Mm(5)


def test_pictures_have_alt_text_and_fit_their_page(document: Opened) -> None:
    shapes = list(document.inline_shapes)
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [ALT] * 3
    assert [shape._inline.docPr.get("title") for shape in shapes] == ["ngang", "rất cao", "cao"]
    for shape, (width, height) in zip(
        shapes, [(1300, 430), (1300, 4000), (1300, 1690)], strict=True
    ):
        assert shape.width <= Mm(165)
        assert shape.height <= Mm(297 - 20 - 20)
        assert shape.width / shape.height == pytest.approx(width / height, rel=0.01)


def test_pictures_stand_on_upright_pages(document: Opened) -> None:
    # what stands after the second break of sections is on landscape pages
    body = ElementTree.tostring(
        ElementTree.fromstring(document.element.xml.encode()), encoding="unicode"
    )
    last_break = [found.start() for found in re.finditer(r"<\w+:sectPr", body)][-2]
    assert body.rindex("docPr") < last_break


def test_a_picture_stays_with_its_caption(document: Opened) -> None:
    paragraphs = document.paragraphs
    for paragraph, after in pairwise(paragraphs):
        if paragraph._p.findall(".//" + qn("w:drawing")):
            assert paragraph.paragraph_format.keep_with_next
            assert after.text in {f"Biểu đồ: {title}" for title in ("ngang", "rất cao", "cao")}


def test_pages_are_numbered(report: Path) -> None:
    with zipfile.ZipFile(report) as archive:
        footers = [name for name in archive.namelist() if "footer" in name and "rels" not in name]
    fields = [part(report, name).iter(qn("w:fldSimple")) for name in footers]
    assert [field.get(qn("w:instr")) for found in fields for field in found] == ["PAGE"]


def test_a_small_report_without_pictures_and_letterhead(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, SOUND, as_of=None)
    settings = replace(snapshot.settings, office=Office())
    plain = replace(snapshot, settings=settings)
    empty = Table("Bảng trống", pool_table(dva.assess(plain)).frame.iloc[:0], frozenset())
    empty = replace(empty, words=frozenset({empty.frame.columns[0]}))
    write_word(tmp_path / "a.docx", plain, narrative(plain), {}, {"x": empty})
    document = Document(str(tmp_path / "a.docx"))
    assert [one.text for one in document.paragraphs][:2] == ["BÁO CÁO", narrative(plain).title]
    assert [len(table.rows) for table in document.tables] == [1]


def test_names_are_text_not_markup(tmp_path: Path) -> None:
    name = "Chi bộ <w:br/> & Co"
    rows = [SOUND[0], f"1|{name}|5|5|0|5|100,00|0"]
    snapshot = read_rows(tmp_path, rows, register=None)
    write_word(tmp_path / "a.docx", snapshot, narrative(snapshot), {}, {})
    text = "\n".join(one.text for one in Document(str(tmp_path / "a.docx")).paragraphs)
    assert f"{name} (5/5)" in text
