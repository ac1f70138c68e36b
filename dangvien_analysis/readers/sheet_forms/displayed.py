"""Whether the number that a cell shows is the number that is stored in it."""

import math
from collections.abc import Iterator
from decimal import Decimal

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.sheet_forms.cell_forms import CellForm, PartAside
from dangvien_analysis.text.patterns import pattern

_NUMBER = pattern(r"[.,]?\d(?:[\d.,\s’']{0,400}\d)?(?:[eE][+-]?\d{1,3})?")
_POWER = pattern(r"\d[eE][+-]?\d")
_FRACTION = pattern(r"(?:(\d{1,15}) +)?(\d{1,15})/(\d{1,15})")
_SPACES = pattern(r"[\s’']")
_GROUPED = pattern(r"\d+|\d{1,3}(?:[.,]\d{3})+")
_POINTS = pattern(r"[.,]")
_MARKS = (".", ",")
_LESS = ("-", "−", "–", "(")
_EXACT = Decimal("1e-9")
_LONGEST = 500
"""Most letters that a number is looked for in."""


def displayed(stored: float, shown: str) -> CellForm | None:
    """Compare a number with what its cell shows; None where both are the same to a reader."""
    shown = shown.strip()
    if not math.isfinite(stored):
        return None
    if not any(map(str.isalnum, shown)):
        return _without_figure(stored, shown)
    if len(shown) > _LONGEST or _is_same(stored, shown):
        return None
    numbers = _NUMBER.findall(shown)
    certain = len(numbers) > 1 and any(_means(stored, one) for one in numbers)
    return CellForm(None, (PartAside(Form.SHOWN, None, shown, certain),))


def _without_figure(stored: float, shown: str) -> CellForm | None:
    """Judge what shows no letter: a dash for nothing is a 0 to a reader, and so is a blank."""
    if stored == 0:
        return None if shown else CellForm(None, (PartAside(Form.SHOWN, None, ""),))
    if not shown:
        return CellForm("", (PartAside(Form.HIDDEN),))
    return CellForm(None, (PartAside(Form.SHOWN, None, shown, certain=False),))


def _is_same(stored: float, shown: str) -> bool:
    found = _NUMBER.search(shown)
    if found is None:
        return False
    if _POWER.search(found[0]) or _is_fraction(stored, shown):
        return True
    if _NUMBER.search(shown, found.end()):
        return False
    before = shown[: found.start()].rstrip()
    less = before.endswith(_LESS) or (stored < 0 and any(sign in before for sign in _LESS))
    if less and before.endswith("(") and stored >= 0:
        less = False
    same = _means(stored, found[0])
    if "%" in shown:
        same = same or _means(stored * 100, found[0], rounded=True)
    return (stored < 0) == less and same


def _is_fraction(stored: float, shown: str) -> bool:
    """Tell a number that is shown as a fraction, such as 4 1/2."""
    found = _FRACTION.search(shown)
    if found is None or not int(found[3]):
        return False
    value = int(found[1] or 0) + int(found[2]) / int(found[3])
    return abs(abs(stored) - value) <= 0.5 / int(found[3])


def _means(stored: float, number: str, *, rounded: bool = False) -> bool:
    """Tell whether a number as it is written can be the one that is stored.

    One with decimals may be rounded: everybody sees that it may. A whole one looks exact.
    """
    value = abs(Decimal(repr(stored)))
    for read, decimals in _readings(_SPACES.sub("", number)):
        margin = Decimal(5).scaleb(-decimals - 1) if decimals or rounded else Decimal(0)
        if abs(value - read) <= max(margin, read * _EXACT):
            return True
    return False


def _readings(text: str) -> Iterator[tuple[Decimal, int]]:
    """Give what a number can mean, with how many decimals."""
    if _GROUPED.fullmatch(text):
        yield Decimal(_POINTS.sub("", text)), 0
    for mark in _MARKS:
        whole, found, decimals = text.rpartition(mark)
        if not found:
            whole, decimals = text, ""
        if mark not in whole and (not whole or _GROUPED.fullmatch(whole)):
            yield Decimal(f"{_POINTS.sub('', whole) or 0}.{decimals or 0}"), len(decimals)
