"""A received file -> a revision of the ledger, and a copy of it in data/raw."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from dangvien_analysis.errors import LedgerError
from dangvien_analysis.files import sha256_of, sync, write_text
from dangvien_analysis.intake.received import MANIFEST, listed_hashes
from dangvien_analysis.intake.sidecar import read_sidecar, sidecar_path
from dangvien_analysis.ledger import Added, Ledger
from dangvien_analysis.settings import Settings
from dangvien_analysis.snapshot import Snapshot, read
from dangvien_analysis.text.numbers import format_date

_BESIDE = "-new"
_LONGEST = 120
"""Letters of a received file's name that are kept, its ending included."""


def import_file(
    path: Path, settings: Settings, *, as_of: date | None = None, now: datetime
) -> tuple[Snapshot, Added]:
    """Check a file, keep it as it came, and accept it as a revision.

    Parameters
    ----------
    path : Path
        The file; one that lies in data/raw already stays where it is.
    settings : Settings
        The project.
    as_of : datetime.date, optional
        The day the figures run to, when the file does not say it.
    now : datetime.datetime
        The time, with its zone.

    Returns
    -------
    tuple
        The snapshot, and what became of it.

    Raises
    ------
    ReadError
        When the file cannot be read as a table.
    LedgerError
        When its date is not known or frozen with other figures, or the file beside it names
        another day; nothing is changed then.
    """
    snapshot = read(path, as_of=as_of, settings=settings)
    if snapshot.as_of is None:
        raise LedgerError(
            f"{path.name} không ghi số liệu tính đến ngày nào; hãy thêm --as-of, ví dụ --as-of "
            "2023-09-13."
        )
    with Ledger(settings).locked() as ledger:
        known = ledger.known(snapshot)
        if known is not None:
            return snapshot, Added(known, new=False)
        snapshot = _kept(snapshot, as_of, ledger.next_number(snapshot.as_of))
        return snapshot, ledger.add(snapshot, now=now)


def _kept(snapshot: Snapshot, as_of: date | None, number: int) -> Snapshot:
    """Copy the file and what stands beside it into data/raw, and list them."""
    source, raw = snapshot.source.path.resolve(), snapshot.settings.raw
    if source.parent == raw.resolve():
        return snapshot
    beside = sidecar_path(source)
    said = read_sidecar(source).as_of if beside.is_file() else None
    if as_of is not None and said not in (None, as_of):
        raise LedgerError(
            f"{beside.name} ghi số liệu đến {format_date(said)}, --as-of ghi "
            f"{format_date(as_of)}; hãy sửa một trong hai."
        )
    raw.mkdir(parents=True, exist_ok=True)
    for left in raw.glob(f".*{_BESIDE}"):  # by a command that was killed
        left.unlink()
    copy = _free(raw, f"{snapshot.as_of}_r{number}_{_short(source)}", snapshot.source.sha256)
    if not copy.is_file():
        _copied(source, copy)
    text = beside.read_text(encoding="utf-8-sig") if beside.is_file() else ""
    if as_of is not None and said is None:
        text = _with_day(text, as_of)
    if text:
        write_text(sidecar_path(copy), text)
    _list(raw, [path for path in (copy, sidecar_path(copy)) if path.is_file()])
    return replace(snapshot, source=replace(snapshot.source, path=copy))


def _short(path: Path) -> str:
    room = max(_LONGEST - len(path.suffix), 1)
    return f"{path.stem[:room]}{path.suffix}"


def _free(folder: Path, name: str, sha256: str) -> Path:
    """Find a name that is free, or taken by these bytes: a killed command had copied them."""
    path, number = folder / name, 1
    while path.exists() and (not path.is_file() or sha256_of(path) != sha256):
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path


def _copied(source: Path, copy: Path) -> None:
    """Copy beside and rename, so that no half of a file is ever there."""
    beside = copy.with_name(f".{copy.name}{_BESIDE}")
    try:
        shutil.copyfile(source, beside)
        sync(beside)
        beside.replace(copy)
    finally:
        beside.unlink(missing_ok=True)


def _with_day(text: str, as_of: date) -> str:
    """Write the day into what stands beside a table."""
    line = f"as_of = {as_of.isoformat()}\n"
    if "[figures]\n" in text:
        return text.replace("[figures]\n", f"[figures]\n{line}", 1)
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}[figures]\n{line}"


def _list(folder: Path, files: list[Path]) -> None:
    """Add files to the manifest of their folder."""
    path = folder / MANIFEST
    hashes = {one.name: sha256_of(one) for one in files}
    listed = listed_hashes(folder)
    new = {name: one for name, one in hashes.items() if listed.get(name) != one}
    old = path.read_bytes().decode("utf-8-sig") if path.is_file() else "file,sha256\n"
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(new.items())
    write_text(path, old + ("" if old.endswith("\n") else "\n") + lines.getvalue())
