"""The checked figures of each date, in data/processed, where only the package writes."""

from pathlib import Path

from dangvien_analysis.files import write_text
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.cells import csv_for_people


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
        decimal point, one row a unit and one a finding; an unknown figure is an empty cell,
        and a text that a spreadsheet would take for a formula has an apostrophe before it.

    Raises
    ------
    ValueError
        When the snapshot has no date.
    """
    if snapshot.as_of is None:
        raise ValueError("a snapshot without a date has no place in data/processed")
    folder = snapshot.settings.processed / snapshot.as_of.isoformat()
    write_text(folder / "units.csv", csv_for_people(snapshot.units.reset_index()))
    write_text(folder / "findings.csv", csv_for_people(snapshot.findings))
    return folder
