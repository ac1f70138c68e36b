"""Two tables side by side: how far each count moved."""

import pandas as pd

from dangvien_analysis.columns import COUNTS


def changes(earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Put two tables side by side, unit by unit.

    Index of `later`. For each count ``<count>_before`` and ``<count>_change`` = later - earlier
    [people]; ``opened`` = max(change of admitted + pending, 0), the dossiers sent up in between as
    far as counts show it, which is what was used of the pool; ``decided`` = min(pending before,
    newly admitted), how many of the waiting ones may have been admitted at most; ``pool_gained`` =
    change of the pool + opened, the people who joined it; ``moved``: whether admitted or pending
    changed. NA where a count is NA, or the unit is in one table only.

    Counts tell sums and not persons: a dossier withdrawn and another sent up look like nothing.
    """
    before = earlier.reindex(later.index)
    table = pd.DataFrame(index=later.index)
    for name in COUNTS:
        table[f"{name}_before"] = before[name].astype("Int64")
        table[f"{name}_change"] = later[name].astype("Int64") - table[f"{name}_before"]
    sent = table["admitted_change"] + table["pending_change"]
    table["opened"] = sent.clip(lower=0)
    admitted = table["admitted_change"].clip(lower=0)
    waiting = table["pending_before"]
    table["decided"] = waiting.mask((admitted < waiting).fillna(value=False), admitted).mask(
        admitted.isna() | waiting.isna()
    )
    table["pool_gained"] = table["pool_change"] + table["opened"]
    moved = (table["admitted_change"] != 0) | (table["pending_change"] != 0)
    return table.assign(moved=moved.astype("boolean"))
