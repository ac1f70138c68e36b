"""How a run of the tests is shared out over the processors.

A whole run takes all of them; a file's tests, and a notebook's cells, stay on one.  What is named
by file, by ``-k`` and the like runs in the process that was started, where a debugger answers.
"""

import gc
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

from dangvien_analysis.pack.notebook import load_nbformat

# nbval is loaded here and not by itself ("-p no:nbval"): it would build a grammar that nobody
# needs, which takes longer than to load all the rest.
pytest_plugins = [] if "nbval.plugin" in sys.modules else ["nbval.plugin"]
load_nbformat()
import nbval.kernel  # noqa: E402

MOST = 8
"""Processes; more gain nothing, the longest file takes over an eighth of the whole."""

LONGEST = (
    "tests/cli/test_start.py",
    "tests/test_month.py",
    "tests/charts/test_contract.py",
    "tests/cli/test_reports.py",
    "tests/charts/drawing/test_loading.py",
    "tests/ledger/test_ledger.py",
    "tests/intake/test_properties.py",
    "tests/intake/test_hostile.py",
    "tests/pack/test_pack.py",
    "tests/cli/test_commands.py",
    "tests/pack/test_notebook.py",
    "tests/readers/pdf_files/test_pdf_file.py",
    "tests/forecasting/test_calibration.py",
    "tests/report/figures/test_origins.py",
    "tests/intake/test_shapes.py",
    "tests/gather/test_comparison.py",
    "tests/intake/test_fuzz.py",
    "tests/test_snapshot.py",
    "tests/readers/office_files/test_legacy.py",
    "tests/pack/test_lab.py",
    "tests/test_other_office.py",
    "tests/benchmarks/test_look.py",
    "tests/published/test_published.py",
    "tests/readers/test_child.py",
)
"""Files that take over 5 s, the longest first: begun last, they would be waited for alone."""


class KernelApart(KernelManager):
    """A notebook's kernel that is spoken to through files of its own.

    Numbers of ports are chosen before they are taken: two processes may choose the same.
    """

    def __init__(self, **given: Any) -> None:
        self._own = TemporaryDirectory(prefix="k-", ignore_cleanup_errors=True)
        place = str(Path(self._own.name) / "k.json")
        super().__init__(connection_file=place, transport="ipc", **given)


def pytest_configure() -> None:
    """Give notebooks their kernels; Windows knows ports alone."""
    if os.name == "posix":
        nbval.kernel.KernelManager = KernelApart


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Give the number of processes besides this one, unless ``-n NUMBER`` does."""
    chosen = any(
        config.getoption(name, None) for name in ("keyword", "markexpr", "lf", "failedfirst")
    )
    if chosen or not all(Path(one).is_dir() for one in config.args):
        return 0
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(usable, MOST) if usable and usable > 1 else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest files where they are shared out."""
    if hasattr(config, "workerinput"):
        order = {name: at for at, name in enumerate(LONGEST)}
        items.sort(key=lambda item: order.get(item.nodeid.split("::")[0], len(order)))


def pytest_collection_finish() -> None:
    """Keep the garbage collector off what stays to the end: libraries, modules, all tests.

    It would walk all of it again and again, a tenth of the whole time.
    """
    gc.collect()
    gc.freeze()
