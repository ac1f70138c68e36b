"""Every figure of the comparison with the table before."""

import pandas as pd

from dangvien_analysis.briefing.figure_table import Figures
from dangvien_analysis.compared import Comparison
from dangvien_analysis.text.numbers import format_date

_SUMS = {
    "admitted_change": "Kết nạp thêm từ kỳ trước",
    "opened": "Hồ sơ mới trình từ kỳ trước",
    "pool_gained": "Người vào nguồn từ kỳ trước",
}


def movement_figures(found: Figures, units: pd.DataFrame, beside: Comparison | None) -> None:
    """Add the figures of the comparison; none without an earlier table of the year.

    Parameters
    ----------
    found : Figures
        Where they are added, under keys that start with "move.".
    units : DataFrame
        What `assess` gives.
    beside : Comparison or None
        The table before.
    """
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
    gained = (table["admitted_change"] > 0).sum()
    found.count("move.gained_units", "Đơn vị kết nạp thêm", gained)
    found.count("move.still_units", "Đơn vị không có thay đổi", (~table["moved"]).sum())
    for unit_id, row in table.iterrows():
        unit = str(units.at[unit_id, "unit_name"])
        title = f"{unit}: kết nạp thêm từ kỳ trước"
        found.count(f"unit.{unit_id}.admitted_change", title, row["admitted_change"])
