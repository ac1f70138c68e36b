from datetime import date

import pytest

from dangvien_analysis.document.dates import Period, days_in, month_in, period_in
from dangvien_analysis.document.wording import plain


@pytest.mark.parametrize(
    "text",
    [
        "13/9/2023",
        "13-09-2023",
        "13.9.2023",
        "13 / 9 / 2023",
        "2023-09-13",
        "ngày 13 tháng 9 năm 2023",
        "ngày 13 tháng 09, năm 2023",
    ],
)
def test_days(text: str) -> None:
    (found,) = days_in(plain(text))
    assert found.on(None) == date(2023, 9, 13)
    assert text[found.start : found.end] == text.removeprefix("ngày ")


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("13/9", 2023, date(2023, 9, 13)),
        ("13 tháng 9", 2023, date(2023, 9, 13)),
        # without a year nothing is known; a year of its own goes first
        ("13/9", None, None),
        ("13/9/2022", 2023, date(2022, 9, 13)),
        # no such day
        ("31/9/2023", 2023, None),
        ("0/0/2023", 2023, None),
        ("29/2", 2023, None),
        ("29/2", 2024, date(2024, 2, 29)),
    ],
)
def test_a_day_in_a_year(text: str, year: int | None, expected: date | None) -> None:
    (found,) = days_in(plain(text))
    assert found.on(year) == expected


@pytest.mark.parametrize("text", ["", "164/280", "13/9/20234", "tháng 9 năm 2023", "1/2/3/4"])
def test_no_day(text: str) -> None:
    assert [found.on(2023) for found in days_in(plain(text)) if found.on(2023)] == []


@pytest.mark.parametrize(
    ("title", "label", "months", "year"),
    [
        ("KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 9 THÁNG ĐẦU NĂM 2023", "9 tháng", 9, 2023),
        ("Kết quả 06 tháng", "6 tháng", 6, None),
        ("9 tháng 2023", "9 tháng", 9, 2023),
        ("12 THÁNG NĂM 2023", "12 tháng", 12, 2023),
        ("hạn 60 tháng; kết quả 9 tháng", "9 tháng", 9, None),
        ("Kết quả quý III/2023", "quý III", 9, 2023),
        ("quý 1 năm 2023", "quý I", 3, 2023),
        ("Quý IV", "quý IV", 12, None),
    ],
)
def test_period(title: str, label: str, months: int, year: int | None) -> None:
    assert period_in(title) == Period(label, months, year)


@pytest.mark.parametrize(
    "title",
    [
        # a month or a day is not a period, and what is left of a year no report
        "Kết quả tháng 9 năm 2023",
        "Kết quả đến ngày 12 tháng 9 năm 2023",
        "12 tháng 9 năm 2023",
        "NGÀY 12 THÁNG CHÍN",
        "nhiệm vụ 3 tháng cuối năm 2023",
        "0 tháng",
        "13 tháng",
        "Kết quả năm 2023",
        "quý V",
        "",
    ],
)
def test_no_period(title: str) -> None:
    assert period_in(title) is None


@pytest.mark.parametrize(
    ("period", "year", "expected"),
    [
        (Period("9 tháng", 9, 2023), None, date(2023, 9, 30)),
        (Period("9 tháng", 9, None), 2023, date(2023, 9, 30)),
        (Period("2 tháng", 2, None), 2024, date(2024, 2, 29)),
        (Period("9 tháng", 9, 2022), 2023, date(2022, 9, 30)),
        (Period("9 tháng", 9, None), None, None),
    ],
)
def test_last_day(period: Period, year: int | None, expected: date | None) -> None:
    assert period.last_day(year) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13/09/23", date(2023, 9, 13)),
        ("13-9-23", date(2023, 9, 13)),
        ("13.09.23", date(2023, 9, 13)),
        ("13 tháng 9 năm 23", date(2023, 9, 13)),
    ],
)
def test_a_year_of_two_digits_is_of_this_century(text: str, expected: date) -> None:
    assert [one.on(None) for one in days_in(plain(text))] == [expected]


@pytest.mark.parametrize(
    ("text", "year", "impossible"),
    [
        ("31/02/2023", None, True),
        ("29/2/2023", None, True),
        ("29/2/2024", None, False),
        ("12/31/2023", None, True),
        ("30/2", None, True),
        ("31/9", 2023, True),
        ("29/2", None, False),
        ("29/2", 2023, True),
        # a fraction is no day
        ("20/35", 2023, False),
        ("20/35", None, False),
        ("13/9/2023", None, False),
    ],
)
def test_an_impossible_day(text: str, year: int | None, impossible: bool) -> None:
    (found,) = days_in(plain(text))
    assert found.impossible(year) is impossible


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("KẾT QUẢ KẾT NẠP ĐẢNG VIÊN THÁNG 9 NĂM 2024", Period("tháng 9", 9, 2024)),
        ("Tháng 02/2024", Period("tháng 2", 2, 2024)),
        ("Kết quả tháng 09-2024", Period("tháng 9", 9, 2024)),
        # a day, a month without its year, two months, what is planned
        ("ngày 13 tháng 9 năm 2024", None),
        ("Kết quả tháng 9", None),
        ("tháng 8 năm 2024, tháng 9 năm 2024", None),
        ("KẾT QUẢ THÁNG 9, NHIỆM VỤ THÁNG 10 NĂM 2024", None),
        ("KẾ HOẠCH KẾT NẠP THÁNG 10 NĂM 2024", None),
        ("tháng 13 năm 2024", None),
    ],
)
def test_a_month_in_a_title(title: str, expected: Period | None) -> None:
    assert month_in(title) == expected
