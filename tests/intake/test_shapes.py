"""The shapes in which offices send the table: each gives every unit of it, to the last cell."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.register import read_register
from dangvien_analysis.office.settings import Settings
from tests.builders import AS_OF, listed, without_marks
from tests.conftest import ROOT
from tests.fixtures.shapes import (
    AS_TEXT,
    LEFT,
    UP,
    Block,
    Drawn,
    Formula,
    Sheet,
    raw_rows,
    write_any,
    write_book,
    write_text,
    write_word,
)
from tests.old_encodings import as_tcvn3, as_vni, as_windows_1258, misread

RAW = raw_rows()
HEAD, UNITS, TOTAL = RAW[0], RAW[1:-1], RAW[-1]
COLUMNS = ("unit_no", "listed_as", "quota", "admitted", "pending", "stated_total", "stated_rate")
PLACES = {name: at for at, name in enumerate((*COLUMNS, "pool"))}
LETTERHEAD = [
    ["HUYỆN ỦY VĨNH BẢO\n*", "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["Số 623-TB/HU", "Vĩnh Bảo, ngày 14 tháng 9 năm 2023"],
]
SIGNATURE = [["Nơi nhận:\n- Thường trực Huyện ủy,", "T/M BAN THƯỜNG VỤ\n(Ký, ghi rõ họ tên)"]]
TITLE = "THÔNG BÁO kết quả công tác kết nạp đảng viên"
FORMATS = ("bieu.docx", "bieu.xlsx", "bieu.html")

BASE = Counter(column_total=1, misspelt_name=4, name_variant=1, org_type_missing=1)
"""What the raw table gives by itself: its stated quota is one short, and its names."""


def told(snapshot: dva.Snapshot) -> Counter[str]:
    """Count the codes beyond those that the raw table gives by itself."""
    found = Counter(snapshot.findings["code"])
    assert BASE - found == Counter(), "a finding of the raw table is gone"
    return found - BASE


def check(
    path: Path,
    settings: Settings,
    codes: Counter[str] | None = None,
    *,
    absent: Sequence[str] = (),
    units: Sequence[Sequence[str]] = UNITS,
) -> dva.Snapshot:
    """Read a file and hold every cell of it against the raw table."""
    snapshot = dva.read(path, as_of=AS_OF, settings=settings)
    for name, at in PLACES.items():
        column = listed(snapshot.units[name])
        if name in absent:
            assert column == [None] * len(units)
        elif name == "listed_as":
            assert column == [row[at] for row in units]
        else:
            assert column == [float(row[at]) for row in units], name
            if name != "unit_no":
                assert snapshot.stated[name] == float(TOTAL[at]), name
    expected = Counter(codes or {})
    if {"stated_total", "stated_rate"} & set(absent):
        expected["column_not_printed"] = 1
    expected["missing_column"] = len({"pending", "pool"} & set(absent))
    assert told(snapshot) == +expected
    return snapshot


def drawn(header: Drawn, units: Sequence[Sequence[str]] = UNITS) -> Drawn:
    return [*header, *map(list, units), list(TOTAL)]


# --- letterheads, parts, merged cells, headers ------------------------------------------------

TWO_ROWS: Drawn = [
    ["STT", "Tên đơn vị", "Chỉ tiêu giao", "Kết quả kết nạp", LEFT, LEFT, LEFT, "Nguồn"],
    [UP, UP, UP, "Đã kết nạp", "Đang trình duyệt", "Tổng cộng", "Tỷ lệ", UP],
]
YEAR: Drawn = [
    ["TT", "Tên tổ chức đảng", "Năm 2023", LEFT, "Đang trình", "Cộng", "Tỷ lệ %", "Nguồn"],
    [UP, UP, "Chỉ tiêu", "Đã kết nạp", UP, UP, UP, UP],
]
THREE_ROWS: Drawn = [
    ["STT", "Đơn vị", "Năm 2023", LEFT, LEFT, LEFT, LEFT, "Nguồn hiện có"],
    [UP, UP, "Chỉ tiêu", "Kết quả kết nạp", LEFT, LEFT, LEFT, UP],
    [UP, UP, UP, "Đã kết nạp", "Hồ sơ đang trình", "Tổng số", "Đạt (%)", UP],
]
NUMBERS = [f"({at})" for at in range(1, 6)] + ["(6) = (4) + (5)", "(7) = (6) / (3) %", "(8)"]
SHAPES: dict[str, tuple[list[Block], Counter[str]]] = {
    "as it is": ([drawn([HEAD])], Counter()),
    "letterhead and signatures": (
        [LETTERHEAD, TITLE, drawn([HEAD]), "", SIGNATURE, "Ghi chú: số liệu sơ bộ."],
        Counter(),
    ),
    "header over two rows": ([drawn(TWO_ROWS)], Counter()),
    "a year over quota and admitted": ([drawn(YEAR)], Counter()),
    "header over three rows": ([drawn(THREE_ROWS)], Counter()),
    "columns numbered": ([drawn([HEAD, NUMBERS])], Counter()),
    "columns numbered under three rows": ([drawn([*THREE_ROWS, NUMBERS])], Counter()),
    "columns numbered by letters": ([drawn([HEAD, [*"AB123456"]])], Counter()),
    "blank rows": (
        [[*drawn([HEAD])[:20], [""] * 8, [""] * 8, *drawn([HEAD])[20:]]],
        Counter(),
    ),
    "total label merged": ([[HEAD, *UNITS, ["TỔNG CỘNG", LEFT, *TOTAL[2:]]]], Counter()),
    "total at the top": ([[HEAD, TOTAL, *UNITS]], Counter()),
    "header again on each page": (
        [[HEAD, *UNITS[:20], HEAD, *UNITS[20:40], HEAD, *UNITS[40:], TOTAL]],
        Counter(),
    ),
    "two-row header again": (
        [[*TWO_ROWS, *UNITS[:30], *TWO_ROWS, *UNITS[30:], TOTAL]],
        Counter(),
    ),
}
PARTS: dict[str, list[Block]] = {
    "header repeated": [[HEAD, *UNITS[:28]], "(Xem tiếp)", [HEAD, *UNITS[28:], TOTAL]],
    "without a header": [[HEAD, *UNITS[:28]], "Các đơn vị còn lại:", [*UNITS[28:], TOTAL]],
    "in three": [[HEAD, *UNITS[:9]], [*UNITS[9:28]], "", [HEAD, *UNITS[28:], TOTAL]],
    "total alone": [[HEAD, *UNITS[:28]], "", [HEAD, *UNITS[28:]], "", [TOTAL]],
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str, name: str, tmp_path: Path, settings: Settings) -> None:
    blocks, codes = SHAPES[shape]
    check(write_any(tmp_path / name, blocks), settings, codes)


@pytest.mark.parametrize("name", ["bieu.docx", "bieu.html"])
@pytest.mark.parametrize("shape", PARTS)
def test_printed_in_parts(shape: str, name: str, tmp_path: Path, settings: Settings) -> None:
    path = write_any(tmp_path / name, [LETTERHEAD, TITLE, *PARTS[shape], SIGNATURE])
    check(path, settings, Counter(joined_tables=1))


# --- sections, sums, rows that repeat a part --------------------------------------------------


def summed(label: Sequence[str], units: Sequence[Sequence[str]], *, rate: str = "") -> list[str]:
    """Give the row that sums up some units."""
    sums = [str(sum(int(row[at]) for row in units)) for at in (2, 3, 4, 5)]
    return [*label, *sums, rate, str(sum(int(row[7]) for row in units))]


XA, SCHOOLS, OTHERS = UNITS[:30], UNITS[30:37], UNITS[37:]
BLANK = [""] * 6
SECTIONS: dict[str, tuple[Drawn, Counter[str]]] = {
    "roman numbers without sums": (
        [["I", "Khối xã", *BLANK], *XA, ["II", "Khối đảng bộ khác", *BLANK], *SCHOOLS, *OTHERS],
        Counter(section_row=2),
    ),
    "roman numbers with sums": (
        [
            summed(["I", "Khối xã, thị trấn"], XA),
            *XA,
            summed(["II", "Đảng bộ trực thuộc khác"], SCHOOLS),
            *SCHOOLS,
            summed(["III", "Chi bộ trực thuộc"], OTHERS),
            *OTHERS,
        ],
        Counter(subtotal_row=3),
    ),
    "letters with sums": (
        [
            summed(["A", "CÁC XÃ, THỊ TRẤN"], XA),
            *XA,
            summed(["B", "CƠ QUAN, ĐƠN VỊ"], [*SCHOOLS, *OTHERS]),
            *SCHOOLS,
            *OTHERS,
        ],
        Counter(subtotal_row=2),
    ),
    "nested": (
        [
            summed(["A", "Các đảng bộ"], [*XA, *SCHOOLS]),
            summed(["I", "Xã, thị trấn"], XA),
            *XA,
            summed(["II", "Trường học, đơn vị"], SCHOOLS),
            *SCHOOLS,
            summed(["B", "Các chi bộ"], OTHERS),
            *OTHERS,
        ],
        Counter(subtotal_row=4),
    ),
    "nested, the outer ones without sums": (
        [
            ["A", "Các đảng bộ", *BLANK],
            summed(["I", "Xã, thị trấn"], XA),
            *XA,
            summed(["II", "Trường học, đơn vị"], SCHOOLS),
            *SCHOOLS,
            ["B", "Các chi bộ", *BLANK],
            *OTHERS,
        ],
        Counter(subtotal_row=2, section_row=2),
    ),
    "sums under their units": (
        [
            *XA,
            summed(["", "Cộng khối xã"], XA),
            *SCHOOLS,
            *OTHERS,
            summed(["", "Cộng khối cơ quan"], [*SCHOOLS, *OTHERS]),
        ],
        Counter(subtotal_row=2),
    ),
    "names of parts alone": (
        [
            ["Khối xã, thị trấn", *["" for _ in range(7)]],
            *XA,
            ["", "Khối khác", *BLANK],
            *SCHOOLS,
            *OTHERS,
        ],
        Counter(section_row=2),
    ),
    "of which": (
        [
            XA[0],
            ["", "Trong đó: Nữ", "", "3", "2", "5", "", "4"],
            XA[1],
            ["", "Trong đó:", *BLANK],
            ["", "- Nữ", "", "1", "0", "1", "", "2"],
            ["", "- Dân tộc thiểu số", "", "0", "0", "0", "", "0"],
            *UNITS[2:],
        ],
        Counter(of_which_row=4),
    ),
}


@pytest.mark.parametrize("name", [*FORMATS, "bieu.tsv"])
@pytest.mark.parametrize("at", ["bottom", "top"])
@pytest.mark.parametrize("shape", SECTIONS)
def test_sections(shape: str, at: str, name: str, tmp_path: Path, settings: Settings) -> None:
    rows, codes = SECTIONS[shape]
    table = [HEAD, TOTAL, *rows] if at == "top" else [HEAD, *rows, TOTAL]
    check(write_any(tmp_path / name, [table]), settings, codes)


# --- workbooks --------------------------------------------------------------------------------


def test_workbook_with_all_at_once(tmp_path: Path, settings: Settings) -> None:
    """Title rows, a merged header, sheets before the right one, notes and signatures under it."""
    blocks: list[Block] = [
        "HUYỆN ỦY VĨNH BẢO",
        "BIỂU TỔNG HỢP KẾT QUẢ KẾT NẠP ĐẢNG VIÊN",
        "",
        drawn([*TWO_ROWS, NUMBERS]),
        "Ghi chú: (1) chưa gồm hồ sơ đang thẩm tra.",
        [["", "NGƯỜI LẬP BIỂU", "", "", "", "TRƯỞNG BAN"], ["", "(Ký)", "", "", "", "(Ký)"]],
    ]
    sheets = [
        Sheet("Bìa", ["BÁO CÁO", [["Đơn vị", "Huyện ủy Vĩnh Bảo"], ["Kỳ", "9 tháng"]]]),
        Sheet("Trống", []),
        Sheet("Cũ", [[HEAD, ["1", "Đảng bộ xã Cũ", "99", "1", "0", "1", "", "0"]]], hidden=True),
        Sheet("Biểu 1", blocks),
    ]
    snapshot = check(write_book(tmp_path / "b.xlsx", sheets), settings, Counter(other_table=1))
    place = snapshot.findings.set_index("code").loc["other_table", "place"]
    assert place.startswith("Cũ, dòng")


def test_formulas_give_their_saved_values(tmp_path: Path, settings: Settings) -> None:
    rows: Drawn = [
        [*row[:5], Formula(f"=D{at}+E{at}", int(row[5])), Formula("=F/C", float(row[6])), row[7]]
        for at, row in enumerate(UNITS, start=2)
    ]
    total = [
        Formula(f"=SUM({letter}2:{letter}55)", float(text))
        for letter, text in zip("CDEFGH", TOTAL[2:], strict=True)
    ]
    path = write_book(tmp_path / "b.xlsx", [Sheet("Biểu", [[HEAD, *rows, [*TOTAL[:2], *total]]])])
    check(path, settings)


def test_numbers_typed_as_text_make_excel_s_sum_wrong(tmp_path: Path, settings: Settings) -> None:
    """Excel's SUM passes over them: both figures of the part stand in the finding."""
    xa = [list(row) for row in XA]
    for at in (4, 7):
        xa[at][3] = AS_TEXT + xa[at][3]
    seen = sum(int(row[3]) for at, row in enumerate(XA) if at not in (4, 7))
    label = summed(["I", "Khối xã"], XA)
    table: Drawn = [
        HEAD,
        [*label[:3], Formula("=SUM(D3:D32)", seen), *label[4:]],
        *xa,
        summed(["II", "Khối khác"], UNITS[30:]),
        *UNITS[30:],
        TOTAL,
    ]
    path = write_book(tmp_path / "b.xlsx", [Sheet("Biểu", [table])])
    codes = Counter(subtotal_row=2, number_as_text=1, subtotal=1)
    findings = check(path, settings, codes).findings.set_index("code")
    whole = sum(int(row[3]) for row in XA)
    assert findings.loc["subtotal", ["stated", "computed"]].tolist() == [str(seen), str(whole)]
    assert findings.loc["subtotal", "place"] == "Biểu!D2"
    assert findings.loc["number_as_text", "place"] == "Biểu!D7; Biểu!D10"


def test_dashes_and_what_is_no_number(tmp_path: Path, settings: Settings) -> None:
    rows = [list(row) for row in UNITS]
    rows[2][4] = "-"
    path = write_any(tmp_path / "b.docx", [[HEAD, *rows, TOTAL]])
    check(path, settings, Counter(dash_as_zero=1))
    rows[0][7], rows[1][3] = "x", ""
    path = write_any(tmp_path / "b.docx", [[HEAD, *rows, TOTAL]])
    snapshot = dva.read(path, as_of=AS_OF, settings=settings)
    extra = Counter(dash_as_zero=1, unreadable_cell=1, missing_count=1, column_total=2)
    assert told(snapshot) == extra
    assert listed(snapshot.units["pool"])[0] is None
    assert listed(snapshot.units["admitted"])[1] is None


# --- columns ----------------------------------------------------------------------------------

WORDINGS = {
    "unit_no": ["STT", "TT", "Số TT", "S\nT\nT"],
    "listed_as": [
        "Tên đơn vị",
        "Tên chi bộ, đảng bộ",
        "Tổ chức đảng",
        "Đơn vị",
        "TÊN TỔ CHỨC\nCƠ SỞ ĐẢNG",
    ],
    "quota": ["Chỉ tiêu", "Chỉ tiêu giao", "Chỉ tiêu năm 2023", "Kế hoạch", "Kế hoạch năm"],
    "admitted": ["Đã kết nạp", "Đã kết nạp được", "Kết quả kết nạp", "Kết nạp được"],
    "pending": [
        "Đang trình duyệt",
        "Đang làm hồ sơ",
        "Hồ sơ đang trình",
        "Số hồ sơ đang trình duyệt",
    ],
    "stated_total": ["Tổng cộng", "Cộng", "Tổng số"],
    "stated_rate": ["Tỷ lệ", "Tỉ lệ", "Tỷ lệ %", "Đạt (%)", "Đạt tỷ lệ so với chỉ tiêu"],
    "pool": [
        "Nguồn",
        "Nguồn hiện có",
        "Nguồn đã học lớp cảm tình Đảng",
        "Nguồn đã học lớp nhận thức về Đảng",
        "Đã học lớp nhận thức về Đảng",
    ],
}


@pytest.mark.parametrize(
    ("column", "words"), [(name, words) for name, all_ in WORDINGS.items() for words in all_]
)
def test_wordings(column: str, words: str, tmp_path: Path, settings: Settings) -> None:
    header = list(HEAD)
    header[PLACES[column]] = words
    check(write_text(tmp_path / "b.tsv", [drawn([header])]), settings)


@pytest.mark.parametrize("order", [(7, 6, 5, 4, 3, 2, 1, 0), (1, 3, 2, 0, 7, 4, 6, 5)])
@pytest.mark.parametrize("name", [*FORMATS, "bieu.csv"])
def test_columns_in_any_order(
    order: Sequence[int], name: str, tmp_path: Path, settings: Settings
) -> None:
    rows = [[row[at] for at in order] for row in RAW]
    check(write_any(tmp_path / name, [rows]), settings)


@pytest.mark.parametrize(
    "absent",
    [
        # rates that count the pending cannot be checked without them
        ("pending", "stated_rate"),
        ("pool",),
        ("stated_total",),
        ("stated_rate",),
        ("stated_total", "stated_rate"),
        ("pending", "pool", "stated_total", "stated_rate"),
    ],
)
def test_columns_may_be_missing(absent: Sequence[str], tmp_path: Path, settings: Settings) -> None:
    kept = [at for name, at in PLACES.items() if name not in absent]
    path = write_text(tmp_path / "b.tsv", [[[row[at] for at in kept] for row in RAW]])
    check(path, settings, absent=absent)


@pytest.mark.parametrize("column", ["listed_as", "quota", "admitted"])
def test_columns_that_may_not_be_missing(column: str, tmp_path: Path, settings: Settings) -> None:
    kept = [at for name, at in PLACES.items() if name != column]
    path = write_text(tmp_path / "b.tsv", [[[row[at] for at in kept] for row in RAW]])
    with pytest.raises(ReadError, match="thiếu cột"):
        dva.read(path, as_of=AS_OF, settings=settings)


# --- text -------------------------------------------------------------------------------------


def lettered(change: str) -> Drawn:
    """Give the raw table with its texts written in another way."""
    ways = {
        "decomposed": lambda text: unicodedata.normalize("NFD", text),
        "double spaces": lambda text: text.replace(" ", "  "),
        "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
        "zero-width spaces": lambda text: text.replace(" ", " \u200b"),
        "line breaks": lambda text: text.replace(" ", "\n", 1),
    }
    return [[ways[change](text) for text in row] for row in RAW]


@pytest.mark.parametrize("name", ["b.docx", "b.xlsx", "b.html", "b.tsv"])
@pytest.mark.parametrize(
    "change",
    ["decomposed", "double spaces", "no-break spaces", "zero-width spaces", "line breaks"],
)
def test_letters_and_spaces(change: str, name: str, tmp_path: Path, settings: Settings) -> None:
    check(write_any(tmp_path / name, [lettered(change)]), settings)


@pytest.mark.parametrize(
    ("standard", "typed"), [("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("Hòa Bình", "Hoà Bình")]
)
def test_tone_marks(standard: str, typed: str, tmp_path: Path, settings: Settings) -> None:
    rows = [[text.replace(standard, typed) for text in row] for row in RAW]
    changed = sum(standard in row[1] for row in UNITS)
    assert changed
    path = write_text(tmp_path / "b.tsv", [rows])
    findings = check(path, settings, units=rows[1:-1]).findings.set_index("code")
    told_of = findings.loc["name_variant", "message"]
    assert [row[1] for row in rows if typed in row[1] and f"“{row[1]}”" not in told_of] == []


def old(write: Callable[[str], str]) -> Drawn:
    return [[write(text) for text in row] for row in RAW]


@pytest.mark.parametrize("name", ["b.xlsx", "b.txt", "b.html"])
@pytest.mark.parametrize("write", [as_tcvn3, as_vni])
def test_old_encodings(
    write: Callable[[str], str], name: str, tmp_path: Path, settings: Settings
) -> None:
    rows = old(write)
    path = tmp_path / name
    if name == "b.txt":
        write_text(path, [rows], "windows-1252" if write is as_vni else "latin-1")
    else:
        write_any(path, [rows])
    check(path, settings, Counter(old_encoding=1))


def test_old_font_in_word(tmp_path: Path, settings: Settings) -> None:
    path = write_word(tmp_path / "b.docx", [old(as_tcvn3)], font=".VnTime")
    check(path, settings, Counter(old_encoding=1))


@pytest.mark.parametrize("name", ["b.xlsx", "b.docx", "b.html", "b.csv"])
@pytest.mark.parametrize(
    ("encoding", "dropped"),
    [("cp1252", False), ("cp1252", True), ("cp437", False), ("cp1258", False)],
)
def test_utf_8_that_was_misread(
    name: str, encoding: str, dropped: bool, tmp_path: Path, settings: Settings
) -> None:
    drawn = old(partial(misread, encoding=encoding, dropped=dropped))
    snapshot = check(write_any(tmp_path / name, [drawn]), settings, Counter(misread_text=1))
    found = snapshot.findings.set_index("code").loc["misread_text"]
    cells = sum(not text.isascii() for row in RAW for text in row)
    assert f"trong {cells} ô" in found["message"]


def test_misread_letters_that_became_replacement_signs(tmp_path: Path, settings: Settings) -> None:
    drawn = old(lambda text: text.encode().decode("cp1252", "replace"))
    check(write_any(tmp_path / "b.xlsx", [drawn]), settings, Counter(misread_text=1))


@pytest.mark.parametrize("write", [as_tcvn3, as_vni])
@pytest.mark.parametrize("name", ["b.xlsx", "b.docx", "b.txt"])
def test_a_word_of_unicode_in_an_old_file(
    write: Callable[[str], str], name: str, tmp_path: Path, settings: Settings
) -> None:
    drawn = old(write)
    # in a cell, in a word, and a whole cell
    drawn[3][1] = f"{write('Đảng bộ xã')} Cổ Am"
    drawn[5][1] = f"{write('Đ')}ảng {write('bộ xã Cao Minh')}"
    drawn[6][1] = UNITS[5][1]
    check(write_any(tmp_path / name, [drawn]), settings, Counter(old_encoding=1))


@pytest.mark.parametrize("name", ["b.xlsx", "b.docx", "b.html", "b.csv"])
@pytest.mark.parametrize("write", [str, str.upper])
def test_names_typed_without_marks(
    write: Callable[[str], str], name: str, tmp_path: Path, settings: Settings
) -> None:
    drawn = old(lambda text: write(without_marks(text)))
    path = write_any(tmp_path / name, [drawn])
    snapshot = dva.read(path, as_of=AS_OF, settings=settings)
    assert snapshot.units["unit_name"].tolist() == official(settings)
    assert Counter(snapshot.findings["code"]) == Counter(
        column_total=1, unmarked_names=1, org_type_missing=1
    )


def official(settings: Settings) -> list[str]:
    return read_register(settings.register).table["unit_name"].tolist()


def test_windows_1258_and_utf_16(tmp_path: Path, settings: Settings) -> None:
    path = write_text(tmp_path / "b.txt", [RAW], "utf-16")
    check(path, settings, Counter(text_encoding=1))
    path.write_bytes(as_windows_1258("\n".join("\t".join(row) for row in RAW)))
    check(path, settings, Counter(text_encoding=1))


@pytest.mark.parametrize("lost", ["?", "\ufffd"])
def test_damaged_text_is_refused(lost: str, tmp_path: Path, settings: Settings) -> None:
    rows = [
        ["".join(char if char.isascii() else lost for char in text) for text in row] for row in RAW
    ]
    with pytest.raises(ReadError, match="không khôi phục được"):
        dva.read(write_text(tmp_path / "b.tsv", [rows]), as_of=AS_OF, settings=settings)


# --- files that LibreOffice made --------------------------------------------------------------

DATA = ROOT / "tests" / "data"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        # pages, a row broken across two of them, the total's label letter by letter
        (
            "thong-bao.pdf",
            ["joined_tables", "joined_rows", "headline_includes_pending", "period_label"],
        ),
        ("bieu-co-ke.pdf", ["joined_tables", "period_label"]),
        ("bieu-khong-ke.pdf", ["joined_tables", "period_label"]),
        # of an old workbook only the values are read
        ("bieu.xls", ["period_label", "form_unseen"]),
        ("bieu.ods", ["period_label"]),
    ],
)
def test_committed_files(name: str, codes: list[str], settings: Settings) -> None:
    snapshot = dva.read(DATA / name, as_of=AS_OF, settings=settings)
    for column, at in PLACES.items():
        if column != "listed_as":
            assert listed(snapshot.units[column]) == [float(row[at]) for row in UNITS]
    assert snapshot.units["listed_as"].tolist() == [row[1] for row in UNITS]
    assert snapshot.stated[["quota", "admitted", "pool"]].tolist() == [280, 135, 368]
    assert told(snapshot) == Counter(codes)
