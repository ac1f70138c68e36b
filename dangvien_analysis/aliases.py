"""Printed names that the office has accepted for good, in a file beside the register."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from dangvien_analysis.errors import RegisterError
from dangvien_analysis.files import write_text
from dangvien_analysis.text.cells import guarded, unguarded
from dangvien_analysis.text.vietnamese import clean, tone_key
from dangvien_analysis.units import Register

FIELDS = ("printed", "unit_id", "accepted_on")
"""The columns of the file; the day may be left out."""

_NEAR_ID = 75
"""Least likeness [0-100] of an id that is named in place of one that is not there."""


def with_aliases(register: Register, path: Path) -> Register:
    """Add the names that the office has accepted.

    Parameters
    ----------
    register : Register
        The units.
    path : Path
        A CSV file in UTF-8 with the columns `FIELDS`.

    Returns
    -------
    Register
        The units with the names of the file; as they were when there is no such file, or no
        register whose units a name could stand for.

    Raises
    ------
    RegisterError
        When the file is not UTF-8 or lacks a column, or a name in it is empty, stands for a unit
        that is not in the register, or is the name of another unit.
    """
    if not register or not path.is_file():
        return register
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: phải lưu bằng bảng mã UTF-8 ({error}).") from error
    aliases: dict[str, str] = {}
    owners: dict[str, str] = {}
    for place, printed, unit_id in _lines(path, text):
        _refuse(register, printed, unit_id, place)
        owner = owners.setdefault(tone_key(printed), unit_id)
        if owner != unit_id:
            raise RegisterError(f"{place}: “{printed}” ở một dòng trên đã là tên của {owner}.")
        aliases[printed] = unit_id
    return replace(register, aliases=aliases)


def accept(path: Path, register: Register, printed: str, unit_id: str, *, day: date) -> bool:
    """Write down for good that a printed name stands for a unit.

    Parameters
    ----------
    path : Path
        The file of aliases; what it holds stays as it is.
    register : Register
        The units, with the aliases of that file.
    printed : str
        The name as printed.
    unit_id : str
        The unit.
    day : datetime.date
        The day it is accepted on.

    Returns
    -------
    bool
        False when the name is known as this unit's already; then nothing is written.

    Raises
    ------
    RegisterError
        When the name is empty or another unit's, or the register has no such unit.
    """
    name = clean(printed)
    _refuse(register, name, unit_id, f"Không ghi vào {path.name}")
    if register.named(name) == [unit_id]:
        return False
    kept = path.read_bytes().decode("utf-8") if path.is_file() else ",".join(FIELDS) + "\n"
    end = "\r\n" if "\r\n" in kept else "\n"
    line = io.StringIO()
    values = dict(zip(FIELDS, (guarded(name), unit_id, day.isoformat()), strict=True))
    columns = next(csv.reader([kept.removeprefix("\ufeff").splitlines()[0]]))
    csv.DictWriter(line, columns, "", "ignore", lineterminator=end).writerow(values)
    write_text(path, kept + ("" if kept.endswith("\n") else end) + line.getvalue())
    return True


def _lines(path: Path, text: str) -> Iterator[tuple[str, str, str]]:
    """Give the place, the printed name and the unit_id of each line that holds anything."""
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        if missing := [name for name in FIELDS[:2] if name not in (reader.fieldnames or ())]:
            raise RegisterError(f"{path}, dòng 1: thiếu cột {', '.join(missing)}.")
        for row in reader:
            if any(row.values()):
                printed = clean(unguarded(row["printed"]))
                yield f"{path}, dòng {reader.line_num}", printed, clean(row["unit_id"])
    except csv.Error as error:
        place = f"{path}, dòng {reader.line_num}"
        raise RegisterError(f"{place}: không đọc được ({error}).") from error


def _refuse(register: Register, printed: str, unit_id: str, place: str) -> None:
    """Refuse a name that is none, or belongs to another unit, or to one that is not there."""
    names = register.table["unit_name"]
    if not printed:
        raise RegisterError(f"{place}: tên in trong bảng bỏ trống.")
    if unit_id not in names.index:
        near = _near(register, unit_id)
        raise RegisterError(f"{place}: danh mục không có đơn vị mang mã {unit_id!r}{near}.")
    if others := [one for one in register.named(printed) if one != unit_id]:
        other = f"{names[others[0]]} ({others[0]})"
        raise RegisterError(f"{place}: “{printed}” đã là tên của đơn vị khác: {other}.")


def _near(register: Register, unit_id: str) -> str:
    """Name the ids that look like one that is not there."""
    from rapidfuzz import fuzz, process

    names = register.table["unit_name"]
    found = process.extract(
        unit_id, names.index, scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR_ID
    )
    listed = "; ".join(f"{names[one]} ({one})" for one, *_ in found)
    return f"; gần giống: {listed}" if listed else ""
