"""The look of the charts: A4 sizes, one font, tones that survive a black-and-white print."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from PIL import Image

from dangvien_analysis.charts.drawing.fitting import FONT, SMALL, text_width, wrap

POINTS = 72
"""Points in an inch."""
FULL_WIDTH = 6.5
"""Width of a chart [inches]: A4 less margins of 30 and 15 mm (Hướng dẫn 36-HD/VPTW, 2018)."""
HALF_WIDTH = 3.17
"""Width of a chart that has another beside it [inches]; lines along the year fit it."""
FULL_HEIGHT = 8.46
"""Height of a chart that takes a page [inches]: 215 mm, A4 less margins, heading and caption."""

INK = "#1b2430"
FAINT = "#5b6672"
TEXT = 8.0
TITLE = 10.0
LEADING = 9.5
"""From line to line of the smallest text [points]."""
PRINT_DPI = 200
# Half the time of the usual level, for a file a twentieth larger.
_PACKING = {"compress_level": 4}
_SCREEN_COLOURS = 64  # each surface's own, and the soft edges of letters
_MARGIN = 4.0
_HEAD = 20.0
_NOTHING = 60.0


@dataclass(frozen=True)
class Tone:
    """How one kind of people is drawn."""

    words: str  # What it is called in a key
    fill: str  # Colour; the tones get lighter the further people are from being admitted
    hatch: str = ""  # Hatching, which tells tones apart where the print is poor
    ink: str = INK  # Colour of a number written on it

    @property
    def style(self) -> dict[str, Any]:
        """What matplotlib's patches and markers take."""
        return {
            "facecolor": self.fill,
            "edgecolor": INK,
            "hatch": self.hatch or None,
            "linewidth": 0.6,
        }


TONES = {
    "admitted": Tone("đã kết nạp", "#24405f", ink="white"),
    "pending": Tone("đang trình duyệt", "#c3d0df", "/////"),
    "remaining": Tone("còn thiếu", "white"),
    "pool_usable": Tone("còn thiếu, có nguồn tại chỗ", "#dde4ec"),
    "pool_shortfall": Tone("còn thiếu, thiếu nguồn", "white", "xxxxx"),
    "unknown": Tone("chưa rõ", "white", "....."),
    "ahead95": Tone("khoảng 95%", "#e6eaef"),
    "ahead80": Tone("khoảng 80%", "#b3c0d0"),
    "ahead_low": Tone("đến mức thấp", "#9aacc1"),
    "ahead_range": Tone("khoảng 80%", "#e3e8ee", "....."),
}


@dataclass(frozen=True)
class Mark:
    """How one level is marked in a grid of units and months."""

    # matplotlib's marker; each level has its own, so that print and eyes without colour do
    shape: str
    fill: str  # Colour of its face
    size: float = 5.5  # Its size where there is room [points]

    @property
    def style(self) -> dict[str, Any]:
        """What matplotlib's lines take."""
        return {
            "marker": self.shape,
            "markerfacecolor": self.fill,
            "markeredgecolor": INK,
            "markeredgewidth": 0.7,
            "markersize": self.size,
        }


MARKS = {
    "met": Mark("s", "#24405f"),
    "met_if_approved": Mark("s", "#9aacc1"),
    "on_track": Mark("s", "white"),
    "not_judged": Mark("o", "white", 3.0),
    "watch": Mark("v", "#c3d0df"),
    "at_risk": Mark("X", "#1b2430", 6.0),
}
"""Levels by shape and tone."""

# What windows and notebooks show a chart with is the user's; so is whether they do.
_WINDOWS = (
    *("backend", "interactive", "keymap.", "toolbar", "tk.", "webagg."),
    *("figure.raise_window", "savefig.directory"),
)
TICKS: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": ".15",
    "axes.facecolor": "white",
    "axes.grid": False,
    "axes.labelcolor": ".15",
    "axes.spines.bottom": True,
    "axes.spines.left": True,
    "axes.spines.right": True,
    "axes.spines.top": True,
    "figure.facecolor": "white",
    "font.family": ["sans-serif"],
    "font.sans-serif": [
        *("Arial", "DejaVu Sans", "Liberation Sans", "Bitstream Vera Sans", "sans-serif")
    ],
    "grid.color": ".8",
    "grid.linestyle": "-",
    "lines.solid_capstyle": "round",
    "patch.edgecolor": "w",
    "patch.force_edgecolor": True,
    "text.color": ".15",
    "xtick.bottom": True,
    "xtick.color": ".15",
    "xtick.direction": "out",
    "xtick.top": False,
    "ytick.color": ".15",
    "ytick.direction": "out",
    "ytick.left": True,
    "ytick.right": False,
}
"""What `seaborn.axes_style` gives for "ticks", but for a scale of colours, which no chart has.

To load seaborn takes longer than to draw ten charts; whoever draws no points does without.
"""

_DEFAULTS = {
    name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith(_WINDOWS)
}
_RC: dict[str, Any] = {
    "font.family": [FONT],
    "font.size": SMALL,
    "text.color": INK,
    # A dollar sign in a name is a dollar sign.
    "text.parse_math": False,
    # With hinting a text is a little wider or narrower at each resolution.
    "text.hinting": "none",
    "axes.edgecolor": INK,
    "axes.linewidth": 0.6,
    "axes.titlesize": TITLE,
    "axes.labelsize": SMALL,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "hatch.linewidth": 0.5,
    "figure.facecolor": "white",
    "figure.dpi": 100,
    # Names in an SVG file would otherwise differ from run to run.
    "svg.hashsalt": "dangvien",
    "svg.fonttype": "path",
    # A notebook's "tight" would change the size of the page.
    "savefig.bbox": None,
}


_width: ContextVar[float] = ContextVar("width", default=FULL_WIDTH)


@contextmanager
def half_width() -> Iterator[None]:
    """Open new charts half as wide for a while, so that two stand side by side."""
    token = _width.set(HALF_WIDTH)
    try:
        yield
    finally:
        _width.reset(token)


@contextmanager
def theme() -> Iterator[None]:
    """Set the look for a while; also a decorator. Settings outside it stay as they are.

    It starts from matplotlib's defaults, so that no settings of the user change a chart.
    """
    style: dict[Any, Any] = {**_DEFAULTS, **TICKS, **_RC}
    with mpl.rc_context(style):
        yield


@dataclass(frozen=True)
class Page:
    """The frame of a chart: its title above, notes below, and how tall it is."""

    title: str
    body: float  # Height of the drawing itself [points]
    notes: Sequence[str] = ()  # Sentences under the chart
    below: float = 0.0  # Room for what an axis writes outside the drawing [points]
    left: float = 0.0

    def axes(self, ax: Axes | None = None) -> Axes:
        """Write title and notes, in a new figure unless an Axes is given."""
        ax = self._opened() if ax is None else ax
        title = ax.set_title(self.title, loc="left", pad=6)
        title.set(x=-self.left / width_of(ax), weight="bold", family=FONT, color=INK)
        # On a chart of half the width a long title is set smaller.
        needed = text_width(self.title, TITLE, "bold") / (width_of(ax) + self.left)
        title.set_fontsize(max(TITLE / max(needed, 1.0), SMALL))
        ax.annotate(
            self._foot(width_of(ax) + self.left),
            (0, 0),
            (-self.left, -self.below - LEADING / 2),
            xycoords="axes fraction",
            textcoords="offset points",
            va="top",
            color=FAINT,
            linespacing=1.25,
        )
        return ax

    def _foot(self, width: float) -> str:
        return wrap(" ".join(self.notes), width) if self.notes else ""

    def _opened(self) -> Axes:
        """Open a figure in which title, drawing and notes find room."""
        across = _width.get() * POINTS
        lines = self._foot(across - 2 * _MARGIN).count("\n") + 1 if self.notes else 0
        under = self.below + _MARGIN + (lines + 1) * LEADING * bool(lines)
        height = _HEAD + self.body + under
        figure = plt.figure(figsize=(_width.get(), height / POINTS))
        width = across - self.left - 2 * _MARGIN
        return figure.add_axes(
            (
                (self.left + _MARGIN) / across,
                under / height,
                width / across,
                self.body / height,
            )
        )


def width_of(ax: Axes | None) -> float:
    """Measure the room across.

    `ax`: an Axes; None for the one that `Page` would open without room to its left.
    """
    if ax is None:
        return _width.get() * POINTS - 2 * _MARGIN
    return size_of(ax)[0]


def figure_of(ax: Axes) -> Figure:
    """Find the figure of an Axes.

    Raises ValueError when the Axes was removed from its figure.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("the Axes was removed from its figure")
    return figure


def close(ax: Axes) -> None:
    """Close the figure of an Axes: what is not closed stays in memory."""
    plt.close(figure_of(ax))


def size_of(ax: Axes) -> tuple[float, float]:
    """Measure an Axes."""
    box = ax.get_position()
    width, height = figure_of(ax).get_size_inches() * POINTS
    return float(box.width * width), float(box.height * height)


def bare(ax: Axes) -> None:
    """Take away the frame, the ticks and their labels."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def key(ax: Axes, tones: Sequence[str]) -> None:
    """Tell what the tones mean, in one line at the right of the title."""
    handles = [Patch(label=TONES[name].words, **TONES[name].style) for name in tones]
    ax.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=len(handles),
        borderaxespad=0.3,
        borderpad=0.2,
        columnspacing=1.2,
        handlelength=1.5,
        handletextpad=0.5,
        frameon=False,
    )


def number_on(ax: Axes, at: tuple[float, float], shown: str, tone: Tone, room: float) -> bool:
    """Write a number on its segment where it fits."""
    fits = text_width(shown, TEXT, "bold") + 2 <= room
    if fits:
        # Hatching under a digit makes it hard to read.
        box = {"facecolor": tone.fill, "edgecolor": "none", "pad": 0.8} if tone.hatch else None
        ax.text(
            *at,
            shown,
            ha="center",
            va="center_baseline",
            size=TEXT,
            weight="bold",
            color=tone.ink,
            bbox=box,
        )
    return fits


@theme()
def nothing(ax: Axes | None, title: str, sentence: str) -> Axes:
    """Draw a chart without data: its title, and a sentence that says why."""
    ax = Page(title, _NOTHING).axes(ax)
    bare(ax)
    ax.text(
        0.5,
        0.5,
        wrap(sentence, width_of(ax), TEXT),
        ha="center",
        va="center",
        size=TEXT,
        color=FAINT,
        transform=ax.transAxes,
    )
    return ax


def png_of(ax: Axes) -> bytes:
    """Give a chart as PNG, the same bytes for the same chart."""
    stream = BytesIO()
    with theme():
        figure_of(ax).savefig(
            stream, format="png", dpi=PRINT_DPI, metadata={"Software": None}, pil_kwargs=_PACKING
        )
    return stream.getvalue()


def screen_png_of(ax: Axes, dpi: int) -> bytes:
    """Give a chart as a small PNG to look at on a screen: fewer points, few colours."""
    drawn, packed = BytesIO(), BytesIO()
    with theme():
        figure_of(ax).savefig(drawn, format="png", dpi=dpi, pil_kwargs=_PACKING)
    with Image.open(drawn) as picture:
        few = picture.convert("RGB").quantize(
            _SCREEN_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    few.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def svg_of(ax: Axes) -> bytes:
    """Give a chart as SVG, the same bytes for the same chart."""
    stream = BytesIO()
    with theme():
        figure_of(ax).savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def save(ax: Axes, stem: str | Path) -> tuple[Path, Path]:
    """Write a chart as PNG and as SVG, the same bytes for the same chart."""
    png, svg = Path(f"{stem}.png"), Path(f"{stem}.svg")
    png.write_bytes(png_of(ax))
    svg.write_bytes(svg_of(ax))
    return png, svg
