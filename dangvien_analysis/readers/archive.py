"""Office files that are zip archives, checked before any parser sees what is in them."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from zlib import error as ZlibError  # noqa: N812  # errors elsewhere are called so

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import MEGABYTE, Limits

DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ZlibError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What the unpacking of a damaged archive raises."""

_MARKUP = (".xml", ".rels", ".vml")
_DOCTYPE = tuple("<!DOCTYPE".encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']([^"']*)""")
# In another encoding a document type could stand unseen.
_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii"}
_ENTRY = b"PK\x01\x02"
_CHUNK = 2**20
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# However tightly it is packed, this much does no harm.
_ALWAYS_MB = 10
_TOLD_MB = 10_000


def open_archive(path: Path, limits: Limits | None = None) -> zipfile.ZipFile:
    """Open an archive whose list of members is not too long."""
    limits = limits or Limits()
    content = path.read_bytes()
    # Each member has an entry in the list, and each entry begins so.
    if (count := content.count(_ENTRY)) > limits.members:
        raise ReadError(
            f"{path.name}: tệp có {count} phần nén bên trong, quá {limits.members} phần, không "
            f"phải là tệp văn phòng thông thường. Nếu đúng là tệp số liệu, nâng members trong "
            f"phần [limits] của dangvien.toml."
        )
    return zipfile.ZipFile(io.BytesIO(content))


def read_archive(path: Path, limits: Limits) -> dict[str, bytes]:
    """Check an archive and give the markup in it."""
    with open_archive(path, limits) as archive:
        members = archive.infolist()
        _refuse_strange(path, members)
        _refuse_large(path.name, members, limits)
        kept = {}
        for member in members:
            if member.filename.lower().endswith(_MARKUP):
                content = _content(archive, member)
                _refuse_doctype(path.name, member.filename, content)
                kept[member.filename] = content
    return kept


def packed(members: Mapping[str, bytes]) -> bytes:
    """Put checked members into an archive of their own.

    Gives an archive that holds them and nothing else: readers of archives differ in what they
    believe of a crooked one, and a parser shall see what was checked.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _refuse_strange(path: Path, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise ReadError(
            f"{path.name}: tệp có mật khẩu nên không đọc được. Mở tệp, bỏ mật khẩu, lưu lại rồi "
            f"thử lại."
        )
    fault = ""
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        fault = f"có hai phần cùng tên {double}"
    elif any(member.compress_type not in _KNOWN for member in members):
        fault = "nén theo cách mà Word, Excel và LibreOffice không dùng"
    elif sum(member.compress_size for member in members) > path.stat().st_size:
        fault = "có các phần nén chồng lên nhau"
    if fault:
        raise ReadError(
            f"{path.name}: tệp {fault}; không phải là tệp văn phòng thông thường nên không đọc. "
            f"Mở bằng Word hoặc Excel, lưu lại rồi thử lại."
        )


def _refuse_large(name: str, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    small = sum(member.compress_size for member in members)
    large = sum(member.file_size for member in members) / MEGABYTE
    by_ratio = small * limits.ratio // MEGABYTE + _ALWAYS_MB
    setting = "ratio" if by_ratio < limits.unpacked_mb else "unpacked_mb"
    most = min(limits.unpacked_mb, by_ratio)
    if large > most:
        told = f"{large:.0f}" if large < _TOLD_MB else f"hơn {_TOLD_MB}"
        raise ReadError(
            f"{name}: tệp nén {small / MEGABYTE:.1f} MB nhưng mở ra đến {told} MB (cho phép "
            f"{most} MB); không đọc để máy khỏi bị treo. Nếu tệp đúng là lớn như vậy, nâng "
            f"{setting} trong phần [limits] của dangvien.toml."
        )


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack no more of a member than it says to hold; its checksum tells whether that is all."""
    pieces = []
    with archive.open(member) as stream:
        # By pieces: without a size everything there is would be unpacked, and cut off after.
        while piece := stream.read(_CHUNK):
            pieces.append(piece)
    return b"".join(pieces)


def _refuse_doctype(name: str, member: str, content: bytes) -> None:
    if _is_strange(content) or any(mark in content for mark in _DOCTYPE):
        raise ReadError(
            f"{name}: phần {member} trong tệp khai báo kiểu tài liệu hoặc bảng mã lạ; Word và "
            f"Excel không bao giờ ghi như vậy nên tệp không được đọc."
        )


def _is_strange(content: bytes) -> bool:
    """Tell markup whose encoding is not one that a document type can be seen in."""
    if content.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        return False
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<?xml"):
        return bool(start) and (not start.startswith(b"<") or start[1:2] == b"\0")
    declared = _ENCODING.search(start[: start.find(b"?>") + 1])
    return declared is not None and declared[1].lower() not in _ENCODINGS
