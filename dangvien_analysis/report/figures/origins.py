"""Where each figure of the pack comes from: which cells of the received table, and how.

No figure is without an origin: a key that no rule knows is an error. A rule says of which columns
and which units a figure is made; together with `Snapshot.places` that is a list of cells.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from dangvien_analysis.columns import COUNTS, LEVELS, REASONS, SECTORS, label
from dangvien_analysis.snapshot import Snapshot

_SENT = ("quota", "admitted", "pending")
_REASON_OF = {"short_of_pool": COUNTS, "no_movement": _SENT, "behind": _SENT}
MADE_OF: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in COUNTS},
    "completion_rate": ("quota", "admitted"),
    "completion_rate_with_pending": _SENT,
    "remaining": _SENT,
    "surplus": ("quota", "admitted"),
    "to_admit": ("quota", "admitted"),
    "in_dossier": _SENT,
    "pipeline_coverage": COUNTS,
    "pool_shortfall": COUNTS,
    "pool_usable": COUNTS,
    "due_by_now": ("quota",),
    "required_per_month": _SENT,
    "risk_level": COUNTS,
    **_REASON_OF,
    "most": ("admitted", "pending", "pool"),
    "units": (),
    "reported": ("quota", "admitted"),
}
"""Of which counts of the table each measure of a unit or of a group is made."""

_HOW = {
    "completion_rate": "đã kết nạp / chỉ tiêu",
    "remaining": "cộng phần còn thiếu của từng đơn vị: chỉ tiêu - đã kết nạp - đang trình, không "
    "dưới 0",
    "surplus": "cộng phần vượt của từng đơn vị",
    "pool_shortfall": "cộng phần còn thiếu mà nguồn của chính đơn vị không đủ",
    "pool_usable": "cộng phần nguồn dùng được tại từng đơn vị",
    "units": "đếm số đơn vị",
    "reported": "đếm đơn vị có chỉ tiêu và đã kết nạp",
    "most": "đã kết nạp + đang trình + nguồn",
}


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from."""

    how: str  # How it is made, in Vietnamese
    # By column of the vocabulary, the units whose cells it is made of; the total row stands under
    # the unit_id ""
    cells: Mapping[str, pd.Index] = field(default_factory=dict)
    # What else it rests on, such as the settings or another table; empty when nothing
    other: str = ""


def origin_of(key: str, snapshot: Snapshot) -> Origin:
    """Tell where a figure of the briefing comes from."""
    for pattern, rule in _RULES:
        if match := re.fullmatch(pattern, key):
            return rule(match, snapshot)
    raise KeyError(f"no origin is declared for the figure {key!r}")


def _all(snapshot: Snapshot, columns: tuple[str, ...]) -> dict[str, pd.Index]:
    return dict.fromkeys(columns, snapshot.units.index)


def _whole(
    how: str, *columns: str, other: str = ""
) -> Callable[[re.Match[str], Snapshot], Origin]:
    """A figure made of whole columns."""
    return lambda _, snapshot: Origin(how, _all(snapshot, columns), other)


def _outside(what: str) -> Callable[[re.Match[str], Snapshot], Origin]:
    """A figure that does not come from the rows of the table."""
    return lambda *_: Origin("lấy nguyên", other=what)


def _sum(match: re.Match[str], snapshot: Snapshot) -> Origin:
    name = match[1]
    how = _HOW.get(name, f"tổng cột {label(name)}")
    return Origin(how, _all(snapshot, MADE_OF[name]))


def _of_unit(match: re.Match[str], snapshot: Snapshot) -> Origin:
    unit, name = match[1], match[2]
    how = _HOW.get(name, f"số của đơn vị: {label(name)}").removeprefix("cộng ")
    return Origin(how, dict.fromkeys(MADE_OF[name], pd.Index([unit])))


def _of_sector(match: re.Match[str], snapshot: Snapshot) -> Origin:
    sector, name = match[1], match[2]
    group = snapshot.units["sector"].astype("str")
    where = group.isna() if sector == "unclassified" else group == sector
    units = snapshot.units.index[where.fillna(value=False).astype(bool)]
    name = "completion_rate" if name == "rate" else name
    how = f"{SECTORS.get(sector, sector)}: {_HOW.get(name, f'tổng cột {label(name)}')}"
    return Origin(how, dict.fromkeys(MADE_OF[name], units))


def _of_small(match: re.Match[str], snapshot: Snapshot) -> Origin:
    """Units with a small quota: the quotas tell which they are."""
    limit, name = snapshot.settings.levels.small_quota, match[1]
    small = snapshot.units["quota"].between(1, limit).fillna(value=False).astype(bool)
    units = snapshot.units.index[small]
    cells = dict.fromkeys(MADE_OF[name], units) | {"quota": snapshot.units.index}
    how = _HOW.get(name, f"tổng cột {label(name)}")
    return Origin(f"đơn vị chỉ tiêu 1-{limit}: {how}", cells)


def _total_row(match: re.Match[str], snapshot: Snapshot) -> Origin:
    column = "quota" if match[0] == "quota_stated" else match[0]
    return Origin("ghi ở dòng tổng cộng", {column: pd.Index([""])})


def _stated_rate(match: re.Match[str], snapshot: Snapshot) -> Origin:
    units = snapshot.units.index
    return Origin(
        "tổng đã kết nạp / chỉ tiêu ở dòng tổng cộng",
        {"admitted": units, "quota": pd.Index([""])},
    )


def _of_reporting(match: re.Match[str], snapshot: Snapshot) -> Origin:
    """The rate, or what it is divided by: of the units whose quota and admitted are known."""
    units = snapshot.units
    known = units.index[units["quota"].notna() & units["admitted"].notna()]
    if match[0] == "rate_base":
        return Origin("tổng chỉ tiêu của các đơn vị có số liệu", {"quota": known})
    return Origin("tổng đã kết nạp / tổng chỉ tiêu", {"quota": known, "admitted": known})


def _target(match: re.Match[str], snapshot: Snapshot) -> Origin:
    printed = pd.notna(snapshot.stated["quota"])
    units = pd.Index([""]) if printed else snapshot.units.index
    how = "ghi ở dòng tổng cộng" if printed else "tổng cột Chỉ tiêu giao"
    return Origin(how, {"quota": units})


def _against_target(match: re.Match[str], snapshot: Snapshot) -> Origin:
    cells = dict(_target(match, snapshot).cells)
    return Origin("chỉ tiêu chung - đã kết nạp", cells | _all(snapshot, ("admitted",)))


_LEVEL_OF = {"met": ("quota", "admitted"), "met_if_approved": _SENT}


def _level(match: re.Match[str], snapshot: Snapshot) -> Origin:
    level = match[1]
    how = f"đếm đơn vị ở mức “{LEVELS.get(level, 'chưa đủ số liệu')}”"
    return Origin(how, _all(snapshot, _LEVEL_OF.get(level, COUNTS)))


def _reason(match: re.Match[str], snapshot: Snapshot) -> Origin:
    how = f"đếm đơn vị có lý do “{REASONS[match[1]]}”"
    return Origin(how, _all(snapshot, _REASON_OF[match[1]]))


_FORECAST = "mô hình dự báo, tính từ mọi ô số của bảng và giả định trong thiết lập"
_DOCUMENT = "văn bản hoặc tệp kèm theo"
_CALENDAR = "ngày số liệu và lịch"
_EARLIER = "bảng các kỳ trước trong kho số liệu"
_RULES: list[tuple[str, Callable[[re.Match[str], Snapshot], Origin]]] = [
    (r"(quota|admitted|pending|pool|remaining|surplus|pool_shortfall|pool_usable)", _sum),
    (r"(units|reported)", _sum),
    (r"unit\.(.+)\.(admitted_change|still_months)", lambda match, _: Origin(
        "thay đổi so với kỳ trước",
        dict.fromkeys(("admitted", "pending"), pd.Index([match[1]])),
        _EARLIER,
    )),
    (r"unit\..+\.(?:expected|low80|high80)", _whole(_FORECAST, *COUNTS)),
    (r"unit\.(.+)\.(\w+)", _of_unit),
    (r"sector\.(\w+)\.(\w+)", _of_sector),
    (r"small\.(\w+)", _of_small),
    (r"quota_stated", _total_row),
    (r"rate_stated", _stated_rate),
    (r"rate|rate_base", _of_reporting),
    (r"rate_with_pending", _whole("(đã kết nạp + đang trình) / tổng chỉ tiêu", *_SENT)),
    (r"sent", _whole("tổng đã kết nạp + tổng đang trình", "admitted", "pending")),
    (r"headline_\w+", _outside(_DOCUMENT)),
    (r"lacking_units", _whole("đếm đơn vị còn thiếu", *_SENT)),
    (r"short_units", _whole("đếm đơn vị thiếu nguồn", *COUNTS)),
    (r"pending_units", _whole("đếm đơn vị có hồ sơ đang trình", "pending")),
    (r"over_units", _whole("đếm đơn vị vượt chỉ tiêu", "quota", "admitted")),
    (r"zero_units", _whole("đếm đơn vị chưa kết nạp", "admitted")),
    (r"zero_pending_units", _whole("đếm đơn vị chưa kết nạp, có hồ sơ", "admitted", "pending")),
    (r"extra_units", _whole("đếm đơn vị có nguồn nhiều hơn số còn thiếu", *COUNTS)),
    (r"pool_extra", _whole("cộng phần nguồn ngoài số còn thiếu của từng đơn vị", *COUNTS)),
    (r"behind_units", _whole("đếm đơn vị chậm nhịp độ mà còn đủ nguồn", *COUNTS)),
    (r"absent_units", _whole("đếm đơn vị không có số nào", *COUNTS)),
    (r"admitted_per_month", _whole("đã kết nạp / số tháng đã qua", "admitted", other=_CALENDAR)),
    (r"needed_per_month", _whole("còn thiếu / số tháng còn lại", *_SENT, other=_CALENDAR)),
    (r"level\.(\w+)", _level),
    (r"reason\.(\w+)", _reason),
    (r"as_of|deadline|quota_year", _outside(_DOCUMENT)),
    (r"days_gone|days_of_year|share_of_year", _outside(_CALENDAR)),
    (r"ahead\.(?:share80|share95)", _outside("quy ước của dự báo")),
    (r"ahead\.assumed", _outside("giả định trong thiết lập và ngày số liệu")),
    (r"ahead\.last_day.*", _outside("quy định về thời hạn và lịch nghỉ")),
    (r"ahead\.note\.[1-9]\d*", _outside("giả định của dự báo")),
    (r"ahead\.target", _target),
    (r"ahead\.missing", _against_target),
    (r"ahead\.band\.done", _whole("đếm đơn vị đã hoàn thành", "quota", "admitted")),
    (r"ahead\.most", _whole("nhiều nhất theo nguồn đã báo", *COUNTS)),
    (r"ahead\..+", _whole(_FORECAST, *COUNTS)),
    (r"move\.(?:since|\w+_before)", _outside(_EARLIER)),
    (r"move\..+", _whole("so với kỳ trước", *COUNTS, other=_EARLIER)),
    (r"ago\.unknown_now", _whole("đếm đơn vị chưa có số đã kết nạp", "admitted")),
    (r"ago\..+", _outside("bảng của năm trước trong kho số liệu")),
    (r"term\.(?:admitted|rate)", _whole(
        "kết quả các năm trước + đã kết nạp", "admitted", other="[term] trong thiết lập"
    )),
    (r"term\..+", _outside("[term] trong thiết lập")),
    (r"task\..+\.units", _whole("đếm việc đề nghị", *COUNTS)),
    (r"task\..+\.due", _outside("quy định về thời hạn và lịch nghỉ")),
    (r"follow\..+", _whole(
        "so với danh mục việc kỳ trước", *COUNTS, other="nhiem-vu.csv của kỳ trước"
    )),
    (r"more\..+", _whole("đếm đơn vị không nêu tên trong câu", *COUNTS)),
]  # fmt: skip
"""Rules by the keys they know; the first that fits holds."""
