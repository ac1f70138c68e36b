"""Days, months and files as people type them."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from dangvien_analysis.errors import ReadError
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.years import within_reason, years_within_reason

_DECEMBER, _CENTURY = 12, 100
_MONTH = pattern(r"(?P<month>\d{1,2})\s*[/-]\s*(?P<year>\d{4})|(?P<iso>\d{4})-(?P<of>\d{1,2})")
_SAID = pattern(r"^(ngày|tháng)\s+", re.IGNORECASE)
_LIKE_A_DAY = pattern(r"[\d\s/.-]+")


class Month(NamedTuple):
    """A month as people type it: the day of its last table is meant."""

    year: int  # For example 2023 and 9
    month: int

    def __str__(self) -> str:
        """Give it as it is typed."""
        return f"{self.month}/{self.year}"


def typed_day(text: str, *, months: bool = False) -> date | Month:
    """Read a day as it was typed: 2023-09-13 or 13/9/2023.

    Raises ValueError a Vietnamese sentence with what was typed and what is needed.
    """
    found = _month(text) if months else None
    shapes = "2023-09-13 hoặc 13/9/2023" + (", hoặc cả tháng: 9/2023" if months else "")
    try:
        day = found or _day(text)
    except ValueError:
        raise ValueError(f"{text!r} không phải là ngày; viết như {shapes}.") from None
    if not within_reason(day.year):
        short = " Viết đủ bốn chữ số của năm." if day.year < _CENTURY else ""
        raise ValueError(f"{text!r}: năm phải {years_within_reason()}.{short}")
    return day


def day_given(value: date | str | None) -> date | None:
    """Take a day as it is given in Python; an empty text is none.

    Raises ReadError when a text is no day.
    """
    if not isinstance(value, str):
        return value.date() if isinstance(value, datetime) else value
    try:
        return typed_day(value) if value.strip() else None  # type: ignore[return-value]
    except ValueError as error:
        raise ReadError(str(error)) from error


def meant(what: str | None) -> Path | date | Month | None:
    """Tell a date from a file's name."""
    if what is None:
        return None
    said = "" if Path(what).exists() else _like_a_day(what)
    if not said or Path(said).exists():
        return Path(said or what)
    try:
        return typed_day(said, months=True)
    except ValueError as error:
        raise ReadError(f"{error} (Không có tệp nào tên như vậy.)") from error


def _like_a_day(text: str) -> str:
    """Give what looks like a day, without the words "ngày", "tháng" before it; else nothing."""
    said = _SAID.sub("", text.strip())
    return said if _LIKE_A_DAY.fullmatch(said) else ""


def _month(text: str) -> Month | None:
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return None
    month = int(found["month"] or found["of"])
    if not 1 <= month <= _DECEMBER:
        return None
    return Month(int(found["year"] or found["iso"]), month)


def _day(text: str) -> date:
    """Read a day, the month never before the day of the month."""
    if "/" in text:
        day, month, year = map(int, text.split("/"))
        return date(year, month, day)
    return date.fromisoformat(text)
