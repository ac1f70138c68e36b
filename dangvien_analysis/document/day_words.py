"""Which words make a day that of the figures: one table, read from top to bottom."""

from dataclasses import dataclass

from dangvien_analysis.document.dates import DAY, Found
from dangvien_analysis.text.patterns import pattern

STATED, UPDATED, MEETING, NOT = "stated", "updated", "meeting", "not"
"""What a day is: said to be that of the figures, of an update, of a meeting; or another one."""

_NEAR = 100
_RANGE = DAY.replace("(\\d", "(?:\\d").replace("(?<![\\d/.-])", "")
_OTHER = r"(?:cung k[yi]|(?:ky|thang|quy|tuan|dot|lan|nam) truoc|nam ngoai)"
_SHOWN = r"\b(?:ket qua|ket nap|phat trien dang|so lieu|tinh hinh)\b"
_PAPER = (
    r"\b(?:ke hoach|nghi quyet|quyet dinh|huong dan|chi thi|cong van|to trinh|thong bao|van ban)"
)
_GOAL = (
    r"\b(?:phan dau|quyet tam|hoan thanh|truoc|cham nhat|yeu cau|de nghi|gui|nop|han|se|tu nay"
    r"|du kien)\b"
)


@dataclass(frozen=True)
class DayWords:
    """A kind of words that lead to a day."""

    kind: str  # Its name
    means: str  # What such a day is taken for, in Vietnamese
    source: str  # One of the four above; ``period`` and ``issued`` are found by other rules
    # Text -> the day it gives, as ISO; empty for a day that is not that of the figures
    examples: dict[str, str]
    words: str = ""  # What stands right before the day, in plain letters
    whole: bool = False  # Whether the day has to be written out, or end its sentence


DAY_WORDS = (
    DayWords(
        "kỳ khác",
        "không phải ngày số liệu của bảng này",
        NOT,
        {
            "số liệu kỳ trước tính đến ngày 31/8/2023": "",
            "cùng kỳ năm trước, tính đến ngày 13/9/2022": "",
            "báo cáo tháng trước (số liệu đến 31/8/2023)": "",
            "có hiệu lực đến ngày 31/12/2025": "",
        },
        rf"\b(?:{_OTHER}|hieu luc|nhiem ky|thoi han)\b",
    ),
    DayWords(
        "từ ngày",
        "ngày đầu của khoảng thời gian, không phải ngày số liệu",
        NOT,
        {"số liệu từ ngày 15/12/2022": "", "kết nạp từ 01/01/2023": ""},
        r"\btu(?: ngay)? $",
    ),
    DayWords(
        "văn bản khác",
        "ngày của văn bản được nêu",
        NOT,
        {
            "Căn cứ kế hoạch ngày 12/12/2022": "",
            "Kế hoạch số 15-KH/HU ngày 10/01/2023 của Huyện ủy": "",
            "số liệu theo Quyết định số 12-QĐ/HU ngày 10/01/2023": "",
        },
        rf"{_PAPER}(?: so ?:? ?[^ ]{{1,30}})?(?: ban hanh)?"
        r"(?: (?:cua|ve) (?:(?!\b(?:den|toi|chot|hop|hoi nghi)\b)[^.;]){0,60})? ngay $",
    ),
    DayWords(
        "số liệu đến",
        "ngày số liệu, đứng trước các cách ghi khác",
        STATED,
        {
            "Số liệu tính đến ngày 13/9/2023": "2023-09-13",
            "số liệu đến hết ngày 13 tháng 9 năm 2023": "2023-09-13",
            "Số liệu tính đến 24h00 ngày 13 tháng 09 năm 2023": "2023-09-13",
            "Số liệu chốt lúc 17 giờ 30 phút, ngày 13/9/2023": "2023-09-13",
            "Thời điểm chốt số liệu: 13/09/23": "2023-09-13",
            "Ngày số liệu: 13.9.2023": "2023-09-13",
        },
        r"\bso lieu\b[^.;\d]{0,40}?\b(?:den|toi|chot|ngay)(?: het| cuoi)?(?: thoi diem)?"
        r"(?: ngay)? $"
        r"|\b(?:chot so lieu|thoi diem chot)[^.;\d]{0,20}$"
        r"|\bngay (?:(?:chot|lay|cua|tinh) )?so lieu $|\bngay chot $"
        r"|\bthoi diem (?:tinh|thong ke|lay so lieu) $",
    ),
    DayWords(
        "từ ngày đến ngày",
        "ngày cuối của khoảng thời gian là ngày số liệu",
        STATED,
        {
            "Từ 01/01 đến 13/9/2023": "2023-09-13",
            "Kết quả kết nạp từ ngày 01/01/2023 đến hết 13/9/2023": "2023-09-13",
            "(01/01/2023 - 13/9/2023)": "2023-09-13",
            "Kết quả từ 0h ngày 1/1/2023 đến 24h ngày 13/9/2023": "2023-09-13",
            "kết nạp từ đầu năm đến 13/9/2023": "2023-09-13",
        },
        rf"(?:^\W*|\(|{_SHOWN}[^.;\d]{{0,60}})(?:tinh )?(?:tu )?(?:\d{{1,2}} ?(?:h|gio)\d* )?"
        rf"(?:ngay )?{_RANGE}(?: den| toi)?(?: het)?(?: ngay)? $"
        rf"|\btu (?:ngay )?0?1 ?(?:[/.-]|thang) ?0?1\b(?:[/.-]| nam )?(?:\d{{4}})? (?:den|toi)"
        r"(?: het)?(?: ngay)? $"
        r"|\btu dau nam(?: \d{4})? (?:den|toi)(?: het)?(?: ngay)? $",
    ),
    DayWords(
        "mục tiêu",
        "hạn của một việc, không phải ngày số liệu",
        NOT,
        {
            "phấn đấu đến hết ngày 31/12/2023 hoàn thành 100% chỉ tiêu": "",
            "từ nay đến 31/12/2023 kết nạp thêm 20 đảng viên": "",
        },
        rf"{_GOAL}[^.;]*\b(?:den|toi)\b[^.;]{{0,30}}$",
    ),
    DayWords(
        "tính đến",
        "ngày số liệu",
        STATED,
        {
            "Tính đến 13-09-2023, toàn huyện": "2023-09-13",
            "tính đến hết ngày 13.9.2023": "2023-09-13",
            "đến ngày 13/9/2023 đã kết nạp": "2023-09-13",
            "tính đến 17 giờ ngày 13/9/2023": "2023-09-13",
            "tính đến 17:00 ngày 13/9/2023": "2023-09-13",
            "tính đến 0h ngày 14/9/2023": "2023-09-13",
            "tính tới thời điểm báo cáo (13/9/2023)": "2023-09-13",
        },
        r"\b(?:tinh )?(?:den|toi)(?: het| cuoi)?(?: thoi diem)? ngay $"
        r"|\btinh (?:den|toi)(?: het)?(?: thoi diem)?(?: bao cao)? $",
    ),
    DayWords(
        "đến, trong ngoặc hoặc trong tiêu đề",
        "ngày số liệu",
        STATED,
        {
            "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN (đến 13/9/2023)": "2023-09-13",
            "TÌNH HÌNH KẾT NẠP ĐẢNG VIÊN ĐẾN 13/9/2023": "2023-09-13",
            "PHÁT TRIỂN ĐẢNG VIÊN ĐẾN 13/9/2023": "2023-09-13",
            "Đến 13/9/2023": "2023-09-13",
            "đã kết nạp ở 9 chi bộ, tăng dần đến 9/12 chi bộ": "",
        },
        rf"(?:^|\()\W*(?:den|toi)(?: het)? $|{_SHOWN}[^.;]{{0,80}}\b(?:den|toi)(?: het)? $",
        whole=True,
    ),
    DayWords(
        "cập nhật, báo cáo",
        "ngày số liệu, khi văn bản không ghi ngày nào khác",
        UPDATED,
        {
            "Cập nhật ngày 13/9/2023": "2023-09-13",
            "(cập nhật lúc 8h ngày 13/9/2023)": "2023-09-13",
            "Ngày báo cáo: 13/9/2023": "2023-09-13",
            "mở lớp cập nhật kiến thức ngày 13/9/2023": "",
        },
        r"\bcap nhat(?: so lieu)?(?: lan cuoi| moi nhat)?(?: (?:den|toi|vao|het))*(?: ngay)? $"
        r"|\b(?:ngay|thoi diem) (?:bao cao|cap nhat) $",
    ),
    DayWords(
        "ngày họp",
        "ngày số liệu, khi văn bản không ghi ngày số liệu",
        MEETING,
        {
            "Tại phiên họp ngày 13/9/2023, Thường trực": "2023-09-13",
            "Hội nghị Ban Thường vụ Huyện ủy ngày 13 tháng 9 năm 2023": "2023-09-13",
        },
        r"\b(?:phien hop|hoi nghi|cuoc hop|ky hop|buoi hop|hop giao ban|hop)\b"
        r"(?:.*[^\w])?(?<!\btu )(?<!\btruoc )(?<!\bsau )(?<!\bden )ngay $",
    ),
    DayWords(
        "kỳ trong tiêu đề",
        "ngày cuối của kỳ",
        "period",
        {
            "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 9 THÁNG ĐẦU NĂM 2023": "2023-09-30",
            "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN QUÝ II NĂM 2023": "2023-06-30",
            "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN THÁNG 9 NĂM 2023": "2023-09-30",
            "BIỂU TỔNG HỢP THÁNG 02/2024": "2024-02-29",
            "Tháng 9/2023": "2023-09-30",
            "(Tính đến hết tháng 9/2023)": "2023-09-30",
            "NHIỆM VỤ KẾT NẠP ĐẢNG VIÊN THÁNG 10 NĂM 2023": "",
        },
    ),
    DayWords(
        "ngày ban hành",
        "ngày số liệu, khi không có gì khác",
        "issued",
        {"Vĩnh Bảo, ngày 13 tháng 9 năm 2023": "2023-09-13"},
    ),
)
"""The kinds of words; the first whose words stand before a day decides about it."""

_KINDS = [(one, pattern(one.words)) for one in DAY_WORDS if one.words]
# "17 giờ 30 phút, ngày", "24h00 ngày", "17:00 ngày": the hour that a day is told with.
_HOUR = pattern(
    r"(?:\bluc |\bvao luc )?(?<![\d/.,-])(\d{1,2}) ?(?:gio|h|:) ?(\d{1,2})? ?(?:phut|ph|')?"
    r"(?: ?\d{1,2} ?giay)?(?: (?:sang|trua|chieu|toi|dem))?[, ]*(?:ngay )?$"
)
_AFTER = pattern(rf" ?(?:\({_OTHER}(?: nam (?:truoc|ngoai))?\)| cua {_OTHER}\b)")
_CLOSED = pattern(r" ?(?:$|[).;])")


def sentence_before(letters: str, at: int) -> str:
    """Give the words of the same sentence before a place."""
    start = max(letters.rfind(mark, max(0, at - 2 * _NEAR), at) for mark in (". ", ";"))
    return letters[max(start + 1, at - 2 * _NEAR, 0) : at]


@dataclass(frozen=True)
class Led:
    """What the words before a day make of it."""

    rank: int  # The lower, the better
    source: str  # One of the four above
    midnight: bool  # Whether it is told as ending at its first minute: the day before is meant


def led_to(letters: str, day: Found) -> Led | None:
    """Tell what a day in a text is; None where no words say that it is the figures' day."""
    before = sentence_before(letters, day.start)
    hour = _HOUR.search(before)
    if hour:
        before = f"{before[: hour.start()]}ngay"
    before = before.rstrip(" :(,–-") + " "
    midnight = hour is not None and not int(hour[1]) and not int(hour[2] or 0)
    for rank, (kind, words) in enumerate(_KINDS):
        if not words.search(before):
            continue
        if kind.source == NOT or _AFTER.match(letters[day.end :]):
            return None
        if kind.whole and day.year is None and not _CLOSED.match(letters[day.end :]):
            return None
        return Led(rank, kind.source, midnight)
    return None
