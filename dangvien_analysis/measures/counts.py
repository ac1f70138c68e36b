"""The one door of the kernel: columns of whatever kind become arrays of numbers, or are refused.

Behind it a figure that is not known is NaN, so that plain arithmetic keeps it unknown and no
comparison with it is true; on the way out it is NA.
"""

from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

NEEDED = ("quota", "admitted")
"""Without these columns nothing can be measured."""

MOST = 10**9
"""More people than any count of a unit: what is larger is a slip."""


Columns = dict[str, pd.api.extensions.ExtensionArray]
"""Columns to add, by name."""


class Counts(NamedTuple):
    """The four counts of each unit as numbers, NaN where one is not known.

    Parameters
    ----------
    quota : ndarray
        The quota [people a year].
    admitted, pending, pool : ndarray
        Admitted since 1 January, waiting for a decision, and trained but neither [people].
    """

    quota: np.ndarray
    admitted: np.ndarray
    pending: np.ndarray
    pool: np.ndarray


def counts(frame: pd.DataFrame) -> Counts:
    """Take the four counts out of a frame.

    Parameters
    ----------
    frame : DataFrame
        One row a unit with ``quota`` and ``admitted``; ``pending`` and ``pool`` [people] may be
        absent. Columns of integers, floats or objects; NaN, None and NA are "not known".

    Returns
    -------
    Counts
        Float arrays as long as the frame; a column that is absent is NaN throughout.

    Raises
    ------
    TypeError
        When it is no frame.
    ValueError
        When quota or admitted is absent, or as `numbers` does.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"a {type(frame).__name__} was given; needed is a DataFrame of units")
    lacking = [name for name in NEEDED if name not in frame]
    if lacking:
        raise ValueError(
            f"the frame has no {' and no '.join(lacking)}, only the columns "
            f"{', '.join(map(str, frame.columns)) or '(none)'}; needed are quota and admitted"
        )
    return Counts(*(known(frame, name) for name in Counts._fields))


def absent(frame: pd.DataFrame) -> list[str]:
    """Name the counts that a frame has no column for.

    Parameters
    ----------
    frame : DataFrame
        A frame of units.

    Returns
    -------
    list of str
        Names of `Counts`, in its order.
    """
    return [name for name in Counts._fields if name not in frame]


def known(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Take the numbers of a column that may be absent.

    Parameters
    ----------
    frame : DataFrame
        A frame of units.
    name : str
        The column.

    Returns
    -------
    ndarray
        As `numbers` gives it; NaN throughout where there is no such column.

    Raises
    ------
    ValueError
        As `numbers` does.
    """
    return numbers(frame, name) if name in frame else np.full(len(frame), np.nan)


def numbers(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Take the numbers of a column of people.

    Parameters
    ----------
    frame : DataFrame
        A frame of units.
    name : str
        A column of whole numbers [people], of integers, floats or objects.

    Returns
    -------
    ndarray
        Floats, NaN where the column has NaN, None or NA.

    Raises
    ------
    ValueError
        When a value is negative, a fraction, infinite or over `MOST`, a text, a truth value or
        anything else that is no number, or the column is there more than once. The message says
        which column, which unit, what was given and what is needed.
    """
    column = frame[name]
    if isinstance(column, pd.DataFrame):
        raise ValueError(f"{name} is there {column.shape[1]} times; needed is one such column")
    if column.dtype.kind in "iuf":
        values = column.to_numpy(dtype=float, na_value=np.nan)
    else:
        values = np.array([_number(value) for value in column], dtype=float)
    sound = (values >= 0) & (values <= MOST) & (values == np.floor(values))
    sound |= np.isnan(values)
    if not sound.all():
        at = int(np.argmin(sound))
        given = column.iloc[at]
        shown = repr(given) if isinstance(given, str) else str(given)
        raise ValueError(
            f"{name} of {frame.index[at]} is {shown}; needed is a whole number from 0 to {MOST}, "
            "or NA where it is not known"
        )
    return values


def _number(value: Any) -> float:
    """Give a number as a float; infinity, which is refused, for what is none."""
    if value is None or value is pd.NA or value is pd.NaT:
        return np.nan
    is_number = isinstance(value, (int, float, np.integer, np.floating, Decimal))
    if not is_number or isinstance(value, bool):
        return np.inf
    # NaN of whatever kind is not equal to itself.
    if value != value:
        return np.nan
    # A whole number beyond all floats is an error to Python.
    return np.inf if abs(value) > MOST else float(value)


def whole(values: np.ndarray) -> pd.arrays.IntegerArray:
    """Make a column of counts.

    Parameters
    ----------
    values : ndarray
        Whole numbers as floats [people], NaN where not known.

    Returns
    -------
    IntegerArray
        ``Int64``, NA for NaN.
    """
    blank = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(blank, 0, values).astype(np.int64), blank)


def fraction(values: np.ndarray) -> pd.arrays.FloatingArray:
    """Make a column of rates.

    Parameters
    ----------
    values : ndarray
        Floats, NaN where not known or not applicable.

    Returns
    -------
    FloatingArray
        ``Float64``, NA for NaN.
    """
    return pd.arrays.FloatingArray(values, np.isnan(values))


def added(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Put columns behind those of a frame; all at once takes a fifth of the time of one by one.

    Parameters
    ----------
    frame : DataFrame
        A frame of units; it stays as it is.
    columns : dict of str to ExtensionArray
        The columns, as long as the frame; one of the same name is replaced.

    Returns
    -------
    DataFrame
        A new frame, with the index and the ``attrs`` of the old one.
    """
    kept = frame.drop(columns=[name for name in columns if name in frame])
    made = pd.concat([kept, pd.DataFrame(columns, index=frame.index)], axis=1)
    made.attrs = dict(frame.attrs)
    return made
