import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import nbformat
import pytest
from jupyter_client.blocking import BlockingKernelClient

import dangvien_analysis as dva
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.pack import lab
from dangvien_analysis.pack.lab import NO_DATE, copy_notebooks, open_lab
from dangvien_analysis.pack.notebook import shipped_notebooks
from tests.builders import SOUND, plant, read_rows
from tests.conftest import ROOT, SHIPPED

NAMES = sorted(path.name for path in shipped_notebooks().glob("*.ipynb"))
PATIENCE = 60


def parameters_of(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return next(one.source for one in cells if "parameters" in one.metadata.get("tags", []))


@pytest.fixture
def elsewhere(tmp_path: Path, snapshot: dva.Snapshot) -> dva.Snapshot:
    """The shipped case in a project's folder of its own."""
    path = tmp_path / "data" / "raw" / SHIPPED.name
    path.parent.mkdir(parents=True)
    shutil.copy(SHIPPED, path)
    settings = replace(snapshot.settings, root=tmp_path)
    return replace(snapshot, settings=settings, source=replace(snapshot.source, path=path))


def test_copies_read_the_file_of_the_snapshot(elsewhere: dva.Snapshot, tmp_path: Path) -> None:
    folder, kept = copy_notebooks(gather(elsewhere))
    assert folder == tmp_path / "work" / "2023-09-13"
    assert kept == []
    assert sorted(path.name for path in folder.iterdir()) == NAMES
    for name in NAMES:
        assert parameters_of(folder / name) == (
            f"FILE = 'data/raw/{SHIPPED.name}'\nAS_OF = '2023-09-13'"
        )


def test_validated_notebooks_stay_as_they_are(elsewhere: dva.Snapshot) -> None:
    before = {name: (ROOT / "notebooks" / name).read_bytes() for name in NAMES}
    folder, _ = copy_notebooks(gather(elsewhere))
    assert {name: (ROOT / "notebooks" / name).read_bytes() for name in NAMES} == before
    for name in NAMES:
        cells = nbformat.read(folder / name, as_version=4).cells
        assert [one for one in cells if one.cell_type == "code" and one.outputs] == []


def test_an_existing_copy_is_kept(elsewhere: dva.Snapshot) -> None:
    folder, _ = copy_notebooks(gather(elsewhere))
    (folder / NAMES[0]).write_text("của tôi", encoding="utf-8")
    (folder / NAMES[1]).unlink()
    again, kept = copy_notebooks(gather(elsewhere))
    assert again == folder
    assert kept == [name for name in NAMES if name != NAMES[1]]
    assert (folder / NAMES[0]).read_text(encoding="utf-8") == "của tôi"
    assert parameters_of(folder / NAMES[1]).startswith("FILE = 'data/raw/")


def test_without_a_date(tmp_path: Path) -> None:
    folder, _ = copy_notebooks(gather(read_rows(tmp_path, SOUND, as_of=None)))
    assert folder == tmp_path / "work" / NO_DATE
    assert parameters_of(folder / NAMES[0]) == "FILE = 'bang.tsv'\nAS_OF = ''"


def test_a_file_outside_the_project_is_named_in_full(
    elsewhere: dva.Snapshot, tmp_path: Path
) -> None:
    outside = replace(elsewhere, source=replace(elsewhere.source, path=SHIPPED))
    folder, _ = copy_notebooks(gather(outside))
    assert parameters_of(folder / NAMES[0]).startswith(f"FILE = {SHIPPED.as_posix()!r}")


@pytest.mark.parametrize(("browser", "silent"), [(True, False), (False, True)])
def test_browser_is_opened_unless_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: bool, silent: bool
) -> None:
    # what is started in place of JupyterLab tells its arguments and ends with its own code
    told = tmp_path / "told.json"
    script = "import json, sys; open(sys.argv[1], 'w').write(json.dumps(sys.argv)); sys.exit(5)"
    start = subprocess.Popen

    def pretend(command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        return start([sys.executable, "-c", script, str(told), *command[1:]], **options)

    monkeypatch.setattr(lab.subprocess, "Popen", pretend)
    assert open_lab(tmp_path, browser=browser) == 5
    arguments = json.loads(told.read_text(encoding="utf-8"))
    assert ("--no-browser" in arguments) is silent
    assert "--ServerApp.ip=127.0.0.1" in arguments


class Running:
    """JupyterLab as the command opened it."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.process, self.folder = process, log.parent
        found = self._wait_for(log)
        self.address, self.token = found[1], found[2]

    def _wait_for(self, log: Path) -> "re.Match[str]":
        address = r"(http://127\.0\.0\.1:\d+)/lab\S*\?token=(\w+)"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if found := re.search(address, log.read_text(encoding="utf-8", errors="replace")):
                return found
            time.sleep(0.1)
        raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))

    def ask(self, path: str, *, token: bool = True, method: str = "GET") -> bytes:
        headers = {"Authorization": f"token {self.token}"} if token else {}
        request = Request(f"{self.address}{path}", headers=headers, method=method)
        with urlopen(request, timeout=PATIENCE) as answer:
            return bytes(answer.read())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, ports: None) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copytree(ROOT / "data" / "reference", folder / "data" / "reference")
    shutil.copy(ROOT / "dangvien.toml", folder)
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = {**os.environ, **own}
    environment.pop("JUPYTER_TOKEN", None)
    (folder / "CONFIG").mkdir()
    plant(folder, folder / "told")
    # Containers run tests as root, which a server refuses unless it is told otherwise.
    config = {"ServerApp": {"allow_root": True}}
    (folder / "CONFIG" / "jupyter_server_config.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "dangvien_analysis.cli", "lab", "--no-browser"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Running(process, folder / "log")
    finally:
        if process.poll() is None:
            end_with_children(process)


def end_with_children(process: "subprocess.Popen[bytes]") -> None:
    """End what a failed test left running: the command, JupyterLab and its kernels."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def test_lab_answers_with_its_token(running: Running) -> None:
    assert "started" in json.loads(running.ask("/api/status"))


def test_lab_shows_the_copies_only(running: Running) -> None:
    content = json.loads(running.ask("/api/contents"))["content"]
    assert sorted(one["name"] for one in content) == NAMES


def test_lab_refuses_whoever_has_no_token(running: Running) -> None:
    with pytest.raises(HTTPError) as caught:
        running.ask("/api/contents", token=False)
    assert caught.value.code == 403


def test_a_kernel_of_the_lab_runs_nothing_that_lies_about(running: Running) -> None:
    started = json.loads(running.ask("/api/kernels", method="POST"))
    (connection,) = (running.folder / "RUNTIME").glob(f"kernel-{started['id']}.json")
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    said: list[str] = []
    code = (
        "import os, sys; import pandas, dangvien_analysis as dva; dva.charts.CHARTS\n"
        "import matplotlib; print(os.path.exists('jupyterlab.py'), matplotlib.get_backend())\n"
        "print([one for one in sys.path if one in ('', os.getcwd())])"
    )
    try:
        client.wait_for_ready(timeout=PATIENCE)
        client.execute_interactive(
            code, timeout=PATIENCE, output_hook=lambda one: said.append(str(one["content"]))
        )
    finally:
        client.stop_channels()
    assert r"True module://matplotlib_inline.backend_inline\n[]\n" in "".join(said)
    assert not (running.folder / "told").exists()


def test_lab_ends_with_its_own_code(running: Running) -> None:
    running.ask("/api/shutdown", method="POST")
    assert running.process.wait(PATIENCE) == 0
