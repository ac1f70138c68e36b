"""Printed rates: which rate a table prints."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from dangvien_analysis.text.numbers import agrees, parse_number

READINGS = {
    "with_pending": "(đã kết nạp + đang trình duyệt) / chỉ tiêu",
    "admitted": "đã kết nạp / chỉ tiêu",
}
"""What a column "Tỷ lệ" may mean, the usual one of notices first."""

SCALES = (100, 1)
"""What a rate of 1 is printed as: a workbook keeps a fraction and only shows it as per cent."""


@dataclass(frozen=True)
class RateReading:
    """How a table's rate column is to be read."""

    # A key of `READINGS`; None when the table prints no rate that any reading explains
    meaning: str | None = None
    scale: int = 100  # 100 when rates are printed as per cent, 1 when they are fractions


class RateRow(NamedTuple):
    """The figures of one row that a rate may rest on; None where one is not known."""

    printed: str  # The rate as printed; empty when there is none
    quota: int | None  # People
    admitted: int | None
    pending: int | None

    def people(self, meaning: str) -> int | None:
        """Give what a reading puts over the quota.

        People; None where a count is not known.
        """
        if meaning == "admitted" or self.admitted is None:
            return self.admitted
        return None if self.pending is None else self.admitted + self.pending

    def explained(self, scale: int, has_pending: bool) -> bool | None:
        """Tell whether the printed rate follows from the figures read, by any reading.

        None when it cannot be told. `has_pending`: whether the table has a column of pending.
        """
        row = self if has_pending else self._replace(pending=0)
        found = row.agreeing(scale)
        return None if found is None else bool(found)

    def agreeing(self, scale: int) -> set[str] | None:
        """Tell which readings explain the printed rate.

        Gives the readings; None when it cannot be told: no rate, no quota, or no count to compare.
        """
        return _agreeing(self, scale)


# A large table has few different rows of such small figures.
@lru_cache(maxsize=65536)
def _agreeing(row: RateRow, scale: int) -> set[str] | None:
    rate = _number(row.printed)
    known = {name: row.people(name) for name in READINGS}
    counts = {name: people for name, people in known.items() if people is not None}
    if rate is None or not row.quota or not counts:
        return None
    found = {name for name, one in counts.items() if agrees(rate, one, row.quota, scale)}
    if not found and row.pending is None and rate * row.quota > scale * max(counts.values()):
        # The people pending, who are not known, may be in it.
        return None
    return found


def rows_of(counts: pd.DataFrame, printed: pd.Series) -> list[RateRow]:
    """Take the figures of each row out of a table."""
    columns = (
        counts[name].to_numpy(dtype="int64", na_value=_UNKNOWN).tolist()
        for name in ("quota", "admitted", "pending")
    )
    texts = printed if printed.index is counts.index else printed.reindex(counts.index)
    rows = _Rows()
    return [rows[figures] for figures in zip(texts.fillna("").tolist(), *columns, strict=True)]


# No count is below 0.
_UNKNOWN = -1


class _Rows(dict[tuple[str, int, int, int], RateRow]):
    """A row for each different set of figures."""

    def __missing__(self, figures: tuple[str, int, int, int]) -> RateRow:
        text, *counts = figures
        self[figures] = row = RateRow(text, *(None if one == _UNKNOWN else one for one in counts))
        return row


def rate_reading(rows: Iterable[RateRow]) -> RateReading:
    """Find the reading that most rows of a table follow.

    Gives the reading most rows follow; when they do not tell, the first of `READINGS` that any row
    follows. Rows in which both readings give the same figure do not count for either.
    """
    different = Counter(rows)
    votes: dict[int, Counter[tuple[str, ...]]] = {scale: Counter() for scale in SCALES}
    for scale in SCALES:
        for row, times in different.items():
            if found := row.agreeing(scale):
                votes[scale][tuple(sorted(found))] += times
    scale = max(SCALES, key=lambda one: votes[one].total())
    if not votes[scale]:
        return RateReading()
    both = votes[scale][tuple(sorted(READINGS))]
    return RateReading(max(READINGS, key=lambda name: votes[scale][(name,)] + both), scale)


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text, grouped=False)
    except ValueError:
        return None
