"""The words around a table: plain letters, sentences, and which digits are no counts.

All patterns here and in `claims` and `document` are bounded, or take digits possessively: a line
of two hundred thousand digits or slashes is read in one pass.
"""

import re
import unicodedata
from collections.abc import Iterator

from dangvien_analysis.text.patterns import pattern


class _Letters(dict[int, str]):
    """Letter -> the plain letter under it, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()[0]
        self[code] = "d" if letter == "đ" else letter
        return self[code]


_LETTERS = _Letters()

_YEAR = r"(?:19|20)\d\d(?!\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_NOT_COUNTS = pattern(
    "|".join(
        [
            r"(?<!\d)\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}(?!\d)",
            r"(?<![\d/])\d{1,2}/\d{1,2}/\d\d(?![\d/])",
            r"\bngay \d{1,2}(?!\d)(?: ?[/.-] ?\d{1,2}(?!\d)(?: ?[/.-] ?\d{4}(?!\d))?"
            r"| thang \d{1,2}(?!\d))?",
            # "9 tháng 54 đảng viên" is a count, "tháng 9" a month
            rf"(?<!\d )\bthang {_MONTH}(?: ?[/.-] ?{_YEAR}|(?! ?/ ?\d)(?![\d.,]))",
            rf"(?<!\d){_YEAR} ?[-–/] ?{_YEAR}",
            rf"\bnam {_YEAR}",
            rf"\b(?:quy|qui) (?:[1-4]|[iv]{{1,3}})(?: ?/ ?{_YEAR}|(?![\d/.,]))",
            # "Số 12/2023", "15/KH-HU", "623-TB/HU", "12/2023/QH15"
            rf"\bso ?:? ?\d{{1,5}} ?/ ?{_YEAR}",
            r"(?<![\d.,])\d{1,5}(?:/\d{4})?[-–/][a-z]{1,8}(?:[-–/][a-z]{1,12}){0,3}",
            r"\bso \d{1,5} ?[-–/] ?[a-z]{1,8}/",
            rf"(?<![\d.,/]){_MONTH} ?/ ?{_YEAR}(?!/)(?! (?:dang vien|dong chi|quan chung"
            r"|chi tieu))",
            r"\b(?:thu|khoa|dieu|khoan|bieu|trang|phu luc) \d{1,3}(?![\d%/.,])",
            r"\b\d{1,2} ?(?:gio|h)(?: ?\d{1,2})?\b",
        ]
    )
)

# A line that goes on begins in the middle of a sentence.
_BULLET = pattern(r"\s*(?:[-+•*–]|\d{1,2}[.)]|[a-z]\))\s")
_ENDS = pattern(r"[.!?…](?=\s|$)")


def plain(text: str) -> str:
    """Give the letters without accents, each at its own place."""
    return text.translate(_LETTERS)


def mask(letters: str) -> str:
    """Hide the digits of dates, periods and document numbers."""
    return _NOT_COUNTS.sub(lambda match: re.sub(r"\d", "#", match[0]), letters)


def paragraphs(text: str) -> Iterator[str]:
    """Put the broken lines of a text together."""
    kept: list[str] = []
    for line in text.splitlines():
        if kept and (not line.strip() or _BULLET.match(line) or kept[-1][-1] in ".;:!?"):
            yield " ".join(kept)
            kept = []
        if line.strip():
            kept.append(line.strip())
    if kept:
        yield " ".join(kept)


def sentences(text: str) -> Iterator[str]:
    """Split a paragraph.

    A sentence without its full stop; a dot inside a number ends none.
    """
    start = 0
    for match in _ENDS.finditer(text):
        yield text[start : match.start()].strip()
        start = match.end()
    yield text[start:].strip()
