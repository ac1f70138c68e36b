"""What every command shares: days as typed, one message for what a user can cause."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from dangvien_analysis.errors import DangvienError

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
