"""A snapshot beside the one before it in its quota year."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dangvien_analysis.findings import SEVERITIES
from dangvien_analysis.ledger import Ledger
from dangvien_analysis.measures.change import changes
from dangvien_analysis.snapshot import Snapshot


@dataclass(frozen=True)
class Comparison:
    """What moved since the table before.

    Parameters
    ----------
    since : datetime.date
        The day of the table before.
    table : DataFrame
        As `changes` gives it, index of the snapshot's units.
    """

    since: date
    table: pd.DataFrame


def compare(snapshot: Snapshot) -> Comparison | None:
    """Put a snapshot beside the last one the ledger holds of its quota year.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    Comparison or None
        None when the ledger holds no earlier table of that year: counts begin again from zero
        on 1 January, and nothing is compared across it.
    """
    earlier = Ledger(snapshot.settings).tables_before(snapshot)
    if not earlier:
        return None
    since, table = earlier[-1]
    return Comparison(since, changes(table, snapshot.units))


def with_movement(snapshot: Snapshot) -> Snapshot:
    """Add what a comparison with earlier tables finds.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    Snapshot
        A copy whose findings hold those of the movement too, gravest first. It is for showing:
        the ledger accepts a table with its own findings only.
    """
    moved = Ledger(snapshot.settings).movement(snapshot)
    if moved.empty:
        return snapshot
    findings = pd.concat([snapshot.findings, moved], ignore_index=True)
    order = findings["severity"].map(list(SEVERITIES).index)
    return replace(snapshot, findings=findings.loc[order.sort_values(kind="stable").index])
