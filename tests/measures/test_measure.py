"""All measures at once; one answer for whatever kind of columns; the kernel on its own."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import dangvien_analysis as dva
from dangvien_analysis import measures
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.measures.risk import ranked, risk_reasons
from tests.builders import counts, listed
from tests.conftest import AS_OF, DEADLINE, SHIPPED

ROWS: list[tuple[int | None, ...]] = [
    # quota, admitted, pending, pool: one of each level, and each count missing once
    (7, 7, 0, 0),
    (7, 5, 2, 0),
    (8, 6, 0, 1),
    (7, 0, 0, 9),
    (7, 2, 1, 9),
    (7, 5, 0, 9),
    (2, 0, 0, 2),
    (0, 1, 0, 0),
    (None, 3, 1, 4),
    (7, None, 1, 4),
    (7, 5, None, 4),
    (7, 5, 1, None),
    (None, None, None, None),
]
LEVELS = ["met", "met_if_approved", "at_risk", "at_risk", "watch", "on_track", "not_judged"]
LEVELS += [None] * 6


def units_of(rows: list[tuple[int | None, ...]]) -> pd.DataFrame:
    columns = dict(zip(COUNTS, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}
    return counts(**{name: columns.get(name, []) for name in COUNTS})


def as_int64(units: pd.DataFrame) -> pd.DataFrame:
    return units


def as_float64(units: pd.DataFrame) -> pd.DataFrame:
    return units.astype({name: "float64" for name in units if name in COUNTS})


def as_nullable_floats(units: pd.DataFrame) -> pd.DataFrame:
    return units.astype({name: "Float64" for name in units if name in COUNTS})


def as_objects(units: pd.DataFrame, blank: Any = None) -> pd.DataFrame:
    return units.assign(
        **{
            name: pd.Series(
                [blank if pd.isna(one) else int(one) for one in units[name]],
                index=units.index,
                dtype=object,
            )
            for name in units
            if name in COUNTS
        }
    )


def as_objects_with_na(units: pd.DataFrame) -> pd.DataFrame:
    return as_objects(units, pd.NA)


def as_objects_with_nan(units: pd.DataFrame) -> pd.DataFrame:
    return as_objects(units, np.nan)


KINDS = [as_int64, as_float64, as_nullable_floats, as_objects, as_objects_with_na]
KINDS += [as_objects_with_nan]
Measure = Callable[[pd.DataFrame], pd.DataFrame]
MEASURES: dict[str, Measure] = {
    "completion": dva.completion,
    "pipeline_coverage": dva.pipeline_coverage,
    "pace": lambda units: dva.pace(units, as_of=AS_OF, deadline=DEADLINE),
    "risk_reasons": risk_reasons,
    "risk_levels": dva.risk_levels,
    "all levels": lambda units: units.pipe(MEASURES["pace"]).pipe(dva.risk_levels),
    "totals": dva.totals,
    "totals by sector": lambda units: dva.totals(units, by="sector"),
    "measure": lambda units: dva.measure(units, as_of=AS_OF),
    "measure without a day": dva.measure,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_gives_one_answer(name: str, kind: Measure) -> None:
    table = units_of(ROWS).assign(sector=["a", "b", None] * 4 + ["a"])
    wanted, found = (MEASURES[name](one) for one in (table, kind(table)))
    given = [column for column in table if column in found and name[:6] != "totals"]
    assert_frame_equal(found.drop(columns=given), wanted.drop(columns=given))
    # what comes out is of the same kind whatever came in
    kinds = {str(dtype) for dtype in found.drop(columns=given).dtypes}
    assert kinds <= {"Int64", "Float64", "boolean", "category"}


COUNT = st.one_of(st.none(), st.integers(0, 20))


@given(st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT), max_size=12))
def test_any_table_has_one_answer(rows: list[tuple[int | None, ...]]) -> None:
    table = units_of(rows)
    added = dva.measure(table, as_of=AS_OF).drop(columns=list(COUNTS))
    for kind in KINDS:
        found = dva.measure(kind(table), as_of=AS_OF)
        assert_frame_equal(found.drop(columns=list(COUNTS)), added)


@given(st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT), min_size=1, max_size=12))
def test_the_parts_of_a_quota_add_up(rows: list[tuple[int | None, ...]]) -> None:
    found = dva.measure(units_of(rows), as_of=AS_OF)
    parts = found["in_dossier"] + found["remaining"] - found["to_admit"]
    assert parts.dropna().eq(0).all()
    pool = found["pool_usable"] + found["pool_shortfall"] - found["remaining"]
    assert pool.dropna().eq(0).all()
    over = found["admitted"] + found["to_admit"] - found["surplus"] - found["quota"]
    assert over.dropna().eq(0).all()


def test_levels_of_ordinary_floats_do_not_take_a_blank_for_a_number() -> None:
    found = dva.measure(as_float64(units_of(ROWS)), as_of=AS_OF)
    assert listed(found["risk_level"]) == LEVELS


@pytest.mark.parametrize("kind", KINDS)
def test_ranking_of_whatever_kind(kind: Measure) -> None:
    table = units_of(ROWS).assign(org_type="dang_bo")
    found = ranked(dva.pipeline_coverage(kind(table)))
    # 7 and 4 places missing, then 2, 2, 1 and none
    assert list(found.index) == ["u4", "u5", "u3", "u6", "u12", "u1", "u2"]


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize(
    ("value", "shown"), [(-1, "-1"), (2.5, "2.5"), (np.inf, "inf"), ("2", "'2'")]
)
def test_each_measure_refuses_what_is_no_number_of_people(
    name: str, value: Any, shown: str
) -> None:
    table = as_objects(units_of(ROWS)).assign(sector="a")
    table.loc["u2", "admitted"] = value
    with pytest.raises(ValueError, match=f"^admitted of u2 is {shown}; needed is"):
        MEASURES[name](table)


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_needs_quota_and_admitted(name: str) -> None:
    with pytest.raises(ValueError, match="no admitted"):
        MEASURES[name](units_of(ROWS).drop(columns="admitted").assign(sector="a"))


# --- measure ----------------------------------------------------------------------------------


def test_measure_is_the_four_measures(assessed: pd.DataFrame) -> None:
    table = assessed[list(COUNTS)]
    by_hand = (
        table.pipe(dva.completion)
        .pipe(dva.pipeline_coverage)
        .pipe(dva.pace, as_of=AS_OF, deadline=date(2023, 11, 30))
        .pipe(dva.risk_levels, small_quota=3)
    )
    found = dva.measure(table, as_of=AS_OF, deadline=date(2023, 11, 30), small_quota=3)
    assert_frame_equal(found, by_hand)


def test_measuring_leaves_the_frame_as_it_is() -> None:
    table = units_of(ROWS)
    before = table.copy()
    found = dva.measure(table, as_of=AS_OF)
    assert_frame_equal(table, before)
    assert table.attrs == {}
    assert_frame_equal(found[list(COUNTS)], before)


def test_measuring_again_changes_nothing() -> None:
    found = dva.measure(units_of(ROWS), as_of=AS_OF)
    again = dva.measure(found, as_of=AS_OF)
    assert_frame_equal(again, found)
    assert again.attrs == found.attrs


@pytest.mark.parametrize("length", [0, 2], ids=["empty", "all_na"])
def test_measure_of_nothing(length: int) -> None:
    found = dva.measure(units_of([(None,) * 4] * 2).iloc[:length], as_of=AS_OF)
    assert len(found) == length
    assert found.isna().all(axis=None)


def test_index_and_order_stay_whatever_they_are() -> None:
    table = units_of(ROWS[:3]).set_axis(["b", "a", "b"])
    found = dva.measure(table, as_of=AS_OF)
    assert list(found.index) == ["b", "a", "b"]
    assert listed(found["risk_level"]) == LEVELS[:3]


def test_without_a_day_levels_go_by_the_rules_that_need_none() -> None:
    found = dva.measure(units_of(ROWS))
    open_ = {"watch", "on_track"}
    assert listed(found["risk_level"]) == [None if one in open_ else one for one in LEVELS]
    assert found[["due_by_now", "required_per_month"]].isna().all(axis=None)
    assert found.attrs == {"small_quota": 2}


def test_a_day_after_the_deadline_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2023-09-13.*2023-08-31"):
        dva.measure(units_of(ROWS), as_of=AS_OF, deadline=date(2023, 8, 31))


# --- what a measured frame tells of itself ----------------------------------------------------


def test_attrs_tell_the_day_and_the_thresholds() -> None:
    found = dva.measure(units_of(ROWS), as_of=AS_OF, small_quota=3)
    assert found.attrs == {"as_of": "2023-09-13", "deadline": "2023-12-31", "small_quota": 3}
    assert found[found["quota"] > 2].attrs == found.attrs


def test_attrs_of_another_day_are_not_kept() -> None:
    table = units_of(ROWS)
    table.attrs = {"source": "x"}
    first = dva.measure(table.drop(columns="pool"), as_of=AS_OF)
    assert first.attrs["absent"] == "pool"
    again = dva.measure(first.assign(pool=table["pool"]))
    assert again.attrs == {"source": "x", "small_quota": 2}


@pytest.mark.parametrize(
    ("gone", "told"),
    [(["pool"], "pool"), (["pending"], "pending"), (["pool", "pending"], "pending, pool")],
)
def test_what_is_absent_is_said_once(gone: list[str], told: str) -> None:
    assert dva.measure(units_of(ROWS).drop(columns=gone)).attrs["absent"] == told


def test_a_measured_frame_can_be_kept(tmp_path: Path) -> None:
    found = dva.measure(units_of(ROWS).drop(columns="pool"), as_of=AS_OF)
    found.to_parquet(tmp_path / "units.parquet")
    back = pd.read_parquet(tmp_path / "units.parquet")
    assert_frame_equal(back, found)
    assert back.attrs == found.attrs


# --- the kernel on its own --------------------------------------------------------------------

ALONE = """
import sys
sys.path.insert(0, ".")
from datetime import date
import pandas as pd
from measures.measure import measure
from measures.totals import totals
table = pd.read_csv("bang.tsv", sep="\\t").iloc[:, [0, 2, 3, 4, 7]]
table.columns = ["unit_no", "quota", "admitted", "pending", "pool"]
units = table[table["unit_no"].str.fullmatch("[0-9]+")]
found = measure(units, as_of=date(2023, 9, 13))
names = ["units", "quota", "admitted", "pending", "remaining", "pool_usable"]
print(*totals(found).loc["all", names].astype(int))
print(*found["risk_level"].value_counts(sort=False).items())
print("dangvien_analysis" in sys.modules)
"""


def test_the_kernel_works_alone_in_an_empty_folder(tmp_path: Path) -> None:
    shutil.copytree(
        Path(measures.__path__[0]),
        tmp_path / "measures",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(SHIPPED, tmp_path / "bang.tsv")
    run = subprocess.run(
        [sys.executable, "-I", "-c", ALONE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    sums, levels, used = run.stdout.splitlines()
    assert sums == f"54 281 135 29 {281 - 135 - 29 + 4} 108"
    assert levels == (
        "('met', 9) ('met_if_approved', 3) ('on_track', 14) ('not_judged', 6) ('watch', 10) "
        "('at_risk', 12)"
    )
    assert used == "False"


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 9, 13),
        datetime(2023, 9, 13, 8),
        pd.Timestamp("2023-09-13"),
        "2023-09-13",
    ],
)
def test_a_day_may_be_given_in_any_form(day: object) -> None:
    frame = pd.DataFrame({"quota": [10], "admitted": [3]})
    found = dva.measure(frame, as_of=day, deadline="2023-12-31")  # type: ignore[arg-type]
    assert found["due_by_now"].iloc[0] == 10 * 256 // 365
    assert found.attrs["as_of"] == "2023-09-13"
    assert dva.measure(frame, as_of=pd.NaT)["due_by_now"].isna().all()  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["13/9/2023", "hôm nay", 20230913])
def test_what_is_no_day_is_named(day: object) -> None:
    frame = pd.DataFrame({"quota": [10], "admitted": [3]})
    with pytest.raises(ValueError, match=r"as_of is .*; needed is a day, such as 2023-09-13"):
        dva.measure(frame, as_of=day)  # type: ignore[arg-type]


def test_a_column_to_group_by_has_to_be_there() -> None:
    frame = pd.DataFrame({"quota": [10], "admitted": [3]})
    with pytest.raises(ValueError, match=r"no column 'nhom'.*quota, admitted"):
        dva.totals(frame, by="nhom")
