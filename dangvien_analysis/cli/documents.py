"""The commands of what goes on the table besides the pack: notices, trace."""

from datetime import date

import click

from dangvien_analysis.cli.reports import taken, tell_files
from dangvien_analysis.cli.shared import (
    OPTIONS,
    Day,
    Failure,
    as_of_option,
    figures,
    help_option,
    plain_errors,
    sheet_option,
    tell_first,
    what_argument,
)


@click.command(
    help="Lập phiếu số liệu cho từng đơn vị từ TỆP, được nhận vào sổ trước, hoặc từ số liệu của "
    "NGÀY (không ghi: số liệu mới nhất trong sổ): "
    "một tệp Word, mỗi đơn vị một trang, và một bảng để trộn thư.",
    short_help="Lập phiếu số liệu cho từng đơn vị.",
    options_metavar=OPTIONS,
)
@what_argument
@as_of_option
@sheet_option
@click.option("--date", "day", type=Day(), metavar="NGÀY", help="Ngày ghi trên phiếu.")
@help_option
def notices(what: str | None, as_of: date | None, sheet: str | None, day: date | None) -> None:
    """Write a sheet for each unit."""
    with plain_errors():
        from dangvien_analysis.gather.gathering import gather
        from dangvien_analysis.ledger.accepted import accepted_on
        from dangvien_analysis.ledger.in_force import InForce
        from dangvien_analysis.ledger.ledger import Ledger
        from dangvien_analysis.office.settings_file import find_settings
        from dangvien_analysis.pack.notices import write_notices

        ledger = Ledger(find_settings())
        meant = taken(ledger, what, as_of, sheet=sheet, waiting_too=False)
        with ledger.reading():
            accepted = accepted_on(ledger, meant.day)
            meeting = gather(accepted.snapshot, InForce(ledger))
        target = ledger.settings.reports / f"{meant.day}-phieu"
        pack = write_notices(meeting, target, day=day)
        tell_first(accepted)
        meant.tell()
        tell_files(pack, "Phiếu số liệu các đơn vị")


@click.command(
    help="Cho biết CON SỐ trong bộ tài liệu (như 164 hoặc 48,04%) từ đâu ra, đến từng ô của tệp "
    "đã nhận: của TỆP, hoặc của số liệu NGÀY (không ghi: số liệu mới nhất trong sổ). --about: chỉ "
    "những con số có các chữ này trong tên.",
    short_help="Cho biết một con số từ đâu ra.",
    options_metavar=OPTIONS,
)
@click.argument("figure", metavar="CON_SỐ")
@what_argument
@as_of_option
@sheet_option
@click.option("--about", default="", metavar="CHỮ", help="Tên đơn vị hoặc tên chỉ số.")
@help_option
def trace(
    figure: str, what: str | None, as_of: date | None, sheet: str | None, about: str
) -> None:
    """Tell where a figure of the pack comes from."""
    with plain_errors():
        from dangvien_analysis.gather.gathering import gather
        from dangvien_analysis.report.figures.trace import trace as lines_of

        found, files = figures(what, as_of, sheet)
        lines = lines_of(gather(found.snapshot), figure, about)
        if not lines:
            narrower = f" có “{about}” trong tên" if about else ""
            raise Failure(
                f"không có con số “{figure}”{narrower} trong số liệu này ({found.line}); hãy ghi "
                "đúng như trong báo cáo, và thêm NGÀY nếu là báo cáo của ngày khác."
            )
        tell_first(found, files)
    click.echo("\n".join(lines))


COMMANDS = (notices, trace)
