"""What was published is a file: the figures of today against it, and once more without us."""

import ast
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.shown import ENDING, REAL, SIMULATED, meetings
from tests.published import figures
from tests.published.figures import (
    HERE,
    MADE_UP,
    PARTS,
    ROOT,
    Fact,
    difference,
    facts,
    path_of,
    read,
    settled,
    summary,
)

NAMES = [str(REAL), *(f"{day}{ENDING}" for day in SIMULATED)]
RECOMPUTED = HERE / "recomputed.py"


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return meetings(ROOT, tmp_path_factory.mktemp("project"))


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_are_those_that_were_published(gathered: dict[str, Any], name: str) -> None:
    old = read(path_of(name))
    lines = difference(old, settled(old, facts(gathered[name])))
    if lines:
        pytest.fail(summary(name, lines), pytrace=False)


def test_there_is_a_file_for_each_meeting_and_no_other(gathered: dict[str, Any]) -> None:
    assert list(gathered) == NAMES
    assert sorted(HERE.glob("*.csv")) == sorted(map(path_of, NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_small_and_says_each_fact_once(name: str) -> None:
    found = read(path_of(name))
    assert 1_000 < len(found) < 10_000
    assert len({fact[:3] for fact in found}) == len(found)
    parts = {fact[0].removeprefix(f"{MADE_UP} ").split()[0] for fact in found}
    assert parts == set(PARTS)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_simulated_says_so_in_every_line(name: str) -> None:
    marked = {fact[0].startswith(f"{MADE_UP} ") for fact in read(path_of(name))}
    assert marked == {name != str(REAL)} == {ENDING in name}


# --- a difference, as a review sees it --------------------------------------------------------

OLD: list[Fact] = [
    ("figure", "admitted", "value", "121"),
    ("figure", "rate", "value", "0.4804270463"),
    ("unit", "xa-an-hoa", "risk_level", "watch"),
]


def test_a_difference_shows_old_and_new_one_below_the_other() -> None:
    new = [("figure", "admitted", "value", "150"), OLD[1], ("unit", "xa-an-hoa", "band", "a, b")]
    assert difference(OLD, new) == [
        "-figure,admitted,value,121",
        "+figure,admitted,value,150",
        '+unit,xa-an-hoa,band,"a, b"',
        "-unit,xa-an-hoa,risk_level,watch",
    ]
    assert difference(OLD, OLD) == []


@pytest.mark.parametrize(
    ("column", "old", "new", "same"),
    [
        ("rate", "0.4804270463", "0.4804270464", True),
        ("rate", "1", "1.000000001", True),
        ("rate", "0.4804270463", "0.48042", False),
        ("count", "1000000000", "1000000001", False),
        ("level", "watch", "at_risk", False),
        ("rate", "0.5", "", False),
    ],
)
def test_noise_in_the_last_digits_moves_nothing(
    column: str, old: str, new: str, same: bool
) -> None:
    before: list[Fact] = [("unit", "x", column, old)]
    after: list[Fact] = [("unit", "x", column, new)]
    assert (difference(before, settled(before, after)) == []) is same


def test_the_summary_is_short_and_says_what_to_do() -> None:
    told = summary("2023-09-13", [f"+figure,{at},value,1" for at in range(400)]).splitlines()
    assert len(told) == 13
    assert told[0] == "2023-09-13: published figures differ in 400 lines."
    assert told[-2] == "… 390 more"
    assert "make published" in told[-1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (54.0, "54"),
        (0.1 + 0.2, "0.3"),
        (1e-17, "0"),
        (-1e-17, "0"),
        (True, "True"),
        (None, ""),
        (math.nan, ""),
        (REAL, "2023-09-13"),
    ],
)
def test_a_value_is_written_alike_everywhere(value: object, text: str) -> None:
    assert figures.written(value) == text


def test_the_files_are_written_again_and_what_moved_is_told(
    gathered: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = str(REAL)
    monkeypatch.setattr(figures, "meetings", lambda *_: {name: gathered[name]})
    published = path_of(name).read_text(encoding="utf-8")
    values = {fact[1]: fact[3] for fact in read(path_of(name)) if fact[2] == "value"}
    line = f"figure,admitted,value,{values['admitted']}\n"
    noise = f"{float(values['rate']) + 1e-10:.10f}"
    older = published.replace(line, "figure,admitted,value,7\n")
    older = older.replace(f"figure,rate,value,{values['rate']}", f"figure,rate,value,{noise}")
    assert older.count(noise) == 1
    path_of(name, tmp_path).write_text(older, encoding="utf-8", newline="\n")
    path_of("2020-01-31", tmp_path).touch()
    assert figures.main(tmp_path) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].endswith(" lines, 2 of them moved")
    assert told[1:3] == ["-figure,admitted,value,7", f"+{line.strip()}"]
    assert told[3].startswith("2020-01-31.csv: removed")
    again = path_of(name, tmp_path).read_bytes().decode()
    assert again == older.replace("figure,admitted,value,7\n", line)


# --- the same figures without the package -----------------------------------------------------

FORECAST = {"p_meet", "expected", "low80", "high80", "low95", "high95", "shortfall", "band"}
"""What a model says of a unit: nothing to work out from its row."""
MOVED = {"admitted_change", "still_months"}
"""What moved since an earlier table: not of one file."""
MARK = "simulated"
GROUPS = ("unit.", "sector.", "small.", "level.", "reason.")
DISTRICT = {
    *("units", "reported", "quota", "admitted", "pending", "pool", "remaining", "surplus"),
    *("pool_shortfall", "pool_usable", "sent", "rate", "rate_with_pending"),
}
UNKNOWN = "level.unknown"


def is_recomputed(fact: Fact) -> bool:
    """Tell whether a published fact has to be among those that are worked out once more."""
    part, key, column, _ = fact
    part = part.removeprefix(f"{MADE_UP} ")
    if part == "figure":
        measure = key.split(".")[-1] not in FORECAST | MOVED and key != UNKNOWN
        return column == "value" and measure and (key in DISTRICT or key.startswith(GROUPS))
    return part == "total" or (part == "unit" and column not in {*FORECAST, MARK})


def disagreeing(published: list[Fact], again: list[Fact]) -> list[str]:
    """Say which published facts are not those that were worked out, or were not worked out."""
    other = {fact[:3]: fact[3] for fact in again}
    wanted = [fact for fact in published if is_recomputed(fact)]
    return [
        f"{fact}, worked out: {value}"
        for fact in wanted
        if not agree(fact[3], value := other.get((fact[0].split()[-1], *fact[1:3])))
    ]


def agree(published: str, other: str | None) -> bool:
    """Compare two values, numbers to nine digits."""
    if other is None or published == other:
        return published == other
    try:
        return math.isclose(float(published), float(other), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


APART = """
import contextlib, runpy, sys
sys.modules["dangvien_analysis"] = None
_, program, register, *files = sys.argv
for table, day, target in zip(*[iter(files)] * 3):
    with open(target, "w", newline="") as stream, contextlib.redirect_stdout(stream):
        sys.argv = [program, table, register, day]
        runpy.run_path(program, run_name="__main__")
"""


def worked_out(meetings: dict[str, Any], folder: Path) -> dict[str, list[Fact]]:
    """Give what recomputed.py prints of files where nobody can import the package."""
    paths = {name: folder / f"{name}.csv" for name in meetings}
    given: list[object] = [RECOMPUTED, ROOT / "data" / "reference" / "units.csv"]
    for name, one in meetings.items():
        given += [one.snapshot.source.path, one.as_of, paths[name]]
    command = [sys.executable, "-I", "-X", "utf8", "-c", APART, *map(str, given)]
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return {name: read(path) for name, path in paths.items()}


@pytest.fixture(scope="module")
def again(
    gathered: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Fact]]:
    return worked_out(gathered, tmp_path_factory.mktemp("apart"))


def test_recomputed_uses_pandas_and_nothing_of_the_package() -> None:
    nodes = list(ast.walk(ast.parse(RECOMPUTED.read_text(encoding="utf-8"))))
    named = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    named += [node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)]
    assert sorted(named) == ["datetime", "pandas", "sys"]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    assert names.isdisjoint({"__import__", "exec", "eval", "compile"})


def test_nobody_can_import_the_package_there(gathered: dict[str, Any], tmp_path: Path) -> None:
    own = tmp_path / "own.py"
    own.write_text("import dangvien_analysis", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(AssertionError, match="import of"):
        patch.setattr(sys.modules[__name__], "RECOMPUTED", own)
        worked_out({str(REAL): gathered[str(REAL)]}, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_level_and_total_is_worked_out_once_more(
    again: dict[str, list[Fact]], name: str
) -> None:
    published = read(path_of(name))
    assert disagreeing(published, again[name]) == []
    wanted = [fact for fact in published if is_recomputed(fact)]
    assert len([fact for fact in wanted if fact[2] == "risk_level"]) == 54
    assert len(wanted) > 2_000


@pytest.mark.parametrize(
    ("part", "key", "column", "value"),
    [
        ("unit", "xa-co-am", "risk_level", "watch"),
        ("unit", "xa-co-am", "remaining", "8"),
        ("unit", "xa-co-am", "a_new_measure", "8"),
        ("total", "all", "pool_shortfall", "12"),
        ("total", "school", "completion_rate", "0.77"),
        ("figure", "unit.xa-co-am.pool", "value", ""),
        ("figure", "level.at_risk", "value", "11"),
        ("figure", "admitted", "value", "164"),
    ],
)
def test_a_wrong_figure_is_not_made_right_by_publishing_it(
    again: dict[str, list[Fact]], part: str, key: str, column: str, value: str
) -> None:
    (told,) = disagreeing([(part, key, column, value)], again[str(REAL)])
    assert value in told
