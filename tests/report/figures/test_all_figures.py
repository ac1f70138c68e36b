import csv
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import LEVELS
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.report.figures.all_figures import Figures, figures, sector_totals
from tests.builders import HEADER, SOUND, read_rows
from tests.conftest import AS_OF, DEADLINE, SHIPPED

Row = tuple[int, int, int, int]


def raw_rows() -> list[Row]:
    """Read quota, admitted, pending and pool of each unit, without the package."""
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream, delimiter="\t") if row and row[0].isdecimal()]
    return [(int(row[2]), int(row[3]), int(row[4]), int(row[7])) for row in rows]


RAW = raw_rows()
LACKING = [(quota - admitted - pending, pool) for quota, admitted, pending, pool in RAW]
QUOTA, ADMITTED, PENDING, POOL = (sum(column) for column in zip(*RAW, strict=True))
MISSING = sum(max(lack, 0) for lack, _ in LACKING)
GONE = (AS_OF - date(2022, 12, 31)).days
LEFT = (DEADLINE - AS_OF).days


@pytest.fixture(scope="module")
def table(snapshot: dva.Snapshot) -> pd.DataFrame:
    return figures(gather(snapshot))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("units", len(RAW)),
        ("reported", len(RAW)),
        ("quota", QUOTA),
        ("quota_stated", 280),
        ("admitted", ADMITTED),
        ("pending", PENDING),
        ("pool", POOL),
        ("headline_admitted", ADMITTED + PENDING),
        ("remaining", MISSING),
        ("surplus", sum(max(-lack, 0) for lack, _ in LACKING)),
        ("pool_usable", sum(min(max(lack, 0), pool) for lack, pool in LACKING)),
        ("pool_shortfall", sum(max(lack - pool, 0) for lack, pool in LACKING if lack > 0)),
        ("lacking_units", sum(lack > 0 for lack, _ in LACKING)),
        ("short_units", sum(lack > pool for lack, pool in LACKING if lack > 0)),
        ("pending_units", sum(row[2] > 0 for row in RAW)),
        ("over_units", sum(row[1] > row[0] for row in RAW)),
        ("zero_units", sum(row[1] == 0 for row in RAW)),
        ("zero_pending_units", sum(row[1] == 0 and row[2] > 0 for row in RAW)),
        ("absent_units", 0),
        ("small.units", sum(row[0] <= 2 for row in RAW)),
        ("small.quota", sum(row[0] for row in RAW if row[0] <= 2)),
        ("small.admitted", sum(row[1] for row in RAW if row[0] <= 2)),
        ("small.pending", sum(row[2] for row in RAW if row[0] <= 2)),
        ("days_gone", GONE),
        ("days_of_year", 365),
        ("rate", ADMITTED / QUOTA),
        ("rate_stated", ADMITTED / 280),
        ("rate_with_pending", (ADMITTED + PENDING) / QUOTA),
        ("share_of_year", GONE / 365),
        ("admitted_per_month", ADMITTED / (GONE * 12 / 365)),
        ("needed_per_month", MISSING / (LEFT * 12 / 365)),
        ("unit.xa-co-am.remaining", 8 - 1 - 0),
        ("unit.xa-co-am.pool_shortfall", 8 - 1 - 0 - 5),
    ],
)
def test_value_worked_out_a_second_way(table: pd.DataFrame, key: str, value: float) -> None:
    assert table.loc[key, "value"] == pytest.approx(value)


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("rate", "48,04%"),
        ("rate_stated", "48,21%"),
        ("share_of_year", "70,1%"),
        ("headline_rate", "58,57%"),
        ("admitted_per_month", "16,0"),
        ("as_of", "13/9/2023"),
        ("deadline", "31/12/2023"),
        ("quota_year", "2023"),
    ],
)
def test_shown_as_offices_write_it(table: pd.DataFrame, key: str, shown: str) -> None:
    assert table.loc[key, "shown"] == shown


def test_each_unit_is_in_one_level_and_one_sector(table: pd.DataFrame) -> None:
    values = table["value"]
    levels = [f"level.{level}" for level in LEVELS] + ["level.unknown"]
    sectors = [key for key in table.index if key.startswith("sector.") and key.endswith(".units")]
    assert values[levels].sum() == len(RAW)
    assert values[sectors].sum() == len(RAW)
    assert sum(values[key.replace(".units", ".quota")] for key in sectors) == QUOTA


def test_labels_tell_figures_apart(table: pd.DataFrame) -> None:
    assert list(table.columns) == ["label", "value", "shown", "kind"]
    assert table["label"].ne("").all()
    assert list(table["label"][table["label"].duplicated()]) == []
    assert set(table["kind"]) == {"count", "percent", "decimal", "text"}


def test_without_a_date_there_is_no_pace(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, SOUND, as_of=None)
    found = figures(gather(snapshot))
    dated = {"days_gone", "share_of_year", "admitted_per_month", "needed_per_month"}
    assert dated & set(found.index) == set()
    assert found.loc["as_of", "shown"] == "chưa rõ ngày"
    assert found.loc["quota_year", "shown"] == ""


def test_a_missing_column_is_unknown_not_zero(tmp_path: Path) -> None:
    rows = ["STT|Tên đơn vị|Chỉ tiêu|Đã kết nạp", "1|Đảng bộ xã An Hòa|5|2"]
    snapshot = read_rows(tmp_path, rows, register=None)
    found = figures(gather(snapshot))
    keys = ["pending", "pool", "remaining", "rate_with_pending", "quota_stated"]
    assert found.loc[keys, "value"].isna().all()
    # only admitted people make a surplus
    assert found.loc["surplus", "value"] == max(2 - 5, 0)
    assert set(found.loc[keys, "shown"]) == {"chưa rõ", "không tính"}
    assert found.loc["rate", "value"] == pytest.approx(2 / 5)


def test_a_stated_quota_of_zero_gives_no_rate(tmp_path: Path) -> None:
    rows = [HEADER, "1|Đảng bộ xã An Hòa|0|2|1|3||4", "Tổng cộng||0|2|1|3||4"]
    snapshot = read_rows(tmp_path, rows, register=None)
    found = figures(gather(snapshot))
    assert "rate_stated" not in found.index
    assert found.loc["rate", "shown"] == "không tính"


def test_units_without_a_sector_come_last(tmp_path: Path) -> None:
    register = ("truong-thpt|Chi bộ Trường THPT|chi_bo|school",)
    sums = sector_totals(dva.assess(read_rows(tmp_path, SOUND, register=register)))
    assert list(sums.index) == ["school", "unclassified"]
    assert list(sums["quota"]) == [1, 5 + 3]


def test_no_figures_keep_the_columns() -> None:
    assert list(Figures().frame().columns) == ["label", "value", "shown", "kind"]
    assert Figures().frame().empty
