"""How long something takes on a machine that may be slow or busy."""

import time
from collections.abc import Callable


def seconds_of(act: Callable[[], object]) -> float:
    """Give the least time of the processor that an act takes of three [s]."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)
