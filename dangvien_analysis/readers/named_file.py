"""The file that was named: where it lies, and whether there is anything to read.

Nothing here needs pandas: whoever mistypes a name is told at once.
"""

from pathlib import Path

from dangvien_analysis.errors import ReadError
from dangvien_analysis.office.settings import MEGABYTE, Limits, Settings
from dangvien_analysis.readers.file_kinds import SUFFIXES


def located(path: Path, settings: Settings) -> Path:
    """Find a relative path in the working directory, else in the project's folder."""
    if path.exists() or path.is_absolute():
        return path
    inside = settings.root / path
    return inside if inside.exists() else path


def refuse_missing(path: Path, limits: Limits) -> None:
    """Refuse what is no file, an empty one or one too large to be read."""
    if not path.is_file():
        what = "không tìm thấy tệp này"
        if path.exists():
            # A pipe or a device would be read without end.
            what = "đây là một thư mục" if path.is_dir() else "đây không phải là tệp thường"
        raise ReadError(f"{path}: {what}; cần đường dẫn của một tệp {', '.join(SUFFIXES)}.")
    size = path.stat().st_size
    if size == 0:
        raise ReadError(f"{path.name}: tệp rỗng, không có bảng nào để đọc.")
    if size > limits.file_mb * MEGABYTE:
        raise ReadError(
            f"{path.name}: tệp {size / MEGABYTE:.1f} MB, quá {limits.file_mb} MB. Nếu đúng là tệp "
            f"số liệu, nâng file_mb trong phần [limits] của dangvien.toml."
        )
