"""Public holidays from a dated table; a year that the table does not have is not known."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dangvien_analysis.errors import RegisterError

FIELDS = ("date", "name", "source")
"""The columns of the table: one row a day off that falls on a weekday, and the document that says
so. A weekday that is exchanged for a Saturday is no holiday: it is worked on another day."""

# In a source checkout the table stands beside the package, in an installed one inside it.
_HOMES = (
    Path(__file__).resolve().parents[1] / "data" / "reference" / "holidays.csv",
    Path(__file__).resolve().parent / "reference" / "holidays.csv",
)


@dataclass(frozen=True)
class Holidays:
    """The public holidays of the years that are known.

    Parameters
    ----------
    days : tuple of datetime.date
        The holidays, rising, each once.
    """

    days: tuple[date, ...] = ()

    @property
    def years(self) -> frozenset[int]:
        """The years that are covered: those of which the table has at least one day."""
        return frozenset(day.year for day in self.days)

    def cover(self, first: date, last: date) -> bool:
        """Tell whether each year of a period is covered.

        Parameters
        ----------
        first, last : datetime.date
            The first and the last day of the period.

        Returns
        -------
        bool
            True when the holidays between them are known.
        """
        return self.years.issuperset(range(first.year, last.year + 1))


def read_holidays(path: Path) -> Holidays:
    """Read the office's table of public holidays, or the one that comes with the package.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 with the columns `FIELDS`, dates written YYYY-MM-DD. It replaces the
        shipped table as a whole, and may be missing.

    Returns
    -------
    Holidays
        The days of the table; none, so that no year is covered, when neither file is there.

    Raises
    ------
    RegisterError
        When the file is not UTF-8 or lacks a column, or a date is not written YYYY-MM-DD.
    """
    found = next((one for one in (path, *_HOMES) if one.is_file()), None)
    if found is None:
        return Holidays()
    try:
        text = found.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegisterError(f"{found}: phải lưu bằng bảng mã UTF-8 ({error}).") from error
    return Holidays(tuple(sorted(set(_days(found, text)))))


def _days(path: Path, text: str) -> Iterator[date]:
    """Give the day of each line that holds anything."""
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        if missing := [name for name in FIELDS if name not in (reader.fieldnames or ())]:
            raise RegisterError(f"{path}, dòng 1: thiếu cột {', '.join(missing)}.")
        for row in reader:
            if any(row.values()):
                yield _day(row["date"].strip(), f"{path}, dòng {reader.line_num}")
    except csv.Error as error:
        place = f"{path}, dòng {reader.line_num}"
        raise RegisterError(f"{place}: không đọc được ({error}).") from error


def _day(text: str, place: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Python also takes 20230102 and 2023-W01-1; offices write neither on purpose.
    if day is None or day.isoformat() != text:
        raise RegisterError(f"{place}: date {text!r} phải viết NĂM-THÁNG-NGÀY, như 2023-09-04.")
    return day
