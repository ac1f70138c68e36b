"""From the rows of a table to tidy units: typed, named by the register, nothing lost unseen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dangvien_analysis.columns import COUNTS, NUMBERS, TIDY, label
from dangvien_analysis.findings import Finding
from dangvien_analysis.findings import listed as places_of
from dangvien_analysis.intake.rows.row_kinds import is_bullet
from dangvien_analysis.intake.table import Table, TableLine, column_texts, runs
from dangvien_analysis.intake.unknown_names import unknown_units
from dangvien_analysis.intake.values import PROBLEMS, ReadNumber, figure
from dangvien_analysis.office.register import Register, org_type_of
from dangvien_analysis.readers.set_aside import NOTHING
from dangvien_analysis.text.abbreviations import spelling_key
from dangvien_analysis.text.numbers import parse_ordinals
from dangvien_analysis.text.vietnamese import clean_all, slug

_GROUPS = ("org_type", "sector", "official_class")
"""What the register says of a unit besides its name."""


@dataclass(frozen=True)
class Tidy:
    """A table's units with the text and the place behind each figure."""

    # Index ``unit_id``, columns ``columns.TIDY``; one row a unit, in the file's order, units of
    # the register that are absent from the file last
    units: pd.DataFrame
    stated: pd.Series  # The total row by column, as numbers; NA where it prints none
    # The same cells as text, index ``unit_id`` for the units in the file, columns `NUMBERS`; the
    # total row's texts stand under the index ""
    printed: pd.DataFrame
    rows: dict[str, TableLine]  # The row of the file behind each unit_id; "" for the total row
    table: Table  # The table they come from; it tells places
    findings: list[Finding] = field(default_factory=list)  # What could not be taken as it stands

    def place(self, unit_id: str, column: str = "") -> str:
        """Tell where a unit's figure stands in the file.

        Gives the place; empty when the file has no such row.
        """
        line = self.rows.get(unit_id)
        return "" if line is None else self.table.place(line, column)


def tidy(table: Table, register: Register, as_of: date | None) -> Tidy:
    """Clean a table.

    Gives the units. A count that cannot be read, is negative or fractional is NA with a finding;
    of a unit listed twice the first row stays and the finding holds the other's figures.

    `as_of`: the date of the figures: registered units that exist then and are not in the file are
    added with every count NA. None adds none.
    """
    findings = list(table.findings)
    rows = _identify(table, register, as_of, findings)
    absent = [one for one in (register.valid_at(as_of) if as_of else []) if one not in rows]
    listed = runs(list(rows.values()))
    numbers = parse_ordinals(column_texts(listed, "unit_no"))
    printed = dict(zip(rows, clean_all(column_texts(listed, "unit_name")), strict=True))
    if absent:
        findings.append(_not_reported(absent, register))
    if table.total is not None:
        rows[""] = table.total
    parts = runs(list(rows.values()))
    cells = {name: column_texts(parts, name) for name in NUMBERS}
    figures = {
        name: [ReadNumber(None)] * len(cells[name])
        if name in table.doubtful
        else _figures(cells[name], name)
        for name in NUMBERS
    }
    findings += _unseen(table, rows, figures)
    findings += _problems(table, rows, figures, numbers)
    findings += [*_dashes(table, rows, figures), *_typed(table, rows)]
    values = {name: [one.value for one in found] for name, found in figures.items()}
    stated = {
        name: found[-1] if table.total is not None and name in table.total.positions else None
        for name, found in values.items()
    }
    return Tidy(
        _frame(printed, {"unit_no": numbers, **values}, absent, register),
        pd.Series(stated, index=list(NUMBERS), dtype="Float64", name="stated"),
        pd.DataFrame(
            {name: clean_all(texts) for name, texts in cells.items()},
            index=pd.Index(list(rows), dtype="str"),
            dtype="str",
        ),
        rows,
        table,
        findings,
    )


def _unseen(
    table: Table, rows: Mapping[str, TableLine], figures: dict[str, list[ReadNumber]]
) -> list[Finding]:
    """Tell what a reader of the page does not see; figures that are not sure become unknown."""
    if table.grid.aside is NOTHING:
        return []
    # Most files have nothing of the kind.
    from dangvien_analysis.intake.unseen import UnseenParts

    unseen, places = UnseenParts(table, rows), {one: at for at, one in enumerate(rows)}
    for unit_id, column in unseen.doubtful():
        if column in figures and unit_id in places:
            figures[column][places[unit_id]] = ReadNumber(None)
    return list(unseen.findings())


def _figures(texts: Sequence[str], column: str) -> list[ReadNumber]:
    """Read a column; a table repeats its figures."""
    is_rate = column == "stated_rate"
    known = {text: figure(text, is_rate=is_rate) for text in set(texts)}
    return [known[text] for text in texts]


def _identify(
    table: Table, register: Register, day: date | None, findings: list[Finding]
) -> dict[str, TableLine]:
    """Give each row its unit_id, registered or made from its name."""
    lines = table.units
    printed = column_texts(runs(lines), "unit_name")
    ids = register.match_all(printed, day)
    valid = set(register.valid_at(day)) if day else set(register.table.index)
    rows = {one: line for one, line in zip(ids, lines, strict=True) if one is not None}
    if len(rows) == len(lines) and rows.keys() <= valid:
        return rows
    return _settle(table, register, list(zip(ids, lines, strict=True)), valid, findings)


def _settle(
    table: Table,
    register: Register,
    matched: Sequence[tuple[str | None, TableLine]],
    valid: set[str],
    findings: list[Finding],
) -> dict[str, TableLine]:
    """Do the same row by row, where a name is not known, not valid, or stands twice."""
    rows: dict[str, TableLine] = {}
    own: dict[str, str] = {}
    unknown: dict[str, str] = {}
    before = len(findings)
    taken = set(register.table.index)
    for found, line in matched:
        printed, unit_id = line.text("unit_name"), found
        if unit_id is None:
            key = spelling_key(printed)
            unit_id = own.get(key) or _new_id(printed, taken)
            taken.add(unit_id)
            own[key] = unit_id
            unknown.setdefault(unit_id, printed)
        elif unit_id not in valid:
            message = f"“{printed}” không phải là đơn vị đang hoạt động ở ngày số liệu."
            findings.append(_about(table, line, unit_id, "unit_out_of_period", message))
        if unit_id in rows:
            findings.append(_duplicate(table, rows[unit_id], line, unit_id))
        else:
            rows[unit_id] = line
    findings[before:before] = [
        _about(table, rows[unit_id], unit_id, "unknown_unit", message)
        for unit_id, message in unknown_units(unknown, register, rows).items()
    ]
    return rows


def _new_id(name: str, taken: Iterable[str]) -> str:
    base = unit_id = slug(name)
    number = 1
    while unit_id in taken:
        number += 1
        unit_id = f"{base}-{number}"
    return unit_id


def _about(table: Table, line: TableLine, unit_id: str, code: str, message: str) -> Finding:
    printed = line.text("unit_name")
    return Finding(code, message, unit_id, "unit_name", table.place(line, "unit_name"), printed)


def _duplicate(table: Table, first: TableLine, second: TableLine, unit_id: str) -> Finding:
    kept, other = (
        ", ".join(f"{label(name)} {text}" for name in NUMBERS if (text := line.text(name)))
        for line in (first, second)
    )
    names = [line.text("unit_name") for line in (first, second)]
    spelt = "" if names[0] == names[1] else f" (ghi là “{names[0]}”)"
    message = (
        f"“{names[1]}” đã có ở {table.place(first)}{spelt}; giữ dòng đầu "
        f"({kept}), dòng này không được cộng ({other})."
    )
    return Finding("duplicate_unit", message, unit_id, "", table.place(second), other, kept)


def _not_reported(absent: Sequence[str], register: Register) -> Finding:
    names = "; ".join(register.table.loc[list(absent), "unit_name"])
    message = f"{len(absent)} đơn vị trong danh mục chưa báo cáo, số liệu để trống: {names}."
    return Finding("not_reported", message, computed=str(len(absent)))


def _problems(
    table: Table,
    rows: dict[str, TableLine],
    figures: dict[str, list[ReadNumber]],
    numbers: Sequence[int | None],
) -> list[Finding]:
    """Tell the cells that are no sound figure, row by row; shared figures become unknown."""
    items = list(rows.items())
    found: list[tuple[int, int, Finding]] = []
    for order, column in enumerate(NUMBERS):
        for at, unit_id, line in _shared_cells(table, items, column):
            figures[column][at] = ReadNumber(None)
            found.append((at, order, _shared(table, line, unit_id, column)))
        for at in [at for at, one in enumerate(figures[column]) if one.problem]:
            one, (unit_id, line) = figures[column][at], items[at]
            # A total row, and the printed total and rate of a unit, may be left blank.
            may_be_blank = not unit_id or column not in COUNTS
            wrong = one.problem != "missing_count" or not may_be_blank
            if wrong and column in line.positions:
                found.append((at, order, _problem(table, line, unit_id, column, one.problem)))
    for at in [at for at, number in enumerate(numbers) if number is None]:
        unit_id, line = items[at]
        if (number := line.text("unit_no")) and not is_bullet(number):
            found.append((at, len(NUMBERS), _bad_number(table, line, unit_id)))
    return [finding for _, _, finding in sorted(found, key=lambda item: item[:2])]


def _shared_cells(
    table: Table, items: Sequence[tuple[str, TableLine]], column: str
) -> Iterator[tuple[int, str, TableLine]]:
    """Give the cells of a column that one merged cell gives to more than one row or column."""
    if table.shared:
        for at, (unit_id, line) in enumerate(items):
            if (line.row.part, line.number, column) in table.shared:
                yield at, unit_id, line


def _problem(table: Table, line: TableLine, unit_id: str, column: str, problem: str) -> Finding:
    text = line.text(column)
    message = f"{_called(line, unit_id)}: {label(column)} {PROBLEMS[problem].format(text)}"
    return Finding(problem, message, unit_id, column, table.place(line, column), text)


def _shared(table: Table, line: TableLine, unit_id: str, column: str) -> Finding:
    text = line.text(column)
    message = (
        f"{_called(line, unit_id)}: {label(column)} nằm trong một ô gộp cho nhiều dòng hoặc nhiều "
        f"cột; không biết số của riêng ô này, để trống."
    )
    return Finding("merged_figure", message, unit_id, column, table.place(line, column), text)


def _bad_number(table: Table, line: TableLine, unit_id: str) -> Finding:
    text = line.text("unit_no")
    message = f"{_called(line, unit_id)}: số thứ tự “{text}” không phải là số."
    place = table.place(line, "unit_no")
    return Finding("numbering", message, unit_id, "unit_no", place, text)


def _called(line: TableLine, unit_id: str) -> str:
    return line.text("unit_name") if unit_id else "Dòng tổng cộng"


def _dashes(
    table: Table, rows: dict[str, TableLine], figures: dict[str, list[ReadNumber]]
) -> list[Finding]:
    """Tell where a dash was read as 0."""
    lines = list(rows.values())
    places = [
        table.place(lines[at], column)
        for column in NUMBERS
        for at, one in enumerate(figures[column])
        if one.is_dash
    ]
    if not places:
        return []
    message = f"{len(places)} ô ghi dấu gạch ngang, hiểu là 0."
    return [Finding("dash_as_zero", message, place=places_of(places), stated="-", computed="0")]


def _typed(table: Table, rows: dict[str, TableLine]) -> list[Finding]:
    """Tell where a workbook holds a number as text: its own sums pass over such cells."""
    places = [
        table.place(line, column)
        for line in rows.values()
        if line.row.typed
        for column in NUMBERS
        if line.positions.get(column) in line.row.typed and figure(line.text(column)).problem == ""
    ]
    if not places:
        return []
    message = f"{len(places)} ô số được gõ dưới dạng chữ; hàm SUM của Excel bỏ qua các ô này."
    return [Finding("number_as_text", message, place=places_of(places))]


def _frame(
    printed: dict[str, str],
    values: Mapping[str, Sequence[int | float | None]],
    absent: Sequence[str],
    register: Register,
) -> pd.DataFrame:
    """Build the tidy table with the vocabulary's dtypes, one row a unit.

    `printed`: the names of the units in the file by unit_id; `values`: their numbers by column.
    Put together from lists: joining frames takes longer than all else for a small table.
    """
    known = register.described()
    units: list[tuple[str, str | None, tuple[str, ...] | None]]
    units = [(one, name, known.get(one)) for one, name in printed.items()]
    units += [(one, None, known[one]) for one in absent]
    columns: dict[str, Any] = {
        "unit_name": _texts([told[0] if told else name for _, name, told in units]),
        "listed_as": _texts([name for _, name, _ in units]),
        "org_type": pd.Categorical(
            _texts([told[1] if told else org_type_of(name or "") for _, name, told in units])
        ),
    }
    for place, group in enumerate(_GROUPS[1:], start=2):
        columns[group] = pd.Categorical(
            _texts([told[place] if told else None for *_, told in units])
        )
    missing = [None] * len(absent)
    for column in ("unit_no", *NUMBERS):
        figures = [*values[column][: len(printed)], *missing]
        whole = column != "stated_rate"
        columns[column] = _integers(figures) if whole else pd.array(figures, dtype="Float64")
    index = pd.Index([one for one, *_ in units], name="unit_id", dtype="str")
    return pd.DataFrame(columns, index=index, columns=list(TIDY))


def _texts(values: Sequence[str | None]) -> pd.api.extensions.ExtensionArray:
    """Make an array of text; what is empty or None is NA."""
    return pd.array([value or None for value in values], dtype="str")


def _integers(values: Sequence[Any]) -> pd.api.extensions.ExtensionArray:
    """Make an Int64 array, None becoming NA; much faster than from a list of objects."""
    missing = np.array([value is None for value in values], dtype=bool)
    return pd.arrays.IntegerArray(
        np.array([value or 0 for value in values], dtype="int64"), missing
    )
