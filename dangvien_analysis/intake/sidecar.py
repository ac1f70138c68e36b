"""The small file beside a table (``NAME.toml`` for ``NAME.tsv``): what its document says of it."""

import tomllib
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, datetime
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import ReadError
from dangvien_analysis.text.numbers import parse_number


@dataclass(frozen=True)
class Claims:
    """Headline figures as stated; None where the document states none.

    Parameters
    ----------
    admitted : int or None
        People said to be admitted.
    rate : str or None
        The percentage as printed, for example "58,57".
    quota : int or None
        People, the district's quota.
    """

    admitted: int | None = None
    rate: str | None = None
    quota: int | None = None


@dataclass(frozen=True)
class Document:
    """What is known of a document besides its table.

    Parameters
    ----------
    number, title : str
        For example "623-TB/HU"; empty when not known.
    issued, as_of, deadline : datetime.date or None
        Date of issue, date the figures run to, date by which the quota is to be met.
    quota_year : int or None
        The year of the quota.
    claims : Claims
        The headline figures.
    simulated : bool
        Whether the figures were made up, for tests and for practice.
    """

    number: str = ""
    title: str = ""
    issued: date | None = None
    as_of: date | None = None
    deadline: date | None = None
    quota_year: int | None = None
    claims: Claims = field(default_factory=Claims)
    simulated: bool = False


_SHAPE: dict[str, dict[str, type[Any]]] = {
    "document": {"number": str, "issued": date, "title": str, "simulated": bool},
    "figures": {"as_of": date, "deadline": date, "quota_year": int},
    "headline": {"admitted": int, "rate": str, "quota": int},
}
_WANTED = {
    str: "một đoạn chữ trong ngoặc kép",
    int: "một số nguyên",
    date: "ngày NĂM-THÁNG-NGÀY",
    bool: "true hoặc false",
}


def sidecar_path(path: Path) -> Path:
    """Name the file that stands beside a received file.

    Parameters
    ----------
    path : Path
        The received file.

    Returns
    -------
    Path
        The same name with the ending .toml.
    """
    return path.with_suffix(".toml")


def read_sidecar(path: Path) -> Document:
    """Read what stands beside a received file.

    Parameters
    ----------
    path : Path
        The received file.

    Returns
    -------
    Document
        What its sidecar says; nothing known when it has none.

    Raises
    ------
    ReadError
        When the sidecar is not valid TOML, or has a key or a value that is not known.
    """
    sidecar = sidecar_path(path)
    if not sidecar.is_file():
        return Document()
    try:
        tables = tomllib.loads(sidecar.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReadError(f"{sidecar.name}: không đọc được tệp kèm theo ({error}).") from error
    _refuse_unknown(sidecar.name, tables)
    head = tables.get("headline", {})
    if "rate" in head:
        _refuse_bad_rate(sidecar.name, head["rate"])
    _refuse_bad_year(sidecar.name, tables.get("figures", {}).get("quota_year", MAXYEAR))
    document = {**tables.get("document", {}), **tables.get("figures", {})}
    return Document(**document, claims=Claims(**head))


def _refuse_unknown(name: str, tables: dict[str, Any]) -> None:
    """Refuse sections, keys and types that are not known: a typing slip must not pass unseen."""
    for section, table in tables.items():
        if section not in _SHAPE or not isinstance(table, dict):
            raise ReadError(f"{name}: không có phần [{section}]; các phần: {', '.join(_SHAPE)}.")
        for key, value in table.items():
            wanted = _SHAPE[section].get(key)
            if wanted is None:
                known = ", ".join(_SHAPE[section])
                raise ReadError(f"{name}: [{section}] không có mục {key!r}; các mục: {known}.")
            if type(value) is not wanted:
                given = value.isoformat() if isinstance(value, datetime) else repr(value)
                raise ReadError(
                    f"{name}: [{section}] {key} phải là {_WANTED[wanted]}, không phải {given}."
                )


def _refuse_bad_year(name: str, year: int) -> None:
    if not MINYEAR <= year <= MAXYEAR:
        raise ReadError(f"{name}: [figures] quota_year phải là một năm, không phải {year}.")


def _refuse_bad_rate(name: str, text: str) -> None:
    try:
        if parse_number(text, grouped=False) is None:
            raise ValueError(text)
    except ValueError as error:
        raise ReadError(f"{name}: [headline] rate phải là một số, không phải {text!r}.") from error
