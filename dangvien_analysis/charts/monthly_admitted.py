"""How have admissions come along through the year? Cumulative, against an even pace."""

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
from dangvien_analysis.measures.completion import share_of_year
from dangvien_analysis.text.numbers import format_count, format_date

TITLE = "Số kết nạp cộng dồn so với nhịp độ đều"

_BODY = 180.0
_LEFT, _BELOW = 22.0, 14.0
_COLUMNS = ["admitted", "even", "quota", "missing"]


@asks("quota", "admitted")
def monthly_admitted_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Add up the admitted of each table of the year, beside an even pace.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``past``, ``deadline`` and ``stated_quota`` are used.

    Returns
    -------
    DataFrame
        Index ``day``, from 1 January to the deadline: ``admitted`` since 1 January [people], NA
        on the deadline while it lies ahead; ``even``, what an even pace would have by then, in
        whole people; ``quota``, the total as printed, else the sum of the units' quotas
        [people]; ``missing``, the units without a figure [units]. Empty without an earlier table.
    """
    tables = tables_of(units, options)
    quota = options.stated_quota
    if quota is None:
        quota = int(units["quota"].sum())
    known = units["admitted"].notna().any() and quota
    end = options.year_end
    if not tables or not known or end is None or end < tables[-1][0]:
        return pd.DataFrame(columns=_COLUMNS, index=pd.Index([], name="day"), dtype="Int64")
    rows: dict[date, tuple[Any, Any]] = {date(end.year, 1, 1): (0, 0)}
    for day, table in tables:
        rows[day] = (table["admitted"].sum(min_count=1), table["admitted"].isna().sum())
    rows.setdefault(end, (pd.NA, pd.NA))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["admitted", "missing"])
    even = [_even(quota, day) for day in frame.index]
    frame = frame.assign(even=even, quota=quota)[_COLUMNS].astype("Int64")
    return frame.rename_axis("day")


def _even(quota: int, day: date) -> int:
    """What an even pace has on a day; nobody at the start of 1 January."""
    gone, days = share_of_year(day)
    return 0 if gone == 1 else quota * gone // days


@draws
def monthly_admitted(
    units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None
) -> Axes:
    """Draw the admitted of each table of the year against an even pace.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``past``, ``deadline`` and ``stated_quota`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The people admitted since 1 January as a line with a point a table, an even pace from
        nobody to the quota, and the quota.
    """
    table = monthly_admitted_table(units, options)
    if table.empty:
        return nothing(ax, TITLE, why_not(options))
    words = _words(table)
    notes = [*_notes(table, options), *in_notes(ax, words)]
    ax = Page(TITLE, _BODY, notes, below=_BELOW, left=_LEFT).axes(ax)
    x = [(day - table.index[0]).days for day in table.index]
    most = max(int(table["admitted"].max()), int(table["quota"].iloc[0]))
    draw_days(ax, table.index[0], x[-1], ticks_of(ax, x, x[-1]))
    set_people(ax, most)
    draw_counts(ax)
    values = table.astype("Float64").astype(float)
    line: dict[str, Any] = {"color": INK, "linewidth": 1.2}
    ax.plot(x, values["even"], linestyle=(0, (4, 2)), label="even", **line)
    ax.plot(x, values["quota"], linestyle=(0, (1, 1.5)), label="quota", **line)
    style: dict[str, Any] = {
        "color": TONES["admitted"].fill,
        "linewidth": 1.8,
        "marker": "o",
        "markersize": 4,
    }
    ax.plot(x, values["admitted"], label="admitted", clip_on=False, zorder=3, **style)
    known = values["admitted"].notna() & (np.array(x) > 0)
    # The side away from the even pace is free.
    ahead = values["admitted"] >= values["even"]
    points = zip(x, values["admitted"], ahead, known, strict=True)
    numbered(ax, [(at, value, above) for at, value, above, one in points if one])
    write_at_end(ax, x[-1], words)
    return ax


def monthly_admitted_alt(table: pd.DataFrame) -> str:
    """Tell the chart in words.

    Parameters
    ----------
    table : DataFrame
        What `monthly_admitted_table` gives.

    Returns
    -------
    str
        The people admitted by each day, and the even pace on the last of them.
    """
    known = table[table["admitted"].notna()].iloc[1:]
    if known.empty:
        return "Chưa có số liệu các kỳ để so với nhịp độ đều."
    told = [
        f"{format_count(number)} đến {format_date(day)}"
        for day, number in zip(known.index, known["admitted"], strict=True)
    ]
    last = known.iloc[-1]
    return (
        f"Biểu đồ đường, số kết nạp cộng dồn từ đầu năm: {', '.join(told)}. Nhịp độ đều đến ngày "
        f"đó là {format_count(last['even'])} người, chỉ tiêu {format_count(last['quota'])} người."
    )


def _words(table: pd.DataFrame) -> list[tuple[float, str]]:
    """Name the quota and the even pace, with what it has on the day of the last table."""
    quota, ends = table["quota"].iloc[0], table["even"].iloc[-1]
    known = table[table["admitted"].notna()]
    day, even = known.index[-1], format_count(known["even"].iloc[-1])
    return [
        (float(quota), f"Chỉ tiêu chung: {format_count(quota)}"),
        (float(ends), f"Nhịp độ đều, đến {format_date(day)}: {even}"),
    ]


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    return [
        *options.dated,
        "Đường liền: số đã kết nạp, chưa kể hồ sơ đang trình duyệt; đường gạch: nhịp độ đều, chia "
        "đều chỉ tiêu cho các ngày trong năm.",
        *missing_in(table),
    ]


CHART = ChartDesign(
    "monthly_admitted", TITLE, monthly_admitted_table, monthly_admitted, monthly_admitted_alt
)
