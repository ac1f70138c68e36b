"""The rows of sectors."""

import pandas as pd
import pytest

from dangvien_analysis.charts import Options, sectors, sectors_alt, sectors_table
from dangvien_analysis.columns import SECTORS, UNCLASSIFIED
from dangvien_analysis.office.settings import RATED_QUOTA
from dangvien_analysis.text.numbers import format_percent
from tests.charts.conftest import table_of
from tests.charts.reading import bars, dots, foot, legend_words, words


def test_table_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    table = sectors_table(assessed).set_index("sector")
    assert list(table.index) == [name for name in SECTORS.values() if name in table.index]
    assert table["units"].sum() == 54
    assert table["quota"].sum() == 227 + 25 + 5 + 5 + 7 + 1 + 2 + 9 == 281
    assert table["admitted"].sum() == 106 + 19 + 2 + 0 + 1 + 1 + 0 + 6 == 135
    assert table["pending"].sum() == 24 + 0 + 0 + 1 + 2 + 0 + 2 + 0 == 29
    assert table["unknown"].sum() == table["incomplete"].sum() == 0


def test_rates_stand_only_where_the_quota_carries_them(assessed: pd.DataFrame) -> None:
    table = sectors_table(assessed).set_index("sector")
    assert table["completion_rate"].dropna().to_dict() == {
        "Xã, phường, thị trấn": pytest.approx(106 / 227),
        "Trường học": pytest.approx(19 / 25),
    }


@pytest.mark.parametrize(("quota", "bar"), [(RATED_QUOTA - 1, False), (RATED_QUOTA, True)])
def test_a_small_quota_is_dots_without_percentage(quota: int, bar: bool) -> None:
    ax = sectors(table_of([(quota, 5, 2, 30)]))
    assert bool(bars(ax, "admitted")) == bar
    assert dots(ax, "admitted") == (0 if bar else 5)
    assert dots(ax, "remaining") == (0 if bar else quota - 5 - 2)
    assert any(text.endswith("%") for text in words(ax)) == bar


def test_limit_may_be_changed() -> None:
    rows = table_of([(10, 5, 2, 30)])
    assert sectors_table(rows)["completion_rate"].isna().all()
    assert sectors_table(rows, Options(rated_quota=10))["completion_rate"].tolist() == [5 / 10]


def test_bars_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    ax = sectors(assessed)
    assert bars(ax, "admitted") == [(0, round(106 / 227, 6)), (0, round(19 / 25, 6))]
    assert bars(ax, "pending")[0] == (round(106 / 227, 6), round(24 / 227, 6))
    # 130 of 227, and 99 missing: two people stand above the quotas of their own units.
    assert bars(ax, "remaining")[0] == (round(130 / 227, 6), round(99 / 227, 6))
    assert 106 + 24 + 99 == 227 + 2
    assert dots(ax, "admitted") == 2 + 0 + 1 + 1 + 0 + 6


def test_labels_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    shown = words(sectors(assessed))
    labels = {"106+24/227", "19/25", "2/5", "0+1/5", "1+2/7", "1/1", "0+2/2", "6/9"}
    assert labels <= set(shown)
    rates = {format_percent(106 / 227), format_percent(19 / 25)}
    assert {text for text in shown if text.endswith("%")} == rates | {"0%", "50%", "100%"}


def test_notes_say_whose_split_it_is_and_why_bars_are_long(assessed: pd.DataFrame) -> None:
    note = foot(sectors(assessed))
    assert "Cách chia nhóm là của báo cáo này." in note
    assert "Thanh dài hơn 100% là do có đơn vị vượt chỉ tiêu của mình, phần vượt" in note
    assert "Thanh dài hơn 100%" not in foot(sectors(table_of([(30, 5, 0, 9)])))
    # only pending people are over the quota: that is no surplus
    pending = foot(sectors(table_of([(20, 19, 3, 0), (20, 1, 0, 30)])))
    assert "có đơn vị đã kết nạp và đang trình nhiều hơn chỉ tiêu của mình, phần hơn" in pending


def test_units_without_a_sector_stand_last() -> None:
    rows = table_of([(5, 1, 0, 0), (6, 2, 0, 0), (7, 3, 0, 0)])
    rows["sector"] = pd.array([None, "police", "commune"], dtype="str")
    table = sectors_table(rows)
    assert table["sector"].tolist() == ["Xã, phường, thị trấn", "Công an", UNCLASSIFIED]
    assert table["quota"].tolist() == [7, 6, 5]


def test_a_sector_that_did_not_report_says_so() -> None:
    rows = table_of([(30, 5, 0, 9), (None, None, None, None)])
    rows["sector"] = pd.array(["commune", "police"], dtype="str")
    ax = sectors(rows)
    assert "chưa báo cáo" in words(ax)
    assert "1 đơn vị chưa báo cáo hoặc chưa đủ số liệu." in foot(ax)
    assert "Công an: chưa báo cáo" in sectors_alt(sectors_table(rows))


def test_places_of_a_unit_with_a_missing_count_are_unknown() -> None:
    # One unit is three over its quota, which makes up for nothing.
    rows = table_of([(30, 33, 0, 9), (10, 4, None, 9)])
    assert sectors_table(rows)["unknown"].tolist() == [10 - 4]
    ax = sectors(rows)
    assert bars(ax, "unknown") == [((33 + 4) / 40, 6 / 40)]
    assert "chưa rõ" in legend_words(ax)
    assert "chưa rõ" not in legend_words(sectors(rows[:1]))


def test_alt_text_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    assert sectors_alt(sectors_table(assessed)) == (
        "Biểu đồ thanh ngang: đã kết nạp + đang trình duyệt / chỉ tiêu của từng nhóm đơn vị. "
        f"Xã, phường, thị trấn: 106+24/227, đã kết nạp {format_percent(106 / 227)}; "
        f"Trường học: 19/25, đã kết nạp {format_percent(19 / 25)}; Y tế: 2/5; "
        "Đơn vị sự nghiệp khác: 0+1/5; Cơ quan Nhà nước: 1+2/7; Đoàn thể: 1/1; Công an: 0+2/2; "
        "Doanh nghiệp, ngân hàng: 6/9."
    )
