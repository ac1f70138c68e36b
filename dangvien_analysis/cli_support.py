"""What every command shares: days as typed, one message for what a user can cause."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangvien_analysis.errors import DangvienError

if TYPE_CHECKING:
    from dangvien_analysis.snapshot import Snapshot

FAILED = 2
"""Exit code when nothing could be done; 1 is kept for errors found in the figures."""


class Day(click.ParamType[date]):
    """A date as people type it: 2023-09-13 or 13/9/2023."""

    name = "ngày"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Read a day as it was typed.

        Parameters
        ----------
        value : str or datetime.date
            What was typed.
        param : click.Parameter
            The parameter it was typed for.
        ctx : click.Context
            The command.

        Returns
        -------
        datetime.date
            The day.
        """
        if isinstance(value, date):
            return value
        try:
            if "/" in value:
                day, month, year = map(int, value.split("/"))
                return date(year, month, day)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} không phải là ngày; viết như 2023-09-13 hoặc 13/9/2023.")


class Failure(click.ClickException):
    """One readable message and exit code 2."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        """Write the message.

        Parameters
        ----------
        file : file, optional
            Where to; the standard error by default.
        """
        click.echo(f"Không thực hiện được: {self.format_message()}", file=file or sys.stderr)


OPTIONS = "[TÙY CHỌN]"
help_option = click.help_option("-h", "--help", help="Hiện phần trợ giúp này rồi thoát.")
as_of_option = click.option(
    "--as-of", type=Day(), metavar="NGÀY", help="Ngày số liệu, nếu tệp không ghi: 2023-09-13."
)
file_argument = click.argument(
    "file", required=False, metavar="[TỆP]", type=click.Path(path_type=Path)
)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what a user can cause into one message.

    Yields
    ------
    None
        While a command works.

    Raises
    ------
    Failure
        With the message.
    """
    try:
        yield
    except DangvienError as error:
        raise Failure(str(error)) from error
    except BrokenPipeError:
        # Whoever read our output has had enough; click ends the command quietly.
        raise
    except UnicodeEncodeError as error:
        shown = str(error.object).encode("utf-8", "replace").decode()
        raise Failure(f"“{shown}” không phải là chữ UTF-8, không ghi được.") from error
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise Failure(f"{error.filename or 'tệp'}: {what}.") from error


def shown(path: Path) -> str:
    """Give a path from the working directory where it lies in it.

    Parameters
    ----------
    path : Path
        A path.

    Returns
    -------
    str
        The path as shown.
    """
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def read_file(file: Path | None, as_of: date | None) -> "Snapshot":
    """Read the named file, or the newest one of data/raw.

    Parameters
    ----------
    file : Path or None
        The file.
    as_of : datetime.date or None
        The day the figures run to, when the file does not say it.

    Returns
    -------
    Snapshot
        The checked table.
    """
    from dangvien_analysis.intake.received import newest
    from dangvien_analysis.settings_file import find_settings
    from dangvien_analysis.snapshot import read

    settings = find_settings()
    return read(file or newest(settings.raw), as_of=as_of, settings=settings)


def counted(snapshot: "Snapshot") -> str:
    """Tell how many findings there are of each severity.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    str
        A line.
    """
    from dangvien_analysis.findings import SETTLED, SEVERITIES, count_by_severity

    counts = count_by_severity(snapshot.findings)
    # What was decided on is worth a word only where there is some.
    listed = ", ".join(
        f"{counts[name]} {words}"
        for name, words in SEVERITIES.items()
        if name != SETTLED or counts[name]
    )
    return f"Phát hiện: {listed}."
