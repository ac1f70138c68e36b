"""How far is the whole district? One bar of people against the quota."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.fitting import spread, text_width
from dangvien_analysis.charts.drawing.options import (
    DEFAULT,
    ChartDesign,
    Options,
    asks,
    draws,
    missing,
    places,
)
from dangvien_analysis.charts.drawing.theme import (
    FAINT,
    INK,
    TEXT,
    TONES,
    Page,
    bare,
    nothing,
    number_on,
    width_of,
)
from dangvien_analysis.columns import label
from dangvien_analysis.measures.totals import ALL, totals
from dangvien_analysis.text.numbers import format_count, format_percent

TITLE = "Kết quả kết nạp so với chỉ tiêu chung"

_PARTS = ("admitted", "pending", "pool_usable", "pool_shortfall", "unknown")
_WORDS = {
    "admitted": label("admitted"),
    "pending": label("pending"),
    "pool_usable": "Còn thiếu,\ncó nguồn tại chỗ",
    "pool_shortfall": "Còn thiếu,\nthiếu nguồn",
    "unknown": "Chưa rõ",
}

# From a line to the words beside it [points].
_CLEAR = 4.0
_UNDER = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
# Room between the words under the bar [points].
_BETWEEN = 8.0
# Heights in the drawing [points], from the foot of the words under the bar to the quota's mark.
_BODY = 104.0
_BAR = (34.0, 58.0)
_WORDS_TOP = 24.0
_BRACKET = 66.0
_QUOTA = 98.0


@asks(
    *("quota", "admitted", "pending", "pool"),
    *("surplus", "remaining", "pool_shortfall", "pool_usable"),
)
def progress_table(units: pd.DataFrame, options: Options = DEFAULT) -> pd.DataFrame:
    """Add up the district into the parts of one bar.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``stated_quota`` and ``rated_quota`` are used.

    Returns
    -------
    DataFrame
        Index ``part``; ``label``, ``count`` [people, units for the last two] and ``share`` of the
        summed quota [fraction; NA where it is not shown]. The parts ``admitted``, ``pending``,
        ``pool_usable``, ``pool_shortfall`` and ``unknown`` (places of which a missing figure
        tells nothing) add up to the `places` of the units;
        ``expected`` is admitted + pending, ``remaining`` the places missing, ``stated_quota`` the
        quota as printed, ``units`` all units and ``missing_units`` those that lack a count.
    """
    sums = totals(units).reindex([ALL]).iloc[0]
    counts: dict[str, Any] = {name: sums[name] for name in _PARTS if name != "unknown"}
    counts["unknown"] = _unknown(units, sums)
    counts["expected"] = counts["admitted"] + counts["pending"]
    counts |= {name: sums[name] for name in ("remaining", "quota", "surplus")}
    counts["stated_quota"] = pd.NA if options.stated_quota is None else options.stated_quota
    counts["units"] = len(units)
    counts["missing_units"] = missing(units, ["quota", "admitted", "pending", "pool"]).sum()
    table = pd.DataFrame(
        {"label": [_label(name) for name in counts], "count": list(counts.values())},
        index=pd.Index(counts, name="part"),
    ).astype({"count": "Int64"})
    shares = table["count"] / pd.array([sums["quota"]] * len(table), dtype="Float64")
    shown = table.index.isin(["admitted", "pending", "expected"])
    enough = pd.notna(sums["quota"]) and sums["quota"] >= options.rated_quota
    return table.assign(share=shares.where(shown & enough))


@draws
def progress(units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None) -> Axes:
    """Draw the district as one bar: admitted, pending, and the places missing.

    Parameters
    ----------
    units : DataFrame
        What `assess` gives.
    options : Options
        Its ``stated_quota``, ``rated_quota`` and ``as_of`` are used.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        A bar of people, from admitted to the places that no pool covers, with the summed quota
        and the stated one marked on it.
    """
    table = progress_table(units, options)
    count = table["count"].fillna(0).astype(int)
    if pd.isna(table["count"]["admitted"]) or not count["quota"]:
        return nothing(ax, TITLE, "Chưa có số liệu chỉ tiêu và kết nạp để vẽ.")
    ax = Page(TITLE, _BODY, _notes(table, options)).axes(ax)
    bare(ax)
    right = max(int(count[list(_PARTS)].sum()), count["quota"])
    # A hair more than the bar, so that its edge is drawn whole.
    ax.set(xlim=(0, right * 1.002), ylim=(0, _BODY))
    point = right / width_of(ax)
    _draw_parts(ax, table, count, point)
    _draw_brackets(ax, table, count, point)
    _draw_quota(ax, count, point)
    return ax


def progress_alt(table: pd.DataFrame) -> str:
    """Tell the chart of the district in words.

    Parameters
    ----------
    table : DataFrame
        What `progress_table` gives.

    Returns
    -------
    str
        The quota, the admitted, the pending, and what is missing.
    """
    if pd.isna(table["count"]["admitted"]):
        return "Chưa có số liệu chỉ tiêu và kết nạp."
    count = {str(name): format_count(number) for name, number in table["count"].items()}
    share = {name: f" ({text})" if text else "" for name, text in _percents(table).items()}
    stated = table["count"]["stated_quota"]
    differs = pd.notna(stated) and stated != table["count"]["quota"]
    printed = f", dòng tổng cộng ghi {count['stated_quota']}" if differs else ""
    return (
        f"Thanh ngang: tổng chỉ tiêu các đơn vị {count['quota']} người{printed}; "
        f"đã kết nạp {count['admitted']}{share['admitted']}, "
        f"đang trình duyệt {count['pending']}{share['pending']}, "
        f"còn thiếu {count['remaining']}, trong đó có nguồn tại chỗ {count['pool_usable']}, "
        f"thiếu nguồn {count['pool_shortfall']}; "
        f"vượt chỉ tiêu của đơn vị mình {count['surplus']}; "
        f"{count['missing_units']} trong {count['units']} đơn vị thiếu số liệu."
    )


def _unknown(units: pd.DataFrame, sums: pd.Series) -> Any:
    """Places of which a missing count tells nothing; NA without any quota."""
    if pd.isna(sums["quota"]):
        return pd.NA
    known = sums[[name for name in _PARTS if name != "unknown"]].fillna(0).sum()
    return max(places(units).sum() - known, 0)


def _label(name: str) -> str:
    own = {
        "unknown": "Chưa rõ",
        "expected": "Đã kết nạp và đang trình duyệt",
        "stated_quota": "Chỉ tiêu ghi ở dòng tổng cộng",
        "missing_units": "Số đơn vị thiếu số liệu",
    }
    return own.get(name, label(name))


def _percents(table: pd.DataFrame) -> dict[str, str]:
    return {
        str(name): "" if pd.isna(share) else format_percent(share)
        for name, share in table["share"].items()
    }


def _draw_parts(ax: Axes, table: pd.DataFrame, count: pd.Series, point: float) -> None:
    """Draw the segments with their numbers, and the words under them."""
    low, high = _BAR
    percents = _percents(table)
    # Nobody admitted, or nobody pending, is a fact to be told.
    shown = [name for name in _PARTS if count[name] or name in _PARTS[:2]]
    centres, texts = [], []
    start = 0
    for name in shown:
        number = count[name]
        ax.barh((low + high) / 2, number, high - low, start, label=name, **TONES[name].style)
        middle, words = start + number / 2, format_count(number)
        fits = number_on(ax, (middle, (low + high) / 2), words, TONES[name], number / point)
        share = f"\n{percents[name]} chỉ tiêu" if percents[name] else ""
        texts.append(f"{_WORDS[name]}{'' if fits else f': {words}'}{share}")
        centres.append(middle / point)
        start += number
    _write_under(ax, centres, texts, point)


def _write_under(ax: Axes, centres: list[float], texts: list[str], point: float) -> None:
    """Write words under the bar, each joined to its segment by a line."""
    widths = [text_width(text) + _BETWEEN for text in texts]
    places = spread(centres, widths, width_of(ax))
    for centre, place, text in zip(centres, places, texts, strict=True):
        ax.plot([centre * point, place * point], [_BAR[0], _WORDS_TOP + 1], color=FAINT, lw=0.6)
        ax.text(place * point, _WORDS_TOP, text, ha="center", va="top", linespacing=1.2)


def _draw_brackets(ax: Axes, table: pd.DataFrame, count: pd.Series, point: float) -> None:
    """Say over the bar what admitted and pending come to, and what would still be missing."""
    expected, missing_places = count["expected"], count["remaining"]
    percent = _percents(table)["expected"]
    sums = f"{format_count(count['admitted'])} + {format_count(count['pending'])}"
    would = f"Nếu mọi hồ sơ đang trình được duyệt: {sums} = {format_count(expected)}"
    if count["pending"]:
        text = f"{would} ({percent})" if percent else would
        _bracket(ax, (0, expected), (0.0, "left"), text, point)
    if missing_places:
        ends = (expected, expected + missing_places)
        end = count["quota"] if count["quota"] in range(*ends) else ends[1]
        text = f"Còn thiếu: {format_count(missing_places)}"
        _bracket(ax, ends, (end - _CLEAR * point, "right"), text, point)


def _bracket(
    ax: Axes, ends: tuple[int, int], at: tuple[float, str], text: str, point: float
) -> None:
    left, right = ends[0] + point, ends[1] - point
    foot = _BRACKET - 4
    ax.plot([left, left, right, right], [foot, _BRACKET, _BRACKET, foot], color=INK, linewidth=0.6)
    ax.text(at[0], _BRACKET + 4, text, ha=at[1], va="baseline", bbox=_UNDER, zorder=4)


def _draw_quota(ax: Axes, count: pd.Series, point: float) -> None:
    """Mark the summed quota above and below the bar, and the stated one where it is another."""
    quota, stated = count["quota"], count["stated_quota"]
    text = f"Tổng chỉ tiêu các đơn vị: {format_count(quota)}"
    ax.vlines([quota] * 2, [_BAR[0] - 5, _BAR[1]], [_BAR[0], _QUOTA], color=INK, linewidth=1.2)
    if stated and stated != quota:
        text += f" (dòng tổng cộng ghi: {format_count(stated)})"
        if stated <= ax.get_xlim()[1]:
            ax.vlines(stated, _BAR[1], _QUOTA, color=INK, linewidth=0.8, linestyle=(0, (2, 2)))
    before = quota * 2 > ax.get_xlim()[1]
    near = [quota, stated] if abs(quota - stated) <= 2 * _CLEAR * point else [quota]
    x = min(near) - _CLEAR * point if before else max(near) + _CLEAR * point
    side = "right" if before else "left"
    ax.text(x, _QUOTA, text, ha=side, va="top", size=TEXT, bbox=_UNDER, zorder=4)


def _notes(table: pd.DataFrame, options: Options) -> list[str]:
    """Say why the bar is longer than the quota, and whose figures are missing."""
    count = table["count"].fillna(0)
    notes = [*options.dated, "Hồ sơ đang trình duyệt chưa phải là đã kết nạp."]
    parts = [count[name] for name in _PARTS if count[name]]
    more = sum(parts) - count["quota"]
    if more > 0 and not count["unknown"] and not count["missing_units"]:
        over = "vượt" if more == count["surplus"] else "đã kết nạp và đang trình nhiều hơn"
        notes.append(
            f"{' + '.join(map(format_count, parts))} = {format_count(sum(parts))}, hơn tổng chỉ "
            f"tiêu {format_count(more)} người: đó là số {over} chỉ tiêu của đơn vị mình, không "
            "bù cho đơn vị khác."
        )
    if count["missing_units"]:
        notes.append(
            f"{format_count(count['missing_units'])} trong {format_count(count['units'])} đơn vị "
            "chưa báo cáo hoặc thiếu số liệu."
        )
    return notes


CHART = ChartDesign("progress", TITLE, progress_table, progress, progress_alt)
