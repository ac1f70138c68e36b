"""A paragraph of a Word document, put together bit by bit; its fields show their results."""

import re
from typing import NamedTuple

from dangvien_analysis.readers.office_files.word_marks.shown_cell import Bit
from dangvien_analysis.readers.set_aside import Form

# What LibreOffice gives for a formula it does not understand: "** Expression is faulty **" as well
_UNWORKED = re.compile(r"\s*(0([.,]0*)?|\*\*.*)\s*", re.DOTALL)
_DEEPEST = 20
"""Fields within fields; so many Word itself allows."""


class WordParagraph:
    """A paragraph, bit by bit."""

    def __init__(self, *, anew: bool) -> None:
        self._anew = anew  # Whether a program worked out formulas that it did not write
        self.bits: list[Bit] = []
        # Whether the end of the paragraph is seen: else the next goes on in its line
        self.mark: Form | None = None
        self.more = False  # Whether it has letters that are no text of the file
        self._fields: list[_Field] = []

    @property
    def is_plain(self) -> bool:
        """Tell a paragraph of which nothing is set aside."""
        return not (self.more or self.mark or any(bit.form for bit in self.bits))

    def field(self, kind: str, choice: str, form: Form | None) -> None:
        """Begin a field, go on to its result, or end it; instructions are set aside."""
        if kind == "begin":
            self._fields.append(_Field(len(self.bits), len(self.bits), choice))
        elif kind == "separate" and self._fields:
            self._hide(self._fields[-1])
            self._fields[-1] = self._fields[-1]._replace(start=-1, result=len(self.bits))
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            self._hide(ended)
            if len(self._fields) < _DEEPEST:
                self._result(ended, form)

    def _result(self, field: "_Field", form: Form | None) -> None:
        """Look at what a field shows that has ended."""
        if self._anew and field.code == "=" and field.start < 0:
            self._doubt(field)
        if field.choice and (
            field.start >= 0 or not any(bit.text.strip() for bit in self.bits[field.result :])
        ):
            self.bits.append(Bit(field.choice, form))
            self.more = True

    def instruct(self, text: str) -> None:
        """Keep how the instruction of the field begins that is open."""
        if self._fields and not self._fields[-1].code:
            self._fields[-1] = self._fields[-1]._replace(code=text.strip()[:1])

    def _doubt(self, field: "_Field") -> None:
        """Set the 0 aside that LibreOffice wrote for a formula of Word's, or its complaint."""
        texts = [bit.text for bit in self.bits[field.result :] if bit.form is None]
        if _UNWORKED.fullmatch("".join(texts)):
            for at in range(field.result, len(self.bits)):
                if self.bits[at].form is None:
                    self.bits[at] = self.bits[at]._replace(form=Form.UNCALCULATED, alone=False)

    def _hide(self, field: "_Field") -> None:
        """Set an instruction aside, now that it is one: a field that never ends is none."""
        if field.start < 0 or len(self._fields) > _DEEPEST:
            return
        for at in range(field.start, len(self.bits)):
            bit = self.bits[at]
            if bit.form not in (Form.DELETED, Form.NOTED):
                self.bits[at] = bit._replace(form=Form.HIDDEN, alone=False)


class _Field(NamedTuple):
    start: int  # First bit of the instruction; -1 once the result has begun
    result: int  # First bit of the result
    choice: str  # What was chosen of a list
    code: str = ""  # The first letter of the instruction
