"""Find the table in a Grid: header, units, sections, totals. Columns are known by their words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dangvien_analysis.columns import COUNTS, REQUIRED, label
from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.grid import Grid, Row
from dangvien_analysis.text.numbers import parse_ordinal
from dangvien_analysis.text.vietnamese import clean, fold
from dangvien_analysis.units import org_type_of

# Tried in this order on folded text: "Tỷ lệ so với chỉ tiêu" is a rate, "Chỉ tiêu kết nạp" a
# quota, "Nguồn đã học lớp" a pool. The words are those of published forms.
_MEANINGS = (
    ("unit_no", re.compile(r"(stt|tt|so tt|so thu tu)")),
    ("pool", re.compile(r"(so )?nguon\b.*")),
    ("stated_rate", re.compile(r"(ty le|ti le|dat|%)\b.*|.* %|%.*")),
    ("pending", re.compile(r".*(trinh duyet|lam ho so|ho so|dang trinh)\b.*")),
    ("quota", re.compile(r"(tong )?(chi tieu|ke hoach)\b.*")),
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

# Columns about people. Only counts of organisations are handled here.
_PERSONAL = re.compile(
    r"(ho va ten|ho ten|ngay( thang)?( nam)? sinh|nam sinh|sinh ngay|que quan|gioi tinh|noi o"
    r"|(so )?(cccd|cmnd|can cuoc|chung minh|dien thoai)|so the|dia chi thuong tru"
    r"|(ho )?ten (dang vien|quan chung|nguoi)|danh sach (dang vien|quan chung))\b.*"
)
_AREA = r"(huyen|quan|dang bo( huyen)?|thanh pho|thi xa|xa|phuong|tinh)"
# "Cộng I" is the sum of one part and no total; "Tổng cộng (I+II)" is the total.
_TOTAL = re.compile(
    rf"(tong( cong| so)?|cong)( (toan )?{_AREA}| chung| \d+ don vi|( [ivx]+){{2,}})?"
    rf"|toan {_AREA}"
)
# What stands under each column of a header that numbers them: "A", "(1)", "6=4+5".
_COLUMN_NUMBER = re.compile(r"[a-z]|(\d{1,2})( \d{1,2}%?| %)*")
_FIGURE = re.compile(r"[+-]?\d")
# A part of the table: numbered "I", "A", or "Cộng khối xã". Its sum would be counted twice.
_PART_NUMBER = re.compile(r"[ivx]+|[a-h]")
_PART_SUM = re.compile(
    r"(tong )?cong (khoi|nhom|cac|phan|muc|[ivx]+|[a-h])\b.*|tong (khoi|nhom)\b.*"
)


def _nobody(name: str) -> bool:
    return False


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file.

    Parameters
    ----------
    grid : Grid
        The file's rows; it tells places.
    positions : dict of str to int
        Column of the vocabulary -> position in a row, counted from 0.
    units : list of Row
        One row a unit, in the file's order.
    total : Row or None
        The total row.
    prose : list of Row
        What stands around the table.
    findings : list of Finding
        Cells that are neither a unit's nor a total's.
    known : callable
        Tells whether a printed name is a unit's.
    """

    grid: Grid
    positions: dict[str, int]
    units: list[Row] = field(default_factory=list)
    total: Row | None = None
    prose: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    known: Callable[[str], bool] = _nobody

    def text(self, row: Row, column: str) -> str:
        """Give the text of a row in a column of the vocabulary.

        Parameters
        ----------
        row : Row
            A row of the table.
        column : str
            The column's name.

        Returns
        -------
        str
            The cleaned text; empty when the table has no such column.
        """
        position = self.positions.get(column)
        return "" if position is None else clean(row.text(position))

    def place(self, row: Row, column: str = "") -> str:
        """Tell where a row stands in a column of the vocabulary.

        Parameters
        ----------
        row : Row
            A row of the table.
        column : str
            The column's name; empty for the whole row.

        Returns
        -------
        str
            The place in the file's own terms.
        """
        return self.grid.place(row, self.positions.get(column))


def meaning(header: str) -> str | None:
    """Tell which column a header names.

    Parameters
    ----------
    header : str
        A header cell as printed.

    Returns
    -------
    str or None
        A column of the vocabulary, or None.
    """
    folded = fold(header)
    return next((name for name, words in _MEANINGS if words.fullmatch(folded)), None)


def find_table(grid: Grid, file_name: str, known: Callable[[str], bool] = _nobody) -> Table:
    """Find the table of units.

    Parameters
    ----------
    grid : Grid
        The file's rows.
    file_name : str
        For the messages.
    known : callable
        Tells whether a printed name is a unit's: such a row is a unit even when it is blank.

    Returns
    -------
    Table
        The first table whose header names the unit, the quota and the admitted.

    Raises
    ------
    ReadError
        When there is no such header, no unit under it, or a header names columns about people.
    """
    _refuse_people(grid, file_name)
    headers = {
        part: header
        for part, rows in grid.parts().items()
        if (header := _header(rows)) is not None
    }
    if not headers:
        raise ReadError(_no_table(grid, file_name))
    part, header = next(iter(headers.items()))
    table = _walk(grid, part, header, known)
    if not table.units:
        raise ReadError(
            f"{file_name}, {grid.place(header)}: có dòng tiêu đề nhưng không có đơn vị nào ở dưới."
        )
    for other, rows in grid.parts().items():
        if other != part and (row := headers.get(other) or _stray_unit(table, rows)):
            table.findings.append(_other_table(grid, row, rows[rows.index(row) :]))
    return table


def _stray_unit(table: Table, rows: Sequence[Row]) -> Row | None:
    """Give the first row of another part that reads like a unit: a table broken in two."""
    named = (row for row in rows if table.text(row, "unit_name"))
    return next((row for row in named if _has_number(table, row)), None)


def _other_table(grid: Grid, row: Row, rows: Sequence[Row]) -> Finding:
    """Report a table that is not read, with all that stands in it."""
    lines = [" | ".join(filter(None, map(clean, one.texts))) for one in rows]
    content = "; ".join(filter(None, lines))
    message = f"Từ {grid.place(row)} còn một bảng có cùng loại cột; bảng đó không được đọc."
    return Finding("other_table", message, place=grid.place(row), stated=content)


def _meanings(row: Row) -> list[str | None]:
    return [meaning(text) for text in row.texts]


def _positions(meanings: Sequence[str | None]) -> dict[str, int]:
    """Give the place of each column; of two that mean the same, the first."""
    return {name: meanings.index(name) for name in dict.fromkeys(meanings) if name}


def _header(rows: Sequence[Row]) -> Row | None:
    """Give the first row that names every required column."""
    return next((row for row in rows if set(REQUIRED) <= set(_meanings(row))), None)


def _refuse_people(grid: Grid, file_name: str) -> None:
    """Refuse a table about people: a signature block has no second header cell beside it."""
    for row in grid.rows:
        personal = [clean(text) for text in row.texts if _PERSONAL.fullmatch(fold(text))]
        known = [name for name in _meanings(row) if name]
        if personal and len(personal) + len(known) >= 2:  # noqa: PLR2004 - one cell is prose
            raise ReadError(
                f"{file_name}, {grid.place(row)}: bảng có cột về cá nhân ({', '.join(personal)}). "
                f"Chương trình chỉ nhận số liệu theo tổ chức đảng, không nhận dữ liệu của người; "
                f"hãy xóa các cột đó rồi thử lại."
            )


def _no_table(grid: Grid, file_name: str) -> str:
    """Say what was looked for and what the nearest row had."""
    wanted = ", ".join(label(name) for name in REQUIRED)
    best = max(grid.rows, key=lambda row: len({*_meanings(row)} - {None}), default=None)
    found = [] if best is None else [name for name in dict.fromkeys(_meanings(best)) if name]
    if best is None or not found:
        return f"{file_name}: không có bảng; cần một dòng tiêu đề có các cột {wanted}."
    missing = ", ".join(label(name) for name in REQUIRED if name not in found)
    return (
        f"{file_name}, {grid.place(best)}: bảng thiếu cột {missing}; cần có các cột {wanted}, "
        f"mới thấy {', '.join(label(name) for name in found)}."
    )


def _walk(grid: Grid, part: str, header: Row, known: Callable[[str], bool]) -> Table:
    """Sort the rows under a header into units, totals, sections and what is left."""
    positions = _positions(_meanings(header))
    table = Table(grid, positions, known=known)
    rows = grid.parts()[part]
    start = rows.index(header)
    table.prose.extend(row for row in grid.rows if row.part != part)
    table.prose.extend(rows[:start])
    body = _until_next_header(table, rows[start + 1 :])
    last = max((at for at, row in enumerate(body) if _is_content(table, row)), default=-1)
    table.prose.extend(body[last + 1 :])
    total = None
    for row in body[: last + 1]:
        total = _place_row(table, row, total)
    _note_unread(table, header, [*table.units, *([total] if total else [])])
    return replace(table, total=total)


def _until_next_header(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Leave out blank rows, the header again on a new page, and what another header begins."""
    body = []
    for at, row in enumerate(rows):
        if set(REQUIRED) <= set(found := _meanings(row)):
            if _positions(found) == table.positions:
                continue
            table.findings.append(_other_table(table.grid, row, rows[at:]))
            break
        if any(map(clean, row.texts)) and not _numbers_columns(row):
            body.append(row)
    return body


def _numbers_columns(row: Row) -> bool:
    """Tell whether a row only numbers the columns, as in "A | B | 1 | 2 | 3"."""
    cells = [_COLUMN_NUMBER.fullmatch(fold(text)) for text in row.texts if clean(text)]
    numbers = [int(cell[1]) for cell in cells if cell and cell[1]]
    ascending = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return all(cells) and ascending and len(numbers) >= len(REQUIRED)


def _is_content(table: Table, row: Row) -> bool:
    """Tell a row of the table from the notes and signatures under it."""
    name = table.text(row, "unit_name")
    called = bool(name) and (
        _is_numbered(table, row) or org_type_of(name) is not None or table.known(name)
    )
    return called or _is_total(table, row) or _has_number(table, row)


def _has_number(table: Table, row: Row) -> bool:
    texts = (table.text(row, name) for name in (*COUNTS, "stated_total"))
    return any(_FIGURE.match(text) for text in texts)


def _has_figures(table: Table, row: Row) -> bool:
    return any(table.text(row, name) for name in (*COUNTS, "stated_total"))


def _is_total(table: Table, row: Row) -> bool:
    return any(_TOTAL.fullmatch(fold(table.text(row, name))) for name in ("unit_no", "unit_name"))


def _place_row(table: Table, row: Row, total: Row | None) -> Row | None:
    """Put one row where it belongs; give the total row known so far."""
    place, content = table.place(row), " | ".join(filter(None, map(clean, row.texts)))
    if _is_total(table, row):
        if total is None:
            return row
        message = f"Dòng tổng cộng thứ hai không được đọc: {content}."
        table.findings.append(Finding("repeated_total", message, place=place, stated=content))
    elif _is_part_sum(table, row):
        message = f"Dòng cộng của một phần, không cộng thêm vào tổng: {content}."
        table.findings.append(Finding("subtotal_row", message, place=place, stated=content))
    elif _is_unit(table, row):
        table.units.append(row)
    elif _has_figures(table, row):
        message = f"Dòng có số liệu nhưng không có tên đơn vị, không được cộng: {content}."
        table.findings.append(Finding("row_without_name", message, place=place, stated=content))
    else:
        message = f"Dòng chỉ có chữ, hiểu là tên phần của bảng: {content}."
        table.findings.append(Finding("section_row", message, place=place, stated=content))
    return total


def _is_unit(table: Table, row: Row) -> bool:
    name = table.text(row, "unit_name")
    marked = _has_figures(table, row) or _is_numbered(table, row)
    return bool(name) and (marked or table.known(name))


def _is_part_sum(table: Table, row: Row) -> bool:
    """Tell a sum of some units, which would count them twice, from a unit."""
    printed = table.text(row, "unit_name")
    if table.known(printed) or org_type_of(printed) is not None or not _has_figures(table, row):
        return False
    number, name = fold(table.text(row, "unit_no")), fold(printed)
    return bool(_PART_NUMBER.fullmatch(number)) or any(map(_PART_SUM.fullmatch, (number, name)))


def _is_numbered(table: Table, row: Row) -> bool:
    return parse_ordinal(table.text(row, "unit_no")) is not None


def _note_unread(table: Table, header: Row, rows: Sequence[Row]) -> None:
    """Report columns and cells of the table that the vocabulary has no place for."""
    width = max(len(row.texts) for row in (header, *rows))
    for position in sorted(set(range(width)) - set(table.positions.values())):
        texts = [(row, clean(row.text(position))) for row in rows]
        cells = [f"{table.grid.place(row, position)}: {text}" for row, text in texts if text]
        title, place = clean(header.text(position)), table.grid.place(header, position)
        if title or cells:
            table.findings.append(_unread(title, place, cells))
    for name in COUNTS:
        if name not in table.positions:
            message = f"Bảng không có cột {label(name)}; những phần cần cột đó không tính được."
            table.findings.append(Finding("missing_column", message, column=name))


def _unread(title: str, place: str, cells: Sequence[str]) -> Finding:
    """Keep what stands in a column that is not read."""
    name, content = meaning(title), "; ".join(cells)
    if name:
        message = f"Cột “{title}” cùng nghĩa với một cột {label(name)} đứng trước; không đọc."
        return Finding("repeated_column", message, "", name, place, content)
    if title:
        message = f"Cột “{title}” không thuộc danh mục số liệu; {len(cells)} ô có nội dung."
        return Finding("column_not_read", message, place=place, stated=content)
    message = f"Có nội dung ở cột không có tiêu đề: {content}."
    return Finding("cell_outside", message, place=place, stated=content)
