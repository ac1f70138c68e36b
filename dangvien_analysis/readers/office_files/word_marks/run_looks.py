"""How a run of letters in a Word document looks: its own form, and those of its styles."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from dangvien_analysis.readers.set_aside import Form

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_A_VALUE = "val"
_OFF = frozenset({"0", "false", "off", "none"})

Colour = tuple[int, int, int]
Look = Mapping[str, Any]
"""What is known of a run, by the name of the element that says so; what is not said is absent."""

WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
UNSURE: Colour = (-1, -1, -1)
"""A ground that nothing here can tell; any letter is seen on it."""
_THEME: Mapping[str, Colour] = {
    **dict.fromkeys(("background1", "light1", "bg1", "lt1"), WHITE),
    **dict.fromkeys(("text1", "dark1", "tx1", "dk1"), _BLACK),
}
_PENS: Mapping[str, Colour | None] = {"none": None, "white": WHITE, "black": _BLACK}
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_LENGTH = re.compile(r"\s*([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?)(mm|cm|in|pt|pc|pi|)\s*")
_HALF_POINTS = {
    "": 1.0,
    "pt": 2,
    "in": 144,
    "cm": 144 / 2.54,
    "mm": 144 / 25.4,
    "pc": 24,
    "pi": 24,
}
TINY = 2
"""Largest size that nobody can read [half points]."""
_LIFTED = 3
"""Least shift up or down that is seen as one [half points]."""
_CONTRAST, _NEAR = 1.15, 64
"""A letter is not seen whose contrast with its ground is less, and no channel differs more."""
PARTS = (
    *("wholeTable", "band1Horz", "band2Horz", "band1Vert", "band2Vert"),
    *("firstCol", "lastCol", "firstRow", "lastRow", "nwCell", "neCell", "swCell", "seCell"),
)
"""What a style of tables sets apart; each goes over those before it, as Word has it."""
BANDS = ("tblStyleRowBandSize", "tblStyleColBandSize")
"""How many rows and columns a band has."""
_TOGGLES = frozenset({"strike", "vanish"})
_RAISING = frozenset({"superscript", "subscript"})


def named(element: Any, name: str = _A_VALUE) -> str:
    """Give an attribute of an element; empty where it is absent."""
    return str(element.get(f"{_W}{name}") or element.get(f"{_W14}{name}") or "")


def is_on(element: Any | None) -> bool:
    """Tell whether an element that may be turned off is there and on."""
    return element is not None and named(element).strip().lower() not in _OFF


def half_points(element: Any) -> float | None:
    """Give a size or a shift; None where it is no number."""
    found = _LENGTH.fullmatch(named(element))
    return float(found[1]) * _HALF_POINTS[found[2]] if found else None


def colour_of(element: Any, name: str = _A_VALUE, theme: str = "theme") -> Colour | None:
    """Give the colour that an element names, of the theme or by itself; None when it is open."""
    of_theme = named(element, f"{theme}Color" if theme == "theme" else theme)
    if (base := _THEME.get(of_theme)) is not None:
        return _shaded(base, named(element, f"{theme}Shade"), named(element, f"{theme}Tint"))
    text = named(element, name).strip().removeprefix("#")
    return _as_hex(text) if _HEX.fullmatch(text) else UNSURE if of_theme else None


def _shaded(base: Colour, shade: str, tint: str) -> Colour:
    """Darken or lighten a colour of the theme."""
    part = shade or tint
    share = int(part, 16) / 255 if re.fullmatch("[0-9A-Fa-f]{1,2}", part) else 1.0
    to = 0 if shade else 255
    return _mixed(base, (to, to, to), share)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (
        round(mine * share + its * (1 - share)) for mine, its in zip(one, other, strict=True)
    )
    return red, green, blue


def ground_of(element: Any) -> Colour | None:
    """Give the colour of a shading (w:shd); None where there is none."""
    pattern = named(element) or "clear"
    fill = colour_of(element, "fill", "themeFill")
    if pattern in ("clear", "nil"):
        return fill
    share = re.fullmatch(r"pct([0-9]{1,2})", pattern)
    if pattern != "solid" and share is None:
        return UNSURE
    front, back = colour_of(element, "color") or _BLACK, fill or WHITE
    if UNSURE in (front, back):
        return UNSURE
    return _mixed(front, back, int(share[1]) / 100 if share else 1.0)


def _filled(element: Any) -> Colour | None:
    """Give the colour of letters that are filled as a shape is (w14:textFill)."""
    if element.find(f"{_W14}noFill") is not None:
        return WHITE
    solid = element.find(f"{_W14}solidFill")
    inner = next(iter(solid), None) if solid is not None else None
    if inner is None:
        return None
    if len(inner):
        return UNSURE  # Made lighter or darker
    text = named(inner)
    return _THEME.get(text) or (_as_hex(text) if _HEX.fullmatch(text) else UNSURE)


def _as_hex(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


_READ: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    **{f"{_W}{one}": (one, is_on) for one in ("strike", "dstrike", "vanish", "specVanish")},
    f"{_W}vertAlign": ("vertAlign", named),
    f"{_W}position": ("position", half_points),
    f"{_W}sz": ("sz", half_points),
    f"{_W}color": ("color", colour_of),
    f"{_W14}textFill": ("textFill", _filled),
    f"{_W}shd": ("shd", ground_of),
    f"{_W}highlight": ("highlight", lambda one: _PENS.get(named(one), UNSURE)),
}


def look_of(properties: Any | None) -> dict[str, Any]:
    """Read the properties of a run; not what they were before a change."""
    found: dict[str, Any] = {}
    for child in () if properties is None else properties:
        if known := _READ.get(child.tag):
            found[known[0]] = known[1](child)
    return found


def is_unseen(colour: Colour | None, ground: Colour) -> bool:
    """Tell whether letters of a colour are not seen on their ground."""
    if colour is None or UNSURE in (colour, ground):
        return False
    one, two = sorted((_light(colour), _light(ground)))
    apart = max(abs(mine - other) for mine, other in zip(colour, ground, strict=True))
    return apart <= _NEAR and (two + 0.05) / (one + 0.05) < _CONTRAST


def _light(colour: Colour) -> float:
    """Give how light a colour is, from 0 to 1."""
    channels = (
        one / 255 / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for one in colour
    )
    return sum(one * part for one, part in zip(channels, (0.2126, 0.7152, 0.0722), strict=True))


def is_gone(look: Look) -> bool:
    """Tell what is hidden by hand, with all that hangs on it."""
    return bool(look.get("vanish") or look.get("specVanish"))


def is_raised(look: Look) -> bool:
    """Tell what stands higher or lower than the letters around it."""
    shift = look.get("position")
    lifted = shift is not None and abs(shift) >= _LIFTED
    return look.get("vertAlign") in _RAISING or lifted


def form_of(look: Look, ground: Colour) -> Form | None:
    """Tell how a reader of the page sees a run that lies on a ground."""
    size, behind = look.get("sz"), look.get("highlight") or look.get("shd") or ground
    colour = look.get("textFill") or look.get("color")
    if is_gone(look) or (size is not None and size <= TINY) or is_unseen(colour, behind):
        return Form.HIDDEN
    if look.get("strike") or look.get("dstrike"):
        return Form.STRUCK
    return Form.RAISED if is_raised(look) else None


class Styles:
    """The styles of a document, each with all it takes over from others."""

    def __init__(self, root: Any | None) -> None:
        styles = [] if root is None else list(root.iter(f"{_W}style"))
        self._own = {named(one, "styleId"): one for one in styles}
        self._whole: dict[str, Look] = {}
        self._cells: dict[tuple[str, tuple[str, ...]], Look] = {}
        self._bases: dict[tuple[str, tuple[str, ...], str], Look] = {}
        # Of paragraphs, characters and tables that name no style
        self._usual = {
            named(one, "type"): named(one, "styleId")
            for one in styles
            if named(one, "default").lower() in ("1", "true", "on")
        }
        found = None if root is None else root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._defaults = look_of(found)

    def known(self, name: str, kind: str) -> str:
        """Give the name of a style; of the usual one where there is none of that name."""
        return name if name in self._own else self._usual.get(kind, "")

    def look(self, name: str, kind: str) -> Look:
        """Give the look of a style; without a name, or with that of none, of the usual one."""
        name = self.known(name, kind)
        chain: list[str] = []
        while name in self._own and name not in self._whole:
            self._whole[name] = {}  # A circle ends here
            chain.append(name)
            base = self._own[name].find(f"{_W}basedOn")
            name = named(base) if base is not None else ""
        look: Look = self._whole.get(name, {})
        for one in reversed(chain):
            parts = _parts_of(self._own[one], look.get("parts", {}))
            look = self._whole[one] = {**look, **_of_style(self._own[one]), "parts": parts}
        return look

    def cell(self, table: str, parts: tuple[str, ...]) -> Look:
        """Give the look of a cell by the style of its table and the parts it belongs to."""
        if (table, parts) not in self._cells:
            found = self.look(table, "table")
            for part in parts:
                found = {**found, **found["parts"][part]}
            self._cells[table, parts] = found
        return self._cells[table, parts]

    def base(self, table: str, parts: tuple[str, ...], paragraph: str) -> Look:
        """Give the look of a run that says nothing itself, in a paragraph of a cell."""
        key = table, parts, paragraph
        if key not in self._bases:
            levels = [self.look(paragraph, "paragraph"), self.look("", "character")]
            levels[:0] = [self.cell(table, parts)] if table else []
            found = dict(self._defaults)
            for level in levels:
                found = _over(found, level, self._defaults)
            self._bases[key] = found
        return self._bases[key]

    def run(self, base: Look, properties: Any | None) -> Look:
        """Give the look of a run; its style toggles what the paragraph's does, it decides."""
        if properties is None or not len(properties):
            return base
        style = properties.find(f"{_W}rStyle")
        found = dict(base)
        if style is not None:
            found = _over(found, self.look(named(style), "character"), self._defaults)
        found.update(look_of(properties))
        return found

    def looks(self, used: Set[str]) -> Iterator[Look]:
        """Give the looks of some styles, and what holds without any."""
        yield self._defaults
        for name in self._own.keys() & (used | set(self._usual.values())):
            yield self.look(name, "")


def _over(below: Look, level: Look, defaults: Look) -> dict[str, Any]:
    """Lay the look of one kind of style over another's: two that strike out do not."""
    found = {**below, **level}
    for name in _TOGGLES & level.keys():
        found[name] = bool(defaults.get(name)) or bool(below.get(name)) != bool(level[name])
    return found


def _of_style(style: Any) -> dict[str, Any]:
    """Read a style's own properties: of its letters, and what ground they lie on."""
    found = look_of(style.find(f"{_W}rPr"))
    for name, properties in (("ground", ("pPr",)), ("fill", ("tblPr", "tcPr"))):
        for one in properties:
            if (shade := style.find(f"{_W}{one}/{_W}shd")) is not None:
                found[name] = ground_of(shade)
    for name in BANDS:
        if (size := style.find(f"{_W}tblPr/{_W}{name}")) is not None:
            found[name] = named(size)
    if named(style, "type") == "table" and any(
        ground_of(one) is not None for one in style.iter(f"{_W}shd")
    ):
        found["cells"] = UNSURE  # Which of its cells has it, only the table tells
    return found


def _parts_of(style: Any, below: Mapping[str, Look]) -> Mapping[str, Look]:
    """Read what a style of tables sets apart, over what its base does."""
    found = dict(below)
    for one in style.iterfind(f"{_W}tblStylePr"):
        if (name := named(one, "type")) in PARTS:
            found[name] = {**found.get(name, {}), **_of_style(one)}
    return found
