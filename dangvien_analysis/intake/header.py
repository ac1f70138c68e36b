"""Header of a table: columns are known by their words, over one to three rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dangvien_analysis.columns import REQUIRED, label
from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.table import split_number
from dangvien_analysis.readers.grid import Grid, Row
from dangvien_analysis.text.vietnamese import clean, fold

HIGHEST = 3
"""Rows of a header: a title, what it is split into, and once more."""

# Tried in this order on folded text: "Tỷ lệ so với chỉ tiêu" is a rate, "Chỉ tiêu kết nạp" a
# quota, "Nguồn đã học lớp" a pool. The words are those of published forms.
_MEANINGS = (
    ("unit_no", re.compile(r"(stt|tt|so tt|so thu tu)")),
    ("pool", re.compile(r"(so )?nguon\b.*|(?!.*\bty le\b).*\blop (cam tinh|nhan thuc)\b.*")),
    ("stated_rate", re.compile(r"(ty le|ti le|dat|%)\b.*|.* %|%.*")),
    ("pending", re.compile(r".*(trinh duyet|lam ho so|ho so|dang trinh)\b.*")),
    (
        "quota",
        re.compile(
            r"(?!.*\b(con (lai|thieu|phai)|cung ky|nam truoc)\b)"
            r"(tong )?(so )?(chi tieu|ke hoach)\b.*"
        ),
    ),
    (
        "unit_name",
        re.compile(
            r"(ten )?(cac )?(don vi|chi bo|dang bo|chi( va)? dang bo|tccsd?|to chuc dang"
            r"|(to chuc )?co so dang)\b.*|ten"
        ),
    ),
    ("stated_total", re.compile(r"tong( cong| so)?|cong( lai)?")),
    # "Còn phải kết nạp", "Dự kiến kết nạp", "Kết nạp trong tháng" are other figures.
    (
        "admitted",
        re.compile(
            r"(?!.*\b(con (phai|lai|thieu)|chua|du kien|trong thang|thang \d|cung ky|nam truoc)\b)"
            r".*ket nap\b.*"
        ),
    ),
)
# "STT" and "Cộng" set letter by letter in a narrow column.
_LETTERS = re.compile(r"[a-z]( [a-z])+")
# A part of a figure is another figure.
_PART = re.compile(r".*\b(trong do|nu|dan toc|ton giao|doan vien)\b.*")

# Columns about people. Only counts of organisations are handled here.
_PERSONAL = re.compile(
    r"(ho va ten|ho ten|ngay( thang)?( nam)? sinh|nam sinh|sinh ngay|que quan|gioi tinh|noi o"
    r"|(so )?(cccd|cmnd|can cuoc|chung minh|dien thoai)|so the|dia chi thuong tru"
    r"|(ho )?ten (dang vien|quan chung|nguoi)|danh sach (dang vien|quan chung))\b.*"
)
# The first letters of these words, before folding: tens of thousands of names are not folded.
_PERHAPS_PERSONAL = re.compile(
    r"\W*(h\w{0,3}\W+(v|t)|ng|n[aă]m|sinh|qu|gi|n[oơ]|s[oốô]|cc|cm|c[aă]|chứ|chu|[dđ][iị]|t[eê]|da)",
    re.IGNORECASE,
)

# What stands under each column of a header that numbers them: "A", "(1)", "6=4+5", "7=6/3*100".
_COLUMN_NUMBER = re.compile(r"[a-z]|(\d{1,2})( \d{1,3}%?| %)*")


@dataclass(frozen=True)
class Header:
    """Where the columns of a table stand."""

    row: Row  # The first of its rows
    positions: dict[str, int]  # Column of the vocabulary -> position in a row, counted from 0
    titles: tuple[str, ...]  # The words over each column, those of merged cells included
    start: int  # Index of its first row, and of the row after it, among the rows it was found in
    end: int


@lru_cache(maxsize=4096)
def meaning(header: str) -> str | None:
    """Tell which column a header names.

    Gives a column of the vocabulary, or None.
    """
    folded = fold(header)
    if _LETTERS.fullmatch(folded):
        folded = folded.replace(" ", "")
    if _PART.fullmatch(folded):
        return None
    return next((name for name, words in _MEANINGS if words.fullmatch(folded)), None)


def find_header(rows: Sequence[Row]) -> Header | None:
    """Find the first header among rows.

    Gives the first one to three rows that together name every required column.
    """
    for end in range(len(rows)):
        if _several(rows[end]) and (header := header_at(rows, end)):
            return header
    return None


def header_at(rows: Sequence[Row], last: int) -> Header | None:
    """Read a header that becomes complete with one row."""
    for height in range(1, HIGHEST + 1):
        first = last - height + 1
        if first < 0 or not _several(rows[first]):
            return None
        if any(_is_figure(text) for text in rows[first].texts):
            return None
        if _required(_positions(_titles(rows[first : last + 1]))):
            return _extended(rows, first, last)
    return None


def _extended(rows: Sequence[Row], first: int, last: int) -> Header:
    """Take in the rows under a header that divide its columns further."""
    positions = _positions(_titles(rows[first : last + 1]))
    end = last + 1
    while end < len(rows) and end - first < HIGHEST and _divides(rows[end], positions):
        further = _positions(_titles(rows[first : end + 1]))
        if not _required(further):
            break
        positions, end = further, end + 1
    titles = tuple(" ".join(parts) for parts in _titles(rows[first:end]))
    return Header(rows[first], positions, titles, first, end)


def _divides(row: Row, positions: dict[str, int]) -> bool:
    """Tell whether a row under a header belongs to it: words, but neither name nor number."""
    named = any(
        clean(row.text(positions[name])) for name in ("unit_no", "unit_name") if name in positions
    )
    words = [text for text in map(clean, row.texts) if text]
    return (
        bool(words) and not named and not any(map(_is_figure, words)) and not numbers_columns(row)
    )


def _is_figure(text: str) -> bool:
    """Tell a figure; header cells such as "(1)" or "9 tháng" are none."""
    return text.strip().replace(".", "").replace(",", "").isdecimal()


def _several(row: Row) -> bool:
    return sum(1 for text in row.texts if text and not text.isspace()) > 1


def _titles(rows: Sequence[Row]) -> list[list[str]]:
    """Give the words over each column, from top to bottom; a merged cell stands over several."""
    width = max(len(row.texts) for row in rows)
    titles: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for at, text in enumerate(row.texts):
            words = clean(text)
            reach = row.spans.get(at, (1, 1))[1] if words else 0
            for column in range(at, min(at + reach, width)):
                if titles[column][-1:] != [words]:
                    titles[column].append(words)
    return titles


def _positions(titles: list[list[str]]) -> dict[str, int]:
    """Give the place of each column; of two that mean the same, the first.

    The lowest words decide ("Kết quả" over "Đã kết nạp", "Tỷ lệ"), with those above where alone
    they say nothing ("Kết quả kết nạp" over "Số lượng"); where that leaves a column without a
    place, all words together.
    """
    found: dict[str, int] = {}
    for read in (_lowest_first, _whole_first):
        meanings = [read(parts) for parts in titles]
        found = {name: meanings.index(name) for name in dict.fromkeys(meanings) if name}
        if _required(found):
            break
    return found


def _lowest_first(parts: list[str]) -> str | None:
    return meaning(parts[-1]) or meaning(" ".join(parts)) if parts else None


def _whole_first(parts: list[str]) -> str | None:
    return meaning(" ".join(parts)) or meaning(parts[-1]) if parts else None


def _required(positions: dict[str, int]) -> bool:
    return set(REQUIRED) <= set(positions)


def numbers_columns(row: Row) -> bool:
    """Tell whether a row only numbers the columns.

    True for "A | B | 1 | 2 | 3" and "(1) | (2) | (3) = (1) + (2)".
    """
    cells = [_COLUMN_NUMBER.fullmatch(fold(text)) for text in row.texts if clean(text)]
    numbers = [int(cell[1]) for cell in cells if cell and cell[1]]
    ascending = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return all(cells) and ascending and len(numbers) >= len(REQUIRED)


def begins_at(rows: Sequence[Row], at: int) -> Header | None:
    """Read a header whose first row is this one.

    Gives the header; None when none begins there.
    """
    headers = (header_at(rows, last) for last in range(at, min(at + HIGHEST, len(rows))))
    return next((header for header in headers if header and header.start == at), None)


def numbers_in_names(header: Header, rows: Iterable[Row]) -> Header:
    """Find the numbers of units before their names, in a table without a column for them."""
    if "unit_no" in header.positions:
        return header
    at = header.positions["unit_name"]
    names = [name for row in rows if _several(row) and (name := clean(row.text(at)))]
    numbers = sum(split_number(name)[0].isdecimal() for name in names)
    return with_numbers(header) if 2 * numbers > len(names) else header


def with_numbers(header: Header) -> Header:
    """Let the numbers of units stand before their names.

    With ``unit_no`` where the names stand, unless it has a column of its own.
    """
    positions = header.positions
    return replace(header, positions={"unit_no": positions["unit_name"], **positions})


def refuse_people(grid: Grid, file_name: str) -> None:
    """Refuse a table about people: a signature block has no second header cell beside it."""
    texts = set[str]().union(*(row.texts for row in grid.rows))
    personal = {
        text
        for text in texts
        # Most names begin so, and no column about people does.
        if not text.isdecimal()
        and text[:3] not in ("Đản", "Chi")
        and _PERHAPS_PERSONAL.match(text)
        and _is_personal(text)
    }
    if not personal:
        return
    for row in grid.rows:
        named = [clean(text) for text in row.texts if text in personal]
        if named and len(named) + len(set(_known(row))) >= 2:  # noqa: PLR2004 - one cell is prose
            raise ReadError(
                f"{file_name}, {grid.place(row)}: bảng có cột về cá nhân ({', '.join(named)}). "
                f"Chương trình chỉ nhận số liệu theo tổ chức đảng, không nhận dữ liệu của người; "
                f"hãy xóa các cột đó rồi thử lại."
            )


def _is_personal(text: str) -> bool:
    return _PERSONAL.fullmatch(fold(text)) is not None


def _known(row: Row) -> Iterator[str]:
    return (name for name in map(meaning, row.texts) if name)


def no_table(grid: Grid, file_name: str) -> str:
    """Say what was looked for and what the nearest row had."""
    wanted = ", ".join(label(name) for name in REQUIRED)
    best = max(grid.rows, key=lambda row: len(set(_known(row))), default=None)
    found = [] if best is None else list(dict.fromkeys(_known(best)))
    if best is None or not found:
        return f"{file_name}: không có bảng; cần một dòng tiêu đề có các cột {wanted}."
    missing = ", ".join(label(name) for name in REQUIRED if name not in found)
    return (
        f"{file_name}, {grid.place(best)}: bảng thiếu cột {missing}; cần có các cột {wanted}, "
        f"mới thấy {', '.join(label(name) for name in found)}."
    )
