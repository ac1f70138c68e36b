import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.charts import (
    Options,
    forecast_units,
    forecast_units_alt,
    forecast_units_table,
)
from dangvien_analysis.columns import BANDS
from tests.charts.conftest import table_of
from tests.charts.reading import bars, undated_of, words
from tests.conftest import AS_OF, DEADLINE

OPTIONS = Options(stated_quota=280, as_of=AS_OF, deadline=DEADLINE)


def test_the_table_is_the_forecast_in_the_bands_order(assessed: pd.DataFrame) -> None:
    table = forecast_units_table(assessed, OPTIONS)
    found = dva.forecast(assessed, as_of=AS_OF, deadline=DEADLINE).units
    assert sorted(table.index) == sorted(assessed.index)
    codes = table["band"].cat.codes
    assert codes.is_monotonic_increasing
    large = table[~table["small"]]
    assert list(large["high80"]) == list(found.loc[large.index, "high80"])
    assert list(large["low80"]) == list(found.loc[large.index, "low80"])
    # within a band the likeliest first, small quotas last
    for _, group in table.groupby("band", observed=True):
        assert list(group["small"]) == sorted(group["small"])
        chances = found.loc[group.index[~group["small"]], "p_meet"]
        assert chances.is_monotonic_decreasing


def test_a_small_quota_has_a_band_and_no_number(assessed: pd.DataFrame) -> None:
    table = forecast_units_table(assessed, OPTIONS)
    small = table[table["small"]]
    assert set(small["quota"]) == {1, 2}
    assert small[["expected", "low80", "high80"]].isna().all(axis=None)
    assert small["band"].notna().all()


def test_bars_are_admitted_then_both_ends_of_the_interval(assessed: pd.DataFrame) -> None:
    table = forecast_units_table(assessed, OPTIONS)
    ax = forecast_units(assessed, OPTIONS)
    large = table[~table["small"]]
    wanted = list((large["admitted"] / large["quota"]).astype(float).round(6))
    assert [width for _, width in bars(ax, "admitted")] == wanted
    ends = [start + width for start, width in bars(ax, "ahead_range")]
    assert ends == pytest.approx(list(large["high80"] / large["quota"]), abs=1e-5)


def test_headings_count_the_units_of_each_band(assessed: pd.DataFrame) -> None:
    shown = words(forecast_units(assessed, OPTIONS))
    assert "Đã hoàn thành: 9 đơn vị" in shown
    assert "Chưa đủ nguồn theo số đã báo: 9 đơn vị" in shown
    assert any(text.startswith("Khả năng cao: ") for text in shown)
    assert not any("sẽ" in text or "chắc chắn" in text for text in shown)
    assert any("Chưa kiểm chứng bằng kết quả thực tế" in text for text in shown)


def test_units_that_are_not_forecast_are_counted() -> None:
    units = table_of([(5, 2, 1, 4), (None, 3, 0, 1), (0, 0, 0, 2)])
    assert list(forecast_units_table(units, OPTIONS).index) == ["u0"]
    shown = words(forecast_units(units, OPTIONS))
    assert any("2 đơn vị chưa đủ số liệu hoặc có chỉ tiêu bằng 0" in text for text in shown)


def test_alt_text_names_every_unit_under_its_band(assessed: pd.DataFrame) -> None:
    table = forecast_units_table(assessed, OPTIONS)
    told = forecast_units_alt(table)
    assert all(name in told for name in assessed["unit_name"])
    assert f"{BANDS['short_of_pool'].capitalize()}: 9 đơn vị: Đảng bộ xã" in told


def test_without_dates_there_is_a_sentence(assessed: pd.DataFrame) -> None:
    undated = undated_of(assessed)
    assert forecast_units_table(undated, Options()).empty
    assert any(text.startswith("Chưa rõ ngày") for text in words(forecast_units(undated)))
    assert forecast_units_alt(forecast_units_table(undated, Options())).startswith("Chưa dự báo")
