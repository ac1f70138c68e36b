import unicodedata
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.received import listed_hashes, received_files, state
from tests.conftest import ROOT, SHIPPED

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""SHA-256 of b"abc", from the standard itself."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bang.tsv"
    path.write_bytes(b"abc")
    return path


def manifest(folder: Path, text: str) -> None:
    (folder / "manifest.csv").write_text(text, encoding="utf-8")


def test_every_shipped_file_is_as_it_was_received() -> None:
    raw = ROOT / "data" / "raw"
    files = sorted(path for path in raw.iterdir() if path.name != "manifest.csv")
    assert SHIPPED in files
    assert {path.name: state(path) for path in files} == {path.name: "listed" for path in files}
    assert set(listed_hashes(raw)) == {path.name for path in files}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"file,sha256\nbang.tsv,{ABC}\n", "listed"),
        # written by other tools: capitals, spaces, a byte order mark, more columns
        (f"file,sha256\nbang.tsv,{ABC.upper()}\n", "listed"),
        (f"\ufefffile,sha256\r\n bang.tsv , {ABC} \r\n", "listed"),
        (f"sha256,note,file\n{ABC},x,bang.tsv\n", "listed"),
        # as a Vietnamese Excel saves it
        (f"\ufefffile;sha256\r\nbang.tsv;{ABC}\r\n;\r\n;\r\n", "listed"),
        (f"file,sha256\nbang.tsv,{ABC[:-1]}e\n", "changed"),
        ("file,sha256\nbang.tsv\n", "changed"),
        (f"file,sha256\nkhac.tsv,{ABC}\n", "unlisted"),
        ("file,sha256\n", "no_manifest"),
    ],
)
def test_state(file: Path, text: str, expected: str) -> None:
    manifest(file.parent, text)
    assert state(file) == expected


def test_no_manifest(file: Path) -> None:
    assert state(file) == "no_manifest"
    assert listed_hashes(file.parent) == {}


def test_letters_of_a_name_may_be_taken_apart(tmp_path: Path) -> None:
    for form, other in (("NFC", "NFD"), ("NFD", "NFC")):
        path = tmp_path / form / unicodedata.normalize(form, "biểu.tsv")
        path.parent.mkdir()
        path.write_bytes(b"abc")
        manifest(path.parent, f"file,sha256\n{unicodedata.normalize(other, path.name)},{ABC}\n")
        assert state(path) == "listed"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"file;hash\n",
        b"file,sha256\n\xff",
        b'file,sha256\n"a',
        b"file,sha256\n" + b"a" * 200_000,
    ],
)
def test_a_manifest_that_cannot_be_used(file: Path, content: bytes) -> None:
    (file.parent / "manifest.csv").write_bytes(content)
    with pytest.raises(ReadError, match=r"manifest\.csv, dòng \d"):
        state(file)


# --- the files of the folder ------------------------------------------------------------------


def test_files_that_may_be_tables_by_name(tmp_path: Path) -> None:
    # what Word leaves beside an open file, the sidecar, the manifest, a picture: no tables
    for name in ("b.tsv", "a.docx", "~$a.docx", ".x.tsv", "a.toml", "manifest.csv", "x.png"):
        (tmp_path / name).touch()
    (tmp_path / "thu-muc.tsv").mkdir()
    assert [path.name for path in received_files(tmp_path)] == ["a.docx", "b.tsv"]
    assert received_files(tmp_path / "khong-co") == []
