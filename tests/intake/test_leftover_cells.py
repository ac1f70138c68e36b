import pytest

from dangvien_analysis.intake.leftover_cells import (
    joined_rows,
    joined_tables,
    missing_columns,
    not_a_unit,
    other_table,
)
from dangvien_analysis.intake.rows.row_kinds import Role
from dangvien_analysis.intake.table import Table, TableLine
from dangvien_analysis.readers.grid import Grid, Kind, Row

ROW = Row(("I", "Khối xã", "", "9"), 4)
GRID = Grid((ROW,), Kind.TEXT)
POSITIONS = {"unit_no": 0, "unit_name": 1, "quota": 2, "admitted": 3}


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.TOTAL, "repeated_total"),
        (Role.PART_SUM, "subtotal_row"),
        (Role.OF_WHICH, "of_which_row"),
        (Role.COMPARISON, "comparison_row"),
        (Role.NAMELESS, "row_without_name"),
        (Role.SECTION, "section_row"),
    ],
)
def test_a_row_is_told_with_all_that_stands_there(role: Role, code: str) -> None:
    found = not_a_unit(Table(GRID, POSITIONS), TableLine(ROW, POSITIONS), role)
    assert (found.code, found.place, found.stated) == (code, "dòng 4", "I | Khối xã | 9")
    assert found.message.endswith(": I | Khối xã | 9.")


def test_another_table_is_told_whole() -> None:
    found = other_table(GRID, [ROW, ROW._replace(number=5)])
    assert found.stated == "I | Khối xã | 9; I | Khối xã | 9"
    assert found.place == "dòng 4"


def test_pieces_are_counted() -> None:
    assert (joined_tables([]), joined_rows([])) == ([], [])
    (tables,), (rows,) = joined_tables(["bảng 2", "bảng 3"]), joined_rows(["dòng 9"])
    assert "thành 3 phần" in tables.message
    assert rows.message.startswith("1 dòng bị ngắt")
    assert rows.place == "dòng 9"


def test_missing_columns() -> None:
    found = [(one.code, one.column) for one in missing_columns(POSITIONS)]
    assert found == [
        *(("missing_column", "pending"), ("missing_column", "pool"), ("column_not_printed", ""))
    ]
