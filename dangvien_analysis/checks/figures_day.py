"""Which day the figures run to, and where the document and what stands beside it disagree."""

from collections.abc import Sequence
from datetime import date

from dangvien_analysis.document.passages import Printed, Stated
from dangvien_analysis.document.sidecar import Document
from dangvien_analysis.findings import Finding
from dangvien_analysis.text.numbers import format_date

_SOURCES = {
    "stated": "lấy từ lời văn",
    "updated": "lấy từ ngày cập nhật",
    "meeting": "lấy từ ngày họp",
    "period": "là ngày cuối của kỳ",
    "issued": "lấy từ ngày ban hành",
}
_NAMES = {"as_of": "ngày số liệu", "number": "số văn bản", "issued": "ngày ban hành"}


def day_of_figures(beside: Document, printed: Printed, place: str) -> Stated[date] | None:
    """Choose the day the figures run to when the call names none.

    Gives the sidecar's day, else the first of the prose, else the date of issue in the sidecar.
    """
    if beside.as_of:
        return Stated(beside.as_of, "", place)
    if printed.days and not (beside.issued and printed.days[0].source == "issued"):
        return printed.days[0]
    return Stated(beside.issued, "", place, "issued") if beside.issued else None


def check_day(
    given: date | None, chosen: Stated[date] | None, beside: Document, printed: Printed
) -> list[Finding]:
    """Say where the day of the figures comes from, unless it stands beside the file."""
    findings = list(map(_impossible, printed.impossible))
    if given is None and chosen is None:
        message = (
            "Tệp không ghi số liệu tính đến ngày nào nên chưa tính được nhịp độ; hãy thêm --as-of "
            f"NGÀY.{_elsewhere(printed)}"
        )
        return [*findings, Finding("no_date", message)]
    findings += _overridden(given, chosen, beside)
    day = given or (chosen.value if chosen else None)
    ahead = day is not None and day > date.today() and not beside.simulated
    if ahead:
        findings.append(_future(given, chosen))
    elif chosen and given is None and beside.as_of is None:
        findings.append(_from_text(chosen))
    findings += _two_days(_told(printed), chosen if given is None else None)
    year = printed.quota_year
    if day and year and not ahead and beside.quota_year is None and year.value != day.year:
        message = (
            f"Văn bản ghi chỉ tiêu năm {year.value} (“{year.words}”, {year.place}), nhưng ngày số "
            f"liệu là {format_date(day)}."
        )
        figures = str(year.value), format_date(day)
        findings.append(Finding("dates_disagree", message, "", "", year.place, *figures))
    return findings


def _elsewhere(printed: Printed) -> str:
    """Name a day that another sheet states: it is not taken, but may be the right one."""
    one = printed.elsewhere
    if one is None:
        return ""
    return (
        f" Trang tính khác ghi “{one.words}” ({one.place}); đúng là ngày của bảng thì thêm "
        "--as-of NGÀY."
    )


def _told(printed: Printed) -> list[Stated[date]]:
    """Give the days that are said to be that of the figures, not those it is concluded from."""
    return [one for one in printed.days if one.source == "stated"]


def _overridden(
    given: date | None, chosen: Stated[date] | None, beside: Document
) -> list[Finding]:
    if given is None or chosen is None or given == chosen.value:
        return []
    if beside.as_of is None and chosen.source != "stated":
        return []
    where = "kèm tệp" if beside.as_of else f"trong văn bản (“{chosen.words}”)"
    figures = format_date(chosen.value), format_date(given)
    message = (
        f"Ngày số liệu nhập vào là {figures[1]}, ngày ghi {where} là {figures[0]}; "
        f"dùng ngày nhập vào."
    )
    return [Finding("date_overridden", message, "", "", chosen.place, *figures)]


def _impossible(one: Stated[str]) -> Finding:
    message = (
        f"Không có ngày {one.value} trong lịch (“{one.words}”); không dùng ngày đó. Hãy hỏi lại "
        "nơi gửi, rồi thêm --as-of NGÀY."
    )
    return Finding("impossible_day", message, place=one.place, stated=one.value)


def _future(given: date | None, chosen: Stated[date] | None) -> Finding:
    """Tell a day that has not come; where it comes from is told in the same sentence."""
    day = format_date(given or (chosen.value if chosen else None))
    beside = given is None and chosen is not None and chosen.source
    source = f" {_source(chosen)}" if beside and chosen else ""
    today = format_date(date.today())
    message = (
        f"Ngày số liệu {day}{source} sau ngày hôm nay theo đồng hồ của máy ({today}); hãy xem lại "
        "ngày ghi trong văn bản, ghi sai thì thêm --as-of NGÀY."
    )
    place = chosen.place if given is None and chosen else ""
    return Finding("future_day", message, "", "", place, day, today)


def _source(chosen: Stated[date]) -> str:
    quoted = f" “{chosen.words}”" if chosen.words else ""
    return f"{_SOURCES[chosen.source]}{quoted} ({chosen.place})"


def _from_text(chosen: Stated[date]) -> Finding:
    message = f"Ngày số liệu {format_date(chosen.value)} {_source(chosen)}."
    return Finding(
        "date_from_text", message, place=chosen.place, computed=format_date(chosen.value)
    )


def _two_days(told: Sequence[Stated[date]], chosen: Stated[date] | None) -> list[Finding]:
    """Report the first two days of the prose that should be one."""
    if not told:
        return []
    first = told[0]
    other = next((one for one in told if one.value != first.value), None)
    if other is None:
        return []
    used = f"; dùng {format_date(first.value)}" if chosen is not None and chosen == first else ""
    message = (
        f"Văn bản ghi số liệu đến hai ngày khác nhau: “{first.words}” ({first.place}) và "
        f"“{other.words}” ({other.place}){used}."
    )
    places = ", ".join(dict.fromkeys((first.place, other.place)))
    figures = format_date(first.value), format_date(other.value)
    return [Finding("dates_disagree", message, "", "", places, *figures)]


def check_sidecar(beside: Document, printed: Printed) -> list[Finding]:
    """Compare what stands beside a file with its own words; the sidecar is the one used."""
    told = _told(printed)
    findings = []
    if beside.as_of and told and beside.as_of not in {one.value for one in told}:
        words = format_date(told[0].value), format_date(beside.as_of)
        findings.append(_differs("as_of", told[0].place, *words))
    if beside.issued and printed.issued and beside.issued != printed.issued.value:
        words = format_date(printed.issued.value), format_date(beside.issued)
        findings.append(_differs("issued", printed.issued.place, *words))
    if beside.number and printed.number and _key(beside.number) != _key(printed.number.value):
        words = printed.number.value, beside.number
        findings.append(_differs("number", printed.number.place, *words))
    return findings


def _key(number: str) -> str:
    """Reduce a document number to what tells it from another."""
    return number.replace(" ", "").replace("–", "-").upper()


def _differs(name: str, place: str, printed: str, beside: str) -> Finding:
    message = (
        f"Văn bản có {_NAMES[name]} là {printed}, tệp kèm theo ghi {beside}; "
        f"dùng giá trị của tệp kèm theo."
    )
    return Finding("document_differs", message, "", "", place, printed, beside)
