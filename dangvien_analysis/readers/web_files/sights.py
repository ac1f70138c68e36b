"""How letters of a web page are seen, element by element: crossed out, raised, or not at all."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.web_files.page_colours import (
    BLACK,
    BLUE,
    CLEAR,
    WHITE,
    Colour,
    alike,
    colour,
)
from dangvien_analysis.readers.web_files.style_matching import StyleSheets

_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rt", "rtc"),
        *("ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"),
        *("u", "var"),
    )
)
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir"),
        *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "li", "main", "menu", "nav", "ol", "p", "pre", "section"),
        "ul",
    )
)
_FIELDS = ("input", "select", "textarea", "button")
_UNRAISED = BLOCKS | {"html", "body", "img", "svg", *_FIELDS}
_CELLS = ("td", "th")
_TABLES = (*_CELLS, "tr", "tbody", "thead", "tfoot", "table", "col", "colgroup", "caption")
_UNSHOWN = (
    *("template", "noscript", "datalist", "rp", "iframe", "canvas", "audio", "video", "noframes"),
    *("noembed", "meter", "progress"),
)
_GONE = {"display": "none"}
_LINE = {"text-decoration-line": "line-through"}
_UP = {"vertical-align": "super"}
_FIELD = {"color": "black", "background-color": "white"}
_OF_TAG: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(_UNSHOWN, _GONE),
    **dict.fromkeys(("s", "strike", "del"), _LINE),
    **dict.fromkeys(("sup", "rt", "rtc"), _UP),
    "sub": {"vertical-align": "sub"},
    "mark": {"color": "black", "background-color": "yellow"},
    **dict.fromkeys(_FIELDS, _FIELD),
}
_KNOWN = frozenset((*_OF_TAG, "ins", "comment", "details", "summary", "dialog"))
"""Tags that say something without an attribute."""

_LENGTH = re.compile(
    r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|pt|pc|em|rem|ex|ch|in|cm|mm|vw|vh|%)?"
)
_PIXELS = {
    **{"px": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0},
    **{"in": 96.0, "cm": 37.8, "mm": 3.78, "vw": 12.8, "vh": 8.0, "%": 12.8},
}
_FAR, _FAR_RIGHT = -900.0, 5000.0
"""Where nothing is seen any more [px], left of or above a page and right of it."""
_LIFT = 1.5
"""How far letters are lifted or lowered that are a mark [px]; pictures are set right by less."""
_SMALL, _FAINT, _LESS = 1.0, 0.05, 0.9
_SIDES = 4
_MOST_KNOWN = 5000
_CLIP_PATH = re.compile(r"(?:inset|circle|ellipse|polygon)\(\s*(?:0\D|0$|50%|100%)")


class PageSight(NamedTuple):
    """How an element's letters are seen."""

    away: Form | None = None  # Not shown, whatever what is in it says
    sure: bool = True  # Whether the page says so itself
    unseen: bool = False  # These may be undone by what is in it
    tiny: bool = False
    indented: bool = False
    raised: bool = False
    line: Form | None = None
    inserted: bool = False
    colour: Colour = BLACK
    behind: Colour = WHITE

    @property
    def forms(self) -> tuple[Form, ...]:
        """Why letters here are set aside; the first is what is told."""
        if self is PLAIN:
            return ()
        found = [self.away] if self.away else []
        if self.unseen or self.tiny or self.indented or alike(self.colour, self.behind):
            found.append(Form.HIDDEN)
        found += [self.line] if self.line else []
        found += [Form.RAISED] if self.raised else []
        found += [Form.INSERTED] if self.inserted else []
        return tuple(found)

    def shown(self) -> "PageSight":
        """Give the same for one who made its place visible."""
        return PageSight(line=self.line, inserted=self.inserted)


PLAIN = PageSight()


class Sights:
    """How the elements of a page are seen."""

    def __init__(self, root: Any) -> None:
        self.sheets = StyleSheets(root)
        self._before: dict[Any, PageSight] = {}  # Of folded details: how the page around is seen
        self._known: dict[tuple[Any, ...], PageSight] = {}  # Of elements that say the same

    def of(self, element: Any, above: PageSight) -> PageSight:
        """Give how an element is seen, from how what it stands in is."""
        tag = element.tag
        if tag == "summary":
            above = self._before.pop(element.getparent(), above)
        if not element.attrib and tag not in _KNOWN and self.sheets.silent(tag):
            return above
        if tag == "details" or not self.sheets.alone(element):
            return self._new(element, above)
        key = (tag, above, *element.attrib.items())
        sight = self._known.get(key)
        if sight is None:
            sight = self._new(element, above)
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = sight
        return sight

    def _new(self, element: Any, above: PageSight) -> PageSight:
        tag = element.tag
        said = self.sheets.declared(element, _first(element))
        sight = _inherited(above, said) if said else above
        if said:
            sight = _placed(_marked(sight, element, said), element, said)
        sight = self._coloured(sight, element, said)
        sight = self._named(_of_word(sight, element, said), element)
        if tag == "ins":
            sight = sight._replace(inserted=True)
        elif tag == "comment":
            sight = sight._replace(away=Form.NOTED)
        elif tag == "details" and element.get("open") is None:
            self._before[element] = sight
            sight = sight._replace(away=sight.away or Form.HIDDEN)
        return PLAIN if sight == PLAIN else sight

    def _named(self, sight: PageSight, element: Any) -> PageSight:
        """Take the names of classes for what they say, where no sheet in the page speaks."""
        said = self.sheets.named(element) if element.get("class") else None
        if said is None:
            return sight
        if said[0] == "struck":
            return sight._replace(line=sight.line or Form.STRUCK, sure=sight.sure and said[1])
        return sight._replace(away=sight.away or Form.HIDDEN, sure=sight.sure and said[1])

    def _coloured(self, sight: PageSight, element: Any, said: Mapping[str, str]) -> PageSight:
        """Follow the colours of letters and of what lies behind them."""
        behind = _behind(said)
        if behind == "":
            behind = _attribute(element, "bgcolor", behind=True)
        if behind not in ("", CLEAR):
            sight = sight._replace(behind=behind)
        elif self.sheets.outside and (element.get("class") or element.tag in ("th", "thead")):
            sight = sight._replace(behind=None)  # A sheet that is not here may colour it
        if element.get("background") is not None:
            sight = sight._replace(behind=None)
        letters = said.get("-webkit-text-fill-color") or said.get("color")
        if letters and letters not in ("inherit", "unset", "currentcolor", "revert"):
            return sight._replace(colour=colour(letters))
        if element.tag == "a" and element.get("href") is not None and not letters:
            return sight._replace(colour=BLUE)
        named = {"font": "color", "body": "text"}.get(element.tag)
        found = _attribute(element, named) if named and not letters else ""
        return sight if found == "" else sight._replace(colour=found)


def _first(element: Any) -> dict[str, str]:
    """Give what an element's tag and attributes stand for before any sheet speaks."""
    found = dict(_OF_TAG.get(element.tag, {}))
    folded = element.tag == "dialog" and element.get("open") is None
    filled = element.tag == "object" and element.get("data") is not None
    if element.get("hidden") is not None or folded or filled:
        found.update(_GONE)
    return found


def _attribute(element: Any, name: str, *, behind: bool = False) -> Colour:
    """Give a colour of an attribute; an empty text where there is none."""
    text = (element.get(name) or "").strip()
    return colour(text, behind=behind) if text else ""


def _behind(said: Mapping[str, str]) -> Colour:
    """Give the colour behind an element; an empty text where it has none, None for a picture."""
    both = f"{said.get('background-color', '')} {said.get('background-image', '')}"
    if "url(" in both or "gradient(" in both:
        return None
    value = said.get("background-color", "")
    if not value or "(" in value:
        return colour(value, behind=True) if value else ""
    words = [colour(word, behind=True) for word in value.split() if word not in _NO_COLOURS]
    return words[0] if words else ""


_NO_COLOURS = (
    *("none", "repeat", "no-repeat", "repeat-x", "repeat-y", "scroll", "fixed", "local", "top"),
    *("left", "right", "bottom", "center", "cover", "contain", "auto", "inherit", "initial"),
    *("unset", "currentcolor", "0", "0%", "0px", "50%", "100%", "/", "border-box"),
    *("padding-box", "content-box"),
)


def _inherited(sight: PageSight, said: Mapping[str, str]) -> PageSight:
    """Follow what is inherited until something in it says otherwise."""
    seen = said.get("visibility")
    if seen and seen != "inherit":
        sight = sight._replace(unseen=seen in ("hidden", "collapse"))
    if size := said.get("font-size"):
        sight = sight._replace(tiny=_tiny(size, above=sight.tiny))
    if indent := said.get("text-indent"):
        sight = sight._replace(indented=_length(indent.split()[0], 0.0) <= _FAR)
    return sight


def _tiny(size: str, *, above: bool) -> bool:
    relative = size.endswith(("%", "em", "ex", "ch")) and not size.endswith("rem")
    length = _length(size, 16.0)
    if relative:
        return above or length <= _SMALL
    return above if size in ("inherit", "smaller", "larger", "unset") else length <= _SMALL


def _marked(sight: PageSight, element: Any, said: Mapping[str, str]) -> PageSight:
    """Follow lines through letters, and letters that are lifted or lowered."""
    apart = said.get("display", "").startswith("inline-") or said.get("float", "none") != "none"
    if apart or said.get("position") in ("absolute", "fixed"):
        # A line through what stands around does not go through it.
        sight = sight if sight.line is Form.DELETED else sight._replace(line=None)
    double = said.get("text-line-through", "none") not in ("none", "")
    if "line-through" in said.get("text-decoration-line", "") or double:
        form = Form.DELETED if element.tag == "del" else Form.STRUCK
        sight = sight._replace(line=sight.line or form)
    if element.tag not in _TABLES and element.tag not in _UNRAISED and _raised(element, said):
        sight = sight._replace(raised=True)
    return sight


def _raised(element: Any, said: Mapping[str, str]) -> bool:
    align = said.get("vertical-align", "")
    if align in ("super", "sub") or said.get("font-variant-position") in ("super", "sub"):
        return True
    if align in ("top", "text-top", "bottom", "text-bottom") and _smaller(element, said):
        return True
    if abs(_length(align, 0.0)) >= _LIFT or _length(said.get("mso-text-raise", ""), 0.0):
        return True
    if said.get("position") == "relative":
        return any(abs(_length(said.get(side, ""), 0.0)) >= _LIFT for side in ("top", "bottom"))
    found = re.search(r"translate(?:y\(|\([^,()]*,)([^(),]*)\)", said.get("transform", ""))
    return bool(found) and abs(_length(found[1].strip(), 0.0)) >= _LIFT if found else False


def _smaller(element: Any, said: Mapping[str, str]) -> bool:
    size = said.get("font-size", "")
    if size.endswith("%"):
        return _length(size[:-1], 100.0) < 100 * _LESS
    if size.endswith("em") and not size.endswith("rem"):
        return _length(size[:-2], 1.0) < _LESS
    return size in ("smaller", "x-small", "xx-small") or (not size and element.tag == "small")


def _placed(sight: PageSight, element: Any, said: Mapping[str, str]) -> PageSight:
    """Follow what takes an element away: not shown, clear, outside of the page, cut to nothing."""
    away = (
        said.get("display") == "none"
        or said.get("mso-hide") == "all"
        or said.get("content-visibility") == "hidden"
        or _length(said.get("opacity", ""), 1.0, per_cent=0.01) <= _FAINT
        or bool(re.search(r"opacity\(\s*0?(?:\.0+)?%?\s*\)", said.get("filter", "")))
        or _outside(said)
        or _cut(element, said)
    )
    return sight._replace(away=sight.away or Form.HIDDEN) if away else sight


def _outside(said: Mapping[str, str]) -> bool:
    transform = said.get("transform", "")
    if transform:
        found = re.search(r"translate\w*\(([^()]*)\)", transform)
        far = found and any(_length(one.strip(), 0.0) <= _FAR for one in found[1].split(","))
        if far or re.search(r"scale[xy]?\(\s*0\s*[,)]", transform):
            return True
    if _length(said.get("margin-left", ""), 0.0) <= _FAR:
        return True
    if said.get("position") in ("absolute", "fixed", "relative"):
        lengths = [_length(said.get(side, ""), 0.0) for side in ("left", "top", "right")]
        return min(lengths) <= _FAR or lengths[0] >= _FAR_RIGHT
    return False


def _cut(element: Any, said: Mapping[str, str]) -> bool:
    """Tell what is cut to nothing, as words are that only a screen reader says."""
    apart = said.get("position") in ("absolute", "fixed")
    clip = said.get("clip", "")
    if apart and clip.startswith("rect(") and "auto" not in clip:
        sides = [_length(one, 9.0) for one in clip[5:-1].replace(",", " ").split()]
        if len(sides) == _SIDES and max(sides) - min(sides) <= _SMALL:
            return True
    if _CLIP_PATH.match(said.get("clip-path", "")):
        return True
    kept = {said.get(name, "visible") for name in ("overflow", "overflow-x", "overflow-y")}
    if kept <= {"visible", "auto", "scroll"} or element.tag in _TABLES:
        return False
    boxed = apart or element.tag not in _INLINE or said.get("display", "inline") != "inline"
    sizes = (said.get(name, "") for name in ("height", "max-height", "width", "max-width"))
    return boxed and any(_length(size, 99.0) <= _SMALL for size in sizes)


def _of_word(sight: PageSight, element: Any, said: Mapping[str, str]) -> PageSight:
    """Take what Word keeps comments in for what it is."""
    return sight._replace(away=Form.NOTED) if said.get("mso-element") == "comment-list" else sight


def _length(text: str, missing: float, *, per_cent: float = 12.8) -> float:
    """Give a length [px]; `missing` where there is none."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return missing
    unit = found[2] or "px"
    return float(found[1]) * (per_cent if unit == "%" else _PIXELS[unit])
