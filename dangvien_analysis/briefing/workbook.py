"""The workbook so-lieu.xlsx: the same figures, to be filtered and checked in Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from dangvien_analysis.briefing.chances import band_in_words
from dangvien_analysis.briefing.figures import sector_totals
from dangvien_analysis.briefing.tables import reasons_in_words
from dangvien_analysis.columns import (
    COUNTS,
    LEVEL_UNKNOWN,
    LEVELS,
    NOT_REPORTED,
    ORG_TYPES,
    SECTORS,
    UNCLASSIFIED,
    label,
)
from dangvien_analysis.compared import Comparison, compare
from dangvien_analysis.findings import FIELDS, LABELS, SEVERITIES
from dangvien_analysis.settings import RATED_QUOTA
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import UNKNOWN, format_count, format_date

_FONT = "Times New Roman"
_LINE = 15
"""Height of a line of 11 pt [pt]."""
# Names come from outside: one that looks like a formula, an address or a number is still a name.
_AS_TEXT = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
_FORMATS = {
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
    "ratio": {"num_format": "#,##0.0", "valign": "top", "border": 1},
}


@dataclass(frozen=True)
class _Column:
    """One column of a sheet: heading, width [characters], format and values."""

    title: str
    width: int
    format: str
    values: Sequence[Any]


def write_workbook(
    path: Path, snapshot: Snapshot, units: pd.DataFrame, figures: pd.DataFrame
) -> None:
    """Write the workbook.

    Parameters
    ----------
    path : Path
        The .xlsx file to write.
    snapshot : Snapshot
        The checked table.
    units : DataFrame
        What `assess` gives for it.
    figures : DataFrame
        Every figure of the briefing, as `figures.figures` gives it.
    """
    with xlsxwriter.Workbook(str(path), _AS_TEXT) as book:
        book.formats[0].set_font_name(_FONT)
        if snapshot.as_of:
            # One fixed time, so that the same input gives the same file.
            book.set_properties({"created": datetime.combine(snapshot.as_of, time())})
        formats = {
            name: book.add_format({"font_name": _FONT, "font_size": 11, **shape})
            for name, shape in _FORMATS.items()
        }
        small = snapshot.settings.levels.small_quota
        sheets = {
            "Tổng hợp": _summary(figures),
            "Theo nhóm": _sectors(units),
            "Đơn vị": _units(units, small),
            "Cần quan tâm": _attention(units, small),
            **({"Dự báo": _ahead(units, small)} if "band" in units else {}),
            **_movement(units, compare(snapshot)),
            "Phát hiện": _findings(snapshot.findings),
        }
        for name, columns in sheets.items():
            _write_sheet(book.add_worksheet(name), columns, formats)


def _write_sheet(sheet: Any, columns: Sequence[_Column], formats: dict[str, Any]) -> None:
    """Write a table with a frozen header, a filter and an A4 print layout."""
    rows = max(len(column.values) for column in columns)
    for row, lines in enumerate(_lines(columns, rows)):
        sheet.set_row(row, 3 + _LINE * lines)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.title, formats["head"])
        for row, value in enumerate(column.values, start=1):
            _write_cell(sheet, row, at, value, formats[column.format])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    if sum(column.width for column in columns) > 90:  # noqa: PLR2004 - characters across A4
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_header("&C&A")
    sheet.set_footer("&CTrang &P/&N")


def _lines(columns: Sequence[_Column], rows: int) -> list[int]:
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


def _write_cell(sheet: Any, row: int, at: int, value: Any, shape: Any) -> None:
    """Write a number as a number; an unknown one as words, never as 0."""
    if isinstance(value, str):
        sheet.write_string(row, at, value, shape)
    elif pd.isna(value):
        sheet.write_string(row, at, UNKNOWN, shape)
    else:
        sheet.write_number(row, at, float(value), shape)


def _summary(figures: pd.DataFrame) -> list[_Column]:
    """List the district's figures as they are shown in the briefing."""
    own = figures[~figures.index.str.startswith(("unit.", "sector.", "ahead.note."))]
    known = own[own["value"].notna() & (own["shown"] != "")]
    shown = known["shown"].where(known["kind"] != "count", known["value"])
    return [
        _Column("Chỉ số", 60, "words", list(known["label"])),
        _Column("Số liệu", 20, "count", list(shown)),
    ]


def _sectors(units: pd.DataFrame) -> list[_Column]:
    sums = sector_totals(units)
    names = [SECTORS.get(str(sector), UNCLASSIFIED) for sector in sums.index]
    counts = [
        "units",
        "reported",
        *COUNTS,
        "remaining",
        "surplus",
        "pool_usable",
        "pool_shortfall",
    ]
    return [
        _Column(label("sector"), 28, "words", names),
        *(_Column(label(name), 12, "count", list(sums[name])) for name in counts),
        _Column(label("completion_rate"), 12, "rate", _rates(sums, RATED_QUOTA)),
    ]


def _units(units: pd.DataFrame, small_quota: int) -> list[_Column]:
    """List every unit; a small quota has counts in place of a rate."""
    absent = units[list(COUNTS)].isna().all(axis=1)
    levels = _told(units["risk_level"], LEVELS, LEVEL_UNKNOWN).mask(absent, NOT_REPORTED)
    counts = ["remaining", "surplus", "pool_shortfall"]
    # Neither pace nor ratio for a small quota: counts only.
    judged = (units["quota"] > small_quota).fillna(value=False).astype(bool)
    coverage = units["pipeline_coverage"].astype("object").where(judged, pd.NA)
    due = units["due_by_now"].astype("object").where(judged, "")
    return [
        _Column(label("unit_no"), 6, "count", list(units["unit_no"].astype("object").fillna(""))),
        _Column(label("unit_name"), 45, "words", list(units["unit_name"])),
        _Column(label("org_type"), 11, "words", list(_told(units["org_type"], ORG_TYPES, ""))),
        _Column(label("sector"), 22, "words", list(_told(units["sector"], SECTORS, UNCLASSIFIED))),
        *(_Column(label(name), 9, "count", list(units[name])) for name in COUNTS),
        _Column(label("completion_rate"), 10, "rate", _rates(units, small_quota + 1)),
        *(_Column(label(name), 9, "count", list(units[name])) for name in counts),
        _Column(label("due_by_now"), 9, "count", list(due)),
        _Column(label("pipeline_coverage"), 9, "ratio", list(coverage.fillna(""))),
        _Column(label("risk_level"), 24, "words", list(levels)),
        _Column(label("risk_reasons"), 30, "words", list(_reasons(units))),
        *_bands(units, small_quota),
    ]


def _bands(units: pd.DataFrame, small_quota: int) -> list[_Column]:
    """The chance of meeting the quota, where there is a forecast."""
    if "band" not in units:
        return []
    told = [band_in_words(row, small_quota) for _, row in units.iterrows()]
    return [_Column(label("band"), 22, "words", told)]


def _ahead(units: pd.DataFrame, small_quota: int) -> list[_Column]:
    """List every unit's forecast; a small quota has its band only."""
    large = (units["quota"] > small_quota).fillna(value=False).astype(bool)
    known = units["band"].notna()
    whole = units.assign(expected=units["expected"].round())
    numbers = [
        (name, whole[name].astype("object").mask(known & ~large, ""))
        for name in ("expected", "low80", "high80", "low95", "high95")
    ]
    return [
        _Column(label("unit_name"), 45, "words", list(units["unit_name"])),
        *(_Column(label(name), 9, "count", list(units[name])) for name in COUNTS),
        *(_Column(label(name), 10, "count", list(values)) for name, values in numbers),
        _Column(label("most"), 10, "count", list(units["most"])),
        *_bands(units, small_quota),
    ]


def _movement(units: pd.DataFrame, beside: Comparison | None) -> dict[str, list[_Column]]:
    """List every unit's counts before and what changed; no sheet without an earlier table."""
    if beside is None:
        return {}
    table = beside.table
    since = f"đến {format_date(beside.since)}"
    counts = [
        (f"{label(name)}{words}", table[f"{name}{part}"])
        for name in COUNTS
        for part, words in (("_before", f" {since}"), ("_change", ": thay đổi"))
    ]
    return {
        "So kỳ trước": [
            _Column(label("unit_name"), 45, "words", list(units["unit_name"])),
            *(_Column(title, 11, "count", list(values)) for title, values in counts),
        ]
    }


def _attention(units: pd.DataFrame, small_quota: int) -> list[_Column]:
    """List the units to support, then those behind the pace; counts only."""
    chosen = pd.concat([units[units["risk_level"] == level] for level in ("at_risk", "watch")])
    counts = [*COUNTS, "remaining", "pool_shortfall"]
    return [
        _Column(label("unit_name"), 45, "words", list(chosen["unit_name"])),
        _Column(label("risk_level"), 24, "words", list(_told(chosen["risk_level"], LEVELS, ""))),
        _Column(label("risk_reasons"), 36, "words", list(_reasons(chosen))),
        *(_Column(label(name), 10, "count", list(chosen[name])) for name in counts),
        *_bands(chosen, small_quota),
    ]


def _told(codes: pd.Series, words: Mapping[str, str], otherwise: str) -> pd.Series:
    """Put the words of the vocabulary in place of codes."""
    return codes.astype("object").map(dict(words)).fillna(otherwise)


def _reasons(units: pd.DataFrame) -> pd.Series:
    return units["risk_reasons"].map(reasons_in_words)


def _findings(findings: pd.DataFrame) -> list[_Column]:
    widths = dict(zip(FIELDS, (11, 24, 24, 12, 24, 24, 24, 80), strict=True))
    shown = findings.assign(
        severity=findings["severity"].map(SEVERITIES),
        column=[label(name) if name else "" for name in findings["column"]],
    )
    return [_Column(LABELS[name], widths[name], "words", list(shown[name])) for name in FIELDS]


def _rates(frame: pd.DataFrame, least_quota: int) -> list[Any]:
    """Give rates as fractions, and as counts where the quota is too small for a percentage."""
    rates: list[Any] = []
    for _, row in frame.iterrows():
        known = pd.notna(row["quota"]) and pd.notna(row["admitted"])
        if known and 0 < row["quota"] < least_quota:
            rates.append(f"{format_count(row['admitted'])}/{format_count(row['quota'])}")
        else:
            rates.append(row["completion_rate"])
    return rates
