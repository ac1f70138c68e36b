"""What the office decided about findings: kept in a file, applied in plain sight."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from dangvien_analysis.columns import COUNTS, label
from dangvien_analysis.errors import RegisterError
from dangvien_analysis.findings import SETTLED
from dangvien_analysis.text.lists import ListRow, append_row, as_listed, read_list
from dangvien_analysis.text.numbers import format_count, format_date

FIELDS = (
    *("code", "unit_id", "column", "quota_year", "stated", "computed", "accepted"),
    *("document", "date", "note"),
)
"""The columns of the file. Both figures are kept: when one of them changes, the finding is new."""


@dataclass(frozen=True)
class Settlement:
    """What was decided about one finding."""

    code: str  # The finding; unit and column empty where it concerns none
    unit_id: str
    column: str
    quota_year: int  # The year it holds for
    stated: str  # Both figures as the finding shows them
    computed: str
    # The count that holds from now on [people]; None where nothing is to change
    accepted: int | None
    document: str  # The document that decides it
    day: date  # The day it was decided
    note: str = ""  # What else there is to say

    @property
    def words(self) -> str:
        """What is said under the finding."""
        value = ""
        if self.accepted is not None:
            value = f": lấy {label(self.column).lower()} là {format_count(self.accepted)}"
        note = f"; {self.note}" if self.note else ""
        return f"Đã giải quyết{value} ({self.document}, {format_date(self.day)}{note})."


def read_settled(path: Path) -> tuple[Settlement, ...]:
    """Read what was decided.

    `path`: A list, as `lists.columns_of` reads it, with the columns `FIELDS`; it may be missing.
    """
    if not path.is_file():
        return ()
    return tuple(map(_settlement, read_list(path, FIELDS)))


def _settlement(row: ListRow) -> Settlement:
    text = row.cells
    year, day = row.whole("quota_year"), row.day("date")
    accepted = row.whole("accepted") if text["accepted"] else None
    if accepted is not None and text["column"] not in COUNTS:
        raise RegisterError(
            f"{row.place}: accepted chỉ ghi cho một cột số người ({', '.join(COUNTS)})."
        )
    parts = {name: text[name] for name in ("code", "unit_id", "column", "stated", "computed")}
    return Settlement(
        **parts,
        quota_year=year,
        accepted=accepted,
        document=text["document"],
        day=day,
        note=text["note"],
    )


def append_settled(path: Path, settlement: Settlement) -> None:
    """Add a decision to the file."""
    values = asdict(settlement) | {"date": settlement.day.isoformat()}
    texts = {name: "" if values[name] is None else str(values[name]) for name in FIELDS}
    append_row(path, FIELDS, texts)


def apply_settled(
    findings: pd.DataFrame,
    units: pd.DataFrame,
    stated: pd.Series,
    settlements: tuple[Settlement, ...],
    quota_year: int | None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Mark the findings that were decided on, and put accepted counts in place.

    Gives the three with what was decided: the finding keeps its figures and its place, its
    severity becomes ``settled``, it stands last, and its message ends with the decision.
    """
    decided = {
        (one.code, one.unit_id, one.column, one.stated, one.computed): one
        for one in settlements
        if one.quota_year == quota_year
    }
    # Both sides as a list holds them: letters taken apart are the same letters.
    keys = zip(*(findings[name].map(as_listed) for name in _KEY), strict=True)
    found = [decided.get(key) for key in keys] if decided else []
    if not any(found):
        return findings, units, stated
    findings, units, stated = findings.copy(), units.copy(), stated.copy()
    for at, one in zip(findings.index, found, strict=True):
        # A revision written when counts were put in place at once has its findings settled.
        if one is None or findings.at[at, "severity"] == SETTLED:
            continue
        findings.at[at, "severity"] = SETTLED
        findings.at[at, "message"] = " ".join((str(findings.at[at, "message"]), one.words))
        if one.accepted is not None and one.unit_id in units.index:
            units.at[one.unit_id, one.column] = one.accepted
        elif one.accepted is not None and one.column in stated.index:
            stated[one.column] = one.accepted
    last = findings["severity"] == SETTLED
    return pd.concat([findings[~last], findings[last]], ignore_index=True), units, stated


_KEY = ("code", "unit_id", "column", "stated", "computed")
