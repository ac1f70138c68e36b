"""How have pending dossiers and the pool moved through the year? Two lines."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.days import (
    draw_counts,
    draw_days,
    in_notes,
    missing_in,
    numbered,
    set_people,
    tables_of,
    ticks_of,
    why_not,
    write_at_end,
)
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    ChartDesign,
    Options,
    asks,
    draws,
)
from dangvien_analysis.charts.drawing.theme import INK, TONES, Page, nothing
from dangvien_analysis.text.numbers import format_count, format_date

TITLE = "Hồ sơ đang trình duyệt và nguồn qua các kỳ"

_BODY = 150.0
_LEFT, _BELOW = 22.0, 14.0
_LINES = {"pool": "Nguồn", "pending": "Đang trình duyệt"}


@asks("pending", "pool")
def monthly_pool_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Add up pending dossiers and pools of each table of the year.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of`` and ``past`` are used.

    Returns
    -------
    DataFrame
        Index ``day``: ``pending`` and ``pool`` [people], NA where no unit gave one; ``missing``,
        the units that lack one of the two [units]. Empty without an earlier table.
    """
    tables = tables_of(units, options)
    both = list(_LINES)
    if not tables or units[both].isna().all(axis=None):
        columns = [*both, "missing"]
        return pd.DataFrame(columns=columns, index=pd.Index([], name="day"), dtype="Int64")
    rows = {
        day: [
            *(table[name].sum(min_count=1) for name in both),
            table[both].isna().any(axis=1).sum(),
        ]
        for day, table in tables
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[*both, "missing"])
    return frame.astype("Int64").rename_axis("day")


@draws
def monthly_pool(
    units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None
) -> Axes:
    """Draw pending dossiers and the pool, a point a table of the year.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of`` and ``past`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Two lines [people].
    """
    table = monthly_pool_table(units, options)
    if table.empty:
        return nothing(ax, TITLE, why_not(options))
    words = _words(table)
    notes = [*_notes(table, options), *in_notes(ax, words)]
    ax = Page(TITLE, _BODY, notes, below=_BELOW, left=_LEFT).axes(ax)
    first = date(table.index[0].year, 1, 1)
    x = [(day - first).days for day in table.index]
    draw_days(ax, first, x[-1], ticks_of(ax, x, x[-1]))
    values = table.astype("Float64").astype(float)
    set_people(ax, float(np.nanmax(values[list(_LINES)].to_numpy())))
    draw_counts(ax)
    for name in _LINES:
        style: dict[str, Any] = {"marker": "o", "markersize": 4, "color": INK, "label": name}
        if name == "pending":
            style |= {"markerfacecolor": "white", "linestyle": (0, (4, 2))}
        else:
            style |= {"color": TONES["admitted"].fill}
        ax.plot(x, values[name], linewidth=1.6, clip_on=False, zorder=3, **style)
        other = values[next(one for one in _LINES if one != name)]
        upper = ~(values[name] < other) if name == "pool" else values[name] > other
        drawn = zip(x, values[name], upper, values[name].notna(), strict=True)
        known = [(at, value, above) for at, value, above, one in drawn if one]
        numbered(ax, known)
    write_at_end(ax, x[-1], words)
    return ax


def monthly_pool_alt(table: pd.DataFrame) -> str:
    """Tell the chart in words.

    Parameters
    ----------
    table : DataFrame
        What `monthly_pool_table` gives.

    Returns
    -------
    str
        Both numbers on each day.
    """
    if table.empty:
        return "Chưa có số liệu các kỳ về hồ sơ đang trình duyệt và nguồn."
    told = [
        f"đến {format_date(day)}: {format_count(row['pending'])} hồ sơ, nguồn "
        f"{format_count(row['pool'])}"
        for day, (_, row) in zip(table.index, table.iterrows(), strict=True)
    ]
    return f"Biểu đồ đường, hồ sơ đang trình duyệt và nguồn: {'; '.join(told)}."


def _words(table: pd.DataFrame) -> list[tuple[float, str]]:
    """Name each line, with its last value."""
    last = {name: table[name].dropna() for name in _LINES}
    return [
        (float(last[name].iloc[-1]), f"{words}: {format_count(last[name].iloc[-1])}")
        for name, words in _LINES.items()
        if len(last[name])
    ]


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    return [
        *options.dated,
        "Nguồn: người đã qua lớp nhận thức về Đảng, chưa trình hồ sơ; nguồn của đơn vị nào chỉ "
        "tính cho đơn vị đó.",
        *missing_in(table),
    ]


CHART = ChartDesign("monthly_pool", TITLE, monthly_pool_table, monthly_pool, monthly_pool_alt)
