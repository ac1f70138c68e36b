from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import LedgerError
from dangvien_analysis.importing import import_file
from dangvien_analysis.intake.received import listed_hashes, newest, state
from dangvien_analysis.ledger import Ledger
from dangvien_analysis.settings import Settings
from tests.builders import AN_HOA, HEADER, SOUND, VINH_QUANG, project, write_sidecar, write_table

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
    assert newest(settings.raw) == copy
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
    left = settings.raw / ".2023-09-13_r1_bang.tsv-new"
    left.touch()
    copy = settings.raw / "2023-09-13_r1_bang.tsv"
    copy.write_bytes(received.read_bytes())
    snapshot, added = import_file(received, settings, as_of=DAY, now=NOW)
    assert (snapshot.source.path, added.revision.name) == (copy, "r1")
    assert not left.exists()
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
