"""Checks, measures, charts and briefs a district's monthly table of Party-member admissions."""

from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from dangvien_analysis import charts
    from dangvien_analysis.briefing.narrative import narrative
    from dangvien_analysis.briefing.pack import write_pack
    from dangvien_analysis.errors import ReadError
    from dangvien_analysis.forecasting.forecast import Forecast, forecast
    from dangvien_analysis.intake.claims import claims
    from dangvien_analysis.measures.pipeline import pipeline_coverage
    from dangvien_analysis.measures.progress import completion, pace
    from dangvien_analysis.measures.risk import risk_levels
    from dangvien_analysis.measures.totals import totals
    from dangvien_analysis.prospects import outlook, with_outlook
    from dangvien_analysis.reading import read
    from dangvien_analysis.settings import Assumptions, Settings
    from dangvien_analysis.snapshot import Snapshot, assess
    from dangvien_analysis.what_if import scenarios

__all__ = [
    "Assumptions",
    "Forecast",
    "ReadError",
    "Settings",
    "Snapshot",
    "assess",
    "charts",
    "claims",
    "completion",
    "forecast",
    "narrative",
    "outlook",
    "pace",
    "pipeline_coverage",
    "read",
    "risk_levels",
    "scenarios",
    "totals",
    "with_outlook",
    "write_pack",
]

# Everything loads when it is first used: whoever asks the command for help, or ends it at once,
# does not wait for pandas.
__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submodules={"charts"},
    submod_attrs={
        "briefing.narrative": ["narrative"],
        "briefing.pack": ["write_pack"],
        "errors": ["ReadError"],
        "intake.claims": ["claims"],
        "forecasting.forecast": ["Forecast", "forecast"],
        "measures.pipeline": ["pipeline_coverage"],
        "measures.progress": ["completion", "pace"],
        "measures.risk": ["risk_levels"],
        "measures.totals": ["totals"],
        "prospects": ["outlook", "with_outlook"],
        "reading": ["read"],
        "settings": ["Assumptions", "Settings"],
        "snapshot": ["Snapshot", "assess"],
        "what_if": ["scenarios"],
    },
)
