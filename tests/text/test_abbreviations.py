import unicodedata

import pytest

from dangvien_analysis.text.abbreviations import spelled_out


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
