"""Names of several units in one: "Cổ Am - Vĩnh Tiến", and how their merger is written down."""

import csv
import io
import re
from collections.abc import Sequence

from dangvien_analysis.office.register import Register
from dangvien_analysis.office.unit_changes import FIELDS
from dangvien_analysis.text.cells import guarded
from dangvien_analysis.text.patterns import pattern

_BETWEEN = pattern(r"\s*[-–—+&,;/]\s*|\s+(?:và|va)\s+", re.IGNORECASE)
_SEVERAL = pattern(r"\b(?:các|cac|hai|ba|\d+)\s+(?=\D)", re.IGNORECASE)
_MOST = 8
"""Pieces of a name that are looked at; more is a sentence."""
_DAY = "NĂM-THÁNG-NGÀY"


def joined_units(printed: str, register: Register) -> list[str]:
    """List the units that a name joins by "-", "+", "&", a comma or "và".

    Their unit_id, two or more; none when a piece is no unit's name. One piece at least is a name
    as the register knows it, the others may resemble one: a slip in one of them is no alias.
    """
    name = _SEVERAL.sub("", printed)
    marks = list(_BETWEEN.finditer(name))
    if not 0 < len(marks) < _MOST:
        return []
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(name)]
    found = _units(name, starts, ends, register)
    ids = list(dict.fromkeys(unit_id for unit_id, _ in found))
    return ids if len(ids) > 1 and any(sure for _, sure in found) else []


def _units(
    name: str, starts: Sequence[int], ends: Sequence[int], register: Register
) -> list[tuple[str, bool]]:
    """Read a name as units from its start to its end; an official name may have marks inside."""
    for stop in range(len(ends), 0, -1):
        piece = name[starts[0] : ends[stop - 1]]
        unit_id = register.match(piece)
        near = register.suggest(piece, 2) if unit_id is None and stop == 1 else []
        one = unit_id or (near[0] if len(near) == 1 else None)
        if one is None:
            continue
        rest = _units(name, starts[stop:], ends[stop:], register)
        if rest or stop == len(ends):
            return [(one, unit_id is not None), *rest]
    return []


def merger_lines(unit_ids: Sequence[str], unit_id: str, name: str) -> list[str]:
    """Write what the list of changes says of a merger, a line a unit; the day is left open."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, FIELDS, restval="", lineterminator="\n")
    for one in unit_ids:
        values = (_DAY, "merged", one, unit_id, guarded(name))
        writer.writerow(dict(zip(FIELDS, values, strict=False)))
    return lines.getvalue().splitlines()
