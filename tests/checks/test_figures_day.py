from datetime import date, timedelta

import pytest

from dangvien_analysis.checks.figures_day import check_day, check_sidecar, day_of_figures
from dangvien_analysis.document.passages import Printed, Stated
from dangvien_analysis.document.sidecar import Document
from dangvien_analysis.findings import Finding
from dangvien_analysis.text.numbers import format_date
from tests.builders import AS_OF

PLACE = "bang.toml"
AUGUST = date(2023, 8, 31)
ISSUED = date(2023, 9, 14)


def day(value: date, source: str = "stated", place: str = "đoạn 5") -> Stated[date]:
    return Stated(value, f"ngày {value.day}/{value.month}", place, source)


def found(given: date | None, beside: Document, printed: Printed) -> list[Finding]:
    return check_day(given, day_of_figures(beside, printed, PLACE), beside, printed)


@pytest.mark.parametrize(
    ("beside", "printed", "expected"),
    [
        (Document(), Printed(), None),
        # the sidecar goes before the prose
        (Document(as_of=AS_OF), Printed(days=(day(AUGUST),)), AS_OF),
        (Document(), Printed(days=(day(AUGUST), day(AS_OF, "meeting"))), AUGUST),
        # its date of issue comes after what the prose says, and before the prose's own
        (Document(issued=ISSUED), Printed(days=(day(AUGUST),)), AUGUST),
        (Document(issued=ISSUED), Printed(days=(day(AUGUST, "issued"),)), ISSUED),
        (Document(issued=ISSUED), Printed(), ISSUED),
    ],
)
def test_day_of_figures(beside: Document, printed: Printed, expected: date | None) -> None:
    chosen = day_of_figures(beside, printed, PLACE)
    assert (chosen.value if chosen else None) == expected


@pytest.mark.parametrize(
    ("given", "beside", "printed", "codes"),
    [
        (None, Document(), Printed(), ["no_date"]),
        (None, Document(as_of=AS_OF), Printed(), []),
        (AS_OF, Document(), Printed(), []),
        (AS_OF, Document(as_of=AUGUST), Printed(), ["date_overridden"]),
        (AS_OF, Document(), Printed(days=(day(AUGUST),)), ["date_overridden"]),
        # a meeting or a date of issue is another day than the call's
        (AS_OF, Document(), Printed(days=(day(AUGUST, "meeting"),)), []),
        (None, Document(), Printed(days=(day(AS_OF),)), ["date_from_text"]),
        (None, Document(), Printed(days=(day(AS_OF), day(AS_OF))), ["date_from_text"]),
        (
            *(None, Document(), Printed(days=(day(AS_OF), day(AUGUST)))),
            ["date_from_text", "dates_disagree"],
        ),
        (
            *(None, Document(), Printed(days=(day(AS_OF), day(AUGUST, "meeting")))),
            ["date_from_text"],
        ),
        # a quota of another year, unless the sidecar names the year
        (AS_OF, Document(), Printed(quota_year=Stated(2022, "năm 2022", "x")), ["dates_disagree"]),
        (AS_OF, Document(), Printed(quota_year=Stated(2023, "năm 2023", "x")), []),
        (AS_OF, Document(quota_year=2023), Printed(quota_year=Stated(2022, "", "")), []),
    ],
)
def test_check_day(
    given: date | None, beside: Document, printed: Printed, codes: list[str]
) -> None:
    assert [one.code for one in found(given, beside, printed)] == codes


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("stated", "lấy từ lời văn “ngày 13/9” (đoạn 5)."),
        ("meeting", "lấy từ ngày họp “ngày 13/9” (đoạn 5)."),
        ("period", "là ngày cuối của kỳ “ngày 13/9” (đoạn 5)."),
        ("issued", "lấy từ ngày ban hành “ngày 13/9” (đoạn 5)."),
    ],
)
def test_the_finding_names_what_was_used(source: str, words: str) -> None:
    (finding,) = found(None, Document(), Printed(days=(day(AS_OF, source),)))
    assert finding.message == f"Ngày số liệu 13/9/2023 {words}"
    assert (finding.place, finding.computed) == ("đoạn 5", "13/9/2023")


def test_two_days_are_shown_with_their_places() -> None:
    printed = Printed(days=(day(AS_OF), day(AUGUST, place="đoạn 9")))
    finding = found(None, Document(), printed)[-1]
    assert (finding.place, finding.stated, finding.computed) == (
        *("đoạn 5, đoạn 9", "13/9/2023", "31/8/2023"),
    )
    assert finding.message.endswith("“ngày 31/8” (đoạn 9); dùng 13/9/2023.")


@pytest.mark.parametrize(
    ("beside", "printed", "pairs"),
    [
        (Document(), Printed(), []),
        (
            Document(as_of=AS_OF, number="623-TB/HU", issued=ISSUED),
            Printed(
                number=Stated("624-TB/HU", "", "a"),
                issued=day(AUGUST, "issued", "b"),
                days=(day(AUGUST, place="c"),),
            ),
            [
                ("c", "31/8/2023", "13/9/2023"),
                ("b", "31/8/2023", "14/9/2023"),
                ("a", "624-TB/HU", "623-TB/HU"),
            ],
        ),
        # the same, written another way
        (
            Document(number="623 – tb/hu", issued=ISSUED),
            Printed(number=Stated("623-TB/HU", "", "a"), issued=day(ISSUED, "issued")),
            [],
        ),
        # a meeting is no statement of the day; one of two days fits
        (Document(as_of=AS_OF), Printed(days=(day(AUGUST, "meeting"),)), []),
        (Document(as_of=AS_OF), Printed(days=(day(AUGUST), day(AS_OF))), []),
    ],
)
def test_check_sidecar(
    beside: Document, printed: Printed, pairs: list[tuple[str, str, str]]
) -> None:
    findings = check_sidecar(beside, printed)
    assert {one.code for one in findings} <= {"document_differs"}
    assert [(one.place, one.stated, one.computed) for one in findings] == pairs


def test_an_impossible_day_is_told_beside_what_is_used() -> None:
    printed = Printed(impossible=(Stated("31/9/2023", "số liệu đến 31/9/2023", "dòng 1"),))
    first, second = found(None, Document(), printed)
    assert (first.code, first.place, first.stated) == ("impossible_day", "dòng 1", "31/9/2023")
    assert second.code == "no_date"
    assert [one.code for one in found(AS_OF, Document(), printed)] == ["impossible_day"]


LATER = date.today() + timedelta(days=40)


@pytest.mark.parametrize(
    ("given", "beside", "printed"),
    [
        (None, Document(), Printed(days=(day(LATER),))),
        (None, Document(as_of=LATER), Printed()),
        (LATER, Document(), Printed()),
        # the year of the quota is not told besides
        (None, Document(), Printed(days=(day(LATER),), quota_year=Stated(2023, "năm 2023", "x"))),
    ],
)
def test_a_day_to_come_is_one_finding(
    given: date | None, beside: Document, printed: Printed
) -> None:
    (finding,) = found(given, beside, printed)
    assert (finding.code, finding.severity) == ("future_day", "warning")
    assert (finding.stated, finding.computed) == (format_date(LATER), format_date(date.today()))


def test_made_up_figures_may_be_of_a_day_to_come() -> None:
    assert found(None, Document(as_of=LATER, simulated=True), Printed()) == []
