from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

import dangvien_analysis as dva
from dangvien_analysis.columns import BANDS
from dangvien_analysis.measures.risk import risk_reasons
from dangvien_analysis.snapshot import Snapshot
from tests.builders import counts

DAY, YEAR_END = date(2023, 9, 13), date(2023, 12, 31)
STEADY = dva.Assumptions(pace_sd=0)
TINY = 1e-9
# The rows of the real table that have met their quota, and those that cannot by their own pool.
DONE = [6, 9, 23, 35, 36, 38, 41, 51, 52]
SHORT = [3, 7, 10, 20, 28, 43, 49, 53, 54]


def table(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    """Rows of quota, admitted, pending, pool."""
    quota, admitted, pending, pool = zip(*rows, strict=True)
    return counts(quota=quota, admitted=admitted, pending=pending, pool=pool)


def ahead(
    units: pd.DataFrame, as_of: date = DAY, deadline: date = YEAR_END, **options: object
) -> dva.Forecast:
    return dva.forecast(units, as_of=as_of, deadline=deadline, **options)  # type: ignore[arg-type]


def chance(forecast: dva.Forecast, at: int = 0) -> float:
    return float(forecast.units["p_meet"].iloc[at])


ROWS = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 6), st.integers(0, 20))
TABLES = st.lists(ROWS, min_size=1, max_size=12)
DATES = st.dates(date(2024, 1, 1), date(2024, 12, 31))


# ---- The real table


@pytest.fixture(scope="module")
def real(snapshot: Snapshot) -> dva.Forecast:
    return ahead(snapshot.units, target=280)


def test_the_district_s_interval(real: dva.Forecast) -> None:
    found = real.district
    assert found["median"] == pytest.approx(199, abs=3)
    assert list(found[["low80", "high80"]]) == pytest.approx([184, 217], abs=4)
    assert list(found[["low95", "high95"]]) == pytest.approx([177, 228], abs=5)
    assert found["p_target"] < 0.01
    assert found["expected_met"] == pytest.approx(17.1, abs=0.5)
    assert list(found[["met_low80", "met_high80"]]) == pytest.approx([14, 20], abs=1)


def test_the_delay_that_the_pending_dossiers_point_to(real: dva.Forecast) -> None:
    found = real.district
    assert found["lead_days"] == pytest.approx(45, abs=1)
    assert found["landing"] == pytest.approx(0.865, abs=0.005)
    assert found["effective_days"] == pytest.approx(68, abs=0.5)


def test_the_pace_it_would_take(snapshot: Snapshot, real: dva.Forecast) -> None:
    found = real.district
    left = (YEAR_END - DAY).days * 12 / 365
    assert found["per_month_needed"] == pytest.approx((280 - 135) / left)
    assert found["required_pace"] == pytest.approx(3.3, abs=0.05)
    even = dva.Assumptions(pace=found["required_pace"])
    assert ahead(snapshot.units, target=280, assumptions=even).district["p_target"] == (
        pytest.approx(0.5, abs=0.03)
    )


def test_a_steady_pace_is_surer(snapshot: Snapshot) -> None:
    found = ahead(snapshot.units, assumptions=STEADY).district
    assert list(found[["low80", "high80"]]) == pytest.approx([189, 209], abs=4)


@pytest.mark.parametrize(
    ("pace", "median"), [(0.7, 188), (1.36, 213), (1.5, 218), (2, 236), (3, 270)]
)
def test_other_paces(snapshot: Snapshot, pace: float, median: int) -> None:
    found = ahead(snapshot.units, assumptions=dva.Assumptions(pace=pace)).district
    assert found["median"] == pytest.approx(median, abs=3)


def test_the_day_of_the_figures_matters(snapshot: Snapshot) -> None:
    found = ahead(snapshot.units, as_of=date(2023, 9, 30)).district
    assert found["median"] == pytest.approx(186, abs=3)


def test_what_is_certain_is_exact(snapshot: Snapshot, real: dva.Forecast) -> None:
    numbers = snapshot.units["unit_no"]
    assert list(numbers[(real.units["p_meet"] == 1).to_numpy(dtype=bool)]) == DONE
    assert list(numbers[(real.units["p_meet"] == 0).to_numpy(dtype=bool)]) == SHORT
    assert list(numbers[(real.units["band"] == "done").to_numpy(dtype=bool)]) == DONE
    assert list(numbers[(real.units["band"] == "short_of_pool").to_numpy(dtype=bool)]) == SHORT
    # row 20: 6 of 8, and one person left to come
    assert real.units["most"].iloc[19] == 6 + 0 + 1


def test_every_chance_is_the_model_s(snapshot: Snapshot, real: dva.Forecast) -> None:
    """The model again, by brute force: its posterior on a grid, drawn from, year by year."""
    drawn = brute_force(snapshot.units, 100_000)
    met = (drawn >= snapshot.units["quota"].to_numpy(dtype=int)[:, None]).mean(axis=1)
    assert real.units["p_meet"].to_numpy(dtype=float) == pytest.approx(met, abs=0.006)
    assert real.units["expected"].to_numpy(dtype=float) == pytest.approx(
        drawn.mean(axis=1), abs=0.03
    )
    total = drawn.sum(axis=0)
    ends = np.quantile(total, [0.025, 0.1, 0.5, 0.9, 0.975])
    named = real.district[["low95", "low80", "median", "high80", "high95"]]
    assert list(named) == pytest.approx(list(ends), abs=1)
    assert real.district["shortfall"] == pytest.approx(np.maximum(280 - total, 0).mean(), abs=0.5)


def brute_force(units: pd.DataFrame, draws: int) -> np.ndarray:
    """Draw year ends of each unit ``[unit, draw]`` from the model as it is written down."""
    rng = np.random.default_rng(20230913)
    quota, n, p, pool = (
        units[name].to_numpy(dtype=float)[:, None]
        for name in ("quota", "admitted", "pending", "pool")
    )
    opened, gone, left = n + p, 256, 109
    # mean and coefficient of variation of the units' pace: flat in the half-Cauchy's angle
    spread = 0.5 * np.tan((np.arange(200) + 0.5) / 200 * np.pi / 2)
    shape, log_mean = (
        part.ravel() for part in np.meshgrid(1 / spread**2, np.linspace(-1.5, 0.8, 161))
    )
    exposure, mean = quota * gone / 365, np.exp(log_mean)
    score = -0.5 * log_mean**2 + (
        gammaln(shape + opened)
        - gammaln(shape)
        + opened * np.log(mean / shape)
        - (shape + opened) * np.log1p(mean * exposure / shape)
    ).sum(axis=0)
    at = picked(rng, score, draws)
    shape, mean = shape[at], mean[at]
    # the lead time: a lognormal prior, and the pending ones of all dossiers opened evenly
    days = 45 * np.exp(0.35 * np.linspace(-5, 5, 2001))
    share = days / gone * -np.expm1(-gone / days)
    score = p.sum() * np.log(share) + n.sum() * np.log1p(-share)
    score -= 0.5 * (np.log(days / 45) / 0.35) ** 2
    days = days[picked(rng, score, draws)]
    landing = 0.95 * -np.expm1(-left / days)
    effective = left - days * -np.expm1(-left / days)
    pace = np.exp(0.25 * rng.standard_normal(draws))
    rate = rng.gamma(shape + opened) / (shape / mean + exposure)
    new = np.minimum(rng.poisson(rate * quota * effective / 365 * pace), pool)
    return np.asarray(n + rng.binomial(p.astype(int), landing) + new)


def picked(rng: np.random.Generator, score: np.ndarray, draws: int) -> np.ndarray:
    weight = np.exp(score - score.max())
    return rng.choice(len(score), draws, p=weight / weight.sum())


# ---- What holds on any table


@given(TABLES)
def test_short_of_pool_is_the_rule_of_the_levels(rows: list[tuple[int, ...]]) -> None:
    units = table(*rows)
    rule = risk_reasons(
        dva.pipeline_coverage(units).assign(due_by_now=pd.array([0] * len(units), dtype="Int64"))
    )["short_of_pool"]
    band = ahead(units).units["band"]
    assert list(band == "short_of_pool") == list(rule.fillna(value=False))


@given(TABLES, DATES)
def test_the_figures_of_a_unit_agree_with_each_other(
    rows: list[tuple[int, ...]], as_of: date
) -> None:
    units = table(*rows)
    found = ahead(units, as_of, date(2024, 12, 31)).units
    assert (found["low95"] <= found["low80"]).all()
    assert (found["low80"] <= found["high80"]).all()
    assert (found["high80"] <= found["high95"]).all()
    assert (found["high95"] <= found["most"]).all()
    assert (found["low95"] >= units["admitted"]).all()
    assert found["expected"].between(units["admitted"] - TINY, found["most"] + TINY).all()
    # expected places missing: not fewer than with what is expected, not more than now
    missing = (units["quota"] - found["expected"]).clip(lower=0)
    assert (found["shortfall"] >= missing - 1e-6).all()
    assert (found["shortfall"] <= (units["quota"] - units["admitted"]).clip(lower=0) + 1e-6).all()


@given(TABLES)
def test_the_figures_of_the_district_agree_with_each_other(rows: list[tuple[int, ...]]) -> None:
    units = table(*rows)
    found = ahead(units)
    whole = found.district
    order = whole[["low95", "low80", "median", "high80", "high95"]]
    assert order.is_monotonic_increasing
    assert whole["low95"] >= units["admitted"].sum()
    assert whole["high95"] <= found.units["most"].sum()
    assert 0 <= whole["p_target"] <= 1
    assert whole["met_low80"] <= whole["met_high80"]
    assert whole["expected_met"] == pytest.approx(found.units["p_meet"].sum(), abs=1e-9)


@settings(max_examples=60)
@given(TABLES, DATES, st.integers(1, 60))
def test_more_people_or_more_time_never_lower_the_chance(
    rows: list[tuple[int, ...]], as_of: date, days: int
) -> None:
    year_end = date(2024, 12, 31)
    quota, admitted, pending, pool = rows[0]
    rows = [(max(quota, 1), admitted, pending, pool), *rows[1:]]
    deadline = min(as_of + timedelta(days), year_end)
    before = chance(ahead(table(*rows), as_of, deadline))
    first = rows[0]
    for changed in ((0, 0, 0, 1), (0, 0, 0, 9), (0, 1, 0, 0)):
        more = tuple(a + b for a, b in zip(first, changed, strict=True))
        assert chance(ahead(table(more, *rows[1:]), as_of, deadline)) >= before - TINY
    assert chance(ahead(table(*rows), as_of, year_end)) >= before - TINY


@given(TABLES)
def test_the_same_input_gives_the_same_and_the_order_is_nothing(
    rows: list[tuple[int, ...]],
) -> None:
    units = table(*rows)
    first, again, back = ahead(units), ahead(units), ahead(units[::-1])
    pd.testing.assert_frame_equal(first.units, again.units, check_exact=True)
    pd.testing.assert_series_equal(first.district, again.district, check_exact=True)
    pd.testing.assert_frame_equal(first.units, back.units[::-1], rtol=1e-9)


@given(ROWS, DATES)
def test_a_district_of_one_unit_is_that_unit(row: tuple[int, ...], as_of: date) -> None:
    units = table((max(row[0], 1), *row[1:]))
    found = ahead(units, as_of, date(2024, 12, 31))
    unit, whole = found.units.iloc[0], found.district
    assert whole["p_target"] == pytest.approx(unit["p_meet"], abs=1e-9)
    assert whole["shortfall"] == pytest.approx(unit["shortfall"], abs=1e-6)
    for name in ("low80", "high80", "low95", "high95"):
        assert whole[name] == unit[name]


def test_a_large_district_is_as_its_parts(snapshot: Snapshot) -> None:
    # Ten copies know the pace better, so their interval is a little narrower than ten times one.
    ten = pd.concat([snapshot.units] * 10, ignore_index=True)
    one, many = ahead(snapshot.units).district, ahead(ten).district
    assert many["median"] / 10 == pytest.approx(one["median"], abs=1.5)
    assert many["expected_met"] / 10 == pytest.approx(one["expected_met"], abs=0.3)
    width = (many["high80"] - many["low80"]) / (one["high80"] - one["low80"]) / 10
    assert 0.7 < width < 1


# ---- Edges


def test_on_the_deadline_nothing_lies_ahead() -> None:
    units = table((5, 5, 0, 3), (5, 4, 1, 3), (5, 1, 1, 1))
    found = ahead(units, as_of=YEAR_END)
    assert list(found.units["p_meet"]) == [1, 0, 0]
    assert list(found.units["band"]) == ["done", "very_low", "short_of_pool"]
    assert list(found.units["low95"]) == list(found.units["high95"]) == [5, 4, 1]
    whole = found.district
    assert whole["median"] == whole["low95"] == whole["high95"] == 5 + 4 + 1
    assert (whole["p_target"], whole["shortfall"]) == (0, 5)
    assert whole["expected_met"] == pytest.approx(1)
    assert np.isnan(whole["per_month_needed"])
    assert whole["required_pace"] == np.inf


@pytest.mark.parametrize("as_of", [date(2024, 1, 1), date(2024, 1, 2), date(2024, 2, 29)])
def test_the_first_days_of_a_leap_year(as_of: date) -> None:
    found = ahead(table((5, 0, 0, 30), (30, 0, 1, 60)), as_of, date(2024, 12, 31))
    # Hardly anything is known: the interval is wide, and nothing breaks.
    assert found.district["high80"] - found.district["low80"] >= 15
    assert found.units["p_meet"].between(0.01, 0.99).all()


def test_a_quota_of_0_has_no_chance_and_its_dossiers_count() -> None:
    found = ahead(table((0, 1, 3, 4), (5, 4, 1, 0)))
    assert pd.isna(found.units["p_meet"].iloc[0])
    assert pd.isna(found.units["band"].iloc[0])
    assert found.units["expected"].iloc[0] == pytest.approx(1 + 3 * found.district["landing"])
    assert found.district["expected_met"] == pytest.approx(chance(found, 1))
    assert any("không được giao chỉ tiêu" in note for note in found.notes)


def test_without_a_pool_only_pending_dossiers_can_land() -> None:
    found = ahead(table((3, 1, 2, 0), (3, 1, 1, 0)))
    land = found.district["landing"]
    # both land in every world of the lead time: a little likelier than with its mean
    assert chance(found) == pytest.approx(land**2, abs=0.02)
    assert list(found.units["most"]) == [3, 2]
    assert chance(found, 1) == 0


def test_everything_pending_means_long_waits() -> None:
    waiting = ahead(table((5, 0, 5, 0), (5, 0, 4, 9))).district
    decided = ahead(table((5, 4, 1, 0), (5, 4, 0, 9))).district
    assert waiting["lead_days"] > 100 > decided["lead_days"]
    assert waiting["landing"] < 0.7 < decided["landing"]


def test_a_tiny_chance_is_not_none() -> None:
    # a larger pool, far beyond what may come, changes nothing
    just, more = (
        ahead(table((11, 0, 0, pool)), date(2024, 4, 1), date(2024, 4, 29)) for pool in (11, 20)
    )
    assert 0 < chance(just) <= chance(more) + 1e-15


def test_where_nothing_was_admitted_anywhere_nothing_is_impossible() -> None:
    found = ahead(table((5, 0, 0, 30), (3, 0, 0, 9)))
    assert (found.units["p_meet"] > 0).all()
    assert list(found.units["band"]) == ["very_low", "very_low"]
    assert found.district["median"] == 0


def test_unknown_counts_are_said_and_nothing_is_made_of_them() -> None:
    units = table((5, 2, None, 3), (5, 2, 1, None), (None, 2, 1, 3), (5, None, 1, 3), (3, 1, 0, 9))
    found = ahead(units)
    assert list(found.units["p_meet"].isna()) == [False, False, True, True, False]
    assert list(found.units["expected"].isna()) == [False, False, True, True, False]
    assert list(found.units["most"].isna()) == [True, True, True, True, False]
    assert found.units["band"].isna().sum() == 2
    said = " ".join(found.notes)
    assert "2/5 đơn vị chưa rõ chỉ tiêu hoặc số đã kết nạp" in said
    assert "1/5 đơn vị chưa rõ số đang trình duyệt" in said
    assert "1/5 đơn vị chưa rõ nguồn" in said
    # an unknown pending is 0 and an unknown pool is large
    filled = ahead(table((5, 2, 0, 3), (5, 2, 1, 10**6), (3, 1, 0, 9)))
    assert list(found.units["p_meet"].dropna()) == pytest.approx(list(filled.units["p_meet"]))


@pytest.mark.parametrize("rows", [[], [(None, None, None, None), (None, 1, 2, 3)]])
def test_a_table_without_known_units_gives_nothing(rows: list[tuple[int | None, ...]]) -> None:
    units = table(*rows) if rows else table((1, 1, 1, 1)).iloc[:0]
    found = ahead(units)
    assert len(found.units) == len(rows)
    assert found.units.isna().all(axis=None)
    assert found.district.isna().all()


@pytest.mark.parametrize(
    ("as_of", "deadline"),
    [
        (date(2024, 1, 1), YEAR_END),
        (YEAR_END + timedelta(1), date(2023, 12, 30)),
        (DAY, date(2024, 1, 31)),
    ],
)
def test_dates_out_of_order(as_of: date, deadline: date) -> None:
    with pytest.raises(ValueError, match=f"as_of {as_of} must not be after the deadline"):
        ahead(table((5, 1, 1, 1)), as_of, deadline)


@pytest.mark.parametrize("column", ["quota", "admitted", "pending", "pool"])
def test_a_count_below_0(column: str) -> None:
    units = table((5, 1, 1, 1), (5, 1, 1, 1))
    units.loc[units.index[1], column] = -3
    with pytest.raises(ValueError, match=f"{column} of {units.index[1]} is -3; needed is"):
        ahead(units)


def test_a_table_that_is_not_earlier_is_no_history() -> None:
    units = table((5, 1, 1, 1))
    for day in (DAY, date(2023, 10, 1), date(2022, 6, 30)):
        with pytest.raises(ValueError, match=f"history of {day} is not earlier in the year"):
            ahead(units, history=[(day, units)])


def test_carried_over_below_0() -> None:
    with pytest.raises(ValueError, match="carried_over is -1"):
        ahead(table((5, 1, 1, 1)), carried_over=-1)


# ---- History and dossiers carried over


def test_a_faster_summer_raises_what_is_expected() -> None:
    now = table((20, 9, 3, 40), (10, 4, 1, 20))
    spring = table((20, 3, 1, 46), (10, 1, 1, 23))
    slow = table((20, 9, 2, 41), (10, 4, 1, 20))
    even = ahead(now).district["median"]
    assert ahead(now, history=[(date(2023, 6, 30), spring)]).district["median"] > even
    assert ahead(now, history=[(date(2023, 6, 30), slow)]).district["median"] < even


def test_history_widens_the_interval_for_want_of_months(snapshot: Snapshot) -> None:
    units = snapshot.units
    months = [date(2023, month, 28) for month in range(1, 9)]
    # an even year so far: the same pace, seen through fewer months
    history = [
        (
            day,
            units.assign(
                admitted=(units["admitted"] * day.timetuple().tm_yday // 256),
                pending=units["pending"] * 0 + (units["pending"] * day.timetuple().tm_yday // 256),
            ),
        )
        for day in months
    ]
    alone, seen = ahead(units).district, ahead(units, history=history).district
    assert seen["high95"] - seen["low95"] >= alone["high95"] - alone["low95"]


def test_units_that_an_earlier_table_lacks_do_not_make_a_trend() -> None:
    now = table((20, 9, 3, 40), (10, 4, 1, 20))
    part = now.iloc[:1].assign(admitted=6, pending=2)
    both = now.assign(admitted=[6, 3], pending=[2, 0])
    found = ahead(now, history=[(date(2023, 6, 30), part)]).district["median"]
    assert found == pytest.approx(
        ahead(now, history=[(date(2023, 6, 30), both)]).district["median"], abs=2
    )


def test_a_total_that_fell_is_nothing_opened() -> None:
    now = table((20, 9, 0, 40))
    fell = [(date(2023, 6, 30), now.assign(admitted=9, pending=4))]
    assert ahead(now, history=fell).district["median"] >= 9


def test_dossiers_carried_over_were_not_opened_this_year() -> None:
    units = table((20, 9, 3, 40), (10, 4, 1, 20))
    alone, told = ahead(units), ahead(units, carried_over=6)
    assert told.district["median"] < alone.district["median"]
    assert any("6 hồ sơ từ năm trước" in note for note in told.notes)
    # none carried over is what is taken for granted, but said
    none = ahead(units, carried_over=0)
    pd.testing.assert_frame_equal(none.units, alone.units)


# ---- Bands and words


@pytest.mark.parametrize(
    ("row", "band"),
    [
        # met by admissions, whatever else
        ((3, 3, 0, 0), "done"),
        # a place and a dossier: it lands in six cases of seven
        ((5, 4, 1, 0), "high"),
        # one place, nobody waiting, people in the pool
        ((9, 8, 0, 9), "fair"),
        ((9, 7, 0, 9), "low"),
        ((9, 3, 0, 9), "very_low"),
        ((9, 3, 0, 5), "short_of_pool"),
    ],
)
def test_bands(snapshot: Snapshot, row: tuple[int, ...], band: str) -> None:
    # among the units of the real table, so that the pace is known
    units = pd.concat([table(row), snapshot.units[["quota", "admitted", "pending", "pool"]]])
    found = ahead(units).units
    assert found["band"].iloc[0] == band
    assert list(found["band"].cat.categories) == list(BANDS)


def test_notes_name_the_assumption() -> None:
    units = table((5, 2, 1, 3))
    first = ahead(units).notes[0]
    assert "nhịp độ đến 13/9/2023 được giữ (±25%)" in first
    assert "5% hồ sơ không được duyệt" in first
    faster = ahead(units, assumptions=replace(STEADY, pace=1.5)).notes[0]
    assert "bằng 1,5 lần nhịp độ đến 13/9/2023" in faster
    assert "±" not in faster
    assert "chưa kiểm chứng bằng kết quả thực tế" in ahead(units).notes[1]
