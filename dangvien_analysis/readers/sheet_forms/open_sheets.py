"""The form of the cells of an .ods file, from its markup."""

import re
from collections.abc import Iterator, Mapping
from itertools import product

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.sheet_forms.cell_forms import (
    CellForm,
    Run,
    SheetForms,
    of_runs,
    unseen,
)
from dangvien_analysis.readers.sheet_forms.displayed import displayed
from dangvien_analysis.readers.sheet_forms.open_styles import Inked, OpenStyles
from dangvien_analysis.readers.sheet_forms.simple_markup import Attributes, Ends, Starts, walk

_NUMBERS = ("float", "percentage", "currency")
# A number that is shown in other letters than it is stored in: the first finds out in a moment
# that there is none.
_UNLIKE = re.compile(rb' office:value="([^"]*)"[^>]*>(?!<text:p>\1</text:p>)')
_OTHERWISE = re.compile(
    rb'office:value="(-?[\d.eE+-]{1,30})"[^<>]*>\s*<text:p\b[^<>]*?(?:/>|>(?!\1<)([^<]*)</text:p>)'
)
_HIDING = re.compile(rb'table:visibility="[cf]|table:display="false"')
_MAY_HIDE = (b"table:visibility=", b'table:display="false"')
_DRAWN = ("frame", "custom-shape", "caption", "g", "line", "rect", "ellipse", "control", "path")
_ASIDE = (*_DRAWN, "polygon", "polyline", "connector", "shapes", "tracked-changes", "forms")
_COLUMNS, _ROWS = 16_384, 1000
"""Most columns, and most times that a hidden row is repeated, that are looked at."""
_MOST = 2_000_000
"""Most cells of a form."""


def open_forms(content: bytes, styles: bytes) -> Mapping[str, SheetForms]:
    """Give the form of each sheet, by its name, where there is any."""
    known = OpenStyles()
    if styles:
        known.read(styles)
    head = content[: max(content.find(b"<office:body"), 0)]
    if head:
        # What is open at the end of the styles is closed, so that they can be read alone.
        known.read(head + b"</office:document-content>")
    if not _is_formed(content, known):
        return {}
    reader = _OpenReader(known)
    walk(content, reader.starts(), reader.ends(), reader.letters)
    return {name: forms for name, forms in reader.found.items() if forms}


def _is_formed(content: bytes, styles: OpenStyles) -> bool:
    return (
        (any(one in content for one in _MAY_HIDE) and _HIDING.search(content) is not None)
        or b"<office:annotation" in content
        or any(
            not name or b'style-name="%s"' % name.encode() in content for name in styles.formed()
        )
        or any(displayed(*one) for one in set(_shown_otherwise(content)))
    )


def _shown_otherwise(content: bytes) -> Iterator[tuple[float, str]]:
    if _UNLIKE.search(content) is None:
        return
    for one in _OTHERWISE.finditer(content):
        stored = _number(one[1].decode())
        if stored is not None:
            yield stored, (one[2] or b"").decode("utf-8", "replace")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


class _OpenReader:
    """Follows the markup of the sheets."""

    def __init__(self, styles: OpenStyles) -> None:
        self.found: dict[str, SheetForms] = {}
        self._styles = styles
        self._forms = SheetForms()
        self._row = self._below = self._at = self._column = self._placed = 0
        self._folded, self._drawn = 0, 0
        self._defaults: dict[int, str] = {}
        self._of_row = ""
        self._cell: Attributes | None = None
        self._inks: list[Inked] = []
        self._forms_of: dict[Inked, Form | None] = {}
        self._shown: dict[tuple[float, str], CellForm | None] = {}
        self._runs: list[Run] = []
        self._paragraphs = 0
        self._note: list[str] | None = None
        self._notes: list[str] = []
        self._cells: list[tuple[range, CellForm]] = []

    def starts(self) -> Starts:
        """Tell what to call where an element begins."""
        return {
            "table": self._begin_table,
            "table-column": self._begin_column,
            "table-column-group": self._begin_group,
            "table-row-group": self._begin_group,
            "table-row": self._begin_row,
            "table-cell": self._begin_cell,
            "covered-table-cell": self._begin_cell,
            "annotation": self._begin_note,
            "p": self._begin_paragraph,
            "span": self._begin_span,
            "s": lambda told: self.letters(" " * min(_whole(told.get("text:c"), 1), 1000)),
            "tab": lambda _: self.letters("\t"),
            "line-break": lambda _: self.letters("\n"),
            **dict.fromkeys(_ASIDE, lambda _: self._draw(1)),
        }

    def ends(self) -> Ends:
        """Tell what to call where an element ends."""
        return {
            "table-column-group": self._end_group,
            "table-row-group": self._end_group,
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
            "annotation": self._end_note,
            "p": self._end_paragraph,
            "span": self._end_span,
            **dict.fromkeys(_ASIDE, lambda: self._draw(-1)),
        }

    def letters(self, text: str) -> None:
        """Take note of letters."""
        if self._drawn or not self._inks:
            return
        if self._note is not None:
            self._note.append(text)
        elif self._cell is not None:
            self._runs.append((text, self._form_of(self._inks[-1])))

    def _form_of(self, ink: Inked) -> Form | None:
        """Give the form of letters; a sheet sets them in few ways."""
        if ink not in self._forms_of:
            self._forms_of[ink] = ink.form
        return self._forms_of[ink]

    def _draw(self, step: int) -> None:
        self._drawn += step

    def _begin_table(self, attributes: Attributes) -> None:
        self._forms = SheetForms()
        self.found[attributes.get("table:name", "")] = self._forms
        self._row = self._below = self._column = self._folded = 0
        self._defaults = {}

    def _begin_group(self, attributes: Attributes) -> None:
        shown = attributes.get("table:display", "true") != "false"
        # Within a group that is folded all are, until it ends.
        self._folded += 1 if self._folded or not shown else 0

    def _end_group(self) -> None:
        self._folded = max(self._folded - 1, 0)

    def _begin_column(self, attributes: Attributes) -> None:
        times = _whole(attributes.get("table:number-columns-repeated"), 1)
        columns = range(self._column, min(self._column + times, _COLUMNS))
        self._column += times
        usual = attributes.get("table:default-cell-style-name", "")
        self._defaults.update(dict.fromkeys(columns, usual))
        name = attributes.get("table:style-name", "")
        if self._hides(attributes) or self._styles.is_low("table-column", name):
            self._forms.columns.update(columns)

    def _hides(self, attributes: Attributes) -> bool:
        visible = attributes.get("table:visibility", "visible")
        return visible == "collapse" or (self._folded > 0 and visible != "filter")

    def _begin_row(self, attributes: Attributes) -> None:
        self._row, self._at = self._below, 0
        times = _whole(attributes.get("table:number-rows-repeated"), 1)
        self._below += times
        self._of_row = attributes.get("table:default-cell-style-name", "")
        self._cells = []
        if times > _ROWS:
            return
        rows = range(self._row, self._below)
        name = attributes.get("table:style-name", "")
        if self._hides(attributes) or self._styles.is_low("table-row", name):
            self._forms.rows.update(dict.fromkeys(rows, Form.HIDDEN))
        elif attributes.get("table:visibility") == "filter":
            self._forms.rows.update(dict.fromkeys(rows, Form.FILTERED))

    def _end_row(self) -> None:
        rows = range(self._row, self._below)
        for columns, form in self._cells:
            self._placed += len(rows) * len(columns)
            if self._placed > _MOST:
                return
            self._forms.cells.update(dict.fromkeys(product(rows, columns), form))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._runs, self._notes, self._paragraphs = [], [], 0

    def _begin_paragraph(self, attributes: Attributes) -> None:
        if self._note is None and self._cell is not None and not self._drawn:
            if self._paragraphs:
                self._runs.append(("\n", None))
            self._paragraphs += 1
        elif self._note:
            self._note.append("\n")
        self._inks = [self._ink("paragraph", attributes, self._cell_ink())]

    def _cell_ink(self) -> Inked:
        name = (self._cell or {}).get("table:style-name") or self._of_row
        return self._styles.ink("table-cell", name or self._defaults.get(self._at, ""))

    def _begin_span(self, attributes: Attributes) -> None:
        around = self._inks[-1] if self._inks else Inked()
        self._inks.append(self._ink("text", attributes, around))

    def _ink(self, family: str, attributes: Attributes, around: Inked) -> Inked:
        name = attributes.get("text:style-name")
        return self._styles.ink(family, name).over(around) if name else around

    def _end_span(self) -> None:
        if self._inks:
            self._inks.pop()

    def _end_paragraph(self) -> None:
        self._inks = []

    def _begin_note(self, _: Attributes) -> None:
        self._note = []

    def _end_note(self) -> None:
        words = "".join(self._note or ()).strip()
        if words:
            self._notes.append(words)
        self._note = None

    def _end_cell(self) -> None:
        cell = self._cell or {}
        times = _whole(cell.get("table:number-columns-repeated"), 1)
        columns = range(self._at, min(self._at + times, _COLUMNS))
        form = self._form(cell)
        if form is not None:
            self._cells.append((columns, form))
        if self._notes:
            self._forms.notes[self._row, self._at] = "\n".join(self._notes)
        self._at += times
        self._cell = None

    def _form(self, cell: Attributes) -> CellForm | None:
        kind = cell.get("office:value-type", "")
        ink = self._cell_ink()
        if kind in ("", "string") and self._paragraphs:
            return of_runs(self._runs) if any(form for _, form in self._runs) else None
        form = self._form_of(ink)
        if form and form is not Form.RAISED and kind:
            return unseen(form)
        stored = _number(cell.get("office:value", "")) if kind in _NUMBERS else None
        if stored is None or not self._paragraphs:
            return None
        shown = "".join(text for text, _ in self._runs)
        key = stored, shown
        if key not in self._shown:
            self._shown[key] = displayed(stored, shown)
        return self._shown[key]


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else usual  # noqa: PLR2004
