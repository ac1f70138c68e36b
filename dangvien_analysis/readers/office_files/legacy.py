"""Old Word files (.doc, and RTF under that name) -> .docx, through LibreOffice."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.child import Limit, LimitPassedError, run_bounded

# In this order; on Windows the .com waits for the end of the work, the .exe may not.
_NAMES = ("soffice.com", "soffice.exe") if os.name == "nt" else ("soffice", "libreoffice")
_PLACES = (
    Path("C:/Program Files/LibreOffice/program"),
    Path("C:/Program Files (x86)/LibreOffice/program"),
    Path("/Applications/LibreOffice.app/Contents/MacOS"),
    Path("/usr/lib/libreoffice/program"),
    Path("/opt/libreoffice/program"),
)
SECONDS: float = Limits.office_seconds
"""Longest conversion [seconds]."""
MEMORY = 900 * 2**20
"""Most memory of LibreOffice [bytes]: three times what it takes for a long notice."""
_BEGINNINGS = {b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ".doc", b"{\\rtf": ".rtf"}
_ADVICE = "mở tệp bằng Word và lưu lại thành .docx"

# Macros are off whatever their signature, links are neither updated nor followed, and what would
# still ask for an address is sent to a port of this machine where nobody answers.
_SETTINGS: dict[str, dict[str, int | str]] = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "DisableActiveContent": True,
        "BlockUntrustedRefererLinks": True,
    },
    "Office.Writer/Content/Update": {"Link": 2},
    "Office.Calc/Content/Update": {"Link": 2},
    "Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": 9,
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": 9,
    },
}


def find_office() -> Path | None:
    """Find LibreOffice.

    Gives the program, from the usual places, else from the search path; never from the working
    directory, where received files may lie. None when it is not installed.
    """
    searched = [Path(folder) for folder in os.get_exec_path()]
    folders = [*_PLACES, *(folder for folder in searched if folder.is_absolute())]
    candidates = (folder / name for folder in folders for name in _NAMES)
    return next((path for path in candidates if path.is_file()), None)


@contextmanager
def converted(
    path: Path, *, office: Path | None = None, seconds: float = SECONDS, memory: int = MEMORY
) -> Iterator[Path]:
    """Convert an old Word file to .docx, for as long as it is being read."""
    ending = old_word(path)
    if ending is None:
        raise ReadError(f"{path.name}: tệp hỏng hoặc không phải tệp Word cũ (.doc); {_ADVICE}.")
    office = office or find_office()
    if office is None:
        raise ReadError(
            f"{path.name}: tệp Word cũ ({ending}), máy này không có LibreOffice để đọc; {_ADVICE}."
        )
    with tempfile.TemporaryDirectory(prefix="dangvien-", ignore_cleanup_errors=True) as made:
        # A copy under a plain name: no lock file beside the original, which may be read-only.
        copy = Path(made) / f"van-ban{ending}"
        shutil.copyfile(path, copy)
        try:
            convert(copy, "docx", office=office, seconds=seconds, memory=memory)
        except LimitPassedError as error:
            raise ReadError(f"{path.name}: {_passed(error.limit, seconds)}; {_ADVICE}.") from error
        result = copy.with_suffix(".docx")
        if not result.is_file():
            raise ReadError(f"{path.name}: LibreOffice không mở được tệp này; {_ADVICE}.")
        yield result


def old_word(path: Path) -> str | None:
    """Tell an old Word file by its first bytes.

    ".doc" for the container that old Office files are, ".rtf" for RTF, None for another file. An
    .xls file is such a container too.
    """
    with path.open("rb") as stream:
        start = stream.read(max(map(len, _BEGINNINGS)))
    return next((name for mark, name in _BEGINNINGS.items() if start.startswith(mark)), None)


def convert(
    path: Path, wanted: str, *, office: Path, seconds: float = SECONDS, memory: int = MEMORY
) -> None:
    """Have LibreOffice write a file in another format beside it.

    Raises LimitPassedError when it passed a limit and was ended.

    It has a profile of its own in that folder, so that it never talks to an instance that a user
    has open.
    """
    profile = path.parent / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_registry(), encoding="utf-8")
    switches = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
    command = [
        str(office),
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        *switches,
        *("--convert-to", wanted, "--outdir", str(path.parent), str(path)),
    ]
    run_bounded(command, seconds=seconds, memory=memory)


def _registry() -> str:
    """Write the settings as LibreOffice's own file of settings."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{place}"><prop oor:name="{name}" oor:op="fuse"><value>'
        f"{str(value).lower() if isinstance(value, bool) else value}</value></prop></item>\n"
        for place, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n' + items + "</oor:items>\n"
    )


def _passed(limit: Limit, seconds: float) -> str:
    if limit is Limit.TIME:
        return f"LibreOffice đọc quá {seconds:.0f} giây chưa xong"
    return "LibreOffice cần quá nhiều bộ nhớ để đọc tệp này"
