"""What a file is, told by its first bytes: the name is only what somebody called it."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.archive import DAMAGED, main_part, open_archive


@dataclass(frozen=True)
class FileKind:
    """A kind of file that can be read."""

    words: str  # What a message calls it
    suffixes: tuple[str, ...]  # The endings that such files should have
    advice: str  # How a damaged one is put right


_SAVE_AS = "Mở tệp bằng {program} và lưu lại thành {suffix} rồi thử lại."
_IN_EXCEL = _SAVE_AS.format(program="Excel", suffix=".xlsx")
_IN_WORD = _SAVE_AS.format(program="Word", suffix=".docx")

KINDS = {
    "text": FileKind(
        "tệp chữ",
        (".tsv", ".csv", ".txt"),
        "Mở tệp bằng Notepad hoặc Excel, lưu lại với mã UTF-8 rồi thử lại.",
    ),
    "xlsx": FileKind("bảng tính Excel", (".xlsx", ".xlsm"), _IN_EXCEL),
    "docx": FileKind("văn bản Word", (".docx",), _IN_WORD),
    "xls": FileKind("bảng tính Excel kiểu cũ", (".xls",), _IN_EXCEL),
    "ods": FileKind("bảng tính OpenDocument", (".ods",), _IN_EXCEL),
    "html": FileKind("trang web", (".html", ".htm"), _IN_EXCEL),
    "pdf": FileKind(
        "tệp PDF",
        (".pdf",),
        "Mở tệp bằng một trình xem PDF, in lại thành PDF hoặc xin tệp gốc rồi thử lại.",
    ),
    "doc": FileKind("văn bản Word kiểu cũ", (".doc",), _IN_WORD),
    "rtf": FileKind("văn bản RTF", (".rtf", ".doc"), _IN_WORD),
    "zip": FileKind("tệp nén zip", (".zip",), "Giải nén rồi đọc tệp số liệu bên trong."),
}
SUFFIXES = tuple(dict.fromkeys(suffix for kind in KINDS.values() for suffix in kind.suffixes))
"""Endings of the files that can be read."""

# What the list of contents of a zip archive calls the part that an office program opens.
_MAIN_TYPES = {
    "spreadsheetml.": "xlsx",
    "ms-excel.": "xlsx",
    "wordprocessingml.": "docx",
    "ms-word.": "docx",
}
_OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
# Archives that are one document of a program: not read, and no archive to unpack either.
_DOCUMENTS = (
    ("xl/workbook.bin", "bảng tính Excel nhị phân (.xlsb)", _IN_EXCEL),
    (
        "ppt/presentation.xml",
        "bản trình chiếu PowerPoint",
        "Chép bảng sang một tệp Excel (.xlsx) hoặc Word (.docx) rồi thử lại.",
    ),
    ("mimetype", "văn bản OpenDocument hoặc loại văn bản khác", _IN_WORD),
    ("[Content_Types].xml", "văn bản Office loại khác", "Xin bản .xlsx hoặc .docx."),
)
_PACKED = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)

# Names of the streams in the containers of old Office files, as they are stored there.
_STREAMS = {
    "EncryptedPackage": "locked",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
}
# Possessive throughout: comments can be parted in many ways, and only one is tried.
_PAGE = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?>.*?-->)\s*+)*+"
    rb"<(?:!doctype html|html|head|body|table|meta)\b",
    re.I | re.S,
)
_HEAD = 4096

_OTHERS = (
    (b"MIME-Version:", "trang web lưu trọn gói (MHTML)", "Excel", ".xlsx"),
    (b"<?mso-application", "bảng tính kiểu XML 2003", "Excel", ".xlsx"),
    (b'progid="Excel.Sheet"', "bảng tính kiểu XML 2003", "Excel", ".xlsx"),
    (b'progid="Word.Document"', "văn bản kiểu XML 2003", "Word", ".docx"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def kind_of(path: Path, limits: Limits | None = None) -> str:
    """Tell what a file is.

    Gives a key of `KINDS`; "text" when it is nothing else that is known.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_kind(path, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _container_kind(path)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PICTURES):
        raise ReadError(
            f"{path.name}: đây là một ảnh, không có chữ để đọc; cần tệp gốc Word, Excel hoặc PDF "
            f"có chữ."
        )
    _refuse_packed(path.name, head)
    _refuse_others(path.name, head)
    return "html" if _PAGE.match(_plain(head)) else "text"


def _plain(head: bytes) -> bytes:
    """Take the first letters of a text without its byte order mark or its zero bytes."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")


def _refuse_packed(name: str, head: bytes) -> None:
    for mark, words in _PACKED:
        if head.startswith(mark):
            raise ReadError(
                f"{name}: đây là tệp nén {words}, chương trình không mở được. Giải nén (bằng "
                f"WinRAR, 7-Zip) rồi đọc từng tệp số liệu bên trong."
            )


def _refuse_others(name: str, head: bytes) -> None:
    for mark, words, program, suffix in _OTHERS:
        if mark in head[:_HEAD]:
            raise ReadError(
                f"{name}: nội dung là {words}, không đọc được trực tiếp. "
                f"{_SAVE_AS.format(program=program, suffix=suffix)}"
            )


def _archive_kind(path: Path, limits: Limits | None) -> str:
    try:
        with open_archive(path, limits) as archive:
            names = set(archive.namelist())
            kind = main_kind(*main_part(archive))
            mark = _start(archive) if "mimetype" in names else b""
    except ReadError:
        raise
    except DAMAGED as error:
        raise ReadError(
            f"{path.name}: tệp hỏng, không mở được (phần nén bên trong không còn nguyên vẹn). Xin "
            f"lại tệp gốc, hoặc mở bằng chương trình đã tạo ra tệp và lưu lại."
        ) from error
    if kind:
        return kind
    if "content.xml" in names and mark.startswith(_OPEN_SHEET):
        return "ods"
    for member, words, advice in _DOCUMENTS:
        if member in names:
            raise ReadError(
                f"{path.name}: nội dung là {words}, không phải .docx, .xlsx hoặc .ods. {advice}"
            )
    if not names:
        raise ReadError(
            f"{path.name}: tệp nén rỗng, không phải .docx, .xlsx hoặc .ods; hãy xin lại tệp gốc."
        )
    return "zip"


def main_kind(part: str, content_type: str) -> str:
    """Tell which kind of office file a main part makes; empty when it is none that is read.

    By its type in the list of contents; where that says nothing, by the folder it stands in.
    """
    if ".binary." in content_type:
        return ""
    found = (kind for words, kind in _MAIN_TYPES.items() if words in content_type)
    folder = {"xl": "xlsx", "word": "docx"}.get(part.partition("/")[0], "")
    return next(found, "" if content_type else folder)


def _start(archive: zipfile.ZipFile) -> bytes:
    """Read no more of the member that names the kind than its name is long."""
    with archive.open("mimetype") as stream:
        return stream.read(len(_OPEN_SHEET))


def _container_kind(path: Path) -> str:
    content = path.read_bytes()
    found = [kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in content]
    if "locked" in found:
        raise ReadError(
            f"{path.name}: tệp có mật khẩu nên không đọc được. Mở tệp, bỏ mật khẩu, lưu lại rồi "
            f"thử lại."
        )
    if not found:
        raise ReadError(
            f"{path.name}: tệp Office kiểu cũ nhưng không phải Word hoặc Excel, hoặc đã hỏng. "
            f"{_SAVE_AS.format(program='Word hoặc Excel', suffix='.docx, .xlsx')}"
        )
    return found[0]
