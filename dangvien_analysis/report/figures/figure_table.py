"""Named figures, each as a value and as it is shown."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dangvien_analysis.text.numbers import format_count, format_decimal, format_percent


@dataclass
class Figures:
    """Named figures, each as a value and as it is shown."""

    # By key: ``label``, ``value``, ``shown`` and ``kind`` (count, percent, decimal, text)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def count(self, key: str, title: str, value: Any) -> None:
        """Add a count of people or units."""
        self._put(key, title, value, format_count(value), "count")

    def percent(self, key: str, title: str, value: Any, digits: int = 2) -> None:
        """Add a rate."""
        self._put(key, title, value, format_percent(value, digits), "percent")

    def decimal(self, key: str, title: str, value: Any) -> None:
        """Add a number with one decimal."""
        self._put(key, title, value, format_decimal(value), "decimal")

    def text(self, key: str, title: str, value: Any, shown: str) -> None:
        """Add a date or another text."""
        self._put(key, title, value, shown, "text")

    def _put(self, key: str, title: str, value: Any, shown: str, kind: str) -> None:
        self.rows[key] = {"label": title, "value": value, "shown": shown, "kind": kind}

    def frame(self) -> pd.DataFrame:
        """Give all figures as a table."""
        columns = ["label", "value", "shown", "kind"]
        table = pd.DataFrame.from_records(
            list(self.rows.values()), index=list(self.rows), columns=columns
        )
        return table.rename_axis("key")
