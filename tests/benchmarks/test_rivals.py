from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom, poisson

from benchmarks.districts import YEAR, District, Known
from benchmarks.rivals import RIVALS, headline, oracle, ours, plain_poisson, run_rate

HALF = date(2023, 7, 1)
GONE = 182
FACTS = {"quota": [2, 5, 4], "admitted": [2, 1, 1], "pending": [0, 1, 2], "pool": [3, 2, 1]}


def district(rows: dict[str, list[int]] = FACTS, **known: float) -> District:
    told = {"mean": 0.9, "shape": 6.0, "exposed": 0.5, "landing": 0.8, "effective": 120.0}
    frame = pd.DataFrame(rows)
    return District(
        frame,
        HALF,
        date(2023, 12, 31),
        np.zeros(len(frame)),
        Known(**(told | {"log_sd": 0.0} | known)),
    )


def drawn(one: District, rng: np.random.Generator, draws: int = 200_000) -> np.ndarray:
    """Draw year ends of each unit as the one who knows sees them."""
    quota, admitted, pending, pool = one.frame.to_numpy().T
    known = one.known
    shape = known.shape + admitted + pending
    rate = known.shape / known.mean + quota * known.exposed
    pace = rng.gamma(shape, 1 / rate, size=(draws, len(quota)))
    pace *= np.exp(known.log_sd * rng.standard_normal((draws, 1)))
    new = np.minimum(rng.poisson(pace * quota * known.effective / YEAR), pool)
    return admitted + rng.binomial(pending, known.landing, size=new.shape) + new


@pytest.mark.parametrize("log_sd", [0.0, 0.25])
def test_the_one_who_knows_agrees_with_draws(log_sd: float) -> None:
    one = district({name: values * 8 for name, values in FACTS.items()}, log_sd=log_sd)
    ends = drawn(one, np.random.default_rng(0))
    found = oracle(one)
    quantiles = np.quantile(ends.sum(axis=1), [0.1, 0.9, 0.025, 0.975], method="inverted_cdf")
    assert found.ends.tolist() == quantiles.tolist()
    chances = (ends >= one.frame["quota"].to_numpy()).mean(axis=0)
    assert found.p_meet == pytest.approx(chances, abs=0.005)


@pytest.mark.parametrize("name", ["oracle", "headline", "poisson"])
def test_a_quota_that_is_met_is_certain(name: str) -> None:
    assert RIVALS[name](district()).p_meet[0] == 1


def test_a_quota_beyond_the_pool_is_impossible() -> None:
    rows = {"quota": [9], "admitted": [1], "pending": [2], "pool": [5]}
    assert oracle(district(rows)).p_meet.tolist() == [0]


def test_one_unit_without_pending_is_negative_binomial() -> None:
    rows = {"quota": [4], "admitted": [2], "pending": [0], "pool": [500]}
    shape, rate = 6 + 2, 6 / 0.9 + 4 * 0.5
    new = nbinom(shape, 1 / (1 + 4 * 120 / YEAR / rate))
    found = oracle(district(rows))
    assert found.ends == pytest.approx(2 + new.ppf([0.1, 0.9, 0.025, 0.975]))
    assert found.p_meet == pytest.approx(new.sf(1))


def test_run_rate_carries_admissions_on() -> None:
    found = run_rate(district())
    assert found.ends.tolist() == [round(4 * YEAR / GONE)] * 4
    # 2 of 2 already; 1 becomes 2 by the year end, of 5 and of 4.
    assert found.p_meet.tolist() == [1, 0, 0]


def test_plain_poisson_shares_the_rest_by_quota() -> None:
    found = plain_poisson(district())
    rest = 4 * (YEAR / GONE - 1)
    assert found.ends.tolist() == (4 + poisson.ppf([0.1, 0.9, 0.025, 0.975], rest)).tolist()
    assert found.p_meet[1] == pytest.approx(poisson.sf(5 - 1 - 1, rest * 5 / 11))


def test_headline_counts_the_pending_as_admitted() -> None:
    rows = {"quota": [3], "admitted": [1], "pending": [2], "pool": [0]}
    found = headline(district(rows))
    assert found.p_meet.tolist() == [1]
    assert found.ends[0] >= 3


def test_ours_is_the_forecast_of_the_package() -> None:
    found = ours(district(), 0.25)
    low80, high80, low95, high95 = found.ends
    assert low95 <= low80 <= high80 <= high95
    assert found.p_meet[0] == 1
