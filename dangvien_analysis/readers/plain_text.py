"""Plain text tables (.tsv, .csv, .txt) -> Grid; the encoding and the delimiter are found."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.decoding import (
    Score,
    old_encoding,
    read_as,
    refuse_damaged,
    sample,
)
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.text.encodings import (
    DECODERS,
    ENCODING_NAMES,
    decode_windows_1258,
    is_unicode,
    syllables,
    western,
)

# Prose and names hold commas, seldom semicolons, hardly ever bars or tabs.
_DELIMITERS = ("\t", "|", ";", ",")
# A mark in so many lines as half of those that the most frequent one is in delimits cells: with
# semicolons each line may hold a decimal comma, and each line of a title a comma besides.
_OFTEN = 2
_QUOTED = re.compile(r'"[^"]*"')
_LONGEST = 2**20
"""Longest line [bytes]; the longest of a real table, with its notes, are some thousand."""
_BYTE_LINES = re.compile(rb"[\r\n]")
_LINE_END = re.compile(r"\r\n?|\n")

# Half of the bytes of Latin letters, digits and tabs in UTF-16 are 0, all at even or all at odd
# places; the other letters of Vietnamese have none, and fewer than half of a table are such.
_UTF16_ZEROS = 0.5


def read_plain(path: Path, score: Score | None = None, limits: Limits | None = None) -> Grid:
    """Read a text file with one row of the table a line."""
    data = path.read_bytes()
    _refuse_large(data, path.name, limits or Limits())
    encoding = _encoding(data, path.name)
    if encoding is None:
        return _one_byte(_grid(western(data), path.name), path.name, score)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{path.name}: tệp UTF-16 bị hỏng ở byte thứ {error.start + 1}. Xin lại tệp gốc, hoặc "
            f"lưu lại với mã UTF-8."
        ) from error
    if encoding.startswith("utf-8"):
        return _grid(text, path.name)
    return _grid(text.removeprefix("\ufeff"), path.name, _other_encoding("utf-16"))


def _refuse_large(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a file by its line ends and the most frequent of the marks that may part cells."""
    lines = max(data.count(b"\n"), data.count(b"\r")) + 1
    marks = max(data.count(mark.encode()) for mark in _DELIMITERS)
    if lines > limits.rows:
        raise ReadError(
            f"{name}: tệp chữ có {lines} dòng, quá {limits.rows} dòng; chỉ giữ lại bảng số liệu "
            f"rồi thử lại, hoặc nâng rows trong phần [limits] của dangvien.toml."
        )
    if lines + marks > limits.cells:
        raise ReadError(
            f"{name}: tệp chữ có khoảng {lines + marks} ô, quá {limits.cells} ô; chỉ giữ lại bảng "
            f"số liệu rồi thử lại, hoặc nâng cells trong phần [limits] của dangvien.toml."
        )
    if len(data) > _LONGEST and max(map(len, _BYTE_LINES.split(data))) > _LONGEST:
        raise ReadError(
            f"{name}: tệp chữ có dòng dài hơn {_LONGEST} byte, không phải là bảng số liệu."
        )


def _encoding(data: bytes, file_name: str) -> str | None:
    """Name the Unicode encoding of a file; None for a one-byte encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    even, odd = (data[::2].count(0), data[1::2].count(0)) if 0 in data else (0, 0)
    if (even == 0) != (odd == 0) and max(even, odd) >= _UTF16_ZEROS * (len(data) / 2):
        return "utf-16-le" if odd else "utf-16-be"
    if even or odd:
        raise ReadError(f"{file_name}: tệp có ký tự rỗng (NUL), không phải là tệp chữ.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken(data, error, file_name)
        return None
    return "utf-8-sig"


def _refuse_broken(data: bytes, error: UnicodeDecodeError, file_name: str) -> None:
    """Refuse UTF-8 with a fault in it: bytes of other encodings make no letters of UTF-8."""
    text = data.decode("utf-8", errors="replace")
    whole = sum(not char.isascii() for char in text) - text.count("\ufffd")
    if data.startswith(codecs.BOM_UTF8) or (whole > text.count("\ufffd") and is_unicode(text)):
        raise ReadError(
            f"{file_name}: tệp chữ lưu bằng bảng mã UTF-8 nhưng bị hỏng ở byte thứ "
            f"{error.start + 1}. Xin lại tệp gốc, hoặc mở tệp bằng Excel hoặc Notepad, chữa chỗ "
            f"đó và lưu lại với mã UTF-8."
        ) from error


def _one_byte(grid: Grid, file_name: str, score: Score | None) -> Grid:
    """Read a grid of Western letters in the encoding that gives the most Vietnamese."""
    refuse_damaged(grid, file_name)
    readings: dict[str, Callable[[str], str]] = {
        "windows-1258": decode_windows_1258,
        "windows-1252": str,
        **DECODERS,
    }
    rows = sample(grid.rows)

    def merit(name: str) -> tuple[int, int]:
        read = read_as(rows, readings[name])
        known = 0 if score is None else score(read)
        return known, sum(syllables(text) for row in read for text in row.texts)

    best = max(readings, key=merit)
    finding = _other_encoding(best)
    if best in DECODERS:
        finding = old_encoding(best, "tệp chữ không phải UTF-8", rows)
    return Grid(read_as(grid.rows, readings[best]), grid.kind, findings=(finding,))


def _other_encoding(name: str) -> Finding:
    message = f"Tệp chữ không lưu bằng UTF-8; đã đọc theo bảng mã {ENCODING_NAMES[name]}."
    return Finding("text_encoding", message, stated=ENCODING_NAMES[name])


def _grid(text: str, file_name: str, *findings: Finding) -> Grid:
    """Split a text into rows of cells."""
    if "\0" in text:
        raise ReadError(f"{file_name}: tệp có ký tự rỗng (NUL), không phải là tệp chữ.")
    # Strict: else one open quotation mark swallows every row after it.
    reader = csv.reader(_lines(text), delimiter=_delimiter(text), strict=True)
    rows = []
    try:
        for texts in reader:
            rows.append(Row(tuple(texts), reader.line_num))
    except csv.Error as error:
        fault = "dấu ngoặc kép mở ở đầu một ô nhưng không đóng ở cuối ô"
        if '"' not in text:
            fault = "có một ô dài quá mức, không phải là bảng"
        raise ReadError(
            f"{file_name}: {fault}, thấy khi đọc đến dòng {reader.line_num} ({error})."
        ) from error
    return Grid(tuple(rows), Kind.TEXT, findings=findings)


def _lines(text: str) -> Iterator[str]:
    """Give line after line with its end, without a second copy of the text."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _delimiter(text: str) -> str:
    """Take the first mark that stands, outside quotation marks, in often enough lines."""
    lines = _LINE_END.split(_QUOTED.sub("", text))
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS}
    most = max(counts.values())
    return next(mark for mark in _DELIMITERS if counts[mark] * _OFTEN >= most)
