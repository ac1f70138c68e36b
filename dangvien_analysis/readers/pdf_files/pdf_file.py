"""PDF files with a text layer -> Grid; the parser runs in a bounded child."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import MEGABYTE, Limits
from dangvien_analysis.readers.aligned_text import Block, Word, blocks_of
from dangvien_analysis.readers.child import Limit, LimitPassedError, run_bounded
from dangvien_analysis.readers.grid import Grid, Kind, Row

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
    rows = tuple(_rows(content["pages"]))
    findings = tuple(_pictures(content["pages"]))
    return Grid(rows, Kind.PDF, frozenset(content["fonts"]), findings)


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
    return f"tệp PDF có hơn {cells} ô và chữ; {_SPLIT}"


def _pictures(pages: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Report pages that nothing could be read from."""
    for number, page in enumerate(pages, start=1):
        if page["images"] and not page["letters"]:
            message = f"Trang {number} chỉ có ảnh, không có chữ; nội dung trang đó không được đọc."
            yield Finding("page_without_text", message, place=f"trang {number}")


def _rows(pages: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Give all rows in reading order."""
    beside = blocks_of([[Word(*word) for word in page["words"]] for page in pages])
    line = 0
    for number, (page, blocks) in enumerate(zip(pages, beside, strict=True), start=1):
        ordered = sorted([*map(_ruled, page["tables"]), *blocks], key=lambda block: block.top)
        several, table = sum(block.is_table for block in ordered) > 1, 0
        for block in ordered:
            table += block.is_table
            part = f"trang {number}, bảng {table}" if several else f"trang {number}"
            for at, (texts, spans) in enumerate(block.rows, start=1):
                line += not block.is_table
                yield Row(texts, at, part, spans) if block.is_table else Row(texts, line)


def _ruled(rows: Sequence[dict[str, Any]]) -> Block:
    """Take over a table that has lines."""
    taken = [
        (tuple(row["texts"]), {int(at): (high, wide) for at, (high, wide) in row["spans"].items()})
        for row in rows
    ]
    return Block(rows[0]["top"], list(taken), True)
