"""One reader of the lists that people keep, as editors and spreadsheets save them.

A Vietnamese Excel parts cells by semicolons, begins with a byte order mark, ends lines with CRLF,
writes days as 13/9/2023 and leaves blank rows at the end: all of it is the same list. What cannot
be read is one message with the file, the line and the column.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dangvien_analysis.errors import DangvienError, RegisterError
from dangvien_analysis.files import write_bytes
from dangvien_analysis.text.cells import guarded, unguarded
from dangvien_analysis.text.encodings import lost_letters
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean

_BOM = "\ufeff"
_SEPARATORS = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu tab"}
# The line by which Excel is told the mark that parts cells; the headings show it as well.
_TOLD = pattern(r"\Asep=[,;\t][ \t]*(?=[\r\n]|\Z)", re.IGNORECASE)
_LINE = pattern(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_LINE_END = pattern(r"\r\n?|\n")
# The year has four digits, so that no day of the month is taken for it.
_DAYS = (
    re.compile(r"(?P<year>\d{4})([-/])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>\d{4})", re.ASCII),
)
# More is an identifier, or two cells run together.
_WHOLE = pattern(r"[0-9]{1,15}")
_FREE = ("note",)
"""Last columns that hold free words: text beyond them is theirs."""
_SHOWN = 80
"""Letters of a cell that a message shows."""
_SAVE_AGAIN = "hãy mở bằng Excel hoặc Notepad và lưu lại dạng “CSV UTF-8”"


@dataclass(frozen=True)
class ListRow:
    """One line of a list that holds anything."""

    number: int  # Its line in the file; of a row over several lines, the first
    place: str  # File and line, as messages name it
    # The text of each wanted column, as `as_listed` gives it; empty where there is none
    cells: Mapping[str, str]
    # What is raised about it
    error: type[DangvienError] = field(default=RegisterError, repr=False, compare=False)

    def day(self, name: str) -> date:
        """Read a cell as a day.

        From 2023-09-13 or 13/9/2023, with zeros before or not; the day never stands behind the
        month in the second.
        """
        day = _day(clean(self.cells[name]))
        if day is None:
            wanted = "phải là một ngày có thật, viết NĂM-THÁNG-NGÀY (2023-09-13) hoặc 13/9/2023"
            raise self._fault(name, wanted)
        return day

    def whole(self, name: str) -> int:
        """Read a cell as a whole number."""
        text = clean(self.cells[name])
        if not _WHOLE.fullmatch(text):
            raise self._fault(name, "phải là số nguyên không âm, chỉ gồm các chữ số viết liền")
        return int(text)

    def _fault(self, name: str, wanted: str) -> DangvienError:
        return self.error(f"{self.place}: {name} {_short(self.cells[name])!r} {wanted}.")


@dataclass(frozen=True)
class Columns:
    """A list by its columns, for those of tens of thousands of lines."""

    path: Path  # Where it stands
    separator: str  # What parts its cells
    numbers: list[int]  # The line of each row in the file; of a row over several lines, the first
    texts: dict[str, list[str]]  # The texts of each wanted column, as `as_listed` gives them
    error: type[DangvienError] = RegisterError  # What is raised about it

    def row(self, at: int) -> ListRow:
        """Give one row."""
        number = self.numbers[at]
        cells = {name: texts[at] for name, texts in self.texts.items()}
        return ListRow(number, _place(self.path, number), cells, self.error)

    def rows(self) -> list[ListRow]:
        """Give all rows."""
        return [self.row(at) for at in range(len(self.numbers))]

    def iso_days(self, name: str) -> list[str]:
        """Give a column of days as they are compared as texts.

        YYYY-MM-DD, read as `ListRow.day` reads them; an empty cell stays empty.
        """
        texts, iso = self.texts[name], {"": ""}
        for at, text in enumerate(texts):
            if text not in iso:
                iso[text] = self.row(at).day(name).isoformat()
        return [iso[text] for text in texts]


def columns_of(
    path: Path,
    content: bytes,
    fields: Sequence[str],
    *,
    optional: Sequence[str] = (),
    names: Sequence[str] = (),
    error: type[DangvienError] = RegisterError,
) -> Columns:
    """Read a list by its columns.

    Gives the rows that hold anything; a row with fewer cells than the first line ends in empty
    ones.

    `fields`: the columns it must have. Their order, letter case and further columns do not matter.
    """
    text, wanted = _text(path, content, error), [*fields, *optional]
    separator, _ = _heading(text, wanted)
    numbers, rows = _records(path, text, separator, error)
    head, number = (rows.pop(0), numbers.pop(0)) if rows else ([], 1)
    if fault := _fault_of(head, fields, wanted):
        parted = f" (các ô ngăn bằng {_SEPARATORS[separator]})" if head else ""
        raise error(f"{_place(path, number)}: {fault}{parted}.")
    _fit(rows, len(head))
    if _key(head[-1]) in _FREE:
        _rejoin(rows, len(head), separator)
    keys = list(map(_key, head))
    at = {name: keys.index(_key(name)) for name in wanted if _key(name) in keys}
    cell_text = _how(text)
    columns = list(zip(*rows, strict=False)) or [()] * len(head)
    texts = {
        name: list(map(cell_text, columns[at[name]])) if name in at else [""] * len(rows)
        for name in wanted
    }
    found = Columns(path, separator, numbers, texts, error)
    _refuse_overflow(found, head, rows)
    _refuse_lost(found, names)
    return found


def parse_list(
    path: Path,
    content: bytes,
    fields: Sequence[str],
    *,
    optional: Sequence[str] = (),
    names: Sequence[str] = (),
    error: type[DangvienError] = RegisterError,
) -> list[ListRow]:
    """Read the bytes of a list."""
    return columns_of(path, content, fields, optional=optional, names=names, error=error).rows()


def read_list(
    path: Path,
    fields: Sequence[str],
    *,
    optional: Sequence[str] = (),
    names: Sequence[str] = (),
    error: type[DangvienError] = RegisterError,
) -> list[ListRow]:
    """Read a list; the file is opened once."""
    return parse_list(path, path.read_bytes(), fields, optional=optional, names=names, error=error)


def appended(
    content: bytes,
    fields: Sequence[str],
    *rows: Mapping[str, str],
    optional: Sequence[str] = (),
) -> bytes:
    """Add rows to the bytes of a list."""
    encoding, wanted = _encoding(content), [*fields, *optional]
    text = content.decode(encoding).removeprefix(_BOM)
    found = _LINE_END.search(text)
    end = found[0] if found else "\n"
    separator, head = _heading(text, wanted)
    lines = [] if head else [wanted]
    names = {_key(name): name for name in wanted}
    order = [names.get(_key(cell), "") for cell in head or wanted]
    lines += [[guarded(row.get(name, "")) for name in order] for row in rows]
    gap = end if text and not text.endswith(("\r", "\n")) else ""
    return content + (gap + "".join(_line(one, separator, end) for one in lines)).encode(encoding)


def append_row(
    path: Path,
    fields: Sequence[str],
    values: Mapping[str, str],
    *,
    optional: Sequence[str] = (),
    error: type[DangvienError] = RegisterError,
) -> None:
    """Add a row to a list, written beside and renamed.

    Raises DangvienError when the list cannot be read, or could not be with this row; nothing is
    written then.
    """
    content = path.read_bytes() if path.is_file() else b""
    if content:
        parse_list(path, content, fields, optional=optional, error=error)
    whole = appended(content, fields, values, optional=optional)
    parse_list(path, whole, fields, optional=optional, error=error)
    write_bytes(path, whole)


def as_listed(text: str) -> str:
    """Give a text as it comes back from a list.

    NFC, `unguarded`, without white space around it.
    """
    return unguarded(unicodedata.normalize("NFC", text).strip()).strip()


def _how(text: str) -> Callable[[str], str]:
    """Choose what makes the cells of a list `as_listed`; as a rule there is next to nothing."""
    plain = unicodedata.is_normalized("NFC", text) and "'" not in text
    return str.strip if plain else as_listed


def _day(text: str) -> date | None:
    """Read a day, year first or last; None when it is written otherwise or not in the calendar."""
    for shape in _DAYS:
        if found := shape.fullmatch(text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None


def _key(heading: str) -> str:
    return clean(heading).casefold()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _place(path: Path, number: int) -> str:
    return f"{path}, dòng {number}"


def _line_after(text: str) -> int:
    """Count the lines up to the end of a text, as an editor does."""
    return len(_LINE_END.findall(text)) + 1


def _encoding(content: bytes) -> str:
    """Name the encoding; the mark at the start of the text is left in."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    return "utf-8"


def _text(path: Path, content: bytes, error: type[DangvienError]) -> str:
    """Decode a file; what is no text is refused by its first line that is none."""
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        place = _place(path, _line_after(content[: fault.start].decode(encoding)))
        raise error(f"{place}: không phải bảng mã UTF-8; {_SAVE_AGAIN}.") from fault
    if (at := text.find("\0")) >= 0:
        place = _place(path, _line_after(text[:at]))
        raise error(f"{place}: có ký tự rỗng (NUL), không phải là tệp chữ; {_SAVE_AGAIN}.")
    return text.removeprefix(_BOM)


class _Dialect(csv.excel):
    """CSV in which an open quotation mark is a fault and does not swallow the rows after it."""

    strict = True
    skipinitialspace = True


def _lines(text: str) -> Iterator[str]:
    """Give line after line with its end; a lone CR ends one too."""
    return (line[0] for line in _LINE.finditer(_TOLD.sub("", text, count=1)))


def _line(cells: Sequence[str], separator: str, end: str) -> str:
    stream = io.StringIO()
    # Some releases of Python leave a line end within a cell unquoted when it is not the row's.
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerow(cells)
    return stream.getvalue().removesuffix("\r\n") + end


def _holds(cells: Sequence[str]) -> bool:
    return any(cells) and any(map(str.strip, cells))


def _heading(text: str, wanted: Iterable[str]) -> tuple[str, list[str]]:
    """Find the mark that parts cells and, parted by it, the first line that holds anything."""
    keys = set(map(_key, wanted))
    heads = {mark: _first(text, mark) for mark in _SEPARATORS}
    found = {mark: sum(_key(cell) in keys for cell in head) for mark, head in heads.items()}
    best = max(heads, key=lambda mark: (found[mark], len(heads[mark])))
    return best, heads[best]


def _first(text: str, separator: str) -> list[str]:
    try:
        return next(filter(_holds, csv.reader(_lines(text), _Dialect, delimiter=separator)), [])
    except csv.Error:  # told when the whole list is read
        return []


def _records(
    path: Path, text: str, separator: str, error: type[DangvienError]
) -> tuple[list[int], list[list[str]]]:
    """Give the rows that hold anything, and the first line of each."""
    # Faster than `_lines` over the whole, but it copies the text first.
    stream = io.StringIO(_TOLD.sub("", text, count=1), newline="")
    reader = csv.reader(stream, _Dialect, delimiter=separator)
    numbers, rows, before = [], [], 0
    try:
        for cells in reader:
            if cells and (cells[0].strip() or _holds(cells)):
                numbers.append(before + 1)
                rows.append(cells)
            before = reader.line_num
    except csv.Error as fault:
        raise error(f"{_place(path, before + 1)}: không đọc được; {_broken(fault)}.") from fault
    return numbers, rows


def _broken(fault: csv.Error) -> str:
    """Tell what may be wrong with a row that is no CSV."""
    quoted = "dấu ngoặc kép mở ở đầu một ô mà không đóng ở cuối ô"
    if "field limit" in str(fault):
        return f"có một ô dài quá {csv.field_size_limit()} chữ, có lẽ do {quoted}"
    return f"có lẽ do {quoted}"


def _fault_of(head: list[str], fields: Iterable[str], wanted: Iterable[str]) -> str:
    """Tell what is wrong with the line of headings; nothing, as a rule."""
    keys = list(map(_key, head))
    if missing := [name for name in fields if _key(name) not in keys]:
        return f"thiếu cột {', '.join(missing)}"
    twice = [name for name in wanted if keys.count(_key(name)) > 1]
    return f"có hai cột {', '.join(twice)}" if twice else ""


def _fit(rows: list[list[str]], width: int) -> None:
    """Fill rows that are shorter than the headings; a spreadsheet leaves empty cells out."""
    for row in rows:
        if (lacking := width - len(row)) > 0:
            row += [""] * lacking


def _rejoin(rows: list[list[str]], width: int, separator: str) -> None:
    """Give the last column its words back, which somebody typed with commas and no quotes."""
    for row in rows:
        if len(row) > width and _holds(row[width:]):
            row[width - 1 :] = [
                f"{separator} ".join(cell for cell in row[width - 1 :] if cell.strip())
            ]


def _refuse_overflow(found: Columns, head: list[str], rows: list[list[str]]) -> None:
    """Refuse a row with text beyond the last heading: a text held the mark that parts cells."""
    width = max((at for at, cell in enumerate(head, 1) if cell.strip()), default=0)
    for at, row in enumerate(rows):
        if len(row) > width and _holds(row[width:]):
            beyond = next(cell.strip() for cell in row[width:] if cell.strip())
            raise found.error(
                f"{_place(found.path, found.numbers[at])}: ô {_short(beyond)!r} nằm ngoài {width} "
                f"cột của dòng tiêu đề. Chữ có {_SEPARATORS[found.separator]} phải đặt trong dấu "
                f"ngoặc kép; cột ghi thêm phải có tiêu đề."
            )


def _refuse_lost(found: Columns, names: Iterable[str]) -> None:
    """Refuse names that were saved by a program which cannot write Vietnamese."""
    for name in names:
        for number, text in zip(found.numbers, found.texts[name], strict=True):
            if ("?" in text or "\ufffd" in text) and lost_letters(text):
                place = _place(found.path, number)
                raise found.error(
                    f"{place}: {name} {_short(text)!r} đã mất chữ do lưu bằng bảng mã không có "
                    f"chữ Việt. Hãy lấy lại bản cũ rồi lưu dạng “CSV UTF-8”."
                )
