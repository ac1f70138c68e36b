from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dangvien_analysis.columns import COLUMNS, COUNTS, NUMBERS, TIDY
from dangvien_analysis.intake.cleaning import Tidy, tidy
from dangvien_analysis.intake.layout import find_table
from dangvien_analysis.office.register import Register, read_register
from dangvien_analysis.readers.grid import Grid, Kind, Row
from tests.builders import (
    AN_HOA,
    HEADER,
    REGISTER,
    SCHOOL,
    SOUND,
    TOTAL,
    VINH_QUANG,
    cells,
    listed,
    project,
)
from tests.conftest import AS_OF


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return read_register(project(tmp_path).register)


def cleaned(*rows: str, register: Register | None = None, as_of: date | None = AS_OF) -> Tidy:
    grid = Grid(
        tuple(Row(tuple(cells(row)), number) for number, row in enumerate(rows, start=1)),
        Kind.TEXT,
    )
    return tidy(find_table(grid, "bang.tsv"), register or Register(), as_of)


def changed(column: str, text: str) -> tuple[str, ...]:
    """Give the sound table with one cell of its first unit changed."""
    at = {"unit_no": 0, "unit_name": 1, "quota": 2, "admitted": 3, "pending": 4}
    at |= {"stated_total": 5, "stated_rate": 6, "pool": 7}
    row = AN_HOA.split("|")
    row[at[column]] = text
    return (HEADER, "|".join(row), *SOUND[2:])


def codes(found: Tidy) -> list[str]:
    return [finding.code for finding in found.findings]


# --- the tidy table ---------------------------------------------------------------------------


def test_sound_table(register: Register) -> None:
    found = cleaned(*SOUND, register=register)
    assert found.findings == []
    assert list(found.units.index) == ["xa-an-hoa", "xa-vinh-quang", "truong-thpt"]
    assert list(found.units) == list(TIDY)
    assert listed(found.units["quota"]) == [5, 3, 1]
    assert listed(found.units["stated_rate"]) == [60.0, 0.0, 100.0]
    assert listed(found.units["unit_no"]) == [1, 2, 3]
    assert listed(found.units["sector"]) == ["commune", "commune", "school"]
    assert listed(found.units["official_class"])[-1] == "Đơn vị sự nghiệp"


@pytest.mark.parametrize("column", TIDY)
def test_dtypes_are_the_vocabulary_s(register: Register, column: str) -> None:
    for found in (cleaned(*SOUND, register=register), cleaned(*SOUND), cleaned(HEADER, "1|A")):
        dtype = found.units[column].dtype
        assert pd.api.types.pandas_dtype(COLUMNS[column].dtype) == dtype or (
            COLUMNS[column].dtype == "category" and isinstance(dtype, pd.CategoricalDtype)
        )


def test_totals_as_numbers_and_as_printed() -> None:
    found = cleaned(*SOUND)
    assert listed(found.stated[list(COUNTS)]) == [9, 3, 1, 10]
    assert found.stated["stated_rate"] == 44.44
    assert found.printed.loc["", "stated_rate"] == "44,44"
    assert list(found.printed) == list(NUMBERS)
    assert found.rows[""].number == 5
    without = cleaned(*SOUND[:-1])
    assert without.stated.isna().all()
    assert "" not in without.rows
    assert "" not in without.printed.index


def test_places(register: Register) -> None:
    found = cleaned(*SOUND[:3], TOTAL, register=register)
    assert found.place("xa-an-hoa", "quota") == "dòng 2, cột 3"
    assert found.place("xa-an-hoa") == "dòng 2"
    assert found.place("", "quota") == "dòng 4, cột 3"
    # a unit that is not in the file stands nowhere
    assert found.place("truong-thpt", "quota") == ""


# --- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("column", COUNTS)
@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), (" 7 ", 7), ("7,0", 7), ("7.0", 7), ("1.905", 1905), ("1 905", 1905), ("0", 0)],
)
def test_counts_that_are_read(column: str, text: str, value: int) -> None:
    found = cleaned(*changed(column, text))
    assert found.units[column].iloc[0] == value
    assert found.findings == []


@pytest.mark.parametrize("column", COUNTS)
@pytest.mark.parametrize("dash", ["-", "–", " — ", "\u2212"])
def test_a_dash_is_zero_and_is_told(column: str, dash: str) -> None:
    found = cleaned(*changed(column, dash))
    assert found.units[column].iloc[0] == 0
    assert codes(found) == ["dash_as_zero"]
    assert found.findings[0].place.startswith("dòng 2, cột")
    assert found.printed[column].iloc[0] == dash.strip()


@pytest.mark.parametrize("column", COUNTS)
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing_count"),
        (" \u00a0", "missing_count"),
        ("6 (dự kiến)", "unreadable_cell"),
        ("x", "unreadable_cell"),
        ("#DIV/0!", "unreadable_cell"),
        ("05/09/2023", "unreadable_cell"),
        # two cells run together, or a telephone number
        ("99999999999999999999", "unreadable_cell"),
        ("-5", "negative_count"),
        ("-99999999999999999999", "unreadable_cell"),
        ("2,5", "fractional_count"),
        ("0.500", "fractional_count"),
    ],
)
def test_counts_that_are_not_read_are_unknown_and_found(column: str, text: str, code: str) -> None:
    found = cleaned(*changed(column, text))
    assert found.units[column].isna().tolist() == [True, False, False]
    assert codes(found) == [code]
    finding = found.findings[0]
    assert (finding.unit_id, finding.column) == (found.units.index[0], column)
    assert finding.stated == text.strip()
    assert finding.place.startswith("dòng 2, cột")
    assert text.strip() in finding.message
    # the cell is kept as it was printed
    assert found.printed[column].iloc[0] == text.strip()


@pytest.mark.parametrize(
    ("column", "text", "value", "code"),
    [
        ("stated_rate", "58.57", 58.57, None),
        ("stated_rate", "58,57 %", 58.57, None),
        # a rate has decimals, never thousands
        ("stated_rate", "58.570", 58.57, None),
        ("stated_rate", "114.29", 114.29, None),
        ("stated_rate", "gần 60", None, "unreadable_cell"),
        ("stated_rate", "-1", None, "negative_count"),
        ("stated_total", "1.905", 1905, None),
        ("stated_total", "3,5", None, "fractional_count"),
        # what is printed only to be checked may be left blank
        ("stated_rate", "", None, None),
        ("stated_total", "", None, None),
    ],
)
def test_printed_totals_and_rates(
    column: str, text: str, value: float | None, code: str | None
) -> None:
    found = cleaned(*changed(column, text))
    assert listed(found.units[column])[0] == value
    assert codes(found) == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "number", "found_codes"),
    [
        ("1", 1, []),
        ("01", 1, []),
        ("1.", 1, []),
        ("", None, []),
        ("I", None, ["numbering"]),
        ("1a", None, ["numbering"]),
        ("99999999999999999999", None, ["numbering"]),
    ],
)
def test_numbers_of_units(text: str, number: int | None, found_codes: list[str]) -> None:
    found = cleaned(*changed("unit_no", text))
    assert listed(found.units["unit_no"]) == [number, 2, 3]
    assert codes(found) == found_codes


def test_the_total_row_may_have_blanks_but_no_junk() -> None:
    found = cleaned(*SOUND[:-1], "Tổng cộng||9||x||-1|2,5")
    assert sorted(codes(found)) == ["fractional_count", "negative_count", "unreadable_cell"]
    assert {finding.unit_id for finding in found.findings} == {""}
    assert listed(found.stated) == [9, None, None, None, None, None]


def test_findings_of_one_row_stand_in_the_order_of_columns() -> None:
    found = cleaned(HEADER, "1|Chi bộ A|x|x|x|x|x|x")
    assert [finding.column for finding in found.findings] == list(NUMBERS)


# --- names ------------------------------------------------------------------------------------


def test_names_of_registered_units(register: Register) -> None:
    found = cleaned(
        *(HEADER, "1|Đảng bộ xã An Hoà|5|2|1", "2|Đảng bộ xã Vĩnh Quang|3|0|0", SCHOOL),
        register=register,
    )
    assert listed(found.units["unit_name"])[:2] == ["Đảng bộ xã An Hòa", "Đảng bộ xã Vinh Quang"]
    # the printed name stays as it was printed
    assert listed(found.units["listed_as"])[:2] == ["Đảng bộ xã An Hoà", "Đảng bộ xã Vĩnh Quang"]


def test_without_a_register_names_are_taken_as_printed() -> None:
    found = cleaned(*SOUND)
    assert list(found.units.index) == [
        *("dang-bo-xa-an-hoa", "dang-bo-xa-vinh-quang", "chi-bo-truong-thpt")
    ]
    assert listed(found.units["unit_name"]) == listed(found.units["listed_as"])
    assert listed(found.units["org_type"]) == ["dang_bo", "dang_bo", "chi_bo"]
    assert found.units[["sector", "official_class"]].isna().all(axis=None)
    assert found.findings == []


def test_unknown_units_are_kept_and_found(register: Register) -> None:
    found = cleaned(*SOUND, "4|Chi bộ Mới|1|0|0|0|0|2", register=register)
    assert found.units.index[-1] == "chi-bo-moi"
    assert found.units["quota"].iloc[-1] == 1
    assert codes(found) == ["unknown_unit"]
    assert found.findings[0].stated == "Chi bộ Mới"


def test_a_new_name_never_takes_another_unit_s_id(register: Register) -> None:
    # it folds to the registered "xa-vinh-quang", and a second one to the first's new id
    table = (HEADER, "1|xã Vịnh Quang|1|0|0|0|0|0", "2|Xã Vinh Quảng|2|0|0|0|0|0", *SOUND[1:-1])
    found = cleaned(*table, register=register)
    assert list(found.units.index[:2]) == ["xa-vinh-quang-2", "xa-vinh-quang-3"]
    assert found.units.loc["xa-vinh-quang", "quota"] == 3
    assert codes(found) == ["unknown_unit", "unknown_unit"]


def test_two_names_of_one_slug_are_two_units() -> None:
    found = cleaned(HEADER, "1|Xã Vĩnh Quang|1|0|0|0|0|0", "2|Xã Vinh Quang|2|0|0|0|0|0")
    assert list(found.units.index) == ["xa-vinh-quang", "xa-vinh-quang-2"]
    assert found.findings == []


@pytest.mark.parametrize(
    ("second", "unit_id"),
    [
        ("Đảng bộ xã An Hòa", "xa-an-hoa"),
        # under another spelling, known to the register
        ("Đảng bộ xã An Hoà", "xa-an-hoa"),
        ("Đảng bộ xã Vĩnh Quang", "xa-vinh-quang"),
    ],
)
def test_a_unit_listed_twice(register: Register, second: str, unit_id: str) -> None:
    found = cleaned(*SOUND[:-1], f"4|{second}|7|6|0|6|85,71|8", register=register)
    assert len(found.units) == 3
    # the first row stays, and the finding holds both
    assert found.units.loc[unit_id, "quota"] in (5, 3)
    assert codes(found) == ["duplicate_unit"]
    finding = found.findings[0]
    assert finding.unit_id == unit_id
    assert "Chỉ tiêu giao 7" in finding.stated
    assert f"Chỉ tiêu giao {found.units.loc[unit_id, 'quota']}" in finding.computed
    assert finding.place == "dòng 5"


def test_an_unknown_unit_listed_twice(register: Register) -> None:
    rows = (*SOUND[:-1], "4|Chi bộ Hoà|1|0|0|0|0|2", "5|Chi bộ Hòa|2|0|0|0|0|2")
    found = cleaned(*rows, register=register)
    assert codes(found) == ["unknown_unit", "duplicate_unit"]
    assert found.units.loc["chi-bo-hoa", "quota"] == 1


# --- units that are absent --------------------------------------------------------------------


def test_absent_units_stand_last_with_every_count_missing(register: Register) -> None:
    found = cleaned(HEADER, SCHOOL, register=register)
    assert list(found.units.index) == ["truong-thpt", "xa-an-hoa", "xa-vinh-quang"]
    absent = found.units.iloc[1:]
    assert absent[list(NUMBERS)].isna().all(axis=None)
    assert absent[["unit_no", "listed_as"]].isna().all(axis=None)
    assert listed(absent["unit_name"]) == ["Đảng bộ xã An Hòa", "Đảng bộ xã Vinh Quang"]
    assert listed(absent["sector"]) == ["commune", "commune"]
    assert codes(found) == ["not_reported"]
    assert found.findings[0].computed == "2"
    assert "Đảng bộ xã Vinh Quang" in found.findings[0].message


def test_without_a_date_nobody_can_be_absent(register: Register) -> None:
    found = cleaned(HEADER, SCHOOL, register=register, as_of=None)
    assert len(found.units) == 1
    assert found.findings == []


def test_only_units_that_exist_on_the_day_can_be_absent(tmp_path: Path) -> None:
    rows = [*REGISTER[:2], REGISTER[2] + "|||2024-01-01"]
    register = read_register(project(tmp_path, rows).register)
    assert codes(cleaned(HEADER, AN_HOA, VINH_QUANG, register=register)) == []
    found = cleaned(HEADER, AN_HOA, VINH_QUANG, register=register, as_of=date(2024, 1, 1))
    assert codes(found) == ["not_reported"]


def test_a_unit_out_of_its_period_is_kept_and_found(tmp_path: Path) -> None:
    rows = [*REGISTER[:2], REGISTER[2] + "||||2022-12-31"]
    register = read_register(project(tmp_path, rows).register)
    found = cleaned(*SOUND, register=register)
    assert codes(found) == ["unit_out_of_period"]
    assert found.units.loc["truong-thpt", "quota"] == 1
    assert codes(cleaned(*SOUND, register=register, as_of=None)) == []


def test_findings_of_the_layout_come_first(register: Register) -> None:
    found = cleaned(HEADER, "Khối xã", *SOUND[1:4], "4|Chi bộ Mới|x|0|0", register=register)
    assert codes(found)[:2] == ["section_row", "unknown_unit"]
