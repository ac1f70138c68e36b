from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.forecasting.alike import whole_counts
from dangvien_analysis.forecasting.predictive import UNLIMITED
from tests.builders import counts

ROWS = st.lists(st.tuples(*[st.integers(0, 3)] * 4), max_size=20)


@given(ROWS)
def test_units_alike_are_taken_together_and_found_again(rows: list[tuple[int, ...]]) -> None:
    columns = zip(*rows, strict=True) if rows else [[]] * 4
    names = ("quota", "admitted", "pending", "pool")
    alike = whole_counts(counts(**dict(zip(names, columns, strict=True)))).alike
    parts = np.stack([alike.quota, alike.admitted, alike.pending, alike.pool], axis=1)
    assert len({tuple(row) for row in parts}) == len(parts) == len(set(rows))
    assert [tuple(row) for row in parts[alike.of]] == rows
    assert alike.number.sum() == len(rows)
    # kinds are the pairs of quota and dossiers, in order
    pairs = [(row[0], row[1] + row[2]) for row in parts]
    assert pairs == sorted(pairs)
    assert list(np.diff(alike.kind)) == [int(a != b) for a, b in pairwise(pairs)]
    assert len(alike.first) == len(set(pairs))


def test_what_is_not_known_is_marked() -> None:
    found = whole_counts(
        counts(
            quota=[5, None, 5, 5],
            admitted=[1, 1, None, 1],
            pending=[None, 1, 1, 1],
            pool=[2, 2, 2, None],
        )
    )
    assert list(found.known) == [True, False, False, True]
    assert list(found.no_pending) == [True, False, False, False]
    assert list(found.no_pool) == [False, False, False, True]
    assert list(found.pending) == [0, 1, 1, 1]
    assert found.pool[3] == UNLIMITED
    assert list(found.alike.of) == [0, 1]


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64", "Float64", "object"])
def test_any_kind_of_column_will_do(dtype: str) -> None:
    frame = pd.DataFrame(
        {"quota": [5, 3], "admitted": [1, 2], "pending": [0, 1], "pool": [4, 0]}
    ).astype(dtype)
    assert list(whole_counts(frame).alike.quota) == [3, 5]


def test_a_count_below_0_is_named() -> None:
    frame = counts(quota=[5, 5], admitted=[1, -2], pending=[0, 0], pool=[0, 0])
    with pytest.raises(ValueError, match="admitted of u2 is -2; needed is a whole number"):
        whole_counts(frame)
