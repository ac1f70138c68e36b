"""The values of a workbook's sheets as text; as a program, for `sheet`, in a bounded child.

It imports nothing of the package, which would load pandas: that takes longer than to read a
workbook.
"""

import io
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

_Value = int | float | str | bool | date | datetime | time | timedelta


class Values(NamedTuple):
    """What a sheet holds."""

    name: str  # The sheet's name
    columns: list[list[str]]  # Its cells as text, column by column
    height: int  # Number of rows
    typed: list[tuple[int, int]]  # Row and column of cells that hold a number as text
    # Merged cells as ((top, left), (bottom, right))
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    at: int = 0  # Its place among the sheets
    hidden: bool = False


class TooLargeError(Exception):
    """A workbook that has more than it may."""

    def __init__(self, sheet: str, what: str, found: int) -> None:
        super().__init__(sheet, what, found)
        self.sheet, self.what, self.found = sheet, what, found


def sheet_values(content: bytes, rows: int, cells: int) -> list[Values]:
    """Read the sheets of a workbook, those that are hidden last."""
    found: list[Values] = []
    total = 0
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        hidden = _hidden(workbook)
        order = {name: at for at, name in enumerate(workbook.sheet_names)}
        for name in sorted(order, key=hidden.__contains__):
            sheet = workbook.get_sheet_by_name(name)
            height, width = _size(sheet)
            if height > rows:
                raise TooLargeError(name, "rows", height)
            total += height * width
            if total > cells:
                raise TooLargeError(name, "cells", total)
            values = _values(sheet, name, height)
            found.append(values._replace(at=order[name], hidden=name in hidden))
    return found


def _hidden(workbook: CalamineWorkbook) -> set[str]:
    return {
        one.name for one in workbook.sheets_metadata if one.visible != SheetVisibleEnum.Visible
    }


def _size(sheet: CalamineSheet) -> tuple[int, int]:
    """Give rows and columns from the sheet's first cell to its last filled one."""
    if sheet.end is None:
        return 0, 0
    return sheet.end[0] + 1, sheet.end[1] + 1


def _values(sheet: CalamineSheet, name: str, height: int) -> Values:
    """Turn whole columns into text, one after the other."""
    values = sheet.to_python(skip_empty_area=False)
    typed: list[tuple[int, int]] = []
    columns = [_column(column, at, typed) for at, column in enumerate(zip(*values, strict=True))]
    return Values(name, columns, min(height, len(values)), typed, sheet.merged_cell_ranges or [])


class _Texts(dict[Any, str]):
    """The text of each number; a table repeats its numbers."""

    def __missing__(self, value: float) -> str:
        self[value] = text = _text(value)
        return text


def _column(column: Sequence[_Value], at: int, typed: list[tuple[int, int]]) -> list[str]:
    """Turn a column into text, and note where it holds a number as text."""
    kinds = set(map(type, column))
    if str in kinds and any(map(str.isdigit, {v[:1] for v in column if v.__class__ is str})):
        typed += [
            (row, at)
            for row, value in enumerate(column)
            if value.__class__ is str and value[:1].isdigit()
        ]
    texts = _Texts()
    if kinds == {str}:
        return [str(value) for value in column]
    if kinds <= {str, float}:
        return [value if value.__class__ is str else texts[value] for value in column]
    return list(map(_text, column))


def _text(value: _Value) -> str:
    """Write a cell's value as a reader of the sheet would type it."""
    if isinstance(value, float):
        small = abs(value) < 1e15  # noqa: PLR2004 - the digits that a spreadsheet keeps and shows
        if small and value.is_integer():
            return str(int(value))
        # The comma tells 1,125 from the text "1.125", which is a thousand and more.
        return (format(value, ".15g") if small else str(value)).replace(".", ",")
    if isinstance(value, (datetime, date)):
        return value.strftime("%d/%m/%Y")
    return str(value)


def main(path: str, rows: int, cells: int) -> dict[str, Any]:
    """Read a workbook in the child."""
    try:
        return {"sheets": sheet_values(Path(path).read_bytes(), rows, cells)}
    except TooLargeError as error:
        return {"refused": error.args}


if __name__ == "__main__":
    answer = main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(answer))
