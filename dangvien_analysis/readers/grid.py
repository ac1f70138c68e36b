"""Grid: the cells of a file as text, each with its place in the file.

Readers of formats give a Grid and nothing more; finding the table in it is `layout`'s work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from dangvien_analysis.findings import Finding
from dangvien_analysis.readers.set_aside import NOTHING, SetAside

_NO_SPANS: Mapping[int, tuple[int, int]] = {}


class Kind(Enum):
    """How a place in a file is told to a reader."""

    TEXT = "text"
    SHEET = "sheet"
    WORD = "word"
    PAGE = "page"
    PDF = "pdf"


class Row(NamedTuple):
    """One row of a file. A named tuple: a workbook has tens of thousands."""

    # The cells' text as it stands there; an empty cell is an empty text. A merged cell gives its
    # text once, at its first row and column, and empty texts for the rest
    texts: tuple[str, ...]
    number: int  # Line or row, counted from 1
    # The sheet's name, the table's number in a document or the page's; empty in prose and plain
    # text
    part: str = ""
    # For the first cell of a merged one: its position -> how many rows and columns it covers
    spans: Mapping[int, tuple[int, int]] = _NO_SPANS
    # Positions of a workbook's cells that hold a number as text
    typed: frozenset[int] = frozenset()

    def text(self, position: int) -> str:
        """Give one cell.

        Its text; empty beyond the row's end.
        """
        return self.texts[position] if position < len(self.texts) else ""


@dataclass(frozen=True)
class Grid:
    """All rows of a file, in its order; a paragraph is a row of one cell."""

    rows: tuple[Row, ...]
    kind: Kind  # How places are told
    # Names of the fonts its letters are set in, where the format has them: they tell an old
    # encoding
    fonts: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()  # What was noticed while the file was read
    # A workbook's sheets in its order, those without a row too; which of them, or of a page's
    # tables, are hidden; which lay in front when it was saved, where that is known
    sheets: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    front: str = ""
    aside: SetAside = NOTHING  # What its cells do not show

    def parts(self) -> dict[str, list[Row]]:
        """Group rows by the sheet or table they stand in."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.part, []).append(row)
        return found

    def place(self, row: Row, position: int | None = None) -> str:
        """Tell where a cell stands, in words a reader can follow."""
        if self.kind is Kind.SHEET:
            cell = "" if position is None else f"!{letters(position)}{row.number}"
            return f"{row.part}{cell or f', dòng {row.number}'}"
        column = "" if position is None else f", cột {position + 1}"
        if self.kind is not Kind.TEXT and row.part:
            return f"{row.part}, hàng {row.number}{column}"
        in_prose = self.kind in (Kind.WORD, Kind.PAGE)
        return f"{'đoạn' if in_prose else 'dòng'} {row.number}{column}"


def letters(position: int) -> str:
    """Name a spreadsheet column."""
    name = ""
    while position >= 0:
        position, rest = divmod(position, 26)
        name = chr(ord("A") + rest) + name
        position -= 1
    return name
