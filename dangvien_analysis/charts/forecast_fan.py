"""Where may the district be on the last day? A fan from today to the deadline."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.days import draw_counts, draw_days, in_notes, write_at_end
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    ChartDesign,
    Options,
    asks,
    draws,
)
from dangvien_analysis.charts.drawing.theme import INK, TONES, Page, nothing
from dangvien_analysis.forecasting.assumed import pace_assumed
from dangvien_analysis.forecasting.forecast import forecast
from dangvien_analysis.text.numbers import format_count, format_date

TITLE = "Dự báo số kết nạp đến hết hạn"

_STEPS = 8
_BODY = 190.0
_LEFT, _BELOW = 22.0, 14.0
# Fewer days leave no room for a date between the first and the last.
_A_MONTH = 30
_LINES = ["low95", "low80", "median", "high80", "high95"]
_STEADY = ["steady_low80", "steady_high80"]


@asks("quota", "admitted", "pending", "pool")
def forecast_fan_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Forecast the district for some days from the day of the figures to the deadline.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``deadline``, ``assumptions`` and ``stated_quota`` are used.

    Returns
    -------
    DataFrame
        Index ``day``: ``low95``, ``low80``, ``median``, ``high80``, ``high95`` people admitted by
        that day, and ``steady_low80``, ``steady_high80``, the interval if the pace stays as it
        is; on the first day all are the people admitted. ``quota`` is the total quota as
        printed, else the sum of the units' quotas [people]. Empty when a date is missing or no
        unit has figures.
    """
    columns = [*_LINES, *_STEADY, "quota"]
    days = _days(options)
    known = units["quota"].notna() & units["admitted"].notna()
    if not days or not known.any():
        return pd.DataFrame(columns=columns, index=pd.Index([], name="day"), dtype="Int64")
    quota = options.stated_quota
    if quota is None:
        quota = int(units["quota"].sum())
    rows = [_row(units, options, day) for day in days]
    table = pd.DataFrame(rows, index=pd.Index(days, name="day"), columns=columns)
    return table.assign(quota=quota).astype("Int64")


@draws
def forecast_fan(
    units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None
) -> Axes:
    """Draw how many people may be admitted by each day up to the deadline.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``deadline``, ``assumptions`` and ``stated_quota`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The 95 and the 80 % interval as bands, the median and the interval at a steady pace as
        lines [people], and the quota.
    """
    table = forecast_fan_table(units, options)
    if options.as_of is None or options.year_end is None:
        return nothing(ax, TITLE, "Chưa rõ ngày số liệu hoặc thời hạn nên chưa dự báo được.")
    if table.empty:
        return nothing(ax, TITLE, "Chưa có số liệu chỉ tiêu và kết nạp, hoặc đã hết hạn.")
    words = _words(table)
    notes = [*_notes(table, options), *in_notes(ax, words)]
    ax = Page(TITLE, _BODY, notes, below=_BELOW, left=_LEFT).axes(ax)
    _draw_fan(ax, table)
    _draw_axes(ax, table)
    write_at_end(ax, float(_x(table)[-1]), words)
    return ax


def forecast_fan_alt(table: pd.DataFrame) -> str:
    """Tell the fan in words.

    Parameters
    ----------
    table : DataFrame
        What `forecast_fan_table` gives.

    Returns
    -------
    str
        Where it starts, its median and its intervals on the last day, and the quota.
    """
    if table.empty:
        return "Chưa dự báo được số kết nạp đến hết hạn."
    first, last = table.iloc[0], table.iloc[-1]
    shown = {str(name): format_count(value) for name, value in last.items()}
    return (
        f"Biểu đồ dải: từ {format_count(first['median'])} người đã kết nạp ngày "
        f"{format_date(table.index[0])}, mức giữa đến ngày {format_date(table.index[-1])} là "
        f"{shown['median']} người, khoảng 80% từ {shown['low80']} đến {shown['high80']}, "
        f"khoảng 95% từ {shown['low95']} đến {shown['high95']}; nếu nhịp độ giữ nguyên, khoảng "
        f"80% từ {shown['steady_low80']} đến {shown['steady_high80']}. "
        f"Chỉ tiêu chung {shown['quota']} người."
    )


def _days(options: Options) -> list[date]:
    """Days from the figures to the deadline, both included; none when nothing lies ahead."""
    start, end = options.as_of, options.year_end
    if start is None or end is None or start >= end or start.year != end.year:
        return []
    steps = np.linspace(0, (end - start).days, min((end - start).days, _STEPS) + 1)
    return [start + timedelta(round(step)) for step in steps]


def _row(units: pd.DataFrame, options: Options, day: date) -> dict[str, Any]:
    """The forecast for one day; the second line is the same pace without its spread."""
    if options.as_of is None or day == options.as_of:
        known = units.loc[units["quota"].notna(), "admitted"].sum()
        return dict.fromkeys([*_LINES, *_STEADY], known)
    found, steady = (
        forecast(
            units,
            as_of=options.as_of,
            deadline=day,
            assumptions=assumed,
            history=options.past.history,
            carried_over=options.past.carried_over,
        ).district
        for assumed in (options.assumptions, options.steady)
    )
    row = {name: int(found[name]) for name in _LINES}
    return row | {name: int(steady[name.removeprefix("steady_")]) for name in _STEADY}


def _draw_fan(ax: Axes, table: pd.DataFrame) -> None:
    """Bands from light to dark, so that they stay apart in grey; lines of three kinds."""
    x = _x(table)
    values = table.astype(float)
    for low, high, tone in (("low95", "high95", "ahead95"), ("low80", "high80", "ahead80")):
        style = TONES[tone]
        ax.fill_between(
            x, values[low], values[high], facecolor=style.fill, edgecolor="none", label=tone
        )
    for name in _STEADY:
        ax.plot(x, values[name], color=INK, linewidth=0.8, linestyle=(0, (3, 2)), label=name)
    ax.plot(x, values["median"], color=INK, linewidth=1.6, label="median")
    ax.plot(x, values["quota"], color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)), label="quota")


def _x(table: pd.DataFrame) -> np.ndarray:
    return np.array([(day - table.index[0]).days for day in table.index], dtype=float)


def _draw_axes(ax: Axes, table: pd.DataFrame) -> None:
    """Set the limits and write first, middle and last day under the axis."""
    x = _x(table)
    ends = table.drop(columns="quota").astype(float)
    low = float(ends.to_numpy().min())
    high = max(float(ends.to_numpy().max()), float(table["quota"].iloc[0]))
    pad = max((high - low) * 0.06, 1.0)
    ax.set_ylim(max(low - pad, 0) if low else -pad / 4, high + pad)
    middle = [int(x[len(x) // 2])] if x[-1] >= _A_MONTH else []
    ticks = [0, *middle, int(x[-1])]
    draw_days(ax, table.index[0], float(x[-1]), ticks)
    draw_counts(ax)


def _words(table: pd.DataFrame) -> list[tuple[float, str]]:
    """Name bands and lines, with their ends on the last day."""
    last = table.iloc[-1]
    shown = {str(name): format_count(value) for name, value in last.items()}
    return [
        (float(last["quota"]), f"Chỉ tiêu chung: {shown['quota']}"),
        (float(last["high95"]), f"Khoảng 95%: {shown['low95']}-{shown['high95']}"),
        (float(last["high80"]), f"Khoảng 80%: {shown['low80']}-{shown['high80']}"),
        (float(last["median"]), f"Mức giữa: {shown['median']}"),
        (
            float(last["steady_low80"]),
            f"Nhịp độ giữ nguyên, 80%: {shown['steady_low80']}-{shown['steady_high80']}",
        ),
    ]


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    notes = [*options.dated, f"Đã kết nạp: {format_count(table['median'].iloc[0])}."]
    if options.as_of is not None:
        notes.append(f"Giả định {pace_assumed(options.assumptions, options.as_of)}.")
    return [
        *notes,
        "Khoảng 80%: cứ mười lần dự báo như vậy thì khoảng tám lần kết quả nằm trong đó.",
        "Chưa kiểm chứng bằng kết quả thực tế.",
    ]


CHART = ChartDesign("forecast_fan", TITLE, forecast_fan_table, forecast_fan, forecast_fan_alt)
