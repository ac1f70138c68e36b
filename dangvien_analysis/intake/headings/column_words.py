"""The words of columns: what a heading names, and what makes it another figure than it seems.

Patterns are matched on folded text: small letters without accents, marks as spaces.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean, fold


class Meaning(NamedTuple):
    """Words that name a column."""

    column: str  # Of the vocabulary
    words: str  # Matched on the whole folded heading
    examples: tuple[str, ...]  # As offices type them
    # Whether they name it only where no other column does, and, for a result, in a table that
    # says it is about admissions
    weak: bool = False


MEANINGS = (
    # Tried in this order: "Tỷ lệ so với chỉ tiêu" is a rate, "Chỉ tiêu kết nạp" a quota, "Nguồn
    # đã học lớp" a pool.
    Meaning("unit_no", "stt|tt|so tt|so thu tu", ("STT", "TT", "Số TT", "Số thứ tự")),
    Meaning(
        "stated_rate",
        r"(ty le|ti le|tl|dat|hoan thanh|%)\b.*|.* %|%.*|th kh\b.*",
        ("Tỷ lệ %", "Đạt (%)", "TL", "Hoàn thành", "TH/KH", "% TH/KH", "Tỷ lệ % TH/KH"),
    ),
    Meaning(
        "stated_total",
        r"(tong( cong| so)?|cong)( (ke|tinh|bao))? (ca|gom|luon)\b.*"
        r"|((tong( cong| so)?|cong) )?(so )?(da )?ket nap( (va|cong))? (ho so )?(dang|cho) .*",
        ("Cộng cả hồ sơ đang trình", "Cộng đã kết nạp và đang trình", "Đã kết nạp + đang trình"),
    ),
    Meaning(
        "pool",
        r"(so )?nguon\b.*|.*\blop (cam tinh|nhan thuc|ctd)\b.*|.*\b(cam tinh dang|ctd)\b.*",
        ("Nguồn", "Nguồn đã học lớp cảm tình Đảng", "Cảm tình Đảng", "Lớp CTĐ"),
    ),
    Meaning(
        "pending",
        r".*\b(trinh duyet|lam ho so|ho so|dang trinh|dang tham dinh|dang (lam )?thu tuc"
        r"|(dang )?(cho|xet) (chuan y|duyet|quyet dinh|qd|phe duyet))\b.*",
        (
            *("Đang trình duyệt", "Hồ sơ đang trình", "Đang thẩm định", "Chờ chuẩn y"),
            *("Chờ quyết định", "Đang làm thủ tục"),
        ),
    ),
    Meaning(
        "quota",
        r"(tong )?(so )?(chi tieu|ke hoach|(ct|kh)( duoc)? giao|kh|(giao|kh|ct) nam"
        r"|(tinh|thanh pho|huyen|xa|phuong|cap tren|tren|duoc) giao)\b.*|so giao\b.*",
        (
            *("Chỉ tiêu giao", "Kế hoạch năm", "KH", "KH năm", "CT giao", "Giao năm 2024"),
            *("Huyện giao", "Tỉnh giao", "Số giao"),
        ),
    ),
    Meaning(
        "unit_name",
        r"(ten )?(cac )?(don vi|chi bo|dang bo|chi( va)? dang bo|tccsd?|to chuc dang"
        r"|(to chuc )?co so dang)\b.*|ten"
        r"|(ten )?(cac )?(xa|phuong|thi tran|huyen|quan|tinh|truong|dia phuong|dia ban|thon"
        r"|dang uy|cap uy|co quan|xa phuong( thi tran| dac khu)?|xa thi tran"
        r"|co quan don vi\b.*|loai hinh\b.*)",
        (
            *("Tên chi bộ, đảng bộ", "Đơn vị", "Tổ chức đảng", "TCCSĐ", "Tên xã", "Xã, phường"),
            *("Xã, thị trấn", "Tên huyện", "Địa phương", "Cơ quan, đơn vị", "Tên trường"),
            *("Đảng ủy", "Cấp ủy", "Loại hình tổ chức cơ sở đảng"),
        ),
    ),
    Meaning("stated_total", "tong( cong| so)?|cong( lai)?", ("Tổng cộng", "Cộng", "Tổng số")),
    Meaning(
        "admitted",
        r".*\b(ket nap|da kn|kn duoc)\b.*",
        ("Đã kết nạp", "Kết quả kết nạp đảng viên 9 tháng", "Kết nạp được", "Đã KN"),
    ),
    Meaning(
        "admitted",
        r"(so |tong )?(ket qua (thuc hien|dat duoc|den nay)|ket qua$|(da )?thuc hien|th|kn|luy ke"
        r"|cong don|(tu )?dau nam|dang vien moi)\b.*",
        (
            *("Thực hiện", "Kết quả thực hiện", "TH", "Lũy kế", "Cộng dồn", "Từ đầu năm"),
            *("Đảng viên mới", "Kết quả đến nay", "Số KN", "KN 9 tháng"),
        ),
        weak=True,
    ),
    Meaning("quota", r"(so )?phan dau\b.*", ("Phấn đấu",), weak=True),
    Meaning(
        "pool",
        r".*\b(quan chung uu tu|qcut)\b.*",
        ("Quần chúng ưu tú", "Số QCUT"),
        weak=True,
    ),
)
"""What headings name."""


class Bar(NamedTuple):
    """Words that make a heading another figure than the one it seems to name."""

    columns: tuple[str, ...]  # The columns it is none of
    words: str  # Looked for anywhere in the folded heading
    reason: str  # Says, after the heading, what it is; Vietnamese
    examples: tuple[str, ...]
    # Where it is looked for: "kind" in the words that name the column, "time" in those above them
    # too, "period" likewise, unless they speak of the sum since 1 January
    looked_for: str = "kind"


_MONTH = r"(?<!\d )thang( \d+| nay| bao cao)?$|(?<!\d )(?<!ngay \d )(?<!ngay \d\d )thang \d"
BARS = (
    Bar(
        COUNTS,
        r"\b(nhiem ky|giai doan)\b|\b20\d\d (den )?(nam )?20\d\d\b",
        "là số của cả nhiệm kỳ, không phải của năm",
        ("Chỉ tiêu nhiệm kỳ", "Kết nạp nhiệm kỳ 2020-2025", "Kết nạp giai đoạn 2021-2025"),
        looked_for="time",
    ),
    Bar(
        (*COUNTS, "stated_rate"),
        r"\b(cung ky|(nam|ky|thang|quy) (truoc|ngoai)|cu)\b",
        "là số của kỳ khác",
        ("Kết nạp cùng kỳ", "Kế hoạch năm trước", "Tỷ lệ cùng kỳ năm ngoái", "Kế hoạch cũ"),
        looked_for="time",
    ),
    Bar(
        COUNTS,
        rf"{_MONTH}|\b(thang nay|(trong|cua) thang|(trong|cua) ky|ky (nay|bao cao)|tuan|phat sinh"
        r"|thang qua|\d+ thang (cuoi|qua)|trong ngay|quy (i{1,3}|iv|\d|nay)|dot (nay|\d))\b"
        r"|\bquy$",
        "là số của một kỳ, không phải số từ đầu năm",
        (
            *("Kết nạp tháng này", "Kết nạp trong tháng", "Kết nạp tháng 9", "Trong kỳ kết nạp"),
            *("Số kết nạp quý III", "Kết nạp trong tuần", "Chỉ tiêu quý IV"),
        ),
        looked_for="period",
    ),
    Bar(
        COUNTS,
        r"\b(tang|giam|chenh lech|so voi|bo sung)\b",
        "là số chênh lệch",
        ("Kết nạp tăng (+), giảm (-)", "Kết nạp so với kế hoạch", "Chỉ tiêu bổ sung"),
    ),
    Bar(
        ("admitted", "quota", "pending"),
        r"^(tong )?(so )?(cac )?(luot |ty le )?(chi bo|dang bo|tccsd?|to chuc dang)\b"
        r"|\b(hoi vien|doan vien|luot)\b",
        "đếm việc khác, không phải đảng viên được kết nạp",
        (
            *("Số chi bộ kết nạp được đảng viên", "Kết nạp hội viên"),
            *("Lượt hồ sơ đã trình",),
        ),
    ),
    Bar(
        ("admitted",),
        r"\b(con (phai|lai|thieu)|chua|khong|du kien|de nghi|du dieu kien|tuyen truyen|nghi quyet"
        r"|ket nap lai|cho|can|phai|se|nguon|dang ky|gioi thieu|boi duong|xem xet|du nguon"
        r"|xet|dang (trinh|lam|xet)|phan dau|chi tieu)\b",
        "là việc khác hoặc bước khác của việc kết nạp",
        (
            *("Đề nghị kết nạp", "Đủ điều kiện kết nạp", "Tuyên truyền về kết nạp"),
            *("Nghị quyết kết nạp", "Kết nạp lại", "Chưa kết nạp", "Còn phải kết nạp"),
        ),
    ),
    Bar(
        ("quota",),
        r"\b(con (lai|thieu|phai)|(da|duoc|ket qua) thuc hien|dat|chua)\b",
        "không phải chỉ tiêu được giao",
        ("Chỉ tiêu còn lại", "Kế hoạch đã thực hiện"),
    ),
    Bar(
        ("pending",),
        r"\b(da (duoc )?(duyet|chuan y|phe duyet|co quyet dinh|ket nap|xong|hoan thanh)"
        r"|duyet xong|tra lai|bi tra|chua|khong|thieu)\b",
        "là hồ sơ đã xong hoặc chưa trình, không phải hồ sơ đang trình",
        ("Hồ sơ đã duyệt xong", "Hồ sơ bị trả lại", "Hồ sơ chưa nộp"),
    ),
    Bar(
        ("pool",),
        r"\b(can|chua|con thieu|du kien|them|dang hoc|se|de nghi|cu di|da ket nap|ty le)\b",
        "không phải nguồn đã học lớp hiện có",
        ("Nguồn cần bồi dưỡng thêm", "Quần chúng chưa học lớp cảm tình Đảng"),
    ),
    Bar(
        ("unit_name",),
        r"^don vi (tinh|bao cao|do)\b|\bso (chi bo|dang bo|don vi)\b"
        r"|\b(ket nap|nghi quyet|de nghi|khong|chua|du nguon)\b",
        "không phải tên đơn vị",
        ("Đơn vị tính", "Đơn vị báo cáo", "Chi bộ đã ra nghị quyết kết nạp"),
    ),
)
"""What makes a heading another figure."""

# Of whom a part of a figure counts: that is another figure.
_PART = pattern(r".*\b(trong do|nu|dan toc|ton giao|doan vien)\b.*")
# Folded, and in a text typed without marks, "nam" is a year too.
_MEN = pattern(r"(?i)(.*\W)?nam(\W.*)?")
_SINCE_JANUARY = pattern(
    r"\b(luy ke|cong don|(tu )?dau nam|den nay|den (het |cuoi |nay|ngay |thang |quy |thoi diem )"
    r"|tu (ngay )?0?1 0?1|\d+ thang (dau )?nam)\b|\b(luy ke|cong don)$|\bden \d"
)
_ADJUSTED = pattern(r".*\b(dieu chinh|dc)\b.*")
_YEAR = pattern(r"\b20\d\d\b")
# "Vĩnh Bảo, ngày 5 tháng 1 năm 2024" over a table is the day of a document.
# "Kết quả kết nạp trong tháng 9" over a table; "9 tháng" is the sum since January.
_TITLE_OF_A_PERIOD = pattern(r"\b(trong|rieng) (thang|quy|tuan|ky)\b(?! dau nam)")
_OF_AN_ISSUE = pattern(r"\bngay \d{1,2} thang\b")
_RESULT = pattern(r".*\b(luy ke|thuc hien|cong don|ket nap)\b.*")
_ABOUT = pattern(r".*\b(ket nap|dang vien moi|phat trien dang)\b.*")
# "STT" and "Cộng" set letter by letter in a narrow column.
_LETTERS = pattern(r"[a-z]( [a-z])+")

_PATTERNS = tuple((one, pattern(one.words)) for one in MEANINGS)
_BARS = tuple((one, pattern(one.words)) for one in BARS)


class Said(NamedTuple):
    """What the words over one column say."""

    column: str  # The column of the vocabulary that they name
    own: bool  # Whether the lowest words alone name it, without those above them
    weak: bool  # Whether they name it only where nothing else does
    bar: str  # Why it is another figure, all the same; empty when it is none
    since_january: bool  # Whether it is said to be the sum since 1 January
    adjusted: bool  # Whether it is said to be changed later
    year: int | None  # The one year that is named


def meaning(header: str) -> str | None:
    """Tell which column a heading names by words of its own.

    Gives a column of the vocabulary, or None.
    """
    said = read_words((header,))
    return None if said is None or said.weak or said.bar else said.column


@lru_cache(maxsize=4096)
def read_words(parts: tuple[str, ...], shared: frozenset[str] = frozenset()) -> Said | None:
    """Read the words over a column, from top to bottom.

    The lowest decide ("Kết quả" over "Đã kết nạp", "Tỷ lệ"), with those above where alone they
    say nothing ("Kết quả kết nạp" over "Số lượng"). None when they name no column.

    `shared`: words that stand over quota and result alike; a period in them is the report's.
    """
    for weak in (False, True):
        for text in dict.fromkeys((parts[-1], " ".join(parts))) if parts else ():
            if column := _named(text, weak):
                return _said(column, weak, text, parts, shared)
    return None


def _named(text: str, weak: bool) -> str | None:
    folded = _folded(text)
    if _is_part(text, folded):
        return None
    return next(
        (one.column for one, words in _PATTERNS if one.weak is weak and words.fullmatch(folded)),
        None,
    )


def _said(
    column: str, weak: bool, text: str, parts: tuple[str, ...], shared: frozenset[str]
) -> Said:
    whole = fold(" ".join(parts))
    own = fold(" ".join(part for part in parts if part not in shared) or text)
    since = _SINCE_JANUARY.search(own) is not None
    years = set(_YEAR.findall(whole))
    return Said(
        column,
        text == parts[-1],
        weak,
        _bar(column, _folded(text), own, whole),
        since,
        _ADJUSTED.fullmatch(whole) is not None,
        int(*years) if len(years) == 1 else None,
    )


def _bar(column: str, text: str, own: str, whole: str) -> str:
    """Tell why a heading is another figure; empty when it is not."""
    for bar, words in _BARS:
        # A term or a year that stands above says of when the figure is; a stage or a difference
        # above is said of the table.
        place = {"period": own, "time": whole, "kind": text}[bar.looked_for]
        known = bar.looked_for == "period" and _SINCE_JANUARY.search(own)
        if column in bar.columns and not known and words.search(place):
            return bar.reason
    return ""


def _folded(text: str) -> str:
    folded = fold(text)
    return folded.replace(" ", "") if _LETTERS.fullmatch(folded) else folded


def is_part(text: str) -> bool:
    """Tell a heading that counts a part of a figure: women, men, ethnic minorities."""
    return _is_part(text, fold(text))


def _is_part(text: str, folded: str) -> bool:
    marked = not text.isascii() or folded == "nam"
    return _PART.fullmatch(folded) is not None or (
        marked and _MEN.fullmatch(clean(text)) is not None
    )


def is_result(title: str) -> bool:
    """Tell a heading that speaks of a result, whatever it is."""
    return _RESULT.fullmatch(fold(title)) is not None


def about_admissions(texts: Iterable[str]) -> bool:
    """Tell whether titles and headings speak of admissions."""
    return any(_ABOUT.fullmatch(fold(text)) for text in texts)


def years_named(text: str) -> set[int]:
    """Give the years that a text names; none where it speaks of a term."""
    folded = fold(text)
    return set() if _BARS[0][1].search(folded) else set(map(int, _YEAR.findall(folded)))


def of_another_time(caption: str, year: int | None) -> bool:
    """Tell whether a table's caption says that it is of another year or period than `year`."""
    if _BARS[1][1].search(fold(caption)):
        return True
    years = set() if _OF_AN_ISSUE.search(fold(caption)) else years_named(caption)
    return bool(years) and year is not None and year not in years


def of_a_period(title: str) -> bool:
    """Tell a title that speaks of a month or a quarter alone, without the sum since January."""
    folded = fold(title)
    return bool(_TITLE_OF_A_PERIOD.search(folded)) and not _SINCE_JANUARY.search(folded)
