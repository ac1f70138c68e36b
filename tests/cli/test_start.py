"""How the command begins and ends: one message, whatever ends it early."""

import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.charts import CHARTS, options_of, png_of, svg_of
from dangvien_analysis.cli import start
from dangvien_analysis.cli.commands import dangvien
from dangvien_analysis.cli.shared import FAILED
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.office.settings_file import read_settings
from tests.builders import SOUND, plant, project, write_table
from tests.conftest import ROOT, SHIPPED
from tests.test_setup import PROJECT

posix = pytest.mark.skipif(os.name == "nt", reason="signals and streams of POSIX")
COMMAND = [sys.executable, "-m", "dangvien_analysis.cli"]
STOPPED = "Đã dừng theo yêu cầu."
# Tells when the command has begun to watch; what Python does before is not ours.
MARKED = (
    "import os, sys; sys.argv[0] = 'dangvien'\n"
    "from dangvien_analysis.cli import start\n"
    "watch = start._Interrupt.watch\n"
    "start._Interrupt.watch = lambda self: (watch(self), os.write(1, b'.'))\n"
    "start.main()"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A project's folder like the shipped one."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "data" / "reference")
    shutil.copy(ROOT / "dangvien.toml", tmp_path)
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project's folder with a table of three units, for what takes a whole report."""
    settings = project(tmp_path)
    settings.raw.mkdir()
    (tmp_path / "dangvien.toml").touch()
    write_table(settings.raw, ("Số liệu tính đến ngày 13/9/2023", *SOUND), "thang-9.tsv")
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(
    folder: Path, *arguments: str | bytes, shell: str = "", **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command, in a shell line where one is given: its "$@" is the command."""
    command: list[str | bytes] = [*COMMAND, *arguments]
    if shell:
        command = ["bash", "-c", shell, "bash", *command]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_installed_command_begins_here() -> None:
    target = PROJECT["project"]["scripts"]["dangvien"]
    assert EntryPoint("dangvien", target, "console_scripts").load() is start.main


def test_the_beginning_waits_for_nothing() -> None:
    code = (
        "import sys, dangvien_analysis.cli.start; print(*({'click', 'pandas'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert found.stdout.split() == []


TAKE_A_FILE = [
    *("check", "import", "lab", "notices", "report", "score 2023", "trace 164"),
    "settle total_rate --document A",
]
LOADED = """
import sys
from dangvien_analysis.cli.commands import run
for words in {}:
    sys.argv = ["dangvien", *words.split()]
    try:
        run()
    except SystemExit:
        pass
    print("LOADED", words, *({{"pandas", "numpy"}} & set(sys.modules)))
"""


def loaded(folder: Path, *lines: str) -> tuple[list[str], str]:
    """Run commands in turn in one new process: what each loaded by its end, and the messages."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED.format(lines)],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told = [line for line in run.stdout.splitlines() if line.startswith("LOADED")]
    return told, run.stderr


def test_help_and_mistyped_commands_do_not_wait_for_pandas(tmp_path: Path) -> None:
    helps = [f"{name} --help" for name in dangvien.commands]
    lines = ["--help", "--version", "xyz", "check --xyz", "trace", *helps]
    told, _ = loaded(tmp_path, *lines)
    assert told == [f"LOADED {line}" for line in lines]


def test_a_file_that_is_not_there_is_told_before_pandas_is_loaded(tmp_path: Path) -> None:
    lines = [f"{words} nofile.tsv" for words in TAKE_A_FILE]
    told, messages = loaded(tmp_path, *lines)
    assert told == [f"LOADED {line}" for line in lines]
    assert messages.count("nofile.tsv: không tìm thấy tệp này") == len(lines)


# --- Ctrl-C ------------------------------------------------------------------------------------


def begun(folder: Path) -> "subprocess.Popen[bytes]":
    """Start a command, and wait until it watches."""
    process = subprocess.Popen(
        [sys.executable, "-c", MARKED, "check"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.read(1) == b"."
    return process


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long the command takes here when nothing stops it."""
    folder = tmp_path_factory.mktemp("usual")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    process = begun(folder)
    start = time.perf_counter()
    process.communicate(timeout=60)
    return time.perf_counter() - start


@posix
@pytest.mark.parametrize("point", range(20))
def test_interrupted_at_any_moment(office: Path, usual: float, point: int) -> None:
    process = begun(office)
    time.sleep(usual * point / 20)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    told = errors.decode().strip()
    # where it had ended before, there was nothing to stop: 1 for errors in the figures
    assert (process.returncode, told) in [(FAILED, STOPPED), (1, "")]


@posix
def test_an_interruption_leaves_nothing_of_a_report(small: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "report", "--no-pdf"],
        cwd=small,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 60
    while not list(small.glob("reports/.*/new/bieu-do/*.svg")) and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors.decode().strip()) == (FAILED, STOPPED)
    assert list((small / "reports").iterdir()) == []


# --- output ------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("arguments", [["check"], ["--help"], ["check", "--json"], ["nonsense"]])
@pytest.mark.parametrize(
    ("shell", "said"),
    [('"$@" >&-', "đầu ra chuẩn đang đóng"), ('"$@" >/dev/full', "ổ đĩa đã đầy")],
)
def test_output_that_goes_nowhere(
    office: Path, arguments: list[str], shell: str, said: str
) -> None:
    found = run(office, *arguments, shell=shell)
    assert found.returncode == FAILED
    assert "Traceback" not in found.stderr
    assert "Exception ignored" not in found.stderr
    if arguments != ["nonsense"] or "full" not in shell:
        (line,) = found.stderr.splitlines()
        assert line.startswith("Không thực hiện được: ")
        assert said in line


@posix
@pytest.mark.parametrize("arguments", [["check"], ["--help"], ["check", "--json"]])
@pytest.mark.parametrize("reader", ["head -c 1", "true"])
def test_a_reader_that_has_had_enough(office: Path, arguments: list[str], reader: str) -> None:
    found = run(office, *arguments, shell=f'"$@" | {reader}')
    assert (found.returncode, found.stderr) == (0, "")


@posix
@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full", "<&- 2>&-"])
def test_errors_that_go_nowhere(office: Path, closed: str) -> None:
    found = run(office, "check", shell=f'"$@" {closed}')
    assert found.returncode == 1
    assert (
        found.stdout.splitlines()[0]
        == f"{SHIPPED.name}, số liệu đến 13/9/2023, chưa có trong sổ số liệu"
    )
    wrong = run(office, "check", "khong-co.tsv", shell=f'"$@" {closed}')
    assert (wrong.returncode, wrong.stdout) == (FAILED, "")


@posix
def test_everything_closed(office: Path) -> None:
    assert run(office, "check", shell='"$@" <&- >&- 2>&-').returncode == FAILED
    assert run(office, "check", shell='"$@" >/dev/full 2>/dev/full').returncode == FAILED


# --- arguments and encodings -------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", b"\xff.tsv"],
        ["check", "--as-of", b"\xff"],
        ["report", b"\xff.tsv"],
        ["alias", b"\xff", "xa-co-am"],
        ["freeze", "2023-09-13", "--by", b"\xff"],
        [b"\xff"],
    ],
)
def test_an_argument_that_is_no_text(office: Path, arguments: list[str | bytes]) -> None:
    shutil.copy(SHIPPED, office / os.fsdecode(b"\xff.tsv"))
    before = sorted(map(str, office.rglob("*")))
    found = run(office, *arguments)
    assert found.returncode == FAILED
    (line,) = found.stderr.splitlines()
    assert line.startswith("Không thực hiện được: tham số “?")
    assert sorted(map(str, office.rglob("*"))) == before


@posix
def test_a_folder_whose_name_is_no_text(office: Path) -> None:
    place = office / os.fsdecode(b"\xff")
    shutil.copytree(office / "data", place / "data")
    shutil.copy(ROOT / "dangvien.toml", place)
    found = run(place, "check")
    assert found.returncode == 1
    assert "Traceback" not in found.stderr


@posix
@pytest.mark.parametrize(
    "more",
    [
        {"LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1:strict"},
    ],
)
def test_another_encoding_of_the_system(office: Path, more: dict[str, str]) -> None:
    shutil.copy(SHIPPED, office / "số liệu Đảng.tsv")
    found = run(office, "check", "số liệu Đảng.tsv", "--as-of", "13/9/2023", **more)
    assert (found.returncode, found.stderr) == (1, "")
    assert found.stdout.startswith("số liệu Đảng.tsv, số liệu đến 13/9/2023, chưa có")


# --- code in the working folder ----------------------------------------------------------------


def drawn(folder: Path) -> dict[str, bytes]:
    """Draw the charts of the small project's report, here."""
    table = folder / "data" / "raw" / "thang-9.tsv"
    meeting = gather(dva.read(table, settings=read_settings(folder / "dangvien.toml")))
    found = {}
    for name, chart in CHARTS.items():
        if not name.startswith("monthly_"):
            ax = chart.draw(meeting.units, options_of(meeting))
            found |= {f"{name}.png": png_of(ax), f"{name}.svg": svg_of(ax)}
    return found


def test_nothing_in_the_working_folder_or_the_users_is_run(small: Path, tmp_path: Path) -> None:
    wanted = drawn(small)
    assert len(wanted) > 10
    told, home = tmp_path / "told", tmp_path / "home"
    plant(small, told)
    plant(home / ".ipython" / "profile_default" / "startup", told)
    plant(home / ".ipython" / "profile_default", told)
    plant(home / ".jupyter", told)
    plant(home / ".config" / "matplotlib", told)
    kernels = home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    (kernels / "kernel.json").write_text("{", encoding="utf-8")
    found = run(
        small,
        *("report", "--no-pdf"),
        HOME=str(home),
        USERPROFILE=str(home),
        MPLBACKEND="nonsense",
        PYTHONSTARTUP=str(small / "pandas.py"),
        XDG_CONFIG_HOME="",
        # or all fonts would be looked through again
        XDG_CACHE_HOME=str(Path.home() / ".cache"),
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert not told.exists()
    made = {path.name: path.read_bytes() for path in small.glob("reports/*/bieu-do/*")}
    assert made == wanted
