import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dangvien_analysis.cli.commands import dangvien
from dangvien_analysis.cli.shared import FAILED
from tests.builders import (
    AN_HOA,
    HEADER,
    SCHOOL,
    SOUND,
    VINH_QUANG,
    project,
    write_months,
    write_table,
)
from tests.conftest import ROOT, SHIPPED
from tests.fixtures.shapes import Sheet, write_book

LATER = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|4", "|5|3|0|3|60,00|4"), VINH_QUANG, SCHOOL)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with a register of three units, as the working directory."""
    project(tmp_path)
    (tmp_path / "dangvien.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(dangvien, arguments)


def done(*arguments: str) -> str:
    result = call(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    result = call(*arguments)
    assert result.exit_code == FAILED
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def imported(folder: Path, rows: tuple[str, ...] = SOUND, day: str = "2023-09-13") -> str:
    path = write_table(folder, rows, f"{day}.tsv")
    return done("import", str(path), "--as-of", day)


def test_a_month_from_import_to_freeze(office: Path) -> None:
    assert "Số liệu đã ghi: data/processed/2023-09-13/r1 (2023-09-13 r1)" in imported(office)
    assert "Số liệu đã có, không khác" in imported(office)
    assert (office / "data" / "raw" / "2023-09-13_r1_2023-09-13.tsv").is_file()
    assert done("freeze", "13/9/2023", "--by", "Ban Tổ chức") == (
        "Đã chốt số liệu 2023-09-13 (r1).\n"
    )
    assert done("freeze", "2023-09-13", "--by", "x") == "Số liệu 2023-09-13 đã chốt từ trước.\n"
    path = write_table(office, LATER, "khac.tsv")
    message = refused("import", str(path), "--as-of", "2023-09-13")
    assert "Số liệu đến 13/9/2023 đã chốt (r1, Ban Tổ chức)" in message
    done("reopen", "2023-09-13", "--by", "Thường trực", "--reason", "đơn vị báo lại")
    assert "(2023-09-13 r2)" in done("import", str(path), "--as-of", "2023-09-13")
    listed = done("history")
    assert listed.startswith("2023-09-13  chưa chốt\n  r1  20")
    assert "chốt 2023-09-13 r1, Ban Tổ chức" in listed
    assert "mở lại 2023-09-13 r1, Thường trực: đơn vị báo lại" in listed
    assert done("verify") == "Sổ số liệu nguyên vẹn.\n"


def test_two_dates_side_by_side(office: Path) -> None:
    imported(office)
    imported(office, LATER, "2023-10-31")
    rows = done("diff", "2023-09-13", "2023-10-31").splitlines()
    (row,) = [row for row in rows if "Đảng bộ xã" in row]
    assert re.split(r"\s{2,}", row.strip())[:3] == ["Đảng bộ xã An Hòa", "2 → 3", "1 → 0"]
    assert "không khác nhau" in done("diff", "2023-09-13", "2023-09-13")
    assert "các ngày đã có: 2023-09-13, 2023-10-31" in refused("diff", "2023-09-13", "2023-11-30")


def test_a_wrong_import_is_withdrawn(office: Path) -> None:
    imported(office)
    imported(office, LATER)
    text = done("withdraw", "2023-09-13", "--by", "A", "--reason", "nhầm tệp")
    assert text == "Đã rút r2 của 2023-09-13; bản hiện hành: r1.\n"
    assert "r2" in done("history")
    assert "đã rút" in done("history")


def test_errors_stop_a_freeze(office: Path) -> None:
    imported(office, (HEADER, AN_HOA, "Tổng cộng||7|2|1|3|42,86|4"))
    assert "--accept-findings" in refused("freeze", "2023-09-13", "--by", "A")
    done("freeze", "2023-09-13", "--by", "A", "--accept-findings", "đã hỏi lại")


def test_what_was_changed_by_hand_is_named(office: Path) -> None:
    imported(office)
    path = office / "data" / "processed" / "2023-09-13" / "r1" / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2,", ",9,"), encoding="utf-8")
    result = call("verify")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == f"{path}: đã bị sửa."
    assert "khôi phục các tệp nêu trên từ bản sao lưu" in result.stdout


def test_an_empty_ledger(office: Path) -> None:
    assert done("history") == "Chưa có số liệu nào trong sổ.\n"
    assert done("verify") == "Sổ số liệu nguyên vẹn.\n"
    assert "Chưa có số liệu đến 13/9/2023" in refused("freeze", "2023-09-13", "--by", "A")
    assert list(office.glob("data/processed/*/")) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("freeze", "hôm qua", "--by", "A"), "không phải là ngày"),
        (("freeze", "2023-09-13"), "--by"),
        (("reopen", "2023-09-13", "--by", "A"), "--reason"),
        (("import",), "TỆP"),
        (("import", "khong-co.tsv"), "không tìm thấy tệp này"),
    ],
)
def test_mistakes_are_one_message(office: Path, arguments: tuple[str, ...], words: str) -> None:
    result = call(*arguments)
    assert result.exit_code == FAILED
    assert words in result.stderr
    assert list(office.glob("data/processed/*/")) == []


def test_a_pack_of_a_date_that_is_there(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dangvien_analysis.pack.pack import Pack

    seen = []

    def write(snapshot: object, folder: Path, **_: object) -> Pack:
        seen.append(snapshot)
        return Pack(folder, (folder / "bao-cao.html",))

    monkeypatch.setattr("dangvien_analysis.pack.pack.write_pack", write)
    imported(office)
    text = done("report", "--no-pdf", "13/9/2023")
    assert "Bộ tài liệu: reports/2023-09-13" in text
    assert "(2023-09-13 r1)" in text
    assert "Chưa có số liệu đến 31/10/2023" in refused("report", "--no-pdf", "2023-10-31")
    assert len(seen) == 1


def test_the_shipped_ledger_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "dangvien.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert done("verify") == "Sổ số liệu nguyên vẹn.\n"
    assert "Số liệu đã có, không khác" in done("import", f"data/raw/{SHIPPED.name}")


WRONG = (HEADER, AN_HOA, VINH_QUANG, "Tổng cộng||7|2|1|3|42,86|10")


def test_a_settled_error_no_longer_stops_a_freeze(office: Path) -> None:
    assert "(2023-09-13 r1)" in imported(office, WRONG)
    kept = "data/raw/2023-09-13_r1_2023-09-13.tsv"
    assert call("check", kept).exit_code == 1
    refused("freeze", "2023-09-13", "--by", "A")
    text = done(
        *("settle", "column_total", kept, "--accepted", "8", "--document", "QĐ 5-QĐ/HU"),
    )
    assert text.splitlines()[0].endswith("số liệu đến 13/9/2023, bản r1, chưa chốt")
    assert "Đã ghi vào data/reference/settled.csv: Đã giải quyết: lấy chỉ tiêu" in text
    checked = call("check", kept)
    assert checked.exit_code == 0
    # what is new comes first, what was decided last
    lines = checked.stdout.splitlines()
    assert lines[-2].startswith("đã giải quyết column_total: Chỉ tiêu giao: dòng tổng cộng ghi 7")
    assert lines[-1].endswith("1 đã giải quyết.")
    # what the table says is the same: no other revision, and it can be frozen
    assert "Số liệu đã có, không khác" in done("import", kept)
    assert "(r1)" in done("freeze", "2023-09-13", "--by", "A")


def test_a_decision_needs_one_open_finding(office: Path) -> None:
    imported(office)
    message = refused("settle", "column_total", "--document", "A")
    assert "không có phát hiện column_total nào chưa giải quyết" in message
    assert "--document" in refused("settle", "column_total")


def test_findings_of_the_total_row_are_told_apart_by_their_column(office: Path) -> None:
    rows = (*SOUND[:-1], "Tổng cộng||10|4|1|4||10")
    call("import", str(write_table(office, rows)), "--as-of", "2023-09-13")
    message = refused("settle", "column_total", "--document", "A")
    assert "column_total --column quota; column_total --column admitted." in message


def test_a_file_with_a_sheet_about_people_is_checked_and_not_kept(office: Path) -> None:
    people = [["STT", "Họ và tên", "Ngày sinh"], ["1", "Nguyễn Văn Ánh", "1/2/1990"]]
    sheets = [Sheet("DS", [people]), Sheet("Biểu 1", [[row.split("|") for row in SOUND]])]
    path = str(write_book(office / "bang.xlsx", sheets))
    checked = call("check", path, "--as-of", "2023-09-13")
    assert checked.exit_code == 0
    assert "cảnh báo people_left_out: Trang tính “DS”" in checked.stdout
    for command in ("import", "report"):
        message = refused(command, path, "--as-of", "2023-09-13")
        assert "chép riêng trang tính “Biểu 1” sang một tệp mới" in message
        assert "Ánh" not in message + checked.stdout
    assert not (office / "data" / "raw").exists()


# --- a workbook with a sheet a month ----------------------------------------------------------


def test_a_sheet_is_chosen_by_its_name(office: Path) -> None:
    path = str(write_months(office))
    assert "(2023-08-13 r1)" in done("import", path, "--sheet", "Tháng 8")
    assert "(2023-09-13 r1)" in done("import", path)
    first = done("check", path, "--sheet", "thang 7").splitlines()[0]
    assert first == "nhieu-thang.xlsx, số liệu đến 13/7/2023, chưa có trong sổ số liệu"
    first = done("check", path, "--sheet", "Tháng 8").splitlines()[0]
    assert first == "nhieu-thang.xlsx, số liệu đến 13/8/2023, bản r1, chưa chốt"
    assert "Tháng 8!D3" in done("trace", "2", path, "--sheet", "Tháng 8")
    assert "Tháng 8!D3" in done("trace", "2", "13/8/2023")


@pytest.mark.parametrize(
    "command",
    [
        *(["check"], ["import"], ["report"], ["notices"], ["trace", "2"], ["lab"]),
        ["settle", "no_date", "--document", "CV 1"],
    ],
)
def test_an_unknown_sheet_is_one_message(office: Path, command: list[str]) -> None:
    path = str(write_months(office))
    message = refused(*command, path, "--sheet", "Tháng 6")
    assert "không có trang tính “Tháng 6”; các trang của tệp: “Tháng 7”, “Tháng 8”" in message


@pytest.mark.parametrize("command", [["check"], ["report"], ["notices"], ["trace", "2"]])
def test_a_sheet_is_of_a_file(office: Path, command: list[str]) -> None:
    path = write_months(office)
    done("import", str(path))
    for what in ([], ["13/9/2023"]):
        assert "hãy ghi cả TỆP" in refused(*command, *what, "--sheet", "Tháng 8")
    table = str(write_table(office, SOUND))
    assert "không phải bảng tính" in refused(*command, table, "--sheet", "Tháng 8")


def test_a_notebook_gets_no_sheet_that_it_would_not_find(office: Path) -> None:
    path = write_months(office)
    day = ("--as-of", "2023-10-13")
    message = refused("lab", str(path), "--sheet", "Tháng 8", *day)
    assert "dangvien import TỆP --sheet TRANG" in message
