import csv
from pathlib import Path

import pytest

from dangvien_analysis.files import sha256_of
from dangvien_analysis.intake.received import listed_hashes, received_files
from dangvien_analysis.snapshot import Snapshot
from tests.conftest import ROOT, SHIPPED

RAW = ROOT / "data" / "raw"
REGISTER = ROOT / "data" / "reference" / "units.csv"


@pytest.mark.parametrize("name", sorted(listed_hashes(RAW)))
def test_listed_file_is_as_it_came(name: str) -> None:
    assert sha256_of(RAW / name) == listed_hashes(RAW)[name]


def test_table_and_what_it_says_of_itself_are_listed() -> None:
    assert {SHIPPED.name, SHIPPED.with_suffix(".toml").name} <= set(listed_hashes(RAW))


def test_shipped_case_is_read_when_no_file_is_named() -> None:
    assert SHIPPED in received_files(RAW)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_register_has_the_units_of_the_table(snapshot: Snapshot) -> None:
    rows = read_csv(REGISTER)
    assert len(rows) == 54
    assert {row["unit_id"] for row in rows} == set(snapshot.units.index)


def test_register_covers_each_name_that_the_table_prints(snapshot: Snapshot) -> None:
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        table = [row for row in csv.reader(stream, delimiter="\t") if row and row[0].isdecimal()]
    # in the table's order, so that no figure of one unit lands at another
    assert list(snapshot.units["listed_as"]) == [row[1] for row in table]
    assert list(snapshot.units["quota"]) == [int(row[2]) for row in table]
