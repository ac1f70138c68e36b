"""The table against itself: totals, row sums, row rates, numbering, quotas of 0."""

from fractions import Fraction

import pandas as pd

from dangvien_analysis.checks.rates import READINGS, RateReading, rows_of
from dangvien_analysis.columns import COUNTS, label
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.cleaning import Tidy
from dangvien_analysis.text.numbers import format_count, format_decimal, parse_ordinal

_LISTED = 12
"""Most numbers that one sentence lists."""


def check_table(tidy: Tidy, reading: RateReading) -> list[Finding]:
    """Hold every printed sum and rate of a table against its own counts.

    Parameters
    ----------
    tidy : Tidy
        The cleaned table.
    reading : RateReading
        What its rate column means.

    Returns
    -------
    list of Finding
        Nothing for a table whose figures agree.
    """
    listed = tidy.units.loc[[unit_id for unit_id in tidy.rows if unit_id]]
    return [
        *column_totals(tidy, listed),
        *row_totals(tidy, listed),
        *row_rates(tidy, listed, reading),
        *numbering(tidy, listed),
        *zero_quotas(tidy, listed),
    ]


def column_totals(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Compare the total row with the sums of the units' rows.

    Parameters
    ----------
    tidy : Tidy
        The cleaned table.
    listed : DataFrame
        Its units that stand in the file.

    Returns
    -------
    list of Finding
        One ``column_total`` a column that disagrees.
    """
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


def row_totals(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Compare each printed row total with admitted + pending.

    Parameters
    ----------
    tidy : Tidy
        The cleaned table.
    listed : DataFrame
        Its units that stand in the file.

    Returns
    -------
    list of Finding
        One ``row_total`` a row that disagrees, the total row included.
    """
    rows = _with_total_row(tidy, listed)
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


def row_rates(tidy: Tidy, listed: pd.DataFrame, reading: RateReading) -> list[Finding]:
    """Compare each printed rate with the counts of its row.

    Parameters
    ----------
    tidy : Tidy
        The cleaned table.
    listed : DataFrame
        Its units that stand in the file.
    reading : RateReading
        What the rate column means.

    Returns
    -------
    list of Finding
        One ``row_rate`` a unit, and one ``total_rate`` for the total row, whose rate is not the
        table's reading of its counts, rounded or cut at the printed digits.
    """
    rows = rows_of(_with_total_row(tidy, listed), tidy.printed["stated_rate"])
    meaning = reading.meaning or next(iter(READINGS))
    findings = []
    for unit_id, row in rows.items():
        agreeing, people = row.agreeing(reading.scale), row.people(meaning)
        if agreeing is None or meaning in agreeing or people is None or not row.quota:
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


def numbering(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Look for gaps, repeats and blanks in the printed numbers of the units.

    Parameters
    ----------
    tidy : Tidy
        The cleaned table.
    listed : DataFrame
        Its units that stand in the file.

    Returns
    -------
    list of Finding
        At most one ``numbering`` finding; none for a table without numbers. Numbers may start
        again from 1 in a table that has sections.
    """
    rows = [row for row in tidy.table.units if tidy.table.text(row, "unit_no")]
    numbers = [parse_ordinal(tidy.table.text(row, "unit_no")) for row in rows]
    found = [number for number in numbers if number is not None]
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
    blanks = len(tidy.table.units) - len(rows)
    if not steps and not blanks:
        return []
    shown = ", ".join(steps[:_LISTED]) + (", …" if len(steps) > _LISTED else "")
    parts = [f"không liên tục ở {shown}"] if steps else []
    parts += [f"bỏ trống ở {blanks} dòng"] if blanks else []
    place = tidy.place(str(listed.index[0]), "unit_no")
    message = f"Số thứ tự {'; '.join(parts)}."
    return [Finding("numbering", message, "", "unit_no", place, shown)]


def zero_quotas(tidy: Tidy, listed: pd.DataFrame) -> list[Finding]:
    """Name the units with a quota of 0.

    Parameters
    ----------
    tidy : Tidy
        The cleaned table.
    listed : DataFrame
        Its units that stand in the file.

    Returns
    -------
    list of Finding
        One ``zero_quota`` a unit.
    """
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
    total = pd.DataFrame([tidy.stated[columns]], index=[""]).astype("Int64")
    return pd.concat([listed[columns], total])


def _name(tidy: Tidy, unit_id: str) -> str:
    return str(tidy.units.at[unit_id, "unit_name"]) if unit_id else "Dòng tổng cộng"
