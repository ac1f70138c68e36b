"""What every chart shares: its options, its entry in the registry, and a few words."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

import pandas as pd
from matplotlib.axes import Axes

from dangvien_analysis.charts.drawing.theme import theme
from dangvien_analysis.columns import ORG_TYPES, SIMULATED, TIDY
from dangvien_analysis.errors import UnmeasuredError
from dangvien_analysis.gather.prospects import Past
from dangvien_analysis.measures.rules import RANKED_QUOTA, SMALL_QUOTA
from dangvien_analysis.office.settings import RATED_QUOTA, Assumptions
from dangvien_analysis.text.numbers import format_count, format_date

INCOMPLETE = "chưa đủ số liệu"
NO_KIND = "Chưa rõ loại hình"


@dataclass(frozen=True)
class Options:
    """What charts have to be told besides the units; each takes from it what it needs."""

    stated_quota: int | None = None  # The total quota as printed [people a year]
    as_of: date | None = None  # The day the figures run to; written under the chart
    # Quotas of units up to this [people a year] are shown in counts only
    small_quota: int = SMALL_QUOTA
    ranked_quota: int = RANKED_QUOTA  # Smallest quota [people a year] that takes part in a ranking
    # Groups of units with a smaller quota [people a year] are shown in counts only
    rated_quota: int = RATED_QUOTA
    deadline: date | None = None  # The day that ends the count
    # What a forecast takes for granted
    assumptions: Assumptions = field(default_factory=Assumptions)
    # Earlier tables of the year, which a forecast looks at too
    past: Past = field(default_factory=Past)
    # Whether the figures were made up; said under the chart. Units that say so themselves, in a
    # column ``simulated``, need no telling
    simulated: bool = False

    @property
    def year_end(self) -> date | None:
        """The deadline, else the last day of the figures' year; None without a date."""
        if self.deadline is None and self.as_of is not None:
            return date(self.as_of.year, 12, 31)
        return self.deadline

    @property
    def steady(self) -> Assumptions:
        """The same assumptions for a pace that stays as it is."""
        return replace(self.assumptions, pace_sd=0.0)

    @property
    def dated(self) -> list[str]:
        """Sentences with the day of the figures, where it is known, and whether they are real."""
        made_up = [f"{SIMULATED}."] if self.simulated else []
        day = [f"Số liệu đến ngày {format_date(self.as_of)}."] if self.as_of else []
        return made_up + day


DEFAULT = Options()


_Function = TypeVar("_Function", bound=Callable[..., Any])


def asks(*columns: str) -> Callable[[_Function], _Function]:
    """Let a chart's table refuse units that lack what it shows."""

    def decorated(table: _Function) -> _Function:
        @wraps(table)
        def checked(units: pd.DataFrame, options: Options = DEFAULT) -> Any:
            lacking = [name for name in columns if name not in units]
            if lacking:
                measured = [name for name in lacking if name not in TIDY]
                how = (
                    "hãy tính các chỉ số trước khi vẽ: dva.assess(snapshot), hoặc "
                    "dva.measure(units) với một bảng bất kỳ."
                    if measured
                    else "biểu đồ này cần các cột ấy của bảng số liệu hoặc của danh mục đơn vị."
                )
                raise UnmeasuredError(
                    f"{table.__name__.removesuffix('_table')}: bảng thiếu cột "
                    f"{', '.join(lacking)}; {how}"
                )
            if not units.index.is_unique:
                twice = units.index[units.index.duplicated()][0]
                raise UnmeasuredError(
                    f"{table.__name__.removesuffix('_table')}: mỗi đơn vị đứng một dòng; "
                    f"{twice!r} đứng nhiều dòng trong bảng."
                )
            return table(units, _dated(units, options))

        return cast("_Function", checked)

    return decorated


def _dated(units: pd.DataFrame, options: Options) -> Options:
    """Take the day and the deadline that a measured frame bears, where none are given."""
    told = units.attrs
    if options.as_of is not None or "as_of" not in told:
        return options
    # A threshold that was given is kept, also the usual one.
    small = told.get("small_quota", options.small_quota) if options is DEFAULT else None
    return replace(
        options,
        as_of=date.fromisoformat(told["as_of"]),
        deadline=options.deadline or date.fromisoformat(told["deadline"]),
        small_quota=options.small_quota if small is None else small,
    )


def draws(draw: _Function) -> _Function:
    """Draw a chart in the one look, with the mark that made-up figures bear."""

    @wraps(draw)
    def marked(units: pd.DataFrame, options: Options = DEFAULT, *, ax: Axes | None = None) -> Axes:
        made_up = "simulated" in units and bool(units["simulated"].eq(True).any())
        told = replace(_dated(units, options), simulated=made_up or options.simulated)
        with theme():
            return cast("Axes", draw(units, told, ax=ax))

    return cast("_Function", marked)


class Draw(Protocol):
    """A function that draws a chart."""

    def __call__(
        self, units: pd.DataFrame, options: Options = ..., *, ax: Axes | None = None
    ) -> Axes:
        """Draw the chart."""
        ...


@dataclass(frozen=True)
class ChartDesign:
    """One chart: the question it answers and its three functions."""

    name: str  # Its name in code, and the stem of its files
    title: str  # Its Vietnamese title
    # ``table(units, options)``: exactly the numbers that are drawn
    table: Callable[[pd.DataFrame, Options], pd.DataFrame]
    draw: Draw  # ``draw(units, options, ax=None)``: the Axes
    alt: Callable[[pd.DataFrame], str]  # ``alt(table)``: the chart in a few Vietnamese sentences


def standing(admitted: Any, pending: Any, quota: Any) -> str:
    """Show where a unit or a group stands, admitted before pending."""
    first, second, whole = (
        "?" if pd.isna(n) else format_count(n) for n in (admitted, pending, quota)
    )
    return f"{first}/{whole}" if second == "0" else f"{first}+{second}/{whole}"


def without_kind(name: str) -> str:
    """Leave out the kind of organisation where there is little room for names."""
    for kind in ORG_TYPES.values():
        if name.startswith(f"{kind} "):
            rest = name.removeprefix(f"{kind} ")
            return rest[:1].upper() + rest[1:]
    return name


def span(low: int, high: int) -> str:
    """Show a range of quotas."""
    return format_count(low) if low == high else f"{format_count(low)}-{format_count(high)}"


def places(units: pd.DataFrame) -> pd.Series:
    """Tell how long the bar of each unit is: its people and the places they leave open.

    admitted + pending + remaining [people], which is the quota unless more people are admitted or
    pending; the quota too where one of them is not known.
    """
    return (units["admitted"] + units["pending"] + units["remaining"]).fillna(units["quota"])


def missing(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Tell which units lack a figure.

    True where one of them is NA.
    """
    return frame[columns].isna().any(axis=1)
