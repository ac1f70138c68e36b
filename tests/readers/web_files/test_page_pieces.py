from pathlib import Path

import pytest

from tests.readers.web_files.pages import Told, read, read_cell, texts


@pytest.mark.parametrize(
    "field",
    [
        *("<input value=4>", "<input type=TEXT value=4>", "<input type=number value=' 4'>"),
        *("<textarea> 4</textarea>", "<button>4</button>", "<input type=button value=4>"),
        "4<input type=checkbox value=1>",
        "4<input type=radio value=1 checked>",
        "<label for=a>4</label>",
        "<output>4</output>",
        "<input value=4 placeholder=0>",
    ],
)
def test_what_a_field_shows_is_text(tmp_path: Path, field: str) -> None:
    assert read_cell(tmp_path, field) == Told("4", {})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<input type=hidden value=1>4", Told("4", {"hidden": "1"}, "14")),
        ("<input type=password value=1>4", Told("4", {"hidden": "1"}, "14")),
        ("<input placeholder=4>", Told("", {"hidden": "4"}, "4")),
        ("<textarea placeholder=4> </textarea>", Told("", {"hidden": "4"}, "4")),
        ("<s><input value=8></s>9", Told("9", {"struck": "8"}, "89")),
        ("<input value=1 hidden>4", Told("4", {"hidden": "1"}, "14")),
    ],
)
def test_what_a_field_does_not_show(tmp_path: Path, content: str, told: Told) -> None:
    assert read_cell(tmp_path, content) == told


@pytest.mark.parametrize(
    ("attributes", "options", "seen", "others"),
    [
        *(("", "<option>3<option selected>4<option>5", "4", "3 5"),),
        *(("", "<option>4<option>5", "4", "5"), ("", "<option disabled>3<option>4", "4", "3")),
        *(("", "<option selected>3<option selected>4", "4", "3"),),
        *(("", "<option value=9 label=4>x<option>5", "4", "5"),),
        *(("", "<optgroup label=I><option>3<option selected>4</optgroup>", "4", "3"),),
        *(("size=4", "<option>3<option>4", "", "3 4"), ("multiple", "<option>3", "", "3")),
        *(("multiple", "<option>3<option selected>4<option>5", "4", "3 5"),),
    ],
)
def test_lists(tmp_path: Path, attributes: str, options: str, seen: str, others: str) -> None:
    told = read_cell(tmp_path, f"<select {attributes}>{options}</select>")
    assert (told.seen, told.aside) == (seen, {"chosen": others})


def test_a_list_that_is_not_shown(tmp_path: Path) -> None:
    page = "<select hidden><option selected>3<option>5</select>4"
    assert read_cell(tmp_path, page) == Told("4", {"hidden": "3 5"}, "3 54")


def test_fields_around_a_table(tmp_path: Path) -> None:
    page = "<p>Tháng <select><option>8<option selected>9</select><input type=hidden value=a7>"
    grid = read(tmp_path, page)
    assert texts(grid) == [(1, "Tháng 9")]
    assert [(one.form.value, one.text) for one in grid.aside.cells] == [("chosen", "8")]
