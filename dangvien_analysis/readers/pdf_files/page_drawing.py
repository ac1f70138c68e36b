"""What a page of a PDF draws, in its order: letters, shapes and pictures.

pdfminer tells where they are; what it leaves out is kept here: whether ink is put on the paper at
all, and what is drawn over what.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont, PDFType3Font
from pdfminer.pdfinterp import PDFGraphicState, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, Rect, apply_matrix_rect

from .drawing_steps import MOST, Colour, Pen, TooMuchError, colour_of, common, draw

Letter = dict[str, Any]
Box = tuple[float, float, float, float]

_NO_INK = (3, 7)  # Ways to draw letters that put nothing on the paper
_OUTLINE, _AREA_AND_OUTLINE = 1, 2
_SEEN, _OPAQUE = 0.05, 0.9  # Shares of ink: less is not seen, more lets nothing through
_SMALLEST = 1.0  # Size of letters that can be read [points]
_KINDS = ((LTLine, "line"), (LTRect, "rect"), (LTCurve, "curve"))


class Shape(NamedTuple):
    """A line, an area or a picture."""

    kind: str  # "line", "rect", "curve", "image"
    box: Box  # Left, top, right, bottom [points]
    shown: Box  # What is seen of it
    points: tuple[tuple[float, float], ...]
    order: int
    fill: bool
    colour: Colour  # Of its area; of its line where it is not filled
    opaque: bool  # Whether nothing is seen through it
    thick: float  # Of its line


class Drawing(NamedTuple):
    """What a page draws."""

    letters: list[Letter]
    shapes: list[Shape]


def drawing_of(page: Any, off: frozenset[int]) -> Drawing:
    """Draw a page.

    `off` are the layers that are switched off, by the numbers of their objects.
    """
    device = _Device(page, off)
    draw(page, device)
    return Drawing(device.letters, device.shapes)


class _Device(PDFPageAggregator):
    """Takes what is drawn; letters become plain mappings at once, which need less memory."""

    state: Pen

    def __init__(self, page: Any, off: frozenset[int]) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number)
        left, top = page.mediabox[:2]
        self.left, self.zero = left, page.height + top
        self.off = off
        self.letters: list[Letter] = []
        self.shapes: list[Shape] = []
        self.layers: list[bool] = []  # Of each part that is begun, whether it is switched off
        self.order = 0
        self.mode = 0
        self.paper: Rect = (0, 0, 0, 0)

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        super().begin_page(page, ctm)
        paper = apply_matrix_rect(ctm, page.mediabox)
        self.paper = common(paper, apply_matrix_rect(ctm, page.cropbox))

    def render_string(
        self, textstate: PDFTextState, seq: Any, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        self.mode = textstate.render
        self.order += 1
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913 - as pdfminer calls it
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        adv = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        item: Any = self.cur_item._objs.pop()
        a, b, c, d, _, f = matrix
        size = abs(fontsize) * abs(a * d - b * c) ** 0.5
        tiny = size < _SMALLEST and not isinstance(font, PDFType3Font)
        self.letters.append(
            {
                "text": item.get_text(),
                "fontname": item.fontname,
                "x0": item.x0 + self.left,
                "x1": item.x1 + self.left,
                "top": self.zero - item.y1,
                "bottom": self.zero - item.y0,
                "doctop": self.zero - item.y1,
                "size": item.size,
                "upright": item.upright,
                "base": self.zero - f - rise * d,
                "turn": 0 if item.upright else _turn(a, b),
                "order": self.order,
                "colour": self._ink(graphicstate, ncs),
                "lost": "hidden" if tiny else self._lost(item, graphicstate),
            }
        )
        if len(self.letters) > MOST:
            raise TooMuchError
        return adv

    def _ink(self, state: Any, ncs: PDFColorSpace) -> Colour:
        """Tell the colour of a letter; one that has an outline of another colour has none."""
        if self.mode % 4 == _OUTLINE:
            return colour_of(state.scolor, state.scs.name)
        if self.mode % 4 == _AREA_AND_OUTLINE and state.scolor != state.ncolor:
            return None
        return colour_of(state.ncolor, ncs.name)

    def _lost(self, item: Any, state: Any) -> str:
        """Tell why a letter is not seen, whatever lies around it."""
        left, low, right, high = state.clip or self.paper
        x, y = (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2
        if any(self.layers) or not (left <= x <= right and low <= y <= high):
            return "hidden"
        return "unseen" if self.mode in _NO_INK or state.ink < _SEEN else ""

    def paint_path(
        self,
        gstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        super().paint_path(gstate, stroke, fill, evenodd, path)
        self._take(gstate)

    def render_image(self, name: str, stream: PDFStream) -> None:
        super().render_image(name, stream)
        self._take(self.state)

    def _take(self, state: Any) -> None:
        """Keep what was just drawn."""
        items: list[Any] = self.cur_item._objs
        self.order += 1
        while items and isinstance(items[-1], LTCurve | LTImage):
            item = items.pop()
            seen = common(item.bbox, state.clip or self.paper)
            if any(self.layers) or state.ink < _SEEN:
                continue
            self.shapes.append(self._shape(item, seen, state))
            if len(self.shapes) > MOST:
                raise TooMuchError

    def _shape(self, item: Any, seen: Rect, state: Pen) -> Shape:
        box, shown = self._turned(item.bbox), self._turned(seen)
        if isinstance(item, LTImage):
            stream = item.stream
            opaque = not any(name in stream for name in ("SMask", "Mask", "ImageMask", "IM"))
            return Shape(
                "image", box, shown, (), self.order, True, None, opaque and state.plain, 0
            )
        kind = next(name for one, name in _KINDS if isinstance(item, one))
        points = tuple((self.left + x, self.zero - y) for x, y in item.pts)
        space, colour = (state.ncs, state.ncolor) if item.fill else (state.scs, state.scolor)
        opaque = item.fill and state.plain and state.ink > _OPAQUE and kind == "rect"
        ink = colour_of(colour, space.name)
        return Shape(kind, box, shown, points, self.order, item.fill, ink, opaque, item.linewidth)

    def _turned(self, box: Rect) -> Box:
        x0, y0, x1, y1 = box
        return self.left + x0, self.zero - y1, self.left + x1, self.zero - y0


def _turn(a: float, b: float) -> int:
    """Tell how far the letters of a line are turned, against the clock [degrees]."""
    if abs(b) > abs(a):
        return 90 if b > 0 else 270
    return 180 if a < 0 else 0
