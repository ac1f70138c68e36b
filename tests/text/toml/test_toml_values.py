from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.text.toml.toml_file import TomlFile, read_toml
from dangvien_analysis.text.toml.toml_values import refuse_hidden, sections, typed, unknown_key

SHAPE = {"levels": {"small": int}, "office": {"place": str, "signer": str}}


def file(folder: Path, text: str) -> TomlFile:
    (folder / "a.toml").write_text(text, encoding="utf-8")
    return read_toml(folder / "a.toml", "a.toml", ReadError)


def test_each_section_is_there_and_empty_when_left_out(tmp_path: Path) -> None:
    found = sections(file(tmp_path, "[levels]\nsmall = 1"), SHAPE)
    assert found == {"levels": {"small": 1}, "office": {}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # a section and a key: the nearest, and all there are
        (
            "[ofice]",
            "dòng 1: không có phần [ofice] (có phải là office?); các phần: levels, office",
        ),
        ("[levels]\nsmal = 1", "dòng 2: [levels] không có mục “smal” (có phải là small?)"),
        ("[OFFICE]", "(có phải là office?)"),
        # nothing is near
        ("[x]", "không có phần [x]; các phần"),
        # a key of another section, and one before every heading
        ("[levels]\nplace = 1", "“place” (mục này thuộc phần [office]); các mục: small"),
        ("small = 1", "không có phần [small] (mục này thuộc phần [levels])"),
        ("office = 1", "dòng 1: office phải là một phần [office], không phải 1"),
        ("[[office]]\nplace = 1", "phải là một phần [office], không phải [{ place = 1 }]"),
    ],
)
def test_a_slip_in_a_name_does_not_pass(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        sections(file(tmp_path, text), SHAPE)
    assert words in str(caught.value)


def test_an_unknown_key_without_other_sections(tmp_path: Path) -> None:
    place = file(tmp_path, "[a]\nb = 1").at("a")
    assert str(unknown_key(place, "b", {"c": 1})) == (
        "a.toml, dòng 2: [a] không có mục “b”; các mục: c."
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [(int, 3), (float, 3.5), (str, "a"), (bool, True), (date, date(2023, 9, 13))],
)
def test_a_value_of_its_type_is_taken(tmp_path: Path, kind: type[Any], value: Any) -> None:
    assert typed(file(tmp_path, "").at("a"), kind, value) is value


def test_a_whole_number_is_a_number(tmp_path: Path) -> None:
    found = typed(file(tmp_path, "").at("a"), float, 3)
    assert (found, type(found)) == (3.0, float)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (int, "true", "một số nguyên, không phải true."),
        (int, '"3"', "không phải “3”. Bỏ ngoặc kép: 3."),
        (float, '"3"', "Bỏ ngoặc kép: 3."),
        (int, '"ba"', "không phải “ba”."),
        # a dot for the thousands, and one for a fraction
        (int, "1.905", "không phải 1.905. Số viết liền, không chấm phần nghìn."),
        (int, "2.0", "không phải 2.0."),
        (float, "true", "một số, không phải true."),
        (str, "3", "một đoạn chữ trong ngoặc kép, không phải 3."),
        (bool, '"true"', "true hoặc false, không phải “true”."),
        (date, '"13/9/2023"', "NĂM-THÁNG-NGÀY không có ngoặc kép, như 2025-05-26, không phải “13"),
        (date, "2023-09-13T08:00:00", "không phải 2023-09-13T08:00:00."),
        (date, "08:00:00", "không phải 08:00:00."),
        (str, "[1, [2]]", "không phải [1, [2]]."),
    ],
)
def test_another_type_is_refused(tmp_path: Path, kind: type[Any], text: str, words: str) -> None:
    found = file(tmp_path, f"[a]\nb = {text}")
    with pytest.raises(ReadError) as caught:
        typed(found.at("a").inner("b"), kind, found.tables["a"]["b"])
    assert str(caught.value).startswith("a.toml, dòng 2: [a] b phải là ")
    assert words in str(caught.value)


def test_a_text_with_what_nobody_sees_is_refused(tmp_path: Path) -> None:
    place = file(tmp_path, "[a]\nb = 1").at("a").inner("b")
    refuse_hidden(place, "Vĩnh Bảo")
    with pytest.raises(
        ReadError, match=r"^a\.toml, dòng 2: \[a\] b có .*U\+001B.*“a⟨U\+001B⟩”\.$"
    ):
        typed(place, str, "a\x1b")
