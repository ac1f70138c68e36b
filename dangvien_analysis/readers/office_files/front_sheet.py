"""Which sheet of a workbook lay in front when it was saved."""

import re
from collections.abc import Mapping, Sequence
from html import unescape

_BOOK_VIEW = re.compile(rb"<(?:\w+:)?workbookView\b[^<>]*\bactiveTab=\"(\d{1,5})\"")
_ACTIVE_TABLE = re.compile(rb'config:name="ActiveTable"[^<>]*>([^<]*)<')
# The record WINDOW1 of the old format: 18 bytes, the number of the sheet in front at the eleventh.
_WINDOW = re.compile(rb"\x3d\x00\x12\x00.{10}(..)", re.DOTALL)


def front_sheet(members: Mapping[str, bytes], names: Sequence[str]) -> str:
    """Name the sheet in front of an .xlsx or .ods file; empty where it is not said."""
    table = _ACTIVE_TABLE.search(members.get("settings.xml", b""))
    if table:
        name = unescape(table[1].decode("utf-8", "replace"))
        return name if name in names else ""
    if "xl/workbook.xml" not in members:
        return ""
    view = _BOOK_VIEW.search(members["xl/workbook.xml"])
    # Programs leave the number out where it is the first.
    return _numbered(int(view[1]) if view else 0, names)


def front_sheet_of_old(content: bytes, names: Sequence[str]) -> str:
    """Name the sheet in front of an .xls file; empty where it is not found."""
    window = _WINDOW.search(content)
    return _numbered(int.from_bytes(window[1], "little"), names) if window else ""


def _numbered(number: int, names: Sequence[str]) -> str:
    return names[number] if number < len(names) else ""
