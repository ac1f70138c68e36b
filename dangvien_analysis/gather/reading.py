"""One door for whoever reads figures in Python: a file, or the accepted figures of a day."""

import re
from datetime import date
from pathlib import Path

from dangvien_analysis import snapshot
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.office.settings_file import find_settings
from dangvien_analysis.snapshot import Snapshot

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(
    path: str | Path, *, as_of: date | None = None, settings: Settings | None = None
) -> Snapshot:
    """Read and check a file of units, or the accepted figures of a day.

    Parameters
    ----------
    path : str or Path
        A file of any kind that is read (Word, Excel, text, web page, PDF); a relative path that
        does not exist in the working directory is looked up in the project's folder. What stands
        in NAME.toml beside it is read with it. Or a day of the ledger, such as "2023-09-13": the
        figures accepted for it, whatever they are by now.
    as_of : datetime.date, optional
        The day the figures run to; by default what the sidecar or the file itself says.
    settings : Settings, optional
        By default those of the nearest dangvien.toml upward from the working directory.

    Returns
    -------
    Snapshot
        The units and everything that was found about them. No figure is mended: what cannot be
        right is a finding, and what cannot be read is NA with a finding.

    Raises
    ------
    ReadError
        When there is no table to read, or the date is not within the quota year.
    LedgerError
        When the ledger has no figures of that day, or they are not what was written.
    """
    settings = settings or find_settings()
    day = _day_named(str(path), settings)
    if day is None:
        return snapshot.read(path, as_of=as_of, settings=settings)
    # The ledger is loaded when it is asked.
    from dangvien_analysis.ledger.accepted import accepted_on
    from dangvien_analysis.ledger.ledger import Ledger

    with Ledger(settings).reading() as ledger:
        return accepted_on(ledger, day).snapshot


def _day_named(text: str, settings: Settings) -> date | None:
    """Tell a day of the ledger from the name of a file."""
    if not _ISO_DAY.fullmatch(text) or Path(text).exists() or (settings.root / text).exists():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
