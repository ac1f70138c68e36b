"""The checked figures of each date, in data/processed, where only the package writes."""

from pathlib import Path

import pandas as pd

from dangvien_analysis.files import write_text
from dangvien_analysis.snapshot import Snapshot


def save(snapshot: Snapshot) -> Path:
    """Write a snapshot's units and findings for people and other programs.

    Parameters
    ----------
    snapshot : Snapshot
        A snapshot with a date.

    Returns
    -------
    Path
        The folder ``data/processed/<as_of>`` with ``units.csv`` and ``findings.csv``: UTF-8, a
        decimal point, one row a unit and one a finding; an unknown figure is an empty cell.

    Raises
    ------
    ValueError
        When the snapshot has no date.
    """
    if snapshot.as_of is None:
        raise ValueError("a snapshot without a date has no place in data/processed")
    folder = snapshot.settings.processed / snapshot.as_of.isoformat()
    write_text(folder / "units.csv", _csv(snapshot.units.reset_index()))
    write_text(folder / "findings.csv", _csv(snapshot.findings))
    return folder


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, lineterminator="\n"))
