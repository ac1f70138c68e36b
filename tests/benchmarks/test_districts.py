from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from benchmarks import districts
from benchmarks.districts import APPROVED, SCENARIOS, UNITS, YEAR, District, Scenario, simulate

TABLE = pd.DataFrame({"quota": [7, 1, 15], "pool": [9, 0, 26]})
BY_NAME = {one.name: one for one in SCENARIOS}


def made(name: str, number: int = 40, seed: int = 1) -> list[District]:
    return simulate(TABLE, BY_NAME[name], number, np.random.default_rng(seed))


def sums(found: list[District]) -> pd.DataFrame:
    rows = [{**one.frame.sum(), "truth": one.truth.sum()} for one in found]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_year_end_is_possible(name: str) -> None:
    for one in made(name):
        frame = one.frame
        assert len(frame) == len(one.truth) == UNITS
        assert (one.truth >= frame["admitted"]).all()
        assert (one.truth <= frame["admitted"] + frame["pending"] + frame["pool"]).all()
        assert one.as_of in BY_NAME[name].days
        assert (one.deadline - one.as_of).days == YEAR - one.as_of.timetuple().tm_yday


def test_rows_of_the_real_table_stay_together() -> None:
    pairs = set(TABLE.itertuples(index=False, name=None))
    for one in made("constant", 5):
        assert set(one.frame[["quota", "pool"]].itertuples(index=False, name=None)) <= pairs


def test_units_without_quota_or_pool_lend_nothing() -> None:
    table = pd.DataFrame({"quota": [7, None], "pool": [9, 3]}, dtype="Int64")
    (one,) = simulate(table, BY_NAME["constant"], 1, np.random.default_rng(0))
    assert set(one.frame["quota"]) == {7}


def test_the_same_seed_gives_the_same_districts() -> None:
    pd.testing.assert_frame_equal(sums(made("july")), sums(made("july")))
    assert not sums(made("july")).equals(sums(made("july", seed=2)))


def test_the_change_is_not_seen_before_it_comes() -> None:
    constant, faster = sums(made("constant", 300)), sums(made("faster", 300))
    seen = ["quota", "admitted", "pending", "pool"]
    pd.testing.assert_frame_equal(constant[seen], faster[seen])
    assert faster["truth"].mean() > constant["truth"].mean()
    assert sums(made("slower", 300))["truth"].mean() < constant["truth"].mean()


def test_earlier_tables_come_each_month_and_only_rise_in_admissions() -> None:
    for one in made("july", 10):
        days = [day for day, _ in one.history]
        assert days[0] == date(2023, 1, 31)
        assert days == [day for day in districts.MONTH_ENDS if day < one.as_of]
        tables = [frame for _, frame in one.history] + [one.frame]
        for before, after in pairwise(tables):
            assert (before["admitted"] <= after["admitted"]).all()
            assert (before["pool"] >= after["pool"]).all()


def test_only_a_change_with_a_date_has_a_history() -> None:
    assert [one.history for one in made("random", 3)] == [[], [], []]


# --- what the one who knows is told -------------------------------------------------------------


def test_the_known_delay_is_what_happens() -> None:
    # Counted over many districts with pools for everybody.
    table = TABLE.assign(pool=1000)
    scenario = replace(BY_NAME["faster"], days=(date(2023, 8, 31),))
    found = simulate(table, scenario, 400, np.random.default_rng(3))
    data = sums(found)
    opened = [one.known.mean * one.frame["quota"].sum() * one.known.exposed for one in found]
    assert np.mean(opened) == pytest.approx((data["admitted"] + data["pending"]).mean(), rel=0.03)
    quota, known = data["quota"].to_numpy(), [one.known for one in found]
    landed = data["pending"] @ [one.landing for one in known]
    new = (quota * [one.mean * one.effective / YEAR for one in known]).sum()
    assert landed + new == pytest.approx((data["truth"] - data["admitted"]).sum(), rel=0.03)


def test_without_delay_everything_lands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(districts, "LEAD_DAYS", (0.1, 0.1))
    scenario = Scenario("quick", days=(date(2023, 9, 30),))
    (one,) = simulate(TABLE, scenario, 1, np.random.default_rng(0))
    left = YEAR - 273
    assert one.known.landing == pytest.approx(APPROVED, rel=1e-6)
    assert one.known.effective == pytest.approx(APPROVED * left, rel=0.01)
    assert one.known.exposed == pytest.approx(APPROVED * 273 / YEAR, rel=0.01)


def test_only_a_random_pace_to_come_is_unknown() -> None:
    spreads = {name: made(name, 1)[0].known.log_sd for name in BY_NAME}
    assert spreads == {"constant": 0, "random": 0.25, "faster": 0, "slower": 0, "july": 0}
