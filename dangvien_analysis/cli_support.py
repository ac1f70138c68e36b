"""What every command shares: days as typed, one message for what a user can cause."""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dangvien_analysis.errors import DangvienError, system_words
from dangvien_analysis.text.years import within_reason, years_within_reason

if TYPE_CHECKING:
    from dangvien_analysis.accepted import Accepted, Waiting
    from dangvien_analysis.ledger import Ledger
    from dangvien_analysis.snapshot import Snapshot

FAILED = 2
"""Exit code when nothing could be done; 1 is kept for errors found in the figures."""
_DECEMBER, _CENTURY = 12, 100


_MONTH = re.compile(r"(?P<month>\d{1,2})\s*[/-]\s*(?P<year>\d{4})|(?P<iso>\d{4})-(?P<of>\d{1,2})")
_SAID = re.compile(r"^(ngày|tháng)\s+", re.IGNORECASE)
_LIKE_A_DAY = re.compile(r"[\d\s/.-]+")


class Month(NamedTuple):
    """A month as people type it: the day of its last table is meant.

    Parameters
    ----------
    year, month : int
        For example 2023 and 9.
    """

    year: int
    month: int

    def __str__(self) -> str:
        """Give it as it is typed."""
        return f"{self.month}/{self.year}"


class Day(click.ParamType[date]):
    """A date as people type it: 2023-09-13 or 13/9/2023.

    Parameters
    ----------
    months : bool
        Whether a month may stand for the day of its last table: 9/2023.
    """

    name = "ngày"

    def __init__(self, *, months: bool = False) -> None:
        self.months = months

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Read a day as it was typed.

        Parameters
        ----------
        value : str, datetime.date or Month
            What was typed.
        param : click.Parameter
            The parameter it was typed for.
        ctx : click.Context
            The command.

        Returns
        -------
        datetime.date or Month
            The day, or the month where months are taken.
        """
        if isinstance(value, date | Month):
            return value
        found = self._month(value) if self.months else None
        shapes = "2023-09-13 hoặc 13/9/2023" + (", hoặc cả tháng: 9/2023" if self.months else "")
        try:
            day = found or _day(value)
        except ValueError:
            self.fail(f"{value!r} không phải là ngày; viết như {shapes}.")
        if not within_reason(day.year):
            short = " Viết đủ bốn chữ số của năm." if day.year < _CENTURY else ""
            self.fail(f"{value!r}: năm phải {years_within_reason()}.{short}")
        return day

    def _month(self, text: str) -> Month | None:
        found = _MONTH.fullmatch(text.strip())
        if found is None:
            return None
        month = int(found["month"] or found["of"])
        if not 1 <= month <= _DECEMBER:
            return None
        return Month(int(found["year"] or found["iso"]), month)


def _day(text: str) -> date:
    """Read a day, the month never before the day of the month."""
    if "/" in text:
        day, month, year = map(int, text.split("/"))
        return date(year, month, day)
    return date.fromisoformat(text)


class Words(click.ParamType[str]):
    """A text that must say something."""

    name = "chữ"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Take a text as it was typed.

        Parameters
        ----------
        value : str
            What was typed.
        param : click.Parameter
            The parameter it was typed for.
        ctx : click.Context
            The command.

        Returns
        -------
        str
            The text.
        """
        if not str(value).strip():
            self.fail("đang để trống; cần ghi rõ.")
        return str(value)


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
what_argument = click.argument("what", required=False, metavar="[TỆP|NGÀY]")


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
        where = f"{error.filename}: " if error.filename else ""
        raise Failure(f"{where}{system_words(error)}.") from error


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


def meant(what: str | None) -> Path | date | Month | None:
    """Tell a date from a file's name.

    Parameters
    ----------
    what : str or None
        What was typed.

    Returns
    -------
    Path, datetime.date, Month or None
        The file when there is one of this name, or when it does not look like a date.
    """
    if what is None:
        return None
    if not Path(what).exists():
        what = _SAID.sub("", what.strip())
    if Path(what).exists() or not _LIKE_A_DAY.fullmatch(what):
        return Path(what)
    try:
        day: date | Month = Day(months=True).convert(what, None, None)
    except click.BadParameter as error:
        raise Failure(f"{error.format_message()} (Không có tệp nào tên như vậy.)") from error
    return day


def day_in(ledger: "Ledger", day: date | Month) -> date:
    """Give the day that is meant: of a month, that of its last table.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    day : datetime.date or Month
        What was typed.

    Returns
    -------
    datetime.date
        The day.
    """
    if isinstance(day, date):
        return day
    known = ledger.dates()
    found = [one for one in known if (one.year, one.month) == day]
    if not found:
        listed = ", ".join(map(str, known)) or "chưa có ngày nào"
        raise Failure(f"chưa có số liệu tháng {day} trong sổ; các ngày đã có: {listed}.")
    return found[-1]


def figures(what: str | None, as_of: date | None) -> "tuple[Accepted, list[Waiting]]":
    """Give the figures that are meant, and the received files that wait to be taken.

    Parameters
    ----------
    what : str or None
        A file or a date; the latest day of the ledger when None, or the newest file of data/raw
        as long as nothing was accepted.
    as_of : datetime.date or None
        The day the file's figures run to, when it does not say it.

    Returns
    -------
    tuple of Accepted and list of Waiting
        The figures with their place in the ledger; the files, when none was named.
    """
    from dangvien_analysis.accepted import accepted_on, standing_of, waiting
    from dangvien_analysis.ledger import Ledger
    from dangvien_analysis.settings_file import find_settings
    from dangvien_analysis.snapshot import read

    found = meant(what)
    with Ledger(find_settings()).reading() as ledger:
        if isinstance(found, Path):
            snapshot = read(found, as_of=as_of, settings=ledger.settings)
            return standing_of(ledger, snapshot), []
        if found is not None:
            return accepted_on(ledger, day_in(ledger, found)), []
        files, latest = waiting(ledger), ledger.latest()
        if as_of is None and latest is not None:
            return accepted_on(ledger, latest.as_of), files
        if as_of is not None and ledger.current(as_of) is not None:
            return accepted_on(ledger, as_of), files
        path = newest(ledger, files, as_of)
        snapshot = read(path, as_of=as_of, settings=ledger.settings)
        return standing_of(ledger, snapshot), [one for one in files if one.path != path]


def newest(ledger: "Ledger", files: "list[Waiting]", as_of: date | None) -> Path:
    """Find the received file that is meant where the ledger has nothing of the kind.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    files : list of Waiting
        What waits to be taken.
    as_of : datetime.date or None
        The day that was typed, for a file that names none.

    Returns
    -------
    Path
        The file with the latest figures; with a day, the one that names none.
    """
    from dangvien_analysis.intake.kinds import SUFFIXES

    raw = shown(ledger.settings.raw)
    readable = [one for one in files if one.snapshot is not None]
    undated = [one for one in readable if one.snapshot and one.snapshot.as_of is None]
    if as_of is not None and ledger.latest() is not None:
        readable = undated
    if readable:
        same = [one for one in readable if one.as_of == readable[-1].as_of]
        if len(same) > 1:
            names = ", ".join(shown(one.path) for one in same)
            raise Failure(
                f"{raw}: có {len(same)} tệp cho cùng một ngày ({names}); hãy ghi rõ TỆP."
            )
        return same[0].path
    if files and as_of is None:
        raise Failure(f"{shown(files[-1].path)}: {files[-1].why}")
    what = f"không có tệp số liệu nào ({', '.join(SUFFIXES)}); tệp ở chỗ khác thì ghi rõ TỆP"
    if as_of is not None and ledger.dates():
        listed = ", ".join(map(str, ledger.dates()))
        what = f"chưa có số liệu {as_of} trong sổ; các ngày đã có: {listed}"
    raise Failure(f"{raw}: {what}.")


def tell_first(accepted: "Accepted", files: "Iterable[Waiting]" = ()) -> None:
    """Say in the first line which table, day and revision is shown; then what waits.

    Parameters
    ----------
    accepted : Accepted
        The figures.
    files : iterable of Waiting
        Received files that wait to be taken.
    """
    click.echo(accepted.line)
    for one in files:
        click.echo(f"Lưu ý: {waits(one)}")


def waits(one: "Waiting") -> str:
    """Say that a received file was not taken yet, and why.

    Parameters
    ----------
    one : Waiting
        The file.

    Returns
    -------
    str
        A sentence.
    """
    from dangvien_analysis.text.numbers import format_date

    if one.why:
        return f"{shown(one.path)} chưa có trong sổ số liệu: {one.why.rstrip('.')}."
    return (
        f"{shown(one.path)}, số liệu đến {format_date(one.as_of)}, chưa có trong sổ số liệu; "
        "dangvien report sẽ nhận tệp này."
    )


def counted(snapshot: "Snapshot") -> str:
    """Tell how many findings there are of each severity.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table, with what a comparison with earlier ones found.

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
