"""The command `report`: newer files go into the ledger, then the meeting pack is written."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangvien_analysis.cli.ledger_commands import again_option, now, tell_added
from dangvien_analysis.cli.shared import (
    OPTIONS,
    Day,
    Failure,
    as_of_option,
    counted,
    help_option,
    plain_errors,
    sheet_option,
    tell_first,
    waits,
    what_argument,
)
from dangvien_analysis.files import shown

if TYPE_CHECKING:
    from dangvien_analysis.cli.unchanged import Request
    from dangvien_analysis.gather.meeting import Meeting
    from dangvien_analysis.ledger.accepted import Waiting
    from dangvien_analysis.ledger.ledger import Added, Ledger
    from dangvien_analysis.ledger.revision import Revision
    from dangvien_analysis.pack.pack import Pack

_TRIES = 3


@dataclass(frozen=True)
class Taken:
    """What a command took into the ledger before it shows figures."""

    day: date  # The day whose figures are meant
    added: "list[Added]"  # What became of each file that was taken
    notes: list[str]  # Received files that were not, and why

    def tell(self) -> None:
        """Say it."""
        for note in self.notes:
            click.echo(f"Lưu ý: {note}")
        for one in self.added:
            tell_added(one)


@click.command(
    help="Lập bộ tài liệu cho cuộc họp từ TỆP hoặc từ số liệu của NGÀY trong sổ (không ghi: số "
    "liệu mới nhất trong sổ, sau khi nhận tệp mới hơn có trong data/raw). TỆP được nhận vào sổ "
    "trước.",
    short_help="Lập bộ tài liệu cho cuộc họp.",
    options_metavar=OPTIONS,
)
@what_argument
@as_of_option
@sheet_option
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày ghi trên báo cáo Word.")
@click.option("--pdf/--no-pdf", default=True, help="Có lập bao-cao.pdf không (cần LibreOffice).")
@click.option("--force", is_flag=True, help="Lập lại dù không có gì thay đổi.")
@again_option
@help_option
def report(
    what: str | None,
    as_of: date | None,
    sheet: str | None,
    day: date | None,
    pdf: bool,
    force: bool,
    again: bool,
) -> None:
    """Import a file, then write the meeting pack of it; or of a date that is there.

    `what`: A file or a date; the latest figures when None, once newer files of data/raw are taken.
    """
    with plain_errors():
        from dangvien_analysis.cli.unchanged import Request, already_made, fingerprint
        from dangvien_analysis.gather.gathering import gather
        from dangvien_analysis.ledger.accepted import accepted_on
        from dangvien_analysis.ledger.in_force import InForce
        from dangvien_analysis.ledger.ledger import Ledger
        from dangvien_analysis.office.settings_file import find_settings

        ledger = Ledger(find_settings())
        found = taken(ledger, what, as_of, sheet=sheet, again=again)
        for _ in range(_TRIES):
            with ledger.reading():
                current = ledger.needed(found.day)
            path = ledger.settings.root / current.file
            request = Request(path, current.as_of, day, pdf)
            made = None if force else already_made(ledger.settings, request)
            if made is not None:
                _tell_unchanged(ledger, found, made)
                return
            known = fingerprint(ledger.settings, request, str(found.day))
            with _steps() as tell:
                tell("Đọc và kiểm tra số liệu")
                with ledger.reading():
                    accepted = accepted_on(ledger, found.day)
                    meeting = gather(accepted.snapshot, InForce(ledger))
                pack = _written(meeting, request, known, tell)
            if fingerprint(ledger.settings, request, str(found.day)) == known:
                tell_first(accepted)
                _tell(ledger, meeting, found, pack)
                return
            # Somebody accepted or decided something meanwhile: the pack is not of that.
            click.echo("Trong khi lập, số liệu hoặc quyết định trong sổ đã thay đổi; lập lại.")
            with ledger.reading():
                found = _there(ledger.needed(found.day), found.notes)
        raise Failure(f"{found.day}: số liệu liên tục thay đổi trong khi lập; hãy làm lại.")


def taken(
    ledger: "Ledger",
    what: str | None,
    as_of: date | None,
    *,
    sheet: str | None = None,
    again: bool = False,
    waiting_too: bool = True,
) -> Taken:
    """Take what was named, or what waits, into the ledger."""
    from dangvien_analysis.ledger.product import renewed

    found = _taken(ledger, what, as_of, sheet=sheet, again=again, waiting_too=waiting_too)
    return replace(found, notes=[*found.notes, *renewed(ledger.settings)])


def _taken(
    ledger: "Ledger",
    what: str | None,
    as_of: date | None,
    *,
    sheet: str | None,
    again: bool,
    waiting_too: bool,
) -> Taken:
    from dangvien_analysis.gather.choosing import day_in, newest, refuse_sheet
    from dangvien_analysis.ledger.accepted import waiting
    from dangvien_analysis.ledger.importing import import_file
    from dangvien_analysis.text.typed_days import meant

    def take(path: Path) -> "Added":
        return import_file(
            path, ledger.settings, as_of=as_of, now=now(), again=again, sheet=sheet
        )[1]

    named = meant(what)
    if isinstance(named, Path):
        added = take(named)
        return Taken(added.revision.as_of, [added], [])
    refuse_sheet(sheet)
    with ledger.reading():
        if named is None and as_of is not None and ledger.current(as_of) is not None:
            named = as_of
        if named is not None:
            return _there(ledger.needed(day_in(ledger, named)), [])
        files, latest = waiting(ledger), ledger.latest()
        due = _due(files) if as_of is None and (waiting_too or latest is None) else []
        if not due and (latest is None or as_of is not None):
            due = [newest(ledger, files, as_of)]
    done = [take(path) for path in due]
    notes = [waits(one) for one in files if one.path not in due]
    if done:
        return Taken(done[-1].revision.as_of, done, notes)
    with ledger.reading():
        return _there(ledger.needed(latest.as_of if latest else date.min), notes)


def _there(one: "Revision", notes: list[str]) -> Taken:
    """Say that figures were taken before."""
    from dangvien_analysis.ledger.ledger import Added

    return Taken(one.as_of, [Added(one, new=False)], notes)


def _due(files: "list[Waiting]") -> list[Path]:
    """Give the files to take, by day; which of two of one day came later, a person has to say."""
    due = [one for one in files if not one.why]
    for first, second in pairwise(due):
        if first.as_of == second.as_of:
            names = f"{shown(first.path)} và {shown(second.path)}"
            raise Failure(
                f"{names} cùng ghi số liệu đến {first.as_of} và chưa có trong sổ; hãy nhận từng "
                "tệp, tệp đúng sau cùng: dangvien import TỆP."
            )
    return [one.path for one in due]


def _written(meeting: "Meeting", request: "Request", known: str, tell: Any) -> "Pack":
    """Write the pack of accepted figures."""
    from dangvien_analysis.pack.pack import write_pack

    folder = meeting.settings.reports / str(meeting.as_of)
    return write_pack(
        meeting, folder, day=request.day, pdf=request.pdf, fingerprint=known, progress=tell
    )


def _tell(ledger: "Ledger", meeting: "Meeting", found: Taken, pack: "Pack") -> None:
    """Say what was written; the result, the corrections and what to open come last."""
    tell_files(pack)
    found.tell()
    click.echo(counted(meeting.findings))
    _keep_to_account(meeting)
    _tell_end(ledger, found.day, pack.folder, pack.result)


def _tell_unchanged(ledger: "Ledger", found: Taken, made: Path) -> None:
    """Say that the same pack lies there, and the same at the end."""
    from dangvien_analysis.cli.unchanged import result_of
    from dangvien_analysis.ledger.accepted import line_of

    current = ledger.needed(found.day)
    click.echo(line_of(Path(current.file).name, found.day, current, ledger.frozen(found.day)))
    found.tell()
    click.echo(f"Không có gì thay đổi từ lần lập trước: {shown(made)} (--force để lập lại).")
    _tell_end(ledger, found.day, made, result_of(made))


def _tell_end(ledger: "Ledger", day: date, folder: Path, result: str) -> None:
    """Say the result in one line, what was corrected, and what to open first."""
    from dangvien_analysis.ledger.accepted import corrections
    from dangvien_analysis.pack.beside import REPORT_WORD

    click.echo(f"Kết quả: {result}")
    click.echo(corrections(ledger, ledger.needed(day)))
    click.echo(f"Mở trước: {shown(folder / REPORT_WORD)}")


@contextmanager
def _steps() -> Iterator[Any]:
    """Show each step on a terminal; say nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as status:
        done: list[str] = []

        def tell(step: str) -> None:
            if done:
                console.print(f"[green]✓[/] {done[-1]}")
            done.append(step)
            status.update(f"{step} …")

        yield tell
        if done:
            console.print(f"[green]✓[/] {done[-1]}")


def _keep_to_account(meeting: "Meeting") -> None:
    """Record what the pack forecast, so that it can be scored when the year is over."""
    from dangvien_analysis.errors import RecordError, system_words
    from dangvien_analysis.ledger.forecast_record import FORECASTS, record

    ahead = meeting.forecast
    if ahead is None or meeting.as_of == meeting.deadline:
        return
    path = meeting.settings.processed / FORECASTS
    try:
        new = record(
            meeting.snapshot,
            ahead,
            date.today(),
            history=[day for day, _ in meeting.earlier],
            carried_over=meeting.carried_over,
        )
    except (RecordError, OSError) as error:
        what = error if isinstance(error, RecordError) else f"{path}: {system_words(error)}."
        raise Failure(
            f"bộ tài liệu đã lập xong, nhưng dự báo chưa được ghi lại: {what}"
        ) from error
    click.echo(f"Dự báo {'ghi vào' if new else 'đã có trong'}: {shown(path)}")


def tell_files(pack: "Pack", what: str = "Bộ tài liệu") -> None:
    """Say what was written."""
    if pack.elsewhere:
        click.echo(f"{what} được ghi vào {pack.folder.name}: {pack.elsewhere}.")
    click.echo(f"{what}: {shown(pack.folder)}")
    for path in pack.files:
        click.echo(f"  {path.name}{'/' if path.is_dir() else ''}")
    if pack.without_pdf:
        click.echo(f"Chưa có bản PDF: {pack.without_pdf}.")


COMMANDS = (report,)
