"""One door for whoever reads figures in Python: a file, or the accepted figures of a day."""

from datetime import date
from pathlib import Path

from dangvien_analysis import snapshot
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.office.settings_file import find_settings
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.typed_days import day_given, meant


def read(
    path: str | Path,
    *,
    as_of: date | str | None = None,
    settings: Settings | None = None,
    sheet: str | None = None,
) -> Snapshot:
    """Read and check a file of units, or the accepted figures of a day.

    Parameters
    ----------
    path : str or Path
        A file of any kind that is read (Word, Excel, text, web page, PDF); a relative path that
        does not exist in the working directory is looked up in the project's folder. What stands
        in NAME.toml beside it is read with it. Or a day of the ledger, such as "2023-09-13" or
        "9/2023": the figures accepted for it, whatever they are by now.
    as_of : datetime.date or str, optional
        The day the figures run to, a text as 2023-09-13 or 13/9/2023; by default what the sidecar
        or the file itself says.
    settings : Settings, optional
        By default those of the nearest dangvien.toml upward from the working directory.
    sheet : str, optional
        The sheet of a workbook to read and no other. By default, of sheets that repeat the same
        units, the one with the latest day, else the one in front when it was saved.

    Returns
    -------
    Snapshot
        The units and everything that was found about them. No figure is mended: what cannot be
        right is a finding, and what cannot be read is NA with a finding.

    Raises
    ------
    ReadError
        When there is no table or no such sheet, or the date is not within the quota year.
    LedgerError
        When the ledger has no figures of that day, or they are not what was written.
    """
    settings, day = settings or find_settings(), day_given(as_of)
    named = meant(str(path)) if not (settings.root / path).exists() else Path(path)
    if isinstance(named, Path):
        return snapshot.read(path, as_of=day, settings=settings, sheet=sheet)
    # The ledger is loaded when it is asked.
    from dangvien_analysis.gather.choosing import chosen
    from dangvien_analysis.ledger.ledger import Ledger

    with Ledger(settings).reading() as ledger:
        return chosen(ledger, str(path), day, sheet)[0].snapshot
