"""Sheets of rows: heights, columns, and where things stand."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.bars import BarLine, Sheet, draw, fitted, halved, height_of
from dangvien_analysis.charts.drawing.theme import Page, theme, width_of
from tests.charts.reading import bars, boxes, dots, outside, overlapping

TONES = ("admitted", "pending", "remaining")


def sheet_of(*lines: BarLine, limit: float = 1.0, **more: object) -> Sheet:
    return Sheet((list(lines),), TONES, ("Số",), limit, **more)


def drawn(sheet: Sheet) -> Axes:
    with theme():
        ready = fitted(sheet, None)
        ax = Page("Tên", ready.height * ready.pitch).axes()
        draw(ax, ready)
    return ax


@pytest.mark.parametrize(
    ("line", "height"),
    [
        (BarLine("An Hòa"), 1),
        (BarLine("An\nHòa"), 2),
        (BarLine("An Hòa", cells=("1", "một\nhai\nba")), 3),
        (BarLine("Xã", heading=True), 1.5),
    ],
)
def test_height_of_a_line(line: BarLine, height: float) -> None:
    assert line.height == height
    assert height_of([line, line]) == 2 * height


def test_height_of_a_sheet_is_that_of_its_longest_column() -> None:
    short, long = [BarLine("a")], [BarLine("a"), BarLine("b"), BarLine("c")]
    sheet = Sheet((short, long), TONES, ("Số",), 1.0)
    assert sheet.height == sheet.head + 3
    assert sheet.lines == short + long
    assert Sheet(((),), TONES, ("Hai\ndòng",), 1.0).head == sheet.head + 1


def test_columns_are_of_about_the_same_height() -> None:
    lines = [BarLine("Nhóm: 40 đơn vị", heading=True), *(BarLine(str(at)) for at in range(40))]
    left, right = halved(lines)
    assert abs(height_of(left) - height_of(right)) <= 1
    # The sums behind the colon are those of the whole group: they are not said again.
    assert right[0] == BarLine("Nhóm (tiếp)", heading=True)
    assert [*left, *right[1:]] == lines


def test_rows_under_a_heading_stay_together_where_that_costs_little() -> None:
    groups = [
        [BarLine(f"Nhóm {name}", heading=True), *(BarLine(f"{name}{at}") for at in range(size))]
        for name, size in (("A", 21), ("B", 19))
    ]
    left, right = halved(groups[0] + groups[1])
    assert (left, right) == tuple(groups)


def test_a_heading_never_ends_a_column() -> None:
    for size in range(2, 12):
        lines = [BarLine("A", heading=True), BarLine("a"), BarLine("B", heading=True)]
        lines += [BarLine(str(at)) for at in range(size)]
        left, right = halved(lines)
        assert not left[-1].heading
        assert right[0].heading


def test_bars_follow_one_another() -> None:
    ax = drawn(sheet_of(BarLine("a", bar=(0.25, 0.5, 0.25)), BarLine("b", bar=(1.0, 0.0, 0.0))))
    assert bars(ax, "admitted") == [(0, 0.25), (0, 1)]
    assert bars(ax, "pending") == [(0.25, 0.5), (1, 0)]
    assert bars(ax, "remaining") == [(0.75, 0.25), (1, 0)]


def test_a_bar_ends_at_the_limit() -> None:
    ax = drawn(sheet_of(BarLine("a", bar=(0.75, 0.5, 0.25))))
    assert bars(ax, "pending") == [(0.75, 0.25)]
    assert bars(ax, "remaining") == [(1, 0)]
    assert "›" in [text.get_text() for text in ax.texts]


def test_only_rows_with_a_bar_have_one() -> None:
    ax = drawn(sheet_of(BarLine("a", note="chưa báo cáo"), BarLine("b", dots=(2, 0, 1))))
    assert not ax.containers
    assert (dots(ax, "admitted"), dots(ax, "pending"), dots(ax, "remaining")) == (2, 0, 1)


def test_many_dots_move_together() -> None:
    ax = drawn(sheet_of(BarLine("a", dots=(3, 0, 0)), BarLine("b", dots=(500, 0, 0))))
    few, many = (one.get_offsets()[:, 0] for one in ax.collections if one.get_label() in TONES)
    assert few[1] - few[0] > many[1] - many[0]
    assert max(many) < 1


def test_two_columns_repeat_headers_and_start_anew() -> None:
    rows = [BarLine(name, bar=(0.5, 0.0, 0.5), cells=("1",)) for name in "ab"]
    ax = drawn(Sheet(([rows[0]], [rows[1]]), TONES, ("Số",), 1.0, marks=((0.0, "0"),)))
    assert [text.get_text() for text in ax.texts].count("Số") == 2
    (first, _), (second, _) = bars(ax, "admitted")
    assert (first, second > 1) == (0, True)


@pytest.mark.parametrize("two_lines", [False, True])
def test_long_names_leave_room_for_the_bar(two_lines: bool) -> None:
    name = "Đảng bộ Trường Trung học phổ thông chuyên nghiệp " * 5
    sheet = fitted(sheet_of(BarLine(name, cells=("1+2/3",))), None, two_lines=two_lines)
    (line,) = sheet.lines
    assert "…" in line.name
    assert line.height == (2 if two_lines else 1)


def test_a_heading_wraps_to_the_width() -> None:
    sheet = fitted(sheet_of(BarLine("Đảng bộ cơ sở " * 20, heading=True)), None)
    assert "\n" in sheet.lines[0].name
    assert "…" not in sheet.lines[0].name


def test_words_are_set_to_the_left_and_figures_to_the_right() -> None:
    lines = [
        BarLine("a", bar=(1.0, 0.0, 0.0), cells=("1", "vì thế")),
        BarLine("b", cells=("100", "vì")),
    ]
    sheet = Sheet((lines,), TONES, ("Số", "Lý do"), 1.0, words=True)
    ax = drawn(sheet)
    found = {text.get_text(): box for text, box in boxes(ax).items()}
    assert found["1"].x1 == pytest.approx(found["100"].x1, abs=0.5)
    assert found["vì thế"].x0 == pytest.approx(found["vì"].x0, abs=0.5)
    seen = boxes(ax)
    assert outside(ax, seen) == []
    assert overlapping(seen) == []


def test_a_given_axes_sets_the_width() -> None:
    _, ax = plt.subplots(figsize=(3, 2))
    name = "Đảng bộ Trường Trung học phổ thông Nguyễn Bỉnh Khiêm"
    narrow = fitted(sheet_of(BarLine(name)), ax).lines[0].name
    assert width_of(ax) < width_of(None)
    assert len(narrow) < len(fitted(sheet_of(BarLine(name)), None).lines[0].name)
