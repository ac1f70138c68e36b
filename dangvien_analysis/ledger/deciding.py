"""Deciding on one finding of a snapshot."""

from dataclasses import dataclass
from datetime import date

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
    code, found = which.code, snapshot.findings
    found = found[(found["code"] == code) & (found["severity"] != SETTLED)]
    if which.unit:
        found = found[found["unit_id"] == which.unit]
    if which.column:
        found = found[found["column"] == which.column]
    if len(found) != 1:
        listed = "; ".join(
            f"{row['code']} --unit {row['unit_id'] or '…'} --column {row['column'] or '…'}"
            for _, row in found.head(_SHOWN).iterrows()
        )
        if not listed:
            raise SettleError(
                f"không có phát hiện {code} nào chưa giải quyết trong số liệu này; lệnh dangvien "
                "check cho biết có những phát hiện nào."
            )
        raise SettleError(
            f"có {len(found)} phát hiện {code} chưa giải quyết, cần đúng một; hãy chỉ rõ bằng "
            f"--unit hoặc --column: {listed}."
        )
    row = found.iloc[0]
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
