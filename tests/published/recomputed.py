"""The figures of a table once more, from the received file in bare pandas.

Nothing of the package has a part in it, so that a measure that is wrong cannot make itself right:
``python recomputed.py TABLE REGISTER DAY`` prints lines ``part,key,column,value``.  Every measure
of a unit, every level and every total; a forecast is no measure and is not here.  The real table,
and those of simulated months: some rules make no difference to the real one.

The levels, first that fits: ``met`` admitted >= quota; ``met_if_approved`` admitted + pending >=
quota; ``at_risk`` pool < what remains, or a quota over 2 and nobody admitted or pending; ``watch``
a quota over 2 and admitted + pending < what an even pace would have; ``not_judged`` a quota of 1
or 2; ``on_track`` the rest.  None where the quota is 0.
"""

import sys
from datetime import date

import pandas as pd

COLUMNS = ["unit_no", "printed", "quota", "admitted", "pending", "total", "rate", "pool"]
SMALL = 2
LEVELS = ["met", "met_if_approved", "at_risk", "watch", "not_judged", "on_track"]
REASONS = ["short_of_pool", "no_movement", "behind"]
COUNTS = ["quota", "admitted", "pending", "pool"]
SUMMED = [
    *COUNTS,
    *("to_admit", "in_dossier", "remaining", "surplus", "pool_shortfall", "pool_usable"),
]


def units_of(table: str, register: str) -> pd.DataFrame:
    """Read the rows of units, each with its entry in the register."""
    rows = pd.read_csv(table, sep="\t", header=0, names=COLUMNS)
    # A total has no number.
    rows = rows[pd.to_numeric(rows["unit_no"], errors="coerce").notna()]
    rows = rows.astype(dict.fromkeys([*COUNTS, "unit_no", "total"], int))
    known = pd.read_csv(register)
    known["printed"] = known["listed_as"].fillna(known["unit_name"])
    found = rows.merge(known, on="printed", how="left", validate="one_to_one")
    assert found["unit_id"].notna().all(), "a unit is not in the register"
    return found.set_index("unit_id")


def measured(units: pd.DataFrame, day: date) -> pd.DataFrame:
    """Work out every measure of every unit."""
    quota, admitted, pending, pool = (units[name] for name in COUNTS)
    new_year, end = date(day.year, 1, 1), date(day.year, 12, 31)
    days, gone = (end - new_year).days + 1, (day - new_year).days + 1
    found = units[["unit_no", *COUNTS, "org_type", "sector", "official_class"]].copy()
    found["stated_total"], found["stated_rate"] = units["total"], units["rate"]
    given = quota.where(quota > 0)
    found["completion_rate"] = admitted / given
    found["completion_rate_with_pending"] = (admitted + pending) / given
    found["to_admit"] = (quota - admitted).clip(lower=0)
    found["surplus"] = (admitted - quota).clip(lower=0)
    found["in_dossier"] = found[["to_admit"]].assign(pending=pending).min(axis=1)
    found["remaining"] = found["to_admit"] - found["in_dossier"]
    found["pool_usable"] = found[["remaining"]].assign(pool=pool).min(axis=1)
    found["pool_shortfall"] = found["remaining"] - found["pool_usable"]
    found["pipeline_coverage"] = pool / found["remaining"].where(found["remaining"] > 0)
    found["due_by_now"] = quota * gone // days
    months = (days - gone) / (days / 12)
    on_the_way = (quota > 0) & (months > 0)
    found["required_per_month"] = found["remaining"].where(on_the_way) / months
    found["most"] = admitted + pending + pool
    sent, large = admitted + pending, quota > SMALL
    found["short_of_pool"] = pool < found["remaining"]
    found["no_movement"] = large & (sent == 0)
    found["behind"] = large & (sent < found["due_by_now"])
    found["pool_just_enough"] = (found["remaining"] > 0) & (pool == found["remaining"])
    found["risk_level"] = [level(unit) for _, unit in found.iterrows()]
    return found


def level(unit: pd.Series) -> str:
    """Give the first level that fits."""
    rules = {
        "": unit["quota"] == 0,
        "met": unit["admitted"] >= unit["quota"],
        "met_if_approved": unit["admitted"] + unit["pending"] >= unit["quota"],
        "at_risk": unit["short_of_pool"] or unit["no_movement"],
        "watch": unit["behind"],
        "not_judged": unit["quota"] <= SMALL,
        "on_track": True,
    }
    return next(name for name, fits in rules.items() if fits)


def totals(units: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add up the units that have the same name in `by`."""
    groups = units.groupby(by)
    found = groups[SUMMED].sum()
    found["units"] = found["reported"] = groups.size()
    found["completion_rate"] = found["admitted"] / found["quota"]
    found["completion_rate_with_pending"] = (found["admitted"] + found["pending"]) / found["quota"]
    return found


def figures(units: pd.DataFrame, sectors: pd.DataFrame, whole: pd.Series) -> pd.DataFrame:
    """Name the same numbers as the briefing does."""
    found = {f"unit.{key}.{name}": value for (key, name), value in units.stack().items()}
    found |= {f"sector.{key}.{name}": value for (key, name), value in sectors.stack().items()}
    rates = sectors["completion_rate"]
    found |= {f"sector.{key}.rate": value for key, value in rates.items()}
    found |= {f"level.{name}": int((units["risk_level"] == name).sum()) for name in LEVELS}
    small = totals(units[units["quota"] <= SMALL].assign(all="all"), ["all"]).loc["all"]
    found |= {f"small.{name}": value for name, value in small.items()}
    found |= {str(name): value for name, value in whole.items()}
    found |= {f"reason.{name}": int(units[name].sum()) for name in REASONS}
    found["sent"] = whole["admitted"] + whole["pending"]
    found["rate"] = whole["completion_rate"]
    found["rate_with_pending"] = whole["completion_rate_with_pending"]
    return pd.DataFrame({"value": found})


def lines(part: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a table as one fact a line; nothing for what is not known."""
    long = frame.astype(object).stack().rename("value").rename_axis(["key", "column"])
    return long.reset_index().assign(part=part)[["part", "key", "column", "value"]]


def main(table: str, register: str, day: str) -> None:
    """Print every figure."""
    units = measured(units_of(table, register), date.fromisoformat(day))
    sectors = totals(units, ["sector"])
    whole = totals(units.assign(all="all"), ["all"])
    parts = {"unit": units, "total": pd.concat([whole, sectors])}
    parts["figure"] = figures(units, sectors, whole.loc["all"])
    found = pd.concat([lines(part, frame) for part, frame in parts.items()])
    found.to_csv(sys.stdout, index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
