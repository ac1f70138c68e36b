"""The sheets of the workbook with sums: the district, and kinds of units. All are formulas."""

from typing import Any

import pandas as pd

from dangvien_analysis.columns import COUNTS, LEVELS, SECTORS, UNCLASSIFIED, label
from dangvien_analysis.office.settings import RATED_QUOTA
from dangvien_analysis.pack.excel.sheet_writer import Formula, Shaped, SheetColumn
from dangvien_analysis.pack.excel.unit_sheets import UNITS
from dangvien_analysis.report.figures.all_figures import sector_totals
from dangvien_analysis.text.numbers import UNKNOWN, format_count

_LETTERS = {
    **dict(zip(COUNTS, "EFGH", strict=True)),
    "remaining": "J",
    "surplus": "K",
    "pool_shortfall": "L",
    "risk_level": "O",
}
"""Where a measure stands in the sheet of units."""
_SHAPES = {"percent": "rate", "count": "count", "decimal": "decimal", "text": "count"}


def _column(name: str, length: int) -> str:
    """Give the cells of a measure in the sheet of units."""
    at = _LETTERS[name]
    return f"'{UNITS}'!${at}$2:${at}${length + 1}"


def summary_sheet(figures: pd.DataFrame, length: int) -> list[SheetColumn]:
    """List the district's figures; those that the sheet of units gives are worked out from it."""
    left_out = ("unit.", "sector.", "ahead.note.", "follow.", "more.", "task.")
    own = figures[~figures.index.str.startswith(left_out)]
    known = own[own["value"].notna() & (own["shown"] != "")]
    values = [_figure(str(key), row, known, length) for key, row in known.iterrows()]
    return [
        SheetColumn("Chỉ số", 60, "words", list(known["label"])),
        SheetColumn("Số liệu", 20, "count", values),
    ]


def _figure(key: str, row: pd.Series, known: pd.DataFrame, length: int) -> Any:
    """Give a figure: by a formula where the sheet of units holds what it takes."""
    shape = _SHAPES[row["kind"]]
    if text := _formula(key, known, length):
        return Formula(f"={text}", row["value"], shape)
    if row["kind"] == "text":
        return Shaped(row["shown"], shape)
    return Shaped(row["value"], shape)


def _formula(key: str, known: pd.DataFrame, length: int) -> str:
    """Give the formula of a figure without its sign; empty where there is none."""
    column = {name: _column(name, length) for name in _LETTERS}
    quota, admitted, pending = (column[name] for name in ("quota", "admitted", "pending"))
    if key in column and key != "risk_level":
        return f"SUM({column[key]})"
    if key.startswith("level.") and (words := LEVELS.get(key.removeprefix("level."))):
        return f'COUNTIF({column["risk_level"]},"{words}")'
    both = f"ISNUMBER({quota})*ISNUMBER({admitted})"
    # Over the units alone that gave both; a text is greater than any number, so it is left out.
    rate = f'SUMIFS({admitted},{quota},">=0")/SUMIFS({quota},{admitted},">=0")'
    stated = ""
    if "quota_stated" in known.index:
        stated = f"SUM({admitted})/B{list(known.index).index('quota_stated') + 2}"
    return {
        "units": f"COUNTA('{UNITS}'!$B$2:$B${length + 1})",
        "reported": f"SUMPRODUCT({both})",
        "rate": rate,
        "rate_stated": stated,
        "sent": f'SUMIFS({admitted},{pending},">=0")+SUMIFS({pending},{admitted},">=0")',
        "lacking_units": f'COUNTIF({column["remaining"]},">0")',
        "short_units": f'COUNTIF({column["pool_shortfall"]},">0")',
        "pending_units": f'COUNTIF({pending},">0")',
        "over_units": f"SUMPRODUCT({both}*({admitted}>{quota}))",
        "zero_units": f"COUNTIF({admitted},0)",
        "extra_units": f"SUMPRODUCT(ISNUMBER({column['remaining']})*ISNUMBER({column['pool']})"
        f"*({column['pool']}>{column['remaining']}))",
        "zero_pending_units": f'COUNTIFS({admitted},0,{pending},">0")',
    }.get(key, "")


def sectors_sheet(units: pd.DataFrame) -> list[SheetColumn]:
    """Add up units by kind, from the sheet of units."""
    sums, length = sector_totals(units), len(units)
    names = [SECTORS.get(str(sector), UNCLASSIFIED) for sector in sums.index]
    kinds = f"'{UNITS}'!$D$2:$D${length + 1}"
    last = len(sums) + 1
    column = {name: _column(name, length) for name in _LETTERS}

    def made(name: str, row: int) -> str:
        if name == "units":
            return f"COUNTIF({kinds},A{row})"
        if name == "reported":
            both = f"ISNUMBER({column['quota']})*ISNUMBER({column['admitted']})"
            return f"SUMPRODUCT(({kinds}=A{row})*{both})"
        if name == "pool_usable":
            short = column["pool_shortfall"]
            lacking = f'SUMIFS({column["remaining"]},{kinds},A{row},{short},">=0")'
            return _known(short, kinds, row, f"{lacking}-SUMIF({kinds},A{row},{short})")
        return _known(column[name], kinds, row, f"SUMIF({kinds},A{row},{column[name]})")

    counted = [
        *("units", "reported", *COUNTS),
        *("remaining", "surplus", "pool_usable", "pool_shortfall"),
    ]
    return [
        SheetColumn(label("sector"), 28, "words", names, "Tổng cộng"),
        *(
            SheetColumn(
                label(name),
                12,
                "count",
                [Formula(f"={made(name, row)}", one) for row, one in enumerate(sums[name], 2)],
                Formula(f"=SUM({at}2:{at}{last})", sums[name].sum()),
            )
            for name, at in zip(counted, "BCDEFGHIJK", strict=True)
        ),
        SheetColumn(
            label("completion_rate"),
            12,
            "rate",
            [
                Formula(f"={_rate(column, kinds, row)}", _rate_of(one))
                for row, (_, one) in enumerate(sums.iterrows(), 2)
            ],
        ),
    ]


def _known(values: str, kinds: str, row: int, text: str) -> str:
    """Say that a sum is not known where no unit of the kind gave a number."""
    return f'IF(SUMPRODUCT(({kinds}=A{row})*ISNUMBER({values}))=0,"{UNKNOWN}",{text})'


def _rate(column: dict[str, str], kinds: str, row: int) -> str:
    """Quota and admitted of a kind stand in D and E of its row."""
    quota, admitted = column["quota"], column["admitted"]
    both = f'{kinds},A{row},{quota},">=0",{admitted},">=0"'
    base = f"SUMIFS({quota},{both})"
    return (
        f'IF(COUNT(D{row}:E{row})<2,"{UNKNOWN}",IF(AND(D{row}>0,D{row}<{RATED_QUOTA}),'
        f'E{row}&"/"&D{row},IF({base}=0,"{UNKNOWN}",SUMIFS({admitted},{both})/{base})))'
    )


def _rate_of(row: pd.Series) -> Any:
    known = pd.notna(row["quota"]) and pd.notna(row["admitted"])
    if known and 0 < row["quota"] < RATED_QUOTA:
        return f"{format_count(row['admitted'])}/{format_count(row['quota'])}"
    return row["completion_rate"]
