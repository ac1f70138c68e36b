"""Checks, measures, charts and briefs a district's monthly table of Party-member admissions."""

import lazy_loader

from dangvien_analysis.errors import ReadError
from dangvien_analysis.measures.pipeline import pipeline_coverage
from dangvien_analysis.measures.progress import completion, pace
from dangvien_analysis.measures.risk import risk_levels
from dangvien_analysis.measures.totals import totals
from dangvien_analysis.settings import Settings
from dangvien_analysis.snapshot import Snapshot, assess, read

__all__ = [
    "ReadError",
    "Settings",
    "Snapshot",
    "assess",
    "charts",
    "completion",
    "narrative",
    "pace",
    "pipeline_coverage",
    "read",
    "risk_levels",
    "totals",
    "write_pack",
]

# Charts, words and files load when first used: `import dangvien_analysis` stays near pandas.
__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submodules={"charts"},
    submod_attrs={"briefing.narrative": ["narrative"], "briefing.pack": ["write_pack"]},
)
