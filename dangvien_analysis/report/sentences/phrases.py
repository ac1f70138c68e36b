"""What the sentences of the briefing are made of: figures as shown, and units by name."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from dangvien_analysis.findings import SETTLED
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.report.figures.all_figures import figures
from dangvien_analysis.report.figures.figure_table import Figures
from dangvien_analysis.report.figures.task_figures import task_figures

_NAMED, _FIRST = 15, 5
"""Most that one sentence names, and how many of a longer list: the rest stands in the appendix."""
APPENDIX = "Phụ lục 2"
"""The appendix with the table of units."""


class Phrases:
    """Figures and names of a meeting, ready to be put into sentences."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting, self.snapshot = meeting, meeting.snapshot
        self.units, self.beside, self.ago = meeting.units, meeting.beside, meeting.ago
        self.tasks, self.follow = meeting.tasks, meeting.follow
        parts = [figures(meeting), task_figures(self.tasks, self.follow)]
        self._figures = pd.concat([part for part in parts if len(part)])
        self._more = Figures()
        keys = self._figures.index
        self._shown: dict[Any, Any] = dict(zip(keys, self._figures["shown"], strict=True))
        self._values: dict[Any, Any] = dict(zip(keys, self._figures["value"], strict=True))

    @property
    def table(self) -> pd.DataFrame:
        """Every figure, those included that sentences made while they were written."""
        more = self._more.frame()
        return pd.concat([self._figures, more]) if len(more) else self._figures

    def __getitem__(self, key: str) -> str:
        """Give a figure as it is shown."""
        return str(self._shown[key])

    def __contains__(self, key: str) -> bool:
        """Tell whether there is such a figure."""
        return key in self._shown

    def value(self, key: str) -> Any:
        """Give a figure as a value."""
        return self._values[key]

    def some(self, key: str) -> bool:
        """Tell whether a count is known and above 0.

        False for an unknown count too.
        """
        value = self._values.get(key)
        return value is not None and bool(pd.notna(value)) and bool(value > 0)

    def unknown(self, key: str) -> bool:
        """Tell whether a figure is not known or not applicable.

        True for NA, and for a figure that there is not.
        """
        return bool(pd.isna(self._values.get(key)))

    def unit(self, unit_id: str, column: str) -> str:
        """Give a unit's figure as it is shown."""
        return self[f"unit.{unit_id}.{column}"]

    def fraction(self, unit_id: str) -> str:
        """Give a unit's admitted over its quota."""
        return f"{self.unit(unit_id, 'admitted')}/{self.unit(unit_id, 'quota')}"

    def with_pending(self, unit_id: str) -> str:
        """Give a unit's admitted over its quota, and after it the pending ones, if any."""
        waiting = self.some(f"unit.{unit_id}.pending")
        return self.fraction(unit_id) + (
            f", đang trình {self.unit(unit_id, 'pending')}" if waiting else ""
        )

    def names(self, unit_ids: pd.Index, about: Callable[[str], str] | None = None) -> str:
        """List units by name."""
        named = [
            str(self.units.at[unit_id, "unit_name"]) + (f" ({about(unit_id)})" if about else "")
            for unit_id in unit_ids
        ]
        return self.listed(named, "đơn vị khác")

    def listed(self, items: Sequence[str], others: str, where: str = APPENDIX) -> str:
        """List things in a sentence.

        Gives all of them; of a list that no sentence can hold the first ones, and how many more
        there are, a figure of its own.
        """
        if len(items) <= _NAMED:
            return "; ".join(items)
        key = f"more.{len(self._more.rows) + 1}"
        self._more.count(key, f"Số {others} không nêu tên", len(items) - _FIRST)
        shown = self._more.rows[key]["shown"]
        return f"{'; '.join(items[:_FIRST])} và {shown} {others} ({where})"

    def where(self, mask: pd.Series) -> pd.Index:
        """Find units."""
        return self.units.index[mask.fillna(value=False).astype(bool)]

    def at(self, level: str) -> pd.Index:
        """Find the units at a level."""
        return self.where(self.units["risk_level"] == level)

    def because(self, reason: str) -> pd.Index:
        """Find the units for which a rule fired."""
        return self.where(self.units[reason])

    def messages(self, *codes: str, settled: bool = True) -> list[str]:
        """Give what findings say."""
        found = self.snapshot.findings
        wanted = found["code"].isin(codes) & (settled | (found["severity"] != SETTLED))
        return list(found.loc[wanted, "message"])
