"""The charts over the tables of a year, on made-up months before the real table."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from matplotlib.axes import Axes

from dangvien_analysis.charts import (
    CHARTS,
    Options,
    half_width,
    monthly_admitted,
    monthly_admitted_alt,
    monthly_admitted_table,
    monthly_levels,
    monthly_levels_alt,
    monthly_levels_table,
    monthly_pool,
    monthly_pool_table,
)
from dangvien_analysis.charts.drawing.theme import FULL_WIDTH, HALF_WIDTH, MARKS, figure_of
from dangvien_analysis.columns import LEVELS
from dangvien_analysis.gather.prospects import Past
from tests.charts.conftest import table_of
from tests.charts.reading import boxes, legend_words, outside, overlapping, undated_of, words
from tests.conftest import AS_OF, DEADLINE

JUNE, AUGUST = date(2023, 6, 30), date(2023, 8, 31)
MONTHLY = ["monthly_admitted", "monthly_pool", "monthly_levels"]


def lines(ax: Axes) -> dict[str, list[float]]:
    return {str(line.get_label()): list(line.get_ydata()) for line in ax.lines}


def two(june: pd.DataFrame, august: pd.DataFrame, **more: object) -> Options:
    past = Past(((JUNE, june), (AUGUST, august)))
    return Options(as_of=AS_OF, deadline=DEADLINE, past=past, **more)  # type: ignore[arg-type]


NOW = table_of([(10, 4, 1, 3), (2, 1, 0, 0)])
THEN = table_of([(10, 2, 2, 4), (2, 0, 1, 0)])
FIRST = table_of([(10, 1, 0, 5), (2, None, 1, None)])


def test_sums_run_from_nobody_to_the_day_beside_an_even_pace() -> None:
    table = monthly_admitted_table(NOW, two(FIRST, THEN))
    assert list(table.index) == [date(2023, 1, 1), JUNE, AUGUST, AS_OF, DEADLINE]
    assert list(table["admitted"])[:-1] == [0, 1, 2, 5]
    assert table["admitted"].isna().iloc[-1]
    # 12 places: 181, 243, 256 and 365 of 365 days are gone
    assert list(table["even"]) == [0, 5, 7, 8, 12]
    assert set(table["quota"]) == {12}
    assert list(table["missing"])[:-1] == [0, 1, 0, 0]


def test_the_printed_quota_is_the_target() -> None:
    table = monthly_admitted_table(NOW, two(FIRST, THEN, stated_quota=24))
    assert list(table["even"]) == [0, 11, 15, 16, 24]


def test_on_the_deadline_nothing_lies_ahead() -> None:
    options = replace(two(FIRST, THEN), as_of=DEADLINE)
    assert monthly_admitted_table(NOW, options)["admitted"].iloc[-1] == 5


def test_lines_are_the_table_s_and_units_without_a_figure_are_told() -> None:
    options = two(FIRST, THEN)
    table, ax = monthly_admitted_table(NOW, options), monthly_admitted(NOW, options)
    drawn = lines(ax)
    for name in ("even", "quota"):
        assert drawn[name] == list(table[name])
    assert drawn["admitted"][:-1] == list(table["admitted"])[:-1]
    shown = words(ax)
    assert "Chỉ tiêu chung: 12" in shown
    assert "Nhịp độ đều, đến 13/9/2023: 8" in shown
    assert any("Số đơn vị chưa có số, theo ngày: 30/6: 1." in text for text in shown)
    assert monthly_admitted_alt(table) == (
        "Biểu đồ đường, số kết nạp cộng dồn từ đầu năm: 1 đến 30/6/2023, 2 đến 31/8/2023, 5 đến "
        "13/9/2023. Nhịp độ đều đến ngày đó là 8 người, chỉ tiêu 12 người."
    )


def test_pending_and_pool_are_sums_of_what_is_known() -> None:
    options = two(FIRST, THEN)
    table, ax = monthly_pool_table(NOW, options), monthly_pool(NOW, options)
    assert table.to_dict("list") == {
        "pool": [5, 4, 3],
        "pending": [1, 3, 1],
        "missing": [1, 0, 0],
    }
    drawn = lines(ax)
    assert (drawn["pool"], drawn["pending"]) == ([5, 4, 3], [1, 3, 1])
    assert {"Nguồn: 3", "Đang trình duyệt: 1"} <= set(words(ax))


def test_levels_follow_the_units_of_today() -> None:
    gone = pd.concat([FIRST, table_of([(5, 0, 0, 0)]).rename(index={"u0": "gone"})])
    options = two(gone, THEN.drop(index="u1"))
    table = monthly_levels_table(NOW, options)
    assert list(table.columns) == ["unit_name", "2023-06-30", "2023-08-31", "2023-09-13"]
    assert list(table.index) == list(NOW.index)
    # 1 of 10 where 4 were due, and only 5 people for 9 places; nothing known in the other
    assert table.at["u0", "2023-06-30"] == "at_risk"
    assert table["2023-06-30"].isna()["u1"]
    assert list(table["2023-09-13"]) == list(NOW["risk_level"])
    assert table["2023-08-31"].isna()["u1"]


def test_a_mark_for_each_level_and_a_key_for_all() -> None:
    options = two(FIRST, THEN)
    table, ax = monthly_levels_table(NOW, options), monthly_levels(NOW, options)
    known = table.drop(columns="unit_name").stack().dropna()
    drawn = [line.get_label() for line in ax.lines if line.get_label() in MARKS]
    assert sorted(drawn) == sorted(map(str, known))
    assert legend_words(ax) == list(LEVELS.values())
    assert len({mark.shape + mark.fill for mark in MARKS.values()}) == len(LEVELS)
    assert list(MARKS) == list(LEVELS)


def test_first_and_last_levels_are_told(assessed: pd.DataFrame, options: Options) -> None:
    told = monthly_levels_alt(monthly_levels_table(assessed, options))
    counts = assessed["risk_level"].value_counts()
    assert f"đến 13/9/2023: {counts['met']} đã hoàn thành" in told
    assert f"{counts['at_risk']} cần quan tâm, hỗ trợ." in told


@pytest.mark.parametrize("name", MONTHLY)
def test_without_an_earlier_table_there_is_a_sentence(name: str, assessed: pd.DataFrame) -> None:
    ax = CHARTS[name].draw(assessed, Options(as_of=AS_OF))
    assert "Chưa có số liệu kỳ trước trong cùng năm chỉ tiêu." in words(ax)
    undated = CHARTS[name].draw(undated_of(assessed), Options())
    assert "Chưa rõ ngày số liệu." in words(undated)


@pytest.mark.parametrize("chart_name", list(CHARTS))
def test_made_up_figures_are_called_so(
    chart_name: str, assessed: pd.DataFrame, options: Options
) -> None:
    ax = CHARTS[chart_name].draw(assessed, replace(options, simulated=True))
    assert any(text.startswith("SỐ LIỆU MÔ PHỎNG. ") for text in words(ax))
    real = CHARTS[chart_name].draw(assessed, options)
    assert not any("MÔ PHỎNG" in text for text in words(real))


@pytest.mark.parametrize("chart_name", ["monthly_admitted", "monthly_pool", "forecast_fan"])
@pytest.mark.parametrize("name", ["real", "many"])
def test_lines_along_the_year_fit_half_the_width(
    chart_name: str, name: str, tables: dict[str, pd.DataFrame], options: Options
) -> None:
    units = tables[name]
    with half_width():
        ax = CHARTS[chart_name].draw(units, options)
    assert figure_of(ax).get_size_inches()[0] == HALF_WIDTH
    seen = boxes(ax)
    assert (outside(ax, seen), overlapping(seen)) == ([], [])
    # what stands beside the lines on a wide chart stands in the notes
    wide = CHARTS[chart_name].draw(units, options)
    assert figure_of(wide).get_size_inches()[0] == FULL_WIDTH
    assert any("Chỉ tiêu chung: " in text or "Nguồn: " in text for text in words(ax))
    assert 2 * HALF_WIDTH <= FULL_WIDTH
