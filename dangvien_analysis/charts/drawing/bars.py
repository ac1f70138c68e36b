"""Charts made of rows: a name, a bar or dots, and columns of figures beside them.

Names and figures stand inside the Axes, so that nothing is cut whatever the names are; the x axis
is that of the bars, repeated for each column of rows where one page takes two.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.fitting import SMALL, shorten, widest, wrap, wrap_name
from dangvien_analysis.charts.drawing.theme import FAINT, INK, MARKS, TEXT, TONES, bare, width_of

# Room between a name, its bar and its figures [points].
_GAP = 6.0
# What names leave to the bars [points].
_LEAST_BAR = 66.0
# From dot to dot [points].
_DOT = 8.5
# Thickness of a bar [share of a line].
_THICK = 0.68
# Room above a heading [lines].
_OVER_HEADING = 0.5
# How much longer a column may get to keep the rows under a heading together [lines].
_PARTED = 2
# Limits of the height of a row where all rows stand on one page [points].
_TIGHT, _LOOSE = 8.0, 12.0
# From the middle of small figures down to their baseline [share of the font size].
_BASELINE = 0.36


@dataclass(frozen=True)
class BarLine:
    """One row, or a heading over rows."""

    name: str  # What stands at its left
    bar: tuple[float, ...] = ()  # Lengths of the bar's segments, in the sheet's tones and units
    dots: tuple[int, ...] = ()  # In place of a bar, the number of dots in each tone
    cells: tuple[str, ...] = ()  # Figures to its right, one for each header
    note: str = ""  # Words in place of a bar
    heading: bool = False  # Whether it is a heading: its name may be as wide as the sheet
    # In place of a bar, names of marks at even steps; "" leaves a step empty
    marks: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """How tall it is [lines]."""
        tallest = max(text.count("\n") + 1 for text in (self.name, *self.cells))
        return tallest + (_OVER_HEADING if self.heading else 0)


@dataclass(frozen=True)
class Sheet:
    """Rows and what they have in common."""

    # The rows from top to bottom, in one column or in several side by side
    columns: tuple[list[BarLine], ...]
    tones: tuple[str, ...]  # Names of the tones of bars and dots
    headers: tuple[str, ...]  # What stands over the cells
    # Where the bars end at the right, in the bars' units; longer ones are cut and marked
    limit: float
    # Places on the bars' axis to name over the rows; the last one has a line through the bars
    marks: tuple[tuple[float, str], ...] = ()
    pitch: float = 13.0  # Height of a line [points]
    words: bool = False  # Whether the last cells are words, set to the left, rather than figures

    @property
    def head(self) -> float:
        """Height of the headers [lines]."""
        return max(header.count("\n") + 1 for header in ("", *self.headers)) + 0.3

    @property
    def lines(self) -> list[BarLine]:
        """All rows."""
        return [line for column in self.columns for line in column]

    @property
    def height(self) -> float:
        """How tall it is [lines]."""
        return self.head + max(map(height_of, self.columns), default=0.0)


@dataclass(frozen=True)
class _Grid:
    """Where things stand across one column, in the bars' units: 0 is the start of its bars."""

    point: float
    names: float  # Room of the names
    step: float  # From one column to the next
    cells: tuple[float, ...]  # Where each cell ends, or starts when it holds words


def height_of(lines: Iterable[BarLine]) -> float:
    """Measure rows."""
    return sum(line.height for line in lines)


def halved(lines: Sequence[BarLine]) -> tuple[list[BarLine], list[BarLine]]:
    """Part rows into two columns of about the same height."""

    def parted(at: int) -> tuple[list[BarLine], list[BarLine]]:
        left, right = list(lines[:at]), list(lines[at:])
        heading = next((line for line in reversed(left) if line.heading), None)
        if heading is not None and not right[0].heading:
            # The sums behind the colon are those of all its rows.
            start = heading.name.partition(":")[0]
            right.insert(0, replace(heading, name=f"{start} (tiếp)"))
        return left, right

    def cost(at: int) -> float:
        tallest = max(map(height_of, parted(at)))
        return tallest + (0 if lines[at].heading else _PARTED)

    return parted(min((n for n in range(2, len(lines)) if not lines[n - 1].heading), key=cost))


def fitted(sheet: Sheet, ax: Axes | None, *, two_lines: bool = False) -> Sheet:
    """Wrap or shorten names and headings so that they fit."""
    across = _across(sheet, width_of(ax))
    room = across - _GAP - sum(_cell_widths(sheet)) - _LEAST_BAR
    fit = wrap_name if two_lines else shorten

    def fit_line(line: BarLine) -> BarLine:
        if line.heading:
            return replace(line, name=wrap(line.name, across, TEXT, "bold"))
        return replace(line, name=fit(line.name, room))

    return replace(sheet, columns=tuple([fit_line(line) for line in one] for one in sheet.columns))


def on_a_page(
    sheet: Sheet, ax: Axes | None, room: float, narrow: Callable[[BarLine], BarLine]
) -> Sheet:
    """Lay all rows out on one page, in two columns where one would be too tight to read."""
    fit = fitted(sheet, ax)
    if room / fit.height < _TIGHT:
        two = replace(sheet, columns=([narrow(line) for line in sheet.lines], []))
        two = fitted(two, ax)
        fit = replace(two, columns=halved(two.lines))
    return replace(fit, pitch=min(max(room / fit.height, _TIGHT), _LOOSE))


def draw(ax: Axes, sheet: Sheet) -> None:
    """Draw a fitted sheet."""
    grid = _grid(ax, sheet)
    bare(ax)
    ax.set_xlim(-grid.names, len(sheet.columns) * grid.step - grid.names)
    ax.set_ylim(sheet.height, 0)
    for number, lines in enumerate(sheet.columns):
        x, top = number * grid.step, sheet.head
        _draw_heads(ax, sheet, grid, x)
        for line in lines:
            _write_line(ax, grid, line, (x, top), sheet)
            top += line.height
    _draw_bars(ax, sheet, grid)


def _cell_widths(sheet: Sheet) -> list[float]:
    """Width of each column of cells with the gap before it [points]."""
    widths = []
    for at, header in enumerate(sheet.headers):
        texts = [line.cells[at] for line in sheet.lines if line.cells]
        widths.append(widest([header, *texts]) + _GAP)
    return widths


def _across(sheet: Sheet, width: float) -> float:
    """Width of one column [points]."""
    return width / len(sheet.columns) - _GAP * (len(sheet.columns) > 1)


def room_of_bars(sheet: Sheet, ax: Axes | None) -> float:
    """Measure the room between names and figures."""
    across = _across(sheet, width_of(ax))
    names = _names_width(sheet)
    return max(across - names - sum(_cell_widths(sheet)), _LEAST_BAR / 2)


def _names_width(sheet: Sheet) -> float:
    return widest(line.name for line in sheet.lines if not line.heading) + _GAP


def _grid(ax: Axes, sheet: Sheet) -> _Grid:
    names, widths = _names_width(sheet), _cell_widths(sheet)
    point = sheet.limit / room_of_bars(sheet, ax)
    ends = [sheet.limit + sum(widths[: at + 1]) * point for at in range(len(widths))]
    if sheet.words and ends:
        ends[-1] -= (widths[-1] - _GAP) * point
    step = width_of(ax) / len(sheet.columns) * point
    return _Grid(point, names * point, step, tuple(ends))


def _write_line(
    ax: Axes, grid: _Grid, line: BarLine, corner: tuple[float, float], sheet: Sheet
) -> None:
    """Write a heading, or a row's name, figures, dots and note; bars are drawn together."""
    x, y = corner[0], corner[1] + line.height / 2
    if line.heading:
        base = corner[1] + line.height - 0.35
        ax.text(x - grid.names, base, line.name, size=TEXT, weight="bold", va="baseline")
        return
    down = _BASELINE * SMALL / sheet.pitch
    sides = ["right", *_sides(sheet)]
    places = [-_GAP * grid.point, *grid.cells]
    for side, place, text in zip(sides, places, (line.name, *line.cells), strict=False):
        # Figures and names of one line share a baseline; a text of two lines is centred.
        high, align = (y, "center") if "\n" in text else (y + down, "baseline")
        ax.text(x + place, high, text, ha=side, va=align, linespacing=1.1)
    if line.note:
        ax.text(x, y + down, line.note, va="baseline", style="italic", color=FAINT)
    _draw_dots(ax, grid, line, (x, y), sheet)
    for at, name in enumerate(line.marks):
        if name:
            step = sheet.limit / len(line.marks)
            size = min(MARKS[name].size, 0.8 * step / grid.point, 0.8 * sheet.pitch)
            style = MARKS[name].style | {"markersize": size}
            ax.plot([x + (at + 0.5) * step], [y], linestyle="", label=name, **style)


def _sides(sheet: Sheet) -> list[str]:
    """To which side each cell is set."""
    return ["right"] * (len(sheet.headers) - sheet.words) + ["left"] * sheet.words


def _draw_dots(
    ax: Axes, grid: _Grid, line: BarLine, at: tuple[float, float], sheet: Sheet
) -> None:
    """One dot a person; they move together where a row has more than the bar's room holds."""
    total = sum(line.dots)
    step = min(_DOT * grid.point, sheet.limit / max(total, 1))
    place = 0
    for name, number in zip(sheet.tones, line.dots, strict=False):
        if number:
            xs = [at[0] + (place + one + 0.5) * step for one in range(number)]
            size = (0.68 * step / grid.point) ** 2
            style = TONES[name].style
            ax.scatter(xs, [at[1]] * number, s=size, label=name, **style)
            place += number


def _draw_bars(ax: Axes, sheet: Sheet, grid: _Grid) -> None:
    """Draw all bars tone by tone; what passes the limit is cut and marked with an arrow."""
    rows = _bars(sheet, grid.step)
    if not rows:
        return
    bars, xs, ys = (np.array(values, dtype=float) for values in zip(*rows, strict=True))
    ends = np.minimum(np.cumsum(bars, axis=1), sheet.limit)
    starts = np.column_stack([np.zeros(len(bars)), ends[:, :-1]])
    for at, name in enumerate(sheet.tones):
        width, left = ends[:, at] - starts[:, at], xs + starts[:, at]
        ax.barh(ys, width, _THICK, left, label=name, **TONES[name].style)
    for place, _ in sheet.marks[-1:]:
        ax.vlines(xs + place, ys - 0.5, ys + 0.5, color=INK, linewidth=1.0, zorder=3)
    cut = bars.sum(axis=1) > sheet.limit
    for x, y in zip(xs[cut], ys[cut], strict=True):
        ax.text(x + sheet.limit, y, "›", weight="bold", size=TEXT, va="center")


def _bars(sheet: Sheet, step: float) -> list[tuple[tuple[float, ...], float, float]]:
    """Each bar with the start of its column and its height on the page."""
    found = []
    for number, lines in enumerate(sheet.columns):
        top = sheet.head
        for line in lines:
            if line.bar:
                found.append((line.bar, number * step, top + line.height / 2))
            top += line.height
    return found


def _draw_heads(ax: Axes, sheet: Sheet, grid: _Grid, x: float) -> None:
    """Write the headers and the marks over a column of rows."""
    base = sheet.head - 0.5
    style: dict[str, Any] = {"va": "baseline", "color": FAINT, "linespacing": 1.0}
    for side, place, header in zip(_sides(sheet), grid.cells, sheet.headers, strict=True):
        ax.text(x + place, base, header, ha=side, **style)
    for place, text in sheet.marks:
        ax.text(x + place, base, text, ha="center", **style)
    end = x + grid.step - grid.names - _GAP * grid.point * (len(sheet.columns) > 1)
    ax.hlines(sheet.head - 0.2, x - grid.names, end, color=FAINT, linewidth=0.5)
