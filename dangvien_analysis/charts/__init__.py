"""Numbers to Axes: one module per question, one theme."""

from dangvien_analysis.charts import by_unit, district, fan, kinds, pool, support, year_ends
from dangvien_analysis.charts.by_unit import units, units_alt, units_table
from dangvien_analysis.charts.chart import Chart, Options
from dangvien_analysis.charts.district import progress, progress_alt, progress_table
from dangvien_analysis.charts.fan import forecast_fan, forecast_fan_alt, forecast_fan_table
from dangvien_analysis.charts.kinds import sectors, sectors_alt, sectors_table
from dangvien_analysis.charts.pool import coverage, coverage_alt, coverage_table
from dangvien_analysis.charts.show import options_of, show
from dangvien_analysis.charts.support import attention, attention_alt, attention_table
from dangvien_analysis.charts.theme import png_of, save, svg_of
from dangvien_analysis.charts.year_ends import (
    forecast_units,
    forecast_units_alt,
    forecast_units_table,
)

__all__ = [
    "CHARTS",
    "Chart",
    "Options",
    "attention",
    "attention_alt",
    "attention_table",
    "coverage",
    "coverage_alt",
    "coverage_table",
    "forecast_fan",
    "forecast_fan_alt",
    "forecast_fan_table",
    "forecast_units",
    "forecast_units_alt",
    "forecast_units_table",
    "options_of",
    "png_of",
    "progress",
    "progress_alt",
    "progress_table",
    "save",
    "sectors",
    "sectors_alt",
    "sectors_table",
    "show",
    "svg_of",
    "units",
    "units_alt",
    "units_table",
]

CHARTS = {
    chart.name: chart
    for chart in (
        Chart("progress", district.TITLE, progress_table, progress, progress_alt),
        Chart("units", by_unit.TITLE, units_table, units, units_alt),
        Chart("coverage", pool.TITLE, coverage_table, coverage, coverage_alt),
        Chart("attention", support.TITLE, attention_table, attention, attention_alt),
        Chart("sectors", kinds.TITLE, sectors_table, sectors, sectors_alt),
        Chart("forecast_fan", fan.TITLE, forecast_fan_table, forecast_fan, forecast_fan_alt),
        Chart(
            "forecast_units",
            year_ends.TITLE,
            forecast_units_table,
            forecast_units,
            forecast_units_alt,
        ),
    )
}
"""Every chart by name, in the order a briefing shows them."""
