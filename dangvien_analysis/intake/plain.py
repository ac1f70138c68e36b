"""Plain text tables (.tsv, .csv, .txt) -> Grid."""

import csv
import io
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.grid import Grid, Kind, Row

# In this order when two split as many lines: names hold commas, seldom semicolons, never tabs.
_DELIMITERS = ("\t", ";", ",")


def read_plain(path: Path) -> Grid:
    """Read a text file with one row of the table a line.

    Parameters
    ----------
    path : Path
        A UTF-8 file, with or without a byte order mark.

    Returns
    -------
    Grid
        Its rows, blank ones too, so that line numbers are the file's own.

    Raises
    ------
    ReadError
        When the file is not UTF-8 text, or a quotation mark at a cell's start is not closed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if "\0" in text:
            raise ReadError(f"{path.name}: tệp có ký tự rỗng (NUL), không phải là tệp chữ.")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{path.name}: tệp chữ phải lưu bằng bảng mã UTF-8; byte thứ {error.start + 1} không "
            f"phải UTF-8. Mở tệp bằng Excel hoặc Notepad và lưu lại với mã UTF-8."
        ) from error
    # Strict: else one open quotation mark swallows every row after it.
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
    rows = []
    try:
        for texts in reader:
            rows.append(Row(tuple(texts), reader.line_num))
    except csv.Error as error:
        raise ReadError(
            f"{path.name}: dấu ngoặc kép mở ở đầu một ô nhưng không đóng ở cuối ô, thấy khi đọc "
            f"đến dòng {reader.line_num} ({error})."
        ) from error
    return Grid(tuple(rows), Kind.TEXT)


def _delimiter(text: str) -> str:
    """Take the delimiter that stands in the most lines."""
    lines = text.splitlines()
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=counts.__getitem__)
