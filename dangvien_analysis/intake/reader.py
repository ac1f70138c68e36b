"""The right reader for a file, and one clear error for a file that cannot be read."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.grid import Grid
from dangvien_analysis.intake.plain import read_plain


def _read_sheets(path: Path) -> Grid:
    from dangvien_analysis.intake.sheet import read_sheets

    return read_sheets(path)


def _read_word(path: Path) -> Grid:
    from dangvien_analysis.intake.word import read_word

    return read_word(path)


# The parsers of Word and Excel are imported when such a file comes: most months bring one kind.
_READERS: dict[str, Callable[[Path], Grid]] = {
    ".tsv": read_plain,
    ".csv": read_plain,
    ".txt": read_plain,
    ".xlsx": _read_sheets,
    ".docx": _read_word,
}
SUFFIXES = tuple(_READERS)
"""Endings of the files that can be read."""

# What the file must hold for its ending to be true; both formats are zip archives.
_INSIDE = {".xlsx": "xl/workbook.xml", ".docx": "word/document.xml"}


def read_grid(path: Path) -> Grid:
    """Read a file into its rows of cells.

    Parameters
    ----------
    path : Path
        A .tsv, .csv, .txt, .xlsx or .docx file.

    Returns
    -------
    Grid
        All its rows.

    Raises
    ------
    ReadError
        When there is no such file, it is empty or damaged, or its format is not one of these.
    """
    if not path.is_file():
        what = "đây là một thư mục" if path.is_dir() else "không tìm thấy tệp này"
        raise ReadError(f"{path}: {what}; cần đường dẫn của một tệp {', '.join(SUFFIXES)}.")
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise ReadError(
            f"{path.name}: không đọc được loại tệp {suffix or 'không có đuôi'!r}; "
            f"đọc được {', '.join(SUFFIXES)}."
        )
    if path.stat().st_size == 0:
        raise ReadError(f"{path.name}: tệp rỗng, không có bảng nào để đọc.")
    try:
        _refuse_damaged(path, suffix)
        return _READERS[suffix](path)
    except ReadError:
        raise
    except Exception as error:
        # Foreign parsers raise whatever they like on a damaged file; here is the one boundary.
        raise ReadError(
            f"{path.name}: tệp hỏng, không mở được như tệp {suffix} ({type(error).__name__}). "
            f"Mở tệp bằng Word hoặc Excel, lưu lại rồi thử lại."
        ) from error


def _refuse_damaged(path: Path, suffix: str) -> None:
    """Refuse an archive that is not what its ending says, before a parser sees it."""
    if suffix not in _INSIDE:
        return
    if not zipfile.is_zipfile(path):
        raise ReadError(f"{path.name}: tệp hỏng hoặc không phải tệp {suffix} (không mở được).")
    with zipfile.ZipFile(path) as archive:
        if _INSIDE[suffix] not in archive.namelist():
            raise ReadError(
                f"{path.name}: đuôi tệp là {suffix} nhưng bên trong không có {_INSIDE[suffix]}."
            )
