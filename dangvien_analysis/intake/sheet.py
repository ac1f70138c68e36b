"""Workbooks (.xlsx) -> Grid."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from dangvien_analysis.intake.grid import Grid, Kind, Row

_Value = int | float | str | bool | date | datetime | time | timedelta


def read_sheets(path: Path) -> Grid:
    """Read every sheet of a workbook; formulas give their saved values.

    Parameters
    ----------
    path : Path
        An .xlsx file.

    Returns
    -------
    Grid
        The rows of all sheets, each row with its sheet's name as `part`.
    """
    rows: list[Row] = []
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows.extend(
                Row(tuple(map(_text, line)), number, name)
                for number, line in enumerate(values, start=1)
            )
    return Grid(tuple(rows), Kind.SHEET)


def _text(value: _Value) -> str:
    """Write a cell's value as a reader of the sheet would type it."""
    if isinstance(value, float):
        # 15 significant digits are what a spreadsheet itself keeps and shows; the comma tells
        # 1,125 from the text "1.125", which is a thousand and more.
        return (format(value, ".15g") if abs(value) < 1e15 else str(value)).replace(".", ",")  # noqa: PLR2004
    if isinstance(value, (datetime, date)):
        return value.strftime("%d/%m/%Y")
    return str(value)
