"""Tasks that the figures ask for, and what became of those of an earlier meeting.

A task is a unit, a measure, its figure now, the figure wanted and a day. It is kept as
``nhiem-vu.csv`` in the pack, where an office may strike out or add lines before the meeting, and
is held against the figures of the next one: reached or not, and nothing about why.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from dangvien_analysis.errors import PackError
from dangvien_analysis.gather.procedure import LastDay
from dangvien_analysis.text.cells import csv_for_people
from dangvien_analysis.text.lists import ListRow, read_list

FILE = "nhiem-vu.csv"
FIELDS = {
    "unit_id": "Mã đơn vị",
    "unit_name": "Tổ chức đảng",
    "measure": "Chỉ số",
    "now": "Hiện nay",
    "wanted": "Cần đạt",
    "due": "Hạn",
}
"""Columns of a list of tasks, with their headings in the file."""
MEASURES = {
    "admitted": "Đã kết nạp",
    "pool_shortfall": "Thiếu nguồn",
    "sent": "Đã kết nạp và đang trình",
}
"""What a task may be measured by, with the words shown; the second is to fall, the others rise."""
_TO_FALL = "pool_shortfall"


def proposed(
    units: pd.DataFrame, as_of: date | None, deadline: date | None, last: LastDay | None
) -> pd.DataFrame:
    """List the tasks that the figures ask for.

    `FIELDS`: ``now`` and ``wanted`` [people], ``due`` a date. For each unit with pending dossiers:
    that they are admitted, by the deadline. For each unit short of people: no shortfall; for one
    without movement: a first dossier; for one behind an even pace with enough people: dossiers for
    its whole quota; these by the last day on which a resolution is decided in time, where that is
    known and lies ahead. Empty without a deadline.
    """
    if deadline is None:
        return pd.DataFrame(columns=list(FIELDS))
    sent = units["admitted"] + units["pending"]
    behind = (units["risk_level"] == "watch") & (units["pool_shortfall"] == 0)
    early = _early(as_of, deadline, last)
    parts: list[tuple[str, pd.Series, pd.Series, Any, date]] = [
        ("admitted", units["pending"] > 0, units["admitted"], sent, deadline),
        ("pool_shortfall", units["pool_shortfall"] > 0, units["pool_shortfall"], 0, early),
        ("sent", units["no_movement"], sent, 1, early),
        ("sent", behind, sent, units["quota"], early),
    ]
    made = []
    for measure, where, now, wanted, due in parts:
        chosen = where.fillna(value=False).astype(bool)
        frame = pd.DataFrame(
            {
                "unit_id": units.index,
                "unit_name": units["unit_name"].to_numpy(),
                "measure": measure,
                "now": now.to_numpy(),
                "wanted": wanted if isinstance(wanted, int) else wanted.to_numpy(),
                "due": due,
            }
        )
        made.append(frame[chosen.to_numpy()])
    whole = pd.concat(made, ignore_index=True)
    return whole.astype({"now": "Int64", "wanted": "Int64"})


def _early(as_of: date | None, deadline: date, last: LastDay | None) -> date:
    """The last day for a resolution, while it lies ahead; else the deadline."""
    ahead = last is not None and as_of is not None and last.day >= as_of
    return last.day if last is not None and ahead else deadline


def as_csv(tasks: pd.DataFrame) -> str:
    """Write tasks down for an office to look at and to change."""
    days = [day.isoformat() for day in tasks["due"]]
    shown = tasks.assign(due=days, measure=tasks["measure"].map(MEASURES))
    return csv_for_people(shown.rename(columns=FIELDS))


def read_tasks(path: Path) -> pd.DataFrame:
    """Read tasks, as they were written or as an office left them."""
    rows = read_list(path, list(FIELDS.values()), error=PackError)
    found = [_task(row) for row in rows if any(row.cells.values())]
    tasks = pd.DataFrame(found, columns=list(FIELDS))
    return tasks.astype({"now": "Int64", "wanted": "Int64"})


def _task(row: ListRow) -> dict[str, Any]:
    text = {name: row.cells[shown] for name, shown in FIELDS.items()}
    measures = {shown: name for name, shown in MEASURES.items()}
    if text["measure"] not in measures:
        known = ", ".join(measures)
        raise PackError(
            f"{row.place}: {FIELDS['measure']} {text['measure']!r} không có; các loại: {known}."
        )
    return {
        **text,
        "measure": measures[text["measure"]],
        "now": row.whole(FIELDS["now"]),
        "wanted": row.whole(FIELDS["wanted"]),
        "due": row.day(FIELDS["due"]),
    }


def followed(tasks: pd.DataFrame, units: pd.DataFrame, today: date) -> pd.DataFrame:
    """Hold tasks against the figures of a later day.

    Gives the tasks with ``then``, the figure of the later table [people], NA where it is not known
    or the unit is not in it, and ``outcome``: ``reached``, ``open`` (not yet due), ``late`` or
    ``unknown``.
    """
    figures = units.assign(sent=units["admitted"] + units["pending"])
    then: list[Any] = [
        figures.at[unit, measure] if unit in figures.index else pd.NA
        for unit, measure in zip(tasks["unit_id"], tasks["measure"], strict=True)
    ]
    table = tasks.assign(then=pd.array(then, dtype="Int64"))
    return table.assign(outcome=[_outcome(row, today) for _, row in table.iterrows()])


def _outcome(row: pd.Series, today: date) -> str:
    if pd.isna(row["then"]):
        return "unknown"
    falls = row["measure"] == _TO_FALL
    if row["then"] <= row["wanted"] if falls else row["then"] >= row["wanted"]:
        return "reached"
    return "late" if row["due"] < today else "open"


OUTCOMES = {
    "reached": "đạt",
    "open": "chưa đạt, còn hạn",
    "late": "chưa đạt, quá hạn",
    "unknown": "chưa rõ",
}
"""What became of a task, with the words shown."""
