import pytest

from dangvien_analysis.readers.grid import Grid, Kind, Row, letters


@pytest.mark.parametrize(
    ("position", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_letters(position: int, name: str) -> None:
    assert letters(position) == name


@pytest.mark.parametrize(
    ("kind", "part", "position", "place"),
    [
        (Kind.TEXT, "", None, "dòng 5"),
        (Kind.TEXT, "", 2, "dòng 5, cột 3"),
        (Kind.SHEET, "Biểu 1", None, "Biểu 1, dòng 5"),
        (Kind.SHEET, "Biểu 1", 2, "Biểu 1!C5"),
        (Kind.WORD, "bảng 2", None, "bảng 2, hàng 5"),
        (Kind.WORD, "bảng 2", 2, "bảng 2, hàng 5, cột 3"),
        # a paragraph stands in no table
        (Kind.WORD, "", None, "đoạn 5"),
    ],
)
def test_place(kind: Kind, part: str, position: int | None, place: str) -> None:
    row = Row(("a", "b", "c"), 5, part)
    assert Grid((row,), kind).place(row, position) == place


def test_text_beyond_a_short_row_is_empty() -> None:
    row = Row(("a", "b"), 1)
    assert [row.text(position) for position in range(4)] == ["a", "b", "", ""]


def test_parts_keep_the_order_of_the_file() -> None:
    rows = [Row((), 1), Row((), 1, "bảng 1"), Row((), 2), Row((), 2, "bảng 1")]
    parts = Grid(tuple(rows), Kind.WORD).parts()
    assert list(parts.items()) == [("", [rows[0], rows[2]]), ("bảng 1", [rows[1], rows[3]])]
    assert Grid((), Kind.TEXT).parts() == {}
