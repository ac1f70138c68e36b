from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.grid import Grid, Kind
from dangvien_analysis.intake.plain import read_plain


def grid(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Grid:
    path = folder / "bang.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_plain(path)


def texts(found: Grid) -> list[tuple[str, ...]]:
    return [row.texts for row in found.rows]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a\tb\n1\t2\n", [("a", "b"), ("1", "2")]),
        # each end of line; the last may be missing
        ("a\tb\r\n1\t2", [("a", "b"), ("1", "2")]),
        ("a\tb\r1\t2\r", [("a", "b"), ("1", "2")]),
        # ragged rows stay ragged, blank rows stay
        ("a\tb\n\n1\n1\t2\t3\n", [("a", "b"), (), ("1",), ("1", "2", "3")]),
        # names hold commas, so the delimiter is the one that stands in the most lines
        ("Tên\tSố\nXã, thị trấn\t5\n", [("Tên", "Số"), ("Xã, thị trấn", "5")]),
        ("Tên;Tỷ lệ\nXã A, B;58,57\n", [("Tên", "Tỷ lệ"), ("Xã A, B", "58,57")]),
        ('Tên,Tỷ lệ\nXã,"58,57"\n', [("Tên", "Tỷ lệ"), ("Xã", "58,57")]),
        # a cell may hold a line break or a quotation mark
        ('a\t"b\nc"\td\n', [("a", "b\nc", "d")]),
        ('a\tChi bộ "X"\n"Chi bộ ""Y"""\tb\n', [("a", 'Chi bộ "X"'), ('Chi bộ "Y"', "b")]),
        # separators of lines that Word and the web leave inside a cell do not break a row
        ("a\x0bb\tc\u2028d\n1\t2\x85\n", [("a\x0bb", "c\u2028d"), ("1", "2\x85")]),
    ],
)
def test_rows(tmp_path: Path, content: str, rows: list[tuple[str, ...]]) -> None:
    found = grid(tmp_path, content)
    assert texts(found) == rows
    assert found.kind is Kind.TEXT


def test_line_numbers_are_the_file_s_own(tmp_path: Path) -> None:
    found = grid(tmp_path, 'a\n\n"b\nc"\nd\n')
    assert [row.number for row in found.rows] == [1, 2, 4, 5]


def test_byte_order_mark_is_no_part_of_the_first_cell(tmp_path: Path) -> None:
    assert texts(grid(tmp_path, "STT\tTên\n", "utf-8-sig")) == [("STT", "Tên")]


@pytest.mark.parametrize(
    ("content", "byte"),
    [
        # old one-byte fonts, and Excel's "Unicode text"
        ("STT\tT\xean".encode("cp1252"), "byte thứ 6"),
        ("STT".encode("utf-16"), "byte thứ 1"),
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, content: bytes, byte: str) -> None:
    with pytest.raises(ReadError, match="UTF-8") as caught:
        grid(tmp_path, content)
    assert "bang.tsv" in str(caught.value)
    assert byte in str(caught.value)


@pytest.mark.parametrize("row", ['2\t"Chi bộ B\t3', '2\t"Chi bộ" B\t3'])
def test_an_open_quotation_mark_does_not_swallow_rows(tmp_path: Path, row: str) -> None:
    with pytest.raises(ReadError, match=r"bang\.tsv: dấu ngoặc kép"):
        grid(tmp_path, f"1\tChi bộ A\t5\n{row}\n3\tChi bộ C\t1\n")


def test_a_null_character_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(b"STT\tT\0n\n")
    with pytest.raises(ReadError, match="NUL"):
        read_plain(path)
