"""The vocabulary: each column's name, Vietnamese label, dtype and unit of measure.

Whatever is shown to a reader takes its words from here, so that a column or a level is called
the same in the notebooks, the charts, the page, the Word report and the workbook.
"""

from dataclasses import dataclass

import pandas as pd

from dangvien_analysis.formulas import HOW
from dangvien_analysis.measures import rules


@dataclass(frozen=True)
class Column:
    """One column of the vocabulary."""

    name: str  # The name in code and in the files the package writes
    label: str  # The Vietnamese label that readers see
    dtype: str  # The pandas dtype: ``Int64``, ``Float64``, ``boolean``, ``str`` or ``category``
    unit: str = ""  # Unit of measure in Vietnamese; empty when there is none
    meaning: str = ""  # What it says, one Vietnamese sentence
    # Whether frames and files hold a fraction of 1 where readers see per cent
    fraction: bool = False

    @property
    def held_in(self) -> str:
        """Unit of measure of the values that frames and files hold."""
        return "phần của 1 (0,5 là 50%)" if self.fraction else self.unit

    @property
    def formula(self) -> str:
        """How it is worked out, in Vietnamese."""
        return HOW[self.name][0]

    @property
    def empty(self) -> str:
        """When a cell of it is empty (NA), in Vietnamese."""
        return HOW[self.name][1]


_ALL = (
    Column("unit_no", "STT", "Int64", "", "Số thứ tự in trong bảng nhận được."),
    Column(
        "unit_id", "Mã đơn vị", "str", "", "Mã của đơn vị trong danh mục; không đổi khi tên đổi."
    ),
    Column("unit_name", "Tổ chức đảng", "str", "", "Tên chính thức theo danh mục."),
    Column("listed_as", "Tên ghi trong bảng", "str", "", "Tên đúng như in trong bảng nhận được."),
    Column("org_type", "Hình thức tổ chức", "category", "", "Đảng bộ hoặc chi bộ."),
    Column(
        "sector",
        "Nhóm đơn vị",
        "category",
        "",
        "Nhóm theo cách chia của báo cáo này, không phải nhóm của thống kê.",
    ),
    Column(
        "official_class",
        "Loại hình (thống kê)",
        "category",
        "",
        "Loại hình của thống kê chính thức.",
    ),
    Column(
        "quota", "Chỉ tiêu giao", "Int64", "người/năm", "Số đảng viên được giao kết nạp trong năm."
    ),
    Column(
        "admitted",
        "Đã kết nạp",
        "Int64",
        "người",
        "Số đã có quyết định kết nạp từ 01/01; chưa kể hồ sơ đang trình.",
    ),
    Column(
        "pending",
        "Đang trình duyệt",
        "Int64",
        "người",
        "Hồ sơ đã gửi lên, chưa có quyết định; chưa phải là đã kết nạp.",
    ),
    Column(
        "pool",
        "Nguồn",
        "Int64",
        "người",
        "Người đã qua lớp nhận thức về Đảng, chưa kết nạp, chưa trình hồ sơ.",
    ),
    Column(
        "stated_total",
        "Tổng cộng (in trong bảng)",
        "Int64",
        "người",
        "Tổng cộng in trong bảng, chỉ giữ để đối chiếu.",
    ),
    Column(
        "stated_rate",
        "Tỷ lệ (in trong bảng)",
        "Float64",
        "%",
        "Tỷ lệ in trong bảng, chỉ giữ để đối chiếu.",
    ),
    Column(
        "completion_rate",
        "Tỷ lệ đã kết nạp",
        "Float64",
        "%",
        "Đã kết nạp chia cho chỉ tiêu; có thể quá 100%.",
        fraction=True,
    ),
    Column(
        "completion_rate_with_pending",
        "Tỷ lệ kể cả đang trình",
        "Float64",
        "%",
        "Đã kết nạp cộng đang trình, chia cho chỉ tiêu.",
        fraction=True,
    ),
    Column(
        "to_admit",
        "Còn phải kết nạp",
        "Int64",
        "người",
        "Chỉ tiêu trừ đã kết nạp, không dưới 0.",
    ),
    Column(
        "in_dossier",
        "Đã có hồ sơ",
        "Int64",
        "người",
        "Phần còn phải kết nạp đã có hồ sơ đang trình; phần chưa có hồ sơ là số còn thiếu.",
    ),
    Column(
        "remaining",
        "Còn thiếu",
        "Int64",
        "người",
        "Chỉ tiêu trừ đã kết nạp trừ đang trình, không dưới 0.",
    ),
    Column(
        "surplus",
        "Vượt chỉ tiêu",
        "Int64",
        "người",
        "Đã kết nạp trừ chỉ tiêu, không dưới 0; không kể hồ sơ đang trình, không bù cho đơn vị "
        "khác.",
    ),
    Column(
        "pipeline_coverage",
        "Nguồn/còn thiếu",
        "Float64",
        "lần",
        "Nguồn chia cho số còn thiếu; không áp dụng khi không còn thiếu.",
    ),
    Column(
        "pool_shortfall",
        "Thiếu nguồn",
        "Int64",
        "người",
        "Số còn thiếu mà nguồn của chính đơn vị không đủ.",
    ),
    Column(
        "due_by_now",
        "Mức theo nhịp độ đều",
        "Int64",
        "người",
        "Chỉ tiêu nhân phần năm đã qua, lấy số nguyên; không dùng cho chỉ tiêu 1-2.",
    ),
    Column(
        "required_per_month",
        "Cần mỗi tháng",
        "Float64",
        "người/tháng",
        "Số còn thiếu chia cho số tháng còn lại đến hạn.",
    ),
    Column(
        "risk_level",
        "Mức đánh giá",
        "category",
        "",
        "Mức theo quy tắc của báo cáo, xét từ trên xuống, quy tắc đầu tiên phù hợp.",
    ),
    Column("risk_reasons", "Lý do", "str", "", "Quy tắc nào đã dẫn đến mức đánh giá."),
    Column(
        "short_of_pool",
        "Thiếu nguồn theo số đã báo",
        "boolean",
        "",
        "Nguồn ít hơn số còn thiếu.",
    ),
    Column(
        "no_movement",
        "Chưa có chuyển biến",
        "boolean",
        "",
        "Chưa kết nạp và chưa có hồ sơ đang trình; không dùng cho chỉ tiêu 1-2.",
    ),
    Column(
        "behind",
        "Chậm so với nhịp độ",
        "boolean",
        "",
        "Đã kết nạp cộng đang trình ít hơn mức theo nhịp độ đều; không dùng cho chỉ tiêu 1-2.",
    ),
    Column(
        rules.POOL_JUST_ENOUGH,
        "Nguồn vừa đủ",
        "boolean",
        "",
        "Nguồn đúng bằng số còn thiếu, không dư người nào; không ảnh hưởng đến mức đánh giá.",
    ),
    Column("units", "Số đơn vị", "Int64", "đơn vị", "Số đơn vị của nhóm."),
    Column("reported", "Đã báo cáo", "Int64", "đơn vị", "Số đơn vị có cả chỉ tiêu và đã kết nạp."),
    Column(
        "pool_usable",
        "Nguồn dùng được tại chỗ",
        "Int64",
        "người",
        "Phần nguồn dùng được tại chính đơn vị cho số còn thiếu của đơn vị đó.",
    ),
    Column(
        "p_meet",
        "Xác suất hoàn thành",
        "Float64",
        "%",
        "Khả năng đơn vị hoàn thành chỉ tiêu đến hạn, theo mô hình dự báo.",
        fraction=True,
    ),
    Column(
        "expected",
        "Dự kiến cuối năm",
        "Float64",
        "người",
        "Số kết nạp trung bình đến hạn theo mô hình dự báo.",
    ),
    Column(
        "low80",
        "Khoảng 80%, từ",
        "Int64",
        "người",
        "Đầu dưới của khoảng chứa kết quả trong khoảng tám phần mười trường hợp.",
    ),
    Column("high80", "Khoảng 80%, đến", "Int64", "người", "Đầu trên của khoảng đó."),
    Column(
        "low95",
        "Khoảng 95%, từ",
        "Int64",
        "người",
        "Đầu dưới của khoảng chứa kết quả trong khoảng 95% trường hợp.",
    ),
    Column("high95", "Khoảng 95%, đến", "Int64", "người", "Đầu trên của khoảng đó."),
    Column(
        "shortfall",
        "Dự kiến còn thiếu cuối năm",
        "Float64",
        "người",
        "Số còn thiếu trung bình đến hạn theo mô hình dự báo.",
    ),
    Column(
        "most",
        "Nhiều nhất có thể",
        "Int64",
        "người",
        "Đã kết nạp cộng đang trình cộng nguồn: nhiều nhất theo số đã báo.",
    ),
    Column(
        "band",
        "Khả năng hoàn thành",
        "category",
        "",
        "Khả năng hoàn thành, nói bằng lời; chỉ tiêu nhỏ chỉ nêu nhóm.",
    ),
)
COLUMNS = {column.name: column for column in _ALL}

_OF_DAYS = (
    Column("as_of", "Số liệu đến ngày", "datetime64[ms]", "", "Ngày mà số liệu tính đến."),
    Column("quota_year", "Năm chỉ tiêu", "Int64", "", "Năm mà chỉ tiêu được giao."),
    Column("deadline", "Hạn hoàn thành", "datetime64[ms]", "", "Ngày cuối để đạt chỉ tiêu."),
    Column("revision", "Bản số liệu", "str", "", "Bản của ngày ấy trong sổ số liệu."),
    Column("frozen", "Đã chốt", "boolean", "", "Số liệu của ngày ấy đã chốt hay chưa."),
    Column("simulated", "Số liệu mô phỏng", "boolean", "", "Số liệu giả định, không phải thật."),
)
OF_DAYS = {column.name: column for column in _OF_DAYS}
"""What a table of many days says besides: not of a meeting, so not in the workbook."""

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

_LEVEL_WORDS = (
    "đã hoàn thành",
    "hoàn thành nếu được duyệt",
    "đúng tiến độ",
    "chỉ tiêu nhỏ, chưa đủ cơ sở đánh giá",
    "chậm so với nhịp độ",
    "cần quan tâm, hỗ trợ",
)
LEVELS = dict(zip(rules.LEVELS, _LEVEL_WORDS, strict=True))
"""Levels, best first, with the words they are shown in."""
LEVEL_UNKNOWN = "chưa đủ số liệu để đánh giá"
NOT_REPORTED = "chưa báo cáo"
"""Shown for a unit or a group that sent nothing."""

SIMULATED = "SỐ LIỆU MÔ PHỎNG"
"""Stands wherever figures are seen that were made up."""

_REASON_WORDS = ("thiếu nguồn theo số đã báo", "chưa có chuyển biến", "chậm so với nhịp độ")
REASONS = dict(zip(rules.REASONS, _REASON_WORDS, strict=True))
"""The facts that lead to a level, with the words they are shown in."""

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

BAND_DTYPE = pd.CategoricalDtype(list(BANDS), ordered=True)


_CODES = {**BANDS, **LEVELS, **SECTORS, **ORG_TYPES}


def label(name: str) -> str:
    """Give the Vietnamese words for a column, or for a code that stands in a cell.

    Parameters
    ----------
    name : str
        A column name of the vocabulary; or the code of a level, a kind, a sector or a chance,
        such as ``at_risk`` or ``commune``.

    Returns
    -------
    str
        Its label; the name itself when the vocabulary does not hold it.
    """
    found = COLUMNS.get(name) or OF_DAYS.get(name)
    return found.label if found else _CODES.get(name, name)


def vocabulary() -> pd.DataFrame:
    """Give every column that tables, charts and files of the package use.

    Returns
    -------
    DataFrame
        One row a column: ``name`` in code and files; ``label``, what readers see; ``unit`` of
        measure of the values as frames hold them, empty when there is none (rates are fractions
        of 1, shown in per cent); ``formula``, how it is worked out; ``empty``, when its cells are
        NA; ``dtype``. All are texts, those for readers Vietnamese. First the columns of a
        table of one day, then those that only tables of many days have.
    """
    columns = [*COLUMNS.values(), *OF_DAYS.values()]
    told = {
        "name": [one.name for one in columns],
        "label": [one.label for one in columns],
        "unit": [one.held_in for one in columns],
        "formula": [one.formula for one in columns],
        "empty": [one.empty for one in columns],
        "dtype": [one.dtype for one in columns],
    }
    return pd.DataFrame(told, dtype="str")
