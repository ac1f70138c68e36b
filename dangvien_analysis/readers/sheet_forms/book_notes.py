"""What hangs on a sheet of an .xlsx file: the words of comments, and its tables."""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

from dangvien_analysis.readers.office_files.part_names import INDEX_BYTES
from dangvien_analysis.readers.sheet_forms.book_markup import TableParts, area, place
from dangvien_analysis.readers.sheet_forms.cell_forms import CellPlace
from dangvien_analysis.readers.sheet_forms.rich_texts import RunReader
from dangvien_analysis.readers.sheet_forms.simple_markup import (
    Attributes,
    Ends,
    Starts,
    is_on,
    walk,
)

_THREAD = "tc="
"""How the author is called of a comment that only repeats one of a conversation."""
_REPEATED = re.compile(r"\A\[[^\]\n]{1,80}\]\s.*?linkid=\d+\s*[^\n]*:\n\s*", re.DOTALL)
_FILTERS = ("filters", "customFilters", "top10", "dynamicFilter", "colorFilter", "iconFilter")


def linked(
    members: Mapping[str, bytes], sheet: str, links_part: str
) -> Iterator[tuple[str, bytes]]:
    """Give the parts that a sheet leads to, with their kinds."""
    links = members.get(links_part, b"")
    if not links or len(links) > INDEX_BYTES:
        return
    known = {name.lower(): name for name in members}
    for link in ElementTree.fromstring(links):
        target = link.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else join(dirname(sheet), target)
        found = known.get(normpath(path).lower())
        if found:
            yield link.get("Type", "").rpartition("/")[2], members[found]


def notes(parts: list[tuple[str, bytes]]) -> dict[CellPlace, str]:
    """Give the words of comments by their cells."""
    reader = _NoteReader(threads=any(kind == "threadedComment" for kind, _ in parts))
    for kind, content in parts:
        if kind in ("comments", "threadedComment"):
            walk(content, reader.starts(), reader.ends(), reader.letters)
    return {where: "\n".join(words) for where, words in reader.found.items()}


class _NoteReader:
    """Follows the markup of comments."""

    def __init__(self, *, threads: bool) -> None:
        self.found: dict[CellPlace, list[str]] = {}
        self._threads = threads
        self._runs = RunReader({})
        self._authors: list[str] = []
        self._note: Attributes = {}
        self._letters: list[str] | None = None

    def starts(self) -> Starts:
        """Tell what to call where an element begins."""
        return {
            **self._runs.starts(),
            "author": self._begin,
            "comment": self._comment,
            "threadedComment": self._comment,
            "text": self._begin,
        }

    def ends(self) -> Ends:
        """Tell what to call where an element ends."""
        return {
            **self._runs.ends(),
            "author": lambda: self._authors.append("".join(self._letters or ())),
            "comment": self._end_comment,
            "text": self._end_text,
        }

    def letters(self, text: str) -> None:
        """Take note of letters."""
        self._runs.letters(text)
        if self._letters is not None:
            self._letters.append(text)

    def _begin(self, _: Attributes) -> None:
        self._letters = []

    def _comment(self, attributes: Attributes) -> None:
        self._note = attributes
        self._runs.clear()

    def _end_text(self) -> None:
        if "authorId" not in self._note:
            self._add("".join(self._letters or ()))
        self._letters = None

    def _end_comment(self) -> None:
        number = self._note.get("authorId", "")
        at = int(number) if number.isdecimal() and len(number) < 9 else -1  # noqa: PLR2004
        author = self._authors[at] if 0 <= at < len(self._authors) else ""
        words = "".join(one.text for one in self._runs.runs)
        if author.startswith(_THREAD):
            if self._threads:
                return
            words = _REPEATED.sub("", words, count=1)
        elif author and words.startswith(f"{author}:"):
            # Excel begins a comment with who writes it.
            words = words[len(author) + 1 :]
        self._add(words)

    def _add(self, words: str) -> None:
        where = place(self._note.get("ref", ""))
        if where and words.strip():
            self.found.setdefault(where, []).append(words.strip())


def table_parts(parts: list[tuple[str, bytes]]) -> TableParts:
    """Give what the tables on a sheet say of its rows."""
    found = TableParts()
    for kind, content in parts:
        if kind == "table":
            _add_table(content, found)
    return found


def _add_table(content: bytes, found: TableParts) -> None:
    """Read one table."""
    heads: list[Attributes] = []
    ranges: list[Attributes] = []
    active: list[Attributes] = []
    starts: Starts = {"table": heads.append, "autoFilter": ranges.append}
    starts |= dict.fromkeys(_FILTERS, active.append)
    walk(content, starts, {})
    whole = area(heads[0].get("ref", "")) if heads else None
    if whole is None:
        return
    (top, left), (low, right) = whole
    if is_on(heads[0], "headerRowCount"):
        found.headed.append(((top, left), (top, right)))
    if is_on(heads[0], "totalsRowCount", usual=False):
        found.headed.append(((low, left), (low, right)))
    filtered = area(ranges[0].get("ref", "")) if ranges and active else None
    if filtered:
        found.filtered.append(filtered)
