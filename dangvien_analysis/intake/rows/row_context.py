"""What a row is where the rows around it decide: sums without a word for it, parts of a unit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.intake.headings.header import numbers_columns
from dangvien_analysis.intake.rows.row_kinds import (
    PART_NUMBER,
    Role,
    has_bullet,
    has_figures,
    has_number,
    is_numbered,
    is_part_by_name,
    is_part_by_words,
    is_total,
    ordinal,
)
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.intake.values import SEVERAL, figure, is_sum, nearly_sum
from dangvien_analysis.office.register import org_type_of
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean, fold, tone_key

# Not folded: "quận" is a district, "quân sự" is not; "Huyện đoàn" is a unit of its own.
_DISTRICT = pattern(r"(đảng bộ )?(huyện|quận|thành phố|thị xã|tỉnh)( ủy)?( (?!đoàn\b|đội\b).*)?")
# "1.2" under unit 1; a workbook that holds it as a number gives a comma.
_CHILD = pattern(r"(\d{1,4})[.,]\d{1,3}\.?")
_SMALL_LETTER = pattern(r"[a-h]\W*")


class RowMark(Enum):
    """What tells the units of a table from other rows."""

    NUMBER = auto()
    KIND = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class Around:
    """The rows around one row."""

    units: Sequence[TableLine]  # The units before it
    start: int  # How many of them stand before the part of the table that it stands in
    # Gives the rows after it that are not blank, up to the end of the table
    following: Callable[[], Iterator[TableLine]]
    mark: RowMark  # What tells this table's units
    known: Callable[[str], bool]  # Tells whether a printed name is a unit's
    more: Callable[[], bool]  # Tells whether the table goes on in another part of the file
    total: TableLine | None = None  # The total row, when one stands before it
    summed: bool = False  # Whether the sum of a part stands before it
    under_unit: bool = False  # Whether the row above it is a unit, or a part of one
    # Rows, by part and number, that sum up those after them where nothing else marks the units
    heads: frozenset[tuple[str, int]] = frozenset()

    @property
    def part(self) -> Sequence[TableLine]:
        """The units before it in its part of the table."""
        return self.units[self.start :]

    def marked(self, line: TableLine) -> bool:
        """Tell whether a row bears what marks a unit here.

        True for a number in a list, or for the words Đảng bộ or Chi bộ where nothing is numbered,
        and for the name of a registered unit.
        """
        if self.mark is RowMark.NUMBER and is_numbered(line):
            return True
        name = line.text("unit_name")
        return (self.mark is RowMark.KIND and org_type_of(name) is not None) or self.known(name)

    def run(self) -> list[TableLine]:
        """Give the marked rows that follow without another between them."""
        return list(takewhile(self.marked, self.following()))


def mark_of(lines: Iterable[TableLine], known: Callable[[str], bool]) -> RowMark:
    """Tell what marks the units of a table.

    Gives a number when any name has one, else their kind when more than half of the names with
    figures begin with it.
    """
    typed = figured = 0
    for line in lines:
        name = line.text("unit_name")
        if name and is_numbered(line) and not numbers_columns(line.row):
            return RowMark.NUMBER
        if name and has_number(line) and not is_total(line) and not is_part_by_name(line):
            figured += 1
            typed += org_type_of(name) is not None or known(name)
    return RowMark.KIND if 2 * typed > figured else RowMark.NOTHING


def heads_of_parts(lines: Sequence[TableLine]) -> frozenset[tuple[str, int]]:
    """Find the sums in a table whose units nothing marks: the whole of it is parts, sum first.

    Gives part and number of each sum; none where a row is left over.
    """
    rows = [line for line in lines if has_number(line) and not is_total(line)]
    # The row of the whole, at either end, may have no word for it.
    for part, whole in ((rows, None), (rows[:-1], rows[-1:]), (rows[1:], rows[:1])):
        heads = _tiles(part)
        if len(heads) > 1 and (whole is None or is_sum(whole[0], heads)):
            return frozenset((line.row.part, line.number) for line in heads)
    return frozenset()


def _tiles(rows: Sequence[TableLine]) -> list[TableLine]:
    """Cover rows with sums and their parts, one after the other; none where a row is left over."""
    heads: list[TableLine] = []
    at = 0
    while at < len(rows):
        end = at + 1 + SEVERAL
        while end <= len(rows) and not is_sum(rows[at], rows[at + 1 : end]):
            end += 1
        if end > len(rows):
            return []
        heads.append(rows[at])
        at = end
    return heads


def settled(role: Role, line: TableLine, around: Around) -> Role:
    """Tell what a row is after a look at its neighbours."""
    if role in (Role.UNIT, Role.PART_SUM) and _is_set_under(line, around):
        return Role.OF_WHICH
    if role is Role.TOTAL:
        return Role.PART_SUM if _sums_a_part(line, around) else role
    if role is Role.PART_SUM:
        return _part_or_unit(line, around)
    if role is Role.NAMELESS and line.text("unit_no") and not is_numbered(line):
        return (
            Role.PART_SUM if any(_sums(line, one) for one in (around.run(), around.part)) else role
        )
    if role is Role.UNIT and not around.known(line.text("unit_name")):
        return _unit_or_sum(line, around)
    return role


# --- totals and sums of parts ------------------------------------------------------------------


def _sums_a_part(line: TableLine, around: Around) -> bool:
    """Tell a row "Cộng" under one part from the total, which stands above or under all of them."""
    if not around.units or not has_number(line):
        return False
    inside = len(around.part) < len(around.units)
    if around.total is not None:
        return inside and _sums(line, around.part)
    between = False
    for other in around.following():
        if is_total(other) and has_number(other):
            whole = not inside or not is_sum(line, around.part, 1)
            return between or not whole or (_is_bare(line) and not _is_bare(other))
        between = between or has_number(other)
    return inside and is_sum(line, around.part, 1)


def _is_bare(line: TableLine) -> bool:
    return "cong" in (fold(line.text("unit_no")), fold(line.text("unit_name")))


def _sums(line: TableLine, units: Sequence[TableLine]) -> bool:
    return is_sum(line, units) or nearly_sum(line, units)


def _unit_or_sum(line: TableLine, around: Around) -> Role:
    """Tell a unit from the total, the sum of others, or a part of the unit above."""
    if _is_child(line, around.units):
        return Role.OF_WHICH
    if is_numbered(line):
        return Role.PART_SUM if _has_children(line, around) else Role.UNIT
    if _is_whole(line, around):
        return Role.TOTAL
    if is_part_by_name(line) and _sums(line, _up_to_next_part(around)):
        return Role.PART_SUM
    if (line.row.part, line.number) in around.heads:
        return Role.PART_SUM
    if around.mark is RowMark.NOTHING or (around.mark is RowMark.KIND and around.marked(line)):
        return Role.UNIT
    near = nearly_sum if org_type_of(line.text("unit_name")) is None else is_sum
    least = 1 if around.summed and org_type_of(line.text("unit_name")) is None else SEVERAL
    runs = around.run(), around.part
    found = (
        is_sum(line, runs[0], least)
        or is_sum(line, runs[1])
        or any(near(line, one) for one in runs)
    )
    return Role.PART_SUM if found else Role.UNIT


def _up_to_next_part(around: Around) -> list[TableLine]:
    """Give the rows that follow, up to the next "Khối …" or the total."""
    return list(
        takewhile(lambda one: not is_part_by_name(one) and not is_total(one), around.following())
    )


def _is_whole(line: TableLine, around: Around) -> bool:
    """Tell the row of the whole district, at either end of a table without another total."""
    if around.total is not None or not has_number(line):
        return False
    following = list(around.following()) if not around.units else []
    if around.units and next(filter(has_figures, around.following()), None) is not None:
        return False
    if any(is_total(other) for other in following) or around.more():
        return False
    others = [*around.units, *filter(has_number, following)]
    if is_district(line):
        return len(others) > 1 and not any(map(is_district, others))
    if around.mark is RowMark.NOTHING and not around.known(line.text("unit_name")):
        return is_sum(line, others)
    marked = list(filter(around.marked, others))
    return not around.marked(line) and len(marked) == len(others) and is_sum(line, marked)


def is_district(line: TableLine) -> bool:
    """Tell the row of the whole district by its name: "Đảng bộ huyện Vĩnh Bảo"."""
    return _DISTRICT.fullmatch(tone_key(line.text("unit_name")).lower()) is not None


# --- parts that are numbered ---------------------------------------------------------------------


def _part_or_unit(line: TableLine, around: Around) -> Role:
    """Tell the sum of a part, numbered "I", from a unit that is numbered so."""
    if is_part_by_words(line):
        return Role.PART_SUM
    if _SMALL_LETTER.fullmatch(line.text("unit_no")) and _repeats_a_part(line, around):
        return Role.OF_WHICH
    if org_type_of(line.text("unit_name")) is not None and not _opens(around):
        return Role.UNIT
    number = fold(line.text("unit_no"))
    after = next(around.following(), None)
    alone = (after is None and not around.more()) or (
        after is not None and (is_total(after) or _same_way(number, fold(after.text("unit_no"))))
    )
    empty = not any(figure(line.text(name)).value for name in COUNTS)
    if PART_NUMBER.fullmatch(number) and alone and not empty and not _sums(line, around.part):
        return Role.UNIT
    return Role.PART_SUM


def _opens(around: Around) -> bool:
    """Tell whether the units go on from 1, or from the one before, as after a part's heading."""
    following = (ordinal(line) for line in around.following())
    last = next((one for one in map(ordinal, reversed(around.units)) if one), 0)
    return next((one for one in following if one), 1) in (1, last + 1)


def _same_way(number: str, other: str) -> bool:
    """Tell whether two parts are numbered in one way: "I" and "II", "A" and "B"."""
    if not PART_NUMBER.fullmatch(other):
        return False
    return (number in "abcdefgh") == (other in "abcdefgh") and (" " in number) == (" " in other)


# --- parts of a unit ---------------------------------------------------------------------------


def _repeats_a_part(line: TableLine, around: Around) -> bool:
    """Tell "a) …" under a unit, whose figures are part of that unit's."""
    return bool(around.units) and not _sums(line, around.run()) and _within(line, around.units[-1])


def _is_set_under(line: TableLine, around: Around) -> bool:
    """Tell "- Khối trường học" under a unit, whose figures are part of that unit's."""
    if not around.under_unit or not has_bullet(line) or around.known(line.text("unit_name")):
        return False
    unit = around.units[-1]
    return not has_bullet(unit) and _within(line, unit)


def _is_child(line: TableLine, units: Sequence[TableLine]) -> bool:
    """Tell "1.2" under unit 1."""
    number = _CHILD.fullmatch(line.text("unit_no"))
    return bool(number and units) and ordinal(units[-1]) == int(number[1])  # type: ignore[index]


def _has_children(line: TableLine, around: Around) -> bool:
    """Tell "1. Khối xã" over "1.1 Đảng bộ xã …": not the name of a unit, and units under it."""
    if org_type_of(line.text("unit_name")) is not None:
        return False
    after = next(around.following(), None)
    if after is None:
        return False
    if has_bullet(after):
        # "1. Khối xã" over "- Đảng bộ xã …": the units are those below.
        name = after.text("unit_name")
        return org_type_of(name.lstrip(" -–—+•*·")) is not None or around.known(name)
    number = _CHILD.fullmatch(after.text("unit_no"))
    return number is not None and int(number[1]) == ordinal(line)


def _within(line: TableLine, unit: TableLine) -> bool:
    """Tell whether no figure of a row is larger than the unit's."""
    for name in COUNTS:
        part, whole = figure(line.text(name)).value, figure(unit.text(name)).value
        if part is not None and whole is not None and part > whole:
            return False
    return any(clean(line.text(name)) for name in COUNTS)
