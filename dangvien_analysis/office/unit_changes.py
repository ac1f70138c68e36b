"""Merged, renamed and new units: identity carried forward from a table to a later day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.errors import RegisterError
from dangvien_analysis.findings import Finding
from dangvien_analysis.text.lists import ListRow, read_list
from dangvien_analysis.text.numbers import format_count, format_date

FIELDS = ("effective", "kind", "from_unit_id", "to_unit_id", "to_unit_name", "note")
KINDS = ("merged", "renamed", "created")


@dataclass(frozen=True)
class UnitChange:
    """One change."""

    effective: date  # The first day of the new state
    kind: str  # ``merged``, ``renamed`` or ``created``
    # The unit that ended and the one that took it over, by unit_id; empty where there is none or
    # it is not known
    before: str
    after: str
    name: str  # The name of the one that took it over


def read_unit_changes(path: Path) -> tuple[UnitChange, ...]:
    """Read the changes of units.

    `path`: A list, as `lists.columns_of` reads it, with the columns `FIELDS`; it may be missing.
    """
    if not path.is_file():
        return ()
    found = map(_change, read_list(path, FIELDS, names=("to_unit_name",)))
    return tuple(sorted(found, key=lambda change: change.effective))


def _change(row: ListRow) -> UnitChange:
    text, day = row.cells, row.day("effective")
    if text["kind"] not in KINDS:
        raise RegisterError(
            f"{row.place}: kind {text['kind']!r} không có; các loại: {', '.join(KINDS)}."
        )
    if text["kind"] != "created" and not text["from_unit_id"]:
        raise RegisterError(f"{row.place}: thiếu from_unit_id.")
    return UnitChange(
        day, text["kind"], text["from_unit_id"], text["to_unit_id"], text["to_unit_name"]
    )


def carried(
    table: pd.DataFrame, changes: Sequence[UnitChange], since: date, until: date
) -> tuple[pd.DataFrame, list[Finding]]:
    """Show a table on the units of a later day.

    Gives the table: counts of merged units summed, NA where one of them is NA; a unit whose
    successor is not known ends. And findings that say so, for each sum of quotas too.
    """
    inside = [one for one in changes if since < one.effective <= until and one.before]
    found: list[Finding] = []
    columns = [name for name in ("unit_name", *COUNTS) if name in table]
    table = table[columns]
    for day in sorted({one.effective for one in inside}):
        of_day = [one for one in inside if one.effective == day and one.before in table.index]
        table, said = _on(table, of_day, day)
        found += said
    return table, found


def _on(
    table: pd.DataFrame, changes: list[UnitChange], day: date
) -> tuple[pd.DataFrame, list[Finding]]:
    """Apply the changes of one day."""
    found, place, rows = [], format_date(day), {}
    names = table["unit_name"]
    for one in changes:
        if not one.after:
            found.append(
                Finding(
                    "unit_ended",
                    f"{names[one.before]}: kết thúc từ {place}, chưa rõ đơn vị kế tục; không so "
                    "sánh tiếp.",
                    one.before,
                    place=place,
                )
            )
    for after in dict.fromkeys(one.after for one in changes if one.after):
        into = [one for one in changes if one.after == after]
        parts = table.loc[[one.before for one in into]]
        row = parts[list(COUNTS)].sum(skipna=False, min_count=1)
        rows[after] = {"unit_name": into[0].name or after, **row}
        if len(into) > 1:
            found.append(_merged(after, into, parts, row["quota"], place))
    gone = [one.before for one in changes]
    made = pd.DataFrame.from_dict(rows, orient="index", columns=list(table.columns))
    made.index.name = table.index.name
    rest = table.drop(index=gone)
    whole = pd.concat([rest, made.astype(table.dtypes)]) if rows else rest
    return whole, found


def _merged(
    after: str, into: list[UnitChange], parts: pd.DataFrame, quota: object, place: str
) -> Finding:
    listed = "; ".join(map(str, parts["unit_name"]))
    return Finding(
        "units_merged",
        f"{into[0].name or after}: từ {place} gộp từ {listed}; chỉ tiêu kỳ trước cộng lại là "
        f"{format_count(quota)}.",
        after,
        "quota",
        place,
        computed=format_count(quota),
    )
