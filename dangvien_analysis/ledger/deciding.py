"""Deciding on one finding of a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dangvien_analysis.checks.movement import MOVEMENT
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.errors import SettleError
from dangvien_analysis.findings import SETTLED
from dangvien_analysis.office.settled import Settlement, append_settled
from dangvien_analysis.snapshot import Snapshot

_SHOWN = 5


@dataclass(frozen=True)
class Which:
    """Which finding is meant."""

    code: str
    unit: str = ""  # Its unit and column, where the code alone does not tell it from others
    column: str = ""


def _meant(which: Which, findings: pd.DataFrame) -> pd.Series:
    """Give the one open finding that is meant."""
    found = findings[(findings["code"] == which.code) & (findings["severity"] != SETTLED)]
    if which.unit:
        found = found[found["unit_id"] == which.unit]
    if which.column:
        found = found[found["column"] == which.column]
    if found.empty:
        raise SettleError(
            f"không có phát hiện {which.code} nào chưa giải quyết trong số liệu này; lệnh "
            "dangvien check cho biết có những phát hiện nào."
        )
    if len(found) > 1:
        listed = "; ".join(map(_options, found.head(_SHOWN).to_dict("records")))
        raise SettleError(
            f"có {len(found)} phát hiện {which.code} chưa giải quyết, cần đúng một; hãy chỉ rõ "
            f"bằng --unit hoặc --column: {listed}."
        )
    return found.iloc[0]


def _options(row: Mapping[Any, Any]) -> str:
    """Write what to type after the code of a finding to mean it."""
    unit = f" --unit {row['unit_id']}" if row["unit_id"] else ""
    return f"{row['code']}{unit}" + (f" --column {row['column']}" if row["column"] else "")


def decide(
    snapshot: Snapshot,
    which: Which,
    *,
    day: date,
    document: str,
    accepted: int | None = None,
    note: str = "",
) -> Settlement:
    """Write down what the office decided about one finding.

    Raises SettleError when not exactly one open finding is meant, the year is not known, or a
    count is accepted for what is none; nothing is written then.
    """
    code, row = which.code, _meant(which, snapshot.findings)
    if accepted is not None and code in MOVEMENT:
        raise SettleError(
            f"phát hiện {code} nói về thay đổi so với kỳ trước, không ghi --accepted; số đúng do "
            "đơn vị báo lại bằng bảng mới."
        )
    if accepted is not None and row["column"] not in COUNTS:
        raise SettleError(f"phát hiện {code} không phải về một số người, không ghi --accepted.")
    if snapshot.source.quota_year is None:
        raise SettleError(f"{snapshot.source.path.name}: chưa rõ năm chỉ tiêu.")
    made = Settlement(
        code,
        row["unit_id"],
        row["column"],
        snapshot.source.quota_year,
        row["stated"],
        row["computed"],
        accepted,
        document,
        day,
        note,
    )
    append_settled(snapshot.settings.settled, made)
    return made
