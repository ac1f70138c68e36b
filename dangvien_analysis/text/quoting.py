"""What somebody wrote, quoted in a message: short, each character seen, no program's spelling."""

import unicodedata
from datetime import date, time
from typing import Any

LONGEST_QUOTE = 60
"""Letters of a quotation: enough to find the place, and one line of a window."""

_NAMED = {"\n": "dấu xuống dòng", "\r": "dấu về đầu dòng", "\t": "dấu tab"}
# What turns the direction of writing: a name may read otherwise than it is spelt.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def hidden(text: str) -> str | None:
    """Find the first character that nobody sees, or that is none.

    What it is, with its code: "ký tự điều khiển (U+001B)", "dấu xuống dòng (U+000A)"; None when
    every character is a letter, a sign or a space of any width.
    """
    for char in text:
        if not _seen(char):
            return f"{_called(char)} ({_code(char)})"
    return None


def visible(text: str) -> str:
    """Quote a text so that a message stays on its line and shows what is there."""
    cut = text.expandtabs(1).strip(" ")
    kept = "".join(one if _seen(one) else f"⟨{_code(one)}⟩" for one in cut[:LONGEST_QUOTE])
    return f"{kept}…" if len(cut) > LONGEST_QUOTE else kept


def shown(value: Any) -> str:
    """Show a value of a settings file as people write it there."""
    if isinstance(value, str):
        return f"“{visible(value)}”"
    return visible(_plain(value))


def _plain(value: Any) -> str:
    """Show what is no text; of long lists only what a quotation has room for."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(shown, value[:LONGEST_QUOTE]))}]"
    if isinstance(value, dict):
        pairs = list(value.items())[:LONGEST_QUOTE]
        return f"{{ {', '.join(f'{key} = {shown(one)}' for key, one in pairs)} }}"
    return str(value)


def _seen(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _called(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if char in _TURNING:
        return "ký tự đảo chiều chữ"
    controls = unicodedata.category(char) == "Cc"
    return "ký tự điều khiển" if controls else "ký tự không nhìn thấy được"


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
