"""Words on a page -> lines, and tables without lines: columns are known by what stands in a row.

A table printed without borders has nothing but the places of its words. Numbers under numbers
make its columns; what stands above them is its header.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

# Shares of a letter's height. A wider gap than the page's space, and than most fonts' space, parts
# two cells; the two columns of a letterhead stand far apart.
_SPACE, _WIDEST_SPACE, _CELL_GAP = 0.25, 0.6, 2.5
_WIDER, _FEW_SPACES = 1.25, 3
# Words whose middles differ less are on one line; half a line is the step between a number in
# the middle of a cell and the two lines of the name beside it.
_SAME_LINE, _SAME_ROW = 0.35, 0.8
# Lines of one cell follow each other closer than this, and closer than two rows do.
_NEXT_LINE, _NEARER = 1.35, 0.12
_HEADER_ROW, _HEADER_LINE = 4.0, 2.5
_FEWEST_NUMBERS = 3
"""Numbers in a row of a table of units: its own, the quota and the admitted."""
_MOST_COLUMNS = 60
"""More columns are no table that a person reads."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?(=\S*)?|\(?[A-Za-z]\)?")
_SECTION = re.compile(r"(?:[IVX]+|[A-H])(?:[.)]|\s|$)")
_MEASURE = re.compile(r"\(?(?:đơn vị( tính)?|đvt)\s*:", re.IGNORECASE)
_TOTAL = re.compile(r"t[oổ]ng|c[oộ]ng", re.IGNORECASE)

Interval = tuple[float, float]
Texts = tuple[tuple[str, ...], Mapping[int, tuple[int, int]]]


class Word(NamedTuple):
    """A word, or several that stand together."""

    left: float  # Its edges [points]
    top: float
    right: float
    bottom: float
    text: str  # Its letters


class Spot(NamedTuple):
    """Where a row stands."""

    top: float  # [points]
    bottom: float
    columns: Sequence[Interval]  # Left and right of each of its cells


class Block(NamedTuple):
    """What stands together on a page."""

    top: float  # Where it begins [points]
    rows: list[Texts]  # Texts and merged cells of each row
    is_table: bool  # False for a line of prose
    spots: Sequence[Spot] = ()  # Where its rows stand


@dataclass(eq=False)
class _Line:
    """Words of one height, and the pieces they make: a cell's text, or part of it."""

    words: list[Word]
    space: float
    pieces: list[Word] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.height = max(word.bottom - word.top for word in self.words)
        self.middle = sum(word.top + word.bottom for word in self.words) / 2 / len(self.words)
        self.top = min(word.top for word in self.words)
        self.pieces = _pieces(self.words, _WIDER * self.space * self.height)
        self.numbers = [piece for piece in self.pieces if _NUMBER.fullmatch(piece.text)]
        self.texts = [piece for piece in self.pieces if not _NUMBER.fullmatch(piece.text)]


class _Columns(NamedTuple):
    """Where columns stand: those of numbers, and those of words alone."""

    numbers: tuple[Interval, ...] = ()
    texts: tuple[Interval, ...] = ()

    def all(self) -> list[Interval]:
        """Give them from left to right."""
        return sorted([*self.numbers, *self.texts])

    def with_those_of(self, other: "_Columns") -> "_Columns | None":
        """Give the columns of two pages of one table; None when they are two tables."""
        numbers = _merged([*self.numbers, *other.numbers])
        texts = _merged([*self.texts, *other.texts])
        fewest = max(len(self.all()), len(other.all()))
        apart = len(_merged([*numbers, *texts])) == len(numbers) + len(texts)
        same = apart and len(numbers) + len(texts) == fewest
        return _Columns(tuple(numbers), tuple(texts)) if same else None


def blocks_of(pages: Sequence[Sequence[Word]]) -> list[list[Block]]:
    """Sort the words of each page into tables and prose."""
    lines = [_lines(words) for words in pages]
    models = [_Columns()]
    for page in lines:
        models.append(_continued(models[-1], page))
    del models[0]
    # A column may be wider on a later page: the last of pages that go together knows all of it.
    for at in range(len(models) - 1, 0, -1):
        models[at - 1] = models[at - 1].with_those_of(models[at]) or models[at - 1]
    return [_blocks(page, model) for page, model in zip(lines, models, strict=True)]


def _lines(words: Iterable[Word]) -> list[_Line]:
    groups: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        close = _SAME_LINE * (word.bottom - word.top)
        if groups and _middle(word) - _middle(groups[-1][0]) <= close:
            groups[-1].append(word)
        else:
            groups.append([word])
    for group in groups:
        group.sort()
    gaps = [_spaces(group) for group in groups]
    usual = _median([gap for line in gaps for gap in line])
    return [
        # A title may be set in another font than the table.
        _Line(group, max(_SPACE, usual, _median(line) if len(line) >= _FEW_SPACES else 0))
        for group, line in zip(groups, gaps, strict=True)
    ]


def _spaces(line: Sequence[Word]) -> list[float]:
    """Measure the spaces between words, as shares of their height."""
    gaps = [
        (word.left - before.right) / max(word.bottom - word.top, 1.0)
        for before, word in pairwise(line)
    ]
    return [gap for gap in gaps if 0 < gap < _WIDEST_SPACE]


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _pieces(words: Sequence[Word], gap: float) -> list[Word]:
    """Join words that stand close; a number at a line's start stands alone."""
    joined = [words[0]]
    for before, word in pairwise(words):
        alone = len(joined) == 1 and before is words[0] and bool(_NUMBER.fullmatch(before.text))
        if word.left - before.right > gap or alone:
            joined.append(word)
        else:
            joined[-1] = _joined(joined[-1], word)
    return joined


def _joined(first: Word, second: Word) -> Word:
    top, bottom = min(first.top, second.top), max(first.bottom, second.bottom)
    right = max(first.right, second.right)
    return Word(first.left, top, right, bottom, f"{first.text} {second.text}")


# --- columns ----------------------------------------------------------------------------------


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Make one interval of those that overlap."""
    merged: list[Interval] = []
    for left, right in sorted(intervals):
        if merged and left < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], right)
        else:
            merged.append((left, right))
    return merged


def _edges(pieces: Iterable[Word]) -> list[Interval]:
    return [(piece.left, piece.right) for piece in pieces]


def _over(piece: Word, columns: Sequence[Interval]) -> list[int]:
    """Tell which columns a piece stands in."""
    return _over_interval((piece.left, piece.right), columns)


def _over_interval(edges: Interval, columns: Sequence[Interval]) -> list[int]:
    return [at for at, (left, right) in enumerate(columns) if edges[0] < right and left < edges[1]]


def _data_lines(page: Sequence[_Line], columns: Sequence[Interval]) -> list[_Line]:
    """Give lines with numbers under numbers, of this page or in columns of the one before."""
    several = [line for line in page if len(line.numbers) >= _FEWEST_NUMBERS]
    own = _merged(edge for line in several for edge in _edges(line.numbers))
    if max(len(own), len(columns)) > _MOST_COLUMNS:
        return []
    counts = [0] * len(own)
    for line in several:
        for at in {at for piece in line.numbers for at in _over(piece, own)}:
            counts[at] += 1

    def aligned(piece: Word) -> bool:
        return any(counts[at] > 1 for at in _over(piece, own)) or bool(_over(piece, columns))

    return [line for line in several if sum(map(aligned, line.numbers)) >= _FEWEST_NUMBERS]


def _continued(before: _Columns, page: Sequence[_Line]) -> _Columns:
    """Give the columns of a page: those of the page before, when its own fit between them."""
    lines = _data_lines(page, before.numbers)
    if not lines:
        return _Columns()
    numbers = _merged(edge for line in lines for edge in _edges(line.numbers))
    beside = (piece for line in lines for piece in line.texts if not _over(piece, numbers))
    own = _Columns(tuple(numbers), tuple(_merged(_edges(beside))))
    return before.with_those_of(own) or own


# --- rows -------------------------------------------------------------------------------------


def _blocks(page: Sequence[_Line], model: _Columns) -> list[Block]:
    """Sort the lines of a page into the table that has these columns and the prose around it."""
    columns = model.all()
    data = set(_data_lines(page, model.numbers)) if columns else set()
    if not data:
        return [_prose(line) for line in page]
    rows = _lines_by_row(page, data, columns)
    numbered = [at for at, row in enumerate(rows) if not data.isdisjoint(row)]
    first, end = numbered[0], numbered[-1] + 1
    while end < len(rows) and _goes_on(rows[end][0], columns):
        end += 1
    under = sum(map(len, rows[:first]))
    start = _header_start(page, under, columns)
    columns = _with_header(columns, page[start:under])
    pieces = _header_rows(page[start:under], columns)
    pieces += [[piece for line in row for piece in line.pieces] for row in rows[first:end]]
    below = (line for row in rows[end:] for line in row)
    texts = [_row(row, columns) for row in pieces]
    table = Block(page[start].top, texts, True, [_spot(row, columns) for row in pieces])
    return [*map(_prose, page[:start]), table, *map(_prose, below)]


def _prose(line: _Line) -> Block:
    cells = _pieces_of_prose(line)
    texts = tuple(cell.text for cell in cells)
    return Block(line.top, [(texts, {})], False, [_spot(cells, _edges(cells))])


def _pieces_of_prose(line: _Line) -> list[Word]:
    joined = [line.words[0]]
    for before, word in pairwise(line.words):
        if word.left - before.right > _CELL_GAP * line.height:
            joined.append(word)
        else:
            joined[-1] = _joined(joined[-1], word)
    return joined


def _lines_by_row(
    page: Sequence[_Line], data: Container[_Line], columns: Sequence[Interval]
) -> list[list[_Line]]:
    """Put lines together that are one row: a name may take several lines."""
    rows = [[page[0]]]
    for at in range(1, len(page)):
        if _one_row(page, at, data, columns):
            rows[-1].append(page[at])
        else:
            rows.append([page[at]])
    return rows


def _one_row(
    page: Sequence[_Line], at: int, data: Container[_Line], columns: Sequence[Interval]
) -> bool:
    """Tell whether a line and the one before it are one row."""
    above, below = page[at - 1], page[at]
    gap, height = below.middle - above.middle, max(above.height, below.height)
    if above in data and below in data:
        return False
    if gap < _SAME_ROW * height:
        return True
    if gap > _NEXT_LINE * height:
        return False
    if _is_rest(below, columns) and (_is_total(below) or not _is_total(above)):
        after = page[at + 1].middle - below.middle if at + 1 < len(page) else gap * 2
        if after > gap + _NEARER * height:
            return True
    before = above.middle - page[at - 2].middle if at > 1 else gap * 2
    return _is_rest(above, columns) and below in data and before > gap + _NEARER * height


def _is_rest(line: _Line, columns: Sequence[Interval]) -> bool:
    """Tell a line that holds nothing but words of one column, such as half a name."""
    places = [_over(piece, columns) for piece in line.pieces]
    if len(places) != 1 or len(places[0]) != 1 or line.numbers:
        return False
    return places[0] != [0] or _is_total(line)


def _is_total(line: _Line) -> bool:
    return any(_TOTAL.match(piece.text) for piece in line.texts)


def _goes_on(line: _Line, columns: Sequence[Interval]) -> bool:
    """Tell a row of the table that has too few numbers to be known by them: a unit's blanks."""
    first = line.pieces[0]
    return bool(line.numbers) and first is line.numbers[0] and _over(first, columns) == [0]


# --- headers ----------------------------------------------------------------------------------


def _header_start(page: Sequence[_Line], first: int, columns: Sequence[Interval]) -> int:
    """Tell which line a header begins with: those above it are titles and prose."""
    start = first
    while start > 0 and _may_be_header(page, start - 1, columns, is_last=start == first):
        start -= 1
    while start < first and len(page[start].pieces) == 1 and not _is_close(page, start):
        start += 1
    if any(len(line.pieces) > 1 for line in page[start:first]):
        return start
    # No header on this page: what stands close above may be the rest of the row before.
    if len(page) == first + 1 or first == 0 or not _is_rest(page[first - 1], columns):
        return first
    step = page[first + 1].middle - page[first].middle
    return first - (page[first].middle - page[first - 1].middle < 1.1 * step)


def _may_be_header(
    page: Sequence[_Line], at: int, columns: Sequence[Interval], *, is_last: bool
) -> bool:
    line, gap = page[at], page[at + 1].middle - page[at].middle
    # The row of a header is taller than its words; two lines of it follow each other.
    if gap > (_HEADER_ROW if is_last else _HEADER_LINE) * line.height:
        return False
    if len(line.pieces) > 1:
        # Words with wide spaces, as in a title, stand several over one column.
        places = [at for piece in line.pieces for at in _over(piece, columns)]
        return len(places) == len(set(places))
    covered, text = len(_over(line.pieces[0], columns)), line.pieces[0].text
    return covered < max(2, len(columns) / 2) and not _MEASURE.match(text)


def _is_close(page: Sequence[_Line], at: int) -> bool:
    """Tell whether a line and the next may stand in one cell."""
    return page[at + 1].middle - page[at].middle < _NEXT_LINE * page[at].height


def _with_header(columns: list[Interval], header: Sequence[_Line]) -> list[Interval]:
    """Widen columns to their titles; a title beside a titled column has a column of its own."""
    pieces = [piece for line in header if not _is_below_titles(line) for piece in line.pieces]
    titles = _merged(_edges(piece for piece in pieces if len(_over(piece, columns)) <= 1))
    wide = list(columns)
    titled = {at for title in titles for at in _over_interval(title, columns)}
    for title in titles:
        if not _over_interval(title, columns):
            at = _nearest(title, columns)
            if at in titled:
                wide.append(title)
            else:
                wide[at] = min(wide[at][0], title[0]), max(wide[at][1], title[1])
    return sorted(wide)


def _header_rows(header: Sequence[_Line], columns: Sequence[Interval]) -> list[Sequence[Word]]:
    """Give the rows of a header: titles over several columns, titles, numbers of columns."""
    over: list[Word] = []
    titles: list[Word] = []
    rest: list[Sequence[Word]] = []
    for line in header:
        if rest or _is_below_titles(line):
            rest.append(line.pieces)
            continue
        for piece in line.pieces:
            (over if len(_over(piece, columns)) > 1 else titles).append(piece)
    return [*(pieces for pieces in (over, titles) if pieces), *rest]


def _is_below_titles(line: _Line) -> bool:
    """Tell a row that numbers the columns, or names the first part of the table."""
    numbers = sum(bool(_COLUMN_NUMBER.fullmatch(piece.text)) for piece in line.pieces)
    is_numbering = numbers == len(line.pieces) >= _FEWEST_NUMBERS
    return is_numbering or bool(_SECTION.match(line.pieces[0].text))


def _row(pieces: Sequence[Word], columns: Sequence[Interval]) -> Texts:
    """Put the pieces of a row into its columns, from top to bottom in each."""
    cells: dict[int, list[str]] = {}
    spans: dict[int, tuple[int, int]] = {}
    for piece in pieces:
        places = _over(piece, columns) or [_nearest((piece.left, piece.right), columns)]
        cells.setdefault(places[0], []).append(piece.text)
        if len(places) > 1:
            spans[places[0]] = 1, len(places)
    return tuple("\n".join(cells.get(at, [])) for at in range(len(columns))), spans


def _spot(pieces: Sequence[Word], columns: Sequence[Interval]) -> Spot:
    top, bottom = min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)
    return Spot(top, bottom, columns)


def _nearest(edges: Interval, columns: Sequence[Interval]) -> int:
    return min(
        range(len(columns)),
        key=lambda at: max(columns[at][0] - edges[1], edges[0] - columns[at][1]),
    )
