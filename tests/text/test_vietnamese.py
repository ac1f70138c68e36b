import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.text.vietnamese import clean, fold, has_marks, slug, tone_key
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  Đảng bộ \n xã\tAn Hòa ", "Đảng bộ xã An Hòa"),
        # a no-break space, as Word leaves between words
        ("Đảng\u00a0bộ", "Đảng bộ"),
        # zero-width space, byte order mark, soft hyphen
        ("\ufeffĐảng\u200b bộ\u00ad", "Đảng bộ"),
        # a letter and its marks apart, as macOS writes them
        (unicodedata.normalize("NFD", "Đảng bộ Thắng Thủy"), "Đảng bộ Thắng Thủy"),
        # an invisible character between a letter and its mark
        ("Ho\u200b\u0300a", "Hòa"),
        # letters are not changed: neither case, nor where the tone stands
        ("HOÀ Bình", "HOÀ Bình"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("An Hoà", "An Hòa"),
        ("An Hòa", "An Hòa"),
        ("Thắng Thuỷ", "Thắng Thủy"),
        ("Sức khoẻ", "Sức khỏe"),
        ("HOÀ, THUỴ", "HÒA, THỤY"),
        ("Hoà-Bình", "Hòa-Bình"),
        # a closed syllable keeps its tone, whichever vowel it stands on
        ("Hoàn toán Huỳnh", "Hoàn toán Huỳnh"),
        # the second mark of ă and â is no tone: "oặ" is not "oạ"
        ("hoặc khoẵm", "hoặc khoẵm"),
        # after q the u belongs to the consonant
        ("Quý QUỲ", "Quý QUỲ"),
        # no tone, nothing to move
        ("Thuy Hoa Cuy", "Thuy Hoa Cuy"),
    ],
)
def test_tone_key(typed: str, key: str) -> None:
    assert tone_key(typed) == key
    assert tone_key(unicodedata.normalize("NFD", typed)) == key


INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
SPACES = " \t\n\r\x0b\x1c\x85\u00a0\u2003\u2028\u3000"
LETTERS = "aAeEoOuUyYqQnĐđăâêôơư àáảãạèéẻẽẹòóỏõọỳýỷỹỵÒÁỲ-,1"
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
TEXTS = st.text(st.sampled_from(LETTERS + MARKS + SPACES + INVISIBLE) | st.characters())


def invisible(char: str) -> bool:
    """Tell by the character's kind, not by a list: control characters that are no white space."""
    control = unicodedata.category(char) == "Cc" and not char.isspace()
    return control or char in f"{INVISIBLE}\ufffe\uffff"


@given(TEXTS)
def test_clean_text_is_told_from_one_to_clean(text: str) -> None:
    visible = "".join(char for char in text if not invisible(char))
    assert clean(text) == " ".join(unicodedata.normalize("NFC", visible).split())


@given(TEXTS)
def test_tone_key_knows_a_name_without_such_a_tone(text: str) -> None:
    late = re.compile(
        r"([oO])([aAeE])([\u0300\u0301\u0303\u0309\u0323])(?![^\W\d_]|[\u0300-\u036f])"
        r"|(?<![qQ])([uU])([yY])([\u0300\u0301\u0303\u0309\u0323])(?![^\W\d_]|[\u0300-\u036f])"
    )
    apart = unicodedata.normalize("NFD", clean(text))
    moved = late.sub(lambda m: "".join((m[1] or m[4], m[3] or m[6], m[2] or m[5])), apart)
    assert tone_key(text) == unicodedata.normalize("NFC", moved)


def test_tone_key_is_stable() -> None:
    names = (ROOT / "data/reference/units.csv").read_text(encoding="utf-8").splitlines()
    assert [tone_key(tone_key(name)) for name in names] == [tone_key(name) for name in names]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Vĩnh Quang", "Vinh Quang"),
        ("Tiên Phong", "Tiền Phong"),
        ("Trần Dương", "Trấn Dương"),
        ("Công An huyện", "Công an huyện"),
    ],
)
def test_two_names_never_become_one(first: str, second: str) -> None:
    assert tone_key(first) != tone_key(second)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("...", ""),
        ("Đã kết nạp", "da ket nap"),
        (unicodedata.normalize("NFD", "ĐÃ KẾT NẠP"), "da ket nap"),
        ("Tỷ lệ (%)", "ty le %"),
        ("Chỉ tiêu\ngiao năm 2023", "chi tieu giao nam 2023"),
        ("(6)=(4)+(5)", "6 4 5"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đảng bộ xã Vĩnh Quang", "dang-bo-xa-vinh-quang"),
        ("HĐND&UBND - huyện", "hdnd-ubnd-huyen"),
        ("50 % nữ", "50-nu"),
        ("a % b", "a-b"),
        ("…", "don-vi"),
        ("%", "don-vi"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize("mark", ["\x00", "\x01", "\x1b", "\x7f", "\x9f", "\uffff"])
def test_control_characters_are_no_letters(mark: str) -> None:
    assert clean(f"Cổ{mark} Am{mark}") == "Cổ Am"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Đang", True),
        ("xã", True),
        (unicodedata.normalize("NFD", "xã"), True),
        ("Cao Minh – 5² “x”", False),
        ("Cao Minh", False),
        ("", False),
    ],
)
def test_has_marks(text: str, marked: bool) -> None:
    assert has_marks(text) is marked
