from datetime import date
from pathlib import Path

import pytest
from docx import Document

from dangvien_analysis.errors import SettingsError
from dangvien_analysis.office.settings import Office
from dangvien_analysis.office.settings_file import read_settings
from dangvien_analysis.pack.word.letterhead import (
    letterhead,
    number_line,
    place_line,
    recipients,
    signature,
)
from dangvien_analysis.pack.word.word_styles import set_up

# Placeholders, not persons.
FULL = Office(
    "HUYỆN ỦY A",
    "BAN TỔ CHỨC",
    "A",
    "5",
    "BC/BTCHU",
    "K/T TRƯỞNG BAN",
    "Phó Trưởng ban",
    "Họ và tên",
    ("Ban Thường vụ Huyện ủy,", "Các đơn vị", "Lưu Ban Tổ chức."),
)


@pytest.mark.parametrize(
    ("number", "symbol", "line"),
    [
        ("5", "BC/BTCHU", "Số 05-BC/BTCHU"),
        ("12", "BC/BTCHU", "Số 12-BC/BTCHU"),
        ("", "BC/BTCHU", "Số ……-BC/BTCHU"),
        ("12", "", "Số 12-……"),
        ("5a", "BC", "Số 5a-BC"),
    ],
)
def test_number_line(number: str, symbol: str, line: str) -> None:
    assert number_line(Office(number=number, symbol=symbol)) == line


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 2, 5), "A, ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "A, ngày 15 tháng 3 năm 2026"),
        (date(2026, 12, 9), "A, ngày 09 tháng 12 năm 2026"),
        (None, "A, ngày …… tháng …… năm ……"),
    ],
)
def test_place_line(day: date | None, line: str) -> None:
    assert place_line(Office(place="A"), day) == line


def test_recipients_end_as_the_rules_of_their_time_say() -> None:
    names = ["- Ban Thường vụ Huyện ủy{0}", "- Các đơn vị{0}", "- Lưu Ban Tổ chức."]
    assert recipients(FULL) == [name.format(",") for name in names]
    newer = Office(recipients=FULL.recipients, format_rules="HD05")
    assert recipients(newer) == [name.format(";") for name in names]
    assert recipients(Office()) == ["- ……."]


def test_signature_block() -> None:
    document = Document()
    set_up(document)
    letterhead(document, FULL, date(2026, 2, 5))
    signature(document, FULL)
    head, foot = document.tables
    assert head.rows[0].cells[0].text.splitlines()[-1] == "Số 05-BC/BTCHU"
    left, right = foot.rows[0].cells
    assert left.paragraphs[0].text == "Nơi nhận:"
    assert left.paragraphs[0].style.name == "Recipients Title"
    texts = [paragraph.text for paragraph in right.paragraphs]
    assert texts == ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "", "", "", "", "Họ và tên"]
    assert [right.paragraphs[at].style.name for at in (0, 1, -1)] == [
        *("Authority", "Position", "Signer")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('issuing_body = "BAN THƯỜNG VỤ"\nauthority = "K/T BÍ THƯ"', ["authority", "T/M", "K/T"]),
        ('issuing_body = "HUYỆN ỦY A"\nauthority = "k/t bí thư"', ["authority", "T/M"]),
        ('format_rules = "HD99"', ["format_rules", "HD36 hoặc HD05", "HD99"]),
        ('recipients = "Lưu"', ["recipients", "danh sách"]),
        ("recipients = [1]", ["recipients", "danh sách"]),
    ],
)
def test_what_the_rules_do_not_allow_is_refused(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    path = tmp_path / "dangvien.toml"
    path.write_text(f"[office]\n{text}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert [word for word in [str(path), *words] if word not in str(caught.value)] == []


def test_a_staff_board_may_sign_for_its_head_and_a_committee_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "dangvien.toml"
    path.write_text(
        '[office]\nissuing_body = "BAN THƯỜNG VỤ"\nauthority = "T/M BAN THƯỜNG VỤ"\n'
        'recipients = ["Lưu"]',
        encoding="utf-8",
    )
    assert read_settings(path).office.recipients == ("Lưu",)
    assert FULL.authority.startswith("K/T")
