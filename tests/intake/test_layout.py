import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.layout import find_table
from dangvien_analysis.intake.table import Table
from dangvien_analysis.readers.grid import Grid, Kind, Row
from tests.builders import AN_HOA, HEADER, SCHOOL, SOUND, TOTAL, VINH_QUANG, cells
from tests.conftest import SHIPPED

NO_NUMBER = "Tên đơn vị|Chỉ tiêu|Đã kết nạp"


def grid(*rows: str, kind: Kind = Kind.TEXT, part: str = "") -> Grid:
    return Grid(
        tuple(Row(tuple(cells(row)), number, part) for number, row in enumerate(rows, start=1)),
        kind,
    )


def found(*rows: str) -> Table:
    return find_table(grid(*rows), "bang.tsv")


def names(table: Table) -> list[str]:
    return [table.text(row, "unit_name") for row in table.units]


def codes(table: Table) -> list[str]:
    return [finding.code for finding in table.findings]


SOUND_NAMES = ["Đảng bộ xã An Hòa", "Đảng bộ xã Vinh Quang", "Chi bộ Trường THPT"]

# --- the table --------------------------------------------------------------------------------


def test_sound_table() -> None:
    table = found(*SOUND)
    assert list(table.positions) == [
        *("unit_no", "unit_name", "quota", "admitted", "pending", "stated_total"),
        *("stated_rate", "pool"),
    ]
    assert names(table) == SOUND_NAMES
    assert table.total is not None
    assert table.text(table.total, "quota") == "9"
    assert (table.prose, table.findings) == ([], [])


def test_places_and_texts() -> None:
    table = found("Biểu 1", "", *SOUND)
    first = table.units[0]
    assert table.place(first) == "dòng 4"
    assert table.place(first, "admitted") == "dòng 4, cột 4"
    assert table.text(first, "admitted") == "2"
    without = found(NO_NUMBER, "Chi bộ A|1|0")
    assert without.text(without.units[0], "pool") == ""
    assert without.place(without.units[0], "pool") == "dòng 2"


def test_columns_in_another_order() -> None:
    turned = ["|".join(row.split("|")[::-1]) for row in SOUND]
    table = found(*turned)
    assert names(table) == SOUND_NAMES
    assert [table.text(row, "quota") for row in table.units] == ["5", "3", "1"]
    assert table.findings == []


def test_shipped_file_as_rows() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    table = find_table(grid(*(line.replace("\t", "|") for line in lines)), SHIPPED.name)
    # the blank line between rows 28 and 29 is no unit, and the last line is the total
    assert len(table.units) == len(lines) - 3 == 54
    assert table.findings == []


@pytest.mark.parametrize(
    "rows",
    [
        ("", *SOUND[:2], "", "|||", *SOUND[2:], ""),
        # blanks that are not empty: spaces, a no-break space, a zero-width space
        (*SOUND[:2], "  | \u00a0|\u200b", *SOUND[2:]),
        # a short row for a unit, trailing empty cells for another
        (HEADER, AN_HOA, VINH_QUANG + "|||", SCHOOL, TOTAL),
        # the header again on a new page, as it was and with other spaces
        (*SOUND[:2], HEADER, *SOUND[2:]),
        (*SOUND[:2], HEADER.replace(" ", "  "), *SOUND[2:]),
        # a row that numbers the columns
        (HEADER, "A|B|1|2|3|4|5|6", *SOUND[1:]),
        (HEADER, "(1)|(2)|(3)|(4)|(5)|(6)=(4)+(5)|(7)=(6)/(3)%|(8)", *SOUND[1:]),
        (HEADER, "1|2|3|4|5|6|7|8", *SOUND[1:]),
        # the total first
        (HEADER, TOTAL, *SOUND[1:-1]),
    ],
)
def test_what_does_not_disturb(rows: tuple[str, ...]) -> None:
    table = found(*rows)
    assert names(table) == SOUND_NAMES
    assert table.total is not None
    assert table.findings == []


@pytest.mark.parametrize(
    "words",
    [
        "TỔNG CỘNG",
        "Tổng cộng:",
        "Tổng số",
        "Cộng",
        "Toàn huyện",
        "Tổng cộng toàn huyện",
        "Tổng toàn Đảng bộ huyện",
        "Tổng cộng (I+II)",
        "Tổng số 3 đơn vị",
    ],
)
@pytest.mark.parametrize("cell", ["unit_no", "unit_name"])
def test_total_row(words: str, cell: str) -> None:
    label = f"{words}|" if cell == "unit_no" else f"|{words}"
    table = found(*SOUND[:-1], f"{label}|9|3|1|4|44,44|10")
    assert names(table) == SOUND_NAMES
    assert table.total is not None


@pytest.mark.parametrize("name", ["Cộng Hiền", "Cộng Hòa", "Tổng công ty A", "Toàn Thắng"])
def test_units_whose_names_begin_like_a_total(name: str) -> None:
    table = found(HEADER, AN_HOA, f"2|{name}|3|0|0|0|0,00|6")
    assert names(table)[1] == name
    assert table.total is None


def test_no_total_row() -> None:
    table = found(*SOUND[:-1])
    assert table.total is None
    assert len(table.units) == 3
    assert table.findings == []


def test_second_total_row_is_a_finding() -> None:
    table = found(*SOUND, "Cộng||1|1|1|1|1|1")
    assert codes(table) == ["repeated_total"]
    assert table.text(table.total, "quota") == "9"
    assert table.findings[0].stated == "Cộng | 1 | 1 | 1 | 1 | 1 | 1"


def test_figures_without_a_name_are_a_finding() -> None:
    table = found(*SOUND[:-1], "4||7|7|0|7|100,00|7", TOTAL)
    assert codes(table) == ["row_without_name"]
    assert table.findings[0].place == "dòng 5"
    assert "7 | 7 | 0" in table.findings[0].message
    assert len(table.units) == 3


@pytest.mark.parametrize("row", ["Khối xã, thị trấn", "I|KHỐI XÃ", "|Khối xã||||||", "A||||||ghi"])
def test_words_between_units_are_a_section(row: str) -> None:
    table = found(HEADER, row, *SOUND[1:])
    assert codes(table) == ["section_row"]
    assert row.split("|")[0] in table.findings[0].stated
    assert len(table.units) == 3


@pytest.mark.parametrize("position", [1, 2, 4])
def test_a_numbered_unit_without_figures_is_a_unit(position: int) -> None:
    rows = list(SOUND[:-1])
    rows.insert(position, "4|Chi bộ Trạm Y tế")
    assert len(found(*rows).units) == 4


def test_last_unit_of_all_is_kept_without_a_total() -> None:
    assert names(found(*SOUND[:-1], "4|Ngân hàng"))[-1] == "Ngân hàng"
    # without a number its kind tells a unit from a note, and it is not lost unseen
    assert "section_row" in codes(found(NO_NUMBER, "Chi bộ A|1|0", "Chi bộ B"))
    table = found(NO_NUMBER, "Chi bộ A|1|0", "Chi bộ B|chưa có|chưa có")
    assert names(table) == ["Chi bộ A", "Chi bộ B"]


def test_words_around_the_table_are_prose() -> None:
    table = found(
        "HUYỆN ỦY VĨNH BẢO|||ĐẢNG CỘNG SẢN VIỆT NAM",
        "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN",
        "(Số liệu tính đến ngày 13/9/2023)",
        *SOUND,
        "Ghi chú: số liệu do các đơn vị gửi",
        "|||||Vĩnh Bảo, ngày 14 tháng 9 năm 2023",
        "|Nơi nhận:||||T/M BAN THƯỜNG VỤ",
        "|- Thường trực;||||(Ký, ghi rõ họ tên)",
        "|||||Nguyễn Văn A",
    )
    assert names(table) == SOUND_NAMES
    assert table.findings == []
    assert [row.number for row in table.prose] == [1, 2, 3, 9, 10, 11, 12, 13]


# --- more than one table ----------------------------------------------------------------------


def test_another_table_below_is_not_mixed_in() -> None:
    other = "STT|Tên đơn vị|Đã kết nạp|Chỉ tiêu"
    table = found(*SOUND, "", other, "1|Chi bộ X|9|8")
    assert names(table) == SOUND_NAMES
    assert codes(table) == ["other_table"]
    assert table.findings[0].place == "dòng 7"


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        # a table of its own, and one that goes on without its header
        (SOUND, ["other_table"]),
        (SOUND[2:], ["other_table"]),
        (("", "4|Chi bộ D|7"), ["other_table"]),
        # a letterhead and a signature are no tables of units
        (("HUYỆN ỦY|ĐẢNG CỘNG SẢN VIỆT NAM", "*|Vĩnh Bảo, ngày 14 tháng 9"), []),
        (("Nơi nhận:|T/M BAN THƯỜNG VỤ|(Ký, ghi rõ họ tên)",), []),
    ],
)
def test_parts_that_are_not_read(rows: tuple[str, ...], finding: list[str]) -> None:
    first, second = grid(*SOUND, part="bảng 1"), grid(*rows, part="bảng 2")
    table = find_table(Grid(first.rows + second.rows, Kind.WORD), "a.docx")
    assert codes(table) == finding
    assert names(table) == SOUND_NAMES
    assert [one.place.split(",")[0] for one in table.findings] == ["bảng 2"] * len(finding)


def test_the_table_may_stand_in_a_later_part() -> None:
    first, second = grid("HUYỆN ỦY|*", part="bảng 1"), grid(*SOUND, part="bảng 2")
    table = find_table(Grid(first.rows + second.rows, Kind.WORD), "a.docx")
    assert table.place(table.units[0], "quota") == "bảng 2, hàng 2, cột 3"
    assert [row.part for row in table.prose] == ["bảng 1"]


# --- columns and cells that are not read ------------------------------------------------------


def added(cell: str, *values: str) -> list[str]:
    return [f"{row}|{value}" for row, value in zip(SOUND, (cell, *values), strict=True)]


@pytest.mark.parametrize(
    ("rows", "code", "stated"),
    [
        (added("Ghi chú", "", "mới", "", ""), "column_not_read", "dòng 3, cột 9: mới"),
        (added("Ghi chú", "", "", "", ""), "column_not_read", ""),
        (added("Kế hoạch cũ", "4", "", "", "4"), "column_not_read", "dòng 2, cột 9: 4; dòng 5"),
        (added("Kế hoạch xã", "4", "", "", "4"), "column_chosen", "dòng 2, cột 9: 4; dòng 5"),
        (added("", "", "?", "", ""), "cell_outside", "dòng 3, cột 9: ?"),
        # a single cell far to the right
        ([*SOUND[:3], f"{SCHOOL}||||5", TOTAL], "cell_outside", "dòng 4, cột 12: 5"),
    ],
)
def test_columns_that_are_not_read(rows: list[str], code: str, stated: str) -> None:
    table = found(*rows)
    assert codes(table) == [code]
    assert table.findings[0].stated.startswith(stated)
    assert table.positions["quota"] == 2


@pytest.mark.parametrize(
    ("missing", "column"), [("Đang trình duyệt", "pending"), ("Nguồn", "pool")]
)
def test_missing_column_of_counts(missing: str, column: str) -> None:
    at = HEADER.split("|").index(missing)
    rows = ["|".join(cells(row)[:at] + cells(row)[at + 1 :]) for row in SOUND]
    table = found(*rows)
    assert [(one.code, one.column) for one in table.findings] == [("missing_column", column)]


@pytest.mark.parametrize(
    ("missing", "told"), [("Tổng cộng", ["Tổng cộng"]), ("Tỷ lệ %", ["Tỷ lệ"]), ("STT", [])]
)
def test_printed_columns_may_be_missing(missing: str, told: list[str]) -> None:
    at = HEADER.split("|").index(missing)
    rows = ["|".join(cells(row)[:at] + cells(row)[at + 1 :]) for row in SOUND[:-1]]
    table = found(*rows)
    assert codes(table) == ["column_not_printed"] * len(told)
    assert all(words in one.message for words, one in zip(told, table.findings, strict=True))


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), ["không có bảng", "Tổ chức đảng", "Chỉ tiêu giao", "Đã kết nạp"]),
        (("Một đoạn văn", ""), ["không có bảng"]),
        ((HEADER.replace("Chỉ tiêu", "Giao"), AN_HOA), ["dòng 1", "thiếu cột Chỉ tiêu giao"]),
        (("", "STT|Chỉ tiêu|Đã kết nạp"), ["dòng 2", "thiếu cột Tổ chức đảng", "mới thấy STT"]),
        ((HEADER,), ["dòng 1", "không có đơn vị nào"]),
        ((HEADER, TOTAL), ["không có đơn vị nào"]),
    ],
)
def test_no_table(rows: tuple[str, ...], words: list[str]) -> None:
    with pytest.raises(ReadError) as caught:
        found(*rows)
    assert [word for word in ["bang.tsv", *words] if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("STT|Họ và tên|Ngày sinh|Chi bộ", "Họ và tên, Ngày sinh"),
        ("STT|HỌ TÊN", "HỌ TÊN"),
        ("STT|Họ, chữ đệm và tên|Chức vụ", "Họ, chữ đệm và tên"),
        ("Họ, tên|Ngày, tháng, năm sinh", "Họ, tên, Ngày, tháng, năm sinh"),
        ("Đơn vị|Số CCCD", "Số CCCD"),
        ("Đơn vị|Số thẻ đảng viên", "Số thẻ đảng viên"),
        ("Đơn vị|Giới tính|Quê quán", "Giới tính, Quê quán"),
        # hidden in a table of units
        (f"{HEADER}|Họ và tên người được kết nạp", "Họ và tên người được kết nạp"),
    ],
)
def test_tables_about_people_are_refused(header: str, named: str) -> None:
    with pytest.raises(ReadError, match="dữ liệu cá nhân") as caught:
        found(*SOUND, "", header, "1|x|y|z")
    assert f"dòng {len(SOUND) + 2}" in str(caught.value)
    assert f"({named})" in str(caught.value)


@pytest.mark.parametrize(
    "row",
    [
        "(Ký, ghi rõ họ tên)",
        "Nơi nhận:|(Ký, ghi rõ họ tên)",
        "NGƯỜI LẬP BIỂU|TRƯỞNG BAN",
        "(Ký, họ tên)|(Ký tên, đóng dấu)",
        "Họ và tên: ................",
    ],
)
def test_a_signature_block_is_not_about_people(row: str) -> None:
    assert names(found(*SOUND, "", row)) == SOUND_NAMES


# --- what is no unit, and what is one all the same ---------------------------------------------


@pytest.mark.parametrize(
    "row", ["I|Khối xã|9|3|1|4|44,44|10", "|Cộng khối xã|9|3|1|4|44,44|10", "A|Các xã|9|3|1|4||10"]
)
def test_the_sum_of_a_part_is_not_counted_again(row: str) -> None:
    table = found(*SOUND[:-1], row, SOUND[-1])
    assert names(table) == SOUND_NAMES
    assert codes(table) == ["subtotal_row"]


@pytest.mark.parametrize("row", ["|Ngân hàng A||||||", "|Ngân hàng A|-|-|-|x||"])
def test_a_registered_unit_is_kept_without_figures(row: str) -> None:
    table = find_table(grid(*SOUND[:-1], row), "bang.tsv", lambda name: name == "Ngân hàng A")
    assert names(table) == [*SOUND_NAMES, "Ngân hàng A"]


@pytest.mark.parametrize("header", ["Tên đảng viên", "Danh sách quần chúng"])
def test_more_columns_about_people(header: str) -> None:
    with pytest.raises(ReadError, match="cá nhân"):
        found(f"{SOUND[0]}|{header}", *(f"{row}|x" for row in SOUND[1:]))
