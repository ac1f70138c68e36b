"""Office files that are zip archives, checked before any parser sees what is in them."""

import io
import re
import struct
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path
from zlib import error as ZlibError  # noqa: N812  # errors elsewhere are called so

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import MEGABYTE, Limits
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.quoting import visible

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
_CONTENTS, _LINKS = "[Content_Types].xml", "_rels/.rels"
_INDEX_BYTES = 2**20
"""Largest list of contents that is looked at [bytes]; one of a hundred sheets is 20 KB."""
_ELEMENT = pattern(r"<(?:[\w.-]+:)?(?:Relationship|Override|Default)\b([^<>]*)>")
# Names are short: a long one would be tried from each of its letters.
_ATTRIBUTE = pattern(r"""([\w.:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_USUAL = ("xl/workbook.xml", "word/document.xml")
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# However tightly it is packed, this much does no harm.
_ALWAYS_MB = 10
_TOLD_MB = 10_000
_LOCKED, _UTF8 = 0x1, 0x800
"""The bits of a member that say it has a password, and that its name is UTF-8."""
_NAMED = 5
"""Files of an archive that a message names."""
_SIGNS = pattern(r'[<>:"|?*]')


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


def main_part(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Tell the part that an office program opens, and its type in the list of contents.

    Both are empty where the archive is no office file; the type also where nothing is said of it.
    The lists are not parsed as markup, which nobody has checked so far.
    """
    members = {one.filename: one for one in archive.infolist()}
    links = _listed(archive, members.get(_LINKS))
    targets = (
        one.get("Target", "").lstrip("/")
        for one in links
        if one.get("Type", "").endswith("/officeDocument")
    )
    known = {name.lower(): name for name in members}
    part = next((known[one.lower()] for one in targets if one.lower() in known), "")
    part = part or next((one for one in _USUAL if one in members), "")
    types = {
        (one.get("PartName") or f"*.{one.get('Extension')}").lower(): one.get("ContentType", "")
        for one in _listed(archive, members.get(_CONTENTS))
    }
    ending = f"*.{part.rpartition('.')[2]}".lower()
    told = types.get(f"/{part}".lower(), types.get(ending, ""))
    return part, "" if told in ("application/xml", "text/xml") else told


def _listed(archive: zipfile.ZipFile, member: zipfile.ZipInfo | None) -> Iterator[dict[str, str]]:
    """Give the attributes of each entry of a list of contents."""
    if member is None or member.file_size > _INDEX_BYTES or member.flag_bits & _LOCKED:
        return
    content = _content(archive, member)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if wide else "utf-8-sig", "replace")
    for element in _ELEMENT.finditer(text):
        yield {one[1]: unescape(one[2] or one[3]) for one in _ATTRIBUTE.finditer(element[1])}


@contextmanager
def only_file(path: Path, limits: Limits) -> Iterator[Path]:
    """Unpack the one file of an archive, for as long as it is being read."""
    with open_archive(path, limits) as archive:
        members = [one for one in archive.infolist() if not _is_left_by_system(one)]
        _refuse_strange(path, members)
        _refuse_large(path.name, members, limits)
        if len(members) != 1:
            raise ReadError(_not_one(path.name, [_name_of(one) for one in members]))
        (member,) = members
        if member.file_size > limits.file_mb * MEGABYTE:
            raise ReadError(
                f"{path.name}: tệp “{_name_of(member)}” bên trong quá {limits.file_mb} MB. Nếu "
                f"đúng là tệp số liệu, nâng file_mb trong phần [limits] của dangvien.toml."
            )
        with tempfile.TemporaryDirectory(prefix="dangvien-", ignore_cleanup_errors=True) as made:
            # The name inside is anybody's: only what a message may show of it becomes a name here.
            found = Path(made) / (_SIGNS.sub("_", _name_of(member)).strip(" .") or "tep")
            found.write_bytes(_content(archive, member))
            yield found


def _is_left_by_system(member: zipfile.ZipInfo) -> bool:
    """Tell folders, and what systems leave in them."""
    name = member.filename
    return (
        member.is_dir()
        or name.startswith("__MACOSX/")
        or name.rpartition("/")[2].lower() in (".ds_store", "thumbs.db", "desktop.ini")
    )


def _name_of(member: zipfile.ZipInfo) -> str:
    """Give the last part of a member's name, as it was meant."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        with suppress(UnicodeError):
            # What does not say so is often UTF-8 all the same.
            name = name.encode("cp437").decode("utf-8")
    stem, dot, ending = re.split(r"[/\\]", name)[-1].rpartition(".")
    return f"{visible(stem)}{dot}{visible(ending)}"


def _not_one(name: str, files: list[str]) -> str:
    if not files:
        return f"{name}: tệp nén không có tệp nào bên trong; hãy xin lại tệp gốc."
    shown = ", ".join(f"“{one}”" for one in files[:_NAMED])
    more = f" và {len(files) - _NAMED} tệp khác" if len(files) > _NAMED else ""
    return (
        f"{name}: tệp nén có {len(files)} tệp ({shown}{more}), không rõ tệp nào là bảng số liệu. "
        f"Giải nén rồi đọc từng tệp."
    )


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
    if any(member.flag_bits & _LOCKED for member in members):
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
            f"Mở bằng chương trình đã tạo ra tệp, lưu lại rồi thử lại."
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
