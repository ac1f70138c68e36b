"""Table: what stands in a file as rows of units, sums and words, each with its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from dangvien_analysis.findings import Finding
from dangvien_analysis.readers.grid import Grid, Row
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean


def nobody(name: str) -> bool:
    """Know no name."""
    return False


# "1. Đảng bộ xã …" and "II) Khối …" where a table has no column of numbers.
_NUMBERED = pattern(r"(\d{1,4}|[IVX]{1,5}|[A-H]|[a-h](?=\)))\s*[.)/-]\s*(?=[^\W\d_])")


def split_number(name: str) -> tuple[str, str]:
    """Part the number that stands before a name.

    Gives the number, empty when there is none, and the name.
    """
    number = _NUMBERED.match(name)
    return (number[1], name[number.end() :]) if number else ("", name)


class TableLine(NamedTuple):
    """A row of a table with the columns of the header it stands under."""

    row: Row  # The row of the file
    # Column of the vocabulary -> position in the row, counted from 0. Where numbers stand before
    # the names, ``unit_no`` has the position of ``unit_name``
    positions: dict[str, int]

    @property
    def number(self) -> int:
        """Line or row in the file, counted from 1."""
        return self.row.number

    def text(self, column: str) -> str:
        """Give one cell.

        Gives the cleaned text; empty when the row has no such cell.
        """
        position = self.positions.get(column)
        text = "" if position is None else clean(self.row.text(position))
        if text and column in _NAMING and _in_names(self.positions):
            return split_number(text)[_NAMING.index(column)]
        return text


_NAMING = ("unit_no", "unit_name")


def _in_names(positions: dict[str, int]) -> bool:
    """Tell whether numbers stand before the names, in one cell."""
    return positions.get("unit_no", -1) == positions["unit_name"]


_ROW, _POSITIONS = map(
    itemgetter, (TableLine._fields.index("row"), TableLine._fields.index("positions"))
)
_PART = itemgetter(Row._fields.index("part"))


def column_texts(parts: Sequence[Sequence[TableLine]], column: str) -> list[str]:
    """Give a column's cells as they stand in the file, for tables of tens of thousands of rows.

    Gives one text a row, not cleaned; empty where a row has no such cell.
    """
    texts: list[str] = []
    for part in parts:
        at = part[0].positions.get(column)
        if at is None:
            texts += [""] * len(part)
            continue
        if column in _NAMING and _in_names(part[0].positions):
            texts += [line.text(column) for line in part]
            continue
        try:
            texts += [line[0][0][at] for line in part]
        except IndexError:
            texts += [line.row.text(at) for line in part]
    return texts


def runs(lines: Sequence[TableLine]) -> list[Sequence[TableLine]]:
    """Divide rows into runs that stand in one part of the file under one header."""
    # Nearly every table is one run: that is found out without a loop in Python.
    parts = set(map(_PART, map(_ROW, lines)))
    if len(parts) <= 1 and len(set(map(id, map(_POSITIONS, lines)))) <= 1:
        return [lines] if lines else []
    keys = [(line.row.part, id(line.positions)) for line in lines]
    starts = [at for at in range(len(keys)) if at == 0 or keys[at] != keys[at - 1]]
    return [lines[start:stop] for start, stop in zip(starts, [*starts[1:], None], strict=True)]


class PartSum(NamedTuple):
    """A row that sums up some of the units."""

    line: TableLine
    # The units it may stand for: those after it up to the next part, or those before it
    readings: tuple[slice, ...]


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file."""

    grid: Grid  # The file's rows; it tells places
    # Column of the vocabulary -> position in a row of the table's first part, counted from 0
    positions: dict[str, int]
    units: list[TableLine] = field(default_factory=list)  # One row a unit, in the file's order
    total: TableLine | None = None
    sums: list[PartSum] = field(default_factory=list)  # Rows that sum up a part of the units
    # Part and number of a row, and the column, of figures that one merged cell gives to several
    # units
    shared: frozenset[tuple[str, int, str]] = frozenset()
    # Columns whose figures are unknown: nothing tells which of two columns holds them
    doubtful: frozenset[str] = frozenset()
    prose: list[Row] = field(default_factory=list)  # What stands around the table
    # Cells that are neither a unit's nor a total's
    findings: list[Finding] = field(default_factory=list)
    known: Callable[[str], bool] = nobody  # Tells whether a printed name is a unit's

    def text(self, line: TableLine, column: str) -> str:
        """Give the text of a row in a column of the vocabulary.

        Gives the cleaned text; empty when the table has no such column.
        """
        return line.text(column)

    def place(self, line: TableLine, column: str = "") -> str:
        """Tell where a row stands in a column of the vocabulary."""
        return self.grid.place(line.row, line.positions.get(column))

    def places(self, lines: Sequence[TableLine], columns: Sequence[str]) -> dict[str, list[str]]:
        """Tell where many rows stand in some columns.

        By column, one place a row; empty where it has no such column.
        """
        found: dict[str, list[str]] = {column: [] for column in columns}
        for part in runs(lines):
            numbers = [str(line.row.number) for line in part]
            for column in columns:
                at = part[0].positions.get(column)
                if at is None:
                    found[column] += [""] * len(part)
                    continue
                # One place, taken apart around the number of its row.
                start, _, end = self.grid.place(part[0].row._replace(number=-1), at).rpartition(
                    "-1"
                )
                places = map(start.__add__, numbers)
                found[column] += [place + end for place in places] if end else places
        return found
