"""Which rules of a page's style sheets hold for an element, and what they come to."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from dangvien_analysis.readers.web_files.style_sheets import (
    MOST_RULES,
    Compound,
    StyleRule,
    declarations,
    on_screen,
    rules_of,
    too_many,
)

_STEPS = 4_000_000
"""How many elements are compared with rules; a table of 50,000 rows takes half of it."""
_COMPARED: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, wanted: value == wanted,
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
    "~=": lambda value, wanted: wanted in value.split(),
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
}

_AWAY = re.compile(
    r"(?:is-|u-|ui-helper-|element-|a11y-|w3-)?(?:sr-only|visually-?hidden|hidden|hide|invisible|"
    r"hidden-accessible)|d-(?:(?:sm|md|lg|xl)-)?none|(?:sm|md|lg|xl):hidden|visible-xs|hidden-lg|"
    r"screen-reader-text|show-for-sr|off-?screen|display-none|opacity-0"
)
_STRUCK = re.compile(r"(?:text-decoration-)?line-through|text-strike|strikethrough|strike")
_PLACEHOLDER = "MsoPlaceholderText"
_FOLDED = {"tab-pane": ("active",), "collapse": ("show", "in", "navbar-collapse")}
"""Classes of tabs and folds that only a sheet outside can make such -> those that open them."""
_WIDE = re.compile(
    r"d-(?:sm|md|lg|xl|xxl)-(?!none)\w[\w-]*|(?:sm|md|lg|xl|2xl):(?:block|inline[\w-]*|flex|grid|"
    r"contents|table[\w-]*|visible|not-sr-only)|not-sr-only"
)


class StyleSheets:
    """The style sheets of a page."""

    def __init__(self, root: Any) -> None:
        self.outside = False  # Whether there are sheets, or scripts, that are not in the file
        self._by: dict[str, list[tuple[int, StyleRule]]] = {}
        self._kinds: set[str] = set()  # Tags that a rule without a class or a name is for
        self._own: set[str] = set()  # Classes that a rule of the page itself shows or hides
        self._tied: set[str] = set()  # Keys of rules that ask for more than the element itself
        self._places: dict[Any, dict[Any, tuple[int, int, int, int]]] = {}
        self._rules_read = self._steps = 0
        for element in root.iter("style", "link", "script"):
            self._take(element)

    def _take(self, element: Any) -> None:
        if element.tag != "style":
            words = (element.get("rel") or "").lower().split()
            self.outside |= "stylesheet" in words or element.get("src") is not None
        elif on_screen(element.get("media") or ""):
            text = element.text or ""
            self.outside |= "@import" in text
            for rule in rules_of(text):
                self._add(rule)

    def _add(self, rule: StyleRule) -> None:
        last = rule.parts[-1]
        key = f"#{last.id}" if last.id else f".{last.classes[0]}" if last.classes else last.tag
        self._rules_read += 1
        if self._rules_read > MOST_RULES:
            raise too_many()
        self._by.setdefault(key, []).append((self._rules_read, rule))
        if len(rule.parts) > 1 or last.places or any(one.places for one in last.others):
            self._tied.add(key)
        if not last.id and not last.classes:
            self._kinds.add(last.tag)
        if rule.hides:
            self._own.update(last.classes)

    def silent(self, tag: str) -> bool:
        """Tell whether no rule is for an element of this tag that has no attributes."""
        return tag not in self._kinds and "" not in self._kinds

    def alone(self, element: Any) -> bool:
        """Tell whether an element's tag and attributes are all that rules ask for."""
        return not self._tied or self._tied.isdisjoint(_keys(element))

    def declared(self, element: Any, first: dict[str, str]) -> dict[str, str]:
        """Give what holds for an element; `first` is what its tag stands for."""
        style = element.get("style")
        rules = sorted(self._rules(element), key=lambda one: (one[1].weight, one[0]))
        if not rules and not style:
            return first
        every = [one for _, rule in rules for one in rule.declared]
        every += declarations(style) if style else ()
        found = dict(first)
        for important in (False, True):
            found.update((one.name, one.value) for one in every if one.important == important)
        return found

    def _rules(self, element: Any) -> Iterator[tuple[int, StyleRule]]:
        for key in _keys(element):
            for order, rule in self._by.get(key, ()):
                if self._matches(element, rule, len(rule.parts) - 1):
                    yield order, rule

    def _matches(self, element: Any, rule: StyleRule, at: int) -> bool:
        """Compare an element with a part of a selector, and what must stand before it."""
        self._step()
        if not self._is(element, rule.parts[at]):
            return False
        if not at:
            return True
        join = rule.joins[at - 1]
        return any(self._matches(one, rule, at - 1) for one in _before(element, join))

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _STEPS:
            raise too_many()

    def _is(self, element: Any, wanted: Compound) -> bool:
        if wanted.tag and wanted.tag != element.tag:
            return False
        if wanted.id and wanted.id != element.get("id"):
            return False
        if wanted.classes and not set(wanted.classes) <= set((element.get("class") or "").split()):
            return False
        return (
            all(_has(element, one) for one in wanted.attributes)
            and all(self._stands(element, one) for one in wanted.places)
            and not any(self._is(element, one) for one in wanted.others)
        )

    def _stands(self, element: Any, wanted: tuple[bool, bool, int, int]) -> bool:
        from_end, of_tag, every, first = wanted
        place = self._place(element)[2 * of_tag + from_end] - first
        return place == 0 if every == 0 else place % every == 0 and place // every >= 0

    def _place(self, element: Any) -> tuple[int, int, int, int]:
        """Count an element among its siblings: of all and of its tag, from either end."""
        parent = element.getparent()
        if parent is None:
            return (1, 1, 1, 1)
        if parent not in self._places:
            self._places[parent] = _counted([one for one in parent if isinstance(one.tag, str)])
        return self._places[parent][element]

    def named(self, element: Any) -> tuple[str, bool] | None:
        """Give what the names of an element's classes say where no rule in the page does.

        "away" or "struck", and whether a sheet that is not in the file can make it so.
        """
        classes = [one for one in (element.get("class") or "").split() if one not in self._own]
        if not classes or any(_WIDE.fullmatch(one) for one in classes):
            return None
        if _PLACEHOLDER in classes:
            return "away", True
        if any(_AWAY.fullmatch(one) for one in classes):
            return "away", self.outside
        if any(_STRUCK.fullmatch(one) for one in classes):
            return "struck", self.outside
        folded = [_FOLDED[one] for one in classes if one in _FOLDED]
        if self.outside and any(not set(opened) & set(classes) for opened in folded):
            return "away", True
        return None


def _keys(element: Any) -> list[str]:
    """Give under what a rule for an element can be found."""
    keys = [element.tag, ""]
    if name := element.get("id"):
        keys.append(f"#{name}")
    if classes := element.get("class"):
        keys += [f".{one}" for one in set(classes.split())]
    return keys


def _before(element: Any, join: str) -> Iterator[Any]:
    if join == " ":
        yield from element.iterancestors()
    elif join == ">":
        parent = element.getparent()
        yield from () if parent is None else (parent,)
    else:
        for one in element.itersiblings(preceding=True):
            if isinstance(one.tag, str):
                yield one
                if join == "+":
                    return


def _has(element: Any, wanted: tuple[str, str, str]) -> bool:
    name, how, value = wanted
    found = element.get(name)
    return isinstance(found, str) and (not how or _COMPARED[how](found, value))


def _counted(children: list[Any]) -> dict[Any, tuple[int, int, int, int]]:
    found: dict[Any, tuple[int, int, int, int]] = {}
    tags: dict[str, int] = {}
    for at, one in enumerate(children, start=1):
        tags[one.tag] = tags.get(one.tag, 0) + 1
        found[one] = (at, len(children) + 1 - at, tags[one.tag], 0)
    return {
        one: (place, back, of_tag, tags[one.tag] + 1 - of_tag)
        for one, (place, back, of_tag, _) in found.items()
    }
