"""Documents that are plain, written otherwise, or made to stop a program."""

import time
from pathlib import Path

import pytest

from dangvien_analysis.readers.office_files import word_file
from dangvien_analysis.readers.office_files.word_file import read_word
from dangvien_analysis.readers.set_aside import NOTHING, Form
from tests.builders import SOUND, write_table
from tests.fixtures.forms_word import mark, run
from tests.fixtures.hostile import BODY, body, repacked
from tests.fixtures.word_markup import (
    BASED,
    STRUCK,
    SUPER,
    WHITE,
    WORD,
    around,
    cell,
    form_of,
    kinds,
    of_markup,
    row,
    seen,
    shade,
    style,
    table,
)
from tests.readers.office_files.word_marks.test_word_forms import told

# --- how it is written ------------------------------------------------------------------------


def as_bytes(content: str) -> dict[str, bytes]:
    prefixed = content.replace("<w:", "<x:").replace("</w:", "</x:").replace(" w:", " x:")
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    return {
        "prefix": prefixed.replace("xmlns:w", "xmlns:x").encode(),
        "quotes": content.replace('"', "'").replace("w:val=", "w:val\n =\t").encode(),
        "utf-16": content.encode("utf-16"),
        "reference": content.replace("FFFFFF", "&#70;FFFF&#x46;").encode(),
        "strict": content.replace(WORD[9:-1], strict).encode(),
    }


@pytest.mark.parametrize("way", list(as_bytes("")))
@pytest.mark.parametrize("look", [SUPER, STRUCK, WHITE, '<w:sz w:val="2"/>'])
def test_other_ways_to_write_the_same(way: str, look: str, tmp_path: Path) -> None:
    content = as_bytes(body(around(cell(run("1", look), run("7")))))[way]
    source = write_table(tmp_path, SOUND, "goc.docx")
    grid = read_word(repacked(source, tmp_path / "x.docx", {BODY: content}))
    found = [] if look == SUPER else kinds(grid)
    assert seen(grid) == "7"
    assert look == SUPER or found


# --- plain and hostile files ------------------------------------------------------------------


def test_a_plain_document_is_not_looked_at_closely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rich = '<w:rFonts w:ascii="Arial"/><w:b/><w:color w:val="C00000"/><w:sz w:val="26"/>'
    head = cell(run("Tên", '<w:color w:val="000000"/>'), own=shade("DDEBF7"))
    source = write_table(tmp_path, SOUND, "goc.docx")
    own = '<w:trHeight w:val="400" w:hRule="exact"/>'
    line = row(head, cell(run("7", rich), style='<w:pStyle w:val="Title"/>'), own=own)
    plain = repacked(source, tmp_path / "a.docx", {BODY: body(table(line))})
    monkeypatch.setattr(word_file, "WordSight", None)
    assert read_word(plain).aside is not None
    assert read_word(source).aside == NOTHING
    with pytest.raises(TypeError):
        of_markup(tmp_path, around(cell(run("7", STRUCK))))


def test_a_plain_document_reads_the_same_when_looked_at_closely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_table(tmp_path, SOUND, "goc.docx")
    quick = read_word(path)
    monkeypatch.setattr(word_file, "is_formed", lambda *_: True)
    assert read_word(path) == quick


CHOICE = (
    '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:listEntry w:val="7"/></w:ddList>'
    "</w:ffData></w:fldChar>"
)
HOSTILE = {
    "fields": mark("begin") * 20_000 + run("7") + (mark("separate") + mark("end")) * 20_000,
    "choices": f"<w:r>{CHOICE}</w:r>{mark('separate')}" * 9_000
    + run(" ") * 9_000
    + mark("end") * 9_000,
    "open fields": (mark("begin") + run("7")) * 20_000,
    "runs": run("7", STRUCK) * 20_000,
    "comments": told(1) * 20_000 + run("7"),
    "colours": "".join(
        run("7", f'<w:color w:val="{at:06x}"/>{shade(f"{at:06x}")}') for at in range(9000)
    ),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_markup_takes_no_longer_than_its_size(name: str, tmp_path: Path) -> None:
    begun = time.perf_counter()
    of_markup(tmp_path, around(cell(HOSTILE[name])))
    assert time.perf_counter() - begun < 5


def test_a_long_chain_of_styles(tmp_path: Path) -> None:
    chain = "".join(style(f"s{at}", "", more=BASED.format(f"s{at + 1}")) for at in range(5000))
    styles = chain + style("s5000", STRUCK)
    assert form_of(tmp_path, '<w:rStyle w:val="s0"/>', styles) is Form.STRUCK
