"""What a TOML parser complains of, told in Vietnamese to somebody who never heard of TOML."""

import re
from dataclasses import dataclass

from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.quoting import hidden, visible
from dangvien_analysis.text.toml.toml_scan import KeyPath, Scan, scan

# The parser names a place only in its sentence; newer ones also by attributes.
_PLACE = pattern(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")

_UNCLOSED_TEXT = "đoạn chữ thiếu dấu nháy đóng"
_TWICE = "đã viết ở trên"

_SAID = (
    ("Expected '=' after", "thiếu dấu = giữa tên mục và giá trị"),
    ("Expected newline or end of document", "còn chữ thừa sau giá trị hoặc sau tên phần"),
    ("Expected ']' at the end of a table", "tên phần thiếu dấu ] đóng"),
    ("Expected ']]' at the end of an array", "tên phần thiếu dấu ]] đóng"),
    ("Expected", _UNCLOSED_TEXT),
    ("Unterminated string", _UNCLOSED_TEXT),
    ("Illegal character '\\n'", _UNCLOSED_TEXT),
    ("Found invalid character '\\n'", _UNCLOSED_TEXT),
    ("Illegal character", "có ký tự không được phép trong đoạn chữ"),
    ("Found invalid character", "có ký tự không được phép"),
    ("Invalid statement", "dòng không bắt đầu bằng tên mục, [tên phần] hoặc dấu #"),
    ("Invalid initial character for a key", "tên mục trống hoặc có ký tự không được phép"),
    ("Invalid value", "giá trị để trống hoặc không đúng cách viết"),
    ("Invalid date", "ngày này không có trong lịch"),
    ("Invalid hex value", "sau \\u phải là 4 chữ số hệ 16, sau \\U là 8"),
    ("Escaped character", "mã sau \\u hoặc \\U không phải là mã của một chữ"),
    ("Unescaped '\\'", "dấu \\ trong ngoặc kép không được đứng một mình"),
    ("Unclosed array", "danh sách […] thiếu dấu phẩy giữa hai giá trị hoặc dấu ] đóng"),
    ("Unclosed inline table", "bảng {…} thiếu dấu phẩy giữa hai mục hoặc dấu } đóng"),
    ("Cannot declare", f"phần này {_TWICE}"),
    ("Cannot overwrite", f"mục này {_TWICE}"),
    ("Duplicate inline table key", f"mục này {_TWICE}"),
    ("Cannot redefine", f"phần này {_TWICE}"),
    ("Cannot mutate", "không thêm được vào một bảng {…} hoặc danh sách […] đã viết xong"),
)
"""What each of the parser's sentences begins with, and the same in Vietnamese."""

NEWLINE = "\n"
_NOWHERE: KeyPath = ()
_GENERAL = "dòng viết sai cách"

_HINTS = (
    (r"[“”„«»‘’]", 'Dùng dấu nháy thẳng ", không dùng nháy cong “ ”'),
    (r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", "Xóa dấu cách lạ rồi gõ lại dấu cách"),
    (r"[\uff01-\uff5e]", "Gõ lại chữ, số và dấu khổ rộng bằng bàn phím thường"),
    (r"=\s*(?:True|False|TRUE|FALSE)\b", "Viết true hoặc false, chữ thường"),
    (r"=\s*\d{4}-\d\d-\d\d", "Tháng từ 01 đến 12, ngày phải có trong tháng đó"),
    (
        r"=\s*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})\b",
        "Ngày viết NĂM-THÁNG-NGÀY, đủ hai chữ số, như 2023-09-13",
    ),
    (r"=\s*[+-]?\d{1,3}(?:\.\d{3}){2,}", "Số viết liền, không chấm phần nghìn: 1400"),
    (r"=\s*[+-]?\d+,\d", "Phần lẻ viết sau dấu chấm: 0.95"),
    (r"=\s*[+-]?\d[\d.]*\s*%", "Tỷ lệ viết bằng số lẻ: 0.95 là 95%"),
    (r"=\s*[+-]?\d+ \d", "Số viết liền, không có dấu cách: 1400"),
    (r"=\s*[+-]?0\d", "Bỏ số 0 ở đầu"),
    (
        r'"[^"]*\\',
        'Trong ngoặc kép viết \\\\ thay cho \\, như "C:\\\\Bieu", hoặc dùng dấu /',
    ),
    (r"=\s*(?:#.*)?$", "Ghi giá trị sau dấu =, hoặc đặt # ở đầu dòng để bỏ mục này"),
    (r"^\s*[\w-]+\s*:", "Dùng dấu =, không dùng dấu hai chấm"),
    (r"=\s*[^\W\d]", 'Chữ phải để trong ngoặc kép, như "Vĩnh Bảo"'),
    (r"^\s*\[*[^=\"'#]*[^\x00-\x7f]", "Tên mục và tên phần viết không dấu, như trong tệp mẫu"),
    (r"^\s*[\w-]+[ \t]+[\w-]", "Tên mục không có dấu cách; dùng dấu _"),
    (r"^\s*[\w-]+\s*$", "Viết tên mục = giá trị, như small_quota = 2"),
    (r"\r", "Lưu lại tệp với cách xuống dòng của Windows hoặc Unix"),
    (r"^[^\"]*\"[^\"]*$", 'Thêm dấu " ở cuối đoạn chữ'),
)
"""Slips of people who do not write programs, by what the line looks like, and what mends them."""
_LOOKED_AT = 200
"""Characters of a line that are searched for a slip; some patterns go back."""
_COMMENT = pattern(r"\s#[^\"']*$")


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a TOML text, and where."""

    place: str  # For example "dòng 3, cột 5" or "dòng 7, cuối tệp"
    words: str  # Sentences without the last stop: what is wrong, the line, what mends it


def complaint(text: str, said: str) -> Complaint:
    """Tell what a parser complained of.

    Gives the same in Vietnamese, with the line itself; of a sentence that is not known nothing but
    the place is told.
    """
    found = scan(text)
    offset, place = _offset(text, said)
    what = next((words for start, words in _SAID if said.startswith(start)), _GENERAL)
    if what == _UNCLOSED_TEXT and found.lone_quote is not None:
        offset = found.lone_quote
        place = place_of(text, offset)
    line = line_at(text, offset)
    words = [what + _detail(text, offset, what, found)]
    if line.strip():
        words.append(f"Dòng này là «{visible(line)}»")
    words += _hint(line, what)
    return Complaint(place, ". ".join(words))


def place_of(text: str, offset: int) -> str:
    """Name a place by line and column, as editors count them."""
    return f"dòng {line_number(text, offset)}, cột {offset - text.rfind(NEWLINE, 0, offset)}"


def line_number(text: str, offset: int) -> int:
    """Number the line that holds a place, from 1."""
    return text.count(NEWLINE, 0, offset) + 1


def line_at(text: str, offset: int) -> str:
    """Give the line that holds a place.

    Gives the line without its end.
    """
    start = text.rfind(NEWLINE, 0, offset) + 1
    return text[start:].split(NEWLINE, 1)[0]


def _offset(text: str, said: str) -> tuple[int, str]:
    """Find the place a parser named; the end of a text is its last line that says something."""
    match = _PLACE.search(said)
    if match and match[1]:
        starts = [0, *(one.end() for one in re.finditer(NEWLINE, text))]
        offset = starts[int(match[1]) - 1] + int(match[2]) - 1
        return offset, place_of(text, offset)
    offset = len(text.rstrip())
    return offset, f"dòng {line_number(text, offset)}, cuối tệp"


def _detail(text: str, offset: int, what: str, found: Scan) -> str:
    """Say what one complaint leaves open: which character, which other line."""
    if "ký tự" in what:
        return f": {name}" if (name := hidden(text[offset : offset + 1])) else ""
    if _TWICE in what:
        return _earlier(text, offset, found)
    if "[…] thiếu" in what or "{…} thiếu" in what:
        opened = scan(text[:offset]).brackets
        return f"; dấu mở ở dòng {line_number(text, opened[0])}" if opened else ""
    return ""


def _earlier(text: str, offset: int, found: Scan) -> str:
    """Name the line where what is written twice stands first."""
    start, path = max((one for one in found.statements if one[0] <= offset), default=(0, _NOWHERE))
    first = found.first(path)
    where = "" if first in (None, start) else f" (dòng {line_number(text, first or 0)})"
    return f"{where}, chỉ được viết một lần"


def _hint(line: str, what: str) -> list[str]:
    """Give the first slip that the line looks like, a comment at its end left aside."""
    if _TWICE in what:
        return []
    line = _COMMENT.sub("", line[:_LOOKED_AT])
    return [hint for pattern, hint in _HINTS if re.search(pattern, line)][:1]
