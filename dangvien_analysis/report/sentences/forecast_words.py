"""The briefing's sentences about the year end; each names its assumption."""

from dangvien_analysis.report.sentences.phrases import Phrases


def forecast_paragraphs(words: Phrases) -> list[str]:
    """Tell where the district and its units may be on the last day.

    Paragraphs; none without a forecast.
    """
    if "ahead.median" not in words:
        return []
    return [
        _district(words),
        _met(words),
        *_short(words),
        *_looks_well(words),
        *_needed(words),
        *_last_day(words),
        " ".join(_notes(words)),
    ]


def _district(words: Phrases) -> str:
    return (
        f"Nếu {words['ahead.assumed']}, đến ngày {words['deadline']} dự kiến kết nạp khoảng "
        f"{words['ahead.median']} đảng viên ({words['ahead.share']} chỉ tiêu "
        f"{words['ahead.target']}); khoảng "
        f"{words['ahead.share80']}: {words['ahead.low80']}-{words['ahead.high80']}, khoảng "
        f"{words['ahead.share95']}: {words['ahead.low95']}-{words['ahead.high95']}. Nếu nhịp độ "
        f"hoàn toàn không đổi, khoảng {words['ahead.share80']}: {words['ahead.steady_low80']}-"
        f"{words['ahead.steady_high80']}."
    )


def _met(words: Phrases) -> str:
    reached = words["ahead.missing"] == "0"
    chance = (
        f"Chỉ tiêu chung {words['ahead.target']} đã đạt."
        if reached
        else f"Khả năng đạt chỉ tiêu chung {words['ahead.target']}: {words['ahead.p_target']}."
    )
    done = ""
    if words.some("ahead.band.done"):
        done = f", trong đó {words['ahead.band.done']} đơn vị đã hoàn thành"
    return (
        f"{chance} Cũng với giả định đó, dự kiến {words['ahead.expected_met']} đơn vị hoàn thành "
        f"chỉ tiêu (khoảng {words['ahead.share80']}: {words['ahead.met_low80']}-"
        f"{words['ahead.met_high80']} đơn vị){done}."
    )


def _short(words: Phrases) -> list[str]:
    """Units that cannot meet their quota without new people, and what that leaves in all."""
    short = words.where(words.units["band"] == "short_of_pool")
    if not len(short):
        return []
    named = words.names(
        short,
        lambda one: f"chỉ tiêu {words.unit(one, 'quota')}, nhiều nhất {words.unit(one, 'most')}",
    )
    text = (
        f"{words['ahead.band.short_of_pool']} đơn vị chưa đủ nguồn theo số đã báo: dù mọi hồ sơ "
        f"đang trình được duyệt và mọi người trong nguồn được kết nạp, vẫn chưa đủ chỉ tiêu: "
        f"{named}."
    )
    if words.value("ahead.most") < words.value("ahead.target"):
        text += (
            f" Kể cả khi mọi đơn vị khác hoàn thành, toàn đảng bộ nhiều nhất là "
            f"{words['ahead.most']}/{words['ahead.target']}."
        )
    return [text]


def _looks_well(words: Phrases) -> list[str]:
    """Units whose pace looks well and whose pool does not let them arrive."""
    units, limit = words.units, words.snapshot.settings.levels.small_quota
    even = (units["admitted"] + units["pending"]) >= units["due_by_now"]
    well = words.where((units["band"] == "short_of_pool") & even & (units["quota"] > limit))
    if not len(well):
        return []
    named = words.names(
        well,
        lambda one: (
            f"{words.with_pending(one)}, nguồn {words.unit(one, 'pool')}, nhiều nhất "
            f"{words.unit(one, 'most')}"
        ),
    )
    return [f"Đúng nhịp độ nhưng nguồn đã báo không đủ để hoàn thành: {named}."]


def _needed(words: Phrases) -> list[str]:
    if words["ahead.missing"] == "0":
        return []
    text = (
        f"Để đạt chỉ tiêu chung còn phải kết nạp {words['ahead.missing']} người, bình quân "
        f"{words['ahead.per_month']} người mỗi tháng"
    )
    if "ahead.times" in words:
        text += f", bằng {words['ahead.times']} lần bình quân từ đầu năm đến nay"
    if "ahead.required" in words:
        return [
            f"{text}. Vì hồ sơ cần thời gian xét duyệt, nhịp độ lập hồ sơ mới phải bằng "
            f"{words['ahead.required']} lần từ nay thì khả năng đạt và không đạt mới ngang nhau."
        ]
    return [
        f"{text}. Với nguồn đã báo và thời gian còn lại, không nhịp độ nào đưa khả năng đạt lên "
        "ngang khả năng không đạt."
    ]


def _last_day(words: Phrases) -> list[str]:
    if "ahead.last_day" not in words:
        return []
    limit = (
        f"thời hạn quyết định {words['ahead.last_day.limit']} ngày làm việc "
        f"({words['ahead.last_day.source']})"
    )
    as_of = words.snapshot.as_of
    if as_of is not None and words.value("ahead.last_day") < as_of:
        return [
            f"Ngày {words['ahead.last_day']}, ngày cuối ra nghị quyết để chắc kịp trong năm theo "
            f"{limit}, đã qua; nghị quyết sau ngày đó chỉ kịp khi được xét sớm hơn thời hạn."
        ]
    return [
        f"Nghị quyết của chi bộ ra chậm nhất ngày {words['ahead.last_day']} thì còn kịp quyết "
        f"định trong năm, tính theo {limit}."
    ]


def _notes(words: Phrases) -> list[str]:
    keys = [key for key in words.table.index if str(key).startswith("ahead.note.")]
    return [words[str(key)] for key in keys]
