"""Rules that cross out or hide letters are told: nobody works them out here."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dangvien_analysis.readers.office_files.sheet import read_sheets


def write(path: Path, look: dict[str, Any], **rule: Any) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Biểu 1")
        sheet.write_column("A1", ["Chỉ tiêu", 7, 8])
        own = {"type": "formula", "criteria": "=$A2=8", "format": workbook.add_format(look)}
        sheet.conditional_format("A2:A3", own | rule)
    return path


@pytest.mark.parametrize(
    "look",
    [{"font_strikeout": True}, {"font_color": "#FFFFFF"}, {"num_format": ";;;"}],
)
def test_a_rule_that_takes_letters_away_is_told(look: dict[str, Any], tmp_path: Path) -> None:
    (told,) = read_sheets(write(tmp_path / "b.xlsx", look)).findings
    assert told.code == "conditional_form"
    assert told.place == "Biểu 1!A2:A3"


@pytest.mark.parametrize(
    "look",
    [
        {"bold": True},
        {"font_color": "#FF0000"},
        {"font_color": "#FFFFFF", "bg_color": "#C00000"},
        {"bg_color": "#FFFFFF"},
    ],
)
def test_other_rules_are_nothing(look: dict[str, Any], tmp_path: Path) -> None:
    assert read_sheets(write(tmp_path / "b.xlsx", look)).findings == ()
