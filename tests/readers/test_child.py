import _thread
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from dangvien_analysis.readers.child import Limit, LimitPassedError, run_bounded

MB = 2**20
LOOP = "while True: pass"
# b"x" * n is written to, so that it is memory and not only addresses.
ALLOCATE = "kept = b'x' * (2 * 1024**3); import time; time.sleep(60)"
PRINT = "import sys\nwhile True: sys.stdout.write('x' * 1000)"
COMPLAIN = "import sys\nwhile True: sys.stderr.write('x' * 1000)"
# It starts another, tells its number, and goes on or ends.
PARENT = (
    "import subprocess, sys\n"
    "other = subprocess.Popen([sys.executable, '-c', {inner!r}])\n"
    "open({path!r}, 'w').write(str(other.pid))\n"
    "{outer}"
)
SLEEP = "import time; time.sleep(600)"


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def is_ended(pid: int) -> bool:
    """Tell whether a process is gone; init may be late to fetch the dead of others."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture(autouse=True)
def _no_child_is_left() -> object:
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


def test_what_a_child_leaves_is_handed_over() -> None:
    code = "import sys; sys.stdout.buffer.write(b'\\xff1\\n'); sys.stderr.write('no\\n'); exit(3)"
    assert run_bounded(python(code), seconds=30, memory=500 * MB) == (3, b"\xff1\n", "no")


def test_no_shell_reads_the_arguments_and_there_is_no_input() -> None:
    code = "import sys; sys.stdout.write(sys.argv[1] + sys.stdin.read())"
    words = "a b; $HOME & %PATH% 'c"
    finished = run_bounded(python(code, words), seconds=30, memory=500 * MB)
    assert finished.output.decode() == words


def test_of_long_errors_the_end_is_kept() -> None:
    code = "import sys; sys.stderr.write('x' * 100_000 + '\\nValueError: why')"
    errors = run_bounded(python(code), seconds=30, memory=500 * MB).errors
    assert errors.endswith("\nValueError: why")
    assert len(errors) < 10_000


@pytest.mark.parametrize(
    ("code", "limit", "seconds"),
    [
        (LOOP, Limit.TIME, 1),
        (ALLOCATE, Limit.MEMORY, 30),
        (PRINT, Limit.OUTPUT, 30),
        (COMPLAIN, Limit.OUTPUT, 30),
    ],
)
def test_a_child_that_passes_a_limit_is_ended(code: str, limit: Limit, seconds: float) -> None:
    start = time.monotonic()
    with pytest.raises(LimitPassedError) as caught:
        run_bounded(python(code), seconds=seconds, memory=200 * MB, output=MB)
    assert caught.value.limit is limit
    assert time.monotonic() - start < 55  # before it would have ended by itself


def test_output_passed_by_a_child_that_has_ended_counts_too() -> None:
    with pytest.raises(LimitPassedError) as caught:
        code = "import sys; sys.stdout.write('x' * 5000)"
        run_bounded(python(code), seconds=30, memory=500 * MB, output=4999)
    assert caught.value.limit is Limit.OUTPUT


@pytest.mark.parametrize(
    ("inner", "outer", "limit"),
    [
        (SLEEP, SLEEP, Limit.TIME),
        # the parent ends, so that its child belongs to nobody
        (SLEEP, "", None),
        (SLEEP, "time.sleep(0.5)", None),
        # memory of both counts
        (ALLOCATE, SLEEP, Limit.MEMORY),
    ],
)
def test_a_grandchild_is_ended_too(
    inner: str, outer: str, limit: Limit | None, tmp_path: Path
) -> None:
    told = tmp_path / "pid"
    code = "import time\n" + PARENT.format(inner=inner, outer=outer, path=str(told))
    if limit is None:
        assert run_bounded(python(code), seconds=300, memory=300 * MB).code == 0
    for seconds in (1.5, 15, 150) if limit is Limit.TIME else (300,) if limit else ():
        with pytest.raises(LimitPassedError) as caught:
            run_bounded(python(code), seconds=seconds, memory=300 * MB)
        assert caught.value.limit is limit
        if told.exists() and told.read_text():  # else the time was too short to start it
            break
    assert is_ended(int(told.read_text()))


def test_ctrl_c_ends_the_child(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    code = PARENT.format(inner=SLEEP, outer=SLEEP, path=str(told))

    def press() -> None:
        while not (told.exists() and told.read_text()):
            time.sleep(0.02)
        _thread.interrupt_main()

    # Whoever starts the tests in the background has them ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        threading.Thread(target=press, daemon=True).start()
        with pytest.raises(KeyboardInterrupt):
            run_bounded(python(code), seconds=300, memory=500 * MB)
    finally:
        signal.signal(signal.SIGINT, before)
    assert is_ended(int(told.read_text()))


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        run_bounded([str(tmp_path / "nobody")], seconds=1, memory=MB)
