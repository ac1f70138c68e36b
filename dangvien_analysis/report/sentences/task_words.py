"""The briefing's sentences about tasks: those of the meeting before, and those proposed now."""

from dangvien_analysis.findings import SETTLED
from dangvien_analysis.gather.tasks import MEASURES, OUTCOMES
from dangvien_analysis.report.sentences.phrases import Phrases


def followed_paragraphs(words: Phrases) -> list[str]:
    """Tell what became of the tasks of the meeting before, by the figures alone.

    Paragraphs; none without a list of tasks of an earlier meeting.
    """
    if words.follow is None or not words.some("follow.tasks"):
        return []
    told = [
        f"{words[f'follow.{outcome}']} việc {text}"
        for outcome, text in OUTCOMES.items()
        if words.some(f"follow.{outcome}")
    ]
    first = (
        f"Danh mục việc kèm số liệu đến ngày {words['follow.day']} có {words['follow.tasks']} "
        f"việc; theo số liệu nay: {', '.join(told)}."
    )
    rest = [
        f"{OUTCOMES[outcome].capitalize()}: {named}."
        for outcome in ("late", "open", "unknown")
        if (named := _named(words, outcome))
    ]
    return [first, *rest]


def _named(words: Phrases, outcome: str) -> str:
    """List the tasks that came out so: the unit, what is measured, the figure of now."""
    if words.follow is None:
        return ""
    table = words.follow[1]
    items = [
        f"{unit} ({MEASURES[measure].lower()} {words[f'follow.{number}.then']}, cần "
        f"{words[f'follow.{number}.wanted']})"
        for number, (unit, measure, one) in enumerate(
            zip(table["unit_name"], table["measure"], table["outcome"], strict=True)
        )
        if one == outcome
    ]
    return words.listed(items, "việc khác")


def task_paragraphs(words: Phrases) -> list[str]:
    """Tell what the figures ask for, each with units, number and date."""
    tasks = [
        f"Xác định lại số liệu trước khi chốt. {text}"
        for text in words.messages("column_total", "duplicate_unit", settled=False)
    ]
    if words.some("pending"):
        named = words.names(
            words.where(words.units["pending"] > 0), lambda one: words.unit(one, "pending")
        )
        tasks.append(
            f"Xem xét {words['pending']} hồ sơ đang trình duyệt của {words['pending_units']} đơn "
            f"vị, {_by(words, 'admitted')}: {named}."
        )
    if len(short := words.because("short_of_pool")):
        about = words.names(short, lambda one: words.unit(one, "pool_shortfall"))
        tasks.append(
            f"Tạo nguồn cho {words['short_units']} đơn vị thiếu nguồn, tổng cộng "
            f"{words['pool_shortfall']} người, {_by(words, 'pool_shortfall')}: {about}."
        )
    if len(still := words.because("no_movement")):
        tasks.append(
            f"Làm việc với {words['reason.no_movement']} đơn vị chưa có chuyển biến để nắm tình "
            f"hình, {_by(words, 'sent')}: {words.names(still)}."
        )
    behind = words.where(
        (words.units["risk_level"] == "watch") & (words.units["pool_shortfall"] == 0)
    )
    if len(behind):
        named = words.names(behind, lambda one: f"còn thiếu {words.unit(one, 'remaining')}")
        tasks.append(
            f"Xét, trình hồ sơ những người đủ điều kiện trong nguồn của {words['behind_units']} "
            f"đơn vị chậm so với nhịp độ, {_by(words, 'sent')}: {named}."
        )
    if len(words.messages("misspelt_name", settled=False)):
        tasks.append("Sửa tên đơn vị viết sai trong bảng: " + _misspelt(words) + ".")
    return [f"{number}) {task}" for number, task in enumerate(tasks, start=1)]


def _by(words: Phrases, measure: str) -> str:
    """Until when a kind of task is to be done."""
    due = f"task.{measure}.due"
    return f"chậm nhất ngày {words[due]}" if due in words else "trong năm"


def _misspelt(words: Phrases) -> str:
    found = words.snapshot.findings
    slips = found[(found["code"] == "misspelt_name") & (found["severity"] != SETTLED)]
    pairs = zip(slips["stated"], slips["computed"], strict=True)
    return "; ".join(f"“{stated}” thành “{official}”" for stated, official in pairs)
