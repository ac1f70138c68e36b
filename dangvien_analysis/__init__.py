"""Checks, measures, charts and briefs a district's monthly table of Party-member admissions."""

import sys
from typing import TYPE_CHECKING, Any

import lazy_loader

from dangvien_analysis.uncollected import uncollected

if TYPE_CHECKING:
    from dangvien_analysis import charts
    from dangvien_analysis.columns import label, vocabulary
    from dangvien_analysis.document.claims import claims
    from dangvien_analysis.errors import ReadError
    from dangvien_analysis.face import meeting
    from dangvien_analysis.forecasting.forecast import Forecast, forecast
    from dangvien_analysis.gather.prospects import with_outlook
    from dangvien_analysis.gather.reading import read
    from dangvien_analysis.gather.what_if import outlook, scenarios
    from dangvien_analysis.measures.completion import completion, pace
    from dangvien_analysis.measures.measure import measure
    from dangvien_analysis.measures.pipeline import pipeline_coverage
    from dangvien_analysis.measures.risk import risk_levels
    from dangvien_analysis.measures.totals import totals
    from dangvien_analysis.office.settings import Assumptions, Settings
    from dangvien_analysis.pack.pack import write_pack
    from dangvien_analysis.report.sentences.narrative import narrative
    from dangvien_analysis.snapshot import Snapshot, assess

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
    "label",
    "measure",
    "meeting",
    "narrative",
    "outlook",
    "pace",
    "pipeline_coverage",
    "read",
    "risk_levels",
    "scenarios",
    "totals",
    "vocabulary",
    "with_outlook",
    "write_pack",
]

# Everything loads when it is first used: whoever asks the command for help, or ends it at once,
# does not wait for pandas.
_load, __dir__, _ = lazy_loader.attach(
    __name__,
    submodules={"charts"},
    submod_attrs={
        "report.sentences.narrative": ["narrative"],
        "pack.pack": ["write_pack"],
        "columns": ["label", "vocabulary"],
        "errors": ["ReadError"],
        "face": ["meeting"],
        "gather.prospects": ["with_outlook"],
        "gather.what_if": ["outlook", "scenarios"],
        "document.claims": ["claims"],
        "forecasting.forecast": ["Forecast", "forecast"],
        "measures.measure": ["measure"],
        "measures.pipeline": ["pipeline_coverage"],
        "measures.completion": ["completion", "pace"],
        "measures.risk": ["risk_levels"],
        "measures.totals": ["totals"],
        "gather.reading": ["read"],
        "office.settings": ["Assumptions", "Settings"],
        "snapshot": ["Snapshot", "assess"],
    },
)


def __getattr__(name: str) -> Any:
    # Where pandas is not loaded yet, there are modules and no data.
    with uncollected(lasting="pandas" not in sys.modules):
        return _load(name)
