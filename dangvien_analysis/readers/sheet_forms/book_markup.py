"""The form of the cells of one sheet of an .xlsx file, from its markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan, nan
from typing import NamedTuple

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.sheet_forms.book_styles import BookStyles, CellStyle
from dangvien_analysis.readers.sheet_forms.cell_forms import (
    CellArea,
    CellForm,
    CellPlace,
    PartAside,
    SheetForms,
    inside,
    near,
    unseen,
)
from dangvien_analysis.readers.sheet_forms.displayed import displayed
from dangvien_analysis.readers.sheet_forms.rich_texts import RunReader, TextRun, rich_form
from dangvien_analysis.readers.sheet_forms.simple_markup import (
    Attributes,
    Ends,
    Starts,
    is_on,
    walk,
)

_COLUMNS = 16_384
_LOW, _NARROW = 2.0, 0.3
"""Rows of less points, and columns of less letters, that nobody can read."""
_AREAS = 200
"""Most tables of a sheet that are looked at."""


class BookForms(NamedTuple):
    """What is known of a workbook before its sheets are looked at."""

    styles: BookStyles
    texts: Mapping[str, Sequence[TextRun]]  # Those with letters of their own
    formed: frozenset[str]  # Styles that need a look at each cell


@dataclass
class TableParts:
    """What the tables on a sheet say."""

    filtered: list[CellArea] = field(default_factory=list)
    headed: list[CellArea] = field(default_factory=list)  # Rows whose ground is the table's own


def area(text: str) -> CellArea | None:
    """Give the first and the last cell of "A1:B8"."""
    first, _, last = text.replace("$", "").partition(":")
    start, end = place(first), place(last or first)
    return (start, end) if start and end else None


def place(text: str) -> CellPlace | None:
    """Give row and column of "B8"."""
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):  # noqa: PLR2004 - XFD
        return None
    if not digits or len(digits) > 7:  # noqa: PLR2004 - 1048576
        return None
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, at - 1


def sheet_forms(
    content: bytes, book: BookForms, tables: TableParts, *, formulas: bool
) -> SheetForms:
    """Look at each cell of a sheet; `formulas`: whether they may never have been worked out."""
    reader = _SheetReader(book, formulas=formulas)
    reader.read(content)
    return reader.forms(tables)


class _SheetReader:
    """Follows the markup of a sheet."""

    def __init__(self, book: BookForms, *, formulas: bool) -> None:
        self._book = book
        self._found = SheetForms()
        self._runs = RunReader(book.styles.colours or {})
        self._row, self._behind, self._spent = -1, -1, 0
        self._last = ""
        self._cell: Attributes = {}
        self._zeros, self._filters, self._mode = True, False, False
        self._area: CellArea | None = None
        self._letters: list[str] = []
        self._value, self._formula = "", ""
        self._within = ""
        self._asked, self._every = False, formulas
        self._kinds = {"inlineStr", "s"} if book.texts else {"inlineStr"}
        self._uncalculated: dict[CellPlace, str] | None = {} if formulas else None
        self._coloured: list[CellPlace] = []
        self._shown: dict[tuple[str, str], CellForm | None] = {}

    def read(self, content: bytes) -> None:
        """Read the sheet's markup."""
        starts: Starts = {
            "sheetPr": self._sheet,
            "sheetView": self._view,
            "col": self._column,
            "row": self._begin_row,
            "autoFilter": self._filter,
            "filters": self._filtering,
            "customFilters": self._filtering,
            "top10": self._filtering,
            "dynamicFilter": self._filtering,
            "colorFilter": self._filtering,
            "iconFilter": self._filtering,
        }
        cells: Starts = {
            **self._runs.starts(),
            "c": self._begin_cell,
            "v": lambda _: self._enter("v"),
            "f": lambda _: self._enter("f"),
        }
        ends: Ends = {
            **self._runs.ends(),
            "c": self._end_cell,
            "v": self._end_value,
            "f": self._end_formula,
        }
        if self._has_asked(content):
            walk(content, {**starts, **cells}, ends, self._take)
        else:
            walk(content, starts, {})

    def _has_asked(self, content: bytes) -> bool:
        """Tell a sheet of which not only rows and columns may have a form."""
        return bool(
            self._book.formed
            or self._book.texts
            or self._uncalculated is not None
            or b"inlineStr" in content
            or b"showZeros" in content
        )

    def forms(self, tables: TableParts) -> SheetForms:
        """Put together what was found."""
        cells = self._found.cells
        for one in self._coloured:
            # Letters in white that a table's own ground makes seen.
            if inside(one, tables.headed[:_AREAS]):
                cells.pop(one, None)
        for one, formula in (self._uncalculated or {}).items():
            cells.setdefault(
                one,
                CellForm(None, (PartAside(Form.UNCALCULATED, None, formula, certain=False),)),
            )
        own = [self._area] if self._area and self._filters else []
        filtered = [*own, *tables.filtered[:_AREAS]]
        for row in self._found.rows:
            if any(top < row <= low for (top, _), (low, _) in filtered) or (
                self._mode and not filtered
            ):
                self._found.rows[row] = Form.FILTERED
        return self._found

    def _sheet(self, attributes: Attributes) -> None:
        self._mode = is_on(attributes, "filterMode", usual=False)

    def _view(self, attributes: Attributes) -> None:
        self._zeros = is_on(attributes, "showZeros")
        self._every = self._every or not self._zeros

    def _filter(self, attributes: Attributes) -> None:
        self._area = area(attributes.get("ref", ""))

    def _filtering(self, _: Attributes) -> None:
        self._filters = True

    def _column(self, attributes: Attributes) -> None:
        narrow = _decimal(attributes.get("width"), 9) < _NARROW
        if is_on(attributes, "hidden", usual=False) or narrow:
            first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
            hidden = range(max(first, 1) - 1, min(last, _COLUMNS))
            self._spent += len(hidden)
            # Each column is told once; a file that says otherwise is no office program's.
            if self._spent <= 2 * _COLUMNS:
                self._found.columns.update(hidden)

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = _whole(attributes.get("r")) - 1 if "r" in attributes else self._row + 1
        self._behind, self._last = -1, ""
        low = "ht" in attributes and _decimal(attributes["ht"], 15) < _LOW
        if is_on(attributes, "hidden", usual=False) or low:
            self._found.rows[self._row] = Form.HIDDEN

    def _begin_cell(self, attributes: Attributes) -> None:
        self._behind += 1
        if "r" in attributes:
            self._last, self._behind = attributes["r"], 0
        # Of a large sheet few cells may have a form; the others are passed by.
        self._asked = (
            self._every
            or attributes.get("s", "0") in self._book.formed
            or attributes.get("t", "n") in self._kinds
        )
        if self._asked:
            self._cell = attributes
            self._value = self._formula = ""
            self._runs.clear()

    def _enter(self, name: str) -> None:
        if self._asked:
            self._within = name
            self._letters.clear()

    def _take(self, text: str) -> None:
        if self._within:
            self._letters.append(text)
        elif self._asked:
            self._runs.letters(text)

    def _end_value(self) -> None:
        if self._asked:
            self._value, self._within = "".join(self._letters).strip(), ""

    def _end_formula(self) -> None:
        if self._asked:
            self._formula, self._within = "=" + "".join(self._letters), ""

    def _end_cell(self) -> None:
        if self._asked and self._has_form():
            row, at = place(self._last) or (self._row, 0)
            self._look((row, at + self._behind))

    def _has_form(self) -> bool:
        """Tell a cell that may have a form, now that its content is known."""
        cell = self._cell
        kind = cell.get("t", "n")
        return bool(
            cell.get("s", "0") in self._book.formed
            or (kind == "s" and self._value in self._book.texts)
            or (kind == "inlineStr" and self._runs.runs)
            or (self._formula and self._uncalculated is not None)
            or (not self._zeros and self._value == "0")
        )

    def _look(self, where: CellPlace) -> None:
        style = self._book.styles.of(self._cell.get("s"))
        kind = self._cell.get("t", "n")
        if kind == "n":
            self._check_formula(where)
            found = self._number(style, where)
        else:
            runs = self._runs.runs if kind == "inlineStr" else self._book.texts.get(self._value)
            found = self._text(style, runs if kind in ("s", "inlineStr") else None, where)
        if found is not None:
            self._found.cells[where] = found

    def _check_formula(self, where: CellPlace) -> None:
        if not self._formula or not self._value or self._uncalculated is None:
            return
        if _decimal(self._value, 1):
            # Some program has worked it out.
            self._uncalculated, self._every = None, not self._zeros
        else:
            self._uncalculated[where] = self._formula

    def _text(
        self, style: CellStyle, runs: Sequence[TextRun] | None, where: CellPlace
    ) -> CellForm | None:
        if runs and any(one.letters for one in runs):
            found = rich_form(runs, style)
            if found or style.form:
                return found
        if style.form:
            return self._unseen(style, where)
        if style.number is not None and style.number.hides_text:
            return _of_text(style.number.text("\0"))
        return None

    def _unseen(self, style: CellStyle, where: CellPlace) -> CellForm:
        form = style.form or Form.HIDDEN
        if form is Form.HIDDEN:
            self._coloured.append(where)
        return unseen(form)

    def _number(self, style: CellStyle, where: CellPlace) -> CellForm | None:
        value = _decimal(self._value, nan)
        if isnan(value):
            return self._unseen(style, where) if style.form else None
        shown, colour = style.number.number(value) if style.number else (None, None)
        form = style.form
        if colour and form is not Form.STRUCK:
            form = Form.HIDDEN if near(colour, style.ground) else None
        if form and not (form is Form.HIDDEN and colour and value == 0):
            return self._unseen(style, where)
        if form or (value == 0 and not self._zeros):
            shown = ""
        return self._displayed(value, shown)

    def _displayed(self, value: float, shown: str | None) -> CellForm | None:
        if shown is None:
            return None
        key = self._value, shown
        if key not in self._shown:
            self._shown[key] = displayed(value, shown)
        return self._shown[key]


def _of_text(shown: str) -> CellForm | None:
    """Judge a format that shows a text otherwise than it stands."""
    before, found, after = shown.partition("\0")
    if not found:
        if not shown.strip():
            return unseen(Form.HIDDEN)
        return CellForm(None, (PartAside(Form.SHOWN, None, shown, certain=False),))
    near_digits = before[-1:].isdigit() or after[:1].isdigit()
    whole = f"{before}…{after}"
    return CellForm(None, (PartAside(Form.SHOWN, None, whole, certain=not near_digits),))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


def _decimal(text: str | None, usual: float) -> float:
    try:
        value = float(text) if text else usual
    except ValueError:
        return usual
    return value if isfinite(value) else usual
