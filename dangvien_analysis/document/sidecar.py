"""The small file beside a table (``NAME.toml`` for ``NAME.tsv``): what its document says of it."""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.bounds import PEOPLE
from dangvien_analysis.text.numbers import parse_number
from dangvien_analysis.text.quoting import shown
from dangvien_analysis.text.toml.toml_file import Place, read_toml
from dangvien_analysis.text.toml.toml_values import sections, typed
from dangvien_analysis.text.years import within_reason, years_within_reason


@dataclass(frozen=True)
class Claims:
    """Headline figures as stated; None where the document states none."""

    admitted: int | None = None  # People said to be admitted
    rate: str | None = None  # The percentage as printed, for example "58,57"
    quota: int | None = None  # People, the district's quota


@dataclass(frozen=True)
class Document:
    """What is known of a document besides its table."""

    number: str = ""  # For example "623-TB/HU"; empty when not known
    title: str = ""
    # Date of issue, date the figures run to, date by which the quota is to be met
    issued: date | None = None
    as_of: date | None = None
    deadline: date | None = None
    quota_year: int | None = None  # The year of the quota
    claims: Claims = field(default_factory=Claims)  # The headline figures
    simulated: bool = False  # Whether the figures were made up, for tests and for practice


_SHAPE: dict[str, dict[str, type[Any]]] = {
    "document": {"number": str, "issued": date, "title": str, "simulated": bool},
    "figures": {"as_of": date, "deadline": date, "quota_year": int},
    "headline": {"admitted": int, "rate": str, "quota": int},
}


def sidecar_path(path: Path) -> Path:
    """Name the file that stands beside a received file."""
    return path.with_suffix(".toml")


def read_sidecar(path: Path) -> Document:
    """Read what stands beside a received file."""
    sidecar = sidecar_path(path)
    # A folder of that name is refused below: somebody meant it to say something.
    if not os.path.lexists(sidecar):
        return Document()
    file = read_toml(sidecar, sidecar.name, ReadError)
    tables = sections(file, _SHAPE)
    for section, table in tables.items():
        for key, value in table.items():
            place = file.at(section).inner(key)
            _refuse_bad(place, key, typed(place, _SHAPE[section][key], value))
    document = {**tables["document"], **tables["figures"]}
    return Document(**document, claims=Claims(**tables["headline"]))


def _refuse_bad(place: Place, key: str, value: Any) -> None:
    """Refuse a day or a year of another age, and a rate or a count that is none."""
    if key in _DATED and not within_reason(value):
        raise place.refused(f"phải {years_within_reason()}, không phải {shown(value)}")
    if key in _COUNTS and not PEOPLE.low <= value <= PEOPLE.high:
        raise place.refused(f"phải {PEOPLE.needed}, không phải {shown(value)}")
    if key == "rate" and not _is_number(value):
        raise place.refused(f"phải là một số, như “58,57”, không phải {shown(value)}")


_DATED = ("issued", "as_of", "deadline", "quota_year")
_COUNTS = ("admitted", "quota")


def _is_number(text: str) -> bool:
    try:
        return parse_number(text, grouped=False) is not None
    except ValueError:
        return False
