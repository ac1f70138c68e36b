"""Reading a drawn chart: its words, its bars, its points, and the room they take."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from dangvien_analysis.charts.drawing.theme import POINTS, figure_of, theme


def undated_of(units: pd.DataFrame) -> pd.DataFrame:
    """Give a measured frame that does not tell its day."""
    plain = units.copy()
    plain.attrs = {}
    return plain


def text_artists(ax: Axes) -> list[Text]:
    """Give every text that is seen."""
    legend = ax.get_legend()
    found = [
        *ax.texts,
        *(legend.get_texts() if legend else ()),
        *(tick.label1 for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()),
        ax.xaxis.label,
        ax.yaxis.label,
        *(child for child in ax.get_children() if isinstance(child, Text)),
    ]
    unique = {id(text): text for text in found}
    return [text for text in unique.values() if text.get_visible() and text.get_text().strip()]


def words(ax: Axes) -> list[str]:
    """Give the texts that are seen, each in one line."""
    return [" ".join(text.get_text().split()) for text in text_artists(ax)]


def foot(ax: Axes) -> str:
    """Give the notes under a chart, which are its longest text."""
    return max(words(ax), key=len)


def bars(ax: Axes, label: str) -> list[tuple[float, float]]:
    """Give where the segments of one tone start and how long they are, from top to bottom."""
    containers = [one for one in ax.containers if isinstance(one, BarContainer)]
    patches = [bar for one in containers if one.get_label() == label for bar in one.patches]
    return [(round(bar.get_x(), 6), round(bar.get_width(), 6)) for bar in patches]


def dots(ax: Axes, label: str) -> int:
    """Count the dots of one tone."""
    return sum(len(one.get_offsets()) for one in ax.collections if one.get_label() == label)


def legend_words(ax: Axes) -> list[str]:
    """Give the words of the key."""
    legend = ax.get_legend()
    return [text.get_text() for text in legend.get_texts()] if legend else []


def boxes(ax: Axes) -> dict[Text, Bbox]:
    """Measure every text [points of print]."""
    figure = figure_of(ax)
    with theme():
        figure.draw_without_rendering()
        scale = POINTS / figure.dpi
        return {
            text: Bbox(text.get_window_extent().get_points() * scale) for text in text_artists(ax)
        }


def outside(ax: Axes, seen: dict[Text, Bbox]) -> list[str]:
    """Give the texts, measured by `boxes`, that leave the page [by over a quarter of a point]."""
    width, height = figure_of(ax).get_size_inches() * POINTS
    return [
        text.get_text()
        for text, box in seen.items()
        if min(box.x0, box.y0, width - box.x1, height - box.y1) < -0.25
    ]


def overlapping(seen: dict[Text, Bbox]) -> list[tuple[str, str]]:
    """Give pairs of texts that share room, accents and descenders of close lines aside."""
    texts = [text.get_text() for text in seen]
    lows, highs = np.array([box.get_points() for box in seen.values()]).transpose(1, 0, 2)
    shared = np.minimum(highs[:, None], highs) - np.maximum(lows[:, None], lows)
    covered = np.triu((shared > (0.5, 1.2)).all(axis=2), 1)
    return [(texts[one], texts[other]) for one, other in np.argwhere(covered)]
