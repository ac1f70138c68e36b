"""What lies on a page of a PDF without being drawn in it: notes, marks of editors, form fields."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, Rect, apply_matrix_rect, decode_text

from .page_drawing import Box, Letter

_MOST = 5_000  # Of a page; what follows is not looked at
_DEEPEST = 16  # Fields that a field may be part of
_LONGEST = 2_000  # Letters of a note or a value that are kept
_HIDDEN, _NO_VIEW = 2, 32  # Flags
_TALLEST = 12.0  # A value is set in letters of this size at most [points]
_MARGIN = 2.0
_CORNERS = 8  # Numbers that tell the corners of a place

ToPage = Callable[[Rect], Box]


class Note(NamedTuple):
    """The words of a note."""

    box: Box  # Where it lies, or what it speaks of
    words: str


class Notes(NamedTuple):
    """What lies on a page."""

    notes: list[Note]
    struck: list[Box]  # What editors crossed out
    fields: list[Letter]  # Values of a form, each like one letter


def notes_of(page: Any) -> Notes:
    """Read what lies on a page."""
    found = Notes([], [], [])
    listed = resolve1(page.page_obj.annots)
    if not isinstance(listed, list):
        return found
    to_page = _to_page(page)
    for reference in islice(listed, _MOST):
        one = resolve1(reference)
        if isinstance(one, dict):
            box = _box(one.get("Rect"), to_page)
            if box is not None:
                _take(one, box, to_page, found)
    return found


def _take(one: dict[str, Any], box: Box, to_page: ToPage, found: Notes) -> None:
    kind = _name(one.get("Subtype"))
    flags = resolve1(one.get("F"))
    unseen = isinstance(flags, int) and bool(flags & (_HIDDEN | _NO_VIEW))
    if kind == "Widget":
        value = _value(one).strip()
        if value:
            found.fields.append(_as_letter(value, box, unseen))
    elif kind not in ("Popup", "Link") and not unseen:
        places = list(_quads(one, to_page))
        if kind == "StrikeOut":
            found.struck.extend(places or [box])
        elif kind == "Line" and (line := _line(one, to_page)):
            found.struck.append(line)
        words = _words(one.get("Contents")).strip()
        if words:
            found.notes.append(Note(places[0] if places else box, words))


def _to_page(page: Any) -> ToPage:
    """Give what turns places of a file into those of the page as it is shown."""
    x0, y0, x1, y1 = page.page_obj.mediabox
    ways: dict[int, Matrix] = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }
    matrix = ways.get(page.page_obj.rotate, (1, 0, 0, 1, -x0, -y0))
    left, zero = page.mediabox[0], page.height + page.mediabox[1]

    def turned(rect: Rect) -> Box:
        low_x, low_y, high_x, high_y = apply_matrix_rect(matrix, rect)
        return left + low_x, zero - high_y, left + high_x, zero - low_y

    return turned


def _numbers(value: Any) -> list[float]:
    listed = resolve1(value)
    if not isinstance(listed, list):
        return []
    numbers = [resolve1(one) for one in islice(listed, _MOST)]
    return [float(one) for one in numbers if isinstance(one, int | float)]


def _box(value: Any, to_page: ToPage) -> Box | None:
    numbers = _numbers(value)
    if len(numbers) != _CORNERS / 2:
        return None
    (x0, x1), (y0, y1) = sorted(numbers[::2]), sorted(numbers[1::2])
    return to_page((x0, y0, x1, y1))


def _quads(one: dict[str, Any], to_page: ToPage) -> Iterator[Box]:
    """Give the places that a mark covers: one a line of words."""
    numbers = _numbers(one.get("QuadPoints"))
    for at in range(0, len(numbers) - _CORNERS + 1, _CORNERS):
        xs, ys = numbers[at : at + _CORNERS : 2], numbers[at + 1 : at + _CORNERS : 2]
        yield to_page((min(xs), min(ys), max(xs), max(ys)))


def _line(one: dict[str, Any], to_page: ToPage) -> Box | None:
    """Give a level line that an editor drew; what it goes through is struck out."""
    box = _box(one.get("L"), to_page)
    if box is None or box[3] - box[1] > _MARGIN:
        return None
    return box[0], box[1] - _MARGIN, box[2], box[3] + _MARGIN


def _inherited(one: dict[str, Any], name: str) -> Any:
    """Give what a field, or one it is part of, says of itself."""
    for _ in range(_DEEPEST):
        if name in one:
            return resolve1(one[name])
        parent = resolve1(one.get("Parent"))
        if not isinstance(parent, dict):
            return None
        one = parent
    return None


def _value(one: dict[str, Any]) -> str:
    """Give what was typed into a field, or chosen in it."""
    kind = _name(_inherited(one, "FT"))
    if kind not in ("Tx", "Ch"):
        return ""
    value = _inherited(one, "V")
    listed = value if isinstance(value, list) else [value]
    texts = [_words(part) for part in islice(listed, _MOST)]
    if kind == "Ch":
        shown = dict(_choices(_inherited(one, "Opt")))
        texts = [shown.get(text, text) for text in texts]
    return ", ".join(text for text in texts if text)


def _choices(listed: Any) -> Iterator[tuple[str, str]]:
    """Give what a list calls its values, where it shows them under other names."""
    for choice in islice(listed, _MOST) if isinstance(listed, list) else ():
        pair = resolve1(choice)
        if isinstance(pair, list) and len(pair) == 2:  # noqa: PLR2004
            yield _words(pair[0]), _words(pair[1])


def _words(value: Any) -> str:
    """Give a text of the file."""
    found = resolve1(value)
    if isinstance(found, PDFStream):
        found = found.get_data()
    if isinstance(found, PSLiteral):
        return _name(found)
    text = decode_text(found) if isinstance(found, bytes) else str(found or "")
    return text.replace("\r\n", "\n").replace("\r", "\n")[:_LONGEST]


def _name(value: Any) -> str:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""


def _as_letter(value: str, box: Box, unseen: bool) -> Letter:
    """Set a value where its field is, as if it were one letter."""
    left, top, right, bottom = box
    size = max(1.0, min(bottom - top, _TALLEST))
    start = (top + bottom - size) / 2
    letter = {
        "text": value,
        "fontname": "",
        "x0": left + min(_MARGIN, (right - left) / 4),
        "x1": right,
        "top": start,
        "bottom": start + size,
        "doctop": start,
        "size": size,
        "upright": True,
        "base": start + size * 3 / 4,
        "turn": 0,
    }
    return {**letter, "form": "hidden"} if unseen else letter
