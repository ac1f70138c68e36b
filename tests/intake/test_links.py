"""Nothing that a file refers to is asked for: no links, pictures, objects or other workbooks."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dangvien_analysis.readers.office_files.legacy import find_office
from dangvien_analysis.readers.reader import read_grid
from tests.builders import SOUND, write_table
from tests.fixtures.hostile import BODY, SHEET, members_of, repacked

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/x"
        self.calls = 0
        self.thread = threading.Thread(target=self._count, daemon=True)
        self.thread.start()

    def _count(self) -> None:
        while True:
            try:
                call, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            call.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.socket.close()


def test_the_listener_hears(listener: Listener) -> None:
    port = int(listener.address.rpartition(":")[2].partition("/")[0])
    with socket.create_connection(("127.0.0.1", port)) as call:
        call.settimeout(10)
        assert call.recv(1) == b""
    assert listener.calls == 1


def linked(address: str, kinds: list[str]) -> str:
    links = "".join(
        f'<Relationship Id="x{at}" Type="{_OFFICE}/{kind}" Target="{address}" '
        f'TargetMode="External"/>'
        for at, kind in enumerate(kinds)
    )
    return links + "</Relationships>"


def with_links(content: bytes, address: str, *kinds: str) -> str:
    return content.decode().replace("</Relationships>", linked(address, list(kinds)))


def a_document(folder: Path, address: str) -> Path:
    source = write_table(folder, SOUND, "goc.docx")
    members = members_of(source)
    rels = "word/_rels/document.xml.rels"
    more = (
        f'<w:altChunk xmlns:r="{_OFFICE}" r:id="x1"/><w:p><w:r><w:fldChar w:fldCharType="begin"/>'
        f'<w:instrText>INCLUDEPICTURE "{address}"</w:instrText></w:r></w:p>'
    )
    kinds = ("image", "aFChunk", "oleObject", "attachedTemplate", "subDocument", "hyperlink")
    return repacked(
        source,
        folder / "x.docx",
        {
            BODY: members[BODY].decode().replace("<w:body>", f"<w:body>{more}"),
            rels: with_links(members[rels], address, *kinds),
        },
    )


def a_workbook(folder: Path, address: str) -> Path:
    source = write_table(folder, SOUND, "goc.xlsx")
    members = members_of(source)
    rels = "xl/_rels/workbook.xml.rels"
    formula = f'<c r="J1"><f>\'{address}\'!A1+WEBSERVICE("{address}")</f><v>1</v></c></row>'
    return repacked(
        source,
        folder / "x.xlsx",
        {
            SHEET: members[SHEET].decode().replace("</row>", formula, 1),
            rels: with_links(members[rels], address, "externalLink", "connections"),
            "xl/externalLinks/externalLink1.xml": f'<externalLink target="{address}"/>',
            "xl/vbaProject.bin": b"macro",
        },
    )


def a_page(folder: Path, address: str) -> Path:
    rows = "".join(f"<tr><td>{row.replace('|', '<td>')}" for row in SOUND)
    (folder / "x.html").write_text(
        f'<html><head><link rel=stylesheet href="{address}"><script src="{address}"></script>'
        f'<base href="{address}"></head><body><img src="{address}"><iframe src="{address}">'
        f"</iframe><table>{rows}</table></body></html>",
        encoding="utf-8",
    )
    return folder / "x.html"


def ole_link(address: str) -> str:
    """Give the data of an OLE 1.0 object that is linked to an address, whole, in hexadecimals.

    Of a part of it LibreOffice takes what is missing from memory it never wrote, and may ask for
    any amount of it.
    """

    def text(words: str) -> bytes:
        return struct.pack("<I", len(words) + 1) + words.encode("ascii") + b"\0"

    nothing = struct.pack("<I", 0)
    linked_object = struct.pack("<II", 0x501, 1) + text("Word.Document") + text(address)
    no_picture = struct.pack("<II", 0x501, 0)
    return (linked_object + nothing * 4 + no_picture).hex()


def an_old_document(folder: Path, address: str) -> Path:
    (folder / "x.doc").write_text(
        r"{\rtf1\ansi{\*\template " + address + r"}"
        r'{\field{\*\fldinst INCLUDEPICTURE "' + address + r'" \\d}{\fldrslt x}}'
        r'{\field{\*\fldinst INCLUDETEXT "' + address + r'"}{\fldrslt y}}'
        r"{\object\objautlink\objupdate{\*\objclass Word.Document}"
        r"{\*\objdata " + ole_link(address) + r"}}"
        r"\trowd\cellx2000\cellx4000 a\intbl\cell 5\intbl\cell\row}",
        encoding="ascii",
    )
    return folder / "x.doc"


@pytest.mark.parametrize("make", [a_document, a_workbook, a_page])
def test_no_link_is_followed(
    listener: Listener, tmp_path: Path, make: Callable[[Path, str], Path]
) -> None:
    rows = read_grid(make(tmp_path, listener.address)).rows
    assert sum("Đảng bộ xã" in text for row in rows for text in row.texts) == 2
    assert listener.calls == 0


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_follows_no_link(listener: Listener, tmp_path: Path) -> None:
    rows = read_grid(an_old_document(tmp_path, listener.address)).rows
    assert ("a", "5") in [row.texts for row in rows]
    assert listener.calls == 0
