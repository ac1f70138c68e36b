"""Days in the words of a document, and periods read as their last day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import fold

DAY = (
    r"(?<![\d/.-])(\d{1,2}) ?(?:[/.-]|thang) ?(\d{1,2})"
    r"(?:(?: ?[/.-]| ?,? nam) ?(\d{4}))?(?![\d/]|[.-]\d)"
)
"""A day in plain letters: 13/9/2023, 13-9-2023, 13.9.2023, 13 tháng 9 năm 2023, 13/9."""
_DAY = pattern(DAY)

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# "ngày 12 tháng 9" is a day; "6 tháng cuối năm" and "60 tháng" are no period of a report.
_MONTHS = pattern(
    r"(?<!ngay )\b(\d{1,2}) thang\b(?! \d{1,2}\b)(?! cuoi)(?: (?:dau )?(?:nam )?(\d{4})\b)?"
)
_QUARTER = pattern(r"\b(?:quy|qui) (i{1,3}|iv|[1-4])\b(?: (?:nam )?(\d{4})\b)?")


@dataclass(frozen=True)
class Found:
    """A day as it stands in a text."""

    start: int  # Where it stands
    end: int
    day: int  # As printed
    month: int
    year: int | None  # None where it is left out

    def on(self, year: int | None) -> date | None:
        """Give the day.

        None when there is no such day, or no year is known.
        """
        known = self.year or year
        try:
            return None if known is None else date(known, self.month, self.day)
        except ValueError:
            return None


def days_in(letters: str) -> Iterator[Found]:
    """Find the days in a text."""
    for match in _DAY.finditer(letters):
        day, month, year = match.groups()
        yield Found(match.start(), match.end(), int(day), int(month), int(year) if year else None)


@dataclass(frozen=True)
class Period:
    """A part of a year that begins with it."""

    label: str  # For example "9 tháng" or "quý III"
    months: int  # Months from January to its end
    year: int | None  # None where it is left out

    def last_day(self, year: int | None = None) -> date | None:
        """Give the day on which the period ends.

        None when no year is known.
        """
        known = self.year or year
        if not known:
            return None
        return date(known, self.months, monthrange(known, self.months)[1])


def period_in(title: str) -> Period | None:
    """Find the period a title speaks of.

    None when the title names no period.
    """
    words = fold(title)
    for match in _MONTHS.finditer(words):
        months = int(match[1])
        if 1 <= months <= 12:  # noqa: PLR2004 - a year's months
            return Period(f"{months} tháng", months, int(match[2]) if match[2] else None)
    quarter = _QUARTER.search(words)
    if quarter is None:
        return None
    number = _ROMAN.get(quarter[1]) or int(quarter[1])
    label = f"quý {list(_ROMAN)[number - 1].upper()}"
    return Period(label, 3 * number, int(quarter[2]) if quarter[2] else None)
