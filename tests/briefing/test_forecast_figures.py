import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.briefing.figure_table import Figures
from dangvien_analysis.briefing.forecast_figures import forecast_figures
from dangvien_analysis.columns import BANDS
from dangvien_analysis.prospects import steady_outlook


@pytest.fixture(scope="module")
def found(snapshot: dva.Snapshot) -> pd.DataFrame:
    ahead = dva.outlook(snapshot)
    units = dva.with_outlook(dva.assess(snapshot), ahead)
    figures = Figures()
    forecast_figures(figures, snapshot, units, ahead, steady_outlook(snapshot))
    return figures.frame()


def test_the_district_s_figures_are_the_forecast_s(
    snapshot: dva.Snapshot, found: pd.DataFrame
) -> None:
    ahead, steady = dva.outlook(snapshot), steady_outlook(snapshot)
    assert ahead is not None
    assert steady is not None
    for key in ("median", "low80", "high80", "low95", "high95", "met_low80", "met_high80"):
        assert found.at[f"ahead.{key}", "value"] == ahead.district[key]
    for key in ("low80", "high80"):
        assert found.at[f"ahead.steady_{key}", "value"] == steady.district[key]
    assert steady.district["high80"] < ahead.district["high80"]


def test_every_unit_stands_in_one_band(found: pd.DataFrame) -> None:
    bands = found.loc[[f"ahead.band.{band}" for band in BANDS], "value"]
    assert bands.sum() == 54
    assert (bands["ahead.band.done"], bands["ahead.band.short_of_pool"]) == (9, 9)


def test_every_figure_is_labelled_in_vietnamese(found: pd.DataFrame) -> None:
    assert (found["label"].str.len() > 0).all()
    assert not found["label"].str.contains("ahead|_").any()


def test_without_a_forecast_there_are_none(snapshot: dva.Snapshot) -> None:
    figures = Figures()
    forecast_figures(figures, snapshot, dva.assess(snapshot), None, None)
    assert figures.frame().empty
