"""The register of units: ids, official names, kinds, and the names they are printed under."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from dangvien_analysis.columns import ORG_TYPES
from dangvien_analysis.errors import RegisterError
from dangvien_analysis.text.vietnamese import clean, fold, slug, tone_key

FIELDS = (
    "unit_id",
    "unit_name",
    "org_type",
    "sector",
    "official_class",
    "listed_as",
    "listed_as_kind",
    "valid_from",
    "valid_to",
)


@dataclass(frozen=True)
class Register:
    """The units a district has, or had.

    Parameters
    ----------
    table : DataFrame
        Index ``unit_id``, columns the other `FIELDS`, all text, empty where not given; a unit
        stands once. An empty table is an office without a register.
    """

    table: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(FIELDS), dtype="str").set_index(
            "unit_id"
        )
    )

    def __bool__(self) -> bool:
        """Whether there is a register at all."""
        return len(self.table) > 0

    def valid_at(self, day: date) -> list[str]:
        """List the units that exist on a day.

        Parameters
        ----------
        day : datetime.date
            The day.

        Returns
        -------
        list of str
            Their unit_id, in the register's order; the first and the last day count.
        """
        start, end, iso = self.table["valid_from"], self.table["valid_to"], day.isoformat()
        return list(
            self.table.index[((start == "") | (start <= iso)) & ((end == "") | (end >= iso))]
        )

    def match(self, printed: str, day: date | None = None) -> str | None:
        """Find the unit a printed name stands for.

        Parameters
        ----------
        printed : str
            The name as printed.
        day : datetime.date, optional
            When two units bear the name at different times, the one that exists on this day.

        Returns
        -------
        str or None
            The unit_id; None when the name is not known, or stands for several units and the day
            does not decide. Names are compared exactly, then with tone marks placed one way, then
            with the register's ``listed_as`` (exactly, then tones); never by folded text.
        """
        for names in self._names:
            for key in (clean(printed), tone_key(printed)):
                if ids := names.get(key, []):
                    return ids[0] if len(ids) == 1 else self._current(ids, day)
        return None

    def _current(self, ids: list[str], day: date | None) -> str | None:
        """Take the one of several units that exists on a day."""
        current = [one for one in ids if day and one in self.valid_at(day)]
        return current[0] if len(current) == 1 else None

    @cached_property
    def _names(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        official: dict[str, list[str]] = {}
        listed: dict[str, list[str]] = {}
        columns = (self.table.index, self.table["unit_name"], self.table["listed_as"])
        for unit_id, unit_name, listed_as in zip(*columns, strict=True):
            for names, name in ((official, unit_name), (listed, listed_as)):
                for key in dict.fromkeys((clean(name), tone_key(name)) if name else ()):
                    names.setdefault(key, []).append(unit_id)
        return official, listed


def read_register(path: Path) -> Register:
    """Read the register of units.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 with the columns `FIELDS`.

    Returns
    -------
    Register
        The register; an empty one when there is no such file.

    Raises
    ------
    RegisterError
        When a column is missing, an id stands twice or is not a plain identifier, or a date is
        not written YYYY-MM-DD.
    """
    if not path.is_file():
        return Register()
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise RegisterError(f"{path}: không đọc được danh mục đơn vị ({error}).") from error
    if missing := [name for name in FIELDS if name not in table.columns]:
        raise RegisterError(f"{path}: danh mục đơn vị thiếu cột {', '.join(missing)}.")
    table = table[list(FIELDS)].map(clean)
    _refuse_bad_rows(path, table)
    return Register(table.set_index("unit_id"))


def _refuse_bad_rows(path: Path, table: pd.DataFrame) -> None:
    """Name the first row of a register that cannot be used, with its line in the file."""
    for line, row in enumerate(table.itertuples(index=False), start=2):
        unit_id = str(row.unit_id)
        if unit_id != slug(unit_id):
            raise RegisterError(
                f"{path}, dòng {line}: mã đơn vị {unit_id!r} phải viết bằng chữ thường "
                f"không dấu, chữ số và dấu gạch nối."
            )
        for name in ("valid_from", "valid_to"):
            if (text := getattr(row, name)) and not _is_iso(text):
                raise RegisterError(
                    f"{path}, dòng {line}: {name} {text!r} phải viết NĂM-THÁNG-NGÀY."
                )
    if len(twice := table.loc[table["unit_id"].duplicated(), "unit_id"]):
        raise RegisterError(f"{path}: mã đơn vị {twice.iloc[0]!r} đứng hai lần trong danh mục.")


def _is_iso(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def org_type_of(name: str) -> str | None:
    """Tell the kind of organisation from the first words of its name.

    Parameters
    ----------
    name : str
        An official or printed name.

    Returns
    -------
    str or None
        ``dang_bo``, ``chi_bo``, or None when the name says neither.
    """
    folded = fold(name)
    for code, label in ORG_TYPES.items():
        if folded.startswith(fold(label) + " "):
            return code
    return None
