from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.gather.what_if import APPROVALS, PACES, scenarios
from tests.conftest import AS_OF

OTHER = date(2023, 9, 30)


@pytest.fixture(scope="module")
def found(snapshot: dva.Snapshot) -> pd.DataFrame:
    return scenarios(snapshot, other_day=OTHER)


def with_assumptions(snapshot: dva.Snapshot, own: dva.Assumptions) -> dva.Snapshot:
    return replace(snapshot, settings=replace(snapshot.settings, forecast=own))


def test_one_assumption_is_changed_at_a_time(found: pd.DataFrame) -> None:
    paces = [pace for pace in PACES if pace != dva.Assumptions().pace]
    approvals = [approval for approval in APPROVALS if approval != dva.Assumptions().approval]
    changed = ["", "pace_sd", *["pace"] * len(paces), *["approval"] * len(approvals), "as_of"]
    assert list(found["changed"]) == changed
    assert list(found["to"])[1:] == [0.0, *paces, *approvals, OTHER]


def test_what_is_assumed_already_has_no_row_of_its_own(snapshot: dva.Snapshot) -> None:
    own = with_assumptions(snapshot, dva.Assumptions(pace=1.5, pace_sd=0.0, approval=1.0))
    found = scenarios(own, other_day=AS_OF)
    # 1 and .95, the defaults, are changes here
    expected = [("pace", 0.7), ("pace", 1.0), ("pace", 1.36), ("pace", 2.0), ("pace", 3.0)]
    expected += [("approval", 0.85), ("approval", 0.95)]
    assert list(found[["changed", "to"]].iloc[1:].itertuples(index=False, name=None)) == expected


def test_the_first_row_is_the_outlook(snapshot: dva.Snapshot, found: pd.DataFrame) -> None:
    ahead = dva.outlook(snapshot)
    assert ahead is not None
    for name in ("median", "low80", "high80", "p_target", "expected_met"):
        assert found[name].iloc[0] == ahead.district[name]


def test_each_change_goes_its_way(found: pd.DataFrame) -> None:
    base = found["median"].iloc[0]
    by = found.set_index(["changed", "to"])["median"]
    assert list(by["pace"]) == sorted(by["pace"])
    assert by["pace", 0.7] < base < by["pace", 1.36]
    assert by["approval", 0.85] < base < by["approval", 1.0]
    # the same figures a fortnight later: less time, and a slower pace behind them
    assert by["as_of", OTHER] < base
    steady = found.iloc[1]
    assert steady["high80"] - steady["low80"] < found["high80"].iloc[0] - found["low80"].iloc[0]


def test_without_a_forecast_there_are_no_rows(snapshot: dva.Snapshot) -> None:
    assert scenarios(replace(snapshot, as_of=None)).empty
