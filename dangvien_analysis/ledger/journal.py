"""The journal of the ledger: what was accepted and what people decided, a line each.

It is only ever added to.  A head beside it keeps how many lines there are and their hash, so that
a line that was lost is told; the hash is of what the lines say, not of how a spreadsheet saved
them.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import LedgerError
from dangvien_analysis.files import write_bytes
from dangvien_analysis.text.lists import ListRow, appended, as_listed, parse_list

FIELDS = ("when", "what", "as_of", "revision", "content", "by", "why")
SEAL = "seal"
DECISIONS = {
    "freeze": "chốt",
    "reopen": "mở lại",
    "withdraw": "rút",
    SEAL: "chấp nhận sổ nhật ký như hiện có",
}
"""What people decide, with the words it is shown in."""
WHAT = {"import": "nhận", "same": "cùng số liệu", **DECISIONS}
"""What a line can say: besides, that a revision was written, or another file says the same."""
_BEFORE = "-truoc-"
HEAD = ".head.json"
"""What the name of the head ends in."""


@dataclass(frozen=True)
class Entry:
    """One line."""

    when: datetime  # The time, with its zone
    what: str  # A key of `WHAT`
    as_of: date  # The date it is about
    revision: int  # The revision that was current, or was written
    content: str  # The hash of what it says
    by: str  # Who and why, as given; of an import the file, of another file its name and hash
    why: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """Its cells, by column."""
        when = self.when.isoformat(timespec="seconds")
        about = (self.as_of.isoformat(), str(self.revision), self.content)
        cells = (when, self.what, *about, self.by, self.why)
        return dict(zip(FIELDS, (as_listed(" ".join(one.split())) for one in cells), strict=True))


class Journal:
    """The lines of a journal."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head = path.with_name(f"{path.stem}{HEAD}")
        self._read: tuple[object, bytes] = (None, b"")
        self._parsed: tuple[bytes, list[tuple[ListRow, Entry | None]]] = (b"", [])
        self._chained: tuple[object, list[str]] = (None, [])

    def entries(self) -> list[Entry]:
        """Read the lines that can be read.

        In the order they were written; a last line that was torn is none.
        """
        return [entry for _, entry in self._lines() if entry is not None]

    def faults(self) -> Iterator[str]:
        """Name the lines that cannot be read, or that are no longer there."""
        try:
            unread = [row.place for row, entry in self._lines() if entry is None]
        except LedgerError as error:
            yield str(error)
            return
        for place in unread:
            yield f"{place}: không đọc được."
        if unread:
            return
        noted = self._noted()
        if noted is None:
            if any(entry.what == "import" for entry in self.entries()):
                yield f"{self.head}: không còn; không biết sổ nhật ký có mất dòng cuối không."
        elif not isinstance(noted.get("lines"), int):
            yield f"{self.head}: không đọc được."
        elif not self.holds(noted):
            lines = noted["lines"]
            yield f"{self.path}: không còn đủ {lines} dòng như đã ghi, hoặc có dòng đã bị sửa."

    def holds(self, state: Mapping[str, Any]) -> bool:
        """Tell whether the journal still begins with the lines it had once.

        True when those lines are all there, as they were.
        """
        chain = self._chain()
        lines = state.get("lines")
        inside = isinstance(lines, int) and 0 <= lines < len(chain)
        return inside and chain[int(lines or 0)] == state.get("hash")

    def state(self) -> dict[str, Any]:
        """Give the number of lines and the hash of what they say."""
        chain = self._chain()
        return {"lines": len(chain) - 1, "hash": chain[-1]}

    def frozen(self, as_of: date) -> Entry | None:
        """Give the line that froze a date.

        None when the date was never frozen, or was opened again.
        """
        last = None
        for entry in self.entries():
            if entry.as_of == as_of and entry.what in ("freeze", "reopen"):
                last = entry
        return last if last is not None and last.what == "freeze" else None

    def named(self) -> dict[date, dict[int, str]]:
        """Give the revisions that the lines name, and what they said."""
        found: dict[date, dict[int, str]] = {}
        for entry in self.entries():
            if entry.what == SEAL:
                continue
            of_day = found.setdefault(entry.as_of, {})
            of_day[entry.revision] = entry.content
            if entry.what == "withdraw":
                del of_day[entry.revision]
        return found

    def highest(self, as_of: date) -> int:
        """Give the highest revision of a date that any line names."""
        numbers = (one.revision for one in self.entries() if one.as_of == as_of)
        return max(numbers, default=0)

    def withdrawn(self) -> set[tuple[date, int]]:
        """Give the revisions that were withdrawn."""
        return {(one.as_of, one.revision) for one in self.entries() if one.what == "withdraw"}

    def append(self, entry: Entry) -> None:
        """Write a line, and return when it is on the disk."""
        self.begin()
        content = self.path.read_bytes() if self.path.is_file() else b""
        write_bytes(self.path, appended(content, FIELDS, entry.texts), durable=True)
        self._note()

    def begin(self) -> None:
        """Write the head where there is none yet: from now on lines cannot get lost unseen."""
        if self._noted() is None:
            self._note()

    def mend(self) -> None:
        """Cut off a last line that was torn, and note what a killed command had written.

        The command that wrote the one never said done; the other is whole.
        """
        content = self._content()
        whole = self._whole(content)
        if whole != content:
            write_bytes(self.path, whole, durable=True)
        faults = list(self.faults())
        if not faults and self.entries() and self._noted() != self.state():
            self._note()

    def sealed_at(self) -> int:
        """Give how many lines there were when somebody last accepted them as they were."""
        entries = self.entries()
        return max((at for at, one in enumerate(entries, 1) if one.what == SEAL), default=0)

    def accept(self, seal: Entry, lost: Iterable[Entry]) -> Path | None:
        """Go on with the lines that can be read, because somebody decided so.

        Where the journal is kept as it was; None when there was none.
        """
        kept = None
        if self.path.is_file():
            kept = self.path.with_name(f"{self.path.stem}{_BEFORE}{seal.when:%Y%m%dT%H%M%S}.csv")
            write_bytes(kept, self.path.read_bytes(), durable=True)
        try:
            readable = self.entries()
        except LedgerError:
            readable = []
        texts = [entry.texts for entry in (*readable, *lost, seal)]
        write_bytes(self.path, appended(b"", FIELDS, *texts), durable=True)
        self._note()
        return kept

    def is_kept(self, name: str) -> bool:
        """Tell a journal that was kept as it was when somebody accepted what was left.

        True for one that `accept` wrote.
        """
        return name.startswith(f"{self.path.stem}{_BEFORE}")

    def _note(self) -> None:
        text = json.dumps(self.state(), indent=2)
        write_bytes(self.head, f"{text}\n".encode(), durable=True)

    def _noted(self) -> dict[str, Any] | None:
        """Give what the head says; None without one."""
        if not self.head.is_file():
            return None
        try:
            found = json.loads(self.head.read_bytes())
        except (ValueError, RecursionError):
            found = None
        return found if isinstance(found, dict) else {}

    def _chain(self) -> list[str]:
        """Hash the lines, each with those before it; the same lines once."""
        lines = self._lines()
        if self._chained[0] is not lines:
            chain = [_START]
            for entry in self.entries():
                said = "\x1f".join([chain[-1], *entry.texts.values()])
                chain.append(hashlib.sha256(said.encode()).hexdigest())
            self._chained = (lines, chain)
        return self._chained[1]

    def _content(self) -> bytes:
        """Give the file's bytes; one that nobody touched is read once."""
        if not self.path.is_file():
            return b""
        state = self.path.stat()
        touched = (state.st_ino, state.st_mtime_ns, state.st_size)
        if self._read[0] != touched:
            self._read = (touched, self.path.read_bytes())
        return self._read[1]

    def _lines(self) -> list[tuple[ListRow, Entry | None]]:
        """Give the lines; the same bytes are taken apart once."""
        content = self._content()
        if self._parsed[0] != content:
            self._parsed = (content, self._taken_apart(self._whole(content)))
        return self._parsed[1]

    def _taken_apart(self, content: bytes) -> list[tuple[ListRow, Entry | None]]:
        if not content.strip():
            return []
        rows = parse_list(self.path, content, FIELDS, error=LedgerError)
        return [(row, _entry(row)) for row in rows]

    def _whole(self, content: bytes) -> bytes:
        """Leave a torn last line out; one that an editor left without a line break is whole."""
        if content.endswith((b"\n", b"\r", b"\n\0", b"\r\0")) or not content:
            return content
        try:
            rows = parse_list(self.path, content, FIELDS, error=LedgerError)
            torn = bool(rows) and _entry(rows[-1]) is None
        except LedgerError:
            torn = True
        return content[: content.rfind(b"\n") + 1] if torn else content


_START = hashlib.sha256(b"").hexdigest()


def _entry(row: ListRow) -> Entry | None:
    cells = row.cells
    try:
        entry = Entry(
            datetime.fromisoformat(cells["when"]),
            cells["what"],
            row.day("as_of"),
            row.whole("revision"),
            cells["content"],
            cells["by"],
            cells["why"],
        )
    except ValueError:
        return None
    return entry if entry.what in WHAT else None
