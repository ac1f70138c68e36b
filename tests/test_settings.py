from dataclasses import fields
from pathlib import Path

import pytest

from dangvien_analysis.errors import SettingsError
from dangvien_analysis.settings import (
    FILE_NAME,
    RANKED_QUOTA,
    SMALL_QUOTA,
    Levels,
    Office,
    Settings,
    find_settings,
    read_settings,
)
from tests.conftest import ROOT


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
