from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.file_kinds import KINDS, SUFFIXES, kind_of
from tests.builders import SOUND, write_table
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
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=rf"(?s)tep\.x: .*{words}"):
        kind_of_bytes(tmp_path, content, "tep.x")


def test_members_are_counted_before_they_are_listed(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND, "bang.xlsx")
    with pytest.raises(ReadError, match=r"quá 3 phần.*nâng members"):
        kind_of(path, Limits(members=3))
    assert kind_of(path, Limits(members=30)) == "xlsx"


def test_endings_are_listed_once() -> None:
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert set(SUFFIXES) == {suffix for kind in KINDS.values() for suffix in kind.suffixes}
