"""Printed names against the register's official ones."""

from collections.abc import Sequence
from typing import NamedTuple

from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.cleaning import Tidy
from dangvien_analysis.office.register import Register, org_type_of
from dangvien_analysis.text.vietnamese import clean, fold

_TELLING = (9, 16)
"""So many letters of a name tell whether it begins with Đảng bộ, Chi bộ or neither: of nearly all
names the first number, with quotation marks the second."""


class _Name(NamedTuple):
    """A unit's name as the table prints it, and as the register has it."""

    unit_id: str
    printed: str
    official: str


def check_names(tidy: Tidy, register: Register) -> list[Finding]:
    """Compare the names a table prints with the register.

    Gives a ``misspelt_name`` for each name the register marks so, one ``name_variant`` for all
    other printed forms, or one ``unmarked_names`` where the document has no marks; one
    ``org_type_missing`` for all names without Đảng bộ or Chi bộ. Names of units that the register
    does not hold have findings of their own.
    """
    # Once over the lists: a look into a frame for each row would be half of all checks.
    columns = (tidy.units[name].tolist() for name in ("listed_as", "unit_name"))
    rows = zip(tidy.units.index.tolist(), *columns, strict=True)
    in_file = [row for row in rows if row[0] in tidy.rows]
    # The name of a unit that the register does not hold is the printed one.
    differ = [_Name(*row) for row in in_file if row[1] != row[2]]
    misspelt, variants = _parted(differ, register)
    kindless = _kindless({printed for _, printed, _ in in_file})
    bare = [_Name(*row) for row in in_file if row[1] in kindless] if kindless else []
    return [
        *(_misspelt(tidy, name) for name in misspelt),
        *(_unmarked if register.unmarked else _variants)(tidy, variants),
        *_bare(tidy, bare),
    ]


def _parted(differ: Sequence[_Name], register: Register) -> tuple[list[_Name], list[_Name]]:
    """Part the names that the register marks as misspelt from other ways to write them."""
    if not differ:
        return [], []
    columns = (register.table[name].tolist() for name in ("listed_as", "listed_as_kind"))
    listed = dict(zip(register.table.index.tolist(), zip(*columns, strict=True), strict=True))
    misspelt: list[_Name] = []
    variants: list[_Name] = []
    for name in differ:
        if name.unit_id in listed:
            listed_as, kind = listed[name.unit_id]
            wrong = kind == "misspelt" and name.printed == clean(listed_as)
            (misspelt if wrong else variants).append(name)
    return misspelt, variants


def _kindless(names: set[str]) -> set[str]:
    """Choose the names that say neither Đảng bộ nor Chi bộ; names begin in few ways."""
    for letters in _TELLING:
        kinds = {start: _says_kind(start) for start in {name[:letters] for name in names}}
        names = {name for name in names if not kinds[name[:letters]]}
    return names


def _says_kind(start: str) -> bool:
    """Tell whether a name begins with a body of the Party, committees among them."""
    return org_type_of(start) is not None or fold(start).startswith(("dang uy", "chi uy"))


def _misspelt(tidy: Tidy, name: _Name) -> Finding:
    message = f"Bảng ghi “{name.printed}”, tên chính thức là “{name.official}”."
    place = tidy.place(name.unit_id, "unit_name")
    return Finding(
        "misspelt_name", message, name.unit_id, "unit_name", place, name.printed, name.official
    )


def _variants(tidy: Tidy, names: Sequence[_Name]) -> list[Finding]:
    if not names:
        return []
    message = f"{len(names)} tên viết tắt hoặc viết khác tên chính thức: {_pairs(names)}."
    return [Finding("name_variant", message, "", "unit_name", _places(tidy, names))]


def _unmarked(tidy: Tidy, names: Sequence[_Name]) -> list[Finding]:
    if not names:
        return []
    message = (
        f"Tệp gõ không dấu; {len(names)} tên đã được nhận vì mỗi tên chỉ khớp với một đơn vị "
        f"trong danh mục, cần xem lại: {_pairs(names)}."
    )
    return [Finding("unmarked_names", message, "", "unit_name", _places(tidy, names))]


def _pairs(names: Sequence[_Name]) -> str:
    return "; ".join(f"“{name.printed}” là {name.official}" for name in names)


def _bare(tidy: Tidy, names: Sequence[_Name]) -> list[Finding]:
    if not names:
        return []
    listed = "; ".join(f"“{name.printed}”" for name in names)
    message = f"{len(names)} tên không ghi rõ Đảng bộ hay Chi bộ: {listed}."
    return [Finding("org_type_missing", message, "", "unit_name", _places(tidy, names))]


def _places(tidy: Tidy, names: Sequence[_Name]) -> str:
    return "; ".join(tidy.place(name.unit_id, "unit_name") for name in names)
