"""At which level has each unit been, table by table? All units at a glance."""

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from dangvien_analysis.charts.drawing.bars import BarLine, Sheet, draw, on_a_page, room_of_bars
from dangvien_analysis.charts.drawing.days import tables_of, why_not
from dangvien_analysis.charts.drawing.fitting import SMALL, text_width
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    ChartDesign,
    Options,
    asks,
    draws,
    without_kind,
)
from dangvien_analysis.charts.drawing.theme import (
    FULL_HEIGHT,
    LEADING,
    MARKS,
    POINTS,
    Page,
    nothing,
)
from dangvien_analysis.columns import LEVELS
from dangvien_analysis.gather.past_tables import levels_on
from dangvien_analysis.measures.risk import LEVEL_DTYPE
from dangvien_analysis.text.numbers import format_count, format_date

TITLE = "Mức đánh giá của từng đơn vị qua các kỳ"

# Height of title and notes [points].
_ROUND_THE_ROWS = 62.0
_KEY = 2 * LEADING + 4.0


@asks("unit_name", "quota", "admitted", "pending", "pool")
def monthly_levels_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Find the level of each unit by the figures of each table of the year.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``past``, ``deadline`` and ``small_quota`` are used.

    Returns
    -------
    DataFrame
        Index as in `units`: ``unit_name``, and a column a table, named by its day as in
        "2023-08-31", with the level, a category, best first; NA where figures leave it open or
        the unit is not in that table. Empty without an earlier table, or without any level.
    """
    tables = tables_of(units, options)
    frame = units[["unit_name"]].copy()
    for day, table in tables:
        levels = levels_on(
            table, as_of=day, deadline=options.year_end, small_quota=options.small_quota
        )
        frame[day.isoformat()] = levels.reindex(frame.index).astype(LEVEL_DTYPE)
    if not tables or frame.drop(columns="unit_name").isna().all(axis=None):
        return frame.iloc[:0]
    return frame


@draws
def monthly_levels(
    units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None
) -> Axes:
    """Draw the level of each unit by the figures of each table of the year.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``past``, ``deadline`` and ``small_quota`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        A row a unit, a mark a table: shape and tone tell the level.
    """
    table = monthly_levels_table(units, options)
    if table.empty:
        return nothing(ax, TITLE, why_not(options))
    days = [pd.Timestamp(day) for day in table.columns.drop("unit_name")]
    lines = [
        BarLine(str(name), marks=tuple(str(one) if pd.notna(one) else "" for one in levels))
        for name, *levels in table.itertuples(index=False)
    ]
    whole = Sheet((lines,), (), (), limit=float(len(days)))
    room = FULL_HEIGHT * POINTS - _ROUND_THE_ROWS - _KEY
    sheet = on_a_page(whole, ax, room, _short)
    sheet = replace(sheet, marks=_heads(days, room_of_bars(sheet, ax)))
    page = Page(TITLE, sheet.height * sheet.pitch, _notes(options), below=_KEY)
    ax = page.axes(ax)
    draw(ax, sheet)
    _key(ax)
    return ax


def monthly_levels_alt(table: pd.DataFrame) -> str:
    """Tell the chart in words.

    Parameters
    ----------
    table : DataFrame
        What `monthly_levels_table` gives.

    Returns
    -------
    str
        How many units stood at each level, by the first and by the last table.
    """
    if table.empty:
        return "Chưa có mức đánh giá qua các kỳ."
    days = list(table.columns.drop("unit_name"))
    told = []
    for day in (days[0], days[-1]):
        counts = table[day].value_counts(sort=False)
        found = [
            f"{format_count(counts[level])} {words}"
            for level, words in LEVELS.items()
            if counts[level]
        ]
        when = format_date(pd.Timestamp(day).date())
        told.append(f"đến {when}: {', '.join(found) or 'chưa có đơn vị nào đánh giá được'}")
    return f"Lưới mức đánh giá, mỗi dòng một đơn vị, mỗi cột một kỳ; {'; '.join(told)}."


def _short(line: BarLine) -> BarLine:
    """Leave out the kind of organisation."""
    return replace(line, name=without_kind(line.name))


def _heads(days: list[pd.Timestamp], width: float) -> tuple[tuple[float, str], ...]:
    """Name the columns: by day where there is room, else by month, else the first and last."""
    step = width / len(days)
    by_day = [f"{day.day}/{day.month}" for day in days]
    by_month = [str(day.month) for day in days]
    for names in (by_day, by_month):
        if max(text_width(name, SMALL) for name in names) + 2 <= step:
            return tuple((at + 0.5, name) for at, name in enumerate(names))
    return ((0.5, by_month[0]), (len(days) - 0.5, by_month[-1]))


def _key(ax: Axes) -> None:
    """Tell what the marks mean, under the rows."""
    handles = [
        Line2D([], [], linestyle="", label=LEVELS[level], **MARKS[level].style) for level in LEVELS
    ]
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        ncols=3,
        borderaxespad=0.2,
        borderpad=0.1,
        labelspacing=0.3,
        columnspacing=1.5,
        handlelength=1.0,
        handletextpad=0.4,
        frameon=False,
    )


def _notes(options: Options) -> list[str]:
    return [
        *options.dated,
        "Mỗi kỳ xét theo số liệu và phần năm đã qua của kỳ đó. Ô trống: chưa đủ số liệu hoặc chỉ "
        "tiêu bằng 0.",
    ]


CHART = ChartDesign(
    "monthly_levels", TITLE, monthly_levels_table, monthly_levels, monthly_levels_alt
)
