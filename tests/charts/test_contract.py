"""What every chart promises, whatever the table."""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

import dangvien_analysis as dva
from dangvien_analysis import charts
from dangvien_analysis.charts import CHARTS, ChartDesign, Options
from dangvien_analysis.charts.drawing.fitting import FONT, SMALL
from dangvien_analysis.charts.drawing.theme import (
    FULL_HEIGHT,
    FULL_WIDTH,
    LEADING,
    POINTS,
    figure_of,
)
from dangvien_analysis.text.numbers import format_count, format_date, format_percent
from tests.charts.reading import boxes, outside, overlapping, text_artists, undated_of, words

TABLES = [
    "real",
    "absent",
    "one",
    "ten",
    "many",
    "small quotas",
    "large quotas",
    "zero quota",
    "far over",
    "all met",
    "no date",
    "empty",
    "nothing reported",
]

LETTERS = set(map(chr, get_font(findfont(FontProperties(family=FONT))).get_charmap()))

each_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=list(CHARTS))
each_table = pytest.mark.parametrize("name", TABLES)
of_few_units = pytest.mark.parametrize("name", ["ten"])


def test_registry_holds_every_chart_under_its_own_name() -> None:
    assert list(CHARTS) == [
        *("progress", "units", "coverage", "attention", "sectors"),
        *("forecast_fan", "forecast_units"),
        *("monthly_admitted", "monthly_pool", "monthly_levels"),
    ]
    for name, chart in CHARTS.items():
        assert chart.name == name
        assert chart.draw is getattr(charts, name)
        assert chart.table is getattr(charts, f"{name}_table")
        assert chart.alt is getattr(charts, f"{name}_alt")


def test_all_names_what_is_there() -> None:
    assert charts.__all__ == sorted(charts.__all__)
    assert all(hasattr(charts, name) for name in charts.__all__)


@each_chart
@each_table
def test_a_new_figure_is_opened_on_which_nothing_is_cut_or_covered(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    current, settings = plt.figure(), dict(mpl.rcParams)
    ax = chart.draw(tables[name], options)
    assert dict(mpl.rcParams) == settings
    assert isinstance(ax, Axes)
    assert current.axes == []
    assert plt.get_fignums() == [current.number, plt.figure(figure_of(ax)).number]
    seen = boxes(ax)
    assert outside(ax, seen) == []
    assert overlapping(seen) == []
    of_one_font_and_large_enough(text_artists(ax))
    width, height = figure_of(ax).get_size_inches()
    assert width == FULL_WIDTH
    # A third line of notes may pass the page; the Word report shrinks it by that much.
    assert height <= FULL_HEIGHT + LEADING / POINTS


def of_one_font_and_large_enough(artists: list[Text]) -> None:
    """Look at texts as they are drawn: all in the font, of letters it holds, none too small."""
    assert {family for text in artists for family in text.get_fontfamily()} == {FONT}
    assert min(text.get_fontsize() for text in artists) >= SMALL
    of_letters_of_the_font("".join(text.get_text() for text in artists))


def of_letters_of_the_font(shown: str) -> None:
    """Look at the letters of a text: composed ones that the font has."""
    assert unicodedata.normalize("NFC", shown) == shown
    assert set(shown) - LETTERS <= {"\n"}


@each_chart
@pytest.mark.parametrize("name", ["real", "many", "all met", "empty"])
def test_a_given_axes_is_used_and_no_figure_is_opened(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    figure, ax = plt.subplots()
    assert chart.draw(tables[name], options, ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    assert figure.axes == [ax]
    assert ax.get_title(loc="left") == chart.title
    assert {family for text in text_artists(ax) for family in text.get_fontfamily()} == {FONT}


@each_chart
@pytest.mark.parametrize("name", ["empty", "nothing reported"])
def test_nothing_to_draw_is_said_in_a_sentence(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    ax = chart.draw(tables[name], options)
    title, sentence = sorted(words(ax), key=lambda text: text != chart.title)
    assert title == chart.title
    assert re.fullmatch(r"Chưa .+\.", sentence)
    assert not ax.containers
    assert not ax.collections


@each_chart
@each_table
def test_every_table_is_told_and_left_as_it_was(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    before = tables[name].copy()
    told = chart.alt(chart.table(tables[name], options))
    assert told.endswith(".")
    of_letters_of_the_font(chart.title + told)
    pd.testing.assert_frame_equal(tables[name], before)


@each_chart
@of_few_units
def test_a_dollar_sign_is_a_dollar_sign(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    units = tables[name].assign(unit_name="$a_b$")
    artists = text_artists(chart.draw(units, options))
    assert [text.get_text() for text in artists if text.get_parse_math()] == []


@each_chart
@pytest.mark.parametrize("name", ["real", "absent", "no date"])
def test_figures_in_the_alt_text_stand_in_the_table(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    table = chart.table(tables[name], options)
    told = set(re.findall(r"\d+(?:,\d+)?%?", chart.alt(table)))
    assert told
    assert told - figures_of(table) == set()


def figures_of(table: pd.DataFrame) -> set[str]:
    """Every number of a table, its groups' sums and sizes, as they are shown."""
    counts = table.select_dtypes("integer")
    shares = table.select_dtypes("float").stack().dropna()
    found = {format_percent(share) for share in shares}
    found |= {format_count(count) for count in counts.stack().dropna()}
    for name in table.select_dtypes("category"):
        found |= {format_count(size) for size in table[name].value_counts()}
        if re.fullmatch(r"\d{4}-\d\d-\d\d", name):
            found |= set(format_date(date.fromisoformat(name)).split("/"))
    # An interval is told by its share, which stands in the name of its column, a day in the index.
    found |= {f"{share}%" for share in re.findall(r"\d+", " ".join(table.columns))}
    if table.index.name == "day":
        found |= {part for day in table.index for part in format_date(day).split("/")}
    # Words of the table count too, such as a reason that names a number.
    found |= set(re.findall(r"\d+", " ".join(table.select_dtypes("str").stack())))
    for name in table.select_dtypes("str"):
        groups = table.groupby(name)
        found |= {format_count(size) for size in groups.size()}
    if "place" in table:
        groups = counts.groupby([table["kind"], table["place"]])
        found |= {format_count(one) for one in groups.sum().stack()}
        found |= {format_count(one) for one in counts.groupby(table["place"]).sum().stack()}
    if "risk_level" in table:
        found |= {format_count(size) for size in table["risk_level"].value_counts()}
    return found


@each_chart
@of_few_units
def test_the_day_of_the_figures_stands_under_the_chart(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    dated = chart.draw(tables[name], options)
    assert any(text.startswith("Số liệu đến ngày 13/9/2023. ") for text in words(dated))
    undated = chart.draw(undated_of(tables[name]))
    assert not any("Số liệu đến" in text for text in words(undated))


@each_chart
@of_few_units
def test_saved_files_are_the_same_bytes_each_time(
    chart: ChartDesign,
    name: str,
    tables: dict[str, pd.DataFrame],
    options: Options,
    tmp_path: Path,
) -> None:
    for run in ("a", "b"):
        ax = chart.draw(tables[name], options)
        png, svg = charts.save(ax, tmp_path / run)
        assert (png, svg) == (tmp_path / f"{run}.png", tmp_path / f"{run}.svg")
    for ending in ("png", "svg"):
        first, second = ((tmp_path / f"{run}.{ending}").read_bytes() for run in ("a", "b"))
        assert first == second
    assert b"Software" not in (tmp_path / "a.png").read_bytes()
    assert b"<dc:date>" not in (tmp_path / "a.svg").read_bytes()


# --- units that were not measured, and units that were made up --------------------------------

NOT_PRINTED = {
    "progress": "surplus, remaining, pool_shortfall, pool_usable",
    "units": "surplus, remaining",
    "coverage": "remaining, pool_shortfall",
    "attention": "surplus, remaining, pool_shortfall, pool_usable, due_by_now, risk_level, "
    "short_of_pool, no_movement, behind",
    "sectors": "surplus, remaining",
}
"""What each chart shows that no table prints; those that are not here draw printed figures."""


@each_chart
def test_units_that_were_not_measured_are_refused(
    chart: ChartDesign, snapshot: dva.Snapshot, options: Options
) -> None:
    if chart.name not in NOT_PRINTED:
        assert isinstance(chart.draw(snapshot.units, options), Axes)
        return
    lacking = rf"^{chart.name}: bảng thiếu cột {NOT_PRINTED[chart.name]}; .*dva\.measure"
    for ask in (chart.draw, chart.table):
        with pytest.raises(ValueError, match=lacking):
            ask(snapshot.units, options)
    assert plt.get_fignums() == []


@each_chart
def test_each_column_that_a_chart_needs_is_named_when_it_is_not_there(
    chart: ChartDesign, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    units, needed = tables["real"][::6], []
    for name in units:
        less = units.drop(columns=name)
        try:
            chart.table(less, options)
        except ValueError as error:
            assert f"thiếu cột {name}; " in str(error)
            needed.append(name)
    assert needed
    # Nothing else is looked at while it is drawn.
    assert isinstance(chart.draw(units[needed], options), Axes)


@each_chart
@of_few_units
def test_units_that_were_made_up_bear_the_mark(
    chart: ChartDesign, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    real = tables[name]
    made_up = real.assign(simulated=True)
    assert marked(chart.draw(made_up, options))
    assert not marked(chart.draw(real.assign(simulated=False), options))
    assert not marked(chart.draw(real, options))
    assert marked(chart.draw(real, replace(options, simulated=True)))
    # One unit among real ones is enough; put together from two tables, real ones have no answer.
    mixed = pd.concat([made_up.iloc[:1], real.iloc[1:]])
    assert marked(chart.draw(mixed, options))
    # The mark is no figure: everything else is drawn and told as before.
    pd.testing.assert_frame_equal(chart.table(made_up, options), chart.table(real, options))


def marked(ax: Axes) -> bool:
    return any(text.startswith("SỐ LIỆU MÔ PHỎNG. ") for text in words(ax))


def test_a_measured_frame_tells_a_chart_its_day(snapshot: dva.Snapshot) -> None:
    frame = dva.measure(snapshot.units, as_of="2023-09-13")  # type: ignore[arg-type]
    texts = [text.get_text() for text in dva.charts.progress(frame).figure.texts]
    texts += [text.get_text() for text in dva.charts.progress(frame).texts]
    assert any("13/9/2023" in text for text in texts)


def test_a_frame_without_the_register_s_columns_is_told_which(snapshot: dva.Snapshot) -> None:
    frame = dva.measure(snapshot.units).drop(columns="org_type")
    with pytest.raises(ValueError, match="thiếu cột org_type; biểu đồ này cần") as caught:
        dva.charts.units(frame)
    assert "dva.measure" not in str(caught.value)
    twice = pd.concat([dva.measure(snapshot.units)] * 2)
    with pytest.raises(ValueError, match="đứng nhiều dòng"):
        dva.charts.units(twice)
