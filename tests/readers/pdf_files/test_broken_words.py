from pathlib import Path

import pytest

from dangvien_analysis.readers.pdf_files.broken_words import mended
from dangvien_analysis.readers.pdf_files.pdf_file import read_pdf
from tests.fixtures.forms_pdf import rule, wide, words, write_page


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["Nguyễ", "n Khuyến"], ["Nguyễn Khuyến"]),
        (["114.2", "9"], ["114.29"]),
        (["100", ",00"], ["100,00"]),
        (["58,", "5"], ["58,5"]),
        (["ST", "T"], ["STT"]),
        (["TỔ", "N", "G", "CỘ", "N", "G"], ["TỔNG", "CỘNG"]),
        (["Đã kết n", "ạp"], ["Đã kết nạp"]),
        (["Trường T", "HPT Vĩnh Bảo"], ["Trường THPT Vĩnh Bảo"]),
        (["Đ", "ảng bộ"], ["Đảng bộ"]),
        # whole words, two figures, a label from top to bottom
        (["Chi bộ Trung tâm", "GDNN và GDTX"], ["Chi bộ Trung tâm", "GDNN và GDTX"]),
        (["Đảng bộ xã An", "Hòa"], ["Đảng bộ xã An", "Hòa"]),
        (["Trường THPT", "số 2"], ["Trường THPT", "số 2"]),
        (["Trường THCS", "THPT"], ["Trường THCS", "THPT"]),
        (["Khối", "B"], ["Khối", "B"]),
        (["TỔNG", "CỘNG"], ["TỔNG", "CỘNG"]),
        (["15", "20"], ["15", "20"]),
        (["số 1", "2"], ["số 1", "2"]),
        (["T", "Ổ", "N", "G"], ["T", "Ổ", "N", "G"]),
    ],
)
def test_halves_are_joined_where_one_cannot_stand_alone(
    lines: list[str], wanted: list[str]
) -> None:
    assert mended(lines, lambda _: True) == wanted
    assert mended(lines, lambda _: False) == lines


@pytest.mark.parametrize(
    ("room", "wanted"),
    [(1.0, ("Trường Nguyễn Khuyến", "114.29")), (9.0, ("Trường Nguyễ\nn Khuyến", "114.2\n9"))],
)
def test_only_a_full_line_is_broken_inside_a_word(
    room: float, wanted: tuple[str, str], tmp_path: Path
) -> None:
    edges = [40.0]
    for text in ("Trường Nguyễ", "114.2"):
        edges.append(edges[-1] + wide(text) + 8 + room)
    lines = "".join(rule(x, 600, x, 660) for x in edges)
    lines += "".join(rule(edges[0], y, edges[-1], y) for y in (600, 630, 660))
    head = words(edges[0] + 4, 640, "Đơn vị") + words(edges[1] + 4, 640, "Dat")
    pairs = zip(edges, (("Trường Nguyễ", "n Khuyến"), ("114.2", "9")), strict=False)
    body = "".join(
        words(left + 4, y, text)
        for left, pair in pairs
        for y, text in zip((617, 605), pair, strict=True)
    )
    grid = read_pdf(write_page(tmp_path / "a.pdf", lines + head + body))
    assert grid.rows[1].texts == wanted
