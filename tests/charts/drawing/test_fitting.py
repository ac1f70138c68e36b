"""Room for text."""

import matplotlib.pyplot as plt
import pytest

from dangvien_analysis.charts.drawing.fitting import (
    SMALL,
    Box,
    free_place,
    shorten,
    spread,
    text_width,
    widest,
    wrap,
    wrap_name,
)
from dangvien_analysis.charts.drawing.theme import theme

NAME = "Ngân hàng Nông nghiệp và Phát triển nông thôn Nam Am"


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("text", [NAME, "7+5/15", "Ế Ễ ặ", "một dòng\nhai"])
@pytest.mark.parametrize("dpi", [72, 100, 200])
def test_text_is_no_wider_than_measured(text: str, weight: str, dpi: int) -> None:
    with theme():
        figure = plt.figure(dpi=dpi)
        seen = figure.text(0, 0, text, size=SMALL, weight=weight).get_window_extent().width
    measured = text_width(text, SMALL, weight)
    # The slack is 4 %.
    assert measured / 1.06 < seen * 72 / dpi < measured


def test_width_grows_with_the_size() -> None:
    assert text_width(NAME, 14) == pytest.approx(2 * text_width(NAME, 7))
    assert text_width(NAME, 7, "bold") > text_width(NAME, 7)


@pytest.mark.parametrize("char", ["中", "\ue000", "\x01"])
def test_a_letter_that_the_font_lacks_takes_room_too(char: str) -> None:
    assert text_width(f"xã {char}") > text_width("xã ")


def test_widest() -> None:
    assert widest(["a", NAME, "aa"]) == text_width(NAME)
    assert widest([]) == 0


@pytest.mark.parametrize(
    "short",
    [
        NAME,
        "Ngân hàng Nông nghiệp và … Nam Am",
        "Ngân hàng … Nam Am",
        "Ngân … Nam Am",
        "Ngân … Am",
        "Ng…",
    ],
)
def test_a_name_is_shortened_in_its_middle(short: str) -> None:
    assert shorten(NAME, text_width(short)) == short


def test_two_names_that_differ_at_the_end_stay_two() -> None:
    other = NAME.replace("Nam Am", "Vĩnh Bảo")
    for room in range(60, 200, 20):
        assert shorten(NAME, room) != shorten(other, room)


def test_one_long_word_is_cut() -> None:
    assert shorten("n" * 30, text_width("n" * 9 + "…")) == "n" * 9 + "…"


def test_wrap_breaks_between_words_only() -> None:
    room = text_width("Ngân hàng Nông")
    lines = wrap(NAME, room).split("\n")
    assert " ".join(lines) == NAME
    assert len(lines) > 2
    assert all(text_width(line) <= room for line in lines)


def test_wrap_keeps_line_breaks_and_words_wider_than_the_room() -> None:
    assert wrap("a\nb c", 1000) == "a\nb c"
    assert wrap("mmmmmmmm n", 10) == "mmmmmmmm\nn"
    assert wrap("", 10) == ""


@pytest.mark.parametrize(
    ("share", "wrapped"),
    [
        (1.0, NAME),
        (0.6, "Ngân hàng Nông nghiệp và Phát\ntriển nông thôn Nam Am"),
        (0.4, "Ngân hàng Nông\nnghiệp và … Nam Am"),
    ],
)
def test_a_name_takes_two_lines_at_most(share: float, wrapped: str) -> None:
    room = text_width(NAME) * share
    assert wrap_name(NAME, room) == wrapped
    assert text_width(wrapped) <= room


@pytest.mark.parametrize(
    ("centres", "widths", "expected"),
    [
        ([], [], []),
        ([50], [20], [50]),
        ([5], [20], [10]),  # not past the start
        ([95], [20], [90]),  # nor past the end
        ([20, 60], [20, 20], [20, 60]),  # apart already
        ([50, 50], [20, 20], [50, 70]),
        ([90, 95], [20, 20], [70, 90]),
        ([0, 0, 100], [30, 30, 40], [15, 45, 80]),
    ],
)
def test_labels_are_spread_over_a_line(
    centres: list[float], widths: list[float], expected: list[float]
) -> None:
    assert spread(centres, widths, 100) == expected


WITHIN = Box(0, 0, 100, 100)


def test_the_right_side_comes_first() -> None:
    box = free_place((50, 50, 5), (20, 8), [], WITHIN)
    assert box == Box(55, 46, 75, 54)


def test_the_left_side_comes_where_the_right_one_is_taken_or_outside() -> None:
    left = Box(25, 46, 45, 54)
    assert free_place((50, 50, 5), (20, 8), [Box(60, 40, 70, 60)], WITHIN) == left
    moved = free_place((90, 50, 5), (20, 8), [], WITHIN)
    assert moved == Box(65, 46, 85, 54)


def test_a_label_goes_further_away_before_it_covers_anything() -> None:
    near = Box(30, 30, 70, 70)
    box = free_place((50, 50, 5), (8, 8), [near], WITHIN)
    assert box is not None
    assert not box.meets(near)
    assert box.inside(WITHIN)


def test_no_place_is_none() -> None:
    assert free_place((50, 50, 5), (8, 8), [WITHIN], WITHIN) is None


@pytest.mark.parametrize(
    ("other", "meets", "inside"),
    [
        (Box(0, 0, 10, 10), True, True),
        (Box(-5, -5, 20, 20), True, True),
        (Box(10, 0, 20, 10), False, False),  # they only touch
        (Box(0, 10, 10, 20), False, False),
        (Box(5, 5, 20, 20), True, False),
        (Box(30, 30, 40, 40), False, False),
    ],
)
def test_boxes(other: Box, meets: bool, inside: bool) -> None:
    box = Box(0, 0, 10, 10)
    assert (box.meets(other), box.inside(other)) == (meets, inside)
