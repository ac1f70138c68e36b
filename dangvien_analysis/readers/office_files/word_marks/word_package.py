"""The parts of a Word document, parsed when they are asked for."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from posixpath import join, normpath, split
from typing import Any

from lxml import etree

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.archive import read_archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same document as saved in Word's form "Strict Open XML".
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN_PART = "/officeDocument"
_MARKS = 3
"""Elements and attributes for each cell that a document may have, counted by their signs: each
takes up to a hundred bytes when it is parsed. A table of 5,000 rows has two million."""


class WordPackage:
    """A checked document: the part that holds its text, and what is looked at besides."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._file, self._limits = path.name, limits
        self._members = read_archive(path, limits)
        self.main = _main_part(self._members)
        self.content = self._members[self.main]
        self.root = self._parsed(self.content)

    def beside(self, kind: str) -> Any | None:
        """Give a part that goes with the text, by its kind; None when there is none."""
        folder, name = split(self.main)
        found = join(folder, f"{kind}.xml")
        links = self._members.get(join(folder, "_rels", f"{name}.rels"))
        # A list that is damaged names nothing; the usual place holds.
        with suppress(etree.XMLSyntaxError):
            for link in () if links is None else etree.fromstring(links, _parser()):
                target = normpath(join("/", folder, link.get("Target", ""))).lstrip("/")
                if link.get("Type", "").endswith(f"/{kind}") and target in self._members:
                    found = target
        content = self._members.get(found)
        return None if content is None else self._parsed(content)

    def comments(self) -> Mapping[str, str]:
        """Give the words of each comment by its number."""
        part = self.beside("comments")
        found = {}
        for comment in () if part is None else part.iter(f"{_W}comment"):
            texts = ("".join(one.itertext(f"{_W}t")) for one in comment.iter(f"{_W}p"))
            found[str(comment.get(f"{_W}id"))] = " ".join(filter(None, map(str.strip, texts)))
        return found

    def is_by_libreoffice(self) -> bool:
        """Tell whether LibreOffice wrote the document."""
        return b"<Application>LibreOffice" in self._members.get("docProps/app.xml", b"")

    def _parsed(self, content: bytes) -> Any:
        marks, most = content.count(b"<") + content.count(b"="), self._limits.cells * _MARKS
        if marks > most:
            raise ReadError(
                f"{self._file}: văn bản có khoảng {marks} phần tử định dạng, quá {most}; chép "
                f"riêng bảng số liệu sang một văn bản mới rồi thử lại, hoặc nâng cells trong phần "
                f"[limits] của dangvien.toml."
            )
        return etree.fromstring(content.replace(_STRICT, _W[1:-1].encode()), _parser())


def _main_part(members: Mapping[str, bytes]) -> str:
    """Name the part that holds the text."""
    links = etree.fromstring(members["_rels/.rels"], _parser())
    for link in links:
        target = link.get("Target", "").removeprefix("/")
        if link.get("Type", "").endswith(_MAIN_PART) and target in members:
            return str(target)
    return "word/document.xml"


def _parser() -> Any:
    """Make a parser that reads what it is given and nothing else."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
