"""The commands of the ledger: import, history, freeze, reopen, withdraw, diff, verify, settle."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangvien_analysis.cli_support import (
    OPTIONS,
    Day,
    Failure,
    as_of_option,
    help_option,
    plain_errors,
    shown,
)

if TYPE_CHECKING:
    from dangvien_analysis.ledger import Added, Ledger

_FAULTS = 1
_day = click.argument("day", metavar="NGÀY", type=Day())
_by = click.option("--by", required=True, metavar="NGƯỜI", help="Ai làm, ghi vào sổ nhật ký.")
_reason = click.option("--reason", required=True, metavar="LÝ DO", help="Vì sao.")


@click.command(
    "import",
    help="Nhận TỆP: kiểm tra, giữ nguyên bản trong data/raw và ghi vào sổ số liệu.",
    short_help="Nhận một tệp vào sổ số liệu.",
    options_metavar=OPTIONS,
)
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@as_of_option
@help_option
def import_command(file: Path, as_of: date | None) -> None:
    """Accept a file as a revision; whatever its findings.

    Parameters
    ----------
    file : Path
        The file.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    """
    with plain_errors():
        from dangvien_analysis.importing import import_file
        from dangvien_analysis.settings_file import find_settings

        _, added = import_file(file, find_settings(), as_of=as_of, now=now())
    tell_added(added)


@click.command(
    help="Các ngày có số liệu, bản hiện hành và đã chốt hay chưa.", options_metavar=OPTIONS
)
@help_option
def history() -> None:
    """List the dates, their revisions and what was decided about them."""
    with plain_errors():
        from dangvien_analysis.journal import WHAT

        with _ledger().locked() as ledger:
            days = ledger.dates()
            for day in days:
                frozen = ledger.frozen(day)
                state = f"đã chốt (r{frozen.revision}, {frozen.by})" if frozen else "chưa chốt"
                click.echo(f"{day}  {state}")
                for one in ledger.revisions(day):
                    mark = "  đã rút" if one.withdrawn else ""
                    accepted, file = one.source.get("accepted", "?"), one.source.get("file", "?")
                    click.echo(f"  {one.name}  {accepted}  {file}{mark}")
            for entry in ledger.journal.entries():
                why = f": {entry.why}" if entry.why else ""
                what = f"{WHAT[entry.what]} {entry.as_of} r{entry.revision}"
                click.echo(f"{entry.when.isoformat()}  {what}, {entry.by}{why}")
    if not days:
        click.echo("Chưa có số liệu nào trong sổ.")


@click.command(help="Chốt số liệu của NGÀY.", options_metavar=OPTIONS)
@_day
@_by
@click.option(
    "--accept-findings", "accept", default="", metavar="LÝ DO", help="Vì sao chốt khi còn lỗi."
)
@help_option
def freeze(day: date, by: str, accept: str) -> None:
    """Freeze the figures of a date.

    Parameters
    ----------
    day : datetime.date
        The date.
    by, accept : str
        Who, and why errors are accepted.
    """
    with plain_errors(), _ledger().locked() as ledger:
        new = ledger.freeze(day, by=by, accept=accept, now=now())
        current = ledger.current(day)
    name = current.name if current else ""
    click.echo(f"Đã chốt số liệu {day} ({name})." if new else f"Số liệu {day} đã chốt từ trước.")


@click.command(help="Mở lại số liệu đã chốt của NGÀY.", options_metavar=OPTIONS)
@_day
@_by
@_reason
@help_option
def reopen(day: date, by: str, reason: str) -> None:
    """Open a frozen date again.

    Parameters
    ----------
    day : datetime.date
        The date.
    by, reason : str
        Who and why.
    """
    with plain_errors(), _ledger().locked() as ledger:
        ledger.reopen(day, by=by, reason=reason, now=now())
    click.echo(f"Đã mở lại số liệu {day}.")


@click.command(
    help="Rút bản hiện hành của NGÀY vì nhận nhầm; không xóa gì.", options_metavar=OPTIONS
)
@_day
@_by
@_reason
@help_option
def withdraw(day: date, by: str, reason: str) -> None:
    """Mark the current revision of a date as a wrong import.

    Parameters
    ----------
    day : datetime.date
        The date.
    by, reason : str
        Who and why.
    """
    with plain_errors(), _ledger().locked() as ledger:
        gone = ledger.withdraw(day, by=by, reason=reason, now=now())
        current = ledger.current(day)
    rest = f"bản hiện hành: {current.name}" if current else "không còn bản nào"
    click.echo(f"Đã rút {gone.name} của {day}; {rest}.")


@click.command(help="So số liệu của hai ngày, từng đơn vị.", options_metavar=OPTIONS)
@click.argument("first", metavar="NGÀY", type=Day())
@click.argument("second", metavar="NGÀY", type=Day())
@help_option
def diff(first: date, second: date) -> None:
    """Print which counts differ between two dates.

    Parameters
    ----------
    first, second : datetime.date
        The dates.
    """
    with plain_errors(), _ledger().locked() as ledger:
        tables = []
        for day in (first, second):
            current = ledger.current(day)
            if current is None:
                known = ", ".join(map(str, ledger.dates())) or "chưa có ngày nào"
                raise Failure(f"Chưa có số liệu {day}; các ngày đã có: {known}.")
            tables.append(current.units())
        from dangvien_analysis.briefing.differences import differences_table

        table = differences_table(*tables)
    if table.frame.empty:
        click.echo(f"Số liệu {first} và {second} không khác nhau.")
    else:
        click.echo(f"{table!r}")


@click.command(
    help="Tìm trong sổ số liệu những gì bị sửa tay (mã thoát 1: có).", options_metavar=OPTIONS
)
@help_option
@click.pass_context
def verify(context: click.Context) -> None:
    """Look for what was changed by hand.

    Parameters
    ----------
    context : click.Context
        Sets the exit code.
    """
    with plain_errors(), _ledger().locked() as ledger:
        faults = ledger.verify()
    for fault in faults:
        click.echo(fault)
    if faults:
        context.exit(_FAULTS)
    click.echo("Sổ số liệu nguyên vẹn.")


@click.command(
    help="Ghi quyết định về một phát hiện MÃ của TỆP (không ghi: tệp mới nhất), kèm văn bản.",
    short_help="Ghi quyết định về một phát hiện.",
    options_metavar=OPTIONS,
)
@click.argument("code", metavar="MÃ")
@click.argument("file", required=False, metavar="[TỆP]", type=click.Path(path_type=Path))
@as_of_option
@click.option("--document", required=True, metavar="VĂN BẢN", help="Văn bản quyết định.")
@click.option("--unit", default="", metavar="MÃ ĐƠN VỊ", help="Đơn vị của phát hiện.")
@click.option("--column", default="", metavar="CỘT", help="Cột của phát hiện, như quota.")
@click.option(
    "--accepted", type=click.IntRange(0), metavar="SỐ", help="Số được lấy từ nay về sau."
)
@click.option("--note", default="", metavar="LỜI", help="Điều cần ghi thêm.")
@help_option
def settle(code: str, file: Path | None, as_of: date | None, **decided: Any) -> None:
    """Write down what the office decided about one finding.

    Parameters
    ----------
    code : str
        The code of the finding.
    file : Path or None
        The file it is a finding of; the newest of data/raw when None.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    decided : dict
        Document, unit, column, accepted count and note.
    """
    with plain_errors():
        from dangvien_analysis.deciding import Which, decide
        from dangvien_analysis.intake.received import newest
        from dangvien_analysis.settings_file import find_settings
        from dangvien_analysis.snapshot import read

        settings = find_settings()
        snapshot = read(file or newest(settings.raw), as_of=as_of, settings=settings)
        which = Which(code, decided.pop("unit"), decided.pop("column"))
        made = decide(snapshot, which, day=now().date(), **decided)
    click.echo(f"Đã ghi vào {shown(settings.settled)}: {made.words}")


COMMANDS = (import_command, history, freeze, reopen, withdraw, diff, verify, settle)


def tell_added(added: "Added") -> None:
    """Say what became of a file.

    Parameters
    ----------
    added : Added
        What the ledger said.
    """
    one = added.revision
    place = f"{shown(one.folder)} ({one.as_of} {one.name})"
    if added.new:
        click.echo(f"Số liệu đã ghi: {place}")
    else:
        click.echo(f"Số liệu đã có, không khác: {place}")
    for warning in added.warnings:
        click.echo(f"Lưu ý: {warning}")


def now() -> datetime:
    """Give the time with its zone.

    Returns
    -------
    datetime.datetime
        To the second when it is written.
    """
    return datetime.now().astimezone()


def _ledger() -> "Ledger":
    from dangvien_analysis.ledger import Ledger
    from dangvien_analysis.settings_file import find_settings

    return Ledger(find_settings())
