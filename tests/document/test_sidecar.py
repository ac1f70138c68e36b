import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.document.sidecar import Claims, Document, read_sidecar, sidecar_path
from dangvien_analysis.errors import ReadError
from tests.conftest import SHIPPED


def sidecar(folder: Path, text: str) -> Document:
    table = folder / "bang.tsv"
    sidecar_path(table).write_text(text, encoding="utf-8")
    return read_sidecar(table)


def test_shipped_sidecar() -> None:
    assert read_sidecar(SHIPPED) == Document(
        number="623-TB/HU",
        title="KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 9 THÁNG ĐẦU NĂM 2023",
        issued=date(2023, 9, 14),
        as_of=date(2023, 9, 13),
        deadline=date(2023, 12, 31),
        quota_year=2023,
        claims=Claims(admitted=164, rate="58,57", quota=280),
    )


@pytest.mark.parametrize(
    ("table", "beside"),
    [("a.tsv", "a.toml"), ("2023-09-13_623-TB-HU.xlsx", "2023-09-13_623-TB-HU.toml")],
)
def test_sidecar_path(table: str, beside: str) -> None:
    assert sidecar_path(Path("data") / table) == Path("data") / beside


def test_nothing_is_known_without_a_sidecar(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "bang.tsv") == Document()
    assert sidecar(tmp_path, "") == Document()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("[figures]\nas_of = 2023-09-13", Document(as_of=date(2023, 9, 13))),
        ("[headline]\nrate = '58.57'", Document(claims=Claims(rate="58.57"))),
        ("\ufeff[document]\nnumber = '623-TB/HU'", Document(number="623-TB/HU")),
        ("[document]\n[figures]\n[headline]", Document()),
    ],
)
def test_each_part_may_be_left_out(tmp_path: Path, text: str, known: Document) -> None:
    assert sidecar(tmp_path, text) == known


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[figure]\nas_of = 2023-09-13", ["[figure]", "document, figures, headline"]),
        ("as_of = 2023-09-13", ["[as_of]"]),
        ("document = 3", ["[document]"]),
        ("[figures]\nasof = 2023-09-13", ["dòng 2", "[figures]", "“asof”", "as_of?"]),
        ("[figures]\nas_of = '13/9/2023'", ["as_of", "NĂM-THÁNG-NGÀY", "“13/9/2023”"]),
        # a time of day is not a date
        ("[figures]\nas_of = 2023-09-13T08:00:00", ["as_of", "2023-09-13T08:00:00"]),
        ("[figures]\nquota_year = 2023.0", ["quota_year", "một số nguyên"]),
        ("[figures]\nquota_year = 20233", ["dòng 2", "quota_year", "từ năm 1930", "20233"]),
        ("[figures]\nquota_year = 0", ["quota_year", "từ năm 1930"]),
        # before the Party was founded, and after next year: a slip of a digit
        ("[figures]\nquota_year = 1929", ["quota_year", "năm thành lập Đảng", "1929"]),
        ("[figures]\nas_of = 0202-09-13", ["dòng 2", "as_of", "từ năm 1930", "0202-09-13"]),
        ("[figures]\ndeadline = 9999-12-31", ["deadline", "đồng hồ của máy", "9999-12-31"]),
        ("[document]\nissued = 2203-09-14", ["[document] issued", "2203-09-14"]),
        ("[headline]\nadmitted = true", ["admitted", "true"]),
        ("[headline]\nadmitted = '164'", ["admitted", "“164”", "Bỏ ngoặc kép"]),
        # counts that are none, and those of no district
        ("[headline]\nadmitted = -1", ["admitted", "từ 0 đến", "-1"]),
        (f"[headline]\nquota = {10**30}", ["quota", "10 triệu"]),
        ("[headline]\nrate = 58.57", ["rate", "một đoạn chữ"]),
        ("[headline]\nrate = 'gần 60'", ["dòng 2", "rate", "“gần 60”"]),
        ("[headline]\nrate = ''", ["rate", "“”"]),
        # letters that nobody sees: NUL, a line's end, writing turned round
        ('[document]\ntitle = "A\\u0000"', ["[document] title", "U+0000"]),
        ('[document]\nnumber = "A\\nB"', ["number", "dấu xuống dòng (U+000A)"]),
        ('[document]\nnumber = "A\\u202eB"', ["number", "U+202E"]),
        # what is no TOML, or more than any parser should be given
        ("[document]\nissued = 2023-02-29", ["dòng 2", "không có trong lịch"]),
        ("[document", ["không đọc được", "dấu ]"]),
        ("a = " + "[" * 1000 + "]" * 1000, ["dòng 1", "lồng nhau"]),
        ("[headline]\nquota = " + "1" * 5000, ["dòng 2", "số dài 5.000 ký tự"]),
    ],
)
def test_what_is_not_known_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ReadError) as caught:
        sidecar(tmp_path, text)
    assert [word for word in ["bang.toml", *words] if word not in str(caught.value)] == []


def test_sidecar_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bang.toml").write_bytes("[document]".encode("utf-16"))
    with pytest.raises(ReadError, match=r"bang\.toml: không đọc được: .*UTF-16, cần UTF-8"):
        read_sidecar(tmp_path / "bang.tsv")


def test_a_folder_of_the_sidecar_s_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bang.toml").mkdir()
    with pytest.raises(ReadError, match=r"bang\.toml: đây là một thư mục"):
        read_sidecar(tmp_path / "bang.tsv")


SLIPS = st.sampled_from([*'"[]{}=#.,\\\n\0-0“', '"""', "[[", "\\u0000", "1" * 5000, "[" * 999])


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), SLIPS), max_size=3))
def test_slips_anywhere_give_a_document_or_one_message(
    slips: list[tuple[float, int, str]],
) -> None:
    text = SHIPPED.with_suffix(".toml").read_text(encoding="utf-8")
    for share, gone, put in slips:
        at = int(share * len(text))
        text = text[:at] + put + text[at + gone :]
    with tempfile.TemporaryDirectory() as folder:
        try:
            sidecar(Path(folder), text)
        except ReadError as error:
            assert re.match(r"bang\.toml(, dòng \d+(, (cột \d+|cuối tệp))?)?: ", str(error))
            assert str(error).isprintable()


def test_a_sidecar_may_speak_of_next_year(tmp_path: Path) -> None:
    year = date.today().year + 1
    assert sidecar(tmp_path, f"[figures]\nquota_year = {year}").quota_year == year
    with pytest.raises(ReadError, match=f"đến năm {year} .*không phải {year + 1}"):
        sidecar(tmp_path, f"[figures]\nquota_year = {year + 1}")
