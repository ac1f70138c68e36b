"""Two tables of units side by side: which counts differ."""

import pandas as pd

from dangvien_analysis.columns import COUNTS, label
from dangvien_analysis.report.tables.shown_tables import ShownTable
from dangvien_analysis.text.numbers import format_count


def differences_table(first: pd.DataFrame, second: pd.DataFrame) -> ShownTable:
    """Show the counts that differ between two tables.

    Gives one row a unit with a difference, in the order of `second`, units that only `first` has
    last; each count as "first → second" where it differs, else empty. A unit that a table does not
    have is unknown there.
    """
    gone = [unit for unit in first.index if unit not in second.index]
    names = second["unit_name"].combine_first(first["unit_name"])
    rows = []
    for unit in [*second.index, *gone]:
        pairs = [(_count(first, unit, name), _count(second, unit, name)) for name in COUNTS]
        if any(one != other for one, other in pairs):
            cells = [f"{one} → {other}" if one != other else "" for one, other in pairs]
            rows.append((names[unit], *cells))
    frame = pd.DataFrame(
        rows, columns=[label(name) for name in ("unit_name", *COUNTS)], dtype="str"
    )
    return ShownTable("Số liệu khác nhau giữa hai ngày", frame, frozenset({label("unit_name")}))


def _count(table: pd.DataFrame, unit: str, name: str) -> str:
    return format_count(table.at[unit, name] if unit in table.index else pd.NA)
