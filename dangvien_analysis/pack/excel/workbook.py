"""The workbook so-lieu.xlsx: the same figures, to be filtered, checked and charted in Excel."""

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from dangvien_analysis.columns import COLUMNS, LEVELS, SIMULATED, label
from dangvien_analysis.findings import FIELDS, LABELS, SEVERITIES
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.pack.excel.native_charts import add_charts
from dangvien_analysis.pack.excel.sheet_writer import SheetColumn, write_sheet
from dangvien_analysis.pack.excel.total_sheets import sectors_sheet, summary_sheet
from dangvien_analysis.pack.excel.unit_sheets import (
    UNITS,
    attention_sheet,
    forecast_sheet,
    movement_sheet,
    pool_sheet,
    units_sheet,
)
from dangvien_analysis.report.tables.one_sheet import FONT, FORMATS

# Names come from outside: one that looks like a formula, an address or a number is still a name.
_AS_TEXT = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
_SECTORS = "Theo nhóm"


def write_workbook(path: Path, meeting: Meeting, figures: pd.DataFrame) -> None:
    """Write the workbook."""
    with xlsxwriter.Workbook(str(path), _AS_TEXT) as book:
        book.formats[0].set_font_name(FONT)
        units = meeting.units
        if meeting.as_of:
            # One fixed time, so that the same input gives the same file.
            book.set_properties({"created": datetime.combine(meeting.as_of, time())})
        formats = {
            name: book.add_format({"font_name": FONT, "font_size": 11, **shape})
            for name, shape in FORMATS.items()
        }
        sheets = _sheets(meeting, figures)
        for name, columns in sheets.items():
            sheet = book.add_worksheet(name)
            write_sheet(sheet, columns, formats)
            if name == UNITS and len(units):
                _marks(book, sheet, len(units))
        add_charts(book, len(sheets[_SECTORS][0].values), len(units))


def _sheets(meeting: Meeting, figures: pd.DataFrame) -> dict[str, list[SheetColumn]]:
    """Give the sheets by name, in their order."""
    units, small = meeting.units, meeting.settings.levels.small_quota
    sheets = {
        "Tổng hợp": summary_sheet(figures, len(units)),
        _SECTORS: sectors_sheet(units),
        UNITS: units_sheet(units, small),
        "Cần quan tâm": attention_sheet(units, small),
        "Nguồn": pool_sheet(units),
    }
    if "band" in units:
        sheets["Dự báo"] = forecast_sheet(units, small)
    if meeting.beside is not None:
        sheets["So kỳ trước"] = movement_sheet(units, meeting.beside)
    sheets["Phát hiện"] = _findings(meeting.findings)
    if meeting.simulated:
        sheets = {name: _marked(columns) for name, columns in sheets.items()}
    return sheets | {"Giải thích": _dictionary()}


def _marked(columns: list[SheetColumn]) -> list[SheetColumn]:
    """Say at the head of a table that its figures were made up."""
    first, *rest = columns
    return [replace(first, title=f"{SIMULATED}. {first.title}"), *rest]


def _marks(book: Any, sheet: Any, rows: int) -> None:
    """Bars for rates, and a grey shade with bold letters for units to support."""
    bars = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": "#BFBFBF",
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 1.2,
    }
    sheet.conditional_format(1, 8, rows, 8, bars)
    shade = book.add_format({"bold": True, "bg_color": "#D9D9D9"})
    wanted = f'"{LEVELS["at_risk"]}"'
    rule = {"type": "cell", "criteria": "==", "value": wanted, "format": shade}
    sheet.conditional_format(1, 14, rows, 14, rule)


def _findings(findings: pd.DataFrame) -> list[SheetColumn]:
    widths = dict(zip(FIELDS, (11, 24, 24, 12, 24, 24, 24, 80), strict=True))
    shown = findings.assign(
        severity=findings["severity"].map(SEVERITIES),
        column=[label(name) if name else "" for name in findings["column"]],
    )
    return [SheetColumn(LABELS[name], widths[name], "words", list(shown[name])) for name in FIELDS]


def _dictionary() -> list[SheetColumn]:
    """Explain every column: its label, its name in files, its unit of measure, its meaning."""
    columns = list(COLUMNS.values())
    return [
        SheetColumn("Cột", 30, "words", [one.label for one in columns]),
        SheetColumn("Tên trong tệp dữ liệu", 28, "words", [one.name for one in columns]),
        SheetColumn("Đơn vị tính", 14, "words", [one.unit for one in columns]),
        SheetColumn("Ý nghĩa", 80, "words", [one.meaning for one in columns]),
    ]
