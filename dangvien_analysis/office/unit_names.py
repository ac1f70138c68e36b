"""Which unit a name stands for when it is not written as the register has it."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from dangvien_analysis.text.abbreviations import Called, called, spelled_out

_Found = TypeVar("_Found")


class NameIndex:
    """Names of units by what they read with abbreviations in full, and by what they are called."""

    def __init__(
        self, names: Sequence[str], unit_ids: Sequence[str], *, marks: bool = True
    ) -> None:
        """Take the names with their unit_id; without marks, names are compared without them."""
        self._names, self._unit_ids, self._marks = names, unit_ids, marks
        # A table asks for the same strange name again and again.
        self._asked: dict[str, tuple[set[str], ...]] = {}

    def find(self, printed: str, valid: Container[str] | None = None) -> set[str]:
        """Give the unit_id of every unit that a name may stand for; one is a match.

        Those whose whole name reads so, letter case aside; else those called so when Đảng bộ, Chi
        bộ and the like are taken off; else when xã, phường, thị trấn are too, where only one of
        the two names has such a word: "thị trấn A" is never "xã A". Else the same, spaces aside:
        a narrow column cuts words, "Nguyễ n Khuyến".

        `valid`: the units that may be meant; None for all of them.
        """
        if printed not in self._asked:
            self._asked[printed] = tuple(self._stages(printed))
        for ids in self._asked[printed]:
            if found := {one for one in ids if valid is None or one in valid}:
                return found
        return set()

    def has_kind(self, printed: str) -> bool:
        """Tell whether a name says what kind of body or of area it is."""
        return any(one.body or one.area for one in self._called(printed))

    def _stages(self, printed: str) -> Iterator[set[str]]:
        readings = spelled_out(printed, marks=self._marks)
        yield {one for reading in readings for one in self._whole.get(reading, ())}
        yield from self._called_so(printed, self._bare, str)
        letters = map(_letters, readings)
        yield {one for reading in letters for one in self._whole_letters.get(reading, ())}
        yield from self._called_so(printed, self._bare_letters, _letters)

    def _called_so(
        self, printed: str, index: Mapping[str, list[tuple[str, str]]], key: Callable[[str], str]
    ) -> Iterator[set[str]]:
        """Give the units called so, those of the same kind of area first."""
        found = [
            (one.area, area, unit_id)
            for one in self._called(printed)
            for area, unit_id in index.get(key(one.name), ())
        ]
        yield {unit_id for said, area, unit_id in found if said and said == area}
        yield {unit_id for said, area, unit_id in found if not (said and area)}

    def _called(self, name: str) -> list[Called]:
        readings = spelled_out(name, marks=self._marks)
        return [called(one, marks=self._marks) for one in readings]

    @cached_property
    def _whole(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for name, unit_id in zip(self._names, self._unit_ids, strict=True):
            for reading in spelled_out(name, marks=self._marks):
                index.setdefault(reading, []).append(unit_id)
        return index

    @cached_property
    def _bare(self) -> dict[str, list[tuple[str, str]]]:
        index: dict[str, list[tuple[str, str]]] = {}
        for reading, unit_ids in self._whole.items():
            one = called(reading, marks=self._marks)
            index.setdefault(one.name, []).extend((one.area, unit_id) for unit_id in unit_ids)
        return index

    @cached_property
    def _whole_letters(self) -> dict[str, list[str]]:
        return _without_spaces(self._whole)

    @cached_property
    def _bare_letters(self) -> dict[str, list[tuple[str, str]]]:
        return _without_spaces(self._bare)


def _letters(name: str) -> str:
    return name.replace(" ", "")


def _without_spaces(index: Mapping[str, list[_Found]]) -> dict[str, list[_Found]]:
    found: dict[str, list[_Found]] = {}
    for name, units in index.items():
        found.setdefault(_letters(name), []).extend(units)
    return found
