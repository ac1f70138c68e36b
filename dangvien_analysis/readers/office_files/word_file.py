"""Word documents (.docx) -> Grid."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from posixpath import normpath
from typing import Any

from lxml import etree

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.archive import read_archive
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.text.quoting import visible

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same document as saved in Word's form "Strict Open XML".
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN_PART = "/officeDocument"
_PARAGRAPH, _TABLE, _LINE, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_TEXT, _VALUE = f"{_W}t", f"{_W}val"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# In a document set in an old encoding this is the letter ư, not a place to break a word.
_SIGNS[f"{_W}softHyphen"] = "\u00ad"
_BLOCKS = frozenset({_PARAGRAPH, _TABLE})
_PARAGRAPHS = frozenset({_PARAGRAPH})
_LINES, _CELLS = frozenset({_LINE}), frozenset({_CELL})
_FONTS = tuple(f"{_W}{name}" for name in ("ascii", "hAnsi", "cs"))
_BOX = f"{_W}txbxContent"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_EITHER, _CHOICE, _FALLBACK = (f"{_MC}{one}" for one in ("AlternateContent", "Choice", "Fallback"))

WIDEST = 200
"""Columns of a table; Word itself allows 63."""
_MARKS = 3
"""Elements and attributes for each cell that a document may have, counted by their signs: each
takes up to a hundred bytes when it is parsed. A table of 5,000 rows has two million."""


def read_word(path: Path, limits: Limits | None = None) -> Grid:
    """Read the paragraphs and tables of a document in their order.

    Gives a paragraph is a row of one cell; a table's rows have its number as `part` ("bảng 2"). A
    cell that spans columns gives its text once and empty cells after it; one that continues a
    merged cell above is empty. A table inside a cell is text of that cell, unless that cell is
    the only one: then it is but a frame. What stands in a text
    box comes after the paragraph or table that the box hangs on.
    """
    limits = limits or Limits()
    members = read_archive(path, limits)
    main = _main_part(members)
    body = _parsed(path.name, members[main], limits).find(f"{_W}body")
    if body is None:
        raise ReadError(f"{path.name}: tệp hỏng, phần {main} không phải là một văn bản Word.")
    _read_once(body)
    rows: list[Row] = []
    findings: list[Finding] = []
    paragraphs = tables = cells = 0
    for element, boxes in _blocks(body):
        if element.tag == _PARAGRAPH:
            paragraphs += 1
            _refuse_large(path.name, "", paragraphs, cells, limits)
            rows.append(Row((_text(element),), paragraphs))
            continue
        tables += 1
        findings += _boxes_over(f"bảng {tables}", boxes)
        for row in _table(path.name, element, f"bảng {tables}"):
            cells += len(row.texts)
            _refuse_large(path.name, row.part, row.number, cells, limits)
            rows.append(row)
    styles = members.get(normpath(f"{main}/../styles.xml"))
    roots = [body] if styles is None else [body, _parsed(path.name, styles, limits)]
    return Grid(tuple(rows), Kind.WORD, _fonts(roots), tuple(findings))


def _read_once(body: Any) -> None:
    """Leave one of two copies that a document has of a box: the one for programs of today."""
    for either in list(body.iter(_EITHER)):
        choices, copies = either.findall(_CHOICE), either.findall(_FALLBACK)
        # A shape that only the older copy has words in is read there.
        has_words = any(next(one.iter(_TEXT), None) is not None for one in choices)
        for one in copies if has_words else choices[: len(copies)]:
            either.remove(one)


def _blocks(parent: Any) -> Iterator[tuple[Any, list[tuple[int, Any]]]]:
    """Give paragraphs and tables, each with the boxes taken out of it, and what is in those."""
    for element in _nearest(parent, _BLOCKS):
        if (inside := _framed(element)) is not None:
            yield from _blocks(inside)
            continue
        boxes = _taken_out(element)
        yield element, boxes
        for _, box in boxes:
            yield from _blocks(box)


def _framed(element: Any) -> Any | None:
    """Give the one cell of a table that is but a frame around another table."""
    cells = list(islice(_nearest(element, _CELLS), 2)) if element.tag == _TABLE else []
    framed = len(cells) == 1 and next(cells[0].iter(_TABLE), None) is not None
    return cells[0] if framed else None


def _taken_out(element: Any) -> list[tuple[int, Any]]:
    """Take the boxes out of a paragraph or table, so that their words are none of its own.

    Gives each with the number of the row of the table that it hangs on; not those in a box.
    """
    around = next(element.iterancestors(_BOX), None)
    found = [one for one in element.iter(_BOX) if next(one.iterancestors(_BOX), None) is around]
    lines = list(_nearest(element, _LINES)) if found and element.tag == _TABLE else []
    numbers = {line: number for number, line in enumerate(lines, start=1)}
    boxes = [
        (max((numbers.get(line, 0) for line in one.iterancestors(_LINE)), default=0), one)
        for one in found
    ]
    for _, box in boxes:
        box.getparent().remove(box)
    return boxes


def _boxes_over(part: str, boxes: list[tuple[int, Any]]) -> Iterator[Finding]:
    """Tell the words of boxes that lie over a table: they may stand for a figure under them."""
    for number, box in boxes:
        words = " ".join(filter(None, map(_text, _nearest(box, _PARAGRAPHS)))).strip()
        if words and next(box.iter(_TABLE), None) is None:
            message = (
                f"Có hộp chữ “{visible(words)}” đặt trên bảng, không thuộc ô nào nên không được "
                f"đọc vào bảng; nếu là số liệu, hãy gõ thẳng vào ô."
            )
            yield Finding("cell_outside", message, place=f"{part}, hàng {number}", stated=words)


def _main_part(members: Mapping[str, bytes]) -> str:
    """Name the part that holds the text; nothing else of the document is looked at but styles."""
    links = etree.fromstring(members["_rels/.rels"], _parser())
    for link in links:
        target = link.get("Target", "").removeprefix("/")
        if link.get("Type", "").endswith(_MAIN_PART) and target in members:
            return str(target)
    return "word/document.xml"


def _parser() -> Any:
    """Make a parser that reads what it is given and nothing else."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )


def _parsed(name: str, content: bytes, limits: Limits) -> Any:
    marks, most = content.count(b"<") + content.count(b"="), limits.cells * _MARKS
    if marks > most:
        raise ReadError(
            f"{name}: văn bản có khoảng {marks} phần tử định dạng, quá {most}; chép riêng bảng số "
            f"liệu sang một văn bản mới rồi thử lại, hoặc nâng cells trong phần [limits] của "
            f"dangvien.toml."
        )
    return etree.fromstring(content.replace(_STRICT, _W[1:-1].encode()), _parser())


def _refuse_large(name: str, part: str, rows: int, cells: int, limits: Limits) -> None:
    what, most = ("cells", limits.cells) if rows <= limits.rows else ("rows", limits.rows)
    if rows > limits.rows or cells > limits.cells:
        raise ReadError(
            f"{name}{part and ', '}{part}: văn bản quá lớn (hơn {most} "
            f"{'ô' if what == 'cells' else 'hàng hoặc đoạn'}); chỉ giữ lại bảng số liệu rồi thử "
            f"lại, hoặc nâng {what} trong phần [limits] của dangvien.toml."
        )


def _nearest(parent: Any, tags: frozenset[str]) -> Iterator[Any]:
    """Give the elements with these tags, not those inside them; controls may wrap them."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in tags:
            yield child
        else:
            waiting.append(iter(child))


def _table(name: str, table: Any, part: str) -> Iterator[Row]:
    """Give the rows of a table, walking its elements once."""
    rows: list[Row] = []
    open_cells: dict[int, int] = {}
    for number, line in enumerate(_nearest(table, _LINES), start=1):
        texts: list[str] = []
        spans: dict[int, tuple[int, int]] = {}
        for text, width, merge in _line(line):
            at = len(texts)
            if merge == "continue" and at in open_cells:
                _lengthen(rows[open_cells[at]], at)
            elif merge:
                open_cells[at] = number - 1
            if width > 1 or merge == "restart":
                spans[at] = (1, width)
            texts.append("" if merge == "continue" else text)
            texts.extend([""] * (width - 1))
            if len(texts) > WIDEST:
                raise ReadError(
                    f"{name}, {part}: hàng {number} có hơn {WIDEST} cột; Word chỉ cho 63 cột nên "
                    f"tệp hỏng, không đọc."
                )
        rows.append(Row(tuple(texts), number, part, spans))
    yield from rows


def _lengthen(row: Row, at: int) -> None:
    """Let a cell reach one row further down."""
    height, width = row.spans.get(at, (1, 1))
    row.spans[at] = (height + 1, width)  # type: ignore[index]  # made above, as a dict


def _line(line: Any) -> Iterator[tuple[str, int, str]]:
    """Give text, width in grid columns and vertical merge of each cell of a row."""
    before = line.find(f"{_W}trPr/{_W}gridBefore")
    if before is not None:
        yield "", _number(before), ""
    for cell in _nearest(line, _CELLS):
        properties = cell.find(f"{_W}tcPr")
        width, merge = 1, ""
        if properties is not None:
            span = properties.find(f"{_W}gridSpan")
            vertical = properties.find(f"{_W}vMerge")
            width = _number(span) if span is not None else 1
            if vertical is not None:
                merge = "restart" if vertical.get(_VALUE) == "restart" else "continue"
        yield "\n".join(map(_text, _nearest(cell, _PARAGRAPHS))), width, merge


def _number(element: Any) -> int:
    text = element.get(_VALUE, "1")
    return min(max(int(text), 1), WIDEST) if text.isdecimal() else 1


def _text(paragraph: Any) -> str:
    """Give a paragraph's text, runs of a line break included."""
    return "".join(
        (node.text or "") if node.tag == _TEXT else _SIGNS.get(node.tag, "")
        for node in paragraph.iter()
    )


def _fonts(roots: list[Any]) -> frozenset[str]:
    """Give the names of the fonts that runs and styles ask for."""
    found = (
        one.get(name) for root in roots for one in root.iter(f"{_W}rFonts") for name in _FONTS
    )
    return frozenset(name for name in found if name)
