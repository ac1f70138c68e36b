import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dangvien_analysis.files import sha256_of, write_bytes, write_text
from tests.conftest import ROOT


@pytest.mark.parametrize("content", [b"", b"a", "Đảng bộ\r\n".encode()])
def test_hash_is_of_the_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert sha256_of(path) == hashlib.sha256(content).hexdigest()


def test_makes_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "số.csv"
    write_text(path, "x")
    assert path.read_text(encoding="utf-8") == "x"
    assert [one.name for one in path.parent.iterdir()] == ["số.csv"]


@pytest.mark.parametrize("text", ["", "a\nb\n", "a\r\nb\r\n", "Đảng bộ xã Vĩnh Phong, Ấ"])
def test_bytes_are_utf8_with_the_line_ends_given(tmp_path: Path, text: str) -> None:
    write_text(tmp_path / "a.txt", text)
    assert (tmp_path / "a.txt").read_bytes() == text.encode("utf-8")


def test_bytes_are_written_as_given(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", "Đ\r\n".encode("utf-16"))
    assert (tmp_path / "a").read_bytes() == "Đ\r\n".encode("utf-16")


def test_replaces_the_old_text(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "the old text")
    write_text(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"


def test_others_may_read_it(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "x")
    # On Windows only the write bit of the owner exists.
    wanted = 0o666 if os.name == "nt" else 0o644
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == wanted


def test_what_a_killed_command_left_is_removed_a_day_later(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from dangvien_analysis.files import write_text\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), getattr(signal, 'SIGKILL', 15))\n"
        "write_text(Path(sys.argv[1]), 'half')"
    )
    path = tmp_path / "a.txt"
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)
    (left,) = tmp_path.iterdir()
    others = [tmp_path / name for name in (".a.txt-cua-toi", ".b.txt-abcdefgh", "a.txt-abcdefgh")]
    for one in others:
        one.touch()
    write_text(path, "one")
    assert left.exists()  # it may be a living command's
    for one in (left, *others):
        os.utime(one, (0, 0))
    write_text(path, "two")
    assert not left.exists()
    assert sorted(tmp_path.iterdir()) == sorted([path, *others])
    assert path.read_text(encoding="utf-8") == "two"


def refused(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("step", ["chmod", "replace"])
def test_old_text_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write_text(tmp_path / "a.txt", "old")
    monkeypatch.setattr(Path, step, refused)
    with pytest.raises(PermissionError):
        write_text(tmp_path / "a.txt", "new")
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"


def test_old_text_stays_when_the_new_one_cannot_be_encoded(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "a.txt", "\ud800")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
