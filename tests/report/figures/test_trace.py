from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.report.figures.trace import MOST_FIGURES, trace
from tests.builders import HEADER, SOUND, read_rows


def test_the_164_of_the_notice(snapshot: dva.Snapshot) -> None:
    lines = trace(gather(snapshot), "164")
    text = "\n".join(lines)
    assert lines[:2] == [
        "Đã kết nạp và đang trình duyệt: 164",
        "  cách tính: tổng đã kết nạp + tổng đang trình",
    ]
    assert "  Đã kết nạp: 54 ô có số, tổng 135 [dòng 2, cột 4 … dòng 56, cột 4]" in lines
    assert "  Đang trình duyệt: 54 ô có số, tổng 29 [dòng 2, cột 5 … dòng 56, cột 5]" in lines
    assert "Số kết nạp nêu trong văn bản: 164" in lines
    assert "cảnh báo headline_includes_pending: " in text


def test_the_printed_total_is_one_cell(snapshot: dva.Snapshot) -> None:
    lines = trace(gather(snapshot), "280")
    assert "  dòng tổng cộng, Chỉ tiêu giao: 280 [dòng 57, cột 3]" in lines
    assert any(line.startswith("lỗi column_total: ") for line in lines)


def test_a_unit_s_figure_by_its_name(snapshot: dva.Snapshot) -> None:
    lines = trace(gather(snapshot), "7", "co am")
    assert lines == [
        "Đảng bộ xã Cổ Am: còn thiếu: 7",
        "  cách tính: phần còn thiếu của từng đơn vị: chỉ tiêu - đã kết nạp - đang trình, không "
        "dưới 0",
        "  Đảng bộ xã Cổ Am, Chỉ tiêu giao: 8 [dòng 4, cột 3]",
        "  Đảng bộ xã Cổ Am, Đã kết nạp: 1 [dòng 4, cột 4]",
        "  Đảng bộ xã Cổ Am, Đang trình duyệt: 0 [dòng 4, cột 5]",
    ]


def test_many_of_the_same_are_cut_and_counted(snapshot: dva.Snapshot) -> None:
    lines = trace(gather(snapshot), "0")
    assert len([line for line in lines if line.endswith(": 0") and line[0] != " "]) == MOST_FIGURES
    assert any("con số khác cũng là 0" in line for line in lines)


def test_what_the_pack_does_not_show_has_no_lines(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, SOUND)
    assert trace(gather(snapshot), "987") == []
    assert trace(gather(snapshot), " ") == []
    assert trace(gather(snapshot), "3", "không có tên này") == []


@pytest.mark.parametrize("shown", ["33,33%", "1"])
def test_small_tables(tmp_path: Path, shown: str) -> None:
    assert trace(gather(read_rows(tmp_path, SOUND)), shown)


def test_a_rate_of_a_unit_is_traced_and_none_of_a_small_quota(snapshot: dva.Snapshot) -> None:
    lines = trace(gather(snapshot), "12,50%", "co am")
    assert lines[:2] == [
        "Đảng bộ xã Cổ Am: tỷ lệ đã kết nạp: 12,50%",
        "  cách tính: đã kết nạp / chỉ tiêu",
    ]
    assert trace(gather(snapshot), "100,00%", "trung tam y te") == []


def test_places_of_units_that_sent_nothing_are_left_out(tmp_path: Path) -> None:
    """The first and the last place that there are; and of a lost file none."""
    names = [f"xa-so-{at:02}|Đảng bộ xã Số {at:02}|dang_bo|commune|" for at in range(1, 16)]
    rows = [HEADER, *(f"{at}|Đảng bộ xã Số {at:02}|3|1|0|1|33,33|2" for at in range(1, 14))]
    snapshot = read_rows(tmp_path, rows, register=names)
    cells = [line for line in trace(gather(snapshot), "13") if "Đã kết nạp: 13 ô có số" in line]
    assert cells
    assert all(line.endswith("[dòng 2, cột 4 … dòng 14, cột 4]") for line in cells)
