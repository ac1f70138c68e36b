from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document

import dangvien_analysis as dva
from dangvien_analysis.checks.likely import LEAPS
from dangvien_analysis.columns import COLUMNS
from dangvien_analysis.findings import (
    CODES,
    FIELDS,
    LABELS,
    SEVERITIES,
    Finding,
    count_by_severity,
    to_frame,
)
from tests.builders import (
    AN_HOA,
    AS_OF,
    HEADER,
    REGISTER,
    SCHOOL,
    SOUND,
    TOTAL,
    VINH_QUANG,
    as_numbers,
    cells,
    project,
    without_marks,
    write_merged,
    write_sidecar,
    write_table,
)
from tests.fixtures.hostile import repacked_as
from tests.fixtures.shapes import Sheet, write_book
from tests.old_encodings import as_tcvn3, misread

# --- the table of findings --------------------------------------------------------------------


def test_gravest_first_otherwise_in_the_order_made() -> None:
    made = ["period_label", "no_date", "row_total", "numbering", "row_rate", "section_row"]
    frame = to_frame(Finding(code, f"câu {at}") for at, code in enumerate(made))
    assert frame["code"].tolist() == [
        *("row_total", "row_rate", "no_date", "numbering", "period_label", "section_row")
    ]
    assert frame["message"].tolist() == ["câu 2", "câu 4", "câu 1", "câu 3", "câu 0", "câu 5"]


@pytest.mark.parametrize("findings", [[], [Finding("no_date", "câu")]])
def test_frame_has_its_columns_as_text(findings: list[Finding]) -> None:
    frame = to_frame(findings)
    assert tuple(frame) == FIELDS
    assert set(map(str, frame.dtypes)) == {"str"}
    assert frame.isna().sum().sum() == 0


def test_count_by_severity() -> None:
    frame = to_frame([Finding(code, "câu") for code in ("no_date", "row_total", "row_rate")])
    assert count_by_severity(frame) == {"error": 2, "warning": 1, "info": 0, "settled": 0}
    assert list(count_by_severity(to_frame([])).items()) == [(name, 0) for name in SEVERITIES]


def test_each_field_has_a_label() -> None:
    assert tuple(LABELS) == FIELDS
    assert {item.name for item in fields(Finding)} == {*FIELDS} - {"severity"}


def test_each_code_has_a_severity_and_a_sentence() -> None:
    assert {code for code, one in CODES.items() if one.severity not in SEVERITIES} == set()
    meanings = {code: one.meaning for code, one in CODES.items()}
    assert {code for code, said in meanings.items() if not said[0].isupper()} == set()
    assert {code for code, said in meanings.items() if not said.endswith(".")} == set()
    severities = {code: one.severity for code, one in CODES.items()}
    assert {code: Finding(code, "câu").severity for code in CODES} == severities


# --- every code -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A small table with one fault, and the codes it must give: this one and no other."""

    code: str
    rows: tuple[str, ...] = SOUND
    also: tuple[str, ...] = ()
    sidecar: str = ""
    register: tuple[str, ...] = REGISTER
    as_of: date | None = AS_OF
    manifest: str = ""
    name: str = "bang.tsv"
    encoding: str = "utf-8"
    write: Callable[[Path], Path] | None = None


def write_parts(folder: Path) -> Path:
    """Write a document with the table in two parts, the second without a header."""
    document = Document()
    for part in (SOUND[:2], SOUND[2:]):
        drawn = document.add_table(len(part), len(HEADER.split("|")))
        for line, row in zip(drawn.rows, part, strict=True):
            for cell, text in zip(line.cells, row.split("|"), strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(folder / "hai-phan.docx"))
    return folder / "hai-phan.docx"


def write_named_otherwise(folder: Path) -> Path:
    """Write a document under the name of a text."""
    return write_table(folder, SOUND, "bang.docx").rename(folder / "bang.csv")


def write_sheets(*days: str, hidden: bool = False) -> Callable[[Path], Path]:
    """Write a workbook with the table on a sheet for each day, or on a hidden one."""

    def write(folder: Path) -> Path:
        with xlsxwriter.Workbook(folder / "bang.xlsx") as book:
            for at, day in enumerate(days):
                sheet = book.add_worksheet(f"Trang {at + 1}")
                if day:
                    for number, row in enumerate([[day], *as_numbers(SOUND)]):
                        sheet.write_row(number, 0, row)
                if hidden and at:
                    sheet.hide()
        return folder / "bang.xlsx"

    return write


def with_column(title: str, value: str) -> tuple[str, ...]:
    return (f"{HEADER}|{title}", f"{AN_HOA}|{value}", *SOUND[2:])


NO_POOL = TOTAL.rpartition("|")[0]


def write_packed(folder: Path) -> Path:
    content = write_table(folder, SOUND).read_bytes()
    return repacked_as(folder / "gui.zip", {"bang.tsv": content})


def write_people_beside(folder: Path) -> Path:
    people = [["Họ và tên", "Ngày sinh"], ["A", "1990"]]
    return write_book(
        folder / "bang.xlsx",
        [Sheet("Biểu 1", [[cells(row) for row in SOUND]]), Sheet("DS", [people])],
    )


CASES = [
    Case("column_total", (*SOUND[:-1], "Tổng cộng||10|3|1|4|40,00|10")),
    Case("total_rate", (*SOUND[:-1], TOTAL.replace("44,44", "44,40"))),
    Case(
        "row_total", (HEADER, AN_HOA.replace("|3|60", "|4|60"), *SOUND[2:4], "Cộng||9|3|1||44|10")
    ),
    Case("row_rate", (HEADER, AN_HOA.replace("60,00", "50,00"), *SOUND[2:])),
    Case(
        "rates_disagree",
        tuple(
            row.replace(old, "99,00")
            for row, old in zip(SOUND, ("x", "60,00", "0,00", "100,00", "x"), strict=True)
        ),
    ),
    Case("duplicate_unit", (*SOUND[:-1], "4" + AN_HOA[1:], TOTAL)),
    Case("negative_count", (HEADER, AN_HOA[:-1] + "-4", *SOUND[2:4], NO_POOL)),
    Case("fractional_count", (HEADER, AN_HOA[:-1] + "4,5", *SOUND[2:4], NO_POOL)),
    Case("unreadable_cell", (HEADER, AN_HOA + " (dự kiến)", *SOUND[2:4], NO_POOL)),
    Case("row_without_name", (*SOUND[:-1], "||1|1|0|1|100,00|0", TOTAL)),
    Case(
        "row_too_wide",
        (SOUND[0], SOUND[1].replace("60,00", "50|00"), *SOUND[2:4], NO_POOL),
        also=("missing_count", "column_total"),
    ),
    Case("merged_figure", write=write_merged),
    Case(
        "subtotal",
        (
            HEADER,
            "I|Khối xã|8|2|2|4|50,00|10",
            *SOUND[1:3],
            "II|Khối khác|1|1|0|1|100|0",
            *SOUND[3:],
        ),
        also=("subtotal_row",),
    ),
    Case(
        "repeated_column",
        (f"{HEADER}|Nguồn khác", f"{AN_HOA}|5", f"{VINH_QUANG}|1", f"{SCHOOL}|2"),
    ),
    Case("column_unexplained", with_column("Số cuộc thực hiện", "4")),
    Case("repeated_total", (*SOUND, "Cộng||1|1|0|1|100,00|0")),
    Case("missing_count", (HEADER, AN_HOA[:-1], *SOUND[2:4], NO_POOL)),
    Case("missing_column", tuple(row.rpartition("|")[0] for row in SOUND)),
    Case(
        "loose_words",
        (*SOUND[:2], "|Thủy lợi miền Trung", *SOUND[2:]),
    ),
    Case(
        "period_in_title",
        ("KẾT QUẢ KẾT NẠP ĐẢNG VIÊN TRONG THÁNG 9", *SOUND),
    ),
    Case(
        "equals_sum",
        (*SOUND[:-1], "4|Chi bộ Mới|9|3|1|4|44,44|10", "Cộng||18|6|2|8|44,44|20"),
        also=("unknown_unit",),
    ),
    Case("column_chosen", with_column("Chỉ tiêu xã", "4")),
    Case("assumed_column", (HEADER.replace("Nguồn", "Quần chúng ưu tú"), *SOUND[1:])),
    Case("parted_cells", (SOUND[0], SOUND[1].replace("60,00", "60|00"), *SOUND[2:])),
    Case("number_as_text", name="bang.xlsx"),
    Case("numbering", (*SOUND[:3], "4" + SCHOOL[1:], TOTAL)),
    Case("column_not_printed", tuple("|".join(one[:6] + one[7:]) for one in map(cells, SOUND))),
    Case("dash_as_zero", (HEADER, AN_HOA, VINH_QUANG.replace("|0|0|0|0", "|0|-|0|0"), *SOUND[3:])),
    Case("zero_quota", (*SOUND[:3], "3|Chi bộ Trường THPT|0|0|0|0||0", "Cộng||8|2|1|3|37,50|10")),
    Case("misspelt_name", (*SOUND[:2], VINH_QUANG.replace("Vinh", "Vĩnh"), *SOUND[3:])),
    Case("unknown_unit", (*SOUND[:-1], "4|Chi bộ Mới|1|0|0|0|0,00|0", "Cộng||10|3|1|4|40|10")),
    Case("unmarked_names", tuple(map(without_marks, SOUND))),
    Case("not_reported", (*SOUND[:-2], "Tổng cộng||8|2|1|3|37,50|10")),
    Case("unit_out_of_period", register=(*REGISTER[:2], REGISTER[2] + "||||2022-12-31")),
    Case("name_variant", (HEADER, AN_HOA.replace("Hòa", "Hoà"), *SOUND[2:])),
    Case(
        "org_type_missing",
        (*SOUND[:3], SCHOOL.replace("Chi bộ ", ""), TOTAL),
        register=(*REGISTER[:2], REGISTER[2].replace("Chi bộ ", "")),
    ),
    Case(
        "admitted_beyond_quota",
        (HEADER, AN_HOA.replace("|5|2|1|3|60,00", "|5|20|1|21|420,00"), VINH_QUANG, SCHOOL),
    ),
    Case("headline_includes_pending", sidecar="[headline]\nadmitted = 4"),
    Case("headline_admitted", sidecar="[headline]\nadmitted = 7"),
    Case("headline_quota", sidecar="[headline]\nquota = 10"),
    Case("headline_rate", sidecar="[headline]\nadmitted = 3\nrate = '44,44'\nquota = 9"),
    Case("period_label", sidecar="[document]\ntitle = '9 tháng đầu năm 2023'"),
    Case("no_date", as_of=None),
    Case("date_from_text", ("Số liệu tính đến ngày 13/9/2023", *SOUND), as_of=None),
    Case("date_overridden", sidecar="[figures]\nas_of = 2023-08-31"),
    Case("impossible_day", ("Số liệu tính đến ngày 31/9/2023", *SOUND)),
    Case("future_day", as_of=date.today() + timedelta(days=9)),
    Case(
        "dates_disagree",
        ("tính đến ngày 13/9/2023, tính đến 14/9/2023", *SOUND),
        sidecar="[figures]\nas_of = 2023-09-13",
        as_of=None,
    ),
    Case(
        "document_differs",
        ("Số 12-BC/BTCHU", *SOUND),
        sidecar="[document]\nnumber = '13-BC/BTCHU'",
    ),
    Case("file_changed", manifest="file,sha256\nbang.tsv,0000\n"),
    Case("old_encoding", tuple(map(as_tcvn3, SOUND))),
    Case("text_encoding", encoding="utf-16"),
    Case("sheet_chosen", write=write_sheets("Tính đến 13/8/2023", "Tính đến 13/9/2023")),
    Case("sheet_guessed", write=write_sheets("Biểu", "Biểu")),
    Case("hidden_sheet", write=write_sheets("", "Biểu", hidden=True)),
    Case("misread_text", tuple(map(misread, SOUND))),
    Case("other_table", (*SOUND, "", "Đơn vị|Đã kết nạp|Chỉ tiêu", "Chi bộ X|1|2")),
    Case("other_format", write=write_named_otherwise),
    Case("packed_file", write=write_packed),
    Case("quoted_cells", (HEADER, AN_HOA.replace("|5|2|", '|="5"|\'2|'), *SOUND[2:])),
    Case("people_left_out", write=write_people_beside),
    Case("column_not_read", with_column("Ghi chú", "mới")),
    Case("cell_outside", with_column("", "mới")),
    Case(
        "table_of_another_time",
        (*SOUND[:-1], "", "Năm 2022", HEADER, "1|Chi bộ X|1|1|0|1|100,00|0"),
        also=("section_row",),
    ),
    Case("row_as_total", (*SOUND[:-1], TOTAL.replace("Tổng cộng|", "|Vĩnh Bảo"))),
    Case("subtotal_row", (HEADER, "I|Khối xã|9|3|1|4|44,44|10", *SOUND[1:])),
    Case(
        "of_which_row",
        (*SOUND[:2], "|Trong đó: Nữ|2|1|0|1||0", "|- Dân tộc|1|0|0|0||0", *SOUND[2:]),
    ),
    Case("comparison_row", (*SOUND, "|Cùng kỳ năm trước|8|4|0|4|50,00|9")),
    Case("section_row", (HEADER, "I|Khối xã", *SOUND[1:])),
    Case("joined_tables", write=write_parts),
]


def read_case(case: Case, folder: Path) -> dva.Snapshot:
    path = case.write(folder) if case.write else write_table(folder, case.rows, case.name)
    if case.encoding != "utf-8":
        path.write_bytes(path.read_text(encoding="utf-8").encode(case.encoding))
    if case.sidecar:
        write_sidecar(path, case.sidecar)
    if case.manifest:
        (folder / "manifest.csv").write_text(case.manifest, encoding="utf-8")
    return dva.read(path, as_of=case.as_of, settings=project(folder, case.register))


def test_the_sound_table_has_no_finding(tmp_path: Path) -> None:
    assert read_case(Case(""), tmp_path).findings.empty


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_each_fault_gives_its_code_and_no_other(case: Case, tmp_path: Path) -> None:
    findings = read_case(case, tmp_path).findings
    assert set(findings["code"]) == {case.code, *case.also}
    assert (findings["message"].str.len() > 20).all()
    assert findings["message"].str.endswith(".").all()
    assert set(findings["column"]) <= {"", *COLUMNS}


# Made by one format alone, and tested with its reader.
OF_ONE_FORMAT = ["joined_rows", "page_without_text"]
OF_ONE_FORMAT += [
    "shown_otherwise",
    "not_calculated",
    "raised_mark",
    "struck_text",
    "hidden_text",
    "pending_revision",
    "unseen_row",
    "filtered_rows",
    "unseen_column",
    "cell_note",
    "recognised_text",
    "conditional_form",
    "doubled_text",
    "not_chosen",
    "zero_not_shown",
    "form_unseen",
]
# Made of two tables, and tested with what compares them.
OF_TWO_TABLES = [
    *("admitted_fell", "frozen_contradicted", "pending_vanished", "pending_unchanged"),
    *("quota_changed", "unit_new", "unit_gone", "unit_ended", "units_merged"),
    *LEAPS,
]


# Made of a table and the settings, and tested with what compares them.
OF_SETTINGS = ["official_count"]
# Made where accepted figures stand instead of the file's, and tested there.
OF_LEDGER = ["raw_copy_lost", "read_otherwise"]


def test_every_code_can_be_made() -> None:
    of_one_table = [
        code for code in CODES if code not in {*OF_TWO_TABLES, *OF_SETTINGS, *OF_LEDGER}
    ]
    assert [*(case.code for case in CASES), *OF_ONE_FORMAT] == of_one_table
    assert {*OF_TWO_TABLES, *OF_SETTINGS, *OF_LEDGER} == set(CODES) - set(of_one_table)
