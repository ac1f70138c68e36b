"""What a document says of itself, against its own table."""

from calendar import monthrange
from datetime import date
from fractions import Fraction

import pandas as pd

from dangvien_analysis.checks.rates import agrees
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.claims import Claims, months_in_title
from dangvien_analysis.measures.progress import share_of_year
from dangvien_analysis.text.numbers import (
    format_count,
    format_date,
    format_percent,
    parse_number,
)


def check_headline(
    claims: Claims, units: pd.DataFrame, stated: pd.Series, place: str
) -> list[Finding]:
    """Hold the headline figures of a document against its table and against themselves.

    Parameters
    ----------
    claims : Claims
        The headline.
    units : DataFrame
        The table's units with ``quota``, ``admitted`` and ``pending`` [people].
    stated : Series
        The total row, by column.
    place : str
        Where the headline stands.

    Returns
    -------
    list of Finding
        ``headline_includes_pending`` when the figure given as admitted holds the pending people
        too, ``headline_admitted``, ``headline_quota`` and ``headline_rate`` when a figure fits
        nothing.
    """
    sums = units[["quota", "admitted", "pending"]].sum(min_count=1)
    return [
        *_admitted(claims, sums, stated, place),
        *_quota(claims, sums, stated, place),
        *_rate(claims, place),
    ]


def _admitted(claims: Claims, sums: pd.Series, stated: pd.Series, place: str) -> list[Finding]:
    """Compare the headline's admitted with the table's admitted, alone and with the pending."""
    if claims.admitted is None or pd.isna(sums["admitted"]) or claims.admitted == sums["admitted"]:
        return []
    admitted, pending = int(sums["admitted"]), sums["pending"]
    figures = format_count(claims.admitted), format_count(admitted)
    if pd.isna(pending) or claims.admitted != admitted + int(pending):
        message = (
            f"Văn bản nêu đã kết nạp {figures[0]}; bảng có {figures[1]} đã kết nạp, "
            f"{format_count(pending)} đang trình duyệt."
        )
        return [Finding("headline_admitted", message, "", "admitted", place, *figures)]
    shares = _shares(admitted, stated["quota"], sums["quota"])
    printed = f", không phải {claims.rate}%" if claims.rate else ""
    message = (
        f"Văn bản nêu đã kết nạp {figures[0]}; con số này gồm {figures[1]} đã kết nạp và "
        f"{format_count(pending)} hồ sơ đang trình duyệt. Riêng số đã kết nạp đạt "
        f"{' và '.join(shares)}{printed}."
    )
    return [Finding("headline_includes_pending", message, "", "admitted", place, *figures)]


def _shares(admitted: int, stated: int, true: int) -> list[str]:
    """Give the share of the stated and, where it differs, of the true quota."""
    shares = []
    if pd.notna(true) and (pd.isna(stated) or int(stated) != int(true)):
        shares.append((int(true), "tổng chỉ tiêu các đơn vị"))
    if pd.notna(stated):
        shares.insert(0, (int(stated), "chỉ tiêu ghi trong bảng"))
    return [
        f"{format_percent(Fraction(admitted, quota))} {words} ({format_count(quota)})"
        for quota, words in shares
        if quota > 0
    ]


def _quota(claims: Claims, sums: pd.Series, stated: pd.Series, place: str) -> list[Finding]:
    """Compare the headline's quota with the total row, or with the sum where there is none."""
    quota = sums["quota"] if pd.isna(stated["quota"]) else stated["quota"]
    if claims.quota is None or pd.isna(quota) or claims.quota == quota:
        return []
    figures = format_count(claims.quota), format_count(quota)
    message = f"Văn bản nêu chỉ tiêu {figures[0]}; bảng ghi {figures[1]}."
    return [Finding("headline_quota", message, "", "quota", place, *figures)]


def _rate(claims: Claims, place: str) -> list[Finding]:
    """Compare the headline's rate with the headline's own counts."""
    if claims.rate is None or claims.admitted is None or not claims.quota:
        return []
    printed = parse_number(claims.rate, grouped=False)
    if printed is None or agrees(printed, claims.admitted, claims.quota):
        return []
    exact = format_percent(Fraction(claims.admitted, claims.quota))
    message = (
        f"Văn bản nêu {claims.rate}%, nhưng {format_count(claims.admitted)}/"
        f"{format_count(claims.quota)} là {exact}."
    )
    return [Finding("headline_rate", message, "", "stated_rate", place, f"{claims.rate}%", exact)]


def check_period(title: str, as_of: date | None, place: str) -> list[Finding]:
    """Compare the period a title names with the date of the figures.

    Parameters
    ----------
    title : str
        The document's title.
    as_of : datetime.date or None
        The day the figures run to.
    place : str
        Where the title stands.

    Returns
    -------
    list of Finding
        One ``period_label`` when the title's months do not end on that day.
    """
    months = months_in_title(title)
    if months is None or as_of is None:
        return []
    end = date(as_of.year, months, monthrange(as_of.year, months)[1])
    if end == as_of:
        return []
    gone, days = share_of_year(as_of)
    message = (
        f"Tiêu đề ghi {months} tháng, nhưng số liệu đến {format_date(as_of)}, ngày thứ "
        f"{gone}/{days} của năm ({format_percent(Fraction(gone, days), 1)})."
    )
    return [Finding("period_label", message, "", "", place, f"{months} tháng", format_date(as_of))]
