from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.checks.changes import changes
from dangvien_analysis.checks.likely import LEAPS, check_leaps
from dangvien_analysis.checks.movement import MOVEMENT, check_movement
from dangvien_analysis.findings import CODES, Finding
from tests.builders import HEADER, counts, project, write_table
from tests.conftest import SHIPPED

ASK = "Đề nghị hỏi lại đơn vị"


@pytest.mark.parametrize(
    ("quota", "admitted", "told"),
    [
        # 1.5 x 4 + 3 = 9 may be; a slip of a digit is far beyond
        ("4", "9", False),
        ("4", "10", True),
        ("7", "70", True),
        ("7", "13", False),
        ("0", "3", False),
        ("0", "4", True),
        # what is not known is not unlikely
        ("4", "", False),
        ("", "40", False),
    ],
)
def test_admitted_beyond_the_quota(tmp_path: Path, quota: str, admitted: str, told: bool) -> None:
    rows = [HEADER, f"1|Đảng bộ xã A|{quota}|{admitted}|0|||5", "2|Đảng bộ xã B|5|2|0|2|40|1"]
    found = dva.read(write_table(tmp_path, rows), settings=project(tmp_path)).findings
    found = found[found["code"] == "admitted_beyond_quota"]
    assert len(found) == told
    if told:
        one = found.iloc[0]
        assert (one["severity"], one["stated"], one["computed"]) == ("warning", admitted, quota)
        assert one["message"].startswith("Đảng bộ xã A: ")
        assert ASK in one["message"]
        assert one["place"] == "dòng 2, cột 4"


def leaps(before: tuple[int | None, ...], after: tuple[int | None, ...]) -> list[Finding]:
    tables = []
    for row in (before, after):
        one = dict(zip(("quota", "admitted", "pending", "pool"), ([n] for n in row), strict=True))
        tables.append(counts(**one).assign(unit_name=["Đảng bộ xã A"]))
    return check_leaps(tables[1], changes(*tables), "31/8/2023 → 13/9/2023")


@pytest.mark.parametrize(
    ("before", "after", "code", "column", "stated", "computed"),
    [
        ((7, 1, 0, 5), (7, 9, 0, 5), "admitted_leap", "admitted", "9", "1"),
        ((7, 1, 2, 5), (7, 1, 22, 5), "tenfold_count", "pending", "22", "2"),
        ((7, 1, 0, 5), (7, 1, 0, 50), "tenfold_count", "pool", "50", "5"),
        ((7, 1, 0, 0), (7, 1, 0, 20), "tenfold_count", "pool", "20", "0"),
        ((7, 1, 0, 5), (11, 1, 0, 5), "quota_leap", "quota", "11", "7"),
        ((7, 1, 0, 5), (3, 1, 0, 5), "quota_leap", "quota", "3", "7"),
    ],
)
def test_what_is_far_from_the_table_before(
    before: tuple[int, ...],
    after: tuple[int, ...],
    code: str,
    column: str,
    stated: str,
    computed: str,
) -> None:
    (one,) = leaps(before, after)
    assert (one.code, one.column, one.unit_id) == (code, column, "u1")
    assert (one.stated, one.computed) == (stated, computed)
    assert one.message.startswith("Đảng bộ xã A: ")
    assert all(words in one.message for words in (stated, computed, ASK))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # as many as the quota, ten times but few, many but not ten times, half of the quota
        ((7, 1, 0, 5), (7, 8, 0, 5)),
        ((7, 1, 1, 2), (7, 1, 19, 20)),
        ((7, 1, 5, 30), (7, 1, 49, 90)),
        ((8, 1, 0, 5), (12, 1, 0, 5)),
        # less is another matter
        ((7, 5, 90, 90), (7, 1, 3, 3)),
        ((None, 1, None, None), (7, 1, 90, 90)),
        ((7, None, 0, 5), (7, 30, 0, 5)),
    ],
)
def test_what_may_well_be(before: tuple[int | None, ...], after: tuple[int | None, ...]) -> None:
    assert leaps(before, after) == []


def test_it_is_told_of_the_movement() -> None:
    first, last = (counts(quota=[7], admitted=[n], pending=[0], pool=[5]) for n in (1, 11))
    tables = [
        (day, table.assign(unit_name=["Đảng bộ xã A"]))
        for day, table in ((date(2023, 8, 31), first), (date(2023, 9, 13), last))
    ]
    (one,) = check_movement(tables)
    assert one.code == "admitted_leap"
    assert LEAPS < MOVEMENT
    assert {CODES[code].severity for code in LEAPS} == {"warning"}


def test_the_real_table_has_nothing_unlikely() -> None:
    codes: pd.Series = dva.read(SHIPPED).findings["code"]
    assert not codes.isin({*LEAPS, "admitted_beyond_quota"}).any()
