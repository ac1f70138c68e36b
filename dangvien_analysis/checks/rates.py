"""Printed rates: which rate a table prints, and whether a printed figure agrees."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from dangvien_analysis.text.numbers import parse_number, round_half_up

READINGS = {
    "with_pending": "(đã kết nạp + đang trình duyệt) / chỉ tiêu",
    "admitted": "đã kết nạp / chỉ tiêu",
}
"""What a column "Tỷ lệ" may mean, the usual one of notices first."""

# Formulas work in binary: beyond these digits their results are not exact.
_EXACT_DIGITS = 9

# A workbook keeps a percentage as a fraction and only shows it as per cent.
_SCALES = (100, 1)


@dataclass(frozen=True)
class RateReading:
    """How a table's rate column is to be read.

    Parameters
    ----------
    meaning : str or None
        A key of `READINGS`; None when the table prints no rate that any reading explains.
    scale : int
        100 when rates are printed as per cent, 1 when they are fractions.
    """

    meaning: str | None = None
    scale: int = 100


def agrees(printed: Decimal, numerator: int, denominator: int, scale: int = 100) -> bool:
    """Tell whether a printed rate is the exact one, rounded or cut at the printed digits.

    Parameters
    ----------
    printed : Decimal
        The rate with the digits as printed.
    numerator, denominator : int
        People; the denominator is above 0.
    scale : int
        100 for a rate in per cent, 1 for a fraction.

    Returns
    -------
    bool
        True when it is the exact rate rounded half up or cut. Whole numbers are compared; of a
        formula's long result only the first digits count.
    """
    if -int(printed.as_tuple().exponent) > _EXACT_DIGITS:
        printed = round_half_up(printed, _EXACT_DIGITS)
    exponent = printed.as_tuple().exponent
    unit = 10 ** max(-exponent if isinstance(exponent, int) else 0, 0)
    exact = numerator * scale * unit
    return printed * unit in (exact // denominator, (2 * exact + denominator) // (2 * denominator))


@dataclass(frozen=True)
class Row:
    """The figures of one row that a rate may rest on; None where one is not known.

    Parameters
    ----------
    printed : str
        The rate as printed; empty when there is none.
    quota, admitted, pending : int or None
        People.
    """

    printed: str
    quota: int | None
    admitted: int | None
    pending: int | None

    def people(self, meaning: str) -> int | None:
        """Give what a reading puts over the quota.

        Parameters
        ----------
        meaning : str
            A key of `READINGS`.

        Returns
        -------
        int or None
            People; None where a count is not known.
        """
        if meaning == "admitted" or self.admitted is None:
            return self.admitted
        return None if self.pending is None else self.admitted + self.pending

    def agreeing(self, scale: int) -> set[str] | None:
        """Tell which readings explain the printed rate.

        Parameters
        ----------
        scale : int
            100 for rates in per cent, 1 for fractions.

        Returns
        -------
        set of str or None
            The readings; None when it cannot be told: no rate, no quota, or no count to compare.
        """
        rate = _number(self.printed)
        known = {name: self.people(name) for name in READINGS}
        counts = {name: people for name, people in known.items() if people is not None}
        if rate is None or not self.quota or not counts:
            return None
        return {name for name, one in counts.items() if agrees(rate, one, self.quota, scale)}


def rows_of(counts: pd.DataFrame, printed: pd.Series) -> dict[str, Row]:
    """Take the figures of each row out of a table.

    Parameters
    ----------
    counts : DataFrame
        ``quota``, ``admitted`` and ``pending`` [people], NA allowed.
    printed : Series
        The rates as printed, under the same index, and maybe others.

    Returns
    -------
    dict of str to Row
        By the table's index.
    """
    columns = (
        [None if one is pd.NA else int(one) for one in counts[name]]
        for name in ("quota", "admitted", "pending")
    )
    texts = printed.reindex(counts.index).fillna("")
    return {
        unit_id: Row(text, *figures)
        for unit_id, text, *figures in zip(counts.index, texts, *columns, strict=True)
    }


def rate_reading(rows: Iterable[Row]) -> RateReading:
    """Find the reading that most rows of a table follow.

    Parameters
    ----------
    rows : iterable of Row
        The rows of the units.

    Returns
    -------
    RateReading
        The reading most rows follow; when they do not tell, the first of `READINGS` that any row
        follows. Rows in which both readings give the same figure do not count for either.
    """
    listed = list(rows)
    votes = {
        scale: Counter(tuple(sorted(found)) for row in listed if (found := row.agreeing(scale)))
        for scale in _SCALES
    }
    scale = max(_SCALES, key=lambda one: votes[one].total())
    if not votes[scale]:
        return RateReading()
    both = votes[scale][tuple(sorted(READINGS))]
    return RateReading(max(READINGS, key=lambda name: votes[scale][(name,)] + both), scale)


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text, grouped=False)
    except ValueError:
        return None
