import subprocess
from pathlib import Path
from shutil import which

import pytest
from docx import Document

from dangvien_analysis.pack.word import pdf_export as pdf
from dangvien_analysis.pack.word.pdf_export import NO_OFFICE, write_pdf
from dangvien_analysis.readers.office_files.legacy import find_office

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.docx"
    made = Document()
    made.add_paragraph("Kết quả kết nạp đảng viên")
    made.save(str(path))
    return path


@needs_office
def test_the_document_as_pdf(document: Path, tmp_path: Path) -> None:
    before = document.read_bytes()
    assert write_pdf(document, tmp_path / "a.pdf") == ""
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert document.read_bytes() == before
    if which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "Kết quả kết nạp đảng viên" in text


def test_without_libreoffice_it_says_why(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    assert write_pdf(document, tmp_path / "a.pdf") == NO_OFFICE
    assert not (tmp_path / "a.pdf").exists()


def test_a_program_that_makes_nothing_is_told(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: Path("/bin/true"))
    assert write_pdf(document, tmp_path / "a.pdf").startswith("LibreOffice không làm")
    assert not (tmp_path / "a.pdf").exists()
