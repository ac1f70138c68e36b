import unicodedata

import pytest

from dangvien_analysis.text.abbreviations import called, spelled_out, spelling_key


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("", []),
        (" & ", ["và"]),
        ("Đảng bộ xã An Hòa", ["đảng bộ xã an hòa"]),
        # tones placed one way, letters put together
        (unicodedata.normalize("NFD", "ĐB xã An Hoà"), ["đảng bộ xã an hòa"]),
        ("CA huyện", ["công an huyện", "ca huyện"]),
        ("TT Am", ["thị trấn am", "trung tâm am", "thông tin am", "thể thao am"]),
        # &, hyphens and points, with and without spaces
        ("LĐ-TB&XH", ["lao động thương binh và xã hội"]),
        ("Lao động - Thương binh  và Xã hội", ["lao động thương binh và xã hội"]),
        ("VP. HĐND & UBND", ["văn phòng hội đồng nhân dân và ủy ban nhân dân"]),
        ("ĐB.BVĐK", ["đảng bộ bệnh viện đa khoa"]),
        # an abbreviation is a whole word with its own accents
        ("Thcsx", ["thcsx"]),
        ("DB xã", ["db xã"]),
        ("ĐB-CAX", ["đảng bộ cax"]),
        # nothing but abbreviations with several readings: 4 x 4 x 4 x 4
        ("TT TT TT TT", []),
    ],
)
def test_spelled_out(name: str, readings: list[str]) -> None:
    assert list(spelled_out(name)) == readings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ĐB xã Vinh Quang", "ĐB xã Vĩnh Quang"),
        ("CB Trường THCS A", "CB Trường THPT A"),
        ("Đảng bộ thị trấn A", "Đảng bộ Trung tâm A"),
    ],
)
def test_two_names_never_read_the_same(first: str, second: str) -> None:
    assert set(spelled_out(first)).isdisjoint(spelled_out(second))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("ĐB", "Đảng bộ"),
        ("CB", "Chi bộ"),
        ("TT", "thị trấn"),
        ("TT", "Trung tâm"),
        ("THPT", "Trung học phổ thông"),
        ("THCS", "trung học cơ sở"),
        ("CA", "Công an"),
        ("KTCT", "khai thác công trình"),
        ("QSD đất", "Quyền sử dụng đất"),
        ("VP", "Văn phòng"),
        ("BQL", "Ban Quản lý"),
        ("CSXH", "Chính sách xã hội"),
        ("NN&PTNT", "Nông nghiệp và Phát triển nông thôn"),
        ("NHNN", "Ngân hàng Nhà nước"),
        ("UBND", "Uỷ ban nhân dân"),
        ("HĐND", "Hội đồng nhân dân"),
        ("MTTQ", "Mặt trận Tổ quốc"),
        ("BVĐK", "Bệnh viện Đa khoa"),
        ("LĐ-TB&XH", "Lao động - Thương binh và Xã hội"),
        ("LĐTBXH", "Lao động, Thương binh và Xã hội"),
        ("VH-TT", "Văn hoá - Thông tin"),
    ],
)
def test_short_and_long_read_the_same(short: str, long: str) -> None:
    assert not set(spelled_out(short)).isdisjoint(spelled_out(long))


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("ĐẢNG BỘ XÃ AN HÒA", ["dang bo xa an hoa"]),
        ("DB XA AN HOA", ["dang bo xa an hoa", "db xa an hoa"]),
        ("Van hoa & Du lich", ["van hoa va dang uy lich", "van hoa va du lich"]),
        ("", []),
    ],
)
def test_spelled_out_without_marks(name: str, readings: list[str]) -> None:
    assert list(spelled_out(name, marks=False)) == readings


@pytest.mark.parametrize(
    ("reading", "marks", "parts"),
    [
        ("đảng bộ xã cổ am", True, ("đảng bộ", "xã", "cổ am")),
        ("chi ủy cổ am", True, ("chi ủy", "", "cổ am")),
        ("thị trấn cổ am", True, ("", "thị trấn", "cổ am")),
        ("cổ am", True, ("", "", "cổ am")),
        ("xãcổ am", True, ("", "", "xãcổ am")),
        ("dang bo phuong co am", False, ("dang bo", "phuong", "co am")),
        # with marks, words without them are no kinds
        ("dang bo co am", True, ("", "", "dang bo co am")),
        ("đảng bộ", True, ("", "", "đảng bộ")),
        ("", True, ("", "", "")),
    ],
)
def test_called(reading: str, marks: bool, parts: tuple[str, str, str]) -> None:
    assert called(reading, marks=marks) == parts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Đảng bộ Hòa An", "Đảng bộ Hoà An"),
        ("Đảng bộ Hoà", unicodedata.normalize("NFD", "ĐẢNG BỘ HOÀ")),
        ("Chi bộ Trạm Y tế", "CHI BỘ TRẠM Y TẾ"),
        ("ĐB Lý Học", "Đảng bộ Lí Học"),
        ("CB. Mỹ Đức", "Chi bộ Mĩ Đức"),
        ("Chi bộ Công ty Kỳ Sơn", "Chi bộ Công ti Kì Sơn"),
        ("Quý Lộc", "Quí Lộc"),
    ],
)
def test_two_spellings_of_one_name(first: str, second: str) -> None:
    assert spelling_key(first) == spelling_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Vinh Quang", "Vĩnh Quang"),
        ("Thúy An", "Thúi An"),
        ("Mai", "May"),
        ("Tây Sơn", "Tâi Sơn"),
        ("Chi bộ A", "Đảng bộ A"),
        ("ĐB xã A", "Đảng bộ A"),
        ("Chi bộ A", "A"),
        ("Chi bộ 1", "Chi bộ 2"),
    ],
)
def test_two_names(first: str, second: str) -> None:
    assert spelling_key(first) != spelling_key(second)
