"""Conditional formats of an .xlsx file that cross out or hide letters: told, never worked out."""

import re
from collections.abc import Iterator, Mapping

from dangvien_analysis.findings import Finding
from dangvien_analysis.readers.office_files.part_names import STYLES

# Where an element begins and ends, or both at once.
_STYLE = re.compile(rb"<(/?)(?:\w+:)?dxf\b[^<>]*?(/?)>")
_RULES = re.compile(rb"<(/?)(?:\w+:)?conditionalFormatting\b[^<>]*?(/?)>")
_GONE = re.compile(
    rb"""<(?:\w+:)?strike(?!\s+val\s*=\s*["'](?:0|false|off))\b|formatCode\s*=\s*["'];;"""
    rb"""|<(?:\w+:)?color\b[^<>]*(?:FFFFFF|theme\s*=\s*["']0)"""
)
_FILLED = re.compile(rb"<(?:\w+:)?(?:fgColor|bgColor)\b")
_AREA = re.compile(rb"""\bsqref\s*=\s*["']([^"']{1,200})|<xm:sqref>([^<]{1,200})""")
_USED = re.compile(rb"""\bdxfId\s*=\s*["'](\d{1,6})["']""")
_MOST = 5
"""Areas of a sheet that are named."""


def conditional_forms(
    members: Mapping[str, bytes], sheets: Mapping[str, str]
) -> Iterator[Finding]:
    """Tell the sheets, by their parts, in which letters are crossed out or hidden by a rule."""
    styles = members.get(STYLES, b"")
    found = _elements(_STYLE, styles[max(styles.find(b"dxfs"), 0) :])
    gone = {str(at).encode() for at, one in enumerate(found) if _is_gone(one)}
    for sheet, member in sheets.items():
        content = members.get(member, b"")
        # Rules stand behind the cells.
        below = content[content.rfind(b"</sheetData>") :] if b"onditional" in content else b""
        areas = [
            _area(rule)
            for rule in _elements(_RULES, below)
            if gone.intersection(_USED.findall(rule))
            or any(map(_is_gone, _elements(_STYLE, rule)))
        ]
        if areas:
            named = ", ".join(filter(None, areas[:_MOST])) + (" …" if len(areas) > _MOST else "")
            message = (
                f"Trang “{sheet}” có định dạng có điều kiện gạch bỏ hoặc làm ẩn chữ ở {named}; "
                f"chương trình không xét điều kiện nên số ở đó vẫn được đọc. Nếu trang đang hiện "
                f"chữ bị gạch, hãy sửa trong tệp rồi đọc lại."
            )
            yield Finding("conditional_form", message, place=f"{sheet}!{named}")


def _elements(mark: re.Pattern[bytes], content: bytes) -> Iterator[bytes]:
    """Give each element that a mark begins and ends, whole."""
    start: int | None = None
    for one in mark.finditer(content):
        if one[2]:
            yield one[0]
        elif not one[1]:
            start = one.start()
        elif start is not None:
            yield content[start : one.end()]
            start = None


def _is_gone(style: bytes) -> bool:
    told = _GONE.search(style)
    # White letters on a colour are seen.
    return told is not None and (b"olor" not in told[0] or _FILLED.search(style) is None)


def _area(rule: bytes) -> str:
    found = _AREA.search(rule)
    return (found[1] or found[2]).decode("utf-8", "replace") if found else "bảng"
