"""The meetings whose figures and pictures are compared: the real table, and simulated months.

What is simulated (SỐ LIỆU MÔ PHỎNG) says so in its name, and in everything made of it.
"""

import shutil
from collections.abc import Iterable
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import dangvien_analysis as dva
from benchmarks.simulate import history, month_ends, write_returns

REAL = date(2023, 9, 13)
TABLE = "data/raw/2023-09-13_623-TB-HU.tsv"
SIMULATED = (date(2023, 6, 30), date(2023, 10, 31), date(2023, 12, 31))
"""A half year, one with a forecast on many months, and the last day, when nothing lies ahead."""
ENDING = "_mo-phong"
"""What the name of a simulated meeting ends with."""


def meetings(root: Path, folder: Path, simulated: Iterable[date] = SIMULATED) -> dict[str, Any]:
    """Gather the meetings, in a project of their own: no ledger and no report plays a part.

    Parameters
    ----------
    root : Path
        The project whose settings, lists and real table are taken.
    folder : Path
        An empty folder, which becomes a project and has to stay as long as the meetings.
    simulated : iterable of datetime.date
        The days of the simulated months that are wanted.

    Returns
    -------
    dict of str to meeting
        By name, the real one first: its day, with `ENDING` where it is simulated.
    """
    _copy(root, folder)
    with chdir(folder):
        real = dva.meeting(folder / TABLE)
        found = {str(REAL): real}
        wanted = list(simulated)
        before = [day for day in month_ends(date(REAL.year, 12, 31)) if day not in wanted]
        months = history(real.snapshot.units, REAL, sorted([*before, *wanted]))
        for day in wanted:
            (path,) = write_returns({day: months[day]}, folder / "data" / "raw")
            earlier = [(one, table) for one, table in months.items() if one < day]
            meeting = dva.meeting(path).with_past(earlier, simulated=True)
            found[f"{day}{ENDING}"] = meeting
    return found


def _copy(root: Path, folder: Path) -> None:
    """Copy what the figures are made from."""
    shutil.copy(root / "dangvien.toml", folder)
    shutil.copytree(root / "data" / "reference", folder / "data" / "reference")
    table = folder / TABLE
    table.parent.mkdir()
    for path in (Path(TABLE), Path(TABLE).with_suffix(".toml")):
        shutil.copy(root / path, folder / path)
