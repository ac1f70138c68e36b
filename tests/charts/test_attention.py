"""The units to support and those behind the pace."""

import pandas as pd
import pytest

from dangvien_analysis.charts import Options, attention, attention_alt, attention_table
from dangvien_analysis.columns import REASONS
from tests.charts.conftest import simulated, table_of
from tests.charts.reading import bars, dots, foot, legend_words, words

AT_RISK = [
    "xa-co-am",
    "xa-tien-phong",
    "xa-vinh-long",
    "xa-hung-nhan",
    "xa-dong-minh",
    "xa-vinh-tien",
    "xa-tran-duong",
    "benh-vien-da-khoa-vinh-bao",
]


def test_units_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    table = attention_table(assessed)
    levels = table["risk_level"].astype("str")
    assert levels.tolist() == ["at_risk"] * 12 + ["watch"] * 10
    assert list(table.index[:8]) == AT_RISK
    # Then the small ones, in the register's order: two offices and two banks.
    assert table["small"].tolist() == [False] * 8 + [True] * 4 + [False] * 10
    assert table["unit_name"].iloc[9] == "Chi bộ Bảo hiểm xã hội"


def test_missing_places_are_parted_by_the_own_pool(assessed: pd.DataFrame) -> None:
    table = attention_table(assessed)
    parts = table[["pool_usable", "pool_shortfall", "unknown"]]
    assert (parts.sum(axis=1) == table["remaining"]).all()
    # Cổ Am lacks 7 with a pool of 5; Tiên Phong lacks 7 with a pool of 9.
    assert parts.loc["xa-co-am"].tolist() == [5, 7 - 5, 0]
    assert parts.loc["xa-tien-phong"].tolist() == [7, 0, 0]
    assert parts["pool_shortfall"].sum() == 13


@pytest.mark.parametrize(
    ("unit", "reasons"),
    [
        (
            "xa-co-am",
            [REASONS["short_of_pool"], f"{REASONS['behind']} (mức đều: {8 * 256 // 365})"],
        ),
        ("xa-dong-minh", [REASONS["short_of_pool"]]),
        (
            "xa-vinh-long",
            [REASONS["no_movement"], f"{REASONS['behind']} (mức đều: {5 * 256 // 365})"],
        ),
        ("xa-vinh-quang", [f"{REASONS['behind']} (mức đều: {9 * 256 // 365})"]),
    ],
)
def test_reasons_are_told_in_words(assessed: pd.DataFrame, unit: str, reasons: list[str]) -> None:
    assert attention_table(assessed).loc[unit, "reasons"] == "; ".join(reasons)
    assert "; ".join(reasons) in words(attention(assessed))


def test_bars_are_people_and_small_quotas_dots(assessed: pd.DataFrame) -> None:
    ax = attention(assessed)
    assert len(bars(ax, "pool_usable")) == 8 + 10
    assert bars(ax, "pool_usable")[0] == (0, 5)
    assert bars(ax, "pool_shortfall")[0] == (5, 2)
    assert dots(ax, "pool_shortfall") == 4
    assert dots(ax, "pool_usable") == 0


def test_words_are_calm(assessed: pd.DataFrame) -> None:
    shown = words(attention(assessed))
    assert "Cần quan tâm, hỗ trợ: 12 đơn vị" in shown
    assert "Chậm so với nhịp độ: 10 đơn vị" in shown
    text = " ".join([*shown, attention_alt(attention_table(assessed))]).lower()
    assert "yếu" not in text
    assert "kém" not in text
    assert "%" not in text


def test_a_pool_that_is_not_known_is_a_third_tone() -> None:
    rows = table_of([(6, 0, 0, None), (6, 1, 0, 2)])
    assert attention_table(rows)["unknown"].tolist() == [6, 0]
    ax = attention(rows)
    assert bars(ax, "unknown") == [(0, 6), (5, 0)]
    assert "chưa rõ" in words(ax)
    assert legend_words(ax) == [
        "còn thiếu, có nguồn tại chỗ",
        "còn thiếu, thiếu nguồn",
        "chưa rõ",
    ]


def test_no_unit_to_support_is_good_news() -> None:
    ax = attention(table_of([(6, 5, 0, 9)]))
    assert "Không có đơn vị nào cần quan tâm, hỗ trợ theo số đã báo." in words(ax)


def test_units_whose_level_is_open_are_counted(tables: dict[str, pd.DataFrame]) -> None:
    assert "4 đơn vị chưa đủ số liệu để đánh giá." in foot(attention(tables["absent"]))
    assert "chưa đủ số liệu" not in foot(attention(tables["real"]))


def test_without_a_date_no_even_pace_is_told(tables: dict[str, pd.DataFrame]) -> None:
    shown = " ".join(words(attention(tables["no date"])))
    assert "thiếu nguồn theo số đã báo" in shown
    assert "mức đều" not in shown.lower()


def test_what_a_page_does_not_hold_is_counted() -> None:
    rows = simulated(120)
    levels = attention_table(rows)["risk_level"].astype("str").value_counts()
    ax = attention(rows)
    heading = next(text for text in words(ax) if text.startswith("Cần quan tâm, hỗ trợ:"))
    total, drawn = (int(word) for word in heading.split() if word.isdigit())
    assert total == levels["at_risk"]
    assert len(bars(ax, "pool_usable")) + dots(ax, "pool_shortfall") >= drawn
    assert f"Còn {total - drawn} đơn vị cần quan tâm, hỗ trợ, xem bảng các đơn vị." in foot(ax)
    assert f"Còn {levels['watch']} đơn vị chậm so với nhịp độ" in foot(ax)


def test_limits_are_passed_on() -> None:
    rows = table_of([(5, 0, 0, 1), (9, 0, 0, 1)])
    table = attention_table(rows, Options(small_quota=5))
    assert table["small"].to_dict() == {"u0": True, "u1": False}


def test_alt_text_names_each_unit_with_what_it_lacks(assessed: pd.DataFrame) -> None:
    table = attention_table(assessed)
    first, second = attention_alt(table).removesuffix(".").split(". ")[1:]
    heading, _, names = first.partition(": 12 đơn vị: ")
    assert heading == "Cần quan tâm, hỗ trợ"
    assert names.startswith("Đảng bộ xã Cổ Am (còn thiếu 7, thiếu nguồn theo số đã báo; chậm")
    assert all(f"{name} (còn thiếu " in first for name in table["unit_name"][:12])
    assert second.startswith("Chậm so với nhịp độ: 10 đơn vị: ")
    assert second.endswith("Đảng bộ Trường THPT Tô Hiệu (còn thiếu 4)")
