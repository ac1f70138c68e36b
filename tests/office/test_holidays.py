import csv
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dangvien_analysis.errors import RegisterError
from dangvien_analysis.office import holidays
from dangvien_analysis.office.holidays import FIELDS, Holidays, read_holidays
from tests.builders import as_excel_saves
from tests.conftest import ROOT

SHIPPED = ROOT / "data" / "reference" / "holidays.csv"
HEAD = ",".join(FIELDS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an office's own table stands, or will."""
    return tmp_path / "holidays.csv"


# --- the shipped table ------------------------------------------------------------------------


def test_each_year_has_the_days_of_the_labour_code() -> None:
    # New Year 1, Tết 5, Hùng Kings 1, 30/4 and 1/5, National Day 2; made up for on weekdays
    found = Counter(day.year for day in read_holidays(SHIPPED).days)
    assert found == dict.fromkeys((2023, 2024, 2025), 1 + 5 + 1 + 2 + 2)


def test_shipped_days_are_weekdays_in_order_and_have_a_name_and_a_source() -> None:
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    days = [date.fromisoformat(row["date"]) for row in rows]
    assert days == sorted(set(days)) == list(read_holidays(SHIPPED).days)
    assert [day for day in days if day.weekday() >= 5] == []
    assert [row for row in rows if not row["name"] or not row["source"]] == []


def test_a_weekday_worked_on_a_saturday_is_no_holiday() -> None:
    exchanged = {date(2024, 4, 29), date(2025, 5, 2)}
    assert exchanged.isdisjoint(read_holidays(SHIPPED).days)


# --- where the table comes from ---------------------------------------------------------------


def test_an_office_without_a_table_has_the_shipped_one(path: Path) -> None:
    assert read_holidays(path) == read_holidays(SHIPPED)


def test_an_installed_package_has_its_own_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    copies = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    inside = Path(copies[SHIPPED.relative_to(ROOT).as_posix()])
    assert ROOT / inside in holidays._HOMES
    assert SHIPPED in holidays._HOMES
    # one table, not two
    assert not (ROOT / inside).exists()
    copy = path.with_name("copy.csv")
    copy.write_bytes(SHIPPED.read_bytes())
    monkeypatch.setattr(holidays, "_HOMES", (path, copy))
    assert read_holidays(path) == read_holidays(SHIPPED)


def test_without_any_table_no_year_is_covered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holidays, "_HOMES", ())
    assert read_holidays(path) == Holidays()
    assert not Holidays().cover(date(2023, 1, 1), date(2023, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n2031-01-02,Tết,x\n2031-01-01,Tết,x\n",
        # as spreadsheets write it, with a column of the office's own, empty lines, one day twice
        "\ufeffnote,source,date,name\r\n,x, 2031-01-01 ,Tết\r\n\r\n,,,\r\n"
        ",,2031-01-02,\r\n,x,2031-01-02,Tết\r\n",
        # as a Vietnamese one does
        "\ufeffdate;name;source\r\n2/1/2031;Tết;x\r\n01/01/2031;Tết;x\r\n;;\r\n;;\r\n",
    ],
)
def test_an_office_s_own_table_stands_alone(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    assert read_holidays(path) == Holidays((date(2031, 1, 1), date(2031, 1, 2)))


def test_the_shipped_table_as_a_vietnamese_excel_saves_it(path: Path) -> None:
    path.write_bytes(as_excel_saves(SHIPPED.read_text(encoding="utf-8")))
    assert b"\r\n2/1/2023;" in path.read_bytes()
    assert read_holidays(path) == read_holidays(SHIPPED)


@pytest.mark.parametrize(
    ("first", "last", "known"),
    [
        (date(2023, 10, 6), date(2023, 12, 31), True),
        (date(2023, 10, 6), date(2024, 1, 2), True),
        # the year before, the year after, and one between that is not there
        (date(2022, 12, 31), date(2023, 1, 1), False),
        (date(2024, 1, 1), date(2025, 1, 1), False),
        (date(2023, 1, 1), date(2026, 12, 31), False),
    ],
)
def test_covered_years(first: date, last: date, known: bool) -> None:
    days = Holidays((date(2023, 9, 4), date(2024, 1, 1), date(2026, 1, 1)))
    assert days.cover(first, last) is known


# --- a bad table ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["dòng 1", "date, name, source"]),
        (b"date,name\n2031-01-01,A\n", ["dòng 1", "thiếu cột source"]),
        (b"date;name\n2031-01-01;A\n", ["dòng 1", "thiếu cột source", "dấu chấm phẩy"]),
        (f"{HEAD}\n2031-01-01,Đá,x\n".encode("cp1258"), ["dòng 2", "UTF-8"]),
        # a month before a day; a day that is not there; none
        (f"{HEAD}\n\n1/13/2031,A,x\n".encode(), ["dòng 3", "'1/13/2031'", "NĂM-THÁNG-NGÀY"]),
        (f"{HEAD}\n2031-02-29,A,x\n".encode(), ["dòng 2", "'2031-02-29'"]),
        (f"{HEAD}\n,A,x\n".encode(), ["dòng 2", "''"]),
        # what Python takes for a date and nobody else does
        (f"{HEAD}\n20310101,A,x\n".encode(), ["dòng 2", "'20310101'"]),
        (f"{HEAD}\n2031-W01-1,A,x\n".encode(), ["dòng 2", "'2031-W01-1'"]),
        (f"{HEAD}\n2031-01-01,{'A' * 200_000},x\n".encode(), ["dòng", "không đọc được"]),
    ],
)
def test_faults_are_named_with_file_and_line(path: Path, content: bytes, words: list[str]) -> None:
    path.write_bytes(content)
    with pytest.raises(RegisterError) as caught:
        read_holidays(path)
    assert [word for word in ["holidays.csv", *words] if word not in str(caught.value)] == []
