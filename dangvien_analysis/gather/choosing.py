"""Which figures are meant: a file, a day or a month of the ledger, or its latest day."""

from datetime import date
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.files import shown
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.gather.handover import handed_over
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.ledger.accepted import Accepted, Waiting, accepted_on, standing_of, waiting
from dangvien_analysis.ledger.in_force import InForce
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.office.settings_file import find_settings
from dangvien_analysis.readers.file_kinds import SUFFIXES
from dangvien_analysis.snapshot import Snapshot, read
from dangvien_analysis.text.numbers import format_date
from dangvien_analysis.text.typed_days import Month, meant


def meeting_of(
    what: str | Path | date | Snapshot | None = None,
    *,
    as_of: date | None = None,
    settings: Settings | None = None,
    sheet: str | None = None,
) -> Meeting:
    """Gather everything known on the day of the figures that are meant.

    Raises LedgerError when the ledger has no figures of that day, or they are not what was
    written.
    """
    if isinstance(what, Snapshot):
        return gather(what)
    if (handed := handed_over(what, as_of)) is not None:
        return handed
    named = None if what is None else str(what)
    with Ledger(settings or find_settings()).reading() as ledger:
        return gather(chosen(ledger, named, as_of, sheet)[0].snapshot, InForce(ledger))


def day_in(ledger: Ledger, day: date | Month) -> date:
    """Give the day that is meant: of a month, that of its last table."""
    if isinstance(day, date):
        return day
    known = ledger.dates()
    found = [one for one in known if (one.year, one.month) == day]
    if not found:
        listed = ", ".join(map(str, known)) or "chưa có ngày nào"
        raise ReadError(f"chưa có số liệu tháng {day} trong sổ; các ngày đã có: {listed}.")
    return found[-1]


def chosen(
    ledger: Ledger, what: str | None, as_of: date | None, sheet: str | None = None
) -> tuple[Accepted, list[Waiting]]:
    """Give the figures that are meant. Call it under `Ledger.reading`.

    `what`: A file or a date; the latest day of the ledger when None, or the newest file of
    data/raw as long as nothing was accepted. `sheet`: that of a file, to read no other.
    """
    found = meant(what)
    if isinstance(found, Path):
        snapshot = read(found, as_of=as_of, settings=ledger.settings, sheet=sheet)
        return standing_of(ledger, snapshot), []
    refuse_sheet(sheet)
    if found is not None:
        day = day_in(ledger, found)
        if as_of not in (None, day):
            raise ReadError(
                f"“{what}” là số liệu đến {format_date(day)}, không phải {format_date(as_of)}; "
                "chỉ ghi một ngày."
            )
        return accepted_on(ledger, day), []
    files, latest = waiting(ledger), ledger.latest()
    if as_of is None and latest is not None:
        return accepted_on(ledger, latest.as_of), files
    if as_of is not None and ledger.current(as_of) is not None:
        return accepted_on(ledger, as_of), files
    path = newest(ledger, files, as_of)
    snapshot = read(path, as_of=as_of, settings=ledger.settings)
    return standing_of(ledger, snapshot), [one for one in files if one.path != path]


def refuse_sheet(sheet: str | None) -> None:
    """Refuse a sheet where no file is named: accepted figures are of the sheet they came from."""
    if sheet is not None:
        raise ReadError(
            f"--sheet “{sheet}” chọn một trang tính của tệp; hãy ghi cả TỆP, hoặc bỏ --sheet."
        )


def newest(ledger: Ledger, files: list[Waiting], as_of: date | None) -> Path:
    """Find the received file that is meant where the ledger has nothing of the kind."""
    raw = shown(ledger.settings.raw)
    readable = [one for one in files if one.snapshot is not None]
    undated = [one for one in readable if one.snapshot and one.snapshot.as_of is None]
    if as_of is not None and ledger.latest() is not None:
        readable = undated
    if readable:
        same = [one for one in readable if one.as_of == readable[-1].as_of]
        if len(same) > 1:
            names = ", ".join(shown(one.path) for one in same)
            raise ReadError(
                f"{raw}: có {len(same)} tệp cho cùng một ngày ({names}); hãy ghi rõ TỆP."
            )
        return same[0].path
    if files and as_of is None:
        raise ReadError(f"{shown(files[-1].path)}: {files[-1].why}")
    what = f"không có tệp số liệu nào ({', '.join(SUFFIXES)}); tệp ở chỗ khác thì ghi rõ TỆP"
    if as_of is not None and ledger.dates():
        listed = ", ".join(map(str, ledger.dates()))
        what = f"chưa có số liệu {as_of} trong sổ; các ngày đã có: {listed}"
    raise ReadError(f"{raw}: {what}.")
