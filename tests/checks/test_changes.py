import pandas as pd
import pytest

from dangvien_analysis.checks.changes import changes
from tests.builders import counts, listed


def table(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    quota, admitted, pending, pool = zip(*rows, strict=True)
    return counts(quota=quota, admitted=admitted, pending=pending, pool=pool)


@pytest.mark.parametrize(
    ("before", "after", "opened", "decided", "gained", "moved"),
    [
        # two of three waiting were admitted, nobody new
        ((7, 2, 3, 5), (7, 4, 1, 5), 0, 2, 0, True),
        # one new dossier out of the pool
        ((7, 2, 0, 5), (7, 2, 1, 4), 1, 0, 0, True),
        # three admitted of whom one was waiting: two new dossiers; the pool gained four
        ((7, 2, 1, 5), (7, 5, 0, 7), 2, 1, 4, True),
        # a dossier vanished: nothing opened, nobody admitted
        ((7, 2, 2, 5), (7, 2, 1, 5), 0, 0, 0, True),
        # nothing moved but the pool
        ((7, 2, 1, 5), (7, 2, 1, 9), 0, 0, 4, False),
        # admitted fell: not a negative number of anything
        ((7, 3, 1, 5), (7, 2, 1, 5), 0, 0, 0, True),
        # a quota changed is no movement of people
        ((7, 3, 1, 5), (9, 3, 1, 5), 0, 0, 0, False),
    ],
)
def test_one_unit(
    before: tuple[int, ...],
    after: tuple[int, ...],
    opened: int,
    decided: int,
    gained: int,
    moved: bool,
) -> None:
    row = changes(table(before), table(after)).iloc[0]
    assert (row["opened"], row["decided"], row["pool_gained"]) == (opened, decided, gained)
    assert row["moved"] == moved
    for at, name in enumerate(("quota", "admitted", "pending", "pool")):
        assert row[f"{name}_before"] == before[at]
        assert row[f"{name}_change"] == after[at] - before[at]


def test_what_is_not_known_stays_unknown() -> None:
    found = changes(table((7, None, 1, 5), (7, 2, None, 5)), table((7, 3, 1, 5), (7, 2, 0, 5)))
    assert listed(found["admitted_change"]) == [None, 0]
    assert listed(found["pending_change"]) == [0, None]
    assert listed(found["opened"]) == [None, None]
    assert listed(found["decided"]) == [None, None]
    assert listed(found["moved"]) == [None, None]


def test_units_are_those_of_the_later_table() -> None:
    earlier, later = table((7, 2, 1, 5), (3, 1, 0, 2)), table((7, 3, 0, 5))
    later.index = pd.Index(["u1"], name="unit_id")
    assert list(changes(earlier, later).index) == ["u1"]
    new = later.rename(index={"u1": "new"})
    assert changes(earlier, new).isna().all(axis=None)


def test_no_units() -> None:
    empty = table((1, 1, 1, 1)).iloc[:0]
    assert changes(empty, empty).empty
