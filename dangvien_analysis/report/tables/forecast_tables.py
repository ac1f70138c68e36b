"""The forecast as tables people read."""

from typing import Any

import pandas as pd

from dangvien_analysis.columns import label
from dangvien_analysis.report.sentences.chances import band_in_words, chance_in_words
from dangvien_analysis.report.tables.shown_tables import ShownTable
from dangvien_analysis.text.numbers import (
    UNKNOWN,
    format_count,
    format_date,
    format_decimal,
    format_percent,
)

INTERVAL = "Khoảng 80%"


def forecast_summary(figures: pd.DataFrame) -> ShownTable:
    """Show the district's forecast.

    Gives one row a figure; empty when there is no forecast.
    """
    shown = figures["shown"]
    rows = []
    if "ahead.median" in shown.index:

        def between(low: str, high: str) -> str:
            return f"{shown[f'ahead.{low}']}-{shown[f'ahead.{high}']}"

        rows = [
            ("Giả định", shown["ahead.assumed"]),
            ("Số kết nạp đến hết hạn, mức giữa", shown["ahead.median"]),
            (INTERVAL, between("low80", "high80")),
            ("Khoảng 95%", between("low95", "high95")),
            (
                "Khoảng 80%, nếu nhịp độ hoàn toàn không đổi",
                between("steady_low80", "steady_high80"),
            ),
            ("Chỉ tiêu chung", shown["ahead.target"]),
            ("Khả năng đạt chỉ tiêu chung", shown["ahead.p_target"]),
            ("Số đơn vị hoàn thành, dự kiến", shown["ahead.expected_met"]),
            ("Số đơn vị hoàn thành, khoảng 80%", between("met_low80", "met_high80")),
            ("Nhiều nhất theo nguồn đã báo", shown["ahead.most"]),
        ]
    frame = pd.DataFrame(rows, columns=["Chỉ số", "Dự báo"], dtype="str")
    return ShownTable("Dự báo chung", frame, frozenset(frame.columns))


def forecast_table(units: pd.DataFrame, small_quota: int) -> ShownTable:
    """Show each unit's forecast.

    Gives one row a unit, in the order given; without a forecast, no rows.
    """
    counts = ["quota", "admitted", "pending", "pool"]
    titles = [
        *map(label, ("unit_name", *counts, "expected")),
        INTERVAL,
        *map(label, ("most", "band")),
    ]
    rows = []
    if "band" in units:
        rows = [_row(row, counts, small_quota) for _, row in units.iterrows()]
    frame = pd.DataFrame(rows, columns=titles, dtype="str")
    return ShownTable("Dự báo từng đơn vị", frame, frozenset((titles[0], titles[-1])))


def scenarios_table(scenarios: pd.DataFrame) -> ShownTable:
    """Show what each assumption changes."""
    rows = [
        (
            _changed(row["changed"], row["to"]),
            format_count(row["median"]),
            f"{format_count(row['low80'])}-{format_count(row['high80'])}",
            f"{format_count(row['low95'])}-{format_count(row['high95'])}",
            chance_in_words(row["p_target"]),
            format_count(round(row["expected_met"])),
        )
        for _, row in scenarios.iterrows()
    ]
    titles = ["Đổi giả định", "Mức giữa", INTERVAL, "Khoảng 95%", "Khả năng đạt chỉ tiêu chung"]
    frame = pd.DataFrame(rows, columns=[*titles, "Số đơn vị hoàn thành"], dtype="str")
    return ShownTable("Mỗi giả định làm thay đổi gì", frame, frozenset({titles[0], titles[4]}))


def _changed(changed: str, value: Any) -> str:
    """Tell a change in words."""
    if changed == "as_of":
        return f"Nếu là số liệu đến {format_date(value)}"
    if changed == "approval":
        return f"Tỷ lệ hồ sơ được duyệt {format_percent(value, 0)}"
    if changed == "pace":
        factor = format_decimal(value, 2).rstrip("0").rstrip(",")
        return f"Nhịp độ lập hồ sơ mới bằng {factor} lần đến nay"
    return "Nhịp độ hoàn toàn không đổi" if changed == "pace_sd" else "Dự báo ở trên"


def _row(row: pd.Series, counts: list[str], small_quota: int) -> tuple[str, ...]:
    expected, interval = "", ""
    if pd.isna(row["band"]):
        expected = interval = UNKNOWN
    elif row["quota"] > small_quota:
        expected = format_count(round(row["expected"]))
        ends = dict.fromkeys(format_count(row[name]) for name in ("low80", "high80"))
        interval = "-".join(ends)
    return (
        row["unit_name"],
        *(format_count(row[name]) for name in counts),
        expected,
        interval,
        format_count(row["most"]),
        band_in_words(row, small_quota),
    )
