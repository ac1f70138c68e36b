"""The meeting in the hand: the names that notebooks use."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.charts.drawing.theme import close
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.face import MeetingFace
from dangvien_analysis.report.tables.shown_tables import ShownTable
from tests.builders import project, write_months
from tests.conftest import AS_OF, DEADLINE

TABLES = (
    *("summary", "units", "attention", "levels", "sectors", "pool", "findings"),
    *("forecast", "forecast_units", "scenarios"),
)


@pytest.fixture(scope="module")
def m(snapshot: dva.Snapshot) -> MeetingFace:
    return dva.meeting(snapshot)


@pytest.fixture(scope="module")
def made_up(m: MeetingFace, snapshot: dva.Snapshot) -> MeetingFace:
    before = snapshot.units.assign(admitted=0)
    return m.with_past([(date(2023, 8, 31), before), (AS_OF, before)], simulated=True)


@pytest.fixture(scope="module")
def few(snapshot: dva.Snapshot) -> MeetingFace:
    """A meeting of nine units with an earlier table."""
    units = snapshot.units[::6]
    meeting = dva.meeting(replace(snapshot, units=units))
    return meeting.with_past([(date(2023, 8, 31), units.assign(admitted=0))], simulated=True)


def test_plain_data(m: MeetingFace, assessed: pd.DataFrame) -> None:
    assert (m.as_of, m.deadline, m.target) == (AS_OF, DEADLINE, 280)
    pd.testing.assert_frame_equal(m.units[list(assessed)], assessed)
    assert m.totals.at["all", "admitted"] == 135
    assert set(m.snapshot.findings["code"]) <= set(m.findings["code"])


def test_the_card(m: MeetingFace, made_up: MeetingFace) -> None:
    assert repr(m).splitlines()[0] == "623-TB/HU"
    for words in ("13/9/2023", "135", "48,21%", "280", "29 hồ sơ", "1 lỗi", "5 cảnh báo"):
        assert words in repr(m)
        assert words in m._repr_html_()
    assert len(repr(m)) < 500
    assert repr(made_up).startswith("SỐ LIỆU MÔ PHỎNG. ")


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_shown_and_written(
    m: MeetingFace, made_up: MeetingFace, name: str, tmp_path: Path
) -> None:
    table = getattr(m.tables, name)
    assert isinstance(table, ShownTable)
    assert table.to_html().startswith("<table")
    path = table.to_excel(tmp_path / "bang.xlsx")
    again = pd.read_excel(path, header=1, dtype=str, engine="calamine", keep_default_na=False)
    assert list(again.columns) == list(table.frame.columns)
    assert len(again) == len(table.frame)
    assert getattr(made_up.tables, name).title == f"SỐ LIỆU MÔ PHỎNG. {table.title}"


def test_whole_numbers_are_numbers_in_excel(m: MeetingFace, tmp_path: Path) -> None:
    path = m.tables.sectors.to_excel(tmp_path / "bang.xlsx")
    frame = pd.read_excel(path, header=1, engine="calamine")
    counts = m.tables.sectors.frame
    column = next(name for name in counts if counts[name].str.fullmatch(r"\d+").all())
    assert list(frame[column]) == [int(text) for text in counts[column]]


def test_tables_that_there_are_not(m: MeetingFace, made_up: MeetingFace) -> None:
    assert m.tables.movement is None
    assert m.tables.followed is None
    assert made_up.tables.movement is not None


@pytest.mark.parametrize("name", sorted(dva.charts.CHARTS))
def test_each_chart_is_drawn_and_told(few: MeetingFace, name: str, tmp_path: Path) -> None:
    chart = getattr(few.charts, name)()
    assert chart.alt
    assert chart.ax.figure is not None
    assert isinstance(chart.table, pd.DataFrame)
    assert chart.save(tmp_path / "hinh.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in chart.save(tmp_path / "hinh.svg").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hinh.png", "hinh.svg"]
    with pytest.raises(ValueError, match=r"\.png hoặc \.svg"):
        chart.save(tmp_path / "hinh.jpg")
    assert name in dir(few.charts)
    close(chart.ax)


def test_a_chart_that_there_is_not_names_those_there_are(m: MeetingFace) -> None:
    with pytest.raises(AttributeError, match=r"'pie'.*progress.*sectors"):
        m.charts.pie()


def test_a_figure_is_traced(m: MeetingFace) -> None:
    lines = m.trace("164")
    assert "Đã kết nạp và đang trình duyệt: 164" in lines
    assert str(lines) == "\n".join(lines)
    assert m.trace(164) == lines
    assert m.trace("48,21") == m.trace("48,21%")
    assert m.trace("164", about="không có tên này") == (
        "Không có con số “164” có “không có tên này” trong tên trong số liệu này.",
    )


@pytest.mark.parametrize(
    ("day", "change"),
    [
        (date(2023, 10, 31), lambda units: units),
        (date(2022, 8, 31), lambda units: units),
        ("2023-08-31", lambda units: units.reset_index()),
        ("2023-08-31", lambda units: units.drop(columns="pool")),
    ],
)
def test_a_table_that_cannot_stand_before_is_refused(
    m: MeetingFace, day: date | str, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    with pytest.raises(ValueError, match=r"the table of "):
        m.with_past([(day, change(m.snapshot.units))])


def test_what_is_no_day_file_or_table_is_refused(m: MeetingFace) -> None:
    for wrong in (m.units, 5):
        with pytest.raises(TypeError, match="needed is"):
            dva.meeting(wrong)
    with pytest.raises(TypeError, match="a DataFrame was given"):
        dva.narrative(m.units)


def test_names_are_listed_and_short(m: MeetingFace) -> None:
    assert "m.charts.progress(): Kết quả" in repr(m.charts)
    assert m.charts.progress.__doc__
    assert "m.tables.attention" in repr(m.tables)
    assert 'm.text.section("overview")' in repr(m.text)
    assert max(len(repr(one)) for one in (m.charts, m.tables, m.text)) < 1_500


def test_a_table_is_written_as_a_workbook_only(m: MeetingFace, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.xlsx"):
        m.tables.pool.to_excel(tmp_path / "bang.csv")


def test_earlier_tables_can_be_put_beside_it(made_up: MeetingFace, snapshot: dva.Snapshot) -> None:
    assert made_up.since == date(2023, 8, 31)
    assert made_up.moved["admitted_change"].sum() == 135
    assert made_up.simulated
    assert not dva.meeting(snapshot).simulated


def test_a_table_without_a_day(m: MeetingFace, snapshot: dva.Snapshot) -> None:
    undated = dva.meeting(replace(snapshot, as_of=None))
    assert undated.ahead == ()
    assert undated.tables.scenarios is None
    assert undated.tables.forecast is None
    assert "chưa rõ ngày số liệu" in repr(undated)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_not_known_everything_can_be_told(snapshot: dva.Snapshot, seed: int) -> None:
    """Blanks and zeros anywhere, few units or none, any total, any day."""
    chance = random.Random(seed)
    units, stated = snapshot.units.copy(), snapshot.stated.copy()
    share = chance.choice([0.02, 0.2, 0.6, 1.0])
    for column in chance.sample(COUNTS, chance.randint(1, len(COUNTS))):
        blank = [chance.random() < share for _ in units.index]
        units.loc[blank, column] = chance.choice([pd.NA, 0])
    units = units.iloc[: chance.choice([0, 1, 2, 5, 54])]
    stated["quota"] = chance.choice([0, 1, 280, pd.NA])
    day = chance.choice([AS_OF, DEADLINE, None])
    meeting = dva.meeting(replace(snapshot, units=units, stated=stated, as_of=day))
    assert repr(meeting)
    assert meeting.text.text
    for name in TABLES:
        assert repr(getattr(meeting.tables, name))
    for name in dva.charts.CHARTS:
        assert getattr(meeting.charts, name)().alt


def test_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    path, settings = write_months(tmp_path), project(tmp_path)
    assert dva.meeting(path, settings=settings).as_of == date(2023, 9, 13)
    assert dva.meeting(path, settings=settings, sheet="Tháng 7").as_of == date(2023, 7, 13)
    with pytest.raises(dva.ReadError, match="không có trang tính"):
        dva.read(path, settings=settings, sheet="Tháng 1")
