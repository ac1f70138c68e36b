from dataclasses import replace
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import COUNTS, TIDY
from dangvien_analysis.findings import FIELDS
from dangvien_analysis.ledger import save
from tests.builders import HEADER, HOSTILE, SCHOOL, hostile_rows, listed, read_rows
from tests.conftest import ROOT

KEPT = ROOT / "data" / "processed" / "2023-09-13"


def saved(snapshot: dva.Snapshot, root: Path) -> Path:
    return save(replace(snapshot, settings=replace(snapshot.settings, root=root)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, snapshot: dva.Snapshot) -> Path:
    return saved(snapshot, tmp_path_factory.mktemp("root"))


def test_place_is_named_by_the_date(tmp_path: Path, snapshot: dva.Snapshot) -> None:
    assert saved(snapshot, tmp_path) == tmp_path / "data" / "processed" / "2023-09-13"


@pytest.mark.parametrize("name", ["units.csv", "findings.csv"])
def test_files_of_the_repository_are_rebuilt(folder: Path, name: str) -> None:
    assert (KEPT / name).read_bytes() == (folder / name).read_bytes()


def test_nothing_else_is_written(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["findings.csv", "units.csv"]


@pytest.mark.parametrize(
    ("column", "total"), [("quota", 281), ("admitted", 135), ("pending", 29), ("pool", 368)]
)
def test_units_give_the_same_sums(folder: Path, column: str, total: int) -> None:
    table = pd.read_csv(folder / "units.csv", dtype_backend="numpy_nullable")
    assert len(table) == 54
    assert table[column].sum() == total


def test_units_can_be_read_back(folder: Path, snapshot: dva.Snapshot) -> None:
    table = pd.read_csv(folder / "units.csv", index_col="unit_id", dtype_backend="numpy_nullable")
    assert list(table.columns) == list(TIDY)
    assert list(table.index) == list(snapshot.units.index)
    for column in TIDY:
        assert listed(table[column]) == listed(snapshot.units[column]), column


def test_findings_can_be_read_back(folder: Path, snapshot: dva.Snapshot) -> None:
    table = pd.read_csv(folder / "findings.csv", dtype="str", keep_default_na=False)
    assert list(table.columns) == list(FIELDS)
    assert table.to_dict("records") == snapshot.findings.to_dict("records")


def test_unknown_is_empty_not_zero(tmp_path: Path) -> None:
    rows = [HEADER, "1|Đảng bộ xã An Hòa|5|2||2|40,00|4", SCHOOL]
    text = (save(read_rows(tmp_path, rows)) / "units.csv").read_text(encoding="utf-8")
    table = pd.read_csv(StringIO(text), index_col="unit_id", dtype="str", keep_default_na=False)
    assert list(table.loc["xa-an-hoa", list(COUNTS)]) == ["5", "2", "", "4"]
    assert list(table.loc["xa-vinh-quang", list(COUNTS)]) == [""] * 4
    assert list(table.loc["truong-thpt", list(COUNTS)]) == ["1", "1", "0", "0"]


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    place = save(
        read_rows(tmp_path, [*hostile_rows(), ["7", "+Chi bộ", "-1", "1"]], register=None)
    )
    units, findings = (
        pd.read_csv(place / name, dtype="str", keep_default_na=False)
        for name in ("units.csv", "findings.csv")
    )
    guarded = ['\'=HYPERLINK("http://x","y")', *HOSTILE[1:], "'+Chi bộ"]
    assert units["unit_name"].tolist() == units["listed_as"].tolist() == guarded
    assert "'-1" in findings["stated"].tolist()
    for table in (units, findings):
        assert not table.map(lambda text: text.lstrip()[:1] in set("=+-@")).to_numpy().any()


def test_text_is_utf8_with_plain_line_ends(folder: Path) -> None:
    content = (folder / "units.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert "Đảng bộ xã Cổ Am".encode() in content


def test_again_replaces(tmp_path: Path) -> None:
    first = save(read_rows(tmp_path, [HEADER, SCHOOL]))
    save(read_rows(tmp_path, [HEADER, SCHOOL.replace("|1|1|", "|2|1|")]))
    table = pd.read_csv(first / "units.csv", index_col="unit_id")
    assert table.loc["truong-thpt", "quota"] == 2


def test_without_a_date_there_is_no_place(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [HEADER, SCHOOL], as_of=None)
    with pytest.raises(ValueError, match="without a date"):
        save(snapshot)
    assert not (tmp_path / "data" / "processed").exists()
