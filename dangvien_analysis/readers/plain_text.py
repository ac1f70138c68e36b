"""Plain text tables (.tsv, .csv, .txt) -> Grid; the encoding and the delimiter are found."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
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
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.quoting import visible

# Prose and names hold commas, seldom semicolons, hardly ever bars or tabs.
_DELIMITERS = ("\t", "|", ";", ",")
# A mark in so many lines as half of those that the most frequent one is in delimits cells: with
# semicolons each line may hold a decimal comma, and each line of a title a comma besides.
_OFTEN = 2
_QUOTED = pattern(r'"[^"]*"')
_LONGEST = 2**20
"""Longest line [bytes]; the longest of a real table, with its notes, are some thousand."""
# The letters of Vietnamese alone: no old encoding has these three in a row.
_UTF8_LETTER = re.compile(rb"\xe1[\xba\xbb][\x80-\xbf]")
_BYTE_LINES = re.compile(rb"[\r\n]")
_LINE_END = pattern(r"\r\n?|\n")

# How spreadsheets keep a text a text: ="4", =4, '4. A text between two marks is a quotation.
_SIGNED = pattern(r'\s*=\s*(?:([+-]?\d[\d.,]*\s*%?)|"((?:[^"]|"")*)")\s*')
_MARKED = pattern(r"\s*'([^']+)")
_LONGEST_SIGNED = 1000
"""Letters of a formula that is only a text; longer ones are looked for in vain."""
_TWICE = '""'

# Half of the bytes of Latin letters, digits and tabs in UTF-16 are 0, all at even or all at odd
# places; the other letters of Vietnamese have none, and fewer than half of a table are such.
_UTF16_ZEROS = 0.5


def read_plain(path: Path, score: Score | None = None, limits: Limits | None = None) -> Grid:
    """Read a text file with one row of the table a line."""
    data = path.read_bytes()
    _refuse_large(data, path.name, limits or Limits())
    encoding = _encoding(data, path.name)
    if encoding is None:
        return _one_byte(_grid(_western(data), path.name), path.name, score)
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


def _western(data: bytes) -> str:
    """Read a one-byte encoding as Western letters, with the letters that were added in UTF-8."""
    text, parts, at = western(data), [], 0
    for found in _UTF8_LETTER.finditer(data):
        parts += [text[at : found.start()], found[0].decode()]
        at = found.end()
    return "".join([*parts, text[at:]])


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
    return replace(
        grid, rows=read_as(grid.rows, readings[best]), findings=(finding, *grid.findings)
    )


def _other_encoding(name: str) -> Finding:
    message = f"Tệp chữ không lưu bằng UTF-8; đã đọc theo bảng mã {ENCODING_NAMES[name]}."
    return Finding("text_encoding", message, stated=ENCODING_NAMES[name])


def _grid(text: str, file_name: str, *findings: Finding) -> Grid:
    """Split a text into rows of cells."""
    if "\0" in text:
        raise ReadError(f"{file_name}: tệp có ký tự rỗng (NUL), không phải là tệp chữ.")
    delimiter = _delimiter(text)
    # Strict: else one open quotation mark swallows every row after it.
    reader = csv.reader(_lines(_joined(text, delimiter)), delimiter=delimiter, strict=True)
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
    if "=" in text or "'" in text:
        rows, told = _without_signs(rows)
        findings = (*findings, *told)
    return Grid(tuple(rows), Kind.TEXT, findings=findings)


def _joined(text: str, delimiter: str) -> str:
    """Let a cell such as ="a, b" be one cell: its quotation marks are those of a formula."""
    if '="' not in text or delimiter not in ",;":
        return text
    edge = rf"[^{delimiter}\r\n]"
    formula = rf'(?<!{edge})="((?:[^"\r\n]|""){{0,{_LONGEST_SIGNED}}}+)"(?!{edge})'

    def quoted(found: re.Match[str]) -> str:
        inside = found[1].replace(_TWICE, _TWICE * 2)
        return f'"=""{inside}"""' if delimiter in inside else found[0]

    return re.sub(formula, quoted, text)


def _without_signs(rows: list[Row]) -> tuple[list[Row], list[Finding]]:
    """Take the text out of cells that are signed as text: ="4", =4, '4."""
    read = [row._replace(texts=tuple(map(_meant, row.texts))) for row in rows]
    signed = [
        (old.number, text)
        for old, new in zip(rows, read, strict=True)
        if old.texts != new.texts
        for text, meant in zip(old.texts, new.texts, strict=True)
        if text != meant
    ]
    if not signed:
        return rows, []
    number, example = signed[0]
    message = (
        f"{len(signed)} ô ghi kèm dấu giữ chữ của bảng tính, như {visible(example)}; đã đọc phần "
        f"bên trong."
    )
    return read, [Finding("quoted_cells", message, place=f"dòng {number}", stated=example)]


def _meant(text: str) -> str:
    """Give what a cell is signed to hold; other formulas stay as they are."""
    start = text.lstrip()[:1]
    if start == "=":
        signed = _SIGNED.fullmatch(text)
        return text if signed is None else signed[1] or (signed[2] or "").replace(_TWICE, '"')
    signed = _MARKED.fullmatch(text) if start == "'" else None
    return text if signed is None else signed[1]


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
