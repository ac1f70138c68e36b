"""Words in the names of units: abbreviations in full, and the kinds that stand before a name.

"ĐB TT Vĩnh Bảo" has two readings; "Đảng bộ xã Cổ Am" is called "Cổ Am".
"""

import re
from itertools import product
from typing import NamedTuple

from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import fold, tone_key

# What may stand before the name proper: a body of the Party, then an area.
_BODIES = ("đảng bộ", "đảng ủy", "chi bộ", "chi ủy")
_AREAS = ("xã", "phường", "thị trấn")

_ABBREVIATIONS = {
    # Kinds of organisation, and of places.
    "đb": "đảng bộ",
    "cb": "chi bộ | cán bộ",
    "đu": "đảng ủy",
    "hu": "huyện ủy",
    "tt": "thị trấn | trung tâm | thông tin | thể thao",
    "tp": "thành phố | tư pháp",
    "p": "phòng | phường",
    "vp": "văn phòng",
    "bql": "ban quản lý",
    "bqlda": "ban quản lý dự án",
    "cn": "chi nhánh | công nghiệp | công nghệ",
    # Authorities and mass organisations.
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "lhpn": "liên hiệp phụ nữ",
    "ccb": "cựu chiến binh",
    "tn": "tài nguyên | thanh niên",
    "lđlđ": "liên đoàn lao động",
    "ca": "công an | ca",  # also a syllable of place names
    "bch": "ban chỉ huy | ban chấp hành",
    "qs": "quân sự",
    "tand": "tòa án nhân dân",
    "vksnd": "viện kiểm sát nhân dân",
    "thads": "thi hành án dân sự",
    "kbnn": "kho bạc nhà nước",
    "bhxh": "bảo hiểm xã hội",
    # Offices of a district.
    "lđ": "lao động",
    "tb": "thương binh",
    "xh": "xã hội",
    "lđtb": "lao động thương binh",
    "tbxh": "thương binh và xã hội",
    "lđtbxh": "lao động thương binh và xã hội",
    "vh": "văn hóa",
    "vhtt": "văn hóa thông tin | văn hóa thể thao",
    "tc": "tài chính",
    "kh": "kế hoạch | khoa học",
    "tckh": "tài chính kế hoạch",
    "kt": "kinh tế | kỹ thuật | kiểm tra",
    "ht": "hạ tầng",
    "mt": "môi trường | mặt trận",
    "tnmt": "tài nguyên và môi trường",
    "gd": "giáo dục",
    "đt": "đào tạo | đầu tư",
    "gdđt": "giáo dục và đào tạo",
    "nn": "nông nghiệp | nhà nước",
    "ptnt": "phát triển nông thôn",
    "nnptnt": "nông nghiệp và phát triển nông thôn",
    "qsd": "quyền sử dụng",
    "qsdđ": "quyền sử dụng đất",
    "xd": "xây dựng",
    # Schools and hospitals.
    "mn": "mầm non",
    "th": "tiểu học",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "gdtx": "giáo dục thường xuyên",
    "gdnn": "giáo dục nghề nghiệp",
    "bv": "bệnh viện",
    "đk": "đa khoa | đăng ký",
    "bvđk": "bệnh viện đa khoa",
    "yt": "y tế",
    "ttyt": "trung tâm y tế",
    # Enterprises and banks.
    "htx": "hợp tác xã",
    "cty": "công ty",
    "tnhh": "trách nhiệm hữu hạn",
    "mtv": "một thành viên",
    "cp": "cổ phần",
    "ktct": "khai thác công trình",
    "nh": "ngân hàng",
    "nhnn": "ngân hàng nhà nước | ngân hàng nông nghiệp",
    "csxh": "chính sách xã hội",
    "nhcsxh": "ngân hàng chính sách xã hội",
}
_READINGS = {
    short: tuple(reading.strip() for reading in readings.split("|"))
    for short, readings in _ABBREVIATIONS.items()
}
# Typed without marks an abbreviation may be a syllable: "du" is "Đảng ủy", and "du lịch".
_UNMARKED = {
    fold(short): tuple(dict.fromkeys((*map(fold, readings), fold(short))))
    for short, readings in _READINGS.items()
}
_MARKS = {"&": " và ", "-": " ", "–": " ", ".": " ", ",": " "}
# More readings than any real name has; a text of nothing but abbreviations is not a name.
_MOST = 64


_SHORT_BODY = pattern(r"(đb|cb)[. ]\s*")
# "Lý" and "Lí", "quý" and "quí": one sound where nothing else follows; "Thúy" is another name.
_LATE_Y = pattern(r"(?<![^\W\d_])(?:[hklmst]|qu)[yýỳỷỹỵ](?![^\W\d_])")
_Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


def _kinds(marks: bool) -> re.Pattern[str]:
    bodies, areas = ("|".join(words if marks else map(fold, words)) for words in (_BODIES, _AREAS))
    return re.compile(rf"(?P<body>(?:(?:{bodies}) )*)(?:(?P<area>{areas}) )?(?P<name>.+)")


_KINDS = {marks: _kinds(marks) for marks in (True, False)}


class Called(NamedTuple):
    """A name taken apart, in lower case."""

    body: str  # "đảng bộ", "chi ủy"; empty where none stands there
    area: str  # "xã", "thị trấn"; empty where none stands there
    name: str  # What the unit is called besides


def called(reading: str, *, marks: bool = True) -> Called:
    """Take the kinds off the front of a name that `spelled_out` gave."""
    found = _KINDS[marks].fullmatch(reading)
    if found is None:
        return Called("", "", reading)
    return Called(found["body"].strip(), found["area"] or "", found["name"])


def spelling_key(name: str) -> str:
    """Give the same text for two spellings of one name.

    Letter case, the place of a tone, i or y at a syllable's end, and "ĐB", "CB" for Đảng bộ and
    Chi bộ do not count; every other mark does.
    """
    text = tone_key(name).lower()
    if short := _SHORT_BODY.match(text):
        text = f"{_READINGS[short[1]][0]} {text[short.end() :]}"
    return _LATE_Y.sub(lambda found: found[0].translate(_Y_AS_I), text)


def spelled_out(name: str, *, marks: bool = True) -> tuple[str, ...]:
    """Write the abbreviations of a name in full.

    Every reading, in lower case, "&" as "và", without hyphens, points and commas; tones are placed
    one way and no accent is changed. A name without abbreviations has one reading; none is given
    for an empty text, or one with too many readings to tell anything.

    `marks`: False for a name as it reads without any marks: "DB XA" is "dang bo xa".
    """
    text = tone_key(name).lower()
    for mark, instead in _MARKS.items():
        text = text.replace(mark, instead)
    words = (text if marks else fold(text)).split()
    full = _READINGS if marks else _UNMARKED
    if full.keys().isdisjoint(words):
        return (" ".join(words),) if words else ()
    choices = [full.get(word, (word,)) for word in words]
    count = 1
    for choice in choices:
        count *= len(choice)
    return tuple(" ".join(reading) for reading in product(*choices)) if count <= _MOST else ()
