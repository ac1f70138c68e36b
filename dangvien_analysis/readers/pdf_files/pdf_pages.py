"""The words and ruled tables of a PDF, as JSON: run as a program by `pdf`, in a bounded child.

It imports nothing of the package, which would load pandas: that takes three times as long as
reading a page.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # Its neighbours are found without the package
    sys.path.append(str(Path(__file__).parents[1]))
    __package__ = "pdf_files"

import pdfplumber
from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.utils.exceptions import PdfminerException

from .cell_text import Aside, Beside, CellText, Room, beside, gone, placed, read_cell, words_of
from .drawing_steps import TooMuchError, layers_off
from .letter_forms import Looks, mark_doubles, mark_raised, mark_struck, mark_unseen, mark_within
from .page_drawing import Box, Drawing, Letter, drawing_of
from .page_notes import Notes, notes_of
from .ruled_tables import Ruled, tables_of

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
Places = dict[tuple[int, int], list[Letter]]


def main(path: str, pages: int, cells: int) -> dict[str, Any]:
    """Read a PDF."""
    pdftypes.decompress_corrupted = _refuse_corrupted
    try:
        with pdfplumber.open(path) as document:
            listed = sum(1 for _ in islice(PDFPage.create_pages(document.doc), pages + 1))
            if listed > pages:
                return {"refused": "pages"}
            _refuse_lost_pages(document.doc, listed)
            return _read_pages(document, cells)
    except TooMuchError:
        return {"refused": "drawn"}
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            return {"refused": "password"}
        raise


def _refuse_corrupted(data: bytes) -> bytes:
    """Take the place of what gives half a page, or one figure for another, without a word."""
    raise ValueError(f"a packed part of {len(data)} bytes is damaged")


def _refuse_lost_pages(document: Any, listed: int) -> None:
    """Refuse a file that speaks of pages which are not to be found in it."""
    tree = resolve1(document.catalog.get("Pages"))
    count = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    if isinstance(count, int) and count > listed:
        raise ValueError(f"{listed} of {count} pages are left")


def _read_pages(document: Any, cells: int) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    fonts: set[str] = set()
    count = 0
    off = layers_off(document.doc.catalog)
    for page in document.pages:
        if not all(isinstance(resolve1(part), PDFStream) for part in page.page_obj.contents):
            raise ValueError(f"nothing is left of page {page.page_number}")
        drawing = drawing_of(page, off)
        for letter in drawing.letters:
            fonts.add(_text(letter["fontname"]).rpartition("+")[2])
        content = _read_page(page, drawing)
        count += len(content["words"]) + len(content["aside"])
        count += sum(len(row["texts"]) for table in content["tables"] for row in table["rows"])
        if count > cells:
            return {"refused": "cells"}
        found.append(content)
        page.close()
    return {"pages": found, "fonts": sorted(fonts)}


def _read_page(page: Any, drawing: Drawing) -> dict[str, Any]:
    """Sort the letters of a page into the cells of its tables and the words beside them."""
    letters, looks, notes = drawing.letters, Looks(), notes_of(page)
    for letter in letters:
        # The number of a letter that the font does not name: the letter itself is not known.
        text = letter["text"]
        letter["text"] = "\ufffd" if text.startswith("(cid:") else _text(text)
    unseen = mark_unseen(letters, drawing.shapes, page.width, looks)
    mark_doubles(letters)
    # What covers or strikes out letters is no line of a table.
    shapes = [shape for shape in drawing.shapes if shape.order not in unseen.covers]
    shapes = mark_struck(letters, shapes, looks)
    if notes.struck:
        mark_within(letters, notes.struck, looks)
    tables = list(tables_of(shapes))
    inside, outside = _sorted(letters, notes.fields, tables, looks)
    texts = [_texts(*pair) for pair in zip(tables, inside, strict=True)]
    seen = words_of([letter for letter in outside if "form" not in letter])
    aside = beside(seen, [letter for letter in outside if "form" in letter], looks)
    aside += _noted(notes, tables, texts)
    return {
        "images": sum(shape.kind == "image" for shape in drawing.shapes),
        "letters": len(letters) + len(notes.fields),
        "words": [placed(word) for word in seen],
        "aside": aside,
        "tables": [_table(*pair) for pair in zip(tables, texts, strict=True)],
        "recognised": unseen.recognised,
    }


def _sorted(
    letters: Sequence[Letter], fields: Sequence[Letter], tables: Sequence[Ruled], looks: Looks
) -> tuple[list[Places], list[Letter]]:
    """Sort letters into cells, and those beside all tables."""
    inside: list[Places] = [{} for _ in tables]
    outside: list[Letter] = []
    _put(letters, tables, inside, outside)
    for group in (outside, *(group for places in inside for group in places.values())):
        mark_raised(group, looks)
    _put(fields, tables, inside, outside)
    return inside, outside


def _put(
    letters: Sequence[Letter],
    tables: Sequence[Ruled],
    inside: Sequence[Places],
    outside: list[Letter],
) -> None:
    for letter in letters:
        found = _cell_at((letter["x0"], letter["top"], letter["x1"], letter["bottom"]), tables)
        if found is None:
            outside.append(letter)
        else:
            table, place = found
            inside[table].setdefault(place, []).append(letter)


def _cell_at(box: Box, tables: Sequence[Ruled]) -> tuple[int, tuple[int, int]] | None:
    """Tell in which table and cell the middle of something lies."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for at, table in enumerate(tables):
        if (place := table.cell_at(x, y)) is not None:
            return at, place
    return None


def _texts(table: Ruled, places: Places) -> dict[tuple[int, int], CellText]:
    """Read the cells of a table that hold something."""
    margin = _margin(table, places)
    spans = table.spans()
    found = {}
    for (row, column), letters in places.items():
        right = table.xs[column + spans[row, column][1]]
        found[row, column] = read_cell(letters, Room(table.xs[column] + margin, right - margin))
    return found


def _margin(table: Ruled, places: Places) -> float:
    """Tell how far the texts of a table stay from its lines, on either side."""
    gaps = (
        min(letter["x0"] for letter in letters) - table.xs[column]
        for (_, column), letters in places.items()
    )
    return min((max(0.0, gap) for gap in gaps), default=0.0)


def _noted(
    notes: Notes, tables: Sequence[Ruled], texts: Sequence[dict[tuple[int, int], CellText]]
) -> Iterator[Beside]:
    """Give notes to the cells they lie on; what lies beside all tables is given back."""
    for box, words in notes.notes:
        text = _text(words)
        found = _cell_at(box, tables)
        if found is None:
            yield Beside((*box, text), "noted", -1, text)
        else:
            table, place = found
            cell = texts[table].setdefault(place, CellText("", [], ""))
            cell.aside.append(Aside("noted", text, cell.whole))


def _table(table: Ruled, texts: dict[tuple[int, int], CellText]) -> dict[str, Any]:
    """Give a table: its columns, where it ends, its rows."""
    columns = list(pairwise(table.xs))
    return {"columns": columns, "bottom": table.ys[-1], "rows": list(_rows(table, texts))}


def _rows(table: Ruled, texts: dict[tuple[int, int], CellText]) -> Iterator[dict[str, Any]]:
    """Give the rows of a table: where each begins, its texts, its merged cells."""
    spans, empty = table.spans(), CellText("", [], "")
    for row, top in enumerate(table.ys[:-1]):
        cells = [texts.get((row, column), empty) for column in range(len(table.xs) - 1)]
        form = gone(cells)
        yield {
            "top": top,
            "texts": [cell.whole if form else cell.seen for cell in cells],
            "spans": {
                column: span
                for column in range(len(cells))
                if (span := spans.get((row, column), (1, 1))) != (1, 1)
            },
            "aside": [(at, *one) for at, cell in enumerate(cells) for one in cell.aside],
            "gone": form,
        }


def _text(value: object) -> str:
    """Give a text without halves of characters, which cannot be written to a file."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return text.translate(_SURROGATES)


if __name__ == "__main__":
    answer = main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(answer))
