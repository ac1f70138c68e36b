"""Loading and building without the garbage collector."""

import gc
import subprocess
import sys
from contextlib import suppress

import pytest

from dangvien_analysis.uncollected import uncollected
from tests.conftest import ROOT


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        with suppress(ValueError), uncollected():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


@pytest.mark.parametrize(("first", "frozen"), [("", True), ("import pandas", False)])
def test_only_what_was_loaded_before_any_data_is_never_looked_at(first: str, frozen: bool) -> None:
    code = f"{first}\nimport gc, dangvien_analysis as dva; dva.read; print(gc.get_freeze_count())"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert (int(found.stdout) > 0) is frozen
