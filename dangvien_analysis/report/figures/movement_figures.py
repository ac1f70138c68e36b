"""Every figure of the comparison with the table before."""

import pandas as pd

from dangvien_analysis.gather.comparison import Comparison, YearAgo
from dangvien_analysis.report.figures.figure_table import Figures
from dangvien_analysis.text.numbers import format_date

_SUMS = {
    "admitted_change": "Kết nạp thêm từ kỳ trước",
    "decided": "Nhiều nhất bao nhiêu người kết nạp thêm từ hồ sơ đang trình kỳ trước",
    "opened": "Hồ sơ mới trình từ kỳ trước",
    "pool_gained": "Người vào nguồn từ kỳ trước",
}


def movement_figures(found: Figures, units: pd.DataFrame, beside: Comparison | None) -> None:
    """Add the figures of the comparison; none without an earlier table of the year."""
    if beside is None:
        return
    table = beside.table
    found.text("move.since", "Kỳ trước", beside.since, format_date(beside.since))
    for name, title in _SUMS.items():
        found.count(f"move.{name}", title, table[name].sum(min_count=1))
    for name, title in (("pending", "Đang trình duyệt"), ("pool", "Nguồn")):
        both = table[f"{name}_change"].notna()
        before = table.loc[both, f"{name}_before"].sum(min_count=1)
        found.count(f"move.{name}_before", f"{title} kỳ trước", before)
        now = units.loc[both, name].sum(min_count=1)
        found.count(f"move.{name}_now", f"{title} nay, cùng các đơn vị", now)
    found.count("move.units", "Đơn vị so sánh được", table["moved"].notna().sum())
    _levels(found, table)
    gained = (table["admitted_change"] > 0).sum()
    found.count("move.gained_units", "Đơn vị kết nạp thêm", gained)
    found.count("move.still_units", "Đơn vị không có thay đổi", (~table["moved"]).sum())
    for unit_id, row in table.iterrows():
        unit = str(units.at[unit_id, "unit_name"])
        title = f"{unit}: kết nạp thêm từ kỳ trước"
        found.count(f"unit.{unit_id}.admitted_change", title, row["admitted_change"])
        title = f"{unit}: số tháng không có thay đổi"
        found.count(f"unit.{unit_id}.still_months", title, row["still_months"])


def _levels(found: Figures, table: pd.DataFrame) -> None:
    """How many units changed their level; the first level is the best."""
    before, now = table["level_before"].cat.codes, table["level"].cat.codes
    known = (before >= 0) & (now >= 0)
    for name, title, moved in (
        ("better", "Đơn vị chuyển sang mức tốt hơn", known & (now < before)),
        ("worse", "Đơn vị chuyển sang mức cần quan tâm hơn", known & (now > before)),
    ):
        found.count(f"move.{name}_units", title, moved.sum())


def year_ago_figures(found: Figures, ago: YearAgo | None, units: pd.DataFrame) -> None:
    """Add what was admitted by the same share of the year before; none when it is not known."""
    if ago is None:
        return
    found.text("ago.year", "Năm trước", ago.year, str(ago.year))
    found.text("ago.last", "Số liệu cuối của năm trước", ago.last, format_date(ago.last))
    if ago.found is None:
        return
    for name, title in (
        ("low", "Cùng thời điểm năm trước, ít nhất"),
        ("high", "Cùng thời điểm năm trước, nhiều nhất"),
        ("between", "Cùng thời điểm năm trước, nội suy"),
    ):
        value = getattr(ago.found, name)
        found.count(f"ago.{name}", title, pd.NA if value is None else round(value))
    if ago.found.unknown:
        title = "Đơn vị chưa có số liệu cùng thời điểm năm trước"
        found.count("ago.unknown", title, ago.found.unknown)
    if unknown := units["admitted"].isna().sum():
        found.count("ago.unknown_now", "Đơn vị chưa có số đã kết nạp năm nay", unknown)
    for name in ("since", "until"):
        day = getattr(ago.found, name)
        found.text(f"ago.{name}", "Ngày số liệu năm trước", day, format_date(day))
    found.count("ago.quota", "Chỉ tiêu năm trước", pd.NA if ago.quota is None else ago.quota)
    if ago.quota and ago.found.between is not None:
        share = ago.found.between / ago.quota
        found.percent("ago.rate", "Cùng thời điểm năm trước so với chỉ tiêu năm đó", share, 1)
