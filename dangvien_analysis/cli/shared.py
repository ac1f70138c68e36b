"""What every command shares: days as typed, one message for what a user can cause."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dangvien_analysis.errors import DangvienError, system_words
from dangvien_analysis.files import shown
from dangvien_analysis.text.typed_days import Month, meant, typed_day

if TYPE_CHECKING:
    import pandas as pd

    from dangvien_analysis.ledger.accepted import Accepted, Waiting

_Command = TypeVar("_Command", bound=Callable[..., Any])

FAILED = 2
"""Exit code when nothing could be done; 1 is kept for errors found in the figures."""


class Day(click.ParamType[date]):
    """A date as people type it: 2023-09-13 or 13/9/2023."""

    name = "ngày"

    def __init__(self, *, months: bool = False) -> None:
        self.months = months

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Read a day as it was typed."""
        if isinstance(value, date | Month):
            return value
        try:
            return typed_day(value, months=self.months)
        except ValueError as error:
            self.fail(str(error))


class SomeWords(click.ParamType[str]):
    """A text that must say something."""

    name = "chữ"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Take a text as it was typed."""
        if not str(value).strip():
            self.fail("đang để trống; cần ghi rõ.")
        return str(value)


class Failure(click.ClickException):
    """One readable message and exit code 2."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        """Write the message."""
        click.echo(f"Không thực hiện được: {self.format_message()}", file=file or sys.stderr)


OPTIONS = "[TÙY CHỌN]"
help_option = click.help_option("-h", "--help", help="Hiện phần trợ giúp này rồi thoát.")
as_of_option = click.option(
    "--as-of", type=Day(), metavar="NGÀY", help="Ngày số liệu, nếu tệp không ghi: 2023-09-13."
)

sheet_option = click.option(
    "--sheet", metavar="TRANG", help="Trang tính cần đọc, nếu TỆP có nhiều trang có bảng."
)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what a user can cause into one message."""
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
        where = f"{error.filename}: " if error.filename else ""
        raise Failure(f"{where}{system_words(error)}.") from error


def file_argument(name: str, **attributes: Any) -> Callable[[_Command], _Command]:
    """Let a command take a file; one that is not there is told before its readers are loaded."""

    def decorated(command: _Command) -> _Command:
        @wraps(command)
        def guarded(*arguments: Any, **options: Any) -> Any:
            _refuse_absent(options[name])
            return command(*arguments, **options)

        return click.argument(name, **attributes)(guarded)  # type: ignore[return-value]

    return decorated


def _refuse_absent(named: str | Path | None) -> None:
    with plain_errors():
        found = None if named is None else meant(str(named))
        if isinstance(found, Path) and not found.is_file():
            from dangvien_analysis.office.settings_file import find_settings
            from dangvien_analysis.readers.named_file import located, refuse_missing

            settings = find_settings()
            refuse_missing(located(found, settings), settings.limits)


what_argument = file_argument("what", required=False, metavar="[TỆP|NGÀY]")


def figures(
    what: str | None, as_of: date | None, sheet: str | None = None
) -> "tuple[Accepted, list[Waiting]]":
    """Give the figures that are meant, and the received files that wait to be taken."""
    from dangvien_analysis.gather.choosing import chosen
    from dangvien_analysis.ledger.ledger import Ledger
    from dangvien_analysis.office.settings_file import find_settings

    with Ledger(find_settings()).reading() as ledger:
        return chosen(ledger, what, as_of, sheet)


def renew_product() -> None:
    """Make the analyst's tables again after the ledger changed; tell what was in the way."""
    with plain_errors():
        from dangvien_analysis.ledger.product import renewed
        from dangvien_analysis.office.settings_file import find_settings

        notes = renewed(find_settings())
    for note in notes:
        click.echo(f"Lưu ý: {note}")


def tell_first(accepted: "Accepted", files: "Iterable[Waiting]" = ()) -> None:
    """Say in the first line which table, day and revision is shown; then what waits."""
    click.echo(accepted.line)
    for one in files:
        click.echo(f"Lưu ý: {waits(one)}")


def waits(one: "Waiting") -> str:
    """Say that a received file was not taken yet, and why."""
    from dangvien_analysis.text.numbers import format_date

    if one.why:
        return f"{shown(one.path)} chưa có trong sổ số liệu: {one.why.rstrip('.')}."
    return (
        f"{shown(one.path)}, số liệu đến {format_date(one.as_of)}, chưa có trong sổ số liệu; "
        "dangvien report sẽ nhận tệp này."
    )


def counted(findings: "pd.DataFrame") -> str:
    """Tell how many findings there are of each severity."""
    from dangvien_analysis.findings import in_words

    return f"Phát hiện: {in_words(findings)}."
