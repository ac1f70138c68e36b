"""The tables of a page that are known by their lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from .drawing_steps import TooMuchError
from .page_drawing import Shape

# Programs draw the border of a cell up to this far from its neighbour's [points].
_CLOSE = 3.0
# Shorter pieces of a line are not looked at, and lines that stay shorter are none [points].
_PIECE, _LINE = 1, 3
_MOST_CROSSINGS = 20_000
"""A page of 100 rows in 30 columns has 3,000."""
_MOST_PAIRS = 2_000_000
"""Of a line down and one across: 1,000 cells that each have a frame of their own make as many."""

Edge = dict[str, Any]


class Ruled(NamedTuple):
    """A table by its lines."""

    xs: list[float]  # Where its columns and rows begin, and the last ends [points]
    ys: list[float]
    # Row and column of a place -> those of the first place of its cell
    owners: dict[tuple[int, int], tuple[int, int]]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Tell which cell a point lies in.

        Row and column of the cell's first place; None outside every cell.
        """
        place = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self.owners.get(place)

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Tell how many rows and columns each cell covers, by its first place."""
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        for (row, column), (first, left) in self.owners.items():
            high, wide = spans.get((first, left), (1, 1))
            spans[first, left] = max(high, row - first + 1), max(wide, column - left + 1)
        return spans


def tables_of(shapes: Sequence[Shape]) -> Iterator[Ruled]:
    """Find tables by their lines; a frame around a text is none."""
    for cells in cells_to_tables(_cells(shapes)):
        lefts, tops, rights, bottoms = zip(*cells, strict=True)
        xs, ys = _starts([*lefts, *rights]), _starts([*tops, *bottoms])
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for x0, top, x1, bottom in cells:
            first = _index(ys, top), _index(xs, x0)
            for row in range(first[0], _index(ys, bottom)):
                for column in range(first[1], _index(xs, x1)):
                    owners.setdefault((row, column), first)
        yield Ruled(xs, ys, owners)


def _cells(shapes: Sequence[Shape]) -> Any:
    """Find the cells that lines enclose, as pdfplumber does with its usual settings."""
    by_kind: dict[str, list[Shape]] = {"line": [], "rect": [], "curve": [], "image": []}
    for shape in shapes:
        by_kind[shape.kind].append(shape)
    sides = {"line": _line_edges, "rect": _rect_edges, "curve": _curve_edges}
    every = [edge for kind, edges in sides.items() for one in by_kind[kind] for edge in edges(one)]
    ordered = [*_long(every, "v", _PIECE), *_long(every, "h", _PIECE)]
    close = {f"{what}_{way}_tolerance": _CLOSE for what in ("snap", "join") for way in "xy"}
    edges = merge_edges(ordered, **close) if ordered else []
    upright, level = list(_long(edges, "v", _LINE)), list(_long(edges, "h", _LINE))
    if len(upright) * len(level) > _MOST_PAIRS:
        raise TooMuchError
    crossings = edges_to_intersections([*upright, *level], _CLOSE, _CLOSE)
    if len(crossings) > _MOST_CROSSINGS:
        raise TooMuchError
    return intersections_to_cells(crossings)


def _long(edges: Iterable[Edge], way: str, least: float) -> Iterator[Edge]:
    length = "height" if way == "v" else "width"
    return (edge for edge in edges if edge["orientation"] == way and edge[length] >= least)


def _edge(x0: float, top: float, x1: float, bottom: float, way: str) -> Edge:
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": way,
    }


def _line_edges(shape: Shape) -> Iterator[Edge]:
    yield _edge(*shape.box, "h" if shape.box[1] == shape.box[3] else "v")


def _rect_edges(shape: Shape) -> Iterator[Edge]:
    x0, top, x1, bottom = shape.box
    yield _edge(x0, top, x1, top, "h")
    yield _edge(x0, bottom, x1, bottom, "h")
    yield _edge(x0, top, x0, bottom, "v")
    yield _edge(x1, top, x1, bottom, "v")


def _curve_edges(shape: Shape) -> Iterator[Edge]:
    for (x0, y0), (x1, y1) in pairwise(shape.points):
        if x0 == x1 or y0 == y1:
            way = "v" if x0 == x1 else "h"
            yield _edge(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), way)


def _starts(edges: Sequence[float]) -> list[float]:
    """Give each position once; edges that lie close are one."""
    ordered = sorted(edges)
    return ordered[:1] + [edge for before, edge in pairwise(ordered) if edge - before > _CLOSE]


def _index(starts: Sequence[float], edge: float) -> int:
    """Tell which position an edge is: the one it lies at, or close after."""
    return max(0, bisect_right(starts, edge) - 1)
