"""Files made to stop a program are refused with an error, and without taking much memory."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.fixtures.hostile import HOSTILE_FILES

MOST_MB = 300
"""What a refusal may take, the program's own 70 MB included."""

# Reads what is named on its input, one after the other, and tells how each ended.
READER = """
import json, sys
from pathlib import Path
import psutil
from dangvien_analysis.errors import ReadError
from dangvien_analysis.readers.reader import read_grid
def peak():
    # the most memory since the last case [MB]
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [one for one in status.read_text().splitlines() if one.startswith("VmHWM")]
        Path("/proc/self/clear_refs").write_text("5")
        return int(line.split()[1]) / 2**10
    memory = psutil.Process().memory_info()
    return getattr(memory, "peak_wset", memory.rss) / 2**20
for line in sys.stdin:
    name, path = json.loads(line)
    try:
        end = f"read {len(read_grid(Path(path)).rows)}"
    except ReadError as error:
        end = f"refused {error}"
    except BaseException as error:
        end = f"{type(error).__name__} {error}"
    print(json.dumps([name, end, peak()]), flush=True)
"""


@pytest.fixture(scope="module")
def endings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float]]:
    """Read all in one process: what each gave, and the most memory it took [MB]."""
    lines = []
    for name, (make, _) in HOSTILE_FILES.items():
        lines.append(json.dumps([name, str(make(tmp_path_factory.mktemp("tep")))]))
    run = subprocess.run(
        [sys.executable, "-c", READER],
        cwd=ROOT,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    told: list[list[Any]] = [json.loads(line) for line in run.stdout.splitlines()]
    return {name: (end, peak) for name, end, peak in told}


# Readers that pass over what is wrong in these give a sound table, or none of its rows.
MAY_BE_READ = {
    "wide and high cells",
    "a page of slow letters",
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_hostile_file_is_refused_in_little_memory(
    name: str, endings: dict[str, tuple[str, float]]
) -> None:
    end, peak = endings[name]
    assert end.startswith("refused") or name in MAY_BE_READ, end
    assert re.search(HOSTILE_FILES[name][1], end)
    assert peak < MOST_MB
