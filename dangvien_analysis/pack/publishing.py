"""Put a finished pack in its folder: written beside, renamed, nothing of the user's touched."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from dangvien_analysis.errors import PackError
from dangvien_analysis.files import sha256_of
from dangvien_analysis.pack.beside import MANIFEST, swap

_MOST_FOLDERS = 99


def publish(made: Path, wanted: Path, manifest: Mapping[str, Any]) -> tuple[Path, str]:
    """Move a finished pack into its folder, or into the next free one.

    Gives the folder the files are in, and why it is not `wanted`; empty when it is.
    """
    files = _files(made)
    listed = {name: sha256_of(made / name) for name in files}
    text = json.dumps({**manifest, "files": listed}, ensure_ascii=False, indent=2) + "\n"
    (made / MANIFEST).write_text(text, encoding="utf-8")
    reason = ""
    for number in range(1, _MOST_FOLDERS + 1):
        folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        stale = [name for name in _listed(folder) or {} if name not in files]
        obstacle = _obstacle(folder, files) or swap(made, folder, [*files, MANIFEST], stale)
        if not obstacle:
            return folder, reason
        reason = reason or obstacle
    raise PackError(f"{wanted}: không ghi được bộ tài liệu ({reason}).")


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _obstacle(folder: Path, files: list[str]) -> str:
    """Tell which file in the folder is not ours to replace."""
    before = _listed(folder)
    for name in dict.fromkeys([*files, MANIFEST, *(before or {})]):
        path = folder / name
        if not path.exists() or (name == MANIFEST and before is not None):
            continue
        if before is None or name not in before:
            return f"{name} trong thư mục {folder.name} không phải do chương trình tạo ra"
        if path.is_dir() or sha256_of(path) != before[name]:
            return f"{name} trong thư mục {folder.name} đã được sửa sau khi tạo"
    return ""


def _listed(folder: Path) -> dict[str, str] | None:
    """Read what an earlier pack in the folder consists of; None without a sound manifest."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(files, dict):
        return None
    # A manifest made by hand must not name a file outside its folder.
    return {name: digest for name, digest in files.items() if _inside(name)}


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
