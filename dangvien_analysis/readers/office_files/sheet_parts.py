"""What a workbook's markup says and its reader does not: errors, formulas, spans, true extent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from posixpath import normpath
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.office_files.part_names import (
    BOOK,
    INDEX_BYTES,
    LINKS,
    SHEETS,
    STRINGS,
    STYLES,
)
from dangvien_analysis.readers.sheet_forms.book_look import book_forms
from dangvien_analysis.readers.sheet_forms.cell_forms import SheetForms

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_VALUE = re.compile(rb"<v\b[^<>]*>([^<]+)</v>")
_FORMULA = re.compile(rb"<f\b[^<>]*>([^<]*)</f>")
# A cell past column Z or row 99,999: only then is the exact extent worked out.
_FAR = re.compile(rb'r="(?:[A-Z]{2,}\d|[A-Z]*\d{6,})')
# Any other cell than <c r="Z99999": far, without its place, or written in some other way. Of a
# large sheet each of these is looked for in a few milliseconds; one pattern would take a tenth of
# a second.
_OTHER_PLACE = re.compile(rb'<c r="(?![A-Z]\d{1,5}"[\s/>])')
_OTHER_PREFIX = re.compile(rb":c[\s/>]")
_ANY_CELL = re.compile(rb"<c[\s/>]")
# The parser makes room for as many texts as a part says to have, before it sees one.
_COUNT = re.compile(rb"""ount\s*=\s*["']([^"']*)""")
_SHORT = re.compile(rb"\d{1,6}")
_FONT = re.compile(rb'<(?:name|rFont)\b[^<>]*\bval="([^"]+)"')
_ODS_FONT = re.compile(rb'\bsvg:font-family="([^"]+)"')
_REPEATING = re.compile(rb"<table:table-(?:cell|row)\b([^<>]*)>")
_REPEATED = re.compile(rb'\btable:number-(?:columns|rows)-repeated="(\d{1,12})"')

_MERGED = 50_000
"""Merged cells of a sheet that is read without further care."""
_OTHER = 500_000
"""Elements of a part, such as the styles, that is read without further care."""
_COPIED = 256 * 2**20
"""Most that the longest text would take if each cell held it [bytes]."""
_SPANNED_BYTES = 40 * 2**20
"""Largest .ods whose merged cells are looked for [bytes]; 50,000 rows are 30 MB."""
_MOST_REPEATS = 1000
"""A filled cell is seldom repeated, and no table here is a thousand columns wide."""

_AS_IT_STANDS = SheetForms()
_Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Parts:
    """What is known of one sheet beside its values."""

    # Row and column, counted from 0 -> what a cell shows that its reader gives as empty
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    fonts: frozenset[str] = frozenset()  # Names of the workbook's fonts
    # Merged cells as ((top, left), (bottom, right)), where the reader does not give them
    merged: tuple[_Merged, ...] = ()
    forms: SheetForms = field(default_factory=SheetForms)  # What its cells do not show


def xlsx_parts(
    name: str, members: Mapping[str, bytes], limits: Limits, *, plain: bool = False
) -> dict[str, Parts]:
    """Look through the markup of an .xlsx or .xlsm file."""
    styles = members.get(STYLES, b"")
    fonts = frozenset(one[1].decode("utf-8", "replace") for one in _FONT.finditer(styles))
    found = {}
    forms_of = book_forms(members, usual=plain)
    for sheet, member in sheet_files(name, members).items():
        if content := members.get(member):
            if not plain:
                _refuse_far(name, sheet, content, limits)
            formulas = b"<f" in content
            texts = dict(_unseen(content, formulas=formulas))
            found[sheet] = Parts(texts, fonts, forms=forms_of(member, formulas=formulas))
    return found


def is_plain(members: Mapping[str, bytes], limits: Limits) -> bool:
    """Tell a workbook of which it is sure that reading it takes little memory.

    Whether each cell is written in the usual way, near the first, and no part is out of the
    ordinary. Others may be sound as well.
    """
    if not all(map(_is_plain, members.keys(), members.values())):
        return False
    texts = members.get(STRINGS, b"").split(b"</si>")
    cells = sum(content.count(b'<c r="') for content in members.values())
    return (
        len(texts) <= limits.cells
        and cells <= limits.cells
        and max(map(len, texts)) * cells <= _COPIED
    )


def _is_plain(name: str, content: bytes) -> bool:
    if b"\0" in content or not _has_usual_cells(content):
        return False
    if not all(_SHORT.fullmatch(one[1]) for one in _COUNT.finditer(content)):
        return False
    if name.startswith(SHEETS):
        return content.count(b"mergeCell") <= _MERGED
    return name == STRINGS or content.count(b"<") <= _OTHER


def _has_usual_cells(content: bytes) -> bool:
    """Tell whether each cell begins as office programs write it, in columns A to Z."""
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData>")
    start, end = (start, end) if 0 <= start < end else (0, 0)
    return (
        # Between these two marks nothing but a cell begins so.
        content.count(b"<c", start, end) == content.count(b'<c r="', start, end)
        and _ANY_CELL.search(content[:start] + content[end:]) is None
        and _OTHER_PREFIX.search(content) is None
        and _OTHER_PLACE.search(content) is None
    )


def ods_parts(name: str, members: Mapping[str, bytes], limits: Limits) -> dict[str, Parts]:
    """Look through the markup of an .ods file."""
    if b":encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise ReadError(
            f"{name}: tệp có mật khẩu nên không đọc được. Mở tệp, bỏ mật khẩu, lưu lại rồi "
            f"thử lại."
        )
    content = members.get("content.xml", b"")
    for attributes in _REPEATING.findall(content):
        # Rows and cells without content are repeated to the sheet's end; they are not laid out.
        filled = b"office:value-type=" in attributes
        times = _REPEATED.search(attributes) if filled else None
        if times and int(times[1]) > min(_MOST_REPEATS, limits.cells):
            raise ReadError(
                f"{name}: có một ô có nội dung được lặp lại {int(times[1])} lần, quá "
                f"{_MOST_REPEATS} lần; xóa các ô thừa ở bên phải bảng rồi thử lại."
            )
    fonts = frozenset(
        unescape(one[1].decode("utf-8", "replace")).strip("'\" ")
        # Fonts are declared before the sheets.
        for one in _ODS_FONT.finditer(content, 0, max(content.find(b"<office:body"), 0))
    )
    from dangvien_analysis.readers.sheet_forms.open_sheets import open_forms

    forms = open_forms(content, members.get("styles.xml", b""))
    merged = _spans(content)
    return {
        sheet: Parts(
            fonts=fonts, merged=merged.get(sheet, ()), forms=forms.get(sheet, _AS_IT_STANDS)
        )
        for sheet in {**merged, **forms}
    }


def _spans(content: bytes) -> dict[str, tuple[_Merged, ...]]:
    """Give the merged cells of each sheet of an .ods file."""
    finder = _SpanFinder()
    if len(content) <= _SPANNED_BYTES:
        parser = expat.ParserCreate()
        parser.StartElementHandler = finder.start
        parser.Parse(content, True)
    return {name: tuple(found) for name, found in finder.found.items()}


class _SpanFinder:
    """Follows the rows and cells of an .ods file's markup."""

    def __init__(self) -> None:
        self.found: dict[str, list[_Merged]] = {"": []}
        self.sheet = ""
        self.row = self.below = self.at = 0

    def start(self, tag: str, attributes: dict[str, Any]) -> None:
        """Take note of an element's begin."""
        if tag == "table:table":
            self.sheet = attributes.get("table:name", "")
            self.found.setdefault(self.sheet, [])
            self.row = self.below = 0
        elif tag == "table:table-row":
            self.row, self.at = self.below, 0
            self.below += int(attributes.get("table:number-rows-repeated", 1))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            high = int(attributes.get("table:number-rows-spanned", 1))
            wide = int(attributes.get("table:number-columns-spanned", 1))
            if high > 1 or wide > 1:
                last = self.row + high - 1, self.at + wide - 1
                self.found[self.sheet].append(((self.row, self.at), last))
            self.at += int(attributes.get("table:number-columns-repeated", 1))


def sheet_files(name: str, members: Mapping[str, bytes]) -> dict[str, str]:
    """Tell which file of a workbook holds which sheet."""
    if len(members[LINKS]) + len(members[BOOK]) > INDEX_BYTES:
        raise ReadError(f"{name}: danh sách trang tính dài quá mức; tệp hỏng nên không đọc.")
    links = ElementTree.fromstring(members[LINKS])
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = ElementTree.fromstring(members[BOOK])
    files = {
        sheet.get("name", ""): targets.get(sheet.get(_LINKED), "")
        for sheet in book.iter(f"{_MAIN}sheet")
    }
    paths = {
        sheet: normpath(file.removeprefix("/") if file.startswith("/") else f"xl/{file}")
        for sheet, file in files.items()
    }
    if len(set(paths.values())) < len(paths):
        raise ReadError(f"{name}: hai trang tính cùng chỉ đến một phần của tệp; tệp hỏng.")
    return paths


def _cells(content: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Give row, column, attributes and content of each cell that holds something."""
    for piece in content.split(b"</c>"):
        start = piece.rfind(b"<c ")
        end = piece.find(b">", start)
        place = _PLACE.search(piece, start, end) if 0 <= start < end else None
        if place:
            at = 0
            for letter in place[1]:
                at = at * 26 + letter - ord("A") + 1
            yield int(place[2][:9]) - 1, at - 1, piece[start:end], piece[end + 1 :]


def _refuse_far(name: str, sheet: str, content: bytes, limits: Limits) -> None:
    """Refuse a sheet whose filled cells span more than the limits: it is laid out whole."""
    if _FAR.search(content) is None:
        return
    height = width = 1
    for row, at, _, inside in _cells(content):
        if b"<v" in inside or b"<is" in inside or b"<f" in inside:
            height, width = max(height, row + 1), max(width, at + 1)
    if height > limits.rows or height * width > limits.cells:
        raise ReadError(
            f"{name}, {sheet}: có ô nằm quá xa (trang tính {height} dòng x {width} cột, cho phép "
            f"{limits.rows} dòng và {limits.cells} ô); xóa ô ở xa đó rồi thử lại, hoặc nâng rows, "
            f"cells trong phần [limits] của dangvien.toml."
        )


def _unseen(content: bytes, *, formulas: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """Find cells in error and formulas without a value: the reader gives both as empty cells."""
    if not formulas and b't="e"' not in content:
        return
    for row, at, attributes, inside in _cells(content):
        value = _VALUE.search(inside)
        if b't="e"' in attributes and value:
            yield (row, at), _plain(value)
        elif b"<f" in inside and value is None:
            formula = _FORMULA.search(inside)
            yield (row, at), "=" + (_plain(formula) if formula else "")


def _plain(found: re.Match[bytes]) -> str:
    return unescape(found[1].decode("utf-8", "replace"))
