"""The styles of an .ods file that make letters look otherwise than stored."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.sheet_forms.cell_forms import near
from dangvien_analysis.readers.sheet_forms.simple_markup import Attributes, Ends, Starts, walk

_WHITE = "FFFFFF"
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{0,6})?)(in|cm|mm|pt|pc|px)")
_POINTS = {"in": 72, "cm": 28.35, "mm": 2.835, "pt": 1, "pc": 12, "px": 0.75}
_THROUGH = ("style:text-line-through-style", "style:text-line-through-type")
_LOW = 2.0
"""Rows and columns of less points, which nobody can read."""
_DEEPEST = 50
"""Most styles that lead to one another."""
_MOST = 70_000


class Inked(NamedTuple):
    """How letters are set; None where it is as around them."""

    struck: bool | None = None
    raised: bool | None = None
    hidden: bool | None = None
    colour: str | None = None  # "RRGGBB"; empty for that of all letters
    ground: str | None = None

    def over(self, around: "Inked") -> "Inked":
        """Put letters within others."""
        mine, far = self._asdict(), around._asdict()
        return Inked(**{name: far[name] if own is None else own for name, own in mine.items()})

    @property
    def form(self) -> Form | None:
        """Give the form of letters."""
        if self.struck:
            return Form.STRUCK
        if self.hidden or near(self.colour or None, self.ground or _WHITE):
            return Form.HIDDEN
        return Form.RAISED if self.raised else None


class OpenStyle(NamedTuple):
    """A style, and the one it changes."""

    parent: str
    ink: Inked
    low: bool  # A row or column without height or width


class OpenStyles:
    """The styles of a file, by family and name."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], OpenStyle] = {}
        self._known: dict[tuple[str, str], Inked] = {}
        self._now = ("", "")

    def read(self, content: bytes) -> None:
        """Read the styles of a part."""
        starts: Starts = {
            "style": self._begin,
            "default-style": self._begin,
            "text-properties": self._letters,
            "table-cell-properties": self._cell,
            "table-row-properties": self._row,
            "table-column-properties": self._row,
        }
        ends: Ends = {"style": self._end, "default-style": self._end}
        walk(content, starts, ends)

    def ink(self, family: str, name: str) -> Inked:
        """Give how a style sets letters."""
        key = family, name
        if key not in self._known:
            found = Inked()
            for _ in range(_DEEPEST):
                style = self._styles.get((family, name))
                if style is None:
                    break
                found, name = found.over(style.ink), style.parent
            if family == "table-cell":
                usual = self._styles.get((family, ""))
                found = found.over(usual.ink) if usual else found
            self._known[key] = found
        return self._known[key]

    def is_low(self, family: str, name: str) -> bool:
        """Tell a row or column that has no height or width."""
        style = self._styles.get((family, name))
        return style is not None and style.low

    def formed(self) -> Iterator[str]:
        """Name the styles by which something may be not seen; empty for that of all cells."""
        grounds = {_WHITE} | {one.ink.ground for one in self._styles.values() if one.ink.ground}
        for family, name in self._styles:
            ink = self.ink(family, name)
            # Letters within a cell may stand on the ground of any.
            vanish = family != "table-cell" and any(near(ink.colour, one) for one in grounds)
            if ink.form or vanish or self.is_low(family, name):
                yield name

    def _begin(self, attributes: Attributes) -> None:
        family = attributes.get("style:family", "")
        self._now = family, attributes.get("style:name", "")
        if len(self._styles) < _MOST:
            parent = attributes.get("style:parent-style-name", "-")
            self._styles[self._now] = OpenStyle(parent, Inked(), low=False)

    def _end(self) -> None:
        self._now = ("", "")

    def _change(self, *, low: bool = False, **ink: Any) -> None:
        style = self._styles.get(self._now)
        if style is not None and self._now[0]:
            changed = style.ink._replace(**ink)
            self._styles[self._now] = OpenStyle(style.parent, changed, style.low or low)

    def _letters(self, attributes: Attributes) -> None:
        through = [attributes[one] for one in _THROUGH if one in attributes]
        position = attributes.get("style:text-position", "").split()
        found: dict[str, Any] = {
            "struck": all(one != "none" for one in through) if through else None,
            "raised": position[0].strip("-0%") != "" if position else None,
            "hidden": attributes["text:display"] == "none"
            if "text:display" in attributes
            else None,
            "colour": _colour(attributes.get("fo:color")),
        }
        if attributes.get("style:use-window-font-color") == "true":
            found["colour"] = ""
        if (behind := _colour(attributes.get("fo:background-color"))) is not None:
            found["ground"] = behind
        self._change(**found)

    def _cell(self, attributes: Attributes) -> None:
        told = attributes.get("fo:background-color")
        if told is not None:
            self._change(ground=_colour(told) or _WHITE)

    def _row(self, attributes: Attributes) -> None:
        told = attributes.get("style:row-height") or attributes.get("style:column-width") or ""
        size = _SIZE.fullmatch(told.strip())
        if size:
            self._change(low=float(size[1]) * _POINTS[size[2]] < _LOW)


def _colour(told: str | None) -> str | None:
    return told[1:].upper() if told and told.startswith("#") else None
