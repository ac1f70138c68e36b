"""dangvien.toml -> Settings; what makes no sense is refused with its place."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import BadValueError, SettingsError
from dangvien_analysis.office.settings import (
    FILE_NAME,
    Assumptions,
    DecisionLimit,
    Levels,
    Limits,
    Office,
    OfficialCount,
    Procedure,
    Settings,
    Statistics,
    Term,
    project_folder,
)
from dangvien_analysis.text.quoting import shown
from dangvien_analysis.text.toml.toml_file import Place, read_toml
from dangvien_analysis.text.toml.toml_values import refuse_hidden, sections, typed, unknown_key

_SECTIONS: Mapping[str, type[Any]] = {
    "office": Office,
    "levels": Levels,
    "limits": Limits,
    "forecast": Assumptions,
    "procedure": Procedure,
    "statistics": Statistics,
    "term": Term,
}
_SHAPE = {
    name: {item.name: item.type for item in fields(kind)} for name, kind in _SECTIONS.items()
}


def find_settings(start: Path | None = None) -> Settings:
    """Find the project's folder and read its settings.

    `start`: where to look from, upwards; the working directory by default.
    """
    folder = project_folder(start)
    # A folder of that name or a broken link is refused there, with its name.
    found = os.path.lexists(folder / FILE_NAME)
    return read_settings(folder / FILE_NAME) if found else Settings(root=folder)


def read_settings(path: Path) -> Settings:
    """Read one settings file."""
    file = read_toml(path, str(path), SettingsError)
    tables = sections(file, _SHAPE)
    parts = {
        name: _built(file.at(name), kind, _values(file.at(name), _SHAPE[name], tables[name]))
        for name, kind in _SECTIONS.items()
    }
    return Settings(root=path.parent, **parts)


_IN_FILE = {"start": "from"}
"""Keys that the settings call otherwise."""


def _built(place: Place, kind: type[Any], values: dict[str, Any]) -> Any:
    """Build a part of the settings; what it refuses is told with its place."""
    try:
        return kind(**values)
    except BadValueError as error:
        name = _IN_FILE.get(error.name, error.name)
        path = (*place.path, *name.replace(",", "").split())
        at = Place(place.file, path, place.inner(name).label)
        raise at.refused(f"phải {error.needed}, không phải {_given(values, error)}") from error


def _given(values: dict[str, Any], error: BadValueError) -> str:
    """Show a value as it was read; of a refusal about more than one value what it says itself."""
    value = values.get(error.name)
    plain = isinstance(value, int | float | str | date)
    # Whole numbers have become floats where any number will do.
    return shown(value).removesuffix(".0") if plain else error.given


def _values(place: Place, known: Mapping[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """Take the values of a table by the types its keys should have."""
    for key in table:
        if key not in known:
            raise unknown_key(place, key, known)
    return {key: _value(place.inner(key), known[key], value) for key, value in table.items()}


def _value(place: Place, kind: Any, value: Any) -> Any:
    """Take one value."""
    return _BUILT[kind](place, value) if kind in _BUILT else typed(place, kind, value)


def _parts(place: Place, value: Any, example: str) -> list[tuple[Place, dict[str, Any]]]:
    """Take the parts [[…]] of a section, each with its place."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise place.refused(f"phải là các phần [[{example}]], không phải {shown(value)}")
    return [(place.part(number), table) for number, table in enumerate(value)]


def _decision(place: Place, value: Any) -> tuple[DecisionLimit, ...]:
    """Build the limits for a decision, in whatever order they are written."""
    parts = _parts(place, value, "procedure.decision")
    limits = [_limit(*part) for part in parts]
    starts = [limit.start.isoformat() if limit.start else "" for limit in limits]
    _refuse_twice([part for part, _ in parts], starts, "thời hạn không ghi ngày")
    return tuple(sorted(limits, key=lambda limit: limit.start or date.min))


def _limit(place: Place, table: dict[str, Any]) -> DecisionLimit:
    values = _values(place, {"from": date, "days": int, "source": str}, table)
    parts = {"start": values.get("from"), "days": values.get("days")}
    limit: DecisionLimit = _built(
        place, DecisionLimit, parts | {"source": values.get("source", "")}
    )
    return limit


def _official(place: Place, value: Any) -> tuple[OfficialCount, ...]:
    """Build the counts of form 2-BTCTW."""
    parts = _parts(place, value, "statistics.form_2_btctw")
    counts = tuple(_count(*part) for part in parts)
    _refuse_twice([part for part, _ in parts], [one.day.isoformat() for one in counts])
    return counts


def _count(place: Place, table: dict[str, Any]) -> OfficialCount:
    values = _values(place, {"day": date, "admitted": int}, table)
    if missing := [name for name in ("day", "admitted") if name not in values]:
        raise place.refused(f"thiếu mục {', '.join(missing)}")
    count: OfficialCount = _built(place, OfficialCount, values)
    return count


def _refuse_twice(places: list[Place], days: list[str], undated: str = "") -> None:
    """Refuse two parts of one day, at the second of them."""
    for number, day in enumerate(days):
        if (first := days.index(day)) < number:
            raise places[number].refused(
                f"phải có ngày khác, mỗi ngày một lần; {day or undated} đã có ở phần thứ"
                f" {first + 1}"
            )


def _results(place: Place, value: Any) -> tuple[tuple[int, int], ...]:
    """Take what the years of a term brought, by year."""
    if not isinstance(value, dict) or not all(re.fullmatch("[0-9]{4}", year) for year in value):
        raise place.refused(
            f"phải ghi theo năm, như {{ 2021 = 250, 2022 = 265 }}, không phải {shown(value)}"
        )
    counts = ((int(year), typed(place.inner(year), int, one)) for year, one in value.items())
    return tuple(sorted(counts))


def _lines(place: Place, value: Any) -> tuple[str, ...]:
    """Take a list of lines."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise place.refused(
            'phải là danh sách các dòng chữ, như ["Thường trực", "Lưu"],'
            f" không phải {shown(value)}"
        )
    for one in value:
        refuse_hidden(place, one)
    return tuple(value)


_BUILT: dict[Any, Callable[[Place, Any], Any]] = {
    tuple[DecisionLimit, ...]: _decision,
    tuple[OfficialCount, ...]: _official,
    tuple[tuple[int, int], ...]: _results,
    tuple[str, ...]: _lines,
}
"""Who builds a value that is not a plain one, by its type."""
