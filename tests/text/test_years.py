from datetime import date

import pytest

from dangvien_analysis.text.years import FIRST_YEAR, within_reason, years_within_reason

TODAY = date(2023, 9, 13)


@pytest.mark.parametrize(
    ("day", "sound"),
    [
        # the year before the Party was founded, and that year
        (date(FIRST_YEAR - 1, 12, 31), False),
        (date(FIRST_YEAR, 1, 1), True),
        # a quota may be given a year ahead, and no more
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
        # digits lost, and one too many
        (date(202, 9, 13), False),
        (20233, False),
        # a year alone
        (2023, True),
        (2024, True),
        (2025, False),
        (0, False),
    ],
)
def test_days_and_years_within_reason(day: date | int, sound: bool) -> None:
    assert within_reason(day, today=TODAY) is sound


def test_today_is_that_of_the_clock() -> None:
    year = date.today().year
    assert within_reason(year + 1)
    assert not within_reason(year + 2)
    assert f"năm {year + 1}" in years_within_reason()


def test_the_years_in_words() -> None:
    assert years_within_reason(today=TODAY) == (
        "từ năm 1930 (năm thành lập Đảng) đến năm 2024 (năm sau, theo đồng hồ của máy)"
    )
