"""A shown table as a workbook of one sheet; the formats of every sheet."""

import re
from collections.abc import Collection
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

FONT = "Times New Roman"
FORMATS: dict[str, dict[str, Any]] = {
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "bg_color": "#D9D9D9",
    },
    "words": {"text_wrap": True, "valign": "top", "border": 1},
    "count": {
        "num_format": "#,##0",
        "align": "right",
        "valign": "top",
        "border": 1,
        "text_wrap": True,
    },
    "rate": {"num_format": "0.00%", "valign": "top", "border": 1, "align": "right"},
    "decimal": {"num_format": "#,##0.0", "valign": "top", "border": 1, "align": "right"},
}
FORMATS |= {
    f"{name} total": {**FORMATS[name], "bold": True, "top": 2}
    for name in ("words", "count", "rate")
}
_WHOLE = re.compile(r"\d{1,3}(\.\d{3})*")


def one_sheet(title: str, frame: pd.DataFrame, words: Collection[str]) -> bytes:
    """Make a workbook of one table of texts, its title in the first row."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.formats[0].set_font_name(FONT)
        book.set_properties({"created": datetime(2000, 1, 1)})
        formats = {name: book.add_format({"font_name": FONT, **FORMATS[name]}) for name in FORMATS}
        sheet = book.add_worksheet("Bảng")
        sheet.write_string(0, 0, title, book.add_format({"font_name": FONT, "bold": True}))
        for at, name in enumerate(frame.columns):
            sheet.write_string(1, at, str(name), formats["head"])
            for row, cell in enumerate(frame[name], start=2):
                if name not in words and _WHOLE.fullmatch(cell):
                    sheet.write_number(row, at, int(cell.replace(".", "")), formats["count"])
                else:
                    sheet.write_string(row, at, cell, formats["words"])
        sheet.set_column(0, max(len(frame.columns) - 1, 0), 16)
        for at, name in enumerate(frame.columns):
            if name in words:
                sheet.set_column(at, at, 44)
        sheet.freeze_panes(2, 1)
    return content.getvalue()
