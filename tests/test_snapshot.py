import csv
import itertools
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from pandas.testing import assert_frame_equal, assert_series_equal

import dangvien_analysis as dva
from dangvien_analysis.columns import COUNTS, NUMBERS, TIDY
from dangvien_analysis.document.sidecar import Claims
from dangvien_analysis.files import sha256_of
from dangvien_analysis.findings import FIELDS
from dangvien_analysis.office.settings import Levels, Settings
from tests.builders import (
    AN_HOA,
    AS_OF,
    HEADER,
    SCHOOL,
    SOUND,
    TOTAL,
    as_numbers,
    codes,
    finding,
    listed,
    project,
    read_rows,
    write_sidecar,
    write_table,
)
from tests.conftest import DEADLINE, ROOT, SHIPPED

KINDS = ["bang.tsv", "bang.csv", "bang.xlsx", "bang.docx"]


def shipped_rows() -> list[list[str]]:
    """The shipped table, without the blank line where it is printed in two parts."""
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.reader(stream, delimiter="\t") if row]


# --- the shipped table ------------------------------------------------------------------------


def test_shipped_units(snapshot: dva.Snapshot) -> None:
    assert list(snapshot.units) == list(TIDY)
    assert snapshot.units.index.name == "unit_id"
    assert snapshot.units["unit_no"].tolist() == list(range(1, 55))
    assert snapshot.units[list(NUMBERS)].notna().all(axis=None)
    assert snapshot.units[list(COUNTS)].sum().tolist() == [281, 135, 29, 368]
    assert (snapshot.units["quota"] <= 2).sum() == 17


def test_shipped_figures_are_those_of_the_file(snapshot: dva.Snapshot) -> None:
    """Every figure, read a second way with nothing but the csv module."""
    plain = [[int(text) for text in (*row[2:6], row[7])] for row in shipped_rows()[1:-1]]
    columns = ["quota", "admitted", "pending", "stated_total", "pool"]
    assert snapshot.units[columns].to_numpy().tolist() == plain
    assert snapshot.units["listed_as"].tolist() == [row[1] for row in shipped_rows()[1:-1]]
    rates = [float(row[6]) for row in shipped_rows()[1:-1]]
    assert snapshot.units["stated_rate"].tolist() == rates


def test_shipped_findings(snapshot: dva.Snapshot) -> None:
    assert tuple(snapshot.findings) == FIELDS
    assert snapshot.findings["code"].value_counts().to_dict() == {
        "column_total": 1,
        "headline_includes_pending": 1,
        "misspelt_name": 4,
        "name_variant": 1,
        "org_type_missing": 1,
        "period_label": 1,
    }
    assert snapshot.findings["severity"].tolist() == ["error", *["warning"] * 5, *["info"] * 3]


def test_shipped_total_is_one_short(snapshot: dva.Snapshot) -> None:
    found = finding(snapshot, "column_total")
    assert found[["severity", "column", "stated", "computed"]].tolist() == [
        *("error", "quota", "280", "281")
    ]
    assert found["place"] == "dòng 57, cột 3"
    assert snapshot.stated["quota"] == 281 - 1


def test_shipped_headline_holds_the_pending(snapshot: dva.Snapshot) -> None:
    found = finding(snapshot, "headline_includes_pending")
    assert found[["stated", "computed"]].tolist() == ["164", "135"]
    assert 135 + 29 == 164
    # 135/280, 135/281 and 164/280
    assert [part for part in ("48,21%", "48,04%", "58,57%") if part not in found["message"]] == []


def test_shipped_names(snapshot: dva.Snapshot) -> None:
    misspelt = snapshot.findings[snapshot.findings["code"] == "misspelt_name"]
    assert list(zip(misspelt["stated"], misspelt["computed"], strict=True)) == [
        ("Đảng bộ xã Tiên Phong", "Đảng bộ xã Tiền Phong"),
        ("Đảng bộ xã Trần Dương", "Đảng bộ xã Trấn Dương"),
        ("Đảng bộ xã Vĩnh Quang", "Đảng bộ xã Vinh Quang"),
        ("Đảng bộ Trường THPT Nguyễn Bình Khiêm", "Đảng bộ Trường THPT Nguyễn Bỉnh Khiêm"),
    ]
    variants = finding(snapshot, "name_variant")
    assert variants["message"].startswith("13 tên")
    assert variants["place"].count("dòng") == 13
    assert finding(snapshot, "org_type_missing")["message"].startswith("2 tên")


def test_shipped_period(snapshot: dva.Snapshot) -> None:
    found = finding(snapshot, "period_label")
    assert found[["stated", "computed"]].tolist() == ["9 tháng", "13/9/2023"]
    assert "256/365" in found["message"]


def test_shipped_source(snapshot: dva.Snapshot) -> None:
    source = snapshot.source
    assert source.path == SHIPPED
    assert source.sha256 == sha256_of(SHIPPED)
    assert (source.document_number, source.issued) == ("623-TB/HU", date(2023, 9, 14))
    assert (snapshot.as_of, source.deadline, source.quota_year) == (AS_OF, DEADLINE, 2023)
    assert source.rate_reading == "with_pending"
    assert source.claims == Claims(admitted=164, rate="58,57", quota=280)


def test_shipped_stated_totals(snapshot: dva.Snapshot) -> None:
    assert snapshot.stated[list(NUMBERS)].tolist() == [280, 135, 29, 368, 135 + 29, 58.57]


def test_shipped_places(snapshot: dva.Snapshot) -> None:
    assert list(snapshot.places.index) == [*snapshot.units.index, ""]
    assert snapshot.places.loc["thi-tran-vinh-bao", "quota"] == "dòng 2, cột 3"
    # the blank line between rows 28 and 29 counts as a line of the file
    assert snapshot.places.loc["xa-vinh-phong", "pool"] == "dòng 31, cột 8"
    assert snapshot.places.loc["", "unit_no"] == "dòng 57, cột 1"
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    for unit_id, place in snapshot.places["admitted"].items():
        line, column = (int(word.strip("dòngcột ")) for word in place.split(","))
        figure = snapshot.stated if unit_id == "" else snapshot.units.loc[unit_id]
        assert int(lines[line - 1].split("\t")[column - 1]) == figure["admitted"]


def test_headline_leaves_fewer_places_than_there_are(assessed: pd.DataFrame) -> None:
    # by the headline 280 - 164; the units that lack people lack more, as four are over
    assert 280 - 164 == 116
    assert assessed["remaining"].sum() == 116 + (281 - 280) + 4 == 121


# --- the same table in other kinds of files ---------------------------------------------------


def typed(rows: list[list[str]]) -> list[list[object]]:
    """Give rows as a workbook holds them: figures as numbers."""
    return [
        [float(text) if text.replace(".", "", 1).isdigit() else text for text in row]
        for row in rows
    ]


def read_as(folder: Path, name: str, rows: list[list[str]], settings: Settings) -> dva.Snapshot:
    path = write_table(folder, typed(rows) if name.endswith("xlsx") else rows, name)
    return dva.read(path, as_of=AS_OF, settings=settings)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_gives_the_same_snapshot(
    tmp_path: Path, name: str, snapshot: dva.Snapshot, settings: Settings
) -> None:
    found = read_as(tmp_path, name, shipped_rows(), settings)
    assert_frame_equal(found.units, snapshot.units)
    assert_series_equal(found.stated, snapshot.stated)
    assert codes(found) == [
        code
        for code in codes(snapshot)
        if code not in ("headline_includes_pending", "period_label")
    ]


BANKS = {
    "Ngân hàng Nông nghiệp và Phát triển nông thôn Vĩnh Bảo",
    "Ngân hàng Nông nghiệp và Phát triển nông thôn Nam Am",
}
NAMES = ["unit_name", "listed_as", "org_type"]


def correct(name: str) -> str:
    return f"Chi bộ {name}" if name in BANKS else name


@pytest.fixture
def corrected(tmp_path: Path, snapshot: dva.Snapshot) -> list[list[str]]:
    """The shipped table as it should be; the register learns what kind the two banks are."""
    register = (ROOT / "data/reference/units.csv").read_text(encoding="utf-8")
    for bank in BANKS:
        register = register.replace(f"{bank},,", f"Chi bộ {bank},chi_bo,")
    path = Settings(root=tmp_path).register
    path.parent.mkdir(parents=True)
    path.write_text(register, encoding="utf-8")
    header, *units, total = shipped_rows()
    for row, name in zip(units, snapshot.units["unit_name"], strict=True):
        row[1] = correct(name)
    total[2], total[6] = "281", f"{100 * 164 / 281:.2f}"
    return [["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN"], [], header, *units, total]


@pytest.mark.parametrize("name", KINDS)
def test_a_correct_table_has_no_finding(
    tmp_path: Path, name: str, corrected: list[list[str]], snapshot: dva.Snapshot
) -> None:
    found = read_as(tmp_path, name, corrected, Settings(root=tmp_path))
    assert codes(found) == []
    same = [column for column in TIDY if column not in NAMES]
    assert_frame_equal(found.units[same], snapshot.units[same])
    official = [correct(unit) for unit in snapshot.units["unit_name"]]
    assert found.units["unit_name"].tolist() == found.units["listed_as"].tolist() == official
    assert found.stated[["quota", "stated_rate"]].tolist() == [281, 58.36]


def test_a_workbook_with_rates_as_fractions(
    tmp_path: Path, corrected: list[list[str]], snapshot: dva.Snapshot
) -> None:
    """As formulas give them and a format shows as per cent."""
    title, blank, header, *rows = corrected
    numbers: list[list[object]] = typed(rows)
    for row in numbers:
        row[6] = (row[3] + row[4]) / row[2]
    path = write_table(tmp_path, [title, blank, header, *numbers], "bang.xlsx")
    found = dva.read(path, as_of=AS_OF, settings=Settings(root=tmp_path))
    assert codes(found) == []
    assert found.source.rate_reading == "with_pending"
    assert found.units["stated_rate"].tolist() == pytest.approx(
        snapshot.units["stated_rate"].tolist(), abs=0.005
    )
    assert found.stated["stated_rate"] == pytest.approx(100 * 164 / 281)


# --- nothing is dropped in silence ------------------------------------------------------------

HEADER_ROW = shipped_rows()[0]
SPREAD = [(row, column) for row in (1, 31, 54) for column in range(len(HEADER_ROW))]
TOTAL_CELLS = [(55, column) for column in (0, *range(2, len(HEADER_ROW)))]
JUNK = ["", "rác?", "-7", "4,5", "777"]


def told(found: dva.Snapshot) -> str:
    """Give everything a reader of a snapshot can see."""
    parts = [found.units, found.stated, found.findings[["code", "stated", "message"]]]
    return "\n".join(part.to_csv(float_format="%g") for part in parts)


@pytest.fixture(scope="module")
def told_before(snapshot: dva.Snapshot) -> set[str]:
    return set(told(snapshot).splitlines())


@pytest.mark.parametrize(
    ("cell", "junk"),
    [
        pytest.param(cell, junk, id=f"row{cell[0]}-{HEADER_ROW[cell[1]][:9]}-{junk or 'blank'}")
        for cell, junk in itertools.product(SPREAD + TOTAL_CELLS, JUNK)
        if not (HEADER_ROW[cell[1]].startswith("Tên") and junk.isdecimal())
    ],
)
def test_no_cell_is_lost(
    tmp_path: Path,
    cell: tuple[int, int],
    junk: str,
    snapshot: dva.Snapshot,
    told_before: set[str],
    settings: Settings,
) -> None:
    rows = shipped_rows()
    row, column = cell
    rows[row][column] = junk
    found = read_as(tmp_path, "bang.tsv", rows, settings)
    fresh = told(found).splitlines()
    changed = "\n".join(line for line in fresh if line not in told_before)
    # the cell itself stands in the table or in a finding; a blank shows as something missing
    shown = junk.replace(",", ".") if HEADER_ROW[column].startswith("Tỷ lệ") else junk
    assert changed
    assert junk in changed or shown in changed
    # and no other unit's figures have moved
    others = snapshot.units.index[[at for at in range(54) if at != row - 1]]
    assert_frame_equal(
        found.units.loc[others, list(COUNTS)], snapshot.units.loc[others, list(COUNTS)]
    )


@pytest.mark.parametrize("row", [1, 31, 54])
def test_a_unit_called_by_digits_stops_the_reading(
    row: int, tmp_path: Path, settings: Settings
) -> None:
    rows = shipped_rows()
    rows[row][1] = "777"
    with pytest.raises(dva.ReadError, match=f"dòng {row + 1}, cột 2: .*“777”"):
        read_as(tmp_path, "bang.tsv", rows, settings)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("row", [1, 20, 54])
def test_a_row_that_is_missing_is_noticed(
    tmp_path: Path, name: str, row: int, settings: Settings
) -> None:
    rows = shipped_rows()
    absent = rows.pop(row)[0]
    found = read_as(tmp_path, name, rows, settings)
    assert len(found.units) == 54
    assert found.units[list(COUNTS)].iloc[-1].isna().all()
    assert {"not_reported", "column_total"} <= set(codes(found))
    assert ("numbering" in codes(found)) == (absent != "54")


@pytest.mark.parametrize("start", [0, 1, 29])
def test_a_table_broken_in_two_is_joined(
    tmp_path: Path, start: int, snapshot: dva.Snapshot, settings: Settings
) -> None:
    """Two tables in one document, the second without a header: the notice as it was printed.

    With all rows printed again from the top on (start 0 or 1), it is another table instead.
    """
    from docx import Document

    document = Document()
    rows = shipped_rows()
    for part in (rows[:29], rows[start:]):
        drawn = document.add_table(len(part), len(HEADER_ROW))
        for line, row in zip(drawn.rows, part, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
        document.add_paragraph("")
    path = tmp_path / "hai-phan.docx"
    document.save(str(path))
    found = dva.read(path, as_of=AS_OF, settings=settings)
    if start < 29:
        assert {"other_table", "not_reported"} <= set(codes(found))
        assert "26 đơn vị" in finding(found, "not_reported")["message"]
    else:
        assert_frame_equal(found.units, snapshot.units)
        assert_series_equal(found.stated, snapshot.stated)
        assert finding(found, "joined_tables")["place"] == "bảng 2"
        assert found.places.loc["xa-vinh-phong", "quota"] == "bảng 2, hàng 1, cột 3"


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "sidecar", "prose", "expected", "found_codes"),
    [
        (None, "", "", None, ["no_date"]),
        (AS_OF, "", "", AS_OF, []),
        (None, "[figures]\nas_of = 2023-09-13", "", AS_OF, []),
        (None, "", "Số liệu tính đến ngày 13/9/2023", AS_OF, ["date_from_text"]),
        # the call goes before the sidecar, the sidecar before the words
        (AS_OF, "[figures]\nas_of = 2023-09-13", "", AS_OF, []),
        (AS_OF, "[figures]\nas_of = 2023-08-31", "", AS_OF, ["date_overridden"]),
        (
            *(None, "[figures]\nas_of = 2023-09-13", "tính đến ngày 31/8/2023", AS_OF),
            ["document_differs"],
        ),
        (AS_OF, "", "tính đến ngày 31/8/2023", AS_OF, ["date_overridden"]),
        # of two days in the words the first is used
        (
            *(None, "", "tính đến ngày 13/9/2023, tính đến 14/9/2023", AS_OF),
            ["dates_disagree", "date_from_text"],
        ),
        # what is better placed goes first, wherever it stands
        (
            *(None, "", "đến ngày 31/8/2023 đã báo; số liệu tính đến ngày 13/9/2023", AS_OF),
            ["dates_disagree", "date_from_text"],
        ),
        # the day of a meeting or of issue is another day: no disagreement
        (None, "", "Tại phiên họp ngày 13/9/2023, Thường trực nghe", AS_OF, ["date_from_text"]),
        (
            *(None, "[document]\nissued = 2023-09-13", "Kết quả kết nạp", AS_OF),
            ["date_from_text"],
        ),
        # a goal is no day of figures
        (
            *(None, "", "phấn đấu đến ngày 30/11/2023 hoàn thành", None),
            ["no_date"],
        ),
    ],
)
def test_the_day_the_figures_run_to(
    tmp_path: Path,
    as_of: date | None,
    sidecar: str,
    prose: str,
    expected: date | None,
    found_codes: list[str],
) -> None:
    found = read_rows(tmp_path, [prose, *SOUND], sidecar=sidecar, as_of=as_of)
    assert found.as_of == expected
    assert codes(found) == found_codes
    assert found.source.quota_year == (expected.year if expected else None)
    assert found.source.deadline == (date(expected.year, 12, 31) if expected else None)


@pytest.mark.parametrize("name", ["bang.tsv", "bang.csv", "bang.xlsx", "bang.docx"])
@pytest.mark.parametrize(
    ("prose", "expected", "code"),
    [
        # the day before belongs to another table, the title has this one's period
        (
            (
                "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 9 THÁNG ĐẦU NĂM 2023",
                "Căn cứ kế hoạch ngày 05/01/2023, kỳ trước số liệu chốt ngày 15/8/2023",
            ),
            *(date(2023, 9, 30), "date_from_text"),
        ),
        (("TÌNH HÌNH KẾT NẠP (đến 30/9/2023)",), date(2023, 9, 30), "date_from_text"),
        (("Từ 01/01/2023 đến 13/09/23",), AS_OF, "date_from_text"),
        (("Số liệu tính đến 17 giờ 00 ngày 13 tháng 09 năm 2023",), AS_OF, "date_from_text"),
        (("Số liệu đến ngày|13/9/2023",), AS_OF, "date_from_text"),
        (("Số liệu tính đến ngày 30/02/2023",), None, "impossible_day"),
    ],
)
def test_days_in_other_words_and_formats(
    tmp_path: Path, name: str, prose: tuple[str, ...], expected: date | None, code: str
) -> None:
    found = read_rows(tmp_path, as_numbers([*prose, *SOUND]), name=name, as_of=None)
    assert found.as_of == expected
    assert code in codes(found)


def test_a_day_in_a_cell_of_days(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Biểu")
        sheet.write(0, 0, "Số liệu đến ngày")
        sheet.write_datetime(0, 1, AS_OF, book.add_format({"num_format": "d/m/yy"}))
        for number, row in enumerate(as_numbers(SOUND), start=1):
            sheet.write_row(number, 0, row)
    assert dva.read(path, settings=project(tmp_path)).as_of == AS_OF


@pytest.mark.parametrize(
    ("as_of", "figures"),
    [
        # after the deadline, in another year than the quota, a deadline of another year
        (date(2023, 12, 1), "deadline = 2023-11-30"),
        (date(2024, 1, 5), "quota_year = 2023"),
        (date(2023, 9, 13), "quota_year = 2024"),
        (date(2023, 9, 13), "deadline = 2024-12-31"),
    ],
)
def test_dates_that_do_not_fit_are_refused(tmp_path: Path, as_of: date, figures: str) -> None:
    with pytest.raises(dva.ReadError, match=r"bang\.tsv: ngày số liệu"):
        read_rows(tmp_path, SOUND, sidecar=f"[figures]\n{figures}", as_of=as_of)


@pytest.mark.parametrize("figures", ["deadline = 2023-11-30", "deadline = 2023-09-13"])
def test_a_deadline_of_the_office_s_own(tmp_path: Path, figures: str) -> None:
    found = read_rows(tmp_path, SOUND, sidecar=f"[figures]\n{figures}")
    assert found.source.deadline == date.fromisoformat(figures.split()[-1])
    needed = dva.assess(found)["required_per_month"]
    assert needed.isna().all() == (found.source.deadline == AS_OF)


def test_a_quota_year_without_a_date(tmp_path: Path) -> None:
    found = read_rows(tmp_path, SOUND, sidecar="[figures]\nquota_year = 2023", as_of=None)
    assert (found.as_of, found.source.deadline) == (None, DEADLINE)
    assert dva.assess(found)["due_by_now"].isna().all()


# --- what the document claims ------------------------------------------------------------------

NOTICE = (
    "Số 12-BC/BTCHU",
    "Vĩnh Bảo, ngày 14 tháng 9 năm 2023",
    "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 9 THÁNG ĐẦU NĂM 2023",
    "Đến ngày 13/9/2023 đã kết nạp được 4 đảng viên, đạt 44,44% so với chỉ tiêu giao (9).",
    "Phấn đấu hoàn thành chỉ tiêu kết nạp trước ngày 15/12/2023.",
)


def test_a_document_without_a_sidecar(tmp_path: Path) -> None:
    rows = as_numbers([*NOTICE, *SOUND])
    found = read_rows(tmp_path, rows, name="bang.xlsx", as_of=None)
    source = found.source
    assert (source.document_number, source.issued) == ("12-BC/BTCHU", date(2023, 9, 14))
    assert (source.title, source.quota_year) == (NOTICE[2], 2023)
    assert (found.as_of, source.deadline) == (AS_OF, date(2023, 12, 15))
    assert source.claims == Claims(admitted=4, rate="44,44", quota=9)
    assert codes(found) == ["headline_includes_pending", "date_from_text", "period_label"]
    places = {code: finding(found, code)["place"] for code in codes(found)}
    assert places["headline_includes_pending"] == places["date_from_text"] == "Biểu 1!A4"
    assert places["period_label"] == "Biểu 1!A3"


def test_a_claim_in_sidecar_and_prose_is_reported_once(tmp_path: Path) -> None:
    sidecar = "[headline]\nadmitted = 4\nrate = '44,44'\nquota = 9"
    found = read_rows(tmp_path, [NOTICE[3], *SOUND], sidecar=sidecar)
    assert finding(found, "headline_includes_pending")["place"] == "bang.toml [headline]"
    wrong = "kết nạp 3/9 đảng viên, đạt 44,44%"
    sidecar = sidecar.replace("= 4\n", "= 3\n")
    found = read_rows(tmp_path, [wrong, *SOUND], sidecar=sidecar)
    assert finding(found, "headline_rate")["place"] == "bang.toml [headline]"


def test_a_wrong_claim_in_each_kind_of_file(tmp_path: Path) -> None:
    where = {"bang.tsv": "dòng 1", "bang.xlsx": "Biểu 1!A1", "bang.csv": "dòng 1"}
    for name, place in where.items():
        found = read_rows(tmp_path, ["Xã An Hòa 9/8 đảng viên đạt 88.8%", *SOUND], name=name)
        assert finding(found, "headline_rate")[["place", "stated", "computed"]].tolist() == [
            *(place, "88,8%", "112,50%")
        ]


def test_the_header_names_the_year_of_the_quota(tmp_path: Path) -> None:
    rows = [HEADER.replace("Chỉ tiêu", "Chỉ tiêu giao năm 2023"), *SOUND[1:]]
    assert read_rows(tmp_path, rows, as_of=None).source.quota_year == 2023
    found = read_rows(tmp_path, rows, as_of=date(2024, 1, 5))
    assert finding(found, "dates_disagree")["stated"] == "2023"


@pytest.mark.parametrize("until", ["31/8/2023", "15/12/2024"])
def test_a_deadline_in_the_words_that_does_not_fit_is_not_used(tmp_path: Path, until: str) -> None:
    goal = f"hoàn thành chỉ tiêu trước ngày {until}"
    assert read_rows(tmp_path, [goal, *SOUND]).source.deadline == DEADLINE


# --- where a file is looked for ---------------------------------------------------------------


def test_a_path_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = project(tmp_path / "du-an")
    write_table(settings.root, SOUND, "bang.tsv")
    monkeypatch.chdir(tmp_path)
    assert len(dva.read("bang.tsv", as_of=AS_OF, settings=settings).units) == 3
    # the working directory goes first
    write_table(tmp_path, SOUND[:2], "bang.tsv")
    here = dva.read("bang.tsv", as_of=AS_OF, settings=settings)
    assert here.units["quota"].notna().sum() == 1


def test_settings_are_found_from_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "tests")
    found = dva.read("data/raw/2023-09-13_623-TB-HU.tsv")
    assert found.settings.root == ROOT
    assert len(found.units) == 54


@pytest.mark.parametrize("name", ["khong-co.tsv", ""])
def test_no_such_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(dva.ReadError):
        dva.read(tmp_path / name, settings=Settings(root=tmp_path))


def test_a_file_that_has_changed(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND)
    (tmp_path / "manifest.csv").write_text(
        f"file,sha256\nbang.tsv,{sha256_of(path)}\n", encoding="utf-8"
    )
    settings = project(tmp_path)
    assert codes(dva.read(path, as_of=AS_OF, settings=settings)) == []
    write_table(tmp_path, [*SOUND, "", ""])
    assert codes(dva.read(path, as_of=AS_OF, settings=settings)) == ["file_changed"]


def test_reading_twice_gives_the_same(snapshot: dva.Snapshot, settings: Settings) -> None:
    again = dva.read(SHIPPED, settings=settings)
    assert_frame_equal(again.units, snapshot.units)
    assert_frame_equal(again.findings, snapshot.findings)
    assert_frame_equal(again.places, snapshot.places)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_findings_keep_their_order_in_every_process(tmp_path: Path, seed: str) -> None:
    write_table(tmp_path, [HEADER, "1|Chi bộ A|x|-1|2,5|?||"])
    code = (
        "import dangvien_analysis as dva; from pathlib import Path;"
        "s = dva.Settings(root=Path('.')); f = dva.read('bang.tsv', settings=s).findings;"
        "print(*f['column'])"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["quota", "admitted", "pending", "stated_total", "pool"]


# --- measuring --------------------------------------------------------------------------------


def test_assess_keeps_the_units(snapshot: dva.Snapshot, assessed: pd.DataFrame) -> None:
    assert_frame_equal(assessed[list(TIDY)], snapshot.units)


def test_assess_is_the_four_measures(snapshot: dva.Snapshot, assessed: pd.DataFrame) -> None:
    by_hand = (
        snapshot.units.pipe(dva.completion)
        .pipe(dva.pipeline_coverage)
        .pipe(dva.pace, as_of=AS_OF, deadline=DEADLINE)
        .pipe(dva.risk_levels)
    )
    assert_frame_equal(assessed, by_hand)
    assert_frame_equal(assessed, dva.measure(snapshot.units, as_of=AS_OF))


def test_assess_takes_the_settings_thresholds(tmp_path: Path) -> None:
    rows = (HEADER, "1|Đảng bộ xã An Hòa|5|0|0|0|0,00|9")
    for small, level in ((2, "at_risk"), (5, "not_judged")):
        settings = Settings(root=project(tmp_path).root, levels=Levels(small_quota=small))
        found = dva.read(write_table(tmp_path, rows), as_of=AS_OF, settings=settings)
        assert dva.assess(found)["risk_level"].iloc[0] == level


def test_units_that_sent_nothing_stay_in_the_measured_table(tmp_path: Path) -> None:
    found = dva.assess(read_rows(tmp_path, (HEADER, AN_HOA)))
    assert len(found) == 3
    added = [name for name in found if name not in TIDY]
    assert found.iloc[1:][added].isna().all(axis=None)
    assert listed(found["risk_level"]) == ["on_track", None, None]


@pytest.mark.parametrize(
    ("column", "kept", "levels"),
    [
        # without the pending nobody's rest is known
        ("pending", [0, 1, 2, 3, 7], [None, None, "met"]),
        # without the pool nobody is said to be short of it
        ("pool", [0, 1, 2, 3, 4], ["on_track", "at_risk", "met"]),
    ],
)
def test_a_table_without_one_of_the_counts(
    tmp_path: Path, column: str, kept: list[int], levels: list[str | None]
) -> None:
    rows = [[row.split("|")[at] for at in kept] for row in SOUND]
    found = read_rows(tmp_path, rows)
    assert codes(found) == ["missing_column", "column_not_printed"]
    assert found.units[column].isna().all()
    assert found.places[column].eq("").all()
    assessed = dva.assess(found)
    assert listed(assessed["risk_level"]) == levels
    # said once, and the blank column stands where it stood
    assert assessed.attrs["absent"] == column
    assert_frame_equal(assessed[list(TIDY)], found.units)
    assert list(assessed)[: len(TIDY)] == list(TIDY)


def test_a_table_with_neither_pending_nor_pool(tmp_path: Path) -> None:
    rows = [row.split("|")[:4] for row in SOUND]
    assessed = dva.assess(read_rows(tmp_path, rows))
    assert assessed.attrs["absent"] == "pending, pool"
    assert list(assessed)[: len(TIDY)] == list(TIDY)
    assert listed(assessed["risk_level"]) == [None, None, "met"]


def test_a_column_that_is_printed_and_blank_is_not_absent(tmp_path: Path) -> None:
    rows = [row.split("|") for row in SOUND[:-1]]
    blank = [rows[0], *([*row[:-1], ""] for row in rows[1:])]
    assessed = dva.assess(read_rows(tmp_path, blank))
    assert assessed["pool"].isna().all()
    assert "absent" not in assessed.attrs
    assert listed(assessed["risk_level"]) == [None, "at_risk", "met"]


def test_a_sidecar_for_each_kind_of_file(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND, "thang-9.docx")
    write_sidecar(path, "[document]\nnumber = '1-BC'\n[headline]\nquota = 10")
    found = dva.read(path, as_of=AS_OF, settings=project(tmp_path))
    assert found.source.document_number == "1-BC"
    assert finding(found, "headline_quota")["place"] == "thang-9.toml [headline]"


def test_places_in_each_kind_of_file(tmp_path: Path) -> None:
    where = {"bang.tsv": "dòng 4, cột 3", "bang.xlsx": "Biểu 1!C4"}
    where |= {"bang.docx": "bảng 1, hàng 4, cột 3", "bang.csv": "dòng 4, cột 3"}
    for name, place in where.items():
        found = read_rows(tmp_path, SOUND, name=name)
        assert found.places.loc["truong-thpt", "quota"] == place
        assert SCHOOL.split("|")[1] == found.units.loc["truong-thpt", "listed_as"]


def test_a_total_first_and_a_table_without_one(tmp_path: Path) -> None:
    first = read_rows(tmp_path, (HEADER, TOTAL, *SOUND[1:-1]))
    last = read_rows(tmp_path, SOUND)
    assert_frame_equal(first.units, last.units)
    assert_series_equal(first.stated, last.stated)
    none = read_rows(tmp_path, SOUND[:-1])
    assert none.stated.isna().all()
    assert "" not in none.places.index


# --- as it is shown ---------------------------------------------------------------------------


def test_it_is_shown_as_a_short_card(snapshot: dva.Snapshot) -> None:
    lines = repr(snapshot).splitlines()
    assert lines[0].startswith("623-TB/HU")
    assert lines[1:3] == ["Tệp: 2023-09-13_623-TB-HU.tsv", "Số liệu đến ngày 13/9/2023"]
    # The printed total of quotas; the units' quotas sum to 281, which is a finding.
    assert lines[3] == (
        "54 đơn vị: chỉ tiêu giao 280, đã kết nạp 135, đang trình duyệt 29, nguồn 368"
    )
    assert lines[4].startswith("Phát hiện: 1 lỗi, ")
    assert len(lines) == 5
    assert "MÔ PHỎNG" not in repr(snapshot)
    assert snapshot._repr_html_().replace("<br>", "") == repr(snapshot)


def test_the_card_is_short_whatever_is_in_it(snapshot: dva.Snapshot) -> None:
    source = replace(
        snapshot.source,
        path=Path("tệp" * 80 + ".tsv"),
        document_number="1" * 500,
        title="<b>Thông báo</b>\n" * 100,
        simulated=True,
    )
    units = pd.concat([snapshot.units.assign(quota=pd.NA, pool=10**9)] * 900)
    stated = snapshot.stated.mask(snapshot.stated.notna())
    strange = replace(snapshot, units=units, stated=stated, source=source, as_of=None)
    assert len(repr(strange)) < 600
    assert repr(strange).splitlines()[0] == "SỐ LIỆU MÔ PHỎNG"
    assert "Chưa rõ ngày số liệu" in repr(strange)
    assert "chỉ tiêu giao chưa rõ" in repr(strange)
    assert len(repr(strange).splitlines()) == 6
    assert "<b>" not in strange._repr_html_()
    empty = replace(snapshot, units=snapshot.units.iloc[:0], stated=stated)
    assert "0 đơn vị: chỉ tiêu giao chưa rõ" in repr(empty)


def test_made_up_figures_say_so_in_a_column(snapshot: dva.Snapshot) -> None:
    made_up = replace(snapshot, source=replace(snapshot.source, simulated=True))
    units = dva.assess(made_up)
    assert units["simulated"].dtype == bool
    assert units["simulated"].all()
    # Nothing else of it differs, and real figures have no such column.
    assert_frame_equal(units.drop(columns="simulated"), dva.assess(snapshot))
    assert list(made_up.units) == list(TIDY)
    totals = dva.totals(units, by="sector")
    assert_frame_equal(totals, dva.totals(dva.assess(snapshot), by="sector"))
