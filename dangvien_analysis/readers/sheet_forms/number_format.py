"""What a number format shows of a number or a text: the format code of an .xlsx file."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

from dangvien_analysis.text.patterns import pattern

_TOKEN = pattern(
    r'"([^"]*)"?|\\(.)|_.|\*.|\[([^\]]*)\]|(General)|(AM/PM|A/P)|([eE][+-])|(.)',
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = pattern(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_CURRENCY = pattern(r"\$([^-\]]*)")
_PLAIN = frozenset(
    [
        "general",
        "@",
        *(f"{a}0{b}{c}" for a in ("", "#,##") for b in ("", ".0", ".00") for c in ("", "%")),
    ]
) - {"0", "#,##0"}
"""Formats that show what is stored, or show that they round."""
_OF_DAYS = frozenset("ymdhsbgYMDHSBG")
_PLACES = frozenset("0#?")
_LONGEST = 255
"""Letters of a format code that Excel takes."""
_DECIMALS, _DIGITS = 30, 400
_COLOURS = {
    **{"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "00FF00"},
    **{"blue": "0000FF", "yellow": "FFFF00", "magenta": "FF00FF", "cyan": "00FFFF"},
    **{"color1": "000000", "color2": "FFFFFF"},
}

BUILT_IN = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **{37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 49: "@"},
    **{39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00"},
    **{41: "#,##0;-#,##0;-;@", 42: "#,##0;-#,##0;-;@"},
    **{43: "#,##0.00;-#,##0.00;-??;@", 44: "#,##0.00;-#,##0.00;-??;@"},
}
"""Formats that a file does not spell out. The rest are dates, fractions and powers of ten."""


class FormatPart(NamedTuple):
    """The part of a format for positive or negative numbers, for zero, or for texts."""

    tokens: tuple[tuple[str, str], ...]  # Kind and text
    test: tuple[str, float] | None  # The numbers it is for
    colour: str | None
    strange: bool  # A date, a fraction or a power of ten


class NumberFormat:
    """A format code."""

    def __init__(self, code: str) -> None:
        parts = [*_parts(code[:_LONGEST])]
        self._text = next((one for one in parts[3:4]), None)
        lone = [one for one in parts if ("@", "@") in one.tokens]
        self._text = self._text or (lone[-1] if lone else None)
        self._numbers = [one for one in parts[:3] if one is not self._text]

    @property
    def is_whole(self) -> bool:
        """Tell a format that shows each whole number as it is, so that only others matter.

        Days and fractions are not judged at all.
        """
        return not self.hides_text and all(
            part.colour not in ("FFFFFF", "000000")
            and part.test is None
            and (part.strange or _is_whole(part, negative=bool(at), zero=at > 1))
            for at, part in enumerate(self._numbers)
        )

    @property
    def hides_text(self) -> bool:
        """Tell a format that shows a text otherwise than it stands."""
        shown = self.text("\0")
        return "\0" not in shown or any(map(str.isdigit, shown))

    def text(self, text: str) -> str:
        """Give what is shown of a text."""
        if self._text is None:
            return text
        shown = "".join(text if kind == "@" else one for kind, one in self._text.tokens)
        general = any(kind == "general" for kind, _ in self._text.tokens)
        return text if general else shown

    def number(self, value: float) -> tuple[str | None, str | None]:
        """Give what is shown of a number, None where it is not judged, and its colour."""
        part, bare = self._part(value)
        if part is None or part.strange:
            return None, None
        sign = "-" if value < 0 and not bare else ""
        shown = _shown(part.tokens, abs(value))
        return (sign + shown if shown.strip() else shown), part.colour

    def _part(self, value: float) -> tuple[FormatPart | None, bool]:
        """Give the part for a number, and whether it shows a negative one without its sign."""
        parts = self._numbers
        if not parts:
            return None, False
        for at, part in enumerate(parts[:-1] if len(parts) > 1 else ()):
            usual = (">=" if len(parts) < 3 else ">", 0.0) if at == 0 else ("<", 0.0)  # noqa: PLR2004
            if _holds(value, part.test or usual):
                return part, part.test is None
        return parts[-1], len(parts) == 2 and parts[0].test is None  # noqa: PLR2004


def is_plain_format(code: str) -> bool:
    """Tell a format that needs no look at the numbers."""
    return code.lower() in _PLAIN


def _holds(value: float, test: tuple[str, float]) -> bool:
    sign, limit = test
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[sign]


def _parts(code: str) -> Iterator[FormatPart]:
    """Give the parts of a code, which semicolons separate."""
    tokens: list[tuple[str, str]] = []
    brackets: list[str] = []
    for found in _TOKEN.finditer(f"{code};"):
        quoted, escaped, bracket, general, noon, power, other = found.groups()
        if other == ";":
            yield _part_of(tokens, brackets)
            tokens, brackets = [], []
        elif bracket is not None:
            brackets.append(bracket)
            if currency := _CURRENCY.match(bracket):
                tokens.append(("", currency[1]))
        elif general:
            tokens.append(("general", general))
        elif noon or power:
            tokens.append(("strange", noon or power))
        elif other:
            tokens.append(_other(other))
        else:
            # What is neither a text is the room of a letter, or filled with one.
            tokens.append(("", (quoted if quoted is not None else escaped) or " "))


def _other(letter: str) -> tuple[str, str]:
    if letter in _PLACES or letter in ".,%@":
        return letter, letter
    strange = letter in _OF_DAYS or letter == "/"
    return ("strange" if strange else ""), letter


def _part_of(tokens: Sequence[tuple[str, str]], brackets: Sequence[str]) -> FormatPart:
    tests = [found for one in brackets if (found := _CONDITION.fullmatch(one.strip()))]
    names = (one.lower().replace(" ", "") for one in brackets)
    strange = any(kind == "strange" for kind, _ in tokens) or any(
        one.lower().startswith("dbnum") or set(one.lower()) in ({"h"}, {"m"}, {"s"})
        for one in brackets
    )
    return FormatPart(
        tuple(_without_empty(tokens)),
        (tests[0][1], float(tests[0][2])) if tests else None,
        next((_COLOURS[one] for one in names if one in _COLOURS), None),
        strange,
    )


def _without_empty(tokens: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out commas and points that stand where no number does."""
    is_number = any(kind in _PLACES for kind, _ in tokens)
    for kind, text in tokens:
        yield ("", text) if kind in (".", ",") and not is_number else (kind, text)


def _is_whole(part: FormatPart, *, negative: bool, zero: bool) -> bool:
    """Tell a part that shows each whole number it is for."""
    kinds = [kind for kind, _ in part.tokens]
    letters = "".join(text for kind, text in part.tokens if not kind)
    if any(map(str.isdigit, letters)) or "%" in kinds:
        return False
    if zero and "0" not in kinds and "general" not in kinds:
        return bool(letters.strip()) and not any(map(str.isalnum, letters))
    signed = not negative or zero or any(sign in letters for sign in "-−–(")
    return signed and ("general" in kinds or ("0" in kinds and not _scale(kinds)))


def _scale(kinds: Sequence[str]) -> int:
    """Count the commas behind the number, each of which divides it by a thousand."""
    places = [at for at, kind in enumerate(kinds) if kind in _PLACES]
    point = kinds.index(".") if "." in kinds else len(kinds)
    last = max((at for at in places if at < point), default=-1)
    behind = max(places, default=-1)
    return sum(kind == "," and (last < at < point or at > behind) for at, kind in enumerate(kinds))


def _shown(tokens: Sequence[tuple[str, str]], value: float) -> str:
    """Write a number by a part's tokens."""
    kinds = [kind for kind, _ in tokens]
    places = [at for at, kind in enumerate(kinds) if kind in _PLACES]
    point = kinds.index(".") if "." in kinds else len(kinds)
    before = [at for at in places if at < point]
    behind = [at for at in places if at > point][:_DECIMALS]
    power = 2 * kinds.count("%") - 3 * _scale(kinds)
    whole, decimals = _digits(value, power, len(behind))
    written = dict(zip(behind, decimals, strict=True)) | _spread(before, kinds, whole)
    grouped = any(kinds[at] == "," for at in range(min(before, default=0), max(before, default=0)))
    if before and grouped:
        written = written | {before[0]: _by_thousands(written, before)}
        written |= dict.fromkeys(before[1:], "")
    return "".join(
        _piece(kind, text, at, written, value) for at, (kind, text) in enumerate(tokens)
    )


def _piece(kind: str, text: str, at: int, written: dict[int, str], value: float) -> str:
    if kind in _PLACES:
        return written.get(at, "")
    if kind in ("general", "@"):
        return format(Decimal(repr(value)).normalize(), "f")[:_DIGITS]
    return "" if kind == "," else text


def _digits(value: float, power: int, decimals: int) -> tuple[str, str]:
    """Give the digits before and behind the point."""
    with localcontext(prec=_DIGITS):
        number = Decimal(repr(value)).scaleb(power)
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, behind = format(number, "f").partition(".")
    return whole.lstrip("0"), behind


def _spread(before: Sequence[int], kinds: Sequence[str], whole: str) -> dict[int, str]:
    """Give each place before the point its digit, and the first all that are left."""
    found: dict[int, str] = {}
    rest = whole
    for at in reversed(before):
        digit, rest = (rest[-1], rest[:-1]) if rest else ("", "")
        later = any(kinds[one] == "0" for one in before if one <= at)
        found[at] = digit or ("0" if later else "")
    if before:
        found[before[0]] = rest + found[before[0]]
    return found


def _by_thousands(written: dict[int, str], before: Sequence[int]) -> str:
    digits = "".join(written[at] for at in before)
    return f"{int(digits):,}".rjust(len(digits), "0") if digits else ""
