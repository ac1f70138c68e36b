"""Sheets for the units: a page for each with its own figures, and the same rows for a mail merge.

A unit reads its own figures, what they ask for and the days that bind; no other unit's name and
no rank.
"""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from docx import Document
from docx.enum.text import WD_BREAK

from dangvien_analysis.columns import COUNTS, LEVEL_UNKNOWN, LEVELS, SIMULATED, label
from dangvien_analysis.gather.gathering import gathered
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.pack.beside import MANIFEST, beside
from dangvien_analysis.pack.pack import Pack, manifest_of
from dangvien_analysis.pack.publishing import publish
from dangvien_analysis.pack.word.letterhead import letterhead, signature
from dangvien_analysis.pack.word.word_parts import add_table
from dangvien_analysis.pack.word.word_styles import set_up
from dangvien_analysis.report.sentences.narrative import CAUTIONS
from dangvien_analysis.report.tables.shown_tables import ShownTable
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import format_count, format_date

WORD, SHEET = "phieu-don-vi.docx", "phieu-don-vi.xlsx"
_COLUMNS = ("quota", "admitted", "pending", "remaining", "surplus", "pool", "pool_shortfall")
_TASKS = "Việc đề nghị"
_DAY = "Số liệu đến ngày"
_DEADLINE = "Hạn hoàn thành"
_LAST = "Nghị quyết chi bộ chậm nhất"


def notice_rows(meeting: Meeting) -> pd.DataFrame:
    """Give each unit's sheet as a row.

    Index ``unit_id``, in the table's order, headed as people read it: the name, the day of the
    figures, the counts [people, NA allowed], the level in words, the tasks that the figures ask
    for, one a line, and the days that bind.
    """
    units, tasks = meeting.units, meeting.tasks
    rows = pd.DataFrame({label("unit_name"): units["unit_name"]})
    rows[_DAY] = format_date(meeting.as_of)
    for name in _COLUMNS:
        rows[label(name)] = units[name]
    levels = [LEVELS.get(str(one), LEVEL_UNKNOWN) for one in units["risk_level"]]
    rows[label("risk_level")] = levels
    absent = units[list(COUNTS)].isna().all(axis=1)
    told = [
        "\n".join(_tasks(tasks[tasks["unit_id"] == unit], is_absent))
        for unit, is_absent in absent.items()
    ]
    rows[_TASKS] = told
    deadline = meeting.deadline
    rows[_DEADLINE] = format_date(deadline) if deadline else ""
    early = tasks.loc[tasks["measure"] != "admitted", "due"]
    binds = min(early) if len(early) else None
    ahead = binds is not None and binds != deadline
    rows[_LAST] = format_date(binds) if ahead else ""
    return rows


def _tasks(tasks: pd.DataFrame, absent: bool) -> list[str]:
    """Tell a unit's own tasks."""
    if absent:
        return ["Báo cáo chỉ tiêu, số đã kết nạp, hồ sơ đang trình duyệt và nguồn."]
    return [_task(row) for _, row in tasks.iterrows()]


def _task(row: pd.Series) -> str:
    by = f"chậm nhất ngày {format_date(row['due'])}"
    now, wanted = format_count(row["now"]), format_count(row["wanted"])
    if row["measure"] == "admitted":
        waiting = format_count(row["wanted"] - row["now"])
        return f"Hoàn tất {waiting} hồ sơ đang trình duyệt, {by}."
    if row["measure"] == "pool_shortfall":
        return f"Bồi dưỡng nhận thức về Đảng cho ít nhất {now} quần chúng để đủ nguồn, {by}."
    return (
        f"Xét, trình hồ sơ những người đủ điều kiện trong nguồn: đã kết nạp và đang trình nay "
        f"{now}, cần {wanted}, {by}."
    )


def write_notices(table: Snapshot | Meeting, folder: Path, *, day: date | None = None) -> Pack:
    """Write the sheets of all units.

    Raises PackError when they cannot be written; the folder is as it was.
    """
    wanted, meeting = folder.absolute(), gathered(table)
    rows = notice_rows(meeting)
    with beside(wanted) as made:
        _write_word(made / WORD, meeting, rows, day)
        _write_sheet(made / SHEET, rows, meeting.as_of)
        place, elsewhere = publish(made, wanted, manifest_of(meeting))
    return Pack(place, tuple(place / name for name in (WORD, SHEET, MANIFEST)), elsewhere)


def _write_word(path: Path, meeting: Meeting, rows: pd.DataFrame, day: date | None) -> None:
    document = Document()
    # Each page is a letter of its own.
    set_up(document, numbered=False)
    year = meeting.snapshot.source.quota_year
    subject = "Kết quả kết nạp đảng viên" + (f" năm {year}" if year else "")
    if meeting.simulated:
        subject = f"{SIMULATED}. {subject}"
    document.core_properties.title = subject
    document.core_properties.author = meeting.settings.office.issuing_body
    for number, (_, row) in enumerate(rows.iterrows()):
        if number:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _page(document, meeting, row, subject, day)
    document.save(str(path))


def _page(document: Any, meeting: Meeting, row: pd.Series, subject: str, day: date | None) -> None:
    """Write the sheet of one unit."""
    letterhead(document, meeting.settings.office, day)
    document.add_paragraph(style="After Table")
    document.add_paragraph("PHIẾU SỐ LIỆU", style="Title")
    document.add_paragraph(subject, style="Subtitle")
    document.add_paragraph("-----", style="Rule")
    document.add_paragraph(f"Kính gửi: {row[label('unit_name')]}", style="Heading 1")
    until = f", đến ngày {row[_DAY]}" if meeting.as_of else ""
    if (frozen := meeting.standing.frozen) is not None:
        until += f", đã chốt ngày {format_date(frozen.when.date())}"
    document.add_paragraph(f"Số liệu của đơn vị{until}:", style="Body Text")
    shown = [(label(name), format_count(row[label(name)])) for name in _COLUMNS]
    shown.append((label("risk_level"), row[label("risk_level")]))
    frame = pd.DataFrame(shown, columns=["Chỉ số", "Số liệu"], dtype="str")
    add_table(document, ShownTable("", frame, frozenset({"Chỉ số"})), titled=False)
    for text in _sentences(row):
        document.add_paragraph(text, style="Body Text")
    signature(document, meeting.settings.office)
    document.add_paragraph(style="After Table")


def _sentences(row: pd.Series) -> list[str]:
    """Tell the tasks, the days that bind and the caution."""
    tasks = row[_TASKS].split("\n") if row[_TASKS] else []
    told = ["Đề nghị đơn vị:", *(f"- {task}" for task in tasks)] if tasks else []
    days = [f"hạn hoàn thành chỉ tiêu là ngày {row[_DEADLINE]}"] if row[_DEADLINE] else []
    if row[_LAST]:
        days.append(
            f"nghị quyết của chi bộ ra chậm nhất ngày {row[_LAST]} thì còn kịp quyết định trong "
            "năm"
        )
    if days:
        text = "; ".join(days)
        told.append(f"{text[0].upper()}{text[1:]}.")
    return [*told, CAUTIONS[0], "Số liệu có chỗ chưa đúng thì đề nghị đơn vị báo lại."]


def _write_sheet(path: Path, rows: pd.DataFrame, as_of: date | None) -> None:
    """Write the rows for a mail merge: one sheet, one header, no merged cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        if as_of:
            # One fixed time, so that the same input gives the same file.
            book.set_properties({"created": datetime.combine(as_of, time())})
        sheet = book.add_worksheet("Phieu")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        sheet.write_row(0, 0, list(rows.columns), bold)
        for at, (_, row) in enumerate(rows.iterrows(), start=1):
            for column, value in enumerate(row):
                if pd.isna(value):
                    continue
                if isinstance(value, str):
                    sheet.write_string(at, column, value)
                else:
                    sheet.write_number(at, column, int(value))
        sheet.set_column(0, 0, 45)
        sheet.set_column(1, len(rows.columns) - 1, 16)
        sheet.freeze_panes(1, 1)
