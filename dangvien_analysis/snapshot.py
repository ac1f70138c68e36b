"""Snapshot: one checked table with its findings; `read` makes it, `assess` measures it."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pandas as pd

from dangvien_analysis.checks.figures_day import check_day, check_sidecar, day_of_figures
from dangvien_analysis.checks.headline import (
    Told,
    as_headline,
    check_headline,
    check_period,
    check_prose,
    headline_of,
)
from dangvien_analysis.checks.likely import check_admitted
from dangvien_analysis.checks.names import check_names
from dangvien_analysis.checks.official import check_official
from dangvien_analysis.checks.sums import check_table
from dangvien_analysis.columns import COUNTS, NUMBERS, SIMULATED, label
from dangvien_analysis.document.passages import (
    Passage,
    Printed,
    Stated,
    passages,
    read_document,
)
from dangvien_analysis.document.sheet_choice import chosen_sheet
from dangvien_analysis.document.sidecar import Claims, Document, read_sidecar, sidecar_path
from dangvien_analysis.errors import ReadError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.findings import Finding, in_words, to_frame
from dangvien_analysis.intake.cleaning import Tidy, tidy
from dangvien_analysis.intake.headings.column_words import meaning
from dangvien_analysis.intake.headings.refusals import without_people
from dangvien_analysis.intake.layout import find_table
from dangvien_analysis.intake.rates import RateReading, rate_reading, rows_of
from dangvien_analysis.intake.received import state
from dangvien_analysis.intake.table import Table
from dangvien_analysis.measures.measure import measure
from dangvien_analysis.office.register import Register, org_type_of, read_register, with_aliases
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.office.settings_file import find_settings
from dangvien_analysis.office.settled import apply_settled, read_settled
from dangvien_analysis.readers.decoding import decoded, is_unmarked, refuse_damaged, reread
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.named_file import located, refuse_missing
from dangvien_analysis.readers.reader import read_grid
from dangvien_analysis.text.numbers import format_count, format_date
from dangvien_analysis.text.quoting import visible
from dangvien_analysis.text.years import FIRST_YEAR, LAST_YEAR, years_within_reason
from dangvien_analysis.uncollected import uncollected

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """Where a snapshot comes from and what its document says of itself."""

    path: Path  # The file that was read
    sha256: str  # The hash of its bytes
    document_number: str = ""  # As stated; empty when not known
    title: str = ""
    # Date of issue; day by which the quota is to be met, 31 December when not stated
    issued: date | None = None
    deadline: date | None = None
    quota_year: int | None = None  # The year of the quota; that of the figures when not stated
    # What the printed rates mean: ``with_pending``, ``admitted``, or None without rates
    rate_reading: str | None = None
    claims: Claims = field(default_factory=Claims)  # The headline figures as stated
    simulated: bool = False  # Whether the figures were made up; said wherever they are seen
    sheet: str = ""  # The sheet of a workbook that was chosen; empty where there was no choice


@dataclass(frozen=True, repr=False)
class Snapshot:
    """A checked table of units on one day. Plain data: nothing in it reads or writes.

    Parameters
    ----------
    units : DataFrame
        One row a unit, index ``unit_id``, columns ``columns.TIDY``, in the file's order; units
        of the register that are absent from the file stand last, their counts NA.
    findings : DataFrame
        What disagrees: severity, code, unit_id, column, place, stated, computed, message.
    stated : Series
        The totals as printed, by column; NA where the file prints none.
    origin : Tidy
        The rows of the file behind the units; `places` are worked out from them.
    as_of : datetime.date or None
        The day the figures run to.
    source : Source
        The file and what its document says of itself.
    settings : Settings
        The settings it was read with.
    """

    units: pd.DataFrame
    findings: pd.DataFrame
    stated: pd.Series
    origin: Tidy
    as_of: date | None
    source: Source
    settings: Settings

    def __repr__(self) -> str:
        """Give a short card: document, day, counts, findings."""
        return "\n".join(self._card())

    def _repr_html_(self) -> str:
        """Give the same card for a notebook."""
        return "<br>\n".join(map(escape, self._card()))

    def _card(self) -> Iterator[str]:
        source = self.source
        if source.simulated:
            yield SIMULATED
        named = ", ".join(map(visible, filter(None, (source.document_number, source.title))))
        yield named or visible(source.path.name)
        if named:
            yield f"Tệp: {visible(source.path.name)}"
        yield (
            f"Số liệu đến ngày {format_date(self.as_of)}" if self.as_of else "Chưa rõ ngày số liệu"
        )
        counts = self.units[list(COUNTS)].sum(min_count=1)
        # The quota of all is the printed one, as in the briefing.
        counts["quota"] = pd.NA if self.target is None else self.target
        told = (
            f"{label(name).lower()} "
            f"{'chưa rõ' if pd.isna(counts[name]) else format_count(counts[name])}"
            for name in COUNTS
        )
        yield f"{format_count(len(self.units))} đơn vị: {', '.join(told)}"
        yield f"Phát hiện: {in_words(self.findings)}"

    @property
    def stated_quota(self) -> int | None:
        """The total quota as printed [people a year]; None when it is not."""
        stated = self.stated.dropna().get("quota")
        return None if stated is None else int(stated)

    @property
    def target(self) -> int | None:
        """The total quota as printed, else the sum of the quotas [people a year]."""
        if self.stated_quota is not None:
            return self.stated_quota
        whole = self.units["quota"].sum(min_count=1)
        return None if pd.isna(whole) else int(whole)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Where each figure of `units` stands in the file; empty text for absent units.

        The total row's places stand under the index "".
        """
        lines, table = list(self.origin.rows.values()), self.origin.table
        columns = ["unit_no", "unit_name", *NUMBERS]
        frame = pd.DataFrame(
            table.places(lines, columns),
            index=pd.Index(list(self.origin.rows), name="unit_id", dtype="str"),
            dtype="str",
        )
        index = [*self.units.index, *([""] if "" in self.origin.rows else [])]
        return frame.reindex(index, fill_value="")


def read(
    path: str | Path,
    *,
    as_of: date | None = None,
    settings: Settings | None = None,
    sheet: str | None = None,
) -> Snapshot:
    """Read and check a file of units.

    Gives the units and everything that was found about them. No figure is mended: what cannot be
    right is a finding, and what cannot be read is NA with a finding.

    `as_of`: the day the figures run to; by default what the sidecar or the file itself says.
    `sheet`: the sheet of a workbook to read and no other.
    """
    return read_kept(path, as_of=as_of, settings=settings, sheet=sheet)[0]


def read_kept(
    path: str | Path,
    *,
    as_of: date | None = None,
    settings: Settings | None = None,
    sheet: str | None = None,
) -> tuple[Snapshot, bytes]:
    """Read and check a file, and give the very bytes that were read."""
    settings = settings or find_settings()
    found = located(Path(path), settings)
    refuse_missing(found, settings.limits)
    content = found.read_bytes()
    with (
        uncollected(),
        TemporaryDirectory(prefix="dangvien-", ignore_cleanup_errors=True) as folder,
    ):
        # Readers want a file with its name; nobody else writes to this one.
        frozen = Path(folder) / found.name
        frozen.write_bytes(content)
        return _read(found, frozen, as_of, settings, sheet), content


def _read(
    path: Path, frozen: Path, as_of: date | None, settings: Settings, sheet: str | None
) -> Snapshot:
    """Read the bytes of `frozen`, which were those of `path`."""
    register = with_aliases(read_register(settings.register), settings.aliases)
    known_words = partial(_known_words, register)
    grid = read_grid(frozen, settings.limits, known_words)
    if _has_parts(grid):
        # Before anything of them could be quoted.
        grid = without_people(grid, path.name)
    grid = reread(grid, known_words)
    refuse_damaged(grid, path.name)
    grid = decoded(grid, known_words)
    register = replace(register, unmarked=bool(register) and is_unmarked(grid))
    beside = read_sidecar(path)
    day = as_of or beside.as_of
    choice = chosen_sheet(grid, path.name, sheet, day)
    year = day.year if day else beside.quota_year
    table = find_table(choice.grid, path.name, register.knows, year)
    prose = passages(table.grid, table.prose)
    printed = _printed(table, prose, beside.issued)
    document, notes = _dated(beside, printed, as_of, path)
    cleaned = tidy(table, register, document.as_of)
    reading = rate_reading(rows_of(cleaned.units, cleaned.printed["stated_rate"]))
    document, headlines = _headlines(document, prose, cleaned, path)
    notes += [
        *_file_state(path),
        *table.grid.findings,
        *choice.findings,
        *cleaned.findings,
        *headlines,
        *check_table(cleaned, reading),
        *check_admitted(cleaned),
        *check_names(cleaned, register),
        *check_official(cleaned.units, document.as_of, settings.statistics.form_2_btctw),
        *check_period(document.title, document.as_of, _title_place(beside, printed, path)),
    ]
    units, stated = _in_percent(cleaned, reading)
    source = _source(path, sha256_of(frozen), document, reading, choice.sheet)
    settlements = read_settled(settings.settled)
    findings, units, stated = apply_settled(
        to_frame(notes), units, stated, settlements, source.quota_year
    )
    return Snapshot(units, findings, stated, cleaned, document.as_of, source, settings)


def _has_parts(grid: Grid) -> bool:
    """Tell whether a file has tables beside each other, or prose beside a table."""
    # The rows of a workbook, of which there may be tens of thousands, are those of its sheets.
    one_sheet = (
        grid.kind is Kind.SHEET and grid.rows[:1] and grid.rows[0].part == grid.rows[-1].part
    )
    return grid.kind is not Kind.TEXT and not one_sheet


def assess(snapshot: Snapshot) -> pd.DataFrame:
    """Measure a snapshot with the thresholds of its settings.

    Parameters
    ----------
    snapshot : Snapshot
        A snapshot.

    Returns
    -------
    DataFrame
        `Snapshot.units` with everything that `measure` adds, same index and order. A count that
        the file has no column for is measured as absent: its rules are left out. Figures that
        were made up bear a column ``simulated``, True throughout, which every chart of them
        shows; real ones have none.
    """
    units, silent = snapshot.units, _without_column(snapshot)
    measured = measure(
        units.drop(columns=silent),
        as_of=snapshot.as_of,
        deadline=snapshot.source.deadline,
        small_quota=snapshot.settings.levels.small_quota,
    )
    for name in silent:
        measured.insert(list(units).index(name), name, units[name])
    if snapshot.source.simulated:
        measured["simulated"] = True
    return measured


def _without_column(snapshot: Snapshot) -> list[str]:
    """Name the counts that the file prints in no column; stored figures have no columns at all."""
    printed = snapshot.origin.table.positions
    blank = snapshot.units.columns[snapshot.units.isna().all()]
    return [name for name in ("pending", "pool") if name in blank and name not in printed]


def _known_words(register: Register, rows: Sequence[Row]) -> int:
    """Count the texts of some rows that name a column, or a unit by the register or its kind."""
    texts = {text for row in rows for text in row.texts if text}
    return sum(bool(meaning(text) or register.match(text) or org_type_of(text)) for text in texts)


def _printed(table: Table, prose: Sequence[Passage], issued: date | None) -> Printed:
    """Read what the document says; no sheet of a workbook dates the figures of another."""
    grid, headers = table.grid, _over_quota(table)
    if len(grid.sheets) <= 1:
        return read_document(prose, headers, issued)
    lines = [*table.units, *([table.total] if table.total else [])]
    own = {line.row.part for line in lines}
    printed = read_document(
        passages(grid, [row for row in table.prose if row.part in own]), headers, issued
    )
    other = read_document(
        passages(grid, [row for row in table.prose if row.part not in own]), (), issued
    )
    return replace(
        printed,
        number=printed.number or other.number,
        title=printed.title or other.title,
        elsewhere=next((one for one in other.days if one.source != "issued"), None),
    )


def _over_quota(table: Table) -> list[Passage]:
    """Give the cells above the first unit in the column of quotas: they may name the year."""
    first = table.units[0].row
    rows = itertools.takewhile(
        lambda row: (row.part, row.number) != (first.part, first.number), table.grid.rows
    )
    position = table.positions["quota"]
    return passages(
        table.grid, [row._replace(texts=("",) * position + (row.text(position),)) for row in rows]
    )


def _dated(
    beside: Document, printed: Printed, as_of: date | None, path: Path
) -> tuple[Document, list[Finding]]:
    """Settle what is known: the call's date, else the sidecar, else the file's own words."""
    chosen = day_of_figures(beside, printed, sidecar_path(path).name)
    notes = [*check_day(as_of, chosen, beside, printed), *check_sidecar(beside, printed)]
    day = as_of or (chosen.value if chosen else None)
    year = beside.quota_year or (day.year if day else _value(printed.quota_year))
    document = replace(
        beside,
        number=beside.number or _value(printed.number) or "",
        title=beside.title or _value(printed.title) or "",
        issued=beside.issued or _value(printed.issued),
        as_of=day,
        quota_year=year,
        deadline=beside.deadline or _deadline(printed, day, year),
    )
    _refuse_other_year(document, path)
    return document, notes


def _value(stated: Stated[T] | None) -> T | None:
    return None if stated is None else stated.value


def _deadline(printed: Printed, day: date | None, year: int | None) -> date | None:
    """Take the deadline of the prose where it fits the figures, else the year's last day."""
    if year is None:
        return None
    stated = _value(printed.deadline)
    fits = stated is not None and stated.year == year and (day is None or day <= stated)
    return stated if fits else date(year, 12, 31)


def _title_place(beside: Document, printed: Printed, path: Path) -> str:
    if beside.title or printed.title is None:
        return f"{sidecar_path(path).name} [document]"
    return printed.title.place


def _headlines(
    document: Document, prose: Sequence[Passage], cleaned: Tidy, path: Path
) -> tuple[Document, list[Finding]]:
    """Hold the sidecar's headline, then the prose, against the table; one claim once."""
    units, stated = cleaned.units, cleaned.stated
    place = f"{sidecar_path(path).name} [headline]"
    findings = check_headline(document.claims, units, stated, place)
    said = {(one.code, one.stated, one.computed) for one in findings}
    told = list(_told(prose))
    headline = headline_of(told, units, stated, document.quota_year)
    findings += [
        one
        for one in check_prose(told, headline, units, stated)
        if (one.code, one.stated, one.computed) not in said
    ]
    if headline is not None and document.claims == Claims():
        document = replace(document, claims=as_headline(headline.claim))
    return document, findings


def _told(prose: Sequence[Passage]) -> Iterator[Told]:
    """Give what the prose claims; what reads it is loaded when there is prose."""
    if prose:
        from dangvien_analysis.document.claims import find_claims

        yield from (Told(claim, one.place) for one in prose for claim in find_claims(one.text))


def _refuse_other_year(document: Document, path: Path) -> None:
    day, year, deadline = document.as_of, document.quota_year, document.deadline
    # A day to come is told by a finding, as long as it is not of another age.
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ReadError(
            f"{path.name}: ngày số liệu {format_date(day)} không hợp lý, năm phải "
            f"{years_within_reason()}; nếu văn bản ghi sai, thêm --as-of NGÀY."
        )
    if day is None or year is None or deadline is None:
        return
    if day.year != year or deadline.year != year or day > deadline:
        raise ReadError(
            f"{path.name}: ngày số liệu {format_date(day)} và hạn {format_date(deadline)} phải "
            f"nằm trong năm chỉ tiêu {year}, và ngày số liệu không được sau hạn."
        )


def _file_state(path: Path) -> list[Finding]:
    """Report a received file, or its sidecar, that is no longer what the manifest lists."""
    changed = [
        one.name for one in (path, sidecar_path(path)) if one.is_file() and state(one) == "changed"
    ]
    return [
        Finding(
            "file_changed",
            f"Tệp {name} đã thay đổi so với mã băm ghi trong manifest.csv.",
            place=name,
        )
        for name in changed
    ]


def _in_percent(cleaned: Tidy, reading: RateReading) -> tuple[pd.DataFrame, pd.Series]:
    """Give printed rates in per cent, as shown, where a workbook keeps fractions."""
    factor = 100 // reading.scale
    stated = cleaned.stated.copy()
    stated["stated_rate"] *= factor
    units = cleaned.units
    return units.assign(stated_rate=units["stated_rate"] * factor), stated


def _source(
    path: Path, sha256: str, document: Document, reading: RateReading, sheet: str
) -> Source:
    return Source(
        path=path,
        sha256=sha256,
        document_number=document.number,
        title=document.title,
        issued=document.issued,
        deadline=document.deadline,
        quota_year=document.quota_year,
        rate_reading=reading.meaning,
        claims=document.claims,
        simulated=document.simulated,
        sheet=sheet,
    )
