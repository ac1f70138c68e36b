"""What a row of a table is: a unit, the total, the sum of a part, words, or a piece of a row."""

from collections.abc import Callable
from enum import Enum, auto

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.intake.rows.row_words import says
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.office.register import org_type_of
from dangvien_analysis.readers.grid import Row
from dangvien_analysis.text.numbers import parse_ordinal
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean, fold

_FIGURE = pattern(r"[+-]?\d")
# A part of the table: numbered "I", "A", "II.1", or "Cộng khối xã". It would be counted twice.
PART_NUMBER = pattern(r"[ivx]+( \d+)?|[a-h]")
_PART_START = pattern(r"([ivx]+|[a-h]) (?=[a-z])")
_BULLETS = "-–—+•*·"
_BULLET = pattern(rf"([{_BULLETS}]|[a-h]\))\s*[^\W\d]")
_RULER = pattern(r":?[-–—=]{2,}:?")
_UNFINISHED = pattern(
    r"((chi|dang) (bo|uy) )?(.* )?(xa|phuong|thi tran|huyen|tinh|truong( (thpt|thcs|tieu hoc))?"
    r"|cong ty( tnhh)?|co quan|benh vien|trung tam|phong|va|so)"
)
_FIGURES = (*COUNTS, "stated_total")


class Role(Enum):
    """What a row of a table is."""

    BLANK = auto()
    UNIT = auto()
    TOTAL = auto()
    PART_SUM = auto()
    OF_WHICH = auto()
    COMPARISON = auto()
    SECTION = auto()
    NAMELESS = auto()


def has_number(line: TableLine) -> bool:
    """Tell whether a row holds a figure in a column of counts.

    True for "5", "-5" and "6 (dự kiến)".
    """
    return any(_FIGURE.match(line.text(name)) for name in _FIGURES)


def has_figures(line: TableLine) -> bool:
    """Tell whether a row holds anything in a column of counts.

    True for a figure, and for "-" or "x" where one belongs.
    """
    return any(line.text(name) for name in _FIGURES)


def is_total(line: TableLine) -> bool:
    """Tell the total row.

    True when its number or its name is one of the words for a total.
    """
    return _says("total", line)


def _says(kind: str, line: TableLine, *, numbered: bool = True) -> bool:
    """Tell whether the number's cell or the name's is one of the words for a kind of row."""
    return any(
        says(kind, folded, numbered=numbered)
        for name in ("unit_no", "unit_name")
        if (folded := fold(line.text(name)))
    )


def is_numbered(line: TableLine) -> bool:
    """Tell whether a row has a number in a list.

    True for "5" and "5.".
    """
    return ordinal(line) is not None


def ordinal(line: TableLine) -> int | None:
    """Give the number of a row in a list.

    Gives the number; None when the cell holds something else.
    """
    return parse_ordinal(line.text("unit_no"))


def role_of(line: TableLine, known: Callable[[str], bool], numbered: bool, of_which: bool) -> Role:
    """Tell what a row is."""
    name = line.text("unit_name")
    figures = has_figures(line)
    if is_blank(line.row):
        return Role.BLANK
    if is_total(line):
        return Role.TOTAL
    if name and known(name):
        return Role.UNIT
    if _is_of_which(line, numbered, of_which):
        return Role.OF_WHICH
    if figures and (role := _beside_units(line, numbered, of_which)):
        return role
    if name and (figures or is_numbered(line)):
        return Role.UNIT
    return Role.NAMELESS if figures else Role.SECTION


def _beside_units(line: TableLine, numbered: bool, of_which: bool) -> Role | None:
    """Tell a row with figures that are no unit's; None for a unit or what has no name."""
    name = fold(line.text("unit_name"))
    if not is_numbered(line) and says("comparison", name, numbered=numbered):
        return Role.COMPARISON
    if _is_part_sum(line, numbered):
        return Role.PART_SUM
    return Role.OF_WHICH if of_which and _is_loose(line, numbered) else None


def _is_of_which(line: TableLine, numbered: bool, of_which: bool) -> bool:
    """Tell a row that repeats a part of the row above: "Trong đó nữ", and "- Nữ" under it."""
    if is_numbered(line):
        return False
    if _says("of_which", line) or _says("people", line, numbered=numbered or of_which):
        return True
    return of_which and has_bullet(line)


def has_bullet(line: TableLine) -> bool:
    """Tell a row that a dash or a plus sets under the one above: "- Khối trường học"."""
    number, name = line.text("unit_no"), line.text("unit_name")
    if name and is_bullet(number):
        return True
    return _BULLET.match(name or number) is not None


def is_bullet(number: str) -> bool:
    """Tell a dash or a plus sign where a number belongs."""
    return len(number) == 1 and number in _BULLETS


def is_blank(row: Row) -> bool:
    """Tell a row without a word or a figure: nothing, or the ruler under a typed header."""
    texts = [text for text in map(clean, row.texts) if text]
    return not texts or (len(texts) > 1 and all(map(_RULER.fullmatch, texts)))


def _is_loose(line: TableLine, numbered: bool) -> bool:
    """Tell a row that nothing marks as a unit, as those under "Trong đó:" are."""
    name = line.text("unit_name")
    return numbered and bool(name) and not line.text("unit_no") and org_type_of(name) is None


def is_part_by_words(line: TableLine) -> bool:
    """Tell a sum of some units by its words.

    True for "Cộng khối xã", "Cộng trang 2" and "Mang sang".
    """
    return _says("part_sum", line) or is_of_a_page(line)


def is_part_by_name(line: TableLine) -> bool:
    """Tell a part of the table by its name.

    True for a bare "Khối xã", and for "I. Khối xã" in one cell with the number.
    """
    number, name = fold(line.text("unit_no")), fold(line.text("unit_name"))
    if name:
        return not number and says("part_name", name)
    plain = _PART_START.sub("", number)
    return plain != number or says("part_name", plain)


def is_of_a_page(line: TableLine) -> bool:
    """Tell the sum of a page, or one carried over to the next.

    True for "Cộng trang 2" and "Mang sang".
    """
    return _says("page_sum", line)


def _is_part_sum(line: TableLine, numbered: bool) -> bool:
    """Tell a sum of some units, which would count them twice, from a unit."""
    if is_part_by_words(line):
        return True
    number = fold(line.text("unit_no"))
    if PART_NUMBER.fullmatch(number):
        return numbered or org_type_of(line.text("unit_name")) is None
    return numbered and is_part_by_name(line)


def is_unfinished(name: str) -> bool:
    """Tell a name that must go on in the next row: "Đảng bộ thị trấn", "Chi bộ Trường THPT -"."""
    open_ = name.count("(") > name.count(")")
    return open_ or name.endswith(("-", "–", ",")) or bool(_UNFINISHED.fullmatch(fold(name)))
