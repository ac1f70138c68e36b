"""The tables of a meeting by name, each declared here once: page, Word and notebooks show them."""

import pandas as pd

from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.gather.what_if import scenarios
from dangvien_analysis.report.sentences.narrative import Narrative
from dangvien_analysis.report.tables import forecast_tables, shown_tables
from dangvien_analysis.report.tables.shown_tables import ShownTable, marked


class MeetingTables:
    """The tables people read, by name; each is a shown table, or None where there is none.

    Parameters
    ----------
    meeting : Meeting
        The meeting they are of.
    story : Narrative
        Its briefing.
    """

    def __init__(self, meeting: Meeting, story: Narrative) -> None:
        self._meeting, self._story = meeting, story
        self._small = meeting.settings.levels.small_quota

    def __repr__(self) -> str:
        """List the shown_tables."""
        names = (name for name in dir(type(self)) if not name.startswith("_"))
        return "\n".join(f"m.tables.{name}" for name in names)

    def _marked(self, table: ShownTable) -> ShownTable:
        return marked(table, simulated=self._meeting.simulated)

    @property
    def summary(self) -> ShownTable:
        """The district's figures."""
        return self._marked(shown_tables.summary_table(self._story.table))

    @property
    def units(self) -> ShownTable:
        """Every unit."""
        return self._marked(shown_tables.units_table(self._meeting.units, self._small))

    @property
    def attention(self) -> ShownTable:
        """The units to support, with the reasons."""
        return self._marked(shown_tables.attention_table(self._meeting.units))

    @property
    def levels(self) -> ShownTable:
        """How many units stand at each level."""
        return self._marked(shown_tables.level_table(self._meeting.units))

    @property
    def sectors(self) -> ShownTable:
        """The sums of each sector."""
        return self._marked(shown_tables.sector_table(self._meeting.units))

    @property
    def pool(self) -> ShownTable:
        """The units whose own pool does not cover what remains."""
        return self._marked(shown_tables.pool_table(self._meeting.units))

    @property
    def findings(self) -> ShownTable:
        """What the checks found."""
        return self._marked(shown_tables.findings_table(self._meeting.findings))

    @property
    def movement(self) -> ShownTable | None:
        """What moved since the table before; None when there is nothing to compare with."""
        if self._story.section("movement") is None:
            return None
        return self._marked(shown_tables.movement_table(self._meeting.units, self._meeting.beside))

    @property
    def followed(self) -> ShownTable | None:
        """What became of the tasks of the meeting before; None without a list of them."""
        follow = self._meeting.follow
        if follow is None or self._story.section("followed") is None:
            return None
        return self._marked(shown_tables.followed_table(follow[1]))

    @property
    def forecast(self) -> ShownTable | None:
        """The district's forecast; None when nothing lies ahead."""
        if self._story.section("forecast") is None:
            return None
        return self._marked(forecast_tables.forecast_summary(self._story.table))

    @property
    def forecast_units(self) -> ShownTable | None:
        """The forecast of each unit; None when nothing lies ahead."""
        if self._meeting.forecast is None:
            return None
        return self._marked(forecast_tables.forecast_table(self._meeting.units, self._small))

    @property
    def scenarios(self) -> ShownTable | None:
        """What each assumption of the forecast changes; None when nothing lies ahead.

        The figures might also be of the last day of their month.
        """
        day, deadline = self._meeting.as_of, self._meeting.deadline
        if self._story.section("forecast") is None or day is None or deadline is None:
            return None
        end = (pd.Timestamp(day) + pd.offsets.MonthEnd(0)).date()
        found = scenarios(self._meeting, other_day=min(end, deadline))
        return self._marked(forecast_tables.scenarios_table(found))
