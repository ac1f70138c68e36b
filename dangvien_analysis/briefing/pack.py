"""The whole meeting pack, step by step: charts, workbook, Word report, page, manifest."""

import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dangvien_analysis.briefing.beside import MANIFEST, beside
from dangvien_analysis.briefing.folder import publish
from dangvien_analysis.briefing.forecast_tables import forecast_summary, forecast_table
from dangvien_analysis.briefing.narrative import Narrative, narrative, result_line
from dangvien_analysis.briefing.notebook import (
    REPORT,
    execute,
    fill_pictures,
    kernel,
    parameters_for,
    shipped_notebooks,
    with_parameters,
)
from dangvien_analysis.briefing.pdf import write_pdf
from dangvien_analysis.briefing.tables import (
    Table,
    attention_table,
    findings_table,
    followed_table,
    level_table,
    marked,
    movement_table,
    pool_table,
    sector_table,
    summary_table,
    units_table,
)
from dangvien_analysis.briefing.tasks import FILE as TASKS
from dangvien_analysis.briefing.tasks import as_csv, earlier_tasks, followed, proposed
from dangvien_analysis.briefing.unchanged import state_of
from dangvien_analysis.compared import compare, with_movement
from dangvien_analysis.errors import PackError
from dangvien_analysis.findings import count_by_severity
from dangvien_analysis.ledger import Ledger
from dangvien_analysis.prospects import outlook, with_outlook
from dangvien_analysis.snapshot import Snapshot, assess

if TYPE_CHECKING:
    from dangvien_analysis.briefing.word_parts import Picture

PAGE, REPORT_WORD, REPORT_PDF, WORKBOOK, CHART_FOLDER = (
    "bao-cao.html",
    "bao-cao.docx",
    "bao-cao.pdf",
    "so-lieu.xlsx",
    "bieu-do",
)
STEPS = ("Vẽ biểu đồ", "Lập bảng tính", "Dựng trang báo cáo", "Soạn báo cáo Word", "Xếp hồ sơ")
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
_SHARE = ("units",)
"""The chart that the notebook's kernel draws: it is done sooner than the others are drawn here."""
_TRIES = 3
"""How often a pack is begun: anew where the ledger changed while it was made."""
_LIBRARIES = ("dangvien-analysis", "pandas", "matplotlib", "seaborn", "python-docx", "XlsxWriter")


@dataclass(frozen=True)
class Pack:
    """A pack that was written.

    Parameters
    ----------
    folder : Path
        Where it is.
    files : tuple of Path
        Its files, the manifest last.
    elsewhere : str
        Why it is not in the folder that was asked for; empty when it is.
    without_pdf : str
        Why there is no PDF although one was asked for; empty otherwise.
    result : str
        Its result in one line.
    """

    folder: Path
    files: tuple[Path, ...]
    elsewhere: str = ""
    without_pdf: str = ""
    result: str = ""


def write_pack(
    snapshot: Snapshot,
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
    snapshot : Snapshot
        The checked table; its file is read again by the notebook behind the page.
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
        When the pack cannot be made or written, or the ledger went on changing meanwhile; the
        folder is as it was.
    """
    tell = progress or (lambda step: None)
    wanted = Path(folder).absolute()
    for _ in range(_TRIES):
        state = state_of(snapshot.settings)
        with beside(wanted) as made:
            story, without = _make(snapshot, made, tell, day=day, pdf=pdf)
            # One state of the ledger in all of its parts, or none of it.
            if state_of(snapshot.settings) != state:
                continue
            result = result_line(story.table)
            said = {"fingerprint": fingerprint or None, "result": result}
            place, elsewhere = publish(made, wanted, said | manifest_of(snapshot))
        names = (PAGE, REPORT_WORD, REPORT_PDF, WORKBOOK, TASKS, CHART_FOLDER, MANIFEST)
        files = tuple(place / name for name in names if (place / name).exists())
        return Pack(place, files, elsewhere, without, result)
    raise PackError(
        f"{wanted}: sổ số liệu thay đổi liên tục trong khi lập bộ tài liệu; hãy đợi các lệnh khác "
        "xong rồi làm lại."
    )


def _make(
    snapshot: Snapshot,
    made: Path,
    tell: Callable[[str], None],
    *,
    day: date | None,
    pdf: bool,
) -> tuple[Narrative, str]:
    """Make the files of a pack; the briefing, and why there is no PDF."""
    with ThreadPoolExecutor(1) as other:
        charts = made / CHART_FOLDER
        charts.mkdir()
        # The page's notebook runs in a kernel of its own, on the other core.
        run = other.submit(_run_notebook, snapshot, charts)
        units = with_outlook(assess(snapshot), outlook(snapshot))
        story, shown = narrative(snapshot), with_movement(snapshot)
        from dangvien_analysis.briefing.page import load_nbconvert, render_page
        from dangvien_analysis.briefing.word import write_word
        from dangvien_analysis.briefing.workbook import write_workbook

        tell(STEPS[0])
        pictures = _draw(snapshot, units, story, charts)
        tell(STEPS[1])
        write_workbook(made / WORKBOOK, shown, units, story.table)
        tell(STEPS[2])
        load_nbconvert()
        notebook = run.result()
    fill_pictures(notebook, {name: (one.path, one.alt) for name, one in pictures.items()})
    made_up = Ledger(snapshot.settings).simulated(snapshot)
    page = render_page(notebook, story.title, simulated=made_up)
    (made / PAGE).write_text(page, encoding="utf-8", newline="\n")
    tell(STEPS[3])
    tables = tables_of(shown, units, story)
    placed = {_SECTION.get(name, name): one for name, one in pictures.items()}
    write_word(made / REPORT_WORD, snapshot, story, placed, tables, day=day)
    without = write_pdf(made / REPORT_WORD, made / REPORT_PDF) if pdf else ""
    tell(STEPS[4])
    if len(tasks := proposed(snapshot, units)):
        (made / TASKS).write_text(as_csv(tasks), encoding="utf-8-sig", newline="")
    return story, without


def _draw(
    snapshot: Snapshot, units: pd.DataFrame, story: Narrative, folder: Path
) -> dict[str, "Picture"]:
    """Draw every chart as SVG and PNG; of forecasts and months only where there are any.

    Those of `_SHARE` are drawn by the notebook's kernel, into the same folder.
    """
    from dangvien_analysis.briefing.word_parts import Picture
    from dangvien_analysis.charts import CHARTS, options_of, save
    from dangvien_analysis.charts.theme import close

    options, pictures = options_of(snapshot), {}
    empty: tuple[str, ...] = () if story.section("forecast") is not None else (_FORECAST,)
    empty += () if options.past.history else (_MONTHLY,)
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


def tables_of(snapshot: Snapshot, units: pd.DataFrame, story: Narrative) -> dict[str, Table]:
    """Give the tables of the Word report.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table, with the findings that are shown.
    units : DataFrame
        What `assess` gives, with the forecast where there is one.
    story : Narrative
        The briefing.

    Returns
    -------
    dict of str to Table
        By the section they follow; the others stand in the appendix.
    """
    small = snapshot.settings.levels.small_quota
    tables = {
        "overview": summary_table(story.table),
        "attention": attention_table(units),
        "kinds": sector_table(units),
        "pool": pool_table(units),
        "levels": level_table(units),
        "units": units_table(units, small),
    }
    earlier = earlier_tasks(snapshot)
    if story.section("followed") and earlier is not None and snapshot.as_of is not None:
        # A list of all tasks would push the results off the first page.
        tables["tasks_before"] = followed_table(followed(earlier[1], units, snapshot.as_of))
    if story.section("movement"):
        tables["movement"] = movement_table(units, compare(snapshot))
    if story.section("forecast"):
        tables["forecast"] = forecast_summary(story.table)
        tables["units_ahead"] = forecast_table(units, small)
    tables["findings"] = findings_table(snapshot.findings)
    made_up = Ledger(snapshot.settings).simulated(snapshot)
    return {key: marked(table, simulated=made_up) for key, table in tables.items()}


def _run_notebook(snapshot: Snapshot, charts: Path) -> Any:
    """Run the report notebook on the snapshot's file; most charts are drawn here meanwhile."""
    with kernel(snapshot.settings.root, pictures=charts, share=_SHARE) as manager:
        notebook = with_parameters(shipped_notebooks() / REPORT, parameters_for(snapshot))
        return execute(notebook, manager)


def manifest_of(snapshot: Snapshot) -> dict[str, Any]:
    """Say what files were made from, and with what.

    Parameters
    ----------
    snapshot : Snapshot
        The checked table.

    Returns
    -------
    dict
        The revision of the ledger, the input, the findings, the settings, the versions.
    """
    source = snapshot.source
    revision, frozen = Ledger(snapshot.settings).standing(snapshot)
    return {
        "ledger": {
            "revision": revision.name if revision else None,
            "content": revision.content if revision else None,
            "frozen": frozen.when.isoformat(timespec="seconds") if frozen else None,
        },
        "input": {
            "file": source.path.name,
            "sha256": source.sha256,
            "document_number": source.document_number,
            "as_of": snapshot.as_of.isoformat() if snapshot.as_of else None,
            "deadline": source.deadline.isoformat() if source.deadline else None,
        },
        "findings": count_by_severity(with_movement(snapshot).findings),
        "settings": snapshot.settings.described(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in _LIBRARIES},
    }
