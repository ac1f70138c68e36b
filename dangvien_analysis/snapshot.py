"""Snapshot: one checked table with its findings; `read` makes it, `assess` measures it."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from dangvien_analysis.checks.claims import check_headline, check_period
from dangvien_analysis.checks.names import check_names
from dangvien_analysis.checks.rates import RateReading, rate_reading, rows_of
from dangvien_analysis.checks.table import check_table
from dangvien_analysis.errors import ReadError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.findings import Finding, to_frame
from dangvien_analysis.intake.claims import (
    Claims,
    Document,
    date_in_prose,
    read_sidecar,
    sidecar_path,
)
from dangvien_analysis.intake.cleaning import Tidy, tidy
from dangvien_analysis.intake.layout import Table, find_table
from dangvien_analysis.intake.reader import read_grid
from dangvien_analysis.intake.received import state
from dangvien_analysis.measures.pipeline import pipeline_coverage
from dangvien_analysis.measures.progress import completion, pace
from dangvien_analysis.measures.risk import risk_levels
from dangvien_analysis.settings import Settings, find_settings
from dangvien_analysis.text.numbers import format_date
from dangvien_analysis.units import read_register


@dataclass(frozen=True)
class Source:
    """Where a snapshot comes from and what its document says of itself.

    Parameters
    ----------
    path : Path
        The file that was read.
    sha256 : str
        The hash of its bytes.
    document_number, title : str
        As stated; empty when not known.
    issued, deadline : datetime.date or None
        Date of issue; day by which the quota is to be met, 31 December when not stated.
    quota_year : int or None
        The year of the quota; that of the figures when not stated.
    rate_reading : str or None
        What the printed rates mean: ``with_pending``, ``admitted``, or None without rates.
    claims : Claims
        The headline figures as stated.
    """

    path: Path
    sha256: str
    document_number: str = ""
    title: str = ""
    issued: date | None = None
    deadline: date | None = None
    quota_year: int | None = None
    rate_reading: str | None = None
    claims: Claims = field(default_factory=Claims)


@dataclass(frozen=True)
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
    places : DataFrame
        Where each figure of `units` stands in the file; empty text for absent units. The total
        row's places stand under the index "".
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
    places: pd.DataFrame
    as_of: date | None
    source: Source
    settings: Settings


def read(
    path: str | Path, *, as_of: date | None = None, settings: Settings | None = None
) -> Snapshot:
    """Read and check a file of units.

    Parameters
    ----------
    path : str or Path
        A .tsv, .csv, .txt, .xlsx or .docx file; a relative path that does not exist in the
        working directory is looked up in the project's folder. What stands in NAME.toml beside
        it is read with it.
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
    """
    settings = settings or find_settings()
    path = _locate(Path(path), settings)
    register = read_register(settings.register)
    table = find_table(read_grid(path), path.name, lambda name: register.match(name) is not None)
    document, notes = _dated(read_sidecar(path), table, as_of, path)
    cleaned = tidy(table, register, document.as_of)
    reading = rate_reading(rows_of(cleaned.units, cleaned.printed["stated_rate"]).values())
    place = sidecar_path(path).name
    notes += [
        *_file_state(path),
        *cleaned.findings,
        *check_headline(document.claims, cleaned.units, cleaned.stated, f"{place} [headline]"),
        *check_table(cleaned, reading),
        *check_names(cleaned, register),
        *check_period(document.title, document.as_of, f"{place} [document]"),
    ]
    units, stated = _in_percent(cleaned, reading)
    source = _source(path, document, reading)
    return Snapshot(
        units, to_frame(notes), stated, _places(cleaned), document.as_of, source, settings
    )


def assess(snapshot: Snapshot) -> pd.DataFrame:
    """Measure a snapshot with the thresholds of its settings.

    Parameters
    ----------
    snapshot : Snapshot
        A snapshot.

    Returns
    -------
    DataFrame
        `Snapshot.units` with everything that `completion`, `pipeline_coverage`, `pace` and
        `risk_levels` add, same index and order.
    """
    return (
        snapshot.units.pipe(completion)
        .pipe(pipeline_coverage)
        .pipe(pace, as_of=snapshot.as_of, deadline=snapshot.source.deadline)
        .pipe(risk_levels, small_quota=snapshot.settings.levels.small_quota)
    )


def _locate(path: Path, settings: Settings) -> Path:
    """Find a relative path in the working directory, else in the project's folder."""
    if path.exists() or path.is_absolute():
        return path
    inside = settings.root / path
    return inside if inside.exists() else path


def _dated(
    document: Document, table: Table, as_of: date | None, path: Path
) -> tuple[Document, list[Finding]]:
    """Settle the date: the call's, else the sidecar's, else the one in the file's own words."""
    prose = date_in_prose(text for row in table.prose for text in row.texts)
    day = as_of or document.as_of or prose
    notes = _date_notes(day, document.as_of, as_of, sidecar_path(path).name)
    year = document.quota_year or (day.year if day else None)
    deadline = document.deadline or (date(year, 12, 31) if year else None)
    dated = replace(document, as_of=day, quota_year=year, deadline=deadline)
    _refuse_other_year(dated, path)
    return dated, notes


def _date_notes(
    day: date | None, beside: date | None, given: date | None, place: str
) -> list[Finding]:
    """Say where the date comes from, unless it stands beside the file as it should."""
    if day is None:
        message = "Không rõ số liệu tính đến ngày nào; nhịp độ không tính."
        return [Finding("no_date", message)]
    if given and beside and given != beside:
        figures = format_date(beside), format_date(given)
        message = (
            f"Ngày số liệu nhập vào là {figures[1]}, ngày ghi kèm tệp là {figures[0]}; "
            f"dùng ngày nhập vào."
        )
        return [Finding("date_overridden", message, "", "", place, *figures)]
    if not given and not beside:
        message = f"Ngày số liệu {format_date(day)} lấy từ lời văn trong tệp."
        return [Finding("date_from_text", message, computed=format_date(day))]
    return []


def _refuse_other_year(document: Document, path: Path) -> None:
    day, year, deadline = document.as_of, document.quota_year, document.deadline
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


def _places(cleaned: Tidy) -> pd.DataFrame:
    index = [*cleaned.units.index, *([""] if "" in cleaned.rows else [])]
    columns = ["unit_no", "unit_name", *cleaned.printed.columns]
    cells = {
        column: [
            cleaned.place(unit_id, column) if column in cleaned.table.positions else ""
            for unit_id in index
        ]
        for column in columns
    }
    return pd.DataFrame(cells, index=pd.Index(index, name="unit_id", dtype="str"), dtype="str")


def _source(path: Path, document: Document, reading: RateReading) -> Source:
    return Source(
        path=path,
        sha256=sha256_of(path),
        document_number=document.number,
        title=document.title,
        issued=document.issued,
        deadline=document.deadline,
        quota_year=document.quota_year,
        rate_reading=reading.meaning,
        claims=document.claims,
    )
