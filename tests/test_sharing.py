"""How a run of the tests is shared out: `conftest.py`, and the options in `pyproject.toml`."""

import re
import subprocess
import sys
from collections import defaultdict

import pytest

from conftest import LONGEST
from tests.conftest import ROOT


def pytest_says(*arguments: str) -> str:
    """Run pytest as a user does who named the arguments."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-vv", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_longest_files_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []


def test_a_notebook_stays_on_one_process_with_nothing_but_a_number() -> None:
    names = ("01_doi_chieu_so_lieu", "03_nguon_ket_nap")
    said = pytest_says("-n", "2", *(f"notebooks/{name}.ipynb" for name in names))
    where = defaultdict(set)
    for process, name in re.findall(r"\[(gw\d)\].*PASSED notebooks/(\w+)::ipynb::Cell", said):
        where[name].add(process)
    assert sorted(where) == list(names)
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
    arguments: list[str], shared: bool
) -> None:
    assert ("[gw0]" in pytest_says(*arguments)) is shared
