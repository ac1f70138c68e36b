import unicodedata
from pathlib import Path

import pytest

from dangvien_analysis.intake.unknown_names import SUGGESTED_NAMES, unknown_units
from dangvien_analysis.office.register import Register, read_register
from tests.builders import (
    HEADER,
    REGISTER,
    codes,
    finding,
    project,
    read_rows,
)


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Register:
    schools = [f"thpt-{one.lower()}|Chi bộ Trường THPT {one}" for one in ("Ba", "Be", "Bi", "Bo")]
    folder = tmp_path_factory.mktemp("register")
    return read_register(project(folder, [*REGISTER[:2], *schools]).register)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        # one unit resembles it
        (
            "Đảng bộ xã An Hoa",
            "“Đảng bộ xã An Hoa” không có trong danh mục đơn vị; giữ với mã x. "
            "Gần giống: Đảng bộ xã An Hòa (xa-an-hoa). "
            'Nếu đúng, chạy lệnh dangvien alias "Đảng bộ xã An Hoa" xa-an-hoa rồi kiểm tra lại.',
        ),
        # several do
        (
            "Trường THPT",
            "“Trường THPT” không có trong danh mục đơn vị; giữ với mã x. "
            "Gần giống: Chi bộ Trường THPT Ba (thpt-ba); Chi bộ Trường THPT Be (thpt-be); "
            "Chi bộ Trường THPT Bi (thpt-bi). Nếu đúng một trong các đơn vị này, chạy lệnh "
            'dangvien alias "Trường THPT" thpt-ba (với mã của đơn vị đúng) rồi kiểm tra lại.',
        ),
        # none does
        ("Chi bộ Lạ", "“Chi bộ Lạ” không có trong danh mục đơn vị; giữ với mã x."),
    ],
)
def test_message(units: Register, printed: str, said: str) -> None:
    assert unknown_units({"x": printed}, units) == {"x": said}


@pytest.mark.parametrize(
    "printed",
    [
        'xã An Hoa"; rm x; "',
        "xã An Hoa $(x)",
        "xã An Hoa `x`",
        "xã An Hoa %x%",
        "xã An Hoa \\",
        "xã An Hoa!",
        # quotes for some shells
        "xã An Hoa”",
        # an option for the command
        "-xã An Hoa",
        "=xã An Hoa",
    ],
)
def test_no_command_to_paste_that_a_shell_would_read_otherwise(
    units: Register, printed: str
) -> None:
    message = unknown_units({"x": printed}, units)["x"]
    assert "Gần giống: Đảng bộ xã An Hòa (xa-an-hoa)" in message
    assert "dangvien alias" not in message
    assert "data/reference/aliases.csv" in message


@pytest.mark.parametrize("mark", [" - ", " + ", ", ", " và "])
def test_joined_names_are_a_merger_and_no_alias(units: Register, mark: str) -> None:
    name = mark.join(["Đảng bộ xã An Hòa", "Vinh Quang"])
    message = unknown_units({"x": name}, units)["x"]
    quoted = f'"{name}"' if "," in name else name
    assert "nối 2 đơn vị: Đảng bộ xã An Hòa (xa-an-hoa); Đảng bộ xã Vinh Quang" in message
    for unit_id in ("xa-an-hoa", "xa-vinh-quang"):
        assert f"“NĂM-THÁNG-NGÀY,merged,{unit_id},x,{quoted},”" in message
    assert "data/reference/unit_changes.csv" in message
    assert "alias" not in message


def test_without_a_register_no_name_is_unknown() -> None:
    assert unknown_units({"x": "Chi bộ Lạ"}, Register()) == {}


def test_nothing_unknown(units: Register) -> None:
    assert unknown_units({}, units) == {}


@pytest.mark.parametrize("number", [SUGGESTED_NAMES, SUGGESTED_NAMES + 1])
def test_suggestions_are_bounded(units: Register, number: int) -> None:
    messages = unknown_units({f"x{one}": "Đảng bộ xã An Hoa" for one in range(number)}, units)
    assert len(messages) == number
    assert sum("Gần giống" in one for one in messages.values()) == SUGGESTED_NAMES
    cut = number > SUGGESTED_NAMES
    assert [f"{number} tên" in one for one in messages.values()] == [False] * (number - 1) + [cut]
    assert (f"{SUGGESTED_NAMES} tên đầu" in messages[f"x{number - 1}"]) is cut


def test_a_table_with_unknown_names(tmp_path: Path) -> None:
    rows = [HEADER, "1|Đảng bộ xã An Hoa|5|2|1|3|60,00|4", "2|xa an hoa|1|1|0|1|100,00|0"]
    snapshot = read_rows(tmp_path, rows, as_of=None)
    found = snapshot.findings[snapshot.findings["code"] == "unknown_unit"]
    assert list(found["unit_id"]) == ["dang-bo-xa-an-hoa", "xa-an-hoa-2"]
    assert list(found["place"]) == ["dòng 2, cột 2", "dòng 3, cột 2"]
    assert found["message"].str.contains(r"\(xa-an-hoa\)").all()
    assert list(snapshot.units.index) == ["dang-bo-xa-an-hoa", "xa-an-hoa-2"]


def test_one_name_in_two_spellings_is_one_unit(tmp_path: Path) -> None:
    rows = [HEADER, "1|Chi bộ Hoà Lạ|5|2|1|3|60,00|4", "2|Chi bộ Hòa Lạ|1|1|0|1|100,00|0"]
    snapshot = read_rows(tmp_path, rows, as_of=None)
    assert finding(snapshot, "unknown_unit")["stated"] == "Chi bộ Hoà Lạ"
    assert "duplicate_unit" in codes(snapshot)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Chi bộ Hoà Lạ", "CHI BỘ HÒA LẠ"),
        ("ĐB xã Lý Học", "Đảng bộ xã Lí Học"),
        ("Chi bộ Mỹ Đức", unicodedata.normalize("NFD", "CB Mĩ Đức")),
    ],
)
@pytest.mark.parametrize("name", ["bang.tsv", "bang.xlsx"])
def test_one_unit_told_twice_without_a_register(
    tmp_path: Path, first: str, second: str, name: str
) -> None:
    rows = [HEADER, f"1|{first}|5|2|1|3|60,00|4", f"2|{second}|1|1|0|1|100,00|0"]
    snapshot = read_rows(tmp_path, rows, register=None, as_of=None, name=name)
    assert len(snapshot.units) == 1
    message = finding(snapshot, "duplicate_unit")["message"]
    assert f"(ghi là “{first}”)" in message
    assert unicodedata.normalize("NFC", second) in message


def test_names_that_differ_in_a_mark_are_two_units_without_a_register(tmp_path: Path) -> None:
    rows = [HEADER, "1|Xã Vinh Quang|5|2|1|3|60,00|4", "2|Xã Vĩnh Quang|1|1|0|1|100,00|0"]
    assert len(read_rows(tmp_path, rows, register=None, as_of=None).units) == 2


def test_units_that_fold_alike_stay_apart(tmp_path: Path) -> None:
    register = ["a|Đảng bộ xã Vinh Quang", "b|Đảng bộ xã Vĩnh Quang"]
    rows = [HEADER, "1|Đảng bộ xã Vĩnh Quang|5|2|1|3|60,00|4", "2|ĐB xã Vinh Quang|1|1|0|1|100|0"]
    snapshot = read_rows(tmp_path, rows, register=register)
    assert snapshot.units["admitted"].to_dict() == {"b": 2, "a": 1}
    assert codes(snapshot) == ["name_variant"]


def test_a_unit_that_has_its_row_is_no_alias(units: Register) -> None:
    (message,) = unknown_units({"x": "Đảng bộ xã An Hoa"}, units, {"xa-an-hoa"}).values()
    assert "Bảng đã có dòng của đơn vị này" in message
    assert "dangvien alias" not in message
