"""The parts of a workbook under the names its readers look for: each may bear another."""

from collections.abc import Mapping
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES, SHEETS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/"
INDEX_BYTES = 4 * 2**20
"""Largest list of a workbook's sheets [bytes]; one of a hundred sheets is 20 KB."""

_ROOT_LINKS = "_rels/.rels"
_TO_BOOK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_USUAL = {"sharedStrings": STRINGS, "styles": STYLES}
_SHEET = "worksheet"
# A workbook saved in Excel's form "Strict Open XML" says the same in other words.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def with_usual_names(members: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Give the parts of a workbook as nearly every program names them."""
    known = {name.lower(): name for name in members}
    main = _main_part(members, known)
    links = join(dirname(main), "_rels", f"{main.rpartition('/')[2]}.rels")
    if main not in members or links not in members:
        return members
    root = _parsed(members[links])
    moved = _moved(root, dirname(main), known)
    as_written = {_target(link, dirname(main), {}) for link in root}
    if main == BOOK and all(old == new and old in as_written for old, new in moved.items()):
        return _as_usual_markup(members)
    for link in root:
        old = _target(link, dirname(main), known)
        if old in moved:
            link.set("Target", f"/{moved[old]}")
    moved |= {main: BOOK, links: LINKS}
    taken = set(moved.values())
    found = {
        moved.get(name, name): content
        for name, content in members.items()
        if name in moved or name not in taken
    }
    found |= {LINKS: ElementTree.tostring(root), _ROOT_LINKS: _TO_BOOK}
    return _as_usual_markup(found)


def _main_part(members: Mapping[str, bytes], known: Mapping[str, str]) -> str:
    for link in _parsed(members.get(_ROOT_LINKS, b"")):
        found = _target(link, "", known)
        if link.get("Type", "").endswith("/officeDocument") and found in members:
            return found
    return BOOK


def _parsed(content: bytes) -> ElementTree.Element:
    """Parse a list of links; one that is too long is left to whoever refuses it."""
    if not content or len(content) > INDEX_BYTES:
        return ElementTree.Element("none")
    return ElementTree.fromstring(content)


def _target(link: ElementTree.Element, folder: str, known: Mapping[str, str]) -> str:
    """Name the part that a link leads to; names are the same in capitals and small letters."""
    target = link.get("Target", "")
    path = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
    return known.get(path.lower(), path)


def _moved(root: ElementTree.Element, folder: str, known: Mapping[str, str]) -> dict[str, str]:
    """Tell where each part that a reader looks for belongs."""
    moved: dict[str, str] = {}
    for link in root.iter(_LINK):
        kind, part = link.get("Type", "").rpartition("/")[2], _target(link, folder, known)
        usual = _USUAL.get(kind)
        if kind == _SHEET:
            inside = part.startswith("xl/")
            usual = part if inside else f"{SHEETS}{len(moved)}-{part.replace('/', '-')}"
        if usual and part.lower() in known:
            moved[part] = usual
    return moved


def _as_usual_markup(members: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Put the words of the strict form in those of the usual one."""
    if _STRICT[0][0] not in members.get(BOOK, b""):
        return members
    found = dict(members)
    for strict, usual in _STRICT:
        found = {name: content.replace(strict, usual) for name, content in found.items()}
    return found
