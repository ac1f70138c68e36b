"""How long something takes on a machine that may be slow or busy."""

import time
from collections.abc import Callable

TRIES = 3


def seconds_of(act: Callable[[], object]) -> float:
    """Give the least time of the processor that an act takes of three [s]."""
    return min(_once(act) for _ in range(TRIES))


def takes_less(act: Callable[[], object], limit: float) -> bool:
    """Tell whether the least time of an act is below a limit [s]; it ends once that is known."""
    return any(_once(act) < limit for _ in range(TRIES))


def _once(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start
