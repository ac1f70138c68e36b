"""dangvien.toml -> Settings: the project's folder, the office's names, the thresholds."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from itertools import pairwise
from math import inf, isfinite
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

LONGEST_LIMIT = 366
"""Longest limit for a decision [working days]: a longer one never ends within a year."""


def _need(sound: bool, name: str, needed: str, given: object) -> None:
    """Refuse a value that makes no sense, saying what was given and what is needed."""
    if not sound:
        raise ValueError(f"{name} phải {needed}, không phải {given}")


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


@dataclass(frozen=True)
class Assumptions:
    """What a forecast takes for granted. Judgement, not measurement: no year end was at hand.

    Parameters
    ----------
    pace : float
        Pace of new dossiers from now on, as a factor of the pace so far [ratio, above 0].
    pace_sd : float
        Spread of that factor [log scale, 0 and up]; 0 for "if the pace stays". Published years
        show the last months at 0.6 to 1.5 of the earlier pace.
    approval : float
        Share of decided dossiers that is approved [fraction, above 0, at most 1].
    lead_days : float
        Prior median of the time from opening a dossier to its decision [days, above 0].
    lead_sd : float
        Prior spread of that time [log scale, 0 and up].

    Raises
    ------
    ValueError
        When a value is outside its range or not finite.
    """

    pace: float = 1.0
    pace_sd: float = 0.25
    approval: float = 0.95
    lead_days: float = 45.0
    lead_sd: float = 0.35

    def __post_init__(self) -> None:
        """Refuse what no pace, share, time or spread can be."""
        for name in ("pace", "approval", "lead_days"):
            _need(getattr(self, name) > 0, name, "lớn hơn 0", getattr(self, name))
        for name in ("pace_sd", "lead_sd"):
            _need(getattr(self, name) >= 0, name, "từ 0 trở lên", getattr(self, name))
        _need(self.approval <= 1, "approval", "không quá 1 (0.95 là 95%)", self.approval)
        for item in fields(self):
            value = getattr(self, item.name)
            _need(isfinite(value), item.name, "là một số hữu hạn", value)


@dataclass(frozen=True)
class DecisionLimit:
    """Within how many working days the competent committee decides on a cell's resolution.

    Parameters
    ----------
    start : datetime.date or None
        First day of resolutions it holds for; None where it is the first rule.
    days : int or None
        Its length [working days, counted from the day after the resolution]; None when the rule
        is in force and its limit is not known.
    source : str
        The document that sets it.

    Raises
    ------
    ValueError
        When the limit is under one day or over `LONGEST_LIMIT`, or no document is named.
    """

    start: date | None
    days: int | None
    source: str

    def __post_init__(self) -> None:
        """Refuse a limit that leaves no time or all of it, or that nobody could look up."""
        sound = self.days is None or 0 < self.days <= LONGEST_LIMIT
        _need(sound, "days", f"từ 1 đến {LONGEST_LIMIT}", self.days)
        _need(bool(self.source.strip()), "source", "là tên văn bản", repr(self.source))


DECISION_LIMITS = (
    DecisionLimit(None, 60, "QĐ 24-QĐ/TW"),
    DecisionLimit(date(2025, 5, 26), 45, "QĐ 294-QĐ/TW"),
    # In force, but its limit was not at hand: nothing is said rather than something old.
    DecisionLimit(date(2026, 7, 26), None, "QĐ 208-QĐ/TW"),
)
"""The limits by the day they came into force."""


@dataclass(frozen=True)
class Procedure:
    """Rules that bind the calendar.

    Parameters
    ----------
    decision : tuple of DecisionLimit
        Limits for the decision on a cell's resolution, rising by their first day; each holds
        until the next begins.

    Raises
    ------
    ValueError
        When they do not rise, or two begin on the same day.
    """

    decision: tuple[DecisionLimit, ...] = DECISION_LIMITS

    def __post_init__(self) -> None:
        """Refuse limits of which one could not tell which is in force."""
        starts = [limit.start or date.min for limit in self.decision]
        for earlier, later in pairwise(starts):
            if earlier >= later:
                raise ValueError(
                    "decision phải có ngày bắt đầu tăng dần, mỗi ngày một lần; "
                    f"{_first(later)} không sau {_first(earlier)}"
                )


def _first(day: date) -> str:
    return "thời hạn không ghi ngày" if day == date.min else day.isoformat()


MEGABYTE = 2**20


@dataclass(frozen=True)
class OfficialCount:
    """Row I of form 2-BTCTW: the members admitted by the official statistics.

    Parameters
    ----------
    day : datetime.date
        30 June or 31 December, the days that form is drawn up for.
    admitted : int
        Admitted since 1 January [people].

    Raises
    ------
    ValueError
        When the day is another, or the count is below 0.
    """

    day: date
    admitted: int

    def __post_init__(self) -> None:
        """Refuse a day the form is not drawn up for."""
        sound = (self.day.month, self.day.day) in ((6, 30), (12, 31))
        _need(sound, "day", "là ngày 30/6 hoặc 31/12", self.day)
        _need(self.admitted >= 0, "admitted", "từ 0 trở lên", self.admitted)


@dataclass(frozen=True)
class Statistics:
    """What the official statistics say.

    Parameters
    ----------
    form_2_btctw : tuple of OfficialCount
        Row I of that form, one a day.

    Raises
    ------
    ValueError
        When a day stands twice.
    """

    form_2_btctw: tuple[OfficialCount, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two figures for one day."""
        days = [one.day for one in self.form_2_btctw]
        _need(len(set(days)) == len(days), "form_2_btctw", "mỗi ngày một số", days)


@dataclass(frozen=True)
class Term:
    """The target of a term (nhiệm kỳ) and what its years brought.

    Parameters
    ----------
    first_year, last_year : int
        The quota years that count for it, both included; 0 when there is no term target.
    term_quota : int
        People to be admitted in the term.
    results : tuple of (int, int)
        People admitted in each finished year.

    Raises
    ------
    ValueError
        When the years do not rise, a result is of another year, or a count is below 0.
    """

    first_year: int = 0
    last_year: int = 0
    term_quota: int = 0
    results: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a term that ends before it begins, or results of other years."""
        given = self.first_year, self.last_year, self.term_quota
        whole = len(set(map(bool, given))) == 1
        _need(whole, "first_year, last_year, term_quota", "ghi đủ cả ba, đều lớn hơn 0", given)
        rising = self.first_year <= self.last_year
        _need(rising, "last_year", "không trước first_year", self.last_year)
        _need(self.term_quota >= 0, "term_quota", "từ 0 trở lên", self.term_quota)
        for year, admitted in self.results:
            inside = self.first_year <= year <= self.last_year
            _need(inside, "results", f"thuộc {self.first_year}-{self.last_year}", year)
            _need(admitted >= 0, f"results {year}", "từ 0 trở lên", admitted)


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
    forecast : Assumptions
        What a forecast takes for granted.
    procedure : Procedure
        Rules that bind the calendar.
    statistics : Statistics
        What the official statistics say.
    term : Term
        The target of the term.
    """

    root: Path
    office: Office = field(default_factory=Office)
    levels: Levels = field(default_factory=Levels)
    limits: Limits = field(default_factory=Limits)
    forecast: Assumptions = field(default_factory=Assumptions)
    procedure: Procedure = field(default_factory=Procedure)
    statistics: Statistics = field(default_factory=Statistics)
    term: Term = field(default_factory=Term)

    @property
    def register(self) -> Path:
        """Where the register of units stands, if there is one."""
        return self.root / "data" / "reference" / "units.csv"

    @property
    def aliases(self) -> Path:
        """Where printed names stand that the office has accepted, if there are any."""
        return self.root / "data" / "reference" / "aliases.csv"

    @property
    def unit_changes(self) -> Path:
        """Where it stands which units were merged, renamed or created, if any were."""
        return self.root / "data" / "reference" / "unit_changes.csv"

    @property
    def settled(self) -> Path:
        """Where decisions about findings stand, if there are any."""
        return self.root / "data" / "reference" / "settled.csv"

    @property
    def holidays(self) -> Path:
        """Where the office's own table of public holidays stands, if there is one."""
        return self.root / "data" / "reference" / "holidays.csv"

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
            "forecast": asdict(self.forecast),
            "procedure": {"decision": [_described(one) for one in self.procedure.decision]},
            "statistics": {
                "form_2_btctw": [
                    {"day": one.day.isoformat(), "admitted": one.admitted}
                    for one in self.statistics.form_2_btctw
                ]
            },
            "term": asdict(self.term) | {"results": {str(y): n for y, n in self.term.results}},
        }


def _described(limit: DecisionLimit) -> dict[str, Any]:
    """Give a limit as dangvien.toml writes it; JSON has no dates."""
    start = limit.start.isoformat() if limit.start else None
    return {"from": start, "days": limit.days, "source": limit.source}


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
    sections: dict[str, type[Any]] = {
        "office": Office,
        "levels": Levels,
        "limits": Limits,
        "forecast": Assumptions,
        "procedure": Procedure,
        "statistics": Statistics,
        "term": Term,
    }
    if unknown := set(tables) - set(sections):
        raise SettingsError(
            f"{path}: không có phần [{min(unknown)}]; các phần: {_names(sections)}."
        )
    parts = {name: _section(path, name, kind, tables.get(name)) for name, kind in sections.items()}
    return Settings(root=path.parent, **parts)


def _section(path: Path, name: str, kind: type[Any], table: Any) -> Any:
    """Build one section, refusing keys, types and values that make no sense."""
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: {name} phải là một phần [{name}].")
    place = f"{path}: [{name}]"
    known = {item.name: item.type for item in fields(kind)}
    return _built(place, kind, _values(place, known, table or {}))


def _built(place: str, kind: type[Any], values: dict[str, Any]) -> Any:
    """Build a part of the settings; what it refuses is told with its place."""
    try:
        return kind(**values)
    except ValueError as error:
        raise SettingsError(f"{place} {error}.") from error


def _values(place: str, known: Mapping[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """Take the values of a table by the types its keys should have."""
    for key in table:
        if key not in known:
            raise SettingsError(f"{place} không có mục {key!r}; các mục: {_names(known)}.")
    return {key: _value(f"{place} {key}", known[key], value) for key, value in table.items()}


_WANTED = {
    int: "một số nguyên",
    float: "một số",
    str: "một đoạn chữ trong ngoặc kép",
    date: "một ngày không có ngoặc kép, như 2025-05-26",
}
"""What a value of a type is called."""


def _value(place: str, kind: Any, value: Any) -> Any:
    """Take one value; where any number will do, a whole one does."""
    if kind in _BUILT:
        return _BUILT[kind](place, value)
    if kind is float and type(value) is int:
        value = _as_float(value)
    if type(value) is not kind:
        raise SettingsError(f"{place} phải là {_WANTED[kind]}, không phải {value!r}.")
    if kind is float and not isfinite(value):
        raise SettingsError(f"{place} phải là một số hữu hạn, không phải {value}.")
    if kind in (int, float) and value < 0:
        raise SettingsError(f"{place} không được là số âm, đang là {value}.")
    return value


def _as_float(value: int) -> float:
    """Turn a whole number into a float; one with hundreds of digits is as good as infinite."""
    try:
        return float(value)
    except OverflowError:
        return inf


def _decision(place: str, value: Any) -> tuple[DecisionLimit, ...]:
    """Build the limits for a decision, in whatever order they are written."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise SettingsError(f"{place} phải là các phần [[procedure.decision]].")
    limits = [_limit(f"{place}, phần thứ {number}:", one) for number, one in enumerate(value, 1)]
    return tuple(sorted(limits, key=lambda limit: limit.start or date.min))


def _limit(place: str, table: dict[str, Any]) -> DecisionLimit:
    values = _values(place, {"from": date, "days": int, "source": str}, table)
    parts = {"start": values.get("from"), "days": values.get("days")}
    limit: DecisionLimit = _built(
        place, DecisionLimit, parts | {"source": values.get("source", "")}
    )
    return limit


def _official(place: str, value: Any) -> tuple[OfficialCount, ...]:
    """Build the counts of form 2-BTCTW."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise SettingsError(f"{place} phải là các phần [[statistics.form_2_btctw]].")
    return tuple(
        _count(f"{place}, phần thứ {number}:", one) for number, one in enumerate(value, 1)
    )


def _count(place: str, table: dict[str, Any]) -> OfficialCount:
    values = _values(place, {"day": date, "admitted": int}, table)
    if missing := [name for name in ("day", "admitted") if name not in values]:
        raise SettingsError(f"{place} thiếu {', '.join(missing)}.")
    count: OfficialCount = _built(place, OfficialCount, values)
    return count


def _results(place: str, value: Any) -> tuple[tuple[int, int], ...]:
    """Take what the years of a term brought, by year."""
    if not isinstance(value, dict) or not all(re.fullmatch(r"\d{4}", year) for year in value):
        raise SettingsError(f"{place} phải ghi theo năm, như {{ 2021 = 250, 2022 = 265 }}.")
    counts = ((int(year), _value(f"{place} {year}", int, one)) for year, one in value.items())
    return tuple(sorted(counts))


_BUILT: dict[Any, Callable[[str, Any], Any]] = {
    tuple[DecisionLimit, ...]: _decision,
    tuple[OfficialCount, ...]: _official,
    tuple[tuple[int, int], ...]: _results,
}
"""Who builds a value that is not a plain one, by its type."""


def _names(known: Mapping[str, Any]) -> str:
    return ", ".join(known)
