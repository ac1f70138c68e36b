"""A second run that finds nothing changed; each thing a pack is made from, changed in turn."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.cli import unchanged
from dangvien_analysis.cli.unchanged import Request, already_made, fingerprint
from dangvien_analysis.files import sha256_of
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings
from tests.builders import SOUND, project, write_sidecar, write_table

DAY = "2023-09-13"


@pytest.fixture
def office(tmp_path: Path) -> Settings:
    settings = project(tmp_path)
    settings.raw.mkdir(parents=True)
    return settings


@pytest.fixture
def request_(office: Settings) -> Request:
    return Request(write_table(office.raw, SOUND), date(2023, 9, 13), pdf=False)


@pytest.fixture
def made(office: Settings, request_: Request) -> Path:
    """What a pack leaves: a file, and a manifest with the fingerprint and its hash."""
    folder = office.reports / DAY
    folder.mkdir(parents=True)
    (folder / "so-lieu.xlsx").write_bytes(b"x")
    manifest = {
        "fingerprint": fingerprint(office, request_, DAY),
        "input": {"as_of": DAY},
        "files": {"so-lieu.xlsx": sha256_of(folder / "so-lieu.xlsx")},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_the_same_again_is_found(office: Settings, request_: Request, made: Path) -> None:
    assert already_made(office, request_) == made


def a_new_figure(office: Settings, request_: Request) -> None:
    request_.path.write_text("khác", encoding="utf-8")


def a_sidecar(office: Settings, request_: Request) -> None:
    write_sidecar(request_.path, "[figures]\nquota_year = 2023\n")


def settings_of_the_office(office: Settings, request_: Request) -> None:
    (office.root / "dangvien.toml").write_text('[office]\nplace = "A"\n', encoding="utf-8")


def a_settled_finding(office: Settings, request_: Request) -> None:
    office.settled.write_text("code\n", encoding="utf-8")


def the_register(office: Settings, request_: Request) -> None:
    office.register.write_text(office.register.read_text(encoding="utf-8") + "\n")


def a_line_of_the_journal(office: Settings, request_: Request) -> None:
    office.processed.mkdir(parents=True)
    (office.processed / "journal.csv").write_text("when\n", encoding="utf-8")


def an_earlier_table(office: Settings, request_: Request) -> None:
    snapshot = dva.read(request_.path, as_of=date(2023, 8, 31), settings=office)
    with Ledger(office).locked() as ledger:
        ledger.add(snapshot, now=datetime(2023, 9, 1, tzinfo=UTC))


def tasks_of_an_earlier_meeting(office: Settings, request_: Request) -> None:
    folder = office.reports / "2023-08-31"
    folder.mkdir()
    (folder / "nhiem-vu.csv").write_text("x", encoding="utf-8")


def a_file_of_the_pack(office: Settings, request_: Request) -> None:
    (office.reports / DAY / "so-lieu.xlsx").write_bytes(b"y")


def a_file_of_the_pack_is_gone(office: Settings, request_: Request) -> None:
    (office.reports / DAY / "so-lieu.xlsx").unlink()


def a_manifest_that_cannot_be_read(office: Settings, request_: Request) -> None:
    (office.reports / DAY / "manifest.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        a_new_figure,
        a_sidecar,
        settings_of_the_office,
        a_settled_finding,
        the_register,
        a_line_of_the_journal,
        an_earlier_table,
        tasks_of_an_earlier_meeting,
        a_file_of_the_pack,
        a_file_of_the_pack_is_gone,
        a_manifest_that_cannot_be_read,
    ],
)
def test_a_change_is_seen(
    office: Settings,
    request_: Request,
    made: Path,
    change: Callable[[Settings, Request], None],
) -> None:
    change(office, request_)
    assert already_made(office, request_) is None


@pytest.mark.parametrize(
    "asked", [{"as_of": None}, {"day": date(2023, 9, 20)}, {"as_of": date(2023, 9, 14)}]
)
def test_another_request_is_another_pack(
    office: Settings, request_: Request, made: Path, asked: dict[str, date | None]
) -> None:
    assert already_made(office, replace(request_, **asked)) is None


def test_a_pdf_counts_where_one_can_be_made(
    office: Settings, request_: Request, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_pdf = replace(request_, pdf=True)
    monkeypatch.setattr(unchanged, "find_office", lambda: None)
    assert already_made(office, with_pdf) == made
    monkeypatch.setattr(unchanged, "find_office", lambda: Path("soffice"))
    assert already_made(office, with_pdf) is None


def test_another_version_of_the_package_is_another_pack(
    office: Settings,
    request_: Request,
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "ban-khac"
    shutil.copytree(unchanged._PACKAGE, other, ignore=shutil.ignore_patterns("__pycache__"))
    (other / "places.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(unchanged, "_PACKAGE", other)
    assert already_made(office, request_) is None


def test_its_own_list_of_tasks_is_no_change(
    office: Settings, request_: Request, made: Path
) -> None:
    (made / "nhiem-vu.csv").write_text("x", encoding="utf-8")
    assert already_made(office, request_) == made


def test_without_any_pack_nothing_is_found(office: Settings, request_: Request) -> None:
    assert already_made(office, request_) is None
