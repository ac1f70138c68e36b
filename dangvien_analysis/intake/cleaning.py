"""From the rows of a table to tidy units: typed, named by the register, nothing lost unseen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from dangvien_analysis.columns import COLUMNS, COUNTS, NUMBERS, TIDY, label
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.grid import Row
from dangvien_analysis.intake.layout import Table
from dangvien_analysis.text.numbers import parse_number, parse_ordinal
from dangvien_analysis.text.vietnamese import clean, slug, tone_key
from dangvien_analysis.units import Register, org_type_of


@dataclass(frozen=True)
class Tidy:
    """A table's units with the text and the place behind each figure.

    Parameters
    ----------
    units : DataFrame
        Index ``unit_id``, columns ``columns.TIDY``; one row a unit, in the file's order, units
        of the register that are absent from the file last.
    stated : Series
        The total row by column, as numbers; NA where it prints none.
    printed : DataFrame
        The same cells as text, index ``unit_id`` for the units in the file, columns `NUMBERS`;
        the total row's texts stand under the index "".
    rows : dict of str to Row
        The row of the file behind each unit_id; "" for the total row.
    table : Table
        The table they come from; it tells places.
    findings : list of Finding
        What could not be taken as it stands.
    """

    units: pd.DataFrame
    stated: pd.Series
    printed: pd.DataFrame
    rows: dict[str, Row]
    table: Table
    findings: list[Finding] = field(default_factory=list)

    def place(self, unit_id: str, column: str = "") -> str:
        """Tell where a unit's figure stands in the file.

        Parameters
        ----------
        unit_id : str
            The unit; "" for the total row.
        column : str
            The column; empty for the whole row.

        Returns
        -------
        str
            The place; empty when the file has no such row.
        """
        row = self.rows.get(unit_id)
        return "" if row is None else self.table.place(row, column)


def tidy(table: Table, register: Register, as_of: date | None) -> Tidy:
    """Clean a table.

    Parameters
    ----------
    table : Table
        A table as found in a file.
    register : Register
        The units of the district; empty when the office keeps none.
    as_of : datetime.date or None
        The date of the figures: registered units that exist then and are not in the file are
        added with every count NA. None adds none.

    Returns
    -------
    Tidy
        The units. A count that cannot be read, is negative or fractional is NA with a finding;
        of a unit listed twice the first row stays and the finding holds the other's figures.
    """
    findings = list(table.findings)
    rows = _identify(table, register, as_of, findings)
    records = {unit_id: _numbers(table, row, unit_id, findings) for unit_id, row in rows.items()}
    names = {unit_id: _identity(table, row, unit_id, register) for unit_id, row in rows.items()}
    absent = [one for one in (register.valid_at(as_of) if as_of else []) if one not in rows]
    if absent:
        findings.append(_not_reported(absent, register))
        names |= {one: _identity(None, None, one, register) for one in absent}
    stated = {} if table.total is None else _numbers(table, table.total, "", findings)
    texts = {one: [table.text(row, name) for name in NUMBERS] for one, row in rows.items()}
    if table.total is not None:
        rows[""], texts[""] = table.total, [table.text(table.total, name) for name in NUMBERS]
    return Tidy(
        _frame(names, records),
        pd.Series({name: stated.get(name) for name in NUMBERS}, dtype="Float64", name="stated"),
        pd.DataFrame.from_dict(texts, orient="index", columns=list(NUMBERS), dtype="str"),
        rows,
        table,
        findings,
    )


def _identify(
    table: Table, register: Register, day: date | None, findings: list[Finding]
) -> dict[str, Row]:
    """Give each row its unit_id, registered or made from its name."""
    rows: dict[str, Row] = {}
    own: dict[str, str] = {}
    valid = set(register.valid_at(day)) if day else set(register.table.index)
    for row in table.units:
        printed = table.text(row, "unit_name")
        unit_id = register.match(printed, day)
        if unit_id is None:
            unit_id = own.get(tone_key(printed)) or _new_id(
                printed, {*rows, *register.table.index}
            )
            own[tone_key(printed)] = unit_id
            if register and unit_id not in rows:
                message = f"“{printed}” không có trong danh mục đơn vị; giữ với mã {unit_id}."
                findings.append(_about(table, row, unit_id, "unknown_unit", message))
        elif unit_id not in valid:
            message = f"“{printed}” không phải là đơn vị đang hoạt động ở ngày số liệu."
            findings.append(_about(table, row, unit_id, "unit_out_of_period", message))
        if unit_id in rows:
            findings.append(_duplicate(table, rows[unit_id], row, unit_id))
        else:
            rows[unit_id] = row
    return rows


def _new_id(name: str, taken: Iterable[str]) -> str:
    base = unit_id = slug(name)
    number, used = 1, set(taken)
    while unit_id in used:
        number += 1
        unit_id = f"{base}-{number}"
    return unit_id


def _about(table: Table, row: Row, unit_id: str, code: str, message: str) -> Finding:
    printed = table.text(row, "unit_name")
    return Finding(code, message, unit_id, "unit_name", table.place(row, "unit_name"), printed)


def _duplicate(table: Table, first: Row, second: Row, unit_id: str) -> Finding:
    kept, other = (
        ", ".join(f"{label(name)} {text}" for name in NUMBERS if (text := table.text(row, name)))
        for row in (first, second)
    )
    message = (
        f"“{table.text(second, 'unit_name')}” đã có ở {table.place(first)}; giữ dòng đầu "
        f"({kept}), dòng này không được cộng ({other})."
    )
    return Finding("duplicate_unit", message, unit_id, "", table.place(second), other, kept)


def _not_reported(absent: Sequence[str], register: Register) -> Finding:
    names = "; ".join(register.table.loc[list(absent), "unit_name"])
    message = f"{len(absent)} đơn vị trong danh mục chưa báo cáo, số liệu để trống: {names}."
    return Finding("not_reported", message, computed=str(len(absent)))


def _numbers(
    table: Table, row: Row, unit_id: str, findings: list[Finding]
) -> dict[str, Decimal | None]:
    """Read the figures of a row; what is not a sound figure becomes None and a finding."""
    numbers: dict[str, Decimal | None] = {}
    name = table.text(row, "unit_name") if unit_id else "Dòng tổng cộng"
    for column in (one for one in NUMBERS if one in table.positions):
        text = table.text(row, column)
        value, problem = _figure(text, column)
        # A total row, and the printed total and rate of a unit, may be left blank.
        if problem and not (problem == "missing_count" and (not unit_id or column not in COUNTS)):
            message = f"{name}: {label(column)} {_PROBLEMS[problem].format(text)}"
            place = table.place(row, column)
            findings.append(Finding(problem, message, unit_id, column, place, text))
        numbers[column] = None if problem else value
    if unit_id and (text := table.text(row, "unit_no")) and parse_ordinal(text) is None:
        message = f"{name}: số thứ tự “{text}” không phải là số."
        place = table.place(row, "unit_no")
        findings.append(Finding("numbering", message, unit_id, "unit_no", place, text))
    return numbers


# More people than any count here: a telephone number, or two cells run together.
_LARGEST = 10**9

_PROBLEMS = {
    "missing_count": "bỏ trống; coi là chưa rõ, không phải 0.",
    "unreadable_cell": "“{}” không đọc được thành số; để trống, không phải 0.",
    "negative_count": "là số âm ({}); để trống, không sửa.",
    "fractional_count": "là số lẻ ({}); để trống, không sửa.",
}


def _figure(text: str, column: str) -> tuple[Decimal | None, str]:
    """Read one figure; give it with the code of what is wrong with it, if anything."""
    is_rate = column == "stated_rate"
    try:
        value = parse_number(text, grouped=not is_rate)
    except ValueError:
        return None, "unreadable_cell"
    if value is None:
        return None, "missing_count"
    if abs(value) > _LARGEST:
        return None, "unreadable_cell"
    if value < 0:
        return value, "negative_count"
    if not is_rate and value != value.to_integral_value():
        return value, "fractional_count"
    return value, ""


def _identity(
    table: Table | None, row: Row | None, unit_id: str, register: Register
) -> dict[str, object]:
    """Give a unit's number, names and kinds; NA where neither file nor register says."""
    listed_as = clean(table.text(row, "unit_name")) if table and row else None
    known = register.table.loc[unit_id] if unit_id in register.table.index else None
    return {
        "unit_no": parse_ordinal(table.text(row, "unit_no")) if table and row else None,
        "unit_name": listed_as if known is None else known["unit_name"],
        "listed_as": listed_as,
        "org_type": org_type_of(listed_as or "") if known is None else known["org_type"] or None,
        "sector": None if known is None else known["sector"] or None,
        "official_class": None if known is None else known["official_class"] or None,
    }


def _frame(
    names: dict[str, dict[str, object]], records: dict[str, dict[str, Decimal | None]]
) -> pd.DataFrame:
    """Build the tidy table with the vocabulary's dtypes, one row a unit."""
    index = pd.Index(list(names), name="unit_id", dtype="str")
    columns = {}
    for column in TIDY:
        dtype = COLUMNS[column].dtype
        if column in NUMBERS:
            values = [records.get(unit_id, {}).get(column) for unit_id in names]
            cast: type[float] = float if dtype == "Float64" else int
            cells: list[Any] = [None if value is None else cast(value) for value in values]
        else:
            cells = [names[unit_id][column] for unit_id in names]
        columns[column] = pd.Series(cells, index=index, dtype=dtype)
    return pd.DataFrame(columns, index=index, columns=list(TIDY))
