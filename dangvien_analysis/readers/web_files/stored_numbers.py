"""Numbers that Excel and LibreOffice keep beside what a cell of a saved page shows."""

import math
import re
from typing import Any

from dangvien_analysis.readers.set_aside import AsideCell, Form

_SHOWN = re.compile(r"[(+-]?\s*(\d[\d.,\s]{0,40})\)?\s*%?")
_NEAR = 1e-9


def kept_beside(cell: Any) -> str:
    """Give the number that is stored with a cell; an empty text where there is none."""
    return (cell.get("x:num") or cell.get("sdval") or "").strip()[:40]


def stored_otherwise(stored: str, shown: str, part: str, number: int, at: int) -> list[AsideCell]:
    """Tell a number that is shown as another one, or not at all."""
    try:
        value = float(stored)
    except ValueError:
        return []
    if not math.isfinite(value):
        return []
    text = str(int(value)) if value == int(value) else f"{value:.15g}".replace(".", ",")
    if not shown:
        form = Form.HIDDEN if value else Form.SHOWN
        return [AsideCell(form, part, number, at, text, text if value else "")]
    if not _SHOWN.fullmatch(shown) or _same(value, shown):
        return []
    return [AsideCell(Form.SHOWN, part, number, at, text, shown, certain=False)]


def _same(value: float, shown: str) -> bool:
    """Tell whether what is shown is the number, rounded to decimals that are shown too."""
    share = 100 if shown.endswith("%") else 1
    # A sign may be a minus, or brackets; that is not what tells figures of people apart.
    digits = "".join(letter for letter in shown if letter.isdigit() or letter in ".,")
    for mark in ".,":
        whole, found, decimals = digits.rpartition(mark)
        if not found:
            whole, decimals = digits, ""
        elif whole.count(mark) or not decimals:
            continue
        number = _number(whole) + _number(decimals) / 10 ** len(decimals)
        room = 0.5 / 10 ** len(decimals) if decimals or share > 1 else 0.0
        if abs(abs(value) * share - number) <= room + _NEAR * max(1.0, number):
            return True
    return abs(abs(value) * share - _number(digits)) <= _NEAR


def _number(text: str) -> int:
    return int("".join(letter for letter in text if letter.isdecimal()) or "0")
