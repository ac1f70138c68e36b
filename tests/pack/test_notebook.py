import os
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import dangvien_analysis as dva
from dangvien_analysis.charts.drawing.theme import FULL_WIDTH
from dangvien_analysis.charts.show import SCREEN_DPI
from dangvien_analysis.errors import PackError
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.gather.placeholders import PLACE
from dangvien_analysis.pack import notebook as module
from dangvien_analysis.pack.notebook import (
    REPORT,
    SCREEN_WIDTH,
    TAG,
    execute,
    fill_pictures,
    kernel,
    load_nbformat,
    parameters_for,
    shipped_notebooks,
    with_parameters,
)
from tests.builders import SOUND, codes, plant, read_rows
from tests.conftest import AS_OF, ROOT

PARAMETERS = 'FILE = "a.tsv"\nAS_OF = ""  # để trống'
FAILING = "raise ValueError('ô C5: không phải là số')"


def write(folder: Path, *sources: str, tags: tuple[int, ...] = (0,)) -> Path:
    """Write a notebook of code cells, those at the places `tags` being the parameters."""
    cells = [new_code_cell(source, execution_count=7) for source in sources]
    for at in tags:
        cells[at].metadata["tags"] = [TAG]
    notebook = new_notebook(cells=[new_markdown_cell("# Thử"), *cells])
    path = folder / "thu.ipynb"
    nbformat.write(notebook, path)
    return path


@dataclass(frozen=True)
class Running:
    """One kernel for several notebooks, in a folder with code that it should not find."""

    manager: Any
    folder: Path
    told: Path  # A file that the code would write

    def run(self, path: Path, **parameters: Any) -> Any:
        return execute(with_parameters(path, parameters), self.manager)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, told = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("told") / "told"
    plant(folder, told)
    with kernel(folder) as manager:
        yield Running(manager, folder, told)


@pytest.mark.parametrize(
    ("source", "parameters", "wanted"),
    [
        (PARAMETERS, {}, PARAMETERS),
        (PARAMETERS, {"FILE": "b.tsv"}, "FILE = 'b.tsv'\nAS_OF = \"\"  # để trống"),
        (PARAMETERS, {"FILE": "b.tsv", "AS_OF": "x"}, "FILE = 'b.tsv'\nAS_OF = 'x'"),
        # a value over several lines gives way as a whole; what stands after it stays
        ("A = [\n  1,\n]\nB = 2", {"A": 3}, "A = 3\n\n\nB = 2"),
        ("A = 1\nB = 2\nC = A + B", {"B": 5}, "A = 1\nB = 5\nC = A + B"),
        # quotes, backslashes and Vietnamese letters of a path
        ("A = 1", {"A": "C:\\số liệu\\\"x'.tsv"}, "A = " + repr("C:\\số liệu\\\"x'.tsv")),
    ],
)
def test_values_stand_in_the_cell_itself(
    tmp_path: Path, source: str, parameters: dict[str, Any], wanted: str
) -> None:
    notebook = with_parameters(write(tmp_path, source, "1 + 1"), parameters)
    assert notebook.cells[1].source == wanted
    assert notebook.cells[2].source == "1 + 1"


@pytest.mark.parametrize(
    ("title", "as_of", "day"),
    [
        ((), AS_OF, "2023-09-13"),
        ((), None, ""),
        # read again with the date given, the finding that it comes from the text would be lost
        (("Số liệu tính đến ngày 13/9/2023",), None, ""),
    ],
)
def test_notebook_finds_what_the_snapshot_found(
    tmp_path: Path, title: tuple[str, ...], as_of: date | None, day: str
) -> None:
    snapshot = read_rows(tmp_path, [*title, *SOUND], as_of=as_of)
    told = parameters_for(gather(snapshot))
    again = dva.read(
        tmp_path / told["FILE"],
        as_of=date.fromisoformat(told["AS_OF"]) if told["AS_OF"] else None,
        settings=snapshot.settings,
    )
    assert told == {"FILE": "bang.tsv", "AS_OF": day}
    assert again.as_of == snapshot.as_of
    assert codes(again) == codes(snapshot)


def test_outputs_are_cleared(tmp_path: Path) -> None:
    notebook = with_parameters(write(tmp_path, PARAMETERS, "1 + 1"), {})
    assert [cell.execution_count for cell in notebook.cells[1:]] == [None, None]
    assert [cell.outputs for cell in notebook.cells[1:]] == [[], []]


def test_unknown_parameter_is_named_with_the_known_ones(tmp_path: Path) -> None:
    path = write(tmp_path, PARAMETERS)
    with pytest.raises(PackError, match=r"thu\.ipynb: .*'NGAY'.*: FILE, AS_OF\."):
        with_parameters(path, {"FILE": "b.tsv", "NGAY": "x"})


@pytest.mark.parametrize(("tags", "count"), [((), 0), ((0, 1), 2)])
def test_one_cell_of_parameters(tmp_path: Path, tags: tuple[int, ...], count: int) -> None:
    path = write(tmp_path, PARAMETERS, "A = 1", tags=tags)
    with pytest.raises(PackError, match=rf"thu\.ipynb: .*parameters, thấy {count}\."):
        with_parameters(path, {})


def test_runs_with_the_parameters_in_the_folder(tmp_path: Path, running: Running) -> None:
    (running.folder / "số.txt").write_text("Đảng bộ", encoding="utf-8")
    code = "print(open(FILE, encoding='utf-8').read())"
    done = running.run(write(tmp_path, PARAMETERS, code, "1 + 1"), FILE="số.txt")
    assert done.cells[2].outputs[0]["text"] == "Đảng bộ\n"
    first, *rest = [cell.execution_count for cell in done.cells[1:]]
    assert rest == [first + 1, first + 2]


def test_a_failing_cell_is_one_message(tmp_path: Path, running: Running) -> None:
    with pytest.raises(PackError) as caught:
        running.run(write(tmp_path, PARAMETERS, FAILING))
    message = str(caught.value)
    assert "ValueError: ô C5: không phải là số" in message
    assert "Traceback" not in message
    assert "\n" not in message


def test_shipped_notebooks_are_those_of_the_repository() -> None:
    assert shipped_notebooks() == ROOT / "notebooks"
    assert (shipped_notebooks() / REPORT).is_file()


def test_an_installation_without_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_HOMES", (tmp_path,))
    with pytest.raises(PackError, match=f"thiếu sổ tính {REPORT}"):
        shipped_notebooks()


@pytest.mark.parametrize("path", sorted(shipped_notebooks().glob("*.ipynb")), ids=lambda p: p.stem)
def test_shipped_notebooks_take_the_parameters(path: Path) -> None:
    notebook = with_parameters(path, {"FILE": "khác.tsv", "AS_OF": "2023-09-13"})
    cell = next(cell for cell in notebook.cells if TAG in cell.metadata.get("tags", []))
    assert cell.source == "FILE = 'khác.tsv'\nAS_OF = '2023-09-13'"


def test_pictures_come_to_the_places_that_were_kept_for_them(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    kept = [new_output("display_data", data={PLACE: name, "text/plain": name}) for name in "ab"]
    words = new_output("stream", text="chữ")
    notebook = new_notebook(cells=[new_code_cell(outputs=[kept[0], words, kept[1]])])
    fill_pictures(notebook, {"a": (tmp_path / "a.png", "một")})
    picture, text = notebook.cells[0].outputs
    assert b64decode(picture["data"]["image/png"]) == b"1"
    assert picture["metadata"]["image/png"]["alt"] == "một"
    assert text == words


def test_a_kernel_keeps_places_and_draws_its_share(tmp_path: Path, snapshot: dva.Snapshot) -> None:
    with kernel(ROOT, pictures=tmp_path, share=["progress"]) as manager:
        notebook = execute(with_parameters(shipped_notebooks() / REPORT, {}), manager)
    kept = [
        output["data"][PLACE]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if PLACE in output.get("data", {})
    ]
    assert {"progress", "units", "forecast_fan"} <= set(kept)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["progress.png", "progress.svg"]
    # the same bytes as drawn here
    meeting = gather(snapshot)
    ax = dva.charts.progress(meeting.units, dva.charts.options_of(meeting))
    assert (tmp_path / "progress.png").read_bytes() == dva.charts.png_of(ax)


def test_a_chart_on_the_page_is_as_wide_as_in_a_notebook() -> None:
    assert round(FULL_WIDTH * SCREEN_DPI) == SCREEN_WIDTH


def test_library_of_notebooks_loads_and_leaves_no_trace() -> None:
    code = (
        "import sys; from dangvien_analysis.pack.notebook import load_nbformat as load; "
        "before = set(sys.modules); nbformat = load(); assert load() is nbformat; "
        "nbformat.validate(nbformat.v4.new_notebook()); "
        "assert None not in [sys.modules[name] for name in set(sys.modules) - before]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert load_nbformat() is nbformat


def test_a_kernel_searches_no_folder_that_others_write_to(
    tmp_path: Path, running: Running
) -> None:
    code = (
        "import os, sys; assert 'dangvien_analysis.charts' in sys.modules\n"
        "import pandas, matplotlib.pyplot\n"
        "print([one for one in sys.path if one in ('', '.', os.getcwd())], sys.flags.safe_path)"
    )
    done = running.run(write(tmp_path, PARAMETERS, code))
    assert done.cells[2].outputs[0]["text"] == "[] True\n"
    assert not running.told.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has ports alone")
@pytest.mark.parametrize("long", [False, True])
def test_kernels_at_once_do_not_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ports: None, long: bool
) -> None:
    """Each answers its own; where a folder's name is too long for a socket there are ports."""
    if long:
        place = tmp_path / ("x" * 100)
        place.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(place))

    def ask(number: int) -> tuple[str, str]:
        with kernel(tmp_path) as manager:
            client = manager.client()
            client.start_channels()
            client.wait_for_ready(timeout=120)
            said: list[str] = []
            client.execute_interactive(
                f"print({number})",
                timeout=60,
                output_hook=lambda message: said.append(message["content"].get("text", "")),
            )
            client.stop_channels()
            return manager.transport, "".join(said)

    # Ports could meet, which is why there are none where a socket will do.
    count = 1 if long else 2
    with ThreadPoolExecutor(count) as together:
        found = list(together.map(ask, range(count)))
    assert found == [("tcp" if long else "ipc", f"{number}\n") for number in range(count)]
