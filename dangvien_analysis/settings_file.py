"""dangvien.toml -> Settings; what makes no sense is refused with its place."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from math import inf, isfinite
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import SettingsError
from dangvien_analysis.settings import (
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
)

FILE_NAME = "dangvien.toml"


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


def _lines(place: str, value: Any) -> tuple[str, ...]:
    """Take a list of lines."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SettingsError(f'{place} phải là danh sách các dòng chữ, như ["Thường trực", "Lưu"].')
    return tuple(value)


_BUILT: dict[Any, Callable[[str, Any], Any]] = {
    tuple[DecisionLimit, ...]: _decision,
    tuple[OfficialCount, ...]: _official,
    tuple[tuple[int, int], ...]: _results,
    tuple[str, ...]: _lines,
}
"""Who builds a value that is not a plain one, by its type."""


def _names(known: Mapping[str, Any]) -> str:
    return ", ".join(known)
