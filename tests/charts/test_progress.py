"""The bar of the whole district."""

import pandas as pd
import pytest

from dangvien_analysis.charts import Options, progress, progress_alt, progress_table
from dangvien_analysis.text.numbers import format_percent
from tests.charts.conftest import table_of
from tests.charts.reading import bars, foot, words

PARTS = ["admitted", "pending", "pool_usable", "pool_shortfall", "unknown"]


def test_table_of_the_shipped_case(assessed: pd.DataFrame, options: Options) -> None:
    table = progress_table(assessed, options)
    count = table["count"]
    # 30 communes, 6 schools, and the 18 other units, as the notice prints them.
    quota = 227 + 25 + 29
    expected = {
        "admitted": 106 + 19 + 10,
        "pending": 24 + 0 + 5,
        "pool_usable": 121 - 13,
        # Cổ Am 2, Đồng Minh 1, Hưng Nhân 2, Trần Dương 1, Vĩnh Tiến 3, and 4 small units.
        "pool_shortfall": 2 + 1 + 2 + 1 + 3 + 4,
        "unknown": 0,
        "expected": 135 + 29,
        "remaining": 121,
        "quota": quota,
        # Dũng Tiến, Thắng Thủy, Nguyễn Khuyến and Nguyễn Bỉnh Khiêm are one over.
        "surplus": 4 * 1,
        "stated_quota": 280,
        "units": 54,
        "missing_units": 0,
    }
    assert count.to_dict() == expected
    assert count[PARTS].sum() == count["quota"] + count["surplus"] == 281 + 4


def test_shares_are_those_of_the_summed_quota(assessed: pd.DataFrame, options: Options) -> None:
    share = progress_table(assessed, options)["share"].dropna()
    assert share.to_dict() == {
        "admitted": pytest.approx(135 / 281),
        "pending": pytest.approx(29 / 281),
        "expected": pytest.approx(164 / 281),
    }


def test_segments_follow_one_another_admitted_first(
    assessed: pd.DataFrame, options: Options
) -> None:
    ax = progress(assessed, options)
    assert [one.get_label() for one in ax.containers] == PARTS[:4]
    assert bars(ax, "admitted") == [(0, 135)]
    assert bars(ax, "pending") == [(135, 29)]
    assert bars(ax, "pool_usable") == [(135 + 29, 108)]
    assert bars(ax, "pool_shortfall") == [(135 + 29 + 108, 13)]


def test_numbers_stand_on_segments_and_words_under_them(
    assessed: pd.DataFrame, options: Options
) -> None:
    shown = words(progress(assessed, options))
    assert {"135", "29", "108", "13"} <= set(shown)
    assert f"Đã kết nạp {format_percent(135 / 281)} chỉ tiêu" in shown
    assert f"Đang trình duyệt {format_percent(29 / 281)} chỉ tiêu" in shown
    assert "Còn thiếu, có nguồn tại chỗ" in shown
    assert "Còn thiếu, thiếu nguồn" in shown
    assert "Còn thiếu: 121" in shown


def test_164_is_said_only_as_a_sum_under_a_condition(
    assessed: pd.DataFrame, options: Options
) -> None:
    told = [text for text in words(progress(assessed, options)) if "164" in text]
    percent = format_percent(164 / 281)
    assert told == [f"Nếu mọi hồ sơ đang trình được duyệt: 135 + 29 = 164 ({percent})"]


def test_both_quotas_are_marked(assessed: pd.DataFrame, options: Options) -> None:
    ax = progress(assessed, options)
    assert "Tổng chỉ tiêu các đơn vị: 281 (dòng tổng cộng ghi: 280)" in words(ax)
    marked = {float(path.vertices[0, 0]) for one in ax.collections for path in one.get_paths()}
    assert marked == {280.0, 281.0}


@pytest.mark.parametrize("stated", [None, 281])
def test_one_quota_is_marked_when_both_agree(assessed: pd.DataFrame, stated: int | None) -> None:
    ax = progress(assessed, Options(stated_quota=stated))
    assert "Tổng chỉ tiêu các đơn vị: 281" in words(ax)
    assert "280" not in progress_alt(progress_table(assessed, Options(stated_quota=stated)))


def test_the_length_over_the_quota_is_explained(assessed: pd.DataFrame, options: Options) -> None:
    note = foot(progress(assessed, options))
    assert "135 + 29 + 108 + 13 = 285, hơn tổng chỉ tiêu 4 người" in note
    assert "Hồ sơ đang trình duyệt chưa phải là đã kết nạp." in note


def test_nobody_admitted_is_told_and_no_empty_segment_is_drawn() -> None:
    ax = progress(table_of([(30, 0, 0, 40)]))
    assert [one.get_label() for one in ax.containers] == ["admitted", "pending", "pool_usable"]
    assert f"Đã kết nạp: 0 {format_percent(0)} chỉ tiêu" in words(ax)


@pytest.mark.parametrize(
    ("quota", "told"),
    [
        (20, f"Đã kết nạp {format_percent(5 / 20)} chỉ tiêu"),  # just large enough for a rate
        (19, "Đã kết nạp"),
    ],
)
def test_a_small_quota_has_no_percentage(quota: int, told: str) -> None:
    shown = words(progress(table_of([(quota, 5, 2, 30)])))
    assert told in shown
    assert any("%" in text for text in shown) == ("%" in told)


@pytest.mark.parametrize(
    ("row", "unknown"),
    [
        ((8, 2, None, 3), 8 - 2),  # pending not known: what is missing is not either
        ((8, 2, 1, None), 8 - 2 - 1),  # pool not known
        ((8, None, None, None), 8),
        ((None, None, None, None), 0),  # no quota: no place to speak of
    ],
)
def test_a_missing_figure_leaves_places_unknown_not_missing(
    row: tuple[int | None, ...], unknown: int
) -> None:
    # The other unit is two over its quota, which makes up for nothing.
    units = table_of([(10, 12, 0, 9), row])
    count = progress_table(units)["count"]
    assert count["unknown"] == unknown
    assert count["missing_units"] == 1
    ax = progress(units)
    assert sum(width for _, width in bars(ax, "unknown")) == unknown
    assert "1 trong 2 đơn vị chưa báo cáo hoặc thiếu số liệu." in foot(ax)


def test_pending_people_over_a_quota_make_the_bar_longer_and_no_surplus() -> None:
    # the first unit has 7 people for 5 places, two of them pending
    units = table_of([(5, 5, 2, 0), (10, 4, 1, 9)])
    count = progress_table(units)["count"]
    assert count["surplus"] == 0
    assert count["unknown"] == 0
    assert count[PARTS].sum() == 5 + 2 + 10
    note = foot(progress(units))
    assert "9 + 3 + 5 = 17, hơn tổng chỉ tiêu 2 người" in note
    assert "số đã kết nạp và đang trình nhiều hơn chỉ tiêu của đơn vị mình" in note
    # without them it is a surplus
    assert "đó là số vượt chỉ tiêu của đơn vị mình" in foot(
        progress(table_of([(5, 7, 0, 0), (10, 4, 1, 9)]))
    )


def test_alt_text_of_the_shipped_case(assessed: pd.DataFrame, options: Options) -> None:
    assert progress_alt(progress_table(assessed, options)) == (
        "Thanh ngang: tổng chỉ tiêu các đơn vị 281 người, dòng tổng cộng ghi 280; "
        f"đã kết nạp 135 ({format_percent(135 / 281)}), "
        f"đang trình duyệt 29 ({format_percent(29 / 281)}), "
        "còn thiếu 121, trong đó có nguồn tại chỗ 108, thiếu nguồn 13; "
        "vượt chỉ tiêu của đơn vị mình 4; 0 trong 54 đơn vị thiếu số liệu."
    )
