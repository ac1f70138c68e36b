import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.measures.totals import ALL
from tests.builders import counts, listed

SUMS = ["units", "quota", "admitted", "pending", "pool"]

# --- the shipped table ------------------------------------------------------------------------


def test_district(assessed: pd.DataFrame) -> None:
    found = dva.totals(assessed).loc[ALL]
    assert found[["units", "reported", "quota", "admitted", "pending", "pool"]].tolist() == [
        *(54, 54, 281, 135, 29, 368)
    ]
    assert found[["remaining", "surplus", "pool_shortfall", "pool_usable"]].tolist() == [
        *(121, 4, 13, 108)
    ]
    assert found["completion_rate"] == pytest.approx(135 / 281)
    assert found["completion_rate_with_pending"] == pytest.approx((135 + 29) / 281)


# units, quota, admitted, pending, pool of each working group, in the table's order
SECTORS = {
    "commune": (30, 227, 106, 24, 240),
    "health": (2, 3 + 2, 0 + 2, 0, 15 + 1),
    "enterprise": (4, 4 + 1 + 2 + 2, 3 + 1 + 1 + 1, 0, 6 + 0 + 0 + 0),
    "school": (6, 5 + 6 + 5 + 5 + 1 + 3, 1 + 4 + 6 + 6 + 0 + 2, 0, 23 + 26 + 13 + 15 + 5 + 12),
    "police": (1, 2, 0, 2, 5),
    "mass_organisation": (1, 1, 1, 0, 0),
    "state_agency": (6, 2 + 1 + 1 + 1 + 1 + 1, 0 + 0 + 1 + 0 + 0 + 0, 2, 0 + 2 + 0 + 1 + 0 + 0),
    "public_service": (4, 1 + 1 + 1 + 2, 0, 1, 0 + 1 + 1 + 2),
}


def test_sectors(assessed: pd.DataFrame) -> None:
    found = dva.totals(assessed, by="sector")
    assert {name: tuple(row) for name, row in found[SUMS].iterrows()} == SECTORS
    assert list(found.index) == list(SECTORS)
    assert found.loc["commune", "completion_rate"] == pytest.approx(106 / 227)
    assert found.loc["commune", "completion_rate_with_pending"] == pytest.approx((106 + 24) / 227)


@pytest.mark.parametrize("by", ["sector", "org_type", "official_class", "risk_level"])
def test_groups_add_up_to_the_district(assessed: pd.DataFrame, by: str) -> None:
    whole = dva.totals(assessed).loc[ALL]
    groups = dva.totals(assessed, by=by)
    for name in whole.index.drop(["completion_rate", "completion_rate_with_pending"]):
        assert groups[name].sum() == whole[name]


def test_kinds_of_organisation(assessed: pd.DataFrame) -> None:
    found = dva.totals(assessed, by="org_type")
    # the two banks do not say what they are: they stand under NA, last
    assert found.index[:2].tolist() == ["dang_bo", "chi_bo"]
    assert found.index.isna().tolist() == [False, False, True]
    assert found["units"].tolist() == [37, 15, 2]
    assert found["quota"].tolist() == [257, 20, 2 + 2]


def test_small_units_pooled(assessed: pd.DataFrame) -> None:
    small = assessed[assessed["quota"] <= 2]
    found = dva.totals(small).loc[ALL]
    ones, twos = (small["quota"] == 1).sum(), (small["quota"] == 2).sum()
    assert found[["units", "quota"]].tolist() == [17, ones + 2 * twos] == [17, 23]
    assert found[["admitted", "pending"]].tolist() == [7, 2 + 2 + 1]
    assert (small["admitted"] + small["pending"] == 0).sum() == 8


def test_units_with_nobody_admitted(assessed: pd.DataFrame) -> None:
    nobody = assessed[assessed["admitted"] == 0]
    rows = [19, 25, 30, 31, 37, 39, 40, 42, 43, 44, 45, 46, 47, 49, 50]
    assert list(nobody["unit_no"]) == rows
    assert len(rows) == 15


# --- missing counts ---------------------------------------------------------------------------


def test_a_unit_that_sent_nothing_does_not_lower_the_rate() -> None:
    units = counts(quota=[4, 6, None], admitted=[2, None, 5], pending=[1, 1, 1])
    found = dva.totals(units).loc[ALL]
    assert found[["units", "reported"]].tolist() == [3, 1]
    # each sum is over the units that gave the figure
    assert found[["quota", "admitted", "pending"]].tolist() == [4 + 6, 2 + 5, 3]
    # the rate only over units that gave all of its figures
    assert found["completion_rate"] == 2 / 4
    assert found["completion_rate_with_pending"] == (2 + 1) / 4


def test_each_rate_rests_on_its_own_units() -> None:
    found = dva.totals(counts(quota=[4, 6], admitted=[2, 3], pending=[1, None])).loc[ALL]
    assert found["completion_rate"] == (2 + 3) / (4 + 6)
    assert found["completion_rate_with_pending"] == (2 + 1) / 4


def test_quotas_of_0_give_no_rate() -> None:
    found = dva.totals(counts(quota=[0, 0], admitted=[0, 1], pending=[0, 0]))
    assert listed(found["completion_rate"]) == [None]
    assert listed(found["completion_rate_with_pending"]) == [None]
    assert listed(found["quota"]) == [0]


def test_without_pending_there_is_no_rate_with_it() -> None:
    found = dva.totals(counts(quota=[4], admitted=[2]))
    assert list(found) == ["units", "reported", "quota", "admitted", "completion_rate"]


def test_totals_of_no_unit_is_still_one_row() -> None:
    found = dva.totals(counts(quota=[1], admitted=[1], pending=[1], pool=[1]).iloc[:0])
    assert list(found.index) == [ALL]
    assert found.loc[ALL, ["units", "reported"]].tolist() == [0, 0]
    assert found.drop(columns=["units", "reported"]).isna().all(axis=None)
    assert set(map(str, found.dtypes)) == {"Int64", "Float64"}


def test_groups_of_no_unit_are_none(assessed: pd.DataFrame) -> None:
    found = dva.totals(assessed.iloc[:0], by="sector")
    assert found.empty
    assert "quota" in found


@pytest.mark.parametrize("by", [None, "sector"])
def test_totals_of_missing_counts(by: str | None) -> None:
    none = [None, None]
    units = counts(quota=none, admitted=none, pending=none).assign(
        sector=pd.Categorical([None, None])
    )
    found = dva.totals(units, by=by)
    assert len(found) == 1
    assert found["units"].tolist() == [2]
    assert found["reported"].tolist() == [0]
    assert found.drop(columns=["units", "reported"]).isna().all(axis=None)
    assert set(map(str, found.dtypes)) == {"Int64", "Float64"}


def test_groups_stand_in_the_order_they_first_appear() -> None:
    units = counts(quota=[1, 2, 3, 4], admitted=[0, 0, 0, 0]).assign(
        sector=pd.Categorical(["school", None, "commune", "school"])
    )
    found = dva.totals(units, by="sector")
    assert found.index[:2].tolist() == ["school", "commune"]
    assert found["quota"].tolist() == [1 + 4, 3, 2]
