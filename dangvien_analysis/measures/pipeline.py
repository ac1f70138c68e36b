"""The pool of people who finished the awareness class, against the places that remain."""

import pandas as pd


def pipeline_coverage(units: pd.DataFrame) -> pd.DataFrame:
    """Add what remains of each quota and how far the unit's own pool covers it.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota``, ``admitted``, ``pending`` and ``pool`` [people], NA
        allowed. The pool holds neither admitted nor pending people.

    Returns
    -------
    DataFrame
        A copy with ``remaining`` = max(quota - admitted - pending, 0) [people],
        ``pool_shortfall`` = max(remaining - pool, 0) [people], ``pool_usable`` = min(pool,
        remaining) [people], and ``pipeline_coverage`` = pool / remaining [ratio, 0 and up]. NA
        where a count is NA; the coverage is NA, "not applicable", where nothing remains.

    Notes
    -----
    A pool belongs to its unit: one unit's surplus of people does not cover another's places.
    """
    remaining = (units["quota"] - units["admitted"] - units["pending"]).clip(lower=0)
    short = (remaining - units["pool"]).clip(lower=0)
    return units.assign(
        remaining=remaining,
        pool_shortfall=short,
        pool_usable=remaining - short,
        pipeline_coverage=units["pool"] / remaining.where(remaining > 0).astype("Float64"),
    )
