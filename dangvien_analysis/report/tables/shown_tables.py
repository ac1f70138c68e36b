"""The tables people read: the same one in a notebook, on the page and in the Word report."""

from dataclasses import dataclass, replace
from html import escape
from itertools import compress
from pathlib import Path
from typing import Any

import pandas as pd

from dangvien_analysis.columns import (
    COUNTS,
    LEVEL_UNKNOWN,
    LEVELS,
    NOT_REPORTED,
    REASONS,
    SECTORS,
    SIMULATED,
    UNCLASSIFIED,
    label,
)
from dangvien_analysis.files import write_bytes
from dangvien_analysis.findings import LABELS, SEVERITIES
from dangvien_analysis.gather.comparison import Comparison
from dangvien_analysis.gather.tasks import MEASURES, OUTCOMES
from dangvien_analysis.office.settings import RATED_QUOTA
from dangvien_analysis.report.figures.all_figures import sector_totals
from dangvien_analysis.report.sentences.chances import band_in_words
from dangvien_analysis.report.tables.markup import element
from dangvien_analysis.report.tables.one_sheet import one_sheet
from dangvien_analysis.text.numbers import format_count, format_date, format_percent

_WIDE = 9
"""Tables of so many columns and more are printed on wide pages."""
_ONE_PAGE = 20
"""Tables of up to so many rows are kept on one page in print."""
LEVEL_AND_REASONS = "Mức đánh giá và lý do"


@dataclass(frozen=True, repr=False)
class ShownTable:
    """A table as it is shown: every cell is text."""

    title: str  # What stands above it
    frame: pd.DataFrame  # The cells, the columns being Vietnamese labels
    # Columns of words, set to the left; all others are numbers, set to the right
    words: frozenset[str]

    def __repr__(self) -> str:
        """Give the table as plain text."""
        return f"{self.title}\n{self.frame.to_string(index=False)}"

    def to_excel(self, path: str | Path) -> Path:
        """Write the table as a workbook of one sheet, its title above it."""
        if Path(path).suffix.lower() != ".xlsx":
            raise ValueError(f"{path}: tên tệp phải có đuôi .xlsx.")
        write_bytes(Path(path), one_sheet(self.title, self.frame, self.words))
        return Path(path)

    def to_html(self) -> str:
        """Give the table as HTML, as the page shows it."""
        return self._repr_html_()

    def _repr_html_(self) -> str:
        classes = ["chu" if name in self.words else "so" for name in self.frame.columns]
        head = "".join(
            f'<th scope="col" class="{kind}">{escape(name)}</th>'
            for kind, name in zip(classes, self.frame.columns, strict=True)
        )
        body = "".join(
            "<tr>"
            + "".join(element("td", cell, kind) for kind, cell in zip(classes, row, strict=True))
            + "</tr>"
            for row in self.frame.itertuples(index=False)
        )
        kind = "bang ngan" if len(self.frame) <= _ONE_PAGE else "bang"
        kind += " rong" if len(self.frame.columns) >= _WIDE else ""
        return (
            f'<table class="{kind}"><caption>{escape(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def marked(table: ShownTable, *, simulated: bool = True) -> ShownTable:
    """Say over a table that its figures were made up."""
    return replace(table, title=f"{SIMULATED}. {table.title}") if simulated else table


def summary_table(figures: pd.DataFrame) -> ShownTable:
    """Show the district's figures."""
    keys = (
        "quota",
        "quota_stated",
        "admitted",
        "rate",
        "rate_stated",
        "pending",
        "rate_with_pending",
        "remaining",
        "surplus",
        "pool",
        "pool_usable",
        "pool_shortfall",
        "units",
        "reported",
    )
    known = figures[figures["value"].notna()]
    rows = known.loc[[key for key in keys if key in known.index], ["label", "shown"]]
    frame = rows.set_axis(["Chỉ số", "Số liệu"], axis=1)
    return ShownTable("Số liệu chung", frame, frozenset({"Chỉ số"}))


def level_table(units: pd.DataFrame) -> ShownTable:
    """Count units by level.

    Gives one row a level, best first; the units whose level is open last, if any.
    """
    counts = units["risk_level"].value_counts(sort=False)
    rows = [(words, int(counts.get(level, 0))) for level, words in LEVELS.items()]
    if unknown := int(units["risk_level"].isna().sum()):
        rows.append((LEVEL_UNKNOWN, unknown))
    frame = pd.DataFrame(
        [(words, format_count(number)) for words, number in rows],
        columns=[label("risk_level"), label("units")],
    )
    return ShownTable("Số đơn vị theo mức đánh giá", frame, frozenset({label("risk_level")}))


def sector_table(units: pd.DataFrame) -> ShownTable:
    """Show the sums of each sector."""
    sums = sector_totals(units)
    counts = ["units", "quota", "admitted", "pending", "remaining", "pool", "pool_shortfall"]
    shown = sums[counts].map(format_count).rename(columns=label)
    names = [SECTORS.get(str(sector), UNCLASSIFIED) for sector in sums.index]
    shown.insert(0, label("sector"), names)
    shown.insert(
        4, label("completion_rate"), [_rate(row, RATED_QUOTA) for _, row in sums.iterrows()]
    )
    return ShownTable(
        "Theo nhóm đơn vị (cách chia của báo cáo này)", shown, frozenset({label("sector")})
    )


def attention_table(units: pd.DataFrame) -> ShownTable:
    """Show the units to support and those behind the pace, with the reasons.

    Gives the units at ``at_risk``, then those at ``watch``, each in the register's order; counts
    only.
    """
    levels = ["at_risk", "watch"]
    chosen = pd.concat([units[units["risk_level"] == level] for level in levels])
    columns = ["quota", "admitted", "pending", "remaining", "pool"]
    shown = chosen[["unit_name", *columns]].copy()
    shown[columns] = shown[columns].map(format_count)
    shown = shown.rename(columns=label).reset_index(drop=True)
    pairs = zip(chosen["risk_level"], reasons_in_words(chosen), strict=True)
    shown[LEVEL_AND_REASONS] = [_why(str(level), reasons) for level, reasons in pairs]
    words = frozenset((label("unit_name"), LEVEL_AND_REASONS))
    return ShownTable("Đơn vị cần quan tâm, hỗ trợ và đơn vị chậm nhịp độ", shown, words)


def _why(level: str, reasons: str) -> str:
    """Tell a level and its reasons, once where both are the same words."""
    told = dict.fromkeys((LEVELS[level], reasons))
    return ": ".join(filter(None, told))


def units_table(units: pd.DataFrame, small_quota: int) -> ShownTable:
    """Show every unit."""
    absent = units[list(COUNTS)].isna().all(axis=1)
    shown = pd.DataFrame(
        {"unit_no": units["unit_no"].map(_number), "unit_name": units["unit_name"]}
    )
    for column in ("quota", "admitted", "pending"):
        shown[column] = units[column].map(format_count)
    shown["completion_rate"] = [_rate(row, small_quota + 1) for _, row in units.iterrows()]
    for column in ("remaining", "pool", "pool_shortfall"):
        shown[column] = units[column].map(format_count)
    shown["risk_level"] = [LEVELS.get(str(one), LEVEL_UNKNOWN) for one in units["risk_level"]]
    shown.loc[absent, "risk_level"] = NOT_REPORTED
    if "band" in units:
        shown["band"] = [band_in_words(row, small_quota) for _, row in units.iterrows()]
    words = [name for name in ("unit_name", "risk_level", "band") if name in shown]
    return ShownTable("Các đơn vị", _labelled(shown), frozenset(map(label, words)))


def movement_table(units: pd.DataFrame, beside: Comparison | None) -> ShownTable:
    """Show what moved in each unit since the table before."""
    counts = ("quota", "admitted", "pending", "pool")
    rows = []
    for unit_id, row in () if beside is None else beside.table.iterrows():
        cells = []
        for name in counts:
            changed = pd.notna(row[f"{name}_change"]) and row[f"{name}_change"] != 0
            both = row[f"{name}_before"], units.at[unit_id, name]
            cells.append(" → ".join(map(format_count, both)) if changed else "")
        if any(cells):
            rows.append((str(units.at[unit_id, "unit_name"]), *cells))
    titles = [label(name) for name in ("unit_name", *counts)]
    frame = pd.DataFrame(rows, columns=titles, dtype="str")
    return ShownTable("Thay đổi so với kỳ trước", frame, frozenset({titles[0]}))


def followed_table(tasks: pd.DataFrame) -> ShownTable:
    """Show what became of the tasks of the meeting before."""
    shown = pd.DataFrame(
        {
            label("unit_name"): tasks["unit_name"],
            "Chỉ số": tasks["measure"].map(MEASURES),
            "Kỳ trước": tasks["now"].map(format_count),
            "Cần đạt": tasks["wanted"].map(format_count),
            "Nay": tasks["then"].map(format_count),
            "Hạn": [format_date(day) for day in tasks["due"]],
            "Kết quả": tasks["outcome"].map(OUTCOMES),
        }
    )
    words = frozenset((label("unit_name"), "Chỉ số", "Kết quả"))
    return ShownTable("Thực hiện danh mục việc kỳ trước", shown.reset_index(drop=True), words)


def findings_table(findings: pd.DataFrame) -> ShownTable:
    """Show what the checks found.

    Gives one row a finding, gravest first.
    """
    shown = findings[["severity", "message", "place", "stated", "computed"]].copy()
    shown["severity"] = shown["severity"].map(SEVERITIES)
    shown = shown.rename(columns=LABELS).reset_index(drop=True)
    return ShownTable("Phát hiện khi kiểm tra số liệu", shown, frozenset(shown.columns))


def pool_table(units: pd.DataFrame) -> ShownTable:
    """Show the units whose own pool does not cover what remains."""
    short = units[(units["pool_shortfall"] > 0).fillna(value=False).astype(bool)]
    columns = ["remaining", "pool", "pool_shortfall"]
    shown = short[["unit_name", *columns]].copy()
    shown[columns] = shown[columns].map(format_count)
    return ShownTable("Đơn vị thiếu nguồn", _labelled(shown), frozenset({label("unit_name")}))


def reasons_in_words(units: pd.DataFrame) -> list[str]:
    """Tell in words why each unit stands where it does.

    For each unit the facts that hold for it, joined by a semicolon; empty when there are none.
    """
    facts = units[list(REASONS)].fillna(value=False).astype(bool)
    return ["; ".join(compress(REASONS.values(), row)) for row in facts.itertuples(index=False)]


def _rate(row: pd.Series, least_quota: int) -> str:
    """Show a rate, in counts where the quota is too small for a percentage."""
    if pd.isna(row["quota"]) or pd.isna(row["admitted"]):
        return format_count(pd.NA)
    if 0 < row["quota"] < least_quota:
        return f"{format_count(row['admitted'])}/{format_count(row['quota'])}"
    return format_percent(row["completion_rate"])


def _number(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """Replace the names of columns by their labels, and the ids by a plain numbering."""
    return frame.rename(columns=label).reset_index(drop=True)
