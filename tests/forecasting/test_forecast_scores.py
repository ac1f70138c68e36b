import numpy as np
import pandas as pd
import pytest

from dangvien_analysis.forecasting.forecast_scores import account

SAID = {
    "forecast": ["x", "y"],
    "made": ["2023-07-01", "2023-10-01"],
    # day 182 and day 273 of the year; the deadline is day 364
    "as_of": ["2023-07-01", "2023-09-30"],
    "deadline": ["2023-12-30", "2023-12-30"],
    "target": [20, 20],
    "admitted": [5, 12],
    "median": [12, 15],
    "low80": [9, 13],
    "high80": [14, 16],
    "low95": [7, 12],
    "high95": [18, 17],
    "p_target": [0.1, 0.2],
}
UNITS = {
    "forecast": ["x", "x", "y", "y"],
    "unit_id": ["a", "b", "a", "b"],
    "quota": [10, 10, 10, 10],
    "admitted": [5, 0, 8, 4],
    "p_meet": [0.6, 0.1, 0.9, 0.2],
}


def forecasts() -> pd.DataFrame:
    return pd.DataFrame(SAID)


def units() -> pd.DataFrame:
    return pd.DataFrame(UNITS)


def outcome(**admitted: int | None) -> pd.Series:
    return pd.Series(admitted, dtype="Int64")


def test_by_hand() -> None:
    found = account(forecasts(), units(), outcome(a=11, b=6))
    table = found.forecasts
    assert list(table["outcome"]) == [17, 17]
    assert list(table["run_rate"]) == [5 * 364 / 182, 12 * 364 / 273]
    # 17 is beyond 14 and 16, and within 18 and 17
    assert list(table["score80"]) == [14 - 9 + 10 * (17 - 14), 16 - 13 + 10 * (17 - 16)]
    assert list(table["score95"]) == [18 - 7, 17 - 12]
    assert list(table["run_score80"]) == pytest.approx([10 * (17 - 10), 10 * (17 - 16)])
    # a met its quota, b did not
    assert list(table["brier"]) == pytest.approx([(0.4**2 + 0.1**2) / 2, (0.1**2 + 0.2**2) / 2])
    # at an even pace: 5 of 10 in half a year meets it, 8 of 10 in three quarters too; b never
    assert list(table["run_brier"]) == [0, 0]
    summary = found.summary
    assert (summary["coverage80"], summary["coverage95"]) == (0, 1)
    assert summary["score80"] == (35 + 13) / 2
    assert summary["brier_target"] == pytest.approx((0.1**2 + 0.2**2) / 2)
    assert summary["run_brier_target"] == 0


def test_a_unit_without_outcome_leaves_the_sum_open() -> None:
    found = account(forecasts(), units(), outcome(a=11, b=None))
    assert found.forecasts["outcome"].isna().all()
    assert list(found.forecasts["missing"]) == [1, 1]
    assert list(found.forecasts["brier"]) == pytest.approx([0.4**2, 0.1**2])
    assert np.isnan(found.summary["coverage80"])
    assert np.isnan(found.summary["score80"])


def test_units_that_came_later_are_not_counted() -> None:
    found = account(forecasts(), units(), outcome(a=11, b=6, c=99))
    assert list(found.forecasts["outcome"]) == [17, 17]


def test_forecasts_stand_in_the_order_of_their_figures() -> None:
    found = account(forecasts()[::-1], units(), outcome(a=11, b=6))
    assert list(found.forecasts["as_of"]) == ["2023-07-01", "2023-09-30"]


def test_a_unit_that_was_not_forecast_is_not_scored() -> None:
    unknown = units().astype({"p_meet": "Float64"})
    unknown.loc[1, "p_meet"] = pd.NA
    found = account(forecasts(), unknown, outcome(a=11, b=6))
    assert found.forecasts["brier"].iloc[0] == pytest.approx(0.4**2)
