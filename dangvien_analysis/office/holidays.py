"""Public holidays from a dated table; a year that the table does not have is not known."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dangvien_analysis.text.lists import read_list

FIELDS = ("date", "name", "source")
"""The columns of the table: one row a day off that falls on a weekday, and the document that says
so. A weekday that is exchanged for a Saturday is no holiday: it is worked on another day."""

# In a source checkout the table stands beside the package, in an installed one inside it.
_HOMES = (
    Path(__file__).resolve().parents[2] / "data" / "reference" / "holidays.csv",
    Path(__file__).resolve().parents[1] / "reference" / "holidays.csv",
)


@dataclass(frozen=True)
class Holidays:
    """The public holidays of the years that are known."""

    days: tuple[date, ...] = ()  # The holidays, rising, each once

    @property
    def years(self) -> frozenset[int]:
        """The years that are covered: those of which the table has at least one day."""
        return frozenset(day.year for day in self.days)

    def cover(self, first: date, last: date) -> bool:
        """Tell whether each year of a period is covered.

        True when the holidays between them are known.
        """
        return self.years.issuperset(range(first.year, last.year + 1))


def read_holidays(path: Path) -> Holidays:
    """Read the office's table of public holidays, or the one that comes with the package.

    `path`: A list, as `lists.columns_of` reads it, with the columns `FIELDS`. It replaces the
    shipped table as a whole, and may be missing.
    """
    found = next((one for one in (path, *_HOMES) if one.is_file()), None)
    if found is None:
        return Holidays()
    return Holidays(tuple(sorted({row.day("date") for row in read_list(found, FIELDS)})))
