"""The register of units: ids, official names, kinds, and the names they are printed under.

Printed names that the office has accepted for good stand in a list beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from dangvien_analysis.columns import ORG_TYPES
from dangvien_analysis.errors import RegisterError
from dangvien_analysis.office.unit_names import NameIndex
from dangvien_analysis.text.abbreviations import spelled_out
from dangvien_analysis.text.lists import Columns, append_row, columns_of, read_list
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean, clean_all, fold, tone_key

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
ALIAS_FIELDS = ("printed", "unit_id", "accepted_on")
"""The columns of the file; the day may be left out."""

_NEAR_ID = 75
"""Least likeness [0-100] of an id that is named in place of one that is not there."""
SIMILAR_FROM = 88
"""Least likeness [0-100] of a unit that is suggested for an unknown name: two communes that share
one of two syllables stay under it, one wrong letter in a syllable over it."""

_SHORT_TYPES = {"ĐB": "dang_bo", "CB": "chi_bo"}
_WORDS_OF_A_KIND = 2
_UNIT_ID = pattern(r"[0-9a-z]+(?:-[0-9a-z]+)*")


@dataclass(frozen=True)
class Register:
    """The units a district has, or had."""

    # Index ``unit_id``, columns the other `FIELDS`, all text, empty where not given; a unit stands
    # once. An empty table is an office without a register
    table: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(FIELDS), dtype="str").set_index(
            "unit_id"
        )
    )
    # The unit_id by printed name, where the office has accepted a name for good
    aliases: Mapping[str, str] = field(default_factory=dict)
    # Whether the names that are asked for were typed without marks throughout
    unmarked: bool = False

    def __bool__(self) -> bool:
        """Whether there is a register at all."""
        return len(self.table) > 0

    def valid_at(self, day: date) -> list[str]:
        """List the units that exist on a day.

        Their unit_id, in the register's order; the first and the last day count.
        """
        return list(self._valid(day))

    def described(self) -> dict[str, tuple[str, ...]]:
        """Give official name, kind, sector and official class of each unit, by unit_id."""
        columns = ("unit_name", "org_type", "sector", "official_class")
        rows = zip(*(self.table[name].tolist() for name in columns), strict=True)
        return dict(zip(self.table.index.tolist(), rows, strict=True))

    def match(self, printed: str, day: date | None = None) -> str | None:
        """Find the unit a printed name stands for.

        Gives the unit_id; None when the name is not known, or stands for several units and the day
        does not decide. Names are compared exactly, then with tone marks placed one way, then with
        the register's ``listed_as`` and the aliases (exactly, then tones), then with abbreviations
        written in full, then without their kinds. Accents always count, but in a document that
        was typed without them throughout: there a name must be one unit's without marks.
        """
        if self.unmarked:
            return self.aliases.get(clean(printed)) or self._written(printed, day)
        # In most tables every name is an official one: no more than a look into a dict.
        if ids := self._official.get(printed) or self.named(printed):
            return ids[0] if len(ids) == 1 else self._current(ids, day)
        return self._written(printed, day)

    def match_all(self, printed: Sequence[str], day: date | None = None) -> list[str | None]:
        """Find the units that many printed names stand for."""
        if self.unmarked:
            return [self.match(name, day) for name in printed]
        found = [self._official.get(name) for name in printed]
        return [
            ids[0] if ids and len(ids) == 1 else self.match(name, day)
            for ids, name in zip(found, printed, strict=True)
        ]

    def knows(self, printed: str) -> bool:
        """Tell a row of a table by its name.

        True when `match` finds a unit without a day, and the name is not the bare name of a place:
        the row of the whole district may bear it too.
        """
        if printed in self._official:
            return True
        known = self.match(printed) is not None
        return known and (self._names.has_kind(printed) or bool(self.named(printed)))

    def named(self, printed: str) -> list[str]:
        """List the units that bear a name, abbreviations apart.

        Gives the unit_id of those whose official name it is, else of those that are printed so or
        have it as an alias.
        """
        return next(filter(None, self._stages(printed)), [])

    def suggest(self, printed: str, limit: int = 3) -> list[str]:
        """List units whose names resemble an unknown one; a person has to choose.

        Their unit_id, most alike first, from `SIMILAR_FROM` on. Accents and the words Đảng bộ and
        Chi bộ are left aside; a single word tells nothing. Units whose names differ in accents
        alone are listed alone, and so are those that are called so without their kinds.
        """
        if called := self._names.find(printed):
            return [one for one in self.table.index if one in called][:limit]
        for name in (printed, *spelled_out(printed)[:1]):
            if found := self._similar(_essence(name), limit):
                return found
        return []

    def _similar(self, name: str, limit: int) -> list[str]:
        """List the units whose folded names resemble this one; a single word tells nothing."""
        if " " not in name:
            return []
        from rapidfuzz import fuzz, process

        found = process.extract(
            name,
            self._essences,
            scorer=fuzz.token_set_ratio,
            score_cutoff=SIMILAR_FROM,
            # A name that is part of several others resembles each of them fully.
            limit=10 * limit,
        )
        found.sort(key=lambda one: (one[1], fuzz.ratio(name, one[0])), reverse=True)
        # Where only accents differ, names of other letters are no likelier.
        found = [one for one in found if one[0] == name] or found
        return [str(self.table.index[position]) for _, _, position in found[:limit]]

    def _stages(self, printed: str) -> Iterator[list[str]]:
        """Look a name up, each stage only when the one before knows nothing of it."""
        name = clean(printed)
        yield self._official.get(name, [])
        tones = tone_key(name)
        yield self._official_tones.get(tones, [])
        yield self._listed.get(name, [])
        yield self._listed_tones.get(tones, [])

    def _written(self, printed: str, day: date | None) -> str | None:
        """Take the one unit of the day whose name is this one in other words."""
        if not self:
            return None
        ids = self._names.find(printed, self._valid(day) if day else None)
        return ids.pop() if len(ids) == 1 else None

    def _current(self, ids: list[str], day: date | None) -> str | None:
        """Take the one of several units that exists on a day."""
        current = [one for one in ids if day and one in self._valid(day)]
        return current[0] if len(current) == 1 else None

    def _valid(self, day: date) -> dict[str, None]:
        """Give the units of a day, in order; a table asks for the same day again and again."""
        if day not in self._by_day:
            iso = day.isoformat()
            start, end = self.table["valid_from"], self.table["valid_to"]
            valid = (start <= iso) & ((end == "") | (end >= iso))
            self._by_day[day] = dict.fromkeys(self.table.index[valid.to_numpy()].tolist())
        return self._by_day[day]

    @cached_property
    def _by_day(self) -> dict[date, dict[str, None]]:
        return {}

    @cached_property
    def _official(self) -> dict[str, list[str]]:
        return _index(self.table["unit_name"].tolist(), self.table.index.tolist())

    @cached_property
    def _official_tones(self) -> dict[str, list[str]]:
        # A list is walked ten times faster than a column.
        names = map(tone_key, self.table["unit_name"].tolist())
        return _index(names, self.table.index.tolist())

    @cached_property
    def _listed(self) -> dict[str, list[str]]:
        listed = self.table["listed_as"]
        listed = listed[listed != ""]
        return _index([*listed, *self.aliases], [*listed.index, *self.aliases.values()])

    @cached_property
    def _listed_tones(self) -> dict[str, list[str]]:
        pairs = ((tone_key(name), one) for name, ids in self._listed.items() for one in ids)
        return _index(*zip(*pairs, strict=True)) if self._listed else {}

    @cached_property
    def _names(self) -> NameIndex:
        """Index the official names; without marks those too that units are printed under."""
        names, unit_ids = self.table["unit_name"].tolist(), self.table.index.tolist()
        if self.unmarked:
            names += [name for name, ids in self._listed.items() for _ in ids]
            unit_ids += [one for ids in self._listed.values() for one in ids]
        return NameIndex(names, unit_ids, marks=not self.unmarked)

    @cached_property
    def _essences(self) -> list[str]:
        return [_essence(name) for name in self.table["unit_name"]]


def _index(names: Iterable[str], unit_ids: Iterable[str]) -> dict[str, list[str]]:
    """Give the units by name, each once; an empty text is no name."""
    names, unit_ids = list(names), list(unit_ids)
    if len(set(names)) == len(names) and "" not in names:
        return {name: [unit_id] for name, unit_id in zip(names, unit_ids, strict=True)}
    index: dict[str, list[str]] = {}
    for name, unit_id in zip(names, unit_ids, strict=True):
        if unit_id not in (ids := index.setdefault(name, [])):
            ids.append(unit_id)
    index.pop("", None)
    return index


def _essence(name: str) -> str:
    """Fold a name and leave out Đảng bộ and Chi bộ: nearly every name has one of them."""
    folded = fold(name)
    for label in ORG_TYPES.values():
        folded = folded.removeprefix(f"{fold(label)} ")
    return folded


def read_register(path: Path) -> Register:
    """Read the register of units.

    Gives the register, its days as YYYY-MM-DD; an empty one when there is no such file.
    """
    if not path.is_file():
        return Register()
    found = columns_of(path, path.read_bytes(), FIELDS, names=("unit_name", "listed_as"))
    _refuse_bad_ids(found)
    texts = {name: _cleaned(texts) for name, texts in found.texts.items()}
    texts |= {name: found.iso_days(name) for name in ("valid_from", "valid_to")}
    return Register(pd.DataFrame(texts, dtype="str").set_index("unit_id"))


def _cleaned(texts: list[str]) -> list[str]:
    """Clean the texts of a column; as a rule there is nothing to do, and few of them differ."""
    distinct = list(dict.fromkeys(texts))
    cleaned = clean_all(distinct)
    if cleaned == distinct:
        return texts
    by_text = dict(zip(distinct, cleaned, strict=True))
    return [by_text[text] for text in texts]


def _refuse_bad_ids(found: Columns) -> None:
    """Name the first id that is no plain identifier, or stands twice."""
    ids = found.texts["unit_id"]
    bad = next((at for at, one in enumerate(ids) if not _UNIT_ID.fullmatch(one)), None)
    if bad is not None:
        raise RegisterError(
            f"{found.row(bad).place}: unit_id {ids[bad]!r} phải viết bằng chữ thường không dấu, "
            f"chữ số và dấu gạch nối."
        )
    lines: dict[str, int] = {}
    for at, unit_id in enumerate(ids if len(set(ids)) < len(ids) else []):
        if (first := lines.setdefault(unit_id, found.numbers[at])) != found.numbers[at]:
            raise RegisterError(
                f"{found.row(at).place}: mã đơn vị {unit_id!r} đứng hai lần trong danh mục, lần "
                f"đầu ở dòng {first}."
            )


def renamed(units: pd.DataFrame, register: Register, day: date) -> pd.DataFrame:
    """Give units the ids and names that their printed names stand for by now."""
    if not register.aliases:
        return units
    printed = units["listed_as"].dropna()
    taken, new = set(printed.index), {}
    for old, one in zip(printed.index, register.match_all(printed.tolist(), day), strict=True):
        if one is not None and one not in taken:
            new[old] = one
            taken.add(one)
    if not new:
        return units
    kept = units.drop(index=[one for one in new.values() if one in units.index])
    kept = kept.rename(index=new)
    known = register.table.loc[list(new.values())]
    for name in ("unit_name", "org_type", "sector", "official_class"):
        kept[name] = kept[name].astype("object")
        kept.loc[known.index, name] = known[name].where(known[name] != "").to_numpy()
        kept[name] = kept[name].astype(units[name].dtype)
    return kept.astype(units.dtypes)


def org_type_of(name: str) -> str | None:
    """Tell the kind of organisation from the first words of its name.

    ``dang_bo``, ``chi_bo``, or None when the name says neither.
    """
    # Tables hold thousands of names and few ways to begin one.
    first, second, rest = (*name.split(None, 2), "", "", "")[:3]
    if first in _SHORT_TYPES and fold(second):
        return _SHORT_TYPES[first]
    if fold(rest[:1]) and len(fold(f"{first} {second}").split()) == _WORDS_OF_A_KIND:
        return _kind(f"{first} {second} {rest[0]}")
    return _kind(name)


@lru_cache(maxsize=4096)
def _kind(name: str) -> str | None:
    folded = fold(name)
    for code, label in ORG_TYPES.items():
        if folded.startswith(fold(label) + " "):
            return code
    return None


def with_aliases(register: Register, path: Path) -> Register:
    """Add the names that the office has accepted."""
    if not register or not path.is_file():
        return register
    aliases: dict[str, str] = {}
    owners: dict[str, str] = {}
    for row in read_list(path, ALIAS_FIELDS[:2], optional=ALIAS_FIELDS[2:]):
        printed, unit_id = clean(row.cells["printed"]), clean(row.cells["unit_id"])
        _refuse_alias(register, printed, unit_id, row.place)
        owner = owners.setdefault(tone_key(printed), unit_id)
        if owner != unit_id:
            raise RegisterError(f"{row.place}: “{printed}” ở một dòng trên đã là tên của {owner}.")
        aliases[printed] = unit_id
    return replace(register, aliases=aliases)


def accept_alias(path: Path, register: Register, printed: str, unit_id: str, *, day: date) -> bool:
    """Write down for good that a printed name stands for a unit.

    False when the name is known as this unit's already; then nothing is written.
    """
    name = clean(printed)
    _refuse_alias(register, name, unit_id, f"Không ghi vào {path.name}")
    if register.named(name) == [unit_id]:
        return False
    values = dict(zip(ALIAS_FIELDS, (name, unit_id, day.isoformat()), strict=True))
    append_row(path, ALIAS_FIELDS[:2], values, optional=ALIAS_FIELDS[2:])
    return True


def _refuse_alias(register: Register, printed: str, unit_id: str, place: str) -> None:
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
