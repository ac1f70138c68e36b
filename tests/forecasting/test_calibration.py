"""Whether forecasts keep what they say, on 400 simulated districts for each scenario.

The districts, the rivals and the marks are those of `benchmarks.calibration`; the seed is fixed,
so nothing here depends on chance.
"""

import pandas as pd
import pytest

from benchmarks.calibration import MARKS, Mark, judged, run, table_of
from benchmarks.districts import SCENARIOS
from benchmarks.rivals import RIVALS
from dangvien_analysis import Snapshot

DISTRICTS = 400


@pytest.fixture(scope="module")
def table(snapshot: Snapshot) -> pd.DataFrame:
    return table_of(run(snapshot.units, DISTRICTS))


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: f"{mark.scenario}-{mark.measure}")
def test_each_mark_is_met(table: pd.DataFrame, mark: Mark) -> None:
    value = table.at[(mark.scenario, "ours"), mark.measure]
    assert mark.low <= value <= mark.high


def test_the_verdicts_are_those_of_the_marks(table: pd.DataFrame) -> None:
    found = judged(table)
    assert len(found) == len(MARKS)
    assert found["holds"].all()


@pytest.mark.parametrize("scenario", [one.name for one in SCENARIOS])
@pytest.mark.parametrize("rival", [name for name in RIVALS if name != "oracle"])
@pytest.mark.parametrize("measure", ["interval", "brier", "log_loss"])
def test_no_rival_is_better(table: pd.DataFrame, scenario: str, rival: str, measure: str) -> None:
    assert table.at[(scenario, "ours"), measure] < table.at[(scenario, rival), measure]


@pytest.mark.parametrize("scenario", [one.name for one in SCENARIOS])
def test_nobody_is_better_than_the_one_who_knows(table: pd.DataFrame, scenario: str) -> None:
    scores = table.loc[scenario][["interval", "brier", "log_loss"]]
    assert (scores.idxmin() == "oracle").all()


@pytest.mark.parametrize("scenario", ["constant", "random"])
def test_the_one_who_knows_covers_what_it_says(table: pd.DataFrame, scenario: str) -> None:
    # 400 districts: a standard error of 2 and 1 points; whole numbers cover a little more.
    row = table.loc[(scenario, "oracle")]
    assert 0.80 - 0.04 <= row["covers80"] <= 0.80 + 0.06
    assert 0.95 - 0.02 <= row["covers95"] <= 0.95 + 0.03
    assert row["wrong_facts"] == 0
