"""Every figure of the forecast that the briefing states."""

import numpy as np
import pandas as pd

from dangvien_analysis.columns import BANDS, label
from dangvien_analysis.forecasting.assumed import pace_assumed
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.gather.procedure import LastDay
from dangvien_analysis.report.figures.figure_table import Figures
from dangvien_analysis.report.sentences.chances import chance_in_words
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import format_date

_DISTRICT = {
    "median": "Dự báo số kết nạp đến hết hạn, mức giữa",
    "low80": "Dự báo: khoảng 80%, từ",
    "high80": "Dự báo: khoảng 80%, đến",
    "low95": "Dự báo: khoảng 95%, từ",
    "high95": "Dự báo: khoảng 95%, đến",
}
_MET = {
    "expected_met": "Dự kiến số đơn vị hoàn thành",
    "met_low80": "Số đơn vị hoàn thành: khoảng 80%, từ",
    "met_high80": "Số đơn vị hoàn thành: khoảng 80%, đến",
}


def forecast_figures(found: Figures, meeting: Meeting) -> None:
    """Add the figures of the forecast; none when nothing lies ahead."""
    as_of, deadline = meeting.as_of, meeting.deadline
    ahead, steady = meeting.forecast, meeting.steady
    if ahead is None or steady is None or as_of is None or deadline is None:
        return
    snapshot, units = meeting.snapshot, meeting.units
    whole = ahead.district
    # On the last day nothing lies ahead, and without a quota there is none to meet.
    if as_of == deadline or not (units["quota"] > 0).any():
        return
    for key, title in (_DISTRICT | _MET).items():
        found.count(f"ahead.{key}", title, round(whole[key]))
    for key in ("low80", "high80"):
        title = f"{_DISTRICT[key]}, nếu nhịp độ giữ nguyên"
        found.count(f"ahead.steady_{key}", title, round(steady.district[key]))
    found.text("ahead.share80", "Độ tin cậy của khoảng trong", 0.8, "80%")
    found.text("ahead.share95", "Độ tin cậy của khoảng ngoài", 0.95, "95%")
    assumed = pace_assumed(snapshot.settings.forecast, as_of)
    found.text("ahead.assumed", "Giả định của dự báo", assumed, assumed)
    _target(found, snapshot, units, whole)
    _units_ahead(found, units, snapshot.settings.levels.small_quota)
    _last_day(found, meeting.last_day)
    for number, note in enumerate(ahead.notes):
        found.text(f"ahead.note.{number}", f"Ghi chú thứ {number + 1} của dự báo", note, note)


def _target(found: Figures, snapshot: Snapshot, units: pd.DataFrame, whole: pd.Series) -> None:
    """The target, its chance, and the pace it would take."""
    target = snapshot.target or 0
    found.count("ahead.target", "Chỉ tiêu chung của dự báo", target)
    # A total printed as 0 is a finding, and nothing is held against it.
    share = whole["median"] / target if target else pd.NA
    found.percent("ahead.share", "Mức giữa so với chỉ tiêu chung", share, 0)
    chance = whole["p_target"]
    words = chance_in_words(chance)
    found.text("ahead.p_target", "Khả năng đạt chỉ tiêu chung", chance, words)
    known = units["quota"].notna() & units["admitted"].notna()
    admitted = int(units.loc[known, "admitted"].sum())
    found.count(
        "ahead.missing", "Còn phải kết nạp để đạt chỉ tiêu chung", max(target - admitted, 0)
    )
    found.decimal("ahead.per_month", "Cần kết nạp mỗi tháng", whole["per_month_needed"])
    so_far = found.rows.get("admitted_per_month")
    if so_far and so_far["value"]:
        ratio = whole["per_month_needed"] / so_far["value"]
        found.decimal("ahead.times", "Gấp số lần bình quân đã kết nạp mỗi tháng", ratio)
    required = whole["required_pace"]
    if np.isfinite(required):
        title = "Nhịp độ lập hồ sơ mới phải gấp số lần để khả năng là một nửa"
        found.decimal("ahead.required", title, required)


def _units_ahead(found: Figures, units: pd.DataFrame, small_quota: int) -> None:
    """Units by band, and the most that own pools allow."""
    counts = units["band"].value_counts(sort=False)
    for band, words in BANDS.items():
        found.count(f"ahead.band.{band}", f"Khả năng hoàn thành: {words}", counts.get(band, 0))
    # A unit may meet its quota, or what its own pool allows; one over its quota stays so.
    reach = units["most"].fillna(units["quota"])
    reach = reach.mask((reach > units["quota"]).fillna(value=False).astype(bool), units["quota"])
    over = (units["admitted"] > reach).fillna(value=False).astype(bool)
    most = reach.mask(over, units["admitted"])
    found.count("ahead.most", "Nhiều nhất theo nguồn đã báo", most.sum())
    for unit_id, row in units.iterrows():
        found.count(f"unit.{unit_id}.most", f"{row['unit_name']}: nhiều nhất", row["most"])
        # A small quota has its band only.
        for name in (
            ("expected", "low80", "high80")
            if pd.notna(row["quota"]) and row["quota"] > small_quota
            else ()
        ):
            title = f"{row['unit_name']}: {label(name).lower()}"
            value = row[name] if pd.isna(row[name]) else round(row[name])
            found.count(f"unit.{unit_id}.{name}", title, value)


def _last_day(found: Figures, last: LastDay | None) -> None:
    """The last day for a cell's resolution, where rules and holidays are known."""
    if last is None:
        return
    title = "Ngày cuối ra nghị quyết để kịp quyết định trong năm"
    found.text("ahead.last_day", title, last.day, format_date(last.day))
    found.count("ahead.last_day.limit", "Thời hạn quyết định (ngày làm việc)", last.days)
    found.text("ahead.last_day.source", "Văn bản quy định", last.source, last.source)
