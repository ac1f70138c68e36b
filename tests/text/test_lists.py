import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.errors import LedgerError, ReadError, RegisterError
from dangvien_analysis.text.lists import (
    ListRow,
    append_row,
    appended,
    as_listed,
    columns_of,
    parse_list,
    read_list,
)

PATH = Path("tham-chieu") / "ngay.csv"
FIELDS = ("day", "name")
WANTED = [(2, "2023-09-04", "Quốc khánh"), (3, "1/1/2024", "Tết, nghỉ bù")]
PLAIN = 'day,name\n2023-09-04,Quốc khánh\n1/1/2024,"Tết, nghỉ bù"\n'
SEMICOLONS = "day;name\n2023-09-04;Quốc khánh\n1/1/2024;Tết, nghỉ bù\n"
TABS = "day\tname\n2023-09-04\tQuốc khánh\n1/1/2024\tTết, nghỉ bù\n"


def read(content: bytes | str, fields: tuple[str, ...] = FIELDS) -> list[ListRow]:
    return parse_list(PATH, content.encode() if isinstance(content, str) else content, fields)


def told(content: bytes | str, fields: tuple[str, ...] = FIELDS) -> str:
    """Give the message of a list that cannot be read."""
    with pytest.raises(RegisterError) as caught:
        read(content, fields)
    return str(caught.value)


def cell(text: str) -> ListRow:
    return ListRow(5, "ngay.csv, dòng 5", {"day": text}, LedgerError)


# --- the same list, however it was saved ------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        SEMICOLONS.encode(),
        TABS.encode(),
        # a byte order mark; UTF-16, as Excel's "Unicode Text", either way round
        SEMICOLONS.encode("utf-8-sig"),
        TABS.encode("utf-16"),
        f"\ufeff{TABS}".encode("utf-16-be"),
        # line ends of Windows and of old Macs, and none at the end
        SEMICOLONS.replace("\n", "\r\n").encode(),
        SEMICOLONS.replace("\n", "\r").encode(),
        SEMICOLONS.rstrip("\n").encode(),
        # blank rows at the end, with and without marks or spaces
        f"{SEMICOLONS};\r\n; \n\n".encode(),
        # headings in capitals, with spaces, in quotation marks, with a mark of no width
        SEMICOLONS.replace("day;name", ' Day ; "NAME"').encode(),
        SEMICOLONS.replace("day;name", "\u200bday;name\u00a0").encode(),
        # a column of the office's own, on either side, and empty cells beyond the headings
        "note;day;name\n;2023-09-04;Quốc khánh\nx;1/1/2024;Tết, nghỉ bù\n".encode(),
        "day;name;note\n2023-09-04;Quốc khánh\n1/1/2024;Tết, nghỉ bù;x\n".encode(),
        "day;name;;\n2023-09-04;Quốc khánh;;\n1/1/2024;Tết, nghỉ bù;; \n".encode(),
        'day,name\n2023-09-04,Quốc khánh,,,\n1/1/2024,"Tết, nghỉ bù"\n'.encode(),
        # letters taken apart, white space around
        unicodedata.normalize("NFD", SEMICOLONS).encode(),
        SEMICOLONS.replace("Quốc khánh", " Quốc khánh\u00a0").encode(),
    ],
)
def test_the_same_list(content: bytes) -> None:
    rows = read(content)
    assert [(row.number, row.cells["day"], row.cells["name"]) for row in rows] == WANTED
    assert [row.day("day") for row in rows] == [date(2023, 9, 4), date(2024, 1, 1)]
    assert rows[0].place == f"{PATH}, dòng 2"


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        # the line that tells Excel the mark
        (f"sep=;\r\n{SEMICOLONS}", [3, 4]),
        (f"\ufeffSEP=;\n{SEMICOLONS}", [3, 4]),
        # blank rows before and between
        ("\n;\nday;name\n\n1;a\n;\n\n2;b\n", [5, 8]),
        # a row over several lines: its first
        ('day;name\n1;"a\nb\r\nc"\n2;d\n', [2, 5]),
        ("day;name\n", []),
    ],
)
def test_lines_are_numbered_as_an_editor_does(content: str, numbers: list[int]) -> None:
    assert [row.number for row in read(content)] == numbers


def test_a_short_row_ends_in_empty_cells() -> None:
    (row,) = read("name,day\nA\n")
    assert row.cells == {"day": "", "name": "A"}


def test_optional_columns_are_empty_where_there_are_none() -> None:
    (row,) = parse_list(PATH, b"name;day\nA;1\n", FIELDS, optional=("note",))
    assert row.cells == {"day": "1", "name": "A", "note": ""}
    (row,) = parse_list(PATH, b"name;day;note\nA;1;x\n", FIELDS, optional=("note",))
    assert row.cells["note"] == "x"


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("'=1", "=1"),
        (" '-5 ", "-5"),
        ("'quoted'", "'quoted'"),
        ("Ea H'leo", "Ea H'leo"),
        ("Hoà", "Hoà"),
        ("a\n b", "a\n b"),
        ("", ""),
    ],
)
def test_texts_as_they_come_back(text: str, listed: str) -> None:
    assert as_listed(text) == listed
    (row,) = read(f'day,name\n1,"{text}"\n')
    assert row.cells["name"] == listed


def test_columns_are_the_rows() -> None:
    found = columns_of(PATH, SEMICOLONS.encode(), FIELDS)
    assert found.rows() == read(SEMICOLONS)
    assert found.separator == ";"
    assert found.iso_days("day") == ["2023-09-04", "2024-01-01"]
    empty = columns_of(PATH, b"day,name\n,A\n2023-02-29,B\n", FIELDS)
    with pytest.raises(RegisterError, match="dòng 3: day '2023-02-29'"):
        empty.iso_days("day")
    assert columns_of(PATH, b"day,name\n,A\n", FIELDS).iso_days("day") == [""]


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ngay.csv"
    path.write_bytes(SEMICOLONS.encode())
    assert [row.cells["name"] for row in read_list(path, FIELDS)] == [one[2] for one in WANTED]


# --- days and numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-09-13", date(2023, 9, 13)),
        ("2023-9-3", date(2023, 9, 3)),
        ("2023/9/13", date(2023, 9, 13)),
        ("13/9/2023", date(2023, 9, 13)),
        ("13/09/2023", date(2023, 9, 13)),
        ("13-9-2023", date(2023, 9, 13)),
        ("13.9.2023", date(2023, 9, 13)),
        # the day, then the month
        ("3/4/2023", date(2023, 4, 3)),
        (" 13/9/2023\u200b", date(2023, 9, 13)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert cell(text).day("day") == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "cuối năm", "29/2/2023", "2023-02-29", "9/13/2023", "2023-13-09"),
        # a year of two digits, no year, a number that a spreadsheet keeps a day as
        *("13/9/23", "13/9", "45182"),
        # what Python takes for a date and nobody else does, a time, two marks, other digits
        *("20230913", "2023-W37-3", "2023-09-13T00:00", "13/9-2023", "0000-01-01", "٢٠٢٣-٠٩-١٣"),
    ],
)
def test_what_is_no_day_is_told_with_its_place(text: str) -> None:
    with pytest.raises(LedgerError) as caught:
        cell(text).day("day")
    words = ["ngay.csv, dòng 5: day", repr(text), "2023-09-13", "13/9/2023"]
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("2023", 2023), (" 08\u200b", 8)])
def test_whole_numbers(text: str, number: int) -> None:
    assert cell(text).whole("day") == number


@pytest.mark.parametrize(
    "text",
    # thousands or decimals; what int() takes and nobody writes; too long to be a number
    ["", "hai", "-3", "2.023", "2,023", "8,0", "2 023", "1_000", "+5", "1e3", "٢", "9" * 5000],
)
def test_what_is_no_whole_number_is_told_with_its_place(text: str) -> None:
    with pytest.raises(
        LedgerError, match=r"ngay\.csv, dòng 5: day .* số nguyên không âm"
    ) as caught:
        cell(text).whole("day")
    assert len(str(caught.value)) < 300


# --- what cannot be read ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        # a column missing: the line, the mark and the column
        ("", ["dòng 1", "thiếu cột day, name"]),
        ("\n\n", ["dòng 1", "thiếu cột day, name"]),
        ("a,b\n", ["dòng 1", "thiếu cột day, name", "dấu phẩy"]),
        ("\nday;ten\n1;A\n", ["dòng 2", "thiếu cột name", "dấu chấm phẩy"]),
        ("day\tten\n1\tA\n", ["dòng 1", "thiếu cột name", "dấu tab"]),
        ("day;name;Day\n1;A;2\n", ["dòng 1", "hai cột day", "dấu chấm phẩy"]),
        # a text that holds the mark
        ("day,name\n1,A\n2,B, C\n", ["dòng 3", "'C'", "dấu phẩy", "ngoặc kép"]),
        ("day;name;;\n1;A;;x\n", ["dòng 2", "'x'", "tiêu đề"]),
        # quotation marks
        ('day,name\n1,A\n2,"B\n3,C\n', ["dòng 3", "dấu ngoặc kép"]),
        ('day,name\n1,"A\n2,"B"\n', ["dòng 2", "dấu ngoặc kép"]),
        ('"day,name\n1,A\n', ["dòng 1"]),
        # a cell over the limit of the csv module, by itself or for want of a quotation mark
        (f"day,name\n1,A\n2,{'B' * 131_073}\n", ["dòng 3", "131072"]),
        ('day,name\n1,"A\n' + "2,B\n" * 40_000, ["dòng 2", "131072", "dấu ngoặc kép"]),
        # no text
        ("day,name\n1,A\0\n", ["dòng 2", "NUL", "CSV UTF-8"]),
        ("day,name\n".encode("utf-16-le"), ["dòng 1", "NUL", "CSV UTF-8"]),
        (b"day,name\r\n1,A\r\n2,\xd0\xe1\r\n", ["dòng 3", "CSV UTF-8"]),
        (b"day,name\r1,A\r2,\xd0\xe1\r", ["dòng 3", "CSV UTF-8"]),
        (PLAIN.encode("utf-16")[:-1], ["dòng 3", "CSV UTF-8"]),
        (b"PK\x03\x04\x14\x00\x08\x08\xff", ["dòng 1", "CSV UTF-8"]),
    ],
)
def test_one_message_with_file_and_line(content: bytes | str, words: list[str]) -> None:
    said = told(content)
    assert [word for word in [str(PATH), *words] if word not in said] == []
    assert len(said) < 400


def test_the_error_is_of_the_kind_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        parse_list(PATH, b"a\n", FIELDS, error=ReadError)
    (row,) = parse_list(PATH, b"day,name\nx,A\n", FIELDS, error=ReadError)
    with pytest.raises(ReadError):
        row.day("day")
    (tmp_path / "a.csv").write_bytes(b"\xff")
    with pytest.raises(ReadError):
        append_row(tmp_path / "a.csv", FIELDS, {}, error=ReadError)


@pytest.mark.parametrize("name", ["Ch? b? Tr??ng", "Đảng b? xã A", "Đ\ufffdng bộ"])
def test_a_name_that_has_lost_letters(name: str) -> None:
    content = f"day,name\n1,A\n2,{name}\n".encode()
    with pytest.raises(RegisterError, match=r"dòng 3: name .* đã mất chữ"):
        parse_list(PATH, content, FIELDS, names=("name",))
    # in a note or an address it may stand
    assert parse_list(PATH, content, FIELDS)[1].cells["name"] == name


def test_a_question_is_no_lost_letter() -> None:
    content = "day,name\n1,Xã mới?\n2,?\n".encode()
    assert len(parse_list(PATH, content, FIELDS, names=("name",))) == 2


# --- a row added ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "added"),
    [
        ("day,name\n1,A\n", "'=2,B; 'C'\n"),
        ("day;name\r\n1;A\r\n", "'=2;\"B; 'C'\"\r\n"),
        ("day\tname\r1\tA", "\r'=2\tB; 'C'\r"),
        ("\ufeffNAME;note; Day \r\nA;x;1\r\n;;\r\n", "\"B; 'C'\";;'=2\r\n"),
        ("sep=;\nday;name\n1;A", "\n'=2;\"B; 'C'\"\n"),
        ("day,name", "\n'=2,B; 'C'\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_row_is_added_as_the_file_is_written(
    tmp_path: Path, kept: str, added: str, encoding: str
) -> None:
    if encoding != "utf-8":
        kept = f"\ufeff{kept.removeprefix(chr(0xFEFF))}"
    path = tmp_path / "ngay.csv"
    path.write_bytes(kept.encode(encoding))
    append_row(path, FIELDS, {"day": "=2", "name": "B; 'C'"}, optional=("more",))
    assert path.read_bytes().decode(encoding) == kept + added
    assert [one.name for one in tmp_path.iterdir()] == ["ngay.csv"]
    assert read_list(path, FIELDS)[-1].cells == {"day": "=2", "name": "B; 'C'"}


def test_a_missing_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "moi" / "ngay.csv"
    append_row(path, FIELDS, {"name": "Tết"}, optional=("note",))
    append_row(path, FIELDS, {"day": "1", "note": "x"}, optional=("note",))
    assert path.read_bytes() == "day,name,note\n,Tết,\n1,,x\n".encode()


@pytest.mark.parametrize(
    ("content", "values"),
    [
        # a row would stand within the open quotation mark
        (b'day,name\n1,"A\n', {"day": "2"}),
        (b"day\n1\n", {"day": "2"}),
        (b"\xff\xff", {"day": "2"}),
        # with this row the list could not be read again
        (b"day,name\n1,A\n", {"name": "B" * 131_073}),
        (b"", {"name": "B\0"}),
    ],
)
def test_nothing_is_added_to_what_could_not_be_read(
    tmp_path: Path, content: bytes, values: dict[str, str]
) -> None:
    path = tmp_path / "ngay.csv"
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=r"ngay\.csv, dòng \d"):
        append_row(path, FIELDS, values)
    assert path.read_bytes() == content


TEXTS = st.text(st.sampled_from("aĐ;,\t\"'=- \n\r\u0301?"), max_size=6)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4), st.sampled_from([PLAIN, SEMICOLONS, TABS]))
def test_any_text_comes_back(rows: list[tuple[str, str]], kept: str) -> None:
    content = appended(kept.encode(), FIELDS, *({"day": a, "name": b} for a, b in rows))
    assert content.startswith(kept.encode())
    found = [(row.cells["day"], row.cells["name"]) for row in read(content)]
    wanted = [(as_listed(a), as_listed(b)) for a, b in rows]
    assert found[2:] == [pair for pair in wanted if any(pair)]


def test_a_note_with_commas_and_no_quotes_is_whole(tmp_path: Path) -> None:
    (row,) = parse_list(tmp_path / "a.csv", b"code,note\na,theo NQ 1, NQ 2,,\n", ("code", "note"))
    assert row.cells["note"] == "theo NQ 1, NQ 2"
    # in any other last column it may be a cell that slipped
    with pytest.raises(RegisterError, match="nằm ngoài 2 cột"):
        parse_list(tmp_path / "a.csv", b"note,code\na,b,c\n", ("note", "code"))
