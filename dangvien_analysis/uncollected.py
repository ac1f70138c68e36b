"""Loading and building without the garbage collector, which would find nothing to free."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, lasting: bool = False) -> Iterator[None]:
    """Keep the garbage collector out while modules are loaded or a table is built.

    It would walk the same tens of thousands of objects again and again: a tenth of the time of
    loading pandas, a fifth of that of a large table.

    `lasting`: what is there in the end lasts as the process does, and need never be looked at.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        if lasting:
            gc.freeze()
    finally:
        if was_on:
            gc.enable()
