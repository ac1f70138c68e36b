import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from dangvien_analysis.checks.names import _kindless
from dangvien_analysis.office.register import org_type_of
from tests.builders import (
    HEADER,
    REGISTER,
    SCHOOL,
    SOUND,
    VINH_QUANG,
    as_numbers,
    codes,
    finding,
    project,
    read_rows,
    without_marks,
)

BANK = "ngan-hang|Ngân hàng Nông nghiệp||enterprise|Doanh nghiệp và HTX|Ngân hàng NN|abbreviation"


def named(*names: str) -> list[str]:
    return [HEADER, *(f"{at}|{name}|1|1|0|1|100|0" for at, name in enumerate(names, start=1))]


SCHOOL_NAME = SCHOOL.split("|")[1]


def test_official_names_have_no_finding(tmp_path: Path) -> None:
    assert codes(read_rows(tmp_path, SOUND)) == []
    decomposed = [unicodedata.normalize("NFD", row) for row in SOUND]
    assert codes(read_rows(tmp_path, decomposed)) == []


def test_a_slip_that_the_register_marks(tmp_path: Path) -> None:
    rows = [row.replace("Vinh Quang", "Vĩnh Quang") for row in SOUND]
    snapshot = read_rows(tmp_path, rows)
    found = finding(snapshot, "misspelt_name")
    assert codes(snapshot) == ["misspelt_name"]
    assert found[["unit_id", "place"]].tolist() == ["xa-vinh-quang", "dòng 3, cột 2"]
    assert found["stated"] == "Đảng bộ xã Vĩnh Quang"
    assert found["computed"] == "Đảng bộ xã Vinh Quang"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # a tone placed the new way is another spelling, no slip
        ("An Hòa", "An Hoà"),
        ("An Hòa", unicodedata.normalize("NFD", "An Hoà")),
    ],
)
def test_another_spelling_is_a_variant(tmp_path: Path, old: str, new: str) -> None:
    snapshot = read_rows(tmp_path, [row.replace(old, new) for row in SOUND])
    assert codes(snapshot) == ["name_variant"]
    assert (
        "“Đảng bộ xã An Hoà” là Đảng bộ xã An Hòa" in finding(snapshot, "name_variant")["message"]
    )


def test_an_abbreviation_and_an_accepted_name_are_variants(tmp_path: Path) -> None:
    settings = project(tmp_path)
    settings.aliases.write_text("printed,unit_id\nxã Quang,xa-vinh-quang\n", encoding="utf-8")
    rows = named("ĐB xã An Hòa", "xã Quang", "CB Trường trung học phổ thông")
    snapshot = read_rows(tmp_path, rows)
    assert codes(snapshot) == ["name_variant", "org_type_missing"]
    # ĐB and CB say the kind
    assert "1 tên không ghi rõ" in finding(snapshot, "org_type_missing")["message"]
    assert finding(snapshot, "name_variant")["message"] == (
        "3 tên viết tắt hoặc viết khác tên chính thức: “ĐB xã An Hòa” là Đảng bộ xã An Hòa; "
        "“xã Quang” là Đảng bộ xã Vinh Quang; "
        "“CB Trường trung học phổ thông” là Chi bộ Trường THPT."
    )


def test_variants_and_bare_names_stand_in_one_finding_each(tmp_path: Path) -> None:
    rows = named("Đảng bộ xã An Hoà", "Đảng bộ xã Vinh Quang", SCHOOL_NAME, "Ngân hàng NN", "Bưu")
    snapshot = read_rows(tmp_path, rows, register=[*REGISTER, BANK])
    assert sorted(codes(snapshot)) == ["name_variant", "org_type_missing", "unknown_unit"]
    variant, bare = (finding(snapshot, code) for code in ("name_variant", "org_type_missing"))
    assert variant["message"].startswith("2 tên")
    assert variant["place"] == "dòng 2, cột 2; dòng 5, cột 2"
    # an unknown unit without a kind is named too
    assert bare["message"] == "2 tên không ghi rõ Đảng bộ hay Chi bộ: “Ngân hàng NN”; “Bưu”."


def test_unknown_names_are_not_compared(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [*named("Chi bộ Lạ"), VINH_QUANG], register=REGISTER[1:2])
    assert codes(snapshot) == ["unknown_unit"]


def test_without_a_register_only_the_kind_can_be_missing(tmp_path: Path) -> None:
    rows = named("Đảng bộ xã Vĩnh Quang", "Ngân hàng NN")
    assert codes(read_rows(tmp_path, rows, register=None)) == ["org_type_missing"]


@pytest.mark.parametrize("write", [str, str.upper])
@pytest.mark.parametrize("name", ["bang.tsv", "bang.xlsx", "bang.docx"])
def test_a_document_without_marks_has_one_warning(
    tmp_path: Path, write: Callable[[str], str], name: str
) -> None:
    rows = [write(without_marks(row)) for row in SOUND]
    told = as_numbers(rows) if name == "bang.xlsx" else rows
    snapshot = read_rows(tmp_path, told, name=name)
    assert list(snapshot.units.index) == [row.split("|")[0] for row in REGISTER]
    assert codes(snapshot) == ["unmarked_names"]
    found = finding(snapshot, "unmarked_names")
    assert found["message"].startswith("Tệp gõ không dấu; 3 tên đã được nhận")
    assert f"“{write('Dang bo xa Vinh Quang')}” là Đảng bộ xã Vinh Quang" in found["message"]
    assert found["place"].count(";") == 2


def test_a_name_that_marks_alone_tell_apart_stays_unknown(tmp_path: Path) -> None:
    register = ["a|Đảng bộ xã Vinh Quang", "b|Đảng bộ xã Vĩnh Quang", REGISTER[0]]
    rows = [without_marks(row) for row in named("Vinh Quang", "Đảng bộ xã An Hòa")]
    snapshot = read_rows(tmp_path, rows, register=register, as_of=None)
    assert list(snapshot.units.index) == ["vinh-quang", "xa-an-hoa"]
    message = finding(snapshot, "unknown_unit")["message"]
    assert "Đảng bộ xã Vinh Quang (a); Đảng bộ xã Vĩnh Quang (b)" in message
    assert "1 tên đã được nhận" in finding(snapshot, "unmarked_names")["message"]
    # one mark in the document: no name is read without marks
    snapshot = read_rows(tmp_path, [*rows, "Người lập biểu"], register=register, as_of=None)
    assert "unmarked_names" not in codes(snapshot)
    assert finding(snapshot, "unknown_unit")["stated"] == "Dang bo xa An Hoa"
    assert list(snapshot.units.index) == ["a", "dang-bo-xa-an-hoa"]


def test_what_the_office_accepted_decides_without_marks(tmp_path: Path) -> None:
    register = ["a|Đảng bộ xã Vinh Quang", "b|Đảng bộ xã Vĩnh Quang"]
    settings = project(tmp_path, register)
    settings.aliases.write_text("printed,unit_id\nXA VINH QUANG,b\n", encoding="utf-8")
    rows = [without_marks(row) for row in named("XA VINH QUANG")]
    assert list(read_rows(tmp_path, rows, register=register, as_of=None).units.index) == ["b"]


def test_names_without_their_kinds_are_variants(tmp_path: Path) -> None:
    rows = named("Xã An Hòa", "ĐẢNG ỦY XÃ VINH QUANG", "Trường THPT")
    snapshot = read_rows(tmp_path, rows)
    assert list(snapshot.units.index) == [row.split("|")[0] for row in REGISTER]
    assert finding(snapshot, "name_variant")["message"] == (
        "3 tên viết tắt hoặc viết khác tên chính thức: “Xã An Hòa” là Đảng bộ xã An Hòa; "
        "“ĐẢNG ỦY XÃ VINH QUANG” là Đảng bộ xã Vinh Quang; “Trường THPT” là Chi bộ Trường THPT."
    )


def test_a_name_that_two_units_share_stays_unknown_with_both_named(tmp_path: Path) -> None:
    register = ["a|Đảng bộ xã Cổ Am", "b|Đảng bộ thị trấn Cổ Am", "c|Chi bộ Trường THPT Cổ Am"]
    snapshot = read_rows(tmp_path, named("Cổ Am"), register=register, as_of=None)
    assert (
        "Gần giống: Đảng bộ xã Cổ Am (a); Đảng bộ thị trấn Cổ Am (b). Nếu"
        in (finding(snapshot, "unknown_unit")["message"])
    )


ODD = [
    *("Đảng bộ", "Chi bộ", "Chi bộ ", "Chi bộ -", "Chi bộ (số 1)", "“Đảng bộ xã An Hòa”"),
    *(
        "ĐB xã An Hòa",
        "CB Trạm Y tế",
        "CB -",
        "Đảng ủy xã",
        "đảng bộ xã",
        "CHI BỘ TRẠM",
        "chibộ x",
    ),
    *("“Chi bộ” Trạm", "Đảng bộxã", "Chi bộ 1", "Chi  bộ số 1", "Trường THPT Vĩnh Bảo", "x", ""),
    *(
        "Chi bộ …………………… số 1",
        "Chi-bộ số 1",
        "Đảng Bộ Xã",
        "Chi bộ 中",
        "Đang bộ xã",
        "CHI BỘ TRẠM",
    ),
]


def test_the_beginning_tells_the_kind_as_the_whole_name_does() -> None:
    committees = {name for name in ODD if name.startswith("Đảng ủy")}
    wanted = {name for name in ODD if org_type_of(name[:16]) is None} - committees
    assert _kindless(set(ODD)) == wanted
    assert "“Đảng bộ xã An Hòa”" not in wanted


def test_a_table_of_thousands_has_the_findings_of_its_rows(tmp_path: Path) -> None:
    """Every kind of name in turn; each finding is worked out here by a look at each row alone."""
    count = 3_000
    forms = ("Chi bộ Trạm {}", "CB Trạm {}", "Trạm lạ {}", "Chi bộ Trạn {}")
    register = [
        f"tram-{at}|Chi bộ Trạm {at}|chi_bo|health||Chi bộ Trạn {at}|misspelt"
        for at in range(count)
    ]
    printed = [forms[at % 4].format(at) for at in range(count)]
    snapshot = read_rows(tmp_path, named(*printed), register=register)
    found = snapshot.findings
    slips = [at for at in range(count) if at % 4 == 3]
    misspelt = found[found["code"] == "misspelt_name"]
    assert misspelt["unit_id"].tolist() == [f"tram-{at}" for at in slips]
    assert misspelt["stated"].tolist() == [printed[at] for at in slips]
    assert misspelt["computed"].tolist() == [f"Chi bộ Trạm {at}" for at in slips]
    assert misspelt["place"].tolist() == [f"dòng {at + 2}, cột 2" for at in slips]
    short = [at for at in range(count) if at % 4 == 1]
    variants = finding(snapshot, "name_variant")
    pairs = "; ".join(f"“{printed[at]}” là Chi bộ Trạm {at}" for at in short)
    assert variants["message"] == (
        f"{len(short)} tên viết tắt hoặc viết khác tên chính thức: {pairs}."
    )
    assert variants["place"] == "; ".join(f"dòng {at + 2}, cột 2" for at in short)
    bare = [at for at in range(count) if at % 4 == 2]
    names = "; ".join(f"“{printed[at]}”" for at in bare)
    assert finding(snapshot, "org_type_missing")["message"] == (
        f"{len(bare)} tên không ghi rõ Đảng bộ hay Chi bộ: {names}."
    )
    # Names that no unit bears have findings of their own, in the file's order.
    unknown = found[found["code"] == "unknown_unit"]
    assert unknown["stated"].tolist() == [printed[at] for at in bare]
