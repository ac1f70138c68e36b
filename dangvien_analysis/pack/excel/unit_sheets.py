"""The sheets of the workbook with a row a unit; what can be worked out there is a formula."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

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
from dangvien_analysis.gather.comparison import Comparison
from dangvien_analysis.pack.excel.sheet_writer import Formula, SheetColumn
from dangvien_analysis.report.sentences.chances import band_in_words
from dangvien_analysis.report.tables.shown_tables import reasons_in_words
from dangvien_analysis.text.numbers import UNKNOWN, format_date

UNITS = "Đơn vị"
"""The sheet that the others' formulas look at."""


def units_sheet(units: pd.DataFrame, small_quota: int) -> list[SheetColumn]:
    """List every unit; a small quota has counts in place of a rate."""
    rows = range(2, len(units) + 2)
    absent = units[list(COUNTS)].isna().all(axis=1)
    levels = _told(units["risk_level"], LEVELS, LEVEL_UNKNOWN).mask(absent, NOT_REPORTED)
    judged = (units["quota"] > small_quota).fillna(value=False).astype(bool)
    rates = [_rate(row, small_quota) for _, row in units.iterrows()]
    number = list(units["unit_no"].astype("object").fillna(""))
    return [
        SheetColumn(label("unit_no"), 6, "count", number),
        SheetColumn(label("unit_name"), 45, "words", list(units["unit_name"]), "Tổng cộng"),
        SheetColumn(label("org_type"), 11, "words", list(_told(units["org_type"], ORG_TYPES, ""))),
        SheetColumn(
            label("sector"), 22, "words", list(_told(units["sector"], SECTORS, UNCLASSIFIED))
        ),
        *(
            SheetColumn(label(name), 9, "count", list(units[name]), _sum(column, units[name]))
            for name, column in zip(COUNTS, "EFGH", strict=True)
        ),
        SheetColumn(
            label("completion_rate"),
            10,
            "rate",
            [
                Formula(_rate_text(row, small_quota), one)
                for row, one in zip(rows, rates, strict=True)
            ],
        ),
        *_worked_out(units),
        SheetColumn(
            label("due_by_now"),
            9,
            "count",
            list(units["due_by_now"].astype("object").where(judged, "")),
        ),
        _coverage(units, judged, small_quota),
        SheetColumn(label("risk_level"), 24, "words", list(levels)),
        SheetColumn(label("risk_reasons"), 30, "words", reasons_in_words(units)),
        *_bands(units, small_quota),
    ]


_LIVE = (
    ("remaining", "J", '=IF(COUNT(E{r}:G{r})=3,MAX(E{r}-F{r}-G{r},0),"{u}")'),
    ("surplus", "K", '=IF(COUNT(E{r}:F{r})=2,MAX(F{r}-E{r},0),"{u}")'),
    ("pool_shortfall", "L", '=IF(COUNT(E{r}:H{r})=4,MAX(J{r}-H{r},0),"{u}")'),
)
"""What the sheet of units works out itself: the measure, its column and its formula."""


def _coverage(units: pd.DataFrame, judged: pd.Series, small_quota: int) -> SheetColumn:
    """Give the pool against what remains; nothing for a small quota."""
    shown = units["pipeline_coverage"].astype("object").where(judged, pd.NA).fillna("")
    cells = [
        Formula(
            f"=IF(COUNT(E{row}:H{row})=4,IF(AND(E{row}>{small_quota},J{row}>0),"
            f'H{row}/J{row},""),"")',
            value,
        )
        for row, value in enumerate(shown, start=2)
    ]
    return SheetColumn(label("pipeline_coverage"), 9, "decimal", cells)


def _worked_out(units: pd.DataFrame) -> Iterator[SheetColumn]:
    """Give the counts that are formulas over the counts of the table."""
    for name, column, text in _LIVE:
        cells = [
            Formula(text.format(r=row, u=UNKNOWN), value)
            for row, value in enumerate(units[name], start=2)
        ]
        yield SheetColumn(label(name), 9, "count", cells, _sum(column, units[name]))


def _sum(column: str, values: pd.Series) -> Formula:
    """Add up a column of the table over it; texts, such as what is not known, are passed over."""
    whole = values.sum(min_count=1)
    text = f"{column}2:{column}{len(values) + 1}"
    return Formula(f'=IF(COUNT({text})=0,"{UNKNOWN}",SUM({text}))', whole)


def _rate_text(row: int, small_quota: int) -> str:
    return (
        f'=IF(COUNT(E{row}:F{row})=2,IF(E{row}=0,"{UNKNOWN}",IF(E{row}<={small_quota},'
        f'F{row}&"/"&E{row},F{row}/E{row})),"{UNKNOWN}")'
    )


def _rate(row: pd.Series, small_quota: int) -> Any:
    """Give a rate as a fraction, and as counts where the quota is too small for a percentage."""
    known = pd.notna(row["quota"]) and pd.notna(row["admitted"])
    if known and 0 < row["quota"] <= small_quota:
        return f"{row['admitted']}/{row['quota']}"
    return row["completion_rate"]


def attention_sheet(units: pd.DataFrame, small_quota: int) -> list[SheetColumn]:
    """List the units to support, then those behind the pace; counts only."""
    chosen = pd.concat([units[units["risk_level"] == level] for level in ("at_risk", "watch")])
    counts = [*COUNTS, "remaining", "pool_shortfall"]
    return [
        SheetColumn(label("unit_name"), 45, "words", list(chosen["unit_name"])),
        SheetColumn(
            label("risk_level"), 24, "words", list(_told(chosen["risk_level"], LEVELS, ""))
        ),
        SheetColumn(label("risk_reasons"), 36, "words", reasons_in_words(chosen)),
        *(SheetColumn(label(name), 10, "count", list(chosen[name])) for name in counts),
        *_bands(chosen, small_quota),
    ]


def pool_sheet(units: pd.DataFrame) -> list[SheetColumn]:
    """List what each unit's own pool covers of what it lacks."""
    where = (units["remaining"] > 0) | (units["pool"] > 0)
    chosen = units[where.fillna(value=False).astype(bool)]
    more = (chosen["pool"] - chosen["remaining"]).clip(lower=0)
    numbered = list(enumerate(range(2, len(chosen) + 2)))
    parts = (
        (label("pool_usable"), "MIN(B{r},C{r})", chosen["pool_usable"]),
        (label("pool_shortfall"), "MAX(B{r}-C{r},0)", chosen["pool_shortfall"]),
        ("Nguồn ngoài số còn thiếu", "MAX(C{r}-B{r},0)", more),
    )
    known = '=IF(COUNT(B{r}:C{r})=2,{text},"{u}")'
    return [
        SheetColumn(label("unit_name"), 45, "words", list(chosen["unit_name"]), "Tổng cộng"),
        *(
            SheetColumn(label(name), 12, "count", list(chosen[name]), _sum(column, chosen[name]))
            for name, column in (("remaining", "B"), ("pool", "C"))
        ),
        *(
            SheetColumn(
                title,
                14,
                "count",
                [
                    Formula(
                        known.format(r=row, u=UNKNOWN, text=text.format(r=row)), values.iloc[at]
                    )
                    for at, row in numbered
                ],
                _sum(column, values),
            )
            for (title, text, values), column in zip(parts, "DEF", strict=True)
        ),
    ]


def forecast_sheet(units: pd.DataFrame, small_quota: int) -> list[SheetColumn]:
    """List every unit's forecast; a small quota has its band only."""
    large = (units["quota"] > small_quota).fillna(value=False).astype(bool)
    known = units["band"].notna()
    whole = units.assign(expected=units["expected"].round())
    numbers = [
        (name, whole[name].astype("object").mask(known & ~large, ""))
        for name in ("expected", "low80", "high80", "low95", "high95")
    ]
    return [
        SheetColumn(label("unit_name"), 45, "words", list(units["unit_name"])),
        *(SheetColumn(label(name), 9, "count", list(units[name])) for name in COUNTS),
        *(SheetColumn(label(name), 10, "count", list(values)) for name, values in numbers),
        SheetColumn(label("most"), 10, "count", list(units["most"])),
        *_bands(units, small_quota),
    ]


def movement_sheet(units: pd.DataFrame, beside: Comparison) -> list[SheetColumn]:
    """List every unit's counts before and now, and what changed."""
    table, since = beside.table, f"đến {format_date(beside.since)}"
    columns = [SheetColumn(label("unit_name"), 45, "words", list(units["unit_name"]))]
    for at, name in enumerate(COUNTS):
        before, now = (chr(ord("B") + 3 * at + step) for step in (0, 1))
        text = f'=IF(COUNT({before}{{r}}:{now}{{r}})=2,{now}{{r}}-{before}{{r}},"{UNKNOWN}")'
        changes = [
            Formula(text.format(r=row), one)
            for row, one in enumerate(table[f"{name}_change"], start=2)
        ]
        columns += [
            SheetColumn(f"{label(name)} {since}", 11, "count", list(table[f"{name}_before"])),
            SheetColumn(f"{label(name)} nay", 9, "count", list(units[name])),
            SheetColumn(f"{label(name)}: thay đổi", 10, "count", changes),
        ]
    columns += [
        SheetColumn(title, 12, "count", list(table[name]))
        for title, name in (
            ("Hồ sơ trình thêm", "opened"),
            ("Từ hồ sơ kỳ trước, nhiều nhất", "decided"),
            ("Nguồn thay đổi, không kể người đã trình", "pool_gained"),
        )
    ]
    levels = [
        (title, list(_told(table[name], LEVELS, "")))
        for title, name in (("Mức kỳ trước", "level_before"), ("Mức nay", "level"))
    ]
    return [
        *columns,
        *(SheetColumn(title, 22, "words", values) for title, values in levels),
        SheetColumn("Số tháng không thay đổi", 10, "count", list(table["still_months"])),
    ]


def _bands(units: pd.DataFrame, small_quota: int) -> list[SheetColumn]:
    """The chance of meeting the quota, where there is a forecast."""
    if "band" not in units:
        return []
    told = [band_in_words(row, small_quota) for _, row in units.iterrows()]
    return [SheetColumn(label("band"), 22, "words", told)]


def _told(codes: pd.Series, words: Mapping[str, str], otherwise: str) -> pd.Series:
    """Put the words of the vocabulary in place of codes."""
    return codes.astype("object").map(dict(words)).fillna(otherwise)
