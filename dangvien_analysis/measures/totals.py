"""Totals of the district and of groups of units, and how many units they rest on."""

import numpy as np
import pandas as pd

from .counts import counts, fraction, numbers, whole

_SUMMED = (
    *("quota", "admitted", "pending", "pool", "to_admit", "in_dossier", "remaining"),
    *("surplus", "pool_shortfall", "pool_usable"),
)
ALL = "all"
"""The index of the one row that `totals` gives for the whole table."""


def totals(units: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Add up units.

    Parameters
    ----------
    units : DataFrame
        One row a unit with at least ``quota`` and ``admitted`` [people], as `counts` takes them;
        what `completion` and `pipeline_coverage` add is summed too when it is there.
    by : str, optional
        A column to group by, such as ``sector``; units without a group stand under NA, last.

    Returns
    -------
    DataFrame
        One row a group, in the order the groups first appear; without `by` one row with the
        index ``all``. ``units`` is the number of units, ``reported`` the number whose quota and
        admitted are both known. Counts [people] are sums over the units that gave them, NA when
        none did. ``completion_rate`` and, where there is ``pending``,
        ``completion_rate_with_pending`` [fraction, 0 and up, may pass 1] divide sums over those
        units only whose counts are all known, so that a unit that sent no figure does not lower
        the rate; NA when their quotas sum to 0.

    Raises
    ------
    ValueError
        As `counts` does, or when there is no column `by`.
    """
    quota, admitted, pending, _ = counts(units)
    codes, names = _groups(units, by)

    def added(values: np.ndarray) -> np.ndarray:
        """Sum by group over what is known; NaN where nothing is."""
        told = ~np.isnan(values)
        sums = np.bincount(codes, np.where(told, values, 0), minlength=len(names))
        return np.where(np.bincount(codes, told, minlength=len(names)) > 0, sums, np.nan)

    def rate(part: np.ndarray) -> pd.arrays.FloatingArray:
        both = part + quota
        base = added(both - part)
        return fraction(added(both - quota) / np.where(base > 0, base, np.nan))

    reported = ~np.isnan(quota + admitted)
    columns = {
        "units": whole(np.bincount(codes, minlength=len(names))),
        "reported": whole(np.bincount(codes[reported], minlength=len(names))),
        **{name: whole(added(numbers(units, name))) for name in _SUMMED if name in units},
        "completion_rate": rate(admitted),
    }
    if "pending" in units:
        columns["completion_rate_with_pending"] = rate(admitted + pending)
    return pd.DataFrame(columns, index=names)


def _groups(units: pd.DataFrame, by: str | None) -> tuple[np.ndarray, pd.Index]:
    """Number the groups as they first appear; the units without a group come last."""
    if by is None:
        return np.zeros(len(units), dtype=np.intp), pd.Index([ALL], dtype="str")
    if by not in units:
        raise ValueError(f"no column {by!r} to group by; there are: {', '.join(map(str, units))}")
    codes, names = pd.factorize(units[by])
    if isinstance(names, pd.CategoricalIndex):
        names = names.astype("str")
    names = pd.Index(names, name=by)
    if (codes < 0).any():
        codes = np.where(codes < 0, len(names), codes)
        names = names.append(pd.Index([np.nan], dtype=names.dtype, name=by))
    return codes, names
