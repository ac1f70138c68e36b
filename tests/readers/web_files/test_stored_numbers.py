from pathlib import Path

import pytest

from tests.readers.web_files.pages import read


def told(folder: Path, attribute: str, shown: str) -> list[tuple[str, str, str, bool]]:
    grid = read(folder, f"<table><tr><td>x<td {attribute}>{shown}</table>")
    assert grid.rows[0].texts == ("x", shown)
    assert all((one.part, one.number, one.at) == ("bảng 1", 1, 1) for one in grid.aside.cells)
    return [(one.form.value, one.text, one.whole, one.certain) for one in grid.aside.cells]


@pytest.mark.parametrize(
    ("attribute", "shown"),
    [
        *(("x:num", "7"), ('x:num="7"', "7"), ('sdval="7"', "7"), ('x:num="7.0"', "7")),
        *(
            ('x:num="1234.5"', "1.234,5"),
            ('x:num="1234.5"', "1,234.50"),
            ('sdval="1234"', "1.234"),
        ),
        *(('x:num="71.428571428571431"', "71.43"), ('x:num="0.71428571"', "71,4%")),
        *(('x:num="0.714"', "71%"), ('x:num="45182"', "13/9/2023"), ('x:num="0"', "-")),
        *(('x:num="-3"', "(3)"), ('x:num="7"', "7 đv"), ('x:num="x"', "7"), ('x:num="nan"', "7")),
        *(('x:num="inf"', "7"), ("x:str", "71"), ('title="8"', "7"), ('x:num="1e400"', "7")),
        ('x:num="12345678.9"', "12.345.678,9"),
    ],
)
def test_numbers_that_are_shown_as_they_are(tmp_path: Path, attribute: str, shown: str) -> None:
    assert told(tmp_path, attribute, shown) == []


@pytest.mark.parametrize(
    ("attribute", "shown", "found"),
    [
        ('x:num="7"', "71", ("shown", "7", "71", False)),
        ('sdval="7" sdnum="1033;0;0&quot;1&quot;"', "71", ("shown", "7", "71", False)),
        ('x:num="4.6"', "5", ("shown", "4,6", "5", False)),
        ('x:num="7000"', "7", ("shown", "7000", "7", False)),
        ('x:num="7"', "7,1", ("shown", "7", "7,1", False)),
        ('x:num="7"', "", ("hidden", "7", "7", True)),
        ('x:num="0"', "", ("shown", "0", "", True)),
    ],
)
def test_numbers_that_are_shown_otherwise(
    tmp_path: Path, attribute: str, shown: str, found: tuple[str, str, str, bool]
) -> None:
    assert told(tmp_path, attribute, shown) == [found]


@pytest.mark.parametrize("shown", ["1" * 5000, "1." * 3000, "²", "٧", "१,२"])
def test_odd_digits(tmp_path: Path, shown: str) -> None:
    told(tmp_path, 'x:num="7"', shown)
