import errno
import itertools
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import time
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import COUNTS, TIDY
from dangvien_analysis.errors import LedgerError
from dangvien_analysis.ledger import history as over_time
from dangvien_analysis.ledger.in_force import InForce
from dangvien_analysis.ledger.journal import Entry
from dangvien_analysis.ledger.ledger import LOCK, Ledger
from dangvien_analysis.ledger.revision import BESIDE, says_the_same, sealed
from dangvien_analysis.office.settings import Settings
from tests.builders import AN_HOA, HEADER, HOSTILE, SCHOOL, SOUND, hostile_rows, read_rows
from tests.conftest import ROOT

NOW = datetime(2023, 9, 15, 8, 30, tzinfo=timezone(timedelta(hours=7)))
DAY = date(2023, 9, 13)
OTHER = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|", "|5|3|0|3|60,00|"), SCHOOL)
WRONG = (HEADER, AN_HOA, "Tổng cộng||7|2|1|3|42,86|4")

linux = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL, as on Linux")


@pytest.fixture
def sound(tmp_path: Path) -> dva.Snapshot:
    return read_rows(tmp_path, SOUND)


@pytest.fixture
def other(tmp_path: Path, sound: dva.Snapshot) -> dva.Snapshot:
    """Other figures of the same day in the same project."""
    del sound
    return read_rows(tmp_path, OTHER)


def book(snapshot: dva.Snapshot) -> Ledger:
    return Ledger(snapshot.settings)


def add(snapshot: dva.Snapshot, now: datetime = NOW, *, again: bool = False) -> Any:
    with book(snapshot).locked() as ledger:
        return ledger.add(snapshot, now=now, again=again)


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != LOCK
    }


# --- revisions --------------------------------------------------------------------------------


def test_a_table_becomes_a_revision_of_its_date(sound: dva.Snapshot) -> None:
    added = add(sound)
    one = added.revision
    assert added.new
    assert (one.as_of, one.number, one.name) == (DAY, 1, "r1")
    assert one.folder == sound.settings.processed / "2023-09-13" / "r1"
    names = sorted(path.name for path in one.folder.iterdir())
    assert names == ["findings.csv", "source.json", "units.csv", "units.parquet"]
    assert one.source["sha256"] == sound.source.sha256
    assert one.source["accepted"] == "2023-09-15T08:30:00+07:00"
    pd.testing.assert_frame_equal(one.units(), sound.units)


def test_the_shipped_revision_is_rebuilt(snapshot: dva.Snapshot, tmp_path: Path) -> None:
    kept = Ledger(replace(snapshot.settings, root=ROOT)).current(DAY)
    assert kept is not None
    assert kept.source["file"] == "data/raw/2023-09-13_623-TB-HU.tsv"
    moved = replace(snapshot, settings=replace(snapshot.settings, root=tmp_path))
    made = add(moved).revision
    for name in ("units.csv", "findings.csv"):
        assert (made.folder / name).read_bytes() == (kept.folder / name).read_bytes()
    assert says_the_same(kept, snapshot)
    assert says_the_same(made, snapshot)
    pd.testing.assert_frame_equal(made.units(), kept.units())
    assert list(kept.units().columns) == list(TIDY)
    assert kept.units()[list(COUNTS)].sum().tolist() == [281, 135, 29, 368]


def test_the_same_content_is_no_new_revision(sound: dva.Snapshot) -> None:
    add(sound)
    before = files(sound.settings.processed)
    again = add(sound, NOW + timedelta(days=1))
    assert (again.new, again.revision.name) == (False, "r1")
    assert files(sound.settings.processed) == before


def test_other_content_is_and_an_older_one_only_when_asked(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    add(sound)
    assert add(other).revision.name == "r2"
    before = files(sound.settings.processed)
    with pytest.raises(LedgerError, match=r"đã được nhận trước đây \(r1\).*--again"):
        add(sound)
    assert files(sound.settings.processed) == before
    assert add(sound, again=True).revision.name == "r3"
    assert not add(sound, again=True).new
    ledger = book(sound)
    current = ledger.current(DAY)
    assert current is not None
    assert current.name == "r3"
    assert [one.name for one in ledger.revisions(DAY)] == ["r1", "r2", "r3"]
    assert ledger.dates() == [DAY]


def test_the_same_bytes_under_another_date_are_warned_of(sound: dva.Snapshot) -> None:
    add(sound)
    (warning,) = add(replace(sound, as_of=date(2023, 10, 31))).warnings
    assert "đã được ghi là số liệu đến 13/9/2023" in warning


def test_a_table_without_a_date_is_refused(sound: dva.Snapshot) -> None:
    with pytest.raises(LedgerError, match="chưa rõ số liệu tính đến ngày nào"):
        add(replace(sound, as_of=None))
    assert book(sound).dates() == []


def test_names_from_outside_stay_texts(tmp_path: Path) -> None:
    found = read_rows(tmp_path, hostile_rows())
    one = add(found).revision
    assert set(HOSTILE) <= set(one.units()["listed_as"])
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["data"]


# --- decisions --------------------------------------------------------------------------------


def test_a_frozen_date_refuses_other_figures_and_takes_the_same(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    add(sound)
    with book(sound).locked() as ledger:
        assert ledger.freeze(DAY, by="Ban Tổ chức", now=NOW)
        assert not ledger.freeze(DAY, by="Ban Tổ chức", now=NOW)
    frozen = book(sound).frozen(DAY)
    assert frozen is not None
    assert (frozen.by, frozen.revision) == ("Ban Tổ chức", 1)
    before = files(sound.settings.processed)
    with pytest.raises(LedgerError, match=r"đã chốt \(r1, Ban Tổ chức\).*dangvien reopen"):
        add(other)
    assert not add(sound).new
    assert files(sound.settings.processed) == before


def test_reopened_it_takes_other_figures_and_can_be_frozen_again(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    add(sound)
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
        ledger.reopen(DAY, by="B", reason="nhập sai một đơn vị", now=NOW)
        assert ledger.frozen(DAY) is None
    assert add(other).revision.name == "r2"
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
        frozen = ledger.frozen(DAY)
        assert frozen is not None
        assert frozen.revision == 2
        assert ledger.verify() == []


def test_errors_stop_a_freeze_unless_they_are_accepted(tmp_path: Path) -> None:
    wrong = read_rows(tmp_path, WRONG)
    add(wrong)
    with book(wrong).locked() as ledger:
        with pytest.raises(LedgerError, match="còn 1 lỗi chưa giải quyết"):
            ledger.freeze(DAY, by="A", now=NOW)
        assert ledger.frozen(DAY) is None
        assert ledger.freeze(DAY, by="A", now=NOW, accept="đơn vị đã xác nhận")
        assert ledger.journal.entries()[-1].why == "đơn vị đã xác nhận"


def test_a_wrong_import_is_withdrawn_and_stays(sound: dva.Snapshot, other: dva.Snapshot) -> None:
    add(sound)
    add(other)
    with book(sound).locked() as ledger:
        gone = ledger.withdraw(DAY, by="A", reason="nhầm huyện", now=NOW)
        current = ledger.current(DAY)
        assert current is not None
        assert (gone.name, current.name) == ("r2", "r1")
        assert gone.folder.is_dir()
        assert [one.withdrawn for one in ledger.revisions(DAY)] == [False, True]
    # its number is not given again
    assert add(other).revision.name == "r3"


def test_what_cannot_be_decided_says_why(sound: dva.Snapshot) -> None:
    with book(sound).locked() as ledger:
        with pytest.raises(LedgerError, match="Chưa có số liệu đến 13/9/2023"):
            ledger.freeze(DAY, by="A", now=NOW)
        with pytest.raises(LedgerError, match="chưa chốt nên không phải mở lại"):
            ledger.reopen(DAY, by="A", reason="", now=NOW)
    add(sound)
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
        with pytest.raises(LedgerError, match="mở lại"):
            ledger.withdraw(DAY, by="A", reason="", now=NOW)


# --- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("units.csv", "đã bị sửa"),
        ("findings.csv", "đã bị sửa"),
        ("units.parquet", "đã bị sửa"),
        ("source.json", "đã bị sửa hoặc không đọc được"),
    ],
)
def test_a_file_changed_by_hand_is_named(sound: dva.Snapshot, name: str, words: str) -> None:
    path = add(sound).revision.folder / name
    path.write_bytes(path.read_bytes() + b"3")
    with book(sound).locked() as ledger:
        (fault,) = ledger.verify()
    assert fault == f"{path}: {words}."


def test_a_file_taken_away_or_put_there_is_named(sound: dva.Snapshot) -> None:
    folder = add(sound).revision.folder
    (folder / "units.csv").unlink()
    (folder / "ghi chú.txt").touch()
    with book(sound).locked() as ledger:
        faults = ledger.verify()
    assert [fault.rsplit(": ", 1)[1] for fault in faults] == [
        "không phải do chương trình ghi.",
        "không còn.",
    ]


def test_a_whole_revision_rewritten_by_hand_is_named_by_the_journal(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    one = add(sound).revision
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
    with book(sound).locked() as ledger:
        ledger.reopen(DAY, by="A", reason="", now=NOW)
    two = add(other).revision
    for path in one.folder.iterdir():
        path.write_bytes((two.folder / path.name).read_bytes())
    with book(sound).locked() as ledger:
        faults = ledger.verify()
    assert faults == [f"{one.folder}: là bản sao của bản khác; không được dùng."]


def test_a_revision_that_cannot_be_read_keeps_its_number(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    folder = add(sound).revision.folder
    (folder / "source.json").write_text("{", encoding="utf-8")
    assert add(other).revision.name == "r2"


def test_what_a_killed_command_left_is_cleared(sound: dva.Snapshot) -> None:
    add(sound)
    root = sound.settings.processed
    (root / f"{BESIDE}abc").mkdir()
    (root / f"{BESIDE}abc" / "units.csv").touch()
    (root / "2023-10-31").mkdir()
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
    with (root / "journal.csv").open("ab") as stream:
        stream.write(b"2023-09-16T00:00:00+07:00,reop")
    with book(sound).locked() as ledger:
        assert ledger.frozen(DAY) is not None
        assert ledger.verify() == []
    assert sorted(path.name for path in root.iterdir()) == [
        LOCK,
        "2023-09-13",
        "journal.csv",
        "journal.head.json",
    ]


def test_a_journal_that_cannot_be_read_opens_nothing(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    add(sound)
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
    path = sound.settings.processed / "journal.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("freeze", "frozen"), encoding="utf-8")
    before = files(sound.settings.processed)
    with pytest.raises(LedgerError, match=r"journal.csv, dòng 3: không đọc được\. Hãy khôi phục"):
        add(other)
    assert files(sound.settings.processed) == before
    with book(sound).locked() as ledger:
        assert ledger.verify() == [f"{path}, dòng 3: không đọc được."]


def test_a_folder_of_another_kind_is_left_alone(sound: dva.Snapshot) -> None:
    add(sound)
    kept = sound.settings.processed / "ghi chú"
    kept.mkdir()
    with book(sound).locked() as ledger:
        assert ledger.dates() == [DAY]
    assert kept.is_dir()


def test_a_failed_write_leaves_the_old_state(
    sound: dva.Snapshot, other: dva.Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(sound)
    before = files(sound.settings.processed)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dangvien_analysis.ledger.revision.sync", full)
    with pytest.raises(OSError, match="No space"):
        add(other)
    assert files(sound.settings.processed) == before


def _in_child(work: Any, *arguments: Any) -> "multiprocessing.Process":
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    return process


def _work(snapshot: dva.Snapshot, other: dva.Snapshot) -> None:
    """Import, freeze and open again without end: whenever it is killed, something goes on."""
    for one in itertools.cycle((snapshot, other)):
        _turn(one)


def _turn(snapshot: dva.Snapshot) -> None:
    with book(snapshot).locked() as ledger:
        if ledger.frozen(DAY):  # by one that was killed before it could open it again
            ledger.reopen(DAY, by="B", reason="lại", now=NOW)
        ledger.add(snapshot, now=NOW, again=True)
        ledger.freeze(DAY, by="A", now=NOW)
        ledger.reopen(DAY, by="B", reason="lại", now=NOW)


@linux
def test_killed_at_any_instant_the_ledger_is_whole(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    dice = random.Random(20230913)
    add(sound)
    start = time.perf_counter()
    _turn(other)
    # long enough for any instant of a turn
    usual = 1.5 * (time.perf_counter() - start)
    # a busy machine may let a child come no further than its start: then it is given more time
    revisions, made, longest = 2, 0, usual
    for kills in itertools.count():
        if kills >= 200 and made > 2:
            break
        if revisions > 9:  # a long one takes longer to look through, and shows no more
            shutil.rmtree(sound.settings.processed)
            add(sound)
            revisions = 1
        process = _in_child(_work, sound, other)
        time.sleep(dice.uniform(0.0, longest))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        with book(sound).locked() as ledger:
            assert ledger.verify() == []
            found = ledger.revisions(DAY)
        # the old state or a new one, nothing in between and nothing lost
        assert [one.number for one in found] == list(range(1, len(found) + 1))
        assert len(found) >= revisions
        longest = usual if len(found) > revisions else 1.05 * longest
        made, revisions = made + len(found) - revisions, len(found)
        assert not list(sound.settings.processed.glob(f"{BESIDE}*"))


def _add_at(snapshot: dva.Snapshot, start: float) -> None:
    time.sleep(max(start - time.time(), 0))
    add(snapshot)


@linux
def test_two_at_once_both_succeed(sound: dva.Snapshot, other: dva.Snapshot) -> None:
    start = time.time() + 0.2
    both = [_in_child(_add_at, one, start) for one in (sound, other)]
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    with book(sound).locked() as ledger:
        assert [one.name for one in ledger.revisions(DAY)] == ["r1", "r2"]
        assert ledger.verify() == []


def _add_with_little_room(snapshot: dva.Snapshot) -> None:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
    try:
        add(snapshot)
    except OSError:
        os._exit(3)
    os._exit(0)


@linux
def test_no_space_left_is_an_error_and_the_old_state(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    add(sound)
    before = files(sound.settings.processed)
    process = _in_child(_add_with_little_room, other)
    process.join()
    assert process.exitcode == 3
    assert files(sound.settings.processed) == before


@linux
def test_a_ledger_in_use_says_busy(sound: dva.Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dangvien_analysis.ledger.ledger._PATIENCE", 0.05)
    with book(sound).locked(), pytest.raises(LedgerError, match="một lệnh khác đang ghi"):
        add(sound)


def test_the_source_says_where_it_comes_from(sound: dva.Snapshot) -> None:
    said = json.loads((add(sound).revision.folder / "source.json").read_text(encoding="utf-8"))
    assert (said["as_of"], said["quota_year"]) == ("2023-09-13", 2023)
    assert not Path(said["file"]).is_absolute()


# --- what was lost or changed is told, and not used -------------------------------------------


def test_the_journal_and_the_revisions_name_each_other(sound: dva.Snapshot) -> None:
    one = add(sound).revision
    (entry,) = book(sound).journal.entries()
    assert (entry.what, entry.as_of, entry.revision, entry.content) == (
        "import",
        DAY,
        1,
        one.content,
    )
    assert one.source["journal"]["lines"] == 0


@pytest.mark.parametrize("frozen", [True, False])
def test_a_revision_that_is_gone_is_not_passed_over(
    sound: dva.Snapshot, other: dva.Snapshot, frozen: bool
) -> None:
    add(sound)
    folder = add(other).revision.folder
    if frozen:
        with book(sound).locked() as ledger:
            ledger.freeze(DAY, by="A", now=NOW)
    shutil.rmtree(folder)
    ledger = book(sound)
    for use in (lambda: ledger.current(DAY), ledger.currents, lambda: add(sound)):
        with pytest.raises(LedgerError, match=r"r2: .* thư mục không còn; hãy khôi phục"):
            use()
    assert ledger.verify() == [f"{folder}: sổ nhật ký có bản này nhưng thư mục không còn."]
    # it can be given up, once it is open
    with ledger.locked():
        if frozen:
            ledger.reopen(DAY, by="A", reason="mất", now=NOW)
        assert ledger.withdraw(DAY, by="A", reason="mất", now=NOW).name == "r2"
    current = book(sound).current(DAY)
    assert current is not None
    assert current.name == "r1"
    assert book(sound).verify() == []


def test_the_only_day_that_is_gone_is_told(sound: dva.Snapshot) -> None:
    add(sound)
    shutil.rmtree(sound.settings.processed / "2023-09-13")
    with pytest.raises(LedgerError, match="thư mục không còn"):
        book(sound).currents()


@pytest.mark.parametrize("with_head", [True, False])
@pytest.mark.parametrize("emptied", [True, False])
def test_a_journal_that_is_gone_is_told(
    sound: dva.Snapshot, other: dva.Snapshot, with_head: bool, emptied: bool
) -> None:
    add(sound)
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
    journal = book(sound).journal
    if emptied:
        journal.path.write_bytes(b"")
    else:
        journal.path.unlink()
    if not with_head:
        journal.head.unlink()
    assert any(str(journal.path) in fault for fault in book(sound).verify())
    before = files(sound.settings.processed)
    for snapshot in (sound, other):
        with pytest.raises(LedgerError, match=r"journal\.csv: không"):
            add(snapshot)
    for use in (lambda: InForce(book(sound)).standing(sound), lambda: book(sound).frozen(DAY)):
        with pytest.raises(LedgerError, match=r"journal\.csv: không"):
            use()
    assert files(sound.settings.processed) == before


def test_a_lost_line_under_a_later_revision_is_told(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    add(sound)
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
        ledger.reopen(DAY, by="A", reason="x", now=NOW)
    add(other)
    journal = book(sound).journal
    lines = journal.path.read_text("utf-8").splitlines(keepends=True)
    journal.path.write_text("".join(lines[:2] + lines[-1:]), encoding="utf-8")
    journal.head.unlink()
    faults = book(sound).verify()
    assert any("thiếu những dòng đã có khi ghi" in fault for fault in faults)


def test_a_revision_whose_command_was_killed_is_listed(sound: dva.Snapshot) -> None:
    add(sound)
    journal = book(sound).journal
    # as if the command had ended between the two: the revision is there, its line is not
    journal.path.unlink()
    journal.head.write_text(json.dumps({"lines": 0, "hash": journal.state()["hash"]}), "utf-8")
    with book(sound).locked() as ledger:
        assert ledger.verify() == []
        assert [one.what for one in ledger.journal.entries()] == ["import"]


@pytest.mark.parametrize("name", ["units.parquet", "source.json", "findings.csv"])
@pytest.mark.parametrize("content", [b"", b"garbage", b"[]", b"{}", b"null", None])
def test_nothing_is_used_that_is_not_what_was_written(
    sound: dva.Snapshot, name: str, content: bytes | None
) -> None:
    path = add(sound).revision.folder / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    ledger = book(sound)
    (one,) = ledger.currents()
    for use in (lambda: ledger.decided(one), lambda: ledger.freeze(DAY, by="A", now=NOW)):
        with pytest.raises(LedgerError, match=re.escape(name)):
            use()
    assert ledger.frozen(DAY) is None
    assert any(name in fault for fault in ledger.verify())


def test_a_table_that_was_touched_up_is_not_used(sound: dva.Snapshot) -> None:
    """Also when it was read before, and when its size is the same."""
    one = add(sound).revision
    ledger = book(sound)
    assert ledger.units(one)["admitted"].sum() == 3
    path = one.folder / "units.parquet"
    pd.read_parquet(path).assign(admitted=9).to_parquet(path)
    with pytest.raises(LedgerError, match="đã bị sửa"):
        ledger.units(one)
    with pytest.raises(LedgerError, match="đã bị sửa"):
        over_time.latest(ledger)
    later = replace(sound, as_of=date(2023, 10, 31))
    with pytest.raises(LedgerError, match="đã bị sửa"):
        InForce(ledger).tables_before(later)


def test_a_source_without_a_key_is_told(sound: dva.Snapshot) -> None:
    path = add(sound).revision.folder / "source.json"
    whole = json.loads(path.read_text("utf-8"))
    for key in whole:
        path.write_text(json.dumps({k: v for k, v in whole.items() if k != key}), "utf-8")
        (one,) = book(sound).currents()
        with pytest.raises(LedgerError, match=r"source\.json: đã bị sửa"):
            one.units()


@pytest.mark.parametrize("name", ["r1 (1)", "r1 - Copy", "R1", "r01", "units.csv"])
def test_what_a_sync_program_leaves_is_told(sound: dva.Snapshot, name: str) -> None:
    folder = sound.settings.processed / "2023-09-13"
    shutil.copytree(add(sound).revision.folder, folder / name)
    ledger = book(sound)
    assert ledger.verify() == [
        f"{folder / name}: không phải do chương trình ghi; không được dùng."
    ]
    assert [one.name for one in ledger.revisions(DAY)] == ["r1"]


@pytest.mark.parametrize("name", ["journal (1).csv", "2023-09-13 (1)", "journal-PC2.csv"])
def test_copies_beside_the_days_are_told(sound: dva.Snapshot, name: str) -> None:
    add(sound)
    path = sound.settings.processed / name
    path.touch()
    assert book(sound).verify() == [f"{path}: không phải do chương trình ghi; không được dùng."]


@linux
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_folder_that_cannot_be_locked_says_what_to_do(
    sound: dva.Snapshot, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(LedgerError, match=r"không khóa được tệp .* chép thư mục dự án vào ổ đĩa"):
        add(sound)


def test_somebody_has_to_have_decided(sound: dva.Snapshot) -> None:
    add(sound)
    with book(sound).locked() as ledger, pytest.raises(LedgerError, match="Cần ghi ai chốt"):
        ledger.freeze(DAY, by=" ", now=NOW)
    assert book(sound).frozen(DAY) is None


def test_a_folder_that_may_only_be_read_is_read(
    sound: dva.Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(sound)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with book(sound).reading() as ledger:
        assert ledger.current(DAY) is not None
    with pytest.raises(OSError, match=os.strerror(errno.EROFS)):
        add(sound)


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    with Ledger(Settings(root=tmp_path)).reading() as ledger:
        assert ledger.latest() is None
    assert list(tmp_path.iterdir()) == []


# --- copies, numbers, and the way on ----------------------------------------------------------


@pytest.mark.parametrize("form_1", [True, False])
def test_a_copied_revision_is_not_used(
    sound: dva.Snapshot, other: dva.Snapshot, form_1: bool
) -> None:
    """Somebody copies r1 to r3 while r2 is frozen."""
    one, two = add(sound).revision, add(other).revision
    if form_1:
        for revision in (one, two):
            source = {k: v for k, v in revision.source.items() if k not in ("form", "journal")}
            path = revision.folder / "source.json"
            path.write_text(json.dumps(sealed(source)), encoding="utf-8")
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
    copy = one.folder.with_name("r3")
    shutil.copytree(one.folder, copy)
    ledger = book(sound)
    current = ledger.current(DAY)
    assert current is not None
    assert current.name == "r2"
    assert ledger.verify() == [f"{copy}: không phải do chương trình ghi; không được dùng."]
    # its number is not given either
    assert ledger.next_number(DAY) == 4


def test_a_revision_replaced_by_a_copy_of_another_is_told(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    one, two = add(sound).revision, add(other).revision
    shutil.rmtree(two.folder)
    shutil.copytree(one.folder, two.folder)
    assert book(sound).verify() == [f"{two.folder}: là bản sao của bản khác; không được dùng."]
    with pytest.raises(LedgerError, match="dangvien withdraw"):
        book(sound).current(DAY)


def test_a_copy_of_another_day_is_not_used(sound: dva.Snapshot) -> None:
    one = add(sound).revision
    copy = sound.settings.processed / "2023-10-31" / "r1"
    shutil.copytree(one.folder, copy)
    ledger = book(sound)
    assert ledger.dates() == [DAY]
    assert ledger.verify() == [f"{copy}: không phải do chương trình ghi; không được dùng."]


def test_a_frozen_day_has_the_frozen_revision_or_none(
    sound: dva.Snapshot, other: dva.Snapshot
) -> None:
    """A revision of form 1 that was put there by hand is no copy of any other."""
    add(sound)
    two = add(other, again=True).revision
    source = {k: v for k, v in two.source.items() if k not in ("form", "journal")}
    (two.folder / "source.json").write_text(json.dumps(sealed(source)), encoding="utf-8")
    journal = book(sound).journal
    with book(sound).locked() as ledger:
        ledger.journal.append(Entry(NOW, "freeze", DAY, 1, "khác", "A"))
    with pytest.raises(LedgerError, match=r"đã chốt ở r1 \(A\), bản này khác"):
        book(sound).current(DAY)
    assert journal.frozen(DAY) is not None


@pytest.mark.parametrize("frozen", [True, False])
def test_the_way_on_without_a_lost_revision(
    sound: dva.Snapshot, other: dva.Snapshot, frozen: bool
) -> None:
    """What the message says works, and no number is given twice."""
    add(sound)
    if frozen:
        with book(sound).locked() as ledger:
            ledger.freeze(DAY, by="A", now=NOW)
    shutil.rmtree(sound.settings.processed / "2023-09-13")
    ledger = book(sound)
    assert ledger.dates() == [DAY]
    with pytest.raises(LedgerError) as told:
        ledger.currents()
    assert ("dangvien reopen 2023-09-13" in str(told.value)) is frozen
    assert "dangvien withdraw 2023-09-13 --by" in str(told.value)
    with ledger.locked():
        if frozen:
            ledger.reopen(DAY, by="A", reason="mất", now=NOW)
        ledger.withdraw(DAY, by="A", reason="mất", now=NOW)
    assert book(sound).dates() == []
    assert add(other).revision.name == "r2"
    assert book(sound).verify() == []
    current = book(sound).current(DAY)
    assert current is not None
    assert not current.withdrawn


@pytest.mark.parametrize("lost", ["journal", "head", "both", "a line", "unreadable"])
def test_the_way_on_without_a_backup_of_the_journal(
    sound: dva.Snapshot, other: dva.Snapshot, lost: str
) -> None:
    add(sound)
    with book(sound).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
    journal = book(sound).journal
    if lost in ("journal", "both"):
        journal.path.unlink()
    if lost in ("head", "both"):
        journal.head.unlink()
    if lost == "a line":
        lines = journal.path.read_bytes().splitlines(keepends=True)
        journal.path.write_bytes(b"".join(lines[:-1]))
    if lost == "unreadable":
        journal.path.write_bytes(b"\xff\xff\xff")
    for use in (lambda: book(sound).frozen(DAY), lambda: add(other), lambda: add(sound)):
        with pytest.raises(LedgerError, match="dangvien verify --accept"):
            use()
    with book(sound).locked() as ledger:
        with pytest.raises(LedgerError, match="Cần ghi ai chấp nhận"):
            ledger.accept_journal(by=" ", reason="x", now=NOW)
        kept = ledger.accept_journal(by="Trưởng ban", reason="không có bản sao", now=NOW)
    assert (kept is None) is (lost in ("journal", "both"))
    ledger = book(sound)
    assert ledger.verify() == []
    assert (ledger.frozen(DAY) is not None) is (lost == "head")
    current = ledger.current(DAY)
    assert current is not None
    assert current.name == "r1"
    if lost != "head":
        assert add(other).revision.name == "r2"


@pytest.mark.parametrize("name", ["~$units.csv", "desktop.ini", "Thumbs.db", ".DS_Store"])
def test_what_systems_leave_in_any_folder_is_no_fault(sound: dva.Snapshot, name: str) -> None:
    folder = add(sound).revision.folder
    (folder / name).touch()
    (folder.parent / name).touch()
    assert book(sound).verify() == []


def test_a_withdrawn_revision_may_be_damaged(sound: dva.Snapshot, other: dva.Snapshot) -> None:
    add(sound)
    two = add(other).revision
    (two.folder / "units.parquet").write_bytes(b"")
    with book(sound).locked() as ledger:
        assert ledger.verify()
        ledger.withdraw(DAY, by="A", reason="hỏng", now=NOW)
        assert ledger.verify() == []
