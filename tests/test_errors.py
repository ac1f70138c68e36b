import errno
import re

import pytest

from dangvien_analysis import errors


@pytest.mark.parametrize(
    "name",
    ["ReadError", "SettingsError", "RegisterError", "PackError", "RecordError", "BadValueError"],
)
def test_each_error_is_caught_as_one_family(name: str) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, errors.DangvienError)
    assert issubclass(kind, ValueError)
    assert kind.__doc__


def test_a_refused_value_says_which_what_and_why() -> None:
    found = errors.BadValueError("pace", "từ 1 đến 2 (lý do)", "3")
    assert str(found) == "pace phải từ 1 đến 2 (lý do), không phải 3"
    assert (found.name, found.needed, found.given) == ("pace", "từ 1 đến 2 (lý do)", "3")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "ổ đĩa đã đầy"),
        (PermissionError(errno.EACCES, "Permission denied"), "không có quyền"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "tên tệp quá dài"),
        (IsADirectoryError(errno.EISDIR, "Is a directory"), "đây là một thư mục"),
        # a library that hides the number in its own words
        (OSError("Error writing bytes to file. Detail: [errno 27] File too large"), "lớn quá mức"),
        (FileNotFoundError(2, "No usable temporary directory found in ['/tmp']"), "thư mục tạm"),
        # what there are no words for is not told in another language
        (OSError(errno.EXDEV, "Invalid cross-device link"), f"lỗi số {errno.EXDEV}"),
        (OSError("gone"), "lỗi số chưa rõ"),
    ],
)
def test_the_system_speaks_vietnamese(error: OSError, words: str) -> None:
    found = errors.system_words(error)
    assert words in found
    assert not re.search(r"\b(?:file|space|denied|directory|error)\b", found, re.IGNORECASE)
