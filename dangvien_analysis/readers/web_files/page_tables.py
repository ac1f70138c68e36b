"""A table of a web page with what is set aside of it, laid out as a browser does."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Row
from dangvien_analysis.readers.set_aside import AsideCell, AsideColumn, AsideRow, Form
from dangvien_analysis.readers.web_files.page_limits import (
    WIDEST,
    refuse_large,
    refuse_wide,
    skip_taken,
    span_of,
)
from dangvien_analysis.readers.web_files.page_lines import LaidLine, with_hidden_columns
from dangvien_analysis.readers.web_files.page_pieces import PageText, PiecesOf, written
from dangvien_analysis.readers.web_files.sights import PageSight
from dangvien_analysis.readers.web_files.stored_numbers import kept_beside, stored_otherwise

_OF_ROWS = frozenset((Form.STRUCK, Form.DELETED, Form.HIDDEN))
"""A row in which nothing is left because of these is no row."""


class PageTable(NamedTuple):
    """What is read of a table."""

    rows: list[Row]
    cells: list[AsideCell]
    away: list[AsideRow]
    columns: list[AsideColumn]


class TableReader:
    """Reads the tables of a page."""

    def __init__(self, name: str, pieces: PiecesOf, limits: Limits) -> None:
        self._name = name
        self._pieces = pieces
        self._limits = limits
        self._cells = 0

    def read(self, table: Any, sight: PageSight, part: str) -> PageTable:
        """Read a table.

        `sight`: how it is seen itself.
        """
        holders = _holders(table)
        sight = sight._replace(raised=False)
        folded = _folded(table, sight, self._pieces)
        laid = list(self._lines(self._rows(table, sight, holders), part))
        lines, hidden = with_hidden_columns(laid)
        return _told(lines, hidden | folded, part)

    def _rows(
        self, element: Any, sight: PageSight, holders: set[Any]
    ) -> Iterator[tuple[Any, PageSight]]:
        """Give the rows in an element, however deep."""
        for child in element:
            if child in holders:
                own = self._pieces.sights.of(child, sight)
                if child.tag == "tr":
                    yield child, own
                yield from self._rows(child, own, holders)

    def _lines(self, rows: Iterator[tuple[Any, PageSight]], part: str) -> Iterator[LaidLine]:
        taken: dict[int, int] = {}
        for number, (element, own) in enumerate(rows, start=1):
            hidden = own.away is not None
            empty = LaidLine(number, 0, {}, {}, {}, {}, hidden)
            # A row that is not shown takes no place, nor do its cells reach into rows below.
            reach = dict(taken) if hidden else taken
            line = self._line(element, own._replace(away=None), empty, part, reach)
            self._cells += line.width
            refuse_large(self._name, part, number, self._cells, self._limits)
            yield line
            if not hidden:
                taken = {column: left - 1 for column, left in taken.items() if left > 1}

    def _line(
        self, element: Any, sight: PageSight, line: LaidLine, part: str, taken: dict[int, int]
    ) -> LaidLine:
        """Lay out a row; cells that others reach over are empty."""
        texts: list[str] = []
        more: Counter[int] = Counter()
        for cell, own in self._cells_of(element, sight):
            skip_taken(texts, taken)
            at = len(texts)
            refuse_wide(self._name, part, line.number, at + len(line.absent))
            what = written(self._pieces.inside(cell, own))
            if own.away is not None:
                line.absent[at, more[at]] = what
                more[at] += 1
                continue
            height, width = span_of(cell, "rowspan"), span_of(cell, "colspan")
            if height > 1 or width > 1:
                line.spans[at] = (height, width)
            for column in range(at, at + width):
                taken[column] = height
            texts.extend([""] * width)
            if what.seen or what.runs:
                line.cells[at] = what
            if stored := kept_beside(cell):
                line.stored[at] = stored
        skip_taken(texts, taken)
        refuse_wide(self._name, part, line.number, len(texts) + len(line.absent))
        return line._replace(width=len(texts))

    def _cells_of(self, element: Any, sight: PageSight) -> Iterator[tuple[Any, PageSight]]:
        """Give the cells of a row, those too that a mark of a change or a form is around."""
        for child in element:
            if not isinstance(child.tag, str) or child.tag == "tr":
                continue
            own = self._pieces.sights.of(child, sight)
            if child.tag in ("td", "th"):
                yield child, own
            else:
                yield from self._cells_of(child, own)


def _holders(table: Any) -> set[Any]:
    """Give the rows of a table and what they stand in."""
    found: set[Any] = set()
    for row in table.iter("tr"):
        one = row
        while one is not table and one not in found:
            found.add(one)
            one = one.getparent()
    return found


def _folded(table: Any, sight: PageSight, pieces: PiecesOf) -> set[int]:
    """Give the columns that are hidden as such."""
    found: set[int] = set()
    at = 0
    for child in table.iterchildren("colgroup", "col"):
        group = pieces.sights.of(child, sight)
        inner = list(child.iterchildren("col")) if child.tag == "colgroup" else []
        for one in inner or [child]:
            own = group if one is child else pieces.sights.of(one, group)
            wide = min(span_of(one, "span"), max(WIDEST - at, 0))
            if own.away or own.unseen:
                found.update(range(at, at + wide))
            at += wide
    return found


def _told(lines: list[LaidLine], hidden: set[int], part: str) -> PageTable:
    """Part what is seen of a table from what is set aside."""
    table = PageTable([], [], [], [])
    columns: dict[int, dict[int, str]] = {at: {} for at in sorted(hidden)}
    for line in lines:
        if line.absent and not line.cells:
            line = line._replace(cells=dict(enumerate(line.absent.values())), absent={})
            line = line._replace(width=max(line.width, len(line.cells)))
        own = {at: cell for at, cell in line.cells.items() if not _wide_at(line, at, hidden)}
        forms = _forms_of(line, own)
        if forms is None:
            for at in line.cells.keys() - own.keys():
                columns[at][line.number] = line.cells[at].without(_OF_ROWS)
            texts = (own[at].seen if at in own else "" for at in range(line.width))
            table.rows.append(Row(tuple(texts), line.number, part, line.spans))
            table.cells.extend(_aside(line, own, part))
        elif own:
            gone = frozenset(forms)
            left = (own[at].without(gone) if at in own else "" for at in range(line.width))
            form = Counter(forms).most_common(1)[0][0]
            table.away.append(AsideRow(form, part, line.number, tuple(left)))
    told = (AsideColumn(part, at, texts) for at, texts in columns.items())
    table.columns.extend(one for one in told if any(one.texts.values()))
    return table


def _wide_at(line: LaidLine, at: int, hidden: set[int]) -> bool:
    """Tell a cell of a hidden column; one that reaches beyond it is seen there."""
    return at in hidden and line.spans.get(at, (1, 1))[1] == 1


def _forms_of(line: LaidLine, cells: dict[int, PageText]) -> list[Form] | None:
    """Give why a row is no row to a reader; None for one that is."""
    if line.hidden:
        return [Form.HIDDEN]
    if any(cell.seen for cell in cells.values()):
        return None
    beside = (Form.NOTED, Form.CHOSEN)
    forms = [form for cell in cells.values() for form in cell.forms if form not in beside]
    return forms if forms and set(forms) <= _OF_ROWS else None


def _aside(line: LaidLine, cells: dict[int, PageText], part: str) -> Iterator[AsideCell]:
    for at in sorted(at for at, cell in cells.items() if cell.runs):
        yield from cells[at].aside(part, line.number, at)
    for (at, _), cell in line.absent.items():
        yield from cell.aside(part, line.number, at)
    for at, stored in line.stored.items():
        shown = cells[at].seen if at in cells else ""
        if not (at in cells and cells[at].runs):
            yield from stored_otherwise(stored, shown, part, line.number, at)
