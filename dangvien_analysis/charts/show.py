"""Charts in a notebook: one picture a chart, with its alt text."""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pandas as pd
from IPython.display import Image, display
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.options import Options
from dangvien_analysis.charts.drawing.theme import (
    close,
    figure_of,
    png_of,
    save,
    screen_png_of,
    svg_of,
)
from dangvien_analysis.charts.registry import CHARTS
from dangvien_analysis.files import write_bytes
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.gather.placeholders import FOLDER, PLACE, SHARE

SCREEN_DPI = 110
"""Points of the screen to an inch of the chart: its 7 pt text is as large as a page's."""


def options_of(meeting: Meeting) -> Options:
    """Give what the charts of a meeting have to be told besides its units.

    Parameters
    ----------
    meeting : Meeting
        Everything known on its day.

    Returns
    -------
    Options
        Its stated quota, its dates, and the thresholds and assumptions of its settings.
    """
    levels = meeting.settings.levels
    return Options(
        stated_quota=meeting.stated_quota,
        as_of=meeting.as_of,
        small_quota=levels.small_quota,
        ranked_quota=levels.ranked_quota,
        deadline=meeting.deadline,
        assumptions=meeting.settings.forecast,
        past=meeting.known,
        simulated=meeting.simulated,
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


class MeetingChart:
    """A chart of a meeting; it is drawn when its Axes are first asked for.

    Parameters
    ----------
    name : str
        Its name in `CHARTS`.
    meeting : Meeting
        Everything known on its day.
    """

    def __init__(self, name: str, meeting: Meeting) -> None:
        self.name, self._design = name, CHARTS[name]
        self._units, self._options = meeting.units, options_of(meeting)

    def __repr__(self) -> str:
        """Give the title and the chart in words."""
        return f"{self._design.title}\n{self.alt}"

    @cached_property
    def table(self) -> pd.DataFrame:
        """Exactly the numbers that are drawn."""
        return self._design.table(self._units, self._options)

    @cached_property
    def alt(self) -> str:
        """The chart in a few Vietnamese sentences."""
        return self._design.alt(self.table)

    @cached_property
    def ax(self) -> Axes:
        """The Axes."""
        return self._design.draw(self._units, self._options)

    def save(self, path: str | Path) -> Path:
        """Write the chart.

        Parameters
        ----------
        path : str or Path
            A .png or .svg file; one that lies there is replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError
            When it is to be another kind of file.
        """
        made = {".png": png_of, ".svg": svg_of}.get(Path(path).suffix.lower())
        if made is None:
            raise ValueError(f"{path}: tên tệp phải có đuôi .png hoặc .svg.")
        ax = self._design.draw(self._units, self._options)
        write_bytes(Path(path), made(ax))
        close(ax)
        return Path(path)

    def _ipython_display_(self) -> None:
        show_all([self.name], self._units, self._options)


def show(ax: Axes, alt: str) -> None:
    """Show a chart under a notebook's cell and close it.

    Parameters
    ----------
    ax : Axes
        What a chart function returned.
    alt : str
        The chart in words, for those who cannot see it; it goes into the page as alt text.

    Notes
    -----
    The picture has as many points as the screen shows of it: a notebook is kept with its pictures
    and stays small. Pages and documents have those of `save`.
    """
    figure, picture = figure_of(ax), screen_png_of(ax, SCREEN_DPI)
    width = round(figure.get_size_inches()[0] * SCREEN_DPI)
    close(ax)
    display(Image(data=picture, width=width, alt=alt))
