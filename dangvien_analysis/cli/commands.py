"""The command ``dangvien``: help and messages are in Vietnamese."""

import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from dangvien_analysis.cli import documents, ledger_commands, reports
from dangvien_analysis.cli.shared import (
    OPTIONS,
    Failure,
    as_of_option,
    counted,
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
from dangvien_analysis.text.translation import speak_vietnamese
from dangvien_analysis.text.years import FIRST_YEAR

if TYPE_CHECKING:
    from dangvien_analysis.ledger.accepted import Accepted, Waiting
    from dangvien_analysis.snapshot import Snapshot


@click.group(
    help="Kiểm tra, tính toán và lập báo cáo số liệu kết nạp đảng viên.",
    options_metavar=OPTIONS,
    subcommand_metavar="LỆNH [THAM SỐ]",
)
@click.version_option(
    package_name="dangvien-analysis", message="%(version)s", help="Hiện số phiên bản rồi thoát."
)
@help_option
def dangvien() -> None:
    """Check, measure and report a table of admissions."""


for _command in (*reports.COMMANDS, *documents.COMMANDS, *ledger_commands.COMMANDS):
    dangvien.add_command(_command)


@dangvien.command(
    help="Kiểm tra TỆP hoặc số liệu của NGÀY (không ghi: số liệu mới nhất trong sổ) và in các "
    "phát hiện.",
    short_help="Kiểm tra số liệu và in các phát hiện.",
    options_metavar=OPTIONS,
)
@what_argument
@as_of_option
@sheet_option
@click.option("--json", "as_json", is_flag=True, help="In dưới dạng JSON cho chương trình khác.")
@help_option
@click.pass_context
def check(
    context: click.Context,
    what: str | None,
    as_of: date | None,
    sheet: str | None,
    as_json: bool,
) -> None:
    """Print the findings of a table; exit code 1 when there are errors among them."""
    with plain_errors():
        from dangvien_analysis.findings import count_by_severity
        from dangvien_analysis.gather.gathering import with_movement

        accepted, files = figures(what, as_of, sheet)
        found = with_movement(accepted.snapshot)
        snapshot = replace(accepted.snapshot, findings=found)
        if as_json:
            click.echo(_as_json(accepted, snapshot, files))
        else:
            tell_first(accepted, files)
            _print_findings(snapshot)
    context.exit(1 if count_by_severity(found)["error"] else 0)


@dangvien.command(
    help="Chấm điểm các dự báo đã ghi của NĂM khi có số liệu cuối năm (hoặc trong TỆP).",
    short_help="Chấm điểm các dự báo đã ghi của một năm.",
    options_metavar=OPTIONS,
)
@click.argument("year", metavar="NĂM", type=click.IntRange(FIRST_YEAR, date.today().year + 1))
@file_argument("file", required=False, metavar="[TỆP]", type=click.Path(path_type=Path))
@as_of_option
@sheet_option
@help_option
def score(year: int, file: Path | None, as_of: date | None, sheet: str | None) -> None:
    """Hold the forecasts of a year against its last figures."""
    with plain_errors():
        from dangvien_analysis.forecasting.forecast_scores import account
        from dangvien_analysis.ledger.forecast_record import forecasts_of, year_end
        from dangvien_analysis.office.settings_file import find_settings
        from dangvien_analysis.report.tables.score_tables import (
            forecasts_table,
            remarks,
            scores_table,
        )
        from dangvien_analysis.text.numbers import format_date

        forecasts, units = forecasts_of(find_settings(), year)
        deadline = date.fromisoformat(max(forecasts["deadline"]))
        if file is None:
            outcome = year_end(find_settings(), deadline)
        ended, _ = figures(str(file or deadline), as_of, sheet)
        if (day := ended.snapshot.as_of) != deadline:
            raise Failure(
                f"{file}: số liệu của {format_date(day)}; cần số liệu cuối năm, đến ngày "
                f"{format_date(deadline)} (nếu tệp không ghi ngày: --as-of {deadline})."
            )
        if file is not None:
            outcome = ended.snapshot.units["admitted"]
        tell_first(ended)
        found = account(forecasts, units, outcome)
    for table in (forecasts_table(found), scores_table(found)):
        click.echo(f"{table!r}\n")
    click.echo("\n".join(remarks(found)))


@dangvien.command(
    help="Ghi nhận lâu dài: TÊN in trong bảng là tên của đơn vị mang MÃ trong danh mục.",
    short_help="Ghi nhận một tên in trong bảng là của đơn vị nào.",
    options_metavar=OPTIONS,
)
@click.argument("printed", metavar="TÊN")
@click.argument("unit_id", metavar="MÃ")
@help_option
def alias(printed: str, unit_id: str) -> None:
    """Accept a printed name for good."""
    with plain_errors():
        from dangvien_analysis.office.register import accept_alias, read_register, with_aliases
        from dangvien_analysis.office.settings_file import find_settings

        settings = find_settings()
        register = with_aliases(read_register(settings.register), settings.aliases)
        if not register:
            raise Failure(f"{shown(settings.register)}: chưa có danh mục đơn vị.")
        new = accept_alias(settings.aliases, register, printed, unit_id, day=date.today())
        unit = f"{register.table['unit_name'][unit_id]} ({unit_id})"
    if new:
        click.echo(f"Đã ghi vào {shown(settings.aliases)}: “{printed}” là {unit}.")
    else:
        click.echo(f"“{printed}” đã là tên của {unit}; không phải ghi thêm.")
    renew_product()


@dangvien.command(
    help="Mở JupyterLab trên bản sao của các sổ tính, với TỆP hoặc số liệu của NGÀY (không ghi: "
    "số liệu mới nhất trong sổ).",
    short_help="Mở JupyterLab trên bản sao của các sổ tính.",
    options_metavar=OPTIONS,
)
@what_argument
@as_of_option
@sheet_option
@click.option("--no-browser", is_flag=True, help="Không tự mở trình duyệt.")
@help_option
def lab(what: str | None, as_of: date | None, sheet: str | None, no_browser: bool) -> None:
    """Open JupyterLab on copies of the notebooks."""
    with plain_errors():
        from dangvien_analysis.gather.gathering import gather
        from dangvien_analysis.pack.lab import copy_notebooks, open_lab, stale_copies

        accepted, files = figures(what, as_of, sheet)
        _refuse_lost_sheet(what, accepted)
        tell_first(accepted, files)
        meeting = gather(accepted.snapshot)
        folder, kept = copy_notebooks(meeting)
        click.echo(f"Sổ tính để khám phá: {folder}")
        if kept:
            click.echo(f"Giữ nguyên bản đã có: {', '.join(kept)}")
        for text in stale_copies(meeting, kept):
            click.echo(
                f"Lưu ý: {text}, không phải số liệu nêu ở dòng đầu; sửa FILE trong sổ tính."
            )
        code = open_lab(folder, browser=not no_browser)
    sys.exit(code)


def _refuse_lost_sheet(what: str | None, accepted: "Accepted") -> None:
    """Refuse a sheet that a notebook, which knows the file and the day, would not find again."""
    snapshot = accepted.snapshot
    if snapshot.source.sheet and accepted.revision is None:
        again, _ = figures(what, snapshot.as_of)
        if again.snapshot.source.sheet != snapshot.source.sheet:
            raise Failure(
                f"sổ tính chỉ mở được trang “{snapshot.source.sheet}” khi số liệu đã vào sổ; hãy "
                "nhận trước: dangvien import TỆP --sheet TRANG."
            )


def run() -> Any:
    """Run the command that was typed; every message is Vietnamese.

    Raises KeyboardInterrupt when it was stopped.
    """
    speak_vietnamese()
    os.environ["MPLBACKEND"] = "agg"  # pictures for files, whatever windows there could be
    try:
        return dangvien(prog_name="dangvien", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error


def _as_json(accepted: "Accepted", snapshot: "Snapshot", files: "list[Waiting]") -> str:
    revision, frozen = accepted.revision, accepted.frozen
    content = {
        "file": snapshot.source.path.name,
        "sha256": snapshot.source.sha256,
        "as_of": snapshot.as_of.isoformat() if snapshot.as_of else None,
        "revision": revision.name if revision else None,
        "frozen": frozen.when.isoformat(timespec="seconds") if frozen else None,
        "frozen_by": frozen.by if frozen else None,
        "waiting": [waits(one) for one in files],
        "findings": snapshot.findings.to_dict(orient="records"),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _print_findings(snapshot: "Snapshot") -> None:
    """Print the findings, gravest first, each with its place; wrapped on a terminal."""
    from dangvien_analysis.findings import SEVERITIES
    from dangvien_analysis.intake.received import state

    path = snapshot.source.path
    if path.is_file() and state(path) == "unlisted":
        click.echo("Tệp chưa có trong manifest.csv của thư mục số liệu nhận được.")
    for row in snapshot.findings.to_dict(orient="records"):
        place = f" [{row['place']}]" if row["place"] else ""
        text = f"{SEVERITIES[row['severity']]} {row['code']}: {row['message']}{place}"
        if sys.stdout.isatty():
            text = click.wrap_text(text, width=get_terminal_size().columns, subsequent_indent="  ")
        click.echo(text)
    click.echo(counted(snapshot.findings))
