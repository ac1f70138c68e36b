import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.errors import RegisterError
from dangvien_analysis.office.register import FIELDS, Register, org_type_of, read_register
from dangvien_analysis.text.vietnamese import fold
from tests.builders import as_excel_saves, project
from tests.conftest import AS_OF, ROOT

BANK = "ngan-hang-nong-nghiep-va-phat-trien-nong-thon-nam-am"
WATER = "cong-ty-tnhh-mtv-khai-thac-cong-trinh-thuy-loi-vinh-bao"


@pytest.fixture(scope="module")
def shipped() -> Register:
    return read_register(ROOT / "data" / "reference" / "units.csv")


def register(folder: Path, *rows: str) -> Register:
    return read_register(project(folder, rows).register)


def test_shipped_register(shipped: Register) -> None:
    assert bool(shipped)
    assert len(shipped.table) == 54
    assert list(shipped.table) == list(FIELDS[1:])
    assert shipped.table.notna().all(axis=None)
    assert shipped.valid_at(AS_OF) == list(shipped.table.index)


def test_no_register() -> None:
    none = Register()
    assert not none
    assert none.match("Đảng bộ xã An Hòa") is None
    assert none.valid_at(AS_OF) == []
    assert list(none.table) == list(FIELDS[1:])
    assert not read_register(ROOT / "no-such-file.csv")


@pytest.mark.parametrize(
    ("printed", "unit_id"),
    [
        ("Đảng bộ xã An Hòa", "xa-an-hoa"),
        # the tone placed the new way, and letters taken apart
        ("Đảng bộ xã An Hoà", "xa-an-hoa"),
        (unicodedata.normalize("NFD", "Đảng bộ xã An Hoà"), "xa-an-hoa"),
        (" Đảng bộ\nxã  An Hòa ", "xa-an-hoa"),
        # the slip of the notice, and the official name
        ("Đảng bộ xã Vĩnh Quang", "xa-vinh-quang"),
        ("Đảng bộ xã Vinh Quang", "xa-vinh-quang"),
        # listed_as with its tone placed the new way
        ("Đảng bộ Công ty TNHH MTV KTCT Thuỷ lợi", WATER),
        ("Đảng bộ Công ty TNHH MTV KTCT Thủy lợi", WATER),
        # folded text never decides
        ("Đảng bộ xã Vịnh Quang", None),
        ("Dang bo xa An Hoa", None),
        ("ĐẢNG BỘ XÃ AN HOA", None),
        ("xã An Hoa", None),
        # without its kind, or with another body's
        ("xã An Hòa", "xa-an-hoa"),
        # abbreviations in full, in either direction; letter case, & and hyphens do not matter
        ("ĐẢNG BỘ XÃ AN HÒA", "xa-an-hoa"),
        ("ĐB xã An Hoà", "xa-an-hoa"),
        ("ĐB TT Vĩnh Bảo", "thi-tran-vinh-bao"),
        ("CB TT Y tế", "trung-tam-y-te"),
        ("Đảng bộ CA huyện", "cong-an-huyen"),
        ("Đảng bộ BVĐK Vĩnh Bảo", "benh-vien-da-khoa-vinh-bao"),
        ("ĐB Trường trung học phổ thông Tô Hiệu", "truong-thpt-to-hieu"),
        ("CB Phòng LĐ-TB&XH", "phong-lao-dong-thuong-binh-va-xa-hoi"),
        ("Chi bộ Phòng VH – TT", "phong-van-hoa-thong-tin"),
        ("Chi bộ VP HĐND & UBND huyện", "van-phong-hdnd-va-ubnd-huyen"),
        ("Ngân hàng NN&PTNT Nam Am", BANK),
        # accents matter at every stage
        ("ĐB xã Vịnh Quang", None),
        ("ĐB xã An Hoa", None),
        # the register's slip is not spelled out: Vĩnh Quang is another name
        ("ĐB xã Vĩnh Quang", None),
        ("", None),
    ],
)
def test_match(shipped: Register, printed: str, unit_id: str | None) -> None:
    assert shipped.match(printed) == unit_id
    assert shipped.match(printed, AS_OF) == unit_id


def test_every_name_of_the_register_finds_its_unit(shipped: Register) -> None:
    for column in ("unit_name", "listed_as"):
        names = shipped.table[column]
        names = names[names != ""]
        assert [shipped.match(name) for name in names] == list(names.index)


@pytest.mark.parametrize(
    ("day", "present"),
    [
        # the first and the last day count
        (date(2023, 12, 31), ["always", "old"]),
        (date(2024, 1, 1), ["always", "new"]),
        (date(2024, 6, 30), ["always", "new"]),
        (date(2024, 7, 1), ["always"]),
    ],
)
def test_valid_at(tmp_path: Path, day: date, present: list[str]) -> None:
    units = register(
        tmp_path,
        "always|Chi bộ A",
        "old|Chi bộ B||||||" + "|2023-12-31",
        "new|Chi bộ C||||||2024-01-01|2024-06-30",
    )
    assert units.valid_at(day) == present


def test_the_day_decides_between_two_units_of_one_name(tmp_path: Path) -> None:
    units = register(
        tmp_path,
        "old|Đảng bộ xã A||||||" + "|2024-12-31",
        "new|Đảng bộ xã A||||||2025-01-01",
    )
    assert units.match("Đảng bộ xã A", date(2024, 12, 31)) == "old"
    assert units.match("Đảng bộ xã A", date(2025, 1, 1)) == "new"
    assert units.match("Đảng bộ xã A") is None


def test_a_name_of_two_units_at_once_matches_neither(tmp_path: Path) -> None:
    units = register(tmp_path, "one|Chi bộ A", "two|Chi bộ A")
    assert units.match("Chi bộ A", AS_OF) is None


def test_a_unit_that_is_gone_is_still_known(tmp_path: Path) -> None:
    units = register(tmp_path, "old|Chi bộ A||||||" + "|2020-12-31")
    assert units.match("Chi bộ A", AS_OF) == "old"


def test_an_official_name_goes_before_a_printed_one(tmp_path: Path) -> None:
    units = register(tmp_path, "one|Chi bộ A|||| Chi bộ B|misspelt", "two|Chi bộ B")
    assert units.match("Chi bộ B") == "two"


@pytest.mark.parametrize(
    ("units", "printed", "unit_id"),
    [
        # one abbreviation, two units: neither
        (["one|Đảng bộ thị trấn A", "two|Đảng bộ Trung tâm A"], "Đảng bộ TT A", None),
        # of two readings only one is a unit
        (["one|Đảng bộ thị trấn A", "two|Chi bộ Trung tâm A"], "ĐB TT A", "one"),
        # a long name is no abbreviation of another long one
        (["one|Đảng bộ thị trấn A"], "Đảng bộ Trung tâm A", None),
        # the register's own abbreviation, printed in full
        (["one|Chi bộ TT A"], "Chi bộ Thị trấn A", "one"),
        # two units that differ in letter case alone
        (["one|Chi bộ A b", "two|Chi bộ A B"], "Chi bộ A B", "two"),
        (["one|Chi bộ A b", "two|Chi bộ A B"], "CHI BỘ A B", None),
        # two units that differ in an accent alone
        (["one|Chi bộ Vinh Quang", "two|Chi bộ Vĩnh Quang"], "CB Vinh Quang", "one"),
        (["one|Chi bộ Vinh Quang", "two|Chi bộ Vĩnh Quang"], "CB Vĩnh Quang", "two"),
        # what is printed so goes before what reads so
        (["one|Chi bộ Công an", "two|Chi bộ B||||CB CA|abbreviation"], "CB CA", "two"),
        # a unit that is gone is not guessed from an abbreviation
        (["one|Chi bộ Công an||||||" + "|2020-12-31"], "CB CA", None),
        (["one|Chi bộ CA||||||" + "|2020-12-31", "two|Chi bộ Công an"], "CB CA", "two"),
    ],
)
def test_abbreviations_name_exactly_one_unit_of_the_day(
    tmp_path: Path, units: list[str], printed: str, unit_id: str | None
) -> None:
    assert register(tmp_path, *units).match(printed, AS_OF) == unit_id


@pytest.mark.parametrize(
    ("printed", "unit_id"),
    [
        ("Chi bộ  Xa", "one"),
        # the tone placed the new way
        ("Chi bộ Hoà", "two"),
        # an official name goes before an alias, an alias before an abbreviation
        ("Chi bộ A", "one"),
        ("CB A", "two"),
        ("Chi bộ xa", None),
    ],
)
def test_aliases(tmp_path: Path, printed: str, unit_id: str | None) -> None:
    aliases = {"Chi bộ Xa": "one", "Chi bộ Hòa": "two", "Chi bộ A": "two", "CB A": "two"}
    units = register(tmp_path, "one|Chi bộ A", "two|Chi bộ B")
    assert units.match(printed) != "two"
    assert replace(units, aliases=aliases).match(printed) == unit_id


def test_names_as_they_stand_need_no_other_stage(
    shipped: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    # tables of 52,000 rows: no name is cleaned or spelled out before one misses
    units = Register(shipped.table)
    for name in ("clean", "tone_key", "spelled_out", "fold"):
        monkeypatch.delattr(f"dangvien_analysis.office.register.{name}")
    names = units.table["unit_name"]
    assert [units.match(name, AS_OF) for name in names] == list(names.index)


@pytest.mark.parametrize(
    ("printed", "unit_ids"),
    [
        # accents apart: that unit alone
        ("Đảng bộ xã An Hoa", ["xa-an-hoa"]),
        ("Đảng bộ xã Vịnh Quang", ["xa-vinh-quang"]),
        # the kind left out or wrong, a letter lost, words added or in another order
        ("Chi bộ xã An Hoa", ["xa-an-hoa"]),
        ("xã Cao Min", ["xa-cao-minh"]),
        ("Đảng bộ xã Cổ Am huyện Vĩnh Bảo", ["xa-co-am"]),
        ("Chi bộ Kế hoạch - Tài chính phòng", ["phong-tai-chinh-ke-hoach"]),
        # an abbreviation together with a word too many
        ("Chi bộ BHXH huyện", ["bao-hiem-xa-hoi"]),
        # one of two syllables in common is no resemblance
        ("Đảng bộ xã Vĩnh Bình", []),
        ("Chi bộ Bưu điện", []),
        # too little to tell
        ("Đảng bộ xã", []),
        ("Đảng bộ", []),
        ("", []),
    ],
)
def test_suggest(shipped: Register, printed: str, unit_ids: list[str]) -> None:
    assert shipped.suggest(printed) == unit_ids


def test_what_is_suggested_is_not_matched(shipped: Register) -> None:
    for printed in ("Đảng bộ xã An Hoa", "xã Cao Min", "Chi bộ BHXH huyện"):
        assert shipped.suggest(printed)
        assert shipped.match(printed, AS_OF) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 9])
def test_suggestions_are_few_and_nearest_first(shipped: Register, limit: int) -> None:
    schools = [
        "truong-thpt-to-hieu",
        "truong-thpt-vinh-bao",
        "truong-thpt-cong-hien",
        "truong-thpt-nguyen-khuyen",
        "truong-thpt-nguyen-binh-khiem",
    ]
    assert shipped.suggest("Chi bộ Trường THPT", limit) == schools[:limit]


def test_no_register_suggests_nothing() -> None:
    assert Register().suggest("Đảng bộ xã An Hòa") == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["xa-a|Xã A", "b|B", "xa-a|Xã B"], ["dòng 4", "'xa-a'", "hai lần", "đầu ở dòng 2"]),
        (["xa-a|Xã A", "Xã B|Xã B"], ["dòng 3", "'Xã B'", "không dấu"]),
        (["|Xã A"], ["dòng 2", "''"]),
        # hyphens without a word on each side
        (["a--b|Xã A"], ["dòng 2", "'a--b'"]),
        (["xa-a|Xã A", "xa-b-|Xã B"], ["dòng 3", "'xa-b-'"]),
        (["xa-a|Xã A||||||1/13/2024"], ["dòng 2", "valid_from", "'1/13/2024'"]),
        (["xa-a|Xã A||||||" + "|20240131"], ["dòng 2", "valid_to", "'20240131'"]),
        (["xa-a|Xã A||||||" + "|2023-02-29"], ["valid_to", "2023-02-29"]),
        # saved by a program that cannot write Vietnamese
        (["xa-a|Xã A", "xa-b|Đ?ng b? xã B"], ["dòng 3", "unit_name", "'Đ?ng b? xã B'"]),
        (["xa-a|Xã A||||Đảng b? A"], ["dòng 2", "listed_as", "'Đảng b? A'"]),
    ],
)
def test_bad_rows_are_refused(tmp_path: Path, rows: list[str], words: list[str]) -> None:
    with pytest.raises(RegisterError) as caught:
        register(tmp_path, *rows)
    assert [word for word in ["units.csv", *words] if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "units.csv"),
        (b"unit_id,unit_name\nxa-a,A\n", "org_type, sector, official_class"),
        # one column less, with semicolons
        (";".join(FIELDS[:-1]).encode() + b"\n", "thiếu cột valid_to .*dấu chấm phẩy"),
        (",".join(FIELDS).encode() + b"\nxa-a,A,,,,,,,,x\n", "units.csv, dòng 2"),
        (",".join(FIELDS).encode("utf-16-le"), "units.csv"),
        ((",".join(FIELDS) + "\nxa-a," + "A" * 200_000).encode(), "units.csv, dòng 2"),
        (",".join(FIELDS).encode() + b'\nxa-a,"A,,,,,,,\n', "units.csv"),
    ],
)
def test_files_that_are_no_register(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    with pytest.raises(RegisterError, match=words):
        read_register(path)


def test_a_register_as_a_vietnamese_excel_saves_it(tmp_path: Path, shipped: Register) -> None:
    path = tmp_path / "units.csv"
    text = (ROOT / "data" / "reference" / "units.csv").read_text(encoding="utf-8")
    path.write_bytes(as_excel_saves(text))
    assert b";30/6/2025\r\n" in path.read_bytes()
    pd.testing.assert_frame_equal(read_register(path).table, shipped.table)


def test_days_are_compared_however_they_are_written(tmp_path: Path) -> None:
    units = register(tmp_path, "old|Chi bộ A||||||" + "|9/12/2023", "new|B||||||10/12/2023")
    assert units.valid_at(date(2023, 12, 9)) == ["old"]
    assert units.valid_at(date(2023, 12, 10)) == ["new"]


def test_a_short_row_is_filled_with_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(",".join(FIELDS) + "\nxa-a, Đảng bộ  xã A \n", encoding="utf-8-sig")
    expected = pd.Series(["Đảng bộ xã A", *[""] * (len(FIELDS) - 2)], index=list(FIELDS[1:]))
    pd.testing.assert_series_equal(
        read_register(path).table.loc["xa-a"], expected, check_names=False, check_dtype=False
    )


PIECES = ["Đảng", "bộ", "Chi", "CHI BỘ", "đang bo", "xã", "A", "1", "%", "-", "…", "中", ":"]
GAPS = [" ", "  ", "\n", "\u00a0", "\u200b", "-", ""]


@given(st.lists(st.sampled_from([*PIECES, *GAPS]), max_size=8).map("".join))
def test_first_words_tell_the_kind_as_the_whole_name_does(name: str) -> None:
    kinds = {"dang bo ": "dang_bo", "chi bo ": "chi_bo"}
    told = [kind for words, kind in kinds.items() if fold(name).startswith(words)]
    assert org_type_of(name) == (told[0] if told else None)


@pytest.mark.parametrize(
    ("name", "org_type"),
    [
        ("Đảng bộ xã An Hòa", "dang_bo"),
        ("ĐẢNG BỘ XÃ AN HÒA", "dang_bo"),
        ("Chi bộ Trung tâm Y tế", "chi_bo"),
        ("Ngân hàng NNN và PTNT Nam Am", None),
        # only the first words tell, and a name is more than the kind
        ("Trường Đảng bộ", None),
        ("Chi bộ", None),
        # the short forms, in capitals and before a name
        ("ĐB xã An Hòa", "dang_bo"),
        ("CB Trường THPT", "chi_bo"),
        ("ĐB", None),
        ("db xã", None),
        # not the first words as they are split by spaces
        ("Đảng-bộ xã A", "dang_bo"),
        ("- Chi bộ xã A", "chi_bo"),
        ("Chi bộ: xã A", "chi_bo"),
        ("Chi bộ - xã A", "chi_bo"),
        ("Chi bộ 1", "chi_bo"),
        ("Chi bộ …", None),
        ("Chi bộ中", None),
        ("\u200bĐảng\u00a0bộ  xã A", "dang_bo"),
        ("", None),
    ],
)
def test_org_type_of(name: str, org_type: str | None) -> None:
    assert org_type_of(name) == org_type
