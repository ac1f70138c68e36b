"""Encodings older than Unicode: TCVN3 (ABC), VNI and windows-1258, and text that lost letters.

A text in an old encoding arrives as the Western letters that have its codes: "ChØ tiªu" is
"Chỉ tiêu" in TCVN3, "Ñaûng boä" is "Đảng bộ" in VNI. Decode before `vietnamese.clean`: the code of
"ư" in TCVN3 is the soft hyphen that `clean` takes out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache

from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import fold

# TCVN 5712, codes 0x80 to 0xFF, sixteen a line. Fonts named .Vn… have the codes from 0xA0 on, and
# of the capitals only those without a tone; the rest stands in files of other systems.
_TCVN3_HIGH = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ"
    "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ"
    "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3_LOW = {1: "Ú", 2: "Ụ", 4: "Ừ", 5: "Ử", 6: "Ữ"} | dict(
    zip(range(0x11, 0x18), "ỨỰỲỶỸÝỴ", strict=True)
)


def _tcvn3_table() -> dict[int, str]:
    """Map each character that a code of TCVN3 may arrive as.

    Codes 0x80 to 0x9F come as controls, or as what Windows has there. Of the latter only letters
    are decoded: the fonts show quotation marks and dashes as such, and "–" in a cell means zero.
    """
    table = _TCVN3_LOW | dict(enumerate(_TCVN3_HIGH, start=0x80))
    for code in range(0x80, 0xA0):
        windows = bytes([code]).decode("cp1252", errors="ignore")
        if windows.isalpha():
            table[ord(windows)] = table[code]
    return table


_TCVN3 = _tcvn3_table()

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301\u0300\u0309\u0303\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302\u0306\u031b"
_TONES = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
# VNI writes a vowel and, after it, one letter for its marks: a tone, or a circumflex or breve
# with or without a tone.
_VNI_TONES = dict(zip("ùøûõï", _TONES, strict=True))
_VNI_ROOF = dict(zip("âáàåãä", (_CIRCUMFLEX + one for one in ("", *_TONES)), strict=True))
_VNI_BOWL = dict(zip("êéèúüë", (_BREVE + one for one in ("", *_TONES)), strict=True))
_VNI_MARKS = {
    **dict.fromkeys("uyôö", _VNI_TONES),
    **dict.fromkeys("eo", _VNI_TONES | _VNI_ROOF),
    "a": _VNI_TONES | _VNI_ROOF | _VNI_BOWL,
}
_VNI_ALONE = {
    **{"ô": "o" + _HORN, "ö": "u" + _HORN, "ñ": "đ", "î": "y" + _DOT},
    **{"í": "i" + _ACUTE, "ì": "i" + _GRAVE, "æ": "i" + _HOOK, "ó": "i" + _TILDE, "ò": "i" + _DOT},
}


def _vni_table() -> dict[str, str]:
    """Map each letter of VNI, of one character or two; a capital's mark comes in either case."""
    table = dict(_VNI_ALONE)
    for vowel, marks in _VNI_MARKS.items():
        table |= {vowel + mark: _VNI_ALONE.get(vowel, vowel) + one for mark, one in marks.items()}
    capitals = {one.upper(): letter.upper() for one, letter in table.items()}
    mixed = {one[0].upper() + one[1:]: letter.upper() for one, letter in table.items()}
    return table | capitals | mixed


_VNI = _vni_table()
_VNI_LETTER = pattern("|".join(sorted(_VNI, key=len, reverse=True)))

_WINDOWS_1258 = {code: bytes([code]).decode("cp1258") for code in range(0xA0, 0x100)}


def decode_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Decode TCVN3 (ABC), the encoding of the fonts .VnTime, .VnArial and their like."""
    letters = unicodedata.normalize("NFC", text.translate(_TCVN3))
    return letters.upper() if capitals else letters


def decode_vni(text: str) -> str:
    """Decode VNI, the encoding of the fonts VNI-Times, VNI-Helve and their like."""
    letters = _VNI_LETTER.sub(lambda match: _VNI[match[0]], text)
    return unicodedata.normalize("NFC", letters)


def decode_windows_1258(text: str) -> str:
    """Decode windows-1258, Microsoft's one-byte encoding of Vietnamese."""
    return unicodedata.normalize("NFC", text.translate(_WINDOWS_1258))


def western(data: bytes) -> str:
    """Read bytes of a one-byte encoding as Western letters, which the decoders start from.

    Gives one character a byte: that of windows-1252, or the control character of the same code.
    When any of the codes is used that windows-1252 leaves empty, all from 0x80 to 0x9F are
    controls: no program on Windows writes these, but Ả, Í and Ù of TCVN3 stand there.
    """
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


DECODERS: dict[str, Callable[[str], str]] = {"tcvn3": decode_tcvn3, "vni": decode_vni}
"""Encodings of fonts by name: text as it arrives -> Unicode."""

ENCODING_NAMES = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "windows-1258": "windows-1258",
    "windows-1252": "windows-1252",
    "utf-16": "UTF-16",
}
"""Encodings as they are named to a reader."""

# A PDF puts six letters before the name of a font of which it holds a part.
_FONTS = {
    "tcvn3": pattern(r"([A-Z]{6}\+)?\.vn", re.IGNORECASE),
    "vni": pattern(r"([A-Z]{6}\+)?vni[ -]", re.IGNORECASE),
}


def encoding_of_fonts(fonts: Iterable[str]) -> str | None:
    """Tell the old encoding that the fonts of a document stand for.

    Gives a key of `DECODERS`; None when they name none, or both.
    """
    named = {name for font in fonts for name, words in _FONTS.items() if words.match(font)}
    return named.pop() if len(named) == 1 else None


_UNICODE = pattern("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")
# Western characters that neither Vietnamese nor its punctuation has; the no-break space, § ° ± ²
# and their like are met in any text and are left out.
_FOREIGN = pattern("[¡-¦¨ª¬\xad¯´-¶¸-ºÄ-ÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþÿ\x80-\x9f]")


def is_unicode(text: str) -> bool:
    """Tell a text with Vietnamese letters that no old encoding arrives as.

    True for "Đảng bộ"; False for "xã", which may be either.
    """
    return _UNICODE.search(text) is not None


def looks_old(text: str) -> bool:
    """Tell a text with characters that Vietnamese has not, as old encodings arrive.

    True for "ChØ tiªu"; False for "Chỉ tiêu", "xã" and "Céng".
    """
    return _FOREIGN.search(text) is not None


# Signs that any text may have, but none beside a letter: there they are letters of TCVN3.
_SIGN_IN_WORD = pattern(r"[§®©·¼-¾][^\W\d_]|[^\W\d_](?:[§®©·¼-¾]|[«»][^\W\d_])")
_BETWEEN = pattern(r"([ \t\r\n]+)")


def is_mixed(text: str) -> bool:
    """Tell a text in an old encoding with a letter or a word of Unicode among its own."""
    return is_unicode(text) and (looks_old(text) or _SIGN_IN_WORD.search(text) is not None)


def decode_mixed(text: str, decoder: Callable[[str], str]) -> str:
    """Decode a text word by word, but for the words that are Unicode as a whole."""

    def decode(word: str) -> str:
        if looks_old(word) or _SIGN_IN_WORD.search(word):
            return decoder(word)
        # "Hoàng" may be either, but makes no syllable when it is decoded from TCVN3.
        old = decoder(word)
        return word if is_unicode(word) or syllables(old) < 0 < syllables(word) else old

    words = _BETWEEN.split(text)
    return "".join(word if word.isascii() else decode(word) for word in words)


_WORD = pattern(r"[^\W\d_]+")
_SYLLABLE = pattern(
    r"(?:ngh?|nh|kh|gh|gi|ch|th|tr|ph|qu|[bcdđghklmnprstvx])?"
    r"(?:[aeêiouôơưy]|o[ae]|u[êơy]|[iuư]a|uya"
    r"|o?[ae]o|[ou]?[aâ][uy]|[oôơuưa]i|oai|[eê]u|iu|ưu|(?:iê|yê|ươ)u|(?:uô|ươ)i|uyu"
    r"|(?:[ou]?[aăâeê]|[iouôơưy]|oo|uy|u?[iy]ê|uô|ươ)(?:[cmnpt]|ch|ng|nh))"
)
_STOPPED = pattern(r".*(?:[cpt]|ch)")


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    """Tell a Vietnamese syllable: its letters in order, one tone, and one its end allows."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in decomposed if char in _TONES]
    letters = "".join(char for char in decomposed if char not in _TONES)
    plain = unicodedata.normalize("NFC", letters)
    # A syllable that ends in c, ch, p or t is sắc or nặng, and never without a tone.
    stopped = bool(_STOPPED.fullmatch(plain))
    sound = tones in ([_ACUTE], [_DOT]) if stopped else len(tones) <= 1
    return sound and bool(_SYLLABLE.fullmatch(plain))


def syllables(text: str) -> int:
    """Count the words with marks that Vietnamese could have, less those it could not have."""
    words = (word for word in _WORD.findall(text) if not word.isascii())
    return sum(1 if _is_syllable(word) else -1 for word in words)


MANY_DAMAGED = Fraction(1, 5)
"""Share of texts with a lost letter from which a document is damaged. A program that cannot write
Vietnamese puts "?" into nearly every name; people put one into a cell or two."""
LEAST_DAMAGED = 3
"""In a table of a few texts that many must have lost a letter."""

_REPLACED = pattern(r"[^\W\d_]\ufffd|\ufffd[^\W\d_]")
_QUERIED = pattern(r"[^\W\d_]*\?+[^\W\d_?]*(?:\?+[^\W\d_?]+)*\?*")
_INSIDE = pattern(r"[^\W\d_]\?+[^\W\d_]")
_VOWEL = pattern("[aeiouy]")


def _lost_letter(text: str) -> bool:
    """Tell "Đ?ng b?" from "mới?": a question mark inside a word, or in place of its vowel."""
    return any(
        _INSIDE.search(word) or (fold(word) and not _VOWEL.search(fold(word)))
        for word in _QUERIED.findall(text)
    )


def lost_letters(text: str) -> bool:
    """Tell whether a name has lost letters for good.

    True with U+FFFD beside a letter, or "?" in place of one: "Đ?ng b? xã", but not "xã mới?".
    """
    return bool(_REPLACED.search(text)) or ("?" in text and _lost_letter(text))


def damaged(texts: Iterable[str]) -> str | None:
    """Find out whether texts have lost letters for good.

    Gives one of them with U+FFFD beside a letter, which nobody types; else the first with "?" in
    place of a letter ("Ch? tiêu", "Đ?ng b? xã"), when there are `LEAST_DAMAGED` or more and their
    share of the texts with letters is `MANY_DAMAGED` or more; else None.
    """
    worded = [text for text in texts if _WORD.search(text)]
    if replaced := next((text for text in worded if _REPLACED.search(text)), None):
        return replaced
    lost = [text for text in worded if "?" in text and _lost_letter(text)]
    many = len(lost) >= LEAST_DAMAGED and len(lost) >= MANY_DAMAGED * len(worded)
    return lost[0] if many else None
