"""Run a notebook with parameters, in a kernel of its own."""

import ast
import os
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dangvien_analysis.errors import PackError
from dangvien_analysis.gather.handover import HANDED
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.gather.placeholders import FOLDER, PLACE, SHARE

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

# In a source checkout the notebooks stand beside the package, in an installed one inside it.
_HOMES = (
    Path(__file__).resolve().parents[2] / "notebooks",
    Path(__file__).resolve().parents[1] / "notebooks",
)
# A kernel warns that loopback is not encrypted; whoever waits for a report cannot act on it.
_KERNEL = (
    *(sys.executable, "-P", "-m", "ipykernel_launcher"),
    *("--IPKernelApp.log_level=40", "--HistoryManager.enabled=False"),
    # The charts are loaded while the notebook is still being read, and before what it imports.
    "--IPKernelApp.exec_lines=import dangvien_analysis.charts; del dangvien_analysis",
)
REPORT = "bao_cao_thuong_truc.ipynb"
TAG = "parameters"
SCREEN_WIDTH = 715
"""Width of a chart on the page [points of the screen]: its text is as large as the page's."""
_SOCKET_NAME = 80
"""Longest name of a folder for sockets [bytes]: with a file's own it stays under 104."""
_PATIENCE = 300
"""Longest run of one cell [seconds]."""


def shipped_notebooks() -> Path:
    """Find the notebooks that come with the package."""
    for home in _HOMES:
        if (home / REPORT).is_file():
            return home
    raise PackError(f"Bản cài đặt thiếu sổ tính {REPORT}; hãy cài lại dangvien_analysis.")


def load_nbformat() -> Any:
    """Import the library of notebook files, when a notebook is wanted and not before.

    Its schema library would first build a grammar for a format of web addresses that no notebook
    has, which takes longer than all the rest together; without that grammar it leaves the format
    unchecked, as it does where the optional package is not installed.
    """
    unused = "rfc3987_syntax"
    blocked: dict[str, Any] = {} if unused in sys.modules else {unused: None}
    sys.modules.update(blocked)
    try:
        import nbformat
    finally:
        for name in blocked:
            del sys.modules[name]
    return nbformat


def parameters_for(meeting: Meeting) -> dict[str, str]:
    """Tell a notebook to show what a meeting is about.

    ``FILE`` and ``AS_OF``. Of accepted figures their day, so that the notebook shows what
    everything else shows, also when they are corrected later. Else the file, from the project's
    folder where it lies in it, and ``AS_OF``, empty where the file's own words give the date: so
    the notebook finds what the meeting found.
    """
    root, path = meeting.settings.root, meeting.snapshot.source.path.absolute()
    day = "" if meeting.as_of is None else meeting.as_of.isoformat()
    if meeting.standing.revision:
        return {"FILE": day, "AS_OF": ""}
    name = path.relative_to(root) if path.is_relative_to(root) else path
    # Of a workbook with a sheet a month the day tells the sheet.
    by_sheet = meeting.snapshot.source.sheet
    in_text = not by_sheet and "date_from_text" in set(meeting.snapshot.findings["code"])
    return {"FILE": name.as_posix(), "AS_OF": "" if in_text else day}


def with_parameters(path: Path, parameters: Mapping[str, Any]) -> Any:
    """Read a notebook and set its parameters."""
    notebook = load_nbformat().read(path, as_version=4)
    cells = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise PackError(f"{path.name}: cần đúng một ô mang thẻ {TAG}, thấy {len(cells)}.")
    cells[0].source = _with_values(path.name, cells[0].source, parameters)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def parameter_of(path: Path, parameter: str) -> str | None:
    """Give what a notebook's parameter is set to.

    Its text; None where the notebook cannot be read, or sets none.
    """
    try:
        cells = load_nbformat().read(path, as_version=4).cells
        tagged = [cell for cell in cells if TAG in cell.metadata.get("tags", [])]
        nodes = _assigned(tagged[0].source)
        return str(ast.literal_eval(nodes[parameter].value))
    except (OSError, ValueError, SyntaxError, LookupError, AttributeError):
        return None


def _assigned(source: str) -> dict[str, ast.Assign]:
    """Give the assignments of a cell by the names they set."""
    return {
        target.id: node
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _with_values(name: str, source: str, parameters: Mapping[str, Any]) -> str:
    """Put new values into a cell of assignments, line by line."""
    known = _assigned(source)
    if unknown := set(parameters) - set(known):
        raise PackError(
            f"{name}: không có tham số {min(unknown)!r}; các tham số: {', '.join(known)}."
        )
    lines = source.splitlines()
    for parameter, value in parameters.items():
        node = known[parameter]
        last = node.end_lineno or node.lineno
        lines[node.lineno - 1 : last] = [f"{parameter} = {value!r}"] + [""] * (last - node.lineno)
    return "\n".join(lines).rstrip()


@contextmanager
def kernel(
    folder: Path,
    *,
    pictures: Path | None = None,
    share: Sequence[str] = (),
    handed: bytes = b"",
) -> Iterator["KernelManager"]:
    """Start a kernel, and end it when it is no longer needed.

    It runs nothing but the notebook: no module of its folder, no start-up file of the user's.

    `pictures`: where charts go that only keep their place in the notebook, for `fill_pictures`; by
    default they are shown in it.

    `handed`: the meeting that the notebook shows, as `packed_up` gives it; nothing by default.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager

    environment = safe_environment()
    if pictures is not None:
        environment |= {FOLDER: str(pictures), SHARE: ",".join(share)}
    with tempfile.TemporaryDirectory(prefix="dangvien-", ignore_cleanup_errors=True) as own:
        environment["IPYTHONDIR"] = own
        if handed:
            (Path(own) / "meeting").write_bytes(handed)
            environment[HANDED] = str(Path(own) / "meeting")
        # This very interpreter, whatever kernels the user has registered under "python3".
        manager = KernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            connection_file=str(Path(own) / "k.json"),
            transport=_transport(own),
        )
        spec = manager.kernel_spec
        if spec is not None:
            spec.argv = [*_KERNEL, "-f", "{connection_file}"]
        manager.start_kernel(cwd=str(folder), env=environment)
        try:
            yield manager
        finally:
            manager.shutdown_kernel(now=True)


def _transport(folder: str) -> str:
    """Choose how to talk to a kernel whose files lie in a folder.

    Numbers of ports are chosen before they are taken: two packs at once may choose the same.
    Files have no such gap, but Windows knows none, and systems bound the length of their names.
    """
    return "ipc" if os.name == "posix" and len(os.fsencode(folder)) < _SOCKET_NAME else "tcp"


def safe_environment() -> dict[str, str]:
    """Give the environment for Python in a folder that others write to."""
    unsafe = ("PYTHONSTARTUP", "MPLBACKEND")
    kept = {name: value for name, value in os.environ.items() if name not in unsafe}
    return {**kept, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}


def execute(notebook: Any, manager: "KernelManager") -> Any:
    """Run a notebook."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    try:
        NotebookClient(notebook, km=manager, timeout=_PATIENCE).execute()
    except CellExecutionError as error:
        raise PackError(f"Sổ tính báo cáo dừng ở một ô: {error.ename}: {error.evalue}.") from error
    return notebook


def fill_pictures(notebook: Any, pictures: Mapping[str, tuple[Path, str]]) -> None:
    """Put pictures where an executed notebook keeps places for them."""
    for cell in notebook.cells:
        outputs = []
        for output in cell.get("outputs", []):
            name = output.get("data", {}).get(PLACE)
            if name is None:
                outputs.append(output)
            elif name in pictures:
                path, alt = pictures[name]
                png = b64encode(path.read_bytes()).decode("ascii")
                output["data"] = {"image/png": png, "text/plain": alt}
                output["metadata"] = {"image/png": {"alt": alt, "width": SCREEN_WIDTH}}
                outputs.append(output)
        if "outputs" in cell:
            cell.outputs = outputs
