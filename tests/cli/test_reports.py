"""Which figures the commands mean, what `report` takes before it shows them, and how it ends."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.ledger.importing import import_file
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.pack.pack import Pack, write_pack
from tests.builders import AN_HOA, HEADER, SCHOOL, SOUND, VINH_QUANG, project, write_table
from tests.commands import call, done, refused

NOW = datetime(2023, 9, 15, 1, 30, tzinfo=UTC)
DAY = date(2023, 9, 13)
MORE = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|", "|5|3|0|3|60,00|"), VINH_QUANG, SCHOOL)
LESS = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|", "|5|1|0|1|20,00|"), VINH_QUANG, SCHOOL)


def until(day: str, rows: tuple[str, ...] = SOUND) -> tuple[str, ...]:
    return (f"Số liệu tính đến ngày {day}", *rows)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = project(tmp_path)
    settings.raw.mkdir()
    (tmp_path / "dangvien.toml").touch()
    monkeypatch.chdir(tmp_path)
    return settings


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[dva.Snapshot]:
    """The snapshots that packs are asked of: a pack takes seconds, what comes before does not."""
    found: list[dva.Snapshot] = []

    def write(snapshot: dva.Snapshot, folder: Path, **_: object) -> Pack:
        found.append(snapshot)
        return Pack(folder, (), result="một dòng.")

    monkeypatch.setattr("dangvien_analysis.pack.pack.write_pack", write)
    return found


def revisions(office: Settings) -> list[str]:
    return [f"{one.as_of} {one.name}" for one in Ledger(office).currents()]


# --- what a plain report takes ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["thang-10.tsv", "thang-10.xlsx", "thang-10.docx"])
def test_a_later_file_of_data_raw_is_taken(
    office: Settings, seen: list[dva.Snapshot], name: str
) -> None:
    write_table(office.raw, until("13/9/2023"), "thang-9.docx")
    done("report")
    write_table(office.raw, until("31/10/2023", MORE), name)
    lines = done("report")
    assert lines[0] == f"{name}, số liệu đến 31/10/2023, bản r1, chưa chốt"
    assert revisions(office) == ["2023-09-13 r1", "2023-10-31 r1"]
    assert [one.as_of for one in seen] == [DAY, date(2023, 10, 31)]


def test_a_correction_that_lies_there_is_taken_once(
    office: Settings, seen: list[dva.Snapshot]
) -> None:
    write_table(office.raw, until("13/9/2023"), "a.tsv")
    done("report")
    write_table(office.raw, until("13/9/2023", MORE), "b.tsv")
    lines = done("report")
    assert lines[0].startswith("b.tsv, ")
    assert lines[-2].startswith("Đính chính so với r1: Đảng bộ xã An Hòa, đã kết nạp 2 thành 3")
    # the older file lies there still, with a name that sorts last
    (office.raw / "a.tsv").rename(office.raw / "z.tsv")
    assert done("report")[0].startswith("b.tsv, ")
    assert revisions(office) == ["2023-09-13 r2"]


def test_months_that_lie_there_at_the_beginning_are_all_taken(
    office: Settings, seen: list[dva.Snapshot]
) -> None:
    for name, day in (("x.tsv", "31/8/2023"), ("a.docx", "31/10/2023"), ("m.tsv", "13/9/2023")):
        write_table(office.raw, until(day), name)
    lines = done("report")
    assert revisions(office) == ["2023-08-31 r1", "2023-09-13 r1", "2023-10-31 r1"]
    assert lines[0].startswith("a.docx, số liệu đến 31/10/2023")
    assert sum("Số liệu đã ghi" in line for line in lines) == 3


def test_two_new_files_of_one_day_are_left_to_a_person(
    office: Settings, seen: list[dva.Snapshot]
) -> None:
    write_table(office.raw, until("13/9/2023"), "a.tsv")
    write_table(office.raw, until("13/9/2023", MORE), "b.tsv")
    said = refused("report")
    assert "data/raw/a.tsv và data/raw/b.tsv cùng ghi số liệu đến 2023-09-13" in said
    assert revisions(office) == []
    assert seen == []


def test_an_earlier_month_that_comes_late_is_named_and_not_taken(
    office: Settings, seen: list[dva.Snapshot]
) -> None:
    write_table(office.raw, until("13/9/2023"), "thang-9.tsv")
    done("report")
    write_table(office.raw, until("31/8/2023"), "thang-8.tsv")
    for lines in (done("report"), done("check")):
        assert lines[0].startswith("thang-9.tsv, ")
        assert any("data/raw/thang-8.tsv chưa có trong sổ số liệu" in line for line in lines)
    assert revisions(office) == ["2023-09-13 r1"]


def test_a_file_that_cannot_be_read_stops_nothing(
    office: Settings, seen: list[dva.Snapshot]
) -> None:
    write_table(office.raw, until("13/9/2023"), "thang-9.tsv")
    (office.raw / "hong.xlsx").write_bytes(b"PK\x03\x04")
    lines = done("report")
    assert lines[0].startswith("thang-9.tsv, ")
    assert any("hong.xlsx chưa có trong sổ số liệu: không đọc được" in line for line in lines)


def test_an_older_file_is_not_written_over_a_newer_revision(
    office: Settings, seen: list[dva.Snapshot], tmp_path: Path
) -> None:
    first = write_table(tmp_path, until("13/9/2023"), "dau.tsv")
    done("import", str(first))
    done("import", str(write_table(tmp_path, until("13/9/2023", MORE), "sua.tsv")))
    for command in ("import", "report", "notices"):
        assert "đã được nhận trước đây (r1)" in refused(command, str(first))
    # neither as other bytes with the same figures
    other = write_table(tmp_path, until("13/9/2023"), "dau.docx")
    assert "đã được nhận trước đây (r1)" in refused("import", str(other))
    assert revisions(office) == ["2023-09-13 r2"]
    assert "2023-09-13 r3" in done("import", "--again", str(first))[0]


# --- which figures are meant --------------------------------------------------------------------


@pytest.fixture
def two_months(office: Settings, tmp_path: Path) -> Settings:
    for rows in (until("13/9/2023"), until("31/10/2023", MORE)):
        import_file(write_table(tmp_path, rows, "b.docx"), office, now=NOW)
    with Ledger(office).locked() as ledger:
        ledger.freeze(DAY, by="Ban Tổ chức", now=NOW)
    return office


SEPTEMBER = "2023-09-13_r1_b.docx, số liệu đến 13/9/2023, bản r1, đã chốt 15/9/2023 (Ban Tổ chức)"
OCTOBER = "2023-10-31_r1_b.docx, số liệu đến 31/10/2023, bản r1, chưa chốt"
COMMANDS: list[list[str]] = [["check"], ["trace", "5"], ["notices"], ["report"]]
DAYS: list[tuple[list[str], str]] = [
    ([], OCTOBER),
    (["2023-09-13"], SEPTEMBER),
    (["13/9/2023"], SEPTEMBER),
    (["13/09/2023"], SEPTEMBER),
    (["9/2023"], SEPTEMBER),
    (["09-2023"], SEPTEMBER),
    (["2023-09"], SEPTEMBER),
    (["tháng 9/2023"], SEPTEMBER),
    (["10/2023"], OCTOBER),
    (["31/10/2023"], OCTOBER),
    (["--as-of", "13/9/2023"], SEPTEMBER),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_first_line_names_table_day_and_revision(
    two_months: Settings, seen: list[dva.Snapshot], command: list[str]
) -> None:
    for day, line in DAYS:
        assert done(*command, *day)[0] == line, day


def test_settle_and_diff_take_days_too(two_months: Settings) -> None:
    assert done("settle", "date_from_text", "9/2023", "--document", "CV 1")[0] == SEPTEMBER
    assert done("settle", "date_from_text", "--document", "CV 1")[0] == OCTOBER
    for days in ([], ["10/2023"], ["9/2023", "10/2023"], ["13/9/2023", "31/10/2023"]):
        assert done("diff", *days)[:2] == [SEPTEMBER, OCTOBER]
    assert done("diff", "10/2023", "9/2023")[:2] == [OCTOBER, SEPTEMBER]
    assert "trước 2023-09-13 chưa có số liệu nào trong sổ" in refused("diff", "9/2023")


def test_json_has_the_same_as_fields(two_months: Settings) -> None:
    content = json.loads(call("check", "--json", "9/2023").stdout)
    assert content["file"] == "2023-09-13_r1_b.docx"
    assert content["as_of"] == "2023-09-13"
    assert (content["revision"], content["frozen_by"]) == ("r1", "Ban Tổ chức")
    assert content["frozen"].startswith("2023-09-15")
    later = json.loads(call("check", "--json").stdout)
    assert (later["revision"], later["frozen"], later["waiting"]) == ("r1", None, [])


NO_DAYS = [
    ("11/2023", "chưa có số liệu tháng 11/2023 trong sổ; các ngày đã có: 2023-09-13, 2023-10"),
    ("14/9/2023", "Chưa có số liệu đến 14/9/2023; các ngày đã có: 2023-09-13, 2023-10-31"),
    ("13/2023", "không phải là ngày"),
    ("31/9/2023", "không phải là ngày"),
    ("13/9", "không phải là ngày"),
    ("13/9/23", "Viết đủ bốn chữ số của năm"),
    ("13/9/1023", "năm phải từ năm 1930"),
    ("13/9/2203", "năm phải từ năm 1930"),
    ("khong-co", "không tìm thấy tệp này"),
]


@pytest.mark.parametrize("command", ["check", "report", "notices"])
def test_a_day_that_is_none_is_one_message(two_months: Settings, command: str) -> None:
    for day, said in NO_DAYS:
        assert said in refused(command, day), day


def test_a_file_that_is_named_like_a_day_is_a_file(two_months: Settings) -> None:
    write_table(two_months.root, until("31/10/2023", MORE), "2023-09-13.tsv").rename("2023-09-13")
    assert done("check", "2023-09-13")[0].endswith("số liệu đến 31/10/2023, bản r1, chưa chốt")


# --- one state in everything --------------------------------------------------------------------


def test_check_and_report_count_the_same(office: Settings, seen: list[dva.Snapshot]) -> None:
    write_table(office.raw, until("13/9/2023", MORE), "thang-9.tsv")
    done("report")
    path = write_table(office.raw, until("31/10/2023", LESS), "thang-10.tsv")
    counted = [line for line in done("report") if line.startswith("Phát hiện")]
    assert counted == [line for line in done("check") if line.startswith("Phát hiện")]
    assert counted == [done("check", str(path))[-1]]
    assert "1 lỗi" in counted[0]
    # and so does the freeze that they stop
    assert "còn 1 lỗi" in refused("freeze", "10/2023", "--by", "A")


def test_a_decision_about_what_moved_counts(office: Settings, seen: list[dva.Snapshot]) -> None:
    write_table(office.raw, until("13/9/2023", MORE), "thang-9.tsv")
    write_table(office.raw, until("31/10/2023", LESS), "thang-10.tsv")
    done("report")
    said = refused("settle", "admitted_fell", "--accepted", "3", "--document", "CV 1")
    assert "--accepted" in said
    done("settle", "admitted_fell", "--document", "CV 1")
    assert "0 lỗi" in done("check")[-1]
    assert "1 đã giải quyết" in done("check")[-1]
    done("freeze", "10/2023", "--by", "A")


def test_a_pack_holds_one_state_of_the_ledger(office: Settings, tmp_path: Path) -> None:
    """A table of August comes in while the charts of September are drawn."""
    import_file(write_table(tmp_path, until("13/9/2023")), office, now=NOW)
    august = write_table(tmp_path, until("31/8/2023", LESS), "thang-8.tsv")
    steps: list[str] = []

    def tell(step: str) -> None:
        steps.append(step)
        if len(steps) == 1:
            import_file(august, office, now=NOW)

    snapshot = dva.read("2023-09-13", settings=office)
    pack = write_pack(snapshot, office.reports / "2023-09-13", pdf=False, progress=tell)
    # it was gathered before, and none of its parts knows of August
    page = (pack.folder / "bao-cao.html").read_text(encoding="utf-8")
    assert "31/8/2023" not in page
    assert not (pack.folder / "bieu-do" / "monthly_admitted.svg").exists()
    assert "31/8/2023" in dva.narrative(snapshot).text
    assert not list(office.reports.glob(".*"))


LOADED = """
import sys
from dangvien_analysis.cli.commands import dangvien
dangvien(["report", "--no-pdf"], standalone_mode=False)
print("LOADED", *({"matplotlib", "scipy", "docx", "xlsxwriter", "nbformat"} & set(sys.modules)))
"""


def a_second_run_loads_nothing_that_makes_a_pack(office: Settings) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", LOADED],
        cwd=office.root,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Không có gì thay đổi" in run.stdout
    assert run.stdout.splitlines()[-1] == "LOADED"


def test_it_ends_with_result_corrections_and_what_to_open(office: Settings) -> None:
    write_table(office.raw, until("13/9/2023"), "thang-9.tsv")
    lines = done("report", "--no-pdf")
    assert re.fullmatch(
        r"Kết quả: đã kết nạp 3, đạt 33,33% chỉ tiêu 9; ngoài ra 1 hồ sơ đang trình duyệt; "
        r"\d đơn vị cần quan tâm, hỗ trợ\.",
        lines[-3],
    )
    assert lines[-2:] == ["Đính chính: không có.", "Mở trước: reports/2023-09-13/bao-cao.docx"]
    again = done("report", "--no-pdf")
    assert again[0] == lines[0]
    assert again[2].startswith("Không có gì thay đổi từ lần lập trước")
    assert again[-3:] == lines[-3:]
    # the same pack by its day, and by its file
    assert done("report", "--no-pdf", "9/2023")[2:] == again[2:]
    assert done("report", "--no-pdf", "data/raw/thang-9.tsv")[2:] == again[2:]
    a_second_run_loads_nothing_that_makes_a_pack(office)


def test_nothing_blank_is_written_down(two_months: Settings) -> None:
    before = Ledger(two_months).journal.path.read_bytes()
    for command in (
        ["freeze", "10/2023", "--by", ""],
        ["freeze", "10/2023", "--by", "  "],
        ["reopen", "9/2023", "--by", "", "--reason", "x"],
        ["reopen", "9/2023", "--by", "A", "--reason", " "],
        ["withdraw", "10/2023", "--by", "", "--reason", "x"],
        ["settle", "date_from_text", "--document", ""],
    ):
        assert "đang để trống" in refused(*command)
    assert Ledger(two_months).journal.path.read_bytes() == before
    assert not two_months.settled.exists()


def test_only_report_takes_what_waits(two_months: Settings) -> None:
    write_table(two_months.raw, until("30/11/2023", MORE), "thang-11.tsv")
    for command in (["notices"], ["check"], ["trace", "5"], ["diff"]):
        done(*command)
    assert revisions(two_months) == ["2023-09-13 r1", "2023-10-31 r1"]
    for command in ("notices", "check", "diff", "history"):
        assert any("thang-11.tsv" in line for line in done(command))


def test_a_lost_copy_stops_no_command(two_months: Settings, seen: list[dva.Snapshot]) -> None:
    (two_months.raw / "2023-10-31_r1_b.docx").unlink()
    for command in (*COMMANDS, ["freeze", "10/2023", "--by", "A"], ["history"], ["diff"]):
        done(*command)
    assert "raw_copy_lost" in "".join(done("check"))


def test_the_journal_can_be_accepted_as_it_is(two_months: Settings) -> None:
    Ledger(two_months).journal.path.unlink()
    said = refused("check")
    assert "dangvien verify --accept" in said
    assert "phải ghi cùng nhau" in refused("verify", "--accept", "mất")
    lines = done("verify", "--accept", "máy hỏng", "--by", "Trưởng ban")
    assert lines[-1] == "Sổ số liệu nguyên vẹn."
    assert done("check")[0].endswith("bản r1, chưa chốt")
    assert any(
        "chấp nhận sổ nhật ký như hiện có, Trưởng ban: máy hỏng" in x for x in done("history")
    )
