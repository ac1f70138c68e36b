"""The look: tones in black and white, pages, files."""

from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_rgb

from dangvien_analysis.charts.fitting import FONT
from dangvien_analysis.charts.theme import (
    FULL_WIDTH,
    LEADING,
    POINTS,
    TONES,
    Page,
    bare,
    figure_of,
    key,
    nothing,
    number_on,
    save,
    size_of,
    theme,
    width_of,
)
from tests.charts.reading import boxes, foot, legend_words, outside, words


def grey(colour: str) -> float:
    """Lightness of a colour in a black-and-white print, 0 to 1."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_the_further_from_admitted_the_lighter() -> None:
    order = ("admitted", "pending", "pool_usable", "pool_shortfall")
    lightness = [grey(TONES[name].fill) for name in order]
    assert lightness == sorted(lightness)


@pytest.mark.parametrize(
    "together",
    [
        ("admitted", "pending", "remaining", "unknown"),
        ("admitted", "pending", "pool_usable", "pool_shortfall", "unknown"),
    ],
)
def test_neighbours_differ_in_print_even_without_colour(together: tuple[str, ...]) -> None:
    for one, other in pairwise(TONES[name] for name in together):
        assert one.hatch != other.hatch or abs(grey(one.fill) - grey(other.fill)) > 0.3


@pytest.mark.parametrize("tone", TONES.values(), ids=list(TONES))
def test_numbers_are_legible_on_their_tone(tone: object) -> None:
    assert abs(grey(tone.fill) - grey(tone.ink)) > 0.5


def test_theme_holds_inside_and_not_outside() -> None:
    outer = dict(mpl.rcParams)
    with theme():
        assert mpl.rcParams["font.family"] == [FONT]
    assert dict(mpl.rcParams) == outer


@theme()
def test_a_page_is_as_tall_as_what_stands_on_it() -> None:
    plain, noted = Page("Tên", 100).axes(), Page("Tên", 100, ["Một câu."] * 80).axes()
    assert size_of(plain)[1] == pytest.approx(100)
    assert size_of(noted)[1] == pytest.approx(100)
    assert foot(noted) == " ".join(["Một câu."] * 80)
    bare(noted)
    assert outside(noted) == []
    heights = [figure_of(ax).get_size_inches()[1] * POINTS for ax in (plain, noted)]
    lines = noted.texts[0].get_text().count("\n") + 1
    assert heights[1] - heights[0] == pytest.approx((lines + 1) * LEADING)


@theme()
def test_room_for_an_axis_is_left_of_the_drawing_but_not_of_the_title() -> None:
    ax = Page("Tên", 100, ["Một câu."], below=30, left=34).axes()
    assert size_of(ax) == pytest.approx((width_of(None) - 34, 100))
    starts = {text.get_text(): box.x0 for text, box in boxes(ax).items()}
    assert starts["Tên"] == pytest.approx(4, abs=1)
    assert starts["Một câu."] == pytest.approx(4, abs=1)


def test_width_of_a_new_and_of_a_given_axes() -> None:
    assert width_of(None) == FULL_WIDTH * POINTS - 2 * 4
    _, ax = plt.subplots(figsize=(5, 2))
    assert width_of(ax) == pytest.approx(5 * POINTS * ax.get_position().width)


def test_an_axes_without_a_figure_is_refused() -> None:
    _, ax = plt.subplots()
    ax.remove()
    with pytest.raises(ValueError, match="removed from its figure"):
        figure_of(ax)


def test_bare_takes_frame_and_ticks_away() -> None:
    _, ax = plt.subplots()
    bare(ax)
    assert not any(spine.get_visible() for spine in ax.spines.values())
    assert len(ax.get_xticks()) == len(ax.get_yticks()) == 0


def test_key_names_the_tones_in_their_order() -> None:
    _, ax = plt.subplots()
    key(ax, ["admitted", "pending"])
    assert legend_words(ax) == ["đã kết nạp", "đang trình duyệt"]


@pytest.mark.parametrize(("room", "written"), [(30, True), (5, False)])
def test_a_number_is_written_where_it_fits(room: float, written: bool) -> None:
    _, ax = plt.subplots()
    assert number_on(ax, (0.5, 0.5), "135", TONES["admitted"], room) == written
    assert [text.get_text() for text in ax.texts] == ["135"] * written


@pytest.mark.parametrize(("tone", "plate"), [("admitted", False), ("pending", True)])
def test_a_number_on_hatching_stands_on_a_plate(tone: str, plate: bool) -> None:
    _, ax = plt.subplots()
    number_on(ax, (0.5, 0.5), "29", TONES[tone], 50)
    assert (ax.texts[0].get_bbox_patch() is not None) == plate


def test_nothing_says_why() -> None:
    ax = nothing(None, "Tên", "Chưa có số liệu.")
    assert sorted(words(ax)) == ["Chưa có số liệu.", "Tên"]


def test_save_writes_both_files_and_leaves_the_figure_open(tmp_path: Path) -> None:
    ax = nothing(None, "Tên", "Chưa có số liệu.")
    open_figures = plt.get_fignums()
    png, svg = save(ax, tmp_path / "bieu-do.2023")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in svg.read_bytes()
    # A dot in the stem is not an ending.
    assert (png.name, svg.name) == ("bieu-do.2023.png", "bieu-do.2023.svg")
    assert plt.get_fignums() == open_figures
