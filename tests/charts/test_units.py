"""The rows of units."""

import pandas as pd
import pytest

from dangvien_analysis.charts import Options, units, units_alt, units_table
from dangvien_analysis.charts.drawing.theme import size_of
from dangvien_analysis.measures.rules import RANKED_QUOTA, SMALL_QUOTA
from tests.charts.conftest import LONG, simulated, table_of
from tests.charts.reading import bars, boxes, dots, foot, text_artists, words


def test_every_unit_stands_in_the_table_once(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        assert sorted(units_table(table).index) == sorted(table.index), name


def test_places_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    table = units_table(assessed)
    sizes = table.groupby(["kind", "place"]).size().to_dict()
    assert sizes == {
        ("Đảng bộ", "ranked"): 30 + 4,  # communes, and schools with a quota of 5 or 6
        ("Đảng bộ", "unranked"): 2,  # the hospital, quota 3; Thủy lợi, quota 4
        ("Chi bộ", "unranked"): 1,  # Cộng Hiền school, quota 3
        ("Đảng bộ", "small"): 1,
        ("Chi bộ", "small"): 14,
        ("Chưa rõ loại hình", "small"): 2,
    }


def test_ranking_is_by_places_missing_and_not_by_rate(assessed: pd.DataFrame) -> None:
    ranked = units_table(assessed).query("place == 'ranked'")
    assert ranked["remaining"].is_monotonic_decreasing
    # Of those that lack 7, Cổ Am comes first in the register though Tiền Phong has nobody.
    assert list(ranked.index[:3]) == ["xa-co-am", "xa-tien-phong", "xa-vinh-quang"]


def test_other_units_keep_the_order_given(assessed: pd.DataFrame) -> None:
    small = units_table(assessed).query("place == 'small'")
    assert list(small.index) == [unit for unit in assessed.index if unit in small.index]
    assert small["quota"].max() == SMALL_QUOTA


@pytest.mark.parametrize(
    ("quota", "place"),
    [
        (SMALL_QUOTA, "small"),
        (SMALL_QUOTA + 1, "unranked"),
        (RANKED_QUOTA - 1, "unranked"),
        (RANKED_QUOTA, "ranked"),
    ],
)
def test_limits_of_the_places(quota: int, place: str) -> None:
    assert units_table(table_of([(quota, 1, 0, 0)]))["place"].tolist() == [place]


def test_limits_may_be_changed() -> None:
    rows = table_of([(2, 1, 0, 0), (6, 1, 0, 0)])
    table = units_table(rows, Options(small_quota=1, ranked_quota=7))
    assert table["place"].tolist() == ["unranked", "unranked"]


def test_bars_are_shares_of_each_units_quota(assessed: pd.DataFrame) -> None:
    ax = units(assessed)
    # The first row is Cổ Am, 1 of 8; the 15th Vĩnh Bảo town, 7 + 5 of 15.
    assert len(bars(ax, "admitted")) == 34 + 2 + 1
    assert bars(ax, "admitted")[0] == (0, round(1 / 8, 6))
    assert bars(ax, "admitted")[14] == (0, round(7 / 15, 6))
    assert bars(ax, "pending")[14] == (round(7 / 15, 6), round(5 / 15, 6))
    assert bars(ax, "remaining")[14] == (round(12 / 15, 6), round(3 / 15, 6))
    # Nguyễn Bỉnh Khiêm school, the last ranked one, is over its quota.
    assert bars(ax, "admitted")[33] == (0, round(6 / 5, 6))


def test_small_quotas_are_dots_one_a_person(assessed: pd.DataFrame) -> None:
    ax = units(assessed)
    assert dots(ax, "admitted") == 7
    assert dots(ax, "pending") == 5
    assert dots(ax, "remaining") == 11
    assert sum(dots(ax, tone) for tone in ("admitted", "pending", "remaining")) == 23


def test_rows_are_labelled_with_counts_in_the_order_admitted_pending_quota(
    assessed: pd.DataFrame,
) -> None:
    shown = words(units(assessed))
    assert {"7+5/15", "8/7", "0+5/8", "0/1", "0+2/2"} <= set(shown)
    # Eight small units have nobody: seven with a quota of 1, Khuyến nông with 2.
    assert (shown.count("0/1"), shown.count("0/2")) == (7, 1)


def test_headings_sum_their_groups(assessed: pd.DataFrame) -> None:
    shown = words(units(assessed))
    assert "Đảng bộ, chỉ tiêu 5-15: 34 đơn vị, 123+24/248" in shown
    assert "Đảng bộ, chỉ tiêu 3-4: 2 đơn vị, 3/7" in shown
    assert "Chi bộ, chỉ tiêu 3: 1 đơn vị, 2/3" in shown
    assert "Chỉ tiêu 1-2: 17 đơn vị, 7+5/23" in shown
    assert 123 + 3 + 2 + 7 == 135
    assert 248 + 7 + 3 + 23 == 281


def test_percentages_stand_only_over_the_bars(assessed: pd.DataFrame) -> None:
    assert [text for text in words(units(assessed)) if "%" in text] == ["0%", "50%", "100%"]
    assert not any("%" in text for text in words(units(table_of([(2, 1, 0, 0)]))))


def test_units_that_did_not_report_say_so(tables: dict[str, pd.DataFrame]) -> None:
    ax = units(tables["absent"])
    shown = words(ax)
    assert shown.count("chưa báo cáo") == 4
    assert "Chưa báo cáo hoặc chưa đủ số liệu: 4 đơn vị" in shown
    rows = {text.get_text(): round(text.get_position()[1], 3) for text in ax.texts}
    levels = [
        round(text.get_position()[1], 3) for text in ax.texts if text.get_text() == "chưa báo cáo"
    ]
    assert rows["Đảng bộ xã Cổ Am"] in levels
    # Not as 0: neither a bar nor a figure stands in its row.
    level = rows["Đảng bộ xã Cổ Am"]
    same = [text.get_text() for text in ax.texts if round(text.get_position()[1], 3) == level]
    assert sorted(filter(None, same)) == ["chưa báo cáo", "Đảng bộ xã Cổ Am"]


def test_a_unit_with_one_missing_count_shows_the_others() -> None:
    shown = words(units(table_of([(9, 4, None, 2), (9, 4, 1, 2)])))
    assert "chưa đủ số liệu" in shown
    assert "4+?/9" in shown


def test_bars_far_over_the_quota_are_cut_and_marked() -> None:
    ax = units(table_of([(5, 30, 2, 0), (6, 1, 0, 9)]))
    assert max(x + width for x, width in bars(ax, "admitted")) == pytest.approx(2 + 0.05)
    assert "›" in words(ax)
    assert "trên 200% chỉ tiêu" in foot(ax)
    assert "›" not in words(units(table_of([(5, 10, 0, 0)])))


def test_names_stay_left_of_the_bars_and_figures_right(assessed: pd.DataFrame) -> None:
    ax = units(assessed)
    found = {text.get_text(): box for text, box in boxes(ax).items()}
    start = ax.transData.transform((0, 0))[0] * 72 / ax.figure.dpi
    end = ax.transData.transform((6 / 5, 0))[0] * 72 / ax.figure.dpi
    assert all(found[name].x1 < start for name in assessed["unit_name"])
    assert found["7+5/15"].x0 > end


def test_full_names_are_written_where_they_fit(assessed: pd.DataFrame) -> None:
    assert set(assessed["unit_name"]) <= set(words(units(assessed)))


@pytest.mark.parametrize("number", [20, 54, 64, 80, 120])
def test_rows_are_far_enough_apart_to_read(number: int) -> None:
    ax = units(table_of([(9, at % 9, 0, 5) for at in range(number)]))
    lines = ax.get_ylim()[0] - ax.get_ylim()[1]
    assert 8 - 0.01 <= size_of(ax)[1] / lines <= 12 + 0.01


def test_many_units_stand_in_two_columns_under_their_headings() -> None:
    ax = units(simulated(120))
    starts = {round(text.get_position()[0], 6) for text in ax.texts if text.get_weight() == "bold"}
    assert len(starts) == 2
    continued = [text for text in words(ax) if text.endswith("(tiếp)")]
    assert len(continued) <= 1
    numbers = {text.split()[-1] for text in words(ax) if "… số" in text}
    assert numbers == {str(number) for number in range(1, 121)}


def test_the_kind_is_left_out_only_where_the_heading_says_it() -> None:
    shown = [text.get_text() for text in text_artists(units(simulated(120)))]
    small = [text for text in shown if text.startswith(("Đảng bộ ", "Chi bộ ")) and "…" in text]
    table = units_table(simulated(120))
    headed = table[table["place"].isin(["small", "unknown"])]
    assert len(small) == len(headed)
    assert all(name.split(" ", 2)[2].startswith(LONG) for name in headed["unit_name"])


def test_alt_text_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    assert units_alt(units_table(assessed)) == (
        "Biểu đồ thanh ngang: từng đơn vị so với chỉ tiêu của mình. "
        "Đảng bộ, chỉ tiêu 5-15: 34 đơn vị, 123+24/248. "
        "Còn thiếu nhiều nhất, 7 người: Đảng bộ xã Cổ Am, Đảng bộ xã Tiền Phong, "
        "Đảng bộ xã Vinh Quang. "
        "Đảng bộ, chỉ tiêu 3-4: 2 đơn vị, 3/7. "
        "Chi bộ, chỉ tiêu 3: 1 đơn vị, 2/3. "
        "Chỉ tiêu 1-2: 17 đơn vị, 7+5/23."
    )
