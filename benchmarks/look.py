"""Every chart as committed and as it is now, side by side on one page: ``python tasks.py look``.

Two pictures that should be alike are hard to compare from memory.  What is committed (HEAD) is
unpacked into a folder of its own and draws the charts of its own data in a process of its own, as
the work tree does.  The page tells first which charts differ, and where; it needs neither network
nor other files.
"""

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import dangvien_analysis as dva
from benchmarks.look_page import Drawn, Pair, page, result
from benchmarks.shown import meetings

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path("work") / "so-sanh.html"
MONTH = date(2023, 10, 31)
"""The simulated month: earlier tables lie before it, and a forecast ahead."""
DRAWERS = ("look.py", "look_page.py", "shown.py")
"""What draws both sides, that of the work tree."""
LIST = "drawn.json"
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
NOTHING = (
    "Không có bản đã lưu để so sánh: thư mục này không phải bản git có ít nhất một commit.\n"
    "Nothing to compare with: this folder is no git checkout with a commit."
)


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Draw both sides and write the page.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the command line by default.
    root : Path
        The work tree.

    Returns
    -------
    int
        0; 1 when one side cannot be drawn at all, 2 when there is nothing to compare with.
    """
    parser = argparse.ArgumentParser(prog="look", description="Charts of HEAD and of now.")
    parser.add_argument("--chart", nargs="*", default=[], help="only these, such as progress")
    parser.add_argument("--page", type=Path, default=root / PAGE, help="where the page goes")
    parser.add_argument("--draw", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.draw:
        draw(Path.cwd().resolve(), given.draw, given.chart)
        return 0
    commit = committed(root)
    if not commit:
        print(NOTHING, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        place = Path(name).resolve()
        unpack(root, place / "head")
        pairs = both(place / "head", root, place, given.chart)
    if not pairs:
        parser.error(f"no such chart; there are {', '.join(dva.charts.CHARTS)}")
    given.page.parent.mkdir(parents=True, exist_ok=True)
    given.page.write_text(page(pairs, commit), encoding="utf-8", newline="\n")
    print(result(pairs))
    print(given.page)
    return 0


def committed(root: Path) -> str:
    """Name what is committed.

    Parameters
    ----------
    root : Path
        A folder.

    Returns
    -------
    str
        The short hash of HEAD; empty when the folder is not the top of a checkout with a commit.
    """
    inside = git(root, "rev-parse", "--show-prefix")
    if inside is None or inside.strip():
        return ""
    return (git(root, "rev-parse", "--short", "--verify", "HEAD^{commit}") or b"").decode().strip()


def git(root: Path, *arguments: str) -> bytes | None:
    """Ask git.

    Parameters
    ----------
    root : Path
        Where.
    *arguments : str
        What.

    Returns
    -------
    bytes or None
        What it prints; None when it is not installed, or refuses.
    """
    # Within a hook git names another checkout in its environment.
    here = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    command = ["git", *arguments]
    try:
        run = subprocess.run(command, cwd=root, env=here, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return None if run.returncode else run.stdout


def unpack(root: Path, folder: Path) -> None:
    """Unpack what is committed, and put the drawers of the work tree into it.

    Parameters
    ----------
    root : Path
        The work tree.
    folder : Path
        Where to.
    """
    archive = git(root, "archive", "--format=zip", "HEAD") or b""
    zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
    for name in DRAWERS:
        shutil.copy(root / "benchmarks" / name, folder / "benchmarks" / name)


def both(head: Path, root: Path, place: Path, charts: Sequence[str]) -> list[Pair]:
    """Draw both sides at once.

    Parameters
    ----------
    head, root : Path
        What is committed, and the work tree.
    place : Path
        A folder for the pictures.
    charts : sequence of str
        The charts wanted; all when empty.

    Returns
    -------
    list of Pair
        In the order of the work tree; what is only committed comes last.
    """
    folders = place / "old", place / "new"
    sides = {
        "HEAD": _start(head, folders[0], charts),
        "work tree": _start(root, folders[1], charts),
    }
    said = {name: process.communicate()[1] for name, process in sides.items()}
    failed = [name for name, process in sides.items() if process.returncode]
    if failed:
        for name in failed:
            print(f"{said[name]}{name}: không vẽ được / could not be drawn", file=sys.stderr)
        raise SystemExit(1)
    old, new = map(collected, folders)
    return [Pair(*key, old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old])]


def _start(tree: Path, folder: Path, charts: Sequence[str]) -> "subprocess.Popen[str]":
    """Begin to draw the charts of a tree with its own package."""
    told = {"PYTHONPATH": str(tree), "PYTHONUTF8": "1", "MPLBACKEND": "Agg"}
    command = [sys.executable, "-m", "benchmarks.look", "--draw", str(folder), "--chart", *charts]
    return subprocess.Popen(
        command,
        cwd=tree,
        env=os.environ | told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def draw(root: Path, folder: Path, charts: Sequence[str] = ()) -> None:
    """Draw charts of the real table and of a simulated month, with the package of this process.

    Parameters
    ----------
    root : Path
        The project, which the package has to be of.
    folder : Path
        Where the pictures go, with a list of them.
    charts : sequence of str
        The charts wanted; all when empty.
    """
    package = Path(dva.__file__).resolve()
    if not package.is_relative_to(root):
        raise SystemExit(f"{package} would be drawn in place of {root}")
    import matplotlib.pyplot as plt

    folder.mkdir(parents=True)
    listed = []
    with tempfile.TemporaryDirectory() as project:
        for name, meeting in meetings(root, Path(project).resolve(), [MONTH]).items():
            for chart, design in dva.charts.CHARTS.items():
                if charts and chart not in charts:
                    continue
                entry = {"meeting": name, "chart": chart, "title": design.title}
                try:
                    drawn = getattr(meeting.charts, chart)()
                    entry["alt"] = drawn.alt
                    (folder / f"{name}-{chart}.png").write_bytes(dva.charts.png_of(drawn.ax))
                    entry["picture"] = f"{name}-{chart}.png"
                except Exception as error:  # a chart under work may fail in any way
                    entry["error"] = f"{type(error).__name__}: {error}"
                plt.close("all")
                listed.append(entry)
    (folder / LIST).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")


def collected(folder: Path) -> dict[tuple[str, str], Drawn]:
    """Read what was drawn.

    Parameters
    ----------
    folder : Path
        As `draw` filled it.

    Returns
    -------
    dict of tuple of str to Drawn
        By meeting and chart.
    """
    found = {}
    for entry in json.loads((folder / LIST).read_text(encoding="utf-8")):
        meeting, chart = entry.pop("meeting"), entry.pop("chart")
        if "picture" in entry:
            entry["picture"] = (folder / entry["picture"]).read_bytes()
        found[meeting, chart] = Drawn(**entry)
    return found


if __name__ == "__main__":
    sys.exit(main())
