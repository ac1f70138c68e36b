"""Which years a typed day may be of: a slip of one digit must not pass for a day."""

from datetime import date

FIRST_YEAR = 1930
"""The Party was founded on 3 February 1930: nobody was admitted to it before."""

LAST_YEAR = 2100
"""Years of rules and of terms may lie ahead, but none that an office writes down today."""


def within_reason(day: date | int, *, today: date | None = None) -> bool:
    """Tell whether a day or a year can be one of a document that was received.

    True from `FIRST_YEAR` to next year, both included: a quota may be given a year ahead.
    """
    year = day if isinstance(day, int) else day.year
    return FIRST_YEAR <= year <= _next_year(today)


def years_within_reason(*, today: date | None = None) -> str:
    """Say which years `within_reason` takes, and why."""
    return (
        f"từ năm {FIRST_YEAR} (năm thành lập Đảng) đến năm {_next_year(today)} (năm sau, theo"
        " đồng hồ của máy)"
    )


def _next_year(today: date | None) -> int:
    return (today or date.today()).year + 1
