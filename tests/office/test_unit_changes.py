from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dangvien_analysis.errors import RegisterError
from dangvien_analysis.office.unit_changes import FIELDS, UnitChange, carried, read_unit_changes
from tests.builders import as_excel_saves, counts, listed
from tests.conftest import ROOT

JUNE, AUGUST = date(2025, 6, 30), date(2025, 8, 31)
JULY = date(2025, 7, 1)
MERGED = (
    UnitChange(JULY, "merged", "u1", "n", "Xã Mới"),
    UnitChange(JULY, "merged", "u2", "n", "Xã Mới"),
)


def table(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    quota, admitted, pending, pool = zip(*rows, strict=True)
    found = counts(quota=quota, admitted=admitted, pending=pending, pool=pool)
    names = pd.Series([f"Xã {unit}" for unit in found.index], index=found.index, dtype="str")
    return found.assign(unit_name=names)


THREE = table((7, 4, 1, 5), (5, 1, 0, 9), (3, 3, 0, 0))


def test_counts_of_merged_units_are_summed_and_said() -> None:
    found, said = carried(THREE, MERGED, JUNE, AUGUST)
    assert list(found.index) == ["u3", "n"]
    row = found.loc["n"]
    assert row["unit_name"] == "Xã Mới"
    assert list(row[["quota", "admitted", "pending", "pool"]]) == [7 + 5, 4 + 1, 1 + 0, 5 + 9]
    assert found.dtypes["admitted"] == "Int64"
    (finding,) = said
    assert (finding.code, finding.unit_id, finding.computed) == ("units_merged", "n", "12")
    assert "từ 01/7/2025 gộp từ Xã u1; Xã u2; chỉ tiêu kỳ trước cộng lại là 12" in finding.message


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    found, _ = carried(table((7, None, 1, 5), (5, 1, None, 9)), MERGED, JUNE, AUGUST)
    assert listed(found.loc["n", ["quota", "admitted", "pending", "pool"]]) == [12, None, None, 14]


@pytest.mark.parametrize(
    ("since", "until"),
    # before it took effect, and after: the day itself has the new units
    [(date(2025, 1, 1), JUNE), (JULY, AUGUST)],
)
def test_changes_outside_the_time_between_do_not_count(since: date, until: date) -> None:
    found, said = carried(THREE, MERGED, since, until)
    assert list(found.index) == ["u1", "u2", "u3"]
    assert said == []


def test_a_unit_without_a_known_successor_ends() -> None:
    change = UnitChange(JULY, "merged", "u2", "", "")
    found, said = carried(THREE, (change,), JUNE, AUGUST)
    assert list(found.index) == ["u1", "u3"]
    assert [one.code for one in said] == ["unit_ended"]
    assert said[0].message.startswith("Xã u2: kết thúc từ 01/7/2025, chưa rõ đơn vị kế tục")


def test_a_new_name_is_the_same_unit_and_no_finding() -> None:
    change = UnitChange(JULY, "renamed", "u3", "u9", "Xã Chín")
    found, said = carried(THREE, (change,), JUNE, AUGUST)
    assert list(found.loc["u9", ["unit_name", "admitted"]]) == ["Xã Chín", 3]
    assert said == []


def test_changes_follow_one_another() -> None:
    later = UnitChange(date(2025, 8, 1), "merged", "n", "m", "Xã Lớn")
    other = UnitChange(date(2025, 8, 1), "merged", "u3", "m", "Xã Lớn")
    found, said = carried(THREE, (*MERGED, later, other), JUNE, AUGUST)
    assert list(found.index) == ["m"]
    assert found.at["m", "admitted"] == 4 + 1 + 3
    assert [one.unit_id for one in said] == ["n", "m"]


def test_the_shipped_changes() -> None:
    found = read_unit_changes(ROOT / "data" / "reference" / "unit_changes.csv")
    assert len(found) == 36
    assert {one.effective for one in found} == {date(2025, 1, 1), JULY}
    assert [one.effective for one in found] == sorted(one.effective for one in found)


def test_changes_as_a_vietnamese_excel_saves_them(tmp_path: Path) -> None:
    shipped = ROOT / "data" / "reference" / "unit_changes.csv"
    path = tmp_path / "unit_changes.csv"
    path.write_bytes(as_excel_saves(shipped.read_text(encoding="utf-8")))
    assert b"\r\n1/7/2025;" in path.read_bytes()
    assert read_unit_changes(path) == read_unit_changes(shipped)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("7/2025,merged,a,b,B,", "dòng 2: effective"),
        ("2025-07-01,split,a,b,B,", "kind 'split' không có"),
        ("2025-07-01,merged,,b,B,", "thiếu from_unit_id"),
        ("2025-07-01,merged,a,b,X? B?,", "dòng 2: to_unit_name"),
        (f"2025-07-01,merged,a,b,B,{'x' * 200_000}", "dòng 2: không đọc được"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "unit_changes.csv"
    path.write_text(",".join(FIELDS) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=words):
        read_unit_changes(path)


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "unit_changes.csv"
    path.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="thiếu cột effective"):
        read_unit_changes(path)
    path.write_bytes(b"\xff\xfe\n")
    with pytest.raises(RegisterError, match="UTF-8"):
        read_unit_changes(path)
    assert read_unit_changes(tmp_path / "none.csv") == ()
