"""Vietnamese text written the old way, for the tests: the inverse of what the package reads.

Written apart from the package's tables: TCVN3 by its code numbers, VNI by its rule.
"""

import re
import unicodedata

_TCVN3 = {
    **dict(zip("ĂÂÊÔƠƯĐăâêôơưđ", range(0xA1, 0xAF), strict=True)),
    **dict(zip("àảãáạ", range(0xB5, 0xBA), strict=True)),
    **dict(zip("ằẳẵắ", range(0xBB, 0xBF), strict=True)),
    **dict(zip("ặầẩẫấậè", range(0xC6, 0xCD), strict=True)),
    **dict(zip("ẻẽéẹềểễếệìỉ", range(0xCE, 0xD9), strict=True)),
    **dict(zip("ĩíịò", range(0xDC, 0xE0), strict=True)),
    **dict(zip("ỏõóọồổỗốộờởỡớợù", range(0xE1, 0xF0), strict=True)),
    **dict(zip("ủũúụừửữứựỳỷỹýỵ", range(0xF1, 0xFF), strict=True)),
}
LETTERS = "".join(_TCVN3)
"""Vietnamese letters with marks that fonts of TCVN3 have: all small ones, seven capitals."""
CAPITALS = "".join(dict.fromkeys(LETTERS.upper()))
"""Every Vietnamese capital with a mark."""

_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_MARKS = {
    "": dict(zip(_TONES, "ùøûõï", strict=True)),
    "\u0302": dict(zip(("", *_TONES), "âáàåãä", strict=True)),
    "\u0306": dict(zip(("", *_TONES), "êéèúüë", strict=True)),
}
_VNI_I = dict(zip(_TONES, "íìæóò", strict=True))


def as_tcvn3(text: str) -> str:
    """Write what a font such as .VnTime needs; a capital with a tone loses its height."""
    codes = (_TCVN3.get(char, _TCVN3.get(char.lower())) for char in text)
    return "".join(
        char if code is None else chr(code) for char, code in zip(text, codes, strict=True)
    )


def as_vni(text: str) -> str:
    """Write what a font such as VNI-Times needs."""
    return "".join(map(_vni, unicodedata.normalize("NFC", text)))


def _vni(char: str) -> str:
    if char in "đĐ":
        return "ñ" if char == "đ" else "Ñ"
    base, *marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks if mark in _TONES), "")
    shape = next((mark for mark in marks if mark not in _TONES), "")
    if base in "iI" and tone:
        letter = _VNI_I[tone]
    elif base in "yY" and tone == "\u0323":
        letter = "î"
    elif shape == "\u031b":
        letter = {"o": "ô", "u": "ö"}[base.lower()] + _VNI_MARKS[""].get(tone, "")
    else:
        letter = base + _VNI_MARKS[shape].get(tone, "")
    return letter.upper() if base.isupper() else letter


def as_windows_1258(text: str) -> bytes:
    """Write bytes of windows-1258: a letter, and its tone after it where it has no code."""
    return b"".join(map(_windows_1258, unicodedata.normalize("NFC", text)))


def _windows_1258(char: str) -> bytes:
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        base = "".join(part for part in parts if part not in _TONES)
        tone = "".join(part for part in parts if part in _TONES)
        return (unicodedata.normalize("NFC", base) + tone).encode("cp1258")


def misread(text: str, encoding: str = "cp1252", *, dropped: bool = False) -> str:
    """Read a text's UTF-8 as another encoding; programs may drop what comes as a control."""
    letters = "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode()
    )
    return re.sub("[\x80-\x9f]", "", letters) if dropped else letters
