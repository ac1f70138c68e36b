"""Which units need attention and support, and why? Missing places beside the reasons."""

from collections.abc import Iterable
from itertools import compress
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.bars import BarLine, Sheet, draw, fitted, height_of
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    ChartDesign,
    Options,
    asks,
    draws,
    standing,
)
from dangvien_analysis.charts.drawing.theme import FULL_HEIGHT, POINTS, Page, key, nothing
from dangvien_analysis.charts.units import units_table
from dangvien_analysis.columns import LEVEL_UNKNOWN, LEVELS, REASONS
from dangvien_analysis.text.numbers import UNKNOWN, format_count

TITLE = "Đơn vị cần quan tâm, hỗ trợ"

_LEVELS = ("at_risk", "watch")
_TONES = ("pool_usable", "pool_shortfall", "unknown")
_PITCH = 9.8
# What a page holds besides title, headers and notes [lines].
_MOST_LINES = (FULL_HEIGHT * POINTS - 80) / _PITCH


@asks(
    *("unit_name", "org_type", "quota", "admitted", "pending"),
    *("surplus", "remaining", "pool_shortfall", "pool_usable"),
    *("due_by_now", "risk_level", *REASONS),
)
def attention_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Choose the units to support, and those behind the pace.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``small_quota`` and ``ranked_quota`` are used.

    Returns
    -------
    DataFrame
        Index as in `units`, the units at ``at_risk``, then those at ``watch``, each in the order
        of `units_table`: ``risk_level``, ``unit_name``, ``quota``, ``admitted``, ``pending``,
        ``remaining``, ``pool_usable``, ``pool_shortfall`` [people], ``unknown`` (missing places
        of a unit whose pool is not known) and ``due_by_now`` [people], ``small`` (whether the
        quota is) and ``reasons`` (Vietnamese words, joined by "; ").
    """
    chosen = units.loc[units_table(units, options).index]
    chosen = pd.concat([chosen[chosen["risk_level"] == level] for level in _LEVELS])
    counts = ["quota", "admitted", "pending", "remaining"]
    table = chosen[["risk_level", "unit_name", *counts]].copy()
    table["pool_usable"] = chosen["pool_usable"].fillna(0)
    table["pool_shortfall"] = chosen["pool_shortfall"].fillna(0)
    table["unknown"] = chosen["remaining"].where(chosen["pool_usable"].isna(), 0)
    table["due_by_now"] = chosen["due_by_now"]
    table["small"] = chosen["quota"].le(options.small_quota).astype(bool)
    facts = chosen[list(REASONS)].fillna(value=False).astype(bool)
    rows = zip(facts.itertuples(index=False), chosen["due_by_now"], strict=True)
    table["reasons"] = [_in_words(fired, due) for fired, due in rows]
    return table


@draws
def attention(units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None) -> Axes:
    """Draw the places that units to be supported lack, with the reasons in words.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``small_quota``, ``ranked_quota`` and ``as_of`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Bars of missing places [people], those that the unit's own pool covers apart from those
        it does not; one dot a place where the quota is small.
    """
    table = attention_table(units, options)
    if units["risk_level"].isna().all():
        return nothing(ax, TITLE, "Chưa có đơn vị nào đủ số liệu để đánh giá.")
    if table.empty:
        return nothing(ax, TITLE, f"Không có đơn vị nào {LEVELS['at_risk']} theo số đã báo.")
    drawn = _on_a_page(table)
    sheet = fitted(_sheet(drawn, table), ax, two_lines=len(drawn) == len(table))
    notes = [*_notes(drawn, options), *_left_out(units, table, drawn)]
    ax = Page(TITLE, sheet.height * sheet.pitch, notes).axes(ax)
    draw(ax, sheet)
    key(ax, [name for name in _TONES if drawn[name].sum()])
    return ax


def attention_alt(table: pd.DataFrame) -> str:
    """Tell the chart of units to support in words.

    Parameters
    ----------
    table : DataFrame
        What `attention_table` gives.

    Returns
    -------
    str
        A sentence for each level that names its units with the places they lack.
    """
    sentences = ["Biểu đồ thanh ngang: số còn thiếu của các đơn vị."]
    for level in _LEVELS:
        group = table[table["risk_level"] == level]
        if len(group):
            names = "; ".join(_named(row) for _, row in group.iterrows())
            sentences.append(f"{_heading(level, len(group))}: {names}.")
    return " ".join(sentences)


def _named(row: pd.Series) -> str:
    """Name a unit with what it lacks; the reason of those behind stands in their heading."""
    reasons = row["reasons"] if row["risk_level"] == _LEVELS[0] else ""
    lacks = f"còn thiếu {format_count(row['remaining'])}"
    return f"{row['unit_name']} ({', '.join(filter(None, (lacks, reasons)))})"


def _in_words(fired: Iterable[bool], due: Any) -> str:
    """Tell the reasons; the one about pace with what an even pace would have."""
    told = dict(compress(REASONS.items(), fired))
    if "behind" in told and pd.notna(due):
        told["behind"] += f" (mức đều: {format_count(due)})"
    return "; ".join(told.values())


def _heading(level: str, units: int, drawn: int | None = None) -> str:
    some = "" if drawn in (None, units) else f", vẽ {format_count(drawn)} đơn vị đầu"
    return f"{LEVELS[level].capitalize()}: {format_count(units)} đơn vị{some}"


def _on_a_page(table: pd.DataFrame) -> pd.DataFrame:
    """Choose what one page holds: without the units that are only behind, then the first ones."""
    if height_of(_lines(table, table)) <= _MOST_LINES:
        return table
    table = table[table["risk_level"] == _LEVELS[0]]
    heights = [height_of(_lines(table[:at], table)) for at in range(1, len(table) + 1)]
    return table[: max(sum(height <= _MOST_LINES for height in heights), 1)]


def _left_out(units: pd.DataFrame, table: pd.DataFrame, drawn: pd.DataFrame) -> list[str]:
    """Count the units that are not drawn, so that none goes missing in silence."""
    rest = table.drop(drawn.index)["risk_level"]
    notes = [
        f"Còn {format_count(number)} đơn vị {LEVELS[level]}, xem bảng các đơn vị."
        for level in _LEVELS
        if (number := int((rest == level).sum()))
    ]
    if unknown := int(units["risk_level"].isna().sum()):
        notes.append(f"{format_count(unknown)} đơn vị {LEVEL_UNKNOWN}.")
    return notes


def _lines(drawn: pd.DataFrame, table: pd.DataFrame) -> list[BarLine]:
    lines = []
    for level in _LEVELS:
        group = drawn[drawn["risk_level"] == level]
        if len(group):
            units = int((table["risk_level"] == level).sum())
            lines.append(BarLine(_heading(level, units, len(group)), heading=True))
            lines += [_line(row) for _, row in group.iterrows()]
    return lines


def _sheet(drawn: pd.DataFrame, table: pd.DataFrame) -> Sheet:
    return Sheet(
        (_lines(drawn, table),),
        _TONES,
        ("Kết nạp/\nchỉ tiêu", "Còn\nthiếu", "Thiếu\nnguồn", "Lý do"),
        limit=float(drawn["remaining"].max()) + 0.05,
        pitch=_PITCH,
        words=True,
    )


def _line(row: pd.Series) -> BarLine:
    parts = row[list(_TONES)]
    cells = (
        standing(*row[["admitted", "pending", "quota"]]),
        format_count(row["remaining"]),
        UNKNOWN if row["unknown"] else format_count(row["pool_shortfall"]),
        row["reasons"].replace("; ", ";\n"),
    )
    if row["small"]:
        return BarLine(row["unit_name"], dots=tuple(parts), cells=cells)
    return BarLine(row["unit_name"], bar=tuple(float(part) for part in parts), cells=cells)


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    notes = [
        *options.dated,
        "Số ở cột đầu: đã kết nạp + đang trình duyệt / chỉ tiêu.",
        "Nguồn của đơn vị nào chỉ tính cho đơn vị đó.",
    ]
    if table["reasons"].str.contains("mức đều").any():
        notes.append("Mức đều: số người đến nay nếu chia đều chỉ tiêu theo ngày trong năm.")
    if table["small"].any():
        notes.append("Đơn vị chỉ tiêu nhỏ: mỗi chấm là một chỗ còn thiếu.")
    return notes


CHART = ChartDesign("attention", TITLE, attention_table, attention, attention_alt)
