import codecs
import shutil
import subprocess
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.readers.grid import Grid, Kind
from dangvien_analysis.readers.plain_text import read_plain
from dangvien_analysis.text.encodings import decode_windows_1258
from tests.conftest import ROOT
from tests.old_encodings import as_tcvn3, as_vni, as_windows_1258


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


# --- encodings --------------------------------------------------------------------------------

TEXT = "STT\tTên đơn vị\tChỉ tiêu\n1\tĐảng bộ xã Trường Thọ\t5\n2\tCông an huyện\t–\n"
ROWS = [
    ("STT", "Tên đơn vị", "Chỉ tiêu"),
    ("1", "Đảng bộ xã Trường Thọ", "5"),
    ("2", "Công an huyện", "–"),
]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        # Excel's "Unicode text", from either kind of machine, and without its mark
        (TEXT.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (as_windows_1258(TEXT), "windows-1258"),
        # saved by a program of Windows, whose dashes stand where other systems have capitals
        (as_tcvn3(TEXT).encode("cp1252"), "TCVN3 (ABC)"),
        (as_vni(TEXT).encode("cp1252"), "VNI"),
    ],
)
def test_the_encoding_is_found_and_told(tmp_path: Path, content: bytes, name: str) -> None:
    found = grid(tmp_path, content)
    assert texts(found) == ROWS
    (finding,) = found.findings
    old = name in ("TCVN3 (ABC)", "VNI")
    assert finding.code == ("old_encoding" if old else "text_encoding")
    assert f"bảng mã {'cũ ' if old else ''}{name}" in finding.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_not_worth_a_finding(tmp_path: Path, encoding: str) -> None:
    found = grid(tmp_path, TEXT, encoding)
    assert texts(found) == ROWS
    assert found.findings == ()


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv writes the file")
def test_tcvn_of_other_systems_has_capitals_where_windows_has_dashes(tmp_path: Path) -> None:
    text = "ĐẢNG BỘ HUYỆN\tCỘT ỌE\n" + TEXT.replace("–", "-")
    command = ["iconv", "-f", "UTF-8", "-t", "TCVN"]
    data = subprocess.run(command, input=text.encode("utf-8"), capture_output=True, check=True)
    assert texts(grid(tmp_path, data.stdout))[0] == ("ĐẢNG BỘ HUYỆN", "CỘT ỌE")


def test_the_whole_table_of_the_district_in_each_encoding(tmp_path: Path) -> None:
    raw = (ROOT / "data/raw/2023-09-13_623-TB-HU.tsv").read_text(encoding="utf-8")
    expected = texts(grid(tmp_path, raw))
    for data in (raw.encode("utf-16"), as_windows_1258(raw), as_vni(raw).encode("cp1252")):
        assert texts(grid(tmp_path, data)) == expected
    # fonts of TCVN3 have no capitals with a tone: the label of the total loses their height
    expected[-1] = ("TổNG CộNG", *expected[-1][1:])
    assert texts(grid(tmp_path, as_tcvn3(raw).encode("cp1252"))) == expected


def test_what_is_known_decides_before_what_looks_right(tmp_path: Path) -> None:
    path = tmp_path / "bang.tsv"
    path.write_bytes(as_tcvn3("Đảng bộ").encode("cp1252"))
    wanted = decode_windows_1258(as_tcvn3("Đảng bộ"))
    found = read_plain(path, lambda rows: sum(wanted in row.texts for row in rows))
    assert texts(found) == [(wanted,)]


def test_western_letters_stay(tmp_path: Path) -> None:
    found = grid(tmp_path, "Xã\tHòa\n".encode("cp1252"))
    assert texts(found) == [("Xã", "Hòa")]
    assert found.findings[0].stated == "windows-1252"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        # UTF-8 with a byte changed, or cut off: the rest shows what it was
        (TEXT.encode().replace("ộ".encode(), b"\xff"), r"UTF-8 nhưng bị hỏng ở byte thứ 44"),
        (TEXT.encode()[:-2], "UTF-8 nhưng bị hỏng"),
        (b"\xef\xbb\xbfT\xean", "UTF-8 nhưng bị hỏng ở byte thứ 5"),
        # half a character at the end, half of a pair
        (TEXT.encode("utf-16")[:-1], "UTF-16 bị hỏng"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "UTF-16 bị hỏng ở byte thứ 3"),
        # saved by a program that has no Vietnamese letters
        (TEXT.encode("cp1252", errors="replace"), "đã mất"),
    ],
)
def test_broken_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=rf"^bang\.tsv: .*{words}"):
        grid(tmp_path, content)


# --- delimiters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a|b\n1|2\n", [("a", "b"), ("1", "2")]),
        ("một ô\n", [("một ô",)]),
        ("", []),
        # decimal commas in each line, and commas in the title, do not outdo the semicolons
        (
            "A, B\nC, D\nE, F\nTên;Tỷ lệ\nXã A;58,57\nXã B;12,5\n",
            [
                ("A, B",),
                ("C, D",),
                ("E, F",),
                ("Tên", "Tỷ lệ"),
                ("Xã A", "58,57"),
                ("Xã B", "12,5"),
            ],
        ),
        # semicolons in a title or a note do not outdo the commas
        ("A; B\nTên,Số\nX,1\nY,2\n", [("A; B",), ("Tên", "Số"), ("X", "1"), ("Y", "2")]),
        # two commas in each name, one tab in each line
        ("a, b, c\t1\nd, e, f\t2\n", [("a, b, c", "1"), ("d, e, f", "2")]),
        # marks between quotation marks do not count
        (
            '"a;b;c",1\n"d;e;f",2\n"g;\nh",3\n',
            [("a;b;c", "1"), ("d;e;f", "2"), ("g;\nh", "3")],
        ),
    ],
)
def test_delimiter(tmp_path: Path, content: str, rows: list[tuple[str, ...]]) -> None:
    assert texts(grid(tmp_path, content)) == rows


# --- cells signed as text -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ('="4"', "4"),
        ('= "80.00"', "80.00"),
        ('="Đảng bộ xã A"', "Đảng bộ xã A"),
        ('="Chi bộ ""B"""', 'Chi bộ "B"'),
        # the same with the quotation marks of the format around it
        ('"=""7"""', "7"),
        ("=4", "4"),
        ("=-3", "-3"),
        ("=71,43%", "71,43%"),
        ("'4", "4"),
        ("'Đảng bộ xã A", "Đảng bộ xã A"),
        ('=""', ""),
        # what is worked out, and what is only quoted, stays
        ("=SUM(C2:C9)", "=SUM(C2:C9)"),
        ("=C2/C3", "=C2/C3"),
        ("'a'", "'a'"),
        ("'", "'"),
    ],
)
def test_a_cell_that_is_signed_as_text(tmp_path: Path, cell: str, meant: str) -> None:
    found = grid(tmp_path, f"STT;Tên;Số\n1;A;{cell}\n2;B;5\n")
    assert texts(found)[1] == ("1", "A", meant)
    told = [(one.code, one.place) for one in found.findings]
    as_read = cell.replace('""', '"')[1:-1] if cell.startswith('"') else cell
    assert told == ([] if meant == as_read else [("quoted_cells", "dòng 2")])


def test_cells_signed_as_text_are_told_once(tmp_path: Path) -> None:
    found = grid(tmp_path, '="1"\t="A"\t=5\n="2"\tB\t\'6\n')
    assert texts(found) == [("1", "A", "5"), ("2", "B", "6")]
    (finding,) = found.findings
    assert finding.message.startswith('5 ô ghi kèm dấu giữ chữ của bảng tính, như ="1"')


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_delimiter_inside_a_cell_signed_as_text(tmp_path: Path, end: str) -> None:
    lines = ['="1",="Đảng bộ xã A, B",="71,43"', '="2",="C",="5"', "x,y,z"]
    found = grid(tmp_path, end.join(lines))
    assert texts(found) == [("1", "Đảng bộ xã A, B", "71,43"), ("2", "C", "5"), ("x", "y", "z")]


def test_cells_signed_as_text_in_another_encoding(tmp_path: Path) -> None:
    found = grid(tmp_path, as_windows_1258('="1"\t="Đảng bộ"\n'))
    assert texts(found) == [("1", "Đảng bộ")]
    assert [one.code for one in found.findings] == ["text_encoding", "quoted_cells"]


def test_a_word_of_utf_8_in_an_old_file(tmp_path: Path) -> None:
    old = as_tcvn3("STT\tTên đơn vị\n1\tĐảng bộ xã Cổ Am\n2\tĐảng bộ xã Vĩnh Tiến\n").encode(
        "cp1252"
    )
    path = tmp_path / "bang.txt"
    path.write_bytes(old.replace(as_tcvn3("Cổ").encode("cp1252"), "Cổ".encode()))
    assert texts(read_plain(path)) == [
        ("STT", "Tên đơn vị"),
        ("1", "Đảng bộ xã Cổ Am"),
        ("2", "Đảng bộ xã Vĩnh Tiến"),
    ]


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize("row", ['2\t"Chi bộ B\t3', '2\t"Chi bộ" B\t3'])
def test_an_open_quotation_mark_does_not_swallow_rows(tmp_path: Path, row: str) -> None:
    with pytest.raises(ReadError, match=r"bang\.tsv: dấu ngoặc kép"):
        grid(tmp_path, f"1\tChi bộ A\t5\n{row}\n3\tChi bộ C\t1\n")


@pytest.mark.parametrize(
    "content",
    [
        b"STT\tT\0n\n",
        b"STT\0\0Ten\n",
        b"\0" * 9,
        # a NUL in UTF-16
        "STT\0Ten".encode("utf-16"),
    ],
)
def test_a_null_character_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ReadError, match="NUL"):
        grid(tmp_path, content)


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"một ô dài quá mức.*dòng 1"):
        grid(tmp_path, "a" * 200_000)
