"""The look: tones in black and white, pages, files."""

import unicodedata
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from fontTools.ttLib import TTFont
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont

from dangvien_analysis.charts.drawing.fitting import FONT
from dangvien_analysis.charts.drawing.theme import (
    FULL_WIDTH,
    LEADING,
    MARKS,
    POINTS,
    TICKS,
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
from tests.conftest import ROOT


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


# Light as the eye sees it, and as an eye without green cones does (Machado, Oliveira, Fernandes
# 2009, severity 1).
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
SRGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(colour: str, *, deuteranopia: bool = False) -> np.ndarray:
    """Give a colour in CIE L*a*b*."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if deuteranopia:
        linear = np.clip(DEUTERANOPIA @ linear, 0, 1)
    part = SRGB_TO_XYZ @ linear / WHITE
    root = np.where(part > (6 / 29) ** 3, np.cbrt(part), part * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_lightness_and_distance_are_those_of_the_standard() -> None:
    assert lab("white") == pytest.approx([100, 0, 0], abs=0.02)
    assert lab("black") == pytest.approx([0, 0, 0], abs=0.01)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    # red and green of one lightness fall together
    red, green = (lab(one, deuteranopia=True) for one in ("#c04000", "#6a6a00"))
    assert np.linalg.norm(red - green) < np.linalg.norm(lab("#c04000") - lab("#6a6a00")) / 2


LADDERS = [
    ("admitted", "pending", "pool_usable", "pool_shortfall"),
    ("admitted", "ahead_low", "ahead_range"),
    ("admitted", "ahead80", "ahead95"),
]


@pytest.mark.parametrize("ladder", LADDERS)
def test_the_scale_goes_from_dark_to_light_in_steps_that_an_eye_sees(
    ladder: tuple[str, ...],
) -> None:
    lightness = [lab(TONES[name].fill)[0] for name in ladder]
    steps = [other - one for one, other in pairwise(lightness)]
    # Just noticeable is about 1; these stay apart on a poor printer too, hatched or not.
    assert min(steps) >= 7
    for one, other, step in zip(ladder, ladder[1:], steps, strict=False):
        assert step >= 15 or TONES[one].hatch != TONES[other].hatch


@pytest.mark.parametrize("ladder", LADDERS)
def test_neighbours_stay_apart_for_eyes_without_green(ladder: tuple[str, ...]) -> None:
    for one, other in pairwise(ladder):
        first, second = (lab(TONES[name].fill, deuteranopia=True) for name in (one, other))
        assert np.linalg.norm(first - second) >= 7


def test_levels_differ_in_shape_or_clearly_in_lightness() -> None:
    for one, other in combinations(MARKS.values(), 2):
        same_shape = one.shape == other.shape
        assert not same_shape or abs(lab(one.fill)[0] - lab(other.fill)[0]) >= 25


def test_the_font_has_every_letter_of_every_unit_s_name() -> None:
    register = pd.read_csv(ROOT / "data" / "reference" / "units.csv", dtype="str")
    names = "".join(register[["unit_name", "listed_as"]].fillna("").to_numpy().ravel())
    alphabet = "".join(
        letter + tone for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ("", *TONES_OF_VOICE)
    )
    wanted = set(unicodedata.normalize("NFC", names + alphabet + "đĐ%→…“”›"))
    with TTFont(findfont(FontProperties(family=FONT))) as font:
        assert {char for char in wanted if ord(char) not in font.getBestCmap()} == set()


TONES_OF_VOICE = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def test_theme_holds_inside_and_not_outside() -> None:
    outer = dict(mpl.rcParams)
    with theme():
        assert mpl.rcParams["font.family"] == [FONT]
    assert dict(mpl.rcParams) == outer


def test_the_look_is_seaborn_s_ticks() -> None:
    wanted = dict(sns.axes_style("ticks"))
    # A scale of colours is registered by seaborn alone; none is drawn.
    del wanted["image.cmap"]
    assert wanted == TICKS


@theme()
def test_a_page_is_as_tall_as_what_stands_on_it() -> None:
    plain, noted = Page("Tên", 100).axes(), Page("Tên", 100, ["Một câu."] * 80).axes()
    assert size_of(plain)[1] == pytest.approx(100)
    assert size_of(noted)[1] == pytest.approx(100)
    assert foot(noted) == " ".join(["Một câu."] * 80)
    bare(noted)
    assert outside(noted, boxes(noted)) == []
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
