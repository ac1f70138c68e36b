"""Days in the words of a document, and periods read as their last day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dangvien_analysis.document.wording import plain
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import fold

DAY = (
    r"(?<![\d/.-])(\d{1,2}) ?(?:[/.-]|thang) ?(\d{1,2})"
    r"(?:(?: ?[/.-]| ?,? nam) ?(\d{4})|(?:[/.-]|,? nam )(\d\d)(?! ?(?:nam\b|thang\b|%)))?"
    r"(?![\d/]|[.-]\d)"
)
"""A day in plain letters: 13/9/2023, 13-9-2023, 13.9.2023, 13 tháng 9 năm 2023, 13/9, 13/09/23."""
_DAY = pattern(DAY)
# As programs write it: 2023-09-13.
_ISO = pattern(r"(?<![\w/.-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\w/-])")
_CENTURY = 2000

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# "ngày 12 tháng 9" is a day; "6 tháng cuối năm" and "60 tháng" are no period of a report.
_MONTHS = pattern(
    r"(?<!ngay )\b(\d{1,2}) thang\b(?! \d{1,2}\b)(?! cuoi)(?: (?:dau )?(?:nam )?(\d{4})\b)?"
)
_QUARTER = pattern(r"\b(?:quy|qui) (i{1,3}|iv|[1-4])\b(?: (?:nam )?(\d{4})\b)?")

# "tháng 9 năm 2024", "THÁNG 09/2024"; "13 tháng 9 năm 2024" is a day.
_MONTH = pattern(r"(?<!\d )\bthang (1[0-2]|0?[1-9])(?: ?[/.-] ?|,? nam |,? )(20\d\d)\b")
_PLANNED = pattern(
    r"^\W*(?:ke hoach|chuong trinh)\b|\b(?:nhiem vu|phuong huong|du kien)\b[^.;,]{0,60}\bthang\b"
)


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

    def impossible(self, year: int | None) -> bool:
        """Tell a day that no year has, or not its own; "20/35" alone may be a fraction."""
        known = self.year or year
        if known is not None:
            return self.on(known) is None and (self.year is not None or self._has_month)
        # A year that is not known may be a leap year.
        return self._has_month and self.on(2000) is None

    @property
    def _has_month(self) -> bool:
        return 1 <= self.month <= 12  # noqa: PLR2004 - a year's months


def days_in(letters: str) -> Iterator[Found]:
    """Find the days in a text."""
    for iso in _ISO.finditer(letters):
        year, month, day = map(int, iso.groups())
        yield Found(iso.start(), iso.end(), day, month, year)
    for match in _DAY.finditer(letters):
        in_month, of_year, full, short = match.groups()
        known = int(full) if full else _CENTURY + int(short) if short else None
        yield Found(match.start(), match.end(), int(in_month), int(of_year), known)


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


def month_in(title: str) -> Period | None:
    """Find the month a title speaks of, as the part of the year that ends with it.

    None when it names none with its year, or several, or one for which something is planned.
    """
    words = plain(title)
    if _PLANNED.search(words):
        return None
    found = {(int(match[1]), int(match[2])) for match in _MONTH.finditer(words)}
    if len(found) != 1:
        return None
    month, year = found.pop()
    return Period(f"tháng {month}", month, year)
