from dataclasses import replace

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import BANDS
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.report.figures.figure_table import Figures
from dangvien_analysis.report.figures.forecast_figures import forecast_figures


@pytest.fixture(scope="module")
def found(snapshot: dva.Snapshot) -> pd.DataFrame:
    figures = Figures()
    forecast_figures(figures, gather(snapshot))
    return figures.frame()


def test_the_district_s_figures_are_the_forecast_s(
    snapshot: dva.Snapshot, found: pd.DataFrame
) -> None:
    meeting = gather(snapshot)
    ahead, steady = meeting.forecast, meeting.steady
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
    forecast_figures(figures, gather(replace(snapshot, as_of=None)))
    assert figures.frame().empty
