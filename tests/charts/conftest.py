"""Tables to draw: the shipped case, made-up ones, and what is left when nothing was reported."""

from datetime import date

import matplotlib as mpl
import pandas as pd
import pytest

import dangvien_analysis as dva
from benchmarks.simulate import history, month_ends
from dangvien_analysis.charts import Options
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.gather.prospects import Past
from tests.conftest import AS_OF

mpl.use("Agg")

LONG = "Trường Trung học phổ thông chuyên nghiệp Nguyễn Bỉnh Khiêm số"


@pytest.fixture(scope="session")
def pasts(tables: dict[str, pd.DataFrame]) -> dict[str, Past]:
    """Made-up months before each table."""
    days = month_ends(AS_OF)[:-1]
    return {
        name: Past(tuple(history(table, AS_OF, days).items())) for name, table in tables.items()
    }


@pytest.fixture
def options(request: pytest.FixtureRequest, pasts: dict[str, Past]) -> Options:
    """What the shipped notice says, a total of 280 as of 13 September; months where they show."""
    call = getattr(request.node, "callspec", None)
    asked = call.params if call else {}
    chart = getattr(asked.get("chart"), "name", asked.get("chart_name", "monthly_"))
    past = pasts[asked.get("name", "real")] if chart.startswith("monthly_") else Past()
    return Options(stated_quota=280, as_of=AS_OF, past=past)


def measured(units: pd.DataFrame, as_of: date | None = AS_OF) -> pd.DataFrame:
    """Measure a made-up table as `assess` measures a snapshot."""
    return dva.measure(units.astype(dict.fromkeys(COUNTS, "Int64")), as_of=as_of)


def table_of(
    rows: list[tuple[int | None, int | None, int | None, int | None]],
    names: list[str] | None = None,
    org_type: str | None = "dang_bo",
    sector: str | None = "commune",
) -> pd.DataFrame:
    """Make a measured table from rows of quota, admitted, pending and pool."""
    index = pd.Index([f"u{at}" for at in range(len(rows))], name="unit_id", dtype="str")
    units = pd.DataFrame(rows, columns=list(COUNTS), index=index)
    units["unit_name"] = names or [f"Đảng bộ xã {at}" for at in range(len(rows))]
    units["org_type"] = pd.Series(org_type, index=index, dtype="str")
    units["sector"] = pd.Series(sector, index=index, dtype="str")
    return measured(units)


def simulated(number: int) -> pd.DataFrame:
    """Make units with names of some 70 letters, every quota, missing counts and surplus."""
    rows: list[tuple[int | None, int | None, int | None, int | None]] = [
        (quota, (at * 5) % (quota + 2), at % 3 // 2, (at * 11) % 13)
        for at, quota in enumerate(1 + (at * 7) % 17 for at in range(number))
    ]
    if number > 9:
        rows[4] = (None, None, None, None)
        rows[5] = (rows[5][0], rows[5][1], None, 3)
        rows[6] = (*rows[6][:3], None)
    names = [f"{'Đảng bộ' if at % 3 else 'Chi bộ'} {LONG} {at + 1}" for at in range(number)]
    units = table_of(rows, names)
    kinds = [["dang_bo", "chi_bo", None][min(at % 3, at // 20)] for at in range(number)]
    sectors = [["commune", "school", "health", "police", None][at % 5] for at in range(number)]
    return units.assign(
        org_type=pd.array(kinds, dtype="str"), sector=pd.array(sectors, dtype="str")
    )


@pytest.fixture(scope="session")
def tables(assessed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every table that each chart has to survive."""
    nothing = measured(assessed.assign(**dict.fromkeys(COUNTS, pd.NA)))
    absent = assessed.copy()
    # Cổ Am, Giang Biên, a unit with a quota of 1, and Nam Am sent nothing.
    absent.loc[absent.index[[2, 7, 40, 53]], list(COUNTS)] = pd.NA
    return {
        "real": assessed,
        "absent": measured(absent),
        "one": simulated(1),
        "ten": simulated(10),
        "many": simulated(120),
        "small quotas": table_of([(1, 0, 0, 0), (2, 1, 1, 0), (2, 3, 0, 1), (1, 0, 0, 4)]),
        "large quotas": table_of([(400, 150, 20, 300), (90, 91, 0, 3), (1, 0, 0, 0)]),
        "zero quota": table_of([(0, 0, 0, 3), (7, 2, 0, 1)]),
        "far over": table_of([(5, 30, 2, 0), (6, 1, 0, 9)]),
        "all met": table_of([(5, 5, 0, 0), (6, 7, 0, 2)]),
        "no date": measured(assessed, None),
        "empty": assessed.iloc[:0],
        "nothing reported": nothing,
    }
