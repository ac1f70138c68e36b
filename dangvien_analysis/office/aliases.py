"""Printed names that the office has accepted for good, in a file beside the register."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from dangvien_analysis.errors import RegisterError
from dangvien_analysis.office.register import Register
from dangvien_analysis.text.lists import append_row, read_list
from dangvien_analysis.text.vietnamese import clean, tone_key

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
        A list, as `lists.columns_of` reads it, with the columns `FIELDS`.

    Returns
    -------
    Register
        The units with the names of the file; as they were when there is no such file, or no
        register whose units a name could stand for.

    Raises
    ------
    RegisterError
        When the list cannot be read, or a name in it is empty, stands for a unit that is not in
        the register, or is the name of another unit.
    """
    if not register or not path.is_file():
        return register
    aliases: dict[str, str] = {}
    owners: dict[str, str] = {}
    for row in read_list(path, FIELDS[:2], optional=FIELDS[2:]):
        printed, unit_id = clean(row.cells["printed"]), clean(row.cells["unit_id"])
        _refuse(register, printed, unit_id, row.place)
        owner = owners.setdefault(tone_key(printed), unit_id)
        if owner != unit_id:
            raise RegisterError(f"{row.place}: “{printed}” ở một dòng trên đã là tên của {owner}.")
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
        When the name is empty or another unit's, the register has no such unit, or the list
        cannot be read.
    """
    name = clean(printed)
    _refuse(register, name, unit_id, f"Không ghi vào {path.name}")
    if register.named(name) == [unit_id]:
        return False
    values = dict(zip(FIELDS, (name, unit_id, day.isoformat()), strict=True))
    append_row(path, FIELDS[:2], values, optional=FIELDS[2:])
    return True


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
