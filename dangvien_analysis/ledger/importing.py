"""A received file -> a revision of the ledger, and a copy of it in data/raw."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from dangvien_analysis.document.sidecar import read_sidecar, sidecar_path
from dangvien_analysis.errors import LedgerError, ReadError
from dangvien_analysis.files import sha256_of, write_bytes
from dangvien_analysis.intake.headings.refusals import people_left_out
from dangvien_analysis.intake.received import LISTED, MANIFEST, listed_hashes, state
from dangvien_analysis.ledger.ledger import Added, Ledger
from dangvien_analysis.ledger.revision import same_bytes
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.snapshot import Snapshot, read_kept
from dangvien_analysis.text.lists import append_row
from dangvien_analysis.text.numbers import format_date
from dangvien_analysis.text.years import within_reason, years_within_reason

_LONGEST = 120
"""Letters of a received file's name that are kept, its ending included."""


def import_file(
    path: Path,
    settings: Settings,
    *,
    as_of: date | None = None,
    now: datetime,
    again: bool = False,
    sheet: str | None = None,
) -> tuple[Snapshot, Added]:
    """Check a file, keep it as it came, and accept it as a revision.

    Raises LedgerError when it holds a table about people, its date is not known or frozen with
    other figures, the ledger has had its content before newer one, or the file beside it names
    another day; nothing is changed then.
    """
    snapshot, content = read_kept(path, as_of=as_of, settings=settings, sheet=sheet)
    _refuse_people(path, snapshot)
    if snapshot.as_of is None:
        raise LedgerError(
            f"{path.name} không ghi số liệu tính đến ngày nào; hãy thêm --as-of, ví dụ --as-of "
            "2023-09-13."
        )
    if not within_reason(snapshot.as_of):
        raise LedgerError(
            f"{path.name}: số liệu đến {format_date(snapshot.as_of)}, năm phải "
            f"{years_within_reason()}; không ghi vào sổ. Văn bản ghi sai thì thêm --as-of NGÀY."
        )
    with Ledger(settings).locked() as ledger:
        current = ledger.current(snapshot.as_of)
        asked = sheet is None or (current is not None and current.sheet == snapshot.source.sheet)
        if current is not None and not again and asked and same_bytes(current, snapshot):
            # However this release reads them: the accepted figures stand.
            return snapshot, Added(current, new=False)
        keep = None
        if ledger.known(snapshot, again=again) is None:
            keep = _keeping(snapshot, content, as_of, ledger.next_number(snapshot.as_of))
            snapshot = replace(snapshot, source=replace(snapshot.source, path=keep.copy))
        try:
            publish = keep.publish if keep else None
            added = ledger.add(snapshot, now=now, again=again, publish=publish)
        except OSError:
            if keep is not None:
                keep.undo()
            raise
        if keep is not None:
            keep.list()
        return snapshot, added


def _refuse_people(path: Path, snapshot: Snapshot) -> None:
    """Refuse to keep a file with a table about people, which was left unread."""
    if people := people_left_out(snapshot.findings):
        raise LedgerError(f"{path.name}: {people}")


@dataclass(frozen=True)
class _Keeping:
    """How a received file is kept: nothing of it is seen before its revision appears."""

    copy: Path
    content: bytes | None
    beside: str
    made: set[Path] = field(default_factory=set)

    def publish(self) -> None:
        """Put the file and what stands beside it in their place; one that lies there stays."""
        if self.content is None:
            return
        if self.beside:
            self._write(sidecar_path(self.copy), self.beside.encode("utf-8"))
        self._write(self.copy, self.content)

    def _write(self, path: Path, content: bytes) -> None:
        if path.is_file() and path.read_bytes() == content:
            return
        if not path.exists():
            self.made.add(path)
        write_bytes(path, content, durable=True)

    def undo(self) -> None:
        """Take away what was put there; nothing that was there before."""
        for path in self.made:
            path.unlink(missing_ok=True)

    def list(self) -> None:
        """Add the files to the manifest; of a folder that has none, only what was put there."""
        there = [one for one in (self.copy, sidecar_path(self.copy)) if one.is_file()]
        if self.content is None:
            there = [one for one in there if state(one) == "unlisted"]
        _list(self.copy.parent, there)


def _keeping(snapshot: Snapshot, content: bytes, as_of: date | None, number: int) -> _Keeping:
    """Find the place in data/raw for the bytes that were read and what stands beside the file."""
    source, raw = snapshot.source.path.resolve(), snapshot.settings.raw
    if source.parent == raw.resolve():
        if sha256_of(source) != snapshot.source.sha256:
            raise LedgerError(f"{source.name}: tệp vừa bị thay đổi trong khi đọc; hãy làm lại.")
        return _Keeping(snapshot.source.path, None, "")
    beside = sidecar_path(source)
    said = read_sidecar(source).as_of if beside.is_file() else None
    if as_of is not None and said not in (None, as_of):
        raise LedgerError(
            f"{beside.name} ghi số liệu đến {format_date(said)}, --as-of ghi "
            f"{format_date(as_of)}; hãy sửa một trong hai."
        )
    raw.mkdir(parents=True, exist_ok=True)
    copy = _free(raw, f"{snapshot.as_of}_r{number}_{_short(source)}", snapshot.source.sha256)
    text = beside.read_text(encoding="utf-8-sig") if beside.is_file() else ""
    if as_of is not None and said is None:
        text = _with_day(text, as_of)
    return _Keeping(copy, content, text)


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
    for name, digest in hashes.items():
        # Some systems keep the letters of names taken apart; the list has them whole.
        if listed.get(unicodedata.normalize("NFC", name)) != digest:
            append_row(path, LISTED, {"file": name, "sha256": digest}, error=ReadError)
