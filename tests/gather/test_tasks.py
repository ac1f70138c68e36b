"""Tasks: what the figures ask for, kept as a file, and held against later figures."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import PackError
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.gather.tasks import FILE, as_csv, followed, read_tasks
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.report.sentences.narrative import narrative
from tests.builders import HEADER, as_excel_saves, listed, read_rows

NOON = datetime(2023, 8, 31, 12, tzinfo=UTC)
AUGUST_DAY = date(2023, 8, 31)
# pending with people to spare; short of two people; nothing yet; behind with people; done
ROWS = (
    HEADER,
    "1|Đảng bộ xã An Hòa|5|2|2|4|80,00|4",
    "2|Đảng bộ xã Vinh Quang|6|4|0|4|66,67|0",
    "3|Chi bộ A|4|0|0|0|0,00|6",
    "4|Chi bộ B|9|2|0|2|22,22|9",
    "5|Chi bộ C|1|1|0|1|100,00|0",
)
LATER = (
    HEADER,
    "1|Đảng bộ xã An Hòa|5|4|0|4|80,00|4",
    "2|Đảng bộ xã Vinh Quang|6|4|0|4|66,67|1",
    "3|Chi bộ A|4|0|1|1|25,00|5",
    "4|Chi bộ B|9|3|1|4|44,44|7",
    "5|Chi bộ C|1|1|0|1|100,00|0",
)


def at(folder: Path, rows: tuple[str, ...], day: date) -> dva.Snapshot:
    return read_rows(folder, rows, register=None, as_of=day, name=f"{day}.tsv")


@pytest.fixture
def august(tmp_path: Path) -> dva.Snapshot:
    return at(tmp_path, ROWS, AUGUST_DAY)


def tasks_of(snapshot: dva.Snapshot) -> pd.DataFrame:
    return gather(snapshot).tasks


def test_each_rule_asks_for_a_figure_by_a_day(august: dva.Snapshot) -> None:
    tasks = tasks_of(august)
    rows = [tuple(row)[1:] for row in tasks.itertuples(index=False)]
    end, early = date(2023, 12, 31), date(2023, 10, 6)
    assert rows == [
        ("Đảng bộ xã An Hòa", "admitted", 2, 4, end),
        ("Đảng bộ xã Vinh Quang", "pool_shortfall", 2, 0, early),
        ("Chi bộ A", "sent", 0, 1, early),
        ("Chi bộ B", "sent", 2, 9, early),
    ]


def test_past_the_last_day_for_resolutions_the_deadline_binds(tmp_path: Path) -> None:
    assert set(tasks_of(at(tmp_path, ROWS, date(2023, 10, 31)))["due"]) == {date(2023, 12, 31)}


def test_written_and_read_again(august: dva.Snapshot, tmp_path: Path) -> None:
    tasks, path = tasks_of(august), tmp_path / "viec.csv"
    path.write_text(as_csv(tasks), encoding="utf-8-sig", newline="")
    pd.testing.assert_frame_equal(read_tasks(path), tasks, check_dtype=False)


def test_what_a_spreadsheet_made_of_it_is_read_too(august: dva.Snapshot, tmp_path: Path) -> None:
    tasks, path = tasks_of(august), tmp_path / "viec.csv"
    path.write_bytes(as_excel_saves(as_csv(tasks)))
    assert b";31/12/2023\r\n" in path.read_bytes()
    pd.testing.assert_frame_equal(read_tasks(path), tasks, check_dtype=False)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Chỉ số", "Chi so", ["dòng 1", "thiếu cột Chỉ số"]),
        ("Thiếu nguồn", "Đi họp", ["dòng 3", "'Đi họp'", "Đã kết nạp, Thiếu nguồn"]),
        (",2,0,", ",hai,0,", ["dòng 3", "Hiện nay", "số nguyên", "'hai'"]),
        ("2023-12-31", "cuối năm", ["dòng 2", "Hạn", "'cuối năm'"]),
        # a cell beyond what the csv module takes
        ("Đảng bộ xã An Hòa", "A" * 200_000, ["dòng 2", "131072"]),
    ],
)
def test_what_cannot_be_read_is_named(
    august: dva.Snapshot, tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    path = tmp_path / "viec.csv"
    path.write_text(as_csv(tasks_of(august)).replace(old, new), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_tasks(path)
    assert [word for word in [str(path), *words] if word not in str(caught.value)] == []


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "viec.csv"
    path.write_bytes("Đá".encode("cp1258"))
    with pytest.raises(PackError, match="UTF-8"):
        read_tasks(path)


def test_reached_or_not_by_the_figures(august: dva.Snapshot, tmp_path: Path) -> None:
    later = dva.assess(at(tmp_path, LATER, date(2023, 9, 30)))
    found = followed(tasks_of(august), later, date(2023, 9, 30))
    assert listed(found["then"]) == [4, 1, 1, 4]
    assert list(found["outcome"]) == ["reached", "open", "reached", "open"]
    late = followed(tasks_of(august), later, date(2023, 10, 31))
    assert list(late["outcome"]) == ["reached", "late", "reached", "late"]


def test_a_unit_that_is_gone_or_unknown_is_not_judged(
    august: dva.Snapshot, tmp_path: Path
) -> None:
    rows = [row.replace("|4|0|4|66,67|1", "|4||4||1") for row in LATER[:-2]]
    later = dva.assess(at(tmp_path, tuple(rows), date(2023, 9, 30)))
    found = followed(tasks_of(august), later, date(2023, 9, 30))
    assert list(found["outcome"]) == ["reached", "unknown", "reached", "unknown"]


@pytest.fixture
def september(august: dva.Snapshot, tmp_path: Path) -> dva.Snapshot:
    """September, with August in the ledger and the tasks of August in its pack."""
    with Ledger(august.settings).locked() as ledger:
        ledger.add(august, now=NOON)
    folder = august.settings.reports / str(AUGUST_DAY)
    folder.mkdir(parents=True)
    (folder / FILE).write_text(as_csv(tasks_of(august)), encoding="utf-8-sig", newline="")
    return at(tmp_path, LATER, date(2023, 9, 30))


def test_the_briefing_opens_with_what_became_of_them(september: dva.Snapshot) -> None:
    first = narrative(september).sections[0]
    assert first.title == "1. Thực hiện kết luận kỳ trước"
    assert first.paragraphs == (
        "Danh mục việc kèm số liệu đến ngày 31/8/2023 có 4 việc; theo số liệu nay: 2 việc đạt, 2 "
        "việc chưa đạt, còn hạn.",
        "Chưa đạt, còn hạn: Đảng bộ xã Vinh Quang (thiếu nguồn 1, cần 0); Chi bộ B (đã kết nạp và "
        "đang trình 4, cần 9).",
    )


def test_without_a_list_the_section_is_left_out(september: dva.Snapshot) -> None:
    (september.settings.reports / str(AUGUST_DAY) / FILE).unlink()
    assert gather(september).follow is None
    assert narrative(september).sections[0].title == "1. Kết quả chung"


def test_another_year_s_list_is_none(september: dva.Snapshot) -> None:
    source = replace(september.source, quota_year=2024)
    assert gather(replace(september, source=source)).follow is None


def test_nothing_is_asked_without_a_deadline(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, ROWS, register=None, as_of=None)
    assert snapshot.source.deadline is None
    assert tasks_of(snapshot).empty
