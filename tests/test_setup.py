"""The set-up files: the lock, tasks.py, the Makefile, git's attributes, and encodings."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*(?:\n[ ].*)*)", re.MULTILINE
)


def direct_dependencies() -> list[str]:
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(name for extra in extras for name in extra)]


def locked_versions() -> dict[str, list[str]]:
    versions: dict[str, list[str]] = defaultdict(list)
    for pin in PIN.finditer(LOCK):
        versions[canonicalize_name(pin["name"])].append(pin["version"])
    return versions


# --- the lock ---------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["://", "--index-url", "--extra-index-url", "--find-links"])
def test_lock_names_no_host(host: str) -> None:
    assert host not in LOCK


def test_lock_has_nothing_but_pins() -> None:
    assert PIN.sub("", LOCK).strip() == ""


def test_each_pin_has_a_hash() -> None:
    pins = list(PIN.finditer(LOCK))
    hashed = [
        pin["name"] for pin in pins if re.search(r"--hash=sha256:[0-9a-f]{64}\b", pin["rest"])
    ]
    assert hashed == [pin["name"] for pin in pins]


def test_each_direct_dependency_is_locked_within_its_limits() -> None:
    wanted = [Requirement(one) for one in direct_dependencies()]
    locked = locked_versions()
    versions = {str(one): locked[canonicalize_name(one.name)] for one in wanted}
    assert [name for name, found in versions.items() if not found] == []
    assert {str(one): list(one.specifier.filter(versions[str(one)])) for one in wanted} == versions


@pytest.mark.parametrize("name", [*PROJECT["build-system"]["requires"], "editables"])
def test_build_backend_is_locked(name: str) -> None:
    assert locked_versions()[Requirement(name).name]


# --- tasks.py and the Makefile ----------------------------------------------------------------


@pytest.fixture
def tasks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def calls(tasks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Set tasks.py up in an empty project and return the list of what it will have run."""
    done: list[str] = []

    def run(_python: Path | str, *arguments: str) -> int:
        done.append(" ".join(arguments))
        if "venv" in arguments:
            tasks.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            tasks.PYTHON.touch()
        return 0

    for name in ("LOCK", "VENV", "PYTHON", "STAMP"):
        monkeypatch.setattr(tasks, name, tmp_path / getattr(tasks, name).relative_to(tasks.ROOT))
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "run", run)
    tasks.LOCK.touch()
    (tmp_path / "pyproject.toml").touch()
    return done


def steps(calls: list[str]) -> list[str]:
    """Return short names of the set-up steps among the calls."""
    words = {"venv": " venv ", "libraries": "--require-hashes", "project": " -e ."}
    return [name for call in calls for name, word in words.items() if word in call]


def test_modules_in_the_project_folder_replace_no_library(
    tasks: ModuleType, calls: list[str]
) -> None:
    tasks.main("report")
    assert [call for call in calls if not call.startswith("-P ")] == []


def imported_modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or ".").split(".")[0]


def test_tasks_needs_only_the_standard_library() -> None:
    source = (ROOT / "tasks.py").read_text(encoding="utf-8")
    assert set(imported_modules(ast.parse(source))) <= sys.stdlib_module_names
    assert len(source.splitlines()) < 110


def test_makefile_has_the_targets_of_tasks(tasks: ModuleType) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rules = re.findall(
        r"^(\w+): ; @\$\(PYTHON\) tasks\.py (\w+) \$\(ARGS\)$", makefile, re.MULTILINE
    )
    assert rules == [(target, target) for target in tasks.TARGETS]
    assert f".PHONY: {' '.join(tasks.TARGETS)}\n" in makefile


def test_first_run_makes_everything_and_the_next_one_nothing(
    tasks: ModuleType, calls: list[str]
) -> None:
    tasks.make_venv()
    assert steps(calls) == ["venv", "libraries", "project"]
    calls.clear()
    tasks.make_venv()
    assert steps(calls) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("requirements.lock", ["venv", "libraries", "project"]),
        ("pyproject.toml", ["project"]),
    ],
)
def test_a_changed_file_renews_the_venv(
    tasks: ModuleType, calls: list[str], changed: str, expected: list[str]
) -> None:
    tasks.make_venv()
    calls.clear()
    (tasks.ROOT / changed).write_text("changed", encoding="utf-8")
    tasks.make_venv()
    assert steps(calls) == expected


def test_a_moved_folder_gets_a_new_venv(
    tasks: ModuleType, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.make_venv()
    calls.clear()
    moved = tasks.ROOT / "moved"
    moved.mkdir()
    (moved / "pyproject.toml").touch()
    monkeypatch.setattr(tasks, "ROOT", moved)
    tasks.make_venv()
    assert steps(calls) == ["venv", "libraries", "project"]


@pytest.mark.parametrize(
    ("failing", "repeated"),
    [("--require-hashes", ["venv", "libraries", "project"]), ("-e", ["project"])],
)
def test_a_failed_step_is_done_again(
    tasks: ModuleType,
    calls: list[str],
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
    repeated: list[str],
) -> None:
    works = tasks.run
    monkeypatch.setattr(tasks, "run", lambda *call: int(failing in call) or works(*call))
    with pytest.raises(SystemExit) as end:
        tasks.make_venv()
    assert end.value.code == 2
    monkeypatch.setattr(tasks, "run", works)
    calls.clear()
    tasks.make_venv()
    assert steps(calls) == repeated


def test_python_without_venv_is_told_what_to_install(
    tasks: ModuleType,
    calls: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tasks.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit) as end:
        tasks.make_venv()
    assert end.value.code == 2
    assert capsys.readouterr().err.count("python3-venv") == 2
    assert steps(calls) == []


def test_old_python_is_refused_in_vietnamese_and_english(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(SystemExit) as end:
        tasks.main("report")
    assert end.value.code == 2
    vietnamese, english = capsys.readouterr().err.splitlines()[:2]
    assert vietnamese.startswith("Cần Python")
    assert english.startswith("Python 3.11 or newer is needed")


@pytest.mark.parametrize("arguments", [(), ("reprot",)])
def test_unknown_target_is_refused(tasks: ModuleType, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        tasks.main(*arguments)
    assert end.value.code == 2


def test_every_command_is_run_and_the_first_failure_passed_back(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, ...]] = []

    def run(_python: Path, *arguments: str) -> int:
        ran.append(arguments)
        return int(arguments[0])

    monkeypatch.setattr(tasks, "make_venv", lambda: None)
    monkeypatch.setattr(tasks, "TARGETS", {"lint": [("0",), ("3",), ("4",)]})
    monkeypatch.setattr(tasks, "run", run)
    assert tasks.main("lint", "-x") == 3
    assert ran == [("0", "-x"), ("3", "-x"), ("4", "-x")]


def test_run_passes_the_exit_code_the_folder_and_utf8(tasks: ModuleType) -> None:
    code = (
        "import os, sys; sys.exit(7 if sys.flags.utf8_mode and os.path.exists('tasks.py') else 1)"
    )
    assert tasks.run(sys.executable, "-c", code) == 7


# --- git --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data/raw/x.tsv", "unset"),
        ("data/raw/year/x.toml", "unset"),
        ("docs/x.png", "unset"),
        ("dangvien_analysis/x.py", "auto"),
    ],
)
def test_git_leaves_raw_data_untouched(path: str, text: str) -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "check-attr", "text", "--", path]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert answer.stdout.strip() == f"{path}: text: {text}"


# --- encodings --------------------------------------------------------------------------------


def opens_text(call: ast.Call) -> bool:
    """Say whether this call opens a file as text: ``open``, ``Path.open``, ``read_text`` ..."""
    match call.func:
        case ast.Attribute(attr="read_text" | "write_text"):
            return True
        case ast.Name(id="open"):
            mode = call.args[1:2]
        case ast.Attribute(attr="open"):
            mode = call.args[:1]  # no mode in Image.open and the like: what they open comes first
        case _:
            return False
    mode += [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    return not mode or re.fullmatch(r"'[rwxat+]+'", ast.unparse(mode[0])) is not None


def calls_without_encoding(source: str) -> list[int]:
    """Return the lines that open a file as text and leave its encoding to the computer."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in found
        if opens_text(call) and "encoding" not in {keyword.arg for keyword in call.keywords}
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("open(path)", [1]),
        ("open(path, 'w')", [1]),
        ("open(path, mode='a')", [1]),
        ("open(path, 'rb')", []),
        ("open(path, 'w', encoding='utf-8')", []),
        ("path.open()", [1]),
        ("path.open('w')", [1]),
        ("path.open('wb')", []),
        ("Image.open(path)", []),
        ("archive.open('word/document.xml')", []),
        ("path.read_text()", [1]),
        ("path.write_text(text, encoding='utf-8')", []),
    ],
)
def test_search_for_missing_encodings(source: str, lines: list[int]) -> None:
    assert calls_without_encoding(source) == lines


def python_files() -> list[str]:
    folders = ("dangvien_analysis", "benchmarks", ".ci")
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path.relative_to(ROOT).as_posix() for path in [ROOT / "tasks.py", *files]]


def test_text_files_are_opened_with_an_encoding() -> None:
    found = [
        (path, line)
        for path in python_files()
        for line in calls_without_encoding((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []
