"""Rows as office clerks really type them: nothing is counted twice, nothing lost unseen."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builders import codes, listed, read_rows

HEADER = "STT|Tên đơn vị|Chỉ tiêu|Đã kết nạp|Đang trình duyệt|Tổng cộng|Tỷ lệ %|Nguồn"
A = "1|Đảng bộ xã A|5|2|1|3|60,00|4"
B = "2|Đảng bộ xã B|3|0|0|0|0,00|6"
C = "3|Chi bộ C|1|1|0|1|100,00|0"
D = "4|Chi bộ D|2|1|0|1|50,00|3"
WHOLE = "11|4|1|5|45,45|13"
TOTAL = f"Tổng cộng||{WHOLE}"
AB = "8|2|1|3|37,50|10"
CD = "3|2|0|2|66,67|3"
BLANK = "|||||"


def short(*rows: str) -> list[str]:
    """Give rows without their number."""
    return [row.split("|", 1)[1] for row in rows]


WITH_TOTAL = {
    # totals by other words, at either end
    "the whole Party": [A, B, C, D, f"|Toàn Đảng bộ|{WHOLE}"],
    "the district by name": [A, B, C, D, f"|Toàn huyện Vĩnh Bảo|{WHOLE}"],
    "total of the district": [A, B, C, D, f"|Tổng toàn Đảng bộ huyện Vĩnh Bảo|{WHOLE}"],
    "how many units": [A, B, C, D, f"|Tổng số 04 chi, đảng bộ|{WHOLE}"],
    "sum of letters": [f"A|X|{BLANK}", A, B, f"B|Y|{BLANK}", C, D, f"|Tổng (A+B)|{WHOLE}"],
    "the district first": [f"|Đảng bộ huyện Vĩnh Bảo|{WHOLE}", A, B, C, D],
    "the district last": [A, B, C, D, f"|Huyện ủy Vĩnh Bảo|{WHOLE}"],
    "no word for it": [A, B, C, D, f"|Vĩnh Bảo|{WHOLE}"],
    # sums of parts by other words
    "names of no kind": [f"|Xã, thị trấn|{AB}", A, B, f"|Cơ quan|{CD}", C, D, TOTAL],
    "parts of one unit": [
        *(f"|Xã, thị trấn|{AB}", A, B),
        *(f"|Trường|{C.split('|', 2)[2]}", C, f"|Cơ quan|{D.split('|', 2)[2]}", D, TOTAL),
    ],
    "over both columns": [f"I. Khối xã||{AB}", A, B, f"II. Khối khác||{CD}", C, D, TOTAL],
    "plain sums under parts": [A, B, f"|Cộng|{AB}", C, D, f"|Cộng|{CD}", TOTAL],
    "totals under parts": [
        *(f"I|Khối xã|{BLANK}", A, B, f"|Tổng cộng|{AB}"),
        *(f"II|Khối khác|{BLANK}", C, D, f"|Tổng cộng|{CD}", TOTAL),
    ],
    "sums of pages": [A, B, f"|Cộng trang 1|{AB}", C, D, f"|Cộng trang 2|{CD}", TOTAL],
    "carried over": [A, B, f"|Cộng trang|{AB}", f"|Mang sang|{AB}", C, D, TOTAL],
    "to the next page": [
        *(A, B, f"|Cộng chuyển sang trang sau|{AB}"),
        *(f"|Trang trước chuyển sang|{AB}", C, D, TOTAL),
    ],
    # parts of a unit
    "of which, without dashes": [
        *(A, f"|Trong đó:|{BLANK}", "|Nữ|2|1|0|1||1", "|Dân tộc thiểu số|1|1|0|1||1"),
        *(B, C, D, TOTAL),
    ],
    "numbered below": [
        *(A, "1.1|Chi bộ thôn 1|2|1|1|2|100|1", "1.2|Chi bộ thôn 2|3|1|0|1|33,33|3"),
        *(B, C, D, TOTAL),
    ],
    "lettered below": [
        *(A, "a)|Chi bộ thôn 1|2|1|1|2|100|1", "b)|Chi bộ thôn 2|3|1|0|1|33,33|3"),
        *(B, C, D, TOTAL),
    ],
    # rows that only number their units in another way, and rows around the table
    "roman numbers alone": [
        *("I" + A[1:], "II" + B[1:], "III" + C[1:], "IV" + D[1:], TOTAL),
    ],
    "comparisons": [
        *(A, B, C, D, TOTAL, "|Cùng kỳ năm trước|12|5|0|5|41,67|9", "|Tăng, giảm|-1|-1|1|0||4"),
    ],
    "notes with numbers": [A, B, C, D, TOTAL, "Ghi chú:", "1|Tính đến ngày 13/9", "2|Sơ bộ"],
    "last year below": [
        *(A, B, C, D, TOTAL, "", "Năm 2022", HEADER),
        *(row.replace("|5|", "|6|") for row in (A, B, C, D, TOTAL)),
    ],
}


@pytest.mark.parametrize("shape", WITH_TOTAL)
def test_units_and_total(shape: str, tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [HEADER, *WITH_TOTAL[shape]], register=None)
    assert [name[-1] for name in snapshot.units["listed_as"]] == ["A", "B", "C", "D"]
    assert listed(snapshot.units["quota"]) == [5, 3, 1, 2]
    assert listed(snapshot.units["pool"]) == [4, 6, 0, 3]
    assert snapshot.stated[["quota", "admitted", "pool"]].tolist() == [11, 4, 13]
    assert set(codes(snapshot)) <= {
        *("subtotal_row", "section_row", "of_which_row", "comparison_row"),
        *(("table_of_another_time",) if shape == "last year below" else ()),
        *(("row_as_total",) if shape == "no word for it" else ()),
        *(("numbering",) if shape == "roman numbers alone" else ()),
    }


WITHOUT_NUMBERS = {
    "total": [*short(A, B, C, D), f"Tổng cộng|{WHOLE}"],
    "the district first": [f"Đảng bộ huyện Vĩnh Bảo|{WHOLE}", *short(A, B, C, D)],
    "parts": [f"Khối xã|{AB}", *short(A, B), f"Khối khác|{CD}", *short(C, D), f"Cộng|{WHOLE}"],
    "parts of no kind": [
        *(f"Xã, thị trấn|{AB}", *short(A, B), f"Cơ quan|{CD}", *short(C, D), f"Cộng|{WHOLE}"),
    ],
    "numbers before names": [
        *(row.replace("|", ". ", 1) for row in (A, B, C, D)),
        f"Tổng cộng|{WHOLE}",
    ],
    "parts and units with numbers before names": [
        *(f"I. Khối xã|{AB}", "1. " + A[2:], "2. " + B[2:]),
        *(f"II. Khối khác|{CD}", "1. " + C[2:], "2. " + D[2:], f"Tổng cộng|{WHOLE}"),
    ],
}


@pytest.mark.parametrize("shape", WITHOUT_NUMBERS)
def test_tables_without_a_column_of_numbers(shape: str, tmp_path: Path) -> None:
    rows = [*short(HEADER), *WITHOUT_NUMBERS[shape]]
    snapshot = read_rows(tmp_path, rows, register=None)
    names = ["Đảng bộ xã A", "Đảng bộ xã B", "Chi bộ C", "Chi bộ D"]
    assert snapshot.units["listed_as"].tolist() == names
    assert listed(snapshot.units["quota"]) == [5, 3, 1, 2]
    assert snapshot.stated["quota"] == 11
    assert set(codes(snapshot)) <= {"subtotal_row"}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        # a part that is one unit, at the end and at the start
        (
            [f"I|Khối xã|{AB}", A, B, f"II|Khối khác|{CD}", C, D, "III|Ngân hàng|2|1|0|1|50,00|1"],
            ["A", "B", "C", "D", "g"],
        ),
        (
            ["I|Ngân hàng|2|1|0|1|50,00|1", f"II|Khối xã|{AB}", A, B, f"III|Khối khác|{CD}", C, D],
            ["g", "A", "B", "C", "D"],
        ),
        # a unit numbered by a slip, a unit without a number
        ([A, "II" + B[1:], C, D], ["A", "B", "C", "D"]),
        ([A, B[1:], C, D], ["A", "B", "C", "D"]),
    ],
)
def test_units_that_look_like_sums(
    rows: Sequence[str], wanted: Sequence[str], tmp_path: Path
) -> None:
    snapshot = read_rows(tmp_path, [HEADER, *rows], register=None)
    assert [name[-1] for name in snapshot.units["listed_as"]] == wanted
    assert "numbering" in codes(snapshot)
    assert "subtotal" not in codes(snapshot)


@pytest.mark.parametrize("name", ["Xã, thị trấn", "Khối xã"])
def test_a_wrong_sum_of_a_part_is_told(name: str, tmp_path: Path) -> None:
    rows = [HEADER, f"|{name}|9|2|1|3|33,33|10", A, B, f"|Cơ quan|{CD}", C, D, TOTAL]
    snapshot = read_rows(tmp_path, rows, register=None)
    findings = snapshot.findings.set_index("code")
    assert findings.loc["subtotal", ["stated", "computed"]].tolist() == ["9", "8"]
    assert len(snapshot.units) == 4


# --- what figures and marks tell ---------------------------------------------------------------

PLAIN = "Đơn vị|Chỉ tiêu|Đã kết nạp"
FIGURES = {
    "parts set under units": (
        [
            "STT|" + PLAIN,
            "1|Đảng bộ xã A|30|12",
            "-|Khối trường|10|4",
            "-|Khối thôn|20|8",
            "2|Đảng bộ xã B|8|3",
            "+|Chi bộ thôn 1|3|1",
            "•|Chi bộ thôn 2|5|2",
            "|Cộng|38|15",
        ],
        {"A": (30, 12), "B": (8, 3)},
    ),
    "dashes before the names": (
        [
            PLAIN,
            "Đảng bộ xã A|30|12",
            "- Khối trường|10|4",
            "+ Khối thôn|20|8",
            "Đảng bộ xã B|8|3",
            "Cộng|38|15",
        ],
        {"A": (30, 12), "B": (8, 3)},
    ),
    "units under numbered parts": (
        [
            "STT|" + PLAIN,
            "1|Khối xã|38|15",
            "-|Đảng bộ xã A|30|12",
            "-|Đảng bộ xã B|8|3",
            "2|Khối khác|7|1",
            "-|Chi bộ C|7|1",
            "|Cộng|45|16",
        ],
        {"A": (30, 12), "B": (8, 3), "C": (7, 1)},
    ),
    "all with dashes": (
        [PLAIN, "- A|30|12", "- B|8|3", "- C|7|1", "Cộng (1+2+3)|45|16"],
        {"A": (30, 12), "B": (8, 3), "C": (7, 1)},
    ),
    "letters under a number": (
        [
            PLAIN,
            "1|2|3",
            "1. Xã A|30|12",
            "2. Khối B (2=a+b)|8|3",
            "a) Công lập|5|2",
            "b) Ngoài công lập|3|1",
            "Cộng (1+2)|38|15",
        ],
        {"Xã A": (30, 12), "Khối B (2=a+b)": (8, 3)},
    ),
    "parts without a word or a number": (
        [
            PLAIN,
            "Miền núi|15|4",
            "A|10|3",
            "B|5|1",
            "Đồng bằng|7|3",
            "C|4|2",
            "D|3|1",
            "Vĩnh Bảo|22|7",
        ],
        {"A": (10, 3), "B": (5, 1), "C": (4, 2), "D": (3, 1)},
    ),
    "the whole without a word or a number": (
        [PLAIN, "Vùng Đông|22|7", "A|10|3", "B|5|1", "C|7|3"],
        {"A": (10, 3), "B": (5, 1), "C": (7, 3)},
    ),
    "short names": (
        [PLAIN, "Nông dân|10|3", "Công nhân|5|1", "Còn lại|7|3", "Chung toàn huyện|22|7"],
        {"Nông dân": (10, 3), "Công nhân": (5, 1), "Còn lại": (7, 3)},
    ),
    "a ruler under the header": (
        [PLAIN, "---|:---:|---:", "Đảng bộ xã A|10|3", "Chi bộ B|5|1"],
        {"A": (10, 3), "B": (5, 1)},
    ),
    "a name over two rows": (
        [
            "STT|" + PLAIN,
            "1|Đảng bộ thị trấn|10|3",
            "|A||",
            "2|Đảng bộ xã (gồm thôn|5|1",
            "|Đông và B)||",
            "3|Chi bộ Trường||",
            "|C|7|1",
        ],
        {
            "Đảng bộ thị trấn A": (10, 3),
            "Đảng bộ xã (gồm thôn Đông và B)": (5, 1),
            "Chi bộ Trường C": (7, 1),
        },
    ),
    "two halves": (
        [
            f"STT|{PLAIN}|STT|{PLAIN}",
            "1|Đảng bộ xã A|10|3|3|Chi bộ C|7|1",
            "2|Đảng bộ xã B|5|1|||  |",
            "||||||",
            "|||||Tổng cộng|22|5",
        ],
        {"A": (10, 3), "B": (5, 1), "C": (7, 1)},
    ),
    "two halves with sums of their own": (
        [
            *(f"STT|{PLAIN}|STT|{PLAIN}", "1|Đảng bộ xã A|10|3|3|Chi bộ C|7|1"),
            *("2|Đảng bộ xã B|5|1|4|Chi bộ D|2|0", "|Cộng|15|4||Cộng|9|1"),
        ],
        {"A": (10, 3), "B": (5, 1), "C": (7, 1), "D": (2, 0)},
    ),
    "a header broken over rows": (
        [
            "STT|Cơ quan,|Chỉ tiêu|Số đã",
            "|đơn vị|kết nạp|kết nạp",
            "||năm|đến",
            "||2023|30/9",
            "(1)|(2)|(3)|(4)",
            "1|Đảng bộ xã A|10|3",
            "2|Chi bộ B|5|1",
        ],
        {"A": (10, 3), "B": (5, 1)},
    ),
    "columns numbered with a gap": (
        ["STT|" + PLAIN, "1|2|7|8", "1|Đảng bộ xã A|10|3", "2|Chi bộ B|5|1"],
        {"A": (10, 3), "B": (5, 1)},
    ),
    "columns numbered with a formula": (
        [f"STT|{PLAIN}|Tỷ lệ %", "1|2|3|4|5=4/3x100%", "1|Đảng bộ xã A|10|3|30"],
        {"A": (10, 3)},
    ),
    "another year below": (
        [
            PLAIN,
            "Đảng bộ xã A|10|3",
            "Chi bộ B|5|1",
            "",
            "Số liệu năm 2022",
            PLAIN,
            "Đảng bộ xã C|9|9",
            "Chi bộ D|9|9",
        ],
        {"A": (10, 3), "B": (5, 1)},
    ),
}


@pytest.mark.parametrize("name", ["b.tsv", "b.csv", "b.xlsx", "b.docx"])
@pytest.mark.parametrize("shape", FIGURES)
def test_figures_and_marks_tell_units(shape: str, name: str, tmp_path: Path) -> None:
    rows, wanted = FIGURES[shape]
    snapshot = read_rows(tmp_path, ["KẾT QUẢ KẾT NẠP NĂM 2023", *rows], register=None, name=name)
    names = snapshot.units["listed_as"].tolist()
    assert [one.endswith(end) for one, end in zip(names, wanted, strict=True)] == [True] * len(
        wanted
    )
    assert listed(snapshot.units["quota"]) == [quota for quota, _ in wanted.values()]
    assert listed(snapshot.units["admitted"]) == [admitted for _, admitted in wanted.values()]
    errors = snapshot.findings.loc[snapshot.findings["severity"] == "error", "code"].tolist()
    assert errors == []
    assert ("table_of_another_time" in codes(snapshot)) is (shape == "another year below")


def test_a_numbered_row_that_equals_the_others_is_told(tmp_path: Path) -> None:
    rows = [HEADER, "1|Khối xã|11|4|1|5|45,45|13", *(str(at) + row[1:] for at, row in _NUMBERED)]
    snapshot = read_rows(tmp_path, rows, register=None)
    assert len(snapshot.units) == 5
    assert "equals_sum" in codes(snapshot)


_NUMBERED = list(enumerate((A, B, C, D), start=2))
