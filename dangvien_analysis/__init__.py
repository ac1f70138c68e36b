"""Checks, measures, charts and briefs a district's monthly table of Party-member admissions."""

from typing import TYPE_CHECKING

import lazy_loader

from dangvien_analysis.errors import ReadError
from dangvien_analysis.measures.pipeline import pipeline_coverage
from dangvien_analysis.measures.progress import completion, pace
from dangvien_analysis.measures.risk import risk_levels
from dangvien_analysis.measures.totals import totals
from dangvien_analysis.settings import Assumptions, Settings

if TYPE_CHECKING:
    from dangvien_analysis import charts
    from dangvien_analysis.briefing.narrative import narrative
    from dangvien_analysis.briefing.pack import write_pack
    from dangvien_analysis.intake.claims import claims
    from dangvien_analysis.measures.forecast import Forecast, forecast
    from dangvien_analysis.prospects import outlook, with_outlook
    from dangvien_analysis.snapshot import Snapshot, assess, read
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

# Readers, charts, words and files load when first used: `import dangvien_analysis` stays near
# pandas.
__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submodules={"charts"},
    submod_attrs={
        "briefing.narrative": ["narrative"],
        "briefing.pack": ["write_pack"],
        "intake.claims": ["claims"],
        "measures.forecast": ["Forecast", "forecast"],
        "prospects": ["outlook", "with_outlook"],
        "snapshot": ["Snapshot", "assess", "read"],
        "what_if": ["scenarios"],
    },
)
