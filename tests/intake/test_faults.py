"""Faults of words in every format, with and without totals, with and without a register."""

from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import ReadError
from tests.builders import AS_OF, listed, project
from tests.fixtures.faults import HEADS, NAMES, TRUTH, Fault, faults, table
from tests.fixtures.shapes import write_any

FAULTS = list(faults())
REGISTER = [f"u{at}|{name}|dang_bo|commune|Xã, phường, thị trấn" for at, name in enumerate(NAMES)]
FORMATS = ("b.tsv", "b.xlsx", "b.docx", "b.html")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_never_another_figure_in_silence(fault: Fault, name: str, tmp_path: Path) -> None:
    for total in (True, False):
        blocks = ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023", *fault.above, table(fault, total=total)]
        path = write_any(tmp_path / name, blocks)
        for register in (None, REGISTER):
            if register and fault.names is not NAMES:
                continue
            try:
                snapshot = dva.read(path, as_of=AS_OF, settings=project(tmp_path, register))
            except ReadError as refused:
                assert fault.doubtful & set(HEADS), refused
                continue
            held(snapshot, fault)


def held(snapshot: dva.Snapshot, fault: Fault) -> None:
    """Hold what was read against what is known."""
    assert snapshot.units["listed_as"].tolist() == list(fault.names)
    for column, values in TRUTH.items():
        read = listed(snapshot.units[column])
        if column in fault.doubtful:
            assert read == [None] * len(values), column
            assert column in set(snapshot.findings["column"])
        else:
            assert read == list(values), column
    errors = snapshot.findings.loc[snapshot.findings["severity"] == "error"]
    assert set(errors["column"]) <= fault.doubtful
