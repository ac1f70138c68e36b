"""Any table of units, written in any of the ways of offices, comes back equal.

PDF is left out: only LibreOffice makes one here, at more than a second each; `test_pdf` and
`test_shapes` read the committed ones.
"""

import itertools
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dangvien_analysis as dva
from dangvien_analysis.document.day_words import DAY_WORDS, STATED
from dangvien_analysis.intake.headings.column_words import BARS, MEANINGS
from dangvien_analysis.intake.rows.row_words import ROW_WORDS
from dangvien_analysis.office.register import org_type_of
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.text.vietnamese import slug
from tests.builders import AS_OF, listed, project
from tests.fixtures.shapes import AS_TEXT, Block, Drawn, Sheet, write_any, write_book, write_text

STABLE = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
COUNTS = ("quota", "admitted", "pending", "pool")
READ = ("unit_no", "unit_name", "quota", "admitted", "pending", "stated_total", "pool")
HEADERS = {
    column: tuple(
        words
        for one in MEANINGS
        if one.column == column and not one.weak
        for words in one.examples
        # A table of 2023.
        if "2024" not in words
    )
    for column in READ
}
OTHERS = tuple(words for bar in BARS if "unit_name" not in bar.columns for words in bar.examples)
"""Headings of what is another figure, whatever it seems to be."""
KINDS = ("Đảng bộ xã", "Chi bộ Trường", "Chi bộ", "Đảng bộ", "Ngân hàng")
SYLLABLES = (
    "An",
    "Bình",
    "Cộng",
    "Dương",
    "Đông",
    "Hòa",
    "Khối",
    "Lý",
    "Nữ",
    "Tổng",
    "Thủy",
    "Vĩnh",
)
FORMATS = ("b.tsv", "b.csv", "b.txt", "b.xlsx", "b.docx", "b.html")
TOTALS = tuple(words for one in ROW_WORDS if one.kind == "total" for words in one.examples)
PARTS = {
    "": (),
    "roman": (("I", "Khối xã"), ("II", "Khối cơ quan"), ("III", "Doanh nghiệp")),
    "letter": (("A", "CÁC XÃ"), ("B", "CƠ QUAN, ĐƠN VỊ"), ("C", "TRƯỜNG HỌC")),
    "words": (("", "Khối xã, thị trấn"), ("", "Khối cơ quan"), ("", "Khối trường học")),
    "first": (("Khối xã", ""), ("Khối cơ quan", ""), ("Khối trường học", "")),
}


@dataclass(frozen=True)
class Office:
    """A table of units and the way an office writes it."""

    units: list[dict[str, Any]]
    columns: list[str]
    titles: dict[str, str]
    name: str
    parts: str
    sums: bool
    cuts: list[int]
    total: str
    label: str
    header_again: bool
    styles: list[int]
    registered: bool
    others: list[tuple[str, int]]

    @property
    def starts(self) -> list[int]:
        """Where its parts begin."""
        wanted = len(PARTS[self.parts])
        return [at * len(self.units) // wanted for at in range(wanted)]


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """Draw a table and a way to write it."""
    size = draw(st.integers(6, 14))
    names = draw(
        st.lists(
            st.tuples(*map(st.sampled_from, (KINDS, SYLLABLES, SYLLABLES))),
            min_size=size,
            max_size=size,
            unique_by=lambda parts: slug(" ".join(parts)),
        )
    )
    count = st.one_of(st.integers(0, 12), st.integers(0, 3000))
    units = [
        {"unit_name": " ".join(parts), **{name: draw(count) for name in COUNTS}} for parts in names
    ]
    absent = draw(st.sets(st.sampled_from(["pending", "pool", "stated_total", "unit_no"])))
    columns = draw(st.permutations([name for name in HEADERS if name not in absent]))
    parts = draw(st.sampled_from(list(PARTS)))
    if "unit_no" in absent:
        parts = "words" if parts else ""
    return Office(
        units,
        columns,
        {name: draw(st.sampled_from(words)) for name, words in HEADERS.items()},
        draw(st.sampled_from(FORMATS)),
        parts,
        draw(st.booleans()),
        sorted(draw(st.sets(st.integers(2, size - 2), max_size=2))),
        draw(st.sampled_from(["", "top", "bottom"])),
        draw(st.sampled_from(TOTALS)),
        draw(st.booleans()),
        draw(st.lists(st.integers(0, 4), min_size=7, max_size=7)),
        draw(st.booleans()),
        draw(st.lists(st.tuples(st.sampled_from(OTHERS), st.integers(0, 50)), max_size=2)),
    )


def styled(number: int, style: int) -> str:
    """Write a number in one of the ways in which offices type it."""
    ways = (
        f"{number}",
        AS_TEXT + f"{number:,}".replace(",", "."),
        AS_TEXT + f"{number:,}".replace(",", " "),
        f"{number},0",
        f" {number}\u00a0",
    )
    return ways[style]


def row_of(office: Office, figures: dict[str, Any], number: str, name: str, at: int) -> list[str]:
    """Write one row; the row's total is that of its figures."""
    texts = {"unit_no": number, "unit_name": name}
    whole = {**figures}
    if figures:
        whole["stated_total"] = figures["admitted"] + figures["pending"] * (
            "pending" in office.columns
        )
    for place, (column, figure) in enumerate(whole.items()):
        style = office.styles[(at + place) % len(office.styles)]
        texts[column] = styled(figure, style) if isinstance(figure, int) else str(figure)
    beside = [str(figure + at) if figures else "" for _, figure in office.others]
    return [*(texts.get(column, "") for column in office.columns), *beside]


def summed(units: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(unit[name] for unit in units) for name in COUNTS}


def body(office: Office, units: Sequence[dict[str, Any]]) -> Drawn:
    """Write the rows of the units, each under its part's heading."""
    rows: Drawn = []
    starts = office.starts
    for at, unit in enumerate(units):
        if at in starts:
            number = starts.index(at)
            stop = [*starts, len(units)][number + 1]
            figures = summed(office.units[at:stop]) if office.sums else {}
            rows.append(row_of(office, figures, *PARTS[office.parts][number], at))
        row = row_of(
            office, {name: unit[name] for name in COUNTS}, str(at + 1), unit["unit_name"], at
        )
        rows.append(row)
    return rows


def blocks_of(office: Office, changed: tuple[int, str, str] | None = None) -> list[Block]:
    """Write the table in the parts it is printed in, with one cell changed."""
    header = [office.titles[column] for column in office.columns]
    header += [words for words, _ in office.others]
    rows = body(office, office.units)
    if changed is not None:
        at, column, text = changed
        names = [row[office.columns.index("unit_name")] for row in rows]
        rows[names.index(office.units[at]["unit_name"])][office.columns.index(column)] = text
    number, name = (office.label, "") if "unit_no" in office.columns else ("", office.label)
    total = [row_of(office, summed(office.units), number, name, 0)] if office.total else []
    rows = [*total, *rows] if office.total == "top" else [*rows, *total]
    edges = [0, *office.cuts, len(rows)]
    pieces = [rows[start:stop] for start, stop in itertools.pairwise(edges)]
    again = [header] if office.header_again else []
    tables: list[Drawn] = [[header, *pieces[0]], *([*again, *piece] for piece in pieces[1:])]
    if office.name.endswith((".docx", ".html")):
        return [block for table in tables for block in ("KẾT QUẢ KẾT NẠP ĐẢNG VIÊN", table)]
    return ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN", "", [row for table in tables for row in table]]


def read_office(office: Office, changed: tuple[int, str, str] | None = None) -> dva.Snapshot:
    """Write the table to a file of a small project and read it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / office.name
        blocks = blocks_of(office, changed)
        if path.suffix == ".txt":
            write_text(path, blocks, "utf-16")
        else:
            write_any(path, blocks)
        return dva.read(path, as_of=AS_OF, settings=register(Path(folder), office))


def register(folder: Path, office: Office) -> Settings:
    if not office.registered:
        return project(folder, None)
    names = [unit["unit_name"] for unit in office.units]
    return project(
        folder, [f"{slug(name)}|{name}|{org_type_of(name) or ''}|commune" for name in names]
    )


@given(offices())
@settings(STABLE, max_examples=250)
def test_any_table_comes_back_equal(office: Office) -> None:
    snapshot = read_office(office)
    assert snapshot.units["listed_as"].tolist() == [unit["unit_name"] for unit in office.units]
    for name in COUNTS:
        wanted = [unit[name] if name in office.columns else None for unit in office.units]
        assert listed(snapshot.units[name]) == wanted
        known = name in office.columns and office.total
        stated = snapshot.stated[name]
        assert (None if pd.isna(stated) else stated) == (
            summed(office.units)[name] if known else None
        )
    errors = snapshot.findings[snapshot.findings["severity"] == "error"]
    assert errors["message"].tolist() == []


TEXTS = ("", "x", "?", "chưa có", "6 (dự kiến)", "#REF!", "-5", "2,5", "4 5", "1e3")


@given(offices(), st.data())
@settings(STABLE, max_examples=150)
def test_a_changed_count_always_shows(office: Office, data: st.DataObject) -> None:
    """Where a total row or a column of row sums covers the cell."""
    if not office.total and not {"pending", "stated_total"} <= set(office.columns):
        office = replace(office, total="bottom")
    covered = COUNTS if office.total else ("admitted", "pending")
    column = data.draw(st.sampled_from([name for name in covered if name in office.columns]))
    at = data.draw(st.integers(0, len(office.units) - 1))
    was = office.units[at][column]
    other = st.integers(0, 3000).filter(lambda number: number != was).map(str)
    text = data.draw(st.one_of(other, st.sampled_from(TEXTS)))
    before, after = read_office(office), read_office(office, (at, column, text))
    unit_id = before.units.index[at]
    new = after.findings[~after.findings["message"].isin(before.findings["message"])]
    named = (new["unit_id"] == unit_id) | (new["column"] == column)
    assert named.any(), after.findings[["code", "message"]].to_string()


DAYS = [
    (text, day)
    for kind in DAY_WORDS
    if kind.source == STATED
    for text, day in kind.examples.items()
    if day
]
MONTHS = {"Tháng 6": "30/6/2023", "Tháng 7": "31/7/2023", "Tháng 8": "31/8/2023"}


@given(st.sampled_from(DAYS), st.sampled_from(FORMATS), st.integers(1, 9))
@settings(STABLE, max_examples=60)
def test_any_words_of_a_day_date_the_figures(
    said: tuple[str, str], name: str, admitted: int
) -> None:
    table = [["Đơn vị", "Chỉ tiêu", "Đã kết nạp"], ["Đảng bộ xã A", "9", str(admitted)]]
    with tempfile.TemporaryDirectory() as folder:
        path = write_any(Path(folder) / name, [said[0], "", table])
        snapshot = dva.read(path, settings=project(Path(folder), None))
    assert str(snapshot.as_of) == said[1]
    assert listed(snapshot.units["admitted"]) == [admitted]


@given(st.permutations([*MONTHS, "Tháng 9"]), st.sets(st.sampled_from(list(MONTHS))))
@settings(STABLE, max_examples=25)
def test_of_sheets_in_any_order_the_latest_is_read(order: list[str], hidden: set[str]) -> None:
    """Whatever their order, and whichever of the older ones are hidden."""
    head = ["Đơn vị", "Chỉ tiêu", "Đã kết nạp"]
    days = {**MONTHS, "Tháng 9": "13/9/2023"}
    sheets = [
        Sheet(
            name,
            [
                f"Số liệu tính đến ngày {days[name]}",
                [head, *([f"Đảng bộ xã {one}", "9", name[-1]] for one in "ABC")],
            ],
            hidden=name in hidden,
        )
        for name in order
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "b.xlsx", sheets)
        snapshot = dva.read(path, settings=project(Path(folder), None))
    assert str(snapshot.as_of) == "2023-09-13"
    assert listed(snapshot.units["admitted"]) == [9, 9, 9]
    assert "sheet_chosen" in set(snapshot.findings["code"])
