"""What of the ledger is not as it was written: a sentence a fault, with its file."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from dangvien_analysis.errors import LedgerError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.intake.received import received_files
from dangvien_analysis.ledger.journal import Entry, Journal
from dangvien_analysis.ledger.revision import FORM, Revision, day_of, faults_of, passing, source_of
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.text.patterns import pattern

_CENTURIES = ("19", "20", "21")
# How `importing` names what it keeps.
_KEPT = pattern(r"(\d{4}-\d\d-\d\d)_(r[1-9]\d*)_")


def ledger_faults(
    root: Path, settings: Settings, journal: Journal, revisions: Sequence[Revision]
) -> Iterator[str]:
    """Look for what was changed or lost."""
    yield from journal.faults()
    if _entries(journal) is not None:
        yield from _journal_lost(journal, revisions)
        yield from _revisions_lost(root, journal, {one.folder for one in revisions})
    for one in revisions:
        yield from faults_of(one.folder)
        yield from _copy_lost(one, settings)
    yield from _strangers(root, journal, {one.folder for one in revisions})
    yield from _not_taken(settings, journal, revisions)


def _copy_lost(one: Revision, settings: Settings) -> Iterator[str]:
    """Tell that the file a revision came from is gone or changed in data/raw."""
    copy = settings.root / one.file
    if not one.content or "/" not in one.file:
        return
    kept = sha256_of(copy) == one.source["sha256"] if copy.is_file() else None
    if not kept:
        state = "không còn" if kept is None else "đã bị sửa"
        what = f"bản đã nhận ({one.as_of} {one.name}) {state}"
        yield f"{copy}: {what}; số liệu đã ghi vẫn dùng được."


def _not_taken(
    settings: Settings, journal: Journal, revisions: Sequence[Revision]
) -> Iterator[str]:
    """Tell received copies, by the name they were given, that the ledger knows nothing of."""
    known = {(one.as_of.isoformat(), one.name) for one in revisions}
    known |= {(entry.as_of.isoformat(), f"r{entry.revision}") for entry in _entries(journal) or ()}
    for path in received_files(settings.raw):
        match = _KEPT.match(path.name)
        if match and match.groups() not in known:
            yield f"{path}: bản đã nhận, nhưng sổ số liệu không có {match[1]} {match[2]}."


def _entries(journal: Journal) -> list[Entry] | None:
    try:
        return journal.entries()
    except LedgerError:
        return None


def listed(one: Revision, named: Mapping[int, str]) -> bool:
    """Tell whether the journal names a revision.

    True too for those of form 1, which were not named.
    """
    return one.form < FORM or one.number in named


def _journal_lost(journal: Journal, revisions: Sequence[Revision]) -> Iterator[str]:
    """Tell revisions that the journal should name and does not."""
    named = journal.named()
    for one in revisions:
        if not listed(one, named.get(one.as_of, {})):
            yield f"{journal.path}: không có dòng nhận {one.name} của {one.as_of}."
        known = one.source.get("journal")
        # Who accepted what was left knows that lines before it are gone.
        if not isinstance(known, dict) or known.get("lines", 0) < journal.sealed_at():
            continue
        if not journal.holds(known):
            yield f"{journal.path}: thiếu những dòng đã có khi ghi {one.folder}."


def _revisions_lost(root: Path, journal: Journal, known: Collection[Path]) -> Iterator[str]:
    """Tell revisions that the journal names and that are gone, or are others by now."""
    for day, numbers in journal.named().items():
        for number, content in numbers.items():
            folder = root / day.isoformat() / f"r{number}"
            if not folder.is_dir():
                yield f"{folder}: sổ nhật ký có bản này nhưng thư mục không còn."
            elif folder not in known:
                yield f"{folder}: là bản sao của bản khác; không được dùng."
            elif source_of(folder)["content"] not in ("", content):
                yield f"{folder}: nội dung khác với lúc ghi vào sổ nhật ký."


def _strangers(root: Path, journal: Journal, known: Collection[Path]) -> Iterator[str]:
    """Name what looks like a part of the ledger and is none, as sync programs leave it."""
    own = {journal.path.name, journal.head.name}
    gone = {root / one.as_of.isoformat() / f"r{one.revision}" for one in _entries(journal) or ()}
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        strange = [path]
        if path.is_dir() and day_of(path.name):
            parts = sorted(one for one in path.iterdir() if not passing(one.name))
            strange = [one for one in parts if one not in known and one not in gone]
        elif path.name in own or journal.is_kept(path.name) or not _alike(path.name, journal):
            continue
        for one in strange:
            yield f"{one}: không phải do chương trình ghi; không được dùng."


def _alike(name: str, journal: Journal) -> bool:
    """Tell whether a name begins like that of a journal or of a day."""
    return name.startswith((journal.path.stem, *_CENTURIES))
