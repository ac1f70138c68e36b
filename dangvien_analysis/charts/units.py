"""How far is each unit? Rows by kind of organisation, most places missing first."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.bars import BarLine, Sheet, draw, on_a_page
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    INCOMPLETE,
    NO_KIND,
    ChartDesign,
    Options,
    asks,
    draws,
    missing,
    span,
    standing,
    without_kind,
)
from dangvien_analysis.charts.drawing.theme import FULL_HEIGHT, POINTS, Page, key, nothing
from dangvien_analysis.columns import NOT_REPORTED, ORG_TYPES
from dangvien_analysis.measures.risk import ranked
from dangvien_analysis.text.numbers import format_count

TITLE = "Mức hoàn thành chỉ tiêu của từng đơn vị"

_COUNTS = ["quota", "admitted", "pending"]
_TONES = ("admitted", "pending", "remaining")
# Height of title and notes [points].
_ROUND_THE_ROWS = 53.0
# Bars are cut at twice the quota: one unit far over it would make all others short.
_WIDEST = 2.0


@asks("unit_name", "org_type", "quota", "admitted", "pending", "surplus", "remaining")
def units_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Put the units in the order and the groups in which they are drawn.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``small_quota`` and ``ranked_quota`` are used.

    Returns
    -------
    DataFrame
        Every unit once, index as in `units`: ``kind`` (Vietnamese words), ``place`` (``ranked``,
        ``unranked``, ``unknown`` when a count is NA, ``small``), ``unit_name``, ``quota``,
        ``admitted``, ``pending``, ``remaining`` and ``surplus`` [people]. By kind of
        organisation; in it the ranked ones, most places missing first, then the others in the
        order given. Units with a small quota follow, then those that lack a count, of whatever
        kind, in the order given.
    """
    kinds = units["org_type"].astype("str").map(ORG_TYPES).fillna(NO_KIND)
    unknown = missing(units, _COUNTS)
    small = ~unknown & units["quota"].le(options.small_quota).fillna(value=False).astype(bool)
    known = units[~unknown & ~small]
    order = ranked(known, ranked_quota=options.ranked_quota).index
    place = pd.Series("unranked", index=units.index, dtype="str")
    place[order], place[unknown], place[small] = "ranked", "unknown", "small"
    table = units[["unit_name", *_COUNTS, "remaining", "surplus"]].copy()
    table.insert(0, "kind", kinds)
    table.insert(1, "place", place)
    parts = [
        table.loc[[unit for unit in order if kinds[unit] == kind]]
        if name == "ranked"
        else table[(kinds == kind) & (place == name)]
        for kind in (*ORG_TYPES.values(), NO_KIND)
        for name in ("ranked", "unranked")
    ]
    return pd.concat([*parts, table[small], table[unknown]])


@draws
def units(units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None) -> Axes:
    """Draw each unit against its quota.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``small_quota``, ``ranked_quota`` and ``as_of`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default, of a page at most up to some 120 units.

    Returns
    -------
    Axes
        Bars of admitted, pending and missing people as shares of the quota; one dot a person
        where the quota is small; words where a unit did not report.
    """
    table = units_table(units, options)
    if table["admitted"].isna().all():
        return nothing(ax, TITLE, "Chưa có số liệu của đơn vị nào để vẽ.")
    sheet = _sheet(table, ax)
    ax = Page(TITLE, sheet.height * sheet.pitch, _notes(table, options)).axes(ax)
    draw(ax, sheet)
    key(ax, _TONES)
    return ax


def units_alt(table: pd.DataFrame) -> str:
    """Tell the chart of units in words.

    Parameters
    ----------
    table : DataFrame
        What `units_table` gives.

    Returns
    -------
    str
        A sentence for each group, with the sums of its people and the units that lack most.
    """
    sentences = ["Biểu đồ thanh ngang: từng đơn vị so với chỉ tiêu của mình."]
    for heading, group in _groups(table):
        sentences.append(f"{heading}.")
        most = group["remaining"].max()
        if group["place"].iloc[0] == "ranked" and most:
            names = ", ".join(group.loc[group["remaining"] == most, "unit_name"])
            sentences.append(f"Còn thiếu nhiều nhất, {format_count(most)} người: {names}.")
    return " ".join(sentences)


def _groups(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Split the table where its headings stand."""
    kinds = table["kind"].mask(table["place"].isin(["small", "unknown"]), "")
    for (kind, place), group in table.groupby([kinds, table["place"]], sort=False):
        yield _heading(str(kind), str(place), group), group


def _heading(kind: str, place: str, group: pd.DataFrame) -> str:
    number = f"{format_count(len(group))} đơn vị"
    if place == "unknown":
        return f"{NOT_REPORTED.capitalize()} hoặc {INCOMPLETE}: {number}"
    quotas = span(group["quota"].min(), group["quota"].max())
    sums = group[["admitted", "pending", "quota"]].sum()
    where = f"Chỉ tiêu {quotas}" if place == "small" else f"{kind}, chỉ tiêu {quotas}"
    return f"{where}: {number}, {standing(*sums)}"


def _sheet(table: pd.DataFrame, ax: Axes | None) -> Sheet:
    """Lay the rows out on one page, in two columns where one would be too tight to read."""
    lines = []
    for heading, group in _groups(table):
        lines.append(BarLine(heading, heading=True))
        lines += [_line(row) for _, row in group.iterrows()]
    most = max(sum(line.bar) for line in lines)
    whole = Sheet(
        (lines,),
        _TONES,
        ("Kết nạp/\nchỉ tiêu", "Còn\nthiếu"),
        limit=min(max(most, 1.0), _WIDEST) + 0.05,
        marks=((0, "0%"), (0.5, "50%"), (1, "100%")) if most else (),
    )
    return on_a_page(whole, ax, FULL_HEIGHT * POINTS - _ROUND_THE_ROWS, _short)


def _short(line: BarLine) -> BarLine:
    """Leave out the kind of organisation, which the heading says."""
    return replace(line, name=without_kind(line.name)) if line.bar else line


def _line(row: pd.Series) -> BarLine:
    counts = row[["admitted", "pending", "remaining"]]
    cells = (standing(*row[["admitted", "pending", "quota"]]), _shown(row["remaining"]))
    if row["place"] == "unknown":
        absent = row[_COUNTS].isna().all()
        return BarLine(
            row["unit_name"],
            cells=("", "") if absent else cells,
            note=NOT_REPORTED if absent else INCOMPLETE,
        )
    if row["place"] == "small":
        return BarLine(row["unit_name"], dots=tuple(counts), cells=cells)
    return BarLine(row["unit_name"], bar=tuple(counts / row["quota"]), cells=cells)


def _shown(value: Any) -> str:
    return "" if pd.isna(value) else format_count(value)


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    """What a reader has to know to read the rows."""
    notes = [
        *options.dated,
        "Số ghi bên phải: đã kết nạp + đang trình duyệt / chỉ tiêu.",
        f"Chỉ tiêu từ {format_count(options.ranked_quota)}: xếp theo số còn thiếu; các đơn vị "
        "khác theo thứ tự danh sách.",
    ]
    bars = table[table["place"].isin(["ranked", "unranked"])]
    if (bars["admitted"] + bars["pending"] > _WIDEST * bars["quota"]).any():
        notes.append("Dấu ›: trên 200% chỉ tiêu, thanh được cắt ngắn.")
    if (table["place"] == "small").any():
        notes.append("Đơn vị chỉ tiêu nhỏ: mỗi chấm là một người, không tính tỷ lệ.")
    return notes


CHART = ChartDesign("units", TITLE, units_table, units, units_alt)
