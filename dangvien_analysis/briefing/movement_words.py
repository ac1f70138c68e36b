"""The briefing's sentences about what moved since the table before."""

from dangvien_analysis.briefing.words import Words


def movement_paragraphs(words: Words) -> list[str]:
    """Tell what moved since the table before.

    Parameters
    ----------
    words : Words
        Figures and names.

    Returns
    -------
    list of str
        Paragraphs; none without an earlier table of the quota year.
    """
    if words.beside is None:
        return []
    return [_sums(words), *_gained(words), *_still(words)]


def _sums(words: Words) -> str:
    text = (
        f"So với số liệu đến ngày {words['move.since']}, trên {words['move.units']} đơn vị có số "
        f"liệu ở cả hai kỳ"
    )
    if words.unknown("move.admitted_change"):
        return f"{text}: chưa so sánh được."
    parts = [f"kết nạp thêm {words['move.admitted_change']} đảng viên"]
    for name, what in (("pending", "hồ sơ đang trình duyệt"), ("pool", "nguồn")):
        if not words.unknown(f"move.{name}_now"):
            before, now = words[f"move.{name}_before"], words[f"move.{name}_now"]
            parts.append(f"{what} từ {before} thành {now}")
    if not words.unknown("move.opened"):
        parts.append(f"trình thêm {words['move.opened']} hồ sơ")
    return f"{text}: {'; '.join(parts)}."


def _gained(words: Words) -> list[str]:
    if words.beside is None or not words.some("move.gained_units"):
        return []
    units = words.where(words.beside.table["admitted_change"] > 0)
    named = words.names(units, lambda one: f"thêm {words.unit(one, 'admitted_change')}")
    return [f"{words['move.gained_units']} đơn vị kết nạp thêm: {named}."]


def _still(words: Words) -> list[str]:
    """Units in which nothing moved and places are missing; a small quota may well stand still."""
    if words.beside is None or not words.some("move.still_units"):
        return []
    limit = words.snapshot.settings.levels.small_quota
    lacking = (words.units["remaining"] > 0) & (words.units["quota"] > limit)
    units = words.where(~words.beside.table["moved"] & lacking)
    text = f"{words['move.still_units']} đơn vị không có thay đổi về kết nạp và hồ sơ đang trình"
    if not len(units):
        return [f"{text}."]
    named = words.names(units, words.with_pending)
    return [f"{text}; trong đó còn thiếu chỉ tiêu, không kể chỉ tiêu 1-{limit}: {named}."]
