"""The Word report as PDF, where LibreOffice is installed."""

import shutil
import tempfile
from pathlib import Path

from dangvien_analysis.readers.child import LimitPassedError
from dangvien_analysis.readers.office_files.legacy import convert, find_office

NO_OFFICE = "máy này không có LibreOffice nên không lập bao-cao.pdf"


def write_pdf(document: Path, path: Path) -> str:
    """Turn a Word document into PDF.

    Why it was not written; empty when it was. A pack is whole without it.
    """
    office = find_office()
    if office is None:
        return NO_OFFICE
    with tempfile.TemporaryDirectory(prefix="dangvien-", ignore_cleanup_errors=True) as made:
        copy = Path(made) / document.name
        shutil.copyfile(document, copy)
        try:
            convert(copy, "pdf", office=office)
        except (LimitPassedError, OSError):
            return "LibreOffice không làm xong bao-cao.pdf"
        result = copy.with_suffix(".pdf")
        if not result.is_file():
            return "LibreOffice không làm được bao-cao.pdf"
        shutil.copyfile(result, path)
    return ""
