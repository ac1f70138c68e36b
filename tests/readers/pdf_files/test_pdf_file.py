import random
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import psutil
import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.pdf_files import pdf_file as pdf
from dangvien_analysis.readers.pdf_files.pdf_file import read_pdf
from dangvien_analysis.text.vietnamese import clean
from tests.fixtures.make_office_files import BODY, DATA, TITLE, real_table
from tests.fixtures.small_pdf import (
    IMAGE,
    nameless,
    rule,
    words,
    write_bomb,
    write_packed,
    write_pdf,
)

MB = 2**20
RAW = [[cell.replace(".", ",") for cell in row] for row in real_table()]
NAMES = ["thong-bao", "bieu-co-ke", "bieu-khong-ke"]


@pytest.fixture(scope="module")
def grids() -> dict[str, Grid]:
    """The printed notice, and the workbook printed with and without borders."""
    return {name: read_pdf(DATA / f"{name}.pdf") for name in NAMES}


def cleaned(row: Row) -> list[str]:
    return [clean(text).replace(".", ",") for text in row.texts]


def in_tables(grid: Grid) -> list[Row]:
    return [row for row in grid.rows if row.part]


def prose(grid: Grid) -> list[str]:
    return [" | ".join(map(clean, row.texts)) for row in grid.rows if not row.part]


# --- the real table ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_each_unit_s_cells_are_those_of_the_raw_table(name: str, grids: dict[str, Grid]) -> None:
    found = {row.text(0): cleaned(row) for row in in_tables(grids[name])}
    wanted = {row[0]: list(row) for row in RAW[1:-1]}
    if name == "thong-bao":
        # broken across two pages: the piece on the next one is a row without a number
        wanted["47"][1] = "Chi bộ Trung tâm"
        piece = next(row for row in in_tables(grids[name]) if row.part == "trang 3")
        assert cleaned(piece) == ["", "GDNN và GDTX", *[""] * 6]
    assert len(wanted) == 54
    assert {number: found.get(number) for number in wanted} == wanted


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("thong-bao", "T\nỔ\nN\nG\nC\nỘ\nN\nG"),  # a column too narrow for two letters
        ("bieu-co-ke", "TỔNG\nCỘNG"),
        ("bieu-khong-ke", "TỔNG\nCỘNG"),
    ],
)
def test_the_total_s_label_keeps_its_line_breaks(
    name: str, label: str, grids: dict[str, Grid]
) -> None:
    total = in_tables(grids[name])[-1]
    assert unicodedata.normalize("NFC", total.text(0)) == label
    assert cleaned(total)[1:] == RAW[-1][1:]


@pytest.mark.parametrize(
    ("name", "pages"), [("thong-bao", [1]), ("bieu-co-ke", [1, 2]), ("bieu-khong-ke", [1, 2])]
)
def test_a_header_is_one_row_and_stays_where_it_is_repeated(
    name: str, pages: list[int], grids: dict[str, Grid]
) -> None:
    headers = [row for row in in_tables(grids[name]) if cleaned(row)[1:] == RAW[0][1:]]
    assert [(row.part, row.number) for row in headers] == [(f"trang {page}", 1) for page in pages]


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_numbered_in_their_page(name: str, grids: dict[str, Grid]) -> None:
    grid = grids[name]
    assert grid.kind is Kind.PDF
    for part, rows in grid.parts().items():
        assert [row.number for row in rows] == list(range(1, len(rows) + 1)), part
    last = in_tables(grid)[-1]
    assert grid.place(last, 2) == f"{last.part}, hàng {last.number}, cột 3"


def test_prose_comes_line_by_line_and_no_word_of_a_table_with_it(grids: dict[str, Grid]) -> None:
    lines = prose(grids["thong-bao"])
    assert lines[:5] == [
        "HUYỆN ỦY VĨNH BẢO | ĐẢNG CỘNG SẢN VIỆT NAM",
        "*",
        "Số 623-TB/HU | Vĩnh Bảo, ngày 14 tháng 9 năm 2023",
        "THÔNG BÁO",
        TITLE,
    ]
    assert " ".join(lines[5:-2]) == " ".join(BODY)
    assert lines[-2:] == [
        "Nơi nhận: | T/M BAN THƯỜNG VỤ",
        "- Các chi, đảng bộ, | PHÓ BÍ THƯ",
    ]


@pytest.mark.parametrize("name", ["bieu-co-ke", "bieu-khong-ke"])
def test_titles_and_notes_of_a_sheet_are_prose(name: str, grids: dict[str, Grid]) -> None:
    assert prose(grids[name]) == [
        f"BIỂU TỔNG HỢP {TITLE}",
        "(Số liệu tính đến ngày 13/9/2023)",
        "Ghi chú: chưa gồm hồ sơ đang thẩm tra.",
    ]


def test_fonts_are_named_without_the_mark_of_a_subset(grids: dict[str, Grid]) -> None:
    assert {"LiberationSerif", "LiberationSerif-Bold"} <= grids["thong-bao"].fonts
    assert not any("+" in font for font in grids["thong-bao"].fonts)


# --- small pages ------------------------------------------------------------------------------

# Two columns of a header under one cell, a cell over two rows, and a row of numbers.
MERGED = b"".join(
    [
        *(rule(50, y, 350, y) for y in (700, 640, 610)),
        rule(150, 670, 350, 670),
        *(rule(x, 610, x, 700) for x in (50, 150, 350)),
        rule(250, 610, 250, 670),
        words(60, 660, "Don vi"),
        words(200, 680, "Ket qua"),
        words(160, 650, "Da ket nap"),
        words(260, 650, "Dang trinh"),
        *(words(x, 620, text) for x, text in ((60, "Xa A"), (190, "4"), (290, "2"))),
    ]
)
BOX = b"".join(rule(*line) for line in ((50, 500, 550, 500), (50, 550, 550, 550)))
FRAME = BOX + rule(50, 500, 50, 550) + rule(550, 500, 550, 550) + words(60, 520, "Luu y chung")


def test_merged_cells_give_their_text_once(tmp_path: Path) -> None:
    grid = read_pdf(write_pdf(tmp_path / "a.pdf", MERGED))
    assert [(row.texts, dict(row.spans)) for row in grid.rows] == [
        (("Don vi", "Ket qua", ""), {0: (2, 1), 1: (1, 2)}),
        (("", "Da ket nap", "Dang trinh"), {}),
        (("Xa A", "4", "2"), {}),
    ]
    assert grid.fonts == {"Helvetica"}


def test_a_page_with_two_tables_numbers_them(tmp_path: Path) -> None:
    lower = b"q 1 0 0 1 0 -300 cm\n" + MERGED + b"Q\n"
    content = MERGED + words(50, 560, "giua hai bang") + lower
    parts = read_pdf(write_pdf(tmp_path / "a.pdf", content, MERGED)).parts()
    assert list(parts) == ["trang 1, bảng 1", "", "trang 1, bảng 2", "trang 2"]
    assert [row.texts for row in parts[""]] == [("giua hai bang",)]
    assert [row.number for row in parts["trang 1, bảng 2"]] == [1, 2, 3]


def test_a_frame_around_words_is_no_table(tmp_path: Path) -> None:
    grid = read_pdf(write_pdf(tmp_path / "a.pdf", FRAME))
    assert [(row.part, row.texts) for row in grid.rows] == [("", ("Luu y chung",))]


def test_bold_faked_by_setting_letters_twice_is_read_once(tmp_path: Path) -> None:
    content = words(50, 700, "TONG COONG") + words(50.3, 700, "TONG COONG")
    assert read_pdf(write_pdf(tmp_path / "a.pdf", content)).rows[0].texts == ("TONG COONG",)


def test_words_without_space_letters_are_parted_by_their_distance(tmp_path: Path) -> None:
    # two points are a space between small letters, and none in a headline
    small = words(50, 600, "Dang", 8) + words(68, 600, "bo", 8) + words(78, 600, "xa", 8)
    large = words(50, 700, "T", 24) + words(64, 700, "O", 24)
    grid = read_pdf(write_pdf(tmp_path / "a.pdf", large + small))
    assert [row.texts for row in grid.rows] == [("TO",), ("Dang bo xa",)]


def test_letters_that_nothing_names_are_marked_as_lost(tmp_path: Path) -> None:
    content = words(50, 700, "Chi bo") + nameless(50, 650, b"\0\x31\0\x32")
    texts = [row.texts[0] for row in read_pdf(write_pdf(tmp_path / "a.pdf", content)).rows]
    assert texts == ["Chi bo", "\ufffd\ufffd"]


def test_a_page_that_holds_only_a_picture_is_told(tmp_path: Path) -> None:
    grid = read_pdf(write_pdf(tmp_path / "a.pdf", words(50, 700, "Bao cao"), IMAGE))
    assert [(one.code, one.place) for one in grid.findings] == [("page_without_text", "trang 2")]
    assert read_pdf(write_pdf(tmp_path / "b.pdf", words(50, 700, "x") + IMAGE)).findings == ()


def test_an_awkward_name_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "-báo cáo  tháng 9 & 10;.pdf"
    assert len(read_pdf(write_pdf(path, words(50, 700, "Bao cao"))).rows) == 1


# --- what is refused --------------------------------------------------------------------------


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"^ban-quet\.pdf: không có chữ .*(Word|Excel).*tệp gốc"):
        read_pdf(DATA / "ban-quet.pdf")


def test_a_password_to_open_is_refused_and_an_owner_s_is_not() -> None:
    for name in ("khoa-mo.pdf", "khoa-sua.pdf"):
        assert b"/Encrypt" in (DATA / name).read_bytes()
    with pytest.raises(ReadError, match=r"^khoa-mo\.pdf: .*mật khẩu"):
        read_pdf(DATA / "khoa-mo.pdf")
    assert cleaned(in_tables(read_pdf(DATA / "khoa-sua.pdf"))[1]) == RAW[1]


def at_once() -> Limits:
    """Limits that leave no time at all, which no settings may."""
    limits = Limits()
    object.__setattr__(limits, "seconds", 0)
    return limits


@pytest.mark.parametrize(
    ("limits", "words_of_it"),
    [
        (Limits(pages=2), "hơn 2 trang"),
        (at_once(), "quá 0 giây"),
        (Limits(memory_mb=10), "hơn 10 MB"),
    ],
)
def test_a_file_over_a_limit_is_refused(limits: Limits, words_of_it: str) -> None:
    with pytest.raises(ReadError, match=rf"^thong-bao\.pdf: .*{words_of_it}"):
        read_pdf(DATA / "thong-bao.pdf", limits)


def test_a_file_with_too_many_cells_is_refused() -> None:
    with pytest.raises(ReadError, match=r"^thong-bao\.pdf: .*hơn 300 ô"):
        read_pdf(DATA / "thong-bao.pdf", cells=300)


def test_as_many_pages_as_the_limit_are_read(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", *[words(50, 700, "x")] * 60)
    assert len(read_pdf(path).rows) == Limits().pages
    with pytest.raises(ReadError, match="hơn 60 trang"):
        read_pdf(write_pdf(path, *[words(50, 700, "x")] * 61))


def peak() -> int:
    """Give the most memory that this process has ever had [bytes]."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def test_a_bomb_is_refused_within_the_limits_and_this_process_stays_small(tmp_path: Path) -> None:
    path = write_bomb(tmp_path / "a.pdf", 2**30)
    assert path.stat().st_size < 2 * MB
    before, start = peak(), time.monotonic()
    with pytest.raises(ReadError, match=r"^a\.pdf: .*(bộ nhớ|giây)"):
        read_pdf(path)
    assert time.monotonic() - start < 2 * Limits().seconds
    assert peak() - before < 50 * MB


@pytest.mark.parametrize(
    "drawn",
    [
        words(50, 700, "a" * 1000) * 60,
        rule(50, 700, 60, 700) * 60_000,
        b"0 0 m " + b"1 1 l " * 60_000 + b"S\n",
        b"0 0 m " + b"1 1 2 2 3 3 c " * 60_000 + b"S\n",
        b"q " * 2000,
        b"/A BMC " * 2000,
        b"".join(
            rule(x, y, x + 10, y) + rule(x, y, x, y + 10)
            for x in range(20, 580, 4)
            for y in range(20, 820, 4)
        ),
        # areas and lines over one another, under the same letters
        b"20 20 560 800 re f\n" * 2000 + words(50, 700, "a" * 1000, 1) * 2,
        rule(50, 704, 550, 704) * 2000 + words(50, 700, "a" * 1000, 1) * 2,
    ],
    ids=["letters", "lines", "path", "curve", "states", "parts", "grid", "areas", "strokes"],
)
def test_a_page_that_draws_more_than_is_read_is_refused(drawn: bytes, tmp_path: Path) -> None:
    path = write_packed(tmp_path / "a.pdf", words(50, 700, "x") + drawn)
    with pytest.raises(ReadError, match=r"^a\.pdf: một trang .* quá nhiều chữ hoặc nét vẽ"):
        read_pdf(path)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"STT\tTen\n", b"\x89PNG\r\n\x1a\n" * 99])
def test_what_is_no_pdf_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"^a\.pdf: tệp PDF hỏng, không đọc được \(\w+\)\. Mở"):
        read_pdf(path)


# A packed page: its beginning, its middle, its sum at the end. A parser that mends such a page
# gives half of it, or a 5 where a 7 was printed.
@pytest.mark.parametrize("place", [1, 30, -1])
def test_a_page_with_one_wrong_bit_is_refused(place: int, tmp_path: Path) -> None:
    content = b"".join(words(50, 800 - 20 * at, f"Xa {at} {at * 7}") for at in range(30))
    assert len(read_pdf(write_packed(tmp_path / "a.pdf", content)).rows) == 30
    with pytest.raises(ReadError, match=r"^a\.pdf: tệp PDF hỏng"):
        read_pdf(write_packed(tmp_path / "a.pdf", content, damaged=place))


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        # the list of pages, then the drawing of the second, points to nothing
        (b"/Kids [6 0 R 8 0 R]", b"/Kids [6 0 R 88 0 R]"),
        (b"/Contents 9 0 R", b"/Contents 99 0 R"),
    ],
)
def test_a_page_that_is_lost_is_not_passed_over(
    sound: bytes, damaged: bytes, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", words(50, 700, "x"), words(50, 700, "y"))
    assert len(read_pdf(path).rows) == 2
    content = path.read_bytes()
    assert sound in content
    path.write_bytes(content.replace(sound, damaged))
    with pytest.raises(ReadError, match=r"^a\.pdf: tệp PDF hỏng"):
        read_pdf(path)


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_file_ends_in_a_grid_or_a_clear_error(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    content = bytearray((DATA / f"{chance.choice(NAMES)}.pdf").read_bytes())
    if seed % 3 == 0:
        del content[chance.randrange(len(content)) :]
    else:
        for _ in range(chance.choice([1, 20, 400])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    try:
        assert read_pdf(path).kind is Kind.PDF
    except ReadError as error:
        assert str(error).startswith("a.pdf: ")


def test_the_child_starts_without_the_package(tmp_path: Path) -> None:
    script = Path(pdf.__file__).with_name("pdf_pages.py")
    path = write_pdf(tmp_path / "a.pdf", words(50, 700, "x"))
    command = [sys.executable, "-P", "-X", "importtime", str(script), str(path), "9", "9"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "pdfplumber" in run.stderr
    assert "pandas" not in run.stderr
    assert "dangvien_analysis" not in run.stderr
