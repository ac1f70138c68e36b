"""The pool of people who finished the awareness class, against the places that remain."""

import numpy as np
import pandas as pd

from .counts import Columns, Counts, added, counts, fraction, whole


def pipeline_coverage(units: pd.DataFrame) -> pd.DataFrame:
    """Add what remains of each quota and how far the unit's own pool covers it.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota`` [people a year] and ``admitted`` [people], and with
        ``pending`` and ``pool`` [people] where they are known, as `counts` takes them. The pool
        holds neither admitted nor pending people.

    Returns
    -------
    DataFrame
        A copy with ``in_dossier`` = min(pending, max(quota - admitted, 0)), ``remaining`` =
        max(quota - admitted - pending, 0), ``pool_shortfall`` = max(remaining - pool, 0),
        ``pool_usable`` = min(pool, remaining) [people], and ``pipeline_coverage`` = pool /
        remaining [ratio, 0 and up]. NA where a count that a figure needs is NA or absent; the
        coverage is NA, "not applicable", where nothing remains.

    Raises
    ------
    ValueError
        As `counts` does.

    Notes
    -----
    What is still to be admitted is in_dossier + remaining, and what remains is pool_usable +
    pool_shortfall. A pool belongs to its unit: one unit's people do not cover another's places.
    """
    return added(units, covered(counts(units)))


def covered(given: Counts) -> Columns:
    """Work out the columns of `pipeline_coverage`.

    Parameters
    ----------
    given : Counts
        The counts of the units.

    Returns
    -------
    dict of str to ExtensionArray
        The columns.
    """
    quota, admitted, pending, pool = given
    remaining = np.maximum(quota - admitted - pending, 0)
    short = np.maximum(remaining - pool, 0)
    return {
        "in_dossier": whole(np.minimum(pending, np.maximum(quota - admitted, 0))),
        "remaining": whole(remaining),
        "pool_shortfall": whole(short),
        "pool_usable": whole(remaining - short),
        "pipeline_coverage": fraction(pool / np.where(remaining > 0, remaining, np.nan)),
    }
