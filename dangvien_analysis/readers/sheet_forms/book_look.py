"""Whether an .xlsx file has any form to look at, and what it is; most have none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from dangvien_analysis.readers.office_files.part_names import STRINGS, STYLES
from dangvien_analysis.readers.sheet_forms.book_styles import book_styles
from dangvien_analysis.readers.sheet_forms.cell_forms import SheetForms

if TYPE_CHECKING:
    from dangvien_analysis.readers.sheet_forms.rich_texts import TextRun

_THEME = "xl/theme/theme1.xml"
_CHAIN = "xl/calcChain.xml"
# Each of these is looked for in a moment; one pattern would take ten times as long.
_HIDDEN = (b'hidden="1', b'hidden="t', b"hidden='", b"hidden =")
_SET = (b'customHeight="1', b'customHeight="t', b"customHeight='", b"customHeight =")
_LOW = (b' ht="0', b' ht="1.', b' ht="1"', b"ht='", b"ht =")
_NARROW = rb"""\bwidth\s*=\s*["']\s*0(?:\.[0-2]\d*)?\s*["']"""
_NO_ZEROS = rb"""\bshowZeros\s*=\s*["']\s*(?:0|f|off)"""
_SAVED = rb"<c ([^<>]*)><f\b[^<>]*(?:/>|>[^<]*</f>)\s*<v>\s*(-?\d[\d.eE+-]*)\s*</v>"
_TYPED = rb'\bt="(?!n")'


class FormsOf(Protocol):
    """Gives the form of a sheet."""

    def __call__(self, member: str, *, formulas: bool) -> SheetForms:
        """Look at the part of a sheet; `formulas`: whether there is any in it."""
        ...


def book_forms(members: Mapping[str, bytes], *, usual: bool) -> FormsOf:
    """Look at what a workbook's sheets have in common.

    Gives what tells the form of each sheet. `usual`: whether all cells are known to be written
    as office programs do.
    """
    styles = book_styles(members.get(STYLES, b""), members.get(_THEME, b""))
    formed, whole = styles.formed(), styles.whole()
    strings = members.get(STRINGS, b"")
    texts: Mapping[str, Sequence[TextRun]] = {}
    if b"rPr" in strings:
        from dangvien_analysis.readers.sheet_forms.rich_texts import shared_runs

        every = any(one.form for one in styles.cells)
        texts = shared_runs(strings, styles.colours or {}, every=every)

    def forms_of(member: str, *, formulas: bool) -> SheetForms:
        content = members[member]
        rounds = bool(whole) and (not usual or _has_decimals(content, whole))
        asked = frozenset(formed | whole if rounds else formed)
        formulas = formulas and _CHAIN not in members and not _is_calculated(content)
        careful = formulas or bool(texts) or _is_formed(content, asked, usual=usual)
        links = link_part(member)
        if not careful and links not in members:
            return SheetForms()
        from dangvien_analysis.readers.sheet_forms.book_markup import BookForms, sheet_forms
        from dangvien_analysis.readers.sheet_forms.book_notes import linked, notes, table_parts

        found, parts = SheetForms(), [*linked(members, member, links)]
        if careful:
            book = BookForms(styles, texts, asked)
            found = sheet_forms(content, book, table_parts(parts), formulas=formulas)
        found.notes = notes(parts)
        return found

    return forms_of


def link_part(member: str) -> str:
    """Name the part that says what hangs on another."""
    folder, _, name = member.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _is_formed(content: bytes, formed: frozenset[str], *, usual: bool) -> bool:
    """Tell whether a sheet has anything that is not seen as it is stored."""
    head = content[: max(content.find(b"sheetData"), 0)]
    return bool(
        (b"showZeros" in head and re.search(_NO_ZEROS, head))
        or (b"col" in head and re.search(_NARROW, head))
        or (b"hidden" in content and any(one in content for one in _HIDDEN))
        or (b"customHeight=" in content and _is_low(content))
        or (b"inlineStr" in content and b"rPr" in content)
        or (formed and not usual)
        or _has_style(content, formed)
    )


def _is_low(content: bytes) -> bool:
    """Tell whether a row may have next to no height."""
    return any(one in content for one in _SET) and any(one in content for one in _LOW)


def _has_style(content: bytes, formed: Iterable[str]) -> bool:
    """Tell whether any cell is set in one of these; one without a number is in the first."""
    numbers = set(formed)
    if "0" in numbers:
        return True
    return bool(numbers) and re.search(_of_styles(numbers), content) is not None


def _has_decimals(content: bytes, whole: Iterable[str]) -> bool:
    """Tell whether a number with decimals is set in a style that shows none."""
    formula = rb"(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?"
    return bool(re.search(_of_styles(whole) + formula + rb"<v>-?\d+\.\d", content))


def _of_styles(numbers: Iterable[str]) -> bytes:
    told = "|".join(sorted(numbers)).encode()
    return rb'<c r="[A-Z]+\d+"[^<>]*? s="(?:' + told + rb')"[^<>]*>'


def _is_calculated(content: bytes) -> bool:
    """Tell a sheet of which some formula has a value that is not 0."""
    return any(
        one[2].strip(b"0.-+eE") and not re.search(_TYPED, one[1])
        for one in re.finditer(_SAVED, content)
    )
