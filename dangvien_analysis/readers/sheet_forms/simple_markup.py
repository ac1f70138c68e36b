"""Markup as a stream of its elements, under their names without a prefix."""

from collections.abc import Callable
from xml.parsers import expat

Attributes = dict[str, str]
Starts = dict[str, Callable[[Attributes], object]]
Ends = dict[str, Callable[[], object]]


def walk(
    content: bytes, starts: Starts, ends: Ends, letters: Callable[[str], object] | None = None
) -> None:
    """Call for each element of a part what is asked for its name.

    A part that was checked for document types; what is damaged raises the parser's error.
    """
    names: dict[str, str] = {}

    def name(tag: str) -> str:
        if tag not in names:
            names[tag] = tag.rpartition(":")[2]
        return names[tag]

    def start(tag: str, attributes: Attributes) -> None:
        if call := starts.get(name(tag)):
            call(attributes)

    def end(tag: str) -> None:
        if call := ends.get(name(tag)):
            call()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if letters is not None:
        parser.CharacterDataHandler = letters
    parser.Parse(content, True)


def is_on(attributes: Attributes, name: str = "val", *, usual: bool = True) -> bool:
    """Tell whether a switch is on; one that is not given is as usual."""
    value = attributes.get(name)
    return usual if value is None else value.strip().lower() in ("1", "true", "on")
