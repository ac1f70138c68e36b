"""Web pages (.html, also those that programs save under the name .xls) -> Grid."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.web_files.page_limits import (
    BREAKS,
    SKIPPED,
    refuse_large,
    refuse_wide,
    skip_taken,
    span_of,
)

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_FONT = re.compile(r"""(?:font-family\s*:|\bface\s*=)\s*["']?([^;"'>]+)""", re.IGNORECASE)

_TAGS = (
    *("sup", "sub", "s", "strike", "del", "ins", "template", "noscript", "datalist", "details"),
    *("dialog", "input", "select", "textarea", "ruby", "rt", "rp", "comment", "iframe", "canvas"),
    *("audio", "video", "noframes", "noembed", "meter", "progress", "object"),
)
_ATTRIBUTES = ("hidden", "color", "x:num", "sdval", "_msocom_", " background")
_OF_STYLES = (
    *("display", "visib", "opacity", "filter", "line-through", "vertical-align", "font-size"),
    *("font:", "font :", "font-variant", "position", "indent", "clip", "transform", "background"),
    *("overflow", "margin-left", "mso-", "text-fill", "\\"),
)
_OF_CLASSES = (
    *(
        "sr-only",
        "hide",
        "invisible",
        "-none",
        "visible-xs",
        "display-none",
        "opacity-0",
        "screen-reader",
    ),
    *(
        "for-sr",
        "placeholder",
        "offscreen",
        "off-screen",
        "tab-pane",
        "collapse",
        "strike",
        "line-through",
    ),
)
# A page may declare whatever its language knows; some of that is slow, or no encoding of letters.
_CHARSETS = {"cp1258", "cp1252", "iso8859-1", "iso8859-15", "utf-16", "utf-16-le", "utf-16-be"}

_WEIGHT = 3
"""How many cells a tag or an attribute weighs: it takes some three hundred bytes."""


def read_web(path: Path, limits: Limits | None = None) -> Grid:
    """Read the text and the tables of a page in their order."""
    limits = limits or Limits()
    text = _PROLOG.sub("", _decoded(path.read_bytes()))
    _refuse_tags(path.name, text, limits)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    root = html.document_fromstring(text, parser=parser)
    fonts = frozenset(name.strip() for list_ in _FONT.findall(text) for name in list_.split(","))
    # Tables that hold a table are layout.
    outer = {next(table.iterancestors("table"), None) for table in root.iter("table")}
    if _may_be_formed(text, root):
        from dangvien_analysis.readers.web_files.formed_page import read_formed

        return replace(read_formed(path.name, root, outer, limits), fonts=fonts)
    return Grid(tuple(_rows(path.name, root, outer, limits)), Kind.PAGE, fonts)


def _may_be_formed(text: str, root: Any) -> bool:
    """Tell whether anything in a page's markup can make letters be seen otherwise."""
    if next(root.iter(*_TAGS), None) is not None:
        return True
    text = text.lower()
    words = [*_ATTRIBUTES, *(_OF_STYLES if "style" in text else ())]
    words += _OF_CLASSES if "class" in text else ()
    return any(word in text for word in words)


def _rows(name: str, root: Any, outer: set[Any], limits: Limits) -> Iterator[Row]:
    """Read a page whose markup has nothing that letters could be set aside for."""
    blocks = tables = cells = 0
    for block in _blocks(root, outer):
        if isinstance(block, str):
            blocks += 1
            refuse_large(name, "", blocks, cells, limits)
            yield Row((block,), blocks)
            continue
        tables += 1
        for row in _table(name, block, f"bảng {tables}"):
            cells += len(row.texts)
            refuse_large(name, row.part, row.number, cells, limits)
            yield row


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


def _blocks(root: Any, outer: set[Any]) -> Iterator[Any]:
    """Give texts and innermost tables in the page's order."""
    pieces: list[str] = []
    yield from _walk(root, pieces, outer)
    yield from _flush(pieces)


def _walk(element: Any, pieces: list[str], outer: set[Any]) -> Iterator[Any]:
    """Go through an element and what is in it, gathering text until a block ends."""
    tag = element.tag if isinstance(element.tag, str) else None
    if tag == "table" and element not in outer:
        yield from _flush(pieces)
        yield element
    elif tag is not None and tag not in SKIPPED:
        if tag in BREAKS:
            yield from _flush(pieces)
        pieces.append(element.text or "")
        for child in element:
            yield from _walk(child, pieces, outer)
            pieces.append(child.tail or "")
        if tag in BREAKS:
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
            skip_taken(texts, taken)
            at, (height, width) = len(texts), (span_of(cell, "rowspan"), span_of(cell, "colspan"))
            if height > 1 or width > 1:
                spans[at] = (height, width)
            for column in range(at, at + width):
                taken[column] = height
            texts.append(_text(cell))
            texts.extend([""] * (width - 1))
            refuse_wide(name, part, number, len(texts))
        skip_taken(texts, taken)
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        yield Row(tuple(texts), number, part, spans)


def _text(cell: Any) -> str:
    pieces = [cell.text or ""]
    for element in cell.iterdescendants():
        if isinstance(element.tag, str) and element.tag not in SKIPPED:
            pieces += ["\n" if element.tag in BREAKS else "", element.text or ""]
        pieces.append(element.tail or "")
    return "".join(pieces).strip()
