from datetime import date
from pathlib import Path

import pytest

from dangvien_analysis.errors import RegisterError
from dangvien_analysis.office.register import (
    ALIAS_FIELDS,
    Register,
    accept_alias,
    read_register,
    with_aliases,
)
from tests.builders import project

DAY = date(2023, 9, 14)
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def units(tmp_path: Path) -> Register:
    """The register of three units."""
    return read_register(project(tmp_path).register)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of aliases stands, or will."""
    return project(tmp_path).aliases


def test_place(tmp_path: Path) -> None:
    assert project(tmp_path).aliases == tmp_path / "data" / "reference" / "aliases.csv"


def test_without_a_file_nothing_changes(units: Register, path: Path) -> None:
    assert with_aliases(units, path) is units


def test_without_a_register_no_name_stands_for_a_unit(path: Path) -> None:
    path.write_text("printed,unit_id\nA,xa-a\n", encoding="utf-8")
    assert not with_aliases(Register(), path)


@pytest.mark.parametrize(
    "text",
    [
        "printed,unit_id\nXã Hòa An,xa-an-hoa\n",
        # as spreadsheets write it
        "\ufeffprinted,unit_id,accepted_on\r\nXã Hòa An,xa-an-hoa,14/9/2023\r\n",
        "\ufeffprinted;unit_id;accepted_on\r\nXã Hòa An;xa-an-hoa;14/9/2023\r\n;;\r\n;;\r\n",
        "sep=;\rPrinted;Unit_ID\rXã Hòa An;xa-an-hoa\r",
        # other columns, another order, an empty line, white space, the same twice
        "note,unit_id,printed\n\nx, xa-an-hoa , Xã  Hòa An\n,,\n,xa-an-hoa,Xã Hòa An\n",
        # letters taken apart, the tone placed the new way
        "printed,unit_id\nXã Hoà An,xa-an-hoa\n",
        # the unit's own name
        "printed,unit_id\nĐảng bộ xã An Hòa,xa-an-hoa\nXã Hòa An,xa-an-hoa",
    ],
)
def test_reading(units: Register, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    known = with_aliases(units, path)
    assert known.match("Xã Hòa An", DAY) == "xa-an-hoa"
    assert known.match("Đảng bộ xã Vinh Quang", DAY) == "xa-vinh-quang"
    assert known.match("Xã Hoa An", DAY) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["dòng 1", "printed, unit_id"]),
        (b"printed\nA\n", ["dòng 1", "thiếu cột unit_id"]),
        (b"printed;id\nA;xa-an-hoa\n", ["dòng 1", "thiếu cột unit_id", "dấu chấm phẩy"]),
        (b"printed,unit_id\nA, B,xa-an-hoa\n", ["dòng 2", "'xa-an-hoa'", "dấu phẩy"]),
        ("printed,unit_id\nĐá,xa-an-hoa\n".encode("cp1258"), ["UTF-8"]),
        # a unit that is not there; one like it is named
        (b"printed,unit_id\nA,xa-an-hoa\nB,xa-anhoa\n", ["dòng 3", "'xa-anhoa'", "(xa-an-hoa)"]),
        (b"printed,unit_id\nA,\n", ["dòng 2", "''"]),
        (b"printed,unit_id\nA\n", ["dòng 2", "''"]),
        (b"printed,unit_id\n  ,xa-an-hoa\n", ["dòng 2", "bỏ trống"]),
        # one name for two units, the tone placed either way
        (
            "printed,unit_id\nXã Hòa,xa-an-hoa\n\nXã Hoà,truong-thpt\n".encode(),
            ["dòng 4", "“Xã Hoà”", "xa-an-hoa"],
        ),
        # the official name of another unit, and one it is printed under
        (
            "printed,unit_id\nĐảng bộ xã An Hoà,truong-thpt\n".encode(),
            ["dòng 2", "Đảng bộ xã An Hòa (xa-an-hoa)"],
        ),
        (
            "printed,unit_id\nĐảng bộ xã Vĩnh Quang,xa-an-hoa\n".encode(),
            ["dòng 2", "Đảng bộ xã Vinh Quang (xa-vinh-quang)"],
        ),
    ],
)
def test_faults_are_named_with_file_and_line(
    units: Register, path: Path, content: bytes, words: list[str]
) -> None:
    path.write_bytes(content)
    with pytest.raises(RegisterError) as caught:
        with_aliases(units, path)
    assert [word for word in ["aliases.csv", *words] if word not in str(caught.value)] == []


def test_a_field_too_long_is_a_fault(units: Register, path: Path) -> None:
    path.write_text(f"printed,unit_id\n{'A' * 200_000},xa-an-hoa\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"aliases\.csv, dòng \d"):
        with_aliases(units, path)


def test_accepting_makes_the_file(units: Register, path: Path) -> None:
    assert accept_alias(path, units, " Xã  Hoà An", "xa-an-hoa", day=DAY)
    assert (
        path.read_bytes().decode() == f"{','.join(ALIAS_FIELDS)}\nXã Hoà An,xa-an-hoa,2023-09-14\n"
    )
    assert with_aliases(units, path).match("Xã Hòa An") == "xa-an-hoa"


@pytest.mark.parametrize(
    ("kept", "line"),
    [
        ("printed,unit_id\nA,xa-an-hoa\n", "B,truong-thpt\n"),
        # a last line without an end
        ("printed,unit_id,accepted_on\nA,xa-an-hoa,", "\nB,truong-thpt,2023-09-14\n"),
        # as spreadsheets write it, with a column of the office's own in front
        (
            "\ufeffnote,unit_id,printed\r\n=1,xa-an-hoa,A\r\n",
            ",truong-thpt,B\r\n",
        ),
        (
            "\ufeffprinted;unit_id;accepted_on\r\nA;xa-an-hoa;\r\n;;\r\n",
            "B;truong-thpt;2023-09-14\r\n",
        ),
    ],
)
def test_accepting_keeps_what_is_there(units: Register, path: Path, kept: str, line: str) -> None:
    path.write_text(kept, encoding="utf-8", newline="")
    assert accept_alias(path, with_aliases(units, path), "B", "truong-thpt", day=DAY)
    assert path.read_bytes().decode() == kept + line
    assert set(with_aliases(units, path).aliases) == {"A", "B"}


@pytest.mark.parametrize(
    "printed", [FORMULA, "-", "+ Chi bộ", "@x", "'A'", 'Chi bộ "B", C', "Chi bộ\nD"]
)
def test_any_name_comes_back(units: Register, path: Path, printed: str) -> None:
    assert accept_alias(path, units, printed, "truong-thpt", day=DAY)
    assert path.read_text(encoding="utf-8").splitlines()[1][0] not in "=+-@"
    known = with_aliases(units, path)
    assert known.match(printed) == "truong-thpt"
    assert not accept_alias(path, known, printed, "truong-thpt", day=DAY)


@pytest.mark.parametrize(
    ("printed", "unit_id"),
    [
        # its official name, the name it is printed under, another tone, said before
        ("Đảng bộ xã An Hòa", "xa-an-hoa"),
        ("Đảng bộ xã Vĩnh Quang", "xa-vinh-quang"),
        ("Đảng bộ xã An Hoà", "xa-an-hoa"),
        ("Xã  A", "xa-an-hoa"),
    ],
)
def test_what_is_known_already_is_not_written(
    units: Register, path: Path, printed: str, unit_id: str
) -> None:
    accept_alias(path, units, "Xã A", "xa-an-hoa", day=DAY)
    before = path.read_bytes()
    assert not accept_alias(path, with_aliases(units, path), printed, unit_id, day=DAY)
    assert path.read_bytes() == before


def test_an_abbreviation_can_be_settled(units: Register, path: Path) -> None:
    assert units.match("ĐB xã An Hòa") == "xa-an-hoa"
    assert accept_alias(path, units, "ĐB xã An Hòa", "truong-thpt", day=DAY)
    assert with_aliases(units, path).match("ĐB xã An Hòa") == "truong-thpt"


@pytest.mark.parametrize(
    ("printed", "unit_id", "words"),
    [
        ("Xã B", "xa-anhoa", ["'xa-anhoa'", "Đảng bộ xã An Hòa (xa-an-hoa)"]),
        ("Xã B", "bbb", ["'bbb'."]),
        ("", "xa-an-hoa", ["bỏ trống"]),
        (" \u200b", "xa-an-hoa", ["bỏ trống"]),
        ("Đảng bộ xã An Hoà", "truong-thpt", ["“Đảng bộ xã An Hoà”", "(xa-an-hoa)"]),
        ("Đảng bộ xã Vĩnh Quang", "truong-thpt", ["(xa-vinh-quang)"]),
        ("Xã A", "truong-thpt", ["“Xã A”", "(xa-an-hoa)"]),
    ],
)
def test_what_cannot_be_is_refused(
    units: Register, path: Path, printed: str, unit_id: str, words: list[str]
) -> None:
    accept_alias(path, units, "Xã A", "xa-an-hoa", day=DAY)
    before = path.read_bytes()
    with pytest.raises(RegisterError) as caught:
        accept_alias(path, with_aliases(units, path), printed, unit_id, day=DAY)
    assert [word for word in ["aliases.csv", *words] if word not in str(caught.value)] == []
    assert path.read_bytes() == before
