"""Rules of the house, kept as tests."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.measures import rules
from dangvien_analysis.measures.measure import measure
from dangvien_analysis.measures.risk import ranked, risk_levels, risk_reasons
from dangvien_analysis.office import settings
from tests.conftest import ROOT

PACKAGE = ROOT / "dangvien_analysis"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

ROOMS = [
    *(
        "measures",
        "uncollected",
        "errors",
        "files",
        "formulas",
        "columns",
        "findings",
        "text",
        "office",
    ),
    *("readers", "intake", "document", "checks", "snapshot", "forecasting", "ledger", "gather"),
    *("charts", "report", "pack", "face", "cli"),
]
"""From the ground up: a room may use what stands before it."""
HALL = 13
"""Most modules in one folder; what grows past it is split by meaning."""


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE).with_suffix("")).replace("\\", "/")


def room_of(path: Path) -> str:
    return name_of(path).split("/")[0]


def names_imported(path: Path) -> Iterator[str]:
    """Give what a module imports of the package, wherever in it the import stands."""
    package = ["dangvien_analysis", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (
            name.removeprefix("dangvien_analysis.")
            for name in names
            if name.split(".")[0] == "dangvien_analysis"
        )


def imported(path: Path) -> Iterator[str]:
    """Give the rooms a module imports from."""
    return (name.split(".")[0] for name in names_imported(path))


def test_imports_only_run_downwards() -> None:
    new = [name_of(path) for path in MODULES if room_of(path) not in ROOMS]
    assert new == [], "a new room needs its place in ROOMS and ARCHITECTURE.md"
    upwards = [
        (name_of(path), room)
        for path in MODULES
        for room in imported(path)
        if room not in ROOMS[: ROOMS.index(room_of(path)) + 1]
    ]
    assert upwards == []


ABOVE = ("charts", "report", "pack", "face")
READERS = ("ledger", "readers", "intake", "document", "snapshot", "office")
PLAIN = {
    *("office.settings", "snapshot.Snapshot", "snapshot.assess"),
    *("readers.office_files.legacy", "readers.child"),
}
"""What may be used of these rooms above `gather`: it opens no file of the office; LibreOffice
turns our own Word report into a PDF."""


def test_above_gather_nothing_opens_the_ledger_or_a_file_of_the_office() -> None:
    found = [
        f"{name_of(path)}: {name}"
        for path in MODULES
        if room_of(path) in ABOVE
        for name in names_imported(path)
        if name.split(".")[0] in READERS and not any(name.startswith(one) for one in PLAIN)
    ]
    assert found == []


def test_a_name_means_one_thing() -> None:
    files = Counter(path.stem for path in MODULES if not path.stem.startswith("__"))
    classes = Counter(
        node.name
        for tree in TREES.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, times in (files + classes).items() if times > 1] == []


def test_no_hall_is_too_large() -> None:
    halls = Counter(path.parent for path in MODULES if path.parent != PACKAGE)
    assert {name_of(hall): size for hall, size in halls.items() if size > HALL} == {}


def test_the_rule_of_imports_sees_each_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = PACKAGE / "intake" / "x.py"
    source = (
        "import dangvien_analysis.cli.commands\nfrom dangvien_analysis import charts\n"
        "from ..snapshot import read\nfrom .grid import Grid\nfrom .. import report\n"
        "def late():\n    from dangvien_analysis.checks.sums import check_table\n"
        "import pandas.core\n"
    )
    monkeypatch.setitem(TREES, path, ast.parse(source))
    assert sorted(imported(path)) == [*("charts", "checks", "cli", "intake", "report", "snapshot")]


KERNEL = [path for path in MODULES if room_of(path) == "measures"]


@pytest.mark.parametrize("path", KERNEL, ids=map(name_of, KERNEL))
def test_the_kernel_uses_pandas_and_numpy_and_its_own_modules(path: Path) -> None:
    nodes = list(ast.walk(TREES[path]))
    names = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    names += [
        node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level
    ]
    assert {node.level for node in nodes if isinstance(node, ast.ImportFrom)} <= {0, 1}
    rest = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
    assert rest <= {"pandas", "numpy"}


def lines_of_code(path: Path) -> int:
    """Count lines that hold code: no blank ones, no comments, no docstrings."""
    source = path.read_text(encoding="utf-8")
    kept: set[int] = set()
    for token in tokenize.generate_tokens(StringIO(source).readline):
        blank = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT)
        if token.type not in (*blank, tokenize.DEDENT, tokenize.ENDMARKER):
            kept.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            kept.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(kept)


def test_the_kernel_is_read_over_one_coffee() -> None:
    assert sum(map(lines_of_code, KERNEL)) <= 300


def test_each_room_exists() -> None:
    assert {room_of(path) for path in MODULES} == set(ROOMS)


def test_the_package_loads_without_heavy_parts() -> None:
    heavy = [
        "pandas",
        "numpy",
        "click",
        "matplotlib",
        "seaborn",
        "scipy",
        "docx",
        "xlsxwriter",
        "nbformat",
        "rapidfuzz",
    ]
    code = f"import sys, dangvien_analysis; print(*(set({heavy}) & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []


# --- the public face --------------------------------------------------------------------------


def test_all_is_a_literal_list_and_says_the_truth() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    (value,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    names = ast.literal_eval(value)
    assert names == sorted(names)
    assert names == dva.__all__
    assert [name for name in names if not hasattr(dva, name)] == []


def test_each_public_name_is_what_it_says() -> None:
    found = {name: getattr(dva, name) for name in dva.__all__}
    assert [name for name, one in found.items() if not inspect.getdoc(one)] == []
    assert [name for name, one in found.items() if callable(one) and one.__name__ != name] == []


def test_a_public_name_stays_what_it_is_when_every_module_is_loaded() -> None:
    code = (
        "import importlib, pkgutil, dangvien_analysis as dva\n"
        "for one in pkgutil.walk_packages(dva.__path__, 'dangvien_analysis.'):\n"
        "    importlib.import_module(one.name) if '__main__' not in one.name else None\n"
        "for name in (*dva.__all__, *dva.__all__):\n"
        "    found = getattr(dva, name)\n"
        "    assert (type(found).__name__ == 'module') == (name == 'charts'), name\n"
        "assert dir(dva) == dva.__all__\n"
        "for name in dva.charts.CHARTS:\n"
        "    assert callable(getattr(dva.charts, name)), name\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stderr == ""


# --- docstrings -------------------------------------------------------------------------------

Documented = ast.FunctionDef | ast.ClassDef


def public(path: Path) -> Iterator[tuple[str, Documented]]:
    """Give the public functions and classes of a module, and the public methods of these."""
    for node in TREES[path].body:
        if isinstance(node, Documented) and not node.name.startswith("_") and not command(node):
            yield node.name, node
            for inner in node.body if isinstance(node, ast.ClassDef) else []:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{node.name}.{inner.name}", inner


def command(node: Documented) -> bool:
    """Tell a command of the command line, whose parameters are described where they are made."""
    return any(".command(" in ast.unparse(one) for one in node.decorator_list)


PUBLIC = {f"{name_of(path)}:{name}": node for path in MODULES for name, node in public(path)}


def parameters(node: Documented) -> set[str]:
    """Give what a function is called with, or a class is made of."""
    if isinstance(node, ast.FunctionDef):
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [one for one in (arguments.vararg, arguments.kwarg) if one]
        return {one.arg for one in every} - {"self", "cls"}
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
            return parameters(inner)
    marks = " ".join(map(ast.unparse, [*node.decorator_list, *node.bases]))
    if "dataclass" not in marks and "NamedTuple" not in marks:
        return set()
    return {
        inner.target.id
        for inner in node.body
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name)
    }


def documented(docstring: str) -> set[str]:
    """Give the names in a docstring's section of parameters; "a, b : int" names two."""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\S[^\n]*\n-+\n|\Z)", docstring, re.M | re.S)
    lines = re.findall(r"^([\w*, ]+?) :", section[1], re.M) if section else []
    return {name.strip(" *") for line in lines for name in line.split(",")}


def in_full(name: str) -> bool:
    """Tell what is documented in full: the public face, the charts and the measures."""
    module, inside = name.split(":")
    faces = {f"{dva.__name__}.{module.replace('/', '.')}:{inside.split('.')[0]}"}
    rooms = module.startswith("measures/") or re.fullmatch(r"charts/\w+|face", module)
    return bool(rooms) or bool(faces & FACE)


FACE = {
    f"{one.__module__}:{one.__name__}"
    for one in (getattr(dva, name) for name in dva.__all__)
    if callable(one)
}


def test_everything_that_others_use_is_documented() -> None:
    assert len(PUBLIC) > 700
    assert [name for name, node in PUBLIC.items() if not ast.get_docstring(node)] == []


def test_each_parameter_of_the_face_is_documented() -> None:
    wanted = {name: node for name, node in PUBLIC.items() if in_full(name)}
    assert len(wanted) > 60
    told = {name: documented(ast.get_docstring(node) or "") for name, node in wanted.items()}
    assert told == {name: parameters(node) for name, node in wanted.items()}


def test_each_module_says_what_it_is_for() -> None:
    modules = [path for path in MODULES if path.stat().st_size]
    assert [name_of(path) for path in modules if not ast.get_docstring(TREES[path])] == []


def test_modules_can_be_imported_on_their_own() -> None:
    names = [one.name for one in pkgutil.walk_packages(dva.__path__, "dangvien_analysis.")]
    assert [name for name in names if importlib.import_module(name) is None] == []
    assert len(names) == len(MODULES)


# --- thresholds -------------------------------------------------------------------------------

CONSTANTS = sorted(
    name for one in (rules, settings) for name in vars(one) if name.endswith("_QUOTA")
)


@pytest.mark.parametrize(
    ("function", "argument", "constant"),
    [
        (measure, "small_quota", rules.SMALL_QUOTA),
        (risk_levels, "small_quota", rules.SMALL_QUOTA),
        (risk_reasons, "small_quota", rules.SMALL_QUOTA),
        (ranked, "ranked_quota", rules.RANKED_QUOTA),
        (settings.Levels, "small_quota", rules.SMALL_QUOTA),
        (settings.Levels, "ranked_quota", rules.RANKED_QUOTA),
    ],
)
def test_thresholds_have_the_constants_values(
    function: object, argument: str, constant: int
) -> None:
    assert inspect.signature(function).parameters[argument].default is constant


def defaults(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give each argument or field that has a default, with the default's text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            plain, given = node.args.args, node.args.defaults
            pairs = zip(plain[len(plain) - len(given) :], given, strict=True)
            named = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            for one, default in [*pairs, *named]:
                if default is not None:
                    yield one.arg, ast.unparse(default)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield ast.unparse(node.target), ast.unparse(node.value)


def test_no_threshold_is_written_twice() -> None:
    assert CONSTANTS
    found = [
        (name_of(path), argument, default)
        for path in MODULES
        for argument, default in defaults(TREES[path])
        if argument.upper() in CONSTANTS and default != argument.upper()
    ]
    assert found == []
