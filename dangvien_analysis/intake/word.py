"""Word documents (.docx) -> Grid."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from dangvien_analysis.intake.grid import Grid, Kind, Row


def read_word(path: Path) -> Grid:
    """Read the paragraphs and tables of a document in their order.

    Parameters
    ----------
    path : Path
        A .docx file.

    Returns
    -------
    Grid
        A paragraph is a row of one cell; a table's rows have its number as `part` ("bảng 2").
        A cell that spans columns gives its text once and empty cells after it; one that
        continues a merged cell above is empty. A table inside a cell is text of that cell.
    """
    rows: list[Row] = []
    paragraphs = tables = 0
    for element in _nearest(Document(str(path)).element.body, "w:p", "w:tbl"):
        if element.tag == qn("w:p"):
            paragraphs += 1
            rows.append(Row((_text(element),), paragraphs))
        elif element.tag == qn("w:tbl"):
            tables += 1
            rows.extend(
                Row(tuple(_cells(line)), number, f"bảng {tables}")
                for number, line in enumerate(_nearest(element, "w:tr"), start=1)
            )
    return Grid(tuple(rows), Kind.WORD)


def _nearest(parent: Any, *tags: str) -> Iterator[Any]:
    """Give the elements with these tags, not those inside them; controls may wrap them."""
    for child in parent:
        if child.tag in map(qn, tags):
            yield child
        else:
            yield from _nearest(child, *tags)


def _cells(line: Any) -> Iterator[str]:
    """Give the texts of a row, one a grid column, walking the elements once."""
    for cell in _nearest(line, "w:tc"):
        properties = cell.find(qn("w:tcPr"))
        span, continued = 1, False
        if properties is not None:
            grid_span = properties.find(qn("w:gridSpan"))
            merge = properties.find(qn("w:vMerge"))
            span = int(grid_span.get(qn("w:val"), 1)) if grid_span is not None else 1
            continued = merge is not None and merge.get(qn("w:val")) != "restart"
        yield "" if continued else "\n".join(_text(part) for part in cell.iter(qn("w:p")))
        yield from [""] * (span - 1)


def _text(paragraph: Any) -> str:
    """Give a paragraph's text, runs of a line break included."""
    pieces = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    return "".join(
        (node.text or "") if node.tag == qn("w:t") else pieces.get(node.tag, "")
        for node in paragraph.iter()
    )
