"""Markup as a stream of its elements, under their names without a prefix."""

from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

Attributes = dict[str, str]
Starts = dict[str, Callable[[Attributes], object]]
Ends = dict[str, Callable[[], object]]


class _ByTag(dict[str, Any]):
    """What to call for each tag, whatever prefix it has; a large part has millions of them."""

    def __init__(self, calls: Mapping[str, Any], usual: Callable[..., None]) -> None:
        super().__init__()
        self._calls, self._usual = calls, usual

    def __missing__(self, tag: str) -> Any:
        self[tag] = call = self._calls.get(tag.rpartition(":")[2], self._usual)
        return call


def walk(
    content: bytes, starts: Starts, ends: Ends, letters: Callable[[str], object] | None = None
) -> None:
    """Call for each element of a part what is asked for its name.

    A part that was checked for document types; what is damaged raises the parser's error.
    """
    at_start, at_end = _ByTag(starts, _pass), _ByTag(ends, _pass)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: at_start[tag](attributes)
    if ends:
        parser.EndElementHandler = lambda tag: at_end[tag]()
    if letters is not None:
        parser.CharacterDataHandler = letters
    parser.Parse(content, True)


def _pass(_: Attributes | None = None) -> None:
    pass


def is_on(attributes: Attributes, name: str = "val", *, usual: bool = True) -> bool:
    """Tell whether a switch is on; one that is not given is as usual."""
    value = attributes.get(name)
    return usual if value is None else value.strip().lower() in ("1", "true", "on")
