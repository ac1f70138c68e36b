"""Rows wider than their header: a comma inside a number or a name parted a cell in two."""

from collections.abc import Mapping, Sequence

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.headings.column_choice import row_explained
from dangvien_analysis.intake.headings.header import Header
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.text.vietnamese import clean

_LISTED = 12
"""Most rows that one finding lists."""


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
        if not _is_wide(row, width):
            straight.append(row)
            continue
        whole = _name_joined(row, header.positions, width) or _rate_joined(row, header.positions)
        (unknown if whole is None else joined).append(grid.place(row))
        straight.append(whole or _without_figures(row, header.positions, width))
    return straight, [*_joined(joined), *_unknown(unknown)]


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


def _joined(places: Sequence[str]) -> list[Finding]:
    if not places:
        return []
    message = (
        f"{len(places)} dòng có dấu phẩy trong số hoặc trong tên nên bị tách thành hai ô; đã ghép "
        f"lại: {_some(places)}. Khi lưu tệp CSV, hãy đặt ô có dấu phẩy trong ngoặc kép."
    )
    return [Finding("parted_cells", message, place=_some(places))]


def _unknown(places: Sequence[str]) -> list[Finding]:
    if not places:
        return []
    message = (
        f"{len(places)} dòng có nhiều ô hơn dòng tiêu đề, không rõ số nào thuộc cột nào; mọi số "
        f"của dòng để chưa rõ: {_some(places)}. Hãy sửa các dòng này trong tệp rồi đọc lại."
    )
    return [Finding("row_too_wide", message, place=_some(places))]


def _some(places: Sequence[str]) -> str:
    return "; ".join([*places[:_LISTED], *(["…"] if len(places) > _LISTED else [])])
