import os
import sys
from pathlib import Path

import pytest

from dangvien_analysis.errors import DangvienError, ReadError, RegisterError
from dangvien_analysis.text.toml.toml_file import MOST_BYTES, TomlFile, read_toml


def read(folder: Path, content: bytes) -> TomlFile:
    path = folder / "a.toml"
    path.write_bytes(content)
    return read_toml(path, "tên.toml", ReadError)


@pytest.mark.parametrize(
    "content",
    [
        b"[a]\nb = 1",
        # the mark that Windows editors put first, and their ends of lines
        b"\xef\xbb\xbf[a]\r\nb = 1\r\n",
        b"[a]\nb = 1\n".ljust(MOST_BYTES),
    ],
)
def test_tables_and_lines(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path, content)
    assert found.tables == {"a": {"b": 1}}
    assert found.line(("a", "b")) == 2
    assert found.line(("c",)) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        # Notepad's "Unicode", with its mark and without; its "ANSI"
        ("[a]\nb = 'ă'".encode("utf-16"), "tên.toml: không đọc được: tệp lưu ở mã UTF-16"),
        ("[a]\nb = 'ă'".encode("utf-16-be"), "mã UTF-16, cần UTF-8. Mở bằng Notepad"),
        ("[a]\nb = 'a'".encode("utf-16-le"), "mã UTF-16"),
        (b"[a]\nb = '\xe3'", "tên.toml, dòng 2: không đọc được: tệp không lưu ở mã UTF-8"),
        (b"[a]\nb = \0", "tên.toml, dòng 2, cột 5: không đọc được: "),
        (b"#" * (MOST_BYTES + 1), "tên.toml: tệp lớn hơn 1 MB"),
        (b"a = " + b"[" * 1000, "tên.toml, dòng 1, cột 21: không đọc được: các phần lồng nhau"),
        (b"[a]\nb = " + b"1" * 5000, "tên.toml, dòng 2, cột 5: không đọc được: có con số dài"),
    ],
)
def test_what_cannot_be_read_is_one_message(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, content)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_folder_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"^x: đây là một thư mục"):
        read_toml(tmp_path, "x", RegisterError)
    with pytest.raises(RegisterError, match=r"^x: không mở được tệp: không có tệp này"):
        read_toml(tmp_path / "none", "x", RegisterError)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.toml")
    with pytest.raises(ReadError, match="không phải là một tệp thường"):
        read_toml(tmp_path / "a.toml", "a.toml", ReadError)


def test_another_failure_of_the_system_is_told_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "stat", fail)
    with pytest.raises(ReadError, match=r"^a: không mở được tệp: máy báo lỗi số 5\.$"):
        read_toml(tmp_path / "a.toml", "a", ReadError)


def test_a_place_says_file_line_and_key(tmp_path: Path) -> None:
    found = read(tmp_path, b"[a]\nb = 1\n[[c.d]]\n[[c.d]]\ne = 2\n")
    errors: list[DangvienError] = [
        found.at("a").refused("x"),
        found.at("a").inner("b").refused("x"),
        found.at("c").inner("d").part(1).inner("e").refused("x"),
        # a key that is not there: the line of its section; a section: none
        found.at("a").inner("f").refused("x"),
        found.at("g").refused("x"),
    ]
    assert {type(error) for error in errors} == {ReadError}
    assert list(map(str, errors)) == [
        "tên.toml, dòng 1: [a] x.",
        "tên.toml, dòng 2: [a] b x.",
        "tên.toml, dòng 5: [c] d, phần thứ 2: e x.",
        "tên.toml, dòng 1: [a] f x.",
        "tên.toml: [g] x.",
    ]
