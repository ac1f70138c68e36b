"""Find the table in a Grid: units, parts and totals, over as many pieces as it is printed in."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.headings.column_words import (
    about_admissions,
    of_a_period,
    years_named,
)
from dangvien_analysis.intake.headings.header import (
    Header,
    find_header,
    numbers_in_names,
    other_year,
    side_by_side,
)
from dangvien_analysis.intake.headings.refusals import no_table, not_shown, without_people
from dangvien_analysis.intake.rows.wide_rows import straightened
from dangvien_analysis.intake.table import Table, column_texts, nobody, runs
from dangvien_analysis.intake.table_reading import TableReading
from dangvien_analysis.readers.grid import Grid, Row
from dangvien_analysis.text.vietnamese import clean

TITLES = 200
"""Rows among which the titles are that say what a table is about."""


def find_table(
    grid: Grid,
    file_name: str,
    known: Callable[[str], bool] = nobody,
    year: int | None = None,
) -> Table:
    """Find the table of units.

    Gives the first table whose header names the unit, the quota and the admitted, with the parts
    it goes on in: under the same header again, under another order of columns, or under none. A
    part that names the same units again is another table.

    `year`: the year of the figures, when it is known beside the file.
    """
    grid = without_people(grid, file_name)
    parts = list(grid.parts().values())
    about = about_admissions(_alone(grid.rows[:TITLES]))
    found = ((at, find_header(rows, about=about)) for at, rows in enumerate(parts))
    first = next(((at, header) for at, header in found if header), None)
    if first is None:
        raise ReadError(no_table(grid, file_name))
    at, header = first
    before, rows, later = parts[:at], parts[at], parts[at + 1 :]
    blocks = side_by_side(header, rows)
    if blocks:
        rows, later = blocks[0], [*blocks[1:], *later]
        header = find_header(rows, about=about) or header
    rows, notes = straightened(grid, header, rows)
    reading = TableReading(
        Table(grid, header.positions, known=known, findings=notes), about, blocks=bool(blocks)
    )
    reading.table.prose.extend(chain(*before))
    above = chain(*before, rows[: header.start])
    named = set(chain(*map(years_named, _alone(above))))
    reading.year = year or max(named, default=header.year)
    header = reading.settled(header, chain(rows[header.end :], *later))
    if fault := other_year(header, year or (min(named) if len(named) == 1 else None)):
        raise ReadError(f"{file_name}, {grid.place(header.row)}: {fault}")
    reading.begin(numbers_in_names(header, chain(rows[header.end :], *later)))
    reading.read_all(rows, later)
    if not reading.table.units:
        raise ReadError(
            f"{file_name}, {grid.place(header.row)}: có dòng tiêu đề nhưng không có đơn vị nào "
            f"ở dưới.{not_shown(grid)}"
        )
    table = reading.finished()
    table.findings.extend(period_in_title(grid, header, chain(*before, rows[: header.start])))
    refuse_digits(table, file_name)
    return table


def period_in_title(grid: Grid, header: Header, above: Iterable[Row]) -> Iterator[Finding]:
    """Ask about a result under a title that speaks of a month alone."""
    at = header.positions["admitted"]
    said = header.said[at]
    if said and said.since_january:
        return
    for row in above:
        for title in filter(of_a_period, _alone([row])):
            message = (
                f"Tiêu đề “{clean(title)}” nói về số của một kỳ, cột “{header.titles[at]}” không "
                f"ghi lũy kế: có thể chưa phải số từ đầu năm. Đề nghị hỏi lại nơi gửi."
            )
            yield Finding("period_in_title", message, "", "admitted", grid.place(row))


def refuse_digits(table: Table, file_name: str) -> None:
    """Refuse units that are called by digits only: the columns have slid."""
    for line, name in zip(table.units, column_texts(runs(table.units), "unit_name"), strict=True):
        if name.isdecimal():
            raise ReadError(
                f"{file_name}, {table.place(line, 'unit_name')}: tên đơn vị chỉ có chữ số "
                f"(“{name}”), có lẽ các cột bị lệch ở dòng này. Hãy sửa dòng đó trong tệp rồi đọc "
                f"lại."
            )


def _alone(rows: Iterable[Row]) -> Iterator[str]:
    """Give titles and prose: what stands alone in its row."""
    for row in rows:
        texts = [text for text in row.texts if text and not text.isspace()]
        if len(texts) == 1:
            yield texts[0]
