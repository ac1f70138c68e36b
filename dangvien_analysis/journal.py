"""The journal of the ledger: what people decided, a line each, only ever appended to."""

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dangvien_analysis.errors import LedgerError
from dangvien_analysis.files import sync
from dangvien_analysis.text.cells import guarded, unguarded

FIELDS = ("when", "what", "as_of", "revision", "content", "by", "why")
WHAT = {"freeze": "chốt", "reopen": "mở lại", "withdraw": "rút"}
"""What can be decided, with the words it is shown in."""


@dataclass(frozen=True)
class Entry:
    """One line.

    Parameters
    ----------
    when : datetime.datetime
        The time, with its zone.
    what : str
        ``freeze``, ``reopen`` or ``withdraw``.
    as_of : datetime.date
        The date it is about.
    revision : int
        The revision that was current.
    content : str
        The hash of what it says.
    by, why : str
        Who and why, as given.
    """

    when: datetime
    what: str
    as_of: date
    revision: int
    content: str
    by: str
    why: str = ""


class Journal:
    """The lines of a journal.

    Parameters
    ----------
    path : Path
        Its file; it may be missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[Entry]:
        """Read the lines that can be read.

        Returns
        -------
        list of Entry
            In the order they were written; a last line that was torn is none.

        Raises
        ------
        LedgerError
            When the file is not UTF-8.
        """
        return [entry for _, entry in self._lines() if entry is not None]

    def faults(self) -> Iterator[str]:
        """Name the lines that cannot be read.

        Yields
        ------
        str
            A sentence with the file and the line.
        """
        for number, entry in self._lines():
            if entry is None:
                yield f"{self.path} dòng {number}: không đọc được."

    def frozen(self, as_of: date) -> Entry | None:
        """Give the line that froze a date.

        Parameters
        ----------
        as_of : datetime.date
            The date.

        Returns
        -------
        Entry or None
            None when the date was never frozen, or was opened again.
        """
        last = None
        for entry in self.entries():
            if entry.as_of == as_of and entry.what in ("freeze", "reopen"):
                last = entry
        return last if last is not None and last.what == "freeze" else None

    def withdrawn(self, as_of: date) -> set[int]:
        """Give the revisions of a date that were withdrawn.

        Parameters
        ----------
        as_of : datetime.date
            The date.

        Returns
        -------
        set of int
            Their numbers.
        """
        return {
            entry.revision
            for entry in self.entries()
            if entry.as_of == as_of and entry.what == "withdraw"
        }

    def append(self, entry: Entry) -> None:
        """Write a line, and return when it is on the disk.

        Parameters
        ----------
        entry : Entry
            The line.
        """
        texts = [
            entry.when.isoformat(timespec="seconds"),
            entry.what,
            entry.as_of.isoformat(),
            str(entry.revision),
            entry.content,
            *(guarded(" ".join(text.split())) for text in (entry.by, entry.why)),
        ]
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        if not self.path.is_file() or not self.path.stat().st_size:
            writer.writerow(FIELDS)
        writer.writerow(texts)
        with self.path.open("ab") as file:
            file.write(stream.getvalue().encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        sync(self.path.parent)

    def mend(self) -> None:
        """Cut off a last line that was torn: the command that wrote it never said done."""
        if not self.path.is_file():
            return
        content = self.path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
                file.flush()
                os.fsync(file.fileno())

    def _lines(self) -> Iterator[tuple[int, Entry | None]]:
        if not self.path.is_file():
            return
        content = self.path.read_bytes()
        try:
            text = content[: content.rfind(b"\n") + 1].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise LedgerError(f"{self.path}: phải là bảng mã UTF-8 ({error}).") from error
        rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
        if rows.fieldnames is not None and tuple(rows.fieldnames) != FIELDS:
            yield 1, None
            return
        for row in rows:
            yield rows.line_num, _entry(row)


def _entry(row: dict[str, str]) -> Entry | None:
    try:
        entry = Entry(
            datetime.fromisoformat(row["when"]),
            row["what"],
            date.fromisoformat(row["as_of"]),
            int(row["revision"]),
            row["content"],
            unguarded(row["by"]),
            unguarded(row["why"]),
        )
    except (ValueError, TypeError):
        return None
    return entry if entry.what in WHAT else None
