"""What a reader of a page of a PDF sees of its letters, and what is set aside."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.pdf_files.cell_text import read_cell
from dangvien_analysis.readers.pdf_files.page_drawing import Letter
from dangvien_analysis.readers.pdf_files.pdf_file import read_pdf
from dangvien_analysis.readers.set_aside import NOTHING, Form
from tests.fixtures.forms import FormFault, faults, sound
from tests.fixtures.forms_pdf import CARRIES, area, rule, wide, words, write, write_page

Y = 705.0  # The line that the words of the second row stand on
X = 184.0  # Where its figure begins
SIZE = 9.0


def paper(path: Path, cell: str, **more: object) -> Grid:
    """Print a table of two rows, with something in a cell where a 7 stands."""
    return read_pdf(draw(path, words(X, Y, "7") + cell, **more))


def draw(path: Path, cell: str, **more: object) -> Path:
    lines = "".join(rule(40, y, 320, y) for y in (740, 720, 700))
    lines += "".join(rule(x, 700, x, 740) for x in (40, 180, 250, 320))
    head = words(44, 725, "Đơn vị") + words(184, 725, "Chỉ tiêu") + words(254, 725, "Nguồn")
    body = words(44, Y, "Đảng bộ xã An Hòa") + words(254, Y, "14")
    return write_page(path, head + lines + body + cell, **more)  # type: ignore[arg-type]


def cell(grid: Grid) -> str:
    row = next(row for row in grid.rows if row.text(0).startswith("Đảng bộ xã An Hòa"))
    return row.text(1)


def told(grid: Grid) -> list[tuple[Form, str, str]]:
    """Give what is set aside of the cell, which is all there is."""
    places = {(one.part, one.number, one.at) for one in grid.aside.cells}
    assert places <= {("trang 1", 2, 1)}
    assert grid.aside.rows == ()
    return [(one.form, one.text, one.whole) for one in grid.aside.cells]


# --- every fault, with and without lines ------------------------------------------------------

FAULTS = [one for one in faults(total=True) if one.form in CARRIES]
FORMS = {
    **{"lowered": Form.RAISED, "white": Form.HIDDEN, "covered": Form.HIDDEN, "note": Form.NOTED},
}


def texts(grid: Grid) -> list[tuple[str, ...]]:
    return [row.texts for row in grid.rows]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "bare"])
@pytest.mark.parametrize("fault", FAULTS, ids=[one.name for one in FAULTS])
def test_a_page_is_read_as_it_is_seen(fault: FormFault, ruled: bool, tmp_path: Path) -> None:
    plain = read_pdf(write(tmp_path / "a.pdf", sound(total=True), ruled=ruled))
    assert plain.aside == NOTHING
    grid = read_pdf(write(tmp_path / "b.pdf", fault.table, ruled=ruled))
    assert texts(grid) == texts(plain)
    form = fault.form.removeprefix("row:")
    assert {one.form for one in (*grid.aside.cells, *grid.aside.rows)} == {
        FORMS.get(form) or Form(form)
    }
    if fault.form.startswith("row:"):
        (row,) = grid.aside.rows
        assert (row.part, row.number, row.texts[1:3]) == ("trang 1", 3, ("Đảng bộ xã Đã Ẩn", "6"))
        assert [one.number for one in grid.rows if one.part] == [1, 2, 4, 5, 6, 7, 8]
        assert grid.aside.cells == ()


def test_marks_in_a_headline_are_told_with_its_line(tmp_path: Path) -> None:
    fault = next(one for one in FAULTS if one.name == "raised mark in prose")
    (mark,) = read_pdf(write(tmp_path / "a.pdf", fault.table)).aside.cells
    assert (mark.part, mark.number, mark.at, mark.text) == ("", 1, 0, "1")
    assert " 161 đảng viên" in mark.whole


# --- raised -----------------------------------------------------------------------------------


# As Word, LibreOffice and a browser set it.
@pytest.mark.parametrize(("high", "size"), [(3.5, 5), (-2.0, 5.5), (3.0, 7.5), (-1.8, 7.5)])
@pytest.mark.parametrize("text", ["1", "(1)", "*)"])
def test_a_small_mark_off_the_line_is_set_aside(
    text: str, high: float, size: float, tmp_path: Path
) -> None:
    grid = paper(tmp_path / "a.pdf", words(X + wide("7"), Y + high, text, size))
    assert cell(grid) == "7"
    assert told(grid) == [(Form.RAISED, text, f"7{text}")]


@pytest.mark.parametrize(
    ("drawn", "wanted"),
    [
        # of one size, off the line; small, on the line; far away; on a line of its own
        (words(X + wide("7"), Y + 1, "1"), "71"),
        (words(X + wide("7"), Y, "1", 6), "7\n1"),
        (words(X + 30, Y + 3.5, "1", 5), "7 1"),
        (words(X, Y - 4.5, "nguoi", 4), "7\nnguoi"),
    ],
)
def test_other_small_letters_are_text(drawn: str, wanted: str, tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", drawn)
    assert cell(grid) == wanted
    assert grid.aside == NOTHING


def test_a_cell_of_small_letters_alone_is_its_figure(tmp_path: Path) -> None:
    grid = read_pdf(draw(tmp_path / "a.pdf", words(X, Y + 3.5, "71", 5)))
    assert cell(grid) == "71"
    assert grid.aside == NOTHING


# --- struck out -------------------------------------------------------------------------------

END = X + wide("7")
EIGHT = words(END, Y, "8")
LAST = END + wide("8")


@pytest.mark.parametrize(
    "line",
    [
        rule(END, Y + 2.5, LAST, Y + 2.5),
        rule(END - 1, Y + 3.2, LAST + 1, Y + 3.8),
        area(END, Y + 2.3, LAST, Y + 2.9, "1 0 0 rg"),
        # a wave, as a browser draws it; two lines; a curve
        area(END, Y + 1, LAST, Y + 4, "/Pattern cs /P0 scn"),
        rule(END, Y + 1.8, LAST, Y + 1.8) + rule(END, Y + 3.2, LAST, Y + 3.2),
        f"0.5 w {END} {Y + 2} m {END + 2} {Y + 3} {END + 4} {Y + 2} {LAST} {Y + 3} c S\n",
    ],
)
def test_letters_with_a_line_through_them_are_struck_out(line: str, tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", EIGHT + line)
    assert cell(grid) == "7"
    assert told(grid) == [(Form.STRUCK, "8", "78")]
    assert len(grid.rows) == 2


@pytest.mark.parametrize(
    "line",
    [
        rule(END, Y - 1, LAST, Y - 1),
        rule(END, Y + 8, LAST, Y + 8),
        rule(END, Y + 2.5, END + 1.5, Y + 2.5),
        area(END, Y - 2, LAST, Y + 7, "0.9 g"),
        "q 1 G " + rule(END, Y + 2.5, LAST, Y + 2.5) + "Q\n",
    ],
    ids=["under", "over", "beside", "behind", "white"],
)
def test_other_lines_strike_nothing_out(line: str, tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", line + EIGHT)
    assert cell(grid) == "78"
    assert grid.aside == NOTHING


def test_a_row_under_a_long_line_is_struck_out(tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", rule(40, Y + 2.5, 320, Y + 2.5))
    (row,) = grid.aside.rows
    assert (row.form, row.part, row.number) == (Form.STRUCK, "trang 1", 2)
    assert row.texts == ("Đảng bộ xã An Hòa", "7", "14")
    assert texts(grid) == [("Đơn vị", "Chỉ tiêu", "Nguồn")]


def test_words_that_lie_on_a_line_of_the_table_stay(tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", words(X, 698, "8"))
    assert len(grid.rows) == 2
    assert grid.aside == NOTHING


def quad(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"[{x0} {y1} {x1} {y1} {x0} {y0} {x1} {y0}]"


def test_an_editor_s_mark_strikes_out(tmp_path: Path) -> None:
    place = f"{END} {Y - 2} {LAST} {Y + 8}"
    for told_by in (
        f"/StrikeOut /Rect [{place}] /QuadPoints {quad(END, Y - 2, LAST, Y + 8)}",
        f"/Line /Rect [{place}] /L [{END} {Y + 3} {LAST} {Y + 3}]",
    ):
        note = f"<< /Type /Annot /Subtype {told_by} >>"
        grid = paper(tmp_path / "a.pdf", EIGHT, annots=[note])
        assert cell(grid) == "7"
        assert told(grid) == [(Form.STRUCK, "8", "78")]


# --- printed twice ----------------------------------------------------------------------------


@pytest.mark.parametrize("apart", [0.0, 0.3, 0.9, 1.3])
@pytest.mark.parametrize("text", ["7", "11", "ll", "1.1", "..", "Hill", "1,11"])
def test_letters_printed_again_stand_once(text: str, apart: float, tmp_path: Path) -> None:
    # a third copy of a dot that lies a dot's width away would be the next dot
    shift = min(apart, 0.35 * wide("l"))
    copies = "".join(words(X + at * shift, Y, text) for at in range(3))
    grid = read_pdf(draw(tmp_path / "a.pdf", copies))
    assert cell(grid) == text
    assert [(one.form, set(one.text)) for one in grid.aside.cells] == [(Form.DOUBLED, set(text))]


@pytest.mark.parametrize("text", ["11", "111", "llll", "ii", "..", "Hill", "''", "1.11", "||"])
def test_letters_side_by_side_are_no_doubles(text: str, tmp_path: Path) -> None:
    grid = read_pdf(draw(tmp_path / "a.pdf", words(X, Y, text)))
    assert cell(grid) == text
    assert grid.aside == NOTHING


def test_a_third_copy_beyond_the_second_is_one_more(tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", words(X + 1.3, Y, "7") + words(X + 2.6, Y, "7"))
    assert cell(grid) == "7"
    assert told(grid) == [(Form.DOUBLED, "77", "777")]


# --- unseen -----------------------------------------------------------------------------------

BLUE = "0.1 0.2 0.6 rg"


@pytest.mark.parametrize(
    "state",
    [
        *("1 g", "1 1 1 rg", "0 0 0 0 k", "0.99 0.99 1 rg", "/DeviceGray cs 1 sc"),
        *("3 Tr", "7 Tr", "1 Tr 1 G", "/None gs"),
    ],
)
def test_letters_that_leave_no_trace_are_hidden(state: str, tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", words(END, Y, "8", SIZE, state))
    assert cell(grid) == "7"
    assert told(grid) == [(Form.HIDDEN, "8", "78")]


@pytest.mark.parametrize("state", ["0 g", "1 0 0 rg", "0.5 g", "1 1 0 0 k", "2 Tr 1 g 0 G"])
def test_letters_of_any_colour_are_seen(state: str, tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", words(END, Y, "8", SIZE, state))
    assert cell(grid) == "78"
    assert grid.aside == NOTHING


def test_white_letters_on_a_dark_ground_are_seen_and_dark_ones_are_not(tmp_path: Path) -> None:
    ground = area(END, Y - 3, LAST, Y + 9, BLUE)
    assert cell(paper(tmp_path / "a.pdf", ground + words(END, Y, "8", SIZE, "1 g"))) == "78"
    grid = paper(tmp_path / "a.pdf", ground + words(END, Y, "8", SIZE, BLUE))
    assert told(grid) == [(Form.HIDDEN, "8", "78")]


def test_a_figure_under_an_area_is_hidden_and_the_one_on_it_is_seen(tmp_path: Path) -> None:
    # it ends at a line of the table, and is no line of it
    cover = area(END - 1, 700, 250, 720)
    grid = paper(tmp_path / "a.pdf", EIGHT + cover + words(END, Y, "9"))
    assert cell(grid) == "79"
    assert told(grid) == [(Form.HIDDEN, "8", "789")]
    black = paper(tmp_path / "a.pdf", EIGHT + cover.replace("1 g", "0 g"))
    assert told(black) == [(Form.HIDDEN, "8", "78")]


@pytest.mark.parametrize(
    "cover",
    [
        area(END, Y - 2, LAST, Y + 9, "/Half gs 1 1 0 rg"),
        area(END, Y - 2, END + 2, Y + 9),
        area(END, Y - 2, LAST, Y),
        f"q 300 400 10 10 re W n {area(0, 0, 595, 842)} Q\n",
    ],
    ids=["thin ink", "beside", "under", "cut"],
)
def test_what_lets_a_figure_be_seen_hides_nothing(cover: str, tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", EIGHT + cover)
    assert cell(grid) == "78"
    assert grid.aside == NOTHING


def test_letters_outside_what_is_shown_are_hidden(tmp_path: Path) -> None:
    clip = f"q {END + 20} {Y - 5} 20 20 re W n {EIGHT} Q\n"
    assert told(paper(tmp_path / "a.pdf", clip)) == [(Form.HIDDEN, "8", "78")]
    open_clip = f"q {END - 20} {Y - 5} 40 20 re W n {EIGHT} Q\n"
    assert cell(paper(tmp_path / "a.pdf", open_clip)) == "78"
    assert told(paper(tmp_path / "a.pdf", words(END, Y, "8", 0.5)))[0][:2] == (Form.HIDDEN, "8")
    crop = "/CropBox [0 600 595 800]"
    grid = paper(tmp_path / "a.pdf", words(44, 300, "164 đảng viên"), page=crop)
    assert [(one.form, one.texts) for one in grid.aside.rows] == [
        (Form.HIDDEN, ("164 đảng viên",))
    ]


@pytest.mark.parametrize("off", [True, False])
def test_a_layer_that_is_switched_off_is_hidden(off: bool, tmp_path: Path) -> None:
    listed = "[20 0 R]" if off else "[]"
    catalog = f"/OCProperties << /OCGs [20 0 R] /D << /OFF {listed} >> >>"
    drawn = f"/OC /Layer BDC {EIGHT} EMC\n" + words(X, Y - 1, "")
    grid = paper(tmp_path / "a.pdf", drawn, more=[catalog])
    assert cell(grid) == ("7" if off else "78")
    assert [one[0] for one in told(grid)] == [Form.HIDDEN] * off


# --- scans ------------------------------------------------------------------------------------

SCAN = "q 595 0 0 842 0 0 cm /Im0 Do Q\n"


def test_words_recognised_in_a_scan_stay_and_their_page_is_told(tmp_path: Path) -> None:
    unseen = "3 Tr " + words(44, 600, "164 đảng viên")
    for drawn in (SCAN + unseen, unseen + SCAN, words(44, 600, "164 đảng viên") + SCAN):
        grid = read_pdf(write_page(tmp_path / "a.pdf", drawn))
        assert texts(grid) == [("164 đảng viên",)]
        assert grid.aside.recognised == ("trang 1",)
        assert grid.aside.rows == ()


def test_a_picture_that_is_no_scan_recognises_nothing(tmp_path: Path) -> None:
    small = "q 60 0 0 60 30 590 cm /Im0 Do Q\n"
    hidden = words(44, 600, "164 đảng viên", SIZE, "3 Tr")
    grid = read_pdf(write_page(tmp_path / "a.pdf", small + words(44, 700, "x") + hidden))
    assert texts(grid) == [("x",)]
    assert grid.aside.recognised == ()
    seen = read_pdf(write_page(tmp_path / "a.pdf", SCAN + words(44, 700, "x")))
    assert texts(seen) == [("x",)]
    assert seen.aside == NOTHING


# --- notes and fields -------------------------------------------------------------------------


def note(kind: str, place: Sequence[float], text: str, more: str = "") -> str:
    rect = " ".join(map(str, place))
    hexed = text.encode("utf-16-be").hex()
    return f"<< /Type /Annot /Subtype /{kind} /Rect [{rect}] /Contents <FEFF{hexed}> {more} >>"


@pytest.mark.parametrize("kind", ["Text", "FreeText", "Highlight", "Square", "Stamp", "Caret"])
def test_the_words_of_a_note_are_told_with_their_cell(kind: str, tmp_path: Path) -> None:
    one = note(kind, (X, Y - 2, X + 8, Y + 8), "Đính chính: 6")
    grid = paper(tmp_path / "a.pdf", "", annots=[one])
    assert cell(grid) == "7"
    assert told(grid) == [(Form.NOTED, "Đính chính: 6", "7")]


def test_a_note_beside_the_table_is_told_with_the_row_at_its_height(tmp_path: Path) -> None:
    one = note("Text", (400, Y - 2, 420, Y + 10), "số 6")
    popup = note("Popup", (X, Y, X + 9, Y + 9), "số 6")
    hidden = note("Text", (X, Y, X + 9, Y + 9), "khác", "/F 2")
    grid = paper(tmp_path / "a.pdf", "", annots=[one, popup, hidden])
    assert [(mark.part, mark.number, mark.at, mark.text) for mark in grid.aside.cells] == [
        ("trang 1", 2, 2, "số 6")
    ]


def field(more: str) -> str:
    return f"<< /Type /Annot /Subtype /Widget /Rect [{X} {Y - 3} {X + 50} {Y + 10}] {more} >>"


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("/FT /Tx /V (4)", "4"),
        ("/FT /Tx", ""),
        ("/FT /Tx /V <FEFF004100 6E>", "An"),
        ("/FT /Ch /V (b) /Opt [[(a) (3)] [(b) (4)]]", "4"),
        ("/FT /Ch /V (4) /Opt [(3) (4)]", "4"),
        ("/Parent 21 0 R", "5"),
        ("/FT /Btn /V /Yes", ""),
    ],
)
def test_the_value_of_a_field_is_text_of_its_cell(more: str, wanted: str, tmp_path: Path) -> None:
    parent = ["<< /Type /OCG >>", "<< /FT /Tx /V (5) /T (x) >>"]
    grid = read_pdf(draw(tmp_path / "a.pdf", "", annots=[field(more)], more=parent))
    assert cell(grid) == wanted
    assert grid.aside == NOTHING


def test_a_field_that_is_not_shown_is_hidden(tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", "", annots=[field("/FT /Tx /V (4) /F 2")])
    assert cell(grid) == "7"
    assert [one[:2] for one in told(grid)] == [(Form.HIDDEN, "4")]


def test_a_field_in_a_line_of_prose_is_a_word_of_it(tmp_path: Path) -> None:
    one = "<< /Type /Annot /Subtype /Widget /Rect [105 598 130 611] /FT /Tx /V (164) >>"
    content = words(44, 600, "Đã kết nạp") + words(132, 600, "đảng viên")
    grid = read_pdf(write_page(tmp_path / "a.pdf", content, annots=[one]))
    assert texts(grid) == [("Đã kết nạp 164 đảng viên",)]


def test_a_row_under_an_area_is_set_aside(tmp_path: Path) -> None:
    grid = paper(tmp_path / "a.pdf", area(30, 699, 330, 719))
    (row,) = grid.aside.rows
    assert (row.form, row.part, row.number) == (Form.HIDDEN, "trang 1", 2)
    assert row.texts == ("Đảng bộ xã An Hòa", "7", "14")


# --- set otherwise ----------------------------------------------------------------------------


def turned(x: float, y: float, text: str, matrix: str) -> str:
    return words(0, 0, text).replace("1 0 0 1 0.00 0.00 Tm", f"{matrix} {x} {y} Tm")


@pytest.mark.parametrize(
    ("matrix", "start", "step"),
    [("0 1 -1 0", (200, 705), (12, 0)), ("0 -1 1 0", (210, 795), (-12, 0))],
    ids=["upwards", "downwards"],
)
def test_a_heading_set_upright_is_read_along_its_lines(
    matrix: str, start: tuple[int, int], step: tuple[int, int], tmp_path: Path
) -> None:
    lines = "".join(rule(40, y, 320, y) for y in (800, 700, 680))
    lines += "".join(rule(x, 680, x, 800) for x in (40, 180, 250, 320))
    head = "".join(
        turned(start[0] + at * step[0], start[1] + at * step[1], text, matrix)
        for at, text in enumerate(("Đã kết nạp", "trong năm"))
    )
    body = words(44, 685, "Xã A") + words(184, 685, "4") + words(44, 750, "Đơn vị")
    grid = read_pdf(write_page(tmp_path / "a.pdf", lines + head + body))
    assert grid.rows[0].texts == ("Đơn vị", "Đã kết nạp\ntrong năm", "")
    assert grid.rows[1].texts == ("Xã A", "4", "")


def test_a_heading_set_upright_beside_tables_is_one_piece(tmp_path: Path) -> None:
    content = turned(200, 600, "Đã kết nạp", "0 1 -1 0")
    assert texts(read_pdf(write_page(tmp_path / "a.pdf", content))) == [("Đã kết nạp",)]


def test_letters_of_two_fonts_stand_on_one_line() -> None:
    # the second font reaches less far down, as one that a browser takes for a missing letter
    letters = [
        letter(text, 10 + 6 * at, 0.22 - 0.3 * (text in "ạ")) for at, text in enumerate("nạp")
    ]
    assert read_cell(letters).seen == "nạp"


def letter(text: str, x: float, below: float) -> Letter:
    size, base = 12.0, 100.0
    bottom = base + below * size
    box = {"x0": x, "x1": x + 6, "top": bottom - size, "bottom": bottom, "doctop": bottom - size}
    return {"text": text, **box, "base": base, "size": size, "upright": True, "turn": 0}
