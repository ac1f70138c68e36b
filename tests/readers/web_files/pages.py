"""Small pages, and what is read of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.web import read_web


class Told(NamedTuple):
    """A cell as it is read."""

    seen: str
    aside: dict[str, str]  # Form -> text
    whole: str = ""
    certain: bool = True


def read(folder: Path, page: str) -> Grid:
    path = folder / "trang.html"
    path.write_text(page, encoding="utf-8")
    return read_web(path)


def read_cell(folder: Path, content: str, head: str = "") -> Told:
    """Read one cell of a row that has another one."""
    page = f"<html><head>{head}</head><body><table><tr><td>x<td>{content}</table></body></html>"
    grid = read(folder, page)
    ((_, seen),) = (row.texts for row in grid.rows)
    assert grid.aside.rows == grid.aside.columns == ()
    assert all((one.part, one.number, one.at) == ("bảng 1", 1, 1) for one in grid.aside.cells)
    wholes = {one.whole for one in grid.aside.cells}
    assert len(wholes) <= 1
    certain = all(one.certain for one in grid.aside.cells)
    aside = {one.form.value: one.text for one in grid.aside.cells}
    return Told(seen, aside, "".join(wholes), certain)


def table(*rows: str, attributes: str = "") -> str:
    """Give the markup of a table; a row is written with bars between its cells."""
    return f"<table {attributes}>{''.join(map(line, rows))}</table>"


def line(row: str, attributes: str = "") -> str:
    return f"<tr {attributes}><td>{row.replace('|', '</td><td>')}</td></tr>"


def texts(grid: Grid) -> list[tuple[int, str]]:
    return [(row.number, "|".join(row.texts)) for row in grid.rows]


def aside_rows(grid: Grid) -> list[tuple[str, int, str]]:
    return [(row.form.value, row.number, "|".join(row.texts)) for row in grid.aside.rows]


def aside_cells(grid: Grid) -> Iterator[tuple[str, int, int, str]]:
    return ((one.form.value, one.number, one.at, one.text) for one in grid.aside.cells)
