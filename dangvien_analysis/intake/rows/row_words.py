"""The words of rows: totals, sums of parts, parts of a unit, figures of another time.

Patterns are matched on the whole folded text of the number's cell or the name's: small letters
without accents, marks as spaces.
"""

from typing import NamedTuple

from dangvien_analysis.text.patterns import pattern

_AREA = (
    r"(huyen|quan|dang bo( huyen| tinh| xa| phuong)?|thanh pho|thi xa|xa|phuong|thi tran|tinh"
    r"|nganh|quoc|nuoc|don vi|co quan|truong|khu vuc|cong ty)"
)
_BODIES = r"(don vi|to chuc|tccsd?|(chi|dang)( bo)?)\b.*"
_OF = r"(cua |cho )?"
_ADDED = r"( [ivx]+){2,}|( [a-h]){2,}|( \d+){2,}|( muc)?( [ivx]+ va)? [ivx]+ va [ivx]+"


class RowWords(NamedTuple):
    """Words that tell what a row is."""

    kind: str
    meaning: str  # What such a row is taken for, in Vietnamese
    words: str
    examples: tuple[str, ...]  # As offices type them
    # Whether they do so only in a table that numbers its units; elsewhere a unit may be called so
    beside_numbers: bool = False


ROW_WORDS = (
    # "Cộng I" is the sum of one part and no total; "Tổng cộng (I+II)" is the total.
    RowWords(
        "total",
        "dòng tổng, chỉ để đối chiếu",
        rf"((tong( cong| so| hop)?|t? ?cong|tc|t ?c)"
        rf"( {_OF}{_AREA}| chung| ((\d+|cac|ca) )+{_BODIES}|{_ADDED})?"
        rf"|((tong( cong| so| hop)?|cong|chung|tinh chung) )?{_OF}(toan|ca) {_AREA}\b.*)"
        r"( (den )?(nam )?20\d\d)?|tat ca",
        (
            *("Tổng cộng", "Tổng số", "Cộng", "TC", "T.Cộng", "Tổng hợp", "Tất cả", "Toàn huyện"),
            *("Toàn quốc", "Cả tỉnh", "Toàn ngành", "Chung toàn huyện", "Tổng các đơn vị"),
            *("Cộng (1+…+5)", "Cộng I + II", "Tổng (A+B)", "Tổng cộng năm 2024"),
            *("Tổng số 04 chi, đảng bộ", "Tổng toàn Đảng bộ huyện"),
        ),
    ),
    # It would be counted twice.
    RowWords(
        "part_sum",
        "dòng cộng của một phần, không cộng thêm",
        r"(tong )?cong (khoi|nhom|cac|phan|muc|[ivx]+|[a-h])\b.*|tong (khoi|nhom)\b.*",
        ("Cộng khối xã", "Tổng khối cơ quan", "Cộng I", "Cộng phần A"),
    ),
    RowWords(
        "page_sum",
        "dòng cộng của một trang, không cộng thêm",
        r"(tong )?cong trang\b.*|(cong |trang truoc )?(mang|chuyen) (sang|qua|tu|trang)\b.*",
        ("Cộng trang 2", "Mang sang", "Trang trước chuyển sang"),
    ),
    RowWords(
        "part_name",
        "tên phần, khi có số thì là dòng cộng của phần đó",
        r"(khoi|nhom|cum|cac|loai hinh)\b.*",
        ("Khối xã", "Nhóm trường học", "Cụm số 2", "Các chi bộ trực thuộc"),
    ),
    RowWords(
        "of_which",
        "một phần của dòng trên, không cộng thêm",
        r"trong do\b.*",
        ("Trong đó", "Trong đó: nữ"),
    ),
    # Whom, not which unit, a row counts.
    RowWords(
        "people",
        "đếm một phần của dòng trên, không cộng thêm",
        r"(la )?(nu|nu gioi|(nguoi )?dan toc( thieu so)?|(co |nguoi )?(ton giao|theo dao))",
        ("Nữ", "Dân tộc thiểu số", "Có tôn giáo"),
    ),
    RowWords(
        "people",
        "đếm một phần của dòng trên, không cộng thêm",
        r"(la )?(doan vien( thanh nien)?|hoc sinh|sinh vien|cong nhan|nong dan)",
        ("Đoàn viên thanh niên", "Học sinh", "Công nhân", "Nông dân"),
        beside_numbers=True,
    ),
    # Figures of another time, or no counts at all.
    RowWords(
        "comparison",
        "số của kỳ khác hoặc so sánh, không phải đơn vị",
        r"(so voi )?(cung ky|nam truoc|thang truoc|ky truoc|nam 20\d\d)\b.*|so voi\b.*"
        r"|(tang|giam)( (hay |hoac )?(giam|tang|so|them|\d|trong)\b.*)?|chenh lech\b.*"
        r"|(dat )?(ty|ti) le\b.*|luy ke\b.*|binh quan\b.*|con (thieu|phai)\b.*",
        (
            *("Cùng kỳ năm trước", "So với tháng trước", "Tăng, giảm", "Chênh lệch"),
            *("Đạt tỷ lệ", "Bình quân", "Còn thiếu", "Năm 2022"),
        ),
    ),
    RowWords(
        "comparison",
        "số của kỳ khác hoặc so sánh, không phải đơn vị",
        r"con lai\b.*",
        ("Còn lại",),
        beside_numbers=True,
    ),
)
"""What rows that are no unit's are called."""

_BY_KIND = [(one, pattern(one.words)) for one in ROW_WORDS]
# Set letter by letter in a narrow column, the words have their spaces in odd places.
_TOTAL_LETTERS = frozenset({"tongcong", "tongso", "cong", "tong", "toanhuyen"})


def says(kind: str, folded: str, *, numbered: bool = True) -> bool:
    """Tell whether a folded text is one of the words for a kind of row.

    `numbered`: whether the table numbers its units.
    """
    if kind == "total" and folded.replace(" ", "") in _TOTAL_LETTERS:
        return True
    return any(
        words.fullmatch(folded) is not None
        for one, words in _BY_KIND
        if one.kind == kind and (numbered or not one.beside_numbers)
    )
