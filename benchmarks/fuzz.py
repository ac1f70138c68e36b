"""Damaged files of each format, read: `python benchmarks/fuzz.py [--runs N] [--seed S]`.

Each must end in a Snapshot or in an error meant for the user, within 20 seconds and 1 GB. What
does not is kept in benchmarks/fuzz-found and named; then the exit code is 1.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.fixtures.damage import FORMATS, one_case, seed_files  # noqa: E402

SECONDS, MEGABYTES = 20, 1000
FOUND = ROOT / "benchmarks" / "fuzz-found"
# Formats that need a child process of half a second or more are read less often.
SHARE = {"pdf": 0.1, "doc": 0.02}


class Case(NamedTuple):
    """How the reading of one damaged file ended."""

    kind: str
    number: int
    end: str
    seconds: float
    megabytes: float


def worker(pipe: Connection) -> None:
    """Read what is named, one after the other."""
    import dangvien_analysis as dva
    from dangvien_analysis.errors import DangvienError
    from dangvien_analysis.office.settings_file import find_settings

    settings = find_settings(ROOT)
    while (path := pipe.recv()) is not None:
        try:
            dva.read(path, settings=settings)
            end = "read"
        except DangvienError:
            end = "refused"
        except BaseException as error:  # what is looked for
            end = f"{type(error).__name__}: {error}"[:200]
        pipe.send(end)


class Reader:
    """A process that reads, started again when it is lost."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the process."""
        self.pipe, theirs = multiprocessing.get_context("spawn").Pipe()
        self.process = multiprocessing.get_context("spawn").Process(target=worker, args=(theirs,))
        self.process.start()
        theirs.close()

    def read(self, path: Path) -> tuple[str, float, float]:
        """Give how it ended, in how long, and the most memory of the process and its children."""
        start, most = time.perf_counter(), 0.0
        self.pipe.send(str(path))
        while not self.pipe.poll(0.02):
            most = max(most, self.memory())
            if time.perf_counter() - start > SECONDS or most > MEGABYTES:
                return self.lost("over 20 s" if most <= MEGABYTES else "over 1 GB", start, most)
        try:
            end = self.pipe.recv()
        except EOFError:
            return self.lost("the process died", start, most)
        return end, time.perf_counter() - start, max(most, self.memory())

    def memory(self) -> float:
        """Give the memory of the process and its children [MB]."""
        try:
            one = psutil.Process(self.process.pid)
            return sum(each.memory_info().rss for each in (one, *one.children(True))) / 2**20
        except psutil.Error:
            return 0.0

    def lost(self, why: str, start: float, most: float) -> tuple[str, float, float]:
        """Start anew after a process that is dead or has to be ended."""
        self.process.kill()
        self.process.join()
        self.start()
        return why, time.perf_counter() - start, most


def run(kind: str, number: int, content: bytes, reader: Reader, folder: Path) -> Case:
    """Read one damaged file, and keep it when its end is wrong."""
    path = folder / f"{number}.{kind}"
    path.write_bytes(content)
    end, seconds, megabytes = reader.read(path)
    if end not in ("read", "refused"):
        FOUND.mkdir(exist_ok=True)
        (FOUND / path.name).write_bytes(content)
    path.unlink()
    return Case(kind, number, end, seconds, megabytes)


def plan(runs: int, seed: int, kinds: list[str]) -> list[tuple[str, int]]:
    """Say which format each run is of; a run's number and the seed make its file again."""
    shares = [SHARE.get(kind, 1.0) for kind in kinds]
    dice = random.Random(seed)
    return [(dice.choices(kinds, shares)[0], number) for number in range(runs)]


def main() -> int:
    """Run, and print a table by format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="*", default=list(FORMATS))
    given: Any = parser.parse_args()
    cases: list[Case] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seeds = seed_files(folder)
        planned = plan(given.runs, given.seed, given.formats)

        def work(part: int) -> None:
            reader = Reader()
            for kind, number in planned[part::2]:
                content = one_case(seeds, kind, random.Random(f"{given.seed} {number}"))
                cases.append(run(kind, number, content, reader, folder))
            reader.pipe.send(None)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, range(2)))
    return report(cases)


def report(cases: list[Case]) -> int:
    """Print what came of each format, and what ended as nothing should."""
    print(
        f"{'format':8}{'runs':>6}{'read':>6}{'refused':>9}{'other':>7}{'slowest':>10}{'memory':>9}"
    )
    for kind in FORMATS:
        if found := [case for case in cases if case.kind == kind]:
            ends = [case.end for case in found]
            read, refused = ends.count("read"), ends.count("refused")
            slowest = max(case.seconds for case in found)
            memory = max(case.megabytes for case in found)
            other = len(found) - read - refused
            numbers = f"{len(found):6}{read:6}{refused:9}{other:7}"
            print(f"{kind:8}{numbers}{slowest:8.1f} s{memory:6.0f} MB")
    wrong = [case for case in cases if case.end not in ("read", "refused")]
    for case in wrong:
        print(f"{case.number}.{case.kind}: {case.end}")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
