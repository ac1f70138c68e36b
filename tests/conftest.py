"""Fixtures shared by the tests: the shipped case, read once."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings as hypothesis_settings

import dangvien_analysis as dva
from dangvien_analysis.settings import Settings
from dangvien_analysis.settings_file import read_settings

# The same examples each time, on a slow machine as on a quick one.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "data" / "raw" / "2023-09-13_623-TB-HU.tsv"
AS_OF = date(2023, 9, 13)
DEADLINE = date(2023, 12, 31)


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of the repository itself."""
    return read_settings(ROOT / "dangvien.toml")


@pytest.fixture(scope="session")
def snapshot(settings: Settings) -> dva.Snapshot:
    """The shipped case as read."""
    return dva.read(SHIPPED, settings=settings)


@pytest.fixture(scope="session")
def assessed(snapshot: dva.Snapshot) -> pd.DataFrame:
    """The shipped case, measured."""
    return dva.assess(snapshot)
