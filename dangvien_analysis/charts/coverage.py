"""Does each unit's own pool cover what it lacks? Pool against missing places, unit by unit."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from dangvien_analysis.charts.drawing.fitting import SMALL, shorten, widest, wrap_name
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    ChartDesign,
    Options,
    asks,
    draws,
)
from dangvien_analysis.charts.drawing.points import (
    FILL,
    ONE,
    SAME_POINT,
    View,
    draw_points,
    with_seaborn,
)
from dangvien_analysis.charts.drawing.theme import (
    FAINT,
    FULL_HEIGHT,
    INK,
    LEADING,
    POINTS,
    TEXT,
    Page,
    nothing,
    size_of,
)
from dangvien_analysis.text.numbers import format_count

TITLE = "Nguồn so với số còn thiếu của từng đơn vị"

_LEFT, _BELOW = 34.0, 30.0
_BODY = 300.0
# Lines over the list: what the markers mean, a heading and the headers.
_OVER_LIST = 6
# Units that the list holds on one page.
_MOST_ROWS = int((FULL_HEIGHT * POINTS - 100) / LEADING) - _OVER_LIST
# Most of the width that the list of units takes.
_LIST = 0.5
# Room that the meaning of the markers takes [points].
_LEAST_LIST = 165.0
# Widths of the list's columns of counts and of keys [points].
_NUMBERS, _KEYS = 28.0, 14.0


@asks("unit_name", "quota", "pool", "remaining", "pool_shortfall")
def coverage_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Put each unit at its point, and number the points that lack people.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``small_quota`` is used.

    Returns
    -------
    DataFrame
        Every unit, index as in `units`: ``unit_name``, ``quota``, ``remaining``, ``pool``,
        ``pool_shortfall`` [people], ``small`` (whether the quota is), ``state``: ``short``,
        ``covered``, ``complete`` when nothing remains, ``unknown`` when a count is NA; the last
        two are not drawn. ``together`` is the number of units at the same point, ``key`` the
        number written at a point that is short, in the order given; NA elsewhere.
    """
    columns = ["unit_name", "quota", "remaining", "pool", "pool_shortfall"]
    small = units["quota"].le(options.small_quota).fillna(value=False).astype(bool)
    table = units[columns].assign(small=small, state="covered")
    table.loc[_true(units["pool_shortfall"] > 0), "state"] = "short"
    table.loc[units["pool_shortfall"].isna(), "state"] = "unknown"
    table.loc[_true(units["remaining"] == 0), "state"] = "complete"
    drawn = table[table["state"].isin(list(FILL))]
    together = drawn.groupby(SAME_POINT)["quota"].transform("size")
    keys = drawn[drawn["state"] == "short"].groupby(SAME_POINT, sort=False).ngroup() + 1
    return table.assign(together=together.astype("Int64"), key=keys.astype("Int64"))


@with_seaborn
@draws
def coverage(units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None) -> Axes:
    """Draw each unit's pool against the places it lacks.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``small_quota`` and ``as_of`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Points [people], squares where the quota is small; those under the line of equality are
        numbered and named in a list at the right.
    """
    table = coverage_table(units, options)
    drawn = table[table["state"].isin(list(FILL))]
    if drawn.empty:
        known = (table["state"] == "complete").any()
        reason = "Không đơn vị nào còn thiếu." if known else "Chưa có số liệu về nguồn để vẽ."
        return nothing(ax, TITLE, reason)
    short = drawn[drawn["state"] == "short"].sort_values("key", kind="stable")
    body = max(_BODY, (min(len(short), _MOST_ROWS) + _OVER_LIST) * LEADING)
    ax = Page(TITLE, body, _notes(table, options), _BELOW, _LEFT).axes(ax)
    view = View(ax, drawn, _list_width(ax, short))
    draw_points(ax, view, drawn)
    _draw_key(ax, view, drawn)
    _draw_list(ax, view, short[:_MOST_ROWS])
    return ax


def coverage_alt(table: pd.DataFrame) -> str:
    """Tell the chart of pools in words.

    Parameters
    ----------
    table : DataFrame
        What `coverage_table` gives.

    Returns
    -------
    str
        How many units are drawn, and the units whose pool is short, with both counts.
    """
    states = table["state"].value_counts()
    numbers = {name: format_count(states.get(name, 0)) for name in ("covered", "short")}
    short = table[table["state"] == "short"].sort_values("key", kind="stable")
    named = [
        f"{row['unit_name']} (còn thiếu {format_count(row['remaining'])}, nguồn "
        f"{format_count(row['pool'])})"
        for _, row in short.iterrows()
    ]
    text = (
        "Biểu đồ điểm: nguồn so với số còn thiếu của các đơn vị chưa đủ chỉ tiêu; "
        f"{numbers['covered']} đơn vị đủ nguồn, {numbers['short']} đơn vị thiếu nguồn"
    )
    return f"{text}: {'; '.join(named)}." if named else f"{text}."


def _true(answer: pd.Series) -> pd.Series:
    """Take an open question for a no."""
    return answer.astype("boolean").fillna(value=False).astype(bool)


def _list_width(ax: Axes, short: pd.DataFrame) -> float:
    names = widest(short["unit_name"])
    needs = _KEYS + names + 2 * _NUMBERS + SMALL if len(short) else 0.0
    return min(max(needs, _LEAST_LIST), _LIST * size_of(ax)[0])


def _fitted_names(view: View, names: pd.Series) -> list[str]:
    """Set names in two lines where there is room for all of them, else in one."""
    room = (view.end - view.list_left) / view.x - _KEYS - 2 * _NUMBERS - SMALL
    wrapped = [wrap_name(name, room) for name in names]
    if sum(name.count("\n") + 1 for name in wrapped) <= view.lines - _OVER_LIST:
        return wrapped
    return [shorten(name, room) for name in names]


def _draw_list(ax: Axes, view: View, short: pd.DataFrame) -> None:
    """Name the units whose pool is short, by the keys of their points."""
    if short.empty:
        return
    names = _fitted_names(view, short["unit_name"])
    places = [
        (view.list_left + (_KEYS - 4) * view.x, "right"),
        (view.list_left + _KEYS * view.x, "left"),
        (view.end - _NUMBERS * view.x, "right"),
        (view.end, "right"),
    ]
    counts = short[["key", "remaining", "pool"]].map(format_count).itertuples(index=False)
    rows = [("", "", "Còn\nthiếu", "\nNguồn")]
    rows += [(key, name, *two) for name, (key, *two) in zip(names, counts, strict=True)]
    y = view.top - (_OVER_LIST - 2.6) * LEADING * view.y
    ax.text(view.list_left, y, "Đơn vị thiếu nguồn", size=TEXT, weight="bold", va="baseline")
    y -= 0.6 * LEADING * view.y
    for at, cells in enumerate(rows):
        for (x, side), text in zip(places, cells, strict=True):
            color = INK if at else FAINT
            ax.text(x, y, text, ha=side, va="top", color=color, linespacing=1.1)
        y -= (max(text.count("\n") for text in cells) + 1) * LEADING * view.y


def _draw_key(ax: Axes, view: View, drawn: pd.DataFrame) -> None:
    """Tell what the markers that occur and the line mean, over the list."""
    kinds = {"short": "thiếu nguồn", "covered": "đủ nguồn"}
    marks = [
        ("o", FILL[name], words) for name, words in kinds.items() if (drawn["state"] == name).any()
    ]
    if drawn["small"].any():
        marks.append(("s", "white", "chỉ tiêu nhỏ"))
    outline = {"markeredgecolor": INK, "markeredgewidth": 0.6, "markersize": ONE**0.5}
    handles = [
        Line2D([], [], linestyle="", marker=mark, markerfacecolor=fill, label=words, **outline)
        for mark, fill, words in marks
    ]
    handles.append(Line2D([], [], color=FAINT, linewidth=0.8, label="nguồn = còn thiếu"))
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(view.list_left, view.top),
        bbox_transform=ax.transData,
        ncols=2,
        borderaxespad=0,
        borderpad=0,
        columnspacing=1.2,
        handlelength=1.4,
        frameon=False,
    )


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    """Count the units that are not drawn, so that none goes missing in silence."""
    states = table["state"].value_counts()
    notes = [*options.dated, "Nguồn của đơn vị nào chỉ tính cho đơn vị đó."]
    if (table["together"] > 1).any():
        notes.append("Số trong dấu: số đơn vị cùng một điểm.")
    if complete := states.get("complete", 0):
        notes.append(f"Không vẽ {format_count(complete)} đơn vị không còn thiếu.")
    if unknown := states.get("unknown", 0):
        notes.append(f"Không vẽ {format_count(unknown)} đơn vị thiếu số liệu.")
    if (more := states.get("short", 0) - _MOST_ROWS) > 0:
        notes.append(f"Còn {format_count(more)} đơn vị thiếu nguồn, xem bảng các đơn vị.")
    return notes


CHART = ChartDesign("coverage", TITLE, coverage_table, coverage, coverage_alt)
