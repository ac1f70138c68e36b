import unicodedata
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dangvien_analysis.errors import RegisterError
from dangvien_analysis.units import FIELDS, Register, org_type_of, read_register
from tests.builders import project
from tests.conftest import AS_OF, ROOT

WATER = "cong-ty-tnhh-mtv-khai-thac-cong-trinh-thuy-loi-vinh-bao"


@pytest.fixture(scope="module")
def shipped() -> Register:
    return read_register(ROOT / "data" / "reference" / "units.csv")


def register(folder: Path, *rows: str) -> Register:
    return read_register(project(folder, rows).register)


def test_shipped_register(shipped: Register) -> None:
    assert bool(shipped)
    assert len(shipped.table) == 54
    assert list(shipped.table) == list(FIELDS[1:])
    assert shipped.table.notna().all(axis=None)
    assert shipped.valid_at(AS_OF) == list(shipped.table.index)


def test_no_register() -> None:
    none = Register()
    assert not none
    assert none.match("Đảng bộ xã An Hòa") is None
    assert none.valid_at(AS_OF) == []
    assert list(none.table) == list(FIELDS[1:])
    assert not read_register(ROOT / "no-such-file.csv")


@pytest.mark.parametrize(
    ("printed", "unit_id"),
    [
        ("Đảng bộ xã An Hòa", "xa-an-hoa"),
        # the tone placed the new way, and letters taken apart
        ("Đảng bộ xã An Hoà", "xa-an-hoa"),
        (unicodedata.normalize("NFD", "Đảng bộ xã An Hoà"), "xa-an-hoa"),
        (" Đảng bộ\nxã  An Hòa ", "xa-an-hoa"),
        # the slip of the notice, and the official name
        ("Đảng bộ xã Vĩnh Quang", "xa-vinh-quang"),
        ("Đảng bộ xã Vinh Quang", "xa-vinh-quang"),
        # listed_as with its tone placed the new way
        ("Đảng bộ Công ty TNHH MTV KTCT Thuỷ lợi", WATER),
        ("Đảng bộ Công ty TNHH MTV KTCT Thủy lợi", WATER),
        # folded text never decides
        ("Đảng bộ xã Vịnh Quang", None),
        ("Dang bo xa An Hoa", None),
        ("ĐẢNG BỘ XÃ AN HÒA", None),
        ("xã An Hòa", None),
        ("", None),
    ],
)
def test_match(shipped: Register, printed: str, unit_id: str | None) -> None:
    assert shipped.match(printed) == unit_id
    assert shipped.match(printed, AS_OF) == unit_id


def test_every_name_of_the_register_finds_its_unit(shipped: Register) -> None:
    for column in ("unit_name", "listed_as"):
        names = shipped.table[column]
        names = names[names != ""]
        assert [shipped.match(name) for name in names] == list(names.index)


@pytest.mark.parametrize(
    ("day", "present"),
    [
        # the first and the last day count
        (date(2023, 12, 31), ["always", "old"]),
        (date(2024, 1, 1), ["always", "new"]),
        (date(2024, 6, 30), ["always", "new"]),
        (date(2024, 7, 1), ["always"]),
    ],
)
def test_valid_at(tmp_path: Path, day: date, present: list[str]) -> None:
    units = register(
        tmp_path,
        "always|Chi bộ A",
        "old|Chi bộ B||||||" + "|2023-12-31",
        "new|Chi bộ C||||||2024-01-01|2024-06-30",
    )
    assert units.valid_at(day) == present


def test_the_day_decides_between_two_units_of_one_name(tmp_path: Path) -> None:
    units = register(
        tmp_path,
        "old|Đảng bộ xã A||||||" + "|2024-12-31",
        "new|Đảng bộ xã A||||||2025-01-01",
    )
    assert units.match("Đảng bộ xã A", date(2024, 12, 31)) == "old"
    assert units.match("Đảng bộ xã A", date(2025, 1, 1)) == "new"
    assert units.match("Đảng bộ xã A") is None


def test_a_name_of_two_units_at_once_matches_neither(tmp_path: Path) -> None:
    units = register(tmp_path, "one|Chi bộ A", "two|Chi bộ A")
    assert units.match("Chi bộ A", AS_OF) is None


def test_a_unit_that_is_gone_is_still_known(tmp_path: Path) -> None:
    units = register(tmp_path, "old|Chi bộ A||||||" + "|2020-12-31")
    assert units.match("Chi bộ A", AS_OF) == "old"


def test_an_official_name_goes_before_a_printed_one(tmp_path: Path) -> None:
    units = register(tmp_path, "one|Chi bộ A|||| Chi bộ B|misspelt", "two|Chi bộ B")
    assert units.match("Chi bộ B") == "two"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["xa-a|Xã A", "xa-a|Xã B"], ["'xa-a'", "hai lần"]),
        (["xa-a|Xã A", "Xã B|Xã B"], ["dòng 3", "'Xã B'", "không dấu"]),
        (["|Xã A"], ["dòng 2", "''"]),
        (["xa-a|Xã A||||||1/1/2024"], ["dòng 2", "valid_from", "'1/1/2024'"]),
        (["xa-a|Xã A||||||" + "|20240131"], ["dòng 2", "valid_to", "'20240131'"]),
        (["xa-a|Xã A||||||" + "|2023-02-29"], ["valid_to", "2023-02-29"]),
    ],
)
def test_bad_rows_are_refused(tmp_path: Path, rows: list[str], words: list[str]) -> None:
    with pytest.raises(RegisterError) as caught:
        register(tmp_path, *rows)
    assert [word for word in ["units.csv", *words] if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "units.csv"),
        (b"unit_id,unit_name\nxa-a,A\n", "org_type, sector, official_class"),
        # written with semicolons, as some spreadsheets do
        (";".join(FIELDS).encode() + b"\n", "unit_id"),
        (",".join(FIELDS).encode() + b"\nxa-a,A,,,,,,,,,\n", "units.csv"),
        (",".join(FIELDS).encode("utf-16"), "units.csv"),
        (",".join(FIELDS).encode() + b'\nxa-a,"A,,,,,,,\n', "units.csv"),
    ],
)
def test_files_that_are_no_register(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=words):
        read_register(path)


def test_a_short_row_is_filled_with_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(",".join(FIELDS) + "\nxa-a, Đảng bộ  xã A \n", encoding="utf-8-sig")
    expected = pd.Series(["Đảng bộ xã A", *[""] * (len(FIELDS) - 2)], index=list(FIELDS[1:]))
    pd.testing.assert_series_equal(
        read_register(path).table.loc["xa-a"], expected, check_names=False, check_dtype=False
    )


@pytest.mark.parametrize(
    ("name", "org_type"),
    [
        ("Đảng bộ xã An Hòa", "dang_bo"),
        ("ĐẢNG BỘ XÃ AN HÒA", "dang_bo"),
        ("Chi bộ Trung tâm Y tế", "chi_bo"),
        ("Ngân hàng NNN và PTNT Nam Am", None),
        # only the first words tell, and a name is more than the kind
        ("Trường Đảng bộ", None),
        ("Chi bộ", None),
        ("", None),
    ],
)
def test_org_type_of(name: str, org_type: str | None) -> None:
    assert org_type_of(name) == org_type
