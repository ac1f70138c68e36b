"""How much of a web page is read, and what both ways of reading it share."""

from typing import Any

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits

WIDEST = 200
"""Columns of a table; a span that says more is taken as a slip."""
BREAKS = {"br", "p", "div", "li", "tr"}
SKIPPED = {"script", "style", "title"}
"""Not the head: libxml2 puts the first newer elements of a page without a body there."""


def refuse_large(name: str, part: str, rows: int, cells: int, limits: Limits) -> None:
    """Refuse a page that has more rows or cells than an office's table."""
    what, most = ("cells", limits.cells) if rows <= limits.rows else ("rows", limits.rows)
    if rows > limits.rows or cells > limits.cells:
        raise ReadError(
            f"{name}{part and ', '}{part}: trang web quá lớn (hơn {most} "
            f"{'ô' if what == 'cells' else 'hàng hoặc đoạn'}); chỉ giữ lại bảng số liệu rồi thử "
            f"lại, hoặc nâng {what} trong phần [limits] của dangvien.toml."
        )


def refuse_wide(name: str, part: str, number: int, columns: int) -> None:
    """Refuse a row that has more columns than a table of figures."""
    if columns > WIDEST:
        raise ReadError(
            f"{name}, {part}: hàng {number} có hơn {WIDEST} cột, không phải là bảng số "
            f"liệu; chỉ giữ lại bảng số liệu rồi thử lại."
        )


def skip_taken(texts: list[str], taken: dict[int, int]) -> None:
    """Leave empty the columns that a cell above reaches into, from here on."""
    while len(texts) in taken:
        texts.append("")


def span_of(cell: Any, name: str) -> int:
    """Give how many rows or columns a cell covers."""
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), WIDEST) if text.isdecimal() and len(text) < len("1000000") else 1
