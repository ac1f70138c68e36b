import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dangvien_analysis as dva
from dangvien_analysis.cli import start as begin
from dangvien_analysis.cli.commands import dangvien
from dangvien_analysis.cli.shared import FAILED
from dangvien_analysis.files import sha256_of
from dangvien_analysis.pack.pack import Pack
from tests.builders import HOSTILE, SOUND, hostile_rows, project, write_sidecar, write_table
from tests.conftest import ROOT, SHIPPED

ENGLISH = (
    r"\b(?:usage|options?|commands?|show|exit|error|try|help for|missing|invalid|such|text)\b"
)
PEOPLE = ["STT|Họ và tên|Ngày sinh|Chỉ tiêu|Đã kết nạp", "1|Nguyễn Văn A|01/01/1990|1|1"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder like the shipped one, as the working directory."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "data" / "reference")
    shutil.copy(ROOT / "dangvien.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with a register of three units, as the working directory."""
    raw = project(tmp_path).raw
    raw.mkdir()
    (tmp_path / "dangvien.toml").touch()
    monkeypatch.chdir(tmp_path)
    return raw


def call(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(dangvien, arguments)


def start(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a user does, on a system that speaks English."""
    return subprocess.run(
        [sys.executable, "-m", "dangvien_analysis.cli", *arguments],
        cwd=folder,
        env={**os.environ, "LANGUAGE": "en", "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def list_in_manifest(raw: Path, path: Path, sha256: str) -> None:
    (raw / "manifest.csv").write_text(f"file,sha256\n{path.name},{sha256}\n", encoding="utf-8")


def test_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="dangvien")
    assert command.load() is begin.main


def test_check_prints_the_findings_gravest_first(office: Path, snapshot: dva.Snapshot) -> None:
    result = call("check")
    first, *lines, last = result.stdout.splitlines()
    assert result.exit_code == 1
    assert first == f"{SHIPPED.name}, số liệu đến 13/9/2023, chưa có trong sổ số liệu"
    assert [
        message for message in snapshot.findings["message"] if message not in result.stdout
    ] == []
    assert lines[0].startswith("lỗi column_total: Chỉ tiêu giao: dòng tổng cộng ghi 280")
    assert [line.split()[0] for line in lines[:2]] == ["lỗi", "cảnh"]
    assert last == "Phát hiện: 1 lỗi, 5 cảnh báo, 3 thông tin."
    assert not re.search(ENGLISH, result.stdout, flags=re.IGNORECASE)


def test_check_changes_nothing(office: Path) -> None:
    before = {path: sha256_of(path) for path in office.rglob("*") if path.is_file()}
    call("check")
    assert {path: sha256_of(path) for path in office.rglob("*") if path.is_file()} == before


def test_check_as_json(office: Path, snapshot: dva.Snapshot) -> None:
    result = call("check", "--json")
    content = json.loads(result.stdout)
    assert result.exit_code == 1
    assert content["file"] == SHIPPED.name
    assert content["sha256"] == sha256_of(SHIPPED)
    assert content["as_of"] == "2023-09-13"
    assert content["findings"] == snapshot.findings.to_dict("records")
    assert "Tiền Phong" in result.stdout


def test_check_as_json_without_a_date(small: Path) -> None:
    write_table(small, SOUND)
    content = json.loads(call("check", "--json").stdout)
    assert content["as_of"] is None
    assert [one["code"] for one in content["findings"]] == ["no_date"]


def test_clean_file(small: Path) -> None:
    path = write_table(small, SOUND)
    result = call("check", str(path), "--as-of", "13/9/2023")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "bang.tsv, số liệu đến 13/9/2023, chưa có trong sổ số liệu",
        "Phát hiện: 0 lỗi, 0 cảnh báo, 0 thông tin.",
    ]


def test_warnings_alone_are_no_failure(small: Path) -> None:
    write_table(small, SOUND)
    result = call("check")
    assert result.exit_code == 0
    assert "cảnh báo no_date" in result.stdout


@pytest.mark.parametrize(("listed", "said"), [(False, True), (True, False)])
def test_file_that_the_manifest_does_not_name(small: Path, listed: bool, said: bool) -> None:
    path = write_table(small, SOUND)
    list_in_manifest(small, path if listed else small / "khac.tsv", sha256_of(path))
    result = call("check")
    assert ("Tệp chưa có trong manifest.csv" in result.stdout) is said
    assert result.exit_code == 0


def test_file_that_changed_since_it_was_listed(small: Path) -> None:
    path = write_table(small, SOUND)
    list_in_manifest(small, path, "0" * 64)
    result = call("check")
    assert result.exit_code == 1
    assert "lỗi file_changed: Tệp bang.tsv đã thay đổi" in result.stdout


def test_newest_is_the_one_with_the_latest_figures(small: Path) -> None:
    for name, day in (("z.tsv", "2023-06-30"), ("a.tsv", "2023-10-31"), ("y.tsv", "2023-09-13")):
        write_sidecar(write_table(small, SOUND, name), f"[figures]\nas_of = {day}\n")
    write_table(small, SOUND, "zz.tsv")  # without a date
    assert call("check").stdout.startswith("a.tsv, số liệu đến 31/10/2023")


def test_folder_above_is_found(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office / "data")
    assert call("check").stdout.startswith(SHIPPED.name)


def write_broken(folder: Path, kind: str) -> None:
    """Write a file ``x`` that cannot be read, or none."""
    if kind == "empty":
        (folder / "x.tsv").touch()
    elif kind == "damaged":
        (folder / "x.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    elif kind == "people":
        write_table(folder, PEOPLE, "x.tsv")
    elif kind == "no table":
        write_table(folder, ["a|b", "1|2"], "x.tsv")


@pytest.mark.parametrize("command", ["check", "report", "lab"])
@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("missing", "x.tsv", "không tìm thấy"),
        ("empty", "x.tsv", "tệp rỗng"),
        ("damaged", "x.xlsx", "x.xlsx"),
        ("people", "x.tsv", "Họ và tên"),
        ("no table", "x.tsv", "x.tsv"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message(
    small: Path, command: str, kind: str, name: str, said: str
) -> None:
    write_broken(small, kind)
    result = call(command, str(small / name))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Không thực hiện được: ")
    assert said in result.stderr
    assert "Nguyễn Văn A" not in result.stderr
    assert {path.name for path in small.parents[1].iterdir()} == {"data", "dangvien.toml"}


def test_no_file_at_all(small: Path) -> None:
    result = call("check")
    assert result.exit_code == 2
    assert "không có tệp số liệu nào" in result.stderr


def test_report_without_a_date_says_what_to_add(small: Path) -> None:
    write_table(small, SOUND)
    result = call("report", "--no-pdf")
    assert result.exit_code == 2
    assert "bang.tsv" in result.stderr
    assert "--as-of 2023-09-13" in result.stderr
    assert not (small.parents[1] / "reports").exists()
    assert not (small.parent / "processed").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[levels", "dòng 1, cuối tệp: không đọc được: tên phần thiếu dấu ]"),
        ("a = " + "[" * 1000, "dòng 1, .*lồng nhau"),
        ("[term]\nterm_quota = " + "9" * 5000, "dòng 2, .*số dài 5.000 ký tự"),
        ("[forecast]\npace = 1e300", r"dòng 2: \[forecast\] pace phải từ 0.05 đến 20"),
        ('[office]\nplace = "A\\u0000"', r"dòng 2: \[office\] place có .*U\+0000"),
        ("[levels]\nsmall_quota = -1", "small_quota"),
        ("[muc]", r"\[muc\]"),
    ],
)
def test_broken_settings(small: Path, settings: str, said: str) -> None:
    (small.parents[1] / "dangvien.toml").write_text(settings, encoding="utf-8")
    result = call("check")
    assert result.exit_code == 2
    assert "dangvien.toml" in result.stderr
    assert re.search(said, result.stderr)


def test_an_error_of_the_disk_is_one_message(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied", "data/raw")

    monkeypatch.setattr("dangvien_analysis.ledger.accepted.received_files", refuse)
    result = call("check")
    assert result.exit_code == 2
    assert result.stderr.startswith("Không thực hiện được: data/raw: ")


@pytest.mark.parametrize("day", ["32/9/2023", "13/9", "2023-13-01", "hôm nay", "13/9/2023/1", ""])
def test_a_date_that_is_none(small: Path, day: str) -> None:
    write_table(small, SOUND)
    result = call("check", "--as-of", day)
    assert result.exit_code == 2
    assert "không phải là ngày; viết như 2023-09-13 hoặc 13/9/2023" in result.stderr


@pytest.mark.parametrize("day", ["2023-09-13", "13/9/2023", "13/09/2023"])
def test_dates_as_people_type_them(small: Path, day: str) -> None:
    write_table(small, SOUND)
    assert call("check", "--as-of", day).stdout.startswith("bang.tsv, số liệu đến 13/9/2023")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "-h"], ["report", "-h"], ["alias", "-h"], ["lab", "-h"]]
)
def test_help_is_vietnamese(tmp_path: Path, arguments: Sequence[str]) -> None:
    done = start(tmp_path, *arguments)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith("Cách dùng: dangvien")
    words = re.sub(r"--[\w-]+", "", done.stdout)
    assert re.findall(ENGLISH, words, flags=re.IGNORECASE) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--abc"], "Lỗi: Không có tùy chọn '--abc'."),
        (["abc"], "Lỗi: Không có lệnh 'abc'."),
        (["check", "--as-of"], "Lỗi: Tùy chọn '--as-of' cần một giá trị đi kèm."),
        (["check", "a", "b"], "Lỗi: Thừa tham số (b)"),
        (["check", "--as-of", "x"], "Lỗi: Giá trị không hợp lệ cho '--as-of': 'x' không phải"),
        (["check", "khong-co.tsv"], "Không thực hiện được: khong-co.tsv: không tìm thấy"),
    ],
)
def test_mistakes_are_told_in_vietnamese(
    tmp_path: Path, arguments: Sequence[str], said: str
) -> None:
    done = start(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    words = re.sub(r"--[\w-]+", "", done.stderr)
    assert re.findall(ENGLISH, words, flags=re.IGNORECASE) == []


def test_version(tmp_path: Path) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", start(tmp_path, "--version").stdout)


def test_check_exits_with_1_as_a_process(office: Path) -> None:
    done = start(office, "check")
    assert done.returncode == 1
    assert done.stderr == ""
    assert "Phát hiện: 1 lỗi" in done.stdout


def near_miss(raw: Path) -> Path:
    """Write the sound table with the name of one unit misspelt."""
    return write_table(raw, [row.replace("An Hòa", "An Hoa") for row in SOUND])


def test_the_printed_command_settles_an_unknown_name(small: Path) -> None:
    near_miss(small)
    before = call("check", "--as-of", "13/9/2023").stdout
    assert "cảnh báo unknown_unit: “Đảng bộ xã An Hoa” không có trong danh mục" in before
    (command,) = re.findall(r"chạy lệnh dangvien (alias .+?) rồi", before)
    result = call(*shlex.split(command))
    assert (result.exit_code, result.stderr) == (0, "")
    place = Path("data/reference/aliases.csv")
    assert result.stdout == (
        f"Đã ghi vào {place}: “Đảng bộ xã An Hoa” là Đảng bộ xã An Hòa (xa-an-hoa).\n"
    )
    assert place.read_text(encoding="utf-8").splitlines() == [
        "printed,unit_id,accepted_on",
        f"Đảng bộ xã An Hoa,xa-an-hoa,{date.today().isoformat()}",
    ]
    after = call("check", "--as-of", "13/9/2023").stdout.splitlines()
    assert [line.split(":")[0] for line in after[1:-1]] == ["thông tin name_variant"]


def test_accepting_twice_is_fine_and_says_so(small: Path) -> None:
    assert call("alias", "xã An Hoa", "xa-an-hoa").exit_code == 0
    kept = Path("data/reference/aliases.csv").read_bytes()
    result = call("alias", "xã An Hoa", "xa-an-hoa")
    assert result.exit_code == 0
    assert "“xã An Hoa” đã là tên của Đảng bộ xã An Hòa (xa-an-hoa)" in result.stdout
    assert Path("data/reference/aliases.csv").read_bytes() == kept


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["xã An Hoa", "xa-anhoa"], "'xa-anhoa'; gần giống: Đảng bộ xã An Hòa (xa-an-hoa).\n"),
        (["Chi bộ Trường THPT", "xa-an-hoa"], "đã là tên của đơn vị khác"),
        (["", "xa-an-hoa"], "bỏ trống"),
        (["xã An Hoa"], "MÃ"),
        ([], "TÊN"),
    ],
)
def test_an_alias_that_cannot_be(small: Path, arguments: Sequence[str], said: str) -> None:
    result = call("alias", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not Path("data/reference/aliases.csv").exists()


def test_an_alias_needs_a_register(small: Path) -> None:
    Path("data/reference/units.csv").unlink()
    result = call("alias", "xã An Hoa", "xa-an-hoa")
    assert result.exit_code == 2
    assert "chưa có danh mục đơn vị" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["check"], ["report", "--as-of", "13/9/2023"], ["alias", "A", "xa-an-hoa"]]
)
def test_a_fault_in_the_aliases_is_one_message(small: Path, arguments: Sequence[str]) -> None:
    write_table(small, SOUND)
    Path("data/reference/aliases.csv").write_text("printed,unit_id\nA,xa-b\n", encoding="utf-8")
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(r"^Không thực hiện được: .*aliases\.csv, dòng 2: ", result.stderr)


def test_names_with_marks_of_a_terminal_are_printed_as_they_are(small: Path) -> None:
    write_table(small, hostile_rows())
    result = call("check")
    assert [
        name for name in HOSTILE if f"“{name}” không có trong danh mục" not in result.stdout
    ] == []


# A pack takes seconds: one run is enough for everything that the command adds to it.
def test_report_with_a_typed_date(office: Path) -> None:
    shutil.copy(SHIPPED, office / "data" / "raw" / "moi nhan.tsv")
    done = call("report", "--no-pdf", "data/raw/moi nhan.tsv", "--as-of", "13/9/2023")
    assert done.stderr == ""
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "moi nhan.tsv, số liệu đến 13/9/2023, bản r1, chưa chốt",
        f"Bộ tài liệu: {Path('reports/2023-09-13')}",
        "  bao-cao.html",
        "  bao-cao.docx",
        "  so-lieu.xlsx",
        "  nhiem-vu.csv",
        "  bieu-do/",
        "  manifest.json",
        f"Số liệu đã ghi: {Path('data/processed/2023-09-13/r1')} (2023-09-13 r1)",
        # what the notice says of itself stands beside the other copy only
        "Phát hiện: 1 lỗi, 4 cảnh báo, 2 thông tin.",
        f"Dự báo ghi vào: {Path('data/processed/forecasts.csv')}",
        "Kết quả: đã kết nạp 135, đạt 48,21% chỉ tiêu 280; ngoài ra 29 hồ sơ đang trình duyệt; "
        "12 đơn vị cần quan tâm, hỗ trợ.",
        "Đính chính: không có.",
        f"Mở trước: {Path('reports/2023-09-13/bao-cao.docx')}",
    ]
    manifest = json.loads((office / "reports/2023-09-13/manifest.json").read_text("utf-8"))
    assert manifest["input"]["file"] == "moi nhan.tsv"
    page = (office / "reports/2023-09-13/bao-cao.html").read_text("utf-8")
    assert "Nguồn số liệu: tệp moi nhan.tsv. Số liệu chưa chốt." in page
    assert manifest["ledger"]["revision"] == "r1"
    assert manifest["ledger"]["frozen"] is None
    kept = (office / "data/processed/2023-09-13/r1/units.csv").read_bytes()
    assert kept == (ROOT / "data/processed/2023-09-13/r1/units.csv").read_bytes()


@pytest.fixture
def no_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack takes seconds; what the command does around it does not need one."""

    def write(snapshot: dva.Snapshot, folder: Path, **_: object) -> Pack:
        return Pack(folder.with_name(folder.name + "-2"), (folder / "bao-cao.html",), "a.docx mở")

    monkeypatch.setattr("dangvien_analysis.pack.pack.write_pack", write)


def write_year_end(office: Path) -> Path:
    """Write a year end in which every pending dossier was admitted; a made-up one."""
    rows = ["STT|Tên đơn vị|Chỉ tiêu|Đã kết nạp|Đang trình duyệt|Nguồn"]
    for number, unit in enumerate(dva.read(SHIPPED).units.itertuples(), start=1):
        admitted = unit.admitted + unit.pending
        rows.append(f"{number}|{unit.listed_as}|{unit.quota}|{admitted}|0|{unit.pool}")
    return write_table(office, rows, "cuoi-nam.tsv")


@pytest.mark.usefixtures("no_pack")
def test_a_year_is_scored_when_its_last_figures_are_in(office: Path) -> None:
    assert "Dự báo ghi vào" in call("report", "--no-pdf").stdout
    early = call("score", "2023")
    assert early.exit_code == FAILED
    assert "Chưa có số liệu cuối năm, đến ngày 31/12/2023" in early.stderr
    end = write_year_end(office)
    found = call("score", "2023", str(end), "--as-of", "31/12/2023")
    assert found.exit_code == 0
    (said,) = re.findall(r"13/9/2023 +(.+)", found.stdout)
    # 135 x 365 / 256 is 192; all 29 pending ones were admitted
    assert re.split(" +", said) == ["198", "185-217", "179-228", "192", "164"]
    assert "Khoảng 95% chứa kết quả" in found.stdout
    assert "Mới có 1 dự báo" in found.stdout
    # the same from what a report of the last day leaves in data/processed
    assert "Dự báo" not in call("report", "--no-pdf", str(end), "--as-of", "31/12/2023").stdout
    again = call("score", "2023").stdout.splitlines()
    assert again[0] == "cuoi-nam.tsv, số liệu đến 31/12/2023, bản r1, chưa chốt".replace(
        "cuoi-nam", "2023-12-31_r1_cuoi-nam"
    )
    assert again[1:] == found.stdout.splitlines()[1:]


@pytest.mark.usefixtures("no_pack")
def test_what_cannot_be_scored_is_one_message(office: Path) -> None:
    none = call("score", "2023")
    assert (none.exit_code, none.stdout) == (FAILED, "")
    assert "chưa ghi dự báo nào của năm 2023" in none.stderr
    call("report", "--no-pdf")
    wrong = call("score", "2023", str(SHIPPED))
    assert wrong.exit_code == FAILED
    assert "số liệu của 13/9/2023; cần số liệu cuối năm, đến ngày 31/12/2023" in wrong.stderr


@pytest.mark.usefixtures("no_pack")
def test_a_damaged_record_is_told_after_the_pack(office: Path) -> None:
    path = office / "data" / "processed" / "forecasts.csv"
    path.parent.mkdir()
    path.write_text("a,b\n", encoding="utf-8")
    result = call("report", "--no-pdf")
    assert result.exit_code == FAILED
    assert "Bộ tài liệu:" in result.stdout
    assert "bộ tài liệu đã lập xong, nhưng dự báo chưa được ghi lại" in result.stderr
    assert path.read_text(encoding="utf-8") == "a,b\n"


@pytest.mark.usefixtures("no_pack")
def test_the_same_forecast_is_told_to_be_there(office: Path) -> None:
    call("report", "--no-pdf")
    assert "Dự báo đã có trong: " in call("report", "--no-pdf").stdout


@pytest.mark.usefixtures("no_pack")
def test_pack_that_went_elsewhere_is_told(office: Path) -> None:
    result = call("report", "--no-pdf")
    assert result.exit_code == 0
    assert "Bộ tài liệu được ghi vào 2023-09-13-2: a.docx mở." in result.stdout


# --- notices and trace -------------------------------------------------------------------------


def test_notices_of_the_newest_figures(office: Path) -> None:
    result = call("notices", "--date", "20/9/2023")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"{SHIPPED.name}, số liệu đến 13/9/2023, bản r1, chưa chốt"
    assert lines[2:5] == [
        f"Phiếu số liệu các đơn vị: {Path('reports/2023-09-13-phieu')}",
        "  phieu-don-vi.docx",
        "  phieu-don-vi.xlsx",
    ]
    assert (office / "reports" / "2023-09-13-phieu" / "phieu-don-vi.docx").is_file()


def test_trace_tells_a_figure_and_refuses_one_that_is_not_there(office: Path) -> None:
    result = call("trace", "48,04%")
    assert result.exit_code == 0
    assert "cách tính: tổng đã kết nạp / tổng chỉ tiêu" in result.stdout
    none = call("trace", "99,99%", "--about", "Cổ Am")
    assert none.exit_code == 2
    assert "không có con số “99,99%” có “Cổ Am” trong tên" in none.stderr
