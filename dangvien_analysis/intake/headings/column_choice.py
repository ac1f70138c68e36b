"""Which of the columns of one meaning is read: what stands under them decides, or nothing does."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.intake.headings.column_words import Said, is_part, read_words
from dangvien_analysis.intake.rates import SCALES, RateRow
from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.intake.values import figure
from dangvien_analysis.text.vietnamese import clean

LOOKED_AT = 2000
"""Rows that are looked at to choose a column."""
_MOST, _FAR = 0.8, 0.3
"""The share of rows that a choice must explain, and how much more than any other does."""


# --- by their words ------------------------------------------------------------------------------


def read_titles(titles: Sequence[tuple[str, ...]]) -> tuple[Said | None, ...]:
    """Read the words over each column of a header."""
    said = [read_words(parts) for parts in titles]
    shared = _over(titles, said, "quota") & _over(titles, said, "admitted")
    if shared:
        said = [read_words(parts, frozenset(shared)) for parts in titles]
    return tuple(_whole_of_parts(titles, said, at) for at in range(len(titles)))


def _over(titles: Sequence[tuple[str, ...]], said: Sequence[Said | None], column: str) -> set[str]:
    """Give the words above the lowest over the columns of one meaning."""
    return {
        words
        for parts, one in zip(titles, said, strict=True)
        if one and one.column == column
        for words in parts[:-1]
    }


def _whole_of_parts(
    titles: Sequence[tuple[str, ...]], said: Sequence[Said | None], at: int
) -> Said | None:
    """Read "Tổng" beside "Nam" and "Nữ" as what stands above all of them."""
    one, above = said[at], titles[at][:-1]
    if one is None or one.column != "stated_total" or not above:
        return one
    beside = [parts[-1] for parts in titles if parts[:-1] == above and parts != titles[at]]
    named = {
        found.column
        for found, parts in zip(said, titles, strict=True)
        if found and parts[:-1] == above
    }
    if any(map(is_part, beside)) and named <= {"stated_total"}:
        return read_words(above) or one
    return one


def named_columns(said: Sequence[Said | None], about: bool) -> dict[str, tuple[int, ...]]:
    """Give the positions that may be each column's, in the order in which they stand.

    `about`: whether the table says that it is about admissions; then "Thực hiện" is a result.
    """
    found: dict[str, list[int]] = {}
    for at, one in enumerate(said):
        if one and not one.bar and (about or not one.weak or one.column != "admitted"):
            found.setdefault(one.column, []).append(at)
    return {column: _likeliest(column, ats, said) for column, ats in found.items()}


def _likeliest(column: str, ats: Sequence[int], said: Sequence[Said | None]) -> tuple[int, ...]:
    """Leave out what names a column less clearly than another does."""
    ways: list[Callable[[Said], bool]] = [lambda one: one.own]
    if column != "admitted":
        ways.append(lambda one: not one.weak)
    for way in ways:
        better = [at for at in ats if (one := said[at]) and way(one)]
        ats = better or ats
    return tuple(ats)


# --- by what stands under them -------------------------------------------------------------------


@dataclass(frozen=True)
class ColumnChoice:
    """Which of several columns is read."""

    positions: dict[str, int]  # The column chosen; the first where nothing tells
    # Position of a column that is not read -> why, in Vietnamese
    left: Mapping[int, str] = field(default_factory=dict)
    # Column of the vocabulary -> the positions that nothing tells apart; its figures are unknown
    doubts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class _Rows(NamedTuple):
    """The rows under a header, and what its words say."""

    lines: Sequence[TableLine]
    totals: Sequence[TableLine]
    said: Sequence[Said | None]

    def figures(self, at: int) -> list[int | float | None]:
        return [_figure(line, at) for line in self.lines]


def _figure(line: TableLine, at: int) -> int | float | None:
    text = clean(line.row.text(at))
    return figure(text).value if text else None


def choose(
    rivals: Mapping[str, tuple[int, ...]],
    positions: Mapping[str, int],
    said: Sequence[Said | None],
    lines: Sequence[TableLine],
    totals: Sequence[TableLine],
    year: int | None,
) -> ColumnChoice:
    """Choose among columns of one meaning.

    `lines`, `totals`: the rows of units, and those of totals, under the header. `year`: the year
    the table is about, when it is known.
    """
    rows = _Rows(lines[:LOOKED_AT], totals, said)
    left: dict[int, str] = {}
    open_: dict[str, tuple[int, ...]] = {}
    for column, ats in rivals.items():
        kept = ats
        for way in _WAYS if column in COUNTS else (_names,) if column == "unit_name" else ():
            if len(kept) > 1:
                better, reason = way(rows, column, kept, year)
                left |= {at: reason for at in kept if at not in better}
                kept = better
        open_[column] = kept
    chosen = {**positions, **{column: kept[0] for column, kept in open_.items()}}
    undecided = {column: kept for column, kept in open_.items() if len(kept) > 1}
    for column, at in _by_evidence(rows, chosen, undecided).items():
        left |= {other: _BY_EVIDENCE for other in undecided[column] if other != at}
        chosen[column] = at
    doubts = {
        column: kept
        for column, kept in undecided.items()
        if column in COUNTS and not any(other in left for other in kept)
    }
    for column, kept in undecided.items():
        if column not in doubts:
            left |= {at: _THE_FIRST for at in kept if at != chosen[column] and at not in left}
    return ColumnChoice(chosen, left, doubts)


_BY_EVIDENCE = "cùng nghĩa với cột được đọc; tỷ lệ hoặc tổng in trong bảng khớp với cột kia"
_THE_FIRST = "cùng nghĩa với một cột đứng trước"

_Way = Callable[[_Rows, str, tuple[int, ...], int | None], tuple[tuple[int, ...], str]]


def _filled(
    rows: _Rows, _: str, ats: tuple[int, ...], __: int | None
) -> tuple[tuple[int, ...], str]:
    """Leave out columns without figures: notes, and what was never filled in."""
    known = {at: sum(value is not None for value in rows.figures(at)) for at in ats}
    most = max(known.values(), default=0)
    better = tuple(at for at in ats if 2 * known[at] > most)
    return better or ats, "có ít số hơn cột cùng nghĩa được đọc"


def _of_the_year(
    rows: _Rows, _: str, ats: tuple[int, ...], year: int | None
) -> tuple[tuple[int, ...], str]:
    years = {at: one.year for at in ats if (one := rows.said[at])}
    known = {one for one in years.values() if one}
    if not known:
        return ats, ""
    wanted = year if year in known or year is None else None
    wanted = wanted or max((one for one in known if year is None or one < year), default=None)
    if wanted is None or (year is not None and wanted != year and None in years.values()):
        # None is of the table's year: those without a year may be.
        better = tuple(at for at in ats if years[at] is None)
    else:
        better = tuple(at for at in ats if years[at] == wanted)
    return better or ats, "là số của năm khác"


def _adjusted(
    rows: _Rows, column: str, ats: tuple[int, ...], _: int | None
) -> tuple[tuple[int, ...], str]:
    """Take a quota that was changed later."""
    later = tuple(at for at in ats if (one := rows.said[at]) and one.adjusted)
    whole = column == "quota" and later and None not in rows.figures(later[-1])
    return later[-1:] if whole else ats, "là số giao trước khi điều chỉnh"


def _alike(
    rows: _Rows, _: str, ats: tuple[int, ...], __: int | None
) -> tuple[tuple[int, ...], str]:
    """Take one of several columns that say the same."""
    first = rows.figures(ats[0])
    same = all(rows.figures(at) == first for at in ats[1:])
    return ats[:1] if same else ats, "có cùng số với cột được đọc"


def _since_january(
    rows: _Rows, column: str, ats: tuple[int, ...], _: int | None
) -> tuple[tuple[int, ...], str]:
    """Take the sum since 1 January where no other column has more."""
    since = [at for at in ats if (one := rows.said[at]) and one.since_january]
    if column != "admitted" or len(since) != 1:
        return ats, ""
    whole = rows.figures(since[0])
    others = [rows.figures(at) for at in ats if at != since[0]]
    least = all(
        (a or 0) >= (b or 0) for other in others for a, b in zip(whole, other, strict=True)
    )
    return tuple(since) if least else ats, "không phải số lũy kế từ đầu năm"


def _summed(
    rows: _Rows, _: str, ats: tuple[int, ...], __: int | None
) -> tuple[tuple[int, ...], str]:
    """Take the one column whose printed total is the sum of its rows."""
    right = tuple(at for at in ats if rows.totals and _is_summed(rows, at))
    return right if len(right) == 1 else ats, "có dòng tổng không khớp, cột kia khớp"


def _is_summed(rows: _Rows, at: int) -> bool:
    stated = _figure(rows.totals[-1], at)
    return stated is not None and stated == sum(value or 0 for value in rows.figures(at))


_WAYS: tuple[_Way, ...] = (_filled, _of_the_year, _adjusted, _alike, _since_january, _summed)


def _names(
    rows: _Rows, _: str, ats: tuple[int, ...], __: int | None
) -> tuple[tuple[int, ...], str]:
    """Take the column with the most different names."""
    names = {at: {clean(line.row.text(at)) for line in rows.lines} - {""} for at in ats}
    different = {at: sum(not figure(name).value for name in found) for at, found in names.items()}
    best = max(ats, key=lambda at: different[at])
    return (best,), "không phải cột tên của từng đơn vị"


# --- by rates and sums ---------------------------------------------------------------------------


def _by_evidence(
    rows: _Rows, chosen: Mapping[str, int], undecided: Mapping[str, tuple[int, ...]]
) -> dict[str, int]:
    """Choose by the printed rates and row sums.

    Every combination of the columns is tried; a column is chosen when one explains most rows and
    no other nearly as many.
    """
    columns = [one for one in ("quota", "admitted", "pending") if one in undecided]
    if not columns or not {"stated_rate", "stated_total"} & set(chosen):
        return {}
    scores: dict[tuple[int, ...], float] = {}
    for ats in itertools.product(*(undecided[column] for column in columns)):
        scores[ats] = _explained(rows, {**chosen, **dict(zip(columns, ats, strict=True))})
    best = max(scores, key=lambda ats: scores[ats])
    found = {}
    for place, column in enumerate(columns):
        others = [score for ats, score in scores.items() if ats[place] != best[place]]
        if scores[best] >= _MOST and max(others) <= scores[best] - _FAR:
            found[column] = best[place]
    return found


def _explained(rows: _Rows, positions: Mapping[str, int]) -> float:
    """Give the share of rows whose printed rate or sum follows from some columns."""
    told = right = 0
    for line in rows.lines:
        found = row_explained(line, positions)
        told += found is not None
        right += bool(found)
    return right / told if told else 0.0


def row_explained(line: TableLine, positions: Mapping[str, int]) -> bool | None:
    """Tell whether a row's printed rate, or its sum, follows from its counts; None without."""
    counts = {name: _figure(line, at) for name, at in positions.items() if name in COUNTS}
    known = {name: value for name, value in counts.items() if isinstance(value, int)}
    if not {"quota", "admitted"} <= set(known):
        return None
    if "stated_rate" in positions:
        printed = clean(line.row.text(positions["stated_rate"]))
        row = RateRow(printed, known["quota"], known["admitted"], known.get("pending"))
        told = [row.explained(scale, "pending" in positions) for scale in SCALES]
        if any(one is not None for one in told):
            return any(told)
    total = _figure(line, positions["stated_total"]) if "stated_total" in positions else None
    whole = known["admitted"] + known.get("pending", 0)
    return None if total is None else total in (known["admitted"], whole)
