"""Simulated months: the real table on its day, and nothing that contradicts it before."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from benchmarks.simulate import history, month_ends, write_returns
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.office.settings import Settings
from tests.conftest import AS_OF, SHIPPED

DAYS = [*month_ends(AS_OF), date(2023, 10, 31), date(2023, 12, 31)]


@pytest.fixture(scope="module")
def months(snapshot: dva.Snapshot) -> dict[date, pd.DataFrame]:
    return history(snapshot.units, AS_OF, DAYS)


def test_month_ends_run_up_to_the_day() -> None:
    assert month_ends(AS_OF)[:2] == [date(2023, 1, 31), date(2023, 2, 28)]
    assert month_ends(AS_OF)[-2:] == [date(2023, 8, 31), AS_OF]
    assert month_ends(date(2024, 2, 29)) == [date(2024, 1, 31), date(2024, 2, 29)]
    assert month_ends(date(2023, 1, 5)) == [date(2023, 1, 5)]


def test_september_is_the_real_table(
    months: dict[date, pd.DataFrame], snapshot: dva.Snapshot
) -> None:
    pd.testing.assert_frame_equal(months[AS_OF], snapshot.units)


def test_written_september_is_the_received_file_row_by_row(
    months: dict[date, pd.DataFrame], tmp_path: Path
) -> None:
    (path,) = write_returns({AS_OF: months[AS_OF]}, tmp_path)
    received = SHIPPED.read_text(encoding="utf-8").splitlines()
    rows = [line for line in received if line[:1].isdigit()]
    assert path.read_text(encoding="utf-8").splitlines()[1:] == rows


def test_no_month_contradicts_another(months: dict[date, pd.DataFrame]) -> None:
    for before, after in pairwise(months.values()):
        assert (after["admitted"] >= before["admitted"]).all()
        assert (after["quota"] == before["quota"]).all()
        # A dossier that leaves the pending ones was admitted.
        fall = before["pending"] - after["pending"]
        assert (fall <= after["admitted"] - before["admitted"]).all()
        assert (after[list(COUNTS)] >= 0).all(axis=None)


def test_something_happens_in_every_month(months: dict[date, pd.DataFrame]) -> None:
    sums = [table["admitted"].sum() for table in months.values()]
    assert sums == sorted(set(sums))
    assert any(
        (after["pool"] > before["pool"]).any() for before, after in pairwise(months.values())
    )


def test_the_same_seed_gives_the_same_months(
    months: dict[date, pd.DataFrame], snapshot: dva.Snapshot
) -> None:
    again = history(snapshot.units, AS_OF, DAYS)
    other = history(snapshot.units, AS_OF, DAYS, seed=1)
    day = date(2023, 6, 30)
    pd.testing.assert_frame_equal(again[day], months[day])
    assert not other[day]["admitted"].equals(months[day]["admitted"])


def test_unknown_counts_stay_unknown(snapshot: dva.Snapshot) -> None:
    units = snapshot.units.copy()
    units.loc[units.index[3], "pool"] = pd.NA
    table = history(units, AS_OF, [date(2023, 6, 30)])[date(2023, 6, 30)]
    assert table.loc[units.index[3], ["admitted", "pending", "pool"]].isna().all()


def test_it_is_read_as_simulated_and_says_so_on_every_table_and_chart(
    months: dict[date, pd.DataFrame], tmp_path: Path
) -> None:
    settings = Settings(root=tmp_path)
    paths = write_returns({day: months[day] for day in DAYS[:9]}, tmp_path)
    snapshot = dva.read(paths[-1], settings=settings)
    assert snapshot.source.simulated
    assert snapshot.as_of == AS_OF
    assert dva.charts.options_of(gather(snapshot)).dated[0] == "SỐ LIỆU MÔ PHỎNG."
    assert dva.narrative(snapshot).title.startswith("SỐ LIỆU MÔ PHỎNG. ")
    assert not dva.read(SHIPPED, settings=settings).source.simulated
