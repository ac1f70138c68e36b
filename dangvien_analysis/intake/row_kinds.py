"""What a row of a table is: a unit, the total, the sum of a part, words, or a piece of a row."""

from collections.abc import Callable
from enum import Enum, auto

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.office.register import org_type_of
from dangvien_analysis.text.numbers import parse_ordinal
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean, fold

_AREA = r"(huyen|quan|dang bo( huyen)?|thanh pho|thi xa|xa|phuong|tinh)"
_BODIES = r"(don vi|to chuc|tccsd?|(chi|dang)( bo)?)\b.*"
# "Cộng I" is the sum of one part and no total; "Tổng cộng (I+II)" is the total.
_TOTAL = pattern(
    rf"(tong( cong| so)?|cong)( {_AREA}| chung| \d+ {_BODIES}|( [ivx]+){{2,}}|( [a-h]){{2,}})?"
    rf"|(tong( cong| so)? |cong )?toan {_AREA}\b.*"
)
# Set letter by letter in a narrow column, the words have their spaces in odd places.
_TOTAL_LETTERS = frozenset({"tongcong", "tongso", "cong", "tong", "toanhuyen"})
_FIGURE = pattern(r"[+-]?\d")
# A part of the table: numbered "I", "A", "II.1", or "Cộng khối xã". It would be counted twice.
PART_NUMBER = pattern(r"[ivx]+( \d+)?|[a-h]")
_PART_START = pattern(r"([ivx]+|[a-h]) (?=[a-z])")
_PART_SUM = pattern(r"(tong )?cong (khoi|nhom|cac|phan|muc|[ivx]+|[a-h])\b.*|tong (khoi|nhom)\b.*")
# Of one page, or carried over from it to the next.
_PAGE_SUM = pattern(
    r"(tong )?cong trang\b.*|(cong |trang truoc )?(mang|chuyen) (sang|qua|tu|trang)\b.*"
)
_PART_NAME = pattern(r"(khoi|nhom|cum|cac|loai hinh)\b.*")
_OF_WHICH = pattern(r"trong do\b.*")
# Whom, not which unit, a row counts.
_PEOPLE = pattern(
    r"(la )?(nu|nu gioi|(nguoi )?dan toc( thieu so)?|(co |nguoi )?(ton giao|theo dao)"
    r"|doan vien( thanh nien)?|hoc sinh|sinh vien|cong nhan|nong dan)"
)
# Figures of another time, or no counts at all.
_COMPARISON = pattern(
    r"((so voi )?(cung ky|nam truoc|thang truoc|ky truoc|nam 20\d\d)|so voi|tang|giam|chenh lech"
    r"|(dat )?(ty|ti) le|luy ke|binh quan|con (thieu|lai|phai))\b.*"
)
_BULLET = pattern(r"[-–—+•*·]\s*\S")
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
    folded = [fold(line.text(name)) for name in ("unit_no", "unit_name")]
    return any(
        _TOTAL.fullmatch(words) or words.replace(" ", "") in _TOTAL_LETTERS for words in folded
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
    if not any(map(clean, line.row.texts)):
        return Role.BLANK
    if is_total(line):
        return Role.TOTAL
    if name and known(name):
        return Role.UNIT
    if _is_of_which(line, of_which):
        return Role.OF_WHICH
    if figures and (role := _beside_units(line, numbered, of_which)):
        return role
    if name and (figures or is_numbered(line)):
        return Role.UNIT
    return Role.NAMELESS if figures else Role.SECTION


def _beside_units(line: TableLine, numbered: bool, of_which: bool) -> Role | None:
    """Tell a row with figures that are no unit's; None for a unit or what has no name."""
    if not is_numbered(line) and _COMPARISON.fullmatch(fold(line.text("unit_name"))):
        return Role.COMPARISON
    if _is_part_sum(line, numbered):
        return Role.PART_SUM
    return Role.OF_WHICH if of_which and _is_loose(line, numbered) else None


def _is_of_which(line: TableLine, of_which: bool) -> bool:
    """Tell a row that repeats a part of the row above: "Trong đó nữ", and "- Nữ" under it."""
    if is_numbered(line):
        return False
    texts = [line.text("unit_no"), line.text("unit_name")]
    if any(_OF_WHICH.fullmatch(fold(text)) or _PEOPLE.fullmatch(fold(text)) for text in texts):
        return True
    return of_which and any(_BULLET.match(text) for text in texts)


def _is_loose(line: TableLine, numbered: bool) -> bool:
    """Tell a row that nothing marks as a unit, as those under "Trong đó:" are."""
    name = line.text("unit_name")
    return numbered and bool(name) and not line.text("unit_no") and org_type_of(name) is None


def is_part_by_words(line: TableLine) -> bool:
    """Tell a sum of some units by its words.

    True for "Cộng khối xã", "Cộng trang 2" and "Mang sang".
    """
    texts = [fold(line.text(name)) for name in ("unit_no", "unit_name")]
    return any(map(_PART_SUM.fullmatch, texts)) or is_of_a_page(line)


def is_part_by_name(line: TableLine) -> bool:
    """Tell a part of the table by its name.

    True for a bare "Khối xã", and for "I. Khối xã" in one cell with the number.
    """
    number, name = fold(line.text("unit_no")), fold(line.text("unit_name"))
    if name:
        return not number and _PART_NAME.fullmatch(name) is not None
    plain = _PART_START.sub("", number)
    return plain != number or _PART_NAME.fullmatch(plain) is not None


def is_of_a_page(line: TableLine) -> bool:
    """Tell the sum of a page, or one carried over to the next.

    True for "Cộng trang 2" and "Mang sang".
    """
    texts = [fold(line.text(name)) for name in ("unit_no", "unit_name")]
    return any(map(_PAGE_SUM.fullmatch, texts))


def _is_part_sum(line: TableLine, numbered: bool) -> bool:
    """Tell a sum of some units, which would count them twice, from a unit."""
    if is_part_by_words(line):
        return True
    number = fold(line.text("unit_no"))
    if PART_NUMBER.fullmatch(number):
        return numbered or org_type_of(line.text("unit_name")) is None
    return numbered and is_part_by_name(line)
