"""What a forecast rests on, in sentences that stand beside it."""

from dataclasses import dataclass
from datetime import date

from dangvien_analysis.office.settings import Assumptions
from dangvien_analysis.text.numbers import (
    format_count,
    format_date,
    format_decimal,
    format_percent,
)


@dataclass(frozen=True)
class Unknown:
    """How many units have counts that a forecast needs and does not have."""

    # All units; those without quota or admitted; of the others, those without pending and those
    # without pool
    units: int
    quota: int
    pending: int
    pool: int
    no_quota: int  # Units whose quota is 0


def pace_assumed(assumptions: Assumptions, as_of: date) -> str:
    """Name the assumption about the pace."""
    words = f"nhịp độ đến {format_date(as_of)} được giữ"
    if assumptions.pace != 1:
        factor = format_decimal(assumptions.pace, 2).rstrip("0").rstrip(",")
        words = f"nhịp độ lập hồ sơ mới bằng {factor} lần nhịp độ đến {format_date(as_of)}"
    spread = format_percent(assumptions.pace_sd, 0)
    return f"{words} (±{spread})" if assumptions.pace_sd else words


def notes(
    assumptions: Assumptions,
    as_of: date,
    lead_days: float,
    unknown: Unknown,
    *,
    tables: int = 0,
    carried: int | None = None,
) -> list[str]:
    """Say what was assumed and what was not known.

    `carried`: dossiers carried over from the year before; None when nobody said [dossiers].
    """
    refused = format_percent(1 - assumptions.approval, 0)
    spread = f", mức dao động ±{format_percent(assumptions.pace_sd, 0)}"
    return [
        f"Giả định {pace_assumed(assumptions, as_of)}; {refused} hồ sơ không được duyệt; thời gian"
        f" từ khi lập hồ sơ đến khi có quyết định khoảng {format_decimal(lead_days, 0)} ngày, ước"
        f" từ số đang trình duyệt và mức ban đầu {format_decimal(assumptions.lead_days, 0)} ngày.",
        f"Tỷ lệ không được duyệt, mức ban đầu của thời gian chờ"
        f"{spread if assumptions.pace_sd else ''} là nhận định, chưa phải số đo; chưa kiểm chứng"
        " bằng kết quả thực tế.",
        *_history(tables, carried),
        *_unknown(unknown),
    ]


def _history(tables: int, carried: int | None) -> list[str]:
    said = []
    if tables:
        said.append(
            f"Nhịp độ tính từ {format_count(tables + 1)} kỳ báo cáo trong năm, kỳ gần có trọng số"
            " lớn hơn."
        )
    if carried is not None:
        said.append(f"{format_count(carried)} hồ sơ từ năm trước chuyển sang không tính vào nhịp.")
    return said


def _unknown(unknown: Unknown) -> list[str]:
    of = f"/{format_count(unknown.units)} đơn vị"
    facts = [
        (unknown.quota, "chưa rõ chỉ tiêu hoặc số đã kết nạp: không dự báo, không cộng vào chung"),
        (unknown.pending, "chưa rõ số đang trình duyệt: tính là 0"),
        (unknown.pool, "chưa rõ nguồn: coi như không giới hạn"),
        (
            unknown.no_quota,
            "không được giao chỉ tiêu: không tính khả năng hoàn thành, hồ sơ đang trình vẫn được"
            " tính vào kết quả chung",
        ),
    ]
    return [f"{format_count(number)}{of} {words}." for number, words in facts if number]
