"""Holding a folder alone: a lock that ends with the process that holds it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dangvien_analysis.errors import LedgerError

# What systems answer where files cannot be locked: network drives, some synchronised folders.
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS}


@contextmanager
def held(path: Path, *, patience: float) -> Iterator[None]:
    """Hold a lock."""
    lock = FileLock(path, timeout=patience)
    try:
        lock.acquire()
    except Timeout as error:
        raise LedgerError(
            f"{path.parent}: một lệnh khác đang ghi; hãy đợi lệnh đó xong rồi làm lại."
        ) from error
    except (OSError, NotImplementedError) as error:
        if getattr(error, "errno", errno.ENOSYS) not in _NO_LOCKS:
            raise
        raise LedgerError(
            f"{path.parent}: ổ đĩa này không khóa được tệp (thường là ổ mạng hoặc thư mục đồng "
            "bộ), hai lệnh có thể ghi đè nhau; hãy chép thư mục dự án vào ổ đĩa của máy này rồi "
            "làm lại."
        ) from error
    try:
        yield
    finally:
        lock.release()
