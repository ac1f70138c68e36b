"""A table against earlier ones of the same quota year: what cannot have happened, or did not."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import pandas as pd

from dangvien_analysis.checks.changes import changes
from dangvien_analysis.checks.likely import LEAPS, check_leaps
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.findings import Finding
from dangvien_analysis.text.numbers import format_count, format_date

TWO_MONTHS = 55
"""Days after which pending dossiers that did not move are named: two monthly tables lie between,
whatever their days."""

MOVEMENT = frozenset(
    {
        *("admitted_fell", "frozen_contradicted", "pending_vanished", "pending_unchanged"),
        *("quota_changed", "unit_new", "unit_gone", "unit_ended", "units_merged"),
        *LEAPS,
    }
)
"""Codes of what a comparison with earlier tables finds."""

Dated = tuple[date, pd.DataFrame]


def check_movement(tables: Sequence[Dated], frozen: Collection[date] = ()) -> list[Finding]:
    """Hold the last table against those before it.

    By unit, in the order of the last table; units that are gone last.
    """
    if len(tables) <= 1:
        return []
    (day, before), (today, now) = tables[-2], tables[-1]
    place = f"{format_date(day)} → {format_date(today)}"
    table = changes(before, now)
    found = []
    for unit in now.index[_odd(table, before)]:
        name, row = str(now.at[unit, "unit_name"]), table.loc[unit]
        if unit not in before.index:
            # A unit of the register without a row has not reported; it has not appeared.
            if now.loc[unit, list(COUNTS)].notna().any():
                found.append(_appeared(unit, name, day, place))
            continue
        for check in (_fallen, _vanished, _quota):
            found += check(unit, name, row, place)
        if day in frozen and _fell(row):
            found.append(_contradicted(unit, name, row, day, place))
    leaps = check_leaps(now, table, place)
    # A quota that changed by more than half is asked about; that it changed is no second finding.
    asked = {one.unit_id for one in leaps if one.code == "quota_leap"}
    found = [one for one in found if one.code != "quota_changed" or one.unit_id not in asked]
    found += leaps
    found += _still(tables, today)
    gone = [unit for unit in before.index if unit not in now.index]
    return found + [_gone(unit, before, day, place) for unit in gone]


def _odd(table: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """Tell the units worth a look: most have none of these."""
    odd = (table["admitted_change"] < 0) | (table["pending_change"] < 0)
    odd |= table["quota_change"] != 0
    return odd.fillna(value=False).astype(bool) | ~table.index.isin(before.index)


def _fell(row: pd.Series) -> bool:
    return pd.notna(row["admitted_change"]) and bool(row["admitted_change"] < 0)


def _figures(row: pd.Series, column: str) -> tuple[str, str]:
    before, change = row[f"{column}_before"], row[f"{column}_change"]
    return format_count(before), format_count(before + change)


def _fallen(unit: str, name: str, row: pd.Series, place: str) -> Iterator[Finding]:
    if _fell(row):
        old, new = _figures(row, "admitted")
        yield Finding(
            "admitted_fell",
            f"{name}: đã kết nạp giảm từ {old} xuống {new}; số lũy kế trong năm không thể giảm. "
            "Đề nghị hỏi lại đơn vị.",
            unit,
            "admitted",
            place,
            new,
            old,
        )


def _vanished(unit: str, name: str, row: pd.Series, place: str) -> Iterator[Finding]:
    fall, admitted = -row["pending_change"], row["admitted_change"]
    if pd.isna(fall) or pd.isna(admitted) or fall <= max(admitted, 0):
        return
    old, new = _figures(row, "pending")
    grown = f"chỉ thêm {format_count(admitted)}" if admitted > 0 else "không tăng"
    yield Finding(
        "pending_vanished",
        f"{name}: hồ sơ đang trình giảm từ {old} xuống {new}, nhưng số đã kết nạp {grown}. Đề "
        f"nghị hỏi lại đơn vị.",
        unit,
        "pending",
        place,
        new,
        old,
    )


def _quota(unit: str, name: str, row: pd.Series, place: str) -> Iterator[Finding]:
    if pd.notna(row["quota_change"]) and row["quota_change"] != 0:
        old, new = _figures(row, "quota")
        yield Finding(
            "quota_changed",
            f"{name}: chỉ tiêu trong năm đổi từ {old} thành {new}.",
            unit,
            "quota",
            place,
            new,
            old,
        )


def _contradicted(unit: str, name: str, row: pd.Series, day: date, place: str) -> Finding:
    old, new = _figures(row, "admitted")
    return Finding(
        "frozen_contradicted",
        f"{name}: số đã chốt đến {format_date(day)} là {old} đã kết nạp, nay ghi {new}.",
        unit,
        "admitted",
        place,
        new,
        old,
    )


def _appeared(unit: str, name: str, day: date, place: str) -> Finding:
    return Finding(
        "unit_new", f"{name}: không có trong bảng đến {format_date(day)}.", unit, "", place
    )


def _gone(unit: str, before: pd.DataFrame, day: date, place: str) -> Finding:
    name = str(before.at[unit, "unit_name"])
    return Finding(
        "unit_gone",
        f"{name}: có trong bảng đến {format_date(day)}, không có trong bảng này.",
        unit,
        "",
        place,
    )


def _still(tables: Sequence[Dated], today: date) -> Iterator[Finding]:
    """Name the units whose pending dossiers have not moved for two months."""
    old = [at for at, (day, _) in enumerate(tables) if (today - day).days >= TWO_MONTHS]
    if not old:
        return
    since = tables[old[-1]][0]
    now = tables[-1][1]
    columns = ["admitted", "pending"]
    still = now["pending"] > 0
    for _, table in tables[old[-1] : -1]:
        same = table.reindex(now.index)[columns] == now[columns]
        # What is not known on one of the days has not been seen to stand still.
        still &= same.fillna(value=False).all(axis=1)
    place = f"{format_date(since)} → {format_date(today)}"
    for unit in now.index[still.fillna(value=False).astype(bool)]:
        pending, name = format_count(now.at[unit, "pending"]), str(now.at[unit, "unit_name"])
        yield Finding(
            "pending_unchanged",
            f"{name}: {pending} hồ sơ đang trình không thay đổi từ {format_date(since)}.",
            unit,
            "pending",
            place,
            pending,
            pending,
        )
