"""How far forecasts hold on simulated districts: `python -m benchmarks.calibrate`.

Prints every measure beside its mark and writes the page `docs/du-bao-kiem-chung.md`. All figures
are of simulated districts; no real year end was at hand.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

import dangvien_analysis as dva
from benchmarks.districts import SCENARIOS, District, Scenario, simulate
from benchmarks.rivals import RIVALS, Forecaster, ours
from benchmarks.scores import Outcome, beside, scores

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "data" / "raw" / "2023-09-13_623-TB-HU.tsv"
SEED = 623
CHUNK = 50
"""Districts simulated from one seed; the result does not depend on how the work is shared out."""

Outcomes = dict[tuple[str, str], Outcome]
"""What each forecaster said, by scenario and forecaster."""


@dataclass(frozen=True)
class Mark:
    """What a measure is wanted to be.

    Parameters
    ----------
    scenario, measure : str
        Where, and what.
    low, high : float
        The least and the most.
    """

    scenario: str
    measure: str
    low: float = -np.inf
    high: float = np.inf

    def holds(self, value: float) -> bool:
        """Tell whether a value is within the mark.

        Parameters
        ----------
        value : float
            The value.

        Returns
        -------
        bool
            Both ends are included.
        """
        return self.low <= value <= self.high


# The chances of units are judged where the table alone does not decide: with the others it is
# easier. Where the pace changes unseen they have no mark, nobody could meet one.
MARKS = (
    Mark("constant", "covers80", 0.77, 0.89),
    Mark("constant", "covers95", 0.935, 0.99),
    Mark("constant", "width_ratio", high=1.4),
    Mark("constant", "interval_ratio", high=1.33),
    Mark("constant", "brier_more", high=0.0025),
    Mark("constant", "log_loss_more", high=0.010),
    Mark("constant", "expected_open", 0.95, 1.05),
    Mark("constant", "gap_open", high=0.03),
    Mark("constant", "wrong_facts", high=0),
    Mark("random", "covers80", 0.77, 0.90),
    Mark("random", "covers95", 0.935, 0.99),
    Mark("random", "interval_ratio", high=1.13),
    Mark("random", "expected_open", 0.95, 1.05),
    Mark("random", "gap_open", high=0.03),
    Mark("random", "wrong_facts", high=0),
    Mark("faster", "covers95", 0.90),
    Mark("faster", "wrong_facts", high=0),
    Mark("slower", "covers95", 0.90),
    Mark("slower", "wrong_facts", high=0),
    Mark("july", "covers80", 0.75),
    Mark("july", "covers95", 0.95),
    Mark("july", "expected_open", 0.95, 1.05),
    Mark("july", "gap_open", high=0.03),
    Mark("july", "wrong_facts", high=0),
)
"""Wanted of our forecast."""


def shipped() -> pd.DataFrame:
    """Read the real table whose quotas and pools the simulated districts have.

    Returns
    -------
    DataFrame
        One row a unit.
    """
    return dva.read(SHIPPED).units


def run(
    table: pd.DataFrame,
    number: int,
    *,
    scenarios: Sequence[Scenario] = SCENARIOS,
    names: Sequence[str] = ("ours", *RIVALS),
    seed: int = SEED,
    workers: int = 1,
) -> Outcomes:
    """Let forecasters loose on simulated districts.

    Parameters
    ----------
    table : DataFrame
        A real table, whose rows lend ``quota`` and ``pool`` [people].
    number : int
        Districts for each scenario.
    scenarios : sequence of Scenario
        How the pace changes in the year.
    names : sequence of str
        "ours" and keys of `RIVALS`.
    seed : int
        The same seed gives the same districts.
    workers : int
        Processes that share the work.

    Returns
    -------
    dict
        Outcomes by scenario and forecaster.
    """
    starts = range(0, number, CHUNK)
    jobs = [
        (scenario, min(CHUNK, number - start), [seed, at, start // CHUNK])
        for at, scenario in enumerate(scenarios)
        for start in starts
    ]
    work = partial(_chunk, table, names)
    if workers == 1:
        return _joined(map(work, jobs))
    with ProcessPoolExecutor(workers) as pool:
        return _joined(pool.map(work, jobs))


def _chunk(
    table: pd.DataFrame, names: Sequence[str], job: tuple[Scenario, int, list[int]]
) -> Outcomes:
    scenario, number, seed = job
    districts = simulate(table, scenario, number, np.random.default_rng(seed))
    ask: dict[str, Forecaster] = {"ours": partial(ours, pace_sd=scenario.pace_sd), **RIVALS}
    return {(scenario.name, name): _outcome(districts, ask[name]) for name in names}


def _outcome(districts: Sequence[District], ask: Forecaster) -> Outcome:
    guesses = [ask(district) for district in districts]
    quota, admitted, pending, pool = np.stack([one.counts for one in districts], axis=1)
    truth = np.stack([district.truth for district in districts])
    return Outcome(
        month=np.array([district.as_of.month for district in districts]),
        ends=np.stack([guess.ends for guess in guesses]),
        total=truth.sum(axis=1),
        chance=np.stack([guess.p_meet for guess in guesses]),
        met=truth >= quota,
        decided=(admitted >= quota) | (quota > admitted + pending + pool),
    )


def _joined(parts: Iterable[Outcomes]) -> Outcomes:
    lists: dict[tuple[str, str], list[Outcome]] = {}
    for part in parts:
        for key, outcome in part.items():
            lists.setdefault(key, []).append(outcome)
    names = [one.name for one in fields(Outcome)]
    return {
        key: Outcome(
            **{name: np.concatenate([getattr(one, name) for one in found]) for name in names}
        )
        for key, found in lists.items()
    }


def table_of(outcomes: Outcomes) -> pd.DataFrame:
    """Score every forecaster.

    Parameters
    ----------
    outcomes : dict
        What `run` gave.

    Returns
    -------
    DataFrame
        Index scenario and forecaster; the columns of `scores`, and those of `beside` where the
        oracle was asked.
    """
    found = {key: scores(outcome) for key, outcome in outcomes.items()}
    for (scenario, _), row in found.items():
        best = found.get((scenario, "oracle"))
        row.update(beside(row, best) if best else {})
    table = pd.DataFrame.from_dict(found, orient="index")
    return table.rename_axis(index=["scenario", "forecaster"])


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """Put each mark beside the value of our forecast.

    Parameters
    ----------
    table : DataFrame
        What `table_of` gave.

    Returns
    -------
    DataFrame
        ``scenario``, ``measure``, ``low``, ``high``, ``value`` and ``holds``; marks whose
        scenario or measure was not run are left out.
    """
    rows = [
        (mark, table.at[(mark.scenario, "ours"), mark.measure])
        for mark in MARKS
        if (mark.scenario, "ours") in table.index and mark.measure in table
    ]
    return pd.DataFrame(
        [{**vars(mark), "value": value, "holds": mark.holds(value)} for mark, value in rows]
    )


def by_month(outcome: Outcome) -> pd.DataFrame:
    """Score intervals by the month the table was of.

    Parameters
    ----------
    outcome : Outcome
        What one forecaster said.

    Returns
    -------
    DataFrame
        Index ``month``; ``districts``, ``covers80``, ``covers95`` [fraction], ``width80``,
        ``width95`` and ``total`` [people].
    """
    low80, high80, low95, high95 = outcome.ends.T
    total = outcome.total
    rows = pd.DataFrame(
        {
            "month": outcome.month,
            "districts": 1,
            "covers80": (low80 <= total) & (total <= high80),
            "covers95": (low95 <= total) & (total <= high95),
            "width80": high80 - low80,
            "width95": high95 - low95,
            "total": total,
        }
    )
    means = dict.fromkeys(["covers80", "covers95", "width80", "width95", "total"], "mean")
    return rows.groupby("month").agg({"districts": "sum", **means})


def show(table: pd.DataFrame, say: Callable[[str], None] = print) -> None:
    """Print the scores, and each mark beside its value.

    Parameters
    ----------
    table : DataFrame
        What `table_of` gave.
    say : callable
        Takes each piece of text.
    """
    say(table.round(4).to_string())
    for one in judged(table).itertuples():
        verdict = "ok" if one.holds else "MISSED"
        say(
            f"{one.scenario:9} {one.measure:15} {one.value:8.4f}  "
            f"(at least {one.low:g}, at most {one.high:g})  {verdict}"
        )
