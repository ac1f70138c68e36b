"""How fast the forecast is, and how near, beside Monte Carlo: part of `python tasks.py bench`."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from montecarlo import Posterior, posterior, year_ends

import dangvien_analysis as dva

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "data" / "raw" / "2023-09-13_623-TB-HU.tsv"
DAY, YEAR_END = date(2023, 9, 13), date(2023, 12, 31)
GONE = DAY.timetuple().tm_yday
COUNTS = ["quota", "admitted", "pending", "pool"]
DISTRICTS, UNITS = 963, 54
DRAWS, REFERENCE, AT_ONCE = 10_000, 10_000_000, 100_000
CHANCES = [0.025, 0.1, 0.5, 0.9, 0.975]
TARGETS = range(175, 236, 5)


def ours(units: pd.DataFrame) -> dva.Forecast:
    """Forecast a table of 13 September."""
    return dva.forecast(units, as_of=DAY, deadline=YEAR_END)


def timed(work: Callable[[], object]) -> float:
    """Time one call [seconds]."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def simulated(real: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Make 52,000 units with the quotas of the real table and other counts."""
    quota = rng.choice(real["quota"].to_numpy(dtype=int), DISTRICTS * UNITS)
    own = rng.gamma(6, 1 / 6, len(quota)) * quota
    counts = {
        "quota": quota,
        "admitted": rng.poisson(0.5 * own),
        "pending": rng.poisson(0.1 * own),
        "pool": rng.poisson(1.3 * quota),
    }
    return pd.DataFrame(counts, dtype="Int64")


@dataclass(frozen=True)
class Found:
    """What year ends say, as the forecast says it.

    Parameters
    ----------
    units : ndarray
        Chance of the quota, mean, four ends of intervals and places missing, ``[7, unit]``.
    ends : ndarray
        Median and ends of the intervals of the district and of the units that meet their quota.
    reached : ndarray
        Chance of each of `TARGETS`.
    """

    units: np.ndarray
    ends: np.ndarray
    reached: np.ndarray


def told(drawn: np.ndarray, quota: np.ndarray) -> Found:
    """Read everything the forecast gives off some year ends."""
    total, met = drawn.sum(axis=0), drawn >= quota
    units = [
        met.mean(axis=1),
        drawn.mean(axis=1),
        *np.quantile(drawn, [0.025, 0.1, 0.9, 0.975], axis=1),
        np.maximum(quota - drawn, 0).mean(axis=1),
    ]
    ends = [*np.quantile(total, CHANCES), *np.quantile(met.sum(axis=0), [0.1, 0.9])]
    return Found(np.stack(units), np.array(ends), reached(total))


def reached(total: np.ndarray) -> np.ndarray:
    """Give the chance of each target."""
    return np.array([(total >= target).mean() for target in TARGETS])


def sampled(real: pd.DataFrame, seed: int, known: Posterior | None = None) -> Found:
    """Forecast the real table by 10,000 draws, from what is known or from the table alone."""
    known = known or posterior(real, GONE, dva.Assumptions())
    quota = real["quota"].to_numpy(dtype=int)[:, None]
    rng = np.random.default_rng(seed)
    return told(year_ends(real, known, GONE, dva.Assumptions(), rng, DRAWS), quota)


def reference(real: pd.DataFrame, known: Posterior) -> tuple[np.ndarray, np.ndarray]:
    """Chance of each unit's quota and of each target from 10 million draws, piece by piece."""
    rng = np.random.default_rng(1)
    quota = real["quota"].to_numpy(dtype=int)[:, None]
    met, goals = np.zeros(len(real)), np.zeros(len(TARGETS))
    pieces = REFERENCE // AT_ONCE
    for _ in range(pieces):
        drawn = year_ends(real, known, GONE, dva.Assumptions(), rng, AT_ONCE)
        met += (drawn >= quota).mean(axis=1)
        goals += reached(drawn.sum(axis=0))
    return met / pieces, goals / pieces


def nearness(real: pd.DataFrame, known: Posterior) -> None:
    """Print how far our chances, and those of 10,000 draws, are from 10 million draws."""
    chances, goals = reference(real, known)
    far = np.abs(ours(real).units["p_meet"].to_numpy(dtype=float) - chances)
    whole = [
        dva.forecast(real, as_of=DAY, deadline=YEAR_END, target=target).district["p_target"]
        for target in TARGETS
    ]
    runs = [sampled(real, seed, known) for seed in range(2, 22)]
    theirs = np.array([np.abs(run.units[0] - chances).mean() for run in runs])
    other = np.array([np.abs(run.reached - goals).mean() for run in runs])
    print(
        f"units' chances, mean error against {REFERENCE:,} draws: {far.mean():.5f}; "
        f"{DRAWS:,} draws: {theirs.mean():.5f}, the best of {len(runs)} runs {theirs.min():.5f}"
    )
    print(
        f"chances of {len(TARGETS)} targets, the same: {np.abs(whole - goals).mean():.5f}; "
        f"{DRAWS:,} draws: {other.mean():.5f} (ours are to be smaller)"
    )


def main() -> None:
    """Print every figure with its mark."""
    real = dva.read(SHIPPED).units[COUNTS]
    ours(real)
    one = median(timed(lambda: ours(real)) for _ in range(200))
    print(f"forecast of 54 units: {one * 1e3:.1f} ms (at most 5)")
    many = simulated(real, np.random.default_rng(0))
    whole = median(timed(lambda: ours(many)) for _ in range(5))
    print(f"52,000 units as one district: {whole:.2f} s (at most 0.5)")
    parts = [many.iloc[at : at + UNITS] for at in range(0, len(many), UNITS)]
    each = median(timed(lambda: [ours(part) for part in parts]) for _ in range(3))
    print(f"the same as {len(parts)} districts: {each:.2f} s (at most 2)")
    known = posterior(real, GONE, dva.Assumptions())
    for words, given in (("", None), (", its inference not counted", known)):
        pairs = [
            (timed(partial(sampled, real, seed, given)), timed(lambda: ours(real)))
            for seed in range(20)
        ]
        faster = median(slow / quick for slow, quick in pairs)
        mark = " (at least 20)" if given is None else ""
        print(f"{DRAWS:,} draws{words} / forecast: {faster:.0f} times as long{mark}")
    nearness(real, known)


if __name__ == "__main__":
    main()
