"""dangvien.toml -> Settings: the project's folder, the office's names, the thresholds."""

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import SettingsError

FILE_NAME = "dangvien.toml"

SMALL_QUOTA = 2
"""Quotas up to this are shown in counts and not judged by pace. At the district's pace in
September 2023 eight of its 17 such units would have nobody by chance, and eight had nobody."""

RANKED_QUOTA = 5
"""Units with a smaller quota are not ranked: one person moves their rate by 20 points or more."""

RATED_QUOTA = 20
"""Groups of units with a smaller quota are shown in counts: one person moves their rate by more
than five points."""


@dataclass(frozen=True)
class Office:
    """Names that stand at the head of reports; empty when not set.

    Parameters
    ----------
    superior_body, issuing_body, place : str
        For example "HUYỆN ỦY …", "BAN TỔ CHỨC", and the place of signing.
    """

    superior_body: str = ""
    issuing_body: str = ""
    place: str = ""


@dataclass(frozen=True)
class Levels:
    """Thresholds of the levels.

    Parameters
    ----------
    small_quota : int
        Quotas up to this [people a year] are not judged by pace.
    ranked_quota : int
        Smallest quota [people a year] that takes part in a ranking.
    """

    small_quota: int = SMALL_QUOTA
    ranked_quota: int = RANKED_QUOTA


MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """How large a file from outside may be.

    An office's table is far below all of these; they keep a damaged or hostile file from stopping
    the machine.

    Parameters
    ----------
    file_mb : int
        A file as it lies on disk [MB]; a table of 50,000 units is under 3.
    unpacked_mb : int
        What an office file unpacks to [MB]; a table of 50,000 units is 16.
    ratio : int
        How many times larger a file may be unpacked; real tables reach about 70.
    members : int
        Parts inside an office file; a document with many pictures has some hundred.
    rows : int
        Rows of a sheet, a table or a text; there are about 52,000 grassroots organisations in
        the country.
    cells : int
        Cells of a whole file, empty ones between others included.
    pages : int
        Pages of a PDF: a district's table has two to five, a province's some tens.
    seconds : int
        For one PDF, .xls or .ods [s]; a page of a PDF takes a fifth of a second.
    memory_mb : int
        Memory for reading one PDF [MB], half of it for one .xls or .ods; ordinary ones need
        under 150.
    office_seconds : int
        For LibreOffice to turn an old Word file into a new one [s]; its first start is slow.
    """

    file_mb: int = 50
    unpacked_mb: int = 150
    ratio: int = 200
    members: int = 5_000
    rows: int = 100_000
    cells: int = 2_000_000
    pages: int = 60
    seconds: int = 15
    memory_mb: int = 700
    office_seconds: int = 60


@dataclass(frozen=True)
class Settings:
    """What an office sets once.

    Parameters
    ----------
    root : Path
        The project's folder, which holds data/, notebooks/ and reports/.
    office : Office
        Names for the head of reports.
    levels : Levels
        Thresholds.
    limits : Limits
        How large a file from outside may be.
    """

    root: Path
    office: Office = field(default_factory=Office)
    levels: Levels = field(default_factory=Levels)
    limits: Limits = field(default_factory=Limits)

    @property
    def register(self) -> Path:
        """Where the register of units stands, if there is one."""
        return self.root / "data" / "reference" / "units.csv"

    @property
    def aliases(self) -> Path:
        """Where printed names stand that the office has accepted, if there are any."""
        return self.root / "data" / "reference" / "aliases.csv"

    @property
    def raw(self) -> Path:
        """The folder of files as they were received."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """The folder that only the package writes to."""
        return self.root / "data" / "processed"

    @property
    def reports(self) -> Path:
        """The folder of meeting packs."""
        return self.root / "reports"

    @property
    def notebooks(self) -> Path:
        """The folder of validated notebooks."""
        return self.root / "notebooks"

    @property
    def work(self) -> Path:
        """The folder of notebook copies to explore in."""
        return self.root / "work"

    def described(self) -> dict[str, Any]:
        """Give what was set, without this machine's folder.

        Returns
        -------
        dict
            The tables of dangvien.toml with the values in force.
        """
        return {
            "office": asdict(self.office),
            "levels": asdict(self.levels),
            "limits": asdict(self.limits),
        }


def find_settings(start: Path | None = None) -> Settings:
    """Find the project's folder and read its settings.

    Parameters
    ----------
    start : Path, optional
        Where to look from, upwards; the working directory by default.

    Returns
    -------
    Settings
        From the nearest dangvien.toml; defaults with the starting folder when there is none.

    Raises
    ------
    SettingsError
        When the file is not valid TOML, or has a key or a value that is not known.
    """
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE_NAME).is_file():
            return read_settings(candidate / FILE_NAME)
    return Settings(root=folder)


def read_settings(path: Path) -> Settings:
    """Read one settings file.

    Parameters
    ----------
    path : Path
        A dangvien.toml.

    Returns
    -------
    Settings
        Its settings; `root` is the file's folder.

    Raises
    ------
    SettingsError
        When the file is not valid TOML, or has a key or a value that is not known.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: không đọc được tệp thiết lập ({error}).") from error
    sections = {"office": Office, "levels": Levels, "limits": Limits}
    if unknown := set(tables) - set(sections):
        raise SettingsError(
            f"{path}: không có phần [{min(unknown)}]; các phần: {_names(sections)}."
        )
    parts = {name: _section(path, name, kind, tables.get(name)) for name, kind in sections.items()}
    return Settings(root=path.parent, **parts)


def _section(path: Path, name: str, kind: type[Any], table: Any) -> Any:
    """Build one section, refusing keys and types that are not known."""
    known = {item.name: item.type for item in fields(kind)}
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: {name} phải là một phần [{name}].")
    for key, value in (table or {}).items():
        if key not in known:
            raise SettingsError(
                f"{path}: [{name}] không có mục {key!r}; các mục: {_names(known)}."
            )
        if type(value) is not known[key]:
            wanted = "một số nguyên" if known[key] is int else "một đoạn chữ trong ngoặc kép"
            raise SettingsError(f"{path}: [{name}] {key} phải là {wanted}, không phải {value!r}.")
        if isinstance(value, int) and value < 0:
            raise SettingsError(f"{path}: [{name}] {key} không được là số âm, đang là {value}.")
    return kind(**(table or {}))


def _names(known: dict[str, Any]) -> str:
    return ", ".join(known)
