import pytest

from dangvien_analysis.intake.headings.column_words import meaning
from dangvien_analysis.intake.headings.header import find_header, numbers_columns
from dangvien_analysis.readers.grid import Row

# --- words of headers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "name"),
    [
        *(("STT", "unit_no"), ("TT", "unit_no"), ("Số TT", "unit_no"), ("Số thứ tự", "unit_no")),
        ("Tên chi bộ, đảng bộ", "unit_name"),
        ("Đơn vị", "unit_name"),
        ("TỔ CHỨC ĐẢNG", "unit_name"),
        ("Tên tổ chức cơ sở đảng", "unit_name"),
        ("TCCSĐ", "unit_name"),
        ("Các chi, đảng bộ", "unit_name"),
        ("Chi và Đảng bộ trực thuộc", "unit_name"),
        ("Tên", "unit_name"),
        ("Chỉ tiêu giao năm 2023", "quota"),
        ("Chỉ tiêu kết nạp", "quota"),
        ("Tổng chỉ tiêu", "quota"),
        ("Kế hoạch\nnăm", "quota"),
        ("Đã kết nạp", "admitted"),
        ("Kết quả kết nạp đảng viên 9 tháng", "admitted"),
        ("Tổng số đã kết nạp", "admitted"),
        ("Đang trình duyệt", "pending"),
        ("Hồ sơ đang xét", "pending"),
        ("Đang làm hồ sơ kết nạp", "pending"),
        ("Tổng cộng", "stated_total"),
        ("Cộng", "stated_total"),
        ("Tổng số", "stated_total"),
        ("Tỷ lệ %", "stated_rate"),
        ("Tỉ lệ so với chỉ tiêu", "stated_rate"),
        ("Đạt (%)", "stated_rate"),
        ("% hoàn thành", "stated_rate"),
        ("Nguồn hiện có đã học lớp cảm tình Đảng", "pool"),
        ("Số nguồn kết nạp", "pool"),
        # what is none of these
        ("Ghi chú", None),
        ("Tổng số đảng viên", None),
        ("Đảng viên", None),
        ("Họ và tên", None),
        ("", None),
    ],
)
def test_meaning(header: str, name: str | None) -> None:
    assert meaning(header) == name
    assert meaning(f"  {header.upper()}\n") == name


@pytest.mark.parametrize(
    "header",
    [
        "Còn phải kết nạp",
        "Dự kiến kết nạp",
        "Kết nạp trong tháng",
        "Kết nạp tháng 9",
        "Chỉ tiêu còn lại",
        "Kế hoạch năm trước",
    ],
)
def test_other_figures_are_neither_quota_nor_admitted(header: str) -> None:
    assert meaning(header) is None


# --- where a header stands --------------------------------------------------------------------


def rows(*texts: str) -> list[Row]:
    return [Row(tuple(text.split("|")), number) for number, text in enumerate(texts, start=1)]


def test_header_under_other_rows() -> None:
    header = find_header(rows("BIỂU 1", "", "STT|Đơn vị|Chỉ tiêu|Đã kết nạp", "1|A|5|2"))
    assert header is not None
    assert (header.start, header.end) == (2, 3)
    assert header.positions == {"unit_no": 0, "unit_name": 1, "quota": 2, "admitted": 3}


def test_merged_cells_stand_over_all_their_columns() -> None:
    upper, lower = rows("Đơn vị|Năm 2023|", "|Chỉ tiêu|Đã kết nạp")
    header = find_header([upper._replace(spans={1: (1, 2)}), lower])
    assert header is not None
    assert header.titles == ("Đơn vị", "Năm 2023 Chỉ tiêu", "Năm 2023 Đã kết nạp")
    assert header.end == 2


@pytest.mark.parametrize(
    "texts", [(), ("Đơn vị|Chỉ tiêu",), ("Đơn vị",), ("5|Đơn vị|Chỉ tiêu|Đã kết nạp",)]
)
def test_no_header(texts: tuple[str, ...]) -> None:
    assert find_header(rows(*texts)) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("A|B|1|2|3", True),
        ("(1)|(2)|(3) = (1) + (2)", True),
        # a unit's row, figures out of order, too few of them
        ("1|Chi bộ A|2|3", False),
        ("1|3|2|4", False),
        ("A|1|2", False),
    ],
)
def test_row_that_numbers_the_columns(text: str, numbers: bool) -> None:
    assert numbers_columns(rows(text)[0]) is numbers
