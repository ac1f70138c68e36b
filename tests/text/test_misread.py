import re

import pytest

from dangvien_analysis.text.misread import looks_misread, misreading, read_again
from tests.conftest import SHIPPED
from tests.old_encodings import misread

TEXTS = sorted(set(re.split(r"[\t\n]", SHIPPED.read_text(encoding="utf-8"))))
ODD = [text for text in TEXTS if not text.isascii()]
ENCODINGS = ("latin-1", "cp1252", "cp1258", "cp1250", "cp1251", "cp1254", "mac_roman", "cp437")


def again(texts: list[str]) -> list[str | None]:
    encodings = misreading(filter(looks_misread, texts))
    return [read_again(text, encodings) for text in texts]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_text_of_the_table_is_read_again(encoding: str) -> None:
    assert again([misread(text, encoding) for text in ODD]) == ODD


def test_what_was_misread_twice() -> None:
    assert again([misread(misread(text)) for text in ODD]) == ODD


@pytest.mark.parametrize("encoding", ["cp1252", "cp1258", "cp1254", "cp437", "mac_roman"])
def test_dropped_controls_are_filled_in_where_one_spelling_fits(encoding: str) -> None:
    assert again([misread(text, encoding, dropped=True) for text in ODD]) == ODD


def test_hard_spaces_that_became_plain_ones() -> None:
    assert again([misread(text).replace("\xa0", " ") for text in ODD]) == ODD
    words = ["là một", "tài chính và hành chính", "và\nlà", "nhà", "quà là ạ"]
    assert again([misread(one).replace("\xa0", " ") for one in words]) == words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (misread("Chỉ tiêu"), "Chỉ tiêu"),
        ("Äáº£ng bá»™", "Đảng bộ"),
        ("Ä\ufffdáº£ng bá»™", "Đảng bộ"),
        # not one spelling: bộ, bố, bồ; several words' letters are lost
        ("bá»", None),
        # sound Vietnamese is no such text
        ("Chỉ tiêu", None),
        ("“XÃ”", None),
    ],
)
def test_read_again(text: str, read: str | None) -> None:
    assert read_again(text, ("sloppy-windows-1252",)) == read


@pytest.mark.parametrize("texts", [[], ["Chỉ tiêu", "Đảng bộ xã"], ["“XÃ”"], ["├──┤"], ["ÂÄ"]])
def test_texts_that_were_not_misread(texts: list[str]) -> None:
    assert misreading(texts) == ()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_looks_misread(encoding: str) -> None:
    assert all(looks_misread(misread(text, encoding)) for text in ODD)
    assert not any(map(looks_misread, TEXTS))
