"""Charts along the days of a year: their axes, and words at the end of their lines."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from dangvien_analysis.charts.drawing.fitting import FONT, SMALL, text_width
from dangvien_analysis.charts.drawing.options import Options
from dangvien_analysis.charts.drawing.theme import FAINT, LEADING, size_of, width_of
from dangvien_analysis.text.numbers import format_count

NO_HISTORY = "Chưa có số liệu kỳ trước trong cùng năm chỉ tiêu."
NO_DAY = "Chưa rõ ngày số liệu."
WORDS = 150.0
"""Room beside the lines for the words at their end [points]."""
# What lines take of a narrow chart: the last date and number stand half beside their end.
_NARROW_SHARE = 0.93
# From one date under the axis to the next [points].
_TICK = 24.0


def narrow(ax: Axes | None) -> bool:
    """Tell whether there is no room for words beside the lines.

    True on charts of half the width: their words stand in the notes.
    """
    return width_of(ax) < 2 * WORDS


def in_notes(ax: Axes | None, words: Sequence[tuple[float, str]]) -> list[str]:
    """Give the words of lines as notes, where there is no room for them beside the lines."""
    return [f"{'; '.join(text for _, text in words)}."] if narrow(ax) and words else []


def tables_of(units: pd.DataFrame, options: Options) -> list[tuple[date, pd.DataFrame]]:
    """Give the tables of the year up to the units' own, rising.

    Empty without a day, or without an earlier table: one table shows no course.
    """
    if options.as_of is None or not options.past.history or units.empty:
        return []
    return [*options.past.history, (options.as_of, units)]


def why_not(options: Options) -> str:
    """Say why there is no course to draw."""
    if options.as_of is None:
        return NO_DAY
    return "Chưa có số liệu để vẽ." if options.past.history else NO_HISTORY


def missing_in(table: pd.DataFrame) -> list[str]:
    """Say on which days units sent no figure."""
    counted = zip(table.index, table["missing"], strict=True)
    days = [
        f"{day.day}/{day.month}: {format_count(number)}"
        for day, number in counted
        if pd.notna(number) and number > 0
    ]
    return [f"Số đơn vị chưa có số, theo ngày: {', '.join(days)}."] if days else []


def numbered(ax: Axes, points: Sequence[tuple[float, float, bool]]) -> None:
    """Write each value at its point, as far as neighbours leave room; the last one always."""
    left = float("inf")
    across = ax.get_xlim()[1] / width_of(ax)
    for x, y, above in reversed(points):
        width = text_width(format_count(y), SMALL) * across
        if x + width / 2 < left:
            # Lines mostly rise: under a point the right side is free.
            shift, side = ((0.0, 4.0), "bottom") if above else ((5.0, -3.0), "top")
            ax.annotate(
                format_count(y),
                (x, y),
                shift,
                textcoords="offset points",
                ha="center",
                va=side,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
                zorder=2.5,
            )
            left = x - width / 2 - 2 * across


def ticks_of(ax: Axes, days: Sequence[int], length: float) -> list[int]:
    """Choose days to name under the axis: the last first, then whatever stands clear of it."""
    beside = 0.0 if narrow(ax) else WORDS
    gap = length / max(width_of(ax) - beside, 1.0) * _TICK
    chosen: list[int] = []
    for day in reversed(days):
        if not chosen or chosen[-1] - day >= gap:
            chosen.append(day)
    return chosen[::-1]


def draw_days(ax: Axes, first: date, length: float, ticks: Sequence[int]) -> None:
    """Lay the days out along the x axis and leave room beside them."""
    share = _NARROW_SHARE if narrow(ax) else 1 - min(WORDS / width_of(ax), 0.45)
    ax.set_xlim(0, length / share)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines["bottom"].set_bounds(0, length)
    days = [first + timedelta(tick) for tick in ticks]
    ax.set_xticks(list(ticks), [f"{day.day}/{day.month}" for day in days], family=FONT)
    ax.tick_params(length=2, pad=2, labelsize=SMALL)


def set_people(ax: Axes, most: float) -> None:
    """Set the limits of the y axis, with room for numbers under nobody and over the most."""
    most = max(most, 1.0)
    ax.set_ylim(-0.09 * most, 1.14 * most)


def draw_counts(ax: Axes) -> None:
    """Name whole numbers of people along the y axis, clear of the dates and of the title."""
    low, high = ax.get_ylim()
    edge = LEADING * point_of(ax)
    steps = np.array(MaxNLocator(nbins=6, integer=True).tick_values(low, high))
    steps = steps[(steps >= low + edge) & (steps <= high - edge / 2)]
    ax.set_yticks(steps, [format_count(step) for step in steps], family=FONT)
    ax.tick_params(length=2, pad=2, labelsize=SMALL)


def write_at_end(ax: Axes, x: float, words: Sequence[tuple[float, str]]) -> None:
    """Name lines at their end, from the top down, none on another; not on a narrow chart."""
    if narrow(ax):
        return
    (low, high), point = ax.get_ylim(), point_of(ax)
    order = sorted(range(len(words)), key=lambda at: (-words[at][0], at))
    places = apart([(words[at][0] - low) / point for at in order], (high - low) / point)
    clear = (ax.get_xlim()[1] - x) / max(WORDS, 1.0)
    for at, place in zip(order, places, strict=True):
        value, text = words[at]
        y = low + place * point
        ax.plot([x + clear, x + 7 * clear], [value, y], color=FAINT, linewidth=0.6)
        ax.text(x + 9 * clear, y, text, va="center_baseline")


def point_of(ax: Axes) -> float:
    """Measure one point upwards."""
    low, high = ax.get_ylim()
    return float((high - low) / size_of(ax)[1])


def apart(places: list[float], room: float, gap: float = LEADING + SMALL * 0.2) -> list[float]:
    """Move falling places apart and keep them inside."""
    moved: list[float] = []
    for place in places:
        moved.append(min(place, moved[-1] - gap if moved else room - gap / 2))
    for at in range(len(moved) - 1, -1, -1):
        least = moved[at + 1] + gap if at + 1 < len(moved) else gap / 2
        moved[at] = max(moved[at], least)
    return moved
