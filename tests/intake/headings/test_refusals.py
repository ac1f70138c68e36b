from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.headings.refusals import no_table, people_left_out, without_people
from dangvien_analysis.readers.grid import Grid, Kind, Row
from tests.builders import HEADER, SOUND, cells, project
from tests.fixtures.shapes import Block, Sheet, write_any, write_book
from tests.old_encodings import as_tcvn3

PEOPLE = (
    "STT|Họ và tên|Ngày sinh|Chi bộ",
    "1|Nguyễn Văn Ánh|1/2/1990|Chi bộ A",
    "2|Trần Thị Bé|3/4/1991|Chi bộ B",
)
GOES_ON = ("3|Lê Văn Cừ|5/6/1992|Chi bộ C",)


def grid(kind: Kind = Kind.TEXT, **parts: tuple[str, ...]) -> Grid:
    """Make a grid of parts; "" stands for prose and plain text."""
    rows = [
        Row(tuple(cells(row)), number, "" if part == "prose" else part.replace("_", " "))
        for part, lines in parts.items()
        for number, row in enumerate(lines, start=1)
    ]
    return Grid(tuple(rows), kind)


# --- no table ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "words", "never"),
    [
        # headings as printed, over two rows too
        (
            ("STT|Tên đơn vị|Giao|Đã kết nạp", "1|A|5|3"),
            ["dòng 1: bảng thiếu cột Chỉ tiêu giao;", "STT | Tên đơn vị | Giao | Đã kết nạp."],
            ["thiếu cột Tổ chức đảng"],
        ),
        (
            ("Đơn vị|Năm 2024|", "|Giao|Đã kết nạp", "A|5|3"),
            ["dòng 1: bảng thiếu cột Chỉ tiêu giao;", "Đơn vị | Năm 2024 Giao | Đã kết nạp."],
            [],
        ),
        # indicators are no units, whatever they are called
        (
            ("STT|Chỉ tiêu|Đơn vị tính|Thực hiện", "1|Kết nạp đảng viên|người|25"),
            ["thiếu cột Tổ chức đảng, Chỉ tiêu giao, Đã kết nạp;", "“Chỉ tiêu” là nội dung"],
            ["mới thấy STT, "],
        ),
        (
            ("TT|Nội dung|ĐVT|Kế hoạch|Kết quả kết nạp", "1|Kết nạp|người|60|25"),
            ["bảng thiếu cột Tổ chức đảng;", "“ĐVT” là đơn vị đo"],
            [],
        ),
        # nothing that is known
        (
            ("BÁO CÁO|", "Nơi làm|Được phân|Làm được", "Xã A|5|3"),
            ["dòng 2: bảng thiếu cột Tổ chức đảng, Chỉ tiêu", "Nơi làm | Được phân | Làm được."],
            [],
        ),
        # all columns are there, under a figure
        ((f"5|{HEADER}",), ["không có bảng"], ["thiếu"]),
    ],
)
def test_the_nearest_table_is_named(
    rows: tuple[str, ...], words: list[str], never: list[str]
) -> None:
    told = no_table(grid(prose=rows), "bang.tsv")
    assert told.startswith("bang.tsv")
    assert [one for one in words if one not in told] == []
    assert [one for one in never if one in told] == []


def test_the_best_of_several_tables_is_named() -> None:
    found = grid(
        Kind.SHEET,
        Tổng=("STT|Đơn vị|Đảng viên", "1|A|5"),
        Biểu=("BIỂU 1|", "STT|Đơn vị|Chỉ tiêu|Còn thiếu", "1|A|5|3"),
    )
    told = no_table(found, "bang.xlsx")
    assert told.startswith("bang.xlsx, Biểu, dòng 2: bảng thiếu cột Đã kết nạp;")


@pytest.mark.parametrize(
    "parts",
    [
        {"prose": ("Đảng bộ huyện kết nạp 164 đảng viên, đạt chỉ tiêu giao.",)},
        # a letterhead and signatures are no tables
        {"bảng_1": ("ĐẢNG BỘ HUYỆN|ĐẢNG CỘNG SẢN VIỆT NAM", "Số 5-BC/HU|Ngày 3 tháng 4")},
        {"prose": ("ĐẢNG BỘ HUYỆN|ĐẢNG CỘNG SẢN VIỆT NAM", "1|2")},
    ],
)
def test_a_paragraph_is_no_table(parts: dict[str, tuple[str, ...]]) -> None:
    told = no_table(grid(Kind.WORD, **parts), "bang.docx")
    assert told.startswith("bang.docx: không có bảng;")
    assert "hộp chữ" in told


def test_the_advice_is_that_of_the_kind() -> None:
    found = grid(Kind.PDF, prose=("Trang bìa",))
    assert "ảnh quét" in no_table(found, "a.pdf")
    picture = Finding("page_without_text", "", place="trang 2")
    pictures = Grid(found.rows, Kind.PDF, findings=(picture,))
    assert "Chỉ có ảnh, không có chữ: trang 2" in no_table(pictures, "a.pdf")
    for kind, name in ((Kind.SHEET, "a.xlsx"), (Kind.PAGE, "a.html"), (Kind.TEXT, "a.csv")):
        assert "Word" not in no_table(grid(kind, prose=("Trang bìa",)), name)


# --- people ------------------------------------------------------------------------------------


def names_in(snapshot: dva.Snapshot) -> list[str]:
    """Give what of the people is seen anywhere in a snapshot."""
    seen = snapshot.findings.to_csv() + snapshot.units.to_csv() + repr(snapshot)
    seen += str(snapshot.origin.table)
    return [one for one in ("Ánh", "Bé", "Cừ", "1990", "1992", "Trần") if one in seen]


def drawn(rows: tuple[str, ...]) -> list[list[str]]:
    return [cells(row) for row in rows]


@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_about_people_is_left_unread(tmp_path: Path, first: bool) -> None:
    sheets = [
        Sheet("Biểu 1", ["Số liệu đến ngày 13/9/2023", drawn(SOUND)]),
        Sheet("Danh sách", ["DANH SÁCH", drawn(PEOPLE)], hidden=not first),
        Sheet("Danh sách (2)", [drawn(GOES_ON)], hidden=not first),
    ]
    path = write_book(tmp_path / "bang.xlsx", sheets[::-1] if first else sheets)
    snapshot = dva.read(path, settings=project(tmp_path))
    assert snapshot.units["admitted"].tolist() == [2, 0, 1]
    assert names_in(snapshot) == []
    (told,) = snapshot.findings[snapshot.findings["code"] == "people_left_out"].itertuples()
    assert told.severity == "warning"
    assert set(told.place.split("; ")) == {"Danh sách", "Danh sách (2)"}
    assert "chép riêng trang tính “Biểu 1” sang một tệp mới" in told.message
    assert people_left_out(snapshot.findings) == told.message


@pytest.mark.parametrize("name", ["bang.docx", "bang.html"])
def test_a_second_table_about_people_is_left_unread(tmp_path: Path, name: str) -> None:
    blocks: list[Block] = ["Thông báo", drawn(SOUND), "Danh sách", drawn(PEOPLE), drawn(GOES_ON)]
    path = write_any(tmp_path / name, blocks)
    snapshot = dva.read(path, settings=project(tmp_path))
    assert snapshot.units["admitted"].tolist() == [2, 0, 1]
    assert names_in(snapshot) == []
    found = snapshot.findings.set_index("code")
    assert found.at["people_left_out", "place"] == "bảng 2; bảng 3"
    assert "chép riêng bảng 1" in found.at["people_left_out", "message"]


def test_findings_of_what_is_left_out_go_with_it() -> None:
    found = grid(Kind.SHEET, Biểu=SOUND, DS=PEOPLE)
    notes = [
        Finding("cell_outside", "Trần Thị Bé", place="DS!B3"),
        Finding("cell_outside", "Trần Thị Bé", place="DS, dòng 3"),
        Finding("old_encoding", "đã chuyển", stated="x", computed="Trần Thị Bé"),
        Finding("cell_outside", "ô", place="Biểu!C3"),
    ]
    kept = without_people(Grid(found.rows, Kind.SHEET, findings=tuple(notes)), "bang.xlsx")
    assert {row.part for row in kept.rows} == {"Biểu"}
    assert [one.code for one in kept.findings] == [
        "old_encoding",
        "cell_outside",
        "people_left_out",
    ]
    assert "Trần" not in str(kept.findings)


def test_people_in_an_old_encoding_are_left_out_too(tmp_path: Path) -> None:
    old = [
        Sheet(name, [[list(map(as_tcvn3, row)) for row in drawn(rows)]])
        for name, rows in (("DS", PEOPLE), ("Bieu", SOUND))
    ]
    snapshot = dva.read(write_book(tmp_path / "bang.xlsx", old), settings=project(tmp_path))
    assert snapshot.units["admitted"].tolist() == [2, 0, 1]
    assert {"old_encoding", "people_left_out"} <= set(snapshot.findings["code"])
    assert names_in(snapshot) == []
    assert as_tcvn3("Nguyễn") not in snapshot.findings.to_csv()


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        # the table of units itself, the only one, one below it, a page of a PDF
        (Kind.SHEET, {"A": (f"{SOUND[0]}|Họ và tên", *SOUND[1:])}),
        (Kind.SHEET, {"A": PEOPLE, "B": ("Ghi chú",)}),
        (Kind.SHEET, {"A": (*SOUND, "", *PEOPLE)}),
        (Kind.TEXT, {"prose": (*SOUND, "", *PEOPLE)}),
        (Kind.PDF, {"trang_1": SOUND, "trang_2": PEOPLE}),
    ],
)
def test_people_that_cannot_be_told_apart_are_refused(
    kind: Kind, parts: dict[str, tuple[str, ...]]
) -> None:
    with pytest.raises(ReadError, match=r"cột về cá nhân.*dữ liệu cá nhân"):
        without_people(grid(kind, **parts), "bang")


@pytest.mark.parametrize(
    "header", ["Điện thoại cố định", "Số điện thoại cơ quan", "Điện thoại văn phòng"]
)
def test_the_telephone_of_an_office_is_nobody_s(header: str) -> None:
    found = grid(prose=(f"{SOUND[0]}|{header}", *(f"{row}|0225" for row in SOUND[1:])))
    assert without_people(found, "bang.tsv") is found


def test_another_sheet_of_the_same_width_with_a_header_is_kept() -> None:
    more = ("Chi bộ|Chỉ tiêu|Đã kết nạp|Nguồn", "Chi bộ C|4|3|2")
    kept = without_people(grid(Kind.SHEET, A=SOUND, DS=PEOPLE, C=more), "bang.xlsx")
    assert {row.part for row in kept.rows} == {"A", "C"}
