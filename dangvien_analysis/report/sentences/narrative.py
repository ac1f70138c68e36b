"""The sentences of the briefing. They compute nothing: each figure stands in `figures`' table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dangvien_analysis.columns import COUNTS, NOT_REPORTED, SECTORS, SIMULATED, UNCLASSIFIED
from dangvien_analysis.gather.gathering import gathered
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.report.sentences.forecast_words import forecast_paragraphs
from dangvien_analysis.report.sentences.movement_words import movement_paragraphs, movement_title
from dangvien_analysis.report.sentences.phrases import Phrases
from dangvien_analysis.report.sentences.task_words import followed_paragraphs, task_paragraphs
from dangvien_analysis.report.tables.markup import element
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import UNKNOWN, format_date

CAUTIONS = (
    "Các con số trên chỉ nói về số lượng, không nói về chất lượng; tự chúng không phải là căn cứ "
    "để đánh giá, xếp loại một đơn vị. Không kết nạp người chưa đủ tiêu chuẩn, điều kiện để đạt "
    "một con số.",
    "Nhiều đơn vị có chỉ tiêu 1-2 người nên số liệu có thể chỉ tới từng người: tài liệu lưu hành "
    "nội bộ.",
)
"""Said once in each report."""


@dataclass(frozen=True)
class Section:
    """A numbered part of the briefing."""

    key: str  # Its name in code
    title: str  # Its Vietnamese heading, with its number
    paragraphs: tuple[str, ...]

    def __str__(self) -> str:
        """Give the heading and the paragraphs as plain text."""
        return "\n".join((self.title, *self.paragraphs))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        body = "".join(element("p", text) for text in self.paragraphs)
        return element("h2", self.title) + body


@dataclass(frozen=True, repr=False)
class Narrative:
    """The briefing in words, and the table of every figure in it."""

    title: str  # What the briefing is about
    # Lines at its head: the bodies that issue it, where they are set, and the source
    lead: tuple[str, ...]
    # Its parts, numbered without a gap; parts without data are left out
    sections: tuple[Section, ...]
    table: pd.DataFrame  # Index ``key``; columns ``label``, ``value``, ``shown``

    @property
    def head(self) -> Section:
        """The title, and under it the bodies in one line and the source."""
        *bodies, source = self.lead
        return Section("head", self.title, tuple(filter(None, (" - ".join(bodies), source))))

    def __repr__(self) -> str:
        """Name its parts, and how to show one."""
        parts = [f'm.text.section("{one.key}"): {one.title}' for one in self.sections]
        return "\n".join((self.title, *parts))

    @property
    def text(self) -> str:
        """The whole briefing as plain text."""
        return "\n\n".join((self.title, *map(str, self.sections)))

    def section(self, key: str) -> Section | None:
        """Give one part.

        Gives the part; None when there was nothing to say.
        """
        return next((one for one in self.sections if one.key == key), None)


def narrative(table: Snapshot | Meeting) -> Narrative:
    """Tell a table in words.

    Parameters
    ----------
    table : Snapshot or Meeting
        The checked table; what is known besides a snapshot is gathered.

    Returns
    -------
    Narrative
        The sections in the order real briefings use, the table of every figure in them, and the
        whole as text. A finding that changes a headline stands in the first paragraph.
    """
    return told_of(gathered(table))


def told_of(meeting: Meeting) -> Narrative:
    """Tell a meeting in words."""
    words = Phrases(meeting)
    parts = {
        "followed": ("Thực hiện kết luận kỳ trước", followed_paragraphs(words)),
        "overview": ("Kết quả chung", _overview(words)),
        "completed": ("Đơn vị đã hoàn thành, vượt chỉ tiêu", _completed(words)),
        "attention": ("Đơn vị chưa kết nạp, đơn vị cần quan tâm, hỗ trợ", _attention(words)),
        "kinds": ("Theo nhóm đơn vị", _kinds(words)),
        "pool": ("Nguồn kết nạp so với số còn thiếu", _pool(words)),
        "forecast": (f"Khả năng hoàn thành đến {words['deadline']}", forecast_paragraphs(words)),
        "movement": (movement_title(words), movement_paragraphs(words)),
        "tasks": ("Việc đề nghị", task_paragraphs(words)),
        "cautions": ("Lưu ý khi sử dụng", list(CAUTIONS)),
    }
    told = {key: part for key, part in parts.items() if part[1]}
    sections = tuple(
        Section(key, f"{number}. {title}", tuple(paragraphs))
        for number, (key, (title, paragraphs)) in enumerate(told.items(), start=1)
    )
    year = f" năm {words['quota_year']}" if words["quota_year"] else ""
    until = f", số liệu đến ngày {words['as_of']}" if meeting.as_of else ""
    title = f"Kết quả kết nạp đảng viên{year}{until}"
    if meeting.simulated:
        title = f"{SIMULATED}. {title}"
    return Narrative(title, _lead(meeting), sections, words.table)


def result_line(table: pd.DataFrame) -> str:
    """Tell the result in one line."""
    words, values = table["shown"], dict(table["value"])
    stated = "rate_stated" in words.index
    rate, quota = ("rate_stated", "quota_stated") if stated else ("rate", "quota")
    of = ""
    if rate in words.index and pd.notna(values[rate]):
        base = f"chỉ tiêu {words[quota]}"
        if not stated and "rate_base" in words.index:
            base = f"chỉ tiêu {words['rate_base']} của các đơn vị có số liệu"
        of = f", đạt {words[rate]} {base}"
    waiting = words.get("pending", UNKNOWN)
    return (
        f"đã kết nạp {words['admitted']}{of}; ngoài ra {waiting} hồ sơ đang trình duyệt; "
        f"{words['level.at_risk']} đơn vị cần quan tâm, hỗ trợ{_not_looked_at(values)}."
    )


def _not_looked_at(values: Mapping[Any, Any]) -> str:
    """Say what the number of units to support does not rest on."""
    unknown = pd.isna(values.get("pool"))
    return " (chưa có số liệu về nguồn nên chưa xét thiếu nguồn)" if unknown else ""


def _lead(meeting: Meeting) -> tuple[str, ...]:
    """Name the bodies that issue the briefing, and the document the figures come from."""
    office, source = meeting.settings.office, meeting.snapshot.source
    origin = f"tệp {source.path.name}"
    if source.document_number:
        origin = f"văn bản {source.document_number}"
        origin += f" ngày {format_date(source.issued)}" if source.issued else ""
    state = f"Nguồn số liệu: {origin}. {_frozen(meeting)}"
    return tuple(filter(None, (office.superior_body, office.issuing_body, state)))


def _frozen(meeting: Meeting) -> str:
    """Say on the first page whether the figures are frozen (chốt số liệu)."""
    entry = meeting.standing.frozen
    if entry is None:
        return "Số liệu chưa chốt."
    return f"Số liệu đã chốt ngày {format_date(entry.when.date())} (r{entry.revision})."


def _overview(words: Phrases) -> list[str]:
    """Admitted, apart from them pending, against both quotas; the findings that change them."""
    when = "Chưa rõ ngày số liệu"
    if "share_of_year" in words:
        when = (
            f"Đến ngày {words['as_of']} (ngày thứ {words['days_gone']}/{words['days_of_year']} "
            f"của năm, {words['share_of_year']})"
        )
    first = [
        f"{when}, {words['reported']}/{words['units']} đơn vị có số liệu: đã kết nạp "
        f"{words['admitted']} đảng viên, {_rates(words)}; {_waiting(words)}."
    ]
    if words.messages("headline_includes_pending"):
        rate = f" ({words['headline_rate']})" if words["headline_rate"] else ""
        first.append(
            f"Con số {words['headline_admitted']}{rate} nêu trong văn bản là "
            f"{words['admitted']} đã kết nạp cộng {words['pending']} đang trình duyệt."
        )
    first += words.messages("headline_admitted", "headline_rate")
    first += words.messages("official_count")
    first += words.messages("column_total", "total_rate", "headline_quota", "duplicate_unit")
    paragraphs = [" ".join(first)]
    if words.some("absent_units"):
        absent = words.names(words.where(words.units[list(COUNTS)].isna().all(axis=1)))
        paragraphs.append(
            f"{words['absent_units']} đơn vị chưa báo cáo, số liệu để trống: {absent}."
        )
    if words.some("remaining"):
        paragraphs.append(_still_missing(words))
    if "term.name" in words:
        paragraphs.append(_term(words))
    if words.beside is None:
        paragraphs.append(
            "Chưa có số liệu kỳ trước trong cùng năm chỉ tiêu nên chưa so sánh được giữa các kỳ."
        )
    return paragraphs


def _term(words: Phrases) -> str:
    """What the term's target has come to; years of which nothing is known are named."""
    past = ""
    if words["term.years"]:
        past = f" (trong đó {words['term.before']} người của các năm trước: {words['term.years']})"
    text = (
        f"Nhiệm kỳ {words['term.name']}, chỉ tiêu {words['term.quota']}: đến nay đã kết nạp "
        f"{words['term.admitted']} đảng viên{past}, đạt {words['term.rate']}"
    )
    if words["term.unknown"]:
        text += f"; chưa có kết quả năm {words['term.unknown']}, chưa tính vào"
    return text + "."


def _waiting(words: Phrases) -> str:
    """The pending dossiers, apart from the admitted; unknown and none are two things."""
    if words.some("pending"):
        return f"ngoài ra {words['pending']} hồ sơ đang trình duyệt, chưa phải là đã kết nạp"
    if words.unknown("pending"):
        return "chưa có số liệu về hồ sơ đang trình duyệt"
    return "không có hồ sơ đang trình duyệt"


def _rates(words: Phrases) -> str:
    """The share of the true quota, and of the stated one where it is another."""
    if words.unknown("rate"):
        return "chưa tính được tỷ lệ"
    true = f"đạt {words['rate']} tổng chỉ tiêu các đơn vị ({words['quota']})"
    if "rate_base" in words:
        true = f"đạt {words['rate']} chỉ tiêu của các đơn vị có số liệu ({words['rate_base']})"
    if "rate_stated" not in words or words["quota_stated"] == words["quota"]:
        return true
    stated = f"đạt {words['rate_stated']} chỉ tiêu ghi trong bảng ({words['quota_stated']})"
    return f"{stated}, {true.removeprefix('đạt ')}"


def _still_missing(words: Phrases) -> str:
    waiting = "Nếu mọi hồ sơ đang trình đều được duyệt, " if words.some("pending") else ""
    sentence = f"{waiting}{words['lacking_units']} đơn vị còn thiếu {words['remaining']} người"
    if words.some("surplus"):
        # More may be over it once their dossiers are approved; these are the admitted ones.
        more = len(words.where(words.units["pending"] > words.units["to_admit"]))
        over = "phần đã vượt" if more else "phần vượt"
        sentence += (
            f" ({over} {words['surplus']} người của đơn vị khác không bù cho các đơn vị này)"
        )
    if "needed_per_month" in words:
        sentence += (
            f"; đến {words['deadline']} cần bình quân {words['needed_per_month']} người mỗi "
            f"tháng, từ đầu năm đến nay bình quân đã kết nạp {words['admitted_per_month']} người "
            f"mỗi tháng"
        )
    return sentence + "."


def _completed(words: Phrases) -> list[str]:
    """Units that met their quota, those over it, those that would with the pending ones."""
    paragraphs = []
    met = words.at("met")
    if len(met):
        text = f"{words['level.met']} đơn vị đã kết nạp đủ hoặc vượt chỉ tiêu"
        paragraphs.append(f"{text}: {words.names(met, words.fraction)}.")
    if words.some("over_units"):
        over = words.where(words.units["admitted"] > words.units["quota"])
        named = words.names(over, words.fraction)
        paragraphs.append(f"Trong đó {words['over_units']} đơn vị vượt chỉ tiêu: {named}.")
    if len(would := words.at("met_if_approved")):
        paragraphs.append(
            f"{words['level.met_if_approved']} đơn vị sẽ đủ chỉ tiêu nếu hồ sơ đang trình được "
            f"duyệt: {words.names(would, words.with_pending)}."
        )
    return paragraphs


def _attention(words: Phrases) -> list[str]:
    """Units with nobody yet, units to support with the reason, units behind the pace."""
    paragraphs = []
    if words.some("zero_units"):
        waiting = ""
        if words.some("zero_pending_units"):
            waiting = f", trong đó {words['zero_pending_units']} đơn vị có hồ sơ đang trình duyệt"
        text = f"{words['zero_units']} đơn vị chưa kết nạp được đảng viên nào{waiting}."
        limit = words.snapshot.settings.levels.small_quota
        large = words.where((words.units["admitted"] == 0) & (words.units["quota"] > limit))
        if len(large):
            named = words.names(large, words.with_pending)
            text += f" Không kể các đơn vị chỉ tiêu 1-{limit}, đó là: {named}."
        paragraphs.append(text)
    if words.some("level.at_risk"):
        paragraphs.append(f"{words['level.at_risk']} đơn vị cần quan tâm, hỗ trợ:")
    if len(short := words.because("short_of_pool")):
        about = words.names(
            short,
            lambda one: (
                f"còn thiếu {words.unit(one, 'remaining')}, nguồn {words.unit(one, 'pool')}"
            ),
        )
        paragraphs.append(
            f"- Thiếu nguồn theo số đã báo ({words['reason.short_of_pool']} đơn vị): {about}."
        )
    if len(still := words.because("no_movement")):
        about = words.names(still, lambda one: f"0/{words.unit(one, 'quota')}")
        paragraphs.append(
            f"- Chưa có chuyển biến, chưa kết nạp và chưa có hồ sơ trình "
            f"({words['reason.no_movement']} đơn vị): {about}."
        )
    if len(watch := words.at("watch")):
        paragraphs.append(
            f"{words['level.watch']} đơn vị chậm so với nhịp độ đều trong năm: "
            f"{words.names(watch, words.with_pending)}."
        )
    return paragraphs + _small_and_open(words)


def _small_and_open(words: Phrases) -> list[str]:
    """Small quotas in one line; units whose figures leave the level open."""
    paragraphs = []
    if "small.units" in words:
        limit = words.snapshot.settings.levels.small_quota
        paragraphs.append(
            f"{words['small.units']} đơn vị chỉ tiêu 1-{limit}: {words['small.admitted']}/"
            f"{words['small.quota']}, {words['small.pending']} đang trình duyệt; chỉ tiêu quá nhỏ "
            f"nên không đánh giá theo nhịp độ."
        )
    if words.some("level.unknown"):
        paragraphs.append(
            f"{words['level.unknown']} đơn vị chưa đủ số liệu để đánh giá hoặc có chỉ tiêu bằng 0."
        )
    return paragraphs


def _kinds(words: Phrases) -> list[str]:
    """Each sector: admitted of the quota, then pending; a rate where the quota carries one."""
    keys = [key.removesuffix(".units") for key in words.table.index if _is_sector(key)]
    lines = []
    for key in keys:
        name = SECTORS.get(key.removeprefix("sector."), UNCLASSIFIED)
        if not words.some(f"{key}.reported"):
            lines.append(f"{name}: {NOT_REPORTED}")
            continue
        rate = f" ({words[f'{key}.rate']})" if f"{key}.rate" in words else ""
        pending = f", đang trình {words[f'{key}.pending']}" if words.some(f"{key}.pending") else ""
        lines.append(f"{name}: {words[f'{key}.admitted']}/{words[f'{key}.quota']}{rate}{pending}")
    if len(keys) < 2:  # noqa: PLR2004 - one group is no comparison
        return []
    return [f"Đã kết nạp so với chỉ tiêu: {'; '.join(lines)}. Cách chia nhóm là của báo cáo này."]


def _is_sector(key: str) -> bool:
    return key.startswith("sector.") and key.endswith(".units")


def _pool(words: Phrases) -> list[str]:
    """What the pools cover, and which units lack people."""
    if not words.some("pool") or not words.some("remaining"):
        return []
    sentence = (
        f"Nguồn đã qua lớp nhận thức về Đảng có {words['pool']} người. Nguồn của đơn vị nào "
        f"tính cho đơn vị đó, nên chỉ {words['pool_usable']} người đáp ứng được cho "
        f"{words['remaining']} chỉ tiêu còn thiếu"
    )
    if words.some("pool_shortfall"):
        sentence += (
            f"; {words['short_units']} đơn vị thiếu nguồn, tổng cộng {words['pool_shortfall']} "
            f"người, cần bồi dưỡng nhận thức về Đảng cho ít nhất chừng ấy quần chúng"
        )
    paragraphs = [sentence + "."]
    if words.some("pool_extra"):
        paragraphs.append(
            f"Ngược lại, {words['extra_units']} đơn vị có nguồn nhiều hơn số còn thiếu, tổng cộng "
            f"{words['pool_extra']} người; số này không dùng được cho đơn vị thiếu nguồn."
        )
    return paragraphs
