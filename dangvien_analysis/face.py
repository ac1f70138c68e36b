"""The meeting in the hand: what was gathered, and everything that is made of it."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from dangvien_analysis import charts
from dangvien_analysis.columns import COUNTS, SIMULATED
from dangvien_analysis.findings import in_words
from dangvien_analysis.gather.choosing import meeting_of
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.pack.pack import Pack, write_pack
from dangvien_analysis.report.figures.trace import trace
from dangvien_analysis.report.sentences.narrative import Narrative, result_line, told_of
from dangvien_analysis.report.tables.markup import element
from dangvien_analysis.report.tables.meeting_tables import MeetingTables
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import format_count, format_date
from dangvien_analysis.text.typed_days import day_given


class MeetingCharts:
    """The charts by name, such as ``m.charts.progress()``; the notebook shows one.

    Parameters
    ----------
    meeting : Meeting
        The meeting they are of.
    """

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting

    def __repr__(self) -> str:
        """List the charts with their titles."""
        return "\n".join(f"m.charts.{name}(): {one.title}" for name, one in charts.CHARTS.items())

    def __getattr__(self, name: str) -> Callable[[], charts.MeetingChart]:
        """Give the function that makes the chart of a name."""
        if name not in charts.CHARTS:
            raise AttributeError(
                f"no chart {name!r}; there are: {', '.join(charts.CHARTS)}", name=name, obj=self
            )

        def chart() -> charts.MeetingChart:
            return charts.MeetingChart(name, self._meeting)

        chart.__name__, chart.__doc__ = name, charts.CHARTS[name].title
        return chart

    def __dir__(self) -> list[str]:
        """List the charts."""
        return list(charts.CHARTS)


class Lines(tuple[str, ...]):
    """Lines of text, shown as they are."""

    __slots__ = ()

    def __str__(self) -> str:
        """Give the lines one below the other."""
        return "\n".join(self)

    __repr__ = __str__


class MeetingFace(Meeting):
    """Everything known on the day of the meeting, and everything that is made of it.

    Beside what `Meeting` holds: ``m.text`` the sentences, ``m.tables.NAME`` and
    ``m.charts.NAME()`` as people see them, ``m.trace("164")``, ``m.write(folder)``.
    """

    @cached_property
    def text(self) -> Narrative:
        """The sentences, by section, and the table of every figure in them."""
        return told_of(self)

    @property
    def tables(self) -> MeetingTables:
        """The tables people read."""
        return MeetingTables(self, self.text)

    @property
    def charts(self) -> MeetingCharts:
        """The charts."""
        return MeetingCharts(self)

    def trace(self, shown: str | float, about: str = "") -> Lines:
        """Tell where figures come from that are shown so.

        Parameters
        ----------
        shown : str or number
            A figure as the pack shows it, for example "164" or "48,04%".
        about : str
            Words that the figure's label must hold, such as a unit's name.

        Returns
        -------
        tuple of str
            Lines; where the pack has no such figure, one that says so.
        """
        text = format_count(shown) if isinstance(shown, int) else str(shown)
        lines = trace(self, text, about) or trace(self, f"{text}%", about)
        narrower = f" có “{about}” trong tên" if about else ""
        return Lines(lines or [f"Không có con số “{text}”{narrower} trong số liệu này."])

    def write(self, folder: str | Path, *, day: date | None = None, pdf: bool = True) -> Pack:
        """Write the pack of the meeting.

        Parameters
        ----------
        folder : str or Path
            Where it belongs, as `write_pack` takes it.
        day : datetime.date, optional
            The date of the Word report; a dotted blank when it is not given.
        pdf : bool
            Whether the Word report is also written as PDF, where LibreOffice is installed.

        Returns
        -------
        Pack
            What was written.

        Raises
        ------
        PackError
            As `write_pack`.
        """
        return write_pack(self, folder, day=day, pdf=pdf)

    def with_past(
        self, earlier: Iterable[tuple[date, pd.DataFrame]], *, simulated: bool = False
    ) -> "MeetingFace":
        """Put the table beside other earlier ones than those of the ledger.

        Parameters
        ----------
        earlier : iterable of (datetime.date, DataFrame)
            Tables of its quota year, rising, on its units: index ``unit_id``, ``unit_name`` and
            the counts [people]; one of its own day is left out.
        simulated : bool
            Whether they were made up; said wherever they are seen.

        Returns
        -------
        MeetingFace
            A copy.

        Raises
        ------
        ValueError
            When a table is of a later day or another year, or has other units or columns.
        """
        before = tuple((day_given(day), table) for day, table in earlier)
        for day, table in before:
            _refuse_other(self, day, table)
        before = tuple(
            (day, table)
            for day, table in sorted(before, key=lambda one: one[0] or date.min)
            if day is not None and day != self.as_of
        )
        standing = self.standing._replace(simulated=self.simulated or simulated)
        return _face_of(self, earlier=before, standing=standing)

    def __repr__(self) -> str:
        """Give a short card: document, day, frozen or not, headline, findings by severity."""
        return "\n".join(self._card())

    def _repr_html_(self) -> str:
        first, *rest = self._card()
        return element("strong", first) + "".join(element("div", line) for line in rest)

    def _card(self) -> list[str]:
        source = self.snapshot.source
        day = "chưa rõ ngày số liệu" if self.as_of is None else format_date(self.as_of)
        name = source.document_number or source.path.name
        result = result_line(self.text.table)
        return [
            f"{SIMULATED}. {name}" if self.simulated else name,
            f"Số liệu đến: {day}; {self._state()}",
            f"{result[:1].upper()}{result[1:]}",
            f"Phát hiện: {in_words(self.findings)}",
        ]

    def _state(self) -> str:
        standing = self.standing
        if standing.other:
            return f"khác bản hiện hành ({standing.other}) trong sổ số liệu"
        if not standing.revision:
            return "chưa có trong sổ số liệu"
        if standing.frozen is None:
            return f"bản {standing.revision}, chưa chốt"
        frozen = format_date(standing.frozen.when.date())
        return f"bản {standing.revision}, đã chốt {frozen} ({standing.frozen.by})"


def _refuse_other(meeting: Meeting, day: date | None, table: pd.DataFrame) -> None:
    """Refuse a table that cannot stand before a meeting's: it would look as if nothing moved."""
    today = meeting.as_of
    if day is None or today is None or day > today or day.year != today.year:
        raise ValueError(f"the table of {day} is not before that of {today} in its year")
    lacking = [name for name in ("unit_name", *COUNTS) if name not in table]
    if lacking or not table.index.isin(meeting.snapshot.units.index).any():
        raise ValueError(
            f"the table of {day} needs the index unit_id, with units of the meeting, and the "
            f"columns unit_name, {', '.join(COUNTS)}"
        )


def _face_of(meeting: Meeting, **other: Any) -> MeetingFace:
    held = {one.name: getattr(meeting, one.name) for one in fields(Meeting)}
    face = MeetingFace(**(held | other))
    if not other:  # what was worked out before, such as the forecast, is not worked out again
        vars(face).update(vars(meeting))
    return face


def meeting(
    what: str | Path | date | Snapshot | None = None,
    *,
    as_of: date | str | None = None,
    settings: Settings | None = None,
    sheet: str | None = None,
) -> MeetingFace:
    """Gather everything known on the day of a table. It never writes.

    Parameters
    ----------
    what : str, Path, datetime.date or Snapshot, optional
        The ledger's latest day when None (the newest file of data/raw as long as nothing was
        accepted); "2023-09-13" or "10/2023" is a day of the ledger, the last of that month;
        anything else a file. A snapshot is taken as it is.
    as_of : datetime.date or str, optional
        The day a file's figures run to, when the file does not say it; a text as
        2023-09-13 or 13/9/2023.
    settings : Settings, optional
        By default those of the nearest dangvien.toml upward from the working directory.
    sheet : str, optional
        The sheet of a file to read and no other; by default as `read` chooses.

    Returns
    -------
    MeetingFace
        The meeting: plain data, and what is made of it.

    Raises
    ------
    ReadError
        When there is no table to read, or the date is not within the quota year.
    LedgerError
        When the ledger has no figures of that day, or they are not what was written.
    """
    if isinstance(what, datetime):  # a pandas Timestamp is one
        what = what.date()
    if not isinstance(what, str | Path | date | Snapshot | None):
        raise TypeError(
            f"a {type(what).__name__} was given; needed is a day, a file or what dva.read gives; "
            "a frame of your own is for dva.measure"
        )
    day = day_given(as_of)
    named = what if what is None or isinstance(what, Snapshot) else (str(what) or None)
    return _face_of(meeting_of(named, as_of=day, settings=settings, sheet=sheet))
