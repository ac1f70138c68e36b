"""A TOML file that people write by hand -> its tables, and where in it each key stands."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from dangvien_analysis.errors import DangvienError
from dangvien_analysis.text.toml.toml_errors import NEWLINE, complaint, line_number, place_of
from dangvien_analysis.text.toml.toml_scan import KeyPath, scan

MOST_BYTES = 2**20
"""Size of the file [bytes]: an office's settings take some thousand."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class TomlFile:
    """A TOML file that was read."""

    name: str  # What messages call it
    text: str
    tables: dict[str, Any]  # What it says
    error: type[DangvienError]  # What is raised when it says something it should not

    def line(self, path: KeyPath) -> int | None:
        """Find the line of a place.

        Gives the line, from 1, where it or what it stands in is first written; inside {…} and […]
        that of the key before these. None for a place the file does not have.
        """
        start = scan(self.text).first(path)
        return None if start is None else line_number(self.text, start)

    def at(self, *path: str | int) -> "Place":
        """Name a place of the file."""
        return Place(self, path, f"[{path[0]}]" if path else "")


@dataclass(frozen=True)
class Place:
    """A place in a TOML file, to say what is wrong there."""

    file: TomlFile
    path: KeyPath  # Section, key, and for [[…]] the number of the part from 0
    label: str  # The place in words: "[levels] small_quota"

    def inner(self, key: str) -> "Place":
        """Name a key in this place."""
        return Place(self.file, (*self.path, key), f"{self.label} {key}".strip())

    def part(self, number: int) -> "Place":
        """Name one of the parts [[…]] that this place has."""
        return Place(self.file, (*self.path, number), f"{self.label}, phần thứ {number + 1}:")

    def refused(self, sentence: str) -> DangvienError:
        """Make the error for what stands here."""
        line = self.file.line(self.path)
        where = self.file.name if line is None else f"{self.file.name}, dòng {line}"
        words = f"{self.label} {sentence}".strip()
        return self.file.error(f"{where}: {words}.")


def read_toml(path: Path, name: str, error: type[DangvienError]) -> TomlFile:
    """Read a TOML file, or say in Vietnamese what keeps it from being read.

    Raises DangvienError of the kind that was asked for: when there is no ordinary file that may be
    read, when it is too large, is not UTF-8, is not valid TOML, or holds what no program should
    work through (nesting without end, numbers of thousands of digits).
    """
    text = _text(_content(path, name, error), name, error)
    if trouble := scan(text).trouble:
        start, words = trouble
        raise error(f"{name}, {place_of(text, start)}: không đọc được: {words}.")
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as failure:
        found = complaint(text, str(failure))
        message = f"{name}, {found.place}: không đọc được: {found.words}."
        raise error(message) from failure
    return TomlFile(name, text, tables, error)


def _content(path: Path, name: str, error: type[DangvienError]) -> bytes:
    """Read an ordinary file that is not too large; a pipe would never end."""
    try:
        mode = path.stat().st_mode
        if S_ISDIR(mode):
            raise error(f"{name}: đây là một thư mục, cần một tệp. Đổi tên thư mục này.")
        if not S_ISREG(mode):
            raise error(f"{name}: đây không phải là một tệp thường.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as failure:
        raise error(f"{name}: không mở được tệp: {_reason(failure)}.") from failure
    if len(content) > MOST_BYTES:
        raise error(f"{name}: tệp lớn hơn {MOST_BYTES // 2**20} MB, quá lớn cho một tệp viết tay.")
    return content


def _reason(failure: OSError) -> str:
    """Say why a file does not open; the system says it in English."""
    if isinstance(failure, PermissionError):
        return "không có quyền đọc"
    if isinstance(failure, FileNotFoundError):
        return "không có tệp này, hoặc là liên kết hỏng"
    return f"máy báo lỗi số {failure.errno}"


def _text(content: bytes, name: str, error: type[DangvienError]) -> str:
    """Decode a file; old Windows editors save "Unicode" as UTF-16 and "ANSI" as a code page."""
    advice = "Mở bằng Notepad, chọn Lưu thành (Save As), mã hóa (Encoding) UTF-8"
    if content.startswith(_UTF_16) or b"\0" in content[:4]:
        raise error(f"{name}: không đọc được: tệp lưu ở mã UTF-16, cần UTF-8. {advice}.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = content.count(b"\n", 0, failure.start) + 1
        message = f"{name}, dòng {line}: không đọc được: tệp không lưu ở mã UTF-8. {advice}."
        raise error(message) from failure
    return text.replace("\r\n", NEWLINE)
