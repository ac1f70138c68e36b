"""How a run of the tests is shared out: `conftest.py`, and the options in `pyproject.toml`."""

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from conftest import LONGEST
from tests.conftest import ROOT

NOTEBOOKS = ("mot", "hai")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house as small as can be that shares out as this one does."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    # A library of notebook files would build a grammar from it that nothing here needs.
    (folder / "rfc3987_syntax.py").write_text("raise ImportError", encoding="utf-8")
    for name in ("tests/test_columns.py", "tests/text/test_encodings.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("def test_western(): pass\n", encoding="utf-8")
    (folder / "notebooks").mkdir()
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(("one = 1", *5 * ("assert one == 1",)))
    ]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for name in NOTEBOOKS:
        path = folder / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(whole), encoding="utf-8")
    return folder


def pytest_says(house: Path, *arguments: str) -> str:
    """Run pytest as a user does who named the arguments."""
    quick = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *quick, "-vv", *arguments],
        cwd=house,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_longest_files_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []


def test_a_notebook_stays_on_one_process_with_nothing_but_a_number(house: Path) -> None:
    said = pytest_says(house, "-n", "2", *(f"notebooks/{name}.ipynb" for name in NOTEBOOKS))
    where = defaultdict(set)
    for process, name in re.findall(r"\[(gw\d)\].*PASSED notebooks/(\w+)::ipynb::Cell", said):
        where[name].add(process)
    assert sorted(where) == sorted(NOTEBOOKS)
    assert [len(processes) for processes in where.values()] == [1, 1]
    assert len(set.union(*where.values())) == 2


@pytest.mark.parametrize(
    ("arguments", "shared"),
    [
        # a debugger and what a test prints are seen in the process that was started
        (["tests/test_columns.py"], False),
        (["tests/text", "-k", "western"], False),
        (["tests/test_columns.py", "-n", "1"], True),
    ],
)
def test_what_is_named_runs_in_the_process_that_was_started(
    house: Path, arguments: list[str], shared: bool
) -> None:
    assert ("[gw0]" in pytest_says(house, *arguments)) is shared
