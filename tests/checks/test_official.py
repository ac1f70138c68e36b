from dataclasses import replace
from datetime import date
from pathlib import Path

import dangvien_analysis as dva
from dangvien_analysis.checks.official import check_official
from dangvien_analysis.office.settings import OfficialCount, Statistics
from tests.builders import SOUND, codes, counts, project, write_table

JUNE = date(2023, 6, 30)


def test_the_same_figure_is_no_finding() -> None:
    assert check_official(counts(admitted=[2, 3]), JUNE, [OfficialCount(JUNE, 5)]) == []


def test_another_day_is_not_compared() -> None:
    units, form = counts(admitted=[2, 3]), [OfficialCount(JUNE, 7)]
    assert check_official(units, date(2023, 7, 31), form) == []
    assert check_official(units, None, form) == []


def test_both_figures_stand_in_the_finding() -> None:
    (found,) = check_official(counts(admitted=[2, 3]), JUNE, [OfficialCount(JUNE, 7)])
    assert (found.code, found.severity) == ("official_count", "error")
    assert (found.stated, found.computed) == ("7", "5")
    assert found.message == (
        "Biểu 2-BTCTW ngày 30/6/2023, dòng I ghi 7 người kết nạp; bảng này cộng lại là 5."
    )


def test_units_without_a_figure_are_told() -> None:
    (found,) = check_official(counts(admitted=[2, None]), JUNE, [OfficialCount(JUNE, 7)])
    assert "là 2 (1 đơn vị chưa có số)" in found.message


def test_the_setting_reaches_the_check_and_the_first_paragraph(tmp_path: Path) -> None:
    form = Statistics((OfficialCount(JUNE, 7),))
    settings = replace(project(tmp_path), statistics=form)
    snapshot = dva.read(write_table(tmp_path, SOUND), as_of=JUNE, settings=settings)
    assert codes(snapshot) == ["official_count"]
    overview = dva.narrative(snapshot).section("overview")
    assert overview is not None
    assert "Biểu 2-BTCTW ngày 30/6/2023, dòng I ghi 7" in overview.paragraphs[0]
