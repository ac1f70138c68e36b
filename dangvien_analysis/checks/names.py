"""Printed names against the register's official ones."""

from dangvien_analysis.findings import Finding
from dangvien_analysis.intake.cleaning import Tidy
from dangvien_analysis.text.vietnamese import clean
from dangvien_analysis.units import Register, org_type_of

_TELLING = 16
"""So many letters of a name, quotation marks included, tell whether it begins with Đảng bộ, Chi bộ
or neither."""


def check_names(tidy: Tidy, register: Register) -> list[Finding]:
    """Compare the names a table prints with the register.

    Parameters
    ----------
    tidy : Tidy
        The cleaned table.
    register : Register
        The units of the district.

    Returns
    -------
    list of Finding
        A ``misspelt_name`` for each name the register marks so, one ``name_variant`` for all
        other printed forms, one ``org_type_missing`` for all names without Đảng bộ or Chi bộ.
        Names of units that the register does not hold have findings of their own.
    """
    in_file = tidy.units[tidy.units.index.isin(list(tidy.rows))]
    # The name of a unit that the register does not hold is the printed one.
    differ = in_file[in_file["listed_as"] != in_file["unit_name"]]
    known = register.table.loc[[one for one in differ.index if one in register.table.index]]
    columns = (known.index, known["listed_as"], known["listed_as_kind"])
    misspelt, variants = [], []
    for unit_id, listed_as, kind in zip(*columns, strict=True):
        printed, official = differ.loc[unit_id, ["listed_as", "unit_name"]]
        if kind == "misspelt" and printed == clean(listed_as):
            misspelt.append(_misspelt(tidy, unit_id, printed, official))
        else:
            variants.append(unit_id)
    names = in_file["listed_as"].tolist()
    # Names begin in few ways, and the beginning tells the kind.
    kinds = {start: org_type_of(start) for start in {name[:_TELLING] for name in names}}
    bare = [
        unit_id
        for unit_id, name in zip(in_file.index, names, strict=True)
        if kinds[name[:_TELLING]] is None
    ]
    return [*misspelt, *_variants(tidy, variants), *_bare(tidy, bare)]


def _misspelt(tidy: Tidy, unit_id: str, printed: str, official: str) -> Finding:
    message = f"Bảng ghi “{printed}”, tên chính thức là “{official}”."
    place = tidy.place(unit_id, "unit_name")
    return Finding("misspelt_name", message, unit_id, "unit_name", place, printed, official)


def _variants(tidy: Tidy, unit_ids: list[str]) -> list[Finding]:
    if not unit_ids:
        return []
    rows = tidy.units.loc[unit_ids]
    pairs = [
        f"“{listed}” là {name}"
        for listed, name in zip(rows["listed_as"], rows["unit_name"], strict=True)
    ]
    message = f"{len(pairs)} tên viết tắt hoặc viết khác tên chính thức: {'; '.join(pairs)}."
    return [Finding("name_variant", message, "", "unit_name", _places(tidy, unit_ids))]


def _bare(tidy: Tidy, unit_ids: list[str]) -> list[Finding]:
    if not unit_ids:
        return []
    names = "; ".join(f"“{name}”" for name in tidy.units.loc[unit_ids, "listed_as"])
    message = f"{len(unit_ids)} tên không ghi rõ Đảng bộ hay Chi bộ: {names}."
    return [Finding("org_type_missing", message, "", "unit_name", _places(tidy, unit_ids))]


def _places(tidy: Tidy, unit_ids: list[str]) -> str:
    return "; ".join(tidy.place(unit_id, "unit_name") for unit_id in unit_ids)
