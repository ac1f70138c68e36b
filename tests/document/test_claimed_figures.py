import pytest

from dangvien_analysis.document.claimed_figures import ClaimRole, figures_of


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        (
            "chỉ tiêu giao 280, kết nạp 164, đạt 58,57%",
            [ClaimRole.QUOTA, ClaimRole.ADMITTED, ClaimRole.OF_QUOTA],
        ),
        ("164/280 đảng viên, vượt 2 chỉ tiêu", [ClaimRole.SHARE, ClaimRole.PLACES]),
        ("vượt 8%, bằng 94,7% so với cùng kỳ", [ClaimRole.OVER, ClaimRole.SAME_PERIOD]),
        # a class, a unit, a dossier is no admitted person
        ("kết nạp tại 5 chi bộ, 12 hồ sơ, 3 lớp", []),
        ("cùng kỳ năm trước kết nạp 150 đảng viên", []),
        ("còn phải kết nạp 116 đảng viên", []),
        ("", []),
    ],
)
def test_roles(sentence: str, roles: list[ClaimRole]) -> None:
    assert [figure.role for figure in figures_of(sentence)] == roles


@pytest.mark.parametrize(
    ("sentence", "fresh"),
    [
        ("kết nạp 5/8 đảng viên; xã Cổ Am 9/8 đảng viên", [False, True]),
        ("chỉ tiêu 280, Đảng bộ huyện kết nạp 164 đảng viên", [False, False]),
        ("chỉ tiêu 280, toàn Đảng bộ kết nạp 164 đảng viên", [False, False]),
    ],
)
def test_another_subject(sentence: str, fresh: list[bool]) -> None:
    assert [figure.fresh for figure in figures_of(sentence)] == fresh


def test_places_are_those_of_the_sentence() -> None:
    sentence = "đã kết nạp 1.905 đảng viên, đạt 58,57%"
    found = list(figures_of(sentence))
    assert [sentence[one.start : one.end] for one in found] == ["1.905", "58,57%"]


@pytest.mark.parametrize(
    ("sentence", "exact"), [("đạt gần 60% chỉ tiêu", False), ("đạt 60% chỉ tiêu", True)]
)
def test_exact(sentence: str, exact: bool) -> None:
    assert [figure.exact for figure in figures_of(sentence)] == [exact]


@pytest.mark.parametrize(
    ("sentence", "others"),
    [("45/54 chi bộ, đạt 83,3%", [True, False]), ("45/54 đảng viên, đạt 83,3%", [False, False])],
)
def test_what_is_counted(sentence: str, others: list[bool]) -> None:
    assert [figure.others for figure in figures_of(sentence)] == others
