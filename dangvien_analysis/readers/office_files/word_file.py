"""Word documents (.docx) -> Grid."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.readers.office_files.word_marks.form_scan import is_formed
from dangvien_analysis.readers.office_files.word_marks.run_looks import Styles
from dangvien_analysis.readers.office_files.word_marks.shown_cell import ShownCell, taken_row
from dangvien_analysis.readers.office_files.word_marks.table_parts import (
    CELLS,
    LINES,
    nearest,
)
from dangvien_analysis.readers.office_files.word_marks.word_forms import (
    TEXT,
    WordSight,
    plain_text,
)
from dangvien_analysis.readers.office_files.word_marks.word_package import WordPackage
from dangvien_analysis.readers.set_aside import AsideCell, AsideRow, SetAside
from dangvien_analysis.text.quoting import visible

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _LINE = f"{_W}p", f"{_W}tbl", f"{_W}tr"
_VALUE = f"{_W}val"
_BLOCKS = frozenset({_PARAGRAPH, _TABLE})
_PARAGRAPHS = frozenset({_PARAGRAPH})
_FONTS = tuple(f"{_W}{name}" for name in ("ascii", "hAnsi", "cs"))
_BOX = f"{_W}txbxContent"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_EITHER, _CHOICE, _FALLBACK = (f"{_MC}{one}" for one in ("AlternateContent", "Choice", "Fallback"))

WIDEST = 200
"""Columns of a table; Word itself allows 63."""


def read_word(path: Path, limits: Limits | None = None) -> Grid:
    """Read the paragraphs and tables of a document in their order.

    Gives a paragraph is a row of one cell; a table's rows have its number as `part` ("bảng 2"). A
    cell that spans columns gives its text once and empty cells after it; one that continues a
    merged cell above is empty. A table inside a cell is text of that cell, unless that cell is
    the only one: then it is but a frame. What stands in a text
    box comes after the paragraph or table that the box hangs on. Texts are what a reader of the
    page sees; the rest is set aside.
    """
    limits = limits or Limits()
    package = WordPackage(path, limits)
    body = package.root.find(f"{_W}body")
    if body is None:
        raise ReadError(
            f"{path.name}: tệp hỏng, phần {package.main} không phải là một văn bản Word."
        )
    _read_once(body)
    part = package.beside("styles")
    styles = Styles(part)
    sight = None
    if is_formed(package.content, package.root, styles):
        anew = package.is_by_libreoffice()
        sight = WordSight(package.root, styles, package.comments(), anew=anew)
    page = _Page(path.name, limits, sight)
    for element, boxes in _blocks(body):
        page.add(element, boxes)
    return page.grid(_fonts([body] if part is None else [body, part]))


_FOREIGN = Finding(
    "form_unseen",
    "Văn bản có phần chèn nguyên từ tệp khác, chương trình không xem được phần đó; hãy mở tệp "
    "bằng Word, lưu lại rồi đọc.",
)


class _Page:
    """The rows of a document, and what is set aside and told of them."""

    def __init__(self, name: str, limits: Limits, sight: WordSight | None) -> None:
        self._name, self._limits, self._sight = name, limits, sight
        self._rows: list[Row] = []
        self._aside: list[AsideCell] = []
        self._taken: list[AsideRow] = []
        self._findings: list[Finding] = []
        self._paragraphs = self._tables = self._cells = 0

    def grid(self, fonts: frozenset[str]) -> Grid:
        """Give all that was added."""
        if self._sight is not None and self._sight.foreign:
            self._findings.append(_FOREIGN)
        aside = SetAside(tuple(self._aside), tuple(self._taken))
        return Grid(tuple(self._rows), Kind.WORD, fonts, tuple(self._findings), aside=aside)

    def add(self, element: Any, boxes: list[tuple[int, Any]]) -> None:
        """Add a paragraph or a table."""
        if element.tag == _PARAGRAPH:
            self._paragraphs += 1
            self._refuse_large("", self._paragraphs)
            text, shown = self._shown([element])
            self._rows.append(Row((text,), self._paragraphs))
            if shown is not None:
                self._aside += shown.aside("", self._paragraphs, 0)
            return
        self._tables += 1
        part = f"bảng {self._tables}"
        self._findings += _boxes_over(part, boxes, lambda one: self._shown([one])[0])
        self._rows += self._table(element, part)

    def _shown(self, paragraphs: Iterable[Any]) -> tuple[str, ShownCell | None]:
        """Give the text of paragraphs, and their form where they have any."""
        if self._sight is not None:
            paragraphs = list(paragraphs)
            if (shown := self._sight.shown(paragraphs)) is not None:
                return shown.text, shown
        return "\n".join(map(plain_text, paragraphs)), None

    def _table(self, table: Any, part: str) -> list[Row]:
        """Give the rows of a table, walking its elements once."""
        rows: list[Row] = []
        open_cells: dict[int, Row] = {}
        for number, line in enumerate(nearest(table, LINES), start=1):
            row, merges, forms = self._line(line, part, number)
            self._cells += len(row.texts)
            self._refuse_large(part, number)
            taken = taken_row(row, forms) if forms else None
            if taken is not None:
                self._taken.append(taken)
                for at in merges:
                    if merges[at] == "restart":
                        open_cells.pop(at, None)
                continue
            rows.append(row)
            _join(row, merges, open_cells)
            for at, shown in forms.items():
                self._aside += shown.aside(part, number, at)
        return rows

    def _line(
        self, line: Any, part: str, number: int
    ) -> tuple[Row, dict[int, str], dict[int, ShownCell]]:
        """Give a row, the vertical merge of its cells, and the form of those that have any."""
        texts: list[str] = []
        spans: dict[int, tuple[int, int]] = {}
        merges: dict[int, str] = {}
        forms: dict[int, ShownCell] = {}
        if (before := line.find(f"{_W}trPr/{_W}gridBefore")) is not None:
            texts += [""] * _number(before)
        for cell in nearest(line, CELLS):
            at = len(texts)
            width, merge = _extent(cell.find(f"{_W}tcPr"))
            text, shown = "", None
            if merge != "continue":
                text, shown = self._shown(nearest(cell, _PARAGRAPHS))
            if shown is not None:
                forms[at] = shown
            if merge:
                merges[at] = merge
            if width > 1 or merge == "restart":
                spans[at] = (1, width)
            texts.append(text)
            texts.extend([""] * (width - 1))
            self._refuse_wide(part, number, len(texts))
        return Row(tuple(texts), number, part, spans), merges, forms

    def _refuse_large(self, part: str, rows: int) -> None:
        name, cells, limits = self._name, self._cells, self._limits
        what, most = ("cells", limits.cells) if rows <= limits.rows else ("rows", limits.rows)
        if rows > limits.rows or cells > limits.cells:
            raise ReadError(
                f"{name}{part and ', '}{part}: văn bản quá lớn (hơn {most} "
                f"{'ô' if what == 'cells' else 'hàng hoặc đoạn'}); chỉ giữ lại bảng số liệu rồi "
                f"thử lại, hoặc nâng {what} trong phần [limits] của dangvien.toml."
            )

    def _refuse_wide(self, part: str, number: int, width: int) -> None:
        if width > WIDEST:
            raise ReadError(
                f"{self._name}, {part}: hàng {number} có hơn {WIDEST} cột; Word chỉ cho 63 cột "
                f"nên tệp hỏng, không đọc."
            )


def _read_once(body: Any) -> None:
    """Leave one of two copies that a document has of a box: the one for programs of today."""
    for either in list(body.iter(_EITHER)):
        choices, copies = either.findall(_CHOICE), either.findall(_FALLBACK)
        # A shape that only the older copy has words in is read there.
        has_words = any(next(one.iter(TEXT), None) is not None for one in choices)
        for one in copies if has_words else choices[: len(copies)]:
            either.remove(one)


def _blocks(parent: Any) -> Iterator[tuple[Any, list[tuple[int, Any]]]]:
    """Give paragraphs and tables, each with the boxes taken out of it, and what is in those."""
    for element in nearest(parent, _BLOCKS):
        if (inside := _framed(element)) is not None:
            yield from _blocks(inside)
            continue
        boxes = _taken_out(element)
        yield element, boxes
        for _, box in boxes:
            yield from _blocks(box)


def _framed(element: Any) -> Any | None:
    """Give the one cell of a table that is but a frame around another table."""
    cells = list(islice(nearest(element, CELLS), 2)) if element.tag == _TABLE else []
    framed = len(cells) == 1 and next(cells[0].iter(_TABLE), None) is not None
    return cells[0] if framed else None


def _taken_out(element: Any) -> list[tuple[int, Any]]:
    """Take the boxes out of a paragraph or table, so that their words are none of its own.

    Gives each with the number of the row of the table that it hangs on; not those in a box.
    """
    around = next(element.iterancestors(_BOX), None)
    found = [one for one in element.iter(_BOX) if next(one.iterancestors(_BOX), None) is around]
    lines = list(nearest(element, LINES)) if found and element.tag == _TABLE else []
    numbers = {line: number for number, line in enumerate(lines, start=1)}
    boxes = [
        (max((numbers.get(line, 0) for line in one.iterancestors(_LINE)), default=0), one)
        for one in found
    ]
    for _, box in boxes:
        box.getparent().remove(box)
    return boxes


def _boxes_over(
    part: str, boxes: list[tuple[int, Any]], text: Callable[[Any], str]
) -> Iterator[Finding]:
    """Tell the words of boxes that lie over a table: they may stand for a figure under them."""
    for number, box in boxes:
        words = " ".join(filter(None, map(text, nearest(box, _PARAGRAPHS)))).strip()
        if words and next(box.iter(_TABLE), None) is None:
            message = (
                f"Có hộp chữ “{visible(words)}” đặt trên bảng, không thuộc ô nào nên không được "
                f"đọc vào bảng; nếu là số liệu, hãy gõ thẳng vào ô."
            )
            yield Finding("cell_outside", message, place=f"{part}, hàng {number}", stated=words)


def _join(row: Row, merges: Mapping[int, str], open_cells: dict[int, Row]) -> None:
    """Let the cells of a row go on with those above, or be gone on with."""
    for at, merge in merges.items():
        if merge == "continue" and at in open_cells:
            _lengthen(open_cells[at], at)
        else:
            open_cells[at] = row


def _lengthen(row: Row, at: int) -> None:
    """Let a cell reach one row further down."""
    height, width = row.spans.get(at, (1, 1))
    row.spans[at] = (height + 1, width)  # type: ignore[index]  # made above, as a dict


def _extent(properties: Any | None) -> tuple[int, str]:
    """Give a cell's width in grid columns and its vertical merge."""
    if properties is None:
        return 1, ""
    span = properties.find(f"{_W}gridSpan")
    vertical = properties.find(f"{_W}vMerge")
    merge = ""
    if vertical is not None:
        merge = "restart" if vertical.get(_VALUE) == "restart" else "continue"
    return _number(span) if span is not None else 1, merge


def _number(element: Any) -> int:
    text = element.get(_VALUE, "1")
    return min(max(int(text), 1), WIDEST) if text.isdecimal() else 1


def _fonts(roots: list[Any]) -> frozenset[str]:
    """Give the names of the fonts that runs and styles ask for."""
    found = (
        one.get(name) for root in roots for one in root.iter(f"{_W}rFonts") for name in _FONTS
    )
    return frozenset(name for name in found if name)
