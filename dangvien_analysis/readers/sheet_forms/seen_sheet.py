"""Cells of a sheet as a reader of the page sees them, and what was set aside of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dangvien_analysis.readers.set_aside import AsideCell, AsideColumn, AsideRow, Form, SetAside
from dangvien_analysis.readers.sheet_forms.cell_forms import (
    CellArea,
    CellForm,
    CellPlace,
    SheetForms,
)

_GONE = (Form.STRUCK, Form.HIDDEN)


@dataclass
class SeenSheet:
    """A sheet whose cells were put as they are seen."""

    gone: set[int] = field(default_factory=set)  # Rows that are no rows to a reader, from 0
    merged: list[CellArea] = field(default_factory=list)
    aside: SetAside = field(default_factory=SetAside)
    changed: dict[CellPlace, str] = field(default_factory=dict)  # Cells -> what is seen

    def typed(self, typed: Iterable[CellPlace]) -> list[CellPlace]:
        """Tell again which cells hold a number as text, where they are not as they stand."""
        return [one for one in typed if self.changed.get((one[0], one[1]), "0")[:1].isdigit()]


def seen_sheet(
    name: str,
    columns: Sequence[list[str]],
    height: int,
    forms: SheetForms,
    merged: Iterable[CellArea],
) -> SeenSheet:
    """Put the cells of a sheet, column by column, as they are seen; they are changed in place."""
    work = _Work(name, columns, height, forms)
    work.merge(merged)
    work.cells()
    work.columns_aside()
    work.rows_aside()
    work.notes()
    return work.seen


class _Work:
    """One sheet at work."""

    def __init__(
        self, name: str, columns: Sequence[list[str]], height: int, forms: SheetForms
    ) -> None:
        self.name, self.columns, self.height, self.forms = name, columns, height, forms
        self.seen = SeenSheet()
        self.read: dict[CellPlace, str] = {}  # Cells as they stand in the file
        self.told: dict[CellPlace, list[AsideCell]] = {}
        self.moved: dict[CellPlace, CellPlace] = {}
        self.hidden = {row for row, form in forms.rows.items() if form is Form.HIDDEN}

    def merge(self, merged: Iterable[CellArea]) -> None:
        """Move the text of a merged cell to where the first of it is seen."""
        rows = _next_seen(self.height, self.hidden)
        ats = _next_seen(len(self.columns), self.forms.columns)
        for first, last in merged:
            (top, left), (low, right) = first, last
            if top < self.height and left < len(self.columns):
                row, at = rows[top], ats[left]
                if (row, at) != (top, left) and row <= low and at <= right:
                    self._move((top, left), (row, at))
                    top, left = row, at
            self.seen.merged.append(((top, left), (low, right)))

    def _move(self, old: CellPlace, new: CellPlace) -> None:
        # What stands under a merged cell is not seen; it stays if it holds something.
        if new[0] < self.height and new[1] < len(self.columns) and not self._text(new):
            self._put(new, self._text(old))
            self._put(old, "")
            self.moved[old] = new

    def _text(self, where: CellPlace) -> str:
        return self.columns[where[1]][where[0]]

    def _put(self, where: CellPlace, text: str) -> None:
        self.seen.changed[where] = text
        self.columns[where[1]][where[0]] = text

    def cells(self) -> None:
        """Put each cell as it is seen."""
        for old, form in sorted(self.forms.cells.items(), key=lambda one: one[0]):
            where = self.moved.get(old, old)
            if where[0] < self.height and where[1] < len(self.columns):
                self._cell(where, form)

    def _cell(self, where: CellPlace, form: CellForm) -> None:
        text = self._text(where)
        if not text.strip():
            return
        self.read[where] = text
        row, at = where
        self.told[where] = [
            AsideCell(
                one.form,
                self.name,
                row + 1,
                at,
                text if one.text is None else one.text,
                text if one.whole is None else one.whole,
                one.certain,
            )
            for one in form.aside
        ]
        if form.seen is not None:
            self._put(where, form.seen if form.seen.strip() else "")

    def columns_aside(self) -> None:
        """Empty the columns that are not shown."""
        found = []
        for at in sorted(self.forms.columns):
            if at >= len(self.columns):
                break
            texts = {
                row + 1: text
                for row, text in enumerate(self.columns[at])
                if text.strip() and row not in self.hidden
            }
            self.columns[at][:] = [""] * self.height
            if texts:
                found.append(AsideColumn(self.name, at, texts))
        self.seen.aside = SetAside(columns=tuple(found))

    def rows_aside(self) -> None:
        """Take out the rows that are no rows to a reader."""
        forms = {row: form for row, form in self.forms.rows.items() if row < self.height}
        forms = self._crossed_out() | forms
        found = []
        for row in sorted(forms):
            form = forms[row]
            texts = self._texts(row, as_read=form is not Form.FILTERED)
            if form is not Form.FILTERED:
                self.seen.gone.add(row)
            if any(map(str.strip, texts)):
                found.append(AsideRow(form, self.name, row + 1, texts))
        cells = tuple(
            one
            for (row, at), told in sorted(self.told.items())
            if row not in self.seen.gone and at not in self.forms.columns
            for one in told
        )
        aside = self.seen.aside
        self.seen.aside = SetAside(cells, tuple(found), aside.columns)

    def _crossed_out(self) -> dict[int, Form]:
        """Find rows of which all that is filled is crossed out, or not seen."""
        asked: dict[int, Form] = {}
        for (row, at), told in self.told.items():
            form = told[0].form
            if form in _GONE and not self._text((row, at)) and at not in self.forms.columns:
                asked.setdefault(row, form)
        return {
            row: form
            for row, form in asked.items()
            if not any(column[row].strip() for column in self.columns)
        }

    def _texts(self, row: int, *, as_read: bool) -> tuple[str, ...]:
        """Give a row as it would be read if it were seen."""
        texts = [column[row] for column in self.columns]
        if as_read and not any(map(str.strip, texts)):
            for at in range(len(texts)):
                if at not in self.forms.columns:
                    texts[at] = self.read.get((row, at), texts[at])
        return tuple(texts)

    def notes(self) -> None:
        """Tell the words of comments on cells that are seen."""
        found = []
        for old, words in sorted(self.forms.notes.items()):
            row, at = self.moved.get(old, old)
            there = row < self.height and at < len(self.columns)
            if there and row not in self.seen.gone and at not in self.forms.columns:
                whole = self.read.get((row, at), self._text((row, at)))
                found.append(AsideCell(Form.NOTED, self.name, row + 1, at, words, whole))
        aside = self.seen.aside
        cells = sorted([*aside.cells, *found], key=lambda one: (one.number, one.at))
        self.seen.aside = SetAside(tuple(cells), aside.rows, aside.columns)


def _next_seen(size: int, hidden: set[int]) -> list[int]:
    """Give for each row or column the first from it on that is shown."""
    found = [*range(size + 1)]
    if hidden:
        for at in range(size - 1, -1, -1):
            if at in hidden:
                found[at] = found[at + 1]
    return found
