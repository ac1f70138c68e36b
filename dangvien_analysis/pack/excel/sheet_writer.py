"""Writing tables into a workbook: cells, live formulas, filters and a print layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dangvien_analysis.text.numbers import UNKNOWN

_LINE = 15
"""Height of a line of 11 pt [pt]."""
_WIDE = 90
"""Characters across an upright A4 page."""
_A4 = 9


class Formula(NamedTuple):
    """A live formula, and the value it has now."""

    text: str  # The formula, with functions by their English names
    value: Any  # A number or a text, by our own measures; NA for one that is not known
    shape: str = ""  # Name of its format; empty for that of its column


class Shaped(NamedTuple):
    """A value with a format of its own."""

    value: Any  # A number or a text
    shape: str  # Name of its format


@dataclass(frozen=True)
class SheetColumn:
    """One column of a sheet: heading, width [characters], format, values, and what is below."""

    title: str  # Its heading
    width: int  # Its width [characters]
    format: str  # Name of its format
    values: Sequence[Any]  # Its values: numbers, texts, `Formula` or `Shaped`
    total: Any = None  # What stands in the row of sums under the table; None for nothing


def write_sheet(sheet: Any, columns: Sequence[SheetColumn], formats: dict[str, Any]) -> None:
    """Write a table with a frozen header, a filter and an A4 print layout."""
    rows = max(len(column.values) for column in columns)
    for row, lines in enumerate(_lines(columns, rows)):
        sheet.set_row(row, 3 + _LINE * lines)
    _table(sheet, columns, rows, formats["head"])
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        for row, value in enumerate(column.values, start=1):
            write_cell(sheet, (row, at), value, column.format, formats)
    last = rows
    if any(column.total is not None for column in columns):
        last = rows + 1
        for at, column in enumerate(columns):
            total = "" if column.total is None else column.total
            shape = f"{'words' if total == '' else column.format} total"
            write_cell(sheet, (last, at), total, shape, formats)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last, len(columns) - 1)
    layout(sheet, wide=sum(column.width for column in columns) > _WIDE)


def layout(sheet: Any, *, wide: bool) -> None:
    """Set the print layout: A4, as wide as the page, the sheet's name above, numbers below."""
    sheet.set_paper(_A4)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_header("&C&A")
    sheet.set_footer("&CTrang &P/&N")


def _table(sheet: Any, columns: Sequence[SheetColumn], rows: int, head: Any) -> None:
    """Make a real table of the rows; one without rows has its header only."""
    if rows:
        titles = [{"header": column.title, "header_format": head} for column in columns]
        options = {"columns": titles, "style": None}
        sheet.add_table(0, 0, rows, len(columns) - 1, options)
        return
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.title, head)
    sheet.autofilter(0, 0, 0, len(columns) - 1)


def write_cell(
    sheet: Any, place: tuple[int, int], value: Any, shape: str, formats: dict[str, Any]
) -> None:
    """Write a number as a number and a formula with its value; unknown as words, never as 0."""
    if isinstance(value, Formula):
        known = UNKNOWN if not isinstance(value.value, str) and pd.isna(value.value) else value[1]
        look = formats[value.shape or shape]
        sheet.write_formula(*place, value.text, look, _plain(known))
        return
    if isinstance(value, Shaped):
        value, shape = value
    if isinstance(value, str):
        sheet.write_string(*place, value, formats[shape])
    elif pd.isna(value):
        sheet.write_string(*place, UNKNOWN, formats[shape])
    else:
        sheet.write_number(*place, float(value), formats[shape])


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)


def _lines(columns: Sequence[SheetColumn], rows: int) -> list[int]:
    """Count the lines each row wraps to: not every program fits heights when it opens a file."""
    lines = [max(_wrapped(one.title, one.width - 2) for one in columns)]
    for at in range(rows):
        texts = [(one.values[at], one.width) for one in columns]
        lines.append(max(_wrapped(text, width) for text, width in texts))
    return lines


def _wrapped(value: Any, width: int) -> int:
    """Count the lines of a text in a column of that width [characters]."""
    if not isinstance(value, str):
        return 1
    lines, room = 1, width
    for word in value.split():
        if len(word) > room and room < width:
            lines, room = lines + 1, width
        lines += max(len(word) - 1, 0) // width if room == width else 0
        room -= len(word) + 1
    return lines
