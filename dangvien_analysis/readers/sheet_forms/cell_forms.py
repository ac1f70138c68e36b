"""The form of a sheet's cells, rows and columns, whatever kind of workbook it stands in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dangvien_analysis.readers.set_aside import Form, Pieces

CellPlace = tuple[int, int]
"""Row and column, counted from 0."""
Run = tuple[str, Form | None]
"""Some letters of a cell, and the form they are in."""
CellArea = tuple[CellPlace, CellPlace]
"""Its first cell and its last."""

_MARKS = 8
"""Letters whose colour is this near to that of their cell [of 256] are not seen."""


class PartAside(NamedTuple):
    """What is set aside of a cell, or told of it."""

    form: Form
    text: str | None = None  # The cell as its reader gives it, where this is None
    whole: str | None = None  # The same
    certain: bool = True


class CellForm(NamedTuple):
    """What is seen of a cell, and what is not."""

    seen: str | None  # The cell as its reader gives it, where this is None
    aside: tuple[PartAside, ...]


@dataclass
class SheetForms:
    """What is known of the form of one sheet."""

    cells: dict[CellPlace, CellForm] = field(default_factory=dict)
    rows: dict[int, Form] = field(default_factory=dict)  # Hidden, or hidden by a filter
    columns: set[int] = field(default_factory=set)  # Hidden ones
    notes: dict[CellPlace, str] = field(default_factory=dict)  # Words of comments

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.cells or self.rows or self.columns or self.notes)


def unseen(form: Form) -> CellForm:
    """Give the form of a cell of which nothing is seen."""
    return CellForm("", (PartAside(form),))


def of_runs(runs: Sequence[Run]) -> CellForm | None:
    """Put a cell together; None where nothing of it is set aside.

    Where nothing else is left, what is raised is the figure itself.
    """
    left = any(form is None and text.strip() for text, form in runs)
    pieces = Pieces()
    for text, form in runs:
        pieces.add(text, form if left or form is not Form.RAISED else None)
    aside = tuple(
        PartAside(one.form, one.text, one.whole, one.certain) for one in pieces.aside("", 0, 0)
    )
    return CellForm(pieces.seen, aside) if aside else None


def near(one: str | None, other: str | None) -> bool:
    """Tell whether letters of the first colour are not seen on the second.

    Both as "RRGGBB"; None, or the name of a colour whose value nobody knows, is seen.
    """
    if one is None or other is None:
        return False
    try:
        pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
        return all(abs(first - second) <= _MARKS for first, second in pairs)
    except ValueError:
        return one == other


def inside(place: CellPlace, areas: Iterable[CellArea]) -> bool:
    """Tell whether a cell lies in one of some areas."""
    row, at = place
    return any(top <= row <= low and left <= at <= right for (top, left), (low, right) in areas)
