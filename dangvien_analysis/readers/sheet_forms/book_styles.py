"""The styles of an .xlsx file that make a cell's text or number look otherwise than stored."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.sheet_forms.cell_forms import near
from dangvien_analysis.readers.sheet_forms.number_format import (
    BUILT_IN,
    NumberFormat,
    is_plain_format,
)
from dangvien_analysis.readers.sheet_forms.simple_markup import (
    Attributes,
    Ends,
    Starts,
    is_on,
    walk,
)

WHITE, BLACK = "FFFFFF", "000000"
_THEME = "xl/theme/theme1.xml"
_THEME_COLOUR = (
    rb"<a:(lt1|dk1|lt2|dk2)>\s*<a:(?:srgbClr val|sysClr [^<>]*lastClr)=\"([0-9A-Fa-f]{6})\""
)
_THEMED = {"0": "lt1", "1": "dk1", "2": "lt2", "3": "dk2"}
_ALWAYS = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}
_MOST = 70_000
"""Most fonts, fills or styles that are looked at; Excel takes 65,490."""


class Lettering(NamedTuple):
    """How letters are set."""

    struck: bool = False
    raised: bool = False  # Or lowered
    colour: str | None = None  # "RRGGBB", or a name for one that is not known; None: as usual

    def form(self, ground: str | None) -> Form | None:
        """Give the form of letters on a ground of some colour."""
        if self.struck:
            return Form.STRUCK
        if near(self.colour, ground):
            return Form.HIDDEN
        return Form.RAISED if self.raised else None


class CellStyle(NamedTuple):
    """How a cell is set; a whole cell that is raised is only small."""

    letters: Lettering
    ground: str | None  # The cell's own colour; None where it is not known
    number: NumberFormat | None  # Where it needs a look at the numbers

    @property
    def form(self) -> Form | None:
        """Give the form of a whole cell."""
        found = self.letters.form(self.ground)
        return None if found is Form.RAISED else found


class BookStyles(NamedTuple):
    """The styles of a workbook's cells."""

    cells: Sequence[CellStyle] = ()
    colours: Mapping[str, str] | None = None  # Colours that have other names

    def of(self, number: str | None) -> CellStyle:
        """Give a cell's style by its number."""
        at = int(number) if number and number.isdecimal() else 0
        return self.cells[at] if at < len(self.cells) else _USUAL

    def formed(self) -> set[str]:
        """Name the styles that need a look at each cell."""
        return {str(at) for at, one in enumerate(self.cells) if one.form or _looks(one)}

    def whole(self) -> set[str]:
        """Name the styles that only round."""
        numbers = enumerate(one.number for one in self.cells)
        return {str(at) for at, one in numbers if one and one.is_whole}


_USUAL = CellStyle(Lettering(), WHITE, None)


def _looks(style: CellStyle) -> bool:
    return style.number is not None and not style.number.is_whole


def book_styles(styles: bytes, theme: bytes = b"") -> BookStyles:
    """Read the styles of a workbook."""
    reader = _StyleReader(theme)
    if styles:
        walk(styles, reader.starts(), reader.ends())
    return BookStyles(reader.styles(), reader.colours)


class FontReader:
    """Follows the markup of one font, or of the letters of a run."""

    def __init__(self, colours: Mapping[str, str]) -> None:
        self._colours = colours
        self.clear()

    def clear(self) -> None:
        """Begin a font."""
        self.letters = Lettering()

    def strike(self, attributes: Attributes) -> None:
        """Take note of crossed out letters."""
        self.letters = self.letters._replace(struck=is_on(attributes))

    def align(self, attributes: Attributes) -> None:
        """Take note of raised or lowered letters."""
        raised = attributes.get("val", "") in ("superscript", "subscript")
        self.letters = self.letters._replace(raised=raised)

    def colour(self, attributes: Attributes) -> None:
        """Take note of a colour."""
        self.letters = self.letters._replace(colour=colour_of(attributes, self._colours))


def colour_of(attributes: Attributes, colours: Mapping[str, str]) -> str | None:
    """Give a colour as "RRGGBB", or a name for it; None where it is that of all letters."""
    if is_on(attributes, "auto", usual=False):
        return None
    if rgb := attributes.get("rgb"):
        return rgb[-6:].upper()
    if indexed := attributes.get("indexed"):
        return colours.get(f"i{indexed}", f"i{indexed}")
    theme = attributes.get("theme")
    if theme is None:
        return None
    tint = attributes.get("tint", "0")
    plain = not tint.strip("-0.")
    return colours.get(f"t{theme}", f"t{theme}") if plain else f"t{theme} {tint}"


class _StyleReader:
    """Follows the markup of a workbook's styles."""

    def __init__(self, theme: bytes) -> None:
        self.colours = {f"i{number}": colour for number, colour in _ALWAYS.items()}
        told = {
            one[1].decode(): one[2].decode().upper() for one in re.finditer(_THEME_COLOUR, theme)
        }
        usual = {"lt1": WHITE, "dk1": BLACK} | told
        self.colours |= {f"t{at}": usual[name] for at, name in _THEMED.items() if name in usual}
        # A palette stands behind the fonts: colours get their values when all is read.
        self._font = FontReader({})
        self._fonts: list[Lettering] = []
        self._fills: list[Attributes | str | None] = []
        self._codes = dict(BUILT_IN)
        self._cells: list[Attributes] = []
        self._within = ""
        self._palette = 0

    def starts(self) -> Starts:
        """Tell what to call where an element begins."""
        return {
            "numFmt": self._number,
            "fonts": lambda _: self._enter("fonts"),
            "fills": lambda _: self._enter("fills"),
            "cellXfs": lambda _: self._enter("cellXfs"),
            "dxfs": lambda _: self._enter("dxfs"),
            "font": lambda _: self._font.clear(),
            "strike": self._font.strike,
            "vertAlign": self._font.align,
            "color": self._font.colour,
            "fill": lambda _: self._fills.append(WHITE) if self._is_in("fills") else None,
            "patternFill": self._pattern,
            "gradientFill": lambda _: self._ground(None),
            "fgColor": self._ground_colour,
            "xf": self._cell,
            "rgbColor": self._of_palette,
        }

    def ends(self) -> Ends:
        """Tell what to call where an element ends."""
        return {
            "font": self._end_font,
            **dict.fromkeys(("fonts", "fills", "cellXfs", "dxfs"), lambda: self._enter("")),
        }

    def styles(self) -> tuple[CellStyle, ...]:
        """Put the styles together."""
        formats: dict[int, NumberFormat | None] = {}
        for number in {_number(one, "numFmtId") for one in self._cells}:
            code = self._codes.get(number, "General")
            formats[number] = None if is_plain_format(code) else NumberFormat(code)
        return tuple(self._style(one, formats) for one in self._cells)

    def _style(self, cell: Attributes, formats: Mapping[int, NumberFormat | None]) -> CellStyle:
        font, fill = _number(cell, "fontId"), _number(cell, "fillId")
        letters = self._fonts[font] if font < len(self._fonts) else Lettering()
        colour = letters.colour and self.colours.get(letters.colour, letters.colour)
        ground = self._fills[fill] if fill < len(self._fills) else WHITE
        resolved = colour_of(ground, self.colours) if isinstance(ground, dict) else ground
        return CellStyle(
            letters._replace(colour=colour), resolved, formats.get(_number(cell, "numFmtId"))
        )

    def _enter(self, name: str) -> None:
        self._within = name

    def _is_in(self, name: str) -> bool:
        return self._within == name and len(self._fills) < _MOST

    def _number(self, attributes: Attributes) -> None:
        if self._within != "dxfs" and len(self._codes) < _MOST:
            self._codes[_number(attributes, "numFmtId")] = attributes.get("formatCode", "General")

    def _end_font(self) -> None:
        if self._within == "fonts" and len(self._fonts) < _MOST:
            self._fonts.append(self._font.letters)

    def _ground(self, colour: Attributes | str | None) -> None:
        if self._within == "fills" and self._fills:
            self._fills[-1] = colour

    def _pattern(self, attributes: Attributes) -> None:
        kind = attributes.get("patternType", "none")
        # Only a full colour is one that letters can vanish on.
        self._ground({"none": WHITE, "solid": "solid"}.get(kind))

    def _ground_colour(self, attributes: Attributes) -> None:
        if self._fills and self._fills[-1] == "solid":
            self._ground(attributes)

    def _cell(self, attributes: Attributes) -> None:
        if self._within == "cellXfs" and len(self._cells) < _MOST:
            self._cells.append(attributes)

    def _of_palette(self, attributes: Attributes) -> None:
        if self._palette < _MOST:
            self.colours[f"i{self._palette}"] = attributes.get("rgb", "")[-6:].upper()
        self._palette += 1


def _number(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - no such id
