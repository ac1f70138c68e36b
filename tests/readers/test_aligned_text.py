import re

import pytest

from dangvien_analysis.readers.aligned_text import Block, Word, blocks_of

WIDTH, HEIGHT, STEP = 5.0, 10.0, 12.0
"""A letter is half as wide as high, so one space between words is half a letter's height."""


def page(text: str, start: float = 50.0) -> list[Word]:
    """Place words as they are typed here; a line that begins with ^ is half a line higher."""
    placed, top = [], start
    for line in text.strip("\n").splitlines():
        top += STEP * (0.5 if line.startswith("^") else 1)
        for found in re.finditer(r"\S+", line.replace("^", " ", 1)):
            left, right = found.start() * WIDTH, found.end() * WIDTH
            placed.append(Word(left, top, right, top + HEIGHT, found[0]))
    return placed


def table(blocks: list[Block]) -> list[tuple[str, ...]]:
    (found,) = [block for block in blocks if block.is_table]
    return [texts for texts, _ in found.rows]


def prose(blocks: list[Block]) -> list[str]:
    return [" | ".join(block.rows[0][0]) for block in blocks if not block.is_table]


ROWS = """
  1    Chi bo Truong A      12     7    58,33
  2    Dang bo xa B          5     0     0,00
  3    Dang bo xa C          7     7   100,00
"""
UNITS = [
    ("1", "Chi bo Truong A", "12", "7", "58,33"),
    ("2", "Dang bo xa B", "5", "0", "0,00"),
    ("3", "Dang bo xa C", "7", "7", "100,00"),
]
HEADER = "  TT   Ten don vi        Chi tieu   Nap   Ty le"


@pytest.mark.parametrize(
    ("above", "header"),
    [
        ("", []),
        (HEADER, [("TT", "Ten don vi", "Chi tieu", "Nap", "Ty le")]),
        # titles over several lines, each column's in the middle of the row
        (
            "                           Chi             \n"
            "^  TT   Ten don vi               Nap   Ty le\n"
            "^                         tieu             \n",
            [("TT", "Ten don vi", "Chi\ntieu", "Nap", "Ty le")],
        ),
        # a title over two columns
        (
            "                                 Ket qua\n" + HEADER,
            [("", "", "", "Ket qua", ""), ("TT", "Ten don vi", "Chi tieu", "Nap", "Ty le")],
        ),
        # the columns are numbered, and the first part is named
        (
            HEADER + "\n  (1)      (2)             (3)   (4)     (5)\n  I    Khoi xa\n",
            [
                ("TT", "Ten don vi", "Chi tieu", "Nap", "Ty le"),
                ("(1)", "(2)", "(3)", "(4)", "(5)"),
                ("I", "Khoi xa", "", "", ""),
            ],
        ),
    ],
)
def test_columns_are_found_by_what_stands_in_rows(
    above: str, header: list[tuple[str, ...]]
) -> None:
    (blocks,) = blocks_of([page(above.rstrip("\n") + ROWS)])
    assert table(blocks) == [*header, *UNITS]
    assert prose(blocks) == []


def test_a_title_over_two_columns_spans_them() -> None:
    above = "                                Ket qua nam\n" + HEADER
    (blocks,) = blocks_of([page(above + ROWS)])
    assert [dict(spans) for _, spans in blocks[0].rows[:2]] == [{3: (1, 2)}, {}]


def test_a_column_that_is_only_titled_is_a_column() -> None:
    (blocks,) = blocks_of([page(HEADER + "     Ghi chu" + ROWS)])
    assert table(blocks)[0] == ("TT", "Ten don vi", "Chi tieu", "Nap", "Ty le", "Ghi chu")
    assert table(blocks)[1:] == [(*unit, "") for unit in UNITS]


def test_what_stands_around_a_table_is_prose() -> None:
    text = (
        "        KET QUA KET NAP DANG VIEN 9 THANG\n\n"
        "                            Don vi tinh: nguoi\n".replace("Don vi tinh", "Đơn vị tính")
        + HEADER
        + ROWS
        + "\n  Ghi chu: so lieu den 13 thang 9\n\n"
        "     Noi nhan:                   T/M BAN THUONG VU\n"
    )
    (blocks,) = blocks_of([page(text)])
    assert table(blocks)[0][0] == "TT"
    assert table(blocks)[1:] == UNITS
    assert prose(blocks) == [
        "KET QUA KET NAP DANG VIEN 9 THANG",
        "Đơn vị tính: nguoi",
        "Ghi chu: so lieu den 13 thang 9",
        "Noi nhan: | T/M BAN THUONG VU",
    ]
    assert [block.top for block in blocks] == sorted(block.top for block in blocks)


@pytest.mark.parametrize(
    "row",
    [
        # the number in the middle of a cell of two lines
        "       Chi bo Trung tam\n"
        "^ 4                          5     3     60,00\n"
        "^      GDNN va GDTX\n",
        # at its top, at its bottom
        "  4    Chi bo Trung tam      5     3    60,00\n       GDNN va GDTX\n",
        "       Chi bo Trung tam\n  4    GDNN va GDTX          5     3    60,00\n",
    ],
)
def test_a_name_over_two_lines_is_one_cell(row: str) -> None:
    # rows stand further apart than the lines of a cell
    spaced = "\n\n".join(ROWS.strip("\n").splitlines())
    (blocks,) = blocks_of([page(HEADER + "\n\n" + spaced + "\n\n" + row + "\n\n" + spaced)])
    assert table(blocks)[1:] == [
        *UNITS,
        ("4", "Chi bo Trung tam\nGDNN va GDTX", "5", "3", "60,00"),
        *UNITS,
    ]


def test_rows_of_one_page_go_on_with_the_columns_of_the_one_before() -> None:
    # on the second page one row alone, with narrower figures, and no header
    last = "  4    Dang bo xa D          9     9   100,00\n"
    _, second = blocks_of([page(HEADER + ROWS), page(last)])
    assert table(second) == [("4", "Dang bo xa D", "9", "9", "100,00")]


def test_a_row_of_blanks_and_a_row_without_a_number_stay_in_the_table() -> None:
    text = HEADER + ROWS + "  II   Khoi truong\n" + ROWS + "  7    Chi bo chua bao cao\n"
    (blocks,) = blocks_of([page(text)])
    assert table(blocks)[4] == ("II", "Khoi truong", "", "", "")
    assert table(blocks)[-1] == ("7", "Chi bo chua bao cao", "", "", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ket nap duoc 164 dang vien, dat 58,57 % so voi chi tieu giao 280",
        "Nam 2022 nap 150,  nam 2023 nap 164,  tang 14\nDen 30 thang 6 nap 80 tren 280 nguoi\n",
    ],
)
def test_prose_with_numbers_is_no_table(text: str) -> None:
    (blocks,) = blocks_of([page(text)] if text else [[]])
    assert prose(blocks) == [" ".join(line.split()) for line in text.splitlines()]


def test_each_word_is_given_once() -> None:
    text = HEADER + ROWS + "\n ghi chu 1 2 3   4  x y\n" + ROWS + "cuoi trang   5\n"
    (blocks,) = blocks_of([page(text)])
    given = [
        word
        for block in blocks
        for texts, _ in block.rows
        for one in texts
        for word in one.split()
    ]
    assert sorted(given) == sorted(text.split())
