from datetime import date
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.intake.sidecar import Claims, Document, read_sidecar, sidecar_path
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
        ("[figures]\nasof = 2023-09-13", ["[figures]", "'asof'", "as_of"]),
        ("[figures]\nas_of = '13/9/2023'", ["as_of", "NĂM-THÁNG-NGÀY", "13/9/2023"]),
        # a time of day is not a date
        ("[figures]\nas_of = 2023-09-13T08:00:00", ["as_of", "2023-09-13T08:00:00"]),
        ("[figures]\nquota_year = 2023.0", ["quota_year", "một số nguyên"]),
        ("[figures]\nquota_year = 20233", ["quota_year", "một năm", "20233"]),
        ("[figures]\nquota_year = 0", ["quota_year", "một năm"]),
        ("[headline]\nadmitted = true", ["admitted", "True"]),
        ("[headline]\nadmitted = '164'", ["admitted", "'164'"]),
        ("[headline]\nrate = 58.57", ["rate", "một đoạn chữ"]),
        ("[headline]\nrate = 'gần 60'", ["rate", "'gần 60'"]),
        ("[headline]\nrate = ''", ["rate", "''"]),
        ("[document]\nissued = 2023-02-29", ["không đọc được"]),
        ("[document", ["không đọc được"]),
    ],
)
def test_what_is_not_known_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ReadError) as caught:
        sidecar(tmp_path, text)
    assert [word for word in ["bang.toml", *words] if word not in str(caught.value)] == []


def test_sidecar_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bang.toml").write_bytes("[document]".encode("utf-16"))
    with pytest.raises(ReadError, match=r"bang\.toml: không đọc được"):
        read_sidecar(tmp_path / "bang.tsv")
