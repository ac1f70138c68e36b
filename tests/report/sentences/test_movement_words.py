"""The section on what moved, its figures and its tables, on made-up months."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.pack.excel.workbook import write_workbook
from dangvien_analysis.report.sentences.narrative import narrative
from dangvien_analysis.report.tables.shown_tables import movement_table
from tests.builders import AN_HOA, HEADER, SCHOOL, VINH_QUANG, read_rows

NOON = datetime(2023, 9, 15, 12, tzinfo=UTC)
AUGUST = (
    HEADER,
    AN_HOA.replace("|5|2|1|3|60,00|4", "|5|1|1|2|40,00|6"),
    VINH_QUANG,
    SCHOOL,
)
SEPTEMBER = (HEADER, AN_HOA, VINH_QUANG, SCHOOL)
FELL = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|4", "|5|0|1|1|20,00|6"), VINH_QUANG, SCHOOL)


def keep(snapshot: dva.Snapshot, day: date) -> dva.Snapshot:
    dated = replace(snapshot, as_of=day, source=replace(snapshot.source, quota_year=day.year))
    with Ledger(snapshot.settings).locked() as ledger:
        ledger.add(dated, now=NOON)
    return dated


@pytest.fixture
def september(tmp_path: Path) -> dva.Snapshot:
    """The sound table, with another one of August in the ledger."""
    keep(read_rows(tmp_path, AUGUST), date(2023, 8, 31))
    return read_rows(tmp_path, SEPTEMBER)


def test_sums_and_names_are_told(september: dva.Snapshot) -> None:
    section = narrative(september).section("movement")
    assert section is not None
    first, second, levels, third = section.paragraphs
    # admitted 1 more, pending still 1, pool 6 + 6 before and 4 + 6 now, one new dossier
    assert first == (
        "So với số liệu đến ngày 31/8/2023, trên 3 đơn vị có số liệu ở cả hai kỳ: kết nạp thêm 1 "
        "đảng viên, nhiều nhất 1 người từ hồ sơ đang trình kỳ trước; hồ sơ đang trình duyệt từ 1 "
        "thành 1; nguồn từ 12 thành 10; trình thêm 1 hồ sơ."
    )
    assert second == "1 đơn vị kết nạp thêm: Đảng bộ xã An Hòa (thêm 1)."
    # 2 of 5 with 1 pending now, 1 with 1 then: an even pace asks for 3
    assert levels == (
        "1 đơn vị chuyển sang mức tốt hơn: Đảng bộ xã An Hòa (chậm so với nhịp độ → đúng tiến độ)."
    )
    assert third == (
        "2 đơn vị không có thay đổi về kết nạp và hồ sơ đang trình; trong đó còn thiếu chỉ tiêu, "
        "không kể chỉ tiêu 1-2: Đảng bộ xã Vinh Quang (0/3)."
    )
    assert section.title == "7. So với kỳ trước"


def test_without_an_earlier_table_one_line_says_so(tmp_path: Path) -> None:
    story = narrative(read_rows(tmp_path, SEPTEMBER))
    assert story.section("movement") is None
    assert "Chưa có số liệu kỳ trước trong cùng năm chỉ tiêu" in str(story.section("overview"))


def test_with_one_that_line_is_gone(september: dva.Snapshot) -> None:
    assert "Chưa có số liệu kỳ trước" not in narrative(september).text


def test_nothing_is_compared_across_the_new_year(tmp_path: Path) -> None:
    keep(read_rows(tmp_path, AUGUST), date(2021, 12, 31))
    snapshot = read_rows(tmp_path, SEPTEMBER)
    assert gather(snapshot).beside is None
    assert narrative(snapshot).section("movement") is None


def test_of_the_year_before_the_same_share_alone_is_told(tmp_path: Path) -> None:
    keep(read_rows(tmp_path, AUGUST), date(2022, 12, 31))
    snapshot = read_rows(tmp_path, SEPTEMBER)
    assert gather(snapshot).beside is None
    section = narrative(snapshot).section("movement")
    assert section is not None
    assert section.title == "7. So với cùng kỳ năm trước"
    # 2 people by the end of the year: 1.4 of them by 70.1 % of it
    assert section.paragraphs == (
        "Cùng thời điểm năm 2022 (70,1% của năm): đã kết nạp từ 0 (đến 01/01/2022) đến 2 (đến "
        "31/12/2022), ước khoảng 1 đảng viên, bằng 15,6% chỉ tiêu năm đó; năm nay 3, bằng 33,33% "
        "tổng chỉ tiêu.",
    )


def test_a_unit_that_tells_nothing_now_is_not_nobody(tmp_path: Path) -> None:
    keep(read_rows(tmp_path, AUGUST), date(2022, 12, 31))
    rows = [row.replace("|5|3|0|", "|5||0|").replace("|5|2|1|", "|5||1|") for row in SEPTEMBER]
    section = narrative(read_rows(tmp_path, rows)).section("movement")
    assert section is not None
    (said,) = section.paragraphs
    assert re.search(r"; năm nay ít nhất \d+, 1 đơn vị chưa có số\.$", said)


def test_the_last_table_before_is_the_one_compared_with(
    september: dva.Snapshot, tmp_path: Path
) -> None:
    keep(read_rows(tmp_path, FELL), date(2023, 7, 31))
    keep(september, date(2023, 10, 31))
    beside = gather(september).beside
    assert beside is not None
    assert beside.since == date(2023, 8, 31)


def test_what_cannot_have_happened_stands_among_the_findings(
    september: dva.Snapshot, tmp_path: Path
) -> None:
    del september
    fell = read_rows(tmp_path, FELL)
    found = gather(fell).findings
    assert list(found["code"])[:1] == ["admitted_fell"]
    assert "admitted_fell" not in set(fell.findings["code"])
    # it stops a freeze like any other error
    keep(fell, date(2023, 9, 13))
    with Ledger(fell.settings).locked() as ledger, pytest.raises(dva.ReadError.__base__):
        ledger.freeze(date(2023, 9, 13), by="A", now=NOON, findings=found)


def test_the_table_shows_what_changed(september: dva.Snapshot) -> None:
    frame = movement_table(dva.assess(september), gather(september).beside).frame
    assert [list(row) for row in frame.itertuples(index=False)] == [
        ["Đảng bộ xã An Hòa", "", "1 → 2", "", "6 → 4"]
    ]
    assert movement_table(dva.assess(september), None).frame.empty


def test_the_workbook_has_a_sheet_of_it(september: dva.Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, gather(september), narrative(september).table)
    sheets = pd.read_excel(path, sheet_name=None, engine="calamine")
    table = sheets["So kỳ trước"].set_index("Tổ chức đảng")
    assert table.loc["Đảng bộ xã An Hòa", "Đã kết nạp đến 31/8/2023"] == 1
    assert table.loc["Đảng bộ xã An Hòa", "Đã kết nạp: thay đổi"] == 1
    assert table.loc["Đảng bộ xã An Hòa", "Nguồn: thay đổi"] == -2
    assert table.loc["Đảng bộ xã An Hòa", "Hồ sơ trình thêm"] == 1
    assert table.loc["Đảng bộ xã An Hòa", "Từ hồ sơ kỳ trước, nhiều nhất"] == 1
    assert table.loc["Đảng bộ xã An Hòa", "Mức kỳ trước"] == "chậm so với nhịp độ"
    assert table.loc["Đảng bộ xã An Hòa", "Mức nay"] == "đúng tiến độ"


SILENT = AN_HOA.replace("|5|2|1|3|60,00|4", "|5||1||-|4")
YEAR_AGO = "Cùng thời điểm năm 2022 (70,1% của năm): "


def told_of_the_year_before(folder: Path, *tables: tuple[date, tuple[str, ...]]) -> str:
    for day, rows in tables:
        keep(read_rows(folder, rows), day)
    section = narrative(read_rows(folder, SEPTEMBER)).section("movement")
    assert section is not None
    return section.paragraphs[-1]


END_OF_AUGUST, END_OF_SEPTEMBER = date(2022, 8, 31), date(2022, 9, 30)


def test_the_year_before_where_everybody_reported(tmp_path: Path) -> None:
    told = told_of_the_year_before(
        tmp_path, (END_OF_AUGUST, AUGUST), (END_OF_SEPTEMBER, SEPTEMBER)
    )
    # 2 of August's table, 3 of September's, of a quota of 9
    assert told == (
        f"{YEAR_AGO}đã kết nạp từ 2 (đến 31/8/2022) đến 3 (đến 30/9/2022), ước khoảng 2 đảng "
        f"viên, bằng 27,0% chỉ tiêu năm đó; năm nay 3, bằng 33,33% tổng chỉ tiêu."
    )


@pytest.mark.parametrize(
    ("august", "september", "told"),
    [
        # An Hòa had 1 in August, 2 in September; the others have 1 together
        (AUGUST, (HEADER, SILENT, VINH_QUANG, SCHOOL), "ít nhất 2 (đến 31/8/2022)"),
        (
            (HEADER, SILENT, VINH_QUANG, SCHOOL),
            SEPTEMBER,
            "ít nhất 1 (đến 31/8/2022), nhiều nhất 3 (đến 30/9/2022)",
        ),
    ],
)
def test_a_unit_that_was_silent_the_year_before_is_told(
    tmp_path: Path, august: tuple[str, ...], september: tuple[str, ...], told: str
) -> None:
    assert told_of_the_year_before(
        tmp_path, (END_OF_AUGUST, august), (END_OF_SEPTEMBER, september)
    ) == (
        f"{YEAR_AGO}đã kết nạp {told}; 1 đơn vị chưa có số liệu khi đó nên chưa so sánh được "
        f"chính xác; năm nay 3, bằng 33,33% tổng chỉ tiêu."
    )


def test_a_quota_that_was_not_known_gives_no_rate(tmp_path: Path) -> None:
    no_quota = AN_HOA.replace("|5|2|1|3|60,00|4", "||2|1|3|-|4")
    told = told_of_the_year_before(
        tmp_path,
        (END_OF_AUGUST, AUGUST),
        (END_OF_SEPTEMBER, (HEADER, no_quota, VINH_QUANG, SCHOOL)),
    )
    assert "ước khoảng 2 đảng viên; năm nay 3" in told
