"""Every chart by name."""

from dangvien_analysis.charts.attention import CHART as ATTENTION
from dangvien_analysis.charts.coverage import CHART as COVERAGE
from dangvien_analysis.charts.forecast_fan import CHART as FORECAST_FAN
from dangvien_analysis.charts.forecast_units import CHART as FORECAST_UNITS
from dangvien_analysis.charts.monthly_admitted import CHART as MONTHLY_ADMITTED
from dangvien_analysis.charts.monthly_levels import CHART as MONTHLY_LEVELS
from dangvien_analysis.charts.monthly_pool import CHART as MONTHLY_POOL
from dangvien_analysis.charts.progress import CHART as PROGRESS
from dangvien_analysis.charts.sectors import CHART as SECTORS
from dangvien_analysis.charts.units import CHART as UNITS

CHARTS = {
    chart.name: chart
    for chart in (
        PROGRESS,
        UNITS,
        COVERAGE,
        ATTENTION,
        SECTORS,
        FORECAST_FAN,
        FORECAST_UNITS,
        MONTHLY_ADMITTED,
        MONTHLY_POOL,
        MONTHLY_LEVELS,
    )
}
"""Every chart by name, in the order a briefing shows them."""
