"""UTF-8 that some program read as another encoding: "Chá»‰ tiÃªu" is "Chỉ tiêu".

Which encoding that was is found out by ftfy, for a document as a whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dangvien_analysis.text.encodings import syllables
from dangvien_analysis.text.patterns import pattern

_READ_AS = ("latin-1", "cp1252", "cp1258", "cp1250", "cp1251", "mac_roman", "cp437")
"""The usual ones: of the web, of Windows, of the Mac and of the console."""


def _char(byte: int, encoding: str) -> str:
    """Give what a byte is read as; codes that stand for nothing come as controls."""
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)


def _traces(encoding: str) -> str:
    """Write what the bytes of UTF-8 look like: two in a row of a letter, a dash, a hard space."""
    pairs = (
        (range(0xC3, 0xC7), range(0x80, 0xC0)),
        ((0xE1,), (0xBA, 0xBB)),
        ((0xE2,), (0x80,)),
        ((0xC2,), range(0xA0, 0xC0)),
    )
    return "|".join(
        "".join(f"[{re.escape(''.join(_char(one, encoding) for one in codes))}]" for codes in pair)
        for pair in pairs
    )


@lru_cache
def _trace() -> re.Pattern[str]:
    return re.compile("|".join(map(_traces, _READ_AS)))


@lru_cache
def _western() -> dict[int, str]:
    """Give what the Vietnamese Windows reads otherwise than the Western one."""
    return {
        ord(_char(byte, "cp1258")): _char(byte, "cp1252")
        for byte in (0xC3, *range(0x80, 0xC0))
        if _char(byte, "cp1258") != _char(byte, "cp1252")
    }


_WINDOWS = "sloppy-windows-1252"
_LOOKED_AT = 300
"""Texts of a document from which its encoding is found out."""
_GAPS = 2
"""Most letters of a word that are filled in."""
_WORD = rb"\s+|\S+"
# A letter that lacks its last byte.
_OPEN = rb"(?:[\xc3\xc6]|\xe1[\xba\xbb])\Z"
_FOREIGN = pattern("[^\x00-\x7fÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")


def looks_misread(text: str) -> bool:
    """Tell a text that may be UTF-8 read as something else; a few sound ones look so too."""
    # Each such pair holds a sign that no Vietnamese word has: most documents have none at all.
    return _FOREIGN.search(text) is not None and _trace().search(text) is not None


def misreading(texts: Iterable[str]) -> tuple[str, ...]:
    """Find out as what the UTF-8 of a document was read.

    Gives the encodings, the last one first, when it happened more than once; none when the texts
    are no such ones.
    """
    found: Counter[tuple[str, ...]] = Counter()
    looked_at = sorted(texts)[:_LOOKED_AT]
    for text in ("\n".join(looked_at), *looked_at):
        found[_steps(text) or _steps(text.translate(_western()))] += 1
    del found[()]
    return found.most_common(1)[0][0] if found else ()


def _steps(text: str) -> tuple[str, ...]:
    from ftfy import fix_encoding_and_explain

    steps = fix_encoding_and_explain(text).explanation or []
    # What is mended here and there, and not read again from its start, tells no encoding.
    if any(step.action == "apply" for step in steps):
        return ()
    return tuple(step.parameter for step in steps if step.action == "encode")


def read_again(text: str, encodings: tuple[str, ...]) -> str | None:
    """Read a text as the UTF-8 that it was; None when it was none, or has lost letters."""
    import ftfy.bad_codecs  # noqa: F401 - makes its encodings known

    # It stands where a byte was that means nothing in that encoding.
    text = text.replace("\ufffd", "")
    for at, encoding in enumerate(encodings):
        western = text.translate(_western()) if encoding == _WINDOWS else text
        try:
            data = western.encode(encoding)
        except UnicodeEncodeError:
            return None
        lost = _droppable(encoding) if at == len(encodings) - 1 else b""
        words = [_word(word, lost) for word in re.findall(_WORD, _with_hard_spaces(data))]
        if None in words:
            return None
        text = "".join(filter(None, words))
    return text


def _with_hard_spaces(data: bytes) -> bytes:
    """Put back the last byte of "à", which many programs turn into a space: "TÃ i" is "Tài"."""
    words: list[bytes] = []
    for word in data.split(b" "):
        if not words or not re.search(_OPEN, words[-1]):
            words.append(word)
            continue
        words[-1] += b"\xa0"
        if not word.strip() or word[:1].isspace() or len(_fitting(words[-1] + word, b"")) == 1:
            words[-1] += word
        else:
            words.append(word)
    return b" ".join(words)


def _word(data: bytes, lost: bytes) -> str | None:
    """Decode a word; a byte that a program dropped is filled in where one spelling fits."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        found = {one for one in _filled(data, lost, _GAPS) if not _FOREIGN.search(one)}
        found = found if len(found) == 1 else _fitting(data, lost)
        return found.pop() if len(found) == 1 else None


def _fitting(data: bytes, lost: bytes) -> set[str]:
    """Give the readings of a word that are Vietnamese syllables in one letter case."""
    return {
        one
        for one in _filled(data, lost, _GAPS)
        if syllables(one) > 0 and (one.istitle() or one.islower() or one.isupper())
    }


def _filled(data: bytes, lost: bytes, gaps: int) -> Iterator[str]:
    try:
        yield data.decode()
    except UnicodeDecodeError as error:
        for byte in lost if gaps else b"":
            whole = data[: error.end] + bytes([byte]) + data[error.end :]
            yield from _filled(whole, lost, gaps - 1)


@lru_cache
def _droppable(encoding: str) -> bytes:
    """Give the bytes that come as controls or spaces, which many programs drop."""
    return bytes(byte for byte in range(0x80, 0xC0) if not _char(byte, encoding).isprintable())
