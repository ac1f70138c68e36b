"""What was forecast for a year against what came, beside the run rate."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dangvien_analysis.forecasting.scores import brier_score, coverage, interval_score

_OUTSIDE = {"80": 0.2, "95": 0.05}


@dataclass(frozen=True)
class Account:
    """Forecasts of a year held against its last figures."""

    # One row a forecast, by ``as_of``: ``median`` and ends of intervals as said, ``run_rate``
    # [people], ``outcome`` people admitted, NA where units are missing; ``score80``, ``score95``,
    # ``run_score80``, ``run_score95`` interval scores [people]; ``brier``, ``run_brier``: Brier
    # scores of the units; ``missing``: units without outcome
    forecasts: pd.DataFrame
    # ``coverage80``, ``coverage95`` [fraction], and the means of the scores; ``brier_target`` and
    # ``run_brier_target``
    summary: pd.Series


def account(forecasts: pd.DataFrame, units: pd.DataFrame, outcome: pd.Series) -> Account:
    """Score what was said."""
    rows = [
        _scored(said, units[units["forecast"] == said["forecast"]], outcome)
        for _, said in forecasts.sort_values(["as_of", "made"]).iterrows()
    ]
    table = pd.DataFrame(rows)
    whole = table[table["outcome"].notna()].astype({"outcome": float})
    actual = whole["outcome"].to_numpy(dtype=float)
    summary: dict[str, Any] = {}
    for share in _OUTSIDE:
        ends = [whole[f"{end}{share}"].to_numpy(dtype=float) for end in ("low", "high")]
        summary[f"coverage{share}"] = coverage(actual, *ends)
        for name in (f"score{share}", f"run_score{share}"):
            summary[name] = whole[name].mean()
    reached = actual >= whole["target"].to_numpy(dtype=float)
    summary["brier_target"] = brier_score(reached, whole["p_target"].to_numpy(dtype=float))
    even = (whole["run_rate"] >= whole["target"]).to_numpy(dtype=float)
    summary["run_brier_target"] = brier_score(reached, even)
    for name in ("brier", "run_brier"):
        summary[name] = table[name].mean()
    return Account(table, pd.Series(summary, dtype="float64"))


def _scored(said: pd.Series, units: pd.DataFrame, outcome: pd.Series) -> dict[str, Any]:
    gone, year = (
        date.fromisoformat(said[name]).timetuple().tm_yday for name in ("as_of", "deadline")
    )
    came = outcome.reindex(units["unit_id"]).astype("Float64")
    missing = int(came.isna().sum())
    total = pd.NA if missing or units.empty else came.sum()
    run_rate = said["admitted"] * year / gone
    row = {
        **said[["as_of", "made", "target", "median", "low80", "high80", "low95", "high95"]],
        "p_target": said["p_target"],
        "run_rate": run_rate,
        "outcome": total,
        "missing": missing,
    }
    known = units.set_index("unit_id").assign(came=came)
    known = known[known[["came", "p_meet", "quota", "admitted"]].notna().all(axis=1)]
    met = (known["came"] >= known["quota"]).to_numpy(dtype=float)
    row["brier"] = brier_score(met, known["p_meet"].to_numpy(dtype=float))
    # In whole numbers: an even pace reaches the quota or not.
    even = (known["admitted"] * year >= known["quota"] * gone).to_numpy(dtype=float)
    row["run_brier"] = brier_score(met, even)
    for share, alpha in _OUTSIDE.items():
        for name, low, high in (
            (f"score{share}", said[f"low{share}"], said[f"high{share}"]),
            (f"run_score{share}", run_rate, run_rate),
        ):
            ends = np.array([float(low)]), np.array([float(high)])
            row[name] = (
                np.nan
                if pd.isna(total)
                else float(interval_score(np.array([float(total)]), *ends, alpha)[0])
            )
    return row
