import random
import shutil
import zipfile
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.reader import SUFFIXES, read_grid
from tests.builders import SOUND, write_table

KINDS = ["bang.tsv", "bang.csv", "bang.txt", "bang.xlsx", "bang.docx", "BANG.TSV", "Bang.XLSX"]


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_gives_the_same_cells(tmp_path: Path, name: str) -> None:
    # the builder knows endings in small letters; the reader must know capitals too
    written = write_table(tmp_path, SOUND, name.lower())
    path = written.rename(tmp_path / name)
    assert [list(row.texts) for row in read_grid(path).rows] == [row.split("|") for row in SOUND]


def test_kinds_cover_every_ending() -> None:
    assert {Path(name).suffix.lower() for name in KINDS} == set(SUFFIXES)


@pytest.mark.parametrize("name", ["bang.tsv", "bang.xlsx", "bang.docx"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(ReadError, match=f"{name}: tệp rỗng"):
        read_grid(tmp_path / name)


@pytest.mark.parametrize("name", ["bang.xls", "bang.pdf", "bang", "bang.tsv.bak"])
def test_kinds_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(ReadError, match="không đọc được loại tệp") as caught:
        read_grid(tmp_path / name)
    assert [ending for ending in SUFFIXES if ending not in str(caught.value)] == []


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"khong-co\.tsv: không tìm thấy"):
        read_grid(tmp_path / "khong-co.tsv")
    (tmp_path / "thu-muc.tsv").mkdir()
    with pytest.raises(ReadError, match=r"thu-muc\.tsv: .*thư mục"):
        read_grid(tmp_path / "thu-muc.tsv")


@pytest.mark.parametrize(
    ("written", "named", "inside"),
    [
        ("bang.xlsx", "bang.docx", "word/document.xml"),
        ("bang.docx", "bang.xlsx", "xl/workbook.xml"),
    ],
)
def test_a_file_with_another_ending(tmp_path: Path, written: str, named: str, inside: str) -> None:
    path = shutil.copy(write_table(tmp_path, SOUND, written), tmp_path / named)
    with pytest.raises(ReadError, match=f"{named}: đuôi tệp.*{inside}"):
        read_grid(Path(path))


@pytest.mark.parametrize("name", ["bang.xlsx", "bang.docx"])
def test_text_that_is_named_a_workbook(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("STT\tTên", encoding="utf-8")
    with pytest.raises(ReadError, match=f"{name}: tệp hỏng"):
        read_grid(tmp_path / name)


@pytest.mark.parametrize("name", ["bang.xlsx", "bang.docx"])
def test_a_document_with_an_empty_body(tmp_path: Path, name: str) -> None:
    inside = {"bang.xlsx": "xl/workbook.xml", "bang.docx": "word/document.xml"}[name]
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr(inside, "<nothing/>")
    with pytest.raises(ReadError, match=f"{name}: tệp hỏng"):
        read_grid(tmp_path / name)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("name", ["bang.xlsx", "bang.docx"])
def test_damage_gives_one_error_or_none(tmp_path: Path, name: str, seed: int) -> None:
    """Bytes lost, changed or cut off: the reader says so, or reads a file that is still whole."""
    path = write_table(tmp_path, SOUND, name)
    content, dice = bytearray(path.read_bytes()), random.Random(seed)
    start = dice.randrange(len(content))
    stop = dice.choice([start + 1, start + 40, len(content)])
    content[start:stop] = dice.randbytes(dice.choice([0, stop - start]))
    path.write_bytes(bytes(content))
    try:
        rows = read_grid(path).rows
    except ReadError as error:
        assert name in str(error)
    else:
        assert len(rows) >= len(SOUND)


def test_a_damaged_list_of_contents(tmp_path: Path) -> None:
    # the end of the archive is whole, what it points to is not: zipfile itself would raise
    path = write_table(tmp_path, SOUND, "bang.xlsx")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"PK\x01\x02", b"PK\x00\x00"))
    with pytest.raises(ReadError, match="tệp hỏng"):
        read_grid(path)
