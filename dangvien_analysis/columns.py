"""The vocabulary: each column's name, Vietnamese label, dtype and unit of measure.

Whatever is shown to a reader takes its words from here, so that a column or a level is called
the same in the notebooks, the charts, the page, the Word report and the workbook.
"""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Column:
    """One column of the vocabulary.

    Parameters
    ----------
    name : str
        The name in code and in the files the package writes.
    label : str
        The Vietnamese label that readers see.
    dtype : str
        The pandas dtype: ``Int64``, ``Float64``, ``str`` or ``category``.
    unit : str
        Unit of measure in Vietnamese; empty when there is none.
    """

    name: str
    label: str
    dtype: str
    unit: str = ""


_ALL = (
    Column("unit_no", "STT", "Int64"),
    Column("unit_id", "Mã đơn vị", "str"),
    Column("unit_name", "Tổ chức đảng", "str"),
    Column("listed_as", "Tên ghi trong bảng", "str"),
    Column("org_type", "Hình thức tổ chức", "category"),
    Column("sector", "Nhóm đơn vị", "category"),
    Column("official_class", "Loại hình (thống kê)", "category"),
    Column("quota", "Chỉ tiêu giao", "Int64", "người/năm"),
    Column("admitted", "Đã kết nạp", "Int64", "người"),
    Column("pending", "Đang trình duyệt", "Int64", "người"),
    Column("pool", "Nguồn", "Int64", "người"),
    Column("stated_total", "Tổng cộng (in trong bảng)", "Int64", "người"),
    Column("stated_rate", "Tỷ lệ (in trong bảng)", "Float64", "%"),
    Column("completion_rate", "Tỷ lệ đã kết nạp", "Float64", "%"),
    Column("completion_rate_with_pending", "Tỷ lệ kể cả đang trình", "Float64", "%"),
    Column("remaining", "Còn thiếu", "Int64", "người"),
    Column("surplus", "Vượt chỉ tiêu", "Int64", "người"),
    Column("pipeline_coverage", "Nguồn/còn thiếu", "Float64", "lần"),
    Column("pool_shortfall", "Thiếu nguồn", "Int64", "người"),
    Column("due_by_now", "Mức theo nhịp độ đều", "Int64", "người"),
    Column("required_per_month", "Cần mỗi tháng", "Float64", "người/tháng"),
    Column("risk_level", "Mức đánh giá", "category"),
    Column("risk_reasons", "Lý do", "str"),
    Column("units", "Số đơn vị", "Int64", "đơn vị"),
    Column("reported", "Đã báo cáo", "Int64", "đơn vị"),
    Column("pool_usable", "Nguồn dùng được tại chỗ", "Int64", "người"),
    Column("p_meet", "Xác suất hoàn thành", "Float64", "%"),
    Column("expected", "Dự kiến cuối năm", "Float64", "người"),
    Column("low80", "Khoảng 80%, từ", "Int64", "người"),
    Column("high80", "Khoảng 80%, đến", "Int64", "người"),
    Column("low95", "Khoảng 95%, từ", "Int64", "người"),
    Column("high95", "Khoảng 95%, đến", "Int64", "người"),
    Column("shortfall", "Dự kiến còn thiếu cuối năm", "Float64", "người"),
    Column("most", "Nhiều nhất có thể", "Int64", "người"),
    Column("band", "Khả năng hoàn thành", "category"),
)
COLUMNS = {column.name: column for column in _ALL}

IDENTITY = ("unit_no", "unit_name", "listed_as", "org_type", "sector", "official_class")
COUNTS = ("quota", "admitted", "pending", "pool")
PRINTED = ("stated_total", "stated_rate")
TIDY = (*IDENTITY, *COUNTS, *PRINTED)
"""The columns of ``Snapshot.units``, in order; the index is ``unit_id``."""
NUMBERS = (*COUNTS, *PRINTED)
REQUIRED = ("unit_name", "quota", "admitted")
"""Without these there is no table to read; the others may be missing, with a finding."""

ORG_TYPES = {"dang_bo": "Đảng bộ", "chi_bo": "Chi bộ"}

# The split is this project's own, finer than the official classes, and labelled so where shown.
SECTORS = {
    "commune": "Xã, phường, thị trấn",
    "school": "Trường học",
    "health": "Y tế",
    "public_service": "Đơn vị sự nghiệp khác",
    "state_agency": "Cơ quan Nhà nước",
    "mass_organisation": "Đoàn thể",
    "police": "Công an",
    "military": "Quân đội",
    "enterprise": "Doanh nghiệp, ngân hàng",
}
UNCLASSIFIED = "Chưa phân loại"

LEVELS = {
    "met": "đã hoàn thành",
    "met_if_approved": "hoàn thành nếu được duyệt",
    "on_track": "đúng tiến độ",
    "not_judged": "chỉ tiêu nhỏ, chưa đủ cơ sở đánh giá",
    "watch": "chậm so với nhịp độ",
    "at_risk": "cần quan tâm, hỗ trợ",
}
"""Levels, best first, with the words they are shown in."""
LEVEL_UNKNOWN = "chưa đủ số liệu để đánh giá"
NOT_REPORTED = "chưa báo cáo"
"""Shown for a unit or a group that sent nothing."""

SIMULATED = "SỐ LIỆU MÔ PHỎNG"
"""Stands wherever figures are seen that were made up."""

REASONS = {
    "short_of_pool": "thiếu nguồn theo số đã báo",
    "no_movement": "chưa có chuyển biến",
    "behind": "chậm so với nhịp độ",
}

BANDS = {
    "done": "đã hoàn thành",
    "high": "cao",
    "fair": "khá",
    "low": "thấp",
    "very_low": "rất thấp",
    "short_of_pool": "chưa đủ nguồn theo số đã báo",
}
"""How likely a unit is to meet its quota by the deadline, best first, with the words shown; the
last is a fact about the declared pool, not a forecast."""

LEVEL_DTYPE = pd.CategoricalDtype(list(LEVELS), ordered=True)
BAND_DTYPE = pd.CategoricalDtype(list(BANDS), ordered=True)


def label(name: str) -> str:
    """Give the Vietnamese label of a column.

    Parameters
    ----------
    name : str
        A column name of the vocabulary.

    Returns
    -------
    str
        Its label; the name itself when the vocabulary does not hold it.
    """
    return COLUMNS[name].label if name in COLUMNS else name
