from collections.abc import Callable, Sequence
from functools import partial

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.readers.decoding import (
    SAMPLE,
    decoded,
    is_unmarked,
    read_as,
    refuse_damaged,
    reread,
    sample,
)
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.text.encodings import decode_tcvn3
from tests.old_encodings import as_tcvn3, as_vni, misread
from tests.timing import seconds_of, takes_less

KNOWN = {
    *("STT", "Tên đơn vị", "Chỉ tiêu", "Đã kết nạp"),
    *("Đảng bộ xã An Hòa", "Công an", "Chi bộ Trường THPT"),
}
TABLE = [
    ("STT", "Tên đơn vị", "Chỉ tiêu", "Đã kết nạp"),
    ("1", "Đảng bộ xã An Hòa", "5", "2"),
    ("2", "Công an", "3", "–"),
    ("Tổng cộng", "", "8", "2"),
]


def score(rows: Sequence[Row]) -> int:
    return sum(text in KNOWN for row in rows for text in row.texts)


def grid(table: Sequence[Sequence[str]], *fonts: str) -> Grid:
    rows = (Row(tuple(texts), number, "bảng 1") for number, texts in enumerate(table, start=1))
    return Grid(tuple(rows), Kind.WORD, frozenset(fonts), (Finding("no_date", "câu"),))


def written(write: object, table: Sequence[Sequence[str]] = TABLE) -> list[tuple[str, ...]]:
    assert callable(write)
    return [tuple(map(write, texts)) for texts in table]


def texts(found: Grid) -> list[tuple[str, ...]]:
    return [row.texts for row in found.rows]


@pytest.mark.parametrize(
    ("write", "fonts", "name", "why"),
    [
        (as_tcvn3, [], "TCVN3 (ABC)", "đọc được 6 tên cột, tên đơn vị; để nguyên thì chỉ 1"),
        (as_vni, [], "VNI", "đọc được 6 tên cột, tên đơn vị; để nguyên thì chỉ 1"),
        (as_tcvn3, [".VnTime", ".VnTimeH", "Arial"], "TCVN3 (ABC)", "theo phông chữ .VnTime"),
        (as_vni, ["VNI-Times"], "VNI", "theo phông chữ VNI-Times"),
        # fonts of both kinds, or of the wrong one, do not decide
        (as_vni, ["VNI-Times", ".VnTime"], "VNI", "đọc được 6"),
        (as_vni, [".VnTime"], "VNI", "đọc được 6"),
    ],
)
def test_an_old_document_is_decoded_whole(
    write: object, fonts: list[str], name: str, why: str
) -> None:
    before = grid(written(write), *fonts)
    after = decoded(before, score)
    assert texts(after) == TABLE
    assert [(row.number, row.part) for row in after.rows] == [(n, "bảng 1") for n in range(1, 5)]
    assert (after.kind, after.fonts) == (before.kind, before.fonts)
    first, finding = after.findings
    assert (first.code, finding.code) == ("no_date", "old_encoding")
    assert name in finding.message
    assert why in finding.message
    # the first text in the file that shows it, and what it is read as
    assert (finding.stated, finding.computed) == (texts(before)[0][1], "Tên đơn vị")


@pytest.mark.parametrize(
    ("table", "fonts"),
    [
        # Unicode; converted, its old font left over; plain ASCII
        (TABLE, []),
        (TABLE, [".VnTime"]),
        (TABLE, ["VNI-Times"]),
        ([("STT", "Don vi"), ("1", "An Hoa")], []),
        ([("STT", "Don vi"), ("1", "An Hoa")], [".VnTime"]),
        ([], [".VnTime"]),
        # Unicode with a foreign letter
        ([*TABLE, ("Ghi chú: ngày 5µ, Ö",)], [".VnTime"]),
        # nothing known in any reading, and no font that tells: as it stands
        ([("ChØ", "tiªu")], []),
        # only letters that both Unicode and an old encoding have
        ([("Công an", "xã")], []),
    ],
)
def test_a_document_is_left_as_it_stands(table: Sequence[Sequence[str]], fonts: list[str]) -> None:
    before = grid(table, *fonts)
    assert decoded(before, score) is before


def test_fonts_decide_where_nothing_is_known() -> None:
    assert texts(decoded(grid([("ChØ", "tiªu")], ".VnTime"), score)) == [("Chỉ", "tiêu")]
    assert texts(decoded(grid([("x·", "Céng")], ".VnTime"), score)) == [("xã", "Cộng")]


def test_fonts_do_not_decide_against_what_is_known() -> None:
    # "Công an" typed in Unicode, the font a left-over: decoded it would be "Cụng an"
    before = grid([("Công an", "3")], ".VnTime")
    assert decoded(before, score) is before


def test_a_line_typed_in_unicode_stays_in_an_old_document() -> None:
    found = decoded(grid([("Số 12-BC/ĐU, ngày 5/9",), *written(as_tcvn3)], ".VnTime"), score)
    assert texts(found) == [("Số 12-BC/ĐU, ngày 5/9",), *TABLE]


def test_soft_hyphens_of_an_old_document_are_letters() -> None:
    table = [*TABLE, ("3", "Chi bộ Trường THPT", "1", "1")]
    assert "\xad" in written(as_tcvn3, table)[-1][1]
    assert texts(decoded(grid(written(as_tcvn3, table)), score)) == table


def test_rows_keep_what_else_they_know() -> None:
    row = Row(("x·", "5"), 7, "Biểu 1", {0: (1, 2)}, frozenset({1}))
    assert read_as([row], decode_tcvn3) == (row._replace(texts=("xã", "5")),)


@pytest.mark.parametrize("write", [as_tcvn3, as_vni])
@pytest.mark.parametrize("fonts", [[], [".VnTime"], ["VNI-Times"]])
def test_a_letter_of_unicode_does_not_stop_the_rest(
    write: Callable[[str], str], fonts: list[str]
) -> None:
    mixed = written(write)
    # a word of the cell; a letter of a word; a cell of its own
    mixed[1] = ("1", f"{write('Đảng bộ xã')} Cổ Am Đạt", "5", "2")
    mixed[2] = ("2", f"{write('Chi bộ')} {write('Đ')}ảng {write('bộ')}", "3", "–")
    mixed[3] = ("Tổng cộng", "", "8", "2")
    wanted = [*TABLE[:1], ("1", "Đảng bộ xã Cổ Am Đạt", "5", "2")]
    wanted += [("2", "Chi bộ Đảng bộ", "3", "–"), TABLE[3]]
    assert texts(decoded(grid(mixed, *fonts), score)) == wanted


def test_fonts_decide_though_one_line_is_unicode() -> None:
    lines = [("ChØ", "tiªu"), ("§¶ng bé", "Sở"), ("Số",)]
    wanted = [("Chỉ", "tiêu"), ("Đảng bộ", "Sở"), ("Số",)]
    assert texts(decoded(grid(lines, ".VnTime"), lambda rows: 0)) == wanted


# --- UTF-8 that was read as something else ------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "cp1258", "cp437", "mac_roman", "latin-1"])
def test_misread_utf_8_is_read_again(encoding: str) -> None:
    before = grid(written(partial(misread, encoding=encoding)))
    after = reread(before, score)
    assert texts(after) == TABLE
    finding = after.findings[-1]
    assert finding.code == "misread_text"
    assert finding.message.startswith("Chữ trong 7 ô là UTF-8")
    assert (finding.stated, finding.computed) == (texts(before)[0][1], "Tên đơn vị")


def test_some_misread_cells_among_sound_ones() -> None:
    table = [*TABLE[:1], *written(misread)[1:]]
    after = reread(grid(table), score)
    assert texts(after) == TABLE
    assert after.findings[-1].message.startswith("Chữ trong 4 ô")


def test_what_lost_letters_stays_and_is_told() -> None:
    # "bộ" or "bố", "bồ": one byte of it is gone
    table = [*written(misread), ("3", "BÃ¡o cÃ¡o bá»", "1", "1")]
    after = reread(grid(table), score)
    assert texts(after) == [*TABLE, ("3", "BÃ¡o cÃ¡o bá»", "1", "1")]
    assert "1 ô không đọc lại được, để nguyên (ví dụ “BÃ¡o cÃ¡o bá»”)" in (
        after.findings[-1].message
    )


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        # a note that helps to know nothing more, and signs that only look so
        [*TABLE, ("Ghi chú", misread("đã báo cáo"))],
        [*TABLE, ("“XÃ”", "«cá»”", "├──┤")],
    ],
)
def test_no_sound_document_is_read_again(table: Sequence[Sequence[str]]) -> None:
    before = grid(table)
    assert reread(before, score) is before


# --- long files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "taken"),
    [
        (0, 0),
        (SAMPLE, SAMPLE),
        (SAMPLE + 1, SAMPLE + 1),
        (2 * SAMPLE - 1, 2 * SAMPLE - 1),
        (3 * SAMPLE, SAMPLE + 667),
        (100 * SAMPLE, 2 * SAMPLE - 10),
    ],
)
def test_sample(length: int, taken: int) -> None:
    rows = tuple(Row((), number) for number in range(length))
    found = sample(rows)
    assert len(found) == taken <= 2 * SAMPLE
    assert list(found[:SAMPLE]) == list(rows[:SAMPLE])
    # from all of the rest, up to its end
    assert not found or found[-1].number > length * 0.99 - 1


def test_the_rest_of_a_long_file_is_decoded_too() -> None:
    long = TABLE + [("9", f"Đảng bộ xã {number}", "5", "2") for number in range(5 * SAMPLE)]
    assert texts(decoded(grid(written(as_tcvn3, long)), score)) == long


def test_a_long_sound_file_costs_next_to_nothing() -> None:
    def never(rows: Sequence[Row]) -> int:
        raise AssertionError("no reading is tried")

    long = grid([*TABLE, *[("9", "Đảng bộ xã An Hòa", "5", "2", "3", "60,00", "4")] * 52_000])
    assert decoded(long, never) is long
    # a hundredth of what reading such a file takes: about as long as looking at each cell
    look = seconds_of(lambda: [len(text) for row in long.rows for text in row.texts])
    assert takes_less(lambda: (decoded(long, never), refuse_damaged(long, "x.tsv")), 20 * look)


# --- damage -----------------------------------------------------------------------------------


def lossy(text: str) -> str:
    return text.encode("cp1252", errors="replace").decode("cp1252")


@pytest.mark.parametrize(
    ("table", "example"),
    [
        (written(lossy), "“Tên ??n v?”"),
        ([("1", "Đ\ufffdng  bộ\nxã"), *TABLE], "“Đ\ufffdng bộ xã”"),
    ],
)
def test_lost_letters_are_refused(table: Sequence[Sequence[str]], example: str) -> None:
    with pytest.raises(ReadError, match=r"^bang\.tsv: .*đã mất.*Unicode") as caught:
        refuse_damaged(grid(table), "bang.tsv")
    assert example in str(caught.value)


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        written(as_tcvn3),
        written(as_vni),
        # question marks typed by hand
        [*TABLE, ("3", "Chi bộ X?", "mới?", "?"), ("4", "Chi bộ rác?", "", "")],
        # prose is not looked at: neither a paragraph nor a cell as long as one
        [*TABLE, *[("Đ\ufffdng b? x?",)] * 9, ("4", "Đ\ufffdng " * 50, "")],
        [],
    ],
)
def test_other_tables_are_not_refused(table: Sequence[Sequence[str]]) -> None:
    before = grid(table)
    refuse_damaged(before, "bang.tsv")
    assert len(before.rows) == len(table)


# --- marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "unmarked"),
    [
        ([("STT", "Don vi"), ("1", "AN HOA – 5²")], True),
        ([("STT", "Don vi"), ("1", "AN HOA"), ("Người lập",)], False),
        (TABLE, False),
        ([], True),
    ],
)
def test_a_document_without_marks(table: Sequence[Sequence[str]], unmarked: bool) -> None:
    assert is_unmarked(grid(table)) is unmarked
