"""matplotlib as it comes, whatever the working folder and the user's own have for it."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

_SETTINGS, _SHIPPED = "matplotlibrc", "mpl-data"
_NO_WINDOW = "agg"


def load_matplotlib() -> None:
    """Import matplotlib, which would end in an error over a settings file it cannot read.

    It reads ``matplotlibrc`` of the working folder, else the user's, while it is imported, and
    there is no switch against it. The user's settings hold afterwards, as far as they can be read,
    for charts of the user's own; those of this package start from matplotlib's defaults (`theme`).
    A wish for a backend (``MPLBACKEND``) that cannot be had gives pictures without a window.
    """
    wish = os.environ.get("MPLBACKEND")
    with _without("MPLBACKEND", "MATPLOTLIBRC"), _no_settings():
        import matplotlib as mpl
        import matplotlib.pyplot as plt
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    with warnings.catch_warnings(), suppress(OSError, ValueError):
        warnings.simplefilter("ignore")
        mpl.rc_file(mpl.matplotlib_fname())
    log.setLevel(level)
    if wish:
        try:
            plt.switch_backend(wish)
        except (ImportError, ValueError):
            plt.switch_backend(_NO_WINDOW)


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Take variables out of the environment for a while."""
    taken = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)


@contextmanager
def _no_settings() -> Iterator[None]:
    """Have matplotlib find the settings file that it ships with, and no other."""
    exists = os.path.exists

    def shipped(path: Any) -> bool:
        folder, name = os.path.split(path) if isinstance(path, str) else ("", "")
        return (name != _SETTINGS or folder.endswith(_SHIPPED)) and exists(path)

    vars(os.path)["exists"] = shipped
    try:
        yield
    finally:
        vars(os.path)["exists"] = exists
