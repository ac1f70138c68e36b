from datetime import date
from pathlib import Path

import pytest

from dangvien_analysis.office.joined_names import joined_units, merger_lines
from dangvien_analysis.office.register import Register, read_register
from dangvien_analysis.office.unit_changes import FIELDS, UnitChange, read_unit_changes
from tests.builders import project

UNITS = (
    "am|Đảng bộ xã Cổ Am",
    "tien|Đảng bộ xã Vĩnh Tiến",
    "hoa|Đảng bộ xã An Hòa",
    "tc|Chi bộ Phòng Tài chính - Kế hoạch",
    "vh|Chi bộ Phòng Văn hóa và Thông tin",
)


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return read_register(project(tmp_path_factory.mktemp("register"), UNITS).register)


@pytest.mark.parametrize(
    ("printed", "ids"),
    [
        ("Cổ Am - Vĩnh Tiến", ["am", "tien"]),
        ("Cổ Am-Vĩnh Tiến", ["am", "tien"]),
        ("Cổ Am – Vĩnh Tiến", ["am", "tien"]),
        ("Cổ Am + Vĩnh Tiến", ["am", "tien"]),
        ("Cổ Am, Vĩnh Tiến", ["am", "tien"]),
        ("Cổ Am/Vĩnh Tiến", ["am", "tien"]),
        ("ĐẢNG BỘ XÃ CỔ AM VÀ ĐẢNG BỘ XÃ VĨNH TIẾN", ["am", "tien"]),
        ("Đảng bộ xã Cổ Am & ĐB xã Vĩnh Tiến", ["am", "tien"]),
        ("Đảng bộ các xã An Hòa, Cổ Am và Vĩnh Tiến", ["hoa", "am", "tien"]),
        ("Đảng bộ 2 xã An Hòa, Cổ Am", ["hoa", "am"]),
        # official names with such marks inside
        ("Phòng Tài chính - Kế hoạch và Phòng Văn hóa và Thông tin", ["tc", "vh"]),
        # a slip in one of the names
        ("Cổ Am - Vĩnh Tién", ["am", "tien"]),
        # one unit's own name, with its kind or without, or with a slip
        ("Chi bộ Phòng Tài chính - Kế hoạch", []),
        ("Phòng Tài chính - Kế hoạch", []),
        ("Chi bộ Phòng Tài chinh - Kế hoạch", []),
        ("Chi bộ Phòng Văn hoá và Thông tin", []),
        # where a unit lies, a part of it, no unit, the same one twice
        ("Cổ Am, huyện Vĩnh Bảo", []),
        ("Cổ Am - thôn 3", []),
        ("Lạ Lùng - Mới Mẻ", []),
        ("Cổ Am - Xã Cổ Am", []),
        ("Cổ Am", []),
        (", ".join(["Cổ Am", "Vĩnh Tiến"] * 9), []),
        ("", []),
    ],
)
def test_joined_units(units: Register, printed: str, ids: list[str]) -> None:
    assert joined_units(printed, units) == ids


def test_the_lines_are_those_that_the_list_of_changes_takes(tmp_path: Path) -> None:
    lines = merger_lines(["am", "tien"], "moi", "Cổ Am, Vĩnh Tiến")
    assert lines[0] == 'NĂM-THÁNG-NGÀY,merged,am,moi,"Cổ Am, Vĩnh Tiến",'
    path = tmp_path / "unit_changes.csv"
    text = "\n".join([",".join(FIELDS), *lines]).replace("NĂM-THÁNG-NGÀY", "2025-01-01")
    path.write_text(text, encoding="utf-8")
    day = date(2025, 1, 1)
    assert read_unit_changes(path) == (
        UnitChange(day, "merged", "am", "moi", "Cổ Am, Vĩnh Tiến"),
        UnitChange(day, "merged", "tien", "moi", "Cổ Am, Vĩnh Tiến"),
    )
