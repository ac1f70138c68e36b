import os
import random
import zipfile
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.reader import read_grid
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import repacked_as

KINDS = ["bang.tsv", "bang.csv", "bang.txt", "bang.xlsx", "bang.docx", "BANG.TSV", "Bang.XLSX"]


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_gives_the_same_cells(tmp_path: Path, name: str) -> None:
    # the builder knows endings in small letters; the reader must know capitals too
    written = write_table(tmp_path, SOUND, name.lower())
    grid = read_grid(written.rename(tmp_path / name))
    assert [list(row.texts) for row in grid.rows] == [row.split("|") for row in SOUND]
    assert grid.findings == ()


@pytest.mark.parametrize("name", ["bang.tsv", "bang.xlsx", "bang.docx"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(ReadError, match=f"{name}: tệp rỗng"):
        read_grid(tmp_path / name)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"khong-co\.tsv: không tìm thấy"):
        read_grid(tmp_path / "khong-co.tsv")
    (tmp_path / "thu-muc.tsv").mkdir()
    with pytest.raises(ReadError, match=r"thu-muc\.tsv: .*thư mục"):
        read_grid(tmp_path / "thu-muc.tsv")


@pytest.mark.parametrize(
    ("written", "named", "words"),
    [
        ("bang.xlsx", "bang.docx", "bảng tính Excel"),
        ("bang.xlsx", "bang.csv", "bảng tính Excel"),
        ("bang.docx", "bang.xlsx", "văn bản Word"),
        ("bang.docx", "bang.pdf", "văn bản Word"),
        ("bang.tsv", "bang.xlsx", "tệp chữ"),
        ("bang.tsv", "bang", "tệp chữ"),
        ("bang.tsv", "bang.tsv.bak", "tệp chữ"),
    ],
)
def test_the_content_decides_and_not_the_name(
    tmp_path: Path, written: str, named: str, words: str
) -> None:
    path = write_table(tmp_path, SOUND, written)
    expected = [row.texts for row in read_grid(path).rows]
    grid = read_grid(path.rename(tmp_path / named))
    assert [row.texts for row in grid.rows] == expected
    (finding,) = grid.findings
    assert finding.code == "other_format"
    assert (finding.stated, finding.place) == (Path(named).suffix, named)
    assert words in finding.message


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = write_table(tmp_path, [*SOUND, *["x" * 99_999] * 20])
    with pytest.raises(ReadError, match=r"bang\.tsv: tệp 1\.9 MB, quá 1 MB.*file_mb"):
        read_grid(path, Limits(file_mb=1))
    assert len(read_grid(path).rows) == len(SOUND) + 20


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong.xlsx")
    (tmp_path / "toi-ong.xlsx").symlink_to(tmp_path / "ong.xlsx")
    for name in ("ong.xlsx", "toi-ong.xlsx"):
        with pytest.raises(ReadError, match=rf"{name}: đây không phải là tệp thường"):
            read_grid(tmp_path / name)


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND)
    link = tmp_path / "toi-bang.tsv"
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert read_grid(link).rows == read_grid(path).rows


# --- zip archives ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bang.tsv", "bang.csv", "bang.xlsx", "bang.docx"])
def test_a_zip_of_one_file_is_that_file(tmp_path: Path, name: str) -> None:
    inside = write_table(tmp_path, SOUND, name)
    path = repacked_as(tmp_path / "gui.zip", {f"Tháng 9/{name}": inside.read_bytes()})
    grid = read_grid(path)
    assert grid.rows == read_grid(inside).rows
    (finding,) = grid.findings
    assert (finding.code, finding.stated, finding.place) == ("packed_file", name, "gui.zip")


def test_a_zip_under_another_name(tmp_path: Path) -> None:
    inside = write_table(tmp_path, SOUND, "bang.tsv").read_bytes()
    grid = read_grid(repacked_as(tmp_path / "gui.xlsx", {"bang.docx": inside}))
    told = [(one.code, one.place) for one in grid.findings]
    assert told == [
        ("other_format", "gui.xlsx"),
        ("packed_file", "gui.xlsx"),
        ("other_format", "bang.docx"),
    ]


def test_what_is_wrong_inside_a_zip_names_both(tmp_path: Path) -> None:
    inside = write_table(tmp_path, SOUND, "bang.xlsx").read_bytes()
    nested = repacked_as(tmp_path / "trong.zip", {"bang.xlsx": inside}).read_bytes()
    for name, content, words in (
        ("trong.zip", nested, "lại là một tệp nén"),
        ("bang.xlsx", inside[:300], "tệp hỏng"),
        ("bang.tsv", b"", "tệp rỗng"),
    ):
        path = repacked_as(tmp_path / "gui.zip", {name: content})
        with pytest.raises(ReadError, match=rf"^gui\.zip, tệp bên trong {name}: {words}"):
            read_grid(path)


@pytest.mark.parametrize(
    ("name", "words", "never"),
    [("bang.xlsx", "Mở tệp bằng Excel", "Word"), ("bang.docx", "Mở tệp bằng Word", "Excel")],
)
def test_the_advice_for_a_damaged_file_fits_it(
    tmp_path: Path, name: str, words: str, never: str
) -> None:
    inside = {"bang.xlsx": "xl/workbook.xml", "bang.docx": "word/document.xml"}[name]
    path = repacked_as(tmp_path / name, {inside: "<nothing/>"})
    with pytest.raises(ReadError, match=words) as caught:
        read_grid(path)
    assert never not in str(caught.value).partition("(")[2]
