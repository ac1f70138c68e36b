"""What the words around a table say of the document: number, title, dates, deadline, year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Generic, TypeVar

from dangvien_analysis.document.dates import Found, days_in, month_in, period_in
from dangvien_analysis.document.day_words import MEETING, led_to, sentence_before
from dangvien_analysis.document.wording import plain
from dangvien_analysis.readers.grid import Grid, Kind, Row
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.vietnamese import clean

Value = TypeVar("Value")


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a cell beside the table."""

    text: str  # The cleaned text
    place: str  # Where it stands
    lines: tuple[str, ...]  # The text line by line, each cleaned


@dataclass(frozen=True)
class Stated(Generic[Value]):
    """Something the document states."""

    value: Value  # What it states
    words: str  # In which words
    place: str  # Where they stand
    # For a day the figures may run to: a source of `day_words`, ``period`` or ``issued``
    source: str = ""


@dataclass(frozen=True)
class Printed:
    """What the words around a table say; None where they say nothing."""

    number: Stated[str] | None = None  # For example "623-TB/HU"
    title: Stated[str] | None = None
    issued: Stated[date] | None = None  # Date of issue; day by which the quota is to be met
    deadline: Stated[date] | None = None
    quota_year: Stated[int] | None = None  # The year of the quota
    # Days the figures may run to, the best first
    days: tuple[Stated[date], ...] = field(default_factory=tuple)
    elsewhere: Stated[date] | None = None  # A day that only another sheet of the workbook states
    impossible: tuple[Stated[str], ...] = ()  # Days the figures are said to run to that are none


# A line of these kinds may go on in the next row.
_BROKEN = (Kind.TEXT, Kind.PDF)
_GOES_ON = pattern(r"(?!\d{1,2}[.)] )[^\W_A-Z]")


def passages(grid: Grid, prose: Sequence[Row]) -> list[Passage]:
    """Give the paragraphs and cells around a table."""
    found: list[Passage] = []
    last: Row | None = None
    for row in prose:
        filled = [at for at, text in enumerate(row.texts) if clean(text)]
        found.extend(_days_beside(grid, row, filled))
        for at in filled:
            whole = len(filled) == 1 and grid.kind is not Kind.SHEET
            place = grid.place(row, None if whole else at)
            one = _passage(row.texts[at], place)
            if whole and grid.kind in _BROKEN and found and _continues(last, row, found[-1], one):
                before = found.pop()
                joined, lines = f"{before.text} {one.text}", (*before.lines, *one.lines)
                one = Passage(joined, before.place, lines)
            found.append(one)
        last = row if len(filled) == 1 else None
    return found


def _days_beside(grid: Grid, row: Row, filled: Sequence[int]) -> Iterator[Passage]:
    """Read a cell that holds a day and nothing else with the words in the cell before it."""
    for before, at in pairwise(filled):
        value = clean(row.texts[at]).removesuffix(" 00:00:00")
        if len(value) <= _DAY_CELL and value[-1].isdigit():
            text = f"{clean(row.texts[before])} {value}"
            letters = plain(text)
            last = next((one for one in days_in(letters) if one.end == len(text)), None)
            start = len(text) - len(value)
            if last and not letters[start : last.start].strip("ngay ") and led_to(letters, last):
                yield _passage(text, grid.place(row, at))


def _passage(text: str, place: str) -> Passage:
    lines = tuple(filter(None, map(clean, text.splitlines())))
    return Passage(clean(text), place, lines)


# "ngày 30 tháng 09 năm 2024"
_DAY_CELL = 25
# Beyond this a passage is no paragraph any more.
_PARAGRAPH = 5_000


def _continues(last: Row | None, row: Row, before: Passage, one: Passage) -> bool:
    if last is None or (row.part, row.number) != (last.part, last.number + 1):
        return False
    if len(before.text) > _PARAGRAPH or before.text[-1] in ".;:!?":
        return False
    first = one.text[0]
    return bool(_GOES_ON.match(one.text)) and not first.isupper()


def read_document(
    found: Sequence[Passage], headers: Sequence[Passage] = (), issued: date | None = None
) -> Printed:
    """Read what a document says of itself besides its figures."""
    title = _title(found)
    printed = next(_issued(found), None)
    year = _quota_year(title, headers)
    last = issued or (printed.value if printed else None)
    known = year.value if year else (last.year if last else None)
    told, impossible = _told(found, last, known)
    return Printed(
        number=next(_numbers(found), None),
        title=title,
        issued=printed,
        deadline=next(_deadlines(found, known), None),
        quota_year=year,
        days=(
            *told,
            *_periods(found, title, last, known),
            *([printed] if printed else []),
        ),
        impossible=tuple(impossible),
    )


# --- number, title, year ----------------------------------------------------------------------

# "Số 623-TB/HU", "Số: 12-BC/BTCHU", "Số: 45/BC-ĐU"; in running prose it is "số".
_NUMBER = pattern(
    r"(?:(?:^|[A-ZĐ*] )(?:Số|SỐ)|[Kk]èm theo[^.;\d]{0,40} số) ?:? ?"
    r"(\d{1,5} ?[-–/] ?[A-ZĐ]{1,8}(?: ?[-–/] ?[A-ZĐ&]{1,12}){0,3})"
)
_KIND = pattern(r"(?:thong bao|bao cao)(?: ket luan| nhanh| so bo)?")
_NAMES_TABLE = pattern(r"(?:bieu|bang|ket qua|tong hop|tinh hinh|bao cao|thong bao)\b.*ket nap.*")
_LETTERHEAD = pattern(r"(?:dang cong san|so\b|noi nhan|t/m|tm\b|kinh gui|can cu|thuc hien)")
_TITLE = 200


def _lines(found: Sequence[Passage]) -> list[tuple[str, str]]:
    return [(line, one.place) for one in found for line in one.lines]


def _numbers(found: Sequence[Passage]) -> Iterator[Stated[str]]:
    for line, place in _lines(found):
        if match := _NUMBER.search(line[:_TITLE]):
            yield Stated(re.sub(r" ?[-–] ?", "-", match[1]).replace(" ", ""), match[0], place)


def _title(found: Sequence[Passage]) -> Stated[str] | None:
    """Take the line that names the table in capitals, else what follows BÁO CÁO, a caption."""
    lines = [(line, place) for line, place in _lines(found) if len(line) <= _TITLE]
    letters = [plain(line) for line, _ in lines]
    capitals = [line.isupper() for line, _ in lines]
    for at, text in enumerate(letters):
        if capitals[at] and "ket nap" in text and not _LETTERHEAD.match(text):
            return _joined(lines, at, capitals)
    for at, text in enumerate(letters[:-1]):
        if capitals[at] and _KIND.fullmatch(text) and not _LETTERHEAD.match(letters[at + 1]):
            return _joined(lines, at + 1, [one == capitals[at + 1] for one in capitals])
    for at, text in enumerate(letters):
        if _NAMES_TABLE.fullmatch(text) and text[-1] not in ".;:,":
            return _joined(lines, at, [])
    return None


def _joined(lines: Sequence[tuple[str, str]], at: int, same: Sequence[bool]) -> Stated[str]:
    """Give a title with the line it goes on in, when that is set the same way."""
    text, place = lines[at]
    following = lines[at + 1][0] if at + 1 < len(lines) else ""
    period = re.match(r"\(?(?:\d{1,2} thang|thang \d|quy|nam \d|trong|cua)\b", plain(following))
    if at + 1 < len(same) and same[at + 1] and period:
        text = f"{text} {following}"
    return Stated(text, text, place)


_YEAR = pattern(r"\bnam ((?:19|20)\d\d)\b|/((?:19|20)\d\d)\b")
_QUOTA_YEAR = pattern(r"(?:tong )?(?:so )?(?:chi tieu|ke hoach)\b.*")


def _quota_year(title: Stated[str] | None, headers: Sequence[Passage]) -> Stated[int] | None:
    for one in headers:
        years = {match[1] for match in _YEAR.finditer(plain(one.text)) if match[1]}
        if len(years) == 1 and _QUOTA_YEAR.fullmatch(plain(one.text)):
            return Stated(int(years.pop()), one.text, one.place)
    if title is None:
        return None
    years = {match[1] or match[2] for match in _YEAR.finditer(plain(title.value))}
    return Stated(int(years.pop()), title.value, title.place) if len(years) == 1 else None


# --- dates ------------------------------------------------------------------------------------

_NEAR = 100
_PLACE_OF_ISSUE = pattern(r"(?:^|[^\W\d_], ?)ngay $")
_NOT_ISSUE = pattern(
    r"\b(?:phien hop|hoi nghi|cuoc hop|ky hop|den|truoc|sau|tu|het|cua|tai|vao|can cu|thuc hien"
    r"|(?<!kem )theo|ke hoach|nghi quyet|quyet dinh|huong dan)\b|\bso\b(?! ?:? ?\d)"
)


def _issued(found: Sequence[Passage]) -> Iterator[Stated[date]]:
    """Find "Vĩnh Bảo, ngày 14 tháng 9 năm 2023" at the end of a line."""
    for line, place in _lines(found):
        letters = plain(line)
        for one in days_in(letters):
            day, before = one.on(None), letters[max(0, one.start - _NEAR) : one.start]
            at_end = not letters[one.end :].strip(" .)")
            if day and at_end and _PLACE_OF_ISSUE.search(before) and not _NOT_ISSUE.search(before):
                yield Stated(day, line[max(0, one.start - 40) : one.end].strip(), place, "issued")


# A meeting longer ago than this is not the one whose figures are told.
_MEETING_AGE = timedelta(days=31)


def _told(
    found: Sequence[Passage], last: date | None, year: int | None
) -> tuple[list[Stated[date]], list[Stated[str]]]:
    """Give the days the figures are said to run to, then those of meetings, the best first.

    And those of them that no calendar has, as they are printed.
    """
    ranked: list[tuple[int, Stated[date]]] = []
    impossible: list[Stated[str]] = []
    for one in found:
        letters = plain(one.text)
        for day in days_in(letters):
            led = led_to(letters, day)
            if led is None:
                continue
            words, value = _words(one.text, letters, day), day.on(year)
            if value is None:
                if led.source != MEETING and day.impossible(year):
                    printed = one.text[day.start : day.end].strip()
                    impossible.append(Stated(printed, words, one.place))
                continue
            value -= timedelta(days=led.midnight)
            old = led.source == MEETING and last and last - value > _MEETING_AGE
            if value <= (last or value) and not old:
                ranked.append((led.rank, Stated(value, words, one.place, led.source)))
    ranked.sort(key=itemgetter(0))
    return [one for _, one in ranked], impossible


def _words(text: str, letters: str, day: Found) -> str:
    """Quote a day with the words that lead to it."""
    before = sentence_before(letters, day.start)
    lead = re.search(
        r"\b(?:so lieu|chot so lieu|tinh den|tinh toi|den|phien hop|hoi nghi|cuoc hop|ky hop|hop"
        r"|thoi diem|cap nhat|chot|tu|ngay bao cao)\b.*$",
        before[-_NEAR:],
    )
    start = day.start - (len(lead[0]) if lead else 0)
    return text[start : day.end].strip()


_STRICT_PERIOD = pattern(
    r"\b\d{1,2} thang dau nam\b(?: \d{4})?|\b(?:quy|qui) (?:i{1,3}|iv|[1-4]) ?(?:/|nam) ?\d{4}"
)
_HEADINGS = 40
_NAMES_SOMETHING = pattern(r"\W*(?:bieu|bang|ket qua|tong hop|tinh hinh|bao cao|so lieu)\b")
_PERIOD_ALONE = pattern(
    r"\W*(?:ky bao cao\W*|so lieu |(?:tinh )?(?:den|toi) (?:het|cuoi) )?"
    r"(?:thang|quy|qui) [\w/ .-]{1,20}\W*|\((?:tinh )?(?:den|toi) (?:thang|quy) [\w/ .-]{1,20}\)"
)


def _is_heading(text: str) -> bool:
    """Tell a line of capitals, one that names a table, or a period and nothing else."""
    letters = plain(text)
    named = _NAMES_SOMETHING.match(letters) and letters[-1:] not in ".;:,"
    return len(text) <= _TITLE and bool(
        text.isupper() or named or _PERIOD_ALONE.fullmatch(letters)
    )


def _periods(
    found: Sequence[Passage], title: Stated[str] | None, last: date | None, year: int | None
) -> list[Stated[date]]:
    """Read a period as its last day, when that is not after the date of issue."""
    texts = [(title.value, title.place)] if title else []
    for one in found[:_HEADINGS]:
        match = _STRICT_PERIOD.search(plain(one.text))
        if match and ("ket nap" in plain(one.text) or _is_heading(one.text)):
            texts.append((one.text[match.start() : match.end()], one.place))
    for text, place in texts:
        period = period_in(text) or month_in(text)
        day = period.last_day(year) if period else None
        if period and day and day <= (last or day):
            return [Stated(day, period.label, place, "period")]
    for one in found[:_HEADINGS]:
        month = month_in(one.text) if _is_heading(one.text) else None
        day = month.last_day() if month else None
        if month and day and day <= (last or day):
            return [Stated(day, month.label, one.place, "period")]
    # A title without months is of the whole year once that is over.
    if title and year and last and last.year > year and not period_in(title.value):
        return [Stated(date(year, 12, 31), f"năm {year}", title.place, "period")]
    return []


_UNTIL = pattern(
    r"\b(?:truoc|cham nhat(?: la)?(?: den)?(?: het)?|han(?: cuoi)?(?: la)?|den(?: het)?)"
    r"(?: ngay)? $"
)
_TASK = pattern(r"\b(?:hoan thanh|phan dau|thuc hien xong|dat 100)\b")
_OF_QUOTA = pattern(r"\b(?:chi tieu|ke hoach ket nap|ket nap)\b")
_OTHER_TASK = pattern(r"\b(?:gui|nop|bao cao|thong ke|tong hop|ho so)\b")


def _deadlines(found: Sequence[Passage], year: int | None) -> Iterator[Stated[date]]:
    """Find the day by which the quota is to be met: strict, a wrong one misjudges every unit."""
    for one in found:
        letters = plain(one.text)
        for day in days_in(letters):
            before = sentence_before(letters, day.start)
            sentence = (
                before + re.split(r"[.;]", letters[day.end : day.end + _NEAR], maxsplit=1)[0]
            )
            until = _UNTIL.search(before)
            value = day.on(year)
            if not (until and value and _TASK.search(sentence) and _OF_QUOTA.search(sentence)):
                continue
            if not _OTHER_TASK.search(sentence):
                words = one.text[day.start - len(until[0]) : day.end].strip()
                yield Stated(value, words, one.place)
