import pytest

from dangvien_analysis.intake.rows.row_kinds import (
    Role,
    has_figures,
    has_number,
    is_total,
    role_of,
)
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.readers.grid import Row

POSITIONS = {"unit_no": 0, "unit_name": 1, "quota": 2, "admitted": 3}


def line(text: str) -> TableLine:
    return TableLine(Row(tuple(text.split("|")), 1), POSITIONS)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("|\u200b|", Role.BLANK),
        ("1|Chi bộ A|5|2", Role.UNIT),
        ("1|Chi bộ A||", Role.UNIT),
        ("|Chi bộ A|x|-", Role.UNIT),
        ("|Tổng cộng|5|2", Role.TOTAL),
        ("T\nổ\nn\ng\ncộ\nn\ng||5|2", Role.TOTAL),
        ("I|Khối xã|5|2", Role.PART_SUM),
        ("|Cộng khối xã|5|2", Role.PART_SUM),
        ("|Mang sang|5|2", Role.PART_SUM),
        ("|Trong đó: Nữ|5|2", Role.OF_WHICH),
        ("|Nữ|5|2", Role.OF_WHICH),
        ("|Cùng kỳ năm trước|5|2", Role.COMPARISON),
        # a unit may begin with such a word when it is numbered
        ("7|Tăng Tiến|5|2", Role.UNIT),
        ("I|KHỐI XÃ||", Role.SECTION),
        ("||5|2", Role.NAMELESS),
    ],
)
def test_role(text: str, role: Role) -> None:
    assert role_of(line(text), lambda _: False, True, False) is role


def test_a_known_name_is_a_unit_whatever_it_is_called() -> None:
    text = "|Trong đó|5|2"
    assert role_of(line(text), lambda name: name == "Trong đó", True, False) is Role.UNIT


@pytest.mark.parametrize("text", ["|- Người cao tuổi||1", "|Công giáo|1|1"])
def test_rows_that_follow_of_which(text: str) -> None:
    assert role_of(line(text), lambda _: False, True, True) is Role.OF_WHICH
    assert role_of(line(text), lambda _: False, True, False) is Role.UNIT


@pytest.mark.parametrize(
    ("cell", "figures", "number"),
    [
        *(("5", True, True), ("-5", True, True), ("6 (dự kiến)", True, True)),
        *(("x", True, False), ("-", True, False), (" ", False, False)),
    ],
)
def test_figures(cell: str, figures: bool, number: bool) -> None:
    found = line(f"1|A|{cell}|")
    assert (has_figures(found), has_number(found)) == (figures, number)


@pytest.mark.parametrize("name", ["Cộng Hiền", "Tổng công ty A", "Toàn Thắng", "Cộng I"])
def test_no_total(name: str) -> None:
    assert not is_total(line(f"1|{name}|5|2"))
