"""What of a file's table is no unit's and no total's: told, with all that stands there."""

from collections.abc import Iterator, Sequence
from itertools import chain

from dangvien_analysis.columns import COUNTS, PRINTED, label
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.headings.column_choice import ColumnChoice
from dangvien_analysis.intake.headings.column_words import is_part, is_result
from dangvien_analysis.intake.headings.header import Header
from dangvien_analysis.intake.rows.row_kinds import Role
from dangvien_analysis.intake.table import Table, TableLine, runs
from dangvien_analysis.readers.grid import Grid, Row
from dangvien_analysis.text.vietnamese import clean

_PRINTED = {"stated_total": "Tổng cộng", "stated_rate": "Tỷ lệ"}
_WORDS = {
    Role.TOTAL: ("repeated_total", "Dòng tổng cộng thứ hai không được đọc"),
    Role.PART_SUM: ("subtotal_row", "Dòng cộng của một phần, không cộng thêm vào tổng"),
    Role.OF_WHICH: ("of_which_row", "Dòng nêu một phần của dòng trên, không cộng thêm"),
    Role.COMPARISON: (
        "comparison_row",
        "Dòng so sánh hoặc số của kỳ khác, không phải đơn vị, không được cộng",
    ),
    Role.NAMELESS: (
        "row_without_name",
        "Dòng có số liệu nhưng không có tên đơn vị, không được cộng",
    ),
    Role.SECTION: ("section_row", "Dòng chỉ có chữ, hiểu là tên phần của bảng"),
}


def not_a_unit(table: Table, line: TableLine, role: Role) -> Finding:
    """Tell a row that is not a unit's."""
    code, words = _WORDS[role]
    content = _content(line.row)
    return Finding(code, f"{words}: {content}.", place=table.place(line), stated=content)


def loose_words(table: Table, line: TableLine) -> Finding:
    """Tell words alone under a unit that may be the rest of its name."""
    before = table.units[-1].text("unit_name")
    message = (
        f"Dòng chỉ có chữ “{line.text('unit_name')}” đứng ngay dưới “{before}”: có thể là phần "
        f"còn lại của tên. Nếu đúng, hãy ghi cả tên trong một dòng rồi đọc lại."
    )
    return Finding("loose_words", message, place=table.place(line), stated=_content(line.row))


def as_total(table: Table, line: TableLine) -> Finding:
    """Tell a row that is taken for the total by its figures, without a word for it."""
    content = _content(line.row)
    message = (
        f"Dòng “{line.text('unit_name')}” không ghi là dòng tổng nhưng mọi số đều bằng tổng của "
        f"các dòng khác; hiểu là dòng tổng, không tính là một đơn vị: {content}."
    )
    return Finding("row_as_total", message, place=table.place(line), stated=content)


def other_table(grid: Grid, rows: Sequence[Row], caption: str = "") -> Finding:
    """Tell a table that is not read.

    `caption`: the words over it that say it is of another year or period.
    """
    place = grid.place(rows[0])
    content = "; ".join(filter(None, map(_content, rows)))
    if caption:
        message = (
            f"Từ {place} còn một bảng ghi “{caption}”, là của năm hoặc kỳ khác; bảng đó không "
            f"được đọc."
        )
        return Finding("table_of_another_time", message, place=place, stated=content)
    message = f"Từ {place} còn một bảng có cùng loại cột; bảng đó không được đọc."
    return Finding("other_table", message, place=place, stated=content)


def joined_tables(pieces: Sequence[str]) -> list[Finding]:
    """Tell that a table was printed in several parts."""
    if not pieces:
        return []
    message = (
        f"Bảng được in thành {len(pieces) + 1} phần; đã ghép các phần sau ({', '.join(pieces)}) "
        f"vào phần đầu."
    )
    return [Finding("joined_tables", message, place="; ".join(pieces))]


def joined_rows(places: Sequence[str]) -> list[Finding]:
    """Tell that rows were broken across lines or pages."""
    if not places:
        return []
    message = f"{len(places)} dòng bị ngắt; phần còn lại đã được nối vào dòng đứng trước."
    return [Finding("joined_rows", message, place="; ".join(places))]


def missing_columns(positions: dict[str, int]) -> Iterator[Finding]:
    """Tell which columns a table does not have."""
    for name in COUNTS:
        if name not in positions:
            message = f"Bảng không có cột {label(name)}; những phần cần cột đó không tính được."
            yield Finding("missing_column", message, column=name)
    if absent := [_PRINTED[name] for name in PRINTED if name not in positions]:
        message = f"Bảng không có cột {' và cột '.join(absent)} nên không đối chiếu được ở đó."
        yield Finding("column_not_printed", message)


def unread_cells(grid: Grid, header: Header, lines: Sequence[TableLine]) -> Iterator[Finding]:
    """Tell columns and cells that the vocabulary has no place for, or that are not chosen."""
    found = _unread_texts(grid, lines)
    choice = header.choice or ColumnChoice(header.positions)
    read = set(header.positions.values())
    doubted = set(chain(*header.doubts.values()))
    yield from undecided(grid, header)
    for at in sorted({*found, *range(len(header.titles))} - doubted):
        # In a part with other columns a cell may be unread that the first header has a place for.
        title = header.titles[at] if at < len(header.titles) and at not in read else ""
        if title or at in found:
            why = choice.left.get(at, "") if title else ""
            yield _unread(header, at, why, grid.place(header.row, at), found.get(at, []))
    for column, at in header.positions.items():
        said = header.said[at] if at < len(header.said) else None
        if said and said.weak and column in ("quota", "pool"):
            yield _assumed(grid, header, column, at)


def undecided(grid: Grid, header: Header) -> Iterator[Finding]:
    """Tell the columns of one meaning under a header that nothing tells apart."""
    for column, ats in header.doubts.items():
        yield _doubted(grid, header, column, ats)


def _doubted(grid: Grid, header: Header, column: str, ats: Sequence[int]) -> Finding:
    """Tell columns of one meaning that nothing tells apart."""
    named = " và ".join(f"“{header.titles[at]}” ({grid.place(header.row, at)})" for at in ats)
    message = (
        f"Các cột {named} cùng nghĩa {label(column)}, không có gì cho biết cột nào đúng; số của "
        f"cột này để chưa rõ. Hãy ghi rõ tiêu đề (năm, kỳ, lũy kế) hoặc bỏ một cột rồi đọc lại."
    )
    places = "; ".join(grid.place(header.row, at) for at in ats)
    return Finding("repeated_column", message, "", column, places)


def _assumed(grid: Grid, header: Header, column: str, at: int) -> Finding:
    message = (
        f"Cột “{header.titles[at]}” được hiểu là {label(column)} vì bảng không có cột nào ghi "
        f"đúng tên đó. Nếu cột ghi số khác, hãy hỏi lại nơi gửi."
    )
    return Finding("assumed_column", message, "", column, grid.place(header.row, at))


def _unread_texts(grid: Grid, lines: Sequence[TableLine]) -> dict[int, list[str]]:
    """Give what stands in columns that are not read, with its places."""
    found: dict[int, list[str]] = {}
    for part in runs(lines):
        read = set(part[0].positions.values())
        for line in part:
            texts = line.row.texts
            if len(texts) != len(read):
                for at, text in enumerate(texts):
                    if at not in read and (words := clean(text)):
                        found.setdefault(at, []).append(f"{grid.place(line.row, at)}: {words}")
    return found


def _unread(header: Header, at: int, why: str, place: str, cells: Sequence[str]) -> Finding:
    """Keep what stands in a column that is not read."""
    title, content = header.titles[at] if at < len(header.titles) else "", "; ".join(cells)
    if at in header.positions.values() or not title:
        message = f"Có nội dung ở cột không có tiêu đề: {content}."
        return Finding("cell_outside", message, place=place, stated=content)
    said = header.said[at]
    if why:
        chosen = header.positions.get(said.column, at) if said else at
        place_of = f" Cột được đọc là “{header.titles[chosen]}”." if chosen != at else ""
        message = f"Cột “{title}” {why}; không đọc.{place_of}"
        return Finding("column_chosen", message, place=place, stated=content)
    if said and said.bar:
        message = f"Cột “{title}” {said.bar}; không đọc."
        return Finding("column_not_read", message, place=place, stated=content)
    if said and said.weak:
        message = f"Cột “{title}”: bảng đã có cột {label(said.column)} ghi đúng tên; không đọc."
        return Finding("column_not_read", message, place=place, stated=content)
    if is_result(title) and not is_part(title) and any(map(str.isdecimal, content)):
        message = (
            f"Cột “{title}” có số nhưng không rõ là số gì; không đọc. Hãy ghi rõ tiêu đề rồi đọc "
            f"lại, hoặc xóa cột nếu không cần."
        )
        return Finding("column_unexplained", message, place=place, stated=content)
    message = f"Cột “{title}” không thuộc danh mục số liệu; {len(cells)} ô có nội dung."
    return Finding("column_not_read", message, place=place, stated=content)


def _content(row: Row) -> str:
    return " | ".join(filter(None, map(clean, row.texts)))
