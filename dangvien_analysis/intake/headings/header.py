"""Header of a table: columns are known by their words, over one to a few rows."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dangvien_analysis.columns import REQUIRED, label
from dangvien_analysis.intake.headings.column_choice import (
    ColumnChoice,
    named_columns,
    read_titles,
)
from dangvien_analysis.intake.headings.column_words import Said, about_admissions
from dangvien_analysis.intake.table import split_number
from dangvien_analysis.readers.grid import Row
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean, fold

HIGHEST = 5
"""Rows of a header: a title, what it is split into, and words that were broken over rows."""

# What stands under each column of a header that numbers them: "A", "(1)", "6=4+5", "5=4/3x100%".
_COLUMN_NUMBER = pattern(r"[a-z]|(\d{1,2})( (x ?)?\d{1,3}(x\d{1,3})?%?| [a-z]| %)*")
# The last line of a heading that was broken over rows: "Chỉ tiêu năm", "2024".
_OF_A_DAY = pattern(r"20\d\d|\d{1,2}/\d{1,2}(/20\d\d)?")


@dataclass(frozen=True)
class Header:
    """Where the columns of a table stand."""

    row: Row  # The first of its rows
    positions: dict[str, int]  # Column of the vocabulary -> position in a row, counted from 0
    titles: tuple[str, ...]  # The words over each column, those of merged cells included
    start: int  # Index of its first row, and of the row after it, among the rows it was found in
    end: int
    # What the words over each column say, and the columns of one meaning, by their position: which
    # of them is read is decided by what stands under them
    said: tuple[Said | None, ...] = ()
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    choice: ColumnChoice | None = None  # What was decided

    @property
    def doubts(self) -> Mapping[str, tuple[int, ...]]:
        """The columns of one meaning that nothing tells apart."""
        return self.choice.doubts if self.choice else {}

    @property
    def year(self) -> int | None:
        """The year that the words over the quota name."""
        said = self.said[self.positions["quota"]]
        return said.year if said else None


def find_header(rows: Sequence[Row], *, about: bool = False) -> Header | None:
    """Find the first header among rows.

    Gives the first rows, one to a few, that together name every required column.

    `about`: whether what stands around the table speaks of admissions; then "Thực hiện" does.
    """
    for end in range(len(rows)):
        if _several(rows[end]) and (header := header_at(rows, end, about=about)):
            return header
    return None


def header_at(rows: Sequence[Row], last: int, *, about: bool = False) -> Header | None:
    """Read a header that becomes complete with one row."""
    for height in range(1, HIGHEST + 1):
        first = last - height + 1
        if first < 0 or not _several(rows[first]):
            return None
        if any(is_figure(text) for text in rows[first].texts):
            return None
        if header := _complete(rows, first, last + 1, about):
            return _extended(rows, header, about)
    return None


def _complete(rows: Sequence[Row], first: int, end: int, about: bool) -> Header | None:
    """Read rows as a header; None when they do not name every required column."""
    titles = titles_over(rows[first:end])
    whole = tuple(" ".join(parts) for parts in titles)
    about = about or about_admissions(whole)
    for read in (tuple[str, ...], _as_one):
        said = read_titles([read(parts) for parts in titles])
        rivals = named_columns(said, about)
        if set(REQUIRED) <= set(rivals):
            positions = {name: ats[0] for name, ats in rivals.items()}
            several = {name: ats for name, ats in rivals.items() if len(ats) > 1}
            return Header(rows[first], positions, whole, first, end, said, several)
    return None


def _as_one(parts: Sequence[str]) -> tuple[str, ...]:
    """Take the words over a column together, where the lowest alone are another column's."""
    return (" ".join(parts),) if parts else ()


def _extended(rows: Sequence[Row], header: Header, about: bool) -> Header:
    """Take in the rows under a header that divide its columns further."""
    first, end = header.start, header.end
    while end < len(rows) and end - first < HIGHEST and _divides(rows[end], header.positions):
        further = _complete(rows, first, end + 1, about)
        if further is None and not header.rivals:
            break
        # "Nam", "Nữ" under one heading: that its columns are no sum is settled by their words.
        titles = tuple(" ".join(parts) for parts in titles_over(rows[first : end + 1]))
        header, end = further or replace(header, titles=titles, end=end + 1), end + 1
    return header


def _divides(row: Row, positions: dict[str, int]) -> bool:
    """Tell whether a row under a header belongs to it: words, but neither name nor number."""
    named = any(
        clean(row.text(positions[name])) for name in ("unit_no", "unit_name") if name in positions
    )
    words = [text for text in map(clean, row.texts) if text]
    figures = [text for text in words if is_figure(text) and not _OF_A_DAY.fullmatch(text)]
    return bool(words) and not named and not figures and not numbers_columns(row)


def is_figure(text: str) -> bool:
    """Tell a figure; header cells such as "(1)" or "9 tháng" are none."""
    return text.strip().replace(".", "").replace(",", "").isdecimal()


def _several(row: Row) -> bool:
    return sum(1 for text in row.texts if text and not text.isspace()) > 1


def titles_over(rows: Sequence[Row]) -> list[list[str]]:
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


def numbers_columns(row: Row) -> bool:
    """Tell whether a row only numbers the columns.

    True for "A | B | 1 | 2 | 3", "(1) | (2) | (3) = (1) + (2)", and "1 | 2 | 7 | 8" where columns
    were left out.
    """
    texts = [fold(text) for text in row.texts if clean(text)]
    cells = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(cell[1]) for cell in cells if cell and cell[1]]
    if not all(cells) or len(numbers) < len(REQUIRED):
        return False
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    gapless = steps == {1}
    return gapless or (min(steps) > 0 and numbers[0] == 1 and len(texts) == len(row.texts))


def begins_at(rows: Sequence[Row], at: int, *, about: bool = False) -> Header | None:
    """Read a header whose first row is this one.

    Gives the header; None when none begins there.
    """
    last = range(at, min(at + HIGHEST, len(rows)))
    headers = (header_at(rows, one, about=about) for one in last)
    return next((header for header in headers if header and header.start == at), None)


def other_year(header: Header, year: int | None) -> str:
    """Say that the result is of another year than the quota; nothing when it is not.

    `year`: the year of the figures, when it is known beside the file.
    """
    years = {name: header.said[header.positions[name]] for name in ("quota", "admitted")}
    quota, admitted = (one.year if one else None for one in years.values())
    wanted = quota or year
    if admitted is None or wanted is None or admitted == wanted:
        return ""
    title = header.titles[header.positions["admitted"]]
    return (
        f"cột “{title}” là số của năm {admitted}, không phải của năm chỉ tiêu {wanted}; bảng chưa "
        f"có cột {label('admitted')} của năm {wanted}."
    )


def side_by_side(header: Header, rows: Sequence[Row]) -> list[list[Row]]:
    """Part a table that is printed in blocks beside each other.

    Gives the rows of each block, with nothing in the columns of the others; none for other tables.
    """
    columns = [one.column if one and not one.bar else "" for one in header.said]
    starts = [at for at, column in enumerate(columns) if column == columns[0]]
    ends = [*starts[1:], len(columns)]
    blocks = [tuple(columns[start:end]) for start, end in zip(starts, ends, strict=True)]
    alike = len(blocks) > 1 and len({tuple(filter(None, block)) for block in blocks}) == 1
    if not alike or not set(REQUIRED) <= set(blocks[0]):
        return []
    return [
        [
            row._replace(
                texts=tuple(text if start <= at < end else "" for at, text in enumerate(row.texts))
            )
            for row in (rows if start == 0 else rows[header.start :])
        ]
        for start, end in zip(starts, ends, strict=True)
    ]


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
