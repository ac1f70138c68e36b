import hashlib
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import LedgerError
from dangvien_analysis.intake.received import listed_hashes, received_files, state
from dangvien_analysis.ledger.accepted import waiting
from dangvien_analysis.ledger.importing import import_file
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings
from tests.builders import (
    AN_HOA,
    HEADER,
    SOUND,
    VINH_QUANG,
    as_excel_saves,
    project,
    write_months,
    write_sidecar,
    write_table,
)
from tests.fixtures.shapes import Sheet, write_book

NOW = datetime(2023, 9, 15, 1, 30, tzinfo=UTC)
DAY = date(2023, 9, 13)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return project(tmp_path / "office")


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A file as it came, outside the project."""
    return write_table(tmp_path, SOUND)


def test_a_file_is_kept_as_it_came_and_listed(received: Path, settings: Settings) -> None:
    snapshot, added = import_file(received, settings, as_of=DAY, now=NOW)
    copy = settings.raw / "2023-09-13_r1_bang.tsv"
    assert added.new
    assert snapshot.source.path == copy
    assert copy.read_bytes() == received.read_bytes()
    assert added.revision.source["file"] == "data/raw/2023-09-13_r1_bang.tsv"
    beside = copy.with_suffix(".toml")
    assert beside.read_text(encoding="utf-8") == "[figures]\nas_of = 2023-09-13\n"
    assert set(listed_hashes(settings.raw)) == {copy.name, beside.name}
    assert state(copy) == "listed"
    # the copy says its day by itself
    assert received_files(settings.raw) == [copy]
    assert dva.read(copy, settings=settings).as_of == DAY


def test_what_stands_beside_the_file_goes_with_it(received: Path, settings: Settings) -> None:
    text = '[document]\nnumber = "1-BC"\n[figures]\nas_of = 2023-09-13\n'
    received.with_suffix(".toml").write_text(text, encoding="utf-8")
    import_file(received, settings, now=NOW)
    beside = settings.raw / "2023-09-13_r1_bang.toml"
    assert beside.read_text(encoding="utf-8") == text


def test_a_day_that_is_given_is_added_to_it(received: Path, settings: Settings) -> None:
    text = '[document]\nnumber = "1-BC"\n[figures]\nquota_year = 2023\n'
    received.with_suffix(".toml").write_text(text, encoding="utf-8")
    import_file(received, settings, as_of=DAY, now=NOW)
    copy = settings.raw / "2023-09-13_r1_bang.tsv"
    found = dva.read(copy, settings=settings)
    assert (found.as_of, found.source.document_number) == (DAY, "1-BC")


def test_what_says_no_day_goes_along_where_the_file_says_it(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_table(tmp_path, ("Số liệu đến ngày 13/9/2023", *SOUND))
    path.with_suffix(".toml").write_text('[document]\nnumber = "1-BC"\n', encoding="utf-8")
    snapshot, _ = import_file(path, settings, now=NOW)
    assert snapshot.as_of == DAY
    beside = snapshot.source.path.with_suffix(".toml")
    assert beside.read_text(encoding="utf-8") == '[document]\nnumber = "1-BC"\n'


def test_after_a_kill_the_copy_is_found_again(received: Path, settings: Settings) -> None:
    settings.raw.mkdir(parents=True)
    copy = settings.raw / "2023-09-13_r1_bang.tsv"
    copy.write_bytes(received.read_bytes())
    snapshot, added = import_file(received, settings, as_of=DAY, now=NOW)
    assert (snapshot.source.path, added.revision.name) == (copy, "r1")
    assert sorted(path.name for path in settings.raw.iterdir()) == [
        "2023-09-13_r1_bang.toml",
        "2023-09-13_r1_bang.tsv",
        "manifest.csv",
    ]
    assert len(listed_hashes(settings.raw)) == 2


def test_two_days_for_one_file_are_refused(received: Path, settings: Settings) -> None:
    write_sidecar(received, "[figures]\nas_of = 2023-08-31\n")
    with pytest.raises((LedgerError, dva.ReadError)):
        import_file(received, settings, as_of=DAY, now=NOW)
    assert not settings.raw.exists() or list(settings.raw.iterdir()) == []
    assert Ledger(settings).dates() == []


def test_the_same_again_copies_nothing(received: Path, settings: Settings) -> None:
    import_file(received, settings, as_of=DAY, now=NOW)
    before = sorted(settings.raw.iterdir())
    _, added = import_file(received, settings, as_of=DAY, now=NOW)
    assert not added.new
    assert sorted(settings.raw.iterdir()) == before


def test_other_figures_of_the_day_are_the_next_revision(
    received: Path, settings: Settings
) -> None:
    import_file(received, settings, as_of=DAY, now=NOW)
    write_table(received.parent, [HEADER, AN_HOA, VINH_QUANG])
    _, added = import_file(received, settings, as_of=DAY, now=NOW)
    assert added.revision.name == "r2"
    assert (settings.raw / "2023-09-13_r2_bang.tsv").is_file()


def test_a_file_of_data_raw_stays_where_it_is(settings: Settings) -> None:
    settings.raw.mkdir(parents=True)
    path = write_table(settings.raw, SOUND)
    _, added = import_file(path, settings, as_of=DAY, now=NOW)
    assert [one.name for one in settings.raw.iterdir()] == [path.name]
    assert added.revision.source["file"] == f"data/raw/{path.name}"


def test_a_name_that_is_taken_is_not_replaced(received: Path, settings: Settings) -> None:
    settings.raw.mkdir(parents=True)
    taken = settings.raw / "2023-09-13_r1_bang.tsv"
    taken.write_text("của người khác", encoding="utf-8")
    snapshot, _ = import_file(received, settings, as_of=DAY, now=NOW)
    assert snapshot.source.path.name == "2023-09-13_r1_bang-2.tsv"
    assert taken.read_text(encoding="utf-8") == "của người khác"


def test_a_long_name_is_shortened(tmp_path: Path, settings: Settings) -> None:
    path = write_table(tmp_path, SOUND, "b" * 200 + ".tsv")
    snapshot, _ = import_file(path, settings, as_of=DAY, now=NOW)
    name = snapshot.source.path.name
    assert name.endswith("b.tsv")
    assert len(name) < 140


def test_without_a_day_nothing_is_kept(received: Path, settings: Settings) -> None:
    with pytest.raises(LedgerError, match="hãy thêm --as-of"):
        import_file(received, settings, now=NOW)
    assert not settings.raw.exists() or list(settings.raw.iterdir()) == []


def test_other_figures_for_a_frozen_day_leave_no_copy(received: Path, settings: Settings) -> None:
    import_file(received, settings, as_of=DAY, now=NOW)
    with Ledger(settings).locked() as ledger:
        ledger.freeze(DAY, by="A", now=NOW)
    before = sorted(settings.raw.iterdir())
    write_table(received.parent, [HEADER, AN_HOA, VINH_QUANG])
    with pytest.raises(LedgerError, match="đã chốt"):
        import_file(received, settings, as_of=DAY, now=NOW)
    assert sorted(settings.raw.iterdir()) == before


# --- the bytes that are hashed are those that were read and are kept ----------------------------


def test_a_file_that_changes_meanwhile_is_kept_as_it_was_read(
    received: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves the file again while it is being read, and once more before it is copied."""
    import dangvien_analysis.ledger.importing as importing
    import dangvien_analysis.snapshot as snapshots

    before = received.read_bytes()
    other = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|", "|5|3|0|3|60,00|"), VINH_QUANG)

    def saved_again(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            write_table(received.parent, other)
            return real(*arguments, **options)

        return call

    monkeypatch.setattr(snapshots, "read_grid", saved_again(snapshots.read_grid))
    monkeypatch.setattr(importing, "_keeping", saved_again(importing._keeping))
    snapshot, added = import_file(received, settings, as_of=DAY, now=NOW)
    assert received.read_bytes() != before
    assert snapshot.source.path.read_bytes() == before
    assert added.revision.source["sha256"] == hashlib.sha256(before).hexdigest()
    assert added.revision.units()["admitted"].tolist()[:2] == [2, 0]


def test_a_file_of_data_raw_that_changes_meanwhile_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dangvien_analysis.snapshot as snapshots

    settings.raw.mkdir(parents=True)
    path = write_table(settings.raw, SOUND)
    real = snapshots.read_grid

    def saved_again(*arguments: object) -> object:
        write_table(settings.raw, [HEADER, AN_HOA, VINH_QUANG])
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshots, "read_grid", saved_again)
    with pytest.raises(LedgerError, match="vừa bị thay đổi trong khi đọc"):
        import_file(path, settings, as_of=DAY, now=NOW)
    assert Ledger(settings).dates() == []


def test_a_file_taken_where_it_lies_is_listed(settings: Settings) -> None:
    settings.raw.mkdir(parents=True)
    (settings.raw / "manifest.csv").write_bytes(as_excel_saves("file,sha256\nkhac.tsv,abc\n"))
    path = write_table(settings.raw, SOUND)
    import_file(path, settings, as_of=DAY, now=NOW)
    assert state(path) == "listed"
    assert listed_hashes(settings.raw)["khac.tsv"] == "abc"


def test_a_revision_that_cannot_be_written_leaves_no_copy(
    received: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(received, settings, as_of=DAY, now=NOW)
    before = {path: path.read_bytes() for path in settings.raw.iterdir()}
    write_table(received.parent, [HEADER, AN_HOA, VINH_QUANG])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("dangvien_analysis.ledger.revision.sync", full)
        with pytest.raises(OSError, match="No space"):
            import_file(received, settings, as_of=DAY, now=NOW)
    assert {path: path.read_bytes() for path in settings.raw.iterdir()} == before
    # neither when the journal is what cannot be written, and the revision goes again
    with monkeypatch.context() as patched:
        patched.setattr("dangvien_analysis.ledger.journal.write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            import_file(received, settings, as_of=DAY, now=NOW)
    assert {path: path.read_bytes() for path in settings.raw.iterdir()} == before
    # nor when it is the copy itself
    with monkeypatch.context() as patched:
        patched.setattr("dangvien_analysis.ledger.importing.write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            import_file(received, settings, as_of=DAY, now=NOW)
    assert {path: path.read_bytes() for path in settings.raw.iterdir()} == before
    assert [one.name for one in Ledger(settings).revisions(DAY)] == ["r1"]
    assert Ledger(settings).verify() == []


def test_kept_copies_that_changed_or_are_unknown_are_told(
    received: Path, settings: Settings
) -> None:
    import_file(received, settings, as_of=DAY, now=NOW)
    kept = settings.raw / "2023-09-13_r1_bang.tsv"
    kept.write_bytes(kept.read_bytes() + b"\n")
    (fault,) = Ledger(settings).verify()
    assert fault.startswith(f"{kept}: bản đã nhận (2023-09-13 r1) đã bị sửa")
    shutil.rmtree(settings.processed)
    assert Ledger(settings).verify() == [
        f"{kept}: bản đã nhận, nhưng sổ số liệu không có 2023-09-13 r1."
    ]


def test_a_failed_import_takes_no_copy_away_that_lay_there(
    received: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that was killed had copied the bytes; the next one fails too."""
    settings.raw.mkdir(parents=True)
    copy = settings.raw / "2023-09-13_r1_bang.tsv"
    copy.write_bytes(received.read_bytes())

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dangvien_analysis.ledger.importing.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        import_file(received, settings, as_of=DAY, now=NOW)
    assert list(settings.raw.iterdir()) == [copy]
    assert Ledger(settings).dates() == []


def test_a_file_with_a_sheet_about_people_is_not_kept(tmp_path: Path, settings: Settings) -> None:
    people = [["STT", "Họ và tên", "Ngày sinh"], ["1", "Nguyễn Văn Ánh", "1/2/1990"]]
    sheets = [Sheet("Biểu 1", [[row.split("|") for row in SOUND]]), Sheet("DS", [people])]
    path = write_book(tmp_path / "bang.xlsx", sheets)
    with pytest.raises(LedgerError, match=r"“DS” có cột về cá nhân.*chép riêng") as caught:
        import_file(path, settings, as_of=DAY, now=NOW)
    assert "Ánh" not in str(caught.value)
    assert not settings.raw.exists()
    assert Ledger(settings).latest() is None
    # one that lies among the received files waits, and is told why
    settings.raw.mkdir(parents=True)
    shutil.copy(path, settings.raw)
    (one,) = waiting(Ledger(settings))
    assert "có cột về cá nhân" in one.why


@pytest.mark.parametrize(("day", "refused"), [("13/9/2023", False), ("13/9/2093", True)])
def test_a_day_of_another_age_is_read_and_not_accepted(
    day: str, refused: bool, tmp_path: Path, settings: Settings
) -> None:
    path = write_table(tmp_path, (f"Số liệu tính đến ngày {day}", *SOUND))
    if not refused:
        assert import_file(path, settings, now=NOW)[1].new
        return
    assert "future_day" in set(dva.read(path, settings=settings).findings["code"])
    with pytest.raises(LedgerError, match="năm phải từ năm 1930"):
        import_file(path, settings, now=NOW)
    assert not settings.raw.exists()


# --- a workbook with a sheet a month ----------------------------------------------------------


def test_each_month_of_a_workbook_is_a_revision_of_its_own(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_months(tmp_path)
    for month, admitted in ((7, 1), (8, 2), (9, 3)):
        sheet = None if month == 9 else f"Tháng {month}"
        snapshot, added = import_file(path, settings, now=NOW, sheet=sheet)
        one = added.revision
        assert (added.new, added.warnings) == (True, ())
        assert (one.as_of, one.sheet) == (date(2023, month, 13), f"Tháng {month}")
        assert snapshot.units["admitted"].iloc[0] == admitted
        assert not import_file(path, settings, now=NOW, sheet=sheet)[1].new
    assert Ledger(settings).verify() == []


def test_another_sheet_of_the_same_bytes_is_another_table(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_months(tmp_path)
    day = date(2023, 9, 13)
    first = import_file(path, settings, now=NOW)[1]
    second = import_file(path, settings, as_of=day, now=NOW, sheet="Tháng 8")[1]
    assert (first.revision.name, second.revision.name, second.new) == ("r1", "r2", True)
    assert second.revision.sheet == "Tháng 8"


def test_an_unknown_sheet_changes_nothing(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(dva.ReadError, match="không có trang tính “Tháng 1”"):
        import_file(write_months(tmp_path), settings, now=NOW, sheet="Tháng 1")
    assert not settings.processed.exists()
