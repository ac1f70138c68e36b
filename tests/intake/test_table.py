import pytest

from dangvien_analysis.intake.table import (
    Table,
    TableLine,
    column_texts,
    nobody,
    runs,
    split_number,
)
from dangvien_analysis.readers.grid import Grid, Kind, Row


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("1. Đảng bộ xã A", ("1", "Đảng bộ xã A")),
        ("12) Chi bộ B", ("12", "Chi bộ B")),
        ("II. Khối xã", ("II", "Khối xã")),
        # no number before a name
        ("Chi bộ 1", ("", "Chi bộ 1")),
        ("Chi bộ. Khối", ("", "Chi bộ. Khối")),
        ("30.4", ("", "30.4")),
        ("", ("", "")),
    ],
)
def test_split_number(name: str, parts: tuple[str, str]) -> None:
    assert split_number(name) == parts


def test_texts_of_rows_under_different_headers() -> None:
    first, second = {"unit_name": 0, "quota": 1}, {"quota": 0, "unit_name": 1}
    lines = [TableLine(Row(("A", "1"), 1), first), TableLine(Row(("2", "B"), 2), second)]
    lines += [TableLine(Row(("3",), 3), second), TableLine(Row(("C",), 4), {"unit_name": 0})]
    assert column_texts(runs(lines), "unit_name") == ["A", "B", "", "C"]
    assert column_texts(runs(lines), "quota") == ["1", "2", "3", ""]


def test_numbers_before_names() -> None:
    one = TableLine(Row(("1. Chi bộ A", "5"), 3), {"unit_no": 0, "unit_name": 0, "quota": 1})
    assert (one.text("unit_no"), one.text("unit_name"), one.text("quota")) == (
        "1",
        "Chi bộ A",
        "5",
    )
    assert column_texts(runs([one]), "unit_no") == ["1"]
    assert column_texts(runs([one]), "unit_name") == ["Chi bộ A"]


def test_places_are_those_of_the_grid() -> None:
    row = Row(("A", "1"), 7, "Biểu")
    positions = {"unit_name": 0, "quota": 1}
    table = Table(Grid((row,), Kind.SHEET), positions)
    one = TableLine(row, positions)
    assert table.place(one, "quota") == "Biểu!B7"
    assert table.places([one], ["quota", "pool"]) == {"quota": ["Biểu!B7"], "pool": [""]}


def test_runs_stand_in_one_part_under_one_header() -> None:
    first, second = {"unit_name": 0}, {"unit_name": 1}
    parts = [("a", first), ("a", first), ("b", first), ("b", second), ("b", first)]
    lines = [TableLine(Row((), at, part), header) for at, (part, header) in enumerate(parts)]
    assert [[line.number for line in run] for run in runs(lines)] == [[0, 1], [2], [3], [4]]
    assert runs(lines[:2]) == [lines[:2]]
    assert runs([]) == []


def test_no_name_is_known_without_a_register() -> None:
    assert not nobody("A")
