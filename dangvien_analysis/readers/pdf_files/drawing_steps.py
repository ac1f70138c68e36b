"""The steps of drawing a page of a PDF that pdfminer passes over: clips, ink, layers, colours."""

from collections.abc import Sized
from typing import Any

from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFStackT
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name
from pdfminer.utils import Matrix, Rect, apply_matrix_pt

MOST = 50_000
"""Most letters, and most shapes, of one page: a full page of small print has 10,000 letters."""

Colour = tuple[float, float, float] | None
"""Red, green and blue from 0 to 1; None where it is not known."""

_DEEPEST = 1_000  # States of the pen, and parts of a page, that are begun and not ended
_GRAY, _RGB, _CMYK = 1, 3, 4  # Numbers that make a colour
_TINTS, _OTHER_SPACES = ("Separation", "DeviceN"), ("Indexed", "Lab", "Pattern")


class TooMuchError(Exception):
    """A page draws more than anyone could read."""


def layers_off(catalog: Any) -> frozenset[int]:
    """Find the layers of a document that are switched off when it is opened."""
    layers = resolve1(catalog.get("OCProperties"))
    usual = resolve1(layers.get("D")) if isinstance(layers, dict) else None
    if not isinstance(usual, dict):
        return frozenset()
    off = _numbers(usual.get("OFF"))
    if resolve1(usual.get("BaseState")) is LIT("OFF"):
        off |= _numbers(layers.get("OCGs")) - _numbers(usual.get("ON"))
    return off


def _numbers(listed: Any) -> frozenset[int]:
    found = resolve1(listed)
    references = found if isinstance(found, list) else [listed]
    return frozenset(one.objid for one in references if isinstance(one, PDFObjRef))


class Pen(PDFGraphicState):
    """The state of the pen, with what pdfminer does not keep."""

    def __init__(self) -> None:
        super().__init__()
        self.ink = 1.0  # Of areas and letters; 0 leaves no trace
        self.plain = True  # Whether it replaces what lies below
        self.clip: Rect | None = None  # Outside it nothing is seen

    def copy(self) -> "Pen":
        """Give the same once more."""
        state = Pen.__new__(Pen)
        state.__dict__.update(self.__dict__)
        return state

    def within(self, box: Rect) -> None:
        """Let what is drawn from now on be seen within a box alone."""
        self.clip = common(self.clip, box) if self.clip else box


def draw(page: Any, device: Any) -> None:
    """Follow the steps of a page; a device takes what is drawn."""
    _Steps(page.pdf.rsrcmgr, device).process_page(page.page_obj)


class _Steps(PDFPageInterpreter):
    """Follows what pdfminer passes over: the clip, the ink, layers."""

    device: Any
    graphicstate: Pen
    _outer: "_Steps | None" = None

    def subinterp(self) -> "_Steps":
        inner = super().subinterp()
        assert isinstance(inner, _Steps)
        inner._outer = self
        return inner

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self.graphicstate = self._outer.graphicstate.copy() if self._outer else Pen()
        self.textstate.render = self._outer.textstate.render if self._outer else 0

    def do_gs(self, name: PDFStackT) -> None:
        states = dict_value(self.resources.get("ExtGState", {}))
        given = dict_value(states.get(literal_name(name), {}))
        state = self.graphicstate
        ink = resolve1(given.get("ca"))
        state.ink = float(ink) if isinstance(ink, int | float) else state.ink
        if "BM" in given or "SMask" in given:
            usual = {LIT("Normal"), LIT("Compatible"), LIT("None"), None}
            state.plain = all(resolve1(given.get(one)) in usual for one in ("BM", "SMask"))

    def do_W(self) -> None:  # noqa: N802 - the operator's name
        """Take the path as the bounds of what is drawn from now on."""
        points = [
            apply_matrix_pt(self.ctm, (float(x), float(y)))
            for _, *numbers in self.curpath
            for x, y in zip(numbers[::2], numbers[1::2], strict=False)
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            self.graphicstate.within((min(xs), min(ys), max(xs), max(ys)))

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_l(self, x: PDFStackT, y: PDFStackT) -> None:
        super().do_l(x, y)
        _bound(self.curpath)

    def do_c(
        self,
        x1: PDFStackT,
        y1: PDFStackT,
        x2: PDFStackT,
        y2: PDFStackT,
        x3: PDFStackT,
        y3: PDFStackT,
    ) -> None:
        super().do_c(x1, y1, x2, y2, x3, y3)
        _bound(self.curpath)

    def do_v(self, x2: PDFStackT, y2: PDFStackT, x3: PDFStackT, y3: PDFStackT) -> None:
        super().do_v(x2, y2, x3, y3)
        _bound(self.curpath)

    def do_y(self, x1: PDFStackT, y1: PDFStackT, x3: PDFStackT, y3: PDFStackT) -> None:
        super().do_y(x1, y1, x3, y3)
        _bound(self.curpath)

    def do_re(self, x: PDFStackT, y: PDFStackT, w: PDFStackT, h: PDFStackT) -> None:
        super().do_re(x, y, w, h)
        _bound(self.curpath)

    def do_q(self) -> None:
        super().do_q()
        _bound(self.gstack, _DEEPEST)

    def do_BDC(self, tag: PDFStackT, props: PDFStackT) -> None:  # noqa: N802
        named = isinstance(props, PSLiteral) and dict_value(self.resources.get("Properties", {}))
        layer = named.get(literal_name(props)) if named else None
        self.device.layers.append(tag is LIT("OC") and self._is_off(layer))
        _bound(self.device.layers, _DEEPEST)

    def do_BMC(self, tag: PDFStackT) -> None:  # noqa: N802
        self.device.layers.append(False)
        _bound(self.device.layers, _DEEPEST)

    def do_EMC(self) -> None:  # noqa: N802
        del self.device.layers[-1:]

    def _is_off(self, layer: object) -> bool:
        """Tell whether a layer, or each of a group of them, is switched off."""
        off = self.device.off
        if not off or not isinstance(layer, PDFObjRef):
            return False
        group = resolve1(layer)
        members = _numbers(group.get("OCGs")) if isinstance(group, dict) else frozenset()
        return layer.objid in off or (bool(members) and members <= off)

    def do_EI(self, obj: PDFStackT) -> None:  # noqa: N802
        self.device.state = self.graphicstate
        super().do_EI(obj)

    def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802
        device, depth = self.device, len(self.device.layers)
        device.state = self.graphicstate
        drawn = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        device.layers.append(isinstance(drawn, PDFStream) and self._is_off(drawn.get("OC")))
        super().do_Do(xobjid_arg)
        del device.layers[depth:]


def _bound(drawn: Sized, most: int = MOST) -> None:
    if len(drawn) > most:
        raise TooMuchError


def colour_of(value: Any, space: str) -> Colour:
    """Give a colour as red, green and blue; None where the numbers do not tell it."""
    parts = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(part, int | float) for part in parts):
        return None
    if space in _TINTS:
        return None if any(parts) else (1.0, 1.0, 1.0)
    if space in _OTHER_SPACES:
        return None
    if len(parts) == _CMYK:
        cyan, magenta, yellow, black = parts
        return tuple((1 - one) * (1 - black) for one in (cyan, magenta, yellow))
    return (parts * 3)[:3] if len(parts) in (_GRAY, _RGB) else None


def common(one: Rect, other: Rect) -> Rect:
    """Give what two boxes have in common; a box without an area where they have nothing."""
    left, low = max(one[0], other[0]), max(one[1], other[1])
    return left, low, max(left, min(one[2], other[2])), max(low, min(one[3], other[3]))
