"""The commands of the ledger: import, history, freeze, reopen, withdraw, diff, verify, settle."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangvien_analysis.cli.shared import (
    OPTIONS,
    Day,
    Failure,
    SomeWords,
    as_of_option,
    figures,
    file_argument,
    help_option,
    plain_errors,
    renew_product,
    sheet_option,
    tell_first,
    waits,
    what_argument,
)
from dangvien_analysis.files import shown
from dangvien_analysis.text.typed_days import Month

if TYPE_CHECKING:
    from dangvien_analysis.ledger.ledger import Added, Ledger
    from dangvien_analysis.ledger.product import Compared

_FAULTS, _SIDES = 1, 2
_day = click.argument("day", metavar="NGÀY", type=Day(months=True))
_by = click.option(
    "--by", required=True, metavar="NGƯỜI", type=SomeWords(), help="Ai làm, ghi vào sổ nhật ký."
)
_reason = click.option(
    "--reason", required=True, metavar="LÝ DO", type=SomeWords(), help="Vì sao."
)
again_option = click.option(
    "--again", is_flag=True, help="Ghi lại nội dung đã từng nhận, kể cả khi đã có bản mới hơn."
)


@click.command(
    "import",
    help="Nhận TỆP: kiểm tra, giữ nguyên bản trong data/raw và ghi vào sổ số liệu.",
    short_help="Nhận một tệp vào sổ số liệu.",
    options_metavar=OPTIONS,
)
@file_argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@as_of_option
@sheet_option
@again_option
@help_option
def import_command(file: Path, as_of: date | None, sheet: str | None, again: bool) -> None:
    """Accept a file as a revision; whatever its findings."""
    with plain_errors():
        from dangvien_analysis.ledger.importing import import_file
        from dangvien_analysis.office.settings_file import find_settings

        _, added = import_file(
            file, find_settings(), as_of=as_of, now=now(), again=again, sheet=sheet
        )
    tell_added(added)
    renew_product()


@click.command(
    help="Các ngày có số liệu, bản hiện hành và đã chốt hay chưa.", options_metavar=OPTIONS
)
@help_option
def history() -> None:
    """List the dates, their revisions and what was decided about them."""
    with plain_errors():
        from dangvien_analysis.ledger.accepted import waiting
        from dangvien_analysis.ledger.journal import DECISIONS, WHAT

        with _ledger().reading() as ledger:
            days = ledger.dates()
            for day in days:
                frozen = ledger.frozen(day)
                state = f"đã chốt (r{frozen.revision}, {frozen.by})" if frozen else "chưa chốt"
                click.echo(f"{day}  {state}")
                for one in ledger.revisions(day):
                    mark = "  đã rút" if one.withdrawn else ""
                    accepted = one.source.get("accepted", "?")
                    click.echo(f"  {one.name}  {accepted}  {one.file}{mark}")
            listed = [one for one in ledger.journal.entries() if one.what in (*DECISIONS, "same")]
            for entry in listed:
                why = f": {entry.why.partition(', sha256 ')[0]}" if entry.why else ""
                about = f" {entry.as_of} r{entry.revision}" if entry.revision else ""
                what = f"{WHAT[entry.what]}{about}"
                by = f", {entry.by}" if entry.by else ""
                click.echo(f"{entry.when.isoformat()}  {what}{by}{why}")
            files = waiting(ledger)
    if not days:
        click.echo("Chưa có số liệu nào trong sổ.")
    for file in files:
        click.echo(f"Lưu ý: {waits(file)}")


@click.command(help="Chốt số liệu của NGÀY.", options_metavar=OPTIONS)
@_day
@_by
@click.option(
    "--accept-findings", "accept", default="", metavar="LÝ DO", help="Vì sao chốt khi còn lỗi."
)
@help_option
def freeze(day: date | Month, by: str, accept: str) -> None:
    """Freeze the figures of a date."""
    with plain_errors(), _ledger().locked() as ledger:
        from dangvien_analysis.gather.gathering import with_movement
        from dangvien_analysis.ledger.accepted import accepted_on
        from dangvien_analysis.ledger.in_force import InForce

        of = _day_in(ledger, day)
        shown_today = with_movement(accepted_on(ledger, of).snapshot, InForce(ledger))
        new = ledger.freeze(of, by=by, accept=accept, now=now(), findings=shown_today)
        name = ledger.needed(of).name
    click.echo(f"Đã chốt số liệu {of} ({name})." if new else f"Số liệu {of} đã chốt từ trước.")
    renew_product()


@click.command(help="Mở lại số liệu đã chốt của NGÀY.", options_metavar=OPTIONS)
@_day
@_by
@_reason
@help_option
def reopen(day: date | Month, by: str, reason: str) -> None:
    """Open a frozen date again."""
    with plain_errors(), _ledger().locked() as ledger:
        of = _day_in(ledger, day)
        ledger.reopen(of, by=by, reason=reason, now=now())
    click.echo(f"Đã mở lại số liệu {of}.")
    renew_product()


@click.command(
    help="Rút bản hiện hành của NGÀY vì nhận nhầm; không xóa gì.", options_metavar=OPTIONS
)
@_day
@_by
@_reason
@help_option
def withdraw(day: date | Month, by: str, reason: str) -> None:
    """Mark the current revision of a date as a wrong import."""
    with plain_errors(), _ledger().locked() as ledger:
        of = _day_in(ledger, day)
        gone = ledger.withdraw(of, by=by, reason=reason, now=now())
        current = ledger.current(of)
    rest = f"bản hiện hành: {current.name}" if current else "không còn bản nào"
    click.echo(f"Đã rút {gone.name} của {of}; {rest}.")
    renew_product()


@click.command(
    help="So số liệu của hai ngày, từng đơn vị (không ghi: hai ngày mới nhất; một NGÀY: ngày đó "
    "với ngày liền trước).",
    short_help="So số liệu của hai ngày, từng đơn vị.",
    options_metavar=OPTIONS,
)
@click.argument("first", required=False, metavar="[NGÀY]", type=Day(months=True))
@click.argument("second", required=False, metavar="[NGÀY]", type=Day(months=True))
@help_option
def diff(first: date | Month | None, second: date | Month | None) -> None:
    """Print which counts differ between two dates.

    `first, second`: the dates; the last two when None, one and the one before it when one is
    given.
    """
    with plain_errors(), _ledger().reading() as ledger:
        from dangvien_analysis.ledger.accepted import accepted_on, waiting
        from dangvien_analysis.report.tables.differences import differences_table

        files = [] if first else waiting(ledger)
        sides = [accepted_on(ledger, day) for day in _two_days(ledger, first, second)]
        table = differences_table(*(side.snapshot.units for side in sides))
    for side in sides:
        tell_first(side)
    for one in files:
        click.echo(f"Lưu ý: {waits(one)}")
    days = [side.snapshot.as_of for side in sides]
    if table.frame.empty:
        click.echo(f"Số liệu {days[0]} và {days[1]} không khác nhau.")
    else:
        click.echo(f"{table!r}")


def _two_days(
    ledger: "Ledger", first: date | Month | None, second: date | Month | None
) -> list[date]:
    """Give the days to compare, in the order typed; those not typed are the latest ones."""
    typed = [_day_in(ledger, day) for day in (first, second) if day is not None]
    if len(typed) == _SIDES:
        return typed
    until = typed[0] if typed else date.max
    known = [one.as_of for one in ledger.currents() if one.as_of <= until]
    if typed and typed[0] not in known:
        ledger.needed(typed[0])
    if len(known) < _SIDES:
        listed = ", ".join(map(str, ledger.dates())) or "chưa có ngày nào"
        lacks = f"trước {typed[0]} chưa có số liệu nào" if typed else "cần hai ngày có số liệu"
        raise Failure(f"{lacks} trong sổ để so; các ngày đã có: {listed}.")
    return known[-_SIDES:]


@click.command(
    help="Tìm trong sổ số liệu những gì bị mất, bị sửa tay (mã thoát 1: có). --accept: chấp nhận "
    "phần còn đọc được của sổ nhật ký khi không có bản sao để khôi phục.",
    short_help="Tìm trong sổ số liệu những gì bị mất, bị sửa tay.",
    options_metavar=OPTIONS,
)
@click.option("--accept", metavar="LÝ DO", type=SomeWords(), help="Vì sao chấp nhận phần còn lại.")
@click.option("--by", metavar="NGƯỜI", type=SomeWords(), help="Ai chấp nhận.")
@click.option("--rebuild", is_flag=True, help="Lập lại don-vi.csv, don-vi.parquet, COT.md trước.")
@help_option
@click.pass_context
def verify(context: click.Context, accept: str | None, by: str | None, rebuild: bool) -> None:
    """Look for what was lost or changed by hand."""
    with plain_errors():
        if (accept is None) != (by is None):
            raise Failure("--accept và --by phải ghi cùng nhau: vì sao và ai chấp nhận.")
        if accept is not None and by is not None:
            with _ledger().locked() as ledger:
                kept = ledger.accept_journal(by=by, reason=accept, now=now())
            where = f"; sổ nhật ký cũ giữ ở {shown(kept)}" if kept else ""
            click.echo(f"Đã chấp nhận phần còn lại của sổ nhật ký{where}.")
            click.echo(
                "Ngày nào đã chốt mà nay thành chưa chốt thì phải chốt lại: dangvien history."
            )
        ledger = _ledger()
        notes = _rebuilt(ledger) if rebuild or accept else []
        with ledger.reading():
            faults = ledger.verify()
            product = _product(ledger, faults)
    _tell_faults(faults)
    for line in (*product.faults, *(f"Lưu ý: {note}" for note in notes or product.notes)):
        click.echo(line)
    if faults or product.faults:
        context.exit(_FAULTS)


def _tell_faults(faults: list[str]) -> None:
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo(
            "Số liệu bị sửa hoặc mất thì không được dùng. Hãy khôi phục các tệp nêu trên từ bản "
            "sao lưu. Chỉ khi không có bản sao và một bản số liệu không dùng được nữa mới rút "
            'bản ấy (dangvien withdraw NGÀY --by "…" --reason "…") rồi nhận lại tệp gốc.'
        )
    else:
        click.echo("Sổ số liệu nguyên vẹn.")


def _rebuilt(ledger: "Ledger") -> list[str]:
    """Make the analyst's tables again; what was in the way."""
    from dangvien_analysis.ledger.product import FILES, renewed

    notes = renewed(ledger.settings, anew=True)
    made = [name for name in FILES if (ledger.root / name).is_file()]
    if made and not notes:
        click.echo(f"Đã lập lại: {', '.join(made)}.")
    return notes


def _product(ledger: "Ledger", faults: list[str]) -> "Compared":
    """Hold the analyst's tables against the ledger; one that is not whole cannot say."""
    from dangvien_analysis.errors import DangvienError
    from dangvien_analysis.ledger.product import Compared, compared

    try:
        return compared(ledger)
    except DangvienError as error:
        return Compared([], [] if faults else [str(error)])


@click.command(
    help="Ghi quyết định về một phát hiện MÃ của TỆP hoặc của số liệu NGÀY (không ghi: số liệu "
    "mới nhất trong sổ), kèm văn bản.",
    short_help="Ghi quyết định về một phát hiện.",
    options_metavar=OPTIONS,
)
@click.argument("code", metavar="MÃ")
@what_argument
@as_of_option
@sheet_option
@click.option(
    "--document", required=True, metavar="VĂN BẢN", type=SomeWords(), help="Văn bản quyết định."
)
@click.option("--unit", default="", metavar="MÃ ĐƠN VỊ", help="Đơn vị của phát hiện.")
@click.option("--column", default="", metavar="CỘT", help="Cột của phát hiện, như quota.")
@click.option(
    "--accepted", type=click.IntRange(0), metavar="SỐ", help="Số được lấy từ nay về sau."
)
@click.option("--note", default="", metavar="LỜI", help="Điều cần ghi thêm.")
@help_option
def settle(
    code: str, what: str | None, as_of: date | None, sheet: str | None, **decided: Any
) -> None:
    """Write down what the office decided about one finding.

    `what`: the file or the date it is a finding of; the latest figures when None.
    """
    with plain_errors():
        from dangvien_analysis.gather.gathering import with_movement
        from dangvien_analysis.ledger.deciding import Which, decide

        found, files = figures(what, as_of, sheet)
        snapshot = replace(found.snapshot, findings=with_movement(found.snapshot))
        which = Which(code, decided.pop("unit"), decided.pop("column"))
        made = decide(snapshot, which, day=now().date(), **decided)
        tell_first(found, files)
    click.echo(f"Đã ghi vào {shown(snapshot.settings.settled)}: {made.words}")
    renew_product()


COMMANDS = (import_command, history, freeze, reopen, withdraw, diff, verify, settle)


def tell_added(added: "Added") -> None:
    """Say what became of a file."""
    one = added.revision
    place = f"{shown(one.folder)} ({one.as_of} {one.name})"
    if added.new:
        click.echo(f"Số liệu đã ghi: {place}")
    else:
        click.echo(f"Số liệu đã có, không khác: {place}")
    for warning in added.warnings:
        click.echo(f"Lưu ý: {warning}")


def now() -> datetime:
    """Give the time with its zone."""
    return datetime.now().astimezone()


def _day_in(ledger: "Ledger", day: date | Month) -> date:
    """Give the day that is meant: of a month, that of its last table."""
    from dangvien_analysis.gather.choosing import day_in

    return day_in(ledger, day)


def _ledger() -> "Ledger":
    from dangvien_analysis.ledger.ledger import Ledger
    from dangvien_analysis.office.settings_file import find_settings

    return Ledger(find_settings())
