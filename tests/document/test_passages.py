from datetime import date
from typing import Any

import pytest

from dangvien_analysis.document.passages import Passage, passages, read_document
from dangvien_analysis.readers.grid import Grid, Kind, Row

TITLE = "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 9 THÁNG ĐẦU NĂM 2023"
ISSUED = "Vĩnh Bảo, ngày 14 tháng 9 năm 2023"


def passage(text: str, place: str = "đoạn 1") -> Passage:
    return Passage(" ".join(text.split()), place, tuple(filter(None, text.split("\n"))))


def read(*texts: str, headers: tuple[str, ...] = (), issued: date | None = None) -> Any:
    found = [passage(text, f"đoạn {number}") for number, text in enumerate(texts, start=1)]
    return read_document(found, [passage(text) for text in headers], issued)


# --- passages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        # a text file and a PDF break a paragraph into lines
        (Kind.TEXT, [("đã kết nạp được 164 đảng viên", "dòng 1"), ("Nơi nhận", "dòng 3")]),
        (
            Kind.WORD,
            [
                ("đã kết nạp được", "đoạn 1"),
                ("164 đảng viên", "đoạn 2"),
                ("Nơi nhận", "đoạn 3"),
            ],
        ),
    ],
)
def test_broken_lines(kind: Kind, expected: list[tuple[str, str]]) -> None:
    texts = ("đã kết nạp được", "164 đảng viên", "Nơi nhận")
    rows = tuple(Row((text,), number) for number, text in enumerate(texts, start=1))
    assert [(one.text, one.place) for one in passages(Grid(rows, kind), rows)] == expected


@pytest.mark.parametrize("second", ["Đảng bộ", "1. mục", "ĐẢNG BỘ"])
def test_lines_that_begin_anew(second: str) -> None:
    rows = (Row(("Kết quả",), 1), Row((second,), 2))
    assert [one.text for one in passages(Grid(rows, Kind.TEXT), rows)] == ["Kết quả", second]


def test_cells_of_a_letterhead_keep_their_lines() -> None:
    row = Row(("HUYỆN ỦY\n*\nSố 623-TB/HU", "", ISSUED), 1, "bảng 1")
    found = passages(Grid((row,), Kind.WORD), [row])
    assert [one.place for one in found] == ["bảng 1, hàng 1, cột 1", "bảng 1, hàng 1, cột 3"]
    assert found[0].lines == ("HUYỆN ỦY", "*", "Số 623-TB/HU")


def test_places_of_a_workbook_name_the_cell() -> None:
    row = Row(("", TITLE), 2, "Biểu 1")
    assert [one.place for one in passages(Grid((row,), Kind.SHEET), [row])] == ["Biểu 1!B2"]


# --- number, title, year ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Số 623-TB/HU", "623-TB/HU"),
        ("Số: 12-BC/BTCHU", "12-BC/BTCHU"),
        ("HUYỆN ỦY VĨNH BẢO\n*\nSố  623 - TB/HU", "623-TB/HU"),
        ("BAN TỔ CHỨC * Số: 45/BC-ĐU", "45/BC-ĐU"),
        ("(Kèm theo Thông báo số 623-TB/HU ngày 14/9/2023)", "623-TB/HU"),
        # another document, a number that is still to be written, a count
        ("Căn cứ Kế hoạch số 15-KH/HU ngày 10/01/2023", None),
        ("Số:      -TB/HU", None),
        ("Số đảng viên 164", None),
        ("", None),
    ],
)
def test_number(text: str, number: str | None) -> None:
    found = read(text).number
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ((ISSUED, "THÔNG BÁO", "kết quả kỳ này", "-----", TITLE), TITLE),
        (("KẾT QUẢ KẾT NẠP ĐẢNG VIÊN", "9 THÁNG ĐẦU NĂM 2023", "ĐƠN VỊ TÍNH"), TITLE),
        (
            ("BÁO CÁO", "công tác phát triển đảng viên quý III/2023", "Thực hiện Kế hoạch"),
            "công tác phát triển đảng viên quý III/2023",
        ),
        (
            ("Biểu 1: Kết quả kết nạp đảng viên năm 2023",),
            "Biểu 1: Kết quả kết nạp đảng viên năm 2023",
        ),
        # a sentence is no title
        (("Kết quả kết nạp đảng viên còn thấp.",), None),
        (("THÔNG BÁO", "Căn cứ Kế hoạch"), None),
        ((), None),
    ],
)
def test_title(texts: tuple[str, ...], title: str | None) -> None:
    found = read(*texts).title
    assert (found.value if found else None) == title


@pytest.mark.parametrize(
    ("title", "headers", "year"),
    [
        (TITLE, (), 2023),
        ("KẾT QUẢ KẾT NẠP QUÝ III/2023", (), 2023),
        # the quota's header goes first
        (TITLE, ("Chỉ tiêu giao năm 2024",), 2024),
        (TITLE, ("Chỉ tiêu",), 2023),
        ("KẾT QUẢ KẾT NẠP NĂM 2022, NĂM 2023", (), None),
        ("KẾT QUẢ KẾT NẠP", ("Kết quả năm 2023",), None),
    ],
)
def test_quota_year(title: str, headers: tuple[str, ...], year: int | None) -> None:
    found = read(title, headers=headers).quota_year
    assert (found.value if found else None) == year


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ISSUED, True),
        ("Vĩnh Bảo, ngày 14 tháng 09 năm 2023", True),
        ("ĐẢNG CỘNG SẢN VIỆT NAM\nVĩnh Bảo, ngày 14 tháng 9 năm 2023", True),
        ("Số 623-TB/HU Vĩnh Bảo, ngày 14 tháng 9 năm 2023", True),
        ("Ngày 14 tháng 9 năm 2023", True),
        ("Vĩnh Bảo, ngày 14/9/2023", True),
        # a day of something else
        ("Hội nghị Ban Thường vụ, ngày 14 tháng 9 năm 2023", False),
        ("số liệu tính đến ngày 14/9/2023", False),
        ("Căn cứ Kế hoạch số 15-KH/HU, ngày 14/9/2023", False),
        ("Vĩnh Bảo, ngày 14 tháng 9 năm 2023 đã họp", False),
        ("Vĩnh Bảo, ngày     tháng 9 năm 2023", False),
        ("Vĩnh Bảo, ngày 31 tháng 9 năm 2023", False),
    ],
)
def test_issued(text: str, expected: bool) -> None:
    found = read(text).issued
    assert (found.value if found else None) == (date(2023, 9, 14) if expected else None)


@pytest.mark.parametrize(
    ("texts", "source", "expected"),
    [
        # each kind of words
        (("(Số liệu tính đến ngày 13/9/2023)",), "stated", date(2023, 9, 13)),
        (("số liệu đến hết ngày 13 tháng 9 năm 2023",), "stated", date(2023, 9, 13)),
        (("SỐ LIỆU ĐẾN NGÀY 13/09/2023",), "stated", date(2023, 9, 13)),
        (("Tính đến 13-09-2023, toàn huyện",), "stated", date(2023, 9, 13)),
        (("tính đến hết ngày 13.9.2023",), "stated", date(2023, 9, 13)),
        (("Từ đầu năm đến ngày 13/9/2023 đã kết nạp",), "stated", date(2023, 9, 13)),
        (("đến hết ngày 30/6/2023 đã kết nạp",), "stated", date(2023, 6, 30)),
        (("Tại phiên họp ngày 13/9/2023, Thường trực",), "meeting", date(2023, 9, 13)),
        (
            ("Hội nghị Ban Thường vụ Huyện ủy ngày 13 tháng 9 năm 2023",),
            *("meeting", date(2023, 9, 13)),
        ),
        ((TITLE,), "period", date(2023, 9, 30)),
        (("KẾT QUẢ KẾT NẠP QUÝ II NĂM 2023",), "period", date(2023, 6, 30)),
        ((ISSUED,), "issued", date(2023, 9, 14)),
        # the order, whatever stands first
        (
            (ISSUED, "phiên họp ngày 13/9/2023; đến ngày 12/9/2023", "số liệu đến ngày 11/9/2023"),
            *("stated", date(2023, 9, 11)),
        ),
        (
            (ISSUED, "phiên họp ngày 13/9/2023", "đến ngày 12/9/2023 đã kết nạp"),
            *("stated", date(2023, 9, 12)),
        ),
        ((ISSUED, "tại phiên họp ngày 13/9/2023", TITLE), "meeting", date(2023, 9, 13)),
        (
            ("Vĩnh Bảo, ngày 05 tháng 10 năm 2023", TITLE),
            *("period", date(2023, 9, 30)),
        ),
        # a period that was not over when the document was issued
        ((ISSUED, TITLE), "issued", date(2023, 9, 14)),
        # a title of a whole year that is over
        (
            ("Vĩnh Bảo, ngày 05 tháng 01 năm 2024", "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023"),
            *("period", date(2023, 12, 31)),
        ),
        # the year of a day without one: the title's, or that of the date of issue
        (("đến ngày 13/9 đã kết nạp", TITLE), "stated", date(2023, 9, 13)),
        ((ISSUED, "đến ngày 13/9 đã kết nạp"), "stated", date(2023, 9, 13)),
        # after the date of issue, and a meeting of another month
        ((ISSUED, "số liệu tính đến ngày 30/9/2023"), "issued", date(2023, 9, 14)),
        ((ISSUED, "Kết luận tại hội nghị ngày 10/7/2023"), "issued", date(2023, 9, 14)),
        # of the year before
        (
            ("số liệu đến ngày 13/9/2023", "cùng kỳ năm trước, tính đến ngày 13/9/2022"),
            *("stated", date(2023, 9, 13)),
        ),
    ],
)
def test_the_day_of_the_figures(texts: tuple[str, ...], source: str, expected: date) -> None:
    first = read(*texts).days[0]
    assert (first.source, first.value) == (source, expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tính đến tháng 9 năm 2023",
        "tính đến ngày 31/9/2023",
        # no year is known
        "tính đến ngày 13/9",
        # goals, other periods, other documents
        "phấn đấu đến hết ngày 31/12/2023 hoàn thành 100% chỉ tiêu",
        "cùng kỳ, tính đến ngày 13/9/2022",
        "có hiệu lực đến ngày 31/12/2025",
        "Kế hoạch số 15-KH/HU ngày 10/01/2023 của Huyện ủy",
        "nhiệm vụ 3 tháng cuối năm 2023",
    ],
)
def test_no_day(text: str) -> None:
    assert read(text).days == ()


def test_a_day_quotes_its_words_and_place() -> None:
    (first,) = read("Biểu 1", "(Số liệu tính đến ngày 13/9/2023)").days
    assert (first.words, first.place) == ("Số liệu tính đến ngày 13/9/2023", "đoạn 2")


def test_a_date_of_issue_known_from_elsewhere_bounds_the_days() -> None:
    assert read(TITLE, issued=date(2023, 9, 14)).days == ()
    assert read("tính đến ngày 13/9", issued=date(2023, 9, 14)).days[0].value == date(2023, 9, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hoàn thành chỉ tiêu kết nạp đảng viên trước ngày 15/12/2023", date(2023, 12, 15)),
        ("phấn đấu đến hết ngày 31/12/2023 hoàn thành chỉ tiêu", date(2023, 12, 31)),
        ("hoàn thành 100% chỉ tiêu, chậm nhất ngày 15/12/2023", date(2023, 12, 15)),
        # another task, a result, another sentence
        ("báo cáo kết quả kết nạp trước ngày 20/9/2023", None),
        ("gửi hồ sơ kết nạp, hoàn thành trước ngày 20/9/2023", None),
        ("đến ngày 13/9/2023 đã kết nạp 164 đảng viên", None),
        ("Hoàn thành chỉ tiêu. Họp trước ngày 15/12/2023", None),
        ("", None),
    ],
)
def test_deadline(text: str, expected: date | None) -> None:
    found = read(text).deadline
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    "text", ["đến ngày " * 22_000, "1/2/" * 50_000, "ngày 13/9/2023 " * 13_000, "(" * 200_000]
)
def test_long_lines_are_read_in_one_pass(text: str) -> None:
    assert read(text).deadline is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Số liệu đến ngày", "30/9/2024"), date(2024, 9, 30)),
        (("Tính đến ngày:", "", "30/09/2024"), date(2024, 9, 30)),
        (("Từ ngày", "01/01/2024", "đến ngày", "30/9/2024"), date(2024, 9, 30)),
        (("Cập nhật", "ngày 30 tháng 9 năm 2024"), date(2024, 9, 30)),
        (("Số liệu đến ngày", "2024-09-30 00:00:00"), date(2024, 9, 30)),
        (("Kỳ báo cáo", "Tháng 9/2024"), date(2024, 9, 30)),
        (("Kỳ trước, đến ngày", "31/8/2024"), None),
        (("Kế hoạch ngày", "12/12/2023"), None),
        (("Hạn nộp trước ngày", "05/10/2024"), None),
        (("Số liệu đến ngày", "164/280"), None),
    ],
)
@pytest.mark.parametrize("kind", [Kind.SHEET, Kind.TEXT, Kind.WORD])
def test_a_day_in_the_cell_beside_its_words(
    cells: tuple[str, ...], expected: date | None, kind: Kind
) -> None:
    rows = (Row(cells, 2, "Biểu 1"),)
    found = read_document(passages(Grid(rows, kind), rows))
    assert [one.value for one in found.days[:1]] == ([expected] if expected else [])


def test_the_day_stands_in_its_own_cell() -> None:
    rows = (Row(("Số liệu đến ngày", "30/9/2024"), 2, "Biểu 1"),)
    (day,) = read_document(passages(Grid(rows, Kind.SHEET), rows)).days
    assert (day.words, day.place) == ("Số liệu đến ngày 30/9/2024", "Biểu 1!B2")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Số liệu tính đến ngày 31/02/2023", ["31/02/2023"]),
        ("(đến 31/9/2023)", ["31/9/2023"]),
        ("Cập nhật ngày 30 tháng 2 năm 2023", ["30 tháng 2 năm 2023"]),
        ("tính đến ngày 30/2", ["30/2"]),
        # another document's, a goal, a fraction
        ("Kế hoạch ngày 31/9/2023", []),
        ("phấn đấu đến ngày 31/9/2023 hoàn thành", []),
        ("kỳ trước tính đến ngày 31/9/2023", []),
        ("tính đến 20/35 chi bộ", []),
    ],
)
def test_an_impossible_day_of_the_figures(text: str, printed: list[str]) -> None:
    found = read(text)
    assert found.days == ()
    assert [one.value for one in found.impossible] == printed
