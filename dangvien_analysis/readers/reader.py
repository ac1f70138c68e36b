"""The right reader for a file, by its content, and one clear error for a file that has none."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import Limits
from dangvien_analysis.readers.archive import only_file
from dangvien_analysis.readers.decoding import Score
from dangvien_analysis.readers.file_kinds import KINDS, kind_of
from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.named_file import refuse_missing
from dangvien_analysis.readers.plain_text import read_plain


def read_grid(path: Path, limits: Limits | None = None, score: Score | None = None) -> Grid:
    """Read a file into its rows of cells."""
    limits = limits or Limits()
    refuse_missing(path, limits)
    kind = kind_of(path, limits)
    try:
        grid = _read(path, kind, limits, score)
    except (ReadError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # Foreign parsers raise whatever they like on a damaged file, one of them even an
        # exception outside of Exception; here is the one boundary.
        if isinstance(error, OSError) and error.filename is not None:
            raise
        raise ReadError(
            f"{path.name}: tệp hỏng, không mở được như {KINDS[kind].words} "
            f"({type(error).__name__}). {KINDS[kind].advice}"
        ) from error
    return replace(grid, findings=(*_misnamed(path, kind), *grid.findings))


def _read(path: Path, kind: str, limits: Limits, score: Score | None) -> Grid:
    """Call the reader of a kind; it is imported when such a file comes."""
    if kind == "zip":
        return _read_packed(path, limits, score)
    if kind in ("xlsx", "xls", "ods"):
        from dangvien_analysis.readers.office_files.sheet import read_sheets

        return read_sheets(path, limits, kind)
    if kind in ("docx", "doc", "rtf"):
        from dangvien_analysis.readers.office_files.word_file import read_word

        with _as_docx(path, kind, limits) as document:
            try:
                return read_word(document, limits)
            except ReadError as error:
                # What is said of the converted copy is said of the file itself.
                raise ReadError(str(error).replace(document.name, path.name)) from error
    if kind == "html":
        from dangvien_analysis.readers.web import read_web

        return read_web(path, limits)
    if kind == "pdf":
        from dangvien_analysis.readers.pdf_files.pdf_file import read_pdf

        return read_pdf(path, limits)
    return read_plain(path, score, limits)


def _read_packed(path: Path, limits: Limits, score: Score | None) -> Grid:
    """Read the one file of a zip archive as if it had come alone."""
    with only_file(path, limits) as inside:
        try:
            if kind_of(inside, limits) == "zip":
                raise ReadError(
                    f"{inside.name}: lại là một tệp nén. Giải nén cả hai rồi đọc tệp số liệu."
                )
            grid = read_grid(inside, limits, score)
        except ReadError as error:
            raise ReadError(f"{path.name}, tệp bên trong {error}") from error
    message = f"Tệp nén có một tệp “{inside.name}”; đã đọc tệp đó."
    told = Finding("packed_file", message, place=path.name, stated=inside.name)
    return replace(grid, findings=(told, *grid.findings))


def _as_docx(path: Path, kind: str, limits: Limits) -> AbstractContextManager[Path]:
    if kind == "docx":
        return nullcontext(path)
    from dangvien_analysis.readers.office_files.legacy import converted

    return converted(path, seconds=limits.office_seconds)


def _misnamed(path: Path, kind: str) -> list[Finding]:
    """Tell a file whose name says another kind than its content is."""
    suffix = path.suffix.lower()
    if suffix in KINDS[kind].suffixes:
        return []
    message = (
        f"Tên tệp có đuôi {suffix or '(không có)'} nhưng nội dung là {KINDS[kind].words}; "
        f"đã đọc theo nội dung."
    )
    return [Finding("other_format", message, "", "", path.name, suffix, KINDS[kind].suffixes[0])]
