"""Settings files that lie about, and a wish for a backend, change no chart and break none."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT, SHIPPED

# Draws charts and tells their hashes, and a setting of the user's own.
DRAW = """
import hashlib, json, sys
{before}
import dangvien_analysis as dva
from dangvien_analysis.charts import CHARTS, png_of, svg_of, options_of
from dangvien_analysis.gather.gathering import gather
meeting = gather(dva.read(sys.argv[1]))
told = {{}}
for name in ("progress", "units", "forecast_fan"):
    ax = CHARTS[name].draw(meeting.units, options_of(meeting))
    told[name] = [hashlib.sha256(made(ax)).hexdigest() for made in (png_of, svg_of)]
import matplotlib
print(json.dumps([told, matplotlib.rcParams["lines.linewidth"], matplotlib.get_backend()]))
"""
LOUD = (
    b"text.usetex: True\nfont.style: italic\nfont.size: 20\nlines.linewidth: 9\naxes.grid: True\n"
    b"savefig.dpi: 30\nfigure.autolayout: True\npath.sketch: 2, 100, 2\ntimezone: Asia/Tokyo\n"
)
NONSENSE = b"backend: nonsense\nlines.linewidth: 9\nno.such: 1\ntext.usetex: perhaps\n"
GARBAGE = b"\xff\xfe\x00lines.linewidth: 9\n"


def draw(folder: Path, before: str = "", **more: str) -> list[object]:
    own = {"HOME": str(folder), "USERPROFILE": str(folder), "PYTHONPATH": str(ROOT)}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("MPLBACKEND", "MATPLOTLIBRC", "XDG_CONFIG_HOME", "MPLCONFIGDIR")
    }
    found = subprocess.run(
        [sys.executable, "-P", "-c", DRAW.format(before=before), str(SHIPPED)],
        cwd=folder,
        env={**kept, **own, **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    told: list[object] = json.loads(found.stdout)
    return told


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> object:
    """The charts where no settings lie about."""

    @cache
    def drawn() -> object:
        return draw(tmp_path_factory.mktemp("plain"))[0]

    return drawn()


@pytest.mark.parametrize("content", [LOUD, NONSENSE, GARBAGE], ids=["loud", "nonsense", "garbage"])
@pytest.mark.parametrize("place", ["matplotlibrc", ".config/matplotlib/matplotlibrc"])
def test_a_settings_file_changes_no_chart(
    tmp_path: Path, plain: object, content: bytes, place: str
) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    charts, width, _ = draw(tmp_path)
    assert charts == plain
    # the user's own charts still look as the user wants
    assert width == (1.5 if content is GARBAGE else 9)


def test_a_settings_file_that_the_environment_names(tmp_path: Path, plain: object) -> None:
    (tmp_path / "cua-toi.rc").write_bytes(LOUD)
    charts, width, _ = draw(tmp_path, MATPLOTLIBRC=str(tmp_path / "cua-toi.rc"))
    assert (charts, width) == (plain, 9)


@pytest.mark.parametrize(
    ("wish", "given"), [("nonsense", "agg"), ("module://nothing", "agg"), ("svg", "svg")]
)
def test_a_wish_for_a_backend(tmp_path: Path, plain: object, wish: str, given: str) -> None:
    charts, _, backend = draw(tmp_path, MPLBACKEND=wish)
    assert (charts, backend) == (plain, given)


def test_what_a_program_set_before(tmp_path: Path, plain: object) -> None:
    (tmp_path / "matplotlibrc").write_bytes(LOUD)
    charts, width, _ = draw(tmp_path, before="import matplotlib.pyplot")
    assert (charts, width) == (plain, 9)
