"""What a user can cause: small subclasses of ValueError, named by their cause.

Each message says, in Vietnamese, what was given, what was needed, and where.
"""

import errno
import re

_SYSTEM = {
    errno.ENOSPC: "ổ đĩa đã đầy; hãy giải phóng chỗ rồi làm lại",
    errno.EDQUOT: "hết dung lượng được cấp trên ổ đĩa; hãy giải phóng chỗ rồi làm lại",
    errno.EFBIG: "tệp lớn quá mức hệ thống cho phép ghi",
    errno.EACCES: "không có quyền đọc hoặc ghi ở đây, hoặc tệp đang mở trong chương trình khác",
    errno.EPERM: "không có quyền làm việc này ở đây",
    errno.EROFS: "ổ đĩa này chỉ cho đọc, không ghi được",
    errno.ENOENT: "không còn tệp hoặc thư mục này",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EISDIR: "đây là một thư mục, cần một tệp",
    errno.EEXIST: "tên này đã có",
    errno.ENAMETOOLONG: "tên tệp quá dài; hãy đặt tên ngắn hơn",
    errno.EBUSY: "tệp đang được chương trình khác dùng; hãy đóng chương trình ấy rồi làm lại",
    errno.ETXTBSY: "tệp đang được chương trình khác dùng; hãy đóng chương trình ấy rồi làm lại",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc; hãy đóng bớt chương trình rồi làm lại",
    errno.EIO: "ổ đĩa báo lỗi khi đọc hoặc ghi; hãy kiểm tra ổ đĩa",
    errno.EINVAL: "hệ thống không nhận tên hoặc nội dung này",
    errno.ENOMEM: "máy hết bộ nhớ; hãy đóng bớt chương trình rồi làm lại",
}
_NUMBER = re.compile(r"errno (\d+)")


def system_words(error: OSError) -> str:
    """Say in Vietnamese what the system would not do."""
    if "temporary directory" in str(error):
        return "không có thư mục tạm nào ghi được; ổ đĩa có thể đã đầy"
    hidden = _NUMBER.search(str(error))
    number = int(hidden[1]) if error.errno is None and hidden else error.errno
    return _SYSTEM.get(number or 0, f"hệ thống báo lỗi số {number or 'chưa rõ'}")


class DangvienError(ValueError):
    """Base of the errors that are shown to a user as one message, without a traceback."""


class ReadError(DangvienError):
    """A file that cannot be read as a table of units."""


class SettingsError(DangvienError):
    """A dangvien.toml that does not say what it should."""


class RegisterError(DangvienError):
    """A reference table (units, accepted names, public holidays) that cannot be used."""


class PackError(DangvienError):
    """A meeting pack that could not be made or written."""


class RecordError(DangvienError):
    """A record of forecasts that cannot be used, or a year that cannot be scored."""


class LedgerError(DangvienError):
    """Something the ledger refuses, such as other figures for a frozen date."""


class SettleError(DangvienError):
    """A decision that does not fit one open finding."""


class UnmeasuredError(DangvienError):
    """A table of units that lacks the columns a chart shows."""


class BadValueError(DangvienError):
    """A value of a setting that makes no sense."""

    def __init__(self, name: str, needed: str, given: str) -> None:
        self.name, self.needed, self.given = name, needed, given
        super().__init__(f"{name} phải {needed}, không phải {given}")
