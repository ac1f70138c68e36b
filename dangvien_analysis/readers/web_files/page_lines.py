"""Rows of a web page's table as they are laid out, and the columns of them that are hidden."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.web_files.page_pieces import PageText

Key = tuple[int, int]
"""A cell that takes no place: how many stand before it, and how many such ones right before."""


class LaidLine(NamedTuple):
    """A row of a table."""

    number: int
    width: int
    cells: dict[int, PageText]  # Position -> what stands in it, where anything does
    spans: dict[int, tuple[int, int]]
    absent: dict[Key, PageText]  # Cells that take no place
    stored: dict[int, str]  # Position -> the number a program keeps beside what is shown
    hidden: bool  # Whether it takes no place itself


def with_hidden_columns(lines: Sequence[LaidLine]) -> tuple[list[LaidLine], set[int]]:
    """Give hidden cells a place where they make a column; and the columns that are hidden.

    A browser lays out a row without the cells that are not shown: what is so in most rows is a
    hidden column, what is so in one row is a cell that stands beside the row.
    """
    if not any(line.absent for line in lines):
        return list(lines), _unseen(lines)
    shown = [line for line in lines if not line.hidden]
    count = Counter(key for line in shown for key in line.absent)
    # Titles and sums may be one wide cell.
    parted = sum(len(line.cells) > 1 for line in shown)
    keys = sorted(key for key, times in count.items() if times >= max(2, parted / 2))
    usual = Counter(line.width for line in shown).most_common(1)[0][0] if shown else 0
    wide = [_with_columns(_in_place(line, keys, usual), keys) for line in lines]
    return wide, {before + at for at, (before, _) in enumerate(keys)} | _unseen(wide)


def _in_place(line: LaidLine, keys: Sequence[Key], usual: int) -> LaidLine:
    """Leave hidden cells their place where their row is too short without them."""
    alone = sorted(line.absent)
    if not alone or line.width + len(alone) != usual or not set(alone).isdisjoint(keys):
        return line
    doubtful = {
        key: cell._replace(runs=tuple(run._replace(sure=False) for run in cell.runs))
        for key, cell in line.absent.items()
    }
    return _with_columns(line._replace(absent=doubtful), alone)


def _with_columns(line: LaidLine, keys: Sequence[Key]) -> LaidLine:
    """Make room for columns of cells that take no place, and put a row's own into them."""
    befores = [before for before, _ in keys]

    def to(at: int) -> int:
        return at + bisect_right(befores, at)

    cells = {to(at): cell for at, cell in line.cells.items()}
    own = {before + at: (before, more) for at, (before, more) in enumerate(keys)}
    put = {at: line.absent[key] for at, key in own.items() if key in line.absent}
    width = to(line.width - 1) + 1 if line.width else 0
    return line._replace(
        width=max((width, *(at + 1 for at in put))),
        cells={**cells, **put},
        stored={to(at): number for at, number in line.stored.items()},
        spans={
            to(at): (height, to(at + wide - 1) - to(at) + 1)
            for at, (height, wide) in line.spans.items()
        },
        absent={
            (to(before), more): cell
            for (before, more), cell in line.absent.items()
            if (before, more) not in keys
        },
    )


def _unseen(lines: Sequence[LaidLine]) -> set[int]:
    """Give the columns that have their places, but in which nothing is to be seen."""
    seen: set[int] = set()
    unseen: Counter[int] = Counter()
    for line in lines:
        if any(cell.seen for cell in line.cells.values()):
            for at, cell in line.cells.items():
                if cell.seen or set(cell.forms) != {Form.HIDDEN}:
                    seen.add(at)
                else:
                    unseen[at] += 1
    return {at for at, times in unseen.items() if times > 1 and at not in seen}
