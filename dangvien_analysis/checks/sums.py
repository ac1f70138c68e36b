"""The table against itself: totals, row sums, row rates, numbering, quotas of 0."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from dangvien_analysis.columns import COUNTS, label
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.cleaning import Tidy
from dangvien_analysis.intake.rates import READINGS, RateReading, RateRow, rows_of
from dangvien_analysis.intake.table import PartSum, TableLine, column_texts, runs
from dangvien_analysis.intake.values import SEVERAL, figure
from dangvien_analysis.text.numbers import format_count, format_decimal, parse_ordinals
from dangvien_analysis.text.vietnamese import clean_all

_LISTED = 12
"""Most numbers that one sentence lists."""
_OF_ALL = 2
"""Figures that are not 0 from which the sum of all other rows is no accident."""
_OF_A_UNIT, _OF_A_ROW = 6, 5
"""The same for a run of rows: its length and the figures that are not 0 together, for a row that
is told to be a unit's and for one that nothing tells of."""
_MOST_RATES = 3
"""Rates that are looked at before most of them can be wrong."""


def check_table(tidy: Tidy, reading: RateReading) -> list[Finding]:
    """Hold every printed sum and rate of a table against its own counts."""
    # The units in the file stand first, those that are absent from it last.
    listed = tidy.units.head(len(tidy.rows.keys() - {""}))
    rows = _with_total_row(tidy, listed)
    return [
        *column_totals(tidy, listed),
        *part_sums(tidy),
        *hidden_sums(tidy, listed),
        *row_totals(tidy, rows),
        *row_rates(tidy, rows, reading),
        *numbering(tidy, listed),
        *zero_quotas(tidy, listed),
    ]


def column_totals(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Compare the total row with the sums of the units' rows."""
    findings = []
    for column in (*COUNTS, "stated_total"):
        stated, known = tidy.stated[column], listed[column].dropna()
        if pd.isna(stated) or known.empty or int(stated) == int(known.sum()):
            continue
        computed, unknown = int(known.sum()), len(listed) - len(known)
        message = (
            f"{label(column)}: dòng tổng cộng ghi {format_count(stated)}, cộng "
            f"{len(known)} đơn vị được {format_count(computed)}, chênh "
            f"{format_count(abs(int(stated) - computed))}"
            + (f"; {unknown} đơn vị chưa rõ số." if unknown else ".")
        )
        place = tidy.place("", column)
        figures = format_count(stated), format_count(computed)
        findings.append(Finding("column_total", message, "", column, place, *figures))
    return findings


def part_sums(tidy: Tidy) -> list[Finding]:
    """Compare each sum of a part with the rows of its units."""
    units = tidy.table.units
    findings: list[Finding] = []
    for part in tidy.table.sums:
        readings: list[list[Finding]] = [
            _compare(tidy, part, units[rows]) for rows in part.readings if units[rows]
        ]
        findings += sorted(readings, key=len)[0] if readings else []
    return findings


def _compare(tidy: Tidy, part: PartSum, units: list[TableLine]) -> list[Finding]:
    """Compare one sum with the rows it may stand for."""
    name = part.line.text("unit_name") or part.line.text("unit_no")
    findings = []
    for column in (*COUNTS, "stated_total"):
        stated = figure(part.line.text(column)).value
        known = [value for one in units if (value := figure(one.text(column)).value) is not None]
        if stated is None or not known or stated == sum(known):
            continue
        figures = format_count(stated), format_count(sum(known))
        unknown = len(units) - len(known)
        message = (
            f"{name}: {label(column)} ghi {figures[0]}, cộng {len(known)} đơn vị của phần này "
            f"được {figures[1]}" + (f"; {unknown} đơn vị chưa rõ số." if unknown else ".")
        )
        place = tidy.table.place(part.line, column)
        findings.append(Finding("subtotal", message, "", column, place, *figures))
    return findings


def hidden_sums(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Name units that equal the sum of all others, or of a run beside them, in every column.

    Such a row may be a sum that is numbered like a unit, and be counted twice.
    """
    columns = [name for name in COUNTS if name in tidy.table.positions]
    counts = listed[columns]
    figures = counts.to_numpy(dtype="int64", na_value=0)
    marked = (listed["unit_no"].notna() | listed["org_type"].notna()).to_numpy()
    found = []
    for at in np.flatnonzero(_equal_a_sum(figures, marked)).tolist():
        unit_id = str(listed.index[at])
        why = " vì có số thứ tự hoặc tên của một tổ chức" if marked[at] else ""
        rest = format_count(int(figures[:, 0].sum() - figures[at, 0]))
        message = (
            f"{_name(tidy, unit_id)}: mọi số đều bằng tổng của các dòng khác hoặc các dòng liền "
            f"bên; được tính là một đơn vị{why}. Nếu là dòng cộng (khi đó tổng chỉ tiêu là "
            f"{rest}), hãy ghi “Cộng …” ở đầu dòng rồi đọc lại."
        )
        stated = ", ".join(
            f"{label(name)} {format_count(counts.at[unit_id, name])}" for name in columns
        )
        place = tidy.place(unit_id, "unit_name")
        found.append(Finding("equals_sum", message, unit_id, "", place, stated))
    return found


def _equal_a_sum(figures: np.ndarray, marked: np.ndarray) -> np.ndarray:
    """Tell the rows that are the sum of all others, or of a run of rows before or after them.

    `marked`: rows that something tells to be units; the others need fewer equal figures.
    """
    telling = (figures > 0).sum(axis=1)
    equal = (2 * figures == figures.sum(axis=0)).all(axis=1) & (telling >= _OF_ALL)
    for run in (SEVERAL, SEVERAL + 1):
        beside = _sums_what_follows(figures, run) | _sums_what_follows(figures[::-1], run)[::-1]
        equal |= beside & (run + telling >= np.where(marked, _OF_A_UNIT, _OF_A_ROW))
    return np.asarray(equal & (len(figures) > _OF_ALL + 1))


def _sums_what_follows(figures: np.ndarray, run: int) -> np.ndarray:
    """Tell the rows that are the sum of at least so many of the next ones."""
    sums = np.vstack([np.zeros_like(figures[:1]), figures.cumsum(axis=0)])
    wanted = sums[1:] + figures
    # The quota says where such a run would end; the other columns must agree there.
    ends = np.minimum(np.searchsorted(sums[:, 0], wanted[:, 0]), len(figures))
    far = ends - np.arange(1, len(figures) + 1) >= run
    return np.asarray(far & (sums[ends] == wanted).all(axis=1) & (figures[:, 0] > 0))


def row_totals(tidy: Tidy, rows: pd.DataFrame) -> list[Finding]:
    """Compare each printed row total with admitted + pending."""
    computed = rows["admitted"] + rows["pending"]
    wrong = rows.index[(rows["stated_total"] != computed).fillna(value=False).astype(bool)]
    findings = []
    for unit_id in wrong:
        stated, found = rows.loc[unit_id, "stated_total"], computed[unit_id]
        message = (
            f"{_name(tidy, unit_id)}: cột tổng cộng ghi {format_count(stated)}, đã kết nạp "
            f"{format_count(rows.loc[unit_id, 'admitted'])} + đang trình duyệt "
            f"{format_count(rows.loc[unit_id, 'pending'])} = {format_count(found)}."
        )
        place = tidy.place(unit_id, "stated_total")
        figures = format_count(stated), format_count(found)
        findings.append(Finding("row_total", message, unit_id, "stated_total", place, *figures))
    return findings


def row_rates(tidy: Tidy, rows: pd.DataFrame, reading: RateReading) -> list[Finding]:
    """Compare each printed rate with the counts of its row."""
    figures = rows_of(rows, tidy.printed["stated_rate"])
    if fault := _most_disagree(tidy, figures, reading):
        return [fault]
    meaning = reading.meaning or next(iter(READINGS))
    findings = []
    wrong = {row for row in set(figures) if _disagrees(row, meaning, reading.scale)}
    for unit_id, row in zip(rows.index, figures, strict=True) if wrong else ():
        agreeing, people = row.agreeing(reading.scale), row.people(meaning)
        if row not in wrong or agreeing is None or people is None or not row.quota:
            continue
        exact = format_decimal(Fraction(reading.scale * people, row.quota), 2)
        other = next((READINGS[name] for name in agreeing), "")
        message = (
            f"{_name(tidy, unit_id)}: tỷ lệ ghi {row.printed}, tính {READINGS[meaning]} = "
            f"{format_count(people)}/{format_count(row.quota)} được {exact}"
            + (f"; số ghi là {other}, khác cách tính của cả bảng." if other else ".")
        )
        code = "row_rate" if unit_id else "total_rate"
        place = tidy.place(unit_id, "stated_rate")
        findings.append(Finding(code, message, unit_id, "stated_rate", place, row.printed, exact))
    return findings


def _most_disagree(tidy: Tidy, rows: Sequence[RateRow], reading: RateReading) -> Finding | None:
    """Tell that most printed rates rest on other figures than those that are read."""
    has_pending = "pending" in tidy.table.positions
    told = [row.explained(reading.scale, has_pending) for row in rows]
    known = [one for one in told if one is not None]
    wrong = len(known) - sum(known)
    if len(known) < _MOST_RATES or 2 * wrong <= len(known):
        return None
    first = next(iter(tidy.rows))
    place = tidy.place(first, "admitted")
    places = (f"{label(name)} ({tidy.place(first, name)})" for name in ("quota", "admitted"))
    message = (
        f"{wrong}/{len(known)} dòng có tỷ lệ in không khớp với số của dòng; xem lại cột "
        f"{' và cột '.join(places)}: có thể đó không phải cột đã dùng để tính tỷ lệ"
        + ("." if has_pending else ", hoặc tỷ lệ tính cả hồ sơ đang trình mà bảng không in.")
    )
    figures = f"{wrong}", f"{len(known)}"
    return Finding("rates_disagree", message, "", "admitted", place, *figures)


def _disagrees(row: RateRow, meaning: str, scale: int) -> bool:
    agreeing = row.agreeing(scale)
    return agreeing is not None and meaning not in agreeing


def numbering(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Look for gaps, repeats and blanks in the printed numbers of the units.

    At most one ``numbering`` finding; none for a table without numbers. Numbers may start again
    from 1 in a table that has sections.
    """
    texts = clean_all(column_texts(runs(tidy.table.units), "unit_no"))
    found = [number for number in parse_ordinals(texts) if number is not None]
    if not found:
        return []
    restarts = any(
        finding.code in ("section_row", "subtotal_row") for finding in tidy.table.findings
    )
    steps = [
        f"{before} → {after}"
        for before, after in zip([0, *found], found, strict=False)
        if after != before + 1 and not (restarts and after == 1)
    ]
    blanks = texts.count("")
    if not steps and not blanks:
        return []
    shown = ", ".join(steps[:_LISTED]) + (", …" if len(steps) > _LISTED else "")
    parts = [f"không liên tục ở {shown}"] if steps else []
    parts += [f"bỏ trống ở {blanks} dòng"] if blanks else []
    place = tidy.place(str(listed.index[0]), "unit_no")
    message = f"Số thứ tự {'; '.join(parts)}."
    return [Finding("numbering", message, "", "unit_no", place, shown)]


def zero_quotas(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Name the units with a quota of 0."""
    zero = listed.index[(listed["quota"] == 0).fillna(value=False).astype(bool)]
    return [
        Finding(
            "zero_quota",
            f"{_name(tidy, unit_id)}: chỉ tiêu là 0, không tính tỷ lệ và không đánh giá.",
            unit_id,
            "quota",
            tidy.place(unit_id, "quota"),
            "0",
        )
        for unit_id in zero
    ]


def _with_total_row(tidy: Tidy, listed: pd.DataFrame) -> pd.DataFrame:
    """Put the total row, under the index "", below the units' counts."""
    columns = [*COUNTS, "stated_total"]
    if "" not in tidy.rows:
        return listed[columns]
    # Put together from arrays: joining two frames takes longer than every check of a small table.
    index = pd.Index([*listed.index, ""], dtype="str")
    return pd.DataFrame(
        {name: _with_last(listed[name], tidy.stated[name]) for name in columns}, index=index
    )


def _with_last(counts: pd.Series, last: Any) -> pd.arrays.IntegerArray:
    missing = pd.isna(last)
    values = counts.to_numpy(dtype="int64", na_value=0)
    return pd.arrays.IntegerArray(
        np.append(values, 0 if missing else int(last)), np.append(counts.isna(), missing)
    )


def _name(tidy: Tidy, unit_id: str) -> str:
    return str(tidy.units.at[unit_id, "unit_name"]) if unit_id else "Dòng tổng cộng"
