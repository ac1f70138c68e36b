"""Colours of a web page: whether letters can be told from what lies behind them."""

import colorsys
import math
import re

Colour = tuple[int, int, int] | str | None
"""Red, green and blue; the name of a colour whose parts are not needed; None when unknown."""

CLEAR = "transparent"
BLACK, WHITE, BLUE = (0, 0, 0), (255, 255, 255), (0, 0, 238)
_NAMES: dict[str, Colour] = {
    "white": WHITE,
    "black": BLACK,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "mintcream": (245, 255, 250),
    "azure": (240, 255, 255),
    "whitesmoke": (245, 245, 245),
    "seashell": (255, 245, 238),
    "aliceblue": (240, 248, 255),
    # What Excel and Word write for the colours of the system.
    **dict.fromkeys(("window", "canvas", "field", "buttonhighlight"), WHITE),
    **dict.fromkeys(("windowtext", "canvastext", "fieldtext", "buttontext", "initial"), BLACK),
}
_HEX = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})")
_PARTS = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_NEAR = 16
"""Parts of two colours that differ by no more than this look the same on a screen or paper."""
_FAINT, _HALF, _FULL = 0.1, 0.5, 255.0
_ALPHA = 3
"""Which part of a colour says how much light it lets through."""


def colour(text: str, *, behind: bool = False) -> Colour:
    """Give a colour as it is written in a style sheet or an attribute.

    `behind`: what lies behind letters; a tint that lets most light through is none.
    """
    text = text.strip().lower()
    faint = _HALF if behind else _FAINT
    if found := _HEX.fullmatch(text):
        return _from_hex(found[1], faint)
    if found := _PARTS.fullmatch(text):
        return _from_parts(found[1], found[2], faint)
    return None if "(" in text else _NAMES.get(text, text)


def alike(one: Colour, other: Colour) -> bool:
    """Tell whether letters of one colour cannot be seen on another."""
    if one == CLEAR:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
    return one is not None and one == other


def _from_hex(digits: str, faint: float) -> Colour:
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    red, green, blue, *alpha = (int(digits[at : at + 2], 16) for at in range(0, len(digits), 2))
    return CLEAR if alpha and alpha[0] / _FULL <= faint else (red, green, blue)


def _from_parts(kind: str, inside: str, faint: float) -> Colour:
    words = inside.replace(",", " ").replace("/", " ").split()
    try:
        parts = [_part(word, at, kind) for at, word in enumerate(words)]
    except ValueError:
        return None
    *parts, alpha = parts if len(parts) > _ALPHA else [*parts, 1.0]
    if len(parts) != _ALPHA:
        return None
    if alpha <= faint:
        return CLEAR
    if kind == "hsl":
        parts = list(colorsys.hls_to_rgb(parts[0] % 1, parts[2], parts[1]))
    red, green, blue = (int(255 * min(max(part, 0.0), 1.0)) for part in parts)
    return red, green, blue


def _part(word: str, at: int, kind: str) -> float:
    """Give a part of a colour as a fraction of the most it can be."""
    number = float(word.removesuffix("deg").removesuffix("%"))
    if not math.isfinite(number):
        raise ValueError(word)
    if word.endswith("%"):
        return number / 100
    if at == _ALPHA:
        return number
    return number / (255.0 if kind == "rgb" else 360.0 if at == 0 else 100.0)
