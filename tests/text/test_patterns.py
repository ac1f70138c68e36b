import importlib
import pkgutil
import re

import pytest

import dangvien_analysis
from dangvien_analysis.text.patterns import _Later, pattern


def test_it_answers_as_the_compiled_pattern_does() -> None:
    later, compiled = pattern(r"(\d+) (?P<unit>\w+)", re.IGNORECASE), re.compile(r"(\d+) (\w+)")
    assert "search" not in vars(later)
    for text in ("12 người", "x 3 y", ""):
        first, second = later.search(text), compiled.search(text)
        assert (first and first.groups()) == (second and second.groups())
        assert later.findall(text) == compiled.findall(text)
        assert later.sub("-", text) == compiled.sub("-", text)
        assert later.split(text) == compiled.split(text)
    assert later.groupindex == {"unit": 2}
    assert later.pattern == r"(\d+) (?P<unit>\w+)"
    # Asked once, it is as quick as the pattern itself.
    assert "search" in vars(later)


def test_no_such_question() -> None:
    with pytest.raises(AttributeError):
        _ = pattern("x").no_such_thing  # type: ignore[attr-defined]


def test_every_pattern_of_the_package_can_be_compiled() -> None:
    found = []
    for module in pkgutil.walk_packages(dangvien_analysis.__path__, "dangvien_analysis."):
        values = vars(importlib.import_module(module.name)).values()
        found += [one for one in values if isinstance(one, _Later)]
    assert len(found) > 20
    for one in found:
        re.compile(one.pattern, one.flags)
