"""What an official document has around its text: letterhead, title, signature, recipients."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from dangvien_analysis.office.settings import Office
from dangvien_analysis.pack.word.word_styles import HALVES, RULES

PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
BLANK = "……"
"""A dotted blank, for whoever fills it in by hand."""
_LONG_BLANK = "………………………"
_TWO_DIGITS = 10
_TWO_DIGIT_MONTHS = 3
_BEFORE_THE_NAME = 4
"""Blank lines that leave room for a signature."""


def letterhead(document: Any, office: Office, day: date | None) -> None:
    """Write the head in two halves: bodies and number; the Party, place and date."""
    left, right = _halves(document)
    _write(
        left,
        [
            (office.superior_body or _LONG_BLANK, "Superior Body"),
            (office.issuing_body or _LONG_BLANK, "Issuing Body"),
            ("*", "Issuing Body"),
            (number_line(office), "Number Line"),
        ],
    )
    _write(right, [(PARTY_NAME, "Party Name"), (place_line(office, day), "Place and Date")])


def number_line(office: Office) -> str:
    """Give the line of the number."""
    number = office.number.strip()
    shown = number.zfill(2) if number.isdigit() else number
    return f"Số {shown or BLANK}-{office.symbol.strip() or BLANK}"


def place_line(office: Office, day: date | None) -> str:
    """Give the line of place and date."""
    place = office.place.strip() or BLANK
    if day is None:
        return f"{place}, ngày {BLANK} tháng {BLANK} năm {BLANK}"
    number = f"0{day.day}" if day.day < _TWO_DIGITS else str(day.day)
    month = f"0{day.month}" if day.month < _TWO_DIGIT_MONTHS else str(day.month)
    return f"{place}, ngày {number} tháng {month} năm {day.year}"


def signature(document: Any, office: Office) -> None:
    """Write recipients at the left and the signature block at the right, on one page."""
    left, right = _halves(document)
    names = recipients(office)
    _write(left, [("Nơi nhận:", "Recipients Title"), *((one, "Recipient") for one in names)])
    position = [(office.position.strip().upper(), "Position")] if office.position.strip() else []
    room = [("", "Position")] * _BEFORE_THE_NAME
    _write(
        right,
        [
            (office.authority.strip().upper() or _LONG_BLANK, "Authority"),
            *position,
            *room,
            (office.signer.strip() or _LONG_BLANK, "Signer"),
        ],
    )


def recipients(office: Office) -> list[str]:
    """Give the lines of the recipients.

    "- name," each, the last with a full stop; a blank when none is set.
    """
    rules = RULES[office.format_rules]
    names = [one.strip().rstrip(",;.") for one in office.recipients if one.strip()] or [BLANK]
    ends = [rules.after_recipient] * (len(names) - 1) + [rules.after_last]
    return [f"- {name}{end}" for name, end in zip(names, ends, strict=True)]


def _halves(document: Any) -> tuple[Any, Any]:
    """Add a table of two cells without lines and without room at their sides."""
    grid = document.add_table(rows=1, cols=2)
    grid.autofit = False
    properties = grid._tbl.tblPr
    sides = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        sides.append(margin)
    # The schema wants it before the last of its kind.
    properties.find(qn("w:tblLook")).addprevious(sides)
    row = grid.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, cell, width in zip(grid.columns, row.cells, HALVES, strict=True):
        column.width = cell.width = Mm(width)
    left, right = row.cells
    return left, right


def _write(cell: Any, lines: Sequence[tuple[str, str]]) -> None:
    """Write lines into a cell, each in its style."""
    for at, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)
