"""What a reader of the page does not see is no figure, in any format that can carry it.

With and without a total, with and without a register.
"""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dangvien_analysis as dva
from dangvien_analysis.readers.office_files.legacy import find_office
from tests.builders import AS_OF, listed, project
from tests.fixtures import forms_pdf, forms_sheet, forms_web, forms_word
from tests.fixtures.faults import NAMES, TRUTH
from tests.fixtures.forms import (
    OF_PIECE,
    FormFault,
    FormTable,
    Piece,
    faults,
    sound,
    with_cell,
)

STABLE = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=list(HealthCheck),
)
REGISTER = [f"u{at}|{name}|dang_bo|commune|Xã, phường, thị trấn" for at, name in enumerate(NAMES)]
WRITERS = {
    "b.docx": forms_word,
    "b.xlsx": forms_sheet,
    "b.html": forms_web,
    "b.pdf": forms_pdf,
}
FAULTS = {total: {one.name: one for one in faults(total=total)} for total in (True, False)}
CASES = [
    (name, fault.name)
    for name, writer in WRITERS.items()
    for fault in FAULTS[True].values()
    if fault.form in writer.CARRIES
]


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_what_is_not_seen_is_no_figure(name: str, fault: str, tmp_path: Path) -> None:
    # A page takes a program of its own to read: a third of a second.
    totals: Sequence[bool] = (False,) if name == "b.pdf" else (True, False)
    for total in totals:
        one = FAULTS[total][fault]
        path = WRITERS[name].write(tmp_path / name, one.table)
        for register in (REGISTER,) if name == "b.pdf" else (None, REGISTER):
            snapshot = dva.read(path, as_of=AS_OF, settings=project(tmp_path, register))
            held(snapshot, one)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fault that an .ods file can carry, made by LibreOffice at one go."""
    folder = tmp_path_factory.mktemp("ods")
    carried = forms_sheet.CARRIES_OF[".ods"]
    faults = [one for one in FAULTS[True].values() if one.form in carried]
    paths = [forms_sheet.write(folder / f"{one.name}.xlsx", one.table) for one in faults]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = ("--convert-to", "ods", "--outdir", str(folder), *map(str, paths))
    office = str(find_office())
    subprocess.run([office, profile, "--headless", *made], check=True, capture_output=True)
    return folder


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed here")
def test_another_office_program_carries_the_same(opened: Path, tmp_path: Path) -> None:
    paths = sorted(opened.glob("*.ods"))
    assert len(paths) > 20
    for path in paths:
        for register in (None, REGISTER):
            snapshot = dva.read(path, as_of=AS_OF, settings=project(tmp_path, register))
            held(snapshot, FAULTS[True][path.stem])


def held(snapshot: dva.Snapshot, fault: FormFault) -> None:
    """Hold what was read against what is known."""
    units = snapshot.units
    assert units["listed_as"].tolist() == list(NAMES)
    for column, values in TRUTH.items():
        for name, value, read in zip(NAMES, values, listed(units[column]), strict=True):
            assert read == (None if (name, column) in fault.doubtful else value), (name, column)
    findings = snapshot.findings
    texts = findings["message"] + " " + findings["stated"] + " " + findings["computed"]
    if fault.told:
        assert any(all(one in text for one in fault.told) for text in texts), list(texts)
    errors = findings.loc[findings["severity"] == "error"]
    assert set(errors["column"]) <= {column for _, column in fault.doubtful}


def test_every_format_carries_its_share() -> None:
    """No fault is left without a format, and none of the formats without most of them."""
    carried = [set(writer.CARRIES) for writer in WRITERS.values()]
    assert {fault.form for fault in FAULTS[True].values()} <= set().union(*carried)
    assert min(map(len, carried)) >= 8


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, FormTable]:
    """Draw a sound table, some cells of which hold more than is seen."""
    name = draw(st.sampled_from(["b.docx", "b.xlsx", "b.html"]))
    table = sound(total=draw(st.booleans()))
    able = [form for form in OF_PIECE if form in WRITERS[name].CARRIES]
    for row in draw(st.sets(st.integers(1, len(NAMES)), max_size=3)):
        for at in draw(st.sets(st.integers(1, 5), min_size=1, max_size=3)):
            form = draw(st.sampled_from(able))
            own = table.rows[row].cells[at]
            mark = Piece(str(draw(st.integers(0, 99))), form)
            before = form not in ("raised", "lowered") and draw(st.booleans())
            table = with_cell(table, row, at, (mark, *own) if before else (*own, mark))
    return name, table


@STABLE
@given(marked())
def test_whatever_is_set_aside_never_becomes_a_figure(drawn: tuple[str, FormTable]) -> None:
    name, table = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = WRITERS[name].write(Path(folder) / name, table)
        snapshot = dva.read(path, as_of=AS_OF, settings=project(Path(folder), None))
    held(snapshot, FormFault("drawn", "", table, ()))
    marks = sum(len(row.cells[at]) > 1 for row in table.rows for at in range(len(row.cells)))
    told = snapshot.findings[
        snapshot.findings["code"].str.contains("_mark|_text|_revision|chosen")
    ]
    assert len(told) > 0 or marks == 0
