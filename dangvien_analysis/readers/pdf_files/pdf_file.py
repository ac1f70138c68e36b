"""PDF files with a text layer -> Grid; the parser runs in a bounded child."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import MEGABYTE, Limits
from dangvien_analysis.readers.aligned_text import Word, blocks_of
from dangvien_analysis.readers.child import Limit, LimitPassedError, run_bounded
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.pdf_files.page_parts import (
    AsideWord,
    Line,
    PagePart,
    printed,
    ruled,
    with_aside,
)
from dangvien_analysis.readers.set_aside import AsideCell, AsideRow, Form, SetAside

CELLS = 100_000
"""Most cells of tables and words beside them: 60 pages of 50 rows in 15 columns are half."""

_CHILD = Path(__file__).with_name("pdf_pages.py")
_NO_TEXT = (
    "không có chữ trong tệp PDF này (bản quét, ảnh chụp); cần bản PDF xuất từ Word hoặc Excel, "
    "hoặc tệp gốc"
)
_RAISE = "hoặc nâng {} trong phần [limits] của dangvien.toml"
_SPLIT = "hãy tách lấy những trang có bảng rồi thử lại"


def read_pdf(path: Path, limits: Limits | None = None, *, cells: int = CELLS) -> Grid:
    """Read the words and tables of a PDF.

    Page by page: a row of a table has its page as `part` ("trang 2", or "trang 2, bảng 1" where
    the page has several) and is numbered in it; a line of prose is a row without `part`, numbered
    in the document, and two cells where its halves stand far apart, as in a letterhead. A table
    that goes on has its pieces as they stand, so a row that is broken across pages is two.
    """
    content = _content(path, limits or Limits(), cells)
    if not any(page["letters"] for page in content["pages"]):
        raise ReadError(f"{path.name}: {_NO_TEXT}.")
    rows, aside = _rows(content["pages"])
    findings = tuple(_pictures(content["pages"]))
    return Grid(rows, Kind.PDF, frozenset(content["fonts"]), findings, aside=aside)


def _content(path: Path, limits: Limits, cells: int) -> dict[str, Any]:
    """Have the child read the file."""
    # -P: the child's own folder holds modules that are named as others' are.
    python = (sys.executable, "-P", "-X", "utf8", str(_CHILD))
    command = [*python, str(path), str(limits.pages), str(cells)]
    memory = limits.memory_mb * MEGABYTE
    try:
        code, output, errors = run_bounded(command, seconds=limits.seconds, memory=memory)
    except LimitPassedError as error:
        raise ReadError(f"{path.name}: {_passed(error.limit, limits)}.") from error
    if code:
        # The last line of a traceback: the error's name with its module, then what it says.
        cause = errors.rpartition("\n")[2].partition(":")[0].rpartition(".")[2] or f"mã {code}"
        raise ReadError(
            f"{path.name}: tệp PDF hỏng, không đọc được ({cause}). Mở tệp bằng một trình xem PDF, "
            f"in lại thành PDF rồi thử lại."
        )
    content: dict[str, Any] = json.loads(output)
    if "refused" in content:
        raise ReadError(f"{path.name}: {_refused(content['refused'], limits, cells)}.")
    return content


def _passed(limit: Limit, limits: Limits) -> str:
    if limit is Limit.TIME:
        return f"đọc quá {limits.seconds} giây chưa xong; {_SPLIT}, {_RAISE.format('seconds')}"
    if limit is Limit.MEMORY:
        return (
            f"tệp PDF cần hơn {limits.memory_mb} MB bộ nhớ để đọc, không đọc tiếp; {_SPLIT}, "
            f"{_RAISE.format('memory_mb')}"
        )
    return f"tệp PDF có quá nhiều chữ; {_SPLIT}"


def _refused(reason: str, limits: Limits, cells: int) -> str:
    if reason == "password":
        return "tệp PDF có mật khẩu mở; hãy lưu lại không đặt mật khẩu rồi thử lại"
    if reason == "pages":
        return f"tệp PDF có hơn {limits.pages} trang; {_SPLIT}, {_RAISE.format('pages')}"
    if reason == "drawn":
        return f"một trang của tệp PDF có quá nhiều chữ hoặc nét vẽ; {_SPLIT}"
    return f"tệp PDF có hơn {cells} ô và chữ; {_SPLIT}"


def _pictures(pages: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Report pages that nothing could be read from."""
    for number, page in enumerate(pages, start=1):
        if page["images"] and not page["letters"]:
            message = f"Trang {number} chỉ có ảnh, không có chữ; nội dung trang đó không được đọc."
            yield Finding("page_without_text", message, place=f"trang {number}")


def _rows(pages: Sequence[dict[str, Any]]) -> tuple[tuple[Row, ...], SetAside]:
    """Give all rows in reading order, and what is set aside of them."""
    rows: list[Row] = []
    cells: list[AsideCell] = []
    gone: list[AsideRow] = []
    line = 0
    for number, parts in enumerate(_parts(pages), start=1):
        several, table = sum(part.is_table for part in parts) > 1, 0
        for part in parts:
            table += part.is_table
            name = f"trang {number}, bảng {table}" if several else f"trang {number}"
            for at, one in enumerate(part.lines, start=1):
                line += not part.is_table
                place = (name, at) if part.is_table else ("", line)
                _add(one, place, rows, cells, gone)
    scans = (f"trang {at}" for at, page in enumerate(pages, start=1) if page["recognised"])
    return tuple(rows), SetAside(tuple(cells), tuple(gone), recognised=tuple(scans))


def _parts(pages: Sequence[dict[str, Any]]) -> Iterator[list[PagePart]]:
    """Give the tables and lines of each page, from top to bottom."""
    words = [[Word(*word) for word in page["words"]] for page in pages]
    for page, seen, blocks in zip(pages, words, blocks_of(words), strict=True):
        aside = [
            AsideWord(Word(*place), Form(form), seen[host] if host >= 0 else None, whole)
            for place, form, host, whole in page["aside"]
        ]
        yield with_aside([*map(ruled, page["tables"])], [*map(printed, blocks)], aside)


def _add(
    line: Line,
    place: tuple[str, int],
    rows: list[Row],
    cells: list[AsideCell],
    gone: list[AsideRow],
) -> None:
    """Add a row, or tell that it is set aside."""
    part, number = place
    texts, spans = line.texts
    if line.gone is not None:
        gone.append(AsideRow(line.gone, part, number, texts))
        return
    rows.append(Row(texts, number, part, spans))
    cells += [AsideCell(one.form, part, number, one.at, one.text, one.whole) for one in line.aside]
