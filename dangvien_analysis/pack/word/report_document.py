"""The Word report bao-cao.docx, in the form of an official document."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION

from dangvien_analysis.pack.word.letterhead import letterhead, signature
from dangvien_analysis.pack.word.word_parts import Picture, add_picture, add_table
from dangvien_analysis.pack.word.word_styles import LANGUAGE, landscape, set_up, upright
from dangvien_analysis.report.sentences.narrative import Narrative
from dangvien_analysis.report.tables.shown_tables import ShownTable
from dangvien_analysis.snapshot import Snapshot

UNITS, FINDINGS = "Số liệu các đơn vị", "Phát hiện khi kiểm tra số liệu"
CHARTS = "Biểu đồ các đơn vị"
"""Titles of the appendices."""


def write_word(
    path: Path,
    snapshot: Snapshot,
    story: Narrative,
    pictures: Mapping[str, Picture],
    tables: Mapping[str, ShownTable],
    *,
    day: date | None = None,
) -> None:
    """Write the Word report."""
    document = Document()
    set_up(document)
    _properties(document, snapshot, story.title)
    office = snapshot.settings.office
    letterhead(document, office, day)
    document.add_paragraph(style="After Table")
    document.add_paragraph("BÁO CÁO", style="Title")
    document.add_paragraph(story.title, style="Subtitle")
    document.add_paragraph("-----", style="Rule")
    document.add_paragraph(story.lead[-1], style="Source")
    for section in story.sections:
        document.add_paragraph(section.title, style="Heading 1")
        for text in section.paragraphs:
            document.add_paragraph(text, style="Body Text")
        if section.key in pictures:
            add_picture(document, pictures[section.key])
        if section.key in tables:
            add_table(document, tables[section.key])
    document.add_paragraph(style="After Table")
    signature(document, office)
    _appendices(document, story, pictures, tables)
    document.save(str(path))


def _properties(document: Any, snapshot: Snapshot, title: str) -> None:
    """Set what Word shows of the file itself."""
    properties = document.core_properties
    properties.title, properties.language = title, LANGUAGE
    properties.author = snapshot.settings.office.issuing_body
    if snapshot.as_of:
        moment = datetime.combine(snapshot.as_of, time())
        properties.created = properties.modified = moment


def _appendices(
    document: Any,
    story: Narrative,
    pictures: Mapping[str, Picture],
    tables: Mapping[str, ShownTable],
) -> None:
    """Put what belongs to no section at the end: charts upright, then tables on wide pages."""
    keys = {section.key for section in story.sections}
    charts = [picture for key, picture in pictures.items() if key not in keys]
    rest = {key: table for key, table in tables.items() if key not in keys}
    found = rest.pop("findings", None)
    # A long chart has no room on a landscape page, a wide table none on an upright one.
    upright(_appendix(document, 1, CHARTS))
    for picture in charts:
        add_picture(document, picture)
    landscape(_appendix(document, 2, UNITS))
    for table in rest.values():
        add_table(document, table)
    if found is not None:
        landscape(_appendix(document, 3, FINDINGS))
        add_table(document, found, titled=False)


def _appendix(document: Any, number: int, title: str) -> Any:
    """Begin an appendix on a page of its own."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    document.add_paragraph(f"PHỤ LỤC {number}", style="Appendix")
    document.add_paragraph(title, style="Appendix Title")
    return section
