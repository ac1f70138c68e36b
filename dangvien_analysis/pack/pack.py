"""The whole meeting pack, step by step: charts, workbook, Word report, page, manifest."""

import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dangvien_analysis.findings import count_by_severity
from dangvien_analysis.gather.gathering import gathered
from dangvien_analysis.gather.handover import packed_up
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.gather.tasks import FILE as TASKS
from dangvien_analysis.gather.tasks import as_csv
from dangvien_analysis.pack.beside import MANIFEST, REPORT_WORD, beside
from dangvien_analysis.pack.notebook import (
    REPORT,
    execute,
    fill_pictures,
    kernel,
    parameters_for,
    shipped_notebooks,
    with_parameters,
)
from dangvien_analysis.pack.publishing import publish
from dangvien_analysis.pack.word.pdf_export import write_pdf
from dangvien_analysis.report.sentences.narrative import Narrative, result_line, told_of
from dangvien_analysis.report.tables.meeting_tables import MeetingTables
from dangvien_analysis.report.tables.shown_tables import ShownTable
from dangvien_analysis.snapshot import Snapshot

if TYPE_CHECKING:
    from dangvien_analysis.pack.word.word_parts import Picture

PAGE, REPORT_PDF, WORKBOOK = "bao-cao.html", "bao-cao.pdf", "so-lieu.xlsx"
CHART_FOLDER = "bieu-do"
STEPS = ("Vẽ biểu đồ", "Lập bảng tính", "Soạn báo cáo Word", "Dựng trang báo cáo", "Xếp hồ sơ")
"""The steps of a pack, as they are told to whoever waits."""

_SECTION = {
    "progress": "overview",
    "attention": "attention",
    "sectors": "kinds",
    "coverage": "pool",
    "forecast_fan": "forecast",
    "monthly_admitted": "movement",
}
"""The section that a chart follows in the Word report; the others stand in the appendix."""

_FORECAST, _MONTHLY = "forecast_", "monthly_"
_SHARE = ("attention",)
"""The chart that the notebook's kernel draws: it is done sooner than the others are drawn here."""
_LIBRARIES = ("dangvien-analysis", "pandas", "matplotlib", "seaborn", "python-docx", "XlsxWriter")


@dataclass(frozen=True)
class Pack:
    """A pack that was written."""

    folder: Path  # Where it is
    files: tuple[Path, ...]  # Its files, the manifest last
    elsewhere: str = ""  # Why it is not in the folder that was asked for; empty when it is
    without_pdf: str = ""  # Why there is no PDF although one was asked for; empty otherwise
    result: str = ""  # Its result in one line


def write_pack(
    table: Snapshot | Meeting,
    folder: str | Path,
    *,
    day: date | None = None,
    pdf: bool = True,
    fingerprint: str = "",
    progress: Callable[[str], None] | None = None,
) -> Pack:
    """Write everything a meeting needs.

    Parameters
    ----------
    table : Snapshot or Meeting
        The checked table; what is known besides a snapshot is gathered, once, so that all parts
        of the pack tell one state of the ledger.
    folder : str or Path
        Where the pack belongs. Files of an earlier pack there are replaced; anything else stays.
        When a file cannot be replaced, or was changed by hand, the whole pack goes to the folder
        of the same name with "-2".
    day : datetime.date, optional
        The date of the Word report; a dotted blank when it is not given.
    pdf : bool
        Whether the Word report is also written as PDF, where LibreOffice is installed.
    fingerprint : str
        What the manifest says the pack was made from, for `already_made`.
    progress : callable, optional
        Told each of `STEPS` as it begins.

    Returns
    -------
    Pack
        What was written: ``bao-cao.html``, ``bao-cao.docx``, ``bao-cao.pdf`` where LibreOffice
        is installed, ``so-lieu.xlsx``, ``nhiem-vu.csv`` where the figures ask for something,
        ``bieu-do/`` and ``manifest.json``.

    Raises
    ------
    PackError
        When the pack cannot be made or written; the folder is as it was.
    LedgerError
        When the ledger is not what was written.
    """
    tell = progress or (lambda step: None)
    wanted, meeting = Path(folder).absolute(), gathered(table)
    with beside(wanted) as made:
        story, without = _make(meeting, made, tell, day=day, pdf=pdf)
        result = result_line(story.table)
        said = {"fingerprint": fingerprint or None, "result": result}
        place, elsewhere = publish(made, wanted, said | manifest_of(meeting))
    names = (PAGE, REPORT_WORD, REPORT_PDF, WORKBOOK, TASKS, CHART_FOLDER, MANIFEST)
    files = tuple(place / name for name in names if (place / name).exists())
    return Pack(place, files, elsewhere, without, result)


def _make(
    meeting: Meeting,
    made: Path,
    tell: Callable[[str], None],
    *,
    day: date | None,
    pdf: bool,
) -> tuple[Narrative, str]:
    """Make the files of a pack; the briefing, and why there is no PDF."""
    # What both need, such as the forecast, is worked out once, and handed over.
    story, asked = told_of(meeting), parameters_for(meeting)
    handed = packed_up(meeting, what=asked["FILE"], as_of=asked["AS_OF"])
    # Before the other thread reads the environment, which it changes for a while.
    import dangvien_analysis.charts  # noqa: F401

    with ThreadPoolExecutor(1) as other:
        charts = made / CHART_FOLDER
        charts.mkdir()
        # The page's notebook runs in a kernel of its own, on the other core.
        run = other.submit(_run_notebook, meeting.settings.root, asked, handed, charts)
        from dangvien_analysis.pack.excel.workbook import write_workbook
        from dangvien_analysis.pack.page import render_page
        from dangvien_analysis.pack.word.report_document import write_word

        tell(STEPS[0])
        pictures = _draw(meeting, story, charts)
        tell(STEPS[1])
        write_workbook(made / WORKBOOK, meeting, story.table)
        tell(STEPS[2])
        tables = tables_of(meeting, story)
        # The kernel writes the SVG after the PNG: once it is there, the other is whole.
        if not all((charts / f"{name}.svg").exists() for name in _SHARE if name in pictures):
            run.result()
        placed = {_SECTION.get(name, name): one for name, one in pictures.items()}
        write_word(made / REPORT_WORD, meeting.snapshot, story, placed, tables, day=day)
        tell(STEPS[3])
        notebook = run.result()
    fill_pictures(notebook, {name: (one.path, one.alt) for name, one in pictures.items()})
    page = render_page(notebook, story.title)
    (made / PAGE).write_text(page, encoding="utf-8", newline="\n")
    without = write_pdf(made / REPORT_WORD, made / REPORT_PDF) if pdf else ""
    tell(STEPS[4])
    if len(meeting.tasks):
        (made / TASKS).write_text(as_csv(meeting.tasks), encoding="utf-8-sig", newline="")
    return story, without


def _draw(meeting: Meeting, story: Narrative, folder: Path) -> dict[str, "Picture"]:
    """Draw every chart as SVG and PNG; of forecasts and months only where there are any.

    Those of `_SHARE` are drawn by the notebook's kernel, into the same folder.
    """
    from dangvien_analysis.charts import CHARTS, options_of, save
    from dangvien_analysis.charts.drawing.theme import close
    from dangvien_analysis.pack.word.word_parts import Picture

    units, options, pictures = meeting.units, options_of(meeting), {}
    empty: tuple[str, ...] = () if story.section("forecast") is not None else (_FORECAST,)
    empty += () if meeting.earlier else (_MONTHLY,)
    for name, chart in CHARTS.items():
        if name.startswith(empty):
            continue
        if name not in _SHARE:
            ax = chart.draw(units, options)
            save(ax, folder / name)
            close(ax)
        alt = chart.alt(chart.table(units, options))
        pictures[name] = Picture(folder / f"{name}.png", chart.title, alt)
    return pictures


def tables_of(meeting: Meeting, story: Narrative) -> dict[str, ShownTable]:
    """Give the tables of the Word report."""
    shown = MeetingTables(meeting, story)
    tables = {
        "overview": shown.summary,
        "attention": shown.attention,
        "kinds": shown.sectors,
        "pool": shown.pool,
        "levels": shown.levels,
        "units": shown.units,
        # A list of all tasks would push the results off the first page.
        "tasks_before": shown.followed,
        "movement": shown.movement,
        "forecast": shown.forecast,
        "units_ahead": shown.forecast_units if shown.forecast else None,
        "findings": shown.findings,
    }
    return {key: table for key, table in tables.items() if table is not None}


def _run_notebook(root: Path, asked: dict[str, str], handed: bytes, charts: Path) -> Any:
    """Run the report notebook on the meeting; most charts are drawn here meanwhile."""
    with kernel(root, pictures=charts, share=_SHARE, handed=handed) as manager:
        return execute(with_parameters(shipped_notebooks() / REPORT, asked), manager)


def manifest_of(meeting: Meeting) -> dict[str, Any]:
    """Say what files were made from, and with what."""
    source, standing = meeting.snapshot.source, meeting.standing
    frozen = standing.frozen
    return {
        "ledger": {
            "revision": standing.revision or None,
            "content": standing.content or None,
            "frozen": frozen.when.isoformat(timespec="seconds") if frozen else None,
        },
        "input": {
            "file": source.path.name,
            "sha256": source.sha256,
            "document_number": source.document_number,
            "as_of": meeting.as_of.isoformat() if meeting.as_of else None,
            "deadline": source.deadline.isoformat() if source.deadline else None,
        },
        "findings": count_by_severity(meeting.findings),
        "settings": meeting.settings.described(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in _LIBRARIES},
    }
