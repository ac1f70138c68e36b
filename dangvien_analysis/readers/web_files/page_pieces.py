"""What stands in a cell or paragraph of a web page, piece by piece: seen, or set aside."""

from collections.abc import Iterable, Iterator, Set
from itertools import groupby
from typing import Any, NamedTuple

from dangvien_analysis.readers.set_aside import AsideCell, Form, Pieces
from dangvien_analysis.readers.web_files.page_colours import WHITE, alike
from dangvien_analysis.readers.web_files.page_limits import BREAKS, SKIPPED
from dangvien_analysis.readers.web_files.sights import PLAIN, PageSight, Sights

Piece = tuple[str, PageSight]

_TYPED = ("", "text", "number", "tel", "search", "email", "url", "date", "month", "time", "week")
_PRESSED = ("submit", "reset", "button")
_UNSEEN = ("hidden", "password")
_ANCHOR, _COMMENT, _BACK = "#_msocom_", "_com_", "#_msoanchor_"
"""How Word and Excel lead from a mark to the words of a comment, and back."""


class Run(NamedTuple):
    """Letters of a cell that are seen alike."""

    text: str
    forms: tuple[Form, ...] = ()  # Why they are set aside; the first is told
    sure: bool = True


class PageText(NamedTuple):
    """A cell or a paragraph."""

    seen: str
    runs: tuple[Run, ...] = ()  # Empty when nothing is set aside

    @property
    def forms(self) -> list[Form]:
        """Why each run is set aside, in their order."""
        return [run.forms[0] for run in self.runs if run.forms and run.text.strip()]

    def without(self, forms: Set[Form]) -> str:
        """Give the text as it would be read if some forms were none."""
        if not self.runs:
            return self.seen
        left = [run._replace(forms=tuple(set(run.forms) - forms)) for run in self.runs]
        return "".join(run.text for run in left if not run.forms or _stands(run)).strip()

    def aside(self, part: str, number: int, at: int) -> Iterator[AsideCell]:
        """Give what is set aside of it."""
        pieces = Pieces()
        for run in self.runs:
            pieces.add(run.text, run.forms[0] if run.forms else None)
        doubtful = {run.forms[0] for run in self.runs if not run.sure}
        for one in pieces.aside(part, number, at):
            text = " ".join(one.text.split()) if one.form is Form.CHOSEN else one.text.strip()
            texts = one._replace(text=text, whole=one.whole.strip())
            yield texts._replace(certain=one.form not in doubtful)


class PiecesOf:
    """Takes the elements of a page apart into pieces of text."""

    def __init__(self, root: Any) -> None:
        self.sights = Sights(root)
        self.told: set[str] = set()  # Comments that are told where their mark stands
        self._root = root
        self._comments: dict[str, Any] | None = None

    def inside(self, element: Any, sight: PageSight) -> list[Piece]:
        """Give the pieces of an element."""
        found: list[Piece] = []
        self._gather(element, sight, found)
        return found

    def _gather(self, element: Any, sight: PageSight, found: list[Piece]) -> None:
        if element.text:
            found.append((element.text, sight))
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SKIPPED:
                own = self.sights.of(child, sight)
                if child.tag in BREAKS:
                    found.append(("\n", own))
                whole = self.whole(child, own)
                if whole is None:
                    self._gather(child, own, found)
                else:
                    found += whole
            if child.tail:
                found.append((child.tail, sight))

    def whole(self, element: Any, sight: PageSight) -> list[Piece] | None:
        """Give an element that shows something else than what is in it, such as a field."""
        if element.tag == "input":
            return list(_input(element, sight))
        if element.tag == "select":
            return list(_select(element, sight))
        if element.tag == "textarea":
            text = element.text or ""
            hint = [(element.get("placeholder") or "", _away(sight, Form.HIDDEN))]
            return [(text, sight)] if text.strip() else hint
        if element.tag == "a" and sight.away is not Form.HIDDEN:
            return self._noted(element, sight)
        return None

    def _noted(self, element: Any, sight: PageSight) -> list[Piece] | None:
        """Give the words of the comment that a mark leads to, instead of the mark."""
        href = element.get("href") or ""
        if href.startswith(_BACK):
            return []
        if not href.startswith(_ANCHOR):
            return None
        if self._comments is None:
            every = self._root.iterfind(".//*[@id]")
            self._comments = {one.get("id"): one for one in every}
        name = _COMMENT + href.removeprefix(_ANCHOR)
        comment = self._comments.get(name)
        if comment is None or name in self.told or sight.away is Form.NOTED:
            return []
        self.told.add(name)
        words = [*self.inside(comment, _away(PLAIN, Form.NOTED))]
        return [(" ".join("".join(text for text, _ in words).split()), _away(PLAIN, Form.NOTED))]


def written(pieces: Iterable[Piece]) -> PageText:
    """Put pieces together."""
    whole = list(pieces)
    if len(whole) == 1 and whole[0][1] is PLAIN:
        return PageText(whole[0][0].strip())
    if all(sight is PLAIN or not sight.forms for _, sight in whole) and not _pale(whole):
        return PageText("".join(text for text, _ in whole).strip())
    pale = _pale(whole)
    alike_seen = groupby(whole, key=lambda piece: _how(piece[1], pale=pale))
    runs = [Run("".join(text for text, _ in some), *how) for how, some in alike_seen]
    if not any(run.text.strip() and _stands(run) for run in runs):
        runs = [_lowered(run) for run in runs]
    seen = "".join(run.text for run in runs if _stands(run)).strip()
    return PageText(seen, tuple(runs) if any(run.forms for run in runs) else ())


def _how(sight: PageSight, *, pale: bool) -> tuple[tuple[Form, ...], bool]:
    """Give why letters are set aside, and whether that is sure."""
    forms = sight.forms
    if not forms and pale and _is_pale(sight):
        return (Form.HIDDEN,), False
    return forms, sight.sure or not sight.away


def _stands(run: Run) -> bool:
    return not run.forms or run.forms[0] is Form.INSERTED


def _lowered(run: Run) -> Run:
    """Give letters that are raised as usual ones: where all are, none is a mark."""
    raised = run.forms[:1] == (Form.RAISED,)
    return run._replace(forms=run.forms[1:]) if raised else run


def _is_pale(sight: PageSight) -> bool:
    return sight.behind is None and alike(sight.colour, WHITE)


def _pale(pieces: list[Piece]) -> bool:
    """Tell whether white and other letters stand on the same colour, which is not known."""
    unknown = [sight for text, sight in pieces if sight.behind is None and text.strip()]
    return len({_is_pale(sight) for sight in unknown}) > 1


def _away(sight: PageSight, form: Form) -> PageSight:
    return sight._replace(away=sight.away or form)


def _input(element: Any, sight: PageSight) -> Iterator[Piece]:
    kind, value = (element.get("type") or "").strip().lower(), element.get("value") or ""
    if kind in _UNSEEN:
        yield value, _away(sight, Form.HIDDEN)
    elif kind in _TYPED and not value.strip():
        yield element.get("placeholder") or "", _away(sight, Form.HIDDEN)
    elif kind in _TYPED or kind in _PRESSED:
        yield value, sight


def _select(element: Any, sight: PageSight) -> Iterator[Piece]:
    """Give the options of a list; the one that is chosen stands."""
    options = list(element.iter("option"))
    chosen = [one for one in options if one.get("selected") is not None]
    if element.get("multiple") is None:
        free = [one for one in options if one.get("disabled") is None]
        chosen = chosen[-1:] or ([] if _tall(element) else free[:1])
    stands = set(chosen)
    for one in options:
        text = one.get("label") or "".join(one.itertext()).strip()
        other = _away(sight, Form.CHOSEN)
        yield "" if one is options[0] else " ", other
        yield text, sight if one in stands else other


def _tall(element: Any) -> bool:
    """Tell a list that shows several options at once, of which none need be chosen."""
    return (element.get("size") or "").strip() not in ("", "0", "1")
