"""Every published figure as a line of a file: ``python tasks.py published`` writes the files.

A file a day, of lines ``part,key,column,value``, one fact a line, sorted, so that the review of a
change shows what moves: ``-figure,admitted,value,121`` and ``+figure,admitted,value,150``.  Parts
are ``figure`` (every figure of the briefing), ``unit`` (measures, levels and forecast of every
unit), ``total`` (the district, and each sector) and ``chart NAME`` (the rows that it draws, and in
the lines ``all`` their columns and their order).  What is repeated is left out: how a figure is
shown where it is shown as it is, and what a chart repeats of a unit.

Each line of a simulated month begins with ``mo-phong``, and so ends the name of its file.
"""

import csv
import io
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

import dangvien_analysis as dva
from benchmarks.shown import ENDING, meetings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HEADER = ("part", "key", "column", "value")
PARTS = ("figure", "total", "unit", "chart")
MADE_UP = ENDING.strip("_")
DIGITS = 10
"""Significant digits of a figure, and at most so many decimals; what follows is noise."""
CLOSE = 1e-8
"""Numbers that are no further apart are the same: another processor, another numpy."""
TOLD = 10
"""Lines of a difference that are shown."""

Fact = tuple[str, str, str, str]


def facts(meeting: Any) -> list[Fact]:
    """List everything that is published of a meeting, sorted."""
    mark = f"{MADE_UP} " if meeting.simulated else ""
    found = [*_figures(meeting), *_totals(meeting), *_units(meeting), *_charts(meeting)]
    marked = [(f"{mark}{part}", key, column, value) for part, key, column, value in found]
    return sorted(marked, key=lambda fact: _order(fact[:3]))


def _order(place: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Put the figures first, then totals, units and charts."""
    part = place[0].removeprefix(f"{MADE_UP} ").split()[0]
    return PARTS.index(part), place


def _figures(meeting: Any) -> Iterator[Fact]:
    for key, row in meeting.text.table.iterrows():
        value = written(row["value"])
        yield "figure", str(key), "label", row["label"]
        yield "figure", str(key), "value", value
        if row["shown"] != value:
            yield "figure", str(key), "shown", row["shown"]


def _cells(part: str, frame: pd.DataFrame) -> Iterator[Fact]:
    for column in frame:
        for key, value in zip(frame.index, frame[column], strict=True):
            yield part, written(key), str(column), written(value)


def _units(meeting: Any) -> Iterator[Fact]:
    yield from _cells("unit", meeting.units.select_dtypes(exclude="str"))


def _totals(meeting: Any) -> Iterator[Fact]:
    yield from _cells("total", meeting.totals)
    yield from _cells("total", dva.totals(meeting.units, by="sector"))


def _charts(meeting: Any) -> Iterator[Fact]:
    units = meeting.units
    for name in dva.charts.CHARTS:
        table, part = getattr(meeting.charts, name)().table, f"chart {name}"
        if isinstance(table.index, pd.RangeIndex) and len(table):
            first = table.iloc[:, 0]
            table = table.set_index(first) if first.is_unique else table
        keys = [written(key) for key in table.index]
        yield part, "all", "columns", " ".join(map(str, table.columns))
        yield part, "all", "rows", " | ".join(keys)
        for fact in _cells(part, table):
            _, key, column, value = fact
            of_unit = column in units and key in units.index
            if not (of_unit and written(units.at[key, column]) == value):
                yield fact


def written(value: Any) -> str:
    """Write a value so that it is the same on every machine."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if isinstance(value, float):
        rounded = round(value, DIGITS)
        return f"{rounded + 0.0:.{DIGITS}g}"
    return str(value)


def read(path: Path) -> list[Fact]:
    """Read the facts of a file."""
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    if tuple(header) != HEADER:
        raise ValueError(f"{path.name} has the columns {header}; needed are {HEADER}")
    return [(part, key, column, value) for part, key, column, value in rows]


def settled(old: Iterable[Fact], new: list[Fact]) -> list[Fact]:
    """Keep the old text of each number that has not moved by more than noise."""
    before = {fact[:3]: fact[3] for fact in old}
    return [(*fact[:3], _same(before.get(fact[:3], fact[3]), fact[3])) for fact in new]


def _same(old: str, new: str) -> str:
    try:
        near = math.isclose(float(old), float(new), rel_tol=CLOSE, abs_tol=CLOSE)
    except ValueError:
        return new
    # Whole numbers are exact: one person is not noise.
    return old if near and "." in old + new else new


def difference(old: list[Fact], new: list[Fact]) -> list[str]:
    """List what moved as lines of the file, ``-old`` and ``+new``."""
    before, after = ({fact[:3]: fact for fact in side} for side in (old, new))
    lines = []
    for place in sorted(before.keys() | after.keys(), key=_order):
        was, now = before.get(place), after.get(place)
        if was != now:
            lines += [f"{sign}{_line(fact)}" for sign, fact in (("-", was), ("+", now)) if fact]
    return lines


def _line(fact: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(fact)
    return stream.getvalue()


def summary(name: str, lines: list[str]) -> str:
    """Tell the first lines of a difference, and how to accept it."""
    more = [f"… {len(lines) - TOLD} more"] if len(lines) > TOLD else []
    return "\n".join(
        [
            f"{name}: published figures differ in {len(lines)} lines.",
            *lines[:TOLD],
            *more,
            "Where that is meant: make published, and name the figures in CHANGELOG.md.",
        ]
    )


def path_of(name: str, folder: Path = HERE) -> Path:
    """Give the file of a meeting."""
    return folder / f"{name}.csv"


def main(folder: Path = HERE) -> int:
    """Write every file again, and tell what moved."""
    with TemporaryDirectory() as place:
        found = {name: facts(one) for name, one in meetings(ROOT, Path(place).resolve()).items()}
    for name, new in found.items():
        path = path_of(name, folder)
        old = read(path) if path.exists() else []
        kept = settled(old, new)
        lines = difference(old, kept)
        text = "\n".join([",".join(HEADER), *map(_line, kept), ""])
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path.name}: {len(kept)} lines, {len(lines)} of them moved")
        print(*lines[:TOLD], sep="\n", end="\n" if lines else "")
    for path in sorted(set(folder.glob("*.csv")) - {path_of(name, folder) for name in found}):
        path.unlink()
        print(f"{path.name}: removed, nothing is published under that name")
    return 0


if __name__ == "__main__":
    sys.exit(main())
