"""Vietnamese letters: one form for one name, and folded keys for header words."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from dangvien_analysis.text.patterns import pattern

# Control characters too, which no Word file can hold; those that are white space stay.
_CONTROLS = "".join(
    filter(lambda one: not one.isspace(), map(chr, (*range(32), *range(127, 160))))
)
_INVISIBLE = dict.fromkeys(
    map(ord, f"\u200b\u200c\u200d\u2060\ufeff\u00ad\ufffe\uffff{_CONTROLS}")
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Open syllables only: "hoà" is "hòa", but "hoàn" keeps its tone on the a, and after q the u is
# part of the consonant ("quý"). A second mark on the vowel is another vowel ("hoặc").
_END = r"(?![^\W\d_]|[\u0300-\u036f])"
_LATE_TONE = pattern(rf"([oO])([aAeE])([{_TONES}]){_END}|(?<![qQ])([uU])([yY])([{_TONES}]){_END}")
# The same places in composed letters: most names have none of them.
_MAYBE_LATE = pattern(r"[oO][àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ]")
# Letters with a mark, in one piece or taken apart, and đ.
_MARKED = pattern("[À-ÖØ-öø-\u024f\u1e00-\u1eff\u0300-\u036f]")
_NOT_WORD = pattern(r"[^0-9a-z%]+")


def clean(text: str) -> str:
    """Make one form of a printed text without changing a letter of it."""
    # Most texts are clean already. All white space but the plain space, and every invisible
    # character, is unprintable.
    if (
        text.isprintable()
        and "  " not in text
        and text == text.strip(" ")
        and unicodedata.is_normalized("NFC", text)
    ):
        return text
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def clean_all(texts: Sequence[str]) -> list[str]:
    """Clean many texts; a column of tens of thousands that are clean is seen in one look."""
    # Between two bars a space is at a text's edge; a bar composes with nothing.
    whole = "|".join(texts)
    sound = (
        whole.isprintable()
        and not any(mark in f"|{whole}|" for mark in ("  ", "| ", " |"))
        and unicodedata.is_normalized("NFC", whole)
    )
    return list(texts) if sound else list(map(clean, texts))


def tone_key(text: str) -> str:
    """Place tone marks the traditional way, so that "hoà" and "hòa" are one spelling.

    Gives the cleaned name with "oà, oè, uỳ" at a syllable's end written "òa, òe, ùy"; letter case
    and all other accents stay, so that two names never become one.
    """

    def move(match: re.Match[str]) -> str:
        first, second, tone = (part for part in match.groups() if part)
        return first + tone + second

    name = clean(text)
    if not _MAYBE_LATE.search(name):
        return name
    decomposed = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", _LATE_TONE.sub(move, decomposed))


def has_marks(text: str) -> bool:
    """Tell a text in which any letter has a mark; "ĐANG" has one, "Cao Minh – 5²" none."""
    return not text.isascii() and _MARKED.search(text) is not None


# A table repeats its words: most cells of counts, and every header on every page.
@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Reduce a text to lower-case letters without accents, for header words only."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", letters).strip()


def slug(text: str) -> str:
    """Make an identifier from a name."""
    return "-".join(fold(text).replace("%", " ").split()) or "don-vi"
