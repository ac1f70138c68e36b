"""Which sheets of a workbook are read, where several have a table or some are hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from dangvien_analysis.document.passages import passages, read_document
from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.headings.header import Header, find_header
from dangvien_analysis.intake.leftover_cells import other_table
from dangvien_analysis.intake.rows.row_kinds import has_number
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.text.numbers import format_date
from dangvien_analysis.text.vietnamese import clean, fold, tone_key

_HEAD = 1_000
"""Rows of a sheet in which its table begins."""
_NAMES = 300
"""Units by which two sheets are compared, and rows under a table in which it may be dated."""
_SAME = (2, 3)
"""Share of the units that two sheets must have in common to be of two months, or copies."""


class SheetChoice(NamedTuple):
    """What of a workbook is read."""

    grid: Grid  # Without the sheets that are not
    sheet: str  # The one that was chosen; empty where there was nothing to choose
    findings: list[Finding]  # What was chosen, and what was not


class _Sheet(NamedTuple):
    """A sheet with a table under its own header."""

    name: str
    header: Header
    units: frozenset[str]  # Names of its first units
    day: date | None  # The day its own words state


def chosen_sheet(grid: Grid, file_name: str, wanted: str | None, day: date | None) -> SheetChoice:
    """Choose among sheets that repeat the same units, and leave hidden ones out.

    `wanted`: the sheet to read and no other; `day`: the day of the figures where it is known.
    """
    if wanted:
        return _named(grid, file_name, wanted)
    if grid.kind is not Kind.SHEET:
        return _seen_tables(grid)
    tables = list(_tables(grid)) if len(grid.sheets) > 1 else []
    if not tables:
        return SheetChoice(grid, "", [])
    seen = [one for one in tables if one.name not in grid.hidden]
    # A hidden sheet is often an old one: it is read when there is nothing else.
    away = grid.hidden if seen else frozenset[str]()
    findings = list(_hidden_away(grid, tables, seen)) if seen else []
    chosen = []
    for alike in _groups(seen or tables):
        one, why = _best(alike, grid.front, day)
        others = [other for other in tables if other is not one and _same(other, one)]
        away |= {other.name for other in others}
        if others:
            chosen.append(one.name)
            findings.append(_told(grid, one, why, others))
    if not seen:
        read = [one.name for one in tables if one.name not in away]
        findings.append(_hidden_read(read))
        chosen = chosen or read
    return SheetChoice(_without(grid, away), chosen[0] if len(chosen) == 1 else "", findings)


def _seen_tables(grid: Grid) -> SheetChoice:
    """Leave out the tables of a page that are hidden, as those of a closed tab are."""
    tables = list(_tables(grid)) if grid.hidden else []
    if not tables:
        return SheetChoice(grid, "", [])
    hidden = [one.name for one in tables if one.name in grid.hidden]
    if len(hidden) == len(tables):
        message = (
            f"Bảng đã đọc nằm ở phần ẩn của trang ({', '.join(hidden)}); hãy hỏi lại nơi gửi xem "
            "có đúng là bảng này không."
        )
        return SheetChoice(grid, "", [Finding("hidden_sheet", message, place="; ".join(hidden))])
    findings = [
        Finding(
            "hidden_sheet",
            f"Trang còn bảng ở phần ẩn ({', '.join(hidden)}), không đọc; đã đọc bảng đang hiện.",
            place="; ".join(hidden),
        )
    ]
    return SheetChoice(_without(grid, grid.hidden), "", findings if hidden else [])


def _without(grid: Grid, away: frozenset[str]) -> Grid:
    """Leave sheets out."""
    if not away:
        return grid
    return replace(grid, rows=tuple(row for row in grid.rows if row.part not in away))


def _named(grid: Grid, file_name: str, wanted: str) -> SheetChoice:
    """Take the sheet that was asked for."""
    if grid.kind is not Kind.SHEET:
        raise ReadError(
            f"{file_name}: tệp không phải bảng tính nên không có trang tính “{wanted}”; hãy bỏ "
            "--sheet."
        )
    name = _known_as(grid.sheets, wanted)
    if name is None:
        listed = ", ".join(f"“{one}”" for one in grid.sheets)
        raise ReadError(
            f"{file_name}: không có trang tính “{wanted}”; các trang của tệp: {listed}."
        )
    tables = {one.name: one for one in _tables(grid)}
    others = [one for one in tables.values() if one.name != name]
    findings = []
    if name in tables and others:
        findings.append(_told(grid, tables[name], "được chọn bằng --sheet", others))
    if name in tables and name in grid.hidden:
        findings.append(_hidden_read([name]))
    return SheetChoice(_without(grid, frozenset(grid.sheets) - {name}), name, findings)


def _known_as(names: Sequence[str], wanted: str) -> str | None:
    """Find a sheet by its name, else by the letters of it alone."""
    for key in (str, clean, tone_key, fold):
        found = [name for name in names if key(name) == key(wanted)]
        if len(found) == 1:
            return found[0]
    return None


def _tables(grid: Grid) -> Iterator[_Sheet]:
    """Give the sheets that have a header and figures under it; one made ready has none yet."""
    for name, rows in grid.parts().items():
        header = find_header(rows[:_HEAD], about=True)
        if header is None:
            continue
        units = _units(rows, header.end, header.positions)
        if any(one.text("admitted") for one in units):
            names = frozenset(tone_key(one.text("unit_name")) for one in units)
            yield _Sheet(name, header, names, _day(grid, rows, header))


def _units(rows: Sequence[Row], start: int, positions: dict[str, int]) -> list[TableLine]:
    """Give the first rows that name a unit and hold a figure."""
    lines = [TableLine(row, positions) for row in rows[start : start + _NAMES]]
    return [one for one in lines if one.text("unit_name") and has_number(one)]


def _day(grid: Grid, rows: Sequence[Row], header: Header) -> date | None:
    """Give the day that the words above and below a table state."""
    end = len(rows)
    while end > max(header.end, len(rows) - _NAMES):
        if has_number(TableLine(rows[end - 1], header.positions)):
            break
        end -= 1
    found = read_document(passages(grid, [*rows[: header.start], *rows[end:]])).days
    return found[0].value if found else None


def _same(one: _Sheet, other: _Sheet) -> bool:
    """Tell whether two sheets are of the same units: those of another month, or a copy."""
    part, whole = _SAME
    shared = len(one.units & other.units)
    return whole * shared >= part * max(len(one.units), len(other.units))


def _groups(tables: Sequence[_Sheet]) -> list[list[_Sheet]]:
    """Put sheets of the same units together, in their order."""
    found: list[list[_Sheet]] = []
    for one in tables:
        alike = next((group for group in found if any(_same(one, other) for other in group)), None)
        if alike is None:
            found.append([one])
        else:
            alike.append(one)
    return found


def _best(alike: Sequence[_Sheet], front: str, day: date | None) -> tuple[_Sheet, str]:
    """Choose by the day, else the sheet in front, else the first; and say why, but for a guess."""
    known = {one.day for one in alike if one.day}
    past = {one for one in known if one <= date.today()} or known
    wanted = day if day in known else max(past, default=None)
    latest = [one for one in alike if one.day == wanted]
    if len(latest) == 1 and wanted is not None:
        return latest[0], "đúng ngày số liệu" if wanted == day else _LATEST
    if len(alike) == 1:
        return alike[0], "là trang đang hiện"
    return next((one for one in latest if one.name == front), latest[0]), ""


_LATEST = "có ngày số liệu muộn nhất"
_NOT_HIDDEN = "có ngày số liệu muộn nhất trong các trang không ẩn"


def _told(grid: Grid, one: _Sheet, why: str, others: Sequence[_Sheet]) -> Finding:
    """Tell which sheet is read and which are not."""
    listed = "; ".join(_shown(grid, other) for other in others)
    if why == _LATEST and any(other.name in grid.hidden for other in others):
        why = _NOT_HIDDEN
    reason = f" vì {why}" if why and not why.startswith("được") else f", {why}" if why else ""
    guess = (
        ""
        if why
        else (
            " Các trang không cho biết trang nào mới nhất: đây là trang đang mở khi lưu tệp, hoặc "
            "trang đầu; hãy xem lại."
        )
    )
    message = (
        f"Tệp có {len(others) + 1} trang tính có bảng; đã đọc {_shown(grid, one)}{reason}; không "
        f"đọc: {listed}.{guess} Muốn đọc trang khác: --sheet TÊN."
    )
    code = "sheet_chosen" if why else "sheet_guessed"
    names = "; ".join(other.name for other in others)
    return Finding(code, message, place=one.name, stated=one.name, computed=names)


def _shown(grid: Grid, one: _Sheet) -> str:
    told = [f"số liệu đến {format_date(one.day)}"] if one.day else []
    told += ["trang ẩn"] if one.name in grid.hidden else []
    return f"“{one.name}”" + (f" ({', '.join(told)})" if told else "")


def _hidden_read(names: Sequence[str]) -> Finding:
    listed = ", ".join(f"“{name}”" for name in names)
    message = (
        f"Bảng đã đọc nằm ở trang tính ẩn ({listed}); hãy hỏi lại nơi gửi xem có đúng là bảng này "
        "không."
    )
    return Finding("hidden_sheet", message, place="; ".join(names))


def _hidden_away(
    grid: Grid, tables: Sequence[_Sheet], seen: Sequence[_Sheet]
) -> Iterator[Finding]:
    """Tell hidden sheets with figures of other units; those of the same are told with these."""
    known = {one.name: one for one in tables}
    for name, rows in grid.parts().items():
        if name not in grid.hidden:
            continue
        if name in known:
            if not any(_same(known[name], one) for one in seen):
                yield other_table(grid, rows[known[name].header.start :])
            continue
        figures = _units(rows, 0, seen[0].header.positions)
        if any(one.text("admitted") for one in figures):
            message = (
                f"Trang tính ẩn “{name}” có dòng giống số liệu của đơn vị; không đọc. Nếu cần, bỏ "
                "ẩn trang đó, lưu tệp rồi đọc lại."
            )
            yield Finding("hidden_sheet", message, place=grid.place(figures[0].row))
