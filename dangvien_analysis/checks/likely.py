"""Figures that are hardly right: nothing forbids them, and somebody should ask the unit."""

from collections.abc import Iterator

import pandas as pd

from dangvien_analysis.columns import label
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.cleaning import Tidy
from dangvien_analysis.text.numbers import format_count

BEYOND = (1.5, 3)
"""Admitted beyond so many times the quota and so many people more are asked about: small units
go beyond theirs by one or two."""
TENFOLD, FEW = 10, 20
"""Pending or pool so many times as large as before, by at least so many people, looks like a
slip of a digit."""
HALF = 0.5
"""A quota that changed by more than this share of itself."""

LEAPS = frozenset({"admitted_leap", "tenfold_count", "quota_leap"})
"""Codes of what is unlikely beside the table before."""

_ASK = "Đề nghị hỏi lại đơn vị"


def check_admitted(tidy: Tidy) -> list[Finding]:
    """Ask about units that admitted far more than their quota."""
    units = tidy.units
    times, more = BEYOND
    odd = units["admitted"] > units["quota"] * times + more
    found = []
    for unit in units.index[_sure(odd)]:
        quota, admitted = (format_count(units.at[unit, one]) for one in ("quota", "admitted"))
        message = (
            f"{units['unit_name'][unit]}: đã kết nạp {admitted}, chỉ tiêu {quota}. {_ASK} xem "
            f"số đã kết nạp hay chỉ tiêu bị ghi nhầm."
        )
        place = tidy.place(unit, "admitted")
        found.append(
            Finding("admitted_beyond_quota", message, unit, "admitted", place, admitted, quota)
        )
    return found


def check_leaps(now: pd.DataFrame, table: pd.DataFrame, place: str) -> list[Finding]:
    """Ask about figures far from those of the table before.

    `table`: the two side by side, by `changes`; `place`: their days.
    """
    found = [*_admitted(now, table, place)]
    for column in ("pending", "pool"):
        found += _tenfold(now, table, column, place)
    return [*found, *_quotas(now, table, place)]


def _sure(odd: pd.Series) -> pd.Series:
    """Take what is not known as not odd."""
    return odd.fillna(value=False).astype(bool)


def _admitted(now: pd.DataFrame, table: pd.DataFrame, place: str) -> Iterator[Finding]:
    change, quota = table["admitted_change"], now["quota"].astype("Int64")
    for unit in now.index[_sure((change > quota) & (change > 0))]:
        what = (
            f"tăng thêm {format_count(change[unit])}, nhiều hơn chỉ tiêu cả năm "
            f"({format_count(quota[unit])})"
        )
        yield _asked("admitted_leap", now.loc[unit], table.loc[unit], "admitted", place, what)


def _tenfold(now: pd.DataFrame, table: pd.DataFrame, column: str, place: str) -> Iterator[Finding]:
    before, change = table[f"{column}_before"], table[f"{column}_change"]
    for unit in now.index[_sure((before + change >= TENFOLD * before) & (change >= FEW))]:
        what = "gấp mười lần trở lên"
        yield _asked("tenfold_count", now.loc[unit], table.loc[unit], column, place, what)


def _quotas(now: pd.DataFrame, table: pd.DataFrame, place: str) -> Iterator[Finding]:
    before, change = table["quota_before"], table["quota_change"]
    for unit in now.index[_sure(change.abs() > HALF * before)]:
        what = "đổi hơn một nửa"
        yield _asked("quota_leap", now.loc[unit], table.loc[unit], "quota", place, what)


def _asked(
    code: str, unit: pd.Series, moved: pd.Series, column: str, place: str, what: str
) -> Finding:
    before = moved[f"{column}_before"]
    old, new = format_count(before), format_count(before + moved[f"{column}_change"])
    message = (
        f"{unit['unit_name']}: {label(column).lower()} kỳ trước {old}, kỳ này {new}, {what}. "
        f"{_ASK} xem có ghi nhầm không."
    )
    return Finding(code, message, str(unit.name), column, place, new, old)
