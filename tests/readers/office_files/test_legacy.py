import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import psutil
import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.office_files import legacy
from dangvien_analysis.readers.office_files.legacy import convert, converted, find_office, old_word
from dangvien_analysis.readers.office_files.word_file import read_word
from dangvien_analysis.text.vietnamese import clean
from tests.fixtures.make_office_files import BODY, DATA, RTF_UNITS, real_table
from tests.readers.test_child import is_ended

NOTICE = DATA / "thong-bao.doc"
RAW = [[cell.replace(".", ",") for cell in row] for row in real_table()]
with_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed here")


def tables(grid: Grid) -> dict[str, list[list[str]]]:
    return {
        part: [[clean(text) for text in row.texts] for row in rows]
        for part, rows in grid.parts().items()
        if part
    }


# --- with LibreOffice -------------------------------------------------------------------------


@with_office
@pytest.mark.parametrize(
    ("name", "saved_as", "rows"),
    [
        ("thong-bao.doc", "Thông báo số 623 (bản gốc).doc", RAW),
        # RTF under the name .doc, as some programs save it
        ("thong-bao.rtf", "Thông báo 9 tháng.doc", RAW[: RTF_UNITS + 1]),
    ],
)
def test_an_old_word_file_is_read_to_the_last_cell(
    name: str, saved_as: str, rows: list[list[str]], tmp_path: Path
) -> None:
    path = tmp_path / saved_as
    path.write_bytes((DATA / name).read_bytes())
    with converted(path) as document:
        grid = read_word(document)
    assert tables(grid)["bảng 2"] == rows
    assert {*BODY} <= {clean(row.texts[0]) for row in grid.rows if not row.part}
    assert not document.exists()
    assert list(tmp_path.iterdir()) == [path]


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on this machine, and keep the first line of what is asked."""
    asked: list[bytes] = []

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline())

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], asked
        server.shutdown()


@with_office
@pytest.mark.parametrize("locked_down", [True, False])
def test_no_link_of_a_document_is_followed(
    locked_down: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page with pictures elsewhere is what LibreOffice asks for most; unlocked it does."""
    if not locked_down:
        monkeypatch.setattr(legacy, "_SETTINGS", {})
    path, office = tmp_path / "a.html", find_office()
    assert office
    with listening() as (port, asked):
        pictures = "".join(
            f'<img src="http://{host}:{port}/a.png">' for host in ("localhost", "127.0.0.1")
        )
        path.write_text(f"<html><p>Thong bao</p>{pictures}</html>", encoding="ascii")
        convert(path, "odt", office=office)
    assert path.with_suffix(".odt").is_file()
    assert bool(asked) is not locked_down


@with_office
def test_half_a_file_ends_in_a_document_or_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(NOTICE.read_bytes()[:3000])
    try:
        with converted(path) as document:
            assert document.stat().st_size > 0
    except ReadError as error:
        assert str(error) == (
            "a.doc: LibreOffice không mở được tệp này; mở tệp bằng Word và lưu lại thành .docx."
        )


# --- a program in its place -------------------------------------------------------------------


def program(folder: Path, code: str) -> Path:
    """Write a program that is started as LibreOffice would be."""
    script = folder / "office.py"
    script.write_text(code, encoding="utf-8")
    path = folder / ("soffice.bat" if os.name == "nt" else "soffice")
    if os.name == "nt":
        path.write_text(f'@"{sys.executable}" "{script}" %*\n', encoding="utf-8")
    else:
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', encoding="utf-8")
        path.chmod(0o755)
    return path


def test_one_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    office = program(
        tmp_path,
        "import subprocess, sys, time\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(told)!r}, 'w').write(str(other.pid))\n"
        "time.sleep(600)\n",
    )
    before, start = set(psutil.Process().children(recursive=True)), time.monotonic()
    for seconds in (2, 20, 200):
        said = rf"^thong-bao\.doc: .*quá {seconds} giây.*lưu lại thành \.docx"
        with (
            pytest.raises(ReadError, match=said),
            converted(NOTICE, office=office, seconds=seconds),
        ):
            pass
        if told.exists() and told.read_text():  # else the time was too short to start it
            break
    assert time.monotonic() - start < 500  # before it would have ended by itself
    assert is_ended(int(told.read_text()))
    assert set(psutil.Process().children(recursive=True)) <= before


@pytest.mark.parametrize(
    ("code", "memory", "said"),
    [
        ("raise SystemExit(1)", legacy.MEMORY, "không mở được"),
        ("kept = b'x' * 2**30; import time; time.sleep(60)", 300 * 2**20, "quá nhiều bộ nhớ"),
    ],
)
def test_one_that_fails_is_told(code: str, memory: int, said: str, tmp_path: Path) -> None:
    office = program(tmp_path, code)
    with (
        pytest.raises(ReadError, match=rf"^thong-bao\.doc: .*{said}.*lưu lại thành \.docx"),
        converted(NOTICE, office=office, memory=memory),
    ):
        pass


def test_it_is_started_apart_from_the_user_s_own_and_locked_down(tmp_path: Path) -> None:
    office = program(
        tmp_path,
        "import pathlib, sys, urllib.parse, urllib.request\n"
        "arguments = dict(one.split('=', 1) for one in sys.argv if '=' in one)\n"
        "place = urllib.parse.urlparse(arguments['-env:UserInstallation']).path\n"
        "profile = pathlib.Path(urllib.request.url2pathname(place))\n"
        "source = pathlib.Path(sys.argv[-1])\n"
        "assert profile.parent == source.parent.resolve() and '--headless' in sys.argv\n"
        "settings = (profile / 'user' / 'registrymodifications.xcu').read_text('utf-8')\n"
        "source.with_suffix('.docx').write_text(settings, 'utf-8')\n",
    )
    with converted(NOTICE, office=office) as made:
        settings = made.read_text(encoding="utf-8")
        assert NOTICE.parent not in made.parents
    for name, value in [
        ("MacroSecurityLevel", "3"),
        ("DisableMacrosExecution", "true"),
        ("BlockUntrustedRefererLinks", "true"),
        ("Link", "2"),
    ]:
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}<' in settings


# --- without ----------------------------------------------------------------------------------


def test_without_libreoffice_the_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    said = r"^thong-bao\.doc: .*LibreOffice.*; mở tệp bằng Word và lưu lại thành \.docx\.$"
    with pytest.raises(ReadError, match=said), converted(NOTICE):
        pass


def test_a_program_in_the_working_directory_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = program(tmp_path, "")
    monkeypatch.setattr(legacy, "_PLACES", ())
    monkeypatch.setattr(legacy, "_NAMES", (office.name,))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([".", ""]))
    assert find_office() is None
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path)]))
    assert find_office() == office


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), ".doc"),
        (b"{\\rtf1 }", ".rtf"),
        (b"PK\x03\x04", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_an_old_word_file_is_known_by_its_first_bytes(
    content: bytes, ending: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(content)
    assert old_word(path) == ending
    if ending is None:
        with pytest.raises(ReadError, match=r"^a\.doc: .*không phải tệp Word cũ"), converted(path):
            pass
