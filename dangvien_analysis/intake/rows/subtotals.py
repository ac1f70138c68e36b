"""Parts of a table: which units each heading or sum of a part stands for."""

from typing import NamedTuple

from dangvien_analysis.intake.rows.row_kinds import PART_NUMBER, is_of_a_page
from dangvien_analysis.intake.table import PartSum, TableLine
from dangvien_analysis.text.vietnamese import fold

_PAGE = "page"


class _Event(NamedTuple):
    """A heading or a sum, and how many units stand before it."""

    line: TableLine
    kind: str
    at: int
    is_sum: bool


class Sections:
    """Headings and sums of parts, in the order in which they stand.

    Parts numbered in one way lie within those numbered in the way that came first: I, II within
    A, B, or A, B within I, II.
    """

    def __init__(self) -> None:
        self._events: list[_Event] = []

    def add(self, line: TableLine, at: int, *, is_sum: bool) -> None:
        """Note a heading or a sum."""
        self._events.append(_Event(line, _kind(line), at, is_sum))

    @property
    def has_sums(self) -> bool:
        """Whether any of them is a sum."""
        return any(event.is_sum for event in self._events)

    def start_of_part(self) -> int:
        """Tell where the part begins in which the next unit will stand."""
        return next((one.at for one in reversed(self._events) if one.kind != _PAGE), 0)

    def sums(self, units: int) -> list[PartSum]:
        """Give each sum with the units it may stand for."""
        order = list(dict.fromkeys(event.kind for event in self._events if event.kind != _PAGE))
        # A page ends where it ends: its sum bounds no part.
        ranks = [([*order, _PAGE]).index(event.kind) for event in self._events]
        return [
            PartSum(event.line, self._readings(ranks, place, units))
            for place, event in enumerate(self._events)
            if event.is_sum
        ]

    def _readings(self, ranks: list[int], place: int, units: int) -> tuple[slice, ...]:
        """Give the units that a sum may stand for."""
        at = self._events[place].at
        if self._events[place].kind == _PAGE:
            pages = [one.at for one in self._events[:place] if one.kind == _PAGE and one.at < at]
            # Of its page, or of all pages so far.
            return slice(max(pages, default=0), at), slice(0, at)
        stop = self._edge(ranks, place, 1, units)
        return slice(at, stop), slice(self._edge(ranks, place, -1, 0), at)

    def _edge(self, ranks: list[int], place: int, step: int, end: int) -> int:
        """Find where the next part of the same or a higher rank begins, or the last one began."""
        other = place + step
        while 0 <= other < len(ranks):
            if ranks[other] <= ranks[place] and self._events[other].at != self._events[place].at:
                return self._events[other].at
            other += step
        return end


def _kind(line: TableLine) -> str:
    """Tell how a part is numbered: by letters, Roman numbers, both, or not at all."""
    if is_of_a_page(line):
        return _PAGE
    number = fold(line.text("unit_no"))
    if not PART_NUMBER.fullmatch(number):
        return "words"
    if " " in number:
        return "roman and number"
    return "letter" if number in "abcdefgh" else "roman"
