"""One value for the day of the meeting: gathered once, and nothing read afterwards."""

import shutil
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.gather.handover import HANDED, handed_over, packed_up
from dangvien_analysis.ledger.in_force import InForce
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.pack.pack import write_pack
from tests.builders import AN_HOA, HEADER, SCHOOL, VINH_QUANG, read_rows

NOON = datetime(2023, 9, 15, 12, tzinfo=UTC)
JULY, AUGUST = date(2023, 7, 31), date(2023, 8, 31)
ROWS = (HEADER, AN_HOA, VINH_QUANG, SCHOOL)


def keep(folder: Path, day: date, rows: tuple[str, ...] = ROWS) -> None:
    found = read_rows(folder, rows, as_of=day, name=f"{day}.tsv")
    with Ledger(found.settings).locked() as ledger:
        ledger.add(found, now=NOON)


@pytest.fixture
def september(tmp_path: Path) -> dva.Snapshot:
    """A table with two months before it and the end of the year before."""
    keep(tmp_path, date(2022, 12, 31))
    keep(tmp_path, JULY)
    keep(tmp_path, AUGUST, (HEADER, AN_HOA.replace("|5|2|", "|5|1|"), VINH_QUANG, SCHOOL))
    return read_rows(tmp_path, ROWS, as_of=date(2023, 9, 13), name="9.tsv")


def test_it_holds_what_is_known_on_the_day(september: dva.Snapshot) -> None:
    meeting = gather(september)
    assert [day for day, _ in meeting.earlier] == [JULY, AUGUST]
    assert [day for day, _ in meeting.year_before] == [date(2022, 12, 31)]
    assert meeting.carried_over == september.units["pending"].sum()
    assert meeting.since == AUGUST
    assert meeting.moved is not None
    assert meeting.moved.at["xa-an-hoa", "admitted_change"] == 1
    assert meeting.standing.revision == ""
    assert meeting.target == september.units["quota"].sum()
    assert meeting.totals.at["all", "admitted"] == september.units["admitted"].sum()
    assert meeting.last_day is not None
    assert meeting.ahead[0] is meeting.forecast


def test_earlier_days_are_one_frame(september: dva.Snapshot) -> None:
    past = gather(september).past
    assert past.index.names == ["as_of", "unit_id"]
    assert past.loc[pd.Timestamp(AUGUST)].loc["xa-an-hoa", "admitted"] == 1
    assert past.loc[pd.Timestamp(JULY)].loc["xa-an-hoa", "admitted"] == 2


def test_without_a_ledger_there_is_nothing_besides(tmp_path: Path) -> None:
    meeting = gather(read_rows(tmp_path, ROWS))
    assert (meeting.earlier, meeting.year_before, meeting.carried_over) == ((), (), None)
    assert (meeting.moved, meeting.since, meeting.ago, meeting.follow) == (None, None, None, None)
    assert meeting.past.empty
    assert list(meeting.past.index.names) == ["as_of", "unit_id"]
    assert not (tmp_path / "data" / "processed").exists()


def test_without_a_day_nothing_is_compared(september: dva.Snapshot) -> None:
    meeting = gather(replace(september, as_of=None))
    assert (meeting.earlier, meeting.moved, meeting.forecast, meeting.ahead) == (
        (),
        None,
        None,
        (),
    )


def test_made_up_earlier_tables_make_it_simulated(tmp_path: Path) -> None:
    one = read_rows(tmp_path, ROWS, as_of=AUGUST, name="8.tsv")
    made_up = replace(one, source=replace(one.source, simulated=True))
    with Ledger(one.settings).locked() as ledger:
        ledger.add(made_up, now=NOON)
    later = read_rows(tmp_path, ROWS, as_of=date(2023, 9, 13), name="9.tsv")
    assert gather(later).simulated
    assert gather(made_up).simulated


def test_whoever_changes_what_is_shown_changes_nothing_that_is_told(
    september: dva.Snapshot,
) -> None:
    meeting = gather(september)
    told = meeting.units.at["xa-an-hoa", "admitted"]
    units = meeting.units
    units.loc[:, "admitted"] = 0
    units["pending"] = 0
    assert meeting.units.at["xa-an-hoa", "admitted"] == told
    assert meeting.totals.at["all", "admitted"] == september.units["admitted"].sum()


def test_a_table_beside_the_one_in_force_is_told(september: dva.Snapshot) -> None:
    keep(september.settings.root, date(2023, 9, 13), (HEADER, AN_HOA, VINH_QUANG))
    meeting = gather(september)
    assert (meeting.standing.revision, meeting.standing.other) == ("", "r1")
    assert "khác bản hiện hành (r1)" in repr(dva.meeting(september))


# --- gathered once, read no more --------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often the ledger is listed and its journal read, from now on."""
    times = {"listed": 0, "read": 0}
    listing, reading = Ledger.currents, Path.read_bytes

    def currents(self: Ledger) -> Any:
        times["listed"] += 1
        return listing(self)

    def read_bytes(self: Path) -> bytes:
        times["read"] += self.name == "journal.csv"
        return reading(self)

    monkeypatch.setattr(Ledger, "currents", currents)
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    return times


def test_a_pack_lists_the_ledger_once_and_one_of_a_meeting_needs_nothing_of_the_folder(
    september: dva.Snapshot, tmp_path: Path, counted: dict[str, int]
) -> None:
    first = write_pack(september, tmp_path / "a", pdf=False).folder
    assert counted == {"listed": 1, "read": 1}
    meeting = gather(september)
    shutil.rmtree(tmp_path / "data")
    opened: set[str] = set()
    sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
    second = write_pack(meeting, tmp_path / "b", pdf=False).folder
    assert [path for path in opened if path.startswith(str(tmp_path / "data"))] == []
    for name in ("bao-cao.html", "so-lieu.xlsx", "nhiem-vu.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_a_notebook_gets_the_meeting_that_it_asks_for(
    september: dva.Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "meeting"
    meeting = gather(september)
    assert meeting.forecast is not None
    path.write_bytes(packed_up(meeting, what="9.tsv", as_of=""))
    assert handed_over("9.tsv", None) is None
    monkeypatch.setenv(HANDED, str(path))
    handed = handed_over("9.tsv", None)
    assert handed is not None
    pd.testing.assert_frame_equal(handed.units, gather(september).units)
    assert handed_over("8.tsv", None) is None
    assert handed_over("9.tsv", date(2023, 9, 13)) is None
    face = dva.meeting("9.tsv")
    assert face.as_of == date(2023, 9, 13)
    # what was worked out before it was packed up came along
    assert "forecast" in vars(face)


def test_what_is_in_force_is_listed_when_it_is_made(september: dva.Snapshot) -> None:
    in_force = InForce(Ledger(september.settings))
    keep(september.settings.root, date(2023, 6, 30))
    assert [one.as_of for one in in_force.revisions] == [date(2022, 12, 31), JULY, AUGUST]
    assert in_force.on(AUGUST) is not None
    assert in_force.on(date(2023, 6, 30)) is None
    assert in_force.on(None) is None
