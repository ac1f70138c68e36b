"""Points on a plane with numbers beside them, and room for a list at their right."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from dangvien_analysis.charts.drawing.fitting import FONT, SMALL, Box, free_place, text_width
from dangvien_analysis.charts.drawing.theme import FAINT, INK, LEADING, TONES, size_of
from dangvien_analysis.columns import COLUMNS
from dangvien_analysis.text.numbers import format_count

SAME_POINT = ["remaining", "pool", "small"]
"""Units that agree in these share a marker."""
FILL = {"short": TONES["admitted"].fill, "covered": TONES["pool_usable"].fill}
"""Colours of the markers by state; other states are not drawn."""
ONE, SEVERAL = 28.0, 92.0
"""Areas of a marker [square points]; the larger one holds the number of its units."""

_MARK = {False: "o", True: "s"}
_GAP = 14.0
_SHADE = "#f1f3f5"

_Function = TypeVar("_Function", bound=Callable[..., Any])


def with_seaborn(draw: _Function) -> _Function:
    """Have seaborn loaded before a chart is drawn, and not by those who draw none of points.

    It keeps the settings it finds, for ``reset_orig``: the user's own, not those of a chart.
    """

    @wraps(draw)
    def loaded(*given: Any, **named: Any) -> Any:
        import seaborn  # noqa: F401

        return draw(*given, **named)

    return cast("_Function", loaded)


class View:
    """How an Axes is shared between the points, at the left, and a list at the right.

    Its scale: ``x`` and ``y`` are the people in one point of print across and up; the plane runs
    to ``right`` and from ``low`` to ``top``, the list from ``list_left`` to ``end`` [people].
    """

    def __init__(self, ax: Axes, drawn: pd.DataFrame, list_width: float) -> None:
        width, height = size_of(ax)
        self.plot = width - list_width - _GAP
        self.right = int(drawn["remaining"].max()) + 0.6
        most = max(int(drawn["pool"].max()), int(drawn["remaining"].max()))
        self.x = self.right / self.plot
        # Room under 0 and over the largest pool, so that markers there are drawn whole.
        self.y = (most * 1.04 + 0.5) / (height - SMALL)
        self.low, self.top = -SMALL * self.y, (height - SMALL) * self.y
        self.end = width * self.x
        self.list_left = self.end - list_width * self.x

    @property
    def lines(self) -> int:
        """Lines of text that stand one over the other beside the points."""
        return int((self.top - self.low) / self.y / LEADING)


def draw_points(ax: Axes, view: View, drawn: pd.DataFrame) -> None:
    """Draw the axes, the line of equality, and one marker a point."""
    _draw_axes(ax, view)
    points = drawn.drop_duplicates(SAME_POINT).astype({"remaining": float, "pool": float})
    # Two kinds of marker on one spot stand side by side.
    both = points.duplicated(["remaining", "pool"], keep=False)
    points["remaining"] += 5 * view.x * np.where(both, np.where(points["small"], 1, -1), 0)
    _draw_markers(ax, points)
    _draw_words(ax, view, points)


def _draw_axes(ax: Axes, view: View) -> None:
    """Set limits and ticks, and draw the line of equality with the shade under it."""
    ax.set(xlim=(0, view.end), ylim=(view.low, view.top))
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines["bottom"].set_bounds(0, view.right)
    for axis, most in ((ax.xaxis, view.right), (ax.yaxis, view.top)):
        values = MaxNLocator(nbins=8, integer=True).tick_values(0, most)
        ticks = [int(value) for value in values if 0 <= value <= most]
        # A given Axes has ticks and labels in its own font.
        axis.set_ticks(ticks, [format_count(tick) for tick in ticks], size=SMALL, family=FONT)
    ax.spines["left"].set_bounds(view.low, view.top - SMALL * view.y)
    across, up = (f"{COLUMNS[name].label} ({COLUMNS[name].unit})" for name in SAME_POINT[:2])
    ax.set_xlabel(across, size=SMALL, family=FONT)
    ax.set_ylabel(up, size=SMALL, family=FONT, labelpad=3)
    width, height = size_of(ax)
    ax.xaxis.set_label_coords(view.plot / width / 2, -16 / height)
    end = min(view.right, view.top)
    ax.fill_between([0, end, view.right], [0, end, end], view.low, color=_SHADE, linewidth=0)
    ax.plot([0, end], [0, end], color=FAINT, linewidth=0.8)


def _draw_markers(ax: Axes, points: pd.DataFrame) -> None:
    """Draw one marker a point, with the number of its units where there are several."""
    import seaborn as sns

    sizes = {one: ONE if one == 1 else SEVERAL for one in points["together"].unique()}
    sns.scatterplot(
        points,
        x="remaining",
        y="pool",
        hue="state",
        palette=FILL,
        style="small",
        markers=_MARK,
        size="together",
        sizes=sizes,
        edgecolor=INK,
        linewidth=0.6,
        legend=False,
        zorder=3,
        clip_on=False,
        ax=ax,
    )
    for _, row in points[points["together"] > 1].iterrows():
        ink = "white" if row["state"] == "short" else INK
        number = format_count(row["together"])
        at = row["remaining"], row["pool"]
        ax.text(*at, number, ha="center", va="center_baseline", color=ink, zorder=4)


def _draw_words(ax: Axes, view: View, points: pd.DataFrame) -> None:
    """Write the keys, and the name of the shaded part, where nothing else stands."""
    taken = _occupied(view, points)
    within = Box(0, view.low / view.y, view.plot, view.top / view.y)
    keyed = points[points["key"].notna()]
    wanted = [
        ((row["remaining"], row["pool"], _half(row) + 3), format_count(row["key"]), "bold")
        for _, row in keyed.iterrows()
    ]
    for (x, y, clear), text, weight in [*wanted, ((view.right, 0, 6), "thiếu nguồn", "normal")]:
        size = text_width(text, SMALL, weight), SMALL * 0.9
        if box := free_place((x / view.x, y / view.y, clear), size, taken, within):
            taken.append(box)
            middle = (box.left + box.right) / 2 * view.x, (box.bottom + box.top) / 2 * view.y
            color = INK if weight == "bold" else FAINT
            ax.text(*middle, text, ha="center", va="center", weight=weight, color=color)


def _half(row: pd.Series) -> float:
    """Half the width of a point's marker [points]."""
    return float((ONE if row["together"] == 1 else SEVERAL) ** 0.5 / 2)


def _occupied(view: View, points: pd.DataFrame) -> list[Box]:
    """Where markers and the line of equality stand [points]."""
    taken = []
    for _, row in points.iterrows():
        x, y = row["remaining"] / view.x, row["pool"] / view.y
        half = _half(row)
        taken.append(Box(x - half, y - half, x + half, y + half))
    for share in np.linspace(0, min(view.right, view.top), 200):
        x, y = share / view.x, share / view.y
        taken.append(Box(x - 1, y - 1, x + 1, y + 1))
    return taken
