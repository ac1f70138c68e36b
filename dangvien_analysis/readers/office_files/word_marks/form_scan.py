"""Whether a Word document has anything to set aside, from a quick look over it."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import product
from typing import Any

from lxml import etree

from dangvien_analysis.readers.office_files.word_marks.run_looks import (
    TINY,
    WHITE,
    Colour,
    Look,
    Styles,
    colour_of,
    form_of,
    ground_of,
    half_points,
    is_unseen,
    named,
)
from dangvien_analysis.readers.office_files.word_marks.word_forms import (
    CHANGES,
    COMMENTS,
    NOTE_SIGNS,
    is_flat,
    names_of,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMS = names_of("vertAlign", "strike", "dstrike", "vanish", "specVanish", "position", "delText")
_FORMS |= names_of("fldChar", "sym", "altChunk", "ruby", "showingPlcHdr", "hidden")
_FORMS |= names_of("highlight")
_FORMS |= NOTE_SIGNS | COMMENTS | CHANGES.keys()
_FORMS |= {"{http://schemas.microsoft.com/office/word/2010/wordml}textFill"}
# Names and values are short: a long one would be tried from each of its letters.
_ATTRIBUTE = re.compile(r"""([A-Za-z]{1,40})\s{0,9}=\s{0,9}["']([^"']{0,99})["']""")
_PAIRS = 10_000
"""Most letters' colours on grounds that are tried."""


def is_formed(content: bytes, root: Any, styles: Styles) -> bool:
    """Tell whether a document may set anything aside; most do not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if next(root.iter(*_FORMS), None) is not None:
        return True
    if any(map(is_flat, _distinct(content, "trHeight"))):
        return True
    used = {named(one) for one in _distinct(content, "Style")}
    looks = list(styles.looks(used))
    parts = [part for look in looks for part in look.get("parts", {}).values()]
    return (
        any(form_of(look, WHITE) for look in looks)
        or any(form_of(part, part.get("fill") or WHITE) for part in parts)
        or _is_dim(content, looks, parts)
    )


def _is_dim(content: bytes, looks: list[Look], parts: list[Look]) -> bool:
    """Tell whether any letters may be too small, or not stand out from any ground."""
    if any((half_points(one) or 0) <= TINY for one in _distinct(content, "sz")):
        return True
    # A shade without a colour lets the page be seen.
    grounds: set[Colour | None] = {ground_of(one) or WHITE for one in _distinct(content, "shd")}
    grounds |= {look.get(name) for look in [*looks, *parts] for name in ("ground", "fill")}
    colours = {colour_of(one) for one in _distinct(content, "color")}
    colours |= {look.get("color") for look in looks}
    # Heads that a style makes white lie on a ground of that style.
    of_parts = {part.get("color") for part in parts}
    if len(colours | of_parts) * len(grounds) > _PAIRS:
        return True
    pairs = [*product(colours, grounds | {WHITE}), *product(of_parts, grounds)]
    return any(is_unseen(one, other) for one, other in pairs if other is not None)


def _distinct(content: bytes, name: str) -> Iterator[Any]:
    """Give each way in which elements are written whose names end so."""
    for text in set(re.findall(name.encode() + rb"\s([^<>]*)", content)):
        element = etree.Element(f"{_W}{name}")
        for found in _ATTRIBUTE.finditer(text.decode("utf-8", "replace")):
            element.set(f"{_W}{found[1]}", unescape(found[2]))
        yield element
