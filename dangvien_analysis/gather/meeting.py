"""Meeting: the one value that holds everything known on the day of the meeting."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.gather.comparison import Comparison, YearAgo, compare, year_ago
from dangvien_analysis.gather.past_tables import Dated
from dangvien_analysis.gather.procedure import LastDay
from dangvien_analysis.gather.prospects import Past, forecast_of, with_outlook
from dangvien_analysis.gather.tasks import followed, proposed
from dangvien_analysis.ledger.journal import Entry
from dangvien_analysis.measures.totals import totals
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.snapshot import Snapshot, assess

if TYPE_CHECKING:
    from dangvien_analysis.forecasting.forecast import Forecast


class Standing(NamedTuple):
    """Where a table stands in the ledger."""

    # The revision in force that the table is, and the hash of what it says; empty when it is none
    revision: str = ""
    content: str = ""
    frozen: Entry | None = None  # The line that froze it
    other: str = ""  # The revision in force of its day, when the table is another
    simulated: bool = False  # Whether it, or a table it is compared with, was made up


NOWHERE = Standing()
"""Where a table stands that the ledger does not have."""


@dataclass(frozen=True, eq=False)
class Meeting:
    """Everything known on the day of the meeting. Plain data: nothing in it reads or writes.

    What follows from it is worked out when it is first asked for, once.
    """

    snapshot: Snapshot  # The checked table
    # Its findings and those of the comparison with earlier tables, gravest first
    findings: pd.DataFrame
    standing: Standing = NOWHERE  # Where it stands in the ledger
    # Earlier tables of the quota year, rising, on the units of the table's day
    earlier: tuple[Dated, ...] = ()
    # The tables of the quota year before, rising, each on the units of its own day
    year_before: tuple[Dated, ...] = ()
    # Dossiers that the year before left pending [dossiers]; None when it is not known
    carried_over: int | None = None
    # The tasks of the meeting before, as the office left them, and the day of its table
    listed: tuple[date, pd.DataFrame] | None = None
    # The last day for a cell's resolution, where rules and holidays are known
    last_day: LastDay | None = None

    @property
    def settings(self) -> Settings:
        """The settings the table was read with."""
        return self.snapshot.settings

    @property
    def as_of(self) -> date | None:
        """The day the figures run to."""
        return self.snapshot.as_of

    @property
    def deadline(self) -> date | None:
        """The day by which the quota is to be met."""
        return self.snapshot.source.deadline

    @property
    def simulated(self) -> bool:
        """Whether figures in it were made up; said wherever they are seen."""
        return self.standing.simulated

    @property
    def stated_quota(self) -> int | None:
        """The total quota as printed [people a year]; None when it is not."""
        return self.snapshot.stated_quota

    @property
    def target(self) -> int | None:
        """The total quota as printed, else the sum of the quotas [people a year]."""
        return self.snapshot.target

    @property
    def known(self) -> Past:
        """What a forecast knows besides the table."""
        return Past(self.earlier, self.carried_over)

    @cached_property
    def forecast(self) -> "Forecast | None":
        """What the deadline may bring; None when nothing lies ahead."""
        return forecast_of(self.snapshot, self.settings.forecast, self.known)

    @cached_property
    def steady(self) -> "Forecast | None":
        """The same for a pace that stays as it is."""
        even = replace(self.settings.forecast, pace_sd=0.0)
        return forecast_of(self.snapshot, even, self.known)

    @property
    def ahead(self) -> "tuple[Forecast, ...]":
        """The lines of the forecast: one, and none when nothing lies ahead."""
        return () if self.forecast is None else (self.forecast,)

    @cached_property
    def _measured(self) -> pd.DataFrame:
        return with_outlook(assess(self.snapshot), self.forecast)

    @property
    def units(self) -> pd.DataFrame:
        """The measured units, with the forecast of each where there is one.

        A copy each time: whoever changes it changes nothing that is told of the meeting.
        """
        return self._measured.copy(deep=False)

    @property
    def totals(self) -> pd.DataFrame:
        """The district's sums, as `totals` gives them."""
        return totals(self.units)

    @cached_property
    def beside(self) -> Comparison | None:
        """The table beside the one before it; None without one in the quota year."""
        return compare(self.snapshot, self.earlier)

    @property
    def since(self) -> date | None:
        """The day of the table before; None without one in the quota year."""
        return None if self.beside is None else self.beside.since

    @property
    def moved(self) -> pd.DataFrame | None:
        """What moved in each unit since the table before, as `changes` gives it."""
        return None if self.beside is None else self.beside.table.copy(deep=False)

    @cached_property
    def ago(self) -> YearAgo | None:
        """The same time of the year before; None when the ledger has no table of that year."""
        return year_ago(self.snapshot, self.year_before)

    @property
    def past(self) -> pd.DataFrame:
        """The counts of earlier tables of the quota year, by ``as_of`` and ``unit_id``."""
        columns = ["unit_name", *COUNTS]
        tables = {pd.Timestamp(day): table[columns] for day, table in self.earlier}
        if not tables:
            index = pd.MultiIndex.from_arrays([[], []], names=["as_of", "unit_id"])
            return pd.DataFrame(columns=columns, index=index)
        return pd.concat(tables, names=["as_of", "unit_id"])

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """What the figures ask for."""
        return proposed(self.units, self.as_of, self.deadline, self.last_day)

    @cached_property
    def follow(self) -> tuple[date, pd.DataFrame] | None:
        """The day of the meeting before, and what became of its tasks."""
        if self.listed is None or self.as_of is None:
            return None
        day, tasks = self.listed
        return day, followed(tasks, self.units, self.as_of)
