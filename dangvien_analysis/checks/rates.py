"""Printed rates: which rate a table prints, and whether a printed figure agrees."""

from collections import Counter
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


def numerators(row: pd.Series) -> dict[str, int | None]:
    """Give what each reading puts over the quota.

    Parameters
    ----------
    row : Series
        A unit with ``admitted`` and ``pending`` [people], NA allowed.

    Returns
    -------
    dict of str to int or None
        People by reading; None where a count is NA.
    """
    admitted, pending = row["admitted"], row["pending"]
    with_pending = admitted + pending
    return {
        "with_pending": None if pd.isna(with_pending) else int(with_pending),
        "admitted": None if pd.isna(admitted) else int(admitted),
    }


def readings_that_agree(row: pd.Series, printed: str, scale: int) -> set[str] | None:
    """Tell which readings explain a printed rate.

    Parameters
    ----------
    row : Series
        A unit with ``quota``, ``admitted`` and ``pending`` [people], NA allowed.
    printed : str
        The rate as printed.
    scale : int
        100 for rates in per cent, 1 for fractions.

    Returns
    -------
    set of str or None
        The readings; None when it cannot be told: no rate, no quota, or no count to compare.
    """
    try:
        rate = parse_number(printed, grouped=False)
    except ValueError:
        return None
    if rate is None or pd.isna(row["quota"]) or row["quota"] == 0:
        return None
    known = {name: people for name, people in numerators(row).items() if people is not None}
    if not known:
        return None
    quota = int(row["quota"])
    return {name for name, people in known.items() if agrees(rate, people, quota, scale)}


def rate_reading(units: pd.DataFrame, printed: pd.Series) -> RateReading:
    """Find the reading that most rows of a table follow.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota``, ``admitted`` and ``pending`` [people].
    printed : Series
        The rates as printed, index ``unit_id``, empty where none.

    Returns
    -------
    RateReading
        The reading most rows follow; when they do not tell, the first of `READINGS` that any row
        follows. Rows in which both readings give the same figure do not count for either.
    """
    shown = units.loc[[unit_id for unit_id, text in printed.items() if text]]
    votes = {}
    for scale in _SCALES:
        votes[scale] = Counter(
            tuple(sorted(found))
            for unit_id, row in shown.iterrows()
            if (found := readings_that_agree(row, printed[unit_id], scale))
        )
    scale = max(_SCALES, key=lambda one: votes[one].total())
    if not votes[scale]:
        return RateReading()
    alone = {name: votes[scale][(name,)] for name in READINGS}
    both = votes[scale][tuple(sorted(READINGS))]
    return RateReading(max(READINGS, key=lambda name: alone[name] + both), scale)
