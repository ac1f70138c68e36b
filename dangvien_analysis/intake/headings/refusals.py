"""What is not read and why: files without the table that is needed, tables about people."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import filterfalse
from typing import NamedTuple

import pandas as pd

from dangvien_analysis.columns import REQUIRED, label
from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.headings.column_words import meaning, read_words
from dangvien_analysis.intake.headings.header import (
    HIGHEST,
    find_header,
    is_figure,
    titles_over,
)
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.quoting import visible
from dangvien_analysis.text.vietnamese import clean, fold

_LONGEST_HEADING = 200
"""Letters of a cell that is no heading any more but a paragraph."""
_MOST_HEADINGS = 15
"""Headings that a message lists."""
_BELOW = 5
"""Rows under a heading of one known column that are searched for a figure."""

# Where a table has a column of units of measure, its rows are indicators and not units.
_MEASURED_IN = pattern(r"(don vi (tinh|do)|dvt|dv tinh)\b.*")
_INDICATORS = pattern(r"(ten )?(cac )?(chi tieu|noi dung)( .*\b(chu yeu|nhiem vu)\b.*)?")

# Columns about people. Only counts of organisations are handled here.
_PERSONAL = pattern(
    r"(ho va ten|ho ten|ho (chu )?dem( va)? ten"
    r"|ngay( thang)?( nam)? sinh|nam sinh|sinh ngay|que quan|gioi tinh|noi o"
    r"|(so )?(cccd|cmnd|can cuoc|chung minh|dien thoai(?!.*\b(co dinh|co quan|van phong)\b))"
    r"|so the|dia chi thuong tru"
    r"|(ho )?ten (dang vien|quan chung|nguoi)|danh sach (dang vien|quan chung))\b.*"
)
# The first letters of these words, before folding: tens of thousands of names are not folded.
_PERHAPS_PERSONAL = pattern(
    r"\W*(h\w{0,3}\W+(v|t|c|d|đ)|ng|n[aă]m|sinh|qu|gi|n[oơ]|s[oốô]|cc|cm|c[aă]|chứ|chu|[dđ][iị]|t[eê]|da)",
    re.IGNORECASE,
)
_PEOPLE = "people_left_out"
_NO_PEOPLE = "Chương trình chỉ nhận số liệu theo tổ chức đảng, không nhận dữ liệu cá nhân"
_GONE = (Form.HIDDEN, Form.STRUCK, Form.DELETED)
_NO_ROWS = "dòng bị ẩn, gạch bỏ hoặc xóa"
_PICTURES = " Bảng dán vào dưới dạng ảnh thì không đọc được."


# --- no table ----------------------------------------------------------------------------------


class _Headings(NamedTuple):
    """Rows that may be the header of a table."""

    row: Row  # The first of them
    texts: list[str]  # What stands over each column
    found: frozenset[str]  # The columns of the vocabulary among them


def no_table(grid: Grid, file_name: str) -> str:
    """Say which table came nearest, with its headings as printed, and what it lacks."""
    wanted = ", ".join(label(name) for name in REQUIRED)
    best = max(_candidates(grid), key=_merit, default=None)
    if best is None:
        return (
            f"{file_name}: không có bảng; cần một dòng tiêu đề có các cột {wanted}."
            f"{_advice(grid)}{not_shown(grid)}"
        )
    texts = [visible(text) for text in best.texts if text]
    more = " | …" if len(texts) > _MOST_HEADINGS else ""
    seen = f"mới thấy {' | '.join(texts[:_MOST_HEADINGS])}{more}"
    missing = ", ".join(label(name) for name in REQUIRED if name not in best.found)
    fault = f"bảng thiếu cột {missing}" if missing else "tiêu đề của bảng không đọc được"
    return (
        f"{file_name}, {grid.place(best.row)}: {fault}; cần có các cột {wanted}, {seen}."
        f"{_indicators(best.texts) or _others(best)}{_advice(grid, seen=True)}{not_shown(grid)}"
    )


def not_shown(grid: Grid) -> str:
    """Say of a refused file that columns or rows of it are hidden or struck out."""
    columns, rows = len(grid.aside.columns), sum(one.form in _GONE for one in grid.aside.rows)
    counted = [
        f"{number} {what}" for number, what in ((columns, "cột ẩn"), (rows, _NO_ROWS)) if number
    ]
    if not counted:
        return ""
    return f" Tệp có {' và '.join(counted)}, không được đọc; hãy cho hiện lại rồi đọc lại."


def _others(best: _Headings) -> str:
    """Say of the headings that seem to be what is missing why they are not."""
    told = []
    for text in best.texts:
        said = read_words((text,))
        if said is None or said.column in best.found or said.column not in REQUIRED:
            continue
        if said.bar:
            told.append(f" Cột “{visible(text)}” {said.bar}.")
        elif said.weak:
            told.append(
                f" Cột “{visible(text)}” chỉ được hiểu là {label(said.column)} khi tiêu đề của "
                f"bảng nói về kết nạp đảng viên; hãy ghi rõ tiêu đề rồi đọc lại."
            )
    return "".join(told)


def _merit(one: _Headings) -> tuple[int, int, int]:
    """Rank headings: those that are needed, those that are known, and how many there are."""
    return len(one.found & set(REQUIRED)), len(one.found), len(list(filter(None, one.texts)))


def _candidates(grid: Grid) -> Iterator[_Headings]:
    """Give what may be the header of a table: words side by side, with figures below."""
    for part, rows in grid.parts().items():
        for at, row in enumerate(rows):
            # Beside a table's part, words that stand apart are a letterhead or signatures.
            if not _is_heading(row) or (not part and grid.kind is not Kind.TEXT):
                continue
            for height in range(1, HIGHEST + 1):
                block = rows[at : at + height]
                if not all(map(_has_no_figure, block)):
                    break
                one = _headings(block)
                below = rows[at + height : at + height + _BELOW]
                if len(one.found) > 1 or not all(map(_has_no_figure, below)):
                    yield one


def _is_heading(row: Row) -> bool:
    texts = list(filter(None, map(clean, row.texts)))
    return len(texts) > 1 and max(map(len, texts)) <= _LONGEST_HEADING and _has_no_figure(row)


def _has_no_figure(row: Row) -> bool:
    return not any(map(is_figure, row.texts))


def _headings(rows: Sequence[Row]) -> _Headings:
    """Put the words over each column together; a merged cell stands over several."""
    columns = titles_over(rows)
    texts = [" ".join(words) for words in columns]
    measured = any(_MEASURED_IN.fullmatch(fold(text)) for text in texts)
    found = {
        name
        for words in columns
        if words
        and not (measured and _names_no_column(words[-1]))
        and (name := meaning(words[-1]) or meaning(" ".join(words)))
    }
    return _Headings(rows[0], texts, frozenset(found))


def _names_no_column(text: str) -> bool:
    return bool(_MEASURED_IN.fullmatch(fold(text)) or _INDICATORS.fullmatch(fold(text)))


def _indicators(texts: Sequence[str]) -> str:
    """Say that the rows of a table are indicators."""
    measure = next((text for text in texts if _MEASURED_IN.fullmatch(fold(text))), "")
    named = next((text for text in texts if _INDICATORS.fullmatch(fold(text))), "")
    if not measure or not named:
        return ""
    return (
        f" Ở bảng này cột “{visible(named)}” là nội dung báo cáo, “{visible(measure)}” là đơn vị "
        f"đo; cần bảng mà mỗi dòng là một tổ chức đảng."
    )


def _advice(grid: Grid, *, seen: bool = False) -> str:
    """Say what a file of this kind may hold that is not read as a table, where none was seen."""
    pictures = [one.place for one in grid.findings if one.code == "page_without_text"]
    if pictures:
        return (
            f" Chỉ có ảnh, không có chữ: {', '.join(pictures)}; nếu bảng nằm ở đó, cần bản PDF "
            f"xuất từ Word, Excel hoặc tệp gốc."
        )
    if grid.kind is Kind.PDF and not seen:
        return (
            " Trang là ảnh quét thì không đọc được bảng; cần bản PDF xuất từ Word, Excel hoặc tệp "
            "gốc."
        )
    if grid.kind is Kind.WORD and not seen:
        return (
            f"{_PICTURES} Bảng nằm trong hộp chữ của tệp .doc, .rtf thì mở bằng Word và lưu lại "
            f"thành .docx."
        )
    return ""


# --- people ------------------------------------------------------------------------------------


def without_people(grid: Grid, file_name: str) -> Grid:
    """Leave out whole sheets or tables about people beside the table of units.

    A signature block has no second header cell beside it. Where the table of units itself, or
    the only table, has columns about people, the file is refused.
    """
    _refuse_hidden_people(grid, file_name)
    personal = _personal_texts(grid)
    headed = [row for row in grid.rows if _is_about_people(row, personal)] if personal else []
    if not headed:
        return grid
    parts = grid.parts()
    with_header = {part for part, rows in parts.items() if part and find_header(rows, about=True)}
    aside = {row.part: row for row in headed}
    inside = next((row for row in headed if not row.part or row.part in with_header), None)
    if inside is not None or not with_header or grid.kind is Kind.PDF:
        raise ReadError(_refused(grid, inside or headed[0], personal, file_name))
    left = _with_pieces(parts, set(aside), with_header)
    rows = tuple(row for row in grid.rows if row.part not in left)
    gone = {clean(text) for row in grid.rows if row.part in left for text in row.texts}
    places = tuple(f"{part}{mark}" for part in left for mark in "!,")
    findings = [
        one for one in grid.findings if one.place not in left and not one.place.startswith(places)
    ]
    # What tells the decoding quotes the first text that was decoded.
    findings = [
        replace(one, stated="", computed="") if one.computed and one.computed in gone else one
        for one in findings
    ]
    kept = next(part for part in parts if part in with_header)
    told = _left_out(grid, [part for part in parts if part in left], kept)
    return replace(grid, rows=rows, findings=(*findings, told))


def people_left_out(findings: pd.DataFrame) -> str:
    """Say what of a file is about people; empty when nothing is."""
    messages = findings.loc[findings["code"] == _PEOPLE, "message"]
    return "" if messages.empty else str(messages.iloc[0])


def _refuse_hidden_people(grid: Grid, file_name: str) -> None:
    """Refuse a table whose hidden columns are about people: the file is kept as it came."""
    for column in grid.aside.columns:
        for text in sorted(_personal(column.texts.values())):
            raise ReadError(
                f"{file_name}, {column.part}: có cột ẩn về cá nhân ({visible(text)}). "
                f"{_NO_PEOPLE}; hãy xóa các cột đó rồi thử lại."
            )


def _personal_texts(grid: Grid) -> set[str]:
    return _personal(set[str]().union(*(row.texts for row in grid.rows)))


def _personal(texts: Iterable[str]) -> set[str]:
    return {
        text
        for text in filterfalse(str.isdecimal, texts)
        # Most names begin so, and no column about people does.
        if text[:3] not in ("Đản", "Chi")
        and _PERHAPS_PERSONAL.match(text)
        and _PERSONAL.fullmatch(fold(text))
    }


def _named(row: Row, personal: set[str]) -> list[str]:
    return [clean(text) for text in row.texts if text in personal]


def _is_about_people(row: Row, personal: set[str]) -> bool:
    if personal.isdisjoint(row.texts):
        return False
    known = {name for name in map(meaning, row.texts) if name}
    return len(_named(row, personal)) + len(known) >= 2  # noqa: PLR2004 - one cell is prose


def _refused(grid: Grid, row: Row, personal: set[str], file_name: str) -> str:
    return (
        f"{file_name}, {grid.place(row)}: bảng có cột về cá nhân "
        f"({', '.join(_named(row, personal))}). {_NO_PEOPLE}; hãy xóa các cột đó rồi thử lại."
    )


def _with_pieces(
    parts: dict[str, list[Row]], about_people: set[str], with_header: set[str]
) -> set[str]:
    """Add the pieces of a table about people: as wide, without a header, beside no other table."""
    widths = {part: max(sum(map(bool, row.texts)) for row in rows) for part, rows in parts.items()}
    tables = [part for part in parts if part in about_people | with_header]
    left, before = set(about_people), tables[0]
    for part, width in widths.items():
        before = part if part in tables else before
        if part and before in about_people and abs(width - widths[before]) <= 1:
            left.add(part)
    return left


def _left_out(grid: Grid, parts: Sequence[str], kept: str) -> Finding:
    """Tell which parts are not read, nothing of what stands there, and how to keep the rest."""
    sheets = grid.kind is Kind.SHEET
    what = "Trang tính" if sheets else "Phần"
    advice = {
        Kind.SHEET: f"mở tệp bằng Excel, chép riêng trang tính “{kept}” sang một tệp mới (bấm "
        f"chuột phải vào tên trang tính, chọn Move or Copy, chọn “new book”) và lưu lại",
        Kind.WORD: f"chép riêng {kept} sang một văn bản Word mới và lưu lại",
    }.get(grid.kind, f"chép riêng {kept} sang một tệp Excel mới và lưu lại")
    message = (
        f"{what} {', '.join(f'“{visible(part)}”' for part in parts)} có cột về cá nhân nên không "
        f"được đọc. Sổ số liệu không giữ dữ liệu cá nhân: muốn đưa số liệu này vào sổ, {advice}."
    )
    return Finding(_PEOPLE, message, place="; ".join(parts))
