from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.prospects import with_outlook
from tests.conftest import AS_OF, DEADLINE


def test_a_snapshot_is_forecast_towards_the_quota_as_printed(snapshot: dva.Snapshot) -> None:
    found = dva.outlook(snapshot)
    assert found is not None
    wanted = dva.forecast(snapshot.units, as_of=AS_OF, deadline=DEADLINE, target=280)
    pd.testing.assert_series_equal(found.district, wanted.district)
    pd.testing.assert_frame_equal(found.units, wanted.units)


def test_without_a_printed_quota_the_sum_counts(snapshot: dva.Snapshot) -> None:
    found = dva.outlook(replace(snapshot, stated=snapshot.stated.drop("quota")))
    assert found is not None
    assert found.district["shortfall"] == pytest.approx(
        dva.forecast(snapshot.units, as_of=AS_OF, deadline=DEADLINE).district["shortfall"]
    )


def test_the_office_s_assumptions_hold_unless_others_are_given(snapshot: dva.Snapshot) -> None:
    fast = dva.Assumptions(pace=2)
    own = replace(snapshot, settings=replace(snapshot.settings, forecast=fast))
    given = dva.outlook(snapshot, assumptions=fast)
    found = dva.outlook(own)
    assert found is not None
    assert given is not None
    pd.testing.assert_series_equal(found.district, given.district)


@pytest.mark.parametrize(
    ("as_of", "deadline"),
    [(None, DEADLINE), (AS_OF, None), (date(2024, 1, 5), DEADLINE), (AS_OF, date(2024, 3, 1))],
)
def test_without_dates_in_order_there_is_none(
    snapshot: dva.Snapshot, as_of: date | None, deadline: date | None
) -> None:
    source = replace(snapshot.source, deadline=deadline)
    assert dva.outlook(replace(snapshot, as_of=as_of, source=source)) is None


def test_the_forecast_stands_beside_the_measures(
    snapshot: dva.Snapshot, assessed: pd.DataFrame
) -> None:
    ahead = dva.outlook(snapshot)
    assert ahead is not None
    both = with_outlook(assessed, ahead)
    assert list(both.columns) == [*assessed.columns, *ahead.units.columns]
    assert both.index.equals(assessed.index)
    assert with_outlook(assessed, None) is assessed
