"""The ledger: accepted figures of each date in immutable revisions, frozen or not.

``data/processed/<as_of>/r1``, ``r2``, … are the truth, and the highest that was not withdrawn is
current. A revision is written beside and appears by one rename. What people decide about one
(freeze, reopen, withdraw) is a line of ``journal.csv``, which is only ever appended to.
"""

import errno
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from dangvien_analysis.columns import NUMBERS
from dangvien_analysis.errors import LedgerError
from dangvien_analysis.findings import count_by_severity
from dangvien_analysis.ledger.faults import ledger_faults, listed
from dangvien_analysis.ledger.journal import DECISIONS, SEAL, Entry, Journal
from dangvien_analysis.ledger.locking import held
from dangvien_analysis.ledger.revision import (
    BESIDE,
    FORM,
    REVISION,
    Revision,
    day_of,
    faults_of,
    is_copy,
    is_table_of,
    says_the_same,
    source_of,
    write_revision,
)
from dangvien_analysis.office.register import Register, read_register, renamed, with_aliases
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.office.settled import Settlement, apply_settled, read_settled
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import format_date

JOURNAL, LOCK = "journal.csv", ".lock"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PATIENCE = 10.0
_GO_ON = (
    "Hãy khôi phục từ bản sao trước khi làm tiếp. Không có bản sao thì xem dangvien verify, rồi "
    'chấp nhận phần còn lại: dangvien verify --accept "LÝ DO" --by "NGƯỜI".'
)
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


class Decided(NamedTuple):
    """A revision with everything that the office decided about it until today."""

    # Its units under the names accepted by now, with the figures of the table, and with the counts
    # accepted by now
    printed: pd.DataFrame
    units: pd.DataFrame
    findings: pd.DataFrame  # As ``Snapshot.findings``
    stated: pd.Series  # As ``Snapshot.stated``


@dataclass(frozen=True)
class Added:
    """What became of a table that was offered."""

    revision: Revision  # Where it stands
    new: bool  # Whether it is a new revision; the same content again is none
    warnings: tuple[str, ...] = ()  # What a person should look at


class Ledger:
    """The ledger of a project."""

    def __init__(self, settings: Settings) -> None:
        self.root = settings.processed
        self.journal = Journal(self.root / JOURNAL)
        self.settings = settings

    @contextmanager
    def locked(self) -> Iterator["Ledger"]:
        """Hold the ledger alone, and clear what a killed command left beside."""
        self.root.mkdir(parents=True, exist_ok=True)
        with held(self.root / LOCK, patience=_PATIENCE):
            self._clear()
            yield self

    @contextmanager
    def reading(self) -> Iterator["Ledger"]:
        """Hold the ledger while it is read, where there is one and it can be held.

        This one. A folder that is not there is not made, and one that may only be read is read
        without holding it.
        """
        with ExitStack() as stack:
            # Where nothing was accepted there is nothing to hold, and nothing is made.
            if self.root.is_dir() and (self.journal.path.is_file() or self._days()):
                try:
                    stack.enter_context(self.locked())
                except OSError as error:
                    if error.errno not in _READ_ONLY:
                        raise
            yield self

    def dates(self) -> list[date]:
        """List the dates that have a revision in force, or had one that is gone."""
        named = {day for day, numbers in self._named().items() if numbers}
        standing = (
            day for day in self._days() if any(not one.withdrawn for one in self.revisions(day))
        )
        return sorted({*standing, *named})

    def _named(self) -> dict[date, dict[int, str]]:
        """Give what the journal names, as far as it can be read."""
        try:
            return self.journal.named()
        except LedgerError:
            return {}

    def _days(self) -> list[date]:
        """Days that have a folder, rising."""
        if not self.root.is_dir():
            return []
        found = [day_of(path.name) for path in self.root.iterdir() if path.is_dir()]
        return sorted(day for day in found if day is not None)

    def currents(self) -> list[Revision]:
        """Give the revision in force of every date that has one."""
        self._trusted()
        named, withdrawn = self.journal.named(), self.journal.withdrawn()
        days = sorted({*self._days(), *(day for day, numbers in named.items() if numbers)})
        standing = (self._standing(day, named.get(day, {}), withdrawn) for day in days)
        found = [one for one in standing if one is not None]
        self._journal_there(found)
        return found

    def _standing(
        self, day: date, named: Mapping[int, str], withdrawn: Collection[tuple[date, int]]
    ) -> Revision | None:
        """Give the highest revision that was not withdrawn.

        The journal and the revisions name each other: where one lacks the other, nothing is used.
        """
        numbers = {number for of, number in withdrawn if of == day}
        standing = [one for one in self._revisions(day, numbers) if not one.withdrawn]
        current = standing[-1] if standing else None
        lost = max(set(named) - {one.number for one in standing}, default=0)
        if lost > (current.number if current else 0):
            raise LedgerError(self._gone(day, lost))
        if current is not None and not listed(current, named):
            raise LedgerError(
                f"{self.journal.path}: không có dòng nhận {current.name} của "
                f"{format_date(day)}. {_GO_ON}"
            )
        frozen = self.journal.frozen(day)
        if (
            current
            and frozen
            and (current.number, current.content or frozen.content)
            != (
                frozen.revision,
                frozen.content,
            )
        ):
            raise LedgerError(
                f"{current.folder}: ngày {format_date(day)} đã chốt ở r{frozen.revision} "
                f"({frozen.by}), bản này khác; hãy chuyển thư mục này ra ngoài hoặc khôi phục từ "
                "bản sao (dangvien verify)."
            )
        return current

    def _gone(self, day: date, number: int) -> str:
        """Say that a revision is gone, and how to go on without it."""
        frozen = self.journal.frozen(day)
        first = f'dangvien reopen {day} --by "…" --reason "…", rồi ' if frozen else ""
        return (
            f"{self.root / day.isoformat() / f'r{number}'}: bản này của {format_date(day)} có "
            "trong sổ nhật ký nhưng thư mục không còn; hãy khôi phục từ bản sao. Không có bản sao "
            f'thì rút bản này: {first}dangvien withdraw {day} --by "…" --reason "…".'
        )

    def revisions(self, as_of: date) -> list[Revision]:
        """List the revisions of a date."""
        return self._revisions(
            as_of, {number for day, number in self._withdrawn() if day == as_of}
        )

    def _withdrawn(self) -> set[tuple[date, int]]:
        """Give what was withdrawn, as far as the journal can be read."""
        try:
            return self.journal.withdrawn()
        except LedgerError:
            return set()

    def _revisions(self, as_of: date, withdrawn: Collection[int]) -> list[Revision]:
        folder = self.root / as_of.isoformat()
        if not folder.is_dir():
            return []
        numbers = sorted(
            int(match[1])
            for path in folder.iterdir()
            if (match := REVISION.fullmatch(path.name)) and path.is_dir()
        )
        found: list[Revision] = []
        for number in numbers:
            place = folder / f"r{number}"
            one = Revision(as_of, number, place, source_of(place), number in withdrawn)
            # A copy of another one says so itself; it is told by `verify`, and never used.
            if not is_copy(one, found):
                found.append(one)
        return found

    def current(self, as_of: date) -> Revision | None:
        """Give the revision in force for a date."""
        self._trusted()
        named = self.journal.named().get(as_of, {})
        return self._standing(as_of, named, self.journal.withdrawn())

    def latest(self) -> Revision | None:
        """Give the revision in force of the latest date.

        None when nothing was accepted.
        """
        found = self.currents()
        return found[-1] if found else None

    def frozen(self, as_of: date) -> Entry | None:
        """Tell whether a date is frozen.

        Gives the line that froze it; None when it is open.
        """
        self._trusted()
        self._journal_there(self._revisions(as_of, ()))
        return self.journal.frozen(as_of)

    def _trusted(self) -> None:
        """Refuse to go on with a journal that is not whole: a frozen date might seem open."""
        for fault in self.journal.faults():
            raise LedgerError(f"{fault} {_GO_ON}")

    def _journal_there(self, revisions: Iterable[Revision]) -> None:
        """Refuse revisions that had a journal when it is gone, head and all."""
        gone = not (self.journal.head.is_file() or self.journal.entries())
        if gone and any(one.form >= FORM for one in revisions):
            raise LedgerError(f"{self.journal.path}: không còn. {_GO_ON}")

    def decided(self, one: Revision) -> Decided:
        """Give a revision with everything that the office decided about it until today.

        Its units under the names accepted since, its findings with the decisions, and its totals,
        NA where they were not kept.

        Raises LedgerError when it is not what was written.
        """
        printed = renamed(one.units(), self._register, one.as_of)
        stated = one.stated
        if stated is None:
            stated = pd.Series(pd.NA, index=list(NUMBERS), dtype="Float64", name="stated")
        year = one.source.get("quota_year")
        findings, units, stated = apply_settled(
            one.findings(), printed, stated, self.settlements, year
        )
        return Decided(printed, units, findings, stated)

    def units(self, one: Revision) -> pd.DataFrame:
        """Give the units of a revision, with what the office decided about them until today.

        Raises LedgerError when they are not what was written.
        """
        return self.decided(one).units if self.decides else one.units()

    @property
    def decides(self) -> bool:
        """Whether the office accepted a name or a count: units may differ from the table."""
        return bool(self._register.aliases) or any(
            one.accepted is not None for one in self.settlements
        )

    @cached_property
    def _register(self) -> Register:
        """The register with its accepted names; empty where no name was accepted."""
        path = self.settings.aliases
        return (
            with_aliases(read_register(self.settings.register), path)
            if path.is_file()
            else Register()
        )

    @cached_property
    def settlements(self) -> tuple[Settlement, ...]:
        """What the office decided about findings."""
        return read_settled(self.settings.settled)

    def add(
        self,
        snapshot: Snapshot,
        *,
        now: datetime,
        again: bool = False,
        publish: Callable[[], None] | None = None,
    ) -> Added:
        """Accept a table as a revision of its date. Call it under `locked`."""
        known = self.known(snapshot, again=again)
        if known is not None:
            return Added(known, new=False, warnings=self._noted(known, snapshot, now))
        day = self._dated(snapshot)
        warnings = self._same_elsewhere(snapshot)
        number = self.next_number(day)
        folder = self.root / day.isoformat() / f"r{number}"
        self.journal.begin()
        state = self.journal.state()
        write_revision(
            snapshot,
            folder,
            home=self.settings.root,
            now=now,
            journal=state,
            publish=publish,
        )
        made = Revision(day, number, folder, source_of(folder))
        try:
            self.journal.append(_import_of(made, now))
        except OSError:
            shutil.rmtree(folder)
            raise
        return Added(made, True, (*warnings, *self._withdrawn_before(made)))

    def known(self, snapshot: Snapshot, *, again: bool = False) -> Revision | None:
        """Tell whether a table says what the current revision of its date says."""
        day = self._dated(snapshot)
        current = self.current(day)
        if current is not None and current.content and says_the_same(current, snapshot):
            return current
        frozen = self.frozen(day)
        if frozen is not None:
            raise LedgerError(
                f"Số liệu đến {format_date(day)} đã chốt (r{frozen.revision}, {frozen.by}); tệp "
                f"{snapshot.source.path.name} có nội dung khác nên không ghi. Muốn sửa: dangvien "
                f'reopen {day} --by "…" --reason "…".'
            )
        if current is not None and not again:
            self._refuse_older(snapshot, current)
        return None

    def _refuse_older(self, snapshot: Snapshot, current: Revision) -> None:
        """Refuse what was accepted before the current revision, which corrects it."""
        before = [
            one
            for one in self.revisions(current.as_of)
            if one.number < current.number and is_table_of(one, snapshot)
        ]
        if before:
            # The last one that stood; else one that was withdrawn, and is said to be.
            one = max(before, key=lambda one: (not one.withdrawn, one.number))
            state = ", đã rút" if one.withdrawn else ""
            raise LedgerError(
                f"{snapshot.source.path.name}: nội dung này đã được nhận trước đây ({one.name}"
                f"{state}), sau đó có {current.name} ({current.file}). Không ghi số cũ đè lên số "
                f"mới; lập tài liệu theo {current.name}: dangvien report {current.as_of}; muốn "
                "quay lại nội dung cũ: thêm --again."
            )

    def _withdrawn_before(self, made: Revision) -> Iterator[str]:
        """Warn where what was accepted had been withdrawn as a wrong import."""
        for one in self.revisions(made.as_of):
            if one.withdrawn and one.content == made.content:
                yield (
                    f"Chính nội dung này đã bị rút trước đây ({one.name}). Nếu nhận nhầm, rút "
                    f'lại: dangvien withdraw {made.as_of} --by "…" --reason "…".'
                )
                return

    def _noted(self, known: Revision, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
        """Note another file with the same figures, once; it makes no revision."""
        source = snapshot.source
        if source.sha256 in self.had():
            return ()
        name = source.path.name
        said = f"{name}, sha256 {source.sha256}"
        self.journal.append(Entry(now, "same", known.as_of, known.number, known.content, "", said))
        return (f"{name} là tệp khác nhưng cùng số liệu với {known.name}; đã ghi nhận.",)

    def had(self) -> set[str]:
        """Give the hashes of every file the ledger has had."""
        found = {one.source["sha256"] for day in self._days() for one in self._revisions(day, ())}
        for entry in self.journal.entries():
            if entry.what == "same":
                found.update(_SHA256.findall(entry.why))
        return found

    def next_number(self, as_of: date) -> int:
        """Give the number of the next revision of a date."""
        folder = self.root / as_of.isoformat()
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        taken = [int(match[1]) for name in names if (match := REVISION.fullmatch(name))]
        return max(*taken, self.journal.highest(as_of), 0) + 1

    def freeze(
        self,
        as_of: date,
        *,
        by: str,
        now: datetime,
        accept: str = "",
        findings: pd.DataFrame | None = None,
    ) -> bool:
        """Freeze the current revision of a date (chốt số liệu). Call it under `locked`.

        False when it was frozen already.

        `findings`: what is found today, those of movement included; by default what was found in
        the table itself when it was accepted, with the decisions made since.

        Raises LedgerError when there is no revision, a file of it was changed, nobody is named, or
        it has findings of severity error and no reason is given.
        """
        current = self.needed(as_of)
        if self.frozen(as_of) is not None:
            return False
        for fault in faults_of(current.folder, extra=False):
            raise LedgerError(f"{fault} Không chốt được; xem dangvien verify.")
        if findings is None:
            findings = self.decided(current).findings
        errors = count_by_severity(findings)["error"]
        if errors and not accept.strip():
            raise LedgerError(
                f"Số liệu đến {format_date(as_of)} còn {errors} lỗi chưa giải quyết (dangvien "
                'check); muốn chốt kèm lỗi phải nêu lý do: --accept-findings "…".'
            )
        self._decide("freeze", as_of, current, now=now, by=by, why=accept)
        return True

    def reopen(self, as_of: date, *, by: str, reason: str, now: datetime) -> None:
        """Open a frozen date again. Call it under `locked`."""
        entry = self.frozen(as_of)
        if entry is None:
            raise LedgerError(f"Số liệu đến {format_date(as_of)} chưa chốt nên không phải mở lại.")
        self._decide("reopen", as_of, entry, now=now, by=by, why=reason)

    def withdraw(self, as_of: date, *, by: str, reason: str, now: datetime) -> Revision:
        """Mark the current revision of a date as a wrong import. Call it under `locked`."""
        self._trusted()
        standing = [one for one in self.revisions(as_of) if not one.withdrawn]
        standing += [
            Revision(
                as_of, number, self.root / as_of.isoformat() / f"r{number}", {"content": said}
            )
            for number, said in self.journal.named().get(as_of, {}).items()
        ]
        current = max(standing, key=lambda one: (one.number, bool(one.content)), default=None)
        if current is None:
            current = self.needed(as_of)
        if self.frozen(as_of) is not None:
            raise LedgerError(
                f"Số liệu đến {format_date(as_of)} đã chốt; hãy mở lại (dangvien reopen) trước "
                "khi rút."
            )
        self._decide("withdraw", as_of, current, now=now, by=by, why=reason)
        return current

    def _decide(
        self, what: str, as_of: date, about: Revision | Entry, *, now: datetime, by: str, why: str
    ) -> None:
        """Write down a decision; somebody has to have made it."""
        if not by.strip():
            raise LedgerError(f"Cần ghi ai {DECISIONS[what]}: --by đang để trống.")
        number = about.number if isinstance(about, Revision) else about.revision
        self.journal.append(Entry(now, what, as_of, number, about.content, by, why))

    def accept_journal(self, *, by: str, reason: str, now: datetime) -> Path | None:
        """Go on with what can be read of the journal. Call it under `locked`.

        Where the journal is kept as it was; None when there was none.
        """
        if not (by.strip() and reason.strip()):
            raise LedgerError("Cần ghi ai chấp nhận và vì sao: --by, --accept đang để trống.")
        named, withdrawn = self._named(), self._withdrawn()
        lost = [
            _import_of(one, datetime.fromisoformat(one.source["accepted"]))
            for day in self._days()
            for one in self._revisions(day, ())
            if not listed(one, named.get(day, {})) and (day, one.number) not in withdrawn
        ]
        seal = Entry(now, SEAL, now.date(), 0, "", by, reason)
        return self.journal.accept(seal, lost)

    def verify(self) -> list[str]:
        """Look for what was changed or lost.

        Gives one sentence a fault, with its file; empty when all is as it was written.
        """
        found = [one for day in self._days() for one in self._revisions(day, ())]
        gone = self._withdrawn()
        kept = [one for one in found if (one.as_of, one.number) not in gone]
        return list(ledger_faults(self.root, self.settings, self.journal, kept))

    def _dated(self, snapshot: Snapshot) -> date:
        if snapshot.as_of is None:
            raise LedgerError(f"{snapshot.source.path.name}: chưa rõ số liệu tính đến ngày nào.")
        return snapshot.as_of

    def needed(self, as_of: date) -> Revision:
        """Give the revision in force for a date that must have one."""
        current = self.current(as_of)
        if current is None:
            raise LedgerError(
                f"Chưa có số liệu đến {format_date(as_of)}; các ngày đã có: "
                f"{', '.join(map(str, self.dates())) or 'chưa có ngày nào'}."
            )
        return current

    def _same_elsewhere(self, snapshot: Snapshot) -> list[str]:
        """Warn where the same file was accepted for another date."""
        return [
            f"Chính tệp này đã được ghi là số liệu đến {format_date(one.as_of)}; hãy xem lại ngày."
            for one in self.currents()
            if one.as_of != snapshot.as_of
            and one.source["sha256"] == snapshot.source.sha256
            # A workbook may have a sheet a month.
            and one.sheet in ("", snapshot.source.sheet)
        ]

    def _clear(self) -> None:
        """Take away what a killed command left: folders beside, empty dates, half a line."""
        for path in self.root.iterdir():
            if path.name.startswith(BESIDE):
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_dir() and day_of(path.name) and not any(path.iterdir()):
                path.rmdir()
        self.journal.mend()
        self._go_on()

    def _go_on(self) -> None:
        """List a revision whose command was killed before it could."""
        if not self.journal.head.is_file() or list(self.journal.faults()):
            return
        for day in self._days():
            for one in self._revisions(day, ()):
                if one.form >= FORM and one.source.get("journal") == self.journal.state():
                    when = datetime.fromisoformat(one.source["accepted"])
                    self.journal.append(_import_of(one, when))


def _import_of(one: Revision, when: datetime) -> Entry:
    return Entry(when, "import", one.as_of, one.number, one.content, "", one.file)
