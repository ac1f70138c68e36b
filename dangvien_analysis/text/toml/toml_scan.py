"""A TOML text looked over before it is parsed.

On which line each key stands, and whether it holds what no parser should be given: nesting without
end and numbers of thousands of digits.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]
"""A place in a TOML file: section, key, and for [[…]] the number of the part, from 0."""

MOST_NESTED = 16
"""Brackets within brackets, and parts of a dotted key. A settings file needs three; the parser
calls itself for each, and what a dotted key costs it grows with the square of its parts."""

LONGEST_NUMBER = 100
"""Characters of a number; no setting has more than ten. Python refuses to read or to print whole
numbers of some thousand digits."""

# Possessive throughout: no text makes these go back, so the time grows with the length alone.
_BASIC = r'"(?!"")(?:\\[^\n]|[^"\\\n])*+"'
_LITERAL = r"'(?!'')[^'\n]*+'"
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
_DOT = r"[ \t]*+\.[ \t]*+"
_TOKEN = re.compile(
    rf"""
    (?P<newline>\n)
    | (?P<comment>\#[^\n]*+)
    | (?P<deep>{_PART}(?:{_DOT}{_PART}){{{MOST_NESTED},}}+)
    | (?P<number>[+-]?[0-9][0-9A-Za-z_.+-]{{{LONGEST_NUMBER},}}+)
    | (?P<string>
        \"\"\"(?:\\.|"{{1,2}}+(?!")|[^"\\])*+"{{3,5}}
        | '''(?:'{{1,2}}+(?!')|[^'])*+'{{3,5}}
        | {_BASIC} | {_LITERAL}
      )
    | (?P<lone>\"\"\"|'''|["'])
    | (?P<open>[\[{{])
    | (?P<close>[\]}}])
    | (?P<blank>[ \t]++)
    | (?P<other>[^\n"'\#\[\]{{}}=.,\ \t]++|[=.,])
    """,
    re.VERBOSE | re.DOTALL,
)
_STATEMENT = re.compile(rf"(?P<head>\[\[?+)?[ \t]*+(?P<key>{_PART}(?:{_DOT}{_PART})*+)")
_PARTS = re.compile(_PART)


@dataclass
class Scan:
    """What a look over a TOML text found."""

    # Where each statement begins, and the place it is about
    statements: list[tuple[int, KeyPath]] = field(default_factory=list)
    # Where a quotation begins that does not end; nothing after it was looked at
    lone_quote: int | None = None
    # Where those brackets stand that were not closed, the outer ones first
    brackets: list[int] = field(default_factory=list)
    # Where something stands that no parser should be given, and what, in Vietnamese; nothing after
    # it was looked at
    trouble: tuple[int, str] | None = None

    def first(self, path: KeyPath) -> int | None:
        """Find where a place is first written.

        Where the statement begins that first names it, or what it stands in; None when there is
        neither.
        """
        for length in range(len(path), 0, -1):
            for start, written in self.statements:
                if written[:length] == path[:length]:
                    return start
        return None


def scan(text: str) -> Scan:
    """Look over a TOML text, valid or not.

    What was found, up to the first thing that cannot be looked past.
    """
    found, paths, fresh = Scan(), _Paths(), True
    for token in _TOKEN.finditer(text):
        kind, start = token.lastgroup, token.start()
        if kind == "lone":
            found.lone_quote = start
        found.trouble = _trouble(kind, token[0], len(found.brackets), start)
        if found.trouble or kind == "lone":
            break
        if fresh and kind not in ("blank", "comment", "newline"):
            found.statements += [(start, path) for path in paths.at(text, start)]
            fresh = False
        _balance(found.brackets, kind, start)
        fresh = fresh or (kind == "newline" and not found.brackets)
    return found


def _trouble(kind: str | None, token: str, depth: int, start: int) -> tuple[int, str] | None:
    if kind == "deep" or (kind == "open" and depth >= MOST_NESTED):
        return start, f"các phần lồng nhau quá {MOST_NESTED} lớp; tệp này chỉ cần ba lớp"
    if kind == "number":
        length = f"{len(token):,}".replace(",", ".")
        return start, f"có con số dài {length} ký tự; dài nhất được {LONGEST_NUMBER} ký tự"
    return None


def _balance(brackets: list[int], kind: str | None, start: int) -> None:
    if kind == "open":
        brackets.append(start)
    elif kind == "close" and brackets:
        brackets.pop()


class _Paths:
    """The place each statement is about; keys after a heading belong to it."""

    def __init__(self) -> None:
        self.heading: KeyPath = ()
        self.counts: dict[KeyPath, int] = {}

    def at(self, text: str, start: int) -> Iterator[KeyPath]:
        """Give the place of the statement that begins here; nothing when it is no statement."""
        match = _STATEMENT.match(text, start)
        if not match:
            return
        parts = [_unquoted(part) for part in _PARTS.findall(match["key"])]
        if not match["head"]:
            yield self._resolved(self.heading, parts)
            return
        path = self._resolved((), parts[:-1])
        if match["head"] == "[[":
            place = (*path, parts[-1])
            self.counts[place] = self.counts.get(place, 0) + 1
        self.heading = self._resolved(path, parts[-1:])
        yield self.heading

    def _resolved(self, path: KeyPath, parts: list[str]) -> KeyPath:
        """Go down by names; in a list of parts to the latest."""
        for part in parts:
            path = (*path, part)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path


def _unquoted(part: str) -> str:
    """Give a part of a key without its quotes; one with a bad escape is left as it stands."""
    try:
        return str(tomllib.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part
    except tomllib.TOMLDecodeError:
        return part
