import ast
import json
import re
import unicodedata
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

import dangvien_analysis as dva
from dangvien_analysis.pack.notebook import TAG
from dangvien_analysis.text.numbers import format_count
from tests.builders import write_sidecar
from tests.conftest import ROOT, SHIPPED

NAMES = [
    "01_doi_chieu_so_lieu",
    "02_tien_do",
    "03_nguon_ket_nap",
    "04_don_vi_can_quan_tam",
    "05_du_bao",
    "06_dien_bien",
    "bao_cao_thuong_truc",
]
MOST_LINES = 15
MOST_BYTES = 100_000


def path_of(name: str) -> Path:
    return ROOT / "notebooks" / f"{name}.ipynb"


@pytest.fixture(params=NAMES)
def notebook(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads(path_of(request.param).read_text(encoding="utf-8"))


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def shows_something(code: str) -> bool:
    """Tell whether a cell prints, displays or ends in a value."""
    last = ast.parse(code).body[-1]
    calls = {"print", "show", "display"}
    return isinstance(last, ast.Expr) or any(
        getattr(node.func, "attr", getattr(node.func, "id", "")) in calls
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
    )


def test_the_seven_notebooks_and_no_other() -> None:
    assert sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb")) == NAMES


def test_notebooks_use_public_names_only(notebook: dict[str, Any]) -> None:
    nodes = [node for cell in code_cells(notebook) for node in ast.walk(ast.parse(source(cell)))]
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    modules += [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    assert [name for name in modules if name.startswith("dangvien_analysis.")] == []
    used = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "dva"
    }
    assert used <= set(dva.__all__)
    assert "meeting" in used


def test_a_chart_is_one_line(notebook: dict[str, Any]) -> None:
    charts = [source(cell) for cell in code_cells(notebook) if ".charts." in source(cell)]
    assert [code for code in charts if len(code.splitlines()) > 2] == []


# nbval executes a cell without outputs but compares nothing, and passes.
def test_each_cell_was_run_in_order(notebook: dict[str, Any]) -> None:
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_what_a_cell_shows_is_kept(notebook: dict[str, Any]) -> None:
    shown = {source(cell): bool(cell["outputs"]) for cell in code_cells(notebook)}
    # what there may not be, a forecast or earlier tables, stands under a condition
    may = {code for code in shown if " else " in code or code.startswith(("m.text.", "m.tables."))}
    wanted = {code: shown[code] if code in may else shows_something(code) for code in shown}
    assert shown == wanted
    assert any(shown.values())


def test_no_output_is_an_error_or_a_warning(notebook: dict[str, Any]) -> None:
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    assert [one for one in outputs if one["output_type"] == "error"] == []
    assert [one for one in outputs if one.get("name") == "stderr"] == []


def test_no_cell_is_left_out_of_the_comparison(notebook: dict[str, Any]) -> None:
    tags = {tag for cell in notebook["cells"] for tag in cell["metadata"].get("tags", [])}
    assert tags == {TAG}
    assert not re.search(r"NBVAL_\w+", json.dumps(notebook), flags=re.IGNORECASE)


def test_charts_have_alt_text(notebook: dict[str, Any]) -> None:
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            if "image/png" in output.get("data", {}):
                assert output["metadata"]["image/png"]["alt"]


# Git keeps every version of them.
def test_no_picture_is_large(notebook: dict[str, Any]) -> None:
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    pictures = [
        content
        for output in outputs
        for kind, content in output.get("data", {}).items()
        if kind.startswith("image/")
    ]
    assert [len(one) for one in map(b64decode, pictures) if len(one) > MOST_BYTES] == []


def test_one_cell_of_parameters_for_the_shipped_case(notebook: dict[str, Any]) -> None:
    (cell,) = [one for one in notebook["cells"] if TAG in one["metadata"].get("tags", [])]
    assert f'FILE = "{SHIPPED.relative_to(ROOT).as_posix()}"' in source(cell)
    assert 'AS_OF = ""' in source(cell)


def test_one_title(notebook: dict[str, Any]) -> None:
    words = [source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert len(re.findall(r"^# ", "\n".join(words), flags=re.MULTILINE)) == 1
    assert words[0].startswith("# ")


def test_cells_are_short_and_define_nothing(notebook: dict[str, Any]) -> None:
    for cell in code_cells(notebook):
        assert len(source(cell).splitlines()) <= MOST_LINES
        assert not re.search(r"^\s*(?:def |class |[%!])", source(cell), flags=re.MULTILINE)


def test_no_absolute_path(notebook: dict[str, Any]) -> None:
    text = json.dumps(notebook, ensure_ascii=False)
    assert str(ROOT) not in text
    for cell in notebook["cells"]:
        assert not re.search(r"""["'`(](?:/\w|[A-Za-z]:\\|~/)""", source(cell))


@pytest.mark.parametrize("name", NAMES)
def test_letters_are_composed(name: str) -> None:
    text = path_of(name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", json.dumps(json.loads(text), ensure_ascii=False))
    assert "\\u" not in re.sub(r"\\\\", "", text)


@pytest.mark.parametrize("name", NAMES[:-1])
def test_says_what_to_beware_of_and_what_to_try(name: str) -> None:
    cells = json.loads(path_of(name).read_text(encoding="utf-8"))["cells"]
    words = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")
    headings = re.findall(r"^##+ (.+)$", words, flags=re.MULTILINE)
    assert headings[0] == "Dữ liệu"
    assert headings[-2:] == ["Cần lưu ý", "Thử thêm"]


def run_forecast(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, deadline: str
) -> dict[str, Any]:
    """Run the notebook of the forecast in an office of its own, without charts and simulation."""
    (folder / "dangvien.toml").write_text("[forecast]\npace = 0.8\n", encoding="utf-8")
    table = folder / "bang.tsv"
    table.write_bytes(SHIPPED.read_bytes())
    write_sidecar(table, f"[figures]\nas_of = 2023-09-13\ndeadline = {deadline}\n")
    monkeypatch.chdir(folder)
    known: dict[str, Any] = {}
    cells = json.loads(path_of("05_du_bao").read_text(encoding="utf-8"))["cells"]
    for code in (source(cell) for cell in cells if cell["cell_type"] == "code"):
        if ".charts." not in code and "rng" not in code and "steady" not in code:
            exec(code.replace(SHIPPED.relative_to(ROOT).as_posix(), table.name), known)
    return known


# the second deadline lies before the end of the table's month
@pytest.mark.parametrize("deadline", ["2023-12-31", "2023-09-25"])
def test_scenarios_start_from_the_office_s_own_forecast(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deadline: str
) -> None:
    m = run_forecast(tmp_path, monkeypatch, deadline=deadline)["m"]
    assert m.settings.forecast.pace == 0.8
    first = dva.scenarios(m).iloc[0]
    for name in ("median", "low80", "high80", "p_target", "expected_met"):
        assert first[name] == m.forecast.district[name]
    shown = m.tables.scenarios.frame
    assert format_count(round(first["median"])) in set(shown.iloc[0])
    assert len(shown) > len(dva.scenarios(m)) or deadline < "2023-09-30"
