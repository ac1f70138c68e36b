"""Settings: the project's folder, the office's names, the thresholds."""

import os
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import BadValueError
from dangvien_analysis.measures.rules import RANKED_QUOTA, SMALL_QUOTA
from dangvien_analysis.office import bounds
from dangvien_analysis.text.quoting import shown

FILE_NAME = "dangvien.toml"

RATED_QUOTA = 20
"""Groups of units with a smaller quota are shown in counts: one person moves their rate by more
than five points."""


def project_folder(start: Path | None = None) -> Path:
    """Find the project's folder.

    `start`: where to look from, upwards; the working directory by default.
    """
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        # A folder of that name or a broken link is somebody's settings too: it is not passed by.
        if os.path.lexists(candidate / FILE_NAME):
            return candidate
    return folder


def _need(sound: bool, name: str, needed: str, given: Any) -> None:
    """Refuse a value that makes no sense, saying what was given and what is needed."""
    if not sound:
        raise BadValueError(name, needed, shown(given))


FORMAT_RULES = ("HD36", "HD05")
"""Rules of official documents: Hướng dẫn 36-HD/VPTW (2018) and 05-HD/VPTW (2026)."""
_COMMITTEES = (
    *("BAN THƯỜNG VỤ", "BAN CHẤP HÀNH", "ĐẢNG ỦY", "HUYỆN ỦY", "QUẬN ỦY", "THỊ ỦY"),
    *("THÀNH ỦY", "TỈNH ỦY"),
)
"""How the names of bodies begin that sign T/M."""


@dataclass(frozen=True)
class Office:
    """What stands at the head and the foot of reports; a dotted blank where it is not set."""

    superior_body: str = ""  # For example "HUYỆN ỦY …", "BAN TỔ CHỨC", and the place of signing
    issuing_body: str = ""
    place: str = ""
    number: str = ""  # Of the document: for example "12" and "BC/BTCHU"
    symbol: str = ""
    # For whom it is signed, such as "K/T TRƯỞNG BAN", the signer's position and name
    authority: str = ""
    position: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()  # Who receives it, a line each
    format_rules: str = "HD36"  # One of `FORMAT_RULES`

    def __post_init__(self) -> None:
        """Refuse rules nobody knows, and a committee that signs for another."""
        known = self.format_rules in FORMAT_RULES
        _need(known, "format_rules", f"là {' hoặc '.join(FORMAT_RULES)}", self.format_rules)
        deputy = self.authority.strip().upper().startswith(("K/T", "KT."))
        committee = self.issuing_body.strip().upper().startswith(_COMMITTEES)
        what = "ghi T/M khi cơ quan ban hành là cấp ủy"
        _need(not (deputy and committee), "authority", what, self.authority)


@dataclass(frozen=True)
class Levels:
    """Thresholds of the levels."""

    small_quota: int = SMALL_QUOTA  # Quotas up to this [people a year] are not judged by pace
    ranked_quota: int = RANKED_QUOTA  # Smallest quota [people a year] that takes part in a ranking

    def __post_init__(self) -> None:
        """Refuse what no unit's quota can be."""
        bounds.SMALL.check("small_quota", self.small_quota)
        bounds.RANKED.check("ranked_quota", self.ranked_quota)


@dataclass(frozen=True)
class Assumptions:
    """What a forecast takes for granted. Judgement, not measurement: no year end was at hand.

    Parameters
    ----------
    pace : float
        Pace of new dossiers from now on, as a factor of the pace so far [ratio].
    pace_sd : float
        Spread of that factor [log scale]; 0 for "if the pace stays".
    approval : float
        Share of decided dossiers that is approved [fraction].
    lead_days : float
        Prior median of the time from opening a dossier to its decision [days].
    lead_sd : float
        Prior spread of that time [log scale].

    Raises
    ------
    ValueError
        When a value is outside its range in `bounds`, or no number.
    """

    pace: float = 1.0
    pace_sd: float = 0.25
    approval: float = 0.95
    lead_days: float = 45.0
    lead_sd: float = 0.35

    def __post_init__(self) -> None:
        """Refuse what no pace, share, time or spread can be."""
        bounds.PACE.check("pace", self.pace)
        bounds.PACE_SD.check("pace_sd", self.pace_sd)
        bounds.APPROVAL.check("approval", self.approval)
        bounds.LEAD_DAYS.check("lead_days", self.lead_days)
        bounds.LEAD_SD.check("lead_sd", self.lead_sd)


@dataclass(frozen=True)
class DecisionLimit:
    """Within how many working days the competent committee decides on a cell's resolution."""

    start: date | None  # First day of resolutions it holds for; None where it is the first rule
    # Its length [working days, counted from the day after the resolution]; None when the rule is
    # in force and its limit is not known
    days: int | None
    source: str  # The document that sets it

    def __post_init__(self) -> None:
        """Refuse a limit that leaves no time or all of it, or that nobody could look up."""
        if self.days is not None:
            bounds.DECISION_DAYS.check("days", self.days)
        if self.start is not None:
            bounds.check_year("start", self.start)
        _need(bool(self.source.strip()), "source", "là tên văn bản", self.source)


DECISION_LIMITS = (
    DecisionLimit(None, 60, "QĐ 24-QĐ/TW"),
    DecisionLimit(date(2025, 5, 26), 45, "QĐ 294-QĐ/TW"),
    # In force, but its limit was not at hand: nothing is said rather than something old.
    DecisionLimit(date(2026, 7, 26), None, "QĐ 208-QĐ/TW"),
)
"""The limits by the day they came into force."""


@dataclass(frozen=True)
class Procedure:
    """Rules that bind the calendar."""

    # Limits for the decision on a cell's resolution, rising by their first day; each holds until
    # the next begins
    decision: tuple[DecisionLimit, ...] = DECISION_LIMITS

    def __post_init__(self) -> None:
        """Refuse limits of which one could not tell which is in force."""
        starts = [limit.start or date.min for limit in self.decision]
        for earlier, later in pairwise(starts):
            if earlier >= later:
                raise BadValueError(
                    "decision",
                    "có ngày bắt đầu tăng dần, mỗi ngày một lần",
                    f"{_first(earlier)} rồi {_first(later)}",
                )


def _first(day: date) -> str:
    return "thời hạn không ghi ngày" if day == date.min else day.isoformat()


MEGABYTE = 2**20


@dataclass(frozen=True)
class OfficialCount:
    """Row I of form 2-BTCTW: the members admitted by the official statistics."""

    day: date  # 30 June or 31 December, the days that form is drawn up for
    admitted: int  # Admitted since 1 January [people]

    def __post_init__(self) -> None:
        """Refuse a day the form is not drawn up for."""
        sound = (self.day.month, self.day.day) in ((6, 30), (12, 31))
        _need(sound, "day", "là ngày 30/6 hoặc 31/12", self.day)
        bounds.check_year("day", self.day)
        bounds.PEOPLE.check("admitted", self.admitted)


@dataclass(frozen=True)
class Statistics:
    """What the official statistics say."""

    form_2_btctw: tuple[OfficialCount, ...] = ()  # Row I of that form, one a day

    def __post_init__(self) -> None:
        """Refuse two figures for one day."""
        days = [one.day for one in self.form_2_btctw]
        _need(len(set(days)) == len(days), "form_2_btctw", "mỗi ngày một số", days)


@dataclass(frozen=True)
class Term:
    """The target of a term (nhiệm kỳ) and what its years brought."""

    # The quota years that count for it, both included; 0 when there is no term target
    first_year: int = 0
    last_year: int = 0
    term_quota: int = 0  # People to be admitted in the term
    results: tuple[tuple[int, int], ...] = ()  # People admitted in each finished year

    def __post_init__(self) -> None:
        """Refuse a term that ends before it begins, or results of other years."""
        names = "first_year", "last_year", "term_quota"
        whole = len({bool(getattr(self, name)) for name in names}) == 1
        missing = [name for name in names if not getattr(self, name)]
        what = f"thiếu {', '.join(missing)}"
        _need(whole, ", ".join(names), "ghi đủ cả ba, đều lớn hơn 0", what)
        if self.first_year:
            bounds.check_year("first_year", self.first_year)
            bounds.check_year("last_year", self.last_year)
        rising = self.first_year <= self.last_year
        _need(rising, "last_year", "không trước first_year", self.last_year)
        bounds.PEOPLE.check("term_quota", self.term_quota)
        for year, admitted in self.results:
            inside = self.first_year <= year <= self.last_year
            _need(inside, "results", f"thuộc {self.first_year}-{self.last_year}", year)
            bounds.PEOPLE.check(f"results {year}", admitted)


@dataclass(frozen=True)
class Limits:
    """How large a file from outside may be.

    An office's table is far below all of these; they keep a damaged or hostile file from stopping
    the machine.
    """

    file_mb: int = 50  # A file as it lies on disk [MB]; a table of 50,000 units is under 3
    unpacked_mb: int = 150  # What an office file unpacks to [MB]; a table of 50,000 units is 16
    ratio: int = 200  # How many times larger a file may be unpacked; real tables reach about 70
    # Parts inside an office file; a document with many pictures has some hundred
    members: int = 5_000
    # Rows of a sheet, a table or a text; there are about 52,000 grassroots organisations in the
    # country
    rows: int = 100_000
    cells: int = 2_000_000  # Cells of a whole file, empty ones between others included
    pages: int = 60  # Pages of a PDF: a district's table has two to five, a province's some tens
    seconds: int = 15  # For one PDF, .xls or .ods [s]; a page of a PDF takes a fifth of a second
    # Memory for reading one PDF [MB], half of it for one .xls or .ods; ordinary ones need under
    # 150
    memory_mb: int = 700
    # For LibreOffice to turn an old Word file into a new one [s]; its first start is slow
    office_seconds: int = 60

    def __post_init__(self) -> None:
        """Refuse what lets nothing through, and what the machine would not last."""
        for name, bound in bounds.LIMITS.items():
            bound.check(name, getattr(self, name))


@dataclass(frozen=True)
class Settings:
    """What an office sets once.

    What is not given has its default: nothing is read from dangvien.toml, which `find_settings`
    does.

    Parameters
    ----------
    root : Path
        The project's folder, which holds data/, notebooks/ and reports/; by default that of the
        nearest dangvien.toml upward from the working directory, else the working directory.
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

    root: Path = field(default_factory=project_folder)
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
