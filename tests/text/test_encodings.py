import shutil
import subprocess
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.text.encodings import (
    DECODERS,
    ENCODING_NAMES,
    LEAST_DAMAGED,
    MANY_DAMAGED,
    damaged,
    decode_mixed,
    decode_tcvn3,
    decode_vni,
    decode_windows_1258,
    encoding_of_fonts,
    is_mixed,
    is_unicode,
    looks_old,
    lost_letters,
    syllables,
    western,
)
from dangvien_analysis.text.vietnamese import clean
from tests.conftest import ROOT
from tests.old_encodings import CAPITALS, LETTERS, as_tcvn3, as_vni, as_windows_1258

TABLE = (ROOT / "data/raw/2023-09-13_623-TB-HU.tsv").read_text(encoding="utf-8")
NAMES = [line.split("\t")[1] for line in TABLE.splitlines() if line.split("\t")[0].isdigit()]
ASCII = "".join(map(chr, range(0x20, 0x7F)))

needs_iconv = pytest.mark.skipif(
    shutil.which("iconv") is None, reason="iconv, the oracle for TCVN3, is not installed"
)


def iconv(data: bytes, source: str, target: str) -> bytes:
    command = ["iconv", "-f", source, "-t", target]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


# --- TCVN3 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("ChØ tiªu", "Chỉ tiêu"),
        ("§¶ng bé x· An Hßa", "Đảng bộ xã An Hòa"),
        # the code of ư is a soft hyphen, which `clean` would take out
        ("Tr\xadêng, Ph\xadîng", "Trường, Phượng"),
        # a no-break space is one here and there
        ("Chi\xa0bé", "Chi\xa0bộ"),
        # quotation marks and dashes are not letters, although their codes on Windows are
        ("“Chi bé” – …", "“Chi bộ” – …"),
        # capitals with a tone, which the fonts have not: as a control, as a letter of Windows
        ("B\x97, \x9eY, žY", "BỘ, ỦY, ỦY"),
        # marks on their own
        ("a\xb3 e\xb4", "á ẹ"),
        ("12,5% (3/9)", "12,5% (3/9)"),
    ],
)
def test_decode_tcvn3(typed: str, read: str) -> None:
    assert decode_tcvn3(typed) == read


def test_fonts_of_capitals_show_small_letters_as_capitals() -> None:
    assert decode_tcvn3("§¶ng bé huyÖn", capitals=True) == "ĐẢNG BỘ HUYỆN"


def test_names_come_back_from_the_old_encodings() -> None:
    assert [decode_tcvn3(as_tcvn3(name)) for name in NAMES] == NAMES
    assert [decode_vni(as_vni(name)) for name in NAMES] == NAMES


def test_there_are_54_names() -> None:
    assert len(NAMES) == 54


@needs_iconv
def test_each_code_is_that_of_iconv() -> None:
    expected = [iconv(bytes([code]), "TCVN", "UTF-8").decode("utf-8") for code in range(256)]
    assert [decode_tcvn3(chr(code)) for code in range(256)] == expected


@needs_iconv
def test_sentences_are_those_of_iconv() -> None:
    data = iconv((TABLE + CAPITALS).encode("utf-8"), "UTF-8", "TCVN")
    assert decode_tcvn3(data.decode("latin-1")) == TABLE + CAPITALS
    assert decode_tcvn3(western(data)) == TABLE + CAPITALS
    assert iconv(data, "TCVN", "UTF-8").decode("utf-8") == TABLE + CAPITALS


@given(st.text(LETTERS + ASCII))
def test_tcvn3_round_trip(text: str) -> None:
    assert decode_tcvn3(as_tcvn3(text)) == text
    assert decode_tcvn3(western(as_tcvn3(text).encode("latin-1"))) == text


# --- VNI --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ñaûng boä", "Đảng bộ"),
        ("Ñoaøn", "Đoàn"),
        ("Höông, Tröôøng", "Hương, Trường"),
        ("ÑAÛNG BOÄ", "ĐẢNG BỘ"),
        # a capital with the mark of a small letter
        ("AÛnh, Aûnh", "Ảnh, Ảnh"),
        # i and ỵ have no mark beside them
        ("Chæ tieâu, Lyù, Kyø, Thî, Mó, trò", "Chỉ tiêu, Lý, Kỳ, Thỵ, Mĩ, trị"),
        # a mark where it cannot stand is left
        ("bâ, xø 5ù", "bâ, xø 5ù"),
    ],
)
def test_decode_vni(typed: str, read: str) -> None:
    assert decode_vni(typed) == read


@given(st.text(LETTERS + CAPITALS + ASCII))
def test_vni_round_trip(text: str) -> None:
    assert decode_vni(as_vni(text)) == text


# --- bytes ------------------------------------------------------------------------------------


@given(st.text(LETTERS + CAPITALS + ASCII))
def test_windows_1258_round_trip(text: str) -> None:
    assert decode_windows_1258(western(as_windows_1258(text))) == text


def test_windows_1258_is_the_codec_s() -> None:
    data = as_windows_1258(TABLE)
    assert decode_windows_1258(western(data)) == unicodedata.normalize("NFC", data.decode("1258"))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\x96 \x8a", "– Š"),
        # 0x81 means nothing on Windows, so 0x96 is no dash here
        (b"\x96 \x81", "\x96 \x81"),
    ],
)
def test_western(data: bytes, text: str) -> None:
    assert western(data) == text


# --- which ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fonts", "encoding"),
    [
        ([], None),
        (["Times New Roman", "Arial"], None),
        ([".VnTime"], "tcvn3"),
        (["Times New Roman", ".VnTimeH", ".VnArial Narrow"], "tcvn3"),
        ([".vntime"], "tcvn3"),
        (["VNI-Times", "VNI Helve"], "vni"),
        # a PDF's name for a part of a font
        (["BCDEEE+.VnTime"], "tcvn3"),
        (["BCDEEE+VNI-Times,Bold"], "vni"),
        # both: the fonts do not tell
        (["VNI-Times", ".VnTime"], None),
        # fonts of Unicode whose names begin alike
        (["Vni", "VNtimes new roman", "UVN Bay Buom", "Vn"], None),
    ],
)
def test_encoding_of_fonts(fonts: list[str], encoding: str | None) -> None:
    assert encoding_of_fonts(fonts) == encoding


def test_each_decoder_has_a_name() -> None:
    assert set(DECODERS) <= set(ENCODING_NAMES)


@pytest.mark.parametrize(
    ("text", "unicode", "old"),
    [
        ("Tong cong 12", False, False),
        # what Unicode and an old encoding may both mean
        ("xã Hòa, Céng", False, False),
        ("Đảng bộ", True, False),
        ("Ðảng", True, True),
        (unicodedata.normalize("NFD", "xã"), True, False),
        ("ChØ tiªu", False, True),
        ("Tr\xadêng", False, True),
        ("Ñaûng boä", False, True),
        # signs of any office's text
        ("§ 5, 30°, “m²” – 2·3, ©\xa0", False, False),
    ],
)
def test_letters_tell(text: str, unicode: bool, old: bool) -> None:
    assert is_unicode(text) is unicode
    assert looks_old(text) is old


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Xa An Hoa", 0),
        ("Đảng bộ xã Vĩnh Quang", 4),
        ("KẾT QUẢ chuyên, quyết, giếng, khuỷu, thuở, ngoằn, nghiêng, được, huỵch", 11),
        # two tones; a tone that the end does not allow; no vowel
        ("ẹaỷng boọ", -2),
        ("cac càc tât", -2),
        ("HĐND", -1),
        ("§¶ng bé", 1),
    ],
)
def test_syllables(text: str, count: int) -> None:
    assert syllables(text) == count


@pytest.mark.parametrize(("encoding", "write"), [("tcvn3", as_tcvn3), ("vni", as_vni)])
def test_a_wrong_reading_has_fewer_syllables(encoding: str, write: Callable[[str], str]) -> None:
    text = write(TABLE)
    found = {name: syllables(decoder(text)) for name, decoder in DECODERS.items()}
    assert found.pop(encoding) > 10 * max(1, syllables(text), *found.values())


# --- damage -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "example"),
    [
        ([], None),
        (["Chi bộ A", "5"], None),
        # letters lost in each name
        (["Ch? tiêu", "Ð?ng b? xã A", "Chi b? B"], "Ch? tiêu"),
        (["K?T QU?", "Tr??ng", "c?p"], "K?T QU?"),
        # question marks that people type
        (["mới?", "rác?", "Chi bộ A ?", "đúng không? chưa rõ", "??", "5?", "(?)"], None),
        # too few to be a program's work, be it in number or in share
        (["Ch? tiêu", "Đ?ng"], None),
        ([*["Đ?ng"] * 3, *["Chi bộ A"] * 13], None),
        ([*["Chi bộ A"] * 12, *["Đ?ng"] * 3], "Đ?ng"),
        # numbers do not count among names
        ([*["12"] * 100, *["Đ?ng"] * 3], "Đ?ng"),
        # nobody types U+FFFD
        ([*["Chi bộ A"] * 100, "Đ\ufffdng bộ"], "Đ\ufffdng bộ"),
        (["\ufffd 5 Chi bộ"], None),
    ],
)
def test_damaged(texts: list[str], example: str | None) -> None:
    assert damaged(texts) == example


def test_thresholds_of_damage_are_those_of_the_table_above() -> None:
    assert (LEAST_DAMAGED, MANY_DAMAGED * 15) == (3, 3)


def test_names_saved_by_a_western_program_are_damaged() -> None:
    lost = [name.encode("cp1252", errors="replace").decode("cp1252") for name in NAMES]
    assert damaged(lost) == lost[0]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        *[("Đ?ng b? xã", True), ("Ch? tiêu", True), ("Đ\ufffdng bộ", True)],
        *[("Xã mới?", False), ("?", False), ("5?", False), ("\ufffd 5", False), ("", False)],
    ],
)
def test_one_name_that_has_lost_letters(text: str, lost: bool) -> None:
    assert lost_letters(text) is lost


@given(st.text(LETTERS + CAPITALS + ASCII + "\xa0\xad\u200b\u0301\t\n"))
def test_clean_is_stable(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("§¶ng bé x· Cổ Am", True),
        ("Ñaûng boä xaõ Cổ Am", True),
        ("§ảng", True),
        ("Chi bé C«ng an Đông", True),
        ("§¶ng bé", False),
        ("Số 12-BC/ĐU, ngày 5/9", False),
        ("«Đảng bộ», § 5, 30° và ½ số", False),
        ("", False),
    ],
)
def test_is_mixed(text: str, mixed: bool) -> None:
    assert is_mixed(text) is mixed


@pytest.mark.parametrize(
    ("text", "decoder", "read"),
    [
        ("§¶ng bé x· Cổ Am", decode_tcvn3, "Đảng bộ xã Cổ Am"),
        ("§ảng bé x· Céng HiÒn Đ", decode_tcvn3, "Đảng bộ xã Cộng Hiền Đ"),
        # typed in Unicode, and no syllable when it is decoded
        ("§¶ng bé x· An Hoàng Đạt", decode_tcvn3, "Đảng bộ xã An Hoàng Đạt"),
        ("Ñaûng boä xaõ Cổ Am", decode_vni, "Đảng bộ xã Cổ Am"),
        ("Ñaûng boä xaõ Đaûng Bạc", decode_vni, "Đảng bộ xã Đảng Bạc"),
        ("§¶ng bé\nx·  Cổ Am", decode_tcvn3, "Đảng bộ\nxã  Cổ Am"),
    ],
)
def test_decode_mixed(text: str, decoder: Callable[[str], str], read: str) -> None:
    assert decode_mixed(text, decoder) == read
