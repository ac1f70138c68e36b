from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.gather.prospects import Past, with_outlook
from dangvien_analysis.ledger.ledger import Ledger
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


# --- what the ledger knows besides ------------------------------------------------------------

NOON = datetime(2023, 12, 1, 12, tzinfo=UTC)


def scaled(snapshot: dva.Snapshot, root: Path, day: date, share: float) -> dva.Snapshot:
    """The shipped table as it might have been on another day: made up."""
    units = snapshot.units.copy()
    for name in ("admitted", "pending"):
        units[name] = (units[name] * share).round().astype("Int64")
    settings = replace(snapshot.settings, root=root)
    source = replace(snapshot.source, quota_year=day.year)
    return replace(snapshot, units=units, as_of=day, settings=settings, source=source)


def kept(*snapshots: dva.Snapshot) -> None:
    with Ledger(snapshots[0].settings).locked() as ledger:
        for one in snapshots:
            ledger.add(one, now=NOON)


def test_earlier_tables_of_the_year_are_looked_at(snapshot: dva.Snapshot, tmp_path: Path) -> None:
    june = scaled(snapshot, tmp_path, date(2023, 6, 30), 0.3)
    own = replace(snapshot, settings=june.settings)
    kept(june, own)
    past = gather(own).known
    assert [day for day, _ in past.history] == [date(2023, 6, 30)]
    counts = june.units[["unit_name", *COUNTS]]
    pd.testing.assert_frame_equal(past.history[0][1], counts)
    found = dva.outlook(own)
    assert found is not None
    wanted = dva.forecast(
        own.units, as_of=AS_OF, deadline=DEADLINE, target=280, history=past.history
    )
    pd.testing.assert_series_equal(found.district, wanted.district)
    # most came since June: faster than an even year
    even = dva.forecast(own.units, as_of=AS_OF, deadline=DEADLINE, target=280)
    assert found.district["median"] > even.district["median"]
    assert any("Nhịp độ tính từ 2 kỳ báo cáo" in note for note in found.notes)


def test_charts_and_briefing_say_the_same(snapshot: dva.Snapshot, tmp_path: Path) -> None:
    june = scaled(snapshot, tmp_path, date(2023, 6, 30), 0.3)
    own = replace(snapshot, settings=june.settings)
    kept(june)
    options, units = dva.charts.options_of(gather(own)), dva.assess(own)
    found = dva.outlook(own)
    assert found is not None
    last = dva.charts.forecast_fan_table(units, options).iloc[-1]
    for name in ("median", "low80", "high80"):
        assert last[name] == found.district[name]
    table = dva.charts.forecast_units_table(units, options)
    large = table.index[~table["small"]]
    assert list(table.loc[large, "high80"]) == list(found.units.loc[large, "high80"])
    assert dva.scenarios(own)["median"].iloc[0] == found.district["median"]


def test_what_the_year_before_left_pending_was_not_opened_this_year(
    snapshot: dva.Snapshot, tmp_path: Path
) -> None:
    last = scaled(snapshot, tmp_path, date(2022, 12, 31), 1.0)
    own = replace(snapshot, settings=last.settings)
    kept(last)
    assert gather(own).known.carried_over == 29
    assert gather(own).known.history == ()
    found = dva.outlook(own)
    assert found is not None
    assert any("29 hồ sơ từ năm trước" in note for note in found.notes)


def test_a_year_before_that_ends_in_autumn_says_nothing(
    snapshot: dva.Snapshot, tmp_path: Path
) -> None:
    last = scaled(snapshot, tmp_path, date(2022, 9, 30), 1.0)
    kept(last)
    assert gather(replace(snapshot, settings=last.settings)).known.carried_over is None


def test_withdrawn_and_later_tables_are_no_past(snapshot: dva.Snapshot, tmp_path: Path) -> None:
    june = scaled(snapshot, tmp_path, date(2023, 6, 30), 0.3)
    later = scaled(snapshot, tmp_path, date(2023, 10, 31), 1.2)
    own = replace(snapshot, settings=june.settings)
    kept(june, later, own)
    with Ledger(june.settings).locked() as ledger:
        ledger.withdraw(date(2023, 6, 30), by="A", reason="nhầm", now=NOON)
    assert gather(own).known == Past()
