"""Another committee, from an empty folder to a whole pack: nothing of the shipped case in it."""

import json
import random
import re
import zipfile
from contextlib import chdir
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from click.testing import Result
from docx import Document
from python_calamine import CalamineWorkbook

from tests.commands import call
from tests.conftest import ROOT

HEADER = [
    "TT",
    "Tổ chức cơ sở đảng",
    "Kế hoạch năm 2024",
    "Đã kết nạp",
    "Hồ sơ đang chờ duyệt",
    "Nguồn (đã học lớp nhận thức về Đảng)",
]
NAMES = [f"Chi bộ thôn Suối {number}" for number in range(1, 20)]
NAMES += [f"Đảng bộ xã Đồi {number}" for number in range(1, 11)]
NAMES += ["Chi bộ Trường Tiểu học Bình Minh", "Đảng bộ Trung tâm Y tế huyện Đồng Xanh"]
UNITS = 31


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with one workbook as an office may send it."""
    folder = tmp_path_factory.mktemp("dong-xanh")
    dice = random.Random(31)
    with xlsxwriter.Workbook(str(folder / "Bao cao thang 6.xlsx")) as book:
        sheet = book.add_worksheet("T6")
        sheet.write(0, 0, "HUYỆN ỦY ĐỒNG XANH")
        sheet.write(1, 0, "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN, số liệu tính đến ngày 28/6/2024")
        sheet.write_row(3, 0, HEADER)
        for number, name in enumerate(NAMES, start=1):
            quota = dice.randint(1, 9)
            admitted = dice.randint(0, quota)
            row = [number, name, quota, admitted, dice.randint(0, 2), dice.randint(0, 8)]
            sheet.write_row(3 + number, 0, row)
    return folder


@pytest.fixture(scope="module")
def reported(office: Path) -> Result:
    with chdir(office):
        return call("report", "Bao cao thang 6.xlsx", "--no-pdf")


@pytest.fixture(scope="module")
def pack(office: Path, reported: Result) -> Path:
    assert reported.exit_code == 0, reported.stderr
    return office / "reports" / "2024-06-28"


def texts(pack: Path) -> dict[str, str]:
    """Give every word of the pack by file."""
    found = {path.name: path.read_text(encoding="utf-8") for path in pack.glob("*.json")}
    page = (pack / "bao-cao.html").read_text(encoding="utf-8")
    found["bao-cao.html"] = unescape(re.sub(r'src="data:[^"]*"', "", page))
    document = Document(str(pack / "bao-cao.docx"))
    words = [one.text for one in document.element.body.iter() if one.tag.endswith("}t")]
    words += [str(document.core_properties.author), str(document.core_properties.title)]
    found["bao-cao.docx"] = "\n".join(word or "" for word in words)
    book = CalamineWorkbook.from_path(str(pack / "so-lieu.xlsx"))
    cells = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    found["so-lieu.xlsx"] = "\n".join(str(cell) for row in cells for cell in row)
    with zipfile.ZipFile(pack / "so-lieu.xlsx") as archive:
        found["so-lieu.xlsx parts"] = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )
    for path in (pack / "bieu-do").glob("*.svg"):
        found[path.name] = unescape(path.read_text(encoding="utf-8"))
    return found


def test_a_whole_pack(pack: Path, reported: Result) -> None:
    assert {path.name for path in pack.iterdir()} >= {
        *("bao-cao.html", "bao-cao.docx", "so-lieu.xlsx", "bieu-do", "nhiem-vu.csv"),
        "manifest.json",
    }
    assert "reports" in reported.stdout


def test_its_own_units_and_day(pack: Path) -> None:
    page = texts(pack)["bao-cao.html"]
    assert "28/6/2024" in page
    assert f"{UNITS}/{UNITS} đơn vị có số liệu" in page
    assert [name for name in NAMES if name not in page] == []
    manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["input"]["as_of"] == "2024-06-28"
    table = pd.read_excel(pack / "so-lieu.xlsx", sheet_name="Đơn vị", engine="calamine")
    assert len(table) == UNITS + 1


def test_nothing_of_the_shipped_case(pack: Path) -> None:
    register = pd.read_csv(ROOT / "data" / "reference" / "units.csv")["unit_name"]
    foreign = ["Vĩnh Bảo", "623-TB", "623_TB", "2023-09-13", "13/9/2023", *register]
    found = {
        (name, word) for name, text in texts(pack).items() for word in foreign if word in text
    }
    assert found == set()


def test_a_second_table_is_compared_with_the_first(office: Path, pack: Path) -> None:
    later = office / "Bao cao thang 7.xlsx"
    rows = CalamineWorkbook.from_path(str(office / "Bao cao thang 6.xlsx")).get_sheet_by_index(0)
    with xlsxwriter.Workbook(str(later)) as book:
        sheet = book.add_worksheet("T7")
        for at, row in enumerate(rows.to_python()):
            cells = [
                str(cell).replace("28/6/2024", "31/7/2024") if isinstance(cell, str) else cell
                for cell in row
            ]
            sheet.write_row(at, 0, cells)
    with chdir(office):
        checked = call("check", later.name)
    assert "số liệu đến 31/7/2024" in checked.stdout
    assert checked.exit_code in (0, 1)
    assert checked.stderr == ""
