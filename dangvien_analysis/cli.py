"""The command ``dangvien``: report, check, score, alias, lab. Help and messages in Vietnamese."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from dangvien_analysis.errors import DangvienError
from dangvien_analysis.text.translation import speak_vietnamese

if TYPE_CHECKING:
    from dangvien_analysis.briefing.pack import Pack
    from dangvien_analysis.snapshot import Snapshot

FAILED = 2
"""Exit code when nothing could be done; 1 is kept for errors found in the figures."""


class _Day(click.ParamType[date]):
    """A date as people type it: 2023-09-13 or 13/9/2023."""

    name = "ngày"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            if "/" in value:
                day, month, year = map(int, value.split("/"))
                return date(year, month, day)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} không phải là ngày; viết như 2023-09-13 hoặc 13/9/2023.")


class _Failure(click.ClickException):
    """One readable message and exit code 2."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        click.echo(f"Không thực hiện được: {self.format_message()}", file=file or sys.stderr)


_OPTIONS = "[TÙY CHỌN]"
_help = click.help_option("-h", "--help", help="Hiện phần trợ giúp này rồi thoát.")
_as_of = click.option(
    "--as-of", type=_Day(), metavar="NGÀY", help="Ngày số liệu, nếu tệp không ghi: 2023-09-13."
)
_file = click.argument("file", required=False, metavar="[TỆP]", type=click.Path(path_type=Path))


@click.group(
    help="Kiểm tra, tính toán và lập báo cáo số liệu kết nạp đảng viên.",
    options_metavar=_OPTIONS,
    subcommand_metavar="LỆNH [THAM SỐ]",
)
@click.version_option(
    package_name="dangvien-analysis", message="%(version)s", help="Hiện số phiên bản rồi thoát."
)
@_help
def dangvien() -> None:
    """Check, measure and report a table of admissions."""


@dangvien.command(
    help="Lập bộ tài liệu cho cuộc họp từ TỆP (không ghi: tệp mới nhất).",
    options_metavar=_OPTIONS,
)
@_file
@_as_of
@_help
def report(file: Path | None, as_of: date | None) -> None:
    """Write the meeting pack of a file, and the checked figures it rests on.

    Parameters
    ----------
    file : Path or None
        The file; the newest of data/raw when None.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    """
    with _plain_errors():
        from dangvien_analysis.briefing.pack import write_pack
        from dangvien_analysis.ledger import save

        with _steps() as tell:
            tell("Đọc và kiểm tra số liệu")
            snapshot = _read(file, as_of)
            if snapshot.as_of is None:
                raise _Failure(
                    f"{snapshot.source.path.name} không ghi số liệu tính đến ngày nào; "
                    f"hãy thêm --as-of, ví dụ --as-of 2023-09-13."
                )
            target = snapshot.settings.reports / snapshot.as_of.isoformat()
            pack = write_pack(snapshot, target, progress=tell)
            saved = save(snapshot)
        _tell_result(snapshot, pack, saved)
        _keep_to_account(snapshot)


@dangvien.command(
    help="Kiểm tra TỆP (không ghi: tệp mới nhất) và in các phát hiện.", options_metavar=_OPTIONS
)
@_file
@_as_of
@click.option("--json", "as_json", is_flag=True, help="In dưới dạng JSON cho chương trình khác.")
@_help
@click.pass_context
def check(context: click.Context, file: Path | None, as_of: date | None, as_json: bool) -> None:
    """Print the findings of a file; exit code 1 when there are errors among them.

    Parameters
    ----------
    context : click.Context
        Sets the exit code.
    file : Path or None
        The file; the newest of data/raw when None.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    as_json : bool
        Print for other programs.
    """
    with _plain_errors():
        from dangvien_analysis.findings import count_by_severity

        snapshot = _read(file, as_of)
        if as_json:
            click.echo(_as_json(snapshot))
        else:
            _print_findings(snapshot)
    context.exit(1 if count_by_severity(snapshot.findings)["error"] else 0)


@dangvien.command(
    help="Chấm điểm các dự báo đã ghi của NĂM khi có số liệu cuối năm (hoặc trong TỆP).",
    short_help="Chấm điểm các dự báo đã ghi của một năm.",
    options_metavar=_OPTIONS,
)
@click.argument("year", metavar="NĂM", type=click.IntRange(1900, 9999))
@_file
@_as_of
@_help
def score(year: int, file: Path | None, as_of: date | None) -> None:
    """Hold the forecasts of a year against its last figures.

    Parameters
    ----------
    year : int
        The year of the quota.
    file : Path or None
        The last figures; those kept in data/processed when None.
    as_of : datetime.date or None
        The day the file's figures run to, when it does not say it.
    """
    with _plain_errors():
        from dangvien_analysis.account import account
        from dangvien_analysis.briefing.reckoning import forecasts_table, remarks, scores_table
        from dangvien_analysis.record import forecasts_of, year_end
        from dangvien_analysis.settings import find_settings
        from dangvien_analysis.text.numbers import format_date

        forecasts, units = forecasts_of(find_settings(), year)
        deadline = date.fromisoformat(max(forecasts["deadline"]))
        if file is None:
            outcome = year_end(find_settings(), deadline)
        else:
            snapshot = _read(file, as_of)
            if snapshot.as_of != deadline:
                raise _Failure(
                    f"{file}: số liệu của {format_date(snapshot.as_of)}; cần số liệu cuối năm, "
                    f"đến ngày {format_date(deadline)} (nếu tệp không ghi ngày: "
                    f"--as-of {deadline})."
                )
            outcome = snapshot.units["admitted"]
        found = account(forecasts, units, outcome)
    for table in (forecasts_table(found), scores_table(found)):
        click.echo(f"{table!r}\n")
    click.echo("\n".join(remarks(found)))


@dangvien.command(
    help="Ghi nhận lâu dài: TÊN in trong bảng là tên của đơn vị mang MÃ trong danh mục.",
    short_help="Ghi nhận một tên in trong bảng là của đơn vị nào.",
    options_metavar=_OPTIONS,
)
@click.argument("printed", metavar="TÊN")
@click.argument("unit_id", metavar="MÃ")
@_help
def alias(printed: str, unit_id: str) -> None:
    """Accept a printed name for good.

    Parameters
    ----------
    printed : str
        The name as printed.
    unit_id : str
        The unit it stands for.
    """
    with _plain_errors():
        from dangvien_analysis.aliases import accept, with_aliases
        from dangvien_analysis.settings import find_settings
        from dangvien_analysis.units import read_register

        settings = find_settings()
        register = with_aliases(read_register(settings.register), settings.aliases)
        if not register:
            raise _Failure(f"{_shown(settings.register)}: chưa có danh mục đơn vị.")
        new = accept(settings.aliases, register, printed, unit_id, day=date.today())
        unit = f"{register.table['unit_name'][unit_id]} ({unit_id})"
    if new:
        click.echo(f"Đã ghi vào {_shown(settings.aliases)}: “{printed}” là {unit}.")
    else:
        click.echo(f"“{printed}” đã là tên của {unit}; không phải ghi thêm.")


@dangvien.command(
    help="Mở JupyterLab trên bản sao của các sổ tính (không ghi TỆP: số liệu mới nhất).",
    short_help="Mở JupyterLab trên bản sao của các sổ tính.",
    options_metavar=_OPTIONS,
)
@_file
@_as_of
@click.option("--no-browser", is_flag=True, help="Không tự mở trình duyệt.")
@_help
def lab(file: Path | None, as_of: date | None, no_browser: bool) -> None:
    """Open JupyterLab on copies of the notebooks.

    Parameters
    ----------
    file : Path or None
        The file to explore; the newest of data/raw when None.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.
    no_browser : bool
        Do not open the web browser.
    """
    with _plain_errors():
        from dangvien_analysis.briefing.lab import copy_notebooks, open_lab

        snapshot = _read(file, as_of)
        folder, kept = copy_notebooks(snapshot)
        click.echo(f"Sổ tính để khám phá: {folder}")
        if kept:
            click.echo(f"Giữ nguyên bản đã có: {', '.join(kept)}")
        code = open_lab(folder, browser=not no_browser)
    sys.exit(code)


def main() -> None:
    """Run the command; every message is Vietnamese, and what goes wrong is one message."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may still have an old code page; a letter it lacks must not stop us.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    speak_vietnamese()
    dangvien(prog_name="dangvien")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what a user can cause into one message."""
    try:
        yield
    except DangvienError as error:
        raise _Failure(str(error)) from error
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise _Failure(f"{error.filename or 'tệp'}: {what}.") from error


def _read(file: Path | None, as_of: date | None) -> "Snapshot":
    """Read the named file, or the newest one of data/raw."""
    from dangvien_analysis.intake.received import newest
    from dangvien_analysis.settings import find_settings
    from dangvien_analysis.snapshot import read

    settings = find_settings()
    return read(file or newest(settings.raw), as_of=as_of, settings=settings)


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
        raise _Failure(
            f"bộ tài liệu đã lập xong, nhưng dự báo chưa được ghi lại: {what}"
        ) from error
    click.echo(f"Dự báo {'ghi vào' if new else 'đã có trong'}: {_shown(path)}")


def _tell_result(snapshot: "Snapshot", pack: "Pack", saved: Path) -> None:
    """Say what was written and how many findings there are."""
    if pack.elsewhere:
        click.echo(f"Bộ tài liệu được ghi vào {pack.folder.name}: {pack.elsewhere}.")
    click.echo(f"Bộ tài liệu: {_shown(pack.folder)}")
    for path in pack.files:
        click.echo(f"  {path.name}{'/' if path.is_dir() else ''}")
    click.echo(f"Số liệu đã kiểm tra: {_shown(saved)}")
    click.echo(_counts(snapshot))


def _shown(path: Path) -> str:
    """Give a path from the working directory where it lies in it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _counts(snapshot: "Snapshot") -> str:
    from dangvien_analysis.findings import SEVERITIES, count_by_severity

    counts = count_by_severity(snapshot.findings)
    listed = ", ".join(f"{counts[name]} {words}" for name, words in SEVERITIES.items())
    return f"Phát hiện: {listed}."


def _as_json(snapshot: "Snapshot") -> str:
    content = {
        "file": snapshot.source.path.name,
        "sha256": snapshot.source.sha256,
        "as_of": snapshot.as_of.isoformat() if snapshot.as_of else None,
        "findings": snapshot.findings.to_dict(orient="records"),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _print_findings(snapshot: "Snapshot") -> None:
    """Print the findings, gravest first, each with its place; wrapped on a terminal."""
    from dangvien_analysis.findings import SEVERITIES
    from dangvien_analysis.intake.received import state
    from dangvien_analysis.text.numbers import format_date

    click.echo(f"{snapshot.source.path.name}, số liệu đến {format_date(snapshot.as_of)}")
    if state(snapshot.source.path) == "unlisted":
        click.echo("Tệp chưa có trong manifest.csv của thư mục số liệu nhận được.")
    for row in snapshot.findings.to_dict(orient="records"):
        place = f" [{row['place']}]" if row["place"] else ""
        text = f"{SEVERITIES[row['severity']]} {row['code']}: {row['message']}{place}"
        if sys.stdout.isatty():
            text = click.wrap_text(text, width=get_terminal_size().columns, subsequent_indent="  ")
        click.echo(text)
    click.echo(_counts(snapshot))


if __name__ == "__main__":
    main()
