"""Charts made of rows: a name, a bar or dots, and columns of figures beside them.

Names and figures stand inside the Axes, so that nothing is cut whatever the names are; the x axis
is that of the bars, repeated for each column of rows where one page takes two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from dangvien_analysis.charts.fitting import SMALL, shorten, text_width, widest, wrap, wrap_name
from dangvien_analysis.charts.theme import FAINT, INK, TEXT, TONES, bare, width_of

_GAP = 6.0
"""Room between a name, its bar and its figures [points]."""
_LEAST_BAR = 80.0
_DOT = 8.5
"""From dot to dot [points]."""
_THICK = 0.68
"""Thickness of a bar [share of a line]."""
_OVER_HEADING = 0.55
"""Room above a heading [lines]."""


@dataclass(frozen=True)
class Line:
    """One row, or a heading over rows.

    Parameters
    ----------
    name : str
        What stands at its left.
    bar : tuple of float
        Lengths of the bar's segments, in the sheet's tones and units.
    dots : tuple of int
        In place of a bar, the number of dots in each tone.
    cells : tuple of str
        Figures to its right, one for each header.
    note : str
        Words in place of a bar.
    heading : bool
        Whether it is a heading: its name may be as wide as the sheet.
    """

    name: str
    bar: tuple[float, ...] = ()
    dots: tuple[int, ...] = ()
    cells: tuple[str, ...] = ()
    note: str = ""
    heading: bool = False

    @property
    def height(self) -> float:
        """How tall it is [lines]."""
        tallest = max(text.count("\n") + 1 for text in (self.name, *self.cells))
        return tallest + (_OVER_HEADING if self.heading else 0)


@dataclass(frozen=True)
class Sheet:
    """Rows and what they have in common.

    Parameters
    ----------
    lines : list of Line
        The rows, from top to bottom.
    tones : tuple of str
        Names of the tones of bars and dots.
    headers : tuple of str
        What stands over the cells.
    limit : float
        Where the bars end at the right, in the bars' units; longer ones are cut and marked.
    marks : tuple of (float, str)
        Places on the bars' axis to mark over the rows; a place with an empty text gets a line
        through the bars only.
    columns : int
        Number of columns of rows.
    pitch : float
        Height of a line [points].
    words : bool
        Whether the last cells are words, set to the left, rather than figures.
    """

    lines: list[Line]
    tones: tuple[str, ...]
    headers: tuple[str, ...]
    limit: float
    marks: tuple[tuple[float, str], ...] = ()
    columns: int = 1
    pitch: float = 13.0
    words: bool = False

    @property
    def head(self) -> float:
        """Height of the headers [lines]."""
        return max(header.count("\n") + 1 for header in ("", *self.headers)) + 0.3

    @property
    def places(self) -> list[tuple[int, float]]:
        """Column and top of each line [lines], headings never last in a column."""
        room = sum(line.height for line in self.lines) / self.columns
        places = []
        column, top = 0, self.head
        for at, line in enumerate(self.lines):
            ahead = self.lines[at : at + 1 + line.heading]
            full = top + sum(one.height for one in ahead) > self.head + room + 1
            if full and column + 1 < self.columns:
                column, top = column + 1, self.head
            places.append((column, top))
            top += line.height
        return places

    @property
    def height(self) -> float:
        """How tall it is [points]."""
        ends = (top + line.height for (_, top), line in zip(self.places, self.lines, strict=True))
        return max(ends, default=self.head) * self.pitch


@dataclass(frozen=True)
class _Grid:
    """Where things stand across one column, in the bars' units: 0 is the start of its bars.

    Parameters
    ----------
    point : float
        One point.
    names : float
        Room of the names.
    step : float
        From one column to the next.
    cells : tuple of float
        Where each cell ends, or starts when it holds words.
    """

    point: float
    names: float
    step: float
    cells: tuple[float, ...]


def fitted(sheet: Sheet, ax: Axes | None, *, two_lines: bool = False) -> Sheet:
    """Wrap or shorten names and headings so that they fit.

    Parameters
    ----------
    sheet : Sheet
        The sheet with full names.
    ax : Axes or None
        Where it will be drawn; None for a new figure.
    two_lines : bool
        Whether a name may take two lines.

    Returns
    -------
    Sheet
        The sheet as it will be written.
    """
    across = width_of(ax) / sheet.columns - _GAP * (sheet.columns > 1)
    room = across - _GAP - sum(_cell_widths(sheet)) - _LEAST_BAR
    fit = wrap_name if two_lines else shorten
    lines = [
        replace(line, name=wrap(line.name, across, TEXT, "bold"))
        if line.heading
        else replace(line, name=fit(line.name, room))
        for line in sheet.lines
    ]
    return replace(sheet, lines=lines)


def draw(ax: Axes, sheet: Sheet) -> None:
    """Draw a fitted sheet.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    sheet : Sheet
        What `fitted` gave for it.
    """
    grid = _grid(ax, sheet)
    bare(ax)
    ax.set_xlim(-grid.names, sheet.columns * grid.step - grid.names)
    ax.set_ylim(sheet.height / sheet.pitch, 0)
    starts = [column * grid.step for column, _ in sheet.places]
    tops = [top for _, top in sheet.places]
    for line, x, top in zip(sheet.lines, starts, tops, strict=True):
        if line.heading:
            ax.text(
                x - grid.names,
                top + line.height - 0.35,
                line.name,
                size=TEXT,
                weight="bold",
                va="baseline",
            )
            continue
        _write_line(ax, grid, line, x, top + line.height / 2, sheet)
    _draw_bars(ax, sheet, starts, tops)
    _draw_heads(ax, sheet, grid, sorted(set(starts)))


def _cell_widths(sheet: Sheet) -> list[float]:
    """Width of each column of cells with the gap before it [points]."""
    widths = []
    for at, header in enumerate(sheet.headers):
        texts = [line.cells[at] for line in sheet.lines if line.cells]
        widths.append(widest([header, *texts]) + _GAP)
    return widths


def _grid(ax: Axes, sheet: Sheet) -> _Grid:
    gap = _GAP * (sheet.columns > 1)
    across = width_of(ax) / sheet.columns - gap
    names = widest(line.name for line in sheet.lines if not line.heading) + _GAP
    widths = _cell_widths(sheet)
    bars = max(across - names - sum(widths), _LEAST_BAR / 2)
    point = sheet.limit / bars
    ends = [sheet.limit + sum(widths[: at + 1]) * point for at in range(len(widths))]
    if sheet.words and ends:
        ends[-1] -= (widths[-1] - _GAP) * point
    return _Grid(point, names * point, (across + gap) * point, tuple(ends))


def _write_line(ax: Axes, grid: _Grid, line: Line, x: float, y: float, sheet: Sheet) -> None:
    """Write a row's name, figures, dots and note; bars are drawn together."""
    ax.text(x - _GAP * grid.point, y, line.name, ha="right", va="center", linespacing=1.1)
    for at, (text, place) in enumerate(zip(line.cells, grid.cells, strict=False)):
        words = sheet.words and at == len(sheet.headers) - 1
        ax.text(x + place, y, text, ha="left" if words else "right", va="center", linespacing=1.1)
    if line.note:
        ax.text(x, y, line.note, va="center", style="italic", color=FAINT)
    _draw_dots(ax, grid, line, (x, y), sheet)


def _draw_dots(
    ax: Axes, grid: _Grid, line: Line, at: tuple[float, float], sheet: Sheet
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


def _draw_bars(ax: Axes, sheet: Sheet, starts: Sequence[float], tops: Sequence[float]) -> None:
    """Draw all bars tone by tone; what passes the limit is cut and marked with an arrow."""
    rows = [
        (line.bar, x, top + line.height / 2)
        for line, x, top in zip(sheet.lines, starts, tops, strict=True)
        if line.bar
    ]
    ys = [y for _, _, y in rows]
    for at, name in enumerate(sheet.tones):
        lefts = [min(sum(bar[:at]), sheet.limit) for bar, _, _ in rows]
        ends = [min(sum(bar[: at + 1]), sheet.limit) for bar, _, _ in rows]
        widths = [end - left for left, end in zip(lefts, ends, strict=True)]
        offsets = [x + left for left, (_, x, _) in zip(lefts, rows, strict=True)]
        ax.barh(ys, widths, _THICK, offsets, label=name, **TONES[name].style)
    for bar, x, y in rows:
        if sum(bar) > sheet.limit:
            ax.text(x + sheet.limit, y, "›", weight="bold", size=TEXT, va="center")
        for place, _ in sheet.marks[-1:]:
            ax.vlines(x + place, y - 0.5, y + 0.5, color=INK, linewidth=1.0, zorder=3)


def _draw_heads(ax: Axes, sheet: Sheet, grid: _Grid, starts: Sequence[float]) -> None:
    """Write the headers and the marks over each column of rows."""
    base = sheet.head - 0.45
    for x in starts:
        for at, (header, place) in enumerate(zip(sheet.headers, grid.cells, strict=True)):
            words = sheet.words and at == len(sheet.headers) - 1
            side = "left" if words else "right"
            ax.text(x + place, base, header, ha=side, va="bottom", color=FAINT, linespacing=1.0)
        for place, text in sheet.marks:
            ax.text(x + place, base, text, ha="center", va="bottom", color=FAINT)
        end = x + max((*grid.cells, sheet.limit))
        ax.hlines(sheet.head - 0.2, x - grid.names, end, color=FAINT, linewidth=0.5)


__all__ = ["SMALL", "Line", "Sheet", "draw", "fitted", "text_width"]
