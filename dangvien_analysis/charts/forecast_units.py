"""Where may each unit be on the last day? Rows in the order of the bands."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.bars import BarLine, Sheet, draw, on_a_page
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    ChartDesign,
    Options,
    asks,
    draws,
    span,
    standing,
    without_kind,
)
from dangvien_analysis.charts.drawing.theme import FULL_HEIGHT, POINTS, Page, key, nothing
from dangvien_analysis.columns import BANDS
from dangvien_analysis.forecasting.assumed import pace_assumed
from dangvien_analysis.forecasting.forecast import forecast
from dangvien_analysis.text.numbers import format_count, format_decimal

TITLE = "Dự báo cuối năm của từng đơn vị"

_TONES = ("admitted", "ahead_low", "ahead_range")
_FACTS = ("done", "short_of_pool")
_AHEAD = ["p_meet", "expected", "low80", "high80", "most", "band"]
# Height of title and notes [points].
_ROUND_THE_ROWS = 64.0
# Bars are cut at twice the quota: one unit far over it would make all others short.
_WIDEST = 2.0


@asks("unit_name", "quota", "admitted", "pending", "pool")
def forecast_units_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Forecast each unit, and put the units in the bands' order.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``deadline``, ``assumptions`` and ``small_quota`` are used.

    Returns
    -------
    DataFrame
        Index as in `units`: ``band``, a category, best first, ``unit_name``, ``quota``,
        ``admitted``, ``pending``, ``low80``, ``high80`` and ``most`` [people], ``expected``
        people on the last day, a whole number, and ``small``. In each band the likeliest first,
        ties in the order given; small quotas after the others in the order given, with NA in
        place of an interval. Units without a band are left out: their figures are not known, or
        their quota is 0. Empty when a date is missing.
    """
    columns = ["unit_name", "quota", "admitted", "pending"]
    start, end = options.as_of, options.year_end
    if start is None or end is None or start > end or start.year != end.year:
        return _framed(units.iloc[:0][columns], pd.DataFrame(columns=_AHEAD), options)
    found = forecast(
        units,
        as_of=start,
        deadline=end,
        assumptions=options.assumptions,
        history=options.past.history,
        carried_over=options.past.carried_over,
    ).units
    table = _framed(units[columns], found, options)
    table = table[table["band"].notna()]
    order = table.assign(
        chance=-found.loc[table.index, "p_meet"].where(~table["small"], 1.0), at=range(len(table))
    )
    rows = order.sort_values(["band", "small", "chance", "at"]).index
    return table.loc[rows]


def _framed(counts: pd.DataFrame, found: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Counts and forecast side by side; a small quota has a band and no interval."""
    table = counts.join(found[["low80", "high80", "most", "expected"]])
    table.insert(0, "band", found["band"].reindex(counts.index))
    small = table["quota"].le(options.small_quota).fillna(value=False).astype(bool)
    whole = ["low80", "high80", "most", "expected"]
    table[whole] = table[whole].astype("Float64").round().astype("Int64")
    table[["low80", "high80", "expected"]] = table[["low80", "high80", "expected"]].mask(small)
    return table.assign(small=small)


@draws
def forecast_units(
    units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None
) -> Axes:
    """Draw where each unit may be on the last day, against its quota.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``as_of``, ``deadline``, ``assumptions`` and ``small_quota`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Bars of people as shares of the quota: admitted now, then up to the lower, then up to the
        upper end of the 80 % interval. A unit with a small quota has its band only.
    """
    table = forecast_units_table(units, options)
    if options.as_of is None or options.year_end is None:
        return nothing(ax, TITLE, "Chưa rõ ngày số liệu hoặc thời hạn nên chưa dự báo được.")
    if table.empty:
        return nothing(ax, TITLE, "Chưa có đơn vị nào đủ số liệu để dự báo.")
    sheet = _sheet(table, ax)
    notes = _notes(table, units, options)
    ax = Page(TITLE, sheet.height * sheet.pitch, notes).axes(ax)
    draw(ax, sheet)
    if (~table["small"]).any():
        key(ax, _TONES)
    return ax


def forecast_units_alt(table: pd.DataFrame) -> str:
    """Tell the chart in words.

    Parameters
    ----------
    table : DataFrame
        What `forecast_units_table` gives.

    Returns
    -------
    str
        A sentence for each band, with the units in it.
    """
    if table.empty:
        return "Chưa dự báo được khả năng hoàn thành của các đơn vị."
    sentences = ["Biểu đồ thanh ngang: khả năng hoàn thành chỉ tiêu của từng đơn vị."]
    for heading, group in _groups(table):
        sentences.append(f"{heading}: {', '.join(group['unit_name'])}.")
    return " ".join(sentences)


def _groups(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for band, group in table.groupby("band", sort=True, observed=True):
        words = BANDS[str(band)]
        # The first and the last are facts; the others are chances.
        words = words.capitalize() if band in _FACTS else f"Khả năng {words}"
        yield f"{words}: {format_count(len(group))} đơn vị", group


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
        ("Kết nạp/\nchỉ tiêu", "Dự\nkiến", "Khoảng\n80%"),
        limit=min(max(most, 1.0), _WIDEST) + 0.05,
        marks=((0, "0%"), (1, "100%")) if most else (),
    )
    return on_a_page(whole, ax, FULL_HEIGHT * POINTS - _ROUND_THE_ROWS, _short)


def _short(line: BarLine) -> BarLine:
    """Leave out the kind of organisation."""
    return replace(line, name=without_kind(line.name)) if line.cells else line


def _line(row: pd.Series) -> BarLine:
    now = standing(*row[["admitted", "pending", "quota"]])
    if row["small"]:
        return BarLine(row["unit_name"], cells=(now, "", ""))
    ends = (row["admitted"], row["low80"], row["high80"])
    steps = (ends[0], ends[1] - ends[0], ends[2] - ends[1])
    cells = (now, format_count(row["expected"]), span(row["low80"], row["high80"]))
    return BarLine(row["unit_name"], bar=tuple(step / row["quota"] for step in steps), cells=cells)


def _notes(table: pd.DataFrame, units: pd.DataFrame, options: Options) -> list[str]:
    """What a reader has to know to read the rows."""
    notes = [*options.dated]
    if options.as_of is not None:
        notes.append(f"Giả định {pace_assumed(options.assumptions, options.as_of)}.")
    notes.append("Cột đầu: đã kết nạp + đang trình duyệt / chỉ tiêu.")
    bars = table[~table["small"]]
    if (bars["high80"] > _WIDEST * bars["quota"]).any():
        widest = format_decimal(100 * _WIDEST, 0)
        notes.append(f"Dấu ›: trên {widest}% chỉ tiêu, thanh được cắt ngắn.")
    if table["small"].any():
        notes.append("Chỉ tiêu nhỏ: chỉ nêu nhóm, không nêu con số dự báo.")
    if left := len(units) - len(table):
        notes.append(
            f"{format_count(left)} đơn vị chưa đủ số liệu hoặc có chỉ tiêu bằng 0, không dự báo."
        )
    return [*notes, "Chưa kiểm chứng bằng kết quả thực tế."]


CHART = ChartDesign(
    "forecast_units", TITLE, forecast_units_table, forecast_units, forecast_units_alt
)
