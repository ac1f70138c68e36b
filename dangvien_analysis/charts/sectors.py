"""How far is each sector? The split into sectors is this project's own."""

import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.bars import BarLine, Sheet, draw, fitted
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    INCOMPLETE,
    ChartDesign,
    Options,
    asks,
    draws,
    missing,
    places,
    standing,
)
from dangvien_analysis.charts.drawing.theme import Page, key, nothing
from dangvien_analysis.columns import NOT_REPORTED, SECTORS, UNCLASSIFIED
from dangvien_analysis.measures.totals import totals
from dangvien_analysis.text.numbers import format_count, format_percent

TITLE = "Kết quả theo nhóm đơn vị"

_COUNTS = ["quota", "admitted", "pending"]
_TONES = ("admitted", "pending", "remaining", "unknown")
_SHOWN = ["units", *_COUNTS, "remaining", "surplus", "completion_rate"]


@asks("sector", "quota", "admitted", "pending", "surplus", "remaining")
def sectors_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Add up the units of each sector.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``rated_quota`` is used.

    Returns
    -------
    DataFrame
        One row a sector in the vocabulary's order, units without one last: ``sector``
        (Vietnamese words), ``units``, ``incomplete`` (those that lack a count) [units],
        ``quota``, ``admitted``, ``pending``, ``remaining``, ``surplus``, ``unknown`` (places of
        which a missing count tells nothing) [people], and ``completion_rate`` [fraction], NA
        where the quota is too small to carry a rate.
    """
    sums = totals(units, by="sector")
    lacking = totals(units[missing(units, _COUNTS)], by="sector")["units"]
    table = sums[_SHOWN].reset_index(drop=True)
    names = [SECTORS.get(str(sector), UNCLASSIFIED) for sector in sums.index]
    table.insert(0, "sector", names)
    table.insert(2, "incomplete", lacking.reindex(sums.index).fillna(0).to_numpy())
    whole = totals(units.assign(quota=places(units)), by="sector")["quota"]
    known = table[["admitted", "pending", "remaining"]].fillna(0).sum(axis=1)
    table["unknown"] = (whole.reset_index(drop=True) - known).clip(lower=0)
    table["completion_rate"] = table["completion_rate"].mask(
        table["quota"].lt(options.rated_quota).fillna(value=True).astype(bool)
    )
    order = {name: at for at, name in enumerate((*SECTORS.values(), UNCLASSIFIED))}
    return table.sort_values("sector", key=lambda names: names.map(order), ignore_index=True)


@draws
def sectors(units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None) -> Axes:
    """Draw each sector against its quota.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``rated_quota`` and ``as_of`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Bars of admitted, pending and missing people as shares of the quota; one dot a person
        where the quota of the sector is too small to carry a rate.
    """
    table = sectors_table(units, options)
    if table["admitted"].isna().all():
        return nothing(ax, TITLE, "Chưa có số liệu của nhóm đơn vị nào để vẽ.")
    sheet = fitted(_sheet(table), ax, two_lines=True)
    ax = Page(TITLE, sheet.height * sheet.pitch, _notes(table, options)).axes(ax)
    draw(ax, sheet)
    key(ax, [name for name in _TONES if name != "unknown" or table[name].gt(0).any()])
    return ax


def sectors_alt(table: pd.DataFrame) -> str:
    """Tell the chart of sectors in words.

    Parameters
    ----------
    table : DataFrame
        What `sectors_table` gives.

    Returns
    -------
    str
        One clause for each sector: admitted + pending / quota, and the rate where there is one.
    """
    clauses = []
    for _, row in table.iterrows():
        stands = standing(*row[["admitted", "pending", "quota"]])
        share = row["completion_rate"]
        percent = "" if pd.isna(share) else f", đã kết nạp {format_percent(share)}"
        told = NOT_REPORTED if pd.isna(row["quota"]) else f"{stands}{percent}"
        clauses.append(f"{row['sector']}: {told}")
    listed = "; ".join(clauses) or "chưa có nhóm nào"
    return (
        "Biểu đồ thanh ngang: đã kết nạp + đang trình duyệt / chỉ tiêu của từng nhóm đơn vị. "
        f"{listed}."
    )


def _sheet(table: pd.DataFrame) -> Sheet:
    lines = [_line(row) for _, row in table.iterrows()]
    most = max(sum(line.bar) for line in lines)
    return Sheet(
        (lines,),
        _TONES,
        ("Số\nđơn vị", "Kết nạp + trình/\nchỉ tiêu", "Tỷ lệ đã\nkết nạp", "Còn\nthiếu"),
        limit=max(most, 1.0) + 0.05,
        marks=((0, "0%"), (0.5, "50%"), (1, "100%")) if most else (),
        pitch=14.0,
    )


def _line(row: pd.Series) -> BarLine:
    counts = row[list(_TONES)].fillna(0)
    number = format_count(row["units"])
    if pd.isna(row["quota"]) or pd.isna(row["admitted"]):
        return BarLine(row["sector"], cells=(number, "", "", ""), note=NOT_REPORTED)
    stands = standing(*row[["admitted", "pending", "quota"]])
    share = row["completion_rate"]
    left = "" if pd.isna(row["remaining"]) else format_count(row["remaining"])
    if pd.isna(share):
        dots = tuple(int(count) for count in counts)
        return BarLine(row["sector"], dots=dots, cells=(number, stands, "", left))
    bar = tuple(float(count) for count in counts / row["quota"])
    return BarLine(row["sector"], bar=bar, cells=(number, stands, format_percent(share), left))


def _longer(bars: pd.DataFrame) -> list[str]:
    """Say why bars are longer than the quota."""
    more = bars[["admitted", "pending", "remaining", "unknown"]].sum(axis=1) - bars["quota"]
    if not more.gt(0).any():
        return []
    if (more <= bars["surplus"]).all():
        why = "có đơn vị vượt chỉ tiêu của mình, phần vượt"
    else:
        why = "có đơn vị đã kết nạp và đang trình nhiều hơn chỉ tiêu của mình, phần hơn"
    return [f"Thanh dài hơn 100% là do {why} không bù cho đơn vị khác."]


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    notes = [*options.dated, "Cách chia nhóm là của báo cáo này."]
    if table["completion_rate"].isna().any():
        notes.append(
            f"Nhóm có chỉ tiêu dưới {format_count(options.rated_quota)}: mỗi chấm là một người, "
            "không tính tỷ lệ."
        )
    notes += _longer(table[table["completion_rate"].notna()])
    if lacking := int(table["incomplete"].sum()):
        notes.append(f"{format_count(lacking)} đơn vị {NOT_REPORTED} hoặc {INCOMPLETE}.")
    return notes


CHART = ChartDesign("sectors", TITLE, sectors_table, sectors, sectors_alt)
