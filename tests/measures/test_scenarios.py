from datetime import date

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.measures.scenarios import APPROVALS, PACES, scenarios
from tests.conftest import AS_OF, DEADLINE

OTHER = date(2023, 9, 30)


@pytest.fixture(scope="module")
def found(snapshot: dva.Snapshot) -> pd.DataFrame:
    return scenarios(snapshot.units, as_of=AS_OF, deadline=DEADLINE, target=280, other_day=OTHER)


def test_one_assumption_is_changed_at_a_time(found: pd.DataFrame) -> None:
    changed = ["", "pace_sd", *["pace"] * len(PACES), *["approval"] * len(APPROVALS), "as_of"]
    assert list(found["changed"]) == changed


def test_the_first_row_is_the_forecast(snapshot: dva.Snapshot, found: pd.DataFrame) -> None:
    whole = dva.forecast(snapshot.units, as_of=AS_OF, deadline=DEADLINE, target=280).district
    for name in ("median", "low80", "high80", "p_target", "expected_met"):
        assert found[name].iloc[0] == whole[name]


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


def test_assumptions_of_the_office_are_the_base(snapshot: dva.Snapshot) -> None:
    own = dva.Assumptions(pace=0.8, approval=0.9)
    found = scenarios(snapshot.units, as_of=AS_OF, deadline=DEADLINE, assumptions=own)
    assert (
        found["median"].iloc[0]
        == (
            dva.forecast(snapshot.units, as_of=AS_OF, deadline=DEADLINE, assumptions=own).district[
                "median"
            ]
        )
    )
    assert "as_of" not in set(found["changed"])
