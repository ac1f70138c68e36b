import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dangvien_analysis.errors import PackError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.pack.beside import MANIFEST, beside
from dangvien_analysis.pack.publishing import publish

FIRST = {"bao-cao.html": "một", "bieu-do/a.png": "hình", "so-lieu.xlsx": "bảng"}
SECOND = {"bao-cao.html": "hai", "bieu-do/b.png": "hình", "so-lieu.xlsx": "bảng"}


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def publish_files(wanted: Path, files: dict[str, str]) -> tuple[Path, str]:
    with beside(wanted) as made:
        put(made, files)
        return publish(made, wanted, {"input": "bảng.tsv"})


def files_of(folder: Path) -> dict[str, str]:
    """Give every file of a folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture
def wanted(tmp_path: Path) -> Path:
    return tmp_path / "reports" / "2023-09-13"


@pytest.fixture
def pack(wanted: Path) -> Path:
    """A pack that was published before."""
    publish_files(wanted, FIRST)
    return wanted


def test_into_an_empty_place(wanted: Path) -> None:
    assert publish_files(wanted, FIRST) == (wanted, "")
    assert files_of(wanted) == FIRST
    assert [path.name for path in wanted.parent.iterdir()] == [wanted.name]


def test_manifest_lists_the_files(pack: Path) -> None:
    manifest = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
    assert manifest == {
        "input": "bảng.tsv",
        "files": {name: sha256_of(pack / name) for name in sorted(FIRST)},
    }


def test_again_replaces_what_is_listed_and_removes_what_is_stale(pack: Path) -> None:
    assert publish_files(pack, SECOND) == (pack, "")
    assert files_of(pack) == SECOND
    assert [path.name for path in pack.parent.iterdir()] == [pack.name]
    assert publish_files(pack, FIRST) == (pack, "")
    assert files_of(pack) == FIRST


def test_what_the_user_put_there_stays(pack: Path) -> None:
    put(pack, {"ghi-chu.txt": "của tôi", "bieu-do/anh.jpg": "của tôi"})
    assert publish_files(pack, SECOND) == (pack, "")
    assert files_of(pack) == SECOND | {"ghi-chu.txt": "của tôi", "bieu-do/anh.jpg": "của tôi"}


def spoil_nothing_listed(pack: Path) -> None:
    """A file of ours stands there, but no manifest says so."""
    (pack / MANIFEST).unlink()


def spoil_foreign(pack: Path) -> None:
    put(pack, {"bieu-do/b.png": "của tôi"})


def spoil_edited(pack: Path) -> None:
    put(pack, {"bao-cao.html": "một, đã sửa"})


def spoil_stale_edited(pack: Path) -> None:
    put(pack, {"bieu-do/a.png": "hình, đã sửa"})


def spoil_manifest(pack: Path) -> None:
    (pack / MANIFEST).write_text("{", encoding="utf-8")


def spoil_manifest_kind(pack: Path) -> None:
    (pack / MANIFEST).write_text('{"files": ["bao-cao.html"]}', encoding="utf-8")


def spoil_folder_in_place(pack: Path) -> None:
    (pack / "bao-cao.html").unlink()
    (pack / "bao-cao.html").mkdir()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (spoil_nothing_listed, "bao-cao.html trong thư mục 2023-09-13 không phải do"),
        (spoil_foreign, "bieu-do/b.png trong thư mục 2023-09-13 không phải do"),
        (spoil_edited, "bao-cao.html trong thư mục 2023-09-13 đã được sửa"),
        (spoil_stale_edited, "bieu-do/a.png trong thư mục 2023-09-13 đã được sửa"),
        (spoil_manifest, "bao-cao.html trong thư mục 2023-09-13 không phải do"),
        (spoil_manifest_kind, "bao-cao.html trong thư mục 2023-09-13 không phải do"),
        (spoil_folder_in_place, "bao-cao.html trong thư mục 2023-09-13 đã được sửa"),
    ],
)
def test_what_is_not_ours_is_never_touched(
    pack: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(pack)
    before = files_of(pack)
    folder, why = publish_files(pack, SECOND)
    assert folder == pack.with_name("2023-09-13-2")
    assert reason in why
    assert files_of(pack) == before
    assert files_of(folder) == SECOND
    assert {path.name for path in pack.parent.iterdir()} == {pack.name, folder.name}


def test_the_second_folder_is_used_again_and_then_the_third(pack: Path) -> None:
    spoil_edited(pack)
    second, _ = publish_files(pack, SECOND)
    assert publish_files(pack, SECOND)[0] == second
    spoil_edited(second)
    folder, why = publish_files(pack, SECOND)
    assert folder.name == "2023-09-13-3"
    assert "thư mục 2023-09-13 đã được sửa" in why


def test_a_folder_of_the_user_without_these_names_is_used(wanted: Path) -> None:
    put(wanted, {"ghi-chu.txt": "của tôi"})
    assert publish_files(wanted, FIRST) == (wanted, "")
    assert files_of(wanted) == FIRST | {"ghi-chu.txt": "của tôi"}


def test_a_file_where_the_folder_should_be(wanted: Path) -> None:
    wanted.parent.mkdir()
    wanted.write_text("của tôi", encoding="utf-8")
    folder, why = publish_files(wanted, FIRST)
    assert folder.name == "2023-09-13-2"
    assert "2023-09-13" in why
    assert wanted.read_text(encoding="utf-8") == "của tôi"
    assert files_of(folder) == FIRST


# Windows refuses to rename a file that another program holds open, as Word does; Linux lets it be
# renamed, so the refusal is imitated.
def hold(monkeypatch: pytest.MonkeyPatch, held: Callable[[Path, Path], bool]) -> None:
    rename = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if held(self, Path(target)):
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


@pytest.mark.parametrize("name", [*FIRST, MANIFEST])
def test_a_file_that_is_held_open(pack: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before, manifest = files_of(pack), (pack / MANIFEST).read_bytes()
    hold(monkeypatch, lambda source, _: source == pack / name)
    folder, why = publish_files(pack, SECOND)
    assert folder == pack.with_name("2023-09-13-2")
    assert Path(name).name in why
    assert "đang mở trong chương trình khác" in why
    assert files_of(pack) == before
    assert (pack / MANIFEST).read_bytes() == manifest
    assert files_of(folder) == SECOND
    assert {path.name for path in pack.parent.iterdir()} == {pack.name, folder.name}


def test_a_new_file_that_cannot_be_put_in_place(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the old files are aside already when the last new one is refused
    hold(
        monkeypatch, lambda source, target: target == pack / MANIFEST and "old" not in source.parts
    )
    before, manifest = files_of(pack), (pack / MANIFEST).read_bytes()
    folder, _ = publish_files(pack, SECOND)
    assert folder.name == "2023-09-13-2"
    assert files_of(pack) == before
    assert (pack / MANIFEST).read_bytes() == manifest


def test_nothing_can_be_written_anywhere(wanted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(monkeypatch, lambda source, target: True)
    with pytest.raises(PackError, match="không ghi được bộ tài liệu"):
        publish_files(wanted, FIRST)
    assert [path for path in wanted.parent.rglob("*") if path.is_file()] == []
