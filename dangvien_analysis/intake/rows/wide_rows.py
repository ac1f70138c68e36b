"""Rows wider than their header: a comma inside a number or a name parted a cell in two."""

from collections.abc import Mapping, Sequence

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.findings import Finding, listed
from dangvien_analysis.intake.headings.column_choice import row_explained
from dangvien_analysis.intake.headings.header import Header, is_figure
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.text.vietnamese import clean


def straightened(
    grid: Grid, header: Header, rows: Sequence[Row]
) -> tuple[list[Row], list[Finding]]:
    """Put parted cells together where that leaves no doubt; elsewhere the figures are unknown.

    Gives the rows, and what was done with them; only rows of a text file are looked at.
    """
    width = len(header.titles)
    if grid.kind is not Kind.TEXT or max((len(row.texts) for row in rows), default=0) <= width:
        return list(rows), []
    straight: list[Row] = []
    joined: list[str] = []
    unknown: list[str] = []
    for row in rows:
        if _is_header(row):
            # Another header may have more columns; which they are is not known here.
            width = max(width, len(row.texts))
        if not _is_wide(row, width):
            straight.append(row)
            continue
        whole = _name_joined(row, header.positions, width) or _rate_joined(row, header.positions)
        (unknown if whole is None else joined).append(grid.place(row))
        straight.append(whole or _without_figures(row, header.positions, width))
    return straight, [
        *_told("parted_cells", joined, _JOINED),
        *_told("row_too_wide", unknown, _UNKNOWN),
    ]


def _is_header(row: Row) -> bool:
    """Tell several cells of words without a figure."""
    return sum(map(bool, row.texts)) > 2 and not any(map(is_figure, row.texts))  # noqa: PLR2004


def _is_wide(row: Row, width: int) -> bool:
    """Tell a row of cells without a gap, more than the header has, that ends in a figure."""
    texts = list(map(clean, row.texts))
    surplus = [text for text in texts[width:] if text]
    return bool(surplus) and all(texts[width - 1 : width + 1]) and surplus[-1][0].isdecimal()


def _name_joined(row: Row, positions: Mapping[str, int], width: int) -> Row | None:
    """Join "Chi bộ Công ty A", "B": words where the first figure belongs."""
    at, surplus = positions["unit_name"], len(row.texts) - width
    pieces = [clean(text) for text in row.texts[at : at + surplus + 1]]
    if any(text[:1].isdecimal() or not text for text in pieces):
        return None
    return row._replace(texts=(*row.texts[:at], ", ".join(pieces), *row.texts[at + surplus + 1 :]))


def _rate_joined(row: Row, positions: Mapping[str, int]) -> Row | None:
    """Join "71", "43" where 71,43 is the rate of the row's own figures."""
    at = positions.get("stated_rate")
    pieces = () if at is None else tuple(map(clean, row.texts[at : at + 2]))
    if not all(piece.rstrip("%").isdecimal() for piece in pieces) or len(pieces) < 2:  # noqa: PLR2004
        return None
    whole = row._replace(texts=(*row.texts[:at], ",".join(pieces), *row.texts[at + 2 :]))  # type: ignore[operator]
    return whole if row_explained(TableLine(whole, dict(positions)), positions) else None


def _without_figures(row: Row, positions: Mapping[str, int], width: int) -> Row:
    """Leave number and name alone: from the first figure on, no cell is sure."""
    first = min(positions[name] for name in COUNTS if name in positions)
    return row._replace(texts=(*row.texts[:first], *[""] * (width - first)))


def _told(code: str, places: Sequence[str], message: str) -> list[Finding]:
    """Tell of rows, where there are any."""
    rows = listed(places)
    return [Finding(code, message.format(len(places), rows), place=rows)] if places else []


_JOINED = (
    "{} dòng có dấu phẩy trong số hoặc trong tên nên bị tách thành hai ô; đã ghép lại: {}. Khi "
    "lưu tệp CSV, hãy đặt ô có dấu phẩy trong ngoặc kép."
)
_UNKNOWN = (
    "{} dòng có nhiều ô hơn dòng tiêu đề, không rõ số nào thuộc cột nào; mọi số của dòng để chưa "
    "rõ: {}. Hãy sửa các dòng này trong tệp rồi đọc lại."
)
