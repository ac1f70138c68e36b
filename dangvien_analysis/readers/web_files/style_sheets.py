"""Style sheets of a web page, as text -> rules; only what can hide or mark letters is kept."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dangvien_analysis.errors import ReadError

MOST_RULES = 20_000
"""Of all sheets of a page; those of large frameworks have some thousand that matter here."""
_WIDTH = 1280
"""How wide a screen is taken to be [px], for rules that hold from some width on."""

_LONG = {"text-decoration": "text-decoration-line", "background": "background-color"}
"""Properties that set several others -> the one of these that matters here."""
_HIDE = {
    *("display", "visibility", "opacity", "filter", "content-visibility", "position"),
    *("top", "bottom", "left", "right", "inset", "clip", "clip-path", "text-indent", "transform"),
    *("height", "max-height", "width", "max-width", "overflow", "overflow-x", "overflow-y"),
    *("margin-left", "margin-top", "font-size", "mso-hide", "mso-element"),
}
KEPT = _HIDE | {
    *("vertical-align", "font-variant-position", "text-decoration-line", "text-line-through"),
    *("mso-text-raise", "float", "color", "-webkit-text-fill-color", "background-color"),
    "background-image",
}
_SHOWS = ("display", "visibility", "position", "clip", "opacity", "height", "left", "text-indent")

_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*(?:\*/)?|<!--|-->|<!\[CDATA\[|\]\]>")
_QUOTED = re.compile(r""""[^"]*"?|'[^']*'?|url\([^)]*\)?""", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"""["']([\w:.;\s-]*)["']""")
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_MARKS = {":": "\ue000", "/": "\ue001"}
"""Signs that stand in the name of a class, kept apart from those of a selector."""
_LAST = 0xD800
_BRACE = re.compile(r"([^{}]*)([{}]|$)")
_FONT_SIZE = re.compile(r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%)?)(?:\s*/|\s)")
_SIMPLE = re.compile(
    r"(?P<tag>[\w-]+|\*)|#(?P<id>[\w-]+)|\.(?P<cls>[\w\ue000\ue001-]+)|\[(?P<attribute>[^\[\]]*)\]"
    r"|::?(?P<pseudo>[\w-]+)(?:\((?P<inside>[^()]*)\))?"
)
_ATTRIBUTE = re.compile(r"""\s*([\w:-]+)\s*(?:([~|^$*]?=)\s*["']?([^"']*)["']?)?\s*""")
_JOIN = re.compile(r"\s*([>+~])\s*|\s+")
_NTH = re.compile(r"([+-]?\d*)n(?:([+-]\d+))?|([+-]?\d+)")
_LONGEST, _MOST_PARTS = 20_000, 20
"""Letters of the selectors of one rule, and elements that a selector speaks of."""


class Declaration(NamedTuple):
    """What a style says of one property."""

    name: str
    value: str
    important: bool


class Compound(NamedTuple):
    """What a selector asks of one element."""

    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()  # Name, comparison, value
    # Whether counted from the end, only among its tag; every how many, from where
    places: tuple[tuple[bool, bool, int, int], ...] = ()
    others: tuple["Compound", ...] = ()  # What it must not be


class StyleRule(NamedTuple):
    """A selector and its declarations."""

    parts: tuple[Compound, ...]  # The last one is the element itself
    joins: str  # Between them: " ", ">", "+" or "~"
    weight: tuple[int, int, int]
    declared: tuple[Declaration, ...]

    @property
    def hides(self) -> bool:
        """Whether it says how its elements are shown at all."""
        return any(one.name in _SHOWS for one in self.declared)


def declarations(text: str) -> tuple[Declaration, ...]:
    """Read what stands in a `style` attribute, or in the braces of a rule."""
    return tuple(_declarations(_clean(text)))


def rules_of(text: str) -> Iterator[StyleRule]:
    """Read the rules of a sheet that hold on a screen."""
    held: list[list[tuple[tuple[Compound, ...], str]] | bool] = []
    count = 0
    for found in _BRACE.finditer(_clean(text)):
        before, brace = found.groups()
        inner = held[-1] if held else True
        if isinstance(inner, list):
            body = before if brace != "{" else before.rpartition(";")[0]
            declared = tuple(_declarations(body))
            for parts, joins in inner if declared and all(held) else ():
                count += 1
                yield StyleRule(parts, joins, _weight(parts), declared)
            if count > MOST_RULES:
                raise too_many()
        if brace == "{":
            # A rule in a rule is newer than what offices use, and left out.
            held.append(inner is True and _prelude(before.rpartition(";")[2].strip()))
        elif held:
            held.pop()


def too_many() -> ReadError:
    """Give the error for a page whose sheets are too large."""
    return ReadError(
        "định kiểu (style) của trang web quá nhiều hoặc quá rắc rối; mở bằng Excel, chỉ giữ lại "
        "bảng số liệu và lưu lại thành .xlsx."
    )


def on_screen(media: str) -> bool:
    """Tell whether a list of media holds for a wide screen."""
    return any(_one_media(one) for one in media.lower().split(",")) if media.strip() else True


def _one_media(query: str) -> bool:
    kind, *features = (part.strip() for part in query.split(" and "))
    if kind.startswith("("):
        kind, features = "all", [kind, *features]
    return kind.removeprefix("only ") in ("all", "screen") and all(map(_feature, features))


def _feature(text: str) -> bool:
    found = re.fullmatch(
        r"\(\s*(min|max)-width\s*:\s*(\d{1,6}(?:\.\d{1,6})?)(px|em|rem)\s*\)", text
    )
    if not found:
        return text == "(orientation:landscape)"
    width = float(found[2]) * (1 if found[3] == "px" else 16)
    return width <= _WIDTH if found[1] == "min" else width >= _WIDTH


def _clean(text: str) -> str:
    """Take out comments, and what quoted words could hide braces and semicolons in."""
    if "\\" in text:
        text = _ESCAPED.sub(_letter, text)
    if "*" in text or "<" in text or "-->" in text:
        text = _COMMENT.sub(" ", text)
    return _QUOTED.sub(_word, text)


def _letter(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    letter = chr(code) if 0 < code < _LAST else found[2] or ""
    return letter if letter.isalnum() or letter in "-_" else _MARKS.get(letter, "")


def _word(found: re.Match[str]) -> str:
    if found[0][:1] not in "\"'":
        return "url()"
    return found[0] if _PLAIN_WORD.fullmatch(found[0]) and ";" not in found[0] else '""'


def _declarations(text: str) -> Iterator[Declaration]:
    for one in text.split(";"):
        name, colon, value = one.partition(":")
        name = name.strip().lower()
        name = _LONG.get(name, name)
        if not colon or (name not in KEPT and name != "font"):
            continue
        value = " ".join(value.lower().split())[:200]
        important = value.endswith("important") and "!" in value
        value = value.rpartition("!")[0].strip() if important else value
        if name == "font":
            size = _FONT_SIZE.search(value)
            name, value = "font-size", size[1] if size else ""
        if value:
            yield Declaration(name, value, important)


def _prelude(text: str) -> list[tuple[tuple[Compound, ...], str]] | bool:
    """Read what stands before a brace: selectors, or whether what is inside holds."""
    if text.startswith("@"):
        name, _, rest = text.partition(" ")
        if name.lower() == "@media":
            return on_screen(rest)
        return name.lower() in ("@supports", "@layer", "@charset")
    found = (_selector(one) for one in _commas(text))
    return [one for one in found if one] if len(text) <= _LONGEST else False


def _commas(text: str) -> Iterator[str]:
    """Part a list of selectors at its commas, not at those in brackets."""
    depth = start = 0
    for found in re.finditer(r"[(),]", text):
        depth += {"(": 1, ")": -1, ",": 0}[found[0]]
        if found[0] == "," and depth <= 0:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _selector(text: str) -> tuple[tuple[Compound, ...], str] | None:
    """Read one selector; None when it asks for what cannot be known."""
    parts: list[Compound] = []
    joins = ""
    text, at = text.strip(), 0
    while at < len(text) and len(parts) < _MOST_PARTS:
        compound, at = _compound(text, at)
        if compound is None:
            return None
        parts.append(compound)
        join = _JOIN.match(text, at)
        if join is None:
            return (tuple(parts), joins) if at == len(text) else None
        joins, at = joins + (join[1] or " "), join.end()
    return None


def _compound(text: str, at: int) -> tuple[Compound | None, int]:
    """Read what is asked of one element, from a place in a selector on."""
    compound: Compound | None = Compound()
    start = at
    while compound is not None and (found := _SIMPLE.match(text, at)):
        if found["pseudo"]:
            compound = _asked(compound, found["pseudo"].lower(), found["inside"] or "")
        elif found["attribute"] is not None:
            compound = _with_attribute(compound, found["attribute"])
        elif found["cls"]:
            name = found["cls"].replace("\ue000", ":").replace("\ue001", "/")
            compound = compound._replace(classes=(*compound.classes, name))
        elif found["id"]:
            compound = compound._replace(id=found["id"])
        else:
            compound = compound._replace(tag=found["tag"].lower().replace("*", ""))
        at = found.end()
    return (compound if at > start else None), at


def _with_attribute(compound: Compound, inside: str) -> Compound | None:
    found = _ATTRIBUTE.fullmatch(inside)
    if found is None:
        return None
    one = (found[1].lower(), found[2] or "", found[3] or "")
    return compound._replace(attributes=(*compound.attributes, one))


_PLACES = {
    "first-child": (False, False, 0, 1),
    "last-child": (True, False, 0, 1),
    "first-of-type": (False, True, 0, 1),
    "last-of-type": (True, True, 0, 1),
}
_COUNTED = {
    "nth-child": (False, False),
    "nth-last-child": (True, False),
    "nth-of-type": (False, True),
    "nth-last-of-type": (True, True),
}


def _asked(compound: Compound, name: str, inside: str) -> Compound | None:
    """Add what a word after a colon asks for, where a page without a mouse can answer it."""
    if name in _PLACES:
        return compound._replace(places=(*compound.places, _PLACES[name]))
    if name in _COUNTED and (step := _step(inside)):
        return compound._replace(places=(*compound.places, (*_COUNTED[name], *step)))
    if name == "not":
        read = [_compound(one.strip(), 0) for one in inside.split(",")]
        others = [one for one, _ in read if one is not None]
        whole = len(others) == len(read)
        return compound._replace(others=(*compound.others, *others)) if whole else None
    if name in ("root", "link", "any-link"):
        return compound._replace(tag="html" if name == "root" else "a")
    return None


def _step(text: str) -> tuple[int, int] | None:
    words = {"odd": "2n+1", "even": "2n"}
    text = "".join(text.lower().split())[:12]
    found = _NTH.fullmatch(words.get(text, text))
    if found is None:
        return None
    if found[3]:
        return 0, int(found[3])
    every = found[1] + "1" if found[1] in ("", "+", "-") else found[1]
    return int(every), int(found[2] or 0)


def _weight(parts: tuple[Compound, ...]) -> tuple[int, int, int]:
    ids = sum(bool(one.id) for one in parts)
    classes = sum(len(one.classes) + len(one.attributes) + len(one.places) for one in parts)
    return ids, classes, sum(bool(one.tag) for one in parts)
