from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.file_kinds import KINDS, SUFFIXES, kind_of, main_kind
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import repacked_as
from tests.fixtures.make_office_files import DATA

PAGE = "<html><body><table>"


def kind_of_bytes(folder: Path, content: bytes, name: str = "tep") -> str:
    path = folder / name
    path.write_bytes(content)
    return kind_of(path)


@pytest.mark.parametrize(
    "name", ["bieu.xls", "bieu.ods", "thong-bao.doc", "thong-bao.rtf", "bieu-co-ke.pdf"]
)
def test_files_of_real_programs(name: str) -> None:
    assert kind_of(DATA / name) == Path(name).suffix.removeprefix(".")


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_archives(tmp_path: Path, kind: str) -> None:
    path = write_table(tmp_path, SOUND, f"bang.{kind}")
    assert kind_of(path.rename(tmp_path / "khong-duoi")) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PAGE.encode(), "html"),
        (b"\xef\xbb\xbf" + PAGE.encode(), "html"),
        (PAGE.encode("utf-16"), "html"),
        (b"  \r\n<!DOCTYPE html>\n<HTML>", "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "html"),
        (b"<!-- a --><!-- b -->\n<table border=1>", "html"),
        # a program's junk before the mark of a PDF is common
        (b"\r\n\r\n%PDF-1.4", "pdf"),
        (b"STT\tT\xc3\xaan", "text"),
        (b"<b> 5", "text"),
        (b"<tablet>", "text"),
        # comments that end in nothing could be parted in many ways
        (b"<!---->" * 580, "text"),
        (b"<!--" * 1000, "text"),
    ],
)
def test_first_bytes(tmp_path: Path, content: bytes, kind: str) -> None:
    assert kind_of_bytes(tmp_path, content) == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n", "đây là một ảnh"),
        (b"\xff\xd8\xff\xe0", "đây là một ảnh"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", r"MHTML.*lưu lại thành \.xlsx"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', r"XML 2003.*\.xlsx"),
        (b'<?xml version="1.0"?>\n<?x progid="Word.Document"?>', r"XML 2003.*\.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "không phải Word hoặc Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "mật khẩu.*bỏ mật khẩu",
        ),
        (b"PK\x03\x04 and no list of members", "tệp hỏng"),
        (b"PK\x05\x06" + bytes(18), "không phải .docx, .xlsx hoặc .ods"),
        (b"Rar!\x1a\x07\x01\x00", "tệp nén RAR.*Giải nén"),
        (b"Rar!\x1a\x07\x00", "tệp nén RAR.*Giải nén"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "tệp nén 7z.*Giải nén"),
        (b"\x1f\x8b\x08\x00", "tệp nén gzip.*Giải nén"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=rf"(?s)tep\.x: .*{words}"):
        kind_of_bytes(tmp_path, content, "tep.x")


@pytest.mark.parametrize(
    ("members", "words", "never"),
    [
        (["xl/workbook.bin"], r"\.xlsb.*Mở tệp bằng Excel", "Word"),
        (["ppt/presentation.xml", "[Content_Types].xml"], "PowerPoint", "Mở tệp bằng Word"),
        (["mimetype", "content.xml"], r"Mở tệp bằng Word.*\.docx", "Excel"),
    ],
)
def test_the_advice_is_that_of_the_program(
    tmp_path: Path, members: list[str], words: str, never: str
) -> None:
    path = repacked_as(tmp_path / "tep.x", dict.fromkeys(members, "<Types/>"))
    with pytest.raises(ReadError, match=words) as caught:
        kind_of(path)
    assert never not in str(caught.value)


def test_an_archive_of_files_is_none_of_the_office_files(tmp_path: Path) -> None:
    assert kind_of(repacked_as(tmp_path / "tep", {"a.txt": "1", "b.txt": "2"})) == "zip"


@pytest.mark.parametrize(
    ("part", "content_type", "kind"),
    [
        ("xl/workbook.xml", "", "xlsx"),
        ("a.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
        ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main", ""),
        ("word/b.xml", "application/vnd.ms-word.document.macroEnabled.main+xml", "docx"),
        ("ppt/presentation.xml", "", ""),
        # what it says goes before where it stands
        ("word/b.xml", "x/y.presentationml.presentation.main+xml", ""),
        ("", "", ""),
    ],
)
def test_kind_of_a_main_part(part: str, content_type: str, kind: str) -> None:
    assert main_kind(part, content_type) == kind


def test_members_are_counted_before_they_are_listed(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND, "bang.xlsx")
    with pytest.raises(ReadError, match=r"quá 3 phần.*nâng members"):
        kind_of(path, Limits(members=3))
    assert kind_of(path, Limits(members=30)) == "xlsx"


def test_endings_are_listed_once() -> None:
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert set(SUFFIXES) == {suffix for kind in KINDS.values() for suffix in kind.suffixes}
