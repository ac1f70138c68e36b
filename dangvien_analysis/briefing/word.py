"""The Word report bao-cao.docx, in a plain layout: headings, paragraphs, charts, tables."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dangvien_analysis.briefing.narrative import Narrative
from dangvien_analysis.briefing.tables import Table
from dangvien_analysis.snapshot import Snapshot

_FONT = "Times New Roman"
_LANGUAGE = "vi-VN"
# Margins of official documents: Hướng dẫn 36-HD/VPTW (2018).
_MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
_DIGIT, _LETTER, _PADDING = 1.9, 2.7, 4
"""Width of a digit, of a bold letter, and of the empty sides of a cell in a table [mm]."""
_TEXT_WIDTH = 210 - _MARGINS["left"] - _MARGINS["right"]


class Picture:
    """A chart for the report.

    Parameters
    ----------
    path : Path
        The PNG file.
    title : str
        Its caption.
    alt : str
        Its text for those who cannot see it.
    """

    def __init__(self, path: Path, title: str, alt: str) -> None:
        self.path, self.title, self.alt = path, title, alt


def write_word(
    path: Path,
    snapshot: Snapshot,
    story: Narrative,
    pictures: Mapping[str, Picture],
    tables: Mapping[str, Table],
) -> None:
    """Write the Word report.

    Parameters
    ----------
    path : Path
        The .docx file to write.
    snapshot : Snapshot
        The checked table.
    story : Narrative
        The sections.
    pictures, tables : mapping
        By the key of the section they follow; keys that name no section stand in the appendix.
    """
    document = Document()
    _set_up(document, snapshot, story.title)
    *bodies, source = story.lead
    for line in bodies:
        document.add_paragraph(line, style="Letterhead")
    document.add_paragraph("BÁO CÁO", style="Title")
    document.add_paragraph(story.title, style="Subtitle")
    document.add_paragraph(source, style="Caption")
    for section in story.sections:
        document.add_paragraph(section.title, style="Heading 1")
        for text in section.paragraphs:
            document.add_paragraph(text, style="Body Text")
        if section.key in pictures:
            _add_picture(document, pictures[section.key])
        if section.key in tables:
            _add_table(document, tables[section.key])
    _appendix(document, story, pictures, tables)
    document.save(str(path))


def _set_up(document: Any, snapshot: Snapshot, title: str) -> None:
    """Set page, styles, language and properties; the look stands in styles only."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in _MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    _page_number(section.footer.paragraphs[0])
    styles = document.styles
    styles.add_style("Letterhead", 1).base_style = styles["Normal"]
    styles.add_style("Table Text", 1).base_style = styles["Normal"]
    for name, size, bold in (
        ("Normal", 13, None),
        ("Letterhead", 13, True),
        ("Title", 15, True),
        ("Subtitle", 14, True),
        ("Heading 1", 13, True),
        ("Body Text", 13, None),
        ("Caption", 11, None),
        ("Table Text", 10, None),
    ):
        _set_style(styles[name], size, bold)
    for name in ("Letterhead", "Title", "Subtitle", "Caption"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Body Text"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    styles["Body Text"].paragraph_format.first_line_indent = Mm(10)
    styles["Caption"].font.italic = True
    table_text = styles["Table Text"].paragraph_format
    table_text.space_before = table_text.space_after = Pt(1)
    styles["Heading 1"].paragraph_format.keep_with_next = True
    document.core_properties.title = title
    document.core_properties.author = snapshot.settings.office.issuing_body
    document.core_properties.language = _LANGUAGE
    if snapshot.as_of:
        day = datetime.combine(snapshot.as_of, time())
        document.core_properties.created = document.core_properties.modified = day


def _set_style(style: Any, size: int, bold: bool | None) -> None:
    """Set one paragraph style: font for every script, black, calm spacing, Vietnamese."""
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(6)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
    for language in properties.findall(qn("w:lang")):
        properties.remove(language)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    properties.append(language)
    borders = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if borders is not None:  # the template underlines its titles in blue
        style.element.pPr.remove(borders)


def _page_number(paragraph: Any) -> None:
    """Put the page's number into a footer."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _add_picture(document: Any, picture: Picture) -> None:
    """Add a chart with its alt text and caption, kept on one page with it."""
    paragraph = document.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(str(picture.path), width=Mm(_TEXT_WIDTH))
    tallest = Mm(215)
    if shape.height > tallest:
        shape.width, shape.height = int(shape.width * tallest / shape.height), tallest
    shape._inline.docPr.set("descr", picture.alt)
    shape._inline.docPr.set("title", picture.title)
    document.add_paragraph(f"Biểu đồ: {picture.title}", style="Caption")


def _widths(table: Table, available: int) -> list[Any]:
    """Share the page's width [mm]: numbers take what they need, words the rest by their length."""
    numbers, words = {}, {}
    for name in table.frame.columns:
        longest = max((len(text) for text in table.frame[name]), default=0)
        heading = max(len(word) for word in name.split())
        if name in table.words:
            # Beyond a line's length a text wraps, so that its need grows slowly.
            words[name] = max(min(longest, 30) + max(longest - 30, 0) ** 0.5, 10)
        else:
            numbers[name] = _PADDING + max(_DIGIT * longest, _LETTER * heading)
    scale = (available - sum(numbers.values())) / sum(words.values())
    needs = numbers | {name: need * scale for name, need in words.items()}
    return [Mm(needs[name]) for name in table.frame.columns]


def _add_table(document: Any, table: Table) -> None:
    """Add a table: header repeated on each page, rows unbroken, numbers to the right."""
    document.add_paragraph(table.title, style="Caption").paragraph_format.keep_with_next = True
    titles = list(table.frame.columns)
    grid = document.add_table(rows=len(table.frame) + 1, cols=len(titles), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    lines = [titles, *table.frame.itertuples(index=False)]
    numbers = [name not in table.words for name in titles]
    page = document.sections[-1]
    widths = _widths(table, (page.page_width - page.left_margin - page.right_margin) // Mm(1))
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    style = document.styles["Table Text"].style_id
    for at, (row, line) in enumerate(zip(grid.rows, lines, strict=True)):
        _unbroken(row, header=at == 0)
        # `row.cells` once a row: `table.cell()` looks through the whole table each time.
        for cell, text, number, width in zip(row.cells, line, numbers, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            # By its id: a style's name would be looked up anew for each of a thousand cells.
            paragraph._p.style = style
            run = paragraph.add_run(text)
            run.bold = True if at == 0 else None
            if number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(style="Body Text")


def _unbroken(row: Any, *, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _appendix(
    document: Any, story: Narrative, pictures: Mapping[str, Picture], tables: Mapping[str, Table]
) -> None:
    """Put what belongs to no section at the end: charts upright, then tables on wide pages."""
    keys = {section.key for section in story.sections}
    document.add_section()
    document.add_paragraph("PHỤ LỤC", style="Title")
    # A long chart has no room on a landscape page.
    for key, picture in pictures.items():
        if key not in keys:
            _add_picture(document, picture)
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for key, table in tables.items():
        if key not in keys:
            _add_table(document, table)
