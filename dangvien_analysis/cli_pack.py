"""The commands of what goes on the table: report, notices, trace."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangvien_analysis.cli_ledger import now, tell_added
from dangvien_analysis.cli_support import (
    OPTIONS,
    Day,
    Failure,
    as_of_option,
    counted,
    file_argument,
    help_option,
    plain_errors,
    read_file,
    shown,
)

if TYPE_CHECKING:
    from dangvien_analysis.briefing.pack import Pack
    from dangvien_analysis.ledger import Added
    from dangvien_analysis.revision import Revision
    from dangvien_analysis.settings import Settings
    from dangvien_analysis.snapshot import Snapshot


@click.command(
    help="Lập bộ tài liệu cho cuộc họp từ TỆP hoặc từ số liệu của NGÀY đã có trong sổ (không ghi: "
    "tệp mới nhất). TỆP được nhận vào sổ trước.",
    short_help="Lập bộ tài liệu cho cuộc họp.",
    options_metavar=OPTIONS,
)
@click.argument("what", required=False, metavar="[TỆP|NGÀY]")
@as_of_option
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày ghi trên báo cáo Word.")
@click.option("--pdf/--no-pdf", default=True, help="Có lập bao-cao.pdf không (cần LibreOffice).")
@click.option("--force", is_flag=True, help="Lập lại dù không có gì thay đổi.")
@help_option
def report(what: str | None, as_of: date | None, day: date | None, pdf: bool, force: bool) -> None:
    """Import a file, then write the meeting pack of it; or of a date that is there.

    Parameters
    ----------
    what : str or None
        A file or a date; the newest file of data/raw when None.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    day : datetime.date or None
        The date of the Word report.
    pdf : bool
        Whether it is written as PDF too.
    force : bool
        Whether a pack is made although the same one lies there.
    """
    with plain_errors():
        from dangvien_analysis.briefing.unchanged import Request, already_made, fingerprint
        from dangvien_analysis.settings_file import find_settings

        settings = find_settings()
        path, typed, current = _located(what, as_of, settings)
        request = Request(path, typed, day, pdf)
        made = None if force else already_made(settings, request)
        if made is not None:
            click.echo(
                f"Không có gì thay đổi từ lần lập trước: {shown(made)} (--force để lập lại)."
            )
            return
        from dangvien_analysis.briefing.pack import write_pack

        with _steps() as tell:
            tell("Đọc và kiểm tra số liệu")
            snapshot, added = _accepted(path, typed, current)
            known = fingerprint(settings, request, str(snapshot.as_of))
            target = settings.reports / str(snapshot.as_of)
            pack = write_pack(snapshot, target, day=day, pdf=pdf, fingerprint=known, progress=tell)
        _tell_result(pack)
        tell_added(added)
        click.echo(counted(snapshot))
        _keep_to_account(snapshot)


def _located(
    what: str | None, as_of: date | None, settings: "Settings"
) -> "tuple[Path, date | None, Revision | None]":
    """Find the file that is meant, the day typed for it, and the revision a typed date names."""
    from dangvien_analysis.intake.received import newest
    from dangvien_analysis.ledger import Ledger

    day = _typed_day(what)
    if day is None:
        return newest(settings.raw) if what is None else Path(what), as_of, None
    with Ledger(settings).locked() as ledger:
        current = ledger.current(day)
    if current is None:
        known = ", ".join(map(str, Ledger(settings).dates())) or "chưa có ngày nào"
        raise Failure(f"chưa có số liệu {day} trong sổ; các ngày đã có: {known}.")
    return settings.root / current.source["file"], day, current


def _accepted(
    path: Path, as_of: date | None, current: "Revision | None"
) -> "tuple[Snapshot, Added]":
    """Take a file into the ledger, or read again the one a date's current revision came from."""
    from dangvien_analysis.importing import import_file
    from dangvien_analysis.ledger import Added
    from dangvien_analysis.settings_file import find_settings

    if current is None:
        return import_file(path, find_settings(), as_of=as_of, now=now())
    snapshot = read_file(path, as_of)
    if snapshot.source.sha256 != current.source["sha256"]:
        raise Failure(f"{current.source['file']} đã thay đổi từ khi được nhận ({current.name}).")
    return snapshot, Added(current, new=False)


def _typed_day(what: str | None) -> date | None:
    """Tell a date from a file's name."""
    if what is None or Path(what).exists():
        return None
    try:
        return Day().convert(what, None, None)
    except click.BadParameter:
        return None


@click.command(
    help="Lập phiếu số liệu cho từng đơn vị từ số liệu của NGÀY (không ghi: số liệu mới nhất): "
    "một tệp Word, mỗi đơn vị một trang, và một bảng để trộn thư.",
    short_help="Lập phiếu số liệu cho từng đơn vị.",
    options_metavar=OPTIONS,
)
@click.argument("what", required=False, metavar="[TỆP|NGÀY]")
@as_of_option
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày ghi trên phiếu.")
@help_option
def notices(what: str | None, as_of: date | None, day: date | None) -> None:
    """Write a sheet for each unit.

    Parameters
    ----------
    what : str or None
        A file or a date; the newest file of data/raw when None.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    day : datetime.date or None
        The date that stands on the sheets.
    """
    with plain_errors():
        from dangvien_analysis.briefing.notices import write_notices
        from dangvien_analysis.settings_file import find_settings

        settings = find_settings()
        snapshot, added = _accepted(*_located(what, as_of, settings))
        target = settings.reports / f"{snapshot.as_of}-phieu"
        pack = write_notices(snapshot, target, day=day)
        _tell_result(pack, "Phiếu số liệu các đơn vị")
        tell_added(added)


@click.command(
    help="Cho biết CON SỐ trong bộ tài liệu (như 164 hoặc 48,04%) từ đâu ra, đến từng ô của tệp "
    "đã nhận. --about: chỉ những con số có các chữ này trong tên.",
    short_help="Cho biết một con số từ đâu ra.",
    options_metavar=OPTIONS,
)
@click.argument("figure", metavar="CON_SỐ")
@file_argument
@as_of_option
@click.option("--about", default="", metavar="CHỮ", help="Tên đơn vị hoặc tên chỉ số.")
@help_option
def trace(figure: str, file: Path | None, as_of: date | None, about: str) -> None:
    """Tell where a figure of the pack comes from.

    Parameters
    ----------
    figure : str
        The figure as it is shown.
    file : Path or None
        The file; the newest of data/raw when None.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    about : str
        Words of the figure's label.
    """
    with plain_errors():
        from dangvien_analysis.briefing.trace import trace as lines_of

        snapshot = read_file(file, as_of)
        lines = lines_of(snapshot, figure, about)
        if not lines:
            narrower = f" có “{about}” trong tên" if about else ""
            raise Failure(
                f"không có con số “{figure}”{narrower} trong bộ tài liệu của "
                f"{snapshot.source.path.name}; hãy ghi đúng như trong báo cáo, thí dụ 48,04%."
            )
    click.echo("\n".join(lines))


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


def _keep_to_account(snapshot: "Snapshot") -> None:
    """Record what the pack forecast, so that it can be scored when the year is over."""
    from dangvien_analysis.errors import RecordError
    from dangvien_analysis.prospects import outlook
    from dangvien_analysis.record import FORECASTS, record

    ahead = outlook(snapshot)
    if ahead is None or snapshot.as_of == snapshot.source.deadline:
        return
    path = snapshot.settings.processed / FORECASTS
    try:
        new = record(snapshot, ahead, date.today())
    except (RecordError, OSError) as error:
        what = error if isinstance(error, RecordError) else f"{path}: {error.strerror}."
        raise Failure(
            f"bộ tài liệu đã lập xong, nhưng dự báo chưa được ghi lại: {what}"
        ) from error
    click.echo(f"Dự báo {'ghi vào' if new else 'đã có trong'}: {shown(path)}")


def _tell_result(pack: "Pack", what: str = "Bộ tài liệu") -> None:
    """Say what was written."""
    if pack.elsewhere:
        click.echo(f"{what} được ghi vào {pack.folder.name}: {pack.elsewhere}.")
    click.echo(f"{what}: {shown(pack.folder)}")
    for path in pack.files:
        click.echo(f"  {path.name}{'/' if path.is_dir() else ''}")
    if pack.without_pdf:
        click.echo(f"Chưa có bản PDF: {pack.without_pdf}.")


COMMANDS = (report, notices, trace)
