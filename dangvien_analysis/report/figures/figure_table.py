"""Named figures, each as a value and as it is shown."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dangvien_analysis.text.numbers import format_count, format_decimal, format_percent


@dataclass
class Figures:
    """Named figures, each as a value and as it is shown.

    Parameters
    ----------
    rows : dict of str to dict
        By key: ``label``, ``value``, ``shown`` and ``kind`` (count, percent, decimal, text).
    """

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def count(self, key: str, title: str, value: Any) -> None:
        """Add a count of people or units.

        Parameters
        ----------
        key, title : str
            The figure's name in code and its Vietnamese label.
        value : int or NA
            The count.
        """
        self._put(key, title, value, format_count(value), "count")

    def percent(self, key: str, title: str, value: Any, digits: int = 2) -> None:
        """Add a rate.

        Parameters
        ----------
        key, title : str
            The figure's name in code and its Vietnamese label.
        value : float or NA
            The rate [fraction].
        digits : int
            Digits shown after the comma.
        """
        self._put(key, title, value, format_percent(value, digits), "percent")

    def decimal(self, key: str, title: str, value: Any) -> None:
        """Add a number with one decimal.

        Parameters
        ----------
        key, title : str
            The figure's name in code and its Vietnamese label.
        value : float or NA
            The number.
        """
        self._put(key, title, value, format_decimal(value), "decimal")

    def text(self, key: str, title: str, value: Any, shown: str) -> None:
        """Add a date or another text.

        Parameters
        ----------
        key, title : str
            The figure's name in code and its Vietnamese label.
        value : object
            The value.
        shown : str
            The text.
        """
        self._put(key, title, value, shown, "text")

    def _put(self, key: str, title: str, value: Any, shown: str, kind: str) -> None:
        self.rows[key] = {"label": title, "value": value, "shown": shown, "kind": kind}

    def frame(self) -> pd.DataFrame:
        """Give all figures as a table.

        Returns
        -------
        DataFrame
            Index ``key``; columns ``label``, ``value`` (mixed types), ``shown`` (text) and
            ``kind``.
        """
        columns = ["label", "value", "shown", "kind"]
        table = pd.DataFrame.from_records(
            list(self.rows.values()), index=list(self.rows), columns=columns
        )
        return table.rename_axis("key")
