"""The styles and pages of official documents: Hướng dẫn 36-HD/VPTW (2018), 05-HD/VPTW (2026).

The look of a document stands here and in no paragraph: an official who changes a style changes
the document.
"""

from dataclasses import dataclass
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
PAGE = (210, 297)
"""A4 [mm]."""
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
"""Margins [mm]."""
TEXT_WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
"""Width of the text on an upright page [mm]."""
HALVES = (75, 90)
"""Widths of the two halves of letterhead and signature [mm]."""
NUMBER_FROM_TOP = 10
"""Page number from the top edge [mm]."""
_PARTY_NAME = 75.5
"""Width of ĐẢNG CỘNG SẢN VIỆT NAM in bold capitals of 15 points, 72.9, and a little [mm]."""

_LEFT, _CENTER, _RIGHT, _JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True)
class FormatRules:
    """What differs between the rules of 2018 and of 2026."""

    after_recipient: str  # What ends each recipient but the last
    after_last: str = "."  # What ends the last one


RULES = {"HD36": FormatRules(","), "HD05": FormatRules(";")}
"""By the name that dangvien.toml gives them."""


@dataclass(frozen=True)
class Look:
    """One paragraph style."""

    size: float  # Size of its letters [points]
    align: Any = _LEFT  # Its alignment
    bold: bool = False  # Its letters
    italic: bool = False
    underline: bool = False
    after: float = 0.0  # Space below [points]
    exact: float = 0.0  # Exact line spacing [points]; 0 for single
    indent: float = 0.0  # Indent of the first line [mm]
    keep: bool = False  # Whether it stays with the next paragraph


STYLES = {
    "Normal": Look(14),
    "Superior Body": Look(14, _CENTER),
    "Issuing Body": Look(14, _CENTER, bold=True),
    "Number Line": Look(14, _CENTER),
    "Party Name": Look(15, _CENTER, bold=True, after=4),
    "Place and Date": Look(14, _CENTER, italic=True),
    "Title": Look(15, _CENTER, bold=True, after=2),
    "Subtitle": Look(14, _CENTER, bold=True),
    "Rule": Look(14, _CENTER, after=6),
    "Source": Look(12, _CENTER, italic=True, after=8),
    "Heading 1": Look(14, bold=True, after=6, exact=18, indent=10, keep=True),
    "Body Text": Look(14, _JUSTIFY, after=6, exact=18, indent=10),
    "Picture": Look(14, _CENTER, keep=True),
    "Caption": Look(12, _CENTER, italic=True, after=8),
    "Table Title": Look(12, _CENTER, bold=True, after=3, keep=True),
    "Table Head": Look(11, _CENTER, bold=True),
    "Table Text": Look(11, after=1),
    "Table Number": Look(11, _RIGHT, after=1),
    "Short Table Head": Look(11, _CENTER, bold=True, keep=True),
    "Short Table Text": Look(11, keep=True),
    "Short Table Number": Look(11, _RIGHT, keep=True),
    "After Table": Look(6),
    "Recipients Title": Look(14, underline=True),
    "Recipient": Look(12),
    "Authority": Look(14, _CENTER, bold=True),
    "Position": Look(14, _CENTER),
    "Signer": Look(14, _CENTER, bold=True),
    "Appendix": Look(14, _CENTER, bold=True, keep=True),
    "Appendix Title": Look(14, _CENTER, bold=True, after=6, keep=True),
    "Header": Look(14, _CENTER),
}
"""Paragraph styles, those of Word by their own names."""


def set_up(document: Any, *, numbered: bool = True) -> None:
    """Set pages and styles of a new document."""
    section = document.sections[0]
    upright(section)
    section.different_first_page_header_footer = True
    if numbered:
        _number_pages(section.header.paragraphs[0])
    known = {style.name for style in document.styles}
    for name, look in STYLES.items():
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _set(document.styles[name], look)
    _rule_under(document.styles["Party Name"])
    _no_gap(document.styles["Table Grid"])


def upright(section: Any) -> None:
    """Make a section's pages upright A4."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(side) for side in PAGE)
    _margins(section)


def landscape(section: Any) -> None:
    """Make a section's pages landscape A4."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_height, section.page_width = (Mm(side) for side in PAGE)
    _margins(section)


def _margins(section: Any) -> None:
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = Mm(NUMBER_FROM_TOP)


def _set(style: Any, look: Look) -> None:
    """Set one style: font for every script, black, Vietnamese, and nothing of the template."""
    style.font.name, style.font.size = FONT, Pt(look.size)
    style.font.bold, style.font.italic = look.bold, look.italic
    style.font.underline = look.underline
    style.font.color.rgb = RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.alignment, shape.keep_with_next = look.align, look.keep
    shape.space_before, shape.space_after = Pt(0), Pt(look.after)
    shape.first_line_indent = Mm(look.indent)
    if look.exact:
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = Pt(look.exact)
    else:
        shape.line_spacing = 1.0
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    for name in ("w:lang", "w:spacing", "w:kern"):
        for one in properties.findall(qn(name)):
            properties.remove(one)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    properties.append(language)
    for name in ("w:pBdr", "w:contextualSpacing", "w:tabs"):
        for one in style.element.pPr.findall(qn(name)):
            style.element.pPr.remove(one)


def _rule_under(style: Any) -> None:
    """Rule under the Party's name, as long as the words: a border between equal indents."""
    side = Mm((HALVES[1] - _PARTY_NAME) / 2)
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = side
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "000000"}.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = style.element.pPr
    # The schema wants borders before what sets spacing, indents and alignment.
    after = [qn(f"w:{name}") for name in ("spacing", "ind", "contextualSpacing", "jc")]
    place = next((at for at, one in enumerate(properties) if one.tag in after), len(properties))
    properties.insert(place, borders)


def _no_gap(style: Any) -> None:
    """Let cells of tables stand close to their lines."""
    style.paragraph_format.space_after = Pt(0)


def _number_pages(paragraph: Any) -> None:
    """Put the page's number into a header."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
