"""Walk through the rows of a table, over all the pieces it is printed in, and sort each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from dangvien_analysis.columns import COUNTS, REQUIRED
from dangvien_analysis.intake.headings.column_choice import LOOKED_AT, choose
from dangvien_analysis.intake.headings.column_words import (
    of_another_time,
)
from dangvien_analysis.intake.headings.header import (
    Header,
    begins_at,
    find_header,
    numbers_columns,
    with_numbers,
)
from dangvien_analysis.intake.leftover_cells import (
    as_total,
    joined_rows,
    joined_tables,
    loose_words,
    missing_columns,
    not_a_unit,
    other_table,
    undecided,
    unread_cells,
)
from dangvien_analysis.intake.rows.row_context import (
    Around,
    RowMark,
    heads_of_parts,
    is_district,
    mark_of,
    settled,
)
from dangvien_analysis.intake.rows.row_kinds import (
    Role,
    has_bullet,
    has_figures,
    has_number,
    is_numbered,
    is_part_by_name,
    is_total,
    is_unfinished,
    ordinal,
    role_of,
)
from dangvien_analysis.intake.rows.subtotals import Sections
from dangvien_analysis.intake.table import Table, TableLine, nobody
from dangvien_analysis.intake.values import is_sum
from dangvien_analysis.office.register import org_type_of
from dangvien_analysis.readers.grid import Kind, Row
from dangvien_analysis.text.vietnamese import clean, tone_key

CAPTION = 3
"""Rows above a header in which its caption stands."""

LOOK_AHEAD = 100
"""Rows under a header that tell whether it is another table's: those of a page or two."""


class TableReading:
    """A table while it is read, piece by piece."""

    first: Header
    header: Header

    def __init__(self, table: Table, about: bool, *, blocks: bool = False) -> None:
        self.table = table
        # Whether its parts stand beside each other, and how many units were read before this one
        self.blocks = blocks
        self.begun = 0
        self.about = about
        self.year: int | None = None
        self.order: dict[int, int] = {}
        self.choices: dict[tuple[str, ...], Header] = {}
        self.sections = Sections()
        self.closed = False
        self.of_which = False
        self.fresh = True
        self.above = Role.BLANK
        self.mark = RowMark.NOTHING
        self.heads: frozenset[tuple[str, int]] = frozenset()
        self.later: Sequence[Sequence[Row]] = ()
        self.further: Header | None = None
        self.names: set[str] = set()
        self.looked_at = 0
        self.pieces: list[str] = []
        self.joined: list[str] = []
        self.shared: dict[tuple[str, int, str], str] = {}

    def begin(self, header: Header) -> None:
        """Take a header as the table's own."""
        self.first = header
        self.table = replace(self.table, positions=header.positions)

    def _under(self, header: Header) -> None:
        """Go on under a header; what it leaves in doubt is unknown in the whole table."""
        self.header = header
        if header.doubts:
            self.table = replace(self.table, doubtful=self.table.doubtful | set(header.doubts))
            if header.titles != self.first.titles:
                self.table.findings.extend(undecided(self.table.grid, header))

    def settled(self, header: Header, rows: Iterable[Row]) -> Header:
        """Choose among the columns of one meaning, once for each header."""
        if not header.rivals:
            return header
        if known := self.choices.get(header.titles):
            return replace(header, positions=known.positions, choice=known.choice)
        lines = [TableLine(row, header.positions) for row in islice(rows, LOOKED_AT)]
        named = [line for line in lines if line.text("unit_name") and has_number(line)]
        choice = choose(
            header.rivals,
            header.positions,
            header.said,
            [line for line in named if not is_total(line)],
            [line for line in lines if is_total(line)],
            self.year,
        )
        self.choices[header.titles] = replace(header, positions=choice.positions, choice=choice)
        return self.choices[header.titles]

    def read_all(self, rows: Sequence[Row], later: Sequence[Sequence[Row]]) -> None:
        """Read the part with the first header and those after it."""

        def lines() -> Iterator[TableLine]:
            below = chain(rows[self.first.end :], *later)
            return (TableLine(row, self.first.positions) for row in below)

        self.mark = mark_of(lines(), self.table.known)
        if self.mark is RowMark.NOTHING:
            self.heads = heads_of_parts(list(islice(lines(), LOOKED_AT)))
        self.later = later
        self.read_part(rows, self.first)
        for place, part in enumerate(later, start=1):
            self.later = later[place:]
            self.read_further(part)

    def read_part(self, rows: Sequence[Row], header: Header) -> None:
        """Read a part that begins with a header, after some prose, and changes to others."""
        self.table.prose.extend(rows[: header.start])
        self.begun = len(self.table.units)
        self._under(header)
        self._walk(rows, header.end)
        while (further := self.further) is not None:
            self.further = None
            self._under(further)
            self._walk(rows, further.end)

    def read_further(self, rows: Sequence[Row]) -> None:
        """Read a part that may go on with the table, be another table, or be prose."""
        header = self._alike(find_header(rows, about=self.about), rows)
        if header is None and not self._goes_on(rows):
            row = self._stray_unit(rows)
            if row is None:
                self.table.prose.extend(rows)
            else:
                self._note_other(rows, rows.index(row))
        elif header is None:
            self._note_piece(rows[0])
            self._walk(rows, 0)
        elif self._is_another(rows, header):
            self.table.prose.extend(rows[: header.start])
            self._note_other(rows, header.start)
        else:
            self._note_piece(header.row)
            self.read_part(rows, header)

    def finished(self) -> Table:
        """Give the table with what was noticed about it as a whole."""
        table = self.table
        lines = [*table.units, *([table.total] if table.total else [])]
        table.findings.extend(joined_tables(self.pieces))
        table.findings.extend(joined_rows(self.joined))
        table.findings.extend(unread_cells(table.grid, self.first, lines))
        table.findings.extend(missing_columns(table.positions))
        sums = self.sections.sums(len(table.units))
        return replace(table, sums=sums, shared=frozenset(self.shared))

    # --- pieces --------------------------------------------------------------------------------

    def _goes_on(self, rows: Sequence[Row]) -> bool:
        """Tell whether rows without a header are as wide as the table and name new units."""
        width = max(map(_width, rows), default=0)
        near = len(self.header.titles) - 1 <= width <= len(self.header.titles)
        positions = self.header.positions
        return (
            not self.closed
            and near
            and (self._stray_unit(rows) is not None or self._is_end(rows))
            and not self._repeats(rows, positions)
        )

    def _is_end(self, rows: Sequence[Row]) -> bool:
        """Tell whether rows hold no more than the total, alone on a page."""
        lines = [TableLine(row, self.header.positions) for row in rows]
        return self.table.total is None and any(
            role_of(line, nobody, True, False) is Role.TOTAL and has_number(line) for line in lines
        )

    def _stray_unit(self, rows: Sequence[Row]) -> Row | None:
        """Give the first row of another part that reads like a unit."""
        lines = (TableLine(row, self.header.positions) for row in rows)
        found = (line.row for line in lines if line.text("unit_name") and has_number(line))
        return next(found, None)

    def _repeats(self, rows: Sequence[Row], positions: dict[str, int]) -> bool:
        """Tell whether most of the units that rows name have been read already."""
        lines = [TableLine(row, positions) for row in rows[:LOOK_AHEAD]]
        names = [tone_key(line.text("unit_name")) for line in lines if has_number(line)]
        seen = self._names_read()
        return 2 * sum(name in seen for name in names if name) > len(list(filter(None, names)))

    def _is_another(self, rows: Sequence[Row], header: Header) -> bool:
        """Tell whether a further header is another table's: of the same units, or another year."""
        return (
            self.closed
            or self._repeats(rows[header.end :], header.positions)
            or bool(self._other_caption(header.row))
        )

    def _other_caption(self, row: Row) -> str:
        """Give the words over a header that say it is of another time; empty for others."""
        caption = self._caption(row)
        return caption if of_another_time(caption, self.year) else ""

    def _caption(self, row: Row) -> str:
        """Give the last words that stand alone above a row."""
        if not self.order:
            self.order = {id(one): at for at, one in enumerate(self.table.grid.rows)}
        at = self.order.get(id(row), 0)
        above = self.table.grid.rows[max(at - CAPTION, 0) : at]
        for one in reversed(above):
            texts = list(filter(None, map(clean, one.texts)))
            if texts:
                return texts[0] if len(texts) == 1 else ""
        return ""

    def _names_read(self) -> set[str]:
        """Give the names of all units so far; each is looked at once."""
        new = self.table.units[self.looked_at :]
        self.names.update(tone_key(line.text("unit_name")) for line in new)
        self.looked_at += len(new)
        return self.names

    def _note_piece(self, row: Row) -> None:
        self.pieces.append(row.part or f"dòng {row.number}")

    def _note_other(self, rows: Sequence[Row], start: int) -> None:
        caption = self._other_caption(rows[start])
        self.table.findings.append(other_table(self.table.grid, rows[start:], caption))

    def _more(self) -> bool:
        """Tell whether another part holds further units."""
        positions = self.header.positions
        return any(
            self._stray_unit(rows) is not None and not self._repeats(rows, positions)
            for rows in self.later
        )

    # --- rows ----------------------------------------------------------------------------------

    def _walk(self, rows: Sequence[Row], at: int) -> None:
        """Sort the rows under a header; what follows the last of them is prose."""
        positions, known = self.header.positions, self.table.known
        lines = [TableLine(row, positions) for row in rows]
        stop = _end(lines, at, known)
        plain = _plain(positions, known)
        units = self.table.units
        self.fresh = True
        while at < stop:
            run = next((end for end in range(at, stop) if not plain(rows[end])), stop)
            if run > at:
                units += lines[at:run]
                self.of_which, self.fresh, self.above = False, False, Role.UNIT
                at = run
            else:
                at = self._place(rows, at, stop)
        if self.further is None:
            self.table.prose.extend(rows[stop:])

    def _place(self, rows: Sequence[Row], at: int, stop: int) -> int:
        """Put one row where it belongs and give the index of the next."""
        line = TableLine(rows[at], self.header.positions)
        if numbers_columns(line.row):
            return at + 1
        if not has_number(line) and (header := self._begins_at(rows, at)):
            return self._header_again(rows, header, stop)
        role = role_of(line, self.table.known, self.mark is not RowMark.NOTHING, self.of_which)
        if role is Role.BLANK:
            return at + 1
        told, role = role, settled(role, line, self._around(rows, at, stop))
        if self.blocks and role is Role.TOTAL and is_sum(line, self.table.units[self.begun :], 1):
            role = Role.PART_SUM
        if (told, role) == (Role.PART_SUM, Role.UNIT) and not org_type_of(line.text("unit_name")):
            # A part that is one unit: the part before ends here.
            self.sections.add(line, len(self.table.units), is_sum=False)
        self.of_which = role is Role.OF_WHICH
        self._sort(line, role)
        self.fresh, self.above = False, role
        return at + 1

    def _around(self, rows: Sequence[Row], at: int, stop: int) -> Around:
        """Gather what stands around a row."""

        def following() -> Iterator[TableLine]:
            for index in range(at + 1, stop):
                line = TableLine(rows[index], self.header.positions)
                if not any(map(clean, line.row.texts)) or numbers_columns(line.row):
                    continue
                header = None if has_number(line) else self._begins_at(rows, index)
                if header is None:
                    yield line
                elif self._is_another(rows, header):
                    return

        table = self.table
        start = self.sections.start_of_part()
        return Around(
            table.units,
            start,
            following,
            self.mark,
            table.known,
            self._more,
            table.total,
            self.sections.has_sums,
            self.above in (Role.UNIT, Role.OF_WHICH),
            self.heads,
        )

    def _begins_at(self, rows: Sequence[Row], at: int) -> Header | None:
        return self._alike(begins_at(rows, at, about=self.about), rows)

    def _alike(self, header: Header | None, rows: Sequence[Row]) -> Header | None:
        """Choose columns, and read numbers before names, under each header alike."""
        if header is None:
            return None
        header = self.settled(header, rows[header.end :])
        in_names = self.first.positions.get("unit_no") == self.first.positions["unit_name"]
        return with_numbers(header) if in_names else header

    def _header_again(self, rows: Sequence[Row], header: Header, stop: int) -> int:
        """Go on under the header of a new page or piece, or stop before another table."""
        same = (header.positions, header.doubts) == (self.header.positions, self.header.doubts)
        if self._is_another(rows, header):
            self._note_other(rows[:stop], header.start)
            return stop
        if not same:
            self._note_piece(header.row)
            self.further = header
            return stop
        return header.end

    def _sort(self, line: TableLine, role: Role) -> None:
        table = self.table
        if role is Role.UNIT and self._has_figures_of(line):
            self._join(line)
        elif role is Role.UNIT:
            self._share(line)
            table.units.append(line)
        elif role is Role.TOTAL and table.total is None:
            if not (is_total(line) or is_district(line)):
                table.findings.append(as_total(table, line))
            self.closed = bool(table.units) and not self.blocks
            self.table = replace(table, total=line)
        elif role is Role.SECTION and self._is_piece(line):
            self._join(line)
        else:
            if role is Role.SECTION and self._may_be_a_piece(line):
                table.findings.append(loose_words(table, line))
                return
            if role in (Role.PART_SUM, Role.SECTION):
                self.sections.add(line, len(table.units), is_sum=role is Role.PART_SUM)
            table.findings.append(not_a_unit(table, line, role))

    def _is_piece(self, line: TableLine) -> bool:
        """Tell the rest of a broken row: words in the name's column only."""
        name = line.text("unit_name")
        others = [one for one in line.positions if one != "unit_name" and line.text(one)]
        if not self.table.units or others or not name:
            return False
        if self.table.grid.kind is Kind.PDF:
            return self.fresh or not name.isupper()
        before = self.table.units[-1].text("unit_name")
        return self.above is Role.UNIT and (
            self.table.known(f"{before} {name}")
            or name[0].islower()
            or name[0] == "("
            or is_unfinished(before)
        )

    def _may_be_a_piece(self, line: TableLine) -> bool:
        """Tell words alone between numbered units that name no part of the table."""
        name = line.text("unit_name")
        return (
            self.mark is RowMark.NUMBER
            and self.above is Role.UNIT
            and bool(name)
            and not (name.isupper() or line.text("unit_no") or is_part_by_name(line))
        )

    def _has_figures_of(self, line: TableLine) -> bool:
        """Tell the second row of a name whose first has its number, this one its figures."""
        if not self.table.units or self.above is not Role.UNIT or is_numbered(line):
            return False
        before, name = self.table.units[-1], line.text("unit_name")
        broken = self.mark is RowMark.NUMBER and org_type_of(name) is None and not has_bullet(line)
        return not has_figures(before) and not self.table.known(name) and broken

    def _join(self, line: TableLine) -> None:
        """Put the rest of a broken row to the row before it."""
        whole = self.table.units.pop()
        texts = [
            "\n".join(filter(None, (whole.row.text(at), line.row.text(at))))
            for at in range(max(len(whole.row.texts), len(line.row.texts)))
        ]
        kept = line if has_figures(line) else whole
        self.table.units.append(whole._replace(row=kept.row._replace(texts=tuple(texts))))
        self.joined.append(self.table.place(line))

    def _share(self, line: TableLine) -> None:
        """Note the figures that a merged cell gives to more than one row or column."""
        for start, (height, width) in line.row.spans.items():
            covered = [
                name for name in COUNTS if start <= line.positions.get(name, -1) < start + width
            ]
            if height > 1 or len(covered) > 1:
                for name in covered:
                    text = clean(line.row.text(start))
                    for number in range(line.number, line.number + height):
                        self.shared.setdefault((line.row.part, number, name), text)


def _width(row: Row) -> int:
    """Tell how far a row reaches."""
    filled = (at for at in range(len(row.texts), 0, -1) if clean(row.texts[at - 1]))
    return next(filled, 0)


def _plain(positions: dict[str, int], known: Callable[[str], bool]) -> Callable[[Row], bool]:
    """Make the test that most rows of a large table pass: a known unit with figures."""
    name, quota, admitted = (positions[one] for one in REQUIRED)

    def is_plain(row: Row) -> bool:
        texts = row.texts
        try:
            figures = texts[quota].isdigit() and texts[admitted].isdigit()
            return figures and not row.spans and known(texts[name])
        except IndexError:
            return False

    return is_plain


def _end(lines: Sequence[TableLine], start: int, known: Callable[[str], bool]) -> int:
    """Find where the table ends and notes and signatures begin.

    Under the last figures only the name of a unit belongs to it, or the next number in a list.
    """
    stop = len(lines)
    while stop > start and not (has_number(lines[stop - 1]) or is_total(lines[stop - 1])):
        stop -= 1
    last = next((one for line in reversed(lines[start:stop]) if (one := ordinal(line))), 0)
    goes_on = stop == start or not is_total(lines[stop - 1])
    for at in range(stop, len(lines)):
        name, number = lines[at].text("unit_name"), ordinal(lines[at])
        next_one = goes_on and number == last + 1
        if name and (next_one or org_type_of(name) is not None or known(name)):
            stop, last = at + 1, number or last
    return stop
