from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dangvien_analysis.intake.grid import Grid, Kind
from dangvien_analysis.intake.word import read_word


def saved(document: object, folder: Path) -> Grid:
    path = folder / "van-ban.docx"
    document.save(str(path))
    return read_word(path)


@pytest.fixture
def grid(tmp_path: Path) -> Grid:
    """Two tables between paragraphs; the first has cells merged across and down."""
    document = Document()
    document.add_paragraph("THÔNG BÁO")
    table = document.add_table(3, 4)
    for line, row in enumerate(table.rows):
        for at, cell in enumerate(row.cells):
            cell.text = f"{line}{at}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "xuống"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "ngang"
    document.add_paragraph("giữa")
    document.add_table(1, 1).cell(0, 0).text = "sau"
    document.add_paragraph("")
    return saved(document, tmp_path)


def test_paragraphs_and_tables_stand_in_the_document_s_order(grid: Grid) -> None:
    assert grid.kind is Kind.WORD
    assert [(row.part, row.number, row.texts[0]) for row in grid.rows] == [
        ("", 1, "THÔNG BÁO"),
        ("bảng 1", 1, "xuống"),
        ("bảng 1", 2, ""),
        ("bảng 1", 3, "20"),
        ("", 2, "giữa"),
        ("bảng 2", 1, "sau"),
        ("", 3, ""),
    ]


def test_merged_cells_keep_the_columns_in_place(grid: Grid) -> None:
    assert [row.texts for row in grid.rows if row.part == "bảng 1"] == [
        ("xuống", "ngang", "", "03"),
        ("", "11", "12", "13"),
        ("20", "21", "22", "23"),
    ]


def test_text_of_a_cell_is_whole(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 2).cell(0, 0)
    # formatting breaks a word into runs; a cell has line breaks, tabs and several paragraphs
    paragraph = cell.paragraphs[0]
    paragraph.add_run("Đảng ")
    paragraph.add_run("bộ").bold = True
    paragraph.add_run("\nxã\tA")
    cell.add_paragraph("An Hòa")
    assert saved(document, tmp_path).rows[0].texts == ("Đảng bộ\nxã\tA\nAn Hòa", "")


def test_tracked_changes_read_as_accepted(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    for change in (
        '<w:del {} w:id="1" w:author="a"><w:r><w:delText>5</w:delText></w:r></w:del>',
        '<w:ins {} w:id="2" w:author="a"><w:r><w:t>6</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(change.format(nsdecls("w"))))
    assert saved(document, tmp_path).rows[0].texts == ("6",)


def test_a_table_inside_a_cell_is_text_of_that_cell(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(1, 0).text = "dưới"
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "5", "7"
    rows = saved(document, tmp_path).rows
    assert [len(row.texts) for row in rows] == [2, 2]
    assert rows[0].texts[1].split() == ["5", "7"]
    assert rows[1].texts[0] == "dưới"


def test_a_table_in_a_content_control_is_read(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "a", "b"
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    table._tbl.addprevious(control)
    control[0].append(table._tbl)
    assert [row.texts for row in saved(document, tmp_path).rows] == [("a",), ("b",)]
