"""The points of pool against missing places."""

import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from dangvien_analysis.charts import Options, coverage, coverage_alt, coverage_table
from tests.charts.conftest import simulated, table_of
from tests.charts.reading import foot, legend_words, words

SHORT = {
    "Đảng bộ xã Cổ Am": (7, 5),
    "Đảng bộ xã Đồng Minh": (3, 2),
    "Đảng bộ xã Hưng Nhân": (4, 2),
    "Đảng bộ xã Trấn Dương": (2, 1),
    "Đảng bộ xã Vĩnh Tiến": (3, 0),
    "Chi bộ Phòng Tài nguyên và Môi trường": (1, 0),
    "Chi bộ Bảo hiểm xã hội": (1, 0),
    "Ngân hàng Nông nghiệp và Phát triển nông thôn Vĩnh Bảo": (1, 0),
    "Ngân hàng Nông nghiệp và Phát triển nông thôn Nam Am": (1, 0),
}


def test_every_unit_stands_in_the_table_in_its_order(tables: dict[str, pd.DataFrame]) -> None:
    for name, table in tables.items():
        assert list(coverage_table(table).index) == list(table.index), name


def test_states_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    table = coverage_table(assessed)
    states = table["state"].value_counts().to_dict()
    # 12 units lack nobody: 9 have met their quota, 3 would with what is pending.
    assert states == {"covered": 54 - 9 - 12, "short": 9, "complete": 12}
    short = table[table["state"] == "short"].set_index("unit_name")[["remaining", "pool"]]
    assert {name: tuple(row) for name, row in short.T.items()} == SHORT


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ((8, 2, 1, 4), "short"),  # 5 missing, 4 in the pool
        ((8, 2, 1, 5), "covered"),  # on the line
        ((8, 2, 1, 6), "covered"),
        ((8, 8, 0, 0), "complete"),
        ((8, 9, 0, None), "complete"),  # nobody is missing, whatever the pool
        ((8, 2, 1, None), "unknown"),
        ((8, None, 1, 6), "unknown"),
    ],
)
def test_state_of_a_unit(row: tuple[int | None, ...], state: str) -> None:
    assert coverage_table(table_of([row]))["state"].tolist() == [state]


def test_units_at_one_point_share_a_key_in_the_order_given(assessed: pd.DataFrame) -> None:
    table = coverage_table(assessed)
    short = table[table["state"] == "short"]
    assert short["key"].tolist() == [1, 2, 3, 4, 5, 6, 6, 6, 6]
    assert short["together"].tolist() == [1, 1, 1, 1, 1, 4, 4, 4, 4]
    assert table.loc[table["state"] != "short", "key"].isna().all()


def test_points_stand_at_their_counts(assessed: pd.DataFrame) -> None:
    ax = coverage(assessed)
    offsets = np.vstack([one.get_offsets() for one in ax.collections if is_points(one)])
    table = coverage_table(assessed)
    drawn = table[table["state"].isin(["short", "covered"])]
    expected = drawn[["remaining", "pool"]].drop_duplicates().astype(float)
    assert {tuple(point) for point in offsets} == {tuple(point) for point in expected.to_numpy()}


def is_points(collection: object) -> bool:
    return isinstance(collection, PathCollection)


def test_several_units_at_one_point_are_seen_as_several(assessed: pd.DataFrame) -> None:
    ax = coverage(assessed)
    numbers = {
        text.get_position(): text.get_text()
        for text in ax.texts
        if text.get_text().isdigit() and text.get_weight() != "bold"
    }
    # Four small units at (1, 0), three at (1, 1); two communes at (3, 9).
    assert (numbers[1.0, 0.0], numbers[1.0, 1.0], numbers[3.0, 9.0]) == ("4", "3", "2")
    sizes = [size for one in ax.collections if is_points(one) for size in one.get_sizes()]
    assert sorted(sizes)[-3:] == [max(sizes)] * 3
    assert sorted(sizes)[-4] < max(sizes)


def test_units_that_are_short_are_named_with_both_counts(assessed: pd.DataFrame) -> None:
    ax = coverage(assessed)
    shown = words(ax)
    assert set(SHORT) <= set(shown)
    rows: dict[float, list[str]] = {}
    for text in ax.texts:
        if text.get_va() == "top":
            place = round(text.get_position()[1], 6)
            rows.setdefault(place, []).append(" ".join(text.get_text().split()))
    listed = {name: (int(left), int(pool)) for _, name, left, pool in list(rows.values())[2:]}
    assert listed == SHORT


def test_each_key_stands_beside_its_point(assessed: pd.DataFrame) -> None:
    ax = coverage(assessed)
    table = coverage_table(assessed).dropna(subset="key").drop_duplicates("key")
    keys = {text.get_text(): text for text in ax.texts if text.get_weight() == "bold"}
    scale = 72 / ax.figure.dpi
    for _, row in table.iterrows():
        point = ax.transData.transform((row["remaining"], row["pool"]))
        key = ax.transData.transform(keys[str(row["key"])].get_position())
        assert np.hypot(*(key - point)) * scale < 15


def test_the_line_of_equality_is_one(assessed: pd.DataFrame) -> None:
    (line,) = coverage(assessed).lines
    assert list(line.get_xdata()) == list(line.get_ydata())


def test_small_quotas_have_their_own_marker(assessed: pd.DataFrame) -> None:
    assert legend_words(coverage(assessed)) == [
        "thiếu nguồn",
        "đủ nguồn",
        "chỉ tiêu nhỏ",
        "nguồn = còn thiếu",
    ]
    large = coverage(assessed, Options(small_quota=0))
    assert "chỉ tiêu nhỏ" not in legend_words(large)
    assert not any("%" in text for text in words(large))


def test_both_kinds_at_one_point_stand_side_by_side() -> None:
    rows = table_of([(2, 1, 0, 0), (9, 8, 0, 0)])
    ax = coverage(rows)
    offsets = np.vstack([one.get_offsets() for one in ax.collections if is_points(one)])
    assert sorted(offsets[:, 0])[0] < 1 < sorted(offsets[:, 0])[1]
    assert list(offsets[:, 1]) == [0, 0]


def test_units_that_are_not_drawn_are_counted(tables: dict[str, pd.DataFrame]) -> None:
    assert "Không vẽ 12 đơn vị không còn thiếu." in foot(coverage(tables["real"]))
    assert "Không vẽ 4 đơn vị thiếu số liệu." in foot(coverage(tables["absent"]))
    assert "thiếu số liệu" not in foot(coverage(tables["real"]))


def test_nobody_missing_is_said() -> None:
    assert "Không đơn vị nào còn thiếu." in words(coverage(table_of([(5, 5, 0, 0)])))


def test_a_list_longer_than_a_page_is_cut_and_counted() -> None:
    rows = table_of([(9, at % 5, 0, at % 4) for at in range(90)])
    ax = coverage(rows)
    named = [text for text in words(ax) if text.startswith("Đảng bộ xã")]
    assert len(named) < 90
    assert f"Còn {90 - len(named)} đơn vị thiếu nguồn, xem bảng các đơn vị." in foot(ax)


def test_long_names_are_told_apart() -> None:
    rows = simulated(120)
    short = coverage_table(rows).query("state == 'short'")
    named = [text for text in words(coverage(rows)) if text.startswith(("Đảng bộ", "Chi bộ"))]
    assert {text.split()[-1] for text in named} == {
        name.split()[-1] for name in short["unit_name"]
    }


def test_alt_text_of_the_shipped_case(assessed: pd.DataFrame) -> None:
    named = "; ".join(
        f"{name} (còn thiếu {left}, nguồn {pool})" for name, (left, pool) in SHORT.items()
    )
    assert coverage_alt(coverage_table(assessed)) == (
        "Biểu đồ điểm: nguồn so với số còn thiếu của các đơn vị chưa đủ chỉ tiêu; "
        f"33 đơn vị đủ nguồn, 9 đơn vị thiếu nguồn: {named}."
    )


def test_seaborn_is_loaded_with_the_settings_of_the_user(
    assessed: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "seaborn"]:
        monkeypatch.delitem(sys.modules, name)
    before = dict(mpl.rcParams)
    coverage(assessed)
    assert dict(sys.modules["seaborn"]._orig_rc_params) == before
