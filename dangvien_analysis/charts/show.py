"""Charts in a notebook: one picture a chart, with its alt text."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import Image, display
from matplotlib.axes import Axes

from dangvien_analysis.charts.chart import Options
from dangvien_analysis.charts.registry import CHARTS
from dangvien_analysis.charts.theme import close, figure_of, png_of, save
from dangvien_analysis.ledger import Ledger
from dangvien_analysis.places import FOLDER, PLACE, SHARE
from dangvien_analysis.prospects import past_of
from dangvien_analysis.snapshot import Snapshot

SCREEN_DPI = 110
"""Points of the screen to an inch of the chart: its 7 pt text is as large as a page's."""


def options_of(snapshot: Snapshot) -> Options:
    """Give what the charts of a snapshot have to be told besides its units.

    Parameters
    ----------
    snapshot : Snapshot
        The snapshot.

    Returns
    -------
    Options
        Its stated quota, its dates, and the thresholds and assumptions of its settings.
    """
    stated: Any = snapshot.stated.dropna().get("quota")
    levels = snapshot.settings.levels
    return Options(
        stated_quota=None if stated is None else int(stated),
        as_of=snapshot.as_of,
        small_quota=levels.small_quota,
        ranked_quota=levels.ranked_quota,
        deadline=snapshot.source.deadline,
        assumptions=snapshot.settings.forecast,
        past=past_of(snapshot),
        simulated=Ledger(snapshot.settings).simulated(snapshot),
    )


def show_all(names: Iterable[str], units: pd.DataFrame, options: Options) -> None:
    """Draw charts by name and show each with its alt text.

    Parameters
    ----------
    names : iterable of str
        Names in `CHARTS`.
    units : DataFrame
        What `assess` gives.
    options : Options
        As `options_of` gives them.

    Notes
    -----
    Where the environment names a `FOLDER`, only the chart's place is kept: whoever runs the
    notebook draws the charts meanwhile and puts them there, but for those of `SHARE`.
    """
    for name in names:
        chart = CHARTS[name]
        if folder := os.environ.get(FOLDER):
            if name in os.environ.get(SHARE, "").split(","):
                ax = chart.draw(units, options)
                save(ax, Path(folder) / name)
                close(ax)
            display({PLACE: name, "text/plain": name}, raw=True)
            continue
        show(chart.draw(units, options), chart.alt(chart.table(units, options)))


def show(ax: Axes, alt: str) -> None:
    """Show a chart under a notebook's cell and close it.

    Parameters
    ----------
    ax : Axes
        What a chart function returned.
    alt : str
        The chart in words, for those who cannot see it; it goes into the page as alt text.
    """
    figure, picture = figure_of(ax), png_of(ax)
    width = round(figure.get_size_inches()[0] * SCREEN_DPI)
    close(ax)
    display(Image(data=picture, width=width, alt=alt))
