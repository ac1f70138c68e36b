import unicodedata
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.document.claims import DTYPES, Claim, find_claims
from tests.builders import listed

OF, OVER, SAME = "of_quota", "over_quota", "same_period"


def rows(text: str) -> list[tuple[Any, ...]]:
    """Give the claims of a text: kind, admitted, quota, rate, places, agrees."""
    found = dva.claims(text)
    columns = ["kind", "admitted", "quota", "rate", "over_places", "agrees"]
    return list(zip(*(listed(found[name]) for name in columns), strict=True))


# --- one claim --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the notice of September 2023
        (
            "đã kết nạp được 164 đảng viên, đạt 58,57% so với chỉ tiêu giao (280)",
            (OF, 164, 280, 0.5857, None, True),
        ),
        ("288/815 đảng viên, đạt 35,34%", (OF, 288, 815, 0.3534, None, True)),
        # what is left out is not guessed
        ("đạt 48,6% kế hoạch", (OF, None, None, 0.486, None, None)),
        ("đạt tỷ lệ 58,57%", (OF, None, None, 0.5857, None, None)),
        ("(đạt 58,57%)", (OF, None, None, 0.5857, None, None)),
        ("Tỷ lệ so với chỉ tiêu giao đạt 58,57%", (OF, None, None, 0.5857, None, None)),
        ("thực hiện được 58,57% chỉ tiêu", (OF, None, None, 0.5857, None, None)),
        ("164 đồng chí = 58,57%", (OF, 164, None, 0.5857, None, None)),
        ("Kết nạp 164 (đạt 58,57%)", (OF, 164, None, 0.5857, None, None)),
        (
            "kết nạp mới 135 quần chúng ưu tú, bằng 48,2% kế hoạch năm",
            (OF, 135, None, 0.482, None, None),
        ),
        (
            "Trong 9 tháng đầu năm 2023 đã kết nạp 135 đảng viên đạt 48,2 % kế hoạch",
            (OF, 135, None, 0.482, None, None),
        ),
        # over the quota: by a share of it, or by places
        ("vượt 8%", (OVER, None, None, 0.08, None, None)),
        ("vượt 8 phần trăm kế hoạch", (OVER, None, None, 0.08, None, None)),
        ("vượt kế hoạch 8%", (OVER, None, None, 0.08, None, None)),
        ("vượt 2 chỉ tiêu", (OVER, None, None, None, 2, None)),
        ("kết nạp vượt chỉ tiêu 2 đảng viên", (OVER, None, None, None, 2, None)),
        ("54/50 đảng viên, vượt 8% chỉ tiêu", (OVER, 54, 50, 0.08, None, True)),
        ("54/50 đảng viên, vượt 9% chỉ tiêu", (OVER, 54, 50, 0.09, None, False)),
        ("52/50 đảng viên, vượt 2 chỉ tiêu", (OVER, 52, 50, None, 2, True)),
        ("52/50 đảng viên, vượt 3 chỉ tiêu", (OVER, 52, 50, None, 3, False)),
        ("48/50 đảng viên, vượt 2 chỉ tiêu", (OVER, 48, 50, None, 2, False)),
        (
            "kết nạp 57 đảng viên mới, vượt 14% kế hoạch (50 đảng viên)",
            (OVER, 57, 50, 0.14, None, True),
        ),
        (
            "kết nạp 57 đảng viên, vượt 7 chỉ tiêu (14%) so với chỉ tiêu được giao là 50",
            (OVER, 57, 50, 0.14, 7, True),
        ),
        # the same period is no quota
        ("bằng 94,7% so với cùng kỳ", (SAME, None, None, 0.947, None, None)),
        ("so với cùng kỳ đạt 94,7%", (SAME, None, None, 0.947, None, None)),
        (
            "kết nạp được 135 đảng viên, bằng 94,7% cùng kì năm trước",
            (SAME, 135, None, 0.947, None, None),
        ),
        ("kết nạp 135 đảng viên, bằng 90% so với năm 2022", (SAME, 135, None, 0.9, None, None)),
        # a quota and a result in two parts of one sentence
        (
            "chỉ tiêu giao kết nạp 280 đảng viên, đến nay kết nạp được 164 đồng chí",
            (OF, 164, 280, None, None, None),
        ),
        (
            "Năm 2023, Đảng bộ huyện được giao chỉ tiêu kết nạp 280 đảng viên; đến nay đã kết nạp "
            "164 đồng chí, đạt tỷ lệ 58,57%",
            (OF, 164, 280, 0.5857, None, True),
        ),
        (
            "Huyện ủy giao chỉ tiêu kết nạp 280 đảng viên cho 54 đơn vị, kết quả đã kết nạp 164 "
            "đồng chí, đạt 58,57%",
            (OF, 164, 280, 0.5857, None, True),
        ),
        (
            "kế hoạch năm 2023 là 280, thực hiện 164, đạt 58,57%",
            (OF, 164, 280, 0.5857, None, True),
        ),
        (
            "Chỉ tiêu giao: 280\nĐã kết nạp: 164\nĐạt: 58,57%",
            (OF, 164, 280, 0.5857, None, True),
        ),
        (
            "Đến nay đã kết nạp 164 đảng viên so với 280 chỉ tiêu giao, đạt 58,57%",
            (OF, 164, 280, 0.5857, None, True),
        ),
        # any a/b …, p%
        ("10/41 đảng viên, đạt 26,6%", (OF, 10, 41, 0.266, None, False)),
        ("10/41 tổ chức, tỷ lệ 26,6%", (OF, 10, 41, 0.266, None, False)),
        ("9/8 đảng viên, đạt 88,8%", (OF, 9, 8, 0.888, None, False)),
        ("9/8, đạt 88,8%", (OF, 9, 8, 0.888, None, False)),
        ("kết nạp 9/8 (88,8%)", (OF, 9, 8, 0.888, None, False)),
        ("kết nạp được 3/2 đảng viên, đạt 150%", (OF, 3, 2, 1.5, None, True)),
        ("kết quả thực hiện: 164/280 = 58,57%", (OF, 164, 280, 0.5857, None, True)),
        ("đạt 108% (54/50)", (OF, 54, 50, 1.08, None, True)),
        ("đạt 58,57% (164 đảng viên/280 đảng viên)", (OF, 164, 280, 0.5857, None, True)),
        ("164 đảng viên/280 chỉ tiêu, đạt 58,57%", (OF, 164, 280, 0.5857, None, True)),
        ("164 đảng viên trên tổng số 280, đạt 58,57%", (OF, 164, 280, 0.5857, None, True)),
        ("45/54 chi bộ, đạt 83,3%", (OF, 45, 54, 0.833, None, True)),
        ("kết nạp 9/12 chỉ tiêu", (OF, 9, 12, None, None, None)),
        (
            "toàn huyện kết nạp được 164/280 đảng viên mới, đạt 58,57% chỉ tiêu",
            (OF, 164, 280, 0.5857, None, True),
        ),
        # numbers as typed
        ("1.905/2.000 đảng viên, đạt 95.25%", (OF, 1905, 2000, 0.9525, None, True)),
        ("1 905/2 000 đảng viên, đạt 95,25%", (OF, 1905, 2000, 0.9525, None, True)),
        (
            "kết nạp 1.905 đảng viên, đạt 48,85% chỉ tiêu năm 2023 (3.900 đảng viên)",
            (OF, 1905, 3900, 0.4885, None, True),
        ),
        ("164/280 đảng viên (58.57%)", (OF, 164, 280, 0.5857, None, True)),
        ("164/280 đảng viên, đạt 58,57 phần trăm", (OF, 164, 280, 0.5857, None, True)),
        ("164/280 đảng viên, đạt 58,57 %", (OF, 164, 280, 0.5857, None, True)),
        # rounded or cut at the printed digits, not otherwise
        ("164/280 đảng viên, đạt 58,5%", (OF, 164, 280, 0.585, None, True)),
        ("164/280 đảng viên, đạt 59%", (OF, 164, 280, 0.59, None, True)),
        ("164/280 đảng viên, đạt 58,58%", (OF, 164, 280, 0.5858, None, False)),
        ("0/2 chỉ tiêu, đạt 0%", (OF, 0, 2, 0.0, None, True)),
        # a quota of 0 has no share; "gần" is no figure to be held to
        ("2/0 chỉ tiêu, đạt 100%", (OF, 2, 0, 1.0, None, None)),
        ("đạt gần 60% chỉ tiêu (164/280)", (OF, 164, 280, 0.6, None, None)),
    ],
)
def test_one_claim(text: str, expected: tuple[Any, ...]) -> None:
    kind, admitted, quota, rate, places, agrees = expected
    assert rows(text) == [(kind, admitted, quota, rate, places, agrees)]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize(
    "text",
    [
        "đã kết nạp được 164 đảng viên, đạt 58,57% so với chỉ tiêu giao (280)",
        # spaces that do not break, double ones, letters in capitals, the other tone placement
        "Toàn huyện đã kết nạp\u00a0164\u00a0đảng viên,  đạt 58,57\u00a0% chỉ tiêu giao (280)",
        "HUYỆN THUỶ NGUYÊN KẾT NẠP 164/280 ĐẢNG VIÊN, ĐẠT 58,57%",
        "huyện Thủy Nguyên hoà chung khí thế, kết nạp 164/280 đảng viên, đạt 58,57%",
        "đã kết nạp\u200b được 164 đảng viên,\nđạt 58,57% so với\nchỉ tiêu giao (280)",
    ],
)
def test_letters_in_any_form(text: str, form: Any) -> None:
    assert rows(unicodedata.normalize(form, text)) == [(OF, 164, 280, 0.5857, None, True)]


# --- no claim ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        # dates and document numbers
        "Hội nghị ngày 13/9/2023 nghe báo cáo",
        "Hội nghị ngày 13/9, có 58% đại biểu dự",
        "Số 12/2023 ngày 3/2, đạt 100%",
        "Căn cứ Hướng dẫn số 06-HD/TW, Quy định 24-QĐ/TW, Thông báo 623-TB/HU, đạt 100%",
        "Kỷ niệm ngày thành lập Đảng 3/2, kết nạp 5 đảng viên",
        "chào mừng các ngày lễ 30/4 và 1/5; đợt 19/5, đạt 100%",
        "ngày 5/9, đạt 100% học sinh dự khai giảng",
        "tháng 9/2023, quý III/2023, nhiệm kỳ 2020-2025, lúc 8h30",
        "tỷ lệ 7/9 phiếu",
        # a per cent of something else
        "100% chi bộ có nguồn",
        "90% đảng viên học nghị quyết",
        "tăng 5% so với cùng kỳ năm trước",
        "kết nạp đảng viên giảm 5,2% so với cùng kỳ",
        "nữ chiếm 45%",
        "kết nạp đảng viên là nữ chiếm 45%, đoàn viên chiếm 60%",
        "Kết nạp được 164 đảng viên, trong đó có 60 đảng viên nữ (36,58%)",
        "Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ đạt 85,2%",
        "Thu đảng phí đạt 100% kế hoạch",
        "Mở 5 lớp nhận thức về Đảng cho 368 quần chúng, đạt 92% kế hoạch",
        "có 12 đơn vị đạt 100% chỉ tiêu trở lên",
        # goals
        "Phấn đấu đến hết ngày 31/12/2023 hoàn thành 100% chỉ tiêu giao",
        "Dự kiến năm 2023 kết nạp 281/280 đảng viên, đạt 100,3% chỉ tiêu",
        "yêu cầu các chi bộ bảo đảm hoàn thành 100% chỉ tiêu",
        "đạt từ 58 - 60% chỉ tiêu",
        # one count alone says nothing that can be held to another
        "Chỉ tiêu năm 2023: 280 đảng viên",
        "Kết nạp được 164 đảng viên",
        # numbers no count or rate can be
        "1234567890/9999999999 đảng viên, đạt 58,57,58%",
        "kết nạp 1,5/2,5 đảng viên",
    ],
)
def test_no_claim(text: str) -> None:
    assert rows(text) == []


# --- several ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # two units in one sentence
        (
            "Xã An Hòa kết nạp 10/41 đảng viên, đạt 26,6%; xã Cổ Am 9/8 đảng viên, đạt 88,8%",
            [(OF, 10, 41, 0.266, None, False), (OF, 9, 8, 0.888, None, False)],
        ),
        # a unit's rate is not that of the unit before it
        (
            "Đảng bộ xã An Hòa kết nạp 5 đảng viên, Đảng bộ xã Cổ Am đạt 80% kế hoạch",
            [(OF, None, None, 0.8, None, None)],
        ),
        (
            "164/280 (58,57%); 135/280 (48,21%)",
            [(OF, 164, 280, 0.5857, None, True), (OF, 135, 280, 0.4821, None, True)],
        ),
        # a second share of the same people keeps their counts
        (
            "52/50 đảng viên, đạt 104%, vượt 2 chỉ tiêu",
            [(OF, 52, 50, 1.04, None, True), (OVER, 52, 50, None, 2, True)],
        ),
        (
            "đã kết nạp 28/35 đảng viên, bằng 80% kế hoạch và bằng 127,3% so với cùng kỳ",
            [(OF, 28, 35, 0.8, None, True), (SAME, 28, None, 1.273, None, None)],
        ),
        (
            "Kết nạp 135 đảng viên, bằng 94,7% so với cùng kỳ năm 2022, đạt 48,21% kế hoạch",
            [(SAME, 135, None, 0.947, None, None), (OF, 135, None, 0.4821, None, None)],
        ),
        # other work, then admissions
        (
            "Mở 5 lớp cho 300 quần chúng, đạt 100% kế hoạch; kết nạp 164/280 đảng viên, "
            "đạt 58,57%",
            [(OF, 164, 280, 0.5857, None, True)],
        ),
        # a part of the admitted is no share of the quota
        (
            "kết nạp 164/280 đảng viên, đạt 58,57%, trong đó nữ 60 đồng chí, chiếm 36,58%",
            [(OF, 164, 280, 0.5857, None, True)],
        ),
        # a sentence ends a claim: the quota of the one before is not taken over
        (
            "Năm 2023, chỉ tiêu là 280 đảng viên. Đến nay đã kết nạp 164, đạt 58,57%.",
            [(OF, 164, None, 0.5857, None, None)],
        ),
        # a goal after a result
        (
            "đã kết nạp 164/280 đảng viên, đạt 58,57%, phấn đấu cả năm đạt 100% chỉ tiêu",
            [(OF, 164, 280, 0.5857, None, True)],
        ),
    ],
)
def test_several(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Thực hiện Nghị quyết, đến nay kết nạp 164 đảng viên, đạt 58,57% chỉ tiêu, còn chậm.",
            ["đến nay kết nạp 164 đảng viên, đạt 58,57% chỉ tiêu"],
        ),
        ("(đạt 58,57%)", ["đạt 58,57%"]),
        # a decimal comma ends no clause
        (
            "kết nạp 28/35 đảng viên, bằng 80,00% kế hoạch; vượt 2,5% chỉ tiêu",
            [
                "kết nạp 28/35 đảng viên, bằng 80,00% kế hoạch",
                "kết nạp 28/35 đảng viên, bằng 80,00% kế hoạch; vượt 2,5% chỉ tiêu",
            ],
        ),
    ],
)
def test_clause(text: str, clauses: list[str]) -> None:
    assert dva.claims(text)["text"].tolist() == clauses


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("10/41 đảng viên, đạt 26,6%", "Văn bản nêu 26,6%, nhưng 10/41 là 24,39%."),
        ("9/8 đảng viên, đạt 88,8%", "Văn bản nêu 88,8%, nhưng 9/8 là 112,50%."),
        (
            "164/280 đảng viên, đạt 58,57%",
            "Văn bản nêu 58,57%; 164/280 là 58,57%, khớp.",
        ),
        (
            "54/50 đảng viên, vượt 9% chỉ tiêu",
            "Văn bản nêu vượt 9%, nhưng 54/50 là vượt 8,00%.",
        ),
        (
            "52/50 đảng viên, vượt 3 chỉ tiêu",
            "Văn bản nêu vượt 3 chỉ tiêu, nhưng 52/50 là vượt 2 chỉ tiêu.",
        ),
        (
            "48/50 đảng viên, vượt 2 chỉ tiêu",
            "Văn bản nêu vượt 2 chỉ tiêu, nhưng 48/50 là thiếu 2 chỉ tiêu.",
        ),
        (
            "48/50 đảng viên, vượt 4%",
            "Văn bản nêu vượt 4%, nhưng 48/50 là thiếu 4,00%.",
        ),
        (
            "đạt 48,6% kế hoạch",
            "Văn bản nêu 48,6%; không kiểm tra được vì không nêu số đã kết nạp và chỉ tiêu.",
        ),
        (
            "kết nạp 135 đảng viên, đạt 48,2% kế hoạch",
            "Văn bản nêu 48,2%; không kiểm tra được vì không nêu chỉ tiêu.",
        ),
        (
            "đạt gần 60% chỉ tiêu (164/280)",
            "Văn bản nêu khoảng 60%; không kiểm tra được vì tỷ lệ chỉ nêu ước chừng.",
        ),
        (
            "2/0 chỉ tiêu, đạt 100%",
            "Văn bản nêu 100%; không kiểm tra được vì chỉ tiêu là 0.",
        ),
        (
            "kết nạp 9/12 chỉ tiêu",
            "Văn bản nêu 9/12, là 75,00%; không nêu tỷ lệ.",
        ),
        (
            "bằng 94,7% so với cùng kỳ",
            "Văn bản nêu bằng 94,7% so với cùng kỳ; đây không phải là tỷ lệ so với chỉ tiêu, "
            "không kiểm tra được.",
        ),
    ],
)
def test_message(text: str, message: str) -> None:
    assert dva.claims(text)["message"].tolist() == [message]


# --- the frame --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "164/280 đảng viên, đạt 58,57%", "vượt 8%"])
def test_columns_have_their_types(text: str) -> None:
    found = dva.claims(text)
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == DTYPES
    assert isinstance(found.index, pd.RangeIndex)


def test_a_claim_keeps_the_digits_as_printed() -> None:
    (claim,) = find_claims("164/280 đảng viên, đạt 58,570%")
    assert claim.rate == Decimal("58.570")
    assert claim.stated == "58,570%"
    assert Claim().whole is False


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1/" * 50_000,
        "1." * 50_000,
        "1/2 " * 25_000,
        "111 " * 25_000,
        "kết nạp " * 12_500,
        "164/280 đạt 58,57% " * 5_000,
        "chỉ tiêu " * 10_000 + "8%",
        "vượt " * 20_000 + "8%",
        "1\n" * 50_000,
        "(" * 100_000,
        "," * 100_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_long_lines_are_read_in_one_pass(text: str) -> None:
    """Anything worse than linear would take minutes here."""
    found = dva.claims(text)
    assert len(found) <= len(text) / 19 + 1
    assert found["text"].str.len().max() <= 1_000 or found.empty
