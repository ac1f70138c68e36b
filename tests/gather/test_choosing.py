"""Which figures are meant: a file, a day, a month, or the latest day of the ledger."""

from datetime import date, datetime
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings
from tests.builders import AN_HOA, HEADER, SCHOOL, VINH_QUANG, read_rows, write_table

NOON = datetime.fromisoformat("2023-10-20T12:00:00+07:00")
ROWS = (HEADER, AN_HOA, VINH_QUANG, SCHOOL)


@pytest.fixture
def office(tmp_path: Path) -> Settings:
    """An office with two days of September and one of October in its ledger."""
    for day in (date(2023, 9, 13), date(2023, 9, 30), date(2023, 10, 15)):
        found = read_rows(tmp_path, ROWS, as_of=day, name=f"{day}.tsv")
        with Ledger(found.settings).locked() as ledger:
            ledger.add(found, now=NOON)
    return found.settings


@pytest.mark.parametrize(
    ("what", "day"),
    [
        (None, date(2023, 10, 15)),
        ("", date(2023, 10, 15)),
        ("2023-09-13", date(2023, 9, 13)),
        ("13/9/2023", date(2023, 9, 13)),
        ("9/2023", date(2023, 9, 30)),
        ("2023-10", date(2023, 10, 15)),
        ("tháng 9/2023", date(2023, 9, 30)),
        (date(2023, 9, 30), date(2023, 9, 30)),
    ],
)
def test_a_day_of_the_ledger(office: Settings, what: str | date | None, day: date) -> None:
    found = dva.meeting(what, settings=office)
    assert found.as_of == day
    assert found.standing.revision == "r1"


def test_a_file_and_a_snapshot(office: Settings) -> None:
    path = office.root / "2023-09-30.tsv"
    for what in (path, str(path), "2023-09-30.tsv"):
        found = dva.meeting(what, as_of="2023-09-30", settings=office)
        assert (found.as_of, found.standing.revision) == (date(2023, 9, 30), "r1")
    snapshot = dva.read(path, as_of=date(2023, 9, 30), settings=office)
    assert dva.meeting(snapshot).snapshot is snapshot


def test_before_anything_was_accepted_the_newest_file(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    for day in (13, 30):
        title = f"Số liệu đến ngày {day}/9/2023"
        write_table(raw, (title, *ROWS), name=f"{day}.tsv")
    found = dva.meeting(settings=Settings(root=tmp_path))
    assert (found.as_of, found.standing.revision) == (date(2023, 9, 30), "")


def test_read_takes_the_same_days(office: Settings) -> None:
    for what in ("9/2023", "30/9/2023", "2023-09-30"):
        assert dva.read(what, settings=office).as_of == date(2023, 9, 30)
    path = office.root / "2023-09-30.tsv"
    assert dva.read(path, as_of="30/9/2023", settings=office).as_of == date(2023, 9, 30)


def test_two_days_are_one_too_many(office: Settings) -> None:
    for ask in (dva.meeting, dva.read):
        with pytest.raises(dva.ReadError, match="chỉ ghi một ngày"):
            ask("9/2023", as_of="2023-09-13", settings=office)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("8/2023", ["8/2023", "2023-09-13"]),
        ("2023-08-31", ["31/8/2023", "2023-09-13"]),
        ("31/2/2023", ["31/2/2023", "không phải là ngày"]),
        ("khong-co.tsv", ["khong-co.tsv"]),
    ],
)
def test_what_is_not_there_is_told(office: Settings, what: str, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        dva.meeting(what, settings=office)
    assert [word for word in words if word not in str(caught.value)] == []


def test_it_never_writes(office: Settings) -> None:
    def state() -> dict[str, bytes]:
        return {
            str(path): path.read_bytes()
            for path in sorted(office.root.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }

    before = state()
    for what in (None, "2023-09-13", office.root / "2023-09-30.tsv"):
        found = dva.meeting(what, settings=office)
        assert repr(found)
        assert found.charts.progress().alt
        assert found.tables.units.frame.shape[0] == 3
        assert found.trace("2")
    assert state() == before
