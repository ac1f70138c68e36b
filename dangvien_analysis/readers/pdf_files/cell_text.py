"""The letters of a cell, or of what stands beside tables -> text as it is seen, and what is not.

Forms have the names of `readers.set_aside`.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.text import extract_text, extract_words

from .broken_words import mended
from .letter_forms import DOUBLED, HIDDEN, STRUCK, Looks
from .page_drawing import Letter

# A gap wider than this share of a letter's size parts words. Space is a quarter of the size in
# most fonts, and letters of a word stand closer than a tenth.
_WORDS: dict[str, Any] = {"x_tolerance_ratio": 0.15, "y_tolerance": 2}
_HALF = 0.5  # So much of a letter may be missing for a line to be full
_NEAR = 0.4  # What stands nearer, as a share of its size, belongs to a word
_BELOW = 0.22  # So much of a letter's size lies below its line in most fonts
_EDGES = ("x0", "top", "x1", "bottom")


class Room(NamedTuple):
    """Where the text of a cell may stand [points]."""

    left: float
    right: float


class Aside(NamedTuple):
    """What is set aside of a cell."""

    form: str
    text: str
    whole: str  # The cell with it


class CellText(NamedTuple):
    """What a cell holds."""

    seen: str
    aside: list[Aside]
    whole: str  # With what is set aside, but nothing twice


def read_cell(letters: list[Letter], room: Room | None = None) -> CellText:
    """Read a cell."""
    if not any("form" in letter for letter in letters):
        seen = _text(letters, room)
        return CellText(seen, [], seen)
    seen = _text([letter for letter in letters if "form" not in letter], room)
    whole = _text([_on_line(letter) for letter in letters], room)
    once = [_on_line(letter) for letter in letters if letter.get("form") != DOUBLED]
    aside = [
        Aside(form, text, whole)
        for form, those in _by_form(letters).items()
        if (text := _text([_on_line(letter) for letter in those])).strip()
    ]
    return CellText(seen, aside, _text(once, room))


def gone(cells: Iterable[CellText]) -> str:
    """Tell the form of a row of which nothing is seen; empty where something is."""
    forms = []
    for cell in cells:
        if cell.seen.strip():
            return ""
        forms += [aside.form for aside in cell.aside if aside.form in (STRUCK, HIDDEN)]
    return max(forms, key=forms.count) if forms else ""


def _by_form(letters: Iterable[Letter]) -> dict[str, list[Letter]]:
    forms: dict[str, list[Letter]] = {}
    for letter in letters:
        if "form" in letter:
            forms.setdefault(letter["form"], []).append(letter)
    return forms


def _on_line(letter: Letter) -> Letter:
    """Put a raised mark on the line of what it stands at."""
    host = letter.get("host")
    line = {name: host[name] for name in ("top", "bottom", "base", "size")} if host else {}
    return {**letter, **line} if host else letter


def _text(letters: list[Letter], room: Room | None = None) -> str:
    """Read letters line by line, those of each direction by themselves."""
    if any(letter["turn"] for letter in letters):
        return "\n".join(extract_text(turned, **_WORDS) for turned, _ in _directions(letters))
    letters = _level(letters)
    text: str = extract_text(letters, **_WORDS)
    if room is None or "\n" not in text:
        return text
    lines = text.split("\n")
    words = cluster_objects(extract_words(letters, **_WORDS), itemgetter("top"), 2)

    def is_full(at: int) -> bool:
        line, after = words[at], words[at + 1][0]
        wide = max(word["x1"] for word in line) - min(word["x0"] for word in line)
        more = (after["x1"] - after["x0"]) / len(after["text"])
        return bool(wide + more * _HALF > room.right - room.left)

    return "\n".join(mended(lines, is_full) if len(words) == len(lines) else lines)


def _directions(letters: Iterable[Letter]) -> Iterator[tuple[list[Letter], int]]:
    """Turn letters so that each line runs from left to right."""
    groups: dict[int, list[Letter]] = {}
    for letter in letters:
        groups.setdefault(letter["turn"], []).append(letter)
    for turn, group in groups.items():
        if turn:
            yield sorted(map(_turned, group), key=itemgetter("top")), turn
        else:
            yield _level(group), turn


def _level(letters: list[Letter]) -> list[Letter]:
    """Set letters of several fonts on one line: how far each reaches up and down differs."""
    reach = {round((letter["bottom"] - letter["base"]) / letter["size"], 2) for letter in letters}
    return [_on_base(letter) for letter in letters] if len(reach) > 1 else letters


def _on_base(letter: Letter) -> Letter:
    bottom = letter["base"] + _BELOW * letter["size"]
    top = bottom - letter["size"]
    return {**letter, "top": top, "bottom": bottom, "doctop": top}


def _turned(letter: Letter) -> Letter:
    if not letter["turn"]:
        return letter
    edges = _box(letter, letter["turn"])
    box = dict(zip(_EDGES, edges, strict=True))
    high = box["bottom"] - box["top"]
    return {**letter, **box, "doctop": box["top"], "upright": True, "size": high}


def _box(one: dict[str, Any], turn: int) -> tuple[float, float, float, float]:
    """Turn a box by some quarters, with the clock."""
    x0, top, x1, bottom = (one[edge] for edge in _EDGES)
    if turn == 90:  # noqa: PLR2004
        return -bottom, x0, -top, x1
    if turn == 270:  # noqa: PLR2004
        return top, -x1, bottom, -x0
    return (-x1, -bottom, -x0, -top) if turn else (x0, top, x1, bottom)


# --- words beside tables ----------------------------------------------------------------------

Placed = tuple[float, float, float, float, str]
"""A word and its edges."""


class Beside(NamedTuple):
    """A word that is set aside."""

    place: Placed
    form: str
    host: int  # Which of the words it stands at; -1 for none
    whole: str  # That word with all that is set aside at it


def words_of(letters: Sequence[Letter]) -> list[dict[str, Any]]:
    """Give the words that are seen, each with its letters."""
    found = []
    for turned, turn in _directions(letters):
        words = extract_words(turned, return_chars=True, **_WORDS)
        for word in _whole_lines(words) if turn else words:
            edges = _box(word, (360 - turn) % 360)
            found.append({**word, **dict(zip(_EDGES, edges, strict=True))})
    return found


def _whole_lines(words: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join the words of each line: a heading set upright is one piece of a table's header."""
    lines: list[dict[str, Any]] = []
    for word in words:
        last = lines[-1] if lines else None
        wide = word["bottom"] - word["top"]
        if (
            last
            and abs(last["top"] - word["top"]) < wide / 2
            and 0 < word["x0"] - last["x1"] < wide
        ):
            joined = {"text": f"{last['text']} {word['text']}", "x1": word["x1"]}
            lines[-1] = {**last, **joined, "chars": [*last["chars"], *word["chars"]]}
        else:
            lines.append(word)
    return lines


def placed(word: dict[str, Any]) -> Placed:
    """Give a word and its edges."""
    left, top, right, bottom = (round(word[edge], 2) for edge in _EDGES)
    return left, top, right, bottom, word["text"]


def beside(
    words: Sequence[dict[str, Any]], letters: Sequence[Letter], looks: Looks
) -> list[Beside]:
    """Give the words that are set aside, each with the word it stands at."""
    found: list[tuple[dict[str, Any], str, int]] = []
    with_it: dict[int, list[Letter]] = {}
    for form, those in _by_form(letters).items():
        for word in words_of([_on_line(letter) for letter in those]):
            looks.take(len(words))
            host = _nearest(word, words)
            found.append((word, form, host))
            if host >= 0:
                with_it.setdefault(host, list(words[host]["chars"])).extend(word["chars"])
    whole = {
        at: extract_text(sorted(those, key=itemgetter("x0")), **_WORDS)
        for at, those in with_it.items()
    }
    return [
        Beside(placed(word), form, host, whole.get(host, word["text"]))
        for word, form, host in found
    ]


def _nearest(word: dict[str, Any], words: Sequence[dict[str, Any]]) -> int:
    """Tell which of the words that are seen another one stands at; -1 for none."""
    middle = (word["top"] + word["bottom"]) / 2
    level = [at for at, one in enumerate(words) if one["top"] <= middle <= one["bottom"]]
    near = min(level, key=lambda at: _gap(words[at], word), default=-1)
    high = words[near]["bottom"] - words[near]["top"] if near >= 0 else 0
    return near if near >= 0 and _gap(words[near], word) <= _NEAR * high else -1


def _gap(one: dict[str, Any], other: dict[str, Any]) -> float:
    return float(max(one["x0"] - other["x1"], other["x0"] - one["x1"]))
