"""Texts of an .xlsx file whose letters are set in more than one way."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.sheet_forms.book_styles import CellStyle, FontReader, Lettering
from dangvien_analysis.readers.sheet_forms.cell_forms import CellForm, of_runs
from dangvien_analysis.readers.sheet_forms.simple_markup import Attributes, Ends, Starts, walk


class TextRun(NamedTuple):
    """Letters that are set in one way; in that of their cell where it is None."""

    text: str
    letters: Lettering | None


class RunReader:
    """Follows the markup of one text: of a shared string, or within a cell."""

    def __init__(self, colours: Mapping[str, str]) -> None:
        self._font = FontReader(colours)
        self.clear()

    def clear(self, _: Attributes | None = None) -> None:
        """Begin a text."""
        self.runs: list[TextRun] = []
        self._letters: Lettering | None = None
        self._sound = self._open = False

    def starts(self) -> Starts:
        """Tell what to call where an element begins."""
        return {
            "r": self._begin,
            "rPr": lambda _: self._font.clear(),
            "strike": self._font.strike,
            "vertAlign": self._font.align,
            "color": self._font.colour,
            "rPh": lambda _: self._spell(aloud=True),
            "t": lambda _: self._text(begins=True),
        }

    def ends(self) -> Ends:
        """Tell what to call where an element ends."""
        return {
            "r": lambda: self._begin({}),
            "rPr": self._end_font,
            "rPh": lambda: self._spell(aloud=False),
            "t": lambda: self._text(begins=False),
        }

    def letters(self, text: str) -> None:
        """Take note of letters."""
        if self._open:
            self.runs.append(TextRun(text, self._letters))

    def _begin(self, _: Attributes) -> None:
        self._letters = None

    def _end_font(self) -> None:
        self._letters = self._font.letters

    def _spell(self, *, aloud: bool) -> None:
        # How words are spoken is no part of them.
        self._sound = aloud

    def _text(self, *, begins: bool) -> None:
        self._open = begins and not self._sound


def shared_runs(
    strings: bytes, colours: Mapping[str, str], *, every: bool
) -> dict[str, Sequence[TextRun]]:
    """Give the shared texts that have letters of their own, by their number.

    With `every`, also those whose own letters are as usual: a cell's may not be.
    """
    reader = RunReader(colours)
    found: dict[str, Sequence[TextRun]] = {}
    count = 0

    def end() -> None:
        nonlocal count
        if any(one.letters and (every or _is_formed(one.letters)) for one in reader.runs):
            found[str(count)] = reader.runs
        count += 1

    starts: Starts = {**reader.starts(), "si": reader.clear}
    walk(strings, starts, {**reader.ends(), "si": end}, reader.letters)
    return found


def _is_formed(letters: Lettering) -> bool:
    return letters.struck or letters.raised or letters.colour is not None


def rich_form(runs: Sequence[TextRun], style: CellStyle) -> CellForm | None:
    """Give the form of a cell's text."""
    return of_runs([(one.text, _form(one, style)) for one in runs])


def _form(run: TextRun, style: CellStyle) -> Form | None:
    return style.form if run.letters is None else run.letters.form(style.ground)
