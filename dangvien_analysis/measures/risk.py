"""Levels and their reasons: fair to small units, plain about facts."""

from itertools import compress

import pandas as pd

from dangvien_analysis.columns import LEVEL_DTYPE, REASONS
from dangvien_analysis.settings import RANKED_QUOTA, SMALL_QUOTA


def risk_reasons(units: pd.DataFrame, *, small_quota: int = SMALL_QUOTA) -> pd.DataFrame:
    """Tell which rules fire for each unit.

    Parameters
    ----------
    units : DataFrame
        One row a unit with ``quota``, ``admitted``, ``pending``, ``remaining``, ``pool`` and
        ``due_by_now`` [people], NA allowed.
    small_quota : int
        Quotas up to this [people a year] are not judged by pace.

    Returns
    -------
    DataFrame
        Index of `units`, one boolean column a rule: ``short_of_pool`` (pool < remaining),
        ``no_movement`` (quota over `small_quota`, nobody admitted or pending), ``behind`` (quota
        over `small_quota`, admitted + pending < due_by_now). NA where a count it needs is NA,
        unless the counts that are known settle it, and where the quota is 0.
    """
    admitted, pending, due = units["admitted"], units["pending"], units["due_by_now"]
    judged = units["quota"] > small_quota
    # Each rule has the counts that can settle it alone beside the ones it compares.
    rules = pd.DataFrame(
        {
            "short_of_pool": (units["remaining"] > 0) & (units["pool"] < units["remaining"]),
            "no_movement": judged & (admitted == 0) & (pending == 0),
            "behind": judged & (admitted < due) & (admitted + pending < due),
        },
        columns=list(REASONS),
    ).astype("boolean")
    return rules.mask(units["quota"] == 0, pd.NA)


def risk_levels(units: pd.DataFrame, *, small_quota: int = SMALL_QUOTA) -> pd.DataFrame:
    """Add each unit's level and the reasons for it.

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
        0. And ``risk_reasons``, the codes of the rules that fired, joined by ", ", empty when
        none did.

    Notes
    -----
    A threshold is compared in whole numbers, never on rounded rates: with quotas this small
    exact ties are common.
    """
    rules = risk_reasons(units, small_quota=small_quota)
    expected = units["admitted"] + units["pending"]
    tests = {
        "met": units["admitted"] >= units["quota"],
        "met_if_approved": expected >= units["quota"],
        "at_risk": rules["short_of_pool"] | rules["no_movement"],
        "watch": rules["behind"],
        "not_judged": units["quota"] <= small_quota,
        "on_track": pd.Series(True, index=units.index, dtype="boolean"),
    }
    level = pd.Series(pd.NA, index=units.index, dtype="str")
    undecided = (units["quota"] != 0).fillna(value=False).astype(bool)
    for name, test in tests.items():
        answer = test.astype("boolean")
        level = level.mask(undecided & answer.fillna(value=False).astype(bool), name)
        # An open question stops here: a worse level is not given for want of a figure.
        undecided = undecided & ~answer.fillna(value=True).astype(bool)
    return units.assign(risk_level=level.astype(LEVEL_DTYPE), risk_reasons=_joined(rules))


def _joined(rules: pd.DataFrame) -> pd.Series:
    """Join the names of the rules that fired, in the rules' order."""
    fired = rules.fillna(value=False).astype(bool).to_numpy()
    texts = [", ".join(compress(rules.columns, row)) for row in fired]
    return pd.Series(texts, index=rules.index, dtype="str")


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
    """
    known = units["quota"].ge(ranked_quota).fillna(value=False) & units["remaining"].notna()
    return units[known.astype(bool)].sort_values(
        ["org_type", "remaining"], ascending=[True, False], kind="stable"
    )
