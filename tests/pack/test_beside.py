"""The folder a pack is written in, and what is left of it when a command is killed."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dangvien_analysis.errors import PackError
from dangvien_analysis.pack.beside import LOCK, MANIFEST, beside
from dangvien_analysis.pack.publishing import publish
from tests.conftest import ROOT

FIRST = {"bao-cao.html": "một", "bieu-do/a.png": "hình", "so-lieu.xlsx": "bảng"}
SECOND = {"bao-cao.html": "hai", "bieu-do/b.png": "hình", "so-lieu.xlsx": "bảng"}

# Publishes what it is told, and dies like a killed process at the rename it is told.
DYING = """
import json, os, signal, sys
from pathlib import Path
from dangvien_analysis.pack.beside import beside
from dangvien_analysis.pack.publishing import publish

wanted, files, last = Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
rename, done = Path.replace, []

def replace(self, target):
    if len(done) == last:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    done.append(target)
    return rename(self, target)

Path.replace = replace
with beside(wanted) as made:
    for name, text in files.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    publish(made, wanted, {})
"""
# Renames of a swap: the note of where to, four old files, four new ones.
ALL = 1 + 4 + 4


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def publish_files(wanted: Path, files: dict[str, str]) -> tuple[Path, str]:
    with beside(wanted) as made:
        put(made, files)
        return publish(made, wanted, {})


def die(wanted: Path, files: dict[str, str], last: int) -> int:
    """Publish in a process that is killed instead of the rename of that number."""
    command = [sys.executable, "-c", DYING, str(wanted), json.dumps(files), str(last)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode


def files_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def hidden(wanted: Path) -> list[str]:
    return [path.name for path in wanted.parent.iterdir() if path.name.startswith(".")]


@pytest.fixture
def wanted(tmp_path: Path) -> Path:
    return tmp_path / "reports" / "2023-09-13"


def test_place_is_removed_even_after_an_error(wanted: Path) -> None:
    with pytest.raises(RuntimeError), beside(wanted) as made:
        put(made, FIRST)
        assert made.parent.parent == wanted.parent
        assert list(made.parent.iterdir()) != []
        raise RuntimeError
    assert list(wanted.parent.iterdir()) == []


def test_no_place_to_write(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("", encoding="utf-8")
    with pytest.raises(PackError, match="reports: không ghi được"), beside(tmp_path / "reports/a"):
        pass


# Nothing is lost wherever a command is killed: the pack before lies there, or the new one.
@pytest.mark.parametrize("last", range(ALL))
def test_a_kill_while_files_are_moved_is_put_right(wanted: Path, last: int) -> None:
    publish_files(wanted, FIRST)
    manifest = (wanted / MANIFEST).read_bytes()
    put(wanted, {"ghi-chu.txt": "của tôi"})
    assert die(wanted, SECOND, last) != 0
    assert len(hidden(wanted)) == 1
    # the next command is about another day
    with beside(wanted.with_name("2023-10-13")):
        pass
    assert hidden(wanted) == []
    assert files_of(wanted) == FIRST | {"ghi-chu.txt": "của tôi"}
    assert (wanted / MANIFEST).read_bytes() == manifest
    assert publish_files(wanted, SECOND) == (wanted, "")
    assert files_of(wanted) == SECOND | {"ghi-chu.txt": "của tôi"}


def test_the_test_kills_at_each_rename(wanted: Path) -> None:
    publish_files(wanted, FIRST)
    assert die(wanted, SECOND, ALL) == 0
    assert files_of(wanted) == SECOND


@pytest.mark.parametrize("last", range(1 + 4))
def test_a_kill_while_the_first_pack_is_moved(wanted: Path, last: int) -> None:
    assert die(wanted, FIRST, last) != 0
    with beside(wanted.with_name("2023-10-13")):
        pass
    assert list(wanted.parent.iterdir()) == []
    assert publish_files(wanted, FIRST) == (wanted, "")


def test_what_was_done_before_the_kill_stays(
    wanted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_files(wanted, FIRST)
    # what was put aside and the rest of the folder are still there
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        publish_files(wanted, SECOND)
    assert len(hidden(wanted)) == 1
    with beside(wanted):
        pass
    assert hidden(wanted) == []
    assert files_of(wanted) == SECOND


def test_what_was_changed_after_the_kill_stays_and_so_does_the_old(wanted: Path) -> None:
    publish_files(wanted, FIRST)
    # killed with two new files in place
    assert die(wanted, SECOND, 1 + 4 + 2) != 0
    changed = next(name for name, text in files_of(wanted).items() if SECOND.get(name) == text)
    put(wanted, {changed: "của tôi"})
    for _ in range(2):
        with beside(wanted):
            pass
    assert files_of(wanted) == FIRST | {changed: "của tôi"}
    (left,) = hidden(wanted)
    assert FIRST[changed] in files_of(wanted.with_name(left) / "old").values()


def test_what_a_living_command_uses_stays(wanted: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from dangvien_analysis.pack.beside import beside\n"
        "with beside(Path(sys.argv[1])) as made:\n"
        "    print(made, flush=True); sys.stdin.read(); print((made / 'a').exists())"
    )
    command = [sys.executable, "-c", code, str(wanted)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        made = Path(other.stdout.readline().strip())
        (made / "a").touch()
        publish_files(wanted, FIRST)
        assert (made / "a").exists()
        assert other.communicate("")[0].strip() == "True"
    assert hidden(wanted) == []


def test_a_killed_command_leaves_nothing_for_ever(wanted: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from dangvien_analysis.pack.beside import beside\n"
        "with beside(Path(sys.argv[1])) as made:\n"
        "    (made / 'a').write_bytes(bytes(1000))\n"
        "    os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))"
    )
    subprocess.run([sys.executable, "-c", code, str(wanted)], cwd=ROOT, check=False)
    assert len(hidden(wanted)) == 1
    publish_files(wanted, FIRST)
    assert hidden(wanted) == []


def test_what_is_not_ours_stays(wanted: Path) -> None:
    put(wanted.parent, {".tai-lieu-abcdefgh/a.txt": "của tôi", ".ghi-chu/b.txt": "của tôi"})
    (wanted.parent / f".2023-09-13-{'x' * 8}").mkdir()
    publish_files(wanted, FIRST)
    assert sorted(hidden(wanted)) == [".ghi-chu", ".tai-lieu-abcdefgh"]


def test_a_place_that_was_taken_for_a_left_one_is_made_again(
    wanted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = tempfile.mkdtemp

    def gone(**options: str) -> str:
        place = make(**options)
        Path(place).rmdir()
        return place

    monkeypatch.setattr(tempfile, "mkdtemp", gone)
    with beside(wanted) as made:
        assert made.is_dir()
        assert (made.parent / LOCK).is_file()
