"""Workbooks (.xlsx, .xlsm, .xls, .ods) -> Grid."""

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from operator import attrgetter
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import MEGABYTE, Limits
from dangvien_analysis.readers.archive import packed, read_archive
from dangvien_analysis.readers.child import Limit, LimitPassedError, run_bounded
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.office_files.front_sheet import front_sheet, front_sheet_of_old
from dangvien_analysis.readers.office_files.part_names import STYLES, with_usual_names
from dangvien_analysis.readers.office_files.sheet_parts import (
    Parts,
    is_plain,
    ods_parts,
    sheet_files,
    xlsx_parts,
)
from dangvien_analysis.readers.office_files.sheet_values import TooLargeError, Values, sheet_values
from dangvien_analysis.readers.set_aside import NOTHING, AsideCell, Form, SetAside

_NO_PARTS = Parts()
_CHILD = Path(__file__).with_name("sheet_values.py")
_ERROR_NAME = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception))\b", re.MULTILINE)
_UNSEEN = Finding(
    "form_unseen",
    "Tệp .xls: chương trình không xem được chữ gạch bỏ, chữ nâng cao, dòng và cột ẩn; nếu bảng "
    "có, hãy lưu lại thành .xlsx rồi đọc.",
)
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
# Two million short cells with their commas and quotation marks are half of it.
_OUTPUT = 64 * MEGABYTE


def read_sheets(path: Path, limits: Limits | None = None, kind: str = "xlsx") -> Grid:
    """Read every sheet of a workbook; formulas give their saved values.

    Gives the rows of all sheets, each row with its sheet's name as `part`; hidden sheets come
    last. A cell in error holds the error's own text, such as "#DIV/0!", and a formula without a
    saved value the formula itself. No formula is evaluated and no macro is run.
    """
    limits = limits or Limits()
    parts: Mapping[str, Parts] = {}
    members: Mapping[str, bytes] = {}
    if kind == "xls":
        content = path.read_bytes()
        sheets = _in_child(path.name, content, limits)
    else:
        members = read_archive(path, limits)
        if kind == "xlsx":
            members = with_usual_names(members)
        plain = kind == "xlsx" and is_plain(members, limits)
        if kind == "xlsx":
            parts = xlsx_parts(path.name, members, limits, plain=plain)
        else:
            parts = ods_parts(path.name, members, limits)
            members = {"mimetype": _ODS_TYPE, **members}
        read = _here if plain else _in_child
        sheets = read(path.name, packed(members), limits)
    rows: list[Row] = []
    aside = NOTHING
    for sheet in sheets:
        own, beside = _rows(sheet, parts.get(sheet.name, _NO_PARTS))
        rows += own
        aside = _joined(aside, beside)
    fonts = frozenset(font for part in parts.values() for font in part.fonts)
    names = tuple(sheet.name for sheet in sorted(sheets, key=attrgetter("at")))
    front = front_sheet(members, names) if members else front_sheet_of_old(content, names)
    hidden = frozenset(sheet.name for sheet in sheets if sheet.hidden)
    findings = (_UNSEEN,) if kind == "xls" and rows else _conditions(path.name, members)
    return Grid(
        tuple(rows), Kind.SHEET, fonts, findings, names, hidden=hidden, front=front, aside=aside
    )


def _conditions(name: str, members: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Tell rules by which letters are crossed out; few workbooks have any."""
    if b"dxf>" not in members.get(STYLES, b""):
        return ()
    from dangvien_analysis.readers.office_files.conditional_formats import conditional_forms

    return tuple(conditional_forms(members, sheet_files(name, members)))


def _here(name: str, content: bytes, limits: Limits) -> list[Values]:
    """Read a workbook whose size is known to be within bounds."""
    try:
        return sheet_values(content, limits.rows, limits.cells)
    except TooLargeError as error:
        raise _too_large(name, error, limits) from error


def _in_child(name: str, content: bytes, limits: Limits) -> list[Values]:
    """Have a child read a workbook that may tell its parser to take any amount of memory."""
    with tempfile.TemporaryDirectory(prefix="dangvien-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "bang"
        copy.write_bytes(content)
        # -P: the child's own folder holds modules that are named as others' are.
        command = [sys.executable, "-P", "-X", "utf8", str(_CHILD), str(copy)]
        command += [str(limits.rows), str(limits.cells)]
        memory = _memory_mb(limits) * MEGABYTE
        try:
            code, output, errors = run_bounded(
                command, seconds=limits.seconds, memory=memory, output=_OUTPUT
            )
        except LimitPassedError as error:
            raise ReadError(f"{name}: {_passed(error.limit, limits)}.") from error
    if code:
        raise ReadError(f"{name}: {_broken(errors, limits)}.")
    answer = json.loads(output)
    if "refused" in answer:
        raise _too_large(name, TooLargeError(*answer["refused"]), limits)
    return [Values(*sheet) for sheet in answer["sheets"]]


def _memory_mb(limits: Limits) -> int:
    """Give what a workbook may take [MB]: half of what a PDF may.

    Two million cells take less, and a parser that runs away takes hundreds of megabytes between
    two looks at it.
    """
    return limits.memory_mb // 2


def _broken(errors: str, limits: Limits) -> str:
    """Tell why the child ended with an error."""
    # A line of a traceback: the error's name with its module, then what it says.
    names = _ERROR_NAME.findall(errors)
    if not names or names[-1] == "MemoryError":
        # Ended by its parser without a traceback: that happens when there is no memory left.
        return _passed(Limit.MEMORY, limits)
    return (
        f"tệp bảng tính hỏng, không đọc được ({names[-1]}). Mở tệp bằng Excel, lưu lại thành "
        f".xlsx rồi thử lại"
    )


def _passed(limit: Limit, limits: Limits) -> str:
    if limit is Limit.TIME:
        return (
            f"đọc quá {limits.seconds} giây chưa xong; chỉ giữ lại trang tính có bảng rồi thử "
            f"lại, hoặc nâng seconds trong phần [limits] của dangvien.toml"
        )
    if limit is Limit.MEMORY:
        return (
            f"cần hơn {_memory_mb(limits)} MB bộ nhớ để đọc (thường do một ô nằm rất xa bảng hoặc "
            f"tệp hỏng); xóa các dòng, cột thừa rồi thử lại, hoặc nâng memory_mb trong phần "
            f"[limits] của dangvien.toml"
        )
    return f"các trang tính có quá {_OUTPUT // MEGABYTE} MB chữ; chỉ giữ lại trang tính có bảng"


def _too_large(name: str, error: TooLargeError, limits: Limits) -> ReadError:
    if error.what == "rows":
        return ReadError(
            f"{name}, {error.sheet}: trang tính có {error.found} dòng, quá {limits.rows} dòng; "
            f"xóa các dòng trống ở cuối rồi thử lại, hoặc nâng rows trong phần [limits] của "
            f"dangvien.toml."
        )
    return ReadError(
        f"{name}, {error.sheet}: các trang tính có {error.found} ô, quá {limits.cells} ô; xóa các "
        f"dòng, cột thừa rồi thử lại, hoặc nâng cells trong phần [limits] của dangvien.toml."
    )


def _rows(sheet: Values, parts: Parts) -> tuple[Iterable[Row], SetAside]:
    """Give a sheet's rows as they are seen, and what was set aside of them."""
    columns, height = sheet.columns, sheet.height
    if parts.texts:
        columns, height = _with_texts(sheet, parts.texts)
    merged = [*sheet.merged, *parts.merged]
    lacking = tuple(
        AsideCell(Form.UNCALCULATED, sheet.name, row + 1, at, "", text, certain=False)
        for (row, at), text in parts.texts.items()
        if text.startswith("=")
    )
    if not parts.forms:
        aside = SetAside(lacking) if lacking else NOTHING
        return _made(sheet, columns, height, merged), aside
    from dangvien_analysis.readers.sheet_forms.seen_sheet import seen_sheet

    seen = seen_sheet(sheet.name, columns, height, parts.forms, merged)
    rows = _made(sheet._replace(typed=seen.typed(sheet.typed)), columns, height, seen.merged)
    aside = _joined(seen.aside, SetAside(lacking)) if lacking else seen.aside
    return (row for row in rows if row.number - 1 not in seen.gone), aside


def _made(
    sheet: Values,
    columns: list[list[str]],
    height: int,
    merged: Iterable[Iterable[Iterable[int]]],
) -> Iterable[Row]:
    """Make rows of a sheet's cells."""
    lines = zip(*columns, strict=True) if columns else repeat((), height)
    made = map(Row, lines, range(1, height + 1), repeat(sheet.name, height))
    spans = _spans(merged, height, len(columns))
    if not sheet.typed and not spans:
        return made
    return _marked(made, sheet, spans)


def _joined(one: SetAside, other: SetAside) -> SetAside:
    """Put what was set aside of two sheets together."""
    if other is NOTHING:
        return one
    return SetAside(one.cells + other.cells, one.rows + other.rows, one.columns + other.columns)


def _with_texts(
    sheet: Values, texts: Mapping[tuple[int, int], str]
) -> tuple[list[list[str]], int]:
    """Put in what the reader gave as empty, also below and to the right of what it gave."""
    height = max(sheet.height, *(row + 1 for row, _ in texts))
    width = max(len(sheet.columns), *(at + 1 for _, at in texts))
    columns = [[*column, *[""] * (height - sheet.height)] for column in sheet.columns]
    columns += [[""] * height for _ in range(width - len(columns))]
    for (row, at), text in texts.items():
        columns[at][row] = text
    return columns, height


def _marked(
    rows: Iterable[Row], sheet: Values, spans: dict[int, dict[int, tuple[int, int]]]
) -> Iterator[Row]:
    """Add to rows what is known of their cells."""
    typed: dict[int, list[int]] = {}
    for line, at in sheet.typed:
        typed.setdefault(line, []).append(at)
    for number, row in enumerate(rows):
        if number in spans or number in typed:
            yield row._replace(
                spans=spans.get(number, row.spans), typed=frozenset(typed.get(number, ()))
            )
        else:
            yield row


def _spans(
    merged: Iterable[Iterable[Iterable[int]]], height: int, width: int
) -> dict[int, dict[int, tuple[int, int]]]:
    """Give merged cells by row and column, as far as there is a sheet."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for (top, left), (bottom, right) in merged:
        if top < height and left < width and top <= bottom and left <= right:
            high, wide = min(bottom, height - 1) - top + 1, min(right, width - 1) - left + 1
            found.setdefault(top, {})[left] = (high, wide)
    return found
