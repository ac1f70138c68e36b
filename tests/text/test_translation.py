import ast
import gettext
import io
import os
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, BinaryIO

import click
import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dangvien_analysis.text.translation import CATALOGUE, LOCALES, speak_vietnamese

FOLDER = LOCALES / "vi" / "LC_MESSAGES"
PO, MO = FOLDER / f"{CATALOGUE}.po", FOLDER / f"{CATALOGUE}.mo"


def catalogue() -> list[Message]:
    with PO.open("rb") as stream:
        return [message for message in read_po(stream, locale="vi") if message.id]


def texts(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


SENTENCES = [text for message in catalogue() for text in texts(message)]


@pytest.fixture(scope="module")
def said_by_click() -> set[str]:
    """Every text in the sources of the installed click."""
    found = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


@pytest.fixture
def vietnamese() -> Iterator[None]:
    """Speak Vietnamese in this process for one test only."""
    language, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    speak_vietnamese()
    yield
    gettext.textdomain(domain)
    os.environ.pop("LANGUAGE")
    if language is not None:
        os.environ["LANGUAGE"] = language


def sentences(stream: BinaryIO) -> dict[Any, str]:
    """Give a compiled catalogue without its head, which holds the time of compiling."""
    translated = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in translated.items() if key}


def test_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = io.BytesIO()
    with PO.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale="vi"))
    compiled.seek(0)
    with MO.open("rb") as kept:
        assert sentences(kept) == sentences(compiled)
    assert len(SENTENCES) > 20


# A sentence that click no longer says would come out in English without anyone noticing.
@pytest.mark.parametrize("text", SENTENCES)
def test_click_says_this(said_by_click: set[str], text: str) -> None:
    assert text in said_by_click


@pytest.mark.parametrize("message", catalogue(), ids=lambda message: texts(message)[0])
def test_translation_keeps_the_places_for_values(message: Message) -> None:
    words = message.string if isinstance(message.string, tuple) else (message.string,)
    assert all(words)
    known = set.union(*map(fields, texts(message)))
    assert [text for text in words if not fields(text) <= known] == []


def fields(text: str) -> set[str]:
    """Give the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.usefixtures("vietnamese")
@pytest.mark.parametrize(
    ("text", "words"), [("Usage:", "Cách dùng:"), ("Options", "Tùy chọn"), ("Commands", "Lệnh")]
)
def test_click_speaks_vietnamese_whatever_the_system_speaks(
    monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert gettext.gettext(text) == words


@pytest.mark.usefixtures("vietnamese")
def test_plural_sentences_have_one_form() -> None:
    one, many = "Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"
    assert gettext.ngettext(one, many, 1) == gettext.ngettext(one, many, 2)
    assert gettext.ngettext(one, many, 1).startswith("(Có phải là")
