"""Settings files that lie about, and a wish for a backend, change no chart and break none."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dangvien_analysis.charts import options_of
from dangvien_analysis.gather.gathering import gather
from tests.builders import SOUND, read_rows
from tests.conftest import ROOT

# Loads all but matplotlib; then, for each line it is told, draws charts in a process of its own,
# and writes down their hashes and a setting of the user's own.
DRAW = """
import hashlib, json, os, pickle, sys
import IPython.display, PIL.Image, pandas
import dangvien_analysis.forecasting.forecast, dangvien_analysis.gather.meeting

def draw(folder, environment, before):
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open("stderr", os.O_WRONLY | os.O_CREAT), 2)
    assert "matplotlib" not in sys.modules
    exec(before)
    from dangvien_analysis.charts import CHARTS, png_of, svg_of
    with open(sys.argv[1], "rb") as stream:
        units, options = pickle.load(stream)
    told = {}
    for name in ("progress", "units", "forecast_fan"):
        ax = CHARTS[name].draw(units, options)
        told[name] = [hashlib.sha256(made(ax)).hexdigest() for made in (png_of, svg_of)]
    import matplotlib
    setting, backend = matplotlib.rcParams["lines.linewidth"], matplotlib.get_backend()
    with open("told.json", "w") as stream:
        json.dump([told, setting, backend], stream)

for line in sys.stdin:
    if hasattr(os, "fork") and os.fork():
        os.wait()
        print("drawn", flush=True)
    else:
        draw(*json.loads(line))
        break
"""
LOUD = (
    b"text.usetex: True\nfont.style: italic\nfont.size: 20\nlines.linewidth: 9\naxes.grid: True\n"
    b"savefig.dpi: 30\nfigure.autolayout: True\npath.sketch: 2, 100, 2\ntimezone: Asia/Tokyo\n"
)
NONSENSE = b"backend: nonsense\nlines.linewidth: 9\nno.such: 1\ntext.usetex: perhaps\n"
GARBAGE = b"\xff\xfe\x00lines.linewidth: 9\n"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is drawn, measured once: what a process reads is no matter here."""
    folder = tmp_path_factory.mktemp("table")
    meeting = gather(read_rows(folder, SOUND))
    path = folder / "table.pickle"
    path.write_bytes(pickle.dumps((meeting.units, options_of(meeting))))
    return path


class Drawer:
    """A process that draws charts; without `fork` each time a new one."""

    def __init__(self, table: Path) -> None:
        self.table = table
        self.process = self.started()

    def started(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-P", "-c", DRAW, str(self.table)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def draw(self, folder: Path, before: str = "", **more: str) -> list[object]:
        own = {"HOME": str(folder), "USERPROFILE": str(folder)}
        # Or each process would look through all fonts again.
        own["XDG_CACHE_HOME"] = str(self.table.parent)
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("MPLBACKEND", "MATPLOTLIBRC", "XDG_CONFIG_HOME", "MPLCONFIGDIR")
        }
        self.say(json.dumps([str(folder), {**kept, **own, **more}, before]))
        assert (folder / "stderr").read_text(encoding="utf-8") == ""
        told: list[object] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
        return told

    def say(self, line: str) -> None:
        """Say a line, and wait until it is done."""
        if self.process.poll() is not None:
            self.process = self.started()
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        print(line, file=stdin, flush=True)
        if not stdout.readline():
            self.process.wait()


@pytest.fixture(scope="module")
def drawer(table: Path) -> Iterator[Drawer]:
    found = Drawer(table)
    yield found
    found.process.communicate()


@pytest.fixture(scope="module")
def plain(drawer: Drawer, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The charts where no settings lie about."""
    return drawer.draw(tmp_path_factory.mktemp("plain"))[0]


@pytest.mark.parametrize("content", [LOUD, NONSENSE, GARBAGE], ids=["loud", "nonsense", "garbage"])
@pytest.mark.parametrize("place", ["matplotlibrc", ".config/matplotlib/matplotlibrc"])
def test_a_settings_file_changes_no_chart(
    tmp_path: Path, drawer: Drawer, plain: object, content: bytes, place: str
) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    charts, width, _ = drawer.draw(tmp_path)
    assert charts == plain
    # the user's own charts still look as the user wants
    assert width == (1.5 if content is GARBAGE else 9)


def test_a_settings_file_that_the_environment_names(
    tmp_path: Path, drawer: Drawer, plain: object
) -> None:
    (tmp_path / "cua-toi.rc").write_bytes(LOUD)
    charts, width, _ = drawer.draw(tmp_path, MATPLOTLIBRC=str(tmp_path / "cua-toi.rc"))
    assert (charts, width) == (plain, 9)


@pytest.mark.parametrize(
    ("wish", "given"), [("nonsense", "agg"), ("module://nothing", "agg"), ("svg", "svg")]
)
def test_a_wish_for_a_backend(
    tmp_path: Path, drawer: Drawer, plain: object, wish: str, given: str
) -> None:
    charts, _, backend = drawer.draw(tmp_path, MPLBACKEND=wish)
    assert (charts, backend) == (plain, given)


def test_what_a_program_set_before(tmp_path: Path, drawer: Drawer, plain: object) -> None:
    (tmp_path / "matplotlibrc").write_bytes(LOUD)
    charts, width, _ = drawer.draw(tmp_path, before="import matplotlib.pyplot")
    assert (charts, width) == (plain, 9)
