"""The words and ruled tables of a PDF, as JSON: run as a program by `pdf`, in a bounded child.

It imports nothing of the package, which would load pandas: that takes three times as long as
reading a page.
"""

import json
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple
from unicodedata import combining

import pdfplumber
from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text, extract_words

# A gap wider than this share of a letter's size parts words. Space is a quarter of the size in
# most fonts, and letters of a word stand closer than a tenth.
_WORDS: dict[str, Any] = {"x_tolerance_ratio": 0.15, "y_tolerance": 2}
# Programs draw the border of a cell up to this far from its neighbour's [points].
_CLOSE = 3.0
# Letters that are doubled stand this share of their size apart; "ll" stands a fifth apart.
_HAIR = 0.05
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class Ruled(NamedTuple):
    """A table by its lines."""

    xs: list[float]  # Where its columns and rows begin, and the last ends [points]
    ys: list[float]
    # Row and column of a place -> those of the first place of its cell
    owners: dict[tuple[int, int], tuple[int, int]]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Tell which cell a point lies in.

        Row and column of the cell's first place; None outside every cell.
        """
        place = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self.owners.get(place)


def main(path: str, pages: int, cells: int) -> dict[str, Any]:
    """Read a PDF."""
    pdftypes.decompress_corrupted = _refuse_corrupted
    try:
        with pdfplumber.open(path) as document:
            listed = sum(1 for _ in islice(PDFPage.create_pages(document.doc), pages + 1))
            if listed > pages:
                return {"refused": "pages"}
            _refuse_lost_pages(document.doc, listed)
            return _read_pages(document.pages, cells)
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


def _read_pages(pages: Sequence[Any], cells: int) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    fonts: set[str] = set()
    count = 0
    for page in pages:
        if not all(isinstance(resolve1(part), PDFStream) for part in page.page_obj.contents):
            raise ValueError(f"nothing is left of page {page.page_number}")
        content = _read_page(page, fonts)
        count += len(content["words"])
        count += sum(len(row["texts"]) for table in content["tables"] for row in table)
        if count > cells:
            return {"refused": "cells"}
        found.append(content)
        page.close()
    return {"pages": found, "fonts": sorted(fonts)}


def _read_page(page: Any, fonts: set[str]) -> dict[str, Any]:
    """Sort the letters of a page into the cells of its tables and the words beside them."""
    for char in page.chars:
        fonts.add(_text(char["fontname"]).rpartition("+")[2])
        # The number of a letter that the font does not name: the letter itself is not known.
        char["text"] = "\ufffd" if char["text"].startswith("(cid:") else _text(char["text"])
    tables = list(_tables(page))
    inside: list[dict[tuple[int, int], list[Any]]] = [{} for _ in tables]
    outside = []
    for char in _without_doubles(page.chars):
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for table, cells in zip(tables, inside, strict=True):
            if (place := table.cell_at(x, y)) is not None:
                cells.setdefault(place, []).append(char)
                break
        else:
            outside.append(char)
    return {
        "images": len(page.images),
        "letters": len(page.chars),
        "words": [_word(word) for word in extract_words(outside, **_WORDS)],
        "tables": [list(_rows(*pair)) for pair in zip(tables, inside, strict=True)],
    }


def _without_doubles(chars: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Leave out letters set again a hair beside: so bold is faked. pdfplumber's is quadratic."""
    seen: set[tuple[str, str, int, int]] = set()
    for char in chars:
        hair = max(char["size"] * _HAIR, 0.01)
        letter, x, y = char["text"], int(char["x0"] / hair), int(char["top"] / hair)
        name = letter, char["fontname"]
        near = ((*name, x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
        # Without widths all letters of a word lie at one place, where only marks may.
        may_be_double = char["x1"] > char["x0"] or combining(letter[:1] or " ")
        if may_be_double and not seen.isdisjoint(near):
            continue
        seen.add((*name, x, y))
        yield char


def _tables(page: Any) -> Iterator[Ruled]:
    """Find tables by their lines; a frame around a text is none."""
    for table in page.find_tables():
        if len(table.cells) > 1:
            lefts, tops, rights, bottoms = zip(*table.cells, strict=True)
            xs, ys = _starts([*lefts, *rights]), _starts([*tops, *bottoms])
            owners: dict[tuple[int, int], tuple[int, int]] = {}
            for x0, top, x1, bottom in table.cells:
                first = _index(ys, top), _index(xs, x0)
                for row in range(first[0], _index(ys, bottom)):
                    for column in range(first[1], _index(xs, x1)):
                        owners.setdefault((row, column), first)
            yield Ruled(xs, ys, owners)


def _starts(edges: Sequence[float]) -> list[float]:
    """Give each position once; edges that lie close are one."""
    ordered = sorted(edges)
    return ordered[:1] + [edge for before, edge in pairwise(ordered) if edge - before > _CLOSE]


def _index(starts: Sequence[float], edge: float) -> int:
    """Tell which position an edge is: the one it lies at, or close after."""
    return max(0, bisect_right(starts, edge) - 1)


def _rows(table: Ruled, inside: dict[tuple[int, int], list[Any]]) -> Iterator[dict[str, Any]]:
    """Give the rows of a table: where each begins, its texts, its merged cells."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), (first, left) in table.owners.items():
        high, wide = spans.get((first, left), (1, 1))
        spans[first, left] = max(high, row - first + 1), max(wide, column - left + 1)
    for row, top in enumerate(table.ys[:-1]):
        columns = range(len(table.xs) - 1)
        texts = [extract_text(inside.get((row, column), []), **_WORDS) for column in columns]
        merged = {
            column: span
            for column in columns
            if (span := spans.get((row, column), (1, 1))) != (1, 1)
        }
        yield {"top": top, "texts": texts, "spans": merged}


def _word(word: dict[str, Any]) -> tuple[float, float, float, float, str]:
    left, top, right, bottom = (round(word[edge], 2) for edge in ("x0", "top", "x1", "bottom"))
    return left, top, right, bottom, word["text"]


def _text(value: object) -> str:
    """Give a text without halves of characters, which cannot be written to a file."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return text.translate(_SURROGATES)


if __name__ == "__main__":
    answer = main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(answer))
