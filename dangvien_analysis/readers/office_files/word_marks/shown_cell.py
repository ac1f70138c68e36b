"""A cell or paragraph as a reader of the page sees it, put together from its bits."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from dangvien_analysis.readers.grid import Row
from dangvien_analysis.readers.set_aside import AsideCell, AsideRow, Form, Pieces


class Bit(NamedTuple):
    """Some letters of one form."""

    text: str
    form: Form | None
    # Whether it can be all of a figure or row; a note's mark and a control's advice cannot
    alone: bool = True
    raised: bool = False  # Whether it is, whatever else it is


_RANKS: tuple[Form | None, ...] = (
    *(Form.DELETED, Form.HIDDEN, Form.STRUCK, Form.RAISED, Form.INSERTED),
    None,
)
_TAKEN = frozenset({Form.DELETED, Form.HIDDEN, Form.STRUCK})
"""Forms that leave nothing in place."""
_FAINT = frozenset({Form.STRUCK, Form.RAISED, Form.INSERTED, None})
"""Forms in which a space is a space."""


def stronger(one: Form | None, other: Form | None) -> Form | None:
    """Give the form that decides where letters have two."""
    return min(one, other, key=_RANKS.index)


class ShownCell:
    """What a cell or paragraph shows, and what is set aside of it."""

    def __init__(self, bits: Sequence[Bit]) -> None:
        self._bits = bits
        notes = [bit.text for bit in bits if bit.form is Form.NOTED]
        parts = [bit for bit in bits if bit.form is not Form.NOTED]
        groups = [
            ("".join(bit.text for bit in group), form)
            for form, group in groupby(parts, key=lambda bit: bit.form)
        ]
        groups = _with_spaces(groups)
        self._doubtful = False
        if _is_blank(groups) and all(bit.alone for bit in parts if bit.form is Form.RAISED):
            self._put_back(groups)
        self._pieces = Pieces()
        for text, form in groups:
            self._pieces.add(text, form)
        if notes:
            self._pieces.add("; ".join(notes), Form.NOTED)

    def _put_back(self, groups: list[tuple[str, Form | None]]) -> None:
        """Let what is raised stand where there is nothing else: it is the figure.

        Beside one that is crossed out it may be the right one, or a note's mark.
        """
        raised = False
        for at, (text, form) in enumerate(groups):
            if form is Form.RAISED:
                groups[at], raised = (text, None), True
        self._doubtful = raised and any(
            form in (Form.STRUCK, Form.DELETED) and text.strip() for text, form in groups
        )

    @property
    def text(self) -> str:
        """The text as a reader of the page sees it."""
        return self._pieces.seen

    def aside(self, part: str, number: int, at: int) -> Iterator[AsideCell]:
        """Give what is set aside of it."""
        for one in self._pieces.aside(part, number, at):
            unsure = self._doubtful and one.form in (Form.STRUCK, Form.DELETED)
            unsure = unsure or one.form is Form.UNCALCULATED
            yield one._replace(certain=False) if unsure else one

    def taken(self) -> Form | None:
        """Tell what took all of it away; None where something is left, or there was nothing."""
        if self.text.strip():
            return None
        forms = (bit.form for bit in self._bits if bit.alone and bit.text.strip())
        return next((form for form in forms if form in _TAKEN), None)

    def before(self, form: Form) -> str:
        """Give the text as it was read before it was taken away."""
        for wanted in ({form}, _TAKEN):
            bits = [
                bit
                for bit in self._bits
                if (bit.form in wanted and bit.alone) or not bit.text.strip()
            ]
            marked = [bit for bit in bits if not bit.raised]
            for kept in (marked, bits):
                if text := "".join(bit.text for bit in kept).strip():
                    return text
        return ""


def _with_spaces(groups: Sequence[tuple[str, Form | None]]) -> list[tuple[str, Form | None]]:
    """Give a space to what stands on both its sides; alone it has no form that can be seen."""
    found: list[tuple[str, Form | None]] = []
    for at, (text, form) in enumerate(groups):
        if not text.strip() and form in _FAINT:
            before = groups[at - 1][1] if at else None
            behind = groups[at + 1][1] if at + 1 < len(groups) else None
            form = before if before == behind else None
        found.append((text, form))
    joined = groupby(found, key=lambda group: group[1])
    return [("".join(text for text, _ in group), form) for form, group in joined]


def _is_blank(groups: Sequence[tuple[str, Form | None]]) -> bool:
    return not any(form in (None, Form.INSERTED) and text.strip() for text, form in groups)


def taken_row(row: Row, cells: Mapping[int, ShownCell]) -> AsideRow | None:
    """Give a row of which nothing is left to see, as one that is set aside; None for others."""
    if any(map(str.strip, row.texts)):
        return None
    forms = Counter(form for cell in cells.values() if (form := cell.taken()))
    if not forms:
        return None
    ((form, _),) = forms.most_common(1)
    texts = (cells[at].before(form) if at in cells else "" for at in range(len(row.texts)))
    return AsideRow(form, row.part, row.number, tuple(texts))
