"""Work on a file from outside, done by a child process that is bounded in time and memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from typing import IO, Any, NamedTuple

import psutil

# A process that starts another needs less; a hostile file can ask for tens of megabytes in it.
_MOMENT = 0.01
_BEAT = 0.05
"""Time between two looks at a child [seconds]: what takes memory at 2 GB a second has taken
100 MB more by the next look."""
_PATIENCE = 5.0
"""Time an ended process has to be gone [seconds]; more is a fault of the system."""
OUTPUT = 32 * 2**20
"""Largest output of a child [bytes]; the rows of a long document are a tenth of it."""
_ERRORS_KEPT = 4096
"""How much of the end of its error output is kept [bytes]: the line that names the error."""


class Limit(Enum):
    """What a child may not pass."""

    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"


class LimitPassedError(Exception):
    """A child passed a limit and was ended with its children."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(f"a child process passed its limit of {limit.value}")
        self.limit = limit


class Finished(NamedTuple):
    """What a child left when it ended by itself."""

    code: int  # Its exit code
    output: bytes  # Its standard output
    errors: str  # The end of its error output


def run_bounded(
    command: Sequence[str], *, seconds: float, memory: int, output: int = OUTPUT
) -> Finished:
    """Run a program, and end it with all its children when it passes a limit.

    Whatever ends this call (a limit, an error, Ctrl-C, the program's own end), no process that it
    started is left. Output goes to files without a name, not through pipes: a pipe would be held
    open by a grandchild, and would have to be read by threads on Windows.
    """
    end, started = time.monotonic() + seconds, time.time()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        # A group of its own: Ctrl-C in the terminal reaches this process alone, which then ends
        # the child, and the child's children are known by the group. Windows has no such thing.
        child = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        family: set[psutil.Process] = set()
        try:
            while _is_running(child):
                _note_children(child, family)
                if time.monotonic() > end:
                    raise LimitPassedError(Limit.TIME)
                if _memory_of(family) > memory and _own_memory_of(family) > memory:
                    raise LimitPassedError(Limit.MEMORY)
                _refuse_long(out, errors, output=output)
        finally:
            _end(child, family, started)
        _refuse_long(out, errors, output=output)
        return Finished(child.returncode, _tail(out, output), _text_of(errors))


def _is_running(child: subprocess.Popen[bytes]) -> bool:
    """Wait a beat for the child's end."""
    try:
        child.wait(_BEAT)
    except subprocess.TimeoutExpired:
        return True
    return False


def _note_children(child: subprocess.Popen[bytes], family: set[psutil.Process]) -> None:
    """Remember the child and its children: one whose parent has ended is not found any more."""
    if child.returncode is not None:
        return  # its number may be another's by now
    with suppress(psutil.Error):  # it has ended since the last look
        process = psutil.Process(child.pid)
        family.update([process, *process.children(recursive=True)])


def _memory_of(family: Iterable[psutil.Process]) -> int:
    total = 0
    for process in family:
        with suppress(psutil.Error):  # it has ended
            total += process.memory_info().rss
    return total


def _own_memory_of(family: Iterable[psutil.Process]) -> int:
    """Look again, a moment later, at what each process has to itself.

    A process that is just starting another counts twice for a moment, and what several share is
    in the first figure as often as there are processes.
    """
    time.sleep(_MOMENT)
    total = 0
    for process in family:
        with suppress(psutil.Error):
            total += process.memory_full_info().uss
    return total


def _refuse_long(*streams: IO[bytes], output: int) -> None:
    if any(os.fstat(stream.fileno()).st_size > output for stream in streams):
        raise LimitPassedError(Limit.OUTPUT)


def _end(child: subprocess.Popen[bytes], family: set[psutil.Process], started: float) -> None:
    """End the child and whatever it started, and wait until they are gone."""
    _note_children(child, family)
    patience = time.monotonic() + _PATIENCE
    while time.monotonic() < patience:
        # What lost its parent between two looks was never noted; what is new came meanwhile.
        family.update(_left_over(child.pid, started))
        alive = [process for process in family if _is_alive(process)]
        if not alive:
            break
        for process in alive:
            with suppress(psutil.Error):
                process.kill()
        time.sleep(_BEAT / 5)
    child.kill()
    child.wait(_PATIENCE)


def _left_over(pid: int, started: float) -> Iterator[psutil.Process]:
    """Find processes of a child's own group; on Windows those that it is the parent of."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if sys.platform == "win32":
                # Numbers are given again: an older process is not the child's. Asked first, since
                # Windows takes long to tell a parent.
                own = process.create_time() >= started and process.ppid() == pid
            else:
                own = os.getpgid(process.pid) == pid
            if own:
                yield process


def _is_alive(process: psutil.Process) -> bool:
    """Tell a process from one that has ended, and only waits for its parent to notice."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _tail(stream: IO[Any], length: int) -> bytes:
    """Read the last bytes of a file."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - length))
    read: bytes = stream.read(length)
    return read


def _text_of(errors: IO[bytes]) -> str:
    return _tail(errors, _ERRORS_KEPT).decode("utf-8", errors="replace").strip()
