from datetime import date

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.charts import Options, forecast_fan, forecast_fan_alt, forecast_fan_table
from dangvien_analysis.charts.drawing.days import apart
from tests.charts.conftest import table_of
from tests.charts.reading import undated_of, words
from tests.conftest import AS_OF, DEADLINE

OPTIONS = Options(stated_quota=280, as_of=AS_OF, deadline=DEADLINE)


def lines(ax: object) -> dict[str, list[float]]:
    return {line.get_label(): list(line.get_ydata()) for line in ax.lines}  # type: ignore[attr-defined]


def test_the_last_day_is_the_forecast(assessed: pd.DataFrame) -> None:
    table = forecast_fan_table(assessed, OPTIONS)
    last = table.loc[DEADLINE]
    found = dva.forecast(assessed, as_of=AS_OF, deadline=DEADLINE).district
    for name in ("low95", "low80", "median", "high80", "high95"):
        assert last[name] == found[name]
    steady = dva.forecast(
        assessed, as_of=AS_OF, deadline=DEADLINE, assumptions=dva.Assumptions(pace_sd=0)
    ).district
    assert list(last[["steady_low80", "steady_high80"]]) == list(steady[["low80", "high80"]])


def test_the_first_day_is_what_was_admitted_and_every_line_rises(assessed: pd.DataFrame) -> None:
    table = forecast_fan_table(assessed, OPTIONS)
    assert table.index[0] == AS_OF
    assert set(table.iloc[0].drop("quota")) == {assessed["admitted"].sum()}
    assert set(table["quota"]) == {280}
    assert all(table[name].is_monotonic_increasing for name in table)


def test_what_the_table_holds_is_drawn(assessed: pd.DataFrame) -> None:
    table = forecast_fan_table(assessed, OPTIONS)
    ax = forecast_fan(assessed, OPTIONS)
    drawn = lines(ax)
    for name in ("median", "steady_low80", "steady_high80", "quota"):
        assert drawn[name] == list(table[name])
    bands = {band.get_label(): band.get_paths()[0].vertices[:, 1] for band in ax.collections}
    for share in ("80", "95"):
        edges = bands[f"ahead{share}"]
        assert {edges.min(), edges.max()} == {135, table[f"high{share}"].iloc[-1]}
    shown = words(ax)
    last = table.iloc[-1]
    assert f"Mức giữa: {last['median']}" in shown
    assert f"Khoảng 80%: {last['low80']}-{last['high80']}" in shown
    assert f"Khoảng 95%: {last['low95']}-{last['high95']}" in shown
    assert "Chỉ tiêu chung: 280" in shown
    assert any("Đã kết nạp: 135." in text for text in shown)
    assert any("nhịp độ đến 13/9/2023 được giữ (±25%)" in text for text in shown)
    assert any("Chưa kiểm chứng bằng kết quả thực tế" in text for text in shown)


def test_without_a_printed_quota_the_sum_is_drawn(assessed: pd.DataFrame) -> None:
    table = forecast_fan_table(assessed, Options(as_of=AS_OF, deadline=DEADLINE))
    assert set(table["quota"]) == {281}


def test_another_assumption_is_drawn_and_named(assessed: pd.DataFrame) -> None:
    fast = Options(as_of=AS_OF, deadline=DEADLINE, assumptions=dva.Assumptions(pace=2))
    assert forecast_fan_table(assessed, fast)["median"].iloc[-1] > 220
    assert any("bằng 2 lần nhịp độ" in text for text in words(forecast_fan(assessed, fast)))


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(as_of=DEADLINE, deadline=DEADLINE),
        Options(as_of=date(2024, 1, 3), deadline=DEADLINE),
    ],
)
def test_when_nothing_lies_ahead_there_is_a_sentence(
    assessed: pd.DataFrame, options: Options
) -> None:
    undated = undated_of(assessed)
    assert forecast_fan_table(undated, options).empty
    shown = words(forecast_fan(undated, options))
    assert any(text.startswith("Chưa ") for text in shown)
    assert forecast_fan_alt(forecast_fan_table(undated, options)).startswith("Chưa dự báo được")


def test_a_few_days_are_drawn_day_by_day(assessed: pd.DataFrame) -> None:
    table = forecast_fan_table(assessed, Options(as_of=date(2023, 12, 28), deadline=DEADLINE))
    assert [day.day for day in table.index] == [28, 29, 30, 31]


def test_units_of_which_nothing_is_known_are_not_counted() -> None:
    units = table_of([(5, 2, 1, 4), (None, 3, 0, 1)])
    assert forecast_fan_table(units, OPTIONS)["median"].iloc[0] == 2


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([80.0, 40.0, 10.0], [80.0, 40.0, 10.0]),
        ([50.0, 50.0, 50.0], [50.0, 40.0, 30.0]),
        ([99.0, 98.0], [95.0, 85.0]),
        ([6.0, 5.0, 4.0], [25.0, 15.0, 5.0]),
        ([], []),
    ],
)
def test_words_stand_apart_and_inside(places: list[float], moved: list[float]) -> None:
    assert apart(places, 100.0, gap=10.0) == moved
