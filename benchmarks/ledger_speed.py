"""Questions over a large ledger beside the same questions in Polars: `python tasks.py bench`.

52,000 units by 120 months, 6.2 million rows, in the layout of `data/processed`. Both sides read
the same Parquet files, and both end in a pandas frame. Nothing is asserted but that the answers
agree: machines are noisy, and a ratio over its mark is a reason to look.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
import polars as pl

from dangvien_analysis.columns import SECTORS
from dangvien_analysis.files import sha256_of
from dangvien_analysis.ledger.history import latest, monthly_change, yearly_totals
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import PARQUET, SOURCE, sealed
from dangvien_analysis.office.settings import Settings

UNITS, YEARS, MARK, RUNS = 52_000, 10, 1.5, 7
PEAK = """
import sys
from pathlib import Path
from dangvien_analysis.ledger import history as over_time
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings
getattr(over_time, sys.argv[2])(Ledger(Settings(root=Path(sys.argv[1]))))
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""
COUNTS = ["quota", "admitted", "pending", "pool"]


def month_ends() -> list[date]:
    """List the days of the tables."""
    firsts = [date(2014 + at // 12, at % 12 + 1, 1) for at in range(1, 12 * YEARS + 1)]
    return [first - timedelta(days=1) for first in firsts]


def write_ledger(root: Path) -> Settings:
    """Write a simulated ledger: each year some units end and others begin."""
    settings, rng = Settings(root=root), np.random.default_rng(623)
    sectors = rng.choice(list(SECTORS), UNITS)
    first = 0
    admitted = np.zeros(UNITS, dtype="int64")
    quota = rng.integers(1, 15, UNITS)
    for day in month_ends():
        if day.month == 1:
            admitted, first = np.zeros(UNITS, dtype="int64"), first + 20
            quota = rng.integers(1, 15, UNITS)
        admitted += rng.poisson(quota / 14)
        ids = np.char.add("don-vi-", np.arange(first, first + UNITS).astype(str))
        frame = pd.DataFrame(
            {
                "unit_id": pd.array(ids, dtype="str"),
                "unit_no": pd.array(np.arange(1, UNITS + 1), dtype="Int64"),
                "unit_name": pd.array(np.char.add("Chi bộ số ", ids), dtype="str"),
                "listed_as": pd.array(ids, dtype="str"),
                "org_type": pd.Categorical(["chi_bo"] * UNITS),
                "sector": pd.Categorical(sectors),
                "quota": pd.array(quota, dtype="Int64"),
                "admitted": pd.array(admitted, dtype="Int64"),
                "pending": pd.array(rng.integers(0, 3, UNITS), dtype="Int64"),
                "pool": pd.array(rng.integers(0, 20, UNITS), dtype="Int64"),
            }
        )
        frame.loc[rng.random(UNITS) < 0.01, COUNTS] = pd.NA
        folder = settings.processed / day.isoformat() / "r1"
        folder.mkdir(parents=True)
        frame.to_parquet(folder / PARQUET, index=False)
        texts = dict.fromkeys(("file", "sha256", "accepted", "content"), "x")
        texts["as_of"] = day.isoformat()
        files = {PARQUET: sha256_of(folder / PARQUET)}
        source = sealed({"quota_year": day.year, "files": files, **texts})
        (folder / SOURCE).write_text(json.dumps(source), encoding="utf-8")
    return settings


def scanned(settings: Settings, columns: list[str]) -> list[pl.LazyFrame]:
    """Scan each month's file, with its day and its quota year, rising."""
    found = []
    for path in sorted(settings.processed.glob("*/r1/units.parquet")):
        day = date.fromisoformat(path.parents[1].name)
        year = json.loads((path.parent / SOURCE).read_text(encoding="utf-8"))["quota_year"]
        frame = pl.scan_parquet(path).select(columns)
        found.append(frame.with_columns(as_of=pl.lit(day), year=pl.lit(year)))
    return found


def polars_latest(settings: Settings) -> pd.DataFrame:
    """Ask Polars for the latest state of every unit."""
    columns = ["unit_id", "unit_name", "org_type", "sector", *COUNTS]
    frames = [
        frame.with_columns(pl.col("org_type", "sector").cast(pl.String))
        for frame in scanned(settings, columns)
    ]
    return pl.concat(frames).group_by("unit_id").last().collect().to_pandas()


def polars_change(settings: Settings) -> pd.DataFrame:
    """Ask Polars for the change of admitted from month to month."""
    rows = pl.concat(scanned(settings, ["unit_id", "admitted"]))
    before = pl.col("admitted").shift(1, fill_value=0).over("unit_id", "year")
    return rows.with_columns(change=pl.col("admitted") - before).collect().to_pandas()


def polars_totals(settings: Settings) -> pd.DataFrame:
    """Ask Polars for the totals of the last table of each year by sector."""
    last = scanned(settings, ["sector", *COUNTS])[11::12]
    frames = [frame.with_columns(pl.col("sector").cast(pl.String)) for frame in last]
    known = pl.col("quota").is_not_null() & pl.col("admitted").is_not_null()
    return (
        pl.concat(frames)
        .group_by("year", "sector")
        .agg(pl.col(COUNTS).sum(), pl.len().alias("units"), known.sum().alias("reported"))
        .collect()
        .to_pandas()
    )


QUESTIONS: list[
    tuple[str, Callable[[Ledger], pd.DataFrame], Callable[[Settings], pd.DataFrame], list[str]]
] = [
    ("latest state of every unit", latest, polars_latest, ["unit_id"]),
    ("change of admitted month on month", monthly_change, polars_change, ["as_of", "unit_id"]),
    ("totals by year and sector", yearly_totals, polars_totals, ["quota_year", "sector"]),
]


def same(ours: pd.DataFrame, theirs: pd.DataFrame, keys: list[str]) -> bool:
    """Tell whether both answers hold the same counts."""
    theirs = theirs.rename(columns={"year": "quota_year"} if "quota_year" in keys else {})
    ours = ours.reset_index() if keys[-1] not in ours else ours
    columns = [*keys, *(name for name in (*COUNTS, "change", "units") if name in ours)]
    columns = [name for name in columns if name in theirs]
    one, other = (
        frame[columns].astype(dict.fromkeys(keys, "str")).sort_values(keys)
        for frame in (ours, theirs)
    )
    counts = [name for name in columns if name not in keys]
    left, right = (frame[counts].astype("Float64").fillna(-1).to_numpy() for frame in (one, other))
    return bool((left == right).all()) and bool(
        (one[keys].to_numpy() == other[keys].to_numpy()).all()
    )


def timed(work: Callable[..., object], *arguments: object) -> float:
    """Time one call [seconds]."""
    start = perf_counter()
    work(*arguments)
    return perf_counter() - start


def main() -> None:
    """Print each question's ratio with its mark, and the most memory it took."""
    with tempfile.TemporaryDirectory() as made:
        settings = write_ledger(Path(made))
        ledger = Ledger(settings)
        print(f"ledger of {UNITS:,} units by {12 * YEARS} months:")
        for title, ours, theirs, keys in QUESTIONS:
            if not same(ours(ledger), theirs(settings), keys):
                sys.exit(f"{title}: the answers differ")
            pairs = [(timed(ours, ledger), timed(theirs, settings)) for _ in range(RUNS)]
            own, other = (median(side) for side in zip(*pairs, strict=True))
            found = median(one / two for one, two in pairs)
            command = [sys.executable, "-c", PEAK, made, ours.__name__]
            peak = int(subprocess.run(command, check=True, capture_output=True).stdout) / 2**20
            print(
                f"  {title}, ours / Polars: {found:.2f} (at most {MARK}); {own:.2f} s against "
                f"{other:.2f} s; peak {peak:.2f} GB (under 2)"
            )


if __name__ == "__main__":
    main()
