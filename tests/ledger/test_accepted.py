"""The figures of a day as everything shows them, whatever became of the file they came from."""

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.errors import LedgerError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.ledger.accepted import (
    accepted_on,
    corrections,
    line_of,
    snapshot_of,
    standing_of,
    waiting,
)
from dangvien_analysis.ledger.importing import import_file
from dangvien_analysis.ledger.in_force import InForce
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import SOURCE, Revision, sealed
from dangvien_analysis.office.register import accept_alias, read_register
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.office.settled import Settlement, append_settled
from dangvien_analysis.text.cells import csv_for_people
from tests.builders import (
    AN_HOA,
    HEADER,
    SCHOOL,
    SOUND,
    VINH_QUANG,
    codes,
    finding,
    listed,
    project,
    write_months,
    write_sidecar,
    write_table,
)
from tests.conftest import ROOT

NOW = datetime(2023, 9, 15, 8, 30, tzinfo=UTC)
DAY, OCTOBER = date(2023, 9, 13), date(2023, 10, 31)
SAID = ("Số liệu tính đến ngày 13/9/2023", *SOUND)
CORRECTED = (SAID[0], HEADER, AN_HOA.replace("|5|2|1|3|60,00|", "|5|3|0|3|60,00|"), SCHOOL)
KINDS = ["bang.tsv", "bang.xlsx", "bang.docx"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return project(tmp_path / "office")


def ledger_of(settings: Settings) -> Ledger:
    return Ledger(settings)


def take(path: Path, settings: Settings, as_of: date | None = None) -> Revision:
    return import_file(path, settings, as_of=as_of, now=NOW)[1].revision


def frozen(settings: Settings) -> None:
    with Ledger(settings).locked() as ledger:
        ledger.freeze(DAY, by="Ban Tổ chức", now=NOW, accept="đã hỏi lại")


# --- what was accepted is what is shown ---------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("as_of", [None, DAY])
def test_a_frozen_day_is_frozen_wherever_its_day_stands(
    tmp_path: Path, settings: Settings, name: str, as_of: date | None
) -> None:
    rows = SAID if as_of is None else SOUND
    take(write_table(tmp_path, rows, name), settings, as_of)
    frozen(settings)
    found = accepted_on(ledger_of(settings), DAY)
    assert found.frozen is not None
    assert found.line.endswith(f"bản r1, đã chốt {found.frozen.when:%d/%-m/%Y} (Ban Tổ chức)")
    # the same table by its file, wherever it lies
    same = dva.read(tmp_path / name, as_of=as_of, settings=settings)
    assert standing_of(ledger_of(settings), same).frozen is not None
    pd.testing.assert_frame_equal(same.units, found.snapshot.units)


def test_a_day_is_read_by_its_name(tmp_path: Path, settings: Settings) -> None:
    take(write_table(tmp_path, SAID), settings)
    found = dva.read("2023-09-13", settings=settings)
    assert found.source.path == settings.raw / "2023-09-13_r1_bang.tsv"
    with pytest.raises(LedgerError, match="Chưa có số liệu đến 14/9/2023"):
        dva.read("2023-09-14", settings=settings)


def settle(settings: Settings, code: str, column: str, **said: object) -> None:
    row = finding(dva.read("2023-09-13", settings=settings), code)
    made = Settlement(
        code, row["unit_id"], column, 2023, row["stated"], row["computed"], None, "QĐ 5", DAY
    )
    append_settled(settings.settled, replace(made, **said))  # type: ignore[arg-type]


def test_a_decision_makes_no_revision_and_unfreezes_nothing(
    tmp_path: Path, settings: Settings
) -> None:
    wrong = (SAID[0], HEADER, AN_HOA, VINH_QUANG, "Tổng cộng||7|2|1|3|42,86|10")
    path = write_table(tmp_path, wrong)
    take(path, settings)
    frozen(settings)
    settle(settings, "column_total", "quota", accepted=8)
    assert take(path, settings).name == "r1"
    found = accepted_on(ledger_of(settings), DAY)
    assert found.frozen is not None
    assert found.snapshot.stated["quota"] == 8
    assert finding(found.snapshot, "column_total")["severity"] == "settled"


def test_an_accepted_count_holds_in_every_view_of_the_day(
    tmp_path: Path, settings: Settings
) -> None:
    twice = (*SAID[:2], AN_HOA.replace("|5|2|", "|5|x|"), VINH_QUANG, SCHOOL)
    take(write_table(tmp_path, twice), settings)
    settle(settings, "unreadable_cell", "admitted", accepted=2)
    ledger = ledger_of(settings)
    (one,) = ledger.currents()
    assert one.units()["admitted"].isna().sum() == 1
    for units in (
        ledger.units(one),
        snapshot_of(ledger, one).units,
        dict(InForce(ledger).tables_of(2023))[DAY],
    ):
        assert units.at["xa-an-hoa", "admitted"] == 2
    from dangvien_analysis.ledger.history import latest, yearly_totals

    assert latest(ledger).at["xa-an-hoa", "admitted"] == 2
    assert yearly_totals(ledger)["admitted"].sum() == 3


def test_an_accepted_name_holds_in_every_view_of_the_day(
    tmp_path: Path, settings: Settings
) -> None:
    other = [row.replace("An Hòa", "An Hoa") for row in SAID]
    path = write_table(tmp_path, other)
    take(path, settings)
    assert (
        "dang-bo-xa-an-hoa" in ledger_of(settings).units(ledger_of(settings).currents()[0]).index
    )
    frozen(settings)
    register = read_register(settings.register)
    accept_alias(settings.aliases, register, "Đảng bộ xã An Hoa", "xa-an-hoa", day=DAY)
    assert take(path, settings).name == "r1"
    ledger = ledger_of(settings)
    (one,) = ledger.currents()
    again = snapshot_of(ledger, one)
    assert accepted_on(ledger, DAY).frozen is not None
    found = ledger.units(one)
    assert sorted(found.index) == sorted(again.units.index)
    pd.testing.assert_frame_equal(found.loc[again.units.index], again.units)


# --- the file is not what it was ----------------------------------------------------------------


def test_a_lost_copy_is_said_and_the_figures_serve(tmp_path: Path, settings: Settings) -> None:
    wrong = (SAID[0], HEADER, AN_HOA, VINH_QUANG, "Tổng cộng||7|2|1|3|42,86|10")
    take(write_table(tmp_path, wrong), settings)
    before = dva.read("2023-09-13", settings=settings)
    for path in settings.raw.glob("2023*"):
        path.unlink()
    found = dva.read("2023-09-13", settings=settings)
    assert codes(found)[0] == "raw_copy_lost"
    assert codes(found)[1:] == codes(before)
    pd.testing.assert_frame_equal(found.units, before.units)
    pd.testing.assert_series_equal(found.stated, before.stated)
    assert (found.places == "").all(axis=None)
    ledger = ledger_of(settings)
    assert InForce(ledger).standing(found)[0] is not None
    # everything that is made of a snapshot is made of this one
    assert dva.narrative(found).text
    assert len(dva.assess(found)) == len(before.units)
    assert any("không còn; số liệu đã ghi vẫn dùng được" in fault for fault in ledger.verify())


def test_stored_figures_without_a_pool_are_measured_as_the_file_was(
    tmp_path: Path, settings: Settings
) -> None:
    rows = [SAID[0], *(row.rsplit("|", 1)[0] for row in SOUND)]
    take(write_table(tmp_path, rows), settings)
    before = dva.assess(dva.read("2023-09-13", settings=settings))
    for path in settings.raw.glob("2023*"):
        path.unlink()
    found = dva.assess(dva.read("2023-09-13", settings=settings))
    # nothing tells any more that the column was not there, but it holds nothing
    assert found.attrs == before.attrs
    assert found.attrs["absent"] == "pool"
    pd.testing.assert_frame_equal(found, before)
    assert listed(found["risk_level"]) == ["on_track", "at_risk", "met"]


def test_a_copy_under_another_name_is_found_by_its_hash(
    tmp_path: Path, settings: Settings
) -> None:
    take(write_table(tmp_path, SAID), settings)
    kept = settings.raw / "2023-09-13_r1_bang.tsv"
    kept.rename(settings.raw / "thang-9.tsv")
    found = dva.read("2023-09-13", settings=settings)
    assert found.source.path.name == "thang-9.tsv"
    assert "raw_copy_lost" not in codes(found)


def test_a_copy_changed_by_hand_is_not_used(tmp_path: Path, settings: Settings) -> None:
    take(write_table(tmp_path, SAID), settings)
    kept = settings.raw / "2023-09-13_r1_bang.tsv"
    kept.write_text(kept.read_text("utf-8").replace("\t5\t2\t", "\t5\t9\t"), encoding="utf-8")
    found = dva.read("2023-09-13", settings=settings)
    assert found.units.at["xa-an-hoa", "admitted"] == 2
    assert "đã thay đổi so với khi nhận" in finding(found, "raw_copy_lost")["message"]


@pytest.fixture
def read_anew(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Revision:
    """A revision written when this release read a cell otherwise: 2, which it now reads as 3."""
    import dangvien_analysis.intake.cleaning as cleaning

    now = cleaning.figure

    def before(text: str, *, is_rate: bool) -> object:
        return now("2" if text == "2+1" else text, is_rate=is_rate)

    rows = (SAID[0], HEADER, AN_HOA.replace("|5|2|", "|5|2+1|"), VINH_QUANG, SCHOOL)
    with monkeypatch.context() as patched:
        patched.setattr(cleaning, "figure", before)
        return take(write_table(tmp_path, rows), settings)


def test_another_reading_of_the_same_bytes_is_said(
    tmp_path: Path, settings: Settings, read_anew: Revision
) -> None:
    found = dva.read("2023-09-13", settings=settings)
    said = finding(found, "read_otherwise")["message"]
    assert "Đảng bộ xã An Hòa, đã kết nạp 2 thành chưa rõ" in said
    assert found.units.at["xa-an-hoa", "admitted"] == 2
    # the places are those of the file
    assert found.places.at["xa-an-hoa", "admitted"]
    # the file itself tells the same
    path = tmp_path / "bang.tsv"
    same = standing_of(ledger_of(settings), dva.read(path, settings=settings))
    assert same.revision is not None
    assert same.snapshot.units.at["xa-an-hoa", "admitted"] == 2
    # nothing is written unless it is asked for, and the day is open
    assert take(path, settings).name == "r1"
    _, again = import_file(path, settings, now=NOW, again=True)
    assert (again.new, again.revision.name) == (True, "r2")
    assert "read_otherwise" not in codes(dva.read("2023-09-13", settings=settings))


def test_another_reading_does_not_unfreeze(
    tmp_path: Path, settings: Settings, read_anew: Revision
) -> None:
    frozen(settings)
    assert accepted_on(ledger_of(settings), DAY).frozen is not None
    with pytest.raises(LedgerError, match="đã chốt"):
        import_file(tmp_path / "bang.tsv", settings, now=NOW, again=True)


def test_a_ledger_of_form_1_goes_on(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "dangvien.toml", tmp_path)
    settings = Settings(root=tmp_path)
    ledger = Ledger(settings)
    (one,) = ledger.currents()
    assert one.form == 1
    found = accepted_on(ledger, DAY)
    assert found.line == "2023-09-13_623-TB-HU.tsv, số liệu đến 13/9/2023, bản r1, chưa chốt"
    assert not set(codes(found.snapshot)) & {"raw_copy_lost", "read_otherwise"}
    # also when the copy is gone, the totals apart, which were not kept then
    (tmp_path / one.file).unlink()
    lost = accepted_on(ledger, DAY).snapshot
    pd.testing.assert_frame_equal(lost.units, found.snapshot.units)
    assert lost.stated.isna().all()
    frozen(settings)
    assert accepted_on(Ledger(settings), DAY).frozen is not None


def as_form_1(one: Revision) -> None:
    """Rewrite a revision in form 1: no totals, ``content`` is the hash of two of its files."""
    plain = {key: one.source[key] for key in FORM_1}
    texts = [(one.folder / name).read_bytes() for name in ("units.csv", "findings.csv")]
    source = sealed(plain | {"content": hashlib.sha256(b"\0".join(texts)).hexdigest()})
    (one.folder / SOURCE).write_text(json.dumps(source), encoding="utf-8")


FORM_1 = (
    *("file", "sha256", "document_number", "issued", "as_of", "deadline", "quota_year"),
    *("accepted", "files"),
)


def test_decisions_on_a_ledger_of_form_1(tmp_path: Path, settings: Settings) -> None:
    """A count was accepted before the revision was written, and another one after it."""
    rows = (*SAID[:2], AN_HOA.replace("|5|2|", "|5|x|"), VINH_QUANG.replace("|3|0|", "|3|y|"))
    path = write_table(tmp_path, rows)
    one = take(path, settings)
    shutil.rmtree(settings.processed)
    found = dva.read(path, settings=settings)
    first, second = found.findings[found.findings["code"] == "unreadable_cell"].to_dict("records")
    for row in (first, second):
        accepted = {"xa-an-hoa": 2, "xa-vinh-quang": 1}[row["unit_id"]]
        figures = row["stated"], row["computed"]
        made = Settlement(
            row["code"], row["unit_id"], row["column"], 2023, *figures, accepted, "QĐ 5", DAY
        )
        append_settled(settings.settled, made)
        if row is first:
            snapshot = dva.read(path, settings=settings)
            # then a revision held the accepted count itself
            one.folder.mkdir(parents=True)
            units = snapshot.units.reset_index()
            units.to_parquet(one.folder / "units.parquet", index=False)
            for name, table in (("units.csv", units), ("findings.csv", snapshot.findings)):
                (one.folder / name).write_text(csv_for_people(table), encoding="utf-8")
            names = ("units.parquet", "units.csv", "findings.csv")
            one.source["files"].update({name: sha256_of(one.folder / name) for name in names})
            as_form_1(one)
    frozen(settings)
    found = accepted_on(ledger_of(settings), DAY).snapshot
    assert "read_otherwise" not in codes(found)
    assert found.units["admitted"].tolist()[:2] == [2, 1]
    ledger = ledger_of(settings)
    assert ledger.units(ledger.currents()[0])["admitted"].tolist()[:2] == [2, 1]
    assert InForce(ledger).standing(found)[1] is not None
    assert ledger.verify() == []


# --- files that wait ----------------------------------------------------------------------------


def test_files_that_wait(tmp_path: Path, settings: Settings) -> None:
    take(write_table(tmp_path, SAID), settings)
    assert waiting(ledger_of(settings)) == []
    raw = settings.raw
    later = write_table(raw, ("Số liệu tính đến ngày 31/10/2023", *SOUND), "thang-10.xlsx")
    write_table(raw, CORRECTED, "sua.docx")
    write_table(raw, ("Số liệu tính đến ngày 31/8/2023", *SOUND), "thang-8.tsv")
    write_table(raw, SOUND, "khong-ngay.tsv")
    (raw / "hong.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    # the same figures in another file are nothing new
    write_table(raw, SAID, "cung-so-lieu.docx")
    found = {one.path.name: one for one in waiting(ledger_of(settings))}
    assert sorted(found) == [
        "hong.xlsx",
        "khong-ngay.tsv",
        "sua.docx",
        "thang-10.xlsx",
        "thang-8.tsv",
    ]
    assert [name for name, one in found.items() if not one.why] == ["sua.docx", "thang-10.xlsx"]
    assert found[later.name].as_of == OCTOBER
    assert "trước ngày mới nhất" in found["thang-8.tsv"].why
    assert "--as-of" in found["khong-ngay.tsv"].why
    assert "không đọc được" in found["hong.xlsx"].why
    frozen(settings)
    found = {one.path.name: one for one in waiting(ledger_of(settings))}
    assert "đã chốt (r1, Ban Tổ chức)" in found["sua.docx"].why
    # also when a later month is there, where it is an earlier day besides
    take(later, settings)
    found = {one.path.name: one for one in waiting(ledger_of(settings))}
    assert "đã chốt (r1, Ban Tổ chức)" in found["sua.docx"].why
    line = standing_of(ledger_of(settings), dva.read(raw / "sua.docx", settings=settings)).line
    assert line.endswith("khác bản hiện hành (r1, đã chốt) trong sổ")


def test_a_day_that_has_not_come_is_not_taken(tmp_path: Path, settings: Settings) -> None:
    """A slip of the year would make it the latest day of everything."""
    take(write_table(tmp_path, SAID), settings)
    later = date.today() + timedelta(days=1)
    write_table(settings.raw, (f"Số liệu tính đến ngày {later:%d/%m/%Y}", *SOUND), "b.tsv")
    (one,) = waiting(ledger_of(settings))
    assert "sau ngày hôm nay" in one.why


def test_a_day_beside_the_file_is_its_day(tmp_path: Path, settings: Settings) -> None:
    take(write_table(tmp_path, SAID), settings)
    path = write_table(settings.raw, SOUND, "b.tsv")
    write_sidecar(path, "[figures]\nas_of = 2023-10-31\n")
    (one,) = waiting(ledger_of(settings))
    assert (one.path, one.as_of, one.why) == (path, OCTOBER, "")


def test_another_file_with_the_same_figures_is_noted_once(
    tmp_path: Path, settings: Settings
) -> None:
    take(write_table(tmp_path, SAID), settings)
    other = write_table(tmp_path, SAID, "khac.docx")
    _, first = import_file(other, settings, now=NOW)
    assert not first.new
    assert "cùng số liệu với r1; đã ghi nhận" in first.warnings[0]
    _, second = import_file(other, settings, now=NOW)
    assert second.warnings == ()
    assert [one.what for one in ledger_of(settings).journal.entries()] == ["import", "same"]


# --- what a revision corrects -------------------------------------------------------------------


def test_corrections_name_the_old_figure_first(tmp_path: Path, settings: Settings) -> None:
    one = take(write_table(tmp_path, SAID), settings)
    assert corrections(ledger_of(settings), one) == "Đính chính: không có."
    two = take(write_table(tmp_path, CORRECTED), settings)
    said = corrections(ledger_of(settings), two)
    assert said.startswith("Đính chính so với r1: Đảng bộ xã Vinh Quang, chỉ tiêu giao 3 thành")
    assert "Đảng bộ xã An Hòa, đã kết nạp 2 thành 3" in said
    assert "Đảng bộ xã An Hòa, đang trình duyệt 1 thành 0" in said
    assert said.count(" thành ") == 2 + len(COUNTS)


def test_the_line_names_table_day_and_revision() -> None:
    assert line_of("a.tsv", None, None, None) == (
        "a.tsv, chưa rõ ngày số liệu, chưa có trong sổ số liệu"
    )


def test_the_source_of_a_revision_keeps_what_the_document_says(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_table(tmp_path, SAID)
    write_sidecar(
        path,
        '[document]\nnumber = "1-TB"\ntitle = "KẾT QUẢ"\nissued = 2023-09-14\n'
        '[headline]\nadmitted = 3\nrate = "33,33"\nquota = 9\n',
    )
    one = take(path, settings)
    said = json.loads((one.folder / SOURCE).read_text(encoding="utf-8"))
    assert said["stated"]["quota"] == 9
    before = dva.read("2023-09-13", settings=settings).source
    for kept in settings.raw.glob("2023*"):
        kept.unlink()
    assert dva.read("2023-09-13", settings=settings).source == replace(
        before, path=settings.root / one.file
    )


# --- a workbook with a sheet a month ----------------------------------------------------------


def without_sheet(one: Revision) -> None:
    """Write a revision's source as it was before sheets were told apart."""
    path = one.folder / SOURCE
    said = json.loads(path.read_text(encoding="utf-8"))
    del said["sheet"]
    path.write_text(json.dumps(sealed(said), ensure_ascii=False, indent=2), encoding="utf-8")


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("month", [7, 9])
def test_the_copy_is_read_again_from_its_sheet(
    tmp_path: Path, settings: Settings, month: int, old: bool
) -> None:
    path, day = write_months(tmp_path), date(2023, month, 13)
    one = import_file(path, settings, now=NOW, sheet=f"Tháng {month}")[1].revision
    if old:
        without_sheet(one)
    found = accepted_on(Ledger(settings), day).snapshot
    assert "read_otherwise" not in codes(found)
    assert found.units["admitted"].iloc[0] == month - 6
    assert found.places["admitted"].iloc[0] == f"Tháng {month}!D3"
    assert waiting(Ledger(settings)) == []


def test_a_sheet_without_its_day_is_read_again(tmp_path: Path, settings: Settings) -> None:
    path, day = write_months(tmp_path), date(2023, 10, 13)
    import_file(path, settings, as_of=day, now=NOW, sheet="Tháng 8")
    found = accepted_on(Ledger(settings), day).snapshot
    assert (found.as_of, found.source.sheet) == (day, "Tháng 8")
    assert "read_otherwise" not in codes(found)
    assert found.units["admitted"].iloc[0] == 2


def test_the_sheet_is_known_when_the_copy_is_lost(tmp_path: Path, settings: Settings) -> None:
    _, added = import_file(write_months(tmp_path), settings, now=NOW, sheet="Tháng 8")
    (settings.root / added.revision.file).unlink()
    found = accepted_on(Ledger(settings), date(2023, 8, 13)).snapshot
    assert found.source.sheet == "Tháng 8"


def test_a_file_stands_in_the_ledger_by_its_sheet(tmp_path: Path, settings: Settings) -> None:
    path = write_months(tmp_path)
    import_file(path, settings, now=NOW, sheet="Tháng 8")
    ledger = Ledger(settings)
    august = standing_of(ledger, dva.read(path, settings=settings, sheet="Tháng 8"))
    september = standing_of(ledger, dva.read(path, settings=settings))
    assert (august.revision is not None, september.revision) == (True, None)
