"""No orphan figure: each count of the real table is changed in turn; what moves is declared."""

import re
from collections import defaultdict
from dataclasses import replace

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import COUNTS
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.pack.pack import tables_of
from dangvien_analysis.report.figures.origins import Origin, origin_of
from dangvien_analysis.report.sentences.narrative import narrative
from dangvien_analysis.report.sentences.phrases import Phrases
from dangvien_analysis.report.tables.shown_tables import ShownTable

FORECAST = 9
"""Every so many units, what the forecast tells is looked at too."""


class Unforecast(Meeting):
    """A meeting of which nothing is forecast."""

    forecast = None  # type: ignore[assignment]
    steady = None  # type: ignore[assignment]


def changed(snapshot: dva.Snapshot, unit: str, column: str) -> dva.Snapshot:
    """Raise one count of one unit by one."""
    units = snapshot.units.copy()
    units.loc[unit, column] += 1
    return replace(snapshot, units=units)


def shown(meeting: Meeting) -> dict[str, str]:
    """Give every figure as it is shown; a rate with all its digits."""
    table = Phrases(meeting).table
    pairs = zip(table.index, table["shown"], table["value"], strict=True)
    return {str(key): f"{text} {value!r}" for key, text, value in pairs}


def figures_of(kind: type[Meeting], snapshot: dva.Snapshot, whole: Meeting) -> dict[str, str]:
    """Give every figure of a snapshot on the day of the whole meeting."""
    return shown(kind(snapshot, whole.findings, last_day=whole.last_day))


@pytest.fixture(scope="module")
def whole(snapshot: dva.Snapshot) -> Meeting:
    """The meeting of the real table alone: nothing in it reads or writes."""
    return Meeting(snapshot, snapshot.findings, last_day=gather(snapshot).last_day)


@pytest.fixture(scope="module")
def origins(whole: Meeting) -> dict[str, Origin]:
    return {key: origin_of(key, whole.snapshot) for key in shown(whole)}


@pytest.fixture(scope="module")
def moved(whole: Meeting) -> dict[tuple[str, str], set[str]]:
    """By unit and column: the figures that move when that count is raised by one."""
    snapshot, found = whole.snapshot, {}
    unchanged = {kind: figures_of(kind, snapshot, whole) for kind in (Meeting, Unforecast)}
    for at, unit in enumerate(snapshot.units.index):
        kind = Meeting if at % FORECAST == 0 else Unforecast
        before = unchanged[kind]
        for column in COUNTS:
            other = changed(snapshot, unit, column)
            after = figures_of(kind, other, whole)
            keys = set(before) & set(after)
            found[unit, column] = {key for key in keys if after[key] != before[key]}
    return found


def test_every_figure_has_an_origin(origins: dict[str, Origin]) -> None:
    assert len(origins) > 500
    assert all(origin.how for origin in origins.values())


def test_a_figure_without_one_is_an_error(snapshot: dva.Snapshot) -> None:
    with pytest.raises(KeyError, match="con_so_la"):
        origin_of("con_so_la", snapshot)


def test_only_declared_figures_move(
    origins: dict[str, Origin], moved: dict[tuple[str, str], set[str]]
) -> None:
    undeclared = {
        (unit, column, key)
        for (unit, column), keys in moved.items()
        for key in keys
        if unit not in origins[key].cells.get(column, ())
    }
    assert undeclared == set()


def test_a_sum_moves_with_each_of_its_cells(
    origins: dict[str, Origin], moved: dict[tuple[str, str], set[str]]
) -> None:
    sums = {
        key: origin
        for key, origin in origins.items()
        if key.rpartition(".")[2] in COUNTS and key.split(".")[0] in (*COUNTS, "unit", "sector")
    }
    assert len(sums) > 4 * 54
    standing = {
        (key, unit, column)
        for key, origin in sums.items()
        for column, units in origin.cells.items()
        for unit in units
        if key not in moved[unit, column]
    }
    assert standing == set()


# What these count is not met by one person more anywhere in the real table; and in a unit, or in
# a small group, one person more may leave what is cut at 0 where it is.
_NEVER = {"reported", "absent_units", "level.unknown"}


def test_no_declared_figure_is_left_standing(
    origins: dict[str, Origin], moved: dict[tuple[str, str], set[str]]
) -> None:
    columns_that_move = defaultdict(set)
    for (_, column), keys in moved.items():
        for key in keys:
            columns_that_move[key].add(column)
    standing = {
        key
        for key, origin in origins.items()
        if any(list(units) != [""] and len(units) for units in origin.cells.values())
        and key not in columns_that_move
        and key not in _NEVER
        and not key.startswith("unit.")
        and not re.fullmatch(r".+\.(?:reported|surplus|remaining|pool_shortfall)", key)
    }
    assert standing == set()


def test_cells_have_a_place_in_the_file(
    origins: dict[str, Origin], snapshot: dva.Snapshot
) -> None:
    for key, origin in origins.items():
        for column, units in origin.cells.items():
            places: pd.Series = snapshot.places.loc[units, column]
            assert (places.str.len() > 0).all(), key


# --- the tables of the pack -------------------------------------------------------------------

NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")


def numbers_of(cell: str) -> set[str]:
    """Give the figures of a cell: "7/15" and "184-216" are two each."""
    return set(NUMBER.findall(cell))


@pytest.fixture(scope="module")
def pack_tables(snapshot: dva.Snapshot) -> dict[str, ShownTable]:
    meeting = gather(snapshot)
    return tables_of(meeting, narrative(meeting))


def test_each_figure_of_a_unit_s_row_is_declared_for_that_unit(
    snapshot: dva.Snapshot, pack_tables: dict[str, ShownTable]
) -> None:
    figures = narrative(snapshot).table
    ids = {name: unit for unit, name in snapshot.units["unit_name"].items()}
    seen, orphans = 0, []
    for key in ("units", "attention", "pool", "units_ahead"):
        table = pack_tables[key]
        numeric = [name for name in table.frame if name not in table.words and name != "STT"]
        for row in table.frame.to_dict(orient="records"):
            unit = ids[row["Tổ chức đảng"]]
            known = set(figures.loc[figures.index.str.startswith(f"unit.{unit}."), "shown"])
            for name in numeric:
                seen += 1
                orphans += [(key, unit, name, number) for number in numbers_of(row[name]) - known]
    assert seen > 54 * 15
    assert orphans == []


def test_each_figure_of_a_sum_is_declared(
    snapshot: dva.Snapshot, pack_tables: dict[str, ShownTable]
) -> None:
    known = set(narrative(snapshot).table["shown"])
    for key in ("overview", "kinds", "levels"):
        table = pack_tables[key]
        numeric = [name for name in table.frame if name not in table.words]
        for row in table.frame.to_dict(orient="records"):
            for name in numeric:
                assert numbers_of(row[name]) <= known, (key, row)
    ahead = pack_tables["forecast"].frame
    for shown in ahead["Dự báo"].iloc[1:]:
        whole = {number for text in known for number in numbers_of(text)}
        assert numbers_of(shown) <= whole
