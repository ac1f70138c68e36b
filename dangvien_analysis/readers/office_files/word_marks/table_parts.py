"""Which parts of a table's style hold for each of its cells: rows, columns, bands, corners."""

from collections.abc import Iterable, Iterator, Set
from itertools import takewhile
from typing import Any

from dangvien_analysis.readers.office_files.word_marks.run_looks import (
    BANDS,
    PARTS,
    Look,
    is_on,
    named,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINES, CELLS = frozenset({f"{_W}tr"}), frozenset({f"{_W}tc"})
LOOK = f"{_W}tblPr/{_W}tblLook"
"""Where a table tells which parts it has."""
_BITS = {
    **{"firstRow": ("firstRow", 0x20), "lastRow": ("lastRow", 0x40)},
    **{"firstCol": ("firstColumn", 0x80), "lastCol": ("lastColumn", 0x100)},
    **{"noHBand": ("noHBand", 0x200), "noVBand": ("noVBand", 0x400)},
}
_CORNERS = {
    **{"nwCell": {"firstRow", "firstCol"}, "neCell": {"firstRow", "lastCol"}},
    **{"swCell": {"lastRow", "firstCol"}, "seCell": {"lastRow", "lastCol"}},
}


def nearest(parent: Any, tags: frozenset[str]) -> Iterator[Any]:
    """Give the elements with these tags, not those inside them; controls may wrap them."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in tags:
            yield child
        else:
            waiting.append(iter(child))


def parts_of(table: Any, look: Look) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Give each cell of a table with those parts of its style that hold for it, in order."""
    lines = list(nearest(table, LINES))
    # Rows that are repeated on each page are first rows, all of them.
    heads = max(len(list(takewhile(_is_head, lines))), 1)
    usual = _flags(table.find(LOOK), frozenset())
    # An end of which the style says nothing is like the rest of the table.
    styled = look["parts"].keys()
    high, wide = (_size(look.get(name, "")) for name in BANDS)
    for at, line in enumerate(lines):
        flags = _flags(line.find(f"{_W}tblPrEx/{_W}tblLook"), usual)
        row = _ends(flags, "Row", first=at < heads, last=at == len(lines) - 1)
        if not row & styled and "noHBand" not in flags:
            before = heads if "firstRow" in flags & styled else 0
            row.add(f"band{(at - before) // high % 2 + 1}Horz")
        for cell, column in _columns(line, flags, styled, wide):
            both = {"wholeTable"} | row | column
            both |= {name for name, sides in _CORNERS.items() if sides <= both}
            yield cell, tuple(one for one in PARTS if one in both & styled)


def _columns(
    line: Any, flags: Set[str], styled: Set[str], wide: int
) -> Iterator[tuple[Any, set[str]]]:
    """Give each cell of a row with the parts that it has by its column."""
    cells = list(nearest(line, CELLS))
    before = 0
    for at, cell in enumerate(cells):
        column = _ends(flags, "Col", first=at == 0, last=at == len(cells) - 1)
        if not column & styled and "noVBand" not in flags:
            column.add(f"band{before // wide % 2 + 1}Vert")
        if "firstCol" not in column & styled:
            before += _size(_value(cell.find(f"{_W}tcPr/{_W}gridSpan")))
        yield cell, column


def _ends(flags: Set[str], kind: str, *, first: bool, last: bool) -> set[str]:
    """Give the parts that a row or column has as one of the outermost."""
    held = {f"first{kind}": first, f"last{kind}": last}
    return {name for name, holds in held.items() if holds and name in flags}


def _is_head(line: Any) -> bool:
    return is_on(line.find(f"{_W}trPr/{_W}tblHeader"))


def _flags(element: Any | None, usual: frozenset[str]) -> frozenset[str]:
    """Read which parts a table or row has: one by one, else from a number."""
    if element is None:
        return usual
    text = named(element)
    try:
        bits = int(text[:8], 16)
    except ValueError:
        bits = 0
    return frozenset(_told(element, bits))


def _told(element: Any, bits: int) -> Iterable[str]:
    for name, (attribute, bit) in _BITS.items():
        own = named(element, attribute).strip().lower()
        if own in ("1", "true", "on") or (not own and bits & bit):
            yield name


def _value(element: Any | None) -> str:
    return "" if element is None else named(element)


def _size(text: str) -> int:
    return max(int(text), 1) if text.isdecimal() and len(text) <= 3 else 1  # noqa: PLR2004
