"""The analyst's tables: don-vi.csv, don-vi.parquet and COT.md, made from the ledger."""

import csv
import io
import os
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import COUNTS, LEVELS
from dangvien_analysis.ledger.accepted import accepted_on
from dangvien_analysis.ledger.ledger import LOCK, Ledger
from dangvien_analysis.ledger.product import FILES, LEGEND, NAMES, PARQUET, REBUILD, TABLE, renewed
from dangvien_analysis.office.settings_file import find_settings, read_settings
from tests.builders import (
    AN_HOA,
    HEADER,
    HOSTILE,
    SCHOOL,
    SOUND,
    VINH_QUANG,
    Rows,
    hostile_rows,
    project,
    write_sidecar,
    write_table,
)
from tests.commands import call, done
from tests.conftest import ROOT

LATER = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|4", "|5|3|0|3|60,00|4"), VINH_QUANG, SCHOOL)
BLANK_POOL = (HEADER, "1|Đảng bộ xã An Hòa|5|2|1|3|60,00|", "2|Chi bộ Trường THPT|1|1|0|1|100,00|")
NO_POOL = tuple(row.rpartition("|")[0] for row in SOUND)
WRONG = (HEADER, AN_HOA, "1|Đảng bộ xã Vinh Quang|3|4|0|4|133,33|6", SCHOOL)
DAYS = ("2023-09-13", "2023-10-31")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with a register of three units, as the working directory."""
    project(tmp_path)
    (tmp_path / "dangvien.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def imported(folder: Path, rows: Rows = SOUND, day: str = DAYS[0], name: str = "") -> list[str]:
    path = write_table(folder, rows, name or f"{day}.tsv")
    return done("import", str(path), "--as-of", day)


def processed(folder: Path, name: str) -> Path:
    return folder / "data" / "processed" / name


def told(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(processed(folder, PARQUET))


def csv_rows(folder: Path) -> list[dict[str, str]]:
    text = processed(folder, TABLE).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def assert_is_what_everything_shows(folder: Path) -> None:
    """Hold the rows of each day against its figures as every command shows them."""
    found = told(folder)
    with Ledger(find_settings()).reading() as ledger:
        days = {day: accepted_on(ledger, day) for day in ledger.dates()}
    assert list(found["as_of"].dt.date.unique()) == list(days)
    for day, accepted in days.items():
        rows = found[found["as_of"].dt.date == day].set_index("unit_id")
        wanted = dva.assess(accepted.snapshot)
        assert list(rows.index) == list(wanted.index)
        shared = [name for name in wanted if name in rows and name != "simulated"]
        assert len(shared) == len(NAMES) - 7
        for name in shared:
            assert rows[name].isna().tolist() == wanted[name].isna().tolist(), (day, name)
            assert rows[name].dropna().tolist() == wanted[name].dropna().tolist(), (day, name)
        assert set(rows["revision"]) == {accepted.revision.name if accepted.revision else ""}
        assert set(rows["frozen"]) == {accepted.frozen is not None}
        assert set(rows["simulated"]) == {accepted.snapshot.source.simulated}
        assert set(rows["deadline"].dt.date) == {accepted.snapshot.source.deadline}
    texts = csv_rows(folder)
    assert [row["unit_id"] for row in texts] == list(found["unit_id"])
    assert [row["admitted"] for row in texts] == [
        "" if pd.isna(one) else str(one) for one in found["admitted"]
    ]
    assert done("verify") == ["Sổ số liệu nguyên vẹn."]


def test_one_row_a_unit_and_day_in_the_order_of_days_and_tables(office: Path) -> None:
    imported(office, LATER, DAYS[1])
    imported(office)
    found = told(office)
    assert list(found) == list(NAMES)
    assert list(zip(found["as_of"].astype(str), found["unit_id"], strict=True)) == [
        (day, unit) for day in DAYS for unit in ("xa-an-hoa", "xa-vinh-quang", "truong-thpt")
    ]
    assert_is_what_everything_shows(office)


def test_what_is_decided_shows_in_every_row_it_is_about(office: Path) -> None:
    imported(office, WRONG)
    imported(office, LATER, DAYS[1])
    assert_is_what_everything_shows(office)
    done("freeze", DAYS[0], "--by", "A", "--accept-findings", "đã hỏi lại")
    assert told(office).groupby("as_of")["frozen"].all().tolist() == [True, False]
    assert_is_what_everything_shows(office)
    done("reopen", DAYS[0], "--by", "A", "--reason", "B")
    assert not told(office)["frozen"].any()
    imported(office, SOUND, name="moi.tsv")
    assert list(told(office)["revision"]) == ["r2"] * 3 + ["r1"] * 3
    assert_is_what_everything_shows(office)
    done("withdraw", DAYS[0], "--by", "A", "--reason", "B")
    assert set(told(office)["revision"]) == {"r1"}
    assert_is_what_everything_shows(office)
    done("withdraw", DAYS[0], "--by", "A", "--reason", "B")
    assert list(told(office)["as_of"].astype(str).unique()) == [DAYS[1]]
    done("withdraw", DAYS[1], "--by", "A", "--reason", "B")
    assert len(told(office)) == 0
    assert csv_rows(office) == []
    assert done("verify") == ["Sổ số liệu nguyên vẹn."]


def test_an_accepted_name_changes_the_rows(office: Path) -> None:
    odd = (HEADER, AN_HOA, VINH_QUANG.replace("Đảng bộ xã Vinh Quang", "Đảng bộ xã Vinh Q"))
    imported(office, (*odd, SCHOOL))
    assert "xa-vinh-quang" in set(told(office)["unit_id"])
    before = told(office)
    assert before.loc[before["unit_id"] == "xa-vinh-quang", "admitted"].isna().all()
    done("alias", "Đảng bộ xã Vinh Q", "xa-vinh-quang")
    after = told(office).set_index("unit_id")
    assert len(after) == 3
    assert after.at["xa-vinh-quang", "quota"] == 3
    assert_is_what_everything_shows(office)


def test_an_accepted_count_is_measured(office: Path) -> None:
    imported(office, (HEADER, AN_HOA.replace("|2|1|3|", "|x|1|3|"), VINH_QUANG, SCHOOL))
    assert pd.isna(told(office).set_index("unit_id").at["xa-an-hoa", "risk_level"])
    findings = dva.read(DAYS[0]).findings
    (row,) = findings[findings["column"] == "admitted"].to_dict("records")
    done(
        *("settle", row["code"], "--unit", "xa-an-hoa", "--column", "admitted"),
        *("--accepted", "5", "--document", "QĐ 1"),
    )
    assert told(office).set_index("unit_id").at["xa-an-hoa", "risk_level"] == "met"
    assert_is_what_everything_shows(office)


@pytest.mark.parametrize("rows", [BLANK_POOL, NO_POOL], ids=["blank", "absent"])
def test_a_column_that_is_absent_and_one_that_is_blank(office: Path, rows: Rows) -> None:
    imported(office, rows)
    assert_is_what_everything_shows(office)


def test_the_threshold_of_small_quotas_is_that_of_the_office(office: Path) -> None:
    imported(office)
    levels = told(office)["risk_level"].tolist()
    text = "[levels]\nsmall_quota = 5\nranked_quota = 6\n"
    (office / "dangvien.toml").write_text(text, encoding="utf-8")
    lines = call("verify")
    assert lines.exit_code == 1
    assert "thiết lập thay đổi" in lines.stdout
    # any command that writes finds out
    imported(office)
    assert told(office)["risk_level"].tolist() != levels
    assert "từ 5 người trở xuống" in processed(office, LEGEND).read_text(encoding="utf-8")
    assert_is_what_everything_shows(office)


def test_made_up_months_say_so(office: Path) -> None:
    imported(office)
    path = write_table(office, LATER, "gia.tsv")
    write_sidecar(path, "[document]\nsimulated = true\n")
    done("import", str(path), "--as-of", DAYS[1])
    assert told(office)["simulated"].tolist() == [False] * 3 + [True] * 3
    assert [row["simulated"] for row in csv_rows(office)] == ["false"] * 3 + ["true"] * 3
    assert_is_what_everything_shows(office)


def test_excel_shows_the_table_as_it_is(office: Path) -> None:
    imported(office, hostile_rows())
    content = processed(office, TABLE).read_bytes()
    assert content.startswith("\ufeffas_of,quota_year,".encode())
    rows = csv_rows(office)
    assert [row["unit_name"].lstrip("'") for row in rows[: len(HOSTILE)]] == list(HOSTILE)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if re.match(r"\s*[=+@-]", cell)]
    assert rows[0]["as_of"] == DAYS[0]
    # programs get the names as they are
    assert list(told(office)["unit_name"])[: len(HOSTILE)] == list(HOSTILE)


def test_pandas_gets_the_dtypes_of_the_vocabulary(office: Path) -> None:
    imported(office)
    found = told(office)
    dtype = dva.vocabulary().set_index("name")["dtype"]
    assert {name: str(one) for name, one in found.dtypes.items()} == dict(dtype[list(NAMES)])
    level = found["risk_level"].dtype
    assert isinstance(level, pd.CategoricalDtype)
    assert level.ordered
    assert list(level.categories) == list(LEVELS)
    totals = dva.totals(found[found["as_of"] == DAYS[0]])
    assert totals[list(COUNTS)].iloc[0].tolist() == [9, 3, 1, 10]


def test_the_page_tells_each_column_in_vietnamese(office: Path) -> None:
    imported(office)
    text = processed(office, LEGEND).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| .*? \| .+ \| .+ \|$", text, flags=re.MULTILINE)
    assert [(name, dva.label(name)) for name in NAMES] == rows
    codes = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.+) \|$", text, flags=re.MULTILINE)
    found = told(office)
    for name in ("risk_level", "org_type", "sector"):
        assert set(found[name].dropna()) <= {code for of, code, _ in codes if of == name}
    shown = re.sub(r"`\w+`|&lt;", "", text).lower()
    english = {word for name in NAMES for word in name.split("_")} - {"no", "of", "in"}
    assert not set(re.findall(r"\w+", shown)) & {*english, "the", "and", "unit", "level", "empty"}
    widths = {line.count("|") for line in text.split("\n\n")[3].splitlines()}
    assert widths == {6}


# --- what keeps it from being made -------------------------------------------------------------


def open_in_excel(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the system refuse to put a file in its place, as Windows does while it is open."""
    replace = Path.replace

    def refusing(path: Path, target: Any) -> Path:
        if Path(target).name == name:
            raise PermissionError(13, "Permission denied", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refusing)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_open_loses_nothing(office: Path, name: str) -> None:
    imported(office)
    before = processed(office, name).read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        open_in_excel(patch, name)
        if name == LEGEND:
            text = "[levels]\nsmall_quota = 1\nranked_quota = 6\n"
            (office / "dangvien.toml").write_text(text, encoding="utf-8")
        path = write_table(office, LATER, f"{DAYS[1]}.tsv")
        result = call("import", str(path), "--as-of", DAYS[1])
    assert result.exit_code == 0
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("Lưu ý")]
    assert f"data/processed/{name} chưa được lập lại" in line.replace(os.sep, "/")
    assert "Hãy đóng tệp" in line
    assert REBUILD in line
    assert processed(office, name).read_bytes() == before
    assert "Số liệu đã ghi" in result.stdout
    assert [path.name for path in processed(office, "").glob(".*")] == [LOCK]
    assert call("verify").exit_code == 1
    # whatever writes next makes it again
    done("freeze", DAYS[1], "--by", "A")
    assert_is_what_everything_shows(office)


def test_what_cannot_be_made_is_said_and_the_decision_stands(office: Path) -> None:
    imported(office)
    imported(office, LATER, DAYS[1])
    settled = office / "data" / "reference" / "settled.csv"
    settled.write_text("code,unit_id\nx,y\n", encoding="utf-8")
    first, note = done("withdraw", DAYS[1], "--by", "A", "--reason", "B")
    assert first.startswith("Đã rút r1")
    assert "Chưa lập lại được" in note
    assert "settled.csv" in note
    result = call("verify")
    assert result.exit_code == 1
    assert "settled.csv" in result.stdout


def test_a_ledger_that_may_only_be_read_can_be_read(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(office)

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(processed(office, LOCK)))

    monkeypatch.setattr("dangvien_analysis.ledger.ledger.held", refuse)
    assert done("verify") == ["Sổ số liệu nguyên vẹn."]
    assert dva.read(DAYS[0]).as_of == date(2023, 9, 13)
    assert renewed(find_settings()) == []
    processed(office, TABLE).unlink()
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    (note,) = renewed(find_settings())
    assert "không có quyền đọc hoặc ghi" in note
    assert REBUILD in note


# --- held against the ledger -------------------------------------------------------------------


def test_a_ledger_of_an_older_release_has_none_and_that_is_no_fault(office: Path) -> None:
    imported(office)
    for name in FILES:
        processed(office, name).unlink()
    result = call("verify")
    assert result.exit_code == 0
    first, note = result.stdout.splitlines()
    assert first == "Sổ số liệu nguyên vẹn."
    assert note == f"Lưu ý: {processed(Path(), TABLE)} chưa có; lập bằng {REBUILD}."
    assert done("verify", "--rebuild")[0] == f"Đã lập lại: {', '.join(FILES)}."
    assert_is_what_everything_shows(office)


def test_nothing_is_made_where_there_is_no_ledger(office: Path) -> None:
    assert done("verify") == ["Sổ số liệu nguyên vẹn."]
    assert done("verify", "--rebuild") == ["Sổ số liệu nguyên vẹn."]
    done("alias", "Xã An Hòa cũ", "xa-an-hoa")
    assert not processed(office, "").exists()


def changed(path: Path) -> None:
    text = path.read_bytes()
    another = text.replace(b",5,2,1,4,", b",5,3,1,4,") if path.name == TABLE else text + b" "
    assert another != text
    path.write_bytes(another)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("what", ["changed", "lost", "stale"])
def test_verify_names_what_is_not_as_the_ledger_says(office: Path, name: str, what: str) -> None:
    imported(office)
    path = processed(office, name)
    if what == "changed":
        changed(path)
    elif what == "lost":
        path.unlink()
    else:
        kept = path.read_bytes()
        (office / "dangvien.toml").write_text(
            "[levels]\nsmall_quota = 6\nranked_quota = 7\n", encoding="utf-8"
        )
        imported(office, LATER, DAYS[1])
        path.write_bytes(kept)
    result = call("verify")
    assert result.exit_code == 1
    first, fault = result.stdout.splitlines()
    assert first == "Sổ số liệu nguyên vẹn."
    assert fault.startswith(f"{path}: {'không còn' if what == 'lost' else 'khác với sổ'}")
    assert fault.endswith(f"lập lại bằng {REBUILD}.")
    assert done("verify", "--rebuild")[1:] == ["Sổ số liệu nguyên vẹn."]


def test_rows_packed_otherwise_are_the_same(office: Path) -> None:
    imported(office)
    # as another release of the library would write it
    path = processed(office, PARQUET)
    pq.write_table(pq.read_table(path), path, compression="gzip")
    assert done("verify") == ["Sổ số liệu nguyên vẹn."]


def test_the_promises_of_the_ledger_are_as_without_it(office: Path) -> None:
    imported(office)
    with Ledger(find_settings()).reading() as ledger:
        faults, state = ledger.verify(), ledger.journal.state()
    for name in FILES:
        processed(office, name).unlink()
    with Ledger(find_settings()).reading() as ledger:
        assert (ledger.verify(), ledger.journal.state()) == (faults, state) == ([], state)


def test_nothing_is_written_where_nothing_changed(office: Path) -> None:
    imported(office)
    before = {name: processed(office, name).stat() for name in FILES}
    imported(office)
    done("freeze", DAYS[0], "--by", "A")
    done("reopen", DAYS[0], "--by", "A", "--reason", "B")
    again = {name: processed(office, name).stat() for name in FILES}
    assert again[LEGEND].st_ino == before[LEGEND].st_ino
    imported(office)
    last = {name: processed(office, name).stat() for name in FILES}
    assert [one.st_ino for one in last.values()] == [one.st_ino for one in again.values()]


def test_a_report_makes_them_too(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dangvien_analysis.pack.pack import Pack

    def write(meeting: object, folder: Path, **_: object) -> Pack:
        return Pack(folder, ())

    monkeypatch.setattr("dangvien_analysis.pack.pack.write_pack", write)
    path = write_table(office, SOUND, "bang.tsv")
    done("report", "--no-pdf", str(path), "--as-of", DAYS[0])
    assert_is_what_everything_shows(office)


def test_the_shipped_tables_are_those_of_the_shipped_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "dangvien.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert_is_what_everything_shows(tmp_path)
    levels = told(tmp_path)["risk_level"].value_counts()
    assert levels["at_risk"] == 12
    assert read_settings(tmp_path / "dangvien.toml").processed == processed(tmp_path, "")
