"""What each paragraph of a Word document shows, and what of it is set aside."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dangvien_analysis.readers.office_files.word_marks.run_looks import (
    UNSURE,
    WHITE,
    Colour,
    Look,
    Styles,
    colour_of,
    form_of,
    ground_of,
    half_points,
    is_gone,
    is_on,
    is_raised,
    named,
)
from dangvien_analysis.readers.office_files.word_marks.shown_cell import Bit, ShownCell, stronger
from dangvien_analysis.readers.office_files.word_marks.table_parts import LOOK, parts_of
from dangvien_analysis.readers.office_files.word_marks.written import WordParagraph
from dangvien_analysis.readers.set_aside import Form

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = f"{_W}t"
SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
"""Elements that stand for a letter."""
# In a document set in an old encoding this is the letter ư, not a place to break a word.
SIGNS[f"{_W}softHyphen"] = "\u00ad"


def names_of(*names: str) -> frozenset[str]:
    """Give the whole names of elements."""
    return frozenset(f"{_W}{name}" for name in names)


CHANGES: Mapping[str, Form] = {
    **dict.fromkeys(names_of("del", "moveFrom", "cellDel"), Form.DELETED),
    **dict.fromkeys(names_of("ins", "moveTo", "cellIns"), Form.INSERTED),
}
_PLAIN_SIGN = re.compile(r"[0-9.,()*+%-]")
_PICTURES = ("wingdings", "webdings", "marlett")
"""Fonts in which a figure's place holds a picture."""
_SKIPPED = names_of("rPr", "pPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr")
NOTE_SIGNS = names_of("footnoteReference", "endnoteReference")
COMMENTS = names_of("commentRangeStart", "commentReference")
_LEAVES = names_of("t", "delText", "sym", "fldChar", "instrText", "altChunk") | SIGNS.keys()
_LEAVES |= NOTE_SIGNS | COMMENTS
_FLAT = 20
"""Height of a row that is not there [twentieths of a point]."""


class _Around(NamedTuple):
    """What a piece of the document stands in."""

    written: WordParagraph | None = None
    form: Form | None = None  # By what it stands in
    # Whether it can be all of a figure or row; a note's mark and a control's advice cannot
    alone: bool = True
    run: Form | None = None  # Of the letters themselves
    raised: bool = False
    ground: Colour = WHITE
    table: str = ""  # Its style
    parts: tuple[str, ...] = ()  # Of that style, which this cell belongs to
    shaded: bool = False  # Whether the table or row itself says what colour it has
    base: Look | None = None


class WordSight:
    """A document as it is seen."""

    def __init__(
        self, root: Any, styles: Styles, comments: Mapping[str, str], *, anew: bool = False
    ) -> None:
        """Look at a document; `anew` tells that LibreOffice wrote it, perhaps from Word's."""
        self._anew = anew
        self.written: dict[Any, WordParagraph] = {}
        self.foreign = 0  # Parts from other files that are not looked into
        self._styles, self._comments = styles, dict(comments)
        self._waiting: list[str] = []
        self._parts: dict[Any, tuple[str, ...]] = {}
        paper = root.find(f"{_W}background")
        self._page = WHITE if paper is None else colour_of(paper, "color") or WHITE
        # Only a screen shows what colour a page has.
        self._page = WHITE if self._page == WHITE else UNSURE
        self._enters: Mapping[str, Callable[[Any, _Around], _Around]] = {
            f"{_W}p": self._paragraph,
            f"{_W}r": self._run,
            f"{_W}tbl": self._table,
            f"{_W}tr": self._row,
            f"{_W}tc": self._cell,
            f"{_W}sdt": self._control,
            f"{_W}rt": lambda _, around: _within(around, Form.RAISED, alone=False),
            f"{_W}txbxContent": self._box,
            **dict.fromkeys(CHANGES, _changed),
        }
        self._walk(root)
        self.written = {one: its for one, its in self.written.items() if not its.is_plain}

    def shown(self, paragraphs: Sequence[Any]) -> ShownCell | None:
        """Put together what stands in a cell; None where nothing of it has a form."""
        if not any(one in self.written for one in paragraphs):
            return None
        bits: list[Bit] = []
        for at, one in enumerate(paragraphs):
            found = self.written.get(one)
            bits += [Bit(plain_text(one), None)] if found is None else found.bits
            if at < len(paragraphs) - 1:
                bits.append(Bit("\n", None if found is None else found.mark))
        return ShownCell(bits)

    def _walk(self, root: Any) -> None:
        waiting = [(iter(root), _Around(ground=self._page))]
        while waiting:
            children, around = waiting[-1]
            child = next(children, None)
            if child is None:
                waiting.pop()
            elif child.tag in _LEAVES:
                if self._leaf(child, around):
                    marked = around._replace(run=stronger(around.run, Form.RAISED), alone=False)
                    waiting[-1] = children, marked
            elif child.tag not in _SKIPPED:
                enter = self._enters.get(child.tag)
                waiting.append((iter(child), enter(child, around) if enter else around))

    def _leaf(self, leaf: Any, around: _Around) -> bool:
        """Add what has no parts; tell whether a note's own mark follows in the run."""
        if leaf.tag in COMMENTS:
            self._note(named(leaf, "id"), around.written)
        elif leaf.tag == f"{_W}altChunk":
            self.foreign += 1
        elif around.written is not None and leaf.tag == f"{_W}fldChar":
            around.written.field(named(leaf, "fldCharType"), _choice(leaf), around.run)
        elif around.written is not None and leaf.tag == f"{_W}instrText":
            around.written.instruct(leaf.text or "")
        elif around.written is not None and (text := _letters(leaf)):
            form = Form.DELETED if leaf.tag == f"{_W}delText" else around.run
            around.written.bits.append(Bit(text, form, around.alone, around.raised))
            around.written.more |= leaf.tag == f"{_W}sym"
        return leaf.tag in NOTE_SIGNS and _follows(leaf)

    def _note(self, number: str, written: WordParagraph | None) -> None:
        """Tell a comment once, in the paragraph where it begins."""
        if text := self._comments.pop(number, ""):
            if written is None:
                self._waiting.append(text)
            else:
                written.bits.append(Bit(text, Form.NOTED))

    def _paragraph(self, paragraph: Any, around: _Around) -> _Around:
        written = self.written[paragraph] = WordParagraph(anew=self._anew)
        written.bits += [Bit(text, Form.NOTED) for text in self._waiting]
        self._waiting.clear()
        style, ground = "", None
        properties = paragraph.find(f"{_W}pPr")
        if properties is not None:
            found, shade = (properties.find(f"{_W}{name}") for name in ("pStyle", "shd"))
            style = "" if found is None else named(found)
            ground = None if shade is None else ground_of(shade)
            written.mark = _mark(properties.find(f"{_W}rPr"))
        base = self._styles.base(around.table, around.parts, style)
        ground = ground or base.get("ground") or around.ground
        return self._lettered(around._replace(written=written, ground=ground, base=base), base)

    def _run(self, run: Any, around: _Around) -> _Around:
        properties = run.find(f"{_W}rPr")
        if properties is None:
            return around
        look = self._styles.run(around.base or {}, properties)
        around = _within(around, Form.HIDDEN) if is_gone(look) else around
        return self._lettered(around, look)

    def _lettered(self, around: _Around, look: Look) -> _Around:
        form = stronger(around.form, form_of(look, around.ground))
        return around._replace(run=form, raised=is_raised(look))

    def _table(self, table: Any, around: _Around) -> _Around:
        style, shade = (table.find(f"{_W}tblPr/{_W}{name}") for name in ("tblStyle", "shd"))
        name = self._styles.known("" if style is None else named(style), "table")
        look = self._styles.look(name, "table")
        if look.get("parts"):
            self._parts.update(parts_of(table, look))
        own = None if shade is None else ground_of(shade)
        # A table that does not tell which parts it has may look as its program likes.
        unsure = None if table.find(LOOK) is not None else look.get("cells")
        ground = own or unsure or look.get("fill") or around.ground
        shaded = bool(own or unsure)
        return around._replace(table=name, parts=(), ground=ground, shaded=shaded)

    def _row(self, row: Any, around: _Around) -> _Around:
        shade = row.find(f"{_W}tblPrEx/{_W}shd")
        if shade is not None:
            around = around._replace(ground=ground_of(shade) or self._page, shaded=True)
        for one in row.iterfind(f"{_W}trPr/*"):
            if one.tag in CHANGES:
                around = _within(around, CHANGES[one.tag])
            elif (one.tag == f"{_W}hidden" and is_on(one)) or is_flat(one):
                around = _within(around, Form.HIDDEN)
        return around

    def _cell(self, cell: Any, around: _Around) -> _Around:
        if parts := self._parts.pop(cell, ()):
            fill = self._styles.cell(around.table, parts).get("fill") or around.ground
            # Which of two goes over the other is not sure.
            ground = UNSURE if around.shaded and fill != around.ground else fill
            around = around._replace(parts=parts, ground=ground)
        for one in cell.iterfind(f"{_W}tcPr/*"):
            if one.tag in CHANGES:
                around = _within(around, CHANGES[one.tag])
            elif one.tag == f"{_W}shd":
                around = around._replace(ground=ground_of(one) or self._page)
        return around

    def _control(self, control: Any, around: _Around) -> _Around:
        """Set the advice aside that an unfilled control shows."""
        advice = is_on(control.find(f"{_W}sdtPr/{_W}showingPlcHdr"))
        return _within(around, Form.HIDDEN, alone=False) if advice else around

    def _box(self, _: Any, around: _Around) -> _Around:
        """A box has a ground of its own; its letters are no part of the run that it hangs on."""
        return _Around(form=around.form, alone=around.alone, ground=UNSURE)


def plain_text(paragraph: Any) -> str:
    """Give a paragraph's text, runs of a line break included."""
    return "".join(
        (node.text or "") if node.tag == TEXT else SIGNS.get(node.tag, "")
        for node in paragraph.iter()
    )


def _within(around: _Around, form: Form, *, alone: bool = True) -> _Around:
    """Let all that follows have a form."""
    return around._replace(
        form=stronger(around.form, form),
        run=stronger(around.run, form),
        alone=around.alone and alone,
    )


def _changed(element: Any, around: _Around) -> _Around:
    return _within(around, CHANGES[element.tag])


def _mark(properties: Any | None) -> Form | None:
    """Tell whether the end of a paragraph was deleted or is hidden."""
    for one in () if properties is None else properties:
        if CHANGES.get(one.tag) is Form.DELETED:
            return Form.DELETED
        if one.tag in (f"{_W}vanish", f"{_W}specVanish") and is_on(one):
            return Form.HIDDEN
    return None


def is_flat(element: Any) -> bool:
    """Tell the height of a row that nobody can see."""
    if element.tag != f"{_W}trHeight" or named(element, "hRule") != "exact":
        return False
    height = half_points(element)
    return height is not None and height <= _FLAT


def _follows(sign: Any) -> bool:
    return named(sign, "customMarkFollows").lower() in ("1", "true", "on")


def _letters(leaf: Any) -> str:
    """Give the text of an element without parts."""
    if leaf.tag != f"{_W}sym":
        return SIGNS.get(leaf.tag, "") or leaf.text or ""
    code = named(leaf, "char")
    if named(leaf, "font").lower().startswith(_PICTURES) or not re.fullmatch(
        "[0-9A-Fa-f]{1,4}", code
    ):
        return ""
    # Old fonts have their letters at F000 and behind.
    letter = chr(int(code, 16) & 0x0FFF if int(code, 16) >= 0xF000 else int(code, 16))  # noqa: PLR2004
    return letter if _PLAIN_SIGN.fullmatch(letter) else ""


def _choice(begin: Any) -> str:
    """Give what a list to choose from shows; Word keeps no text for it."""
    found = begin.find(f"{_W}ffData/{_W}ddList")
    if found is None:
        return ""
    entries = found.findall(f"{_W}listEntry")
    marks = (found.find(f"{_W}{name}") for name in ("result", "default"))
    chosen = next((named(one) for one in marks if one is not None), "0")
    at = int(chosen) if re.fullmatch("[0-9]{1,4}", chosen) else 0
    return named(entries[at]) if at < len(entries) else ""
