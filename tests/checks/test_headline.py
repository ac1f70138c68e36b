from datetime import date

import pandas as pd
import pytest

from dangvien_analysis.checks.headline import (
    Told,
    as_headline,
    check_headline,
    check_period,
    check_prose,
    headline_of,
)
from dangvien_analysis.document.claims import find_claims
from dangvien_analysis.document.sidecar import Claims
from dangvien_analysis.findings import Finding
from tests.builders import counts

UNITS = counts(quota=[5, 3, 1], admitted=[2, 0, 1], pending=[1, 0, 0])
PLACE = "bang.toml [headline]"


def stated(quota: int | None = 9) -> pd.Series:
    return pd.Series({"quota": quota}, dtype="Float64")


def found(claims: Claims, units: pd.DataFrame = UNITS, quota: int | None = 9) -> list[Finding]:
    return check_headline(claims, units, stated(quota), PLACE)


@pytest.mark.parametrize(
    ("claims", "codes"),
    [
        (Claims(), []),
        (Claims(admitted=3, rate="33,33", quota=9), []),
        (Claims(admitted=3, rate="33", quota=9), []),
        # three admitted and one pending, read out as four admitted
        (Claims(admitted=4, rate="44,44", quota=9), ["headline_includes_pending"]),
        (Claims(admitted=5), ["headline_admitted"]),
        (Claims(quota=10), ["headline_quota"]),
        (Claims(admitted=3, rate="44,44", quota=9), ["headline_rate"]),
        (
            Claims(admitted=9, rate="1", quota=8),
            [*("headline_admitted", "headline_quota", "headline_rate")],
        ),
        # a rate without its counts, or of a quota of 0, cannot be told
        (Claims(rate="99"), []),
        (Claims(admitted=3, rate="99"), []),
        (Claims(rate="99", quota=9), []),
    ],
)
def test_headline(claims: Claims, codes: list[str]) -> None:
    assert [finding.code for finding in found(claims)] == codes
    assert {finding.place for finding in found(claims)} <= {PLACE}


def test_headline_with_pending_shows_both_shares() -> None:
    (finding,) = found(Claims(admitted=4, rate="40,00", quota=10), quota=10)
    assert (finding.stated, finding.computed) == ("4", "3")
    # 3/10 of the printed quota, 3/9 of the true one
    assert "30,00% chỉ tiêu ghi trong bảng (10)" in finding.message
    assert "33,33% tổng chỉ tiêu các đơn vị (9)" in finding.message
    assert finding.message.endswith("không phải 40,00%.")


@pytest.mark.parametrize(("quota", "shares"), [(9, 1), (None, 1), (10, 2)])
def test_one_share_where_the_quotas_agree(quota: int | None, shares: int) -> None:
    (finding,) = found(Claims(admitted=4), quota=quota)
    assert finding.message.count("%") == shares


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        # the document is held to what it prints; without a total row to the units' sum
        (10, []),
        (9, ["headline_quota"]),
        (None, ["headline_quota"]),
    ],
)
def test_headline_quota_against_the_total_row(quota: int | None, expected: list[str]) -> None:
    assert [one.code for one in found(Claims(quota=10), quota=quota)] == expected


@pytest.mark.parametrize("length", [0, 2], ids=["empty", "all_na"])
def test_headline_of_a_table_without_figures(length: int) -> None:
    none = [None, None]
    units = counts(quota=none, admitted=none, pending=none).iloc[:length]
    claims = Claims(admitted=4, rate="44,44", quota=9)
    assert found(claims, units, None) == []


def test_headline_where_pending_is_not_known() -> None:
    units = counts(quota=[5], admitted=[3], pending=[None])
    (finding,) = found(Claims(admitted=4), units)
    assert finding.code == "headline_admitted"
    assert "chưa rõ đang trình duyệt" in finding.message


def test_quotas_of_0_have_no_share() -> None:
    units = counts(quota=[0], admitted=[3], pending=[1])
    (finding,) = found(Claims(admitted=4), units, 0)
    assert finding.code == "headline_includes_pending"
    assert "%" not in finding.message


# --- the prose --------------------------------------------------------------------------------

BIG = counts(quota=[100, 181], admitted=[60, 75], pending=[9, 20])
"""As the notice of September 2023: 281, printed as 280; 135 admitted and 29 pending."""


def told(*texts: str) -> list[Told]:
    return [
        Told(claim, f"đoạn {number}")
        for number, text in enumerate(texts, start=1)
        for claim in find_claims(text)
    ]


def prose(*texts: str) -> list[tuple[str, str]]:
    claims = told(*texts)
    headline = headline_of(claims, BIG, stated(280), 2023)
    return [(one.code, one.place) for one in check_prose(claims, headline, BIG, stated(280))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "đã kết nạp được 164 đảng viên, đạt 58,57% so với chỉ tiêu giao (280)",
            ["includes_pending"],
        ),
        ("toàn huyện kết nạp 135/280 đảng viên, đạt 48,21%", []),
        ("toàn huyện kết nạp 140/280 đảng viên, đạt 50%", ["admitted"]),
        ("toàn huyện kết nạp 135/285 đảng viên, đạt 47,36%", ["quota"]),
        ("toàn huyện kết nạp 135/280 đảng viên, đạt 58,57%", ["rate"]),
        # without a quota, the rate tells that it is about the table
        ("kết nạp 164 đảng viên, đạt 58,57% chỉ tiêu", ["includes_pending"]),
        ("kết nạp 164 đảng viên, đạt 12,5% chỉ tiêu", []),
        # another quota, year, period, unit or subject is only held against itself
        ("toàn tỉnh kết nạp 1.905/3.900 đảng viên, đạt 48,85%", []),
        ("năm 2022 kết nạp 250/280 đảng viên, đạt 89,29%", []),
        ("cùng kỳ năm trước kết nạp 250/280 đảng viên", []),
        ("quý III kết nạp 45/280 đảng viên, đạt 16,07%", []),
        ("Đảng bộ xã An Hòa kết nạp 4/7 đảng viên, đạt 57,14%", []),
        ("xã An Hòa kết nạp 4/280 đảng viên", []),
        ("xã An Hòa kết nạp 10/41 đảng viên, đạt 26,6%", ["rate"]),
        ("45/280 chi bộ, đạt 16,07%", []),
        ("bằng 94,7% so với cùng kỳ", []),
        ("phấn đấu kết nạp 281/280 đảng viên", []),
        ("", []),
    ],
)
def test_prose(text: str, codes: list[str]) -> None:
    assert prose(text) == [(f"headline_{code}", "đoạn 1") for code in codes]


def test_the_units_together_are_the_table() -> None:
    assert prose("Các chi bộ, đảng bộ đã kết nạp 140/280 đảng viên, đạt 50%") == [
        ("headline_admitted", "đoạn 1")
    ]


def test_only_the_first_such_claim_is_the_headline() -> None:
    texts = (
        "xã An Hòa 9/8 đảng viên, đạt 88,8%",
        "kết nạp 164/280 đảng viên",
        "140/280 đảng viên",
    )
    assert prose(*texts) == [("headline_includes_pending", "đoạn 2"), ("headline_rate", "đoạn 1")]


@pytest.mark.parametrize("length", [0, 2], ids=["empty", "all_na"])
def test_prose_beside_a_table_without_figures(length: int) -> None:
    units = counts(quota=[None] * 2, admitted=[None] * 2, pending=[None] * 2).iloc[:length]
    claims = told("kết nạp 164/280 đảng viên, đạt 58,57%")
    assert headline_of(claims, units, stated(None), 2023) is None
    assert check_prose(claims, None, units, stated(None)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("164/280 đảng viên, đạt 58,57%", Claims(164, "58,57", 280)),
        ("kết nạp 164 đảng viên, đạt 58.570% chỉ tiêu", Claims(164, "58,570", None)),
        # a share over the quota is no rate of it
        ("54/50 đảng viên, vượt 8%", Claims(54, None, 50)),
    ],
)
def test_as_headline(text: str, expected: Claims) -> None:
    (one,) = told(text)
    assert as_headline(one.claim) == expected


# --- the period -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "as_of", "expected"),
    [
        ("9 THÁNG ĐẦU NĂM 2023", date(2023, 9, 13), True),
        ("9 THÁNG ĐẦU NĂM 2023", date(2023, 10, 1), True),
        ("6 tháng đầu năm", date(2023, 9, 30), True),
        # the period ends on the last day of its month, in leap years too
        ("9 THÁNG ĐẦU NĂM 2023", date(2023, 9, 30), False),
        ("2 tháng đầu năm", date(2024, 2, 29), False),
        ("2 tháng đầu năm", date(2023, 2, 28), False),
        ("2 tháng đầu năm", date(2024, 2, 28), True),
        ("quý III/2023", date(2023, 9, 13), True),
        ("quý III/2023", date(2023, 9, 30), False),
        ("12 tháng năm 2023", date(2023, 12, 31), False),
        # nothing to compare
        ("KẾT QUẢ KẾT NẠP ĐẢNG VIÊN", date(2023, 9, 13), False),
        ("Kết quả đến ngày 12 tháng 9 năm 2023", date(2023, 9, 12), False),
        ("9 THÁNG ĐẦU NĂM 2023", None, False),
        ("", None, False),
    ],
)
def test_period(title: str, as_of: date | None, expected: bool) -> None:
    findings = check_period(title, as_of, "bang.toml [document]")
    assert [finding.code for finding in findings] == ["period_label"] * expected


def test_period_says_how_much_of_the_year_is_gone() -> None:
    (finding,) = check_period("9 tháng", date(2023, 9, 13), "x")
    assert (finding.stated, finding.computed) == ("9 tháng", "13/9/2023")
    assert "ngày thứ 256/365 của năm (70,1%)" in finding.message
