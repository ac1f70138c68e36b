"""Workbooks (.xlsx) -> Grid."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from dangvien_analysis.intake.grid import Grid, Kind, Row

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)

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
        The rows of all sheets, each row with its sheet's name as `part`. A cell in error holds
        the error's own text, such as "#DIV/0!".
    """
    rows: list[Row] = []
    errors = _error_cells(path)
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for number, line in enumerate(values, start=1):
                wrong = errors.get((name, number), {})
                texts = (wrong.get(at, _text(value)) for at, value in enumerate(line))
                rows.append(Row(tuple(texts), number, name))
    return Grid(tuple(rows), Kind.SHEET)


def _error_cells(path: Path) -> dict[tuple[str, int], dict[int, str]]:
    """Find cells in error by sheet and row: the reader itself gives them as empty cells."""
    found: dict[tuple[str, int], dict[int, str]] = {}
    with zipfile.ZipFile(path) as archive:
        for name, member in _sheet_files(archive).items():
            content = archive.read(member)
            for letters, number, text in _ERROR_CELL.findall(content):
                at = 0
                for letter in letters:
                    at = at * 26 + letter - ord("A") + 1
                found.setdefault((name, int(number)), {})[at - 1] = text.decode("utf-8")
    return found


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    """Tell which file of a workbook holds which sheet."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    files = {
        sheet.get("name", ""): targets.get(sheet.get(_LINKED), "")
        for sheet in book.iter(f"{_MAIN}sheet")
    }
    paths = {
        name: file.removeprefix("/") if file.startswith("/") else f"xl/{file}"
        for name, file in files.items()
    }
    return {name: file for name, file in paths.items() if file in archive.namelist()}


def _text(value: _Value) -> str:
    """Write a cell's value as a reader of the sheet would type it."""
    if isinstance(value, float):
        # 15 significant digits are what a spreadsheet itself keeps and shows; the comma tells
        # 1,125 from the text "1.125", which is a thousand and more.
        return (format(value, ".15g") if abs(value) < 1e15 else str(value)).replace(".", ",")  # noqa: PLR2004
    if isinstance(value, (datetime, date)):
        return value.strftime("%d/%m/%Y")
    return str(value)
