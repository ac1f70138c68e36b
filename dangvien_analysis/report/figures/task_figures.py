"""Every figure of the tasks, and of those of the meeting before."""

from datetime import date

import pandas as pd

from dangvien_analysis.gather.tasks import MEASURES, OUTCOMES
from dangvien_analysis.report.figures.figure_table import Figures
from dangvien_analysis.text.numbers import format_date


def task_figures(tasks: pd.DataFrame, follow: tuple[date, pd.DataFrame] | None) -> pd.DataFrame:
    """Work out the figures of tasks."""
    found = Figures()
    for measure, rows in tasks.groupby("measure", sort=False):
        found.count(f"task.{measure}.units", f"Số việc: {MEASURES[str(measure)]}", len(rows))
        day = min(rows["due"])
        found.text(f"task.{measure}.due", "Hạn", day, format_date(day))
    if follow is not None:
        _followed(found, *follow)
    return found.frame()


def _followed(found: Figures, day: date, table: pd.DataFrame) -> None:
    """What became of the tasks of the meeting before."""
    found.text("follow.day", "Danh mục việc kỳ trước", day, format_date(day))
    found.count("follow.tasks", "Số việc kỳ trước", len(table))
    for outcome, words in OUTCOMES.items():
        number = (table["outcome"] == outcome).sum()
        found.count(f"follow.{outcome}", f"Số việc {words}", number)
    for number, (_, row) in enumerate(table.iterrows()):
        title = f"{row['unit_name']}: {MEASURES[row['measure']].lower()}"
        found.count(f"follow.{number}.then", f"{title}, nay", row["then"])
        found.count(f"follow.{number}.wanted", f"{title}, cần đạt", row["wanted"])
