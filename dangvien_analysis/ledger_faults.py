"""What of the ledger is not as it was written: a sentence a fault, with its file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dangvien_analysis.journal import Journal
from dangvien_analysis.revision import FORM, REVISION, Revision, day_of, faults_of, source_of

_CENTURIES = ("19", "20", "21")


def ledger_faults(
    root: Path, home: Path, journal: Journal, revisions: Sequence[Revision]
) -> Iterator[str]:
    """Look for what was changed or lost.

    Parameters
    ----------
    root, home : Path
        The folders of the ledger and of the project.
    journal : Journal
        Its journal.
    revisions : sequence of Revision
        Everything that lies there.

    Yields
    ------
    str
        A sentence with the file.
    """
    unread = list(journal.faults())
    yield from unread
    if not unread:
        yield from _journal_lost(journal, revisions)
        yield from _revisions_lost(root, journal)
    for one in revisions:
        yield from faults_of(one.folder)
        copy = home / one.file
        if one.content and "/" in one.file and not copy.is_file():
            yield (
                f"{copy}: bản đã nhận ({one.as_of} {one.name}) không còn; số liệu đã ghi vẫn dùng "
                "được."
            )
    yield from _strangers(root, journal)


def listed(one: Revision, named: Mapping[int, str]) -> bool:
    """Tell whether the journal names a revision.

    Parameters
    ----------
    one : Revision
        A revision that was not withdrawn.
    named : mapping of int to str
        As `Journal.named` gives it for its day.

    Returns
    -------
    bool
        True too for those of form 1, which were not named.
    """
    return one.form < FORM or one.number in named


def _journal_lost(journal: Journal, revisions: Sequence[Revision]) -> Iterator[str]:
    """Tell revisions that the journal should name and does not, and a head that is gone."""
    named, withdrawn = journal.named(), journal.withdrawn()
    for one in revisions:
        gone = (one.as_of, one.number) in withdrawn
        if not gone and not listed(one, named.get(one.as_of, {})):
            yield f"{journal.path}: không có dòng nhận {one.name} của {one.as_of}."
        known = one.source.get("journal")
        if isinstance(known, dict) and not journal.holds(known):
            yield f"{journal.path}: thiếu những dòng đã có khi ghi {one.folder}."
    if journal.headless:
        yield f"{journal.head}: không còn; không biết sổ nhật ký có mất dòng cuối không."


def _revisions_lost(root: Path, journal: Journal) -> Iterator[str]:
    """Tell revisions that the journal names and that are gone, or are others by now."""
    for day, numbers in journal.named().items():
        for number, content in numbers.items():
            folder = root / day.isoformat() / f"r{number}"
            if not folder.is_dir():
                yield f"{folder}: sổ nhật ký có bản này nhưng thư mục không còn."
            elif source_of(folder)["content"] not in ("", content):
                yield f"{folder}: nội dung khác với lúc ghi vào sổ nhật ký."


def _strangers(root: Path, journal: Journal) -> Iterator[str]:
    """Name what looks like a part of the ledger and is none, as sync programs leave it."""
    own = {journal.path.name, journal.head.name}
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        strange = [path]
        if path.is_dir() and day_of(path.name):
            parts = sorted(path.iterdir())
            strange = [one for one in parts if not (REVISION.fullmatch(one.name) and one.is_dir())]
        elif path.name in own or not path.name.startswith((journal.path.stem, *_CENTURIES)):
            continue
        for one in strange:
            yield f"{one}: không phải do chương trình ghi; không được dùng."
