from datetime import date

import pytest

from dangvien_analysis.document.dates import days_in
from dangvien_analysis.document.day_words import DAY_WORDS, led_to
from dangvien_analysis.document.passages import Passage, read_document
from dangvien_analysis.document.wording import plain
from dangvien_analysis.text.numbers import format_date
from tests.conftest import ROOT

EXAMPLES = [
    (kind.kind, text, date.fromisoformat(day) if day else None, kind.source)
    for kind in DAY_WORDS
    for text, day in kind.examples.items()
]


@pytest.mark.parametrize(("kind", "text", "expected", "source"), EXAMPLES)
def test_each_example_gives_its_day(
    kind: str, text: str, expected: date | None, source: str
) -> None:
    # The year of "Từ 01/01" stands in the title where the text has none.
    title = [] if "202" in text else [Passage("KẾT QUẢ KẾT NẠP NĂM 2023", "dòng 1", ())]
    found = read_document([*title, Passage(text, "dòng 2", (text,))])
    days = [(one.value, one.source) for one in found.days[:1]]
    assert days == ([(expected, source)] if expected else [])
    assert found.impossible == ()


def test_the_note_for_analysts_shows_every_kind_with_its_first_example() -> None:
    note = (ROOT / "docs" / "doc-tep.md").read_text(encoding="utf-8")
    for kind in DAY_WORDS:
        text, day = next(iter(kind.examples.items()))
        shown = format_date(date.fromisoformat(day)) if day else "không lấy"
        assert f"| {kind.kind} | {text} | {shown} | {kind.means} |" in note


@pytest.mark.parametrize(
    ("text", "midnight"),
    [
        ("tính đến 0h ngày 14/9/2023", True),
        ("tính đến 00h00 ngày 14/9/2023", True),
        ("tính đến 0 giờ 00 phút, ngày 14/9/2023", True),
        ("tính đến 0h30 ngày 14/9/2023", False),
        ("tính đến 24 giờ ngày 14/9/2023", False),
        ("tính đến 10h ngày 14/9/2023", False),
    ],
)
def test_the_first_minute_of_a_day_is_the_end_of_the_day_before(text: str, midnight: bool) -> None:
    letters = plain(text)
    led = led_to(letters, next(days_in(letters)))
    assert led is not None
    assert (led.source, led.midnight) == ("stated", midnight)


@pytest.mark.parametrize(
    "text",
    [
        "kế hoạch của Huyện ủy ban hành ngày 12/12/2022",
        "số liệu đến ngày 31/8/2023 của kỳ trước",
        "đến ngày 31/8/2023 (kỳ trước)",
        "quý trước tính đến ngày 30/6/2023",
        "kết nạp đến 9/12 chi bộ",
        "ngày 13/9/2023",
    ],
)
def test_other_days(text: str) -> None:
    letters = plain(text)
    assert [led_to(letters, one) for one in days_in(letters)] == [None]
