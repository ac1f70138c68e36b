import ast
import inspect
import tomllib
import tomllib._parser
from collections.abc import Iterator

import pytest

from dangvien_analysis.text.toml.toml_errors import (
    _SAID,
    complaint,
    line_at,
    line_number,
    place_of,
)


def told(text: str) -> str:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    found = complaint(text, str(caught.value))
    return f"{found.place}: {found.words}"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a\n", "dòng 1, cột 2", "thiếu dấu ="),
        ("a = 1 b", "dòng 1, cột 7", "còn chữ thừa"),
        ("= 1", "dòng 1, cột 1", "không bắt đầu bằng tên mục"),
        ("[a\n", "dòng 1, cột 3", "thiếu dấu ] đóng"),
        ("[[a]\n", "dòng 1, cột 4", "thiếu dấu ]] đóng"),
        ("[]", "dòng 1, cột 2", "tên mục trống"),
        ("a =\n", "dòng 1, cột 4", "giá trị để trống"),
        ("a = 2023-02-29", "dòng 1, cột 5", "không có trong lịch"),
        ('a = "\\x"', "dòng 1, cột 8", "dấu \\ trong ngoặc kép"),
        ('a = "\\u12"', "dòng 1, cột 8", "4 chữ số hệ 16"),
        ('a = "\\ud800"', "dòng 1, cột 12", "không phải là mã của một chữ"),
        # a text without its end is told where it begins, wherever the parser noticed
        ('a = "x\nb = "y"', "dòng 1, cột 5", "thiếu dấu nháy đóng"),
        ("a = 'x\nb = 'y'", "dòng 1, cột 5", "thiếu dấu nháy đóng"),
        ("a = 'x\nb = 1", "dòng 1, cột 5", "thiếu dấu nháy đóng"),
        ('a = """x\nb = 1', "dòng 1, cột 5", "thiếu dấu nháy đóng"),
        ("a = '''x\nb = 1", "dòng 1, cột 5", "thiếu dấu nháy đóng"),
        # characters that nobody sees are named
        ('a = "\x00"', "dòng 1, cột 6", "ký tự điều khiển (U+0000)"),
        ("a = '\x1b'", "dòng 1, cột 6", "ký tự điều khiển (U+001B)"),
        ("# \x7f", "dòng 1, cột 3", "ký tự điều khiển (U+007F)"),
        # lists and inline tables: where they begin is told as well
        ('b = 1\na = [1,\n2\nc = "x"', "dòng 4, cột 1", "dấu mở ở dòng 2"),
        ("a = [1", "dòng 1, cuối tệp", "danh sách […] thiếu dấu phẩy"),
        ("a = {b = 1", "dòng 1, cuối tệp", "bảng {…} thiếu dấu phẩy"),
        # what is written twice: where the first stands
        ("a = 1\nb = 2\na = 3\n", "dòng 3, cột 6", "đã viết ở trên (dòng 1)"),
        ("a = 1\na = 2", "dòng 2, cuối tệp", "đã viết ở trên (dòng 1)"),
        ("[a]\n[b]\n[a]\n", "dòng 3, cột 3", "phần này đã viết ở trên (dòng 1)"),
        ("[a.b]\n[a]\nb.c = 1\n", "dòng 3, cột 8", "phần này đã viết ở trên, chỉ"),
        ("a = {b = 1, b = 2}", "dòng 1, cột 18", "mục này đã viết ở trên, chỉ"),
        ("a = 1\n[a.b]\n", "dòng 2, cột 5", "mục này đã viết ở trên"),
        ("a = {}\n[a.b]\n", "dòng 2, cột 5", "phần này đã viết"),
        ("a = {}\n[a]\nb = 1", "dòng 2, cột 3", "phần này đã viết ở trên (dòng 1)"),
        ("a = []\n[[a]]\n", "dòng 2, cột 4", "không thêm được vào một bảng"),
        # an end after empty lines is that of the last line that says something
        ("a = [1\n\n\n", "dòng 1, cuối tệp", "thiếu dấu phẩy"),
    ],
)
def test_each_complaint_and_its_place(text: str, place: str, words: str) -> None:
    said = told(text)
    assert said.startswith(f"{place}: ")
    assert words in said


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("place = “Vĩnh Bảo”", 'dấu nháy thẳng "'),
        ("place = ‘Vĩnh Bảo’", 'dấu nháy thẳng "'),
        ("quota\u00a0= 2", "dấu cách lạ"),
        ("quota =\u3000 2", "dấu cách lạ"),
        ("quota = ２", "khổ rộng"),
        ("simulated = True", "true hoặc false, chữ thường"),
        # days as offices write them, one without its zeros, one that no calendar has
        ("from = 26/5/2025", "NĂM-THÁNG-NGÀY"),
        ("from = 26-05-2025", "NĂM-THÁNG-NGÀY"),
        ("from = 26.5.2025", "NĂM-THÁNG-NGÀY"),
        ("from = 2025-5-6", "NĂM-THÁNG-NGÀY"),
        ("from = 2025/05/26", "NĂM-THÁNG-NGÀY"),
        ("from = 2025-13-26", "Tháng từ 01 đến 12"),
        ("from = 2025-02-30", "ngày phải có trong tháng đó"),
        ("term_quota = 1.400.000", "không chấm phần nghìn"),
        ("term_quota = 1 400", "không có dấu cách"),
        ("approval = 0,95", "sau dấu chấm: 0.95"),
        ("approval = 95%", "0.95 là 95%"),
        ("quota = 02", "Bỏ số 0"),
        ('path = "C:\\Users\\x"', "thay cho \\"),
        ('path = "D:\\"', "thay cho \\"),
        ("quota =", "Ghi giá trị"),
        ("quota = # none yet", "Ghi giá trị"),
        ("quota: 2", "không dùng dấu hai chấm"),
        ("place = Vĩnh Bảo", "trong ngoặc kép"),
        ("nơi = 'x'", "không dấu"),
        ("small quota = 2", "dùng dấu _"),
        ("quota", "tên mục = giá trị"),
        ("a = 1\rb = 2", "xuống dòng"),
        ('place = "Vĩnh Bảo', 'Thêm dấu "'),
        # a comment is not searched
        ("quota = 02 # “x”", "Bỏ số 0"),
    ],
)
def test_slips_are_told_how_to_mend(line: str, hint: str) -> None:
    said = told(f"[office]\n{line}\n")
    assert "dòng 2, " in said
    assert "Dòng này là «" in said
    assert hint in said.rpartition("». ")[2]


def test_a_long_line_is_cut_and_its_blanks_are_searched_in_no_time() -> None:
    assert len(told("a" * 1000)) < 200
    assert len(told("a = 1 " + " #" * 400_000 + ' "\nb')) < 300


def test_a_complaint_that_nobody_knows_tells_its_place_alone() -> None:
    found = complaint("a = 1\nb = 2\n", "Something new happened (at line 2, column 3)")
    assert (found.place, found.words) == (
        "dòng 2, cột 3",
        "dòng viết sai cách. Dòng này là «b = 2»",
    )
    assert complaint("a = 1", "no place").place == "dòng 1, cuối tệp"


def raised() -> Iterator[str]:
    """Give how each of the parser's own sentences begins."""
    for node in ast.walk(ast.parse(inspect.getsource(tomllib._parser))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "suffixed_err":
            words = node.args[2]
            first = words.values[0] if isinstance(words, ast.JoinedStr) else words
            assert isinstance(first, ast.Constant)
            yield str(first.value)


def test_each_sentence_of_the_parser_is_known() -> None:
    said = list(raised())
    assert len(said) > 20
    starts = tuple(start for start, _ in _SAID)
    assert [words for words in said if not words.startswith(starts)] == []


def test_places_as_editors_count_them() -> None:
    text = "một\nhai\n\nbốn"
    assert [place_of(text, at) for at in (0, 3, 4, 9)] == [
        *("dòng 1, cột 1", "dòng 1, cột 4", "dòng 2, cột 1", "dòng 4, cột 1"),
    ]
    assert [line_number(text, at) for at in (0, 3, 4, 9)] == [1, 1, 2, 4]
    assert [line_at(text, at) for at in (0, 3, 4, 8, 12)] == ["một", "một", "hai", "", "bốn"]
