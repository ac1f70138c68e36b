from pathlib import Path

import pytest

import dangvien_analysis as dva
from tests.builders import (
    AN_HOA,
    HEADER,
    SCHOOL,
    SOUND,
    TOTAL,
    VINH_QUANG,
    codes,
    finding,
    read_rows,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, *rows: str) -> dva.Snapshot:
    return read_rows(folder, rows, register=None)


def test_a_sound_table_has_no_finding(folder: Path) -> None:
    assert codes(read(folder, *SOUND)) == []
    assert codes(read(folder, *SOUND[:-1])) == []


# --- totals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "column", "stated", "computed", "difference"),
    [
        ("Tổng cộng||10|3|1|4||10", "quota", "10", "9", "chênh 1."),
        ("Tổng cộng||9|4|1|||10", "admitted", "4", "3", "chênh 1."),
        ("Tổng cộng||9|3|0|||10", "pending", "0", "1", "chênh 1."),
        ("Tổng cộng||9|3|1|4||1.010", "pool", "1.010", "10", "chênh 1.000."),
        ("Tổng cộng||9|||5||10", "stated_total", "5", "4", "chênh 1."),
    ],
)
def test_column_total(
    folder: Path, total: str, column: str, stated: str, computed: str, difference: str
) -> None:
    found = finding(snapshot := read(folder, *SOUND[:-1], total), "column_total")
    assert codes(snapshot) == ["column_total"]
    assert found[["column", "stated", "computed"]].tolist() == [column, stated, computed]
    assert found["message"].endswith(difference)
    assert found["place"].startswith("dòng 5, cột")
    assert found["unit_id"] == ""


def test_a_total_with_unknown_units_says_so(folder: Path) -> None:
    found = finding(read(folder, HEADER, AN_HOA, VINH_QUANG[:-1], SCHOOL, TOTAL), "column_total")
    assert found["column"] == "pool"
    assert found["message"].endswith("cộng 2 đơn vị được 4, chênh 6; 1 đơn vị chưa rõ số.")


def test_a_total_of_nothing_known_is_not_judged(folder: Path) -> None:
    rows = (row.rpartition("|")[0] + "|" for row in SOUND[1:-1])
    assert set(codes(read(folder, HEADER, *rows, TOTAL))) == {"missing_count"}


def test_a_unit_that_only_the_total_holds(folder: Path) -> None:
    snapshot = read(folder, HEADER, AN_HOA, VINH_QUANG, TOTAL)
    assert codes(snapshot) == ["column_total"] * 3
    assert snapshot.findings["column"].tolist() == ["quota", "admitted", "stated_total"]


# --- sums of a row ----------------------------------------------------------------------------


def test_row_total(folder: Path) -> None:
    row = AN_HOA.replace("|3|60,00", "|4|60,00")
    total = TOTAL.replace("|4|44,44", "|5|44,44")
    snapshot = read(folder, HEADER, row, VINH_QUANG, SCHOOL, total)
    assert codes(snapshot) == ["row_total", "row_total"]
    unit, whole = (snapshot.findings.iloc[at] for at in (0, 1))
    assert unit[["unit_id", "stated", "computed"]].tolist() == ["dang-bo-xa-an-hoa", "4", "3"]
    assert "2 + đang trình duyệt 1 = 3" in unit["message"]
    assert whole[["unit_id", "stated", "computed"]].tolist() == ["", "5", "4"]
    assert whole["message"].startswith("Dòng tổng cộng:")


def test_a_row_with_an_unknown_count_is_not_judged(folder: Path) -> None:
    row = AN_HOA.replace("|2|1|3|", "|2||3|")
    assert codes(read(folder, HEADER, row, VINH_QUANG)) == ["missing_count"]


# --- rates ------------------------------------------------------------------------------------

RATED = (
    "1|Chi bộ A|15|7|5|12|80,00|0",
    "2|Chi bộ B|7|4|1|5|71,43|0",
    "3|Chi bộ C|7|2|0|2|28,57|0",
)


def test_row_rate(folder: Path) -> None:
    # 10 of 41 printed as 26,6 %
    snapshot = read(folder, HEADER, *RATED, "4|Chi bộ D|41|10|0|10|26,6|0")
    found = finding(snapshot, "row_rate")
    assert codes(snapshot) == ["row_rate"]
    assert found[["unit_id", "stated", "computed"]].tolist() == ["chi-bo-d", "26,6", "24,39"]
    assert "10/41" in found["message"]
    assert found["place"] == "dòng 5, cột 7"


def test_a_rate_of_another_reading_is_named(folder: Path) -> None:
    found = finding(read(folder, HEADER, *RATED, "4|Chi bộ D|5|1|1|2|20|0"), "row_rate")
    assert found["computed"] == "40,00"
    assert "số ghi là đã kết nạp / chỉ tiêu" in found["message"]


def test_rates_of_admitted_alone_are_a_sound_reading(folder: Path) -> None:
    rows = ("1|Chi bộ A|15|7|5|12|46,67|0", "2|Chi bộ B|7|4|1|5|57,1|0", SCHOOL)
    snapshot = read(folder, HEADER, *rows)
    assert codes(snapshot) == []
    assert snapshot.source.rate_reading == "admitted"


def test_total_rate(folder: Path) -> None:
    snapshot = read(folder, *SOUND[:-1], TOTAL.replace("44,44", "44,45"))
    found = finding(snapshot, "total_rate")
    assert codes(snapshot) == ["total_rate"]
    assert found[["unit_id", "stated", "computed"]].tolist() == ["", "44,45", "44,44"]


def test_rates_that_nothing_explains_are_each_found(folder: Path) -> None:
    rows = ("1|Chi bộ A|15|7|5|12|3|0", "2|Chi bộ B|7|4|1|5|9|0")
    snapshot = read(folder, HEADER, *rows)
    assert codes(snapshot) == ["row_rate", "row_rate"]
    assert snapshot.source.rate_reading is None


@pytest.mark.parametrize(
    "row",
    [
        # no rate printed, a quota of 0, an unknown quota, an unknown numerator
        "4|Chi bộ D|5|1|1|2||0",
        "4|Chi bộ D|0|1|1|2|99|0",
        "4|Chi bộ D||1|1|2|99|0",
        "4|Chi bộ D|5||1||99|0",
    ],
)
def test_rates_that_cannot_be_told_are_not_judged(folder: Path, row: str) -> None:
    assert "row_rate" not in codes(read(folder, HEADER, *RATED, row))


# --- numbering --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "stated", "words"),
    [
        ("1 2 4", "2 → 4", "không liên tục ở 2 → 4"),
        ("1 1 2", "1 → 1", "không liên tục ở 1 → 1"),
        ("2 3 4", "0 → 2", "không liên tục ở 0 → 2"),
        ("1 3 2", "1 → 3, 3 → 2", "3 → 2"),
        ("1 _ 2", "", "bỏ trống ở 1 dòng"),
        ("1 _ 3", "1 → 3", "1 → 3; bỏ trống ở 1 dòng"),
    ],
)
def test_numbering(folder: Path, numbers: str, stated: str, words: str) -> None:
    rows = [
        number.replace("_", "") + row[1:]
        for number, row in zip(numbers.split(), SOUND[1:-1], strict=True)
    ]
    found = finding(snapshot := read(folder, HEADER, *rows), "numbering")
    assert codes(snapshot) == ["numbering"]
    assert found["stated"] == stated
    assert words in found["message"]


def test_numbers_may_start_again_in_a_section(folder: Path) -> None:
    rows = (HEADER, "I|Khối xã", AN_HOA, VINH_QUANG, "II|Khối trường", "1" + SCHOOL[1:], TOTAL)
    assert codes(read(folder, *rows)) == ["section_row", "section_row"]
    without = [row for row in rows if not row.startswith("I")]
    assert codes(read(folder, *without)) == ["numbering"]


def test_a_table_without_numbers_is_not_judged(folder: Path) -> None:
    assert codes(read(folder, *(row.split("|", 1)[1] for row in SOUND[:-1]))) == []
    assert codes(read(folder, HEADER, *(row[1:] for row in SOUND[1:-1]))) == []


def test_a_long_list_is_cut(folder: Path) -> None:
    rows = [f"{2 * number}|Chi bộ {number}|1|1|0|1|100|0" for number in range(1, 31)]
    found = finding(read(folder, HEADER, *rows), "numbering")
    assert found["stated"].count("→") == 12
    assert found["stated"].endswith(", …")


# --- quotas of 0 ------------------------------------------------------------------------------


def test_zero_quota(folder: Path) -> None:
    snapshot = read(folder, HEADER, AN_HOA, VINH_QUANG, "3|Chi bộ Trường THPT|0|0|0|0||0")
    found = finding(snapshot, "zero_quota")
    assert codes(snapshot) == ["zero_quota"]
    assert found[["severity", "unit_id", "stated"]].tolist() == ["info", "chi-bo-truong-thpt", "0"]


def test_units_that_are_absent_are_not_judged(folder: Path) -> None:
    snapshot = read_rows(folder, (HEADER, AN_HOA, "Tổng cộng||5|2|1|3|60|4"))
    assert codes(snapshot) == ["not_reported"]


# --- rows that are sums of others ---------------------------------------------------------------

FOUR = "Đơn vị|Chỉ tiêu|Đã kết nạp|Đang trình|Nguồn"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        # two rows beside it in four columns, three in two; before and after
        ((FOUR, "Sơn|7|3|1|4", "Hà|5|2|2|6", "Vùng Lìa|12|5|3|10", "Lâm|4|1|0|2"), True),
        ((FOUR, "Lâm|4|1|0|2", "Vùng Lìa|12|5|3|10", "Sơn|7|3|1|4", "Hà|5|2|2|6"), True),
        (("Đơn vị|Chỉ tiêu|Đã kết nạp", "A|4|2", "B|5|3", "C|3|2", "Vùng|12|7", "D|9|1"), True),
        # two rows in two columns, as may well be by accident; another figure
        (("Đơn vị|Chỉ tiêu|Đã kết nạp", "A|4|2", "B|5|3", "C|9|5", "D|3|1"), False),
        ((FOUR, "Sơn|7|3|1|4", "Hà|5|2|2|6", "Vùng Lìa|12|5|3|11", "Lâm|4|1|0|2"), False),
    ],
)
def test_a_row_that_equals_those_beside_it_is_told(
    rows: tuple[str, ...], told: bool, folder: Path
) -> None:
    snapshot = read(folder, *rows)
    assert len(snapshot.units) == len(rows) - 1
    assert ("equals_sum" in codes(snapshot)) is told


def test_what_the_quota_is_without_such_a_row_is_said(folder: Path) -> None:
    rows = (FOUR, "Sơn|7|3|1|4", "Hà|5|2|2|6", "Vùng Lìa|12|5|3|10", "Lâm|4|1|0|2")
    message = finding(read(folder, *rows), "equals_sum")["message"]
    assert "khi đó tổng chỉ tiêu là 16" in message
    assert "số thứ tự" not in message
