"""Notebooks to explore in: copies in work/<as_of>/, so that the validated ones stay clean."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dangvien_analysis.files import write_text
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.pack.notebook import (
    load_nbformat,
    parameter_of,
    parameters_for,
    safe_environment,
    shipped_notebooks,
    with_parameters,
)

NO_DATE = "chua-ro-ngay"
"""The folder of notebooks on figures without a date."""


def copy_notebooks(meeting: Meeting) -> tuple[Path, list[str]]:
    """Copy the notebooks with their parameters set to the figures of a meeting."""
    day = meeting.as_of.isoformat() if meeting.as_of else ""
    folder = meeting.settings.work / (day or NO_DATE)
    kept = []
    for source in sorted(shipped_notebooks().glob("*.ipynb")):
        copy = folder / source.name
        if copy.exists():
            kept.append(source.name)
            continue
        notebook = with_parameters(source, parameters_for(meeting))
        write_text(copy, load_nbformat().writes(notebook) + "\n")
    return folder, kept


def stale_copies(meeting: Meeting, kept: Sequence[str]) -> list[str]:
    """Find copies that were there already and read something else than is to be explored."""
    wanted = parameters_for(meeting)["FILE"]
    folder = meeting.settings.work / (meeting.as_of.isoformat() if meeting.as_of else NO_DATE)
    read = {name: parameter_of(folder / name, "FILE") for name in kept}
    return [f"{name} đọc “{file}”" for name, file in read.items() if file not in (None, wanted)]


def open_lab(folder: Path, *, browser: bool = True) -> int:
    """Open JupyterLab on a folder, on this machine only, until the user ends it."""
    # No module that lies in the working folder is run, neither here nor in the kernels.
    command = [sys.executable, "-P", "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.root_dir={folder}"] + ([] if browser else ["--no-browser"])
    with subprocess.Popen(command, env=safe_environment()) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # Ctrl-C reaches JupyterLab too, which asks before it ends
                continue
