"""Numbers to Axes: one module per question, one theme."""

import sys

from dangvien_analysis.charts.drawing.loading import load_matplotlib

if "matplotlib" not in sys.modules:
    load_matplotlib()

from dangvien_analysis.charts.attention import attention, attention_alt, attention_table
from dangvien_analysis.charts.coverage import coverage, coverage_alt, coverage_table
from dangvien_analysis.charts.drawing.options import ChartDesign, Options
from dangvien_analysis.charts.drawing.theme import half_width, png_of, save, svg_of
from dangvien_analysis.charts.forecast_fan import (
    forecast_fan,
    forecast_fan_alt,
    forecast_fan_table,
)
from dangvien_analysis.charts.forecast_units import (
    forecast_units,
    forecast_units_alt,
    forecast_units_table,
)
from dangvien_analysis.charts.monthly_admitted import (
    monthly_admitted,
    monthly_admitted_alt,
    monthly_admitted_table,
)
from dangvien_analysis.charts.monthly_levels import (
    monthly_levels,
    monthly_levels_alt,
    monthly_levels_table,
)
from dangvien_analysis.charts.monthly_pool import (
    monthly_pool,
    monthly_pool_alt,
    monthly_pool_table,
)
from dangvien_analysis.charts.progress import progress, progress_alt, progress_table
from dangvien_analysis.charts.registry import CHARTS
from dangvien_analysis.charts.sectors import sectors, sectors_alt, sectors_table
from dangvien_analysis.charts.show import MeetingChart, options_of, show, show_all
from dangvien_analysis.charts.units import units, units_alt, units_table

__all__ = [
    "CHARTS",
    "ChartDesign",
    "MeetingChart",
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
    "half_width",
    "monthly_admitted",
    "monthly_admitted_alt",
    "monthly_admitted_table",
    "monthly_levels",
    "monthly_levels_alt",
    "monthly_levels_table",
    "monthly_pool",
    "monthly_pool_alt",
    "monthly_pool_table",
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
    "show_all",
    "svg_of",
    "units",
    "units_alt",
    "units_table",
]
