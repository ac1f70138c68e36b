from pathlib import Path

import pytest

from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.archive import read_archive
from dangvien_analysis.readers.file_kinds import kind_of
from dangvien_analysis.readers.office_files.part_names import with_usual_names
from dangvien_analysis.readers.reader import read_grid
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import members_of, repacked_as

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKED = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def renamed(folder: Path, *changes: tuple[str, str], kind: str = "xlsx") -> Path:
    """Write a file again with other words in its markup and in the names of its parts."""
    members = members_of(write_table(folder, SOUND, f"goc.{kind}"))
    for old, new in changes:
        members = {
            name.replace(old, new): content.replace(old.encode(), new.encode())
            for name, content in members.items()
        }
    return repacked_as(folder / f"bang.{kind}", members)


def texts(path: Path) -> list[str]:
    return ["|".join(row.texts) for row in read_grid(path).rows]


@pytest.mark.parametrize(
    "changes",
    [
        [("workbook.xml", "workbook22.xml")],
        [("workbook.xml", "Workbook.xml"), ("sheet1.xml", "Sheet1.XML")],
        [("sharedStrings.xml", "texts.xml"), ("styles.xml", "looks.xml")],
        [("worksheets/", "pages/")],
        # no folder of the usual name at all
        [("xl/", "book/"), ("workbook.xml", "wb.xml")],
    ],
)
def test_a_workbook_whose_parts_have_other_names(
    tmp_path: Path, changes: list[tuple[str, str]]
) -> None:
    path = renamed(tmp_path, *changes)
    assert kind_of(path) == "xlsx"
    assert texts(path) == list(SOUND)


@pytest.mark.parametrize("part", ["sharedStrings", "worksheets/sheet1", "styles", "workbook"])
def test_capitals_and_small_letters_name_the_same_part(tmp_path: Path, part: str) -> None:
    members = members_of(write_table(tmp_path, SOUND, "goc.xlsx"))
    other = {name.replace(part, part.upper()): content for name, content in members.items()}
    path = repacked_as(tmp_path / "bang.xlsx", other)
    assert texts(path) == list(SOUND)
    # what is read beside the values, too
    assert read_grid(path).fonts == {"Calibri"}


def test_a_strict_workbook(tmp_path: Path) -> None:
    path = renamed(
        tmp_path,
        (MAIN.decode(), "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (LINKED.decode(), "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    assert texts(path) == list(SOUND)
    assert read_grid(path).fonts == {"Calibri"}


def test_a_part_of_the_usual_name_that_is_another_is_left_out(tmp_path: Path) -> None:
    path = renamed(tmp_path, ("workbook.xml", "workbook22.xml"))
    decoy = {**members_of(path), "xl/workbook.xml": b"<workbook/>"}
    assert texts(repacked_as(tmp_path / "hai.xlsx", decoy)) == list(SOUND)


def test_a_usual_workbook_is_taken_as_it_is(tmp_path: Path) -> None:
    members = read_archive(write_table(tmp_path, SOUND, "bang.xlsx"), Limits())
    assert with_usual_names(members) is members


@pytest.mark.parametrize(
    "changes",
    [
        [("word/document.xml", "word/document2.xml")],
        [("word/", "text/"), ("document.xml", "main.xml")],
    ],
)
def test_a_document_whose_main_part_has_another_name(
    tmp_path: Path, changes: list[tuple[str, str]]
) -> None:
    path = renamed(tmp_path, *changes, kind="docx")
    assert kind_of(path) == "docx"
    assert texts(path) == list(SOUND)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("xlsx", "openxmlformats-officedocument.spreadsheetml.sheet.main", which)
        for which in (
            "ms-excel.sheet.macroEnabled.main",
            "openxmlformats-officedocument.spreadsheetml.template.main",
            "ms-excel.template.macroEnabled.main",
        )
    ]
    + [
        ("docx", "openxmlformats-officedocument.wordprocessingml.document.main", which)
        for which in (
            "ms-word.document.macroEnabled.main",
            "openxmlformats-officedocument.wordprocessingml.template.main",
        )
    ],
)
def test_templates_and_files_with_macros(tmp_path: Path, kind: str, old: str, new: str) -> None:
    path = renamed(tmp_path, (old, new), kind=kind)
    assert kind_of(path) == kind
    assert texts(path) == list(SOUND)
