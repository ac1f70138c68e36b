"""What a document says of itself, against its own table."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from dangvien_analysis.document.dates import period_in
from dangvien_analysis.document.sidecar import Claims
from dangvien_analysis.document.wording import plain
from dangvien_analysis.findings import Finding
from dangvien_analysis.measures.completion import share_of_year
from dangvien_analysis.text.numbers import (
    agrees,
    format_count,
    format_date,
    format_percent,
    parse_number,
)
from dangvien_analysis.text.patterns import pattern

if TYPE_CHECKING:
    from dangvien_analysis.document.claims import Claim


def check_headline(
    claims: Claims, units: pd.DataFrame, stated: pd.Series, place: str
) -> list[Finding]:
    """Hold the headline figures of a document against its table and against themselves."""
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


@dataclass(frozen=True)
class Told:
    """A claim of the prose."""

    claim: "Claim"
    place: str  # Where it stands


def headline_of(
    told: Sequence[Told], units: pd.DataFrame, stated: pd.Series, year: int | None
) -> Told | None:
    """Find the claim that is about the whole table, and no other: in doubt there is none.

    Gives the first claim that counts the admitted of no single unit, year, month or quarter, and
    gives nearly the table's quota, or else a rate that nearly follows from it.
    """
    quotas = [
        int(one) for one in (stated["quota"], units["quota"].sum(min_count=1)) if pd.notna(one)
    ]
    return next((one for one in told if _is_of_table(one.claim, quotas, year)), None)


# Within a tenth of the table's quota a claim is about the table, beyond it about something else.
_NEAR_QUOTA = 10
# A rate of the table's quota within five points is a share of it, told of the wrong people or not.
_NEAR_RATE = 5
_ELSEWHERE = pattern(
    r"\b(?:cung k[yi]|nam truoc|nhiem ky|giai doan|quy (?:[iv]+|[1-4])|(?<!\d )thang \d"
    r"|(?:chi bo|dang bo(?! (?:huyen|quan|tinh|thanh|thi xa|da|truc thuoc))|xa|phuong"
    r"|thi tran|truong))\b"
)
_ALL = pattern(r"\b(?:toan(?: the)?|cac|\d{1,3}) (?:(?:chi bo|dang bo|xa)(?:,? (?:va )?)?)+")
_DAY = pattern(r"\bngay \d{1,2} thang \d{1,2}")


def _is_of_table(claim: "Claim", quotas: Sequence[int], year: int | None) -> bool:
    if claim.kind == "same_period" or claim.others or claim.admitted is None or not quotas:
        return False
    words = _DAY.sub("", _ALL.sub("", plain(claim.context)))
    years = {int(one) for one in re.findall(r"\bnam (20\d\d)\b", words)}
    if _ELSEWHERE.search(words) or (year and years - {year}):
        return False
    if claim.quota is not None:
        return any(abs(claim.quota - one) * _NEAR_QUOTA <= max(one, _NEAR_QUOTA) for one in quotas)
    if claim.kind != "of_quota" or claim.rate is None:
        return False
    return any(
        one > 0 and abs(Fraction(claim.rate) - Fraction(100 * claim.admitted, one)) <= _NEAR_RATE
        for one in quotas
    )


def as_headline(claim: "Claim") -> Claims:
    """Give a claim of the prose as the headline of its document."""
    rate = None
    if claim.rate is not None and claim.kind == "of_quota":
        rate = str(claim.rate).replace(".", ",")
    return Claims(claim.admitted, rate, claim.quota)


def check_prose(
    told: Sequence[Told], headline: Told | None, units: pd.DataFrame, stated: pd.Series
) -> list[Finding]:
    """Hold the claims of the prose against themselves, and the headline against the table."""
    findings = []
    if headline is not None:
        sums = units[["quota", "admitted", "pending"]].sum(min_count=1)
        claims, place = as_headline(headline.claim), headline.place
        findings += _admitted(claims, sums, stated, place)
        findings += _quota(claims, sums, stated, place)
    for one in told:
        claim = one.claim
        if claim.agrees is False:
            figures = claim.stated, claim.computed
            findings.append(
                Finding("headline_rate", claim.message, "", "stated_rate", one.place, *figures)
            )
    return findings


def check_period(title: str, as_of: date | None, place: str) -> list[Finding]:
    """Compare the period a title names with the date of the figures."""
    period = period_in(title)
    if period is None or as_of is None:
        return []
    end = date(as_of.year, period.months, monthrange(as_of.year, period.months)[1])
    if end == as_of:
        return []
    gone, days = share_of_year(as_of)
    message = (
        f"Tiêu đề ghi {period.label}, nhưng số liệu đến {format_date(as_of)}, ngày thứ "
        f"{gone}/{days} của năm ({format_percent(Fraction(gone, days), 1)})."
    )
    return [Finding("period_label", message, "", "", place, period.label, format_date(as_of))]
