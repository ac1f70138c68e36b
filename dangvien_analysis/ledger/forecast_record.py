"""Forecasts kept to account: what was said, when and on which assumptions, in data/processed."""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.errors import RecordError
from dangvien_analysis.files import write_bytes
from dangvien_analysis.forecasting.forecast import Forecast
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.cells import csv_for_people
from dangvien_analysis.text.lists import appended, columns_of
from dangvien_analysis.text.numbers import format_date

FORECASTS, UNITS = "forecasts.csv", "forecasts_units.csv"
_ENDS = ("low80", "high80", "low95", "high95")
_ASSUMED = ("pace", "pace_sd", "approval", "lead_days", "lead_sd")
COLUMNS = (
    *("forecast", "made", "as_of", "deadline", "target", "quota", "admitted", "pending"),
    *("median", *_ENDS, "p_target", "expected_met", "met_low80", "met_high80"),
    *_ASSUMED,
    *("history", "carried_over"),
    *("version", "source", "sha256"),
)
"""One line a forecast; ``forecast`` is its key, made of what it was made from; ``history`` are the
dates of the earlier tables it looked at."""
UNIT_COLUMNS = (
    *("forecast", "as_of", "deadline", "unit_id", *COUNTS),
    *("p_meet", "expected", *_ENDS, "band"),
)
"""One line a unit and forecast."""

_DAYS = ("made", "as_of", "deadline")
_TEXTS = {"forecast", *_DAYS, "history", "version", "source", "sha256", "unit_id", "band"}
_NEEDED = ("forecast", "as_of", "deadline")
_DIGITS = 6


def record(
    snapshot: Snapshot,
    ahead: Forecast,
    made: date,
    *,
    history: Iterable[date] = (),
    carried_over: int | None = None,
) -> bool:
    """Append a forecast to the two files, unless it stands there already.

    Raises RecordError when a file there cannot be read; nothing is changed then.
    """
    folder = snapshot.settings.processed
    kept = _read(folder / FORECASTS, COLUMNS), _read(folder / UNITS, UNIT_COLUMNS)
    line = _line(snapshot, ahead, made, history, carried_over)
    rows = _unit_rows(snapshot, ahead, str(line["forecast"]))
    # The units first: a forecast whose line is there is whole.
    new = False
    for name, table, lines in (
        (UNITS, kept[1], rows),
        (FORECASTS, kept[0], pd.DataFrame([line], columns=list(COLUMNS))),
    ):
        if line["forecast"] not in set(table["forecast"]):
            _append(folder / name, lines)
            new = True
    return new


def read_forecasts(settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read what was said.

    Gives the forecasts, columns `COLUMNS`, and their units, columns `UNIT_COLUMNS`; empty when
    there are none.
    """
    forecasts = _read(settings.processed / FORECASTS, COLUMNS)
    units = _read(settings.processed / UNITS, UNIT_COLUMNS)
    return (
        _numbers(forecasts, settings.processed / FORECASTS),
        _numbers(units, settings.processed / UNITS),
    )


def forecasts_of(settings: Settings, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the forecasts of one year."""
    forecasts, units = read_forecasts(settings)
    inside = forecasts["deadline"].str.startswith(f"{year:04d}-")
    if not inside.any():
        raise RecordError(f"{settings.processed / FORECASTS}: chưa ghi dự báo nào của năm {year}.")
    forecasts = forecasts[inside]
    return forecasts, units[units["forecast"].isin(forecasts["forecast"])]


def year_end(settings: Settings, deadline: date) -> pd.Series:
    """Give the last figures of a year."""
    with Ledger(settings).reading() as ledger:
        current = ledger.current(deadline)
        if current is None:
            raise RecordError(
                f"Chưa có số liệu cuối năm, đến ngày {format_date(deadline)} ({ledger.root}). Khi "
                "đã nhận, hãy lập báo cáo của ngày đó hoặc ghi TỆP sau năm."
            )
        return ledger.units(current)["admitted"]


def _line(
    snapshot: Snapshot,
    ahead: Forecast,
    made: date,
    history: Iterable[date],
    carried_over: int | None,
) -> dict[str, Any]:
    source, whole = snapshot.source, ahead.district
    assumed = asdict(snapshot.settings.forecast)
    units = snapshot.units
    facts: dict[str, Any] = {
        "as_of": _iso(snapshot.as_of),
        "deadline": _iso(source.deadline),
        "target": snapshot.target or 0,
        **{name: assumed[name] for name in _ASSUMED},
        "history": " ".join(map(_iso, history)),
        "carried_over": carried_over,
        "version": version("dangvien-analysis"),
        "sha256": source.sha256,
    }
    key = hashlib.sha256(repr(sorted((k, str(v)) for k, v in facts.items())).encode())
    said = {
        name: _number(whole[name])
        for name in COLUMNS
        if name in whole.index and name not in _ASSUMED
    }
    sums = {name: int(units[name].sum()) for name in ("quota", "admitted", "pending")}
    line = {"forecast": key.hexdigest()[:12], "made": _iso(made), "source": source.path.name}
    return {**line, **facts, **sums, **said}


def _unit_rows(snapshot: Snapshot, ahead: Forecast, key: str) -> pd.DataFrame:
    table = snapshot.units[list(COUNTS)].join(ahead.units).reset_index(names="unit_id")
    table = table.assign(
        forecast=key, as_of=_iso(snapshot.as_of), deadline=_iso(snapshot.source.deadline)
    )
    for name in ("p_meet", "expected"):
        table[name] = table[name].round(_DIGITS)
    return table[list(UNIT_COLUMNS)].astype({"band": "object"})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: float) -> float | int:
    rounded = round(float(value), _DIGITS)
    return int(rounded) if rounded.is_integer() else rounded


def _append(path: Path, lines: pd.DataFrame) -> None:
    """Add lines under what is there, byte for byte, written beside and renamed."""
    content = path.read_bytes() if path.is_file() else b""
    rows = csv.DictReader(io.StringIO(csv_for_people(lines), newline=""))
    write_bytes(path, appended(content, [str(name) for name in lines], *rows))


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read one file as texts; an empty table when there is none."""
    content = path.read_bytes() if path.is_file() else b""
    if not content:
        return pd.DataFrame(columns=list(columns), dtype="str")
    try:
        found = columns_of(path, content, columns, error=RecordError)
        texts = found.texts | {name: found.iso_days(name) for name in _DAYS if name in columns}
    except RecordError as error:
        raise RecordError(f"{error} Hãy khôi phục bản cũ hoặc chuyển tệp đi.") from error
    for at, key in enumerate(zip(*(texts[name] for name in _NEEDED), strict=True)):
        if not all(key):
            raise RecordError(f"{found.row(at).place}: thiếu ô; hãy khôi phục bản cũ.")
    if found.separator != ",":
        # A spreadsheet that parts cells otherwise does so because its decimals have the comma.
        numbers = texts.keys() - _TEXTS
        texts |= {name: [text.replace(",", ".") for text in texts[name]] for name in numbers}
    return pd.DataFrame(texts, dtype="str")


def _numbers(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Turn texts into numbers, an empty cell into NA."""
    try:
        return table.assign(
            **{
                name: pd.to_numeric(table[name].replace("", None)).astype("Float64")
                for name in table.columns
                if name not in _TEXTS
            }
        )
    except ValueError as error:
        raise RecordError(f"{path}: có ô phải là số mà không phải.") from error
