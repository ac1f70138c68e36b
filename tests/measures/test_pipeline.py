import pandas as pd
import pytest

import dangvien_analysis as dva
from tests.builders import counts, listed

ADDED = ["in_dossier", "remaining", "pool_shortfall", "pool_usable", "pipeline_coverage"]


@pytest.mark.parametrize(
    ("given", "filed", "remaining", "short", "usable", "coverage"),
    [
        # quota, admitted, pending, pool: more people than places
        ((15, 7, 5, 9), 5, 3, 0, 3, 9 / 3),
        # fewer: 8 - 6 = 2 places, 1 person
        ((8, 6, 0, 1), 0, 2, 1, 1, 1 / 2),
        ((6, 3, 0, 0), 0, 3, 3, 0, 0 / 3),
        # exactly as many
        ((5, 2, 1, 2), 1, 2, 0, 2, 2 / 2),
        # nothing remains: coverage does not apply, whatever the pool
        ((2, 0, 2, 5), 2, 0, 0, 0, None),
        ((5, 6, 0, 13), 0, 0, 0, 0, None),
        ((0, 0, 0, 3), 0, 0, 0, 0, None),
        # more pending than places: a dossier counts only as far as there is a place for it
        ((5, 4, 3, 2), 1, 0, 0, 0, None),
        ((5, 6, 3, 2), 0, 0, 0, 0, None),
        # a count that is missing
        ((5, 2, 1, None), 1, 2, None, None, None),
        ((5, 2, None, 4), None, None, None, None, None),
        ((5, None, 1, 4), None, None, None, None, None),
        ((None, 2, 1, 4), None, None, None, None, None),
    ],
)
def test_pipeline_coverage(
    given: tuple[int | None, ...],
    filed: int | None,
    remaining: int | None,
    short: int | None,
    usable: int | None,
    coverage: float | None,
) -> None:
    quota, admitted, pending, pool = ([count] for count in given)
    units = counts(quota=quota, admitted=admitted, pending=pending, pool=pool)
    found = dva.pipeline_coverage(units)
    assert [listed(found[name])[0] for name in ADDED] == [
        *(filed, remaining, short, usable, coverage)
    ]


@pytest.mark.parametrize("length", [0, 2], ids=["empty", "all_na"])
def test_pipeline_of_nothing(length: int) -> None:
    none = [None, None]
    units = counts(quota=none, admitted=none, pending=none, pool=none).iloc[:length]
    found = dva.pipeline_coverage(units)
    assert found[ADDED].shape == (length, 5)
    assert found.isna().all(axis=None)
    assert [str(found[name].dtype) for name in ADDED] == [*["Int64"] * 4, "Float64"]


def test_one_unit_s_people_do_not_cover_another_s_places() -> None:
    units = counts(quota=[5, 5], admitted=[0, 0], pending=[0, 0], pool=[10, 0])
    found = dva.pipeline_coverage(units)
    assert found["pool"].sum() == found["remaining"].sum() == 10
    assert found["pool_shortfall"].sum() == 5
    assert found["pool_usable"].sum() == 5


def test_shipped_pool(assessed: pd.DataFrame) -> None:
    short = assessed[assessed["pool_shortfall"] > 0]
    assert list(short["unit_no"]) == [3, 7, 10, 20, 28, 43, 49, 53, 54]
    # rows 3, 7, 10, 20, 28, then one person each in the four small units
    by_hand = (8 - 1 - 5) + (9 - 6 - 2) + (6 - 2 - 2) + (8 - 6 - 1) + (6 - 3 - 0) + 4 * 1
    assert short["pool_shortfall"].sum() == by_hand == 13
    # what remains is 281 - 135 - 29, and the four over their quota leave four places more
    assert assessed["remaining"].sum() == 281 - 135 - 29 + 4 == 121
    assert assessed["surplus"].sum() == (8 - 7) + (8 - 7) + (6 - 5) + (6 - 5) == 4
    assert assessed["pool_usable"].sum() == 121 - 13 == 108
    # 281 - 135 are missing, and the four over their quota leave four places more
    assert assessed["to_admit"].sum() == 281 - 135 + 4 == 29 + 121
    assert assessed["in_dossier"].sum() == 29
    assert (assessed["pool_usable"] == assessed[["pool", "remaining"]].min(axis=1)).all()
