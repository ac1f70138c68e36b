"""Web pages (.html, also those that programs save under the name .xls) -> Grid."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind, Row

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_FONT = re.compile(r"""(?:font-family\s*:|\bface\s*=)\s*["']?([^;"'>]+)""", re.IGNORECASE)
_BREAKS = {"br", "p", "div", "li", "tr"}
_SKIPPED = {"script", "style", "head", "title"}

# A page may declare whatever its language knows; some of that is slow, or no encoding of letters.
_CHARSETS = {"cp1258", "cp1252", "iso8859-1", "iso8859-15", "utf-16", "utf-16-le", "utf-16-be"}

WIDEST = 200
"""Columns of a table; a span that says more is taken as a slip."""
_WEIGHT = 3
"""How many cells a tag or an attribute weighs: it takes some three hundred bytes."""


def read_web(path: Path, limits: Limits | None = None) -> Grid:
    """Read the text and the tables of a page in their order."""
    limits = limits or Limits()
    text = _PROLOG.sub("", _decoded(path.read_bytes()))
    _refuse_tags(path.name, text, limits)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    root = html.document_fromstring(text, parser=parser)
    rows: list[Row] = []
    blocks = tables = cells = 0
    for block in _blocks(root):
        if isinstance(block, str):
            blocks += 1
            _refuse_large(path.name, "", blocks, cells, limits)
            rows.append(Row((block,), blocks))
            continue
        tables += 1
        for row in _table(path.name, block, f"bảng {tables}"):
            cells += len(row.texts)
            _refuse_large(path.name, row.part, row.number, cells, limits)
            rows.append(row)
    fonts = {name.strip() for list_ in _FONT.findall(text) for name in list_.split(",")}
    return Grid(tuple(rows), Kind.PAGE, frozenset(fonts))


def _decoded(content: bytes) -> str:
    """Decode a page: a byte order mark, else UTF-8 when it is, else what the page declares."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:4096])
    name = declared[1].decode("ascii") if declared else ""
    try:
        known = codecs.lookup(name).name in _CHARSETS
    except LookupError:
        known = False
    return content.decode(name if known else "windows-1258", "replace")


def _refuse_tags(name: str, text: str, limits: Limits) -> None:
    tags, most = text.count("<") + text.count("="), limits.cells // _WEIGHT
    if tags > most:
        raise ReadError(
            f"{name}: trang web có khoảng {tags} thẻ và thuộc tính, quá {most}; mở bằng Excel, "
            f"chỉ giữ lại bảng số liệu và lưu lại thành .xlsx, hoặc nâng cells trong phần "
            f"[limits] của dangvien.toml."
        )


def _refuse_large(name: str, part: str, rows: int, cells: int, limits: Limits) -> None:
    what, most = ("cells", limits.cells) if rows <= limits.rows else ("rows", limits.rows)
    if rows > limits.rows or cells > limits.cells:
        raise ReadError(
            f"{name}{part and ', '}{part}: trang web quá lớn (hơn {most} "
            f"{'ô' if what == 'cells' else 'hàng hoặc đoạn'}); chỉ giữ lại bảng số liệu rồi thử "
            f"lại, hoặc nâng {what} trong phần [limits] của dangvien.toml."
        )


def _blocks(root: Any) -> Iterator[Any]:
    """Give texts and innermost tables in the page's order."""
    pieces: list[str] = []
    # Tables that hold a table are layout.
    outer = {next(table.iterancestors("table"), None) for table in root.iter("table")}
    yield from _walk(root, pieces, outer)
    yield from _flush(pieces)


def _walk(element: Any, pieces: list[str], outer: set[Any]) -> Iterator[Any]:
    """Go through an element and what is in it, gathering text until a block ends."""
    tag = element.tag if isinstance(element.tag, str) else None
    if tag == "table" and element not in outer:
        yield from _flush(pieces)
        yield element
    elif tag is not None and tag not in _SKIPPED:
        if tag in _BREAKS:
            yield from _flush(pieces)
        pieces.append(element.text or "")
        for child in element:
            yield from _walk(child, pieces, outer)
            pieces.append(child.tail or "")
        if tag in _BREAKS:
            yield from _flush(pieces)


def _flush(pieces: list[str]) -> Iterator[str]:
    text = "".join(pieces).strip()
    pieces.clear()
    if text:
        yield text


def _table(name: str, table: Any, part: str) -> Iterator[Row]:
    """Lay out the rows of a table; cells that others reach over are empty."""
    taken: dict[int, int] = {}
    for number, line in enumerate(table.iter("tr"), start=1):
        texts: list[str] = []
        spans: dict[int, tuple[int, int]] = {}
        for cell in line.iterchildren("td", "th"):
            _skip_taken(texts, taken)
            at, (height, width) = len(texts), (_span(cell, "rowspan"), _span(cell, "colspan"))
            if height > 1 or width > 1:
                spans[at] = (height, width)
            for column in range(at, at + width):
                taken[column] = height
            texts.append(_text(cell))
            texts.extend([""] * (width - 1))
            if len(texts) > WIDEST:
                raise ReadError(
                    f"{name}, {part}: hàng {number} có hơn {WIDEST} cột, không phải là bảng số "
                    f"liệu; chỉ giữ lại bảng số liệu rồi thử lại."
                )
        _skip_taken(texts, taken)
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        yield Row(tuple(texts), number, part, spans)


def _skip_taken(texts: list[str], taken: dict[int, int]) -> None:
    """Leave empty the columns that a cell above reaches into, from here on."""
    while len(texts) in taken:
        texts.append("")


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), WIDEST) if text.isdecimal() and len(text) < len("1000000") else 1


def _text(cell: Any) -> str:
    pieces = [cell.text or ""]
    for element in cell.iterdescendants():
        if isinstance(element.tag, str) and element.tag not in _SKIPPED:
            pieces += ["\n" if element.tag in _BREAKS else "", element.text or ""]
        pieces.append(element.tail or "")
    return "".join(pieces).strip()
