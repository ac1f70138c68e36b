"""What a file holds and a reader of the page does not see, or sees to be no part of a figure.

Readers give each cell as it is seen, and beside it what was set aside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Form(Enum):
    """Why something is set aside, or told."""

    RAISED = "raised"  # A raised or lowered mark, such as that of a note
    STRUCK = "struck"  # Crossed out
    HIDDEN = "hidden"  # Not shown: hidden, white on white, a placeholder, a field's instruction
    DELETED = "deleted"  # Taken out or moved away by a change that nobody has accepted
    INSERTED = "inserted"  # Put in by such a change; it stands in the text
    DOUBLED = "doubled"  # Printed again at the same place, which looks bold
    CHOSEN = "chosen"  # What was not chosen of a list; what was stands in the text
    SHOWN = "shown"  # Shown otherwise than stored; what is stored is set aside
    UNCALCULATED = "uncalculated"  # The 0 of a formula that no program has worked out
    NOTED = "noted"  # The words of a comment on it
    FILTERED = "filtered"  # A row that a filter hides; it is counted


class AsideCell(NamedTuple):
    """What is set aside of a cell, or of a paragraph or line of prose."""

    form: Form
    part: str  # As in its `Row`
    number: int
    at: int  # Its position in the row
    text: str  # What was set aside
    whole: str = ""  # The cell with it, in the order of the file: "71" for 7 with a raised 1
    # Whether what is left is sure to be what is meant; a figure that is not becomes unknown
    certain: bool = True


class AsideRow(NamedTuple):
    """A whole row that is no row to a reader; a filter's is in the grid as well."""

    form: Form
    part: str
    number: int
    texts: tuple[str, ...]  # As they would be read


class AsideColumn(NamedTuple):
    """A column that is not shown; its cells are empty in the grid."""

    part: str
    at: int
    texts: Mapping[int, str]  # Number of the row -> its text


@dataclass(frozen=True)
class SetAside:
    """All that is set aside of a file, in its order."""

    cells: tuple[AsideCell, ...] = ()
    rows: tuple[AsideRow, ...] = ()
    columns: tuple[AsideColumn, ...] = ()
    recognised: tuple[str, ...] = ()  # Pages whose words lie unseen over a scanned picture


NOTHING = SetAside()


class Pieces:
    """A cell or paragraph that is put together piece by piece."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._whole: list[str] = []
        self._aside: dict[Form, list[str]] = {}

    def add(self, text: str, form: Form | None = None) -> None:
        """Add a piece; with a form it is set aside, but an insertion stands as well."""
        if form is not Form.NOTED:
            self._whole.append(text)
        if form is None or form is Form.INSERTED:
            self._seen.append(text)
        if form is not None and text.strip():
            self._aside.setdefault(form, []).append(text)

    @property
    def seen(self) -> str:
        """The text as a reader of the page sees it."""
        return "".join(self._seen)

    @property
    def whole(self) -> str:
        """The text with all that was set aside."""
        return "".join(self._whole)

    def aside(self, part: str, number: int, at: int) -> Iterator[AsideCell]:
        """Give what was set aside, by kind."""
        for form, texts in self._aside.items():
            yield AsideCell(form, part, number, at, "".join(texts), self.whole)
