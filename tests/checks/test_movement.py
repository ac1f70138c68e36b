from datetime import date

import pandas as pd
import pytest

from dangvien_analysis.checks.movement import check_movement
from dangvien_analysis.findings import Finding
from tests.builders import counts

JULY, AUGUST, SEPTEMBER = date(2023, 7, 15), date(2023, 8, 31), date(2023, 9, 13)


def table(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    quota, admitted, pending, pool = zip(*rows, strict=True)
    found = counts(quota=quota, admitted=admitted, pending=pending, pool=pool)
    return found.assign(unit_name=[f"Đảng bộ xã {unit}" for unit in found.index])


def compared(
    before: tuple[int | None, ...], after: tuple[int | None, ...], *frozen: date
) -> list[Finding]:
    return check_movement([(AUGUST, table(before)), (SEPTEMBER, table(after))], frozen)


@pytest.mark.parametrize(
    ("before", "after", "code", "stated", "computed"),
    [
        # figures as now, and as they were
        ((7, 4, 0, 5), (7, 3, 0, 5), "admitted_fell", "3", "4"),
        ((7, 4, 3, 5), (7, 4, 1, 5), "pending_vanished", "1", "3"),
        # two fewer waiting, one more admitted: one is missing
        ((7, 4, 3, 5), (7, 5, 1, 5), "pending_vanished", "1", "3"),
        ((7, 4, 0, 5), (8, 4, 0, 5), "quota_changed", "8", "7"),
    ],
)
def test_what_cannot_have_happened(
    before: tuple[int, ...], after: tuple[int, ...], code: str, stated: str, computed: str
) -> None:
    (finding,) = compared(before, after)
    assert finding.code == code
    assert (finding.stated, finding.computed, finding.unit_id) == (stated, computed, "u1")
    assert finding.place == "31/8/2023 → 13/9/2023"
    assert finding.message.startswith("Đảng bộ xã u1: ")
    assert finding.message.endswith(".")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # waiting ones were admitted, new ones were sent up, the pool changed
        ((7, 4, 3, 5), (7, 6, 1, 5)),
        ((7, 4, 3, 5), (7, 4, 3, 9)),
        ((7, 4, 0, 5), (7, 5, 2, 2)),
        # what is not known is no movement
        ((7, None, 3, 5), (7, 4, 1, 5)),
        ((7, 4, None, 5), (7, 4, 0, 5)),
        ((None, 4, 0, 5), (7, 4, 0, 5)),
        ((7, 4, 0, None), (7, 4, 0, 5)),
    ],
)
def test_what_can_have_happened(
    before: tuple[int | None, ...], after: tuple[int | None, ...]
) -> None:
    assert compared(before, after) == []


def test_a_frozen_figure_that_is_contradicted() -> None:
    found = compared((7, 4, 0, 5), (7, 3, 0, 5), AUGUST)
    assert [one.code for one in found] == ["admitted_fell", "frozen_contradicted"]
    assert "số đã chốt đến 31/8/2023 là 4 đã kết nạp, nay ghi 3" in found[1].message
    # a higher figure contradicts nothing
    assert compared((7, 4, 0, 5), (7, 5, 0, 5), AUGUST) == []


def test_units_that_come_and_go() -> None:
    before, after = table((7, 4, 0, 5), (3, 1, 0, 2)), table((7, 4, 0, 5), (3, 1, 0, 2))
    after.index = pd.Index(["u1", "u9"], name="unit_id")
    found = check_movement([(AUGUST, before), (SEPTEMBER, after)])
    assert [(one.code, one.unit_id) for one in found] == [("unit_new", "u9"), ("unit_gone", "u2")]


@pytest.mark.parametrize(
    ("july", "august", "named"),
    [
        # the same two dossiers in July, August and September
        ((7, 4, 2, 5), (7, 4, 2, 5), True),
        # in between one was admitted, or another was sent up
        ((7, 3, 2, 5), (7, 4, 2, 5), False),
        ((7, 4, 2, 5), (7, 4, 3, 5), False),
    ],
)
def test_dossiers_that_do_not_move_for_two_months(
    july: tuple[int, ...], august: tuple[int, ...], named: bool
) -> None:
    now = (7, 4, 2, 5)
    tables = [(JULY, table(july)), (AUGUST, table(august)), (SEPTEMBER, table(now))]
    found = [one for one in check_movement(tables) if one.code == "pending_unchanged"]
    assert bool(found) is named
    if named:
        assert "2 hồ sơ đang trình không thay đổi từ 15/7/2023" in found[0].message


def test_a_month_is_not_two() -> None:
    same = table((7, 4, 2, 5))
    assert check_movement([(AUGUST, same), (SEPTEMBER, same)]) == []


def test_one_table_is_no_movement() -> None:
    assert check_movement([]) == check_movement([(SEPTEMBER, table((7, 4, 2, 5)))]) == []


def test_a_unit_that_was_not_there_has_not_stood_still() -> None:
    before, now = table((7, 4, 0, 5)), table((7, 4, 0, 5), (5, 1, 3, 2))
    found = check_movement([(JULY, before), (SEPTEMBER, now)])
    assert [(one.code, one.unit_id) for one in found] == [("unit_new", "u2")]


def test_a_unit_without_a_row_has_not_appeared() -> None:
    before, now = table((7, 4, 0, 5)), table((7, 4, 0, 5), (None, None, None, None))
    assert check_movement([(AUGUST, before), (SEPTEMBER, now)]) == []


def test_a_quota_that_changed_by_more_than_half_is_one_finding() -> None:
    assert [one.code for one in compared((7, 4, 0, 5), (17, 4, 0, 5))] == ["quota_leap"]
