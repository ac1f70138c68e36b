"""A web page whose letters may be seen otherwise than they are stored, read element by element."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.set_aside import AsideCell, AsideColumn, AsideRow, Form, SetAside
from dangvien_analysis.readers.web_files.page_limits import BREAKS, SKIPPED, refuse_large
from dangvien_analysis.readers.web_files.page_pieces import PageText, Piece, PiecesOf, written
from dangvien_analysis.readers.web_files.page_tables import PageTable, TableReader
from dangvien_analysis.readers.web_files.sights import BLOCKS, PLAIN, PageSight

_IF_A_DIGIT = frozenset((Form.HIDDEN, Form.CHOSEN))
"""Told of words around tables only where they hold a figure: menus are hidden, too."""


def read_formed(name: str, root: Any, outer: set[Any], limits: Limits) -> Grid:
    """Read a page.

    `outer`: tables that hold tables.
    """
    try:
        return _Reader(name, root, outer, limits).read()
    except ReadError as error:
        raise error if str(error).startswith(name) else ReadError(f"{name}: {error}") from error


class _Table(NamedTuple):
    """A table in the order of the page."""

    element: Any
    sight: PageSight


class _Reader:
    """Reads one page."""

    def __init__(self, name: str, root: Any, outer: set[Any], limits: Limits) -> None:
        self._name, self._root, self._outer, self._limits = name, root, outer, limits
        self._pieces = PiecesOf(root)
        self._tables = TableReader(name, self._pieces, limits)
        self._gathered: list[Piece] = []
        self._rows: list[Row] = []
        self._cells: list[AsideCell] = []
        self._away: list[AsideRow] = []
        self._columns: list[AsideColumn] = []
        self._hidden: set[str] = set()

    def read(self) -> Grid:
        """Read it."""
        blocks = tables = 0
        for block in self._blocks():
            if isinstance(block, PageText):
                blocks += 1
                refuse_large(self._name, "", blocks, blocks, self._limits)
                self._take_text(block, blocks)
            else:
                tables += 1
                self._take_table(block, f"bảng {tables}")
        aside = SetAside(tuple(self._cells), tuple(self._away), tuple(self._columns))
        rows, hidden = tuple(self._rows), frozenset(self._hidden)
        return Grid(rows, Kind.PAGE, hidden=hidden, aside=aside)

    def _take_text(self, block: PageText, number: int) -> None:
        if block.seen:
            self._rows.append(Row((block.seen,), number))
            told = block.aside("", number, 0)
            self._cells += [one for one in told if _worth(one.form, one.text)]
            return
        form = Counter(block.forms).most_common(1)[0][0]
        text = block.without(frozenset(block.forms))
        if _worth(form, text):
            self._away.append(AsideRow(form, "", number, (text,)))

    def _take_table(self, block: _Table, part: str) -> None:
        element, sight = block
        shown = sight._replace(away=None) if sight.away is None else sight.shown()
        found = self._tables.read(element, shown, part)
        if sight.away is not None:
            self._hidden.add(part)
        elif Form.HIDDEN in sight.forms and not _any_seen(found):
            # What it stands in is not seen, not its rows.
            self._hidden.add(part)
            found = self._tables.read(element, sight.shown(), part)
        self._rows += found.rows
        self._cells += found.cells
        self._away += found.away
        self._columns += found.columns

    def _blocks(self) -> Iterator[PageText | _Table]:
        """Give texts and innermost tables in the page's order."""
        sight = self._pieces.sights.of(self._root, PLAIN)
        yield from self._walk(self._root, sight, PLAIN)
        yield from self._flush()

    def _walk(
        self, element: Any, sight: PageSight, above: PageSight
    ) -> Iterator[PageText | _Table]:
        """Go through an element and what is in it, gathering text until a block ends."""
        tag = element.tag
        if tag == "table" and element not in self._outer:
            yield from self._flush()
            yield _Table(element, sight)
            return
        apart = tag in BREAKS or (tag in BLOCKS and sight.away is not above.away)
        if apart:
            yield from self._flush()
        whole = self._pieces.whole(element, sight)
        if whole is not None:
            self._gathered += whole if element.get("type") != "hidden" else []
        elif not self._told_already(element):
            yield from self._inside(element, sight)
        if apart:
            yield from self._flush()

    def _inside(self, element: Any, sight: PageSight) -> Iterator[PageText | _Table]:
        if element.text:
            self._gathered.append((element.text, sight))
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SKIPPED:
                yield from self._walk(child, self._pieces.sights.of(child, sight), sight)
            if child.tail:
                self._gathered.append((child.tail, sight))

    def _told_already(self, element: Any) -> bool:
        return bool(self._pieces.told) and element.get("id") in self._pieces.told

    def _flush(self) -> Iterator[PageText]:
        text = written(self._gathered)
        self._gathered.clear()
        if text.seen or text.forms:
            yield text


def _any_seen(table: PageTable) -> bool:
    return any(text for row in table.rows for text in row.texts)


def _worth(form: Form, text: str) -> bool:
    """Tell whether what is set aside of words around tables is told."""
    return form not in _IF_A_DIGIT or any(letter.isdigit() for letter in text)
