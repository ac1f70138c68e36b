"""Fixtures shared by the tests: the shipped case, read once."""

import gc
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import settings as hypothesis_settings

import dangvien_analysis as dva
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.office.settings_file import read_settings

# The same examples each time, on a slow machine as on a quick one.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "data" / "raw" / "2023-09-13_623-TB-HU.tsv"
AS_OF = date(2023, 9, 13)
DEADLINE = date(2023, 12, 31)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over thousands of tests, which last as the process does."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Close what a test drew: which tests come before others in a process is not fixed."""
    yield
    if plt := sys.modules.get("matplotlib.pyplot"):
        plt.close("all")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of the repository itself."""
    return read_settings(ROOT / "dangvien.toml")


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hold back other processes that run tests: numbers of ports are chosen before taken."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with FileLock(shared / "ports.lock"):
        yield


@pytest.fixture(scope="session")
def snapshot(settings: Settings) -> dva.Snapshot:
    """The shipped case as read."""
    return dva.read(SHIPPED, settings=settings)


@pytest.fixture(scope="session")
def assessed(snapshot: dva.Snapshot) -> pd.DataFrame:
    """The shipped case, measured."""
    return dva.assess(snapshot)
