"""Facts that a unit can check, and the level they come to: fair to small units."""

import numpy as np
import pandas as pd

from .counts import Columns, Counts, absent, added, counts, known, numbers
from .rules import LEVELS, POOL_JUST_ENOUGH, RANKED_QUOTA, REASONS, SMALL_QUOTA

Answer = tuple[np.ndarray, np.ndarray]
"""For which units a question is answered with yes, and for which with no."""
LEVEL_DTYPE = pd.CategoricalDtype(list(LEVELS), ordered=True)
"""Of ``risk_level``."""

_LEFT_OUT = {
    "pending": ("short_of_pool", "no_movement", POOL_JUST_ENOUGH),
    "pool": ("short_of_pool", POOL_JUST_ENOUGH),
}
"""Facts that nothing is said of in a table without the column."""


def risk_reasons(units: pd.DataFrame, *, small_quota: int = SMALL_QUOTA) -> pd.DataFrame:
    """Tell the facts of each unit that a level may rest on.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota`` [people a year] and ``admitted`` [people], and with
        ``pending``, ``pool`` and ``due_by_now`` [people] where they are known, as `counts` takes
        them and `pace` gives the last.
    small_quota : int
        Quotas up to this [people a year] are not judged by pace.

    Returns
    -------
    DataFrame
        Index of `units`, one ``boolean`` column a fact: ``short_of_pool`` (pool < remaining),
        ``no_movement`` (quota over `small_quota`, nobody admitted or pending), ``behind`` (quota
        over `small_quota`, admitted + pending < due_by_now) and ``pool_just_enough`` (pool =
        remaining > 0), where remaining is max(quota - admitted - pending, 0). NA where a count
        it needs is NA or absent, unless the counts that are known settle it, and where the quota
        is 0.

    Raises
    ------
    ValueError
        As `counts` does.

    Notes
    -----
    A threshold is compared in whole numbers, never on rounded rates: with quotas this small
    exact ties are common.
    """
    given, due = counts(units), known(units, "due_by_now")
    facts = _facts(given, due, small_quota)
    return pd.DataFrame(_columns(facts, given.quota, absent(units)), index=units.index)


def risk_levels(units: pd.DataFrame, *, small_quota: int = SMALL_QUOTA) -> pd.DataFrame:
    """Add each unit's level, and the facts it rests on.

    Parameters
    ----------
    units : DataFrame
        As for `risk_reasons`.
    small_quota : int
        Quotas up to this [people a year] are not judged by pace.

    Returns
    -------
    DataFrame
        A copy with ``risk_level``, an ordered category, best first: the first that fits of
        ``met`` (admitted >= quota), ``met_if_approved`` (admitted + pending >= quota),
        ``at_risk`` (short_of_pool or no_movement), ``watch`` (behind), ``not_judged`` (quota up
        to `small_quota`), ``on_track``; NA where a missing count leaves it open or the quota is
        0. And the columns of `risk_reasons`.

    Raises
    ------
    ValueError
        As `counts` does.

    Notes
    -----
    A column that `units` has not got leaves its rules out: without ``pool`` nobody is short of
    it; without ``pending`` a unit may be met, not_judged, or on_track when its admitted reach
    due_by_now, and is open otherwise. A blank in a column that is there leaves its unit open
    where it decides: a worse level is not given for want of a figure.
    """
    given, due = counts(units), known(units, "due_by_now")
    return added(units, judged(given, due, absent(units), small_quota))


def judged(given: Counts, due: np.ndarray, gone: list[str], small_quota: int) -> Columns:
    """Work out the columns of `risk_levels`.

    Parameters
    ----------
    given : Counts
        The counts of the units.
    due : ndarray
        What an even pace would have by now [people], NaN where not known.
    gone : list of str
        The counts that the table has no column for.
    small_quota : int
        Quotas up to this [people a year] are not judged by pace.

    Returns
    -------
    dict of str to ExtensionArray
        The columns.
    """
    quota, admitted, pending, _ = given
    facts = _facts(given, due, small_quota)
    nobody, everyone = np.zeros(len(quota), dtype=bool), np.ones(len(quota), dtype=bool)
    left_out = dict.fromkeys(_silent(gone), (nobody, everyone))
    (short, covered), (still, moved), behind = ({**facts, **left_out}[name] for name in REASONS)
    approved = (nobody, everyone) if "pending" in gone else _at_least(admitted + pending, quota)
    # Each level with the units that are at it, and those that are not, whatever is not known.
    tests = {
        "met": _at_least(admitted, quota),
        "met_if_approved": approved,
        "at_risk": (short | still, covered & moved),
        "watch": behind,
        "not_judged": (quota <= small_quota, quota > small_quota),
        "on_track": (everyone, nobody),
    }
    codes, undecided = np.full(len(quota), -1, dtype=np.int8), quota > 0
    for name, (yes, no) in tests.items():
        codes[undecided & yes] = LEVELS.index(name)
        undecided &= no
    level = pd.Categorical.from_codes(codes, dtype=LEVEL_DTYPE, validate=False)
    return {"risk_level": level, **_columns(facts, quota, gone)}


def _facts(given: Counts, due: np.ndarray, small_quota: int) -> dict[str, Answer]:
    """Tell of each fact for which units it is so, and for which it is not.

    A comparison with what is not known is false: what is neither so nor not so stays open.
    """
    quota, admitted, pending, pool = given
    sent = admitted + pending
    remaining = np.maximum(quota - sent, 0)
    # Whatever a missing count may be: at least so many were sent, at most so many remain.
    sure = np.nan_to_num(admitted) + np.nan_to_num(pending)
    most = np.maximum(quota - sure, 0)
    small, large = quota <= small_quota, quota > small_quota
    return {
        "short_of_pool": (pool < remaining, (most == 0) | (pool >= most)),
        "no_movement": (large & (sent == 0), small | (sure > 0)),
        "behind": (large & (sent < due), small | (sure >= due)),
        POOL_JUST_ENOUGH: (
            (remaining > 0) & (pool == remaining),
            (most == 0) | (pool < remaining) | (pool > most),
        ),
    }


def _at_least(number: np.ndarray, other: np.ndarray) -> Answer:
    return number >= other, number < other


def _silent(gone: list[str]) -> list[str]:
    """Name the facts of which nothing is said in a table without some columns."""
    return [name for column in gone for name in _LEFT_OUT[column]]


def _columns(facts: dict[str, Answer], quota: np.ndarray, gone: list[str]) -> Columns:
    """Make the columns of the facts."""
    silent = _silent(gone)
    return {
        name: pd.arrays.BooleanArray(yes, ~(yes | no) | (quota == 0) | (name in silent))
        for name, (yes, no) in facts.items()
    }


def ranked(units: pd.DataFrame, *, ranked_quota: int = RANKED_QUOTA) -> pd.DataFrame:
    """Rank units by places missing, within their kind of organisation.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota`` and ``remaining`` [people] and ``org_type``.
    ranked_quota : int
        Units with a smaller quota [people a year], or whose figures are NA, are left out: one
        person would move their rank.

    Returns
    -------
    DataFrame
        The ranked units only, most places missing first within each kind, ties in the order
        given; empty when no unit qualifies.

    Raises
    ------
    ValueError
        As `numbers` does.
    """
    enough = numbers(units, "quota") >= ranked_quota
    told = ~np.isnan(numbers(units, "remaining"))
    chosen: pd.DataFrame = units[enough & told]
    return chosen.sort_values(["org_type", "remaining"], ascending=[True, False], kind="stable")
