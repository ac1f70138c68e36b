"""The tables and lines of a page, each row with what is set aside of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dangvien_analysis.readers.aligned_text import Block, Interval, Spot, Texts, Word
from dangvien_analysis.readers.set_aside import Form

_STEP = 2.5
"""Heights of a line that the last row of a table and one that is set aside may be apart."""
_SAME_LINE = 0.5
_FEWEST = 2
"""Columns of a table in which a row that is set aside has words."""


@dataclass
class AsidePiece:
    """What is set aside of a cell."""

    at: int
    form: Form
    text: str
    whole: str


@dataclass
class Line:
    """A row of a page."""

    texts: Texts
    spot: Spot
    gone: Form | None = None  # Why the whole row is set aside
    aside: list[AsidePiece] = field(default_factory=list)


@dataclass
class PagePart:
    """A table, or a line of prose."""

    top: float
    is_table: bool
    lines: list[Line]


@dataclass
class AsideWord:
    """A word beside the ruled tables that is set aside."""

    word: Word
    form: Form
    host: Word | None  # The word it stands at
    whole: str  # That word with all that is set aside at it


def ruled(table: dict[str, Any]) -> PagePart:
    """Take over a table that has lines."""
    rows, lines = table["rows"], []
    ends = [*(row["top"] for row in rows[1:]), table["bottom"]]
    for row, bottom in zip(rows, ends, strict=True):
        spans = {int(place): (high, wide) for place, (high, wide) in row["spans"].items()}
        gone = Form(row["gone"]) if row["gone"] else None
        aside = [AsidePiece(place, Form(form), *rest) for place, form, *rest in row["aside"]]
        spot = Spot(row["top"], bottom, table["columns"])
        lines.append(Line((tuple(row["texts"]), spans), spot, gone, aside))
    return PagePart(rows[0]["top"], True, lines)


def printed(block: Block) -> PagePart:
    """Take over a table without lines, or a line of prose."""
    pairs = zip(block.rows, block.spots, strict=True)
    return PagePart(block.top, block.is_table, [Line(*pair) for pair in pairs])


def with_aside(
    tables: list[PagePart], others: list[PagePart], words: Sequence[AsideWord]
) -> list[PagePart]:
    """Give words that are set aside to the rows they stand in; what has none is a row itself."""
    alone: list[AsideWord] = []
    found: dict[tuple[int, int], list[AsideWord]] = {}
    places = [line for part in others for line in part.lines]
    every = [*places, *(line for part in tables for line in part.lines)]
    for word in words:
        noted = word.form is Form.NOTED
        at = _row_at(word.host or word.word, every if noted else places, nearest=noted)
        if at is None:
            alone.append(word)
        else:
            found.setdefault((at, _column(word, every[at].spot.columns)), []).append(word)
    for (at, column), those in found.items():
        every[at].aside += _pieces(column, every[at], those)
    return sorted([*tables, *others, *_own_rows(alone, others)], key=lambda part: part.top)


def _row_at(word: Word, lines: Sequence[Line], *, nearest: bool) -> int | None:
    """Tell which row a word stands in, or near."""
    middle = (word.top + word.bottom) / 2
    away = [max(line.spot.top - middle, middle - line.spot.bottom, 0.0) for line in lines]
    if not away or (min(away) > 0 and not nearest):
        return None
    return away.index(min(away))


def _column(word: AsideWord, columns: Sequence[Interval]) -> int:
    """Tell which column a word stands in, or next to."""
    left, right = (word.host or word.word)[0], (word.host or word.word)[2]
    away = [max(start - right, left - end) for start, end in columns]
    return away.index(min(away))


def _pieces(column: int, line: Line, words: Sequence[AsideWord]) -> Iterator[AsidePiece]:
    """Give what is set aside of one cell, by kind."""
    whole = line.texts[0][column]
    middle = sum(line.spot.columns[column]) / 2
    done: set[Word] = set()
    for one in words:
        if one.form is Form.NOTED or one.host in done:
            continue
        if one.host is not None:
            done.add(one.host)
            whole = _put(whole, one.host.text, one.whole)
        elif one.word.left + one.word.right < 2 * middle:
            whole = f"{one.word.text} {whole}".strip()
        else:
            whole = f"{whole} {one.word.text}".strip()
    texts: dict[Form, list[str]] = {}
    for one in words:
        texts.setdefault(one.form, []).append(one.word.text)
    for form, those in texts.items():
        yield AsidePiece(column, form, " ".join(those), whole)


def _put(text: str, word: str, whole: str) -> str:
    """Put a word with what stands at it into the place of the word alone."""
    return re.sub(rf"(?<!\S){re.escape(word)}(?!\S)", lambda _: whole, text, count=1)


def _own_rows(words: Iterable[AsideWord], others: Sequence[PagePart]) -> Iterator[PagePart]:
    """Make rows of the words that stand in none, in the table they belong to or as prose."""
    for row in _rows(words):
        form = max((one.form for one in row), key=[one.form for one in row].count)
        top = min(one.word.top for one in row)
        bottom = max(one.word.bottom for one in row)
        table = next((part for part in others if _belongs(row, part)), None)
        if table is None:
            columns = [(row[0].word.left, row[-1].word.right)]
            text = " ".join(one.word.text for one in row)
            line = Line(((text,), {}), Spot(top, bottom, columns), form)
            yield PagePart(top, False, [line])
            continue
        columns = list(table.lines[-1].spot.columns)
        cells: list[list[str]] = [[] for _ in columns]
        for one in row:
            cells[_column(one, columns)].append(one.word.text)
        texts = tuple(" ".join(cell) for cell in cells)
        table.lines.append(Line((texts, {}), Spot(top, bottom, columns), form))
        table.lines.sort(key=lambda line: line.spot.top)


def _rows(words: Iterable[AsideWord]) -> list[list[AsideWord]]:
    """Put words together that stand in one line."""
    rows: list[list[AsideWord]] = []
    for one in sorted(words, key=lambda one: one.word.top + one.word.bottom):
        middle = (one.word.top + one.word.bottom) / 2
        first = rows[-1][0].word if rows else None
        near = _SAME_LINE * (one.word.bottom - one.word.top)
        if first and middle - (first.top + first.bottom) / 2 <= near:
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        row.sort(key=lambda one: one.word.left)
    return rows


def _belongs(row: Sequence[AsideWord], part: PagePart) -> bool:
    """Tell whether a line of words is a row of a table without lines."""
    if not part.is_table:
        return False
    middle = (row[0].word.top + row[0].word.bottom) / 2
    step = _STEP * (row[0].word.bottom - row[0].word.top)
    columns = part.lines[-1].spot.columns
    over = {_column(one, columns) for one in row}
    inside = part.lines[0].spot.top - step < middle < part.lines[-1].spot.bottom + step
    return inside and len(over) >= _FEWEST
