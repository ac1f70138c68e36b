"""Totals of the district and of groups of units, and how many units they rest on."""

import pandas as pd

_SUMMED = (
    "quota",
    "admitted",
    "pending",
    "pool",
    "remaining",
    "surplus",
    "pool_shortfall",
    "pool_usable",
)
ALL = "all"
"""The index of the one row that `totals` gives for the whole table."""


def totals(units: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Add up units.

    Parameters
    ----------
    units : DataFrame
        One row a unit with at least ``quota`` and ``admitted`` [people], NA allowed; what
        `pipeline_coverage` and `completion` add is summed too when it is there.
    by : str, optional
        A column to group by, such as ``sector``; units without a group stand under NA, last.

    Returns
    -------
    DataFrame
        One row a group, in the order the groups first appear; without `by` one row with the
        index ``all``. ``units`` is the number of units, ``reported`` the number whose quota and
        admitted are both known. Counts [people] are sums over the units that gave them, NA when
        none did. ``completion_rate`` and ``completion_rate_with_pending`` [fraction] divide sums
        over those units only whose counts are all known, so that a unit that sent no figure does
        not lower the rate; NA when their quotas sum to 0.
    """
    keys = pd.Series(ALL, index=units.index, dtype="str") if by is None else units[by]
    if isinstance(keys.dtype, pd.CategoricalDtype):
        keys = keys.astype("str")
    summed = [name for name in _SUMMED if name in units]
    groups = units[summed].groupby(keys, sort=False, dropna=False)
    result = groups.sum(min_count=1).astype("Int64")
    known = units["quota"].notna() & units["admitted"].notna()
    result.insert(0, "units", groups.size().astype("Int64"))
    result.insert(1, "reported", known.groupby(keys, sort=False, dropna=False).sum())
    result["reported"] = result["reported"].astype("Int64")
    result["completion_rate"] = _rate(units, keys, ["admitted"])
    if "pending" in units:
        result["completion_rate_with_pending"] = _rate(units, keys, ["admitted", "pending"])
    if by is None and result.empty:
        return _no_units(result)
    # Stable: only the group without a key moves to the end.
    return result.iloc[sorted(range(len(result)), key=lambda at: bool(pd.isna(result.index[at])))]


def _no_units(result: pd.DataFrame) -> pd.DataFrame:
    """Give the one row of a table without units: 0 units, everything else NA."""
    row = result.reindex(pd.Index([ALL], name=result.index.name, dtype="str"))
    return row.assign(units=row["units"].fillna(0), reported=row["reported"].fillna(0))


def _rate(units: pd.DataFrame, keys: pd.Series, parts: list[str]) -> pd.Series:
    """Divide sums of `parts` by the quotas of the same units."""
    counts = units[["quota", *parts]].dropna()
    sums = counts.groupby(keys.loc[counts.index], sort=False, dropna=False).sum()
    return sums[parts].sum(axis=1).astype("Float64") / sums["quota"].where(sums["quota"] > 0)
