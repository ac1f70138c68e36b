import io
import time
import zipfile
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.archive import (
    main_part,
    only_file,
    open_archive,
    packed,
    read_archive,
)

XML = '<?xml version="1.0" encoding="UTF-8"?><x/>'


def archive(folder: Path, **members: str | bytes) -> Path:
    """Write an archive; a member's name is given without its ending."""
    path = folder / "tep.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(f"{name}.xml", content)
        written.writestr("hinh.png", b"\x89PNG <!DOCTYPE x>", zipfile.ZIP_STORED)
        written.writestr("vbaProject.bin", b"macro")
    return path


def test_only_markup_is_given(tmp_path: Path) -> None:
    assert read_archive(archive(tmp_path, a=XML, b=""), Limits()) == {
        "a.xml": XML.encode(),
        "b.xml": b"",
    }


def test_checked_members_are_packed_alone() -> None:
    members = {"a.xml": b"1", "b/c.rels": b"2"}
    with zipfile.ZipFile(io.BytesIO(packed(members))) as again:
        assert {name: again.read(name) for name in again.namelist()} == members


@pytest.mark.parametrize(
    "content",
    [
        XML,
        XML.encode("utf-8-sig"),
        XML.replace("UTF-8", "utf-16").encode("utf-16"),
        "<x/>",
        "\n<?xml version='1.0' encoding='us-ascii' standalone='yes'?><x/>",
        "<x>encoding='UTF-7'</x>",
        "",
    ],
)
def test_markup_that_programs_write_passes(tmp_path: Path, content: str | bytes) -> None:
    assert "a.xml" in read_archive(archive(tmp_path, a=content), Limits())


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE x><x/>",
        "<x/>" + " " * 100_000 + "<!DOCTYPE x>",
        "<!DOCTYPE x><x/>".encode("utf-16"),
        "<!DOCTYPE x><x/>".encode("utf-16-le"),
        "<!DOCTYPE x><x/>".encode("utf-32"),
        "<!DOCTYPE x><x/>".encode("cp037"),
        XML.replace("UTF-8", "UTF-7"),
        XML.replace("UTF-8", "utf-16"),
        XML.replace("UTF-8", "UTF-7").replace(" encoding", " " * 1000 + "encoding"),
    ],
)
def test_document_types_and_strange_encodings_are_refused(
    tmp_path: Path, content: str | bytes
) -> None:
    path = archive(tmp_path, a=content)
    with pytest.raises(ReadError, match=r"tep\.docx: phần a\.xml"):
        read_archive(path, Limits())


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(unpacked_mb=11), r"mở ra đến 12 MB \(cho phép 11 MB\).*nâng unpacked_mb"),
        (Limits(ratio=1), r"mở ra đến 12 MB \(cho phép 10 MB\).*nâng ratio"),
        (Limits(members=2), "3 phần nén bên trong, quá 2 phần.*nâng members"),
    ],
)
def test_limits_name_the_setting_to_raise(tmp_path: Path, limits: Limits, words: str) -> None:
    path = archive(tmp_path, a="<x>" + " " * (12 * 2**20))
    with pytest.raises(ReadError, match=words):
        read_archive(path, limits)
    assert read_archive(path, Limits(ratio=1000))


def test_a_member_that_is_not_what_its_checksum_says(tmp_path: Path) -> None:
    path = archive(tmp_path, a=XML * 50)
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 16] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(zipfile.BadZipFile):
        read_archive(path, Limits())


def test_pictures_may_be_damaged(tmp_path: Path) -> None:
    path = archive(tmp_path, a=XML)
    path.write_bytes(path.read_bytes().replace(b"\x89PNG", b"xxxx"))
    with open_archive(path) as opened, pytest.raises(zipfile.BadZipFile):
        opened.read("hinh.png")
    assert read_archive(path, Limits()) == {"a.xml": XML.encode()}


# --- the one file of an archive ---------------------------------------------------------------


def packed_files(folder: Path, **files: bytes) -> Path:
    path = folder / "gui.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ("bieu.xlsx", "bieu.xlsx"),
        ("Tháng 9/biểu số 1.xlsx", "biểu số 1.xlsx"),
        # nobody's folder but ours is written to
        ("../../bieu.tsv", "bieu.tsv"),
        ("C:\\gui\\bieu.tsv", "bieu.tsv"),
        ('a<b>"c.tsv', "a_b__c.tsv"),
        ("..", "tep"),
        (f"{'dài ' * 40}.tsv", f"{'dài ' * 15}…".replace(" …", "…") + ".tsv"),
    ],
)
def test_the_only_file_is_unpacked_under_its_name(tmp_path: Path, inside: str, name: str) -> None:
    other = {"__MACOSX/._x": b"1", "gui/.DS_Store": b"2", "gui/": b""}
    with only_file(packed_files(tmp_path, **{inside: b"123"}, **other), Limits()) as found:
        assert found.read_bytes() == b"123"
        assert found.name.replace(" …", "…") == name
        assert found.parent.name.startswith("dangvien-")
    assert not found.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không có tệp nào bên trong"),
        (2, r"có 2 tệp \(“0\.tsv”, “1\.tsv”\).*Giải nén"),
        (7, r"có 7 tệp \(“0\.tsv”, .*“4\.tsv” và 2 tệp khác\).*Giải nén"),
    ],
)
def test_no_file_or_several(tmp_path: Path, number: int, words: str) -> None:
    path = packed_files(tmp_path, **{f"{n}.tsv": b"1" for n in range(number)}, **{"thu-muc/": b""})
    with pytest.raises(ReadError, match=rf"^gui\.zip: tệp nén .*{words}"):
        only_file(path, Limits()).__enter__()


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(unpacked_mb=11), r"mở ra đến 12 MB.*nâng unpacked_mb"),
        (Limits(ratio=1), r"mở ra đến 12 MB.*nâng ratio"),
        (Limits(file_mb=5, ratio=2000), r"“bieu\.tsv” bên trong quá 5 MB.*nâng file_mb"),
    ],
)
def test_limits_hold_inside_an_archive(tmp_path: Path, limits: Limits, words: str) -> None:
    path = packed_files(tmp_path, **{"bieu.tsv": b" " * (12 * 2**20)})
    with pytest.raises(ReadError, match=words):
        only_file(path, limits).__enter__()


def test_a_name_that_does_not_say_its_encoding(tmp_path: Path) -> None:
    path = packed_files(tmp_path, **{"biểu.tsv": b"1"})
    # the bit that says UTF-8, in the list of members and before the member
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        content[content.index(mark) + offset] &= ~0x08
    path.write_bytes(bytes(content))
    with only_file(path, Limits()) as found:
        assert found.name == "biểu.tsv"


@pytest.mark.parametrize(
    ("links", "types", "part", "told"),
    [
        ("xl/b.xml", "/xl/b.xml", "xl/b.xml", "t/main"),
        ("/XL/B.xml", "/xl/b.xml", "xl/b.xml", "t/main"),
        # a link to nothing, and no list of contents
        ("xl/none.xml", "/xl/b.xml", "", ""),
        ("xl/b.xml", "/xl/other.xml", "xl/b.xml", ""),
    ],
)
def test_main_part(tmp_path: Path, links: str, types: str, part: str, told: str) -> None:
    members = {
        "_rels/.rels": f"<r><Relationship Type='x/officeDocument' Target=\"{links}\"/></r>",
        "[Content_Types].xml": f'<x:Override PartName="{types}" ContentType="t/main"/>',
        "xl/b.xml": "<x/>",
    }
    path = packed_files(tmp_path, **{name: text.encode() for name, text in members.items()})
    with open_archive(path) as opened:
        assert main_part(opened) == (part, told)


@pytest.mark.parametrize(
    "filler", ["a" * 900_000, "a " * 450_000, 'a="' * 300_000, "<r:" * 300_000]
)
def test_a_list_of_contents_without_end_is_looked_through_at_once(
    tmp_path: Path, filler: str
) -> None:
    path = packed_files(tmp_path, **{"_rels/.rels": f"<Relationship {filler}>".encode()})
    start = time.perf_counter()
    with open_archive(path) as opened:
        assert main_part(opened) == ("", "")
    assert time.perf_counter() - start < 5
