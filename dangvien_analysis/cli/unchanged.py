"""Whether a pack would come out as it already lies there: a fingerprint of all it is made from."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dangvien_analysis.document.sidecar import sidecar_path
from dangvien_analysis.files import sha256_of
from dangvien_analysis.gather.tasks import FILE as TASKS
from dangvien_analysis.intake.received import MANIFEST as RECEIVED
from dangvien_analysis.ledger.ledger import JOURNAL
from dangvien_analysis.ledger.revision import SOURCE
from dangvien_analysis.office.settings import FILE_NAME, Settings
from dangvien_analysis.pack.beside import MANIFEST
from dangvien_analysis.readers.office_files.legacy import find_office

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Request:
    """What a pack is asked for with."""

    path: Path  # The received file
    as_of: date | None = None  # The day of its figures, where it was typed
    day: date | None = None  # The date of the Word report
    pdf: bool = True  # Whether a PDF is wanted


def fingerprint(settings: Settings, request: Request, figures: str) -> str:
    """Hash everything that a pack is made from."""
    files = [
        *(request.path, sidecar_path(request.path), request.path.parent / RECEIVED),
        *(settings.root / FILE_NAME, *_state_files(settings)),
        *(path for path in sorted(settings.reports.glob(f"*/{TASKS}")) if _before(path, figures)),
    ]
    with_pdf = request.pdf and find_office() is not None
    asked = [request.path.name, str(request.as_of), str(request.day), str(with_pdf)]
    text = json.dumps([asked, list(_hashed(files)), list(_package())])
    return hashlib.sha256(text.encode()).hexdigest()


def _state_files(settings: Settings) -> list[Path]:
    reference = (
        *(settings.register, settings.aliases, settings.settled),
        *(settings.unit_changes, settings.holidays),
    )
    sources = sorted(settings.processed.glob(f"*/r*/{SOURCE}"))
    return [*reference, settings.processed / JOURNAL, *sources]


def _before(path: Path, figures: str) -> bool:
    return path.parent.name[: len(figures)] < figures


def _hashed(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in files:
        yield str(path), sha256_of(path) if path.is_file() else ""


def _package() -> Iterator[tuple[str, ...]]:
    """Tell the package and its libraries apart from other versions of them."""
    for name in ("pandas", "matplotlib", "seaborn", "python-docx", "XlsxWriter"):
        yield name, version(name)
    for path in sorted(_PACKAGE.rglob("*.py")):
        state = path.stat()
        yield path.relative_to(_PACKAGE).as_posix(), str(state.st_size), str(state.st_mtime_ns)


def already_made(settings: Settings, request: Request) -> Path | None:
    """Find a pack that was made from the same and lies there as it was written.

    Its folder; None when something has changed, in what it is made from or in the pack.
    """
    for path in sorted(settings.reports.glob(f"*/{MANIFEST}")):
        made = _read(path)
        figures = (made.get("input") or {}).get("as_of")
        known = made.get("fingerprint")
        if not known or not figures or known != fingerprint(settings, request, figures):
            continue
        files = made.get("files") or {}
        folder = path.parent
        if all((folder / name).is_file() for name in files) and all(
            sha256_of(folder / name) == digest for name, digest in files.items()
        ):
            return folder
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def result_of(folder: Path) -> str:
    """Give the result of a pack that lies there.

    Gives the sentence its manifest has; empty without one.
    """
    return str(_read(folder / MANIFEST).get("result") or "")
