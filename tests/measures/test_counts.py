from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.measures.counts import MOST, absent, counts, fraction, numbers, whole
from tests.builders import listed

NAMES = ["quota", "admitted", "pending", "pool"]


def frame(quota: Any, admitted: Any = (1, 1)) -> pd.DataFrame:
    return pd.DataFrame({"quota": quota, "admitted": list(admitted)}, index=["xa-a", "xa-b"])


@pytest.mark.parametrize(
    "column",
    [
        pd.array([5, pd.NA], dtype="Int64"),
        pd.array([5, pd.NA], dtype="Int16"),
        pd.array([5, pd.NA], dtype="Float64"),
        pd.array([5, pd.NA], dtype="int64[pyarrow]"),
        np.array([5.0, np.nan]),
        np.array([5.0, np.nan], dtype="float32"),
        pd.Series([5, None], dtype=object),
        pd.Series([5, pd.NA], dtype=object),
        pd.Series([np.int64(5), np.nan], dtype=object),
        pd.Series([5.0, pd.NaT], dtype=object),
        pd.Series([Decimal(5), Decimal("NaN")], dtype=object),
        pd.Categorical([5, None]),
    ],
    ids=lambda one: str(one.dtype),
)
def test_any_kind_of_column_is_the_same_numbers(column: Any) -> None:
    found = numbers(pd.DataFrame({"quota": column}), "quota")
    assert found.dtype == np.float64
    assert found[0] == 5
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        # negative, however it is kept
        (np.array([5, -2]), "-2"),
        (np.array([5.0, -2.0]), "-2.0"),
        (pd.array([None, -2], dtype="Int64"), "-2"),
        # people come whole
        (np.array([5.0, 2.5]), "2.5"),
        (np.array([5.0, np.inf]), "inf"),
        (np.array([np.nan, -np.inf]), "-inf"),
        (np.array([5, MOST + 1]), str(MOST + 1)),
        ([5, 10**400], "1000"),
        # words, also words that look like numbers, and answers to another question
        (["5", "2"], "'5'"),
        ([5, "2"], "'2'"),
        ([None, "chưa có"], "'chưa có'"),
        (pd.Categorical(["5", "5"]), "'5'"),
        ([5, True], "True"),
        (np.array([True, True]), "True"),
        ([5, [2]], r"\[2\]"),
        (pd.to_datetime(["2023-09-13", "2023-09-13"]), "2023-09-13"),
    ],
)
def test_what_is_no_number_of_people_is_refused(given: Any, shown: str) -> None:
    units = frame(quota=[5, 5])
    units["quota"] = pd.Series(given, index=units.index) if isinstance(given, list) else given
    with pytest.raises(ValueError, match=f"^quota of xa-[ab] is {shown}") as error:
        counts(units)
    assert "needed is a whole number from 0 to 1000000000, or NA where it is not known" in str(
        error.value
    )
    assert "\n" not in str(error.value)


def test_the_first_unit_that_is_wrong_is_named() -> None:
    with pytest.raises(ValueError, match=r"^admitted of xa-b is -1\.0;"):
        counts(frame(quota=[5, 5], admitted=[None, -1]))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["admitted", "pool"], "no quota, only the columns admitted, pool;"),
        (["quota"], "no admitted, only the columns quota;"),
        ([], r"no quota and no admitted, only the columns \(none\);"),
    ],
)
def test_without_quota_or_admitted_there_is_nothing_to_measure(
    columns: list[str], said: str
) -> None:
    with pytest.raises(ValueError, match=f"the frame has {said} needed are quota and admitted"):
        counts(pd.DataFrame(columns=columns, dtype="Int64"))


def test_a_column_that_is_there_twice_is_refused() -> None:
    units = pd.DataFrame([[1, 2, 3]], columns=["quota", "quota", "admitted"])
    with pytest.raises(ValueError, match="quota is there 2 times"):
        counts(units)


def test_what_is_absent_is_not_known() -> None:
    found = counts(frame(quota=[5, 5]))
    assert np.isnan(found.pending).all()
    assert np.isnan(found.pool).all()
    assert len(found.pool) == 2
    assert absent(frame(quota=[5, 5])) == ["pending", "pool"]
    assert absent(pd.DataFrame(columns=NAMES)) == []


@pytest.mark.parametrize("dtype", ["Int64", "float64", "object", "str"])
def test_counts_of_nothing(dtype: str) -> None:
    found = counts(pd.DataFrame(columns=NAMES, dtype=dtype))
    assert [len(one) for one in found] == [0] * 4
    none = counts(pd.DataFrame({name: [None, None] for name in NAMES}, dtype=dtype))
    assert np.isnan(np.stack(none)).all()


@given(st.lists(st.one_of(st.none(), st.integers(0, MOST)), max_size=9))
def test_numbers_come_back_as_they_went_in(values: list[int | None]) -> None:
    units = pd.DataFrame({"quota": pd.array(values, dtype="Int64")})
    column = pd.Series(whole(numbers(units, "quota")))
    assert str(column.dtype) == "Int64"
    assert listed(column) == values


def test_rates_are_na_where_they_are_not_known() -> None:
    column = pd.Series(fraction(np.array([1 / 3, np.nan])))
    assert str(column.dtype) == "Float64"
    assert listed(column) == [1 / 3, None]
