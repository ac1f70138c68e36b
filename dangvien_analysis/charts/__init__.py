"""Numbers to Axes: one module per question, one theme."""

from dangvien_analysis.charts import by_unit, district, kinds, pool, support
from dangvien_analysis.charts.by_unit import units, units_alt, units_table
from dangvien_analysis.charts.chart import Chart, Options
from dangvien_analysis.charts.district import progress, progress_alt, progress_table
from dangvien_analysis.charts.kinds import sectors, sectors_alt, sectors_table
from dangvien_analysis.charts.pool import coverage, coverage_alt, coverage_table
from dangvien_analysis.charts.show import options_of, show
from dangvien_analysis.charts.support import attention, attention_alt, attention_table
from dangvien_analysis.charts.theme import png_of, save, svg_of

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
    )
}
"""Every chart by name, in the order a briefing shows them."""
