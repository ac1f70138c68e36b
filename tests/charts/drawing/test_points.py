"""How the plane of points shares an Axes with the list at its right."""

import matplotlib.pyplot as plt
import pytest

from dangvien_analysis.charts.coverage import coverage_table
from dangvien_analysis.charts.drawing.points import View, draw_points
from dangvien_analysis.charts.drawing.theme import POINTS, size_of, theme
from tests.charts.conftest import table_of
from tests.charts.reading import words


@pytest.mark.parametrize("list_width", [100, 200])
def test_plane_and_list_share_the_width(list_width: float) -> None:
    _, ax = plt.subplots(figsize=(6, 4))
    view = View(ax, coverage_table(table_of([(9, 2, 0, 12)])), list_width)
    width, height = size_of(ax)
    assert view.right == 9 - 2 + 0.6
    assert view.right / view.x == pytest.approx(view.plot)
    assert view.plot < width - list_width
    assert (view.end - view.list_left) / view.x == pytest.approx(list_width)
    assert view.end / view.x == pytest.approx(width)
    assert (view.top - view.low) / view.y == pytest.approx(height)
    assert view.top > 12


def test_lines_beside_the_points() -> None:
    _, ax = plt.subplots(figsize=(6, 4))
    height = 4 * POINTS * ax.get_position().height
    view = View(ax, coverage_table(table_of([(9, 2, 0, 12)])), 100)
    assert view.lines == int(height / 9.5)


@pytest.mark.parametrize(
    ("pool", "ticks"),
    [(3, ["0", "1", "2", "3", "4", "5"]), (2000, ["0", "300", "600", "900", "1.200", "1.500"])],
)
def test_ticks_are_whole_people(pool: int, ticks: list[str]) -> None:
    _, ax = plt.subplots(figsize=(6, 4))
    drawn = coverage_table(table_of([(9, 4, 0, pool)]))
    with theme():
        draw_points(ax, View(ax, drawn, 100), drawn)
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert shown[: len(ticks)] == ticks
    assert {"Còn thiếu (người)", "Nguồn (người)"} <= set(words(ax))
