import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import label
from dangvien_analysis.report.tables.forecast_tables import (
    INTERVAL,
    forecast_summary,
    forecast_table,
    scenarios_table,
)
from tests.builders import counts
from tests.conftest import DEADLINE

NAME, EXPECTED, BAND = label("unit_name"), label("expected"), label("band")


@pytest.fixture(scope="module")
def shown(snapshot: dva.Snapshot, assessed: pd.DataFrame) -> pd.DataFrame:
    units = dva.with_outlook(assessed, dva.outlook(snapshot))
    return forecast_table(units, 2).frame.set_index(NAME)


def test_a_unit_s_row(snapshot: dva.Snapshot, shown: pd.DataFrame) -> None:
    ahead = dva.outlook(snapshot)
    assert ahead is not None
    row, unit = shown.loc["Đảng bộ xã Tam Cường"], ahead.units.loc["xa-tam-cuong"]
    assert row[EXPECTED] == str(round(unit["expected"]))
    assert row[INTERVAL] == f"{unit['low80']}-{unit['high80']}"
    assert row[label("most")] == str(unit["most"])
    assert row[BAND] == "khá (65%)"


def test_a_small_quota_has_its_band_only(shown: pd.DataFrame) -> None:
    row = shown.loc["Đảng bộ Công an huyện"]
    assert (row[EXPECTED], row[INTERVAL], row[BAND]) == ("", "", "cao")


def test_one_number_is_no_interval(shown: pd.DataFrame) -> None:
    assert shown.at["Đảng bộ xã Dũng Tiến", INTERVAL] == "8"


def test_what_is_not_known_says_so() -> None:
    units = counts(quota=[None, 0], admitted=[1, 1], pending=[0, 0], pool=[1, None])
    ahead = dva.forecast(
        units, as_of=pd.Timestamp("2023-09-13").date(), deadline=pd.Timestamp("2023-12-31").date()
    )
    frame = forecast_table(units.assign(unit_name="A").join(ahead.units), 2).frame
    assert set(frame[EXPECTED]) == set(frame[INTERVAL]) == set(frame[BAND]) == {"chưa rõ"}
    assert list(frame[label("most")]) == ["chưa rõ", "chưa rõ"]


def test_the_summary_holds_the_briefing_s_figures(snapshot: dva.Snapshot) -> None:
    figures = dva.narrative(snapshot).table
    rows = dict(forecast_summary(figures).frame.itertuples(index=False))
    assert rows["Số kết nạp đến hết hạn, mức giữa"] == figures.at["ahead.median", "shown"]
    low, high = (figures.at[f"ahead.{key}", "shown"] for key in ("low80", "high80"))
    assert rows[INTERVAL] == f"{low}-{high}"
    assert rows["Nhiều nhất theo nguồn đã báo"] == "272"


def test_without_a_forecast_the_tables_are_empty(assessed: pd.DataFrame) -> None:
    empty = pd.DataFrame({"shown": []}, index=pd.Index([], dtype="str"))
    assert forecast_summary(empty).frame.empty
    assert forecast_table(assessed, 2).frame.empty


def test_scenarios_are_told_in_words(snapshot: dva.Snapshot) -> None:
    found = dva.scenarios(snapshot, other_day=DEADLINE)
    frame = scenarios_table(found).frame
    assert list(frame.iloc[:, 0]) == [
        "Dự báo ở trên",
        "Nhịp độ hoàn toàn không đổi",
        *(
            f"Nhịp độ lập hồ sơ mới bằng {pace} lần đến nay"
            for pace in ("0,7", "1,36", "1,5", "2", "3")
        ),
        "Tỷ lệ hồ sơ được duyệt 85%",
        "Tỷ lệ hồ sơ được duyệt 100%",
        "Nếu là số liệu đến 31/12/2023",
    ]
    assert list(frame["Mức giữa"]) == [f"{median:.0f}" for median in found["median"]]
    assert frame["Khả năng đạt chỉ tiêu chung"].iloc[0] == "dưới 1%"
