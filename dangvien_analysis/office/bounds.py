"""What a setting may be at most and at least, with the reason that a message gives."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien_analysis.errors import BadValueError
from dangvien_analysis.text.quoting import shown
from dangvien_analysis.text.years import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True)
class Bound:
    """The range of a setting, both ends included."""

    low: float  # Its ends
    high: float
    reason: str  # Why no value outside makes sense, in Vietnamese

    def check(self, name: str, value: Any) -> None:
        """Refuse a value outside, or one that is no number."""
        if not self.low <= value <= self.high:
            raise BadValueError(name, self.needed, shown(value))

    @property
    def needed(self) -> str:
        """The range and its reason, to follow "phải"."""
        return f"từ {self.low} đến {self.high} ({self.reason})"


# A forecast is even, finite and free of warnings on all corners of these five; tests hold it.
PACE = Bound(
    0.05,
    20,
    "1 là giữ nhịp độ đến nay; nhịp độ đổi quá 20 lần thì số liệu đến nay không nói được gì",
)
"""Published last months went at up to 1.84 times the earlier pace; the real table of September
2023 would take 3.3 times for an even chance of its quota."""

PACE_SD = Bound(
    0, 2.0, "0.25 là khoảng ±25%; đến 2 thì nhịp độ đã có thể gấp 50 lần hoặc bằng 1/50"
)
"""On a log scale: 95 % of the mass lies within a factor of exp(1.96 x 2), about 50."""

APPROVAL = Bound(0.05, 1, "0.95 là 95%; dưới 5% thì hầu như không hồ sơ nào được duyệt")
"""A share, so 1 at most. Where hardly a dossier is approved, the pending say nothing of it."""

LEAD_DAYS = Bound(1, 365, "tính bằng ngày; chờ quá một năm thì không hồ sơ nào kịp trong năm")
"""A decision takes a day at least; a quota is that of one year."""

LEAD_SD = Bound(0, 2, "0.35 là khoảng ±35%; đến 2 thì thời gian chờ đã có thể gấp 50 lần")
"""On a log scale, like `PACE_SD`."""

SMALL = Bound(0, 1_000, "chỉ tiêu một năm của một tổ chức cơ sở không đến 1.000 người")
"""The largest grassroots organisations have some thousand members in all."""

RANKED = Bound(1, 1_000, "chỉ tiêu một năm của một tổ chức cơ sở không đến 1.000 người")
"""A quota of 0 has no rate, and nothing to rank by."""

PEOPLE = Bound(0, 10_000_000, "cả nước chưa đến 10 triệu đảng viên")
"""The Party had some five and a half million members in 2024."""

DECISION_DAYS = Bound(1, 366, "tính bằng ngày làm việc; dài hơn thì không hết trong một năm")
"""A limit under a day leaves no time; a longer one never ends within a year."""

YEARS = Bound(FIRST_YEAR, LAST_YEAR, f"{FIRST_YEAR} là năm thành lập Đảng")
"""Rules and terms may lie ahead; see `text.years`."""

LIMITS = {
    # A file is held in memory as a whole, and several times over while it is parsed.
    "file_mb": Bound(1, 1_000, "cả tệp nằm trong bộ nhớ của máy khi đọc"),
    "unpacked_mb": Bound(1, 2_000, "phần mở ra nằm trong bộ nhớ của máy khi đọc"),
    # What office files are packed with never shrinks below 1 : 1,032.
    "ratio": Bound(1, 10_000, "cách nén của tệp văn phòng không nén quá khoảng 1.000 lần"),
    # The directory of such a file counts its parts in sixteen bits.
    "members": Bound(1, 65_535, "một tệp nén thông thường chứa nhiều nhất 65.535 phần"),
    "rows": Bound(1, 1_048_576, "một trang tính có nhiều nhất 1.048.576 hàng"),
    # A cell with its place takes some hundred bytes.
    "cells": Bound(1, 10_000_000, "mười triệu ô đã cần vài GB bộ nhớ"),
    # A page takes a fifth of a second.
    "pages": Bound(1, 3_000, "3.000 trang đã đọc mất khoảng mười phút"),
    "seconds": Bound(1, 3_600, "tính bằng giây; quá một giờ thì coi như treo máy"),
    "memory_mb": Bound(1, 8_192, "tính bằng MB; nhiều máy chỉ có 8 GB bộ nhớ"),
    "office_seconds": Bound(1, 3_600, "tính bằng giây; quá một giờ thì coi như treo máy"),
}
"""The ranges of `Limits`: under 1 nothing could be read, above the machine would not last."""


def check_year(name: str, day: date | int) -> None:
    """Refuse a day or a year of another age: a slip of a digit."""
    year = day if isinstance(day, int) else day.year
    if not YEARS.low <= year <= YEARS.high:
        raise BadValueError(
            name, f"thuộc các năm từ {YEARS.low} đến {YEARS.high} ({YEARS.reason})", shown(day)
        )
