"""Room for text: how wide it is, how it is wrapped or shortened, and where a label is free."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

FONT = "DejaVu Sans"
"""Ships with matplotlib and holds every Vietnamese letter."""
SMALL = 7.0
"""The smallest text [points] on a printed page."""

_MEASURED_AT = 100
# On a screen letters are moved to whole pixels, which makes a line up to 4 % wider.
_SLACK = 1.04
_CUT = "…"
_TAIL_WORDS = 2
# How much further from its point a label is tried [points].
_FURTHER = (0, 3, 8, 14, 22, 32, 44)
# Where it is tried: right, left, below, above, then the corners.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


class Box(NamedTuple):
    """A rectangle [points]."""

    left: float  # Its edges
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles share an area.

        False when they only touch.
        """
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def inside(self, other: "Box") -> bool:
        """Tell whether this rectangle lies in another one.

        True also when they share an edge.
        """
        across = self.left >= other.left and self.right <= other.right
        return across and self.bottom >= other.bottom and self.top <= other.top


@lru_cache(maxsize=2048)
def _advance(char: str, weight: str) -> float:
    """Measure one letter [share of the font size]; matplotlib's own call takes 1 ms a name."""
    # Named in full: what is not said comes from the user's settings.
    upright = FontProperties(
        family=FONT, weight=weight, style="normal", variant="normal", stretch="normal"
    )
    font = get_font(findfont(upright))
    font.set_size(_MEASURED_AT, 72)
    # By its index: a letter that the font lacks is drawn as an empty box and has its width.
    glyph = font.load_glyph(font.get_char_index(ord(char)), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED_AT


def text_width(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """Measure a text of one or more lines."""
    lines = text.split("\n")
    longest = max(sum(_advance(char, weight) for char in line) for line in lines)
    return longest * size * _SLACK


def widest(texts: Iterable[str], size: float = SMALL, weight: str = "normal") -> float:
    """Measure the widest of some texts.

    Width [points]; 0 without texts.
    """
    return max((text_width(text, size, weight) for text in texts), default=0.0)


def shorten(text: str, width: float, size: float = SMALL) -> str:
    """Shorten a name in its middle, since names of branches differ at their end.

    Gives the name, or as many of its first words as fit, "…" and its last words; cut within a word
    only where not even that fits.
    """
    if text_width(text, size) <= width:
        return text
    words = text.split()
    for tail in range(min(_TAIL_WORDS, len(words) - 1), 0, -1):
        for head in range(len(words) - tail - 1, 0, -1):
            cut = " ".join((*words[:head], _CUT, *words[-tail:]))
            if text_width(cut, size) <= width:
                return cut
    letters = len(text)
    while letters and text_width(text[:letters] + _CUT, size) > width:
        letters -= 1
    return text[:letters].rstrip() + _CUT


def wrap(text: str, width: float, size: float = SMALL, weight: str = "normal") -> str:
    """Break a text into lines between words."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and text_width(longer, size, weight) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return "\n".join(lines)


def wrap_name(text: str, width: float, size: float = SMALL) -> str:
    """Set a name in at most two lines."""
    first, _, rest = wrap(text, width, size).partition("\n")
    lines = (first, rest.replace("\n", " ")) if rest else (first,)
    return "\n".join(shorten(line, width, size) for line in lines)


def spread(centres: Sequence[float], widths: Sequence[float], room: float) -> list[float]:
    """Move labels on a line apart, as little as needed."""
    placed: list[float] = []
    edge = 0.0
    for centre, width in zip(centres, widths, strict=True):
        placed.append(max(centre, edge + width / 2))
        edge = placed[-1] + width / 2
    edge = room
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], edge - widths[at] / 2)
        edge = placed[at] - widths[at] / 2
    return placed


def free_place(
    at: tuple[float, float, float], size: tuple[float, float], taken: Iterable[Box], within: Box
) -> Box | None:
    """Find room for a label near a point.

    Gives the first free place, near before far, and right, left, below, above before the corners;
    None when there is none.
    """
    boxes = list(taken)
    (x, y, clear), (width, height) = at, size
    for further, (across, up) in product(_FURTHER, _SIDES):
        left = x + across * (clear + further + width / 2) - width / 2
        bottom = y + up * (clear + further + height / 2) - height / 2
        box = Box(left, bottom, left + width, bottom + height)
        if box.inside(within) and not any(box.meets(other) for other in boxes):
            return box
    return None
