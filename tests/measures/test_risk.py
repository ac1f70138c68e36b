from datetime import date

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.measures.risk import LEVEL_DTYPE, ranked, risk_levels, risk_reasons
from dangvien_analysis.measures.rules import LEVELS, POOL_JUST_ENOUGH, REASONS
from tests.builders import counts, listed


def units(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    """Rows of quota, admitted, pending, pool, due."""
    names = ("quota", "admitted", "pending", "pool", "due_by_now")
    return counts(**dict(zip(names, zip(*rows, strict=True), strict=True)))


def fired(found: pd.DataFrame) -> list[str]:
    """Join the names of the facts that hold, a unit a text."""
    rows = found[list(REASONS)].fillna(value=False).itertuples(index=False)
    return [", ".join(name for name, so in zip(REASONS, row, strict=True) if so) for row in rows]


@pytest.mark.parametrize(
    ("row", "level", "reasons"),
    [
        # quota, admitted, pending, pool, due by now
        ((7, 7, 0, 0, 4), "met", ""),
        ((5, 6, 0, 0, 3), "met", ""),
        ((1, 1, 0, 0, 0), "met", ""),
        # met is met, whatever is not known besides
        ((1, 1, None, None, None), "met", ""),
        ((2, 0, 2, 5, 1), "met_if_approved", ""),
        ((7, 6, 1, 0, 7), "met_if_approved", ""),
        # short of people: four places, three persons; a small unit is not spared a fact
        ((8, 2, 2, 3, 4), "at_risk", "short_of_pool"),
        ((1, 0, 0, 0, 0), "at_risk", "short_of_pool"),
        # just enough people is enough
        ((8, 2, 2, 4, 4), "on_track", ""),
        # nobody at all, with a quota over 2
        ((3, 0, 0, 9, 0), "at_risk", "no_movement"),
        ((3, 0, 0, 9, 2), "at_risk", "no_movement, behind"),
        ((3, 0, 0, 2, 2), "at_risk", "short_of_pool, no_movement, behind"),
        # one sent up is a movement; it may still be late
        ((3, 0, 1, 9, 2), "watch", "behind"),
        # an exact tie with an even pace is not late
        ((7, 3, 1, 9, 4), "on_track", ""),
        ((7, 3, 0, 9, 4), "watch", "behind"),
        # quotas of 1 and 2 are not judged by pace, the first over that is
        ((2, 0, 0, 2, 1), "not_judged", ""),
        ((1, 0, 0, 1, 1), "not_judged", ""),
        ((3, 1, 0, 2, 2), "watch", "behind"),
        # a quota of 0 is not judged
        ((0, 0, 0, 0, 0), None, ""),
        ((0, 2, 0, 0, 0), None, ""),
        # a missing count leaves open what needs it …
        ((None, 1, 0, 5, None), None, ""),
        ((7, None, 0, 5, 4), None, ""),
        ((7, 5, None, 5, 4), None, ""),
        ((7, 5, 0, None, 4), None, ""),
        ((7, 5, 1, 5, None), None, ""),
        # … but not what the others settle: nobody moved, whatever the pool
        ((7, 0, 0, None, 4), "at_risk", "no_movement, behind"),
        # without a date pace is unknown; a lack of people and a small quota are not
        ((7, 5, 1, 0, None), "at_risk", "short_of_pool"),
        ((2, 0, 0, 2, None), "not_judged", ""),
        # a small unit with an unknown pool may be short of people
        ((2, 0, 0, None, 1), None, ""),
    ],
)
def test_risk_levels(row: tuple[int | None, ...], level: str | None, reasons: str) -> None:
    found = risk_levels(units(row))
    assert listed(found["risk_level"]) == [level]
    assert fired(found) == [reasons]
    assert found["risk_level"].dtype == LEVEL_DTYPE


@pytest.mark.parametrize(
    ("row", "short", "still", "behind"),
    [
        ((7, 3, 0, 9, 4), False, False, True),
        # a single count settles a rule: somebody is admitted, enough are, nobody is lacking
        ((7, 3, None, None, 4), None, False, None),
        ((7, 5, None, None, 4), None, False, False),
        ((7, 7, 0, None, 4), False, False, False),
        ((2, 0, None, None, 1), None, False, False),
        # pending alone is a movement too
        # and the pool covers whatever remains
        ((7, None, 1, 9, 4), False, False, None),
        ((None, 0, 0, 1, None), None, None, None),
        ((0, 0, 0, 0, 0), None, None, None),
        ((7, 2, 2, 9, None), False, False, None),
    ],
)
def test_risk_reasons(
    row: tuple[int | None, ...], short: bool | None, still: bool | None, behind: bool | None
) -> None:
    found = risk_reasons(units(row))
    assert list(found) == [*REASONS, POOL_JUST_ENOUGH]
    assert listed(found.iloc[0, :3]) == [short, still, behind]
    assert set(map(str, found.dtypes)) == {"boolean"}


def test_small_quota_is_a_threshold_up_to_and_with() -> None:
    table = units((3, 0, 0, 9, 2), (4, 0, 0, 9, 2))
    assert listed(risk_levels(table, small_quota=3)["risk_level"]) == ["not_judged", "at_risk"]
    assert listed(risk_levels(table, small_quota=0)["risk_level"]) == ["at_risk", "at_risk"]


@pytest.mark.parametrize("length", [0, 2], ids=["empty", "all_na"])
def test_levels_of_nothing(length: int) -> None:
    table = units((None,) * 5, (None,) * 5).iloc[:length]
    found = risk_levels(table)
    assert list(found.index) == list(table.index)
    assert found["risk_level"].isna().all()
    assert fired(found) == [""] * length
    assert found["risk_level"].dtype == LEVEL_DTYPE
    assert risk_reasons(table).isna().all(axis=None)


def test_levels_compare_as_ordered() -> None:
    found = risk_levels(units((1, 1, 0, 0, 0), (1, 0, 0, 0, 0)))["risk_level"]
    assert found.min() == "met"
    assert (found > "watch").tolist() == [False, True]


SHIPPED = {
    "met": [6, 9, 23, 35, 36, 38, 41, 51, 52],
    "met_if_approved": [37, 39, 44],
    "on_track": [1, 2, 5, 8, 13, 14, 15, 16, 24, 27, 30, 32, 34, 48],
    "not_judged": [40, 42, 45, 46, 47, 50],
    "watch": [4, 11, 12, 17, 18, 21, 22, 26, 29, 33],
    "at_risk": [3, 7, 10, 19, 20, 25, 28, 31, 43, 49, 53, 54],
}


def test_shipped_levels(assessed: pd.DataFrame) -> None:
    found = {
        level: list(assessed.loc[assessed["risk_level"] == level, "unit_no"]) for level in LEVELS
    }
    assert found == SHIPPED
    assert [len(rows) for rows in SHIPPED.values()] == [9, 3, 14, 6, 10, 12]


@pytest.mark.parametrize(
    ("reason", "rows"),
    [
        ("short_of_pool", [3, 7, 10, 20, 28, 43, 49, 53, 54]),
        ("no_movement", [19, 25, 31]),
        # 8 of 8, 1 of 1, 2 of 2, …: exactly as many people as places
        (POOL_JUST_ENOUGH, [29, 42, 45, 46, 50]),
        ("behind", [3, 4, 10, 11, 12, 17, 18, 19, 21, 22, 25, 26, 28, 29, 31, 33]),
    ],
)
def test_shipped_reasons(assessed: pd.DataFrame, reason: str, rows: list[int]) -> None:
    assert list(assessed.loc[assessed[reason], "unit_no"]) == rows


def test_shipped_levels_a_second_way(assessed: pd.DataFrame) -> None:
    def level(row: pd.Series) -> str:
        quota, done, sent, pool = row[["quota", "admitted", "pending", "pool"]].map(int)
        if done >= quota:
            return "met"
        if done + sent >= quota:
            return "met_if_approved"
        if pool < quota - done - sent or (quota > 2 and done + sent == 0):
            return "at_risk"
        if quota > 2 and done + sent < quota * 256 // 365:
            return "watch"
        return "not_judged" if quota <= 2 else "on_track"

    assert list(assessed["risk_level"]) == [level(row) for _, row in assessed.iterrows()]


@pytest.mark.parametrize(
    ("row", "enough"),
    [
        ((8, 2, 2, 4, 4), True),
        ((1, 0, 0, 1, 0), True),
        # one more, one fewer
        ((8, 2, 2, 5, 4), False),
        ((8, 2, 2, 3, 4), False),
        # nothing remains: there is nothing to be enough for
        ((8, 8, 0, 0, 4), False),
        ((8, 2, 2, None, 4), None),
        ((8, 2, None, 4, 4), None),
        ((0, 0, 0, 0, 0), None),
    ],
)
def test_pool_just_enough(row: tuple[int | None, ...], enough: bool | None) -> None:
    assert listed(risk_levels(units(row))[POOL_JUST_ENOUGH]) == [enough]


def test_a_pool_that_is_just_enough_changes_no_level() -> None:
    found = risk_levels(units((8, 2, 2, 4, 4), (8, 2, 2, 5, 4), (8, 1, 2, 5, 4), (8, 1, 2, 6, 4)))
    assert listed(found[POOL_JUST_ENOUGH]) == [True, False, True, False]
    assert listed(found["risk_level"]) == ["on_track", "on_track", "watch", "watch"]


@pytest.mark.parametrize(
    ("row", "level"),
    [
        # quota, admitted, pool, due by now
        ((7, 7, 0, 4), "met"),
        ((7, 4, 0, 4), "on_track"),
        ((7, 4, 9, 4), "on_track"),
        # too few are admitted: pending ones, of which nothing is known, may make up for it
        ((7, 3, 9, 4), None),
        ((7, 0, 0, 4), None),
        ((2, 0, 0, 1), "not_judged"),
        ((2, 2, 0, 1), "met"),
        ((7, 4, 0, None), None),
        ((0, 0, 0, 0), None),
        ((None, 4, 0, None), None),
        ((7, None, 0, 4), None),
    ],
)
def test_levels_of_a_table_without_pending(row: tuple[int | None, ...], level: str | None) -> None:
    found = risk_levels(units((*row[:2], None, *row[2:])).drop(columns="pending"))
    assert listed(found["risk_level"]) == [level]
    assert found[["short_of_pool", "no_movement", POOL_JUST_ENOUGH]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("row", "level"),
    [
        # quota, admitted, pending, due by now; nobody is short of what no table tells
        ((8, 2, 2, 4), "on_track"),
        ((1, 0, 0, 0), "not_judged"),
        ((3, 0, 0, 2), "at_risk"),
        ((3, 0, 1, 2), "watch"),
        ((7, 6, 1, 7), "met_if_approved"),
        # a blank in a column that is there still leaves open what it decides
        ((7, 3, None, 4), None),
    ],
)
def test_levels_of_a_table_without_pool(row: tuple[int | None, ...], level: str | None) -> None:
    found = risk_levels(units((*row[:3], None, row[3])).drop(columns="pool"))
    assert listed(found["risk_level"]) == [level]
    assert found[["short_of_pool", POOL_JUST_ENOUGH]].isna().all(axis=None)


def test_blanks_in_a_column_are_not_a_column_that_is_not_there() -> None:
    assert listed(risk_levels(units((8, 2, 2, None, 4)))["risk_level"]) == [None]
    assert listed(risk_levels(units((8, 5, None, 9, 4)))["risk_level"]) == [None]


# --- ranking ----------------------------------------------------------------------------------


def table() -> pd.DataFrame:
    frame = counts(quota=[9, 5, 4, 8, None, 6, 7, 5], remaining=[2, 5, 4, 5, 9, None, 3, 2])
    kinds = ["dang_bo", "dang_bo", "dang_bo", "dang_bo", "dang_bo", "dang_bo", "chi_bo", None]
    return frame.assign(org_type=pd.Categorical(kinds))


def test_ranked_by_places_missing_within_a_kind() -> None:
    # u3 is too small, u5 and u6 are not known; u2 and u4 tie and keep their order
    assert list(ranked(table()).index) == ["u7", "u2", "u4", "u1", "u8"]


def test_ranked_quota_is_a_threshold_from() -> None:
    assert list(ranked(table(), ranked_quota=8).index) == ["u4", "u1"]
    assert "u3" in ranked(table(), ranked_quota=4).index


@pytest.mark.parametrize("rows", [slice(0, 0), slice(4, 6)], ids=["empty", "unknown"])
def test_nobody_to_rank(rows: slice) -> None:
    found = ranked(table().iloc[rows])
    assert found.empty
    assert list(found) == ["quota", "remaining", "org_type"]


def test_shipped_ranking(assessed: pd.DataFrame) -> None:
    found = ranked(assessed)
    # 29 communes and the town, and the four schools with a quota of 5 or more
    assert len(found) == 30 + 4
    assert list(found["unit_no"][:3]) == [3, 19, 26]
    assert list(found["remaining"][:3]) == [8 - 1, 7 - 0, 9 - 2]


@pytest.mark.parametrize(
    ("row", "fact", "answer"),
    [
        # at most 7 remain, and the pool holds 20
        ((10, 3, None, 20), "short_of_pool", False),
        ((10, 3, None, 6), "short_of_pool", None),
        # nothing remains, whatever is pending
        ((10, 10, None, 0), "short_of_pool", False),
        ((10, 10, None, 0), "pool_just_enough", False),
        # the pending alone keep the pace: 7 are due
        ((10, None, 9, 0), "behind", False),
        ((10, None, 6, 0), "behind", None),
        ((10, None, 1, 0), "no_movement", False),
    ],
)
def test_known_counts_settle_what_they_can(
    row: tuple[int | None, ...], fact: str, answer: bool | None
) -> None:
    quota, admitted, pending, pool = ([one] for one in row)
    frame = counts(quota=quota, admitted=admitted, pending=pending, pool=pool)
    found = dva.measure(frame, as_of=date(2023, 9, 13))[fact].iloc[0]
    assert (None if pd.isna(found) else bool(found)) is answer


def test_five_pools_of_the_real_table_are_just_enough(assessed: pd.DataFrame) -> None:
    told = assessed["pool_just_enough"]
    assert told.sum() == 5
    rows = assessed[told.fillna(value=False)]
    assert (rows["pool"] == rows["remaining"]).all()
    assert (rows["remaining"] > 0).all()
