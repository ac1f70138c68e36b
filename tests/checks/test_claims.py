from datetime import date

import pandas as pd
import pytest

from dangvien_analysis.checks.claims import check_headline, check_period
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.claims import Claims
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
