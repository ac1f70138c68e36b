import pytest

from dangvien_analysis.office.unit_names import NameIndex
from tests.builders import without_marks

COMMUNE, SCHOOL = "Đảng bộ xã Cổ Am", "Chi bộ Trường THPT Cổ Am"
TOWNS = ("Đảng bộ xã Cổ Am", "Đảng bộ thị trấn Cổ Am")


def index(*names: str, marks: bool = True) -> NameIndex:
    return NameIndex(names, [str(at) for at in range(1, len(names) + 1)], marks=marks)


@pytest.mark.parametrize(
    ("names", "printed", "found"),
    [
        # without its kind, or with another body's, in any letter case
        ((COMMUNE, SCHOOL), "Cổ Am", "1"),
        ((COMMUNE, SCHOOL), "Xã Cổ Am", "1"),
        ((COMMUNE, SCHOOL), "ĐẢNG ỦY XÃ CỔ AM", "1"),
        ((COMMUNE, SCHOOL), "Đảng uỷ Cổ Am", "1"),
        ((COMMUNE, SCHOOL), "ĐU xã Cổ Am", "1"),
        ((COMMUNE, SCHOOL), "Chi bộ xã Cổ Am", "1"),
        ((COMMUNE, SCHOOL), "Chi ủy Trường THPT Cổ Am", "2"),
        ((COMMUNE, SCHOOL), "Trường trung học phổ thông Cổ Am", "2"),
        (("Đảng bộ thị trấn A Bê",), "TT. A Bê", "1"),
        (("Đảng bộ phường A Bê",), "P. A Bê", "1"),
        # words cut by a narrow column
        ((COMMUNE, SCHOOL), "Đảng bộ xã C ổ A m", "1"),
        ((COMMUNE, SCHOOL), "Trườn g THPT Cổ Am", "2"),
        ((COMMUNE, SCHOOL), "Trường THPT C ổ Am", "2"),
        (("Chi bộ Cổ A", "Chi bộ Cổ Am"), "Chi bộ C ổ A m", "2"),
        # what is no word of a Party body or of an area makes another unit
        ((COMMUNE,), "UBND xã Cổ Am", ""),
        ((COMMUNE,), "Hội Nông dân xã Cổ Am", ""),
        ((COMMUNE,), "Cổ Am 2", ""),
        ((SCHOOL,), "Cổ Am", ""),
        ((COMMUNE,), "Chi bộ Trường THPT Cổ Am", ""),
        # accents count, and so do areas that differ
        ((COMMUNE,), "Xã Cố Am", ""),
        ((COMMUNE,), "Co Am", ""),
        ((COMMUNE,), "Thị trấn Cổ Am", ""),
        # two units share what is left: neither, unless the area is said
        (TOWNS, "Cổ Am", "12"),
        (TOWNS, "Đảng ủy Cổ Am", "12"),
        (TOWNS, "Xã Cổ Am", "1"),
        (TOWNS, "TT Cổ Am", "2"),
        # a name that is one unit's as it stands goes before what is left of it
        (("Đảng bộ Cổ Am", "Chi bộ Cổ Am"), "ĐB Cổ Am", "1"),
        (("Đảng bộ Cổ Am", "Chi bộ Cổ Am"), "Cổ Am", "12"),
        # a kind alone is no name
        ((COMMUNE,), "Đảng bộ xã", ""),
        ((COMMUNE,), "Xã", ""),
        ((COMMUNE,), "", ""),
    ],
)
def test_names_without_their_kinds(names: tuple[str, ...], printed: str, found: str) -> None:
    assert index(*names).find(printed) == set(found)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("DANG BO XA CO AM", "1"),
        ("Dang bo xa Co Am", "1"),
        ("DB XA CO AM", "1"),
        ("Dang uy Co Am", "1"),
        ("CHI BO TRUONG THPT CO AM", "2"),
        ("Chi bo Phong Van hoa & Du lich", "3"),
        # not one unit's without marks
        ("Dang bo xa Vinh Quang", "45"),
        ("UBND xa Co Am", ""),
        ("", ""),
    ],
)
def test_names_without_marks(printed: str, found: str) -> None:
    names = (COMMUNE, SCHOOL, "Chi bộ Phòng Văn hóa và Du lịch")
    twins = ("Đảng bộ xã Vinh Quang", "Đảng bộ xã Vĩnh Quang")
    assert index(*names, *twins, marks=False).find(printed) == set(found)


def test_a_name_as_it_is_typed_without_marks_is_found() -> None:
    names = (COMMUNE, SCHOOL, "Đảng bộ Công an huyện", "Chi bộ Đội Quản lý đê")
    for at, name in enumerate(names, start=1):
        assert index(*names, marks=False).find(without_marks(name)) == {str(at)}


def test_only_units_of_the_day_are_meant() -> None:
    assert index(*TOWNS).find("Cổ Am", {"2"}) == {"2"}
    assert index(*TOWNS).find("Xã Cổ Am", {"2"}) == set()
    assert index(*TOWNS).find("Cổ Am", set()) == set()


@pytest.mark.parametrize(
    ("name", "says"),
    [("Đảng ủy A", True), ("CB A", True), ("Xã A", True), ("TT. A", True), ("A", False)],
)
def test_whether_a_name_says_its_kind(name: str, says: bool) -> None:
    assert index(COMMUNE).has_kind(name) is says
