"""Tables and pictures of a Word document, in styles."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm

from dangvien_analysis.pack.word.word_styles import TEXT_WIDTH
from dangvien_analysis.report.tables.shown_tables import ShownTable

_DIGIT, _LETTER, _PADDING = 2.1, 2.9, 4
"""Width of a digit, of a bold letter, and of the empty sides of a cell in a table [mm]."""
SHORT = 15
"""Most rows of a table that is kept on one page."""
_TALLEST = 205
"""Height of a picture that leaves room for its caption and a heading [mm]."""


class Picture:
    """A chart for the report."""

    def __init__(self, path: Any, title: str, alt: str) -> None:
        self.path, self.title, self.alt = path, title, alt


def add_picture(document: Any, picture: Picture) -> None:
    """Add a chart with its alt text and caption, kept on one page with it."""
    paragraph = document.add_paragraph(style="Picture")
    shape = paragraph.add_run().add_picture(str(picture.path), width=Mm(TEXT_WIDTH))
    tallest = Mm(_TALLEST)
    if shape.height > tallest:
        shape.width, shape.height = int(shape.width * tallest / shape.height), tallest
    for side in ("distT", "distB", "distL", "distR"):
        # LibreOffice leaves room where none is named, and the picture passes the margin.
        shape._inline.set(side, "0")
    shape._inline.docPr.set("descr", picture.alt)
    shape._inline.docPr.set("title", picture.title)
    document.add_paragraph(f"Biểu đồ: {picture.title}", style="Caption")


def add_table(document: Any, table: ShownTable, *, titled: bool = True) -> None:
    """Add a table: header repeated on each page, rows unbroken, numbers to the right."""
    if titled:
        document.add_paragraph(table.title, style="Table Title")
    titles = list(table.frame.columns)
    grid = document.add_table(rows=len(table.frame) + 1, cols=len(titles), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    lines = [titles, *table.frame.itertuples(index=False)]
    page = document.sections[-1]
    room = (page.page_width - page.left_margin - page.right_margin) // Mm(1)
    widths = _widths(table, room)
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # By their ids: a style's name would be looked up anew for each of a thousand cells.
    short = "Short " if len(table.frame) <= SHORT else ""
    head, text, number = (
        document.styles[f"{short}Table {name}"].style_id for name in ("Head", "Text", "Number")
    )
    kinds = [text if name in table.words else number for name in titles]
    for at, (row, line) in enumerate(zip(grid.rows, lines, strict=True)):
        _unbroken(row, header=at == 0)
        # `row.cells` once a row: `table.cell()` looks through the whole table each time.
        for cell, content, kind, width in zip(row.cells, line, kinds, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = kind if at else head
            paragraph.add_run(content)
    document.add_paragraph(style="After Table")


def _widths(table: ShownTable, available: int) -> list[Any]:
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


def _unbroken(row: Any, *, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
