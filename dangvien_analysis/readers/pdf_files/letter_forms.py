"""What is seen of the letters of a page: those unseen, struck out, raised or printed twice.

Each letter that is set aside is given its form; the names are those of `readers.set_aside`.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple
from unicodedata import combining

from .drawing_steps import Colour, TooMuchError
from .page_drawing import Box, Letter, Shape

HIDDEN, STRUCK, RAISED, DOUBLED = "hidden", "struck", "raised", "doubled"
_ALIKE = 0.08  # Colours that differ by less are one to the eye
_WHITE: Colour = (1.0, 1.0, 1.0)
_AREA = 3.0  # Smaller ones are lines and dots [points]
_PAGE_WIDE = 0.6
"""Share of a page's width that a scanned picture takes at least."""
_BAND = 16.0  # What lies in one band of this height is compared [points]
_MOST_LOOKS = 3_000_000
"""Most comparisons on a page: a full one with an area behind each cell needs a tenth."""

# Shares of a letter's size.
_LOW, _HIGH = 0.12, 0.6  # A line through letters lies so far above the line they stand on
_LEVEL = 0.2  # It rises or falls by less along a letter
_THIN = 0.2
_OWN_LINE, _CLUSTER, _CLUSTERS = 0.5, 1.5, 3
_HAIR, _DOUBLE = 0.05, 0.15  # Letters printed twice lie so close
_OWN_WIDTH, _WHOLE_WIDTH = 0.6, 0.75
"""Shares of a letter's width: "ll" stands a whole one apart."""
# Marks are smaller and off the line: browsers make them little smaller, and far off.
_SMALLER, _HARDLY_SMALLER = 0.8, 0.87
_OFF, _FAR_OFF, _BESIDE = 0.08, 0.15, 0.4


class Looks:
    """Counts comparisons, which a hostile page can make without end."""

    def __init__(self) -> None:
        self.left = _MOST_LOOKS

    def take(self, count: int) -> None:
        """Take some."""
        self.left -= count
        if self.left < 0:
            raise TooMuchError


class Unseen(NamedTuple):
    """What was found about letters that are not seen."""

    recognised: bool  # Whether words lie unseen over a scan
    covers: set[int]  # The shapes that letters lie under, by their order


def mark_unseen(
    letters: Sequence[Letter], shapes: Sequence[Shape], wide: float, looks: Looks
) -> Unseen:
    """Set aside what is not seen: without ink, in the colour of its ground, under something.

    Such words over, or under, a picture as wide as a page are those that a program recognised in
    a scan, which a reader sees in the picture. They stay.
    """
    areas = [one for one in shapes if one.fill and _wide_and_high(one.shown)]
    recognised = False
    covering: set[int] = set()
    bands = _bands(areas)
    for letter in letters:
        if letter["lost"] == HIDDEN:
            letter["form"] = HIDDEN
            continue
        over = bands.get(int(letter["base"] // _BAND), ())
        looks.take(len(over))
        found = [one for one in over if _lies_on(letter, one.shown)]
        covers = [one for one in found if one.order > letter["order"] and one.opaque]
        if letter["lost"] or covers:
            if any(_is_scan(one, wide) for one in covers or found):
                recognised = recognised or not letter["text"].isspace()
            else:
                letter["form"] = HIDDEN
                covering.update(one.order for one in covers)
        elif _is_ground(letter, found):
            letter["form"] = HIDDEN
    return Unseen(recognised, covering)


def _wide_and_high(box: Box) -> bool:
    return box[2] - box[0] >= _AREA and box[3] - box[1] >= _AREA


def _is_scan(shape: Shape, wide: float) -> bool:
    return shape.kind == "image" and shape.shown[2] - shape.shown[0] > _PAGE_WIDE * wide


def _bands(shapes: Iterable[Shape]) -> dict[int, list[Shape]]:
    """Sort shapes by the bands they reach over."""
    bands: dict[int, list[Shape]] = defaultdict(list)
    for shape in shapes:
        for band in range(int(shape.shown[1] // _BAND), int(shape.shown[3] // _BAND) + 1):
            bands[band].append(shape)
    return bands


def _lies_on(letter: Letter, box: Box) -> bool:
    """Tell whether the ink of a letter lies on an area, most of it at least."""
    left, top, right, bottom = box
    if letter["turn"]:
        x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        return bool(left <= x <= right and top <= y <= bottom)
    base, size, wide = letter["base"], letter["size"], letter["x1"] - letter["x0"]
    covered = min(right, letter["x1"]) - max(left, letter["x0"])
    return bool(
        covered >= _OWN_WIDTH * wide and top <= base - size / 2 and bottom >= base - size / 10
    )


def _is_ground(letter: Letter, found: Sequence[Shape]) -> bool:
    """Tell whether a letter has the colour of what it is printed on."""
    below = [one for one in found if one.order <= letter["order"]]
    ground = below[-1].colour if below else _WHITE
    colour = letter["colour"]
    if ground is None or colour is None:
        return False
    return all(abs(one - other) < _ALIKE for one, other in zip(colour, ground, strict=True))


# --- doubles ----------------------------------------------------------------------------------


def mark_doubles(letters: Sequence[Letter]) -> None:
    """Set aside letters that are printed again beside themselves: so bold is faked.

    A copy may have a copy; each lies close to the one before, and less than a letter from the
    first.
    """
    places: dict[tuple[str, int, int], list[tuple[Letter, Letter]]] = defaultdict(list)
    for letter in letters:
        reach = max(letter["size"] * _DOUBLE, 0.01)
        text, x, y = letter["text"], int(letter["x0"] / reach), int(letter["top"] / reach)
        near = ((text, x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
        found = (pair for place in near if place in places for pair in places[place])
        first = next((first for first, last in found if _is_double(first, last, letter)), None)
        if first is not None and "form" not in letter:
            letter["form"] = DOUBLED
        pairs = places[text, x, y]
        # At one place a few are enough: those that follow are doubles of these.
        if len(pairs) < _CLUSTERS and letter.get("form") in (None, DOUBLED):
            pairs.append((first or letter, letter))


def _is_double(first: Letter, last: Letter, letter: Letter) -> bool:
    """Tell whether a letter is a copy of another, which may be a copy of the first."""
    size, wide = letter["size"], letter["x1"] - letter["x0"]
    if abs(first["size"] - size) > _DOUBLE * size:
        return False
    right, down = abs(letter["x0"] - last["x0"]), abs(letter["top"] - last["top"])
    if wide <= 0:
        # Without widths all letters of a word lie at one place, where only marks may.
        is_mark = bool(combining(letter["text"][:1] or " "))
        return is_mark and max(right, down) <= _HAIR * size
    if letter["turn"]:
        return bool(max(right, down) <= _HAIR * size)
    away = abs(letter["x0"] - first["x0"])
    close = max(right, down) <= _DOUBLE * size and right <= _OWN_WIDTH * wide
    return bool(close and away <= _WHOLE_WIDTH * wide)


# --- lines through letters --------------------------------------------------------------------


class _Stroke(NamedTuple):
    """A line that may go through letters."""

    x0: float
    x1: float
    y: float  # Where it begins, and how much it falls on its way [points]
    falls: float
    thick: float

    def at(self, x: float) -> float:
        """Tell its height at a place."""
        return self.y + self.falls * (x - self.x0) / (self.x1 - self.x0)


def mark_struck(letters: Sequence[Letter], shapes: Sequence[Shape], looks: Looks) -> list[Shape]:
    """Set aside letters with a line through them; give the shapes that are no such lines."""
    bands: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        if not letter["turn"] and not letter["text"].isspace() and letter["x1"] > letter["x0"]:
            bands[int(letter["base"] // _BAND)].append(letter)
    for band in bands.values():
        band.sort(key=itemgetter("x0"))
    rest = []
    for shape in shapes:
        stroke = _stroke(shape)
        struck = _struck(stroke, bands, looks) if stroke else []
        for letter in struck:
            letter.setdefault("form", STRUCK)
        if not struck:
            rest.append(shape)
    return rest


def _stroke(shape: Shape) -> _Stroke | None:
    """Give a line, or an area as thin as one."""
    x0, top, x1, bottom = shape.box
    level = bottom - top <= min(_BAND / 4, x1 - x0)
    if shape.kind == "image" or shape.colour == _WHITE or x1 - x0 < _AREA / 2 or not level:
        return None
    if shape.kind == "line":
        (left, y0), (right, y1) = sorted(shape.points[:2])
        return _Stroke(left, right, y0, y1 - y0, shape.thick)
    # A wave is drawn as a pattern, of which half is ink.
    thick = (bottom - top) / (1 if shape.colour else 2)
    return _Stroke(x0, x1, (top + bottom) / 2, 0, thick)


def _struck(stroke: _Stroke, bands: Mapping[int, Sequence[Letter]], looks: Looks) -> list[Letter]:
    """Give the letters a line goes through; none for a line of a table or under words."""
    hit: list[Letter] = []
    missed = 0
    for band in range(int(stroke.y // _BAND) - 1, int(stroke.y // _BAND) + 3):
        near = bands.get(band, ())
        first = bisect_left(near, stroke.x0 - _BAND, key=itemgetter("x0"))
        for at in range(first, len(near)):
            letter = near[at]
            looks.take(1)
            if letter["x0"] >= stroke.x1:
                break
            if (way := _goes_through(stroke, letter)) is not None:
                missed += not way
                hit += [letter] * way
    if not hit or missed * 4 > len(hit):
        return []
    hit.sort(key=itemgetter("x0"))
    ends = [
        at
        for at, (one, other) in enumerate(pairwise(hit), start=1)
        if other["x0"] - one["x1"] > _CLUSTER * one["size"]
    ]
    clusters = [hit[start:end] for start, end in pairwise([0, *ends, len(hit)])]
    covered = sum(cluster[-1]["x1"] - cluster[0]["x0"] for cluster in clusters)
    own = covered >= _OWN_LINE * (stroke.x1 - stroke.x0)
    return hit if own or len(clusters) >= _CLUSTERS else []


def _goes_through(stroke: _Stroke, letter: Letter) -> bool | None:
    """Tell whether a line goes through the middle of a letter; None when it does not touch it."""
    size, wide = letter["size"], letter["x1"] - letter["x0"]
    shared = min(stroke.x1, letter["x1"]) - max(stroke.x0, letter["x0"])
    y = stroke.at((letter["x0"] + letter["x1"]) / 2)
    if shared < wide / 2 or not letter["top"] < y < letter["bottom"]:
        return None
    rise = (letter["base"] - y) / size
    steep = abs(stroke.falls) * wide > _LEVEL * size * (stroke.x1 - stroke.x0)
    return bool(_LOW <= rise <= _HIGH and stroke.thick <= _THIN * size and not steep)


def mark_within(letters: Iterable[Letter], boxes: Sequence[Box], looks: Looks) -> None:
    """Set aside letters that a note marks as struck out."""
    for letter in letters:
        looks.take(len(boxes))
        x, y = (letter["x0"] + letter["x1"]) / 2, letter["base"] - letter["size"] / 4
        if any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes):
            letter.setdefault("form", STRUCK)


# --- raised marks -----------------------------------------------------------------------------


def mark_raised(letters: Sequence[Letter], looks: Looks) -> None:
    """Set aside small letters off the line of large ones beside them, in one cell."""
    largest = max((letter["size"] for letter in letters), default=0.0)
    small = [letter for letter in letters if letter["size"] <= _HARDLY_SMALLER * largest]
    if not small:
        return
    near: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.get("form") not in (HIDDEN, DOUBLED) and not letter["turn"]:
            for edge in ("x0", "x1"):
                near[int(letter[edge] // _BAND), int(letter["base"] // _BAND)].append(letter)
    marks = []
    for letter in small:
        host = next((one for one in _around(letter, near, looks) if _is_host(one, letter)), None)
        if host is not None:
            letter["host"] = host
            marks.append(letter)
    _spread(marks, near, looks)


def _spread(
    marks: list[Letter], near: Mapping[tuple[int, int], Sequence[Letter]], looks: Looks
) -> None:
    """Set aside marks with their other letters, each of which stands beside another."""
    while marks:
        mark = marks.pop()
        mark.setdefault("form", RAISED)
        for one in _around(mark, near, looks):
            if "host" not in one and _goes_on(mark, one):
                one["host"] = mark["host"]
                marks.append(one)


def _around(
    letter: Letter, near: Mapping[tuple[int, int], Sequence[Letter]], looks: Looks
) -> Iterator[Letter]:
    """Give letters that stand close."""
    row = int(letter["base"] // _BAND)
    columns = {int((letter[edge] + way) // _BAND) for edge in ("x0", "x1") for way in (-6, 6)}
    for place in ((column, row + down) for column in columns for down in (-1, 0, 1)):
        found = near.get(place, ())
        looks.take(len(found))
        yield from found


def _is_host(host: Letter, mark: Letter) -> bool:
    """Tell whether a small letter stands as a mark at a large one."""
    size = host["size"]
    middle = mark["base"] - mark["size"] / 3
    off = abs(host["base"] - mark["base"]) / size
    return bool(
        mark["size"] <= _HARDLY_SMALLER * size
        and off >= (_OFF if mark["size"] <= _SMALLER * size else _FAR_OFF)
        and host["top"] <= middle <= host["bottom"]
        and _beside(host, mark) <= _BESIDE * size
    )


def _goes_on(mark: Letter, other: Letter) -> bool:
    size = mark["size"]
    alike = abs(other["size"] - size) < size / 20 and abs(other["base"] - mark["base"]) < size / 20
    return bool(alike and _beside(mark, other) <= _BESIDE * size)


def _beside(one: Letter, other: Letter) -> float:
    """Give the gap between two letters; none where they overlap."""
    return float(max(one["x0"] - other["x1"], other["x0"] - one["x1"], 0))
