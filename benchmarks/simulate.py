"""Simulated months of a district whose last table is a real one. SỐ LIỆU MÔ PHỎNG.

Only one real table exists. For tests, the notebook on movement and the benchmarks this module
makes up what the months before it, and after it, may have looked like: each admitted, waiting
or trained person of the real table gets a made-up day of the class, of the dossier and of the
decision. On the real table's own day every count is therefore the real one, and before it no
count contradicts another. None of it happened.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from dangvien_analysis.columns import COUNTS, SIMULATED
from dangvien_analysis.document.sidecar import sidecar_path

LEAD_SHAPE, LEAD_DAYS = 2.0, 45.0
"""Gamma distribution of the time from opening a dossier to its decision: shape, mean [days]."""
BACK_LOADED = 1.3
"""Exponent of the admissions: above 1 they are denser towards the day of the table."""
CLASSES = (-200, 75, 166, 240)
"""Days of the year on which awareness classes end; the first lies in the year before."""
_FAR = 10_000

HEADER = (
    "STT",
    "Tên chi bộ, đảng bộ",
    "Chỉ tiêu giao",
    "Đã kết nạp",
    "Đang trình duyệt",
    "Tổng cộng",
    "Tỷ lệ %",
    "Nguồn",
)


@dataclass(frozen=True)
class _People:
    """Days of made-up people, one an entry: the class, the dossier, the decision; their unit."""

    unit: np.ndarray
    joined: np.ndarray
    opened: np.ndarray
    decided: np.ndarray


def month_ends(until: date) -> list[date]:
    """List the days of monthly tables of a year.

    Parameters
    ----------
    until : datetime.date
        The last of them.

    Returns
    -------
    list of datetime.date
        The ends of the months before it, and itself.
    """
    firsts = [date(until.year, month, 1) for month in range(2, until.month + 1)]
    ends = [first - timedelta(days=1) for first in firsts]
    return [*(day for day in ends if day < until), until]


def history(
    units: pd.DataFrame, as_of: date, days: Sequence[date], *, seed: int = 623
) -> dict[date, pd.DataFrame]:
    """Make up the tables of other days of the same year.

    Parameters
    ----------
    units : DataFrame
        The real table: index ``unit_id``, the counts [people], NA allowed; other columns are
        carried along.
    as_of : datetime.date
        Its day.
    days : sequence of datetime.date
        The days wanted, in its year; before it and after it.
    seed : int
        The same seed gives the same history.

    Returns
    -------
    dict of datetime.date to DataFrame
        By day, in the order asked for. On `as_of` every count is that of `units`; a unit with a
        missing count has all its made-up counts missing on other days.
    """
    people = _people(units, as_of, np.random.default_rng(seed))
    return {day: units if day == as_of else _table(units, people, day) for day in days}


def _people(units: pd.DataFrame, as_of: date, rng: np.random.Generator) -> _People:
    """Give each counted person the days of a life that fits the real table."""
    counts = units[list(COUNTS)].fillna(0).astype(int)
    today = as_of.timetuple().tm_yday
    unit = np.arange(len(units))
    admitted, pending, pool = (
        np.repeat(unit, counts[name]) for name in ("admitted", "pending", "pool")
    )
    share = rng.random(len(admitted)) ** (1 / BACK_LOADED)
    decided = np.ceil(share * today)
    opened = decided - np.ceil(rng.gamma(LEAD_SHAPE, LEAD_DAYS / LEAD_SHAPE, len(admitted)))
    waiting = today - np.floor(rng.exponential(LEAD_DAYS, len(pending)))
    later = today + np.ceil(rng.exponential(LEAD_DAYS, len(pending)))
    # Of those in the pool somewhat more than half open a dossier before the year ends.
    soon = today + np.ceil(rng.uniform(0, 200, len(pool)))
    then = soon + np.ceil(rng.gamma(LEAD_SHAPE, LEAD_DAYS / LEAD_SHAPE, len(pool)))
    opened_all = np.concatenate([opened, waiting, soon])
    limit = np.concatenate([opened, waiting, np.full(len(pool), today)])
    return _People(
        np.concatenate([admitted, pending, pool]),
        _classes(limit, rng),
        opened_all,
        np.concatenate([decided, later, then]),
    )


def _classes(limit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Choose for each person one of the classes that ended by a day; the first when none did."""
    ended = np.searchsorted(CLASSES, limit, side="right")
    chosen = np.floor(rng.random(len(limit)) * np.maximum(ended, 1)).astype(int)
    return np.where(ended > 0, np.array(CLASSES)[chosen], -_FAR)


def _table(units: pd.DataFrame, people: _People, day: date) -> pd.DataFrame:
    """Count the people on one day."""
    at = day.timetuple().tm_yday
    stages = {
        "admitted": people.decided <= at,
        "pending": (people.opened <= at) & (at < people.decided),
        "pool": (people.joined <= at) & (at < people.opened),
    }
    unknown = units[list(COUNTS)].isna().any(axis=1)
    found = units.copy()
    for name, inside in stages.items():
        number = np.bincount(people.unit[inside], minlength=len(units))
        found[name] = pd.array(number, dtype="Int64")
        found[name] = found[name].mask(unknown)
    return found


def write_returns(tables: Mapping[date, pd.DataFrame], folder: Path) -> list[Path]:
    """Write tables as an office would receive them, marked as simulated.

    Parameters
    ----------
    tables : mapping of datetime.date to DataFrame
        As `history` gives them.
    folder : Path
        Where; it has to exist.

    Returns
    -------
    list of Path
        The .tsv files, each with a sidecar that says that it is simulated.
    """
    written = []
    for day, table in tables.items():
        path = folder / f"{day}_mo-phong.tsv"
        stream = io.StringIO()
        lines = csv.writer(stream, delimiter="\t", lineterminator="\n")
        lines.writerow(HEADER)
        lines.writerows(_line(row) for _, row in table.iterrows())
        path.write_text(stream.getvalue(), encoding="utf-8", newline="")
        sidecar = f'[document]\ntitle = "{SIMULATED}"\nsimulated = true\n\n'
        sidecar += f"[figures]\nas_of = {day}\nquota_year = {day.year}\n"
        sidecar_path(path).write_text(sidecar, encoding="utf-8")
        written.append(path)
    return written


def _line(row: pd.Series) -> list[str]:
    """Write one row with its sum and its rate, as the real table prints them."""
    counts = ["" if pd.isna(row[name]) else str(row[name]) for name in COUNTS]
    quota, admitted, pending, pool = counts
    total = row["admitted"] + row["pending"]
    known = pd.notna(total) and pd.notna(row["quota"]) and row["quota"] > 0
    # Half up in whole numbers, as the package rounds.
    rate = f"{(20_000 * int(total) // int(row['quota']) + 1) // 2 / 100:.2f}" if known else ""
    number = "" if pd.isna(row["unit_no"]) else str(row["unit_no"])
    printed = row["listed_as"] if pd.notna(row["listed_as"]) else row["unit_name"]
    shown = "" if pd.isna(total) else str(total)
    return [number, str(printed), quota, admitted, pending, shown, rate, pool]
