"""Words and figures of a cell that its narrow column has broken in two."""

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

_FIGURE = re.compile(r"\d[\d.,]*")
_REST = re.compile(r"[.,]?\d[\d.,]*%?")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh?|gi|kh?|ph|th?|tr|ch?|qu|[bdhlmnprsvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?"
)
_VOWEL = re.compile(r"[aeiouy]")
_MOST_CAPITALS = 5
"""Letters of a longest abbreviation that is broken."""


def mended(lines: Sequence[str], is_full: Callable[[int], bool]) -> list[str]:
    """Join what is broken.

    `is_full` tells of a line whether the first letter of the next had no room in it. Lines of one
    letter each are a label set from top to bottom, and stay.
    """
    if max(map(len, lines)) == 1:
        return list(lines)
    joined = [lines[0]]
    for at, line in enumerate(lines[1:]):
        before = joined[-1]
        if (_is_figure(before, line) or _is_word(before, line)) and is_full(at):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _is_figure(before: str, line: str) -> bool:
    """Tell a figure whose last digits stand below; two figures are of about one length."""
    broken = _FIGURE.fullmatch(before) and _REST.fullmatch(line)
    return bool(broken) and (len(line) < len(before) or not line[0].isdigit())


def _is_word(before: str, line: str) -> bool:
    """Tell a syllable of which one half cannot stand alone, or an abbreviation."""
    first, second = before.rpartition(" ")[2], line.partition(" ")[0]
    word = first + second
    if not word.isalpha() or not (word.isupper() or word[1:].islower()):
        return False
    vowels = [bool(_VOWEL.search(_bare(half))) for half in (first, second)]
    if not any(vowels):
        return word.isupper() and 1 in (len(first), len(second)) and len(word) <= _MOST_CAPITALS
    return not all(vowels) and _SYLLABLE.fullmatch(_bare(word)) is not None


def _bare(word: str) -> str:
    """Give a word's letters without their marks."""
    spread = normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in spread if letter.isalpha())
