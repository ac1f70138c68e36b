"""The briefing's sentences about what moved since earlier tables."""

import pandas as pd

from dangvien_analysis.columns import LEVELS
from dangvien_analysis.report.sentences.phrases import Phrases

_MONTHS = 2
"""Whole months without a change from which on a unit is named with them."""


def movement_title(words: Phrases) -> str:
    """Name the section by what it compares with."""
    with_what = ["kỳ trước"] if words.beside is not None else []
    if words.ago is not None:
        with_what.append("cùng kỳ năm trước")
    return f"So với {' và '.join(with_what)}"


def movement_paragraphs(words: Phrases) -> list[str]:
    """Tell what moved since the table before, and how the year before stood at this time.

    Paragraphs; none without an earlier table.
    """
    ago = [] if words.ago is None else [_year_ago(words)]
    if words.beside is None:
        return ago
    return [_sums(words), *_gained(words), *_levels(words), *_still(words), *ago]


def _sums(words: Phrases) -> str:
    text = (
        f"So với số liệu đến ngày {words['move.since']}, trên {words['move.units']} đơn vị có số "
        f"liệu ở cả hai kỳ"
    )
    if words.unknown("move.admitted_change"):
        return f"{text}: chưa so sánh được."
    waiting = ""
    if words.some("move.decided"):
        waiting = f", nhiều nhất {words['move.decided']} người từ hồ sơ đang trình kỳ trước"
    parts = [f"kết nạp thêm {words['move.admitted_change']} đảng viên{waiting}"]
    for name, what in (("pending", "hồ sơ đang trình duyệt"), ("pool", "nguồn")):
        if not words.unknown(f"move.{name}_now"):
            before, now = words[f"move.{name}_before"], words[f"move.{name}_now"]
            parts.append(f"{what} từ {before} thành {now}")
    if not words.unknown("move.opened"):
        parts.append(f"trình thêm {words['move.opened']} hồ sơ")
    if words.some("move.pool_gained"):
        parts.append(f"nguồn tăng thêm {words['move.pool_gained']} người mới")
    return f"{text}: {'; '.join(parts)}."


def _gained(words: Phrases) -> list[str]:
    if words.beside is None or not words.some("move.gained_units"):
        return []
    units = words.where(words.beside.table["admitted_change"] > 0)
    named = words.names(units, lambda one: f"thêm {words.unit(one, 'admitted_change')}")
    return [f"{words['move.gained_units']} đơn vị kết nạp thêm: {named}."]


def _levels(words: Phrases) -> list[str]:
    """Units whose level is another than before, by what the level is now."""
    if words.beside is None:
        return []
    table = words.beside.table
    before, now = table["level_before"].cat.codes, table["level"].cat.codes
    known = (before >= 0) & (now >= 0)
    return [
        f"{words[f'move.{name}_units']} đơn vị chuyển sang mức {what}: "
        f"{words.names(words.where(known & moved), lambda one: _from_to(table, one))}."
        for name, what, moved in (
            ("better", "tốt hơn", now < before),
            ("worse", "cần chú ý hơn", now > before),
        )
        if words.some(f"move.{name}_units")
    ]


def _from_to(table: pd.DataFrame, unit_id: str) -> str:
    before, now = (str(table.at[unit_id, name]) for name in ("level_before", "level"))
    return f"{LEVELS[before]} → {LEVELS[now]}"


def _still(words: Phrases) -> list[str]:
    """Units in which nothing moved and places are missing; a small quota may well stand still."""
    if words.beside is None or not words.some("move.still_units"):
        return []
    limit = words.snapshot.settings.levels.small_quota
    lacking = (words.units["remaining"] > 0) & (words.units["quota"] > limit)
    units = words.where(~words.beside.table["moved"] & lacking)
    text = f"{words['move.still_units']} đơn vị không có thay đổi về kết nạp và hồ sơ đang trình"
    if not len(units):
        return [f"{text}."]
    named = words.names(units, words.with_pending)
    told = [f"{text}; trong đó còn thiếu chỉ tiêu, không kể chỉ tiêu 1-{limit}: {named}."]
    long = words.beside.table.loc[units, "still_months"] >= _MONTHS
    if long.any():
        named = words.names(
            units[long.fillna(value=False).astype(bool)],
            lambda one: f"{words.with_pending(one)}, {words.unit(one, 'still_months')} tháng",
        )
        told.append(f"Không thay đổi từ hai tháng trở lên: {named}.")
    return told


def _year_ago(words: Phrases) -> str:
    """Hold the same share of the year before against this one, never a full year."""
    year = words["ago.year"]
    if "ago.low" not in words or "share_of_year" not in words:
        return (
            f"Số liệu năm {year} chỉ có đến ngày {words['ago.last']}, chưa tới cùng thời điểm "
            f"trong năm, nên chưa so sánh được với cùng kỳ."
        )
    low, high = (
        f"{words[f'ago.{name}']} (đến {words[f'ago.{day}']})"
        for name, day in (("low", "since"), ("high", "until"))
    )
    text = f"đã kết nạp {high}"
    if "ago.unknown" in words:
        most = "" if words.unknown("ago.high") else f", nhiều nhất {high}"
        text = (
            f"đã kết nạp ít nhất {low}{most}; {words['ago.unknown']} đơn vị chưa có số liệu khi "
            f"đó nên chưa so sánh được chính xác"
        )
    elif words["ago.since"] != words["ago.until"]:
        text = f"đã kết nạp từ {low} đến {high}, ước khoảng {words['ago.between']} đảng viên"
    rate = f", bằng {words['ago.rate']} chỉ tiêu năm đó" if "ago.rate" in words else ""
    now = f"; năm nay {words['admitted']}"
    if "ago.unknown_now" in words:
        # What a unit did not tell is no nobody: neither then nor now.
        now = (
            f"; năm nay ít nhất {words['admitted']}, {words['ago.unknown_now']} đơn vị chưa có số"
        )
        return f"Cùng thời điểm năm {year} ({words['share_of_year']} của năm): {text}{rate}{now}."
    now += f", bằng {words['rate']} tổng chỉ tiêu" if not words.unknown("rate") else ""
    return f"Cùng thời điểm năm {year} ({words['share_of_year']} của năm): {text}{rate}{now}."
