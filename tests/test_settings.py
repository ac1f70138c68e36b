from dataclasses import fields, replace
from pathlib import Path

import pytest

from dangvien_analysis import read
from dangvien_analysis.errors import ReadError, SettingsError
from dangvien_analysis.settings import (
    FILE_NAME,
    RANKED_QUOTA,
    SMALL_QUOTA,
    Levels,
    Limits,
    Office,
    Settings,
    find_settings,
    read_settings,
)
from tests.builders import SOUND, write_table
from tests.conftest import ROOT
from tests.fixtures.hostile import members_of, repacked
from tests.fixtures.make_office_files import DATA


def write(folder: Path, text: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_the_repository_s_own_settings(settings: Settings) -> None:
    assert settings.root == ROOT
    assert settings.office == Office("HUYỆN ỦY VĨNH BẢO", "BAN TỔ CHỨC", "Vĩnh Bảo")
    assert settings.levels == Levels()


@pytest.mark.parametrize("text", ["", "[office]\n[levels]\n", "# only a comment", "\ufeff"])
def test_everything_may_be_left_out(tmp_path: Path, text: str) -> None:
    assert read_settings(write(tmp_path, text)) == Settings(root=tmp_path)
    assert Settings(root=tmp_path).levels == Levels(SMALL_QUOTA, RANKED_QUOTA)


def test_one_key_leaves_the_others_at_their_defaults(tmp_path: Path) -> None:
    found = read_settings(write(tmp_path, '[levels]\nsmall_quota = 3\n[office]\nplace = "A"\n'))
    assert found.levels == Levels(small_quota=3)
    assert found.office == Office(place="A")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # a section and a key misspelt: a slip must not pass unseen
        ("[level]\nsmall_quota = 3", ["[level]", "office", "levels"]),
        ("[levels]\nsmal_quota = 3", ["[levels]", "'smal_quota'", "small_quota"]),
        ("small_quota = 3", ["[small_quota]"]),
        # the wrong type; true is no number
        ('[levels]\nsmall_quota = "3"', ["small_quota", "một số nguyên", "'3'"]),
        ("[levels]\nsmall_quota = 2.0", ["một số nguyên", "2.0"]),
        ("[levels]\nsmall_quota = true", ["một số nguyên", "True"]),
        ("[office]\nplace = 3", ["place", "một đoạn chữ"]),
        ("[levels]\nranked_quota = -1", ["ranked_quota", "số âm", "-1"]),
        ("levels = 3", ["levels", "[levels]"]),
        ("[levels", ["không đọc được"]),
    ],
)
def test_what_is_not_known_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert [word for word in [str(path), *words] if word not in str(caught.value)] == []


def test_settings_in_another_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes('[office]\nplace = "Vĩnh Bảo"'.encode("utf-16"))
    with pytest.raises(SettingsError, match="không đọc được"):
        read_settings(path)


def test_nearest_settings_upward(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    write(tmp_path, "[levels]\nsmall_quota = 1")
    assert find_settings(deep).levels.small_quota == 1
    assert find_settings(deep).root == tmp_path.resolve()
    write(tmp_path / "a", "[levels]\nsmall_quota = 4")
    assert find_settings(deep).levels.small_quota == 4


def test_working_directory_is_where_the_search_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    assert find_settings().root == tmp_path.resolve()


def test_without_settings_the_starting_folder_is_the_project(tmp_path: Path) -> None:
    assert find_settings(tmp_path) == Settings(root=tmp_path.resolve())


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("register", "data/reference/units.csv"),
        ("raw", "data/raw"),
        ("processed", "data/processed"),
        ("reports", "reports"),
        ("notebooks", "notebooks"),
        ("work", "work"),
    ],
)
def test_folders_of_a_project(tmp_path: Path, name: str, inside: str) -> None:
    assert getattr(Settings(root=tmp_path), name) == tmp_path / inside


def test_description_has_every_setting_and_no_folder(settings: Settings) -> None:
    described = settings.described()
    assert described["levels"] == {"small_quota": 2, "ranked_quota": 5}
    assert set(described) == {item.name for item in fields(Settings)} - {"root"}
    assert str(ROOT) not in str(described)


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [item.name for item in fields(Limits)])
def test_each_limit_is_read(tmp_path: Path, name: str) -> None:
    found = read_settings(write(tmp_path, f"[limits]\n{name} = 7")).limits
    assert found == replace(Limits(), **{name: 7})


@pytest.mark.parametrize(
    ("limit", "file", "lowered", "raised"),
    [
        ("file_mb", "lon.tsv", 1, 3),
        ("unpacked_mb", "bang.xlsx", 0, 1),
        ("members", "bang.xlsx", 3, 30),
        ("members", "bang.docx", 3, 30),
        ("rows", "bang.tsv", 4, 6),
        ("rows", "bang.xlsx", 4, 5),
        ("rows", "bang.docx", 4, 5),
        ("rows", "bieu.xls", 60, 61),
        ("rows", "bieu.ods", 60, 61),
        ("cells", "bang.tsv", 39, 60),
        ("cells", "bang.xlsx", 39, 40),
        ("cells", "bang.docx", 39, 10_000),
        ("cells", "bieu.xls", 400, 500),
        ("cells", "bieu.ods", 400, 500),
        ("pages", "bieu-co-ke.pdf", 1, 2),
        ("seconds", "bieu-co-ke.pdf", 0, 15),
        ("memory_mb", "bieu-co-ke.pdf", 10, 500),
    ],
)
def test_reading_obeys_a_limit_and_names_it(
    tmp_path: Path, limit: str, file: str, lowered: int, raised: int
) -> None:
    path = DATA / file
    if file.startswith("bang"):
        path = write_table(tmp_path, SOUND, file)
    elif file.startswith("lon"):
        notes = ["x" * 70_000] * 30
        path = write_table(tmp_path, [*SOUND, *notes], file)
    low = read_settings(write(tmp_path, f"[limits]\n{limit} = {lowered}"))
    with pytest.raises(ReadError, match=rf"(?s){path.name}.*{limit}.*\[limits\]"):
        read(path, settings=low)
    high = read_settings(write(tmp_path, f"[limits]\n{limit} = {raised}"))
    assert len(read(path, settings=high).units) >= 3


def test_the_ratio_is_obeyed(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND, "goc.xlsx")
    styles = members_of(path)["xl/styles.xml"] + b" " * (12 * 2**20)
    path = repacked(path, tmp_path / "day.xlsx", {"xl/styles.xml": styles})
    with pytest.raises(ReadError, match=r"day\.xlsx.*nâng ratio trong phần \[limits\]"):
        read(path, settings=read_settings(write(tmp_path, "[limits]\nratio = 1")))
    high = read_settings(write(tmp_path, "[limits]\nratio = 2000"))
    assert len(read(path, settings=high).units) == 3
