"""Every chart by name."""

from dangvien_analysis.charts import (
    against_pace,
    by_unit,
    district,
    fan,
    kinds,
    month_levels,
    pool,
    support,
    waiting,
    year_ends,
)
from dangvien_analysis.charts.chart import ChartDesign

CHARTS = {
    chart.name: chart
    for chart in (
        ChartDesign(
            "progress",
            district.TITLE,
            district.progress_table,
            district.progress,
            district.progress_alt,
        ),
        ChartDesign("units", by_unit.TITLE, by_unit.units_table, by_unit.units, by_unit.units_alt),
        ChartDesign("coverage", pool.TITLE, pool.coverage_table, pool.coverage, pool.coverage_alt),
        ChartDesign(
            "attention",
            support.TITLE,
            support.attention_table,
            support.attention,
            support.attention_alt,
        ),
        ChartDesign("sectors", kinds.TITLE, kinds.sectors_table, kinds.sectors, kinds.sectors_alt),
        ChartDesign(
            "forecast_fan",
            fan.TITLE,
            fan.forecast_fan_table,
            fan.forecast_fan,
            fan.forecast_fan_alt,
        ),
        ChartDesign(
            "forecast_units",
            year_ends.TITLE,
            year_ends.forecast_units_table,
            year_ends.forecast_units,
            year_ends.forecast_units_alt,
        ),
        ChartDesign(
            "monthly_admitted",
            against_pace.TITLE,
            against_pace.monthly_admitted_table,
            against_pace.monthly_admitted,
            against_pace.monthly_admitted_alt,
        ),
        ChartDesign(
            "monthly_pool",
            waiting.TITLE,
            waiting.monthly_pool_table,
            waiting.monthly_pool,
            waiting.monthly_pool_alt,
        ),
        ChartDesign(
            "monthly_levels",
            month_levels.TITLE,
            month_levels.monthly_levels_table,
            month_levels.monthly_levels,
            month_levels.monthly_levels_alt,
        ),
    )
}
"""Every chart by name, in the order a briefing shows them."""
