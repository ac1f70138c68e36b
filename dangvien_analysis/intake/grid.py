"""Grid: the cells of a file as text, each with its place in the file.

Readers of formats give a Grid and nothing more; finding the table in it is `layout`'s work.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a place in a file is told to a reader."""

    TEXT = "text"
    SHEET = "sheet"
    WORD = "word"


@dataclass(frozen=True)
class Row:
    """One row of a file.

    Parameters
    ----------
    texts : tuple of str
        The cells' text as it stands there; an empty cell is an empty text.
    number : int
        Line or row, counted from 1.
    part : str
        The sheet's name, or the table's number in a document; empty in prose and plain text.
    """

    texts: tuple[str, ...]
    number: int
    part: str = ""

    def text(self, position: int) -> str:
        """Give one cell.

        Parameters
        ----------
        position : int
            Column, counted from 0.

        Returns
        -------
        str
            Its text; empty beyond the row's end.
        """
        return self.texts[position] if position < len(self.texts) else ""


@dataclass(frozen=True)
class Grid:
    """All rows of a file, in its order; a paragraph is a row of one cell.

    Parameters
    ----------
    rows : tuple of Row
        The rows.
    kind : Kind
        How places are told.
    """

    rows: tuple[Row, ...]
    kind: Kind

    def parts(self) -> dict[str, list[Row]]:
        """Group rows by the sheet or table they stand in.

        Returns
        -------
        dict of str to list of Row
            Rows by part, in the file's order.
        """
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.part, []).append(row)
        return found

    def place(self, row: Row, position: int | None = None) -> str:
        """Tell where a cell stands, in words a reader can follow.

        Parameters
        ----------
        row : Row
            The row.
        position : int, optional
            Column, counted from 0; without it the whole row is meant.

        Returns
        -------
        str
            For example "dòng 5, cột 3", "Sheet1!C5" or "bảng 2, hàng 5, cột 3".
        """
        if self.kind is Kind.SHEET:
            return f"{row.part}!{'' if position is None else letters(position)}{row.number}"
        column = "" if position is None else f", cột {position + 1}"
        if self.kind is Kind.WORD and row.part:
            return f"{row.part}, hàng {row.number}{column}"
        return f"{'đoạn' if self.kind is Kind.WORD else 'dòng'} {row.number}{column}"


def letters(position: int) -> str:
    """Name a spreadsheet column.

    Parameters
    ----------
    position : int
        Column, counted from 0.

    Returns
    -------
    str
        "A" for 0, "AA" for 26.
    """
    name = ""
    while position >= 0:
        position, rest = divmod(position, 26)
        name = chr(ord("A") + rest) + name
        position -= 1
    return name
