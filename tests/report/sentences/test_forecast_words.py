"""The section about the year end, and the figures it is made of."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.office.settings import DecisionLimit, Procedure
from dangvien_analysis.report.sentences.narrative import Section, narrative
from tests.builders import HEADER, REGISTER, read_rows
from tests.conftest import AS_OF, DEADLINE

DONE = [HEADER, "1|Đảng bộ xã An Hòa|5|5|0|5|100,00|0", "3|Chi bộ Trường THPT|1|1|0|1|100,00|0"]
NO_PEOPLE = [HEADER, "1|Đảng bộ xã An Hòa|9|1|0|1|11,11|1", "3|Chi bộ Trường THPT|3|0|0|0|0,00|0"]


def section(snapshot: dva.Snapshot) -> Section:
    found = narrative(snapshot).section("forecast")
    assert found is not None
    return found


def telling(snapshot: dva.Snapshot, words: str) -> str:
    (text,) = [text for text in section(snapshot).paragraphs if words in text]
    return text


def dated(snapshot: dva.Snapshot, as_of: date) -> dva.Snapshot:
    return replace(snapshot, as_of=as_of)


def test_the_sentences_say_what_the_forecast_says(snapshot: dva.Snapshot) -> None:
    whole = dva.forecast(snapshot.units, as_of=AS_OF, deadline=DEADLINE, target=280).district
    first, second = section(snapshot).paragraphs[:2]
    assert first.startswith("Nếu nhịp độ đến 13/9/2023 được giữ (±25%), đến ngày 31/12/2023 ")
    assert f"khoảng {whole['median']:.0f} đảng viên" in first
    assert f"({100 * whole['median'] / 280:.0f}% chỉ tiêu 280)" in first
    assert f"khoảng 80%: {whole['low80']:.0f}-{whole['high80']:.0f}" in first
    assert f"khoảng 95%: {whole['low95']:.0f}-{whole['high95']:.0f}" in first
    assert "Khả năng đạt chỉ tiêu chung 280: dưới 1%." in second
    assert f"dự kiến {whole['expected_met']:.0f} đơn vị hoàn thành" in second
    assert "trong đó 9 đơn vị đã hoàn thành" in second


def test_the_pace_that_would_be_needed(snapshot: dva.Snapshot) -> None:
    text = telling(snapshot, "còn phải kết nạp")
    missing = 280 - 135
    a_month = missing / (109 / 365 * 12)
    so_far = 135 / (256 / 365 * 12)
    assert f"còn phải kết nạp {missing} người" in text
    assert f"bình quân {a_month:.1f} người mỗi tháng".replace(".", ",") in text
    assert f"bằng {a_month / so_far:.1f} lần bình quân".replace(".", ",") in text
    assert "nhịp độ lập hồ sơ mới phải bằng 3,3 lần" in text


def test_the_most_that_own_pools_allow(snapshot: dva.Snapshot) -> None:
    units = snapshot.units.astype({"quota": int, "admitted": int, "pending": int, "pool": int})
    most = sum(
        max(unit.admitted, min(unit.quota, unit.admitted + unit.pending + unit.pool))
        for unit in units.itertuples()
    )
    assert most == 272
    assert f"toàn đảng bộ nhiều nhất là {most}/280" in telling(snapshot, "chưa đủ nguồn theo")


def test_a_unit_that_looks_well_and_cannot_arrive_is_named(snapshot: dva.Snapshot) -> None:
    text = telling(snapshot, "Đúng nhịp độ nhưng")
    assert "Đảng bộ xã Trấn Dương (6/8, nguồn 1, nhiều nhất 7)" in text
    # a small quota is not judged by its pace
    assert "Ngân hàng" not in text


def test_the_last_day_for_a_resolution(snapshot: dva.Snapshot) -> None:
    text = telling(snapshot, "Nghị quyết của chi bộ")
    assert "chậm nhất ngày 06/10/2023" in text
    assert "60 ngày làm việc (QĐ 24-QĐ/TW)" in text
    late = telling(dated(snapshot, date(2023, 11, 30)), "đã qua")
    assert late.startswith("Ngày 06/10/2023, ngày cuối")
    unknown = Procedure((DecisionLimit(None, None, "A"),))
    told = narrative(replace(snapshot, settings=replace(snapshot.settings, procedure=unknown)))
    assert "ghị quyết" not in str(told.section("forecast"))


def test_what_was_assumed_and_not_measured_is_said(snapshot: dva.Snapshot) -> None:
    text = section(snapshot).paragraphs[-1]
    assert "5% hồ sơ không được duyệt" in text
    assert "chưa kiểm chứng bằng kết quả thực tế" in text


def test_no_decimals_of_a_chance_and_no_promise(snapshot: dva.Snapshot) -> None:
    text = str(section(snapshot))
    assert not re.search(r"\d,\d+%", text)
    assert not re.search(r"\bsẽ\b|chắc chắn", text)


@pytest.mark.parametrize("as_of", [DEADLINE, None, date(2024, 1, 3)])
def test_when_nothing_lies_ahead_the_section_is_left_out(
    snapshot: dva.Snapshot, as_of: date | None
) -> None:
    if as_of and as_of > DEADLINE:
        # such a table is refused when it is measured, whatever is ahead
        with pytest.raises(ValueError, match="must not be after the deadline"):
            narrative(replace(snapshot, as_of=as_of))
        return
    story = narrative(replace(snapshot, as_of=as_of))
    assert story.section("forecast") is None
    numbers = [section.title.split(".")[0] for section in story.sections]
    assert numbers == [str(at + 1) for at in range(len(numbers))]


def test_a_target_that_is_met(tmp_path: Path) -> None:
    text = str(section(read_rows(tmp_path, DONE, register=REGISTER)))
    assert "Chỉ tiêu chung 6 đã đạt." in text
    assert "còn phải kết nạp" not in text
    assert "chưa đủ nguồn" not in text


def test_a_target_beyond_every_pace(tmp_path: Path) -> None:
    text = str(section(read_rows(tmp_path, NO_PEOPLE, register=REGISTER)))
    assert "không nhịp độ nào đưa khả năng đạt lên" in text
    assert "Khả năng đạt chỉ tiêu chung 12: dưới 1%." in text
    assert "trong đó" not in text
    assert "nhiều nhất là 2/12" in text
