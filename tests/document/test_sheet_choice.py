from datetime import date, timedelta
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.document.sheet_choice import chosen_sheet
from dangvien_analysis.errors import ReadError
from dangvien_analysis.readers.grid import Grid, Kind, Row
from tests.builders import AN_HOA, HEADER, SCHOOL, VINH_QUANG, cells, codes, finding, project
from tests.fixtures.make_office_files import DATA
from tests.fixtures.shapes import Block, Drawn, Sheet, write_book

UNITS = (AN_HOA, VINH_QUANG, SCHOOL)
OTHERS = ("1|Đảng bộ xã Dũng Tiến|6|1|0|1|16,67|2", "2|Đảng bộ xã Cổ Am|8|2|1|3|37,50|9")


def month(day: str, admitted: str = "2") -> list[str]:
    """Give a sheet's rows: its day, where it has one, and the units."""
    rows = [HEADER, AN_HOA.replace("|5|2|1|3|60,00", f"|5|{admitted}|||"), *UNITS[1:]]
    return [f"Số liệu tính đến ngày {day}", *rows] if day else rows


def grid(
    sheets: dict[str, list[str]], *, hidden: frozenset[str] = frozenset(), front: str = ""
) -> Grid:
    rows = tuple(
        Row(tuple(cells(text)), number, name)
        for name, texts in sheets.items()
        for number, text in enumerate(texts, start=1)
    )
    return Grid(rows, Kind.SHEET, sheets=tuple(sheets), hidden=hidden, front=front)


MONTHS = {
    "Tháng 7": month("13/7/2023", "1"),
    "Tháng 9": month("13/9/2023", "3"),
    "Tháng 8": month("13/8/2023", "2"),
}
UNDATED = {name: month("") for name in MONTHS}


def parts(found: Grid) -> list[str]:
    return list(found.parts())


@pytest.mark.parametrize(
    ("given", "read", "code"),
    [
        # the latest day, whatever lies in front
        (grid(MONTHS, front="Tháng 7"), "Tháng 9", "sheet_chosen"),
        # no day: the one in front, else the first; a day of one tells that one
        (grid(UNDATED, front="Tháng 8"), "Tháng 8", "sheet_guessed"),
        (grid(UNDATED), "Tháng 7", "sheet_guessed"),
        (grid({**UNDATED, "Tháng 8": MONTHS["Tháng 8"]}), "Tháng 8", "sheet_chosen"),
        # copies of one day
        (
            grid({"Gốc": month("13/9/2023"), "Sao": month("13/9/2023")}, front="Sao"),
            *("Sao", "sheet_guessed"),
        ),
    ],
)
def test_one_of_the_sheets_with_the_same_units_is_read(given: Grid, read: str, code: str) -> None:
    choice = chosen_sheet(given, "b.xlsx", None, None)
    assert (parts(choice.grid), choice.sheet) == ([read], read)
    (told,) = choice.findings
    assert (told.code, told.stated) == (code, read)
    assert set(told.computed.split("; ")) == set(given.sheets) - {read}
    assert all(f"“{name}”" in told.message for name in given.sheets)


def test_a_known_day_tells_the_sheet() -> None:
    choice = chosen_sheet(grid(MONTHS), "b.xlsx", None, date(2023, 8, 13))
    assert choice.sheet == "Tháng 8"
    assert chosen_sheet(grid(MONTHS), "b.xlsx", None, date(2023, 8, 14)).sheet == "Tháng 9"


def test_a_sheet_of_a_day_to_come_is_not_the_latest() -> None:
    later = date.today() + timedelta(days=30)
    sheets = {**MONTHS, "Tháng sau": month(f"{later:%d/%m/%Y}")}
    assert chosen_sheet(grid(sheets), "b.xlsx", None, None).sheet == "Tháng 9"


def test_a_sheet_prepared_for_a_month_to_come_holds_no_table() -> None:
    blank = [f"{text.rsplit('|', 5)[0]}|||||" for text in UNITS]
    october = ["Số liệu tính đến ngày 13/10/2023", HEADER, *blank]
    assert chosen_sheet(grid({**MONTHS, "Tháng 10": october}), "b.xlsx", None, None).sheet == (
        "Tháng 9"
    )
    # one that some units have filled in is the latest
    some = {**MONTHS, "Tháng 10": [*october[:2], UNITS[0], *blank[1:]]}
    assert chosen_sheet(grid(some), "b.xlsx", None, None).sheet == "Tháng 10"


def test_parts_of_one_table_are_kept_together() -> None:
    whole = grid({"Xã": [HEADER, *UNITS], "Khác": [HEADER, *OTHERS], "Ghi chú": ["x"]})
    assert chosen_sheet(whole, "b.xlsx", None, None) == (whole, "", [])


def test_other_units_stay_beside_the_chosen_month() -> None:
    choice = chosen_sheet(grid({**MONTHS, "Khác": [HEADER, *OTHERS]}), "b.xlsx", None, None)
    assert (parts(choice.grid), choice.sheet) == (["Tháng 9", "Khác"], "Tháng 9")


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.WORD, Kind.PDF, Kind.PAGE])
def test_only_a_workbook_has_sheets(kind: Kind) -> None:
    other = Grid((Row(tuple(cells(HEADER)), 1),), kind)
    assert chosen_sheet(other, "b.docx", None, None) == (other, "", [])
    with pytest.raises(ReadError, match="không phải bảng tính"):
        chosen_sheet(other, "b.docx", "Tháng 9", None)


# --- hidden sheets ----------------------------------------------------------------------------


def test_a_hidden_month_is_not_read_and_is_told() -> None:
    given = grid({"Tháng 8": MONTHS["Tháng 8"], "Tháng 9": MONTHS["Tháng 9"]})
    given = Grid(given.rows, given.kind, sheets=given.sheets, hidden=frozenset({"Tháng 9"}))
    choice = chosen_sheet(given, "b.xlsx", None, None)
    assert (parts(choice.grid), choice.sheet) == (["Tháng 8"], "Tháng 8")
    assert "“Tháng 9” (số liệu đến 13/9/2023, trang ẩn)" in choice.findings[0].message


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([HEADER, *OTHERS], "other_table"),
        # without a header it would be taken for the rest of the table
        (list(OTHERS), "hidden_sheet"),
        (["Đảng bộ xã Cũ|Chi bộ", "danh mục"], None),
    ],
)
def test_other_hidden_rows(rows: list[str], code: str | None) -> None:
    given = grid({"Biểu": [HEADER, *UNITS], "Ẩn": rows}, hidden=frozenset({"Ẩn"}))
    choice = chosen_sheet(given, "b.xlsx", None, None)
    assert parts(choice.grid) == ["Biểu"]
    assert [one.code for one in choice.findings] == ([code] if code else [])


def test_hidden_sheets_are_read_when_no_other_has_a_table() -> None:
    sheets = {"Bìa": ["BÁO CÁO"], **MONTHS}
    choice = chosen_sheet(grid(sheets, hidden=frozenset(MONTHS)), "b.xlsx", None, None)
    assert (parts(choice.grid), choice.sheet) == (["Bìa", "Tháng 9"], "Tháng 9")
    assert [one.code for one in choice.findings] == ["sheet_chosen", "hidden_sheet"]
    alone = {"Bìa": ["BÁO CÁO"], "Ẩn": [HEADER, *UNITS]}
    choice = chosen_sheet(grid(alone, hidden=frozenset({"Ẩn"})), "b.xlsx", None, None)
    assert (choice.sheet, [one.code for one in choice.findings]) == ("Ẩn", ["hidden_sheet"])


# --- a sheet that is named --------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["Tháng 7", " tháng 7 ", "THÁNG 7", "thang 7"])
def test_a_named_sheet_is_read_and_no_other(wanted: str) -> None:
    choice = chosen_sheet(grid(MONTHS), "b.xlsx", wanted, date(2023, 9, 13))
    assert (parts(choice.grid), choice.sheet) == (["Tháng 7"], "Tháng 7")
    assert [one.code for one in choice.findings] == ["sheet_chosen"]


def test_a_named_sheet_may_be_hidden() -> None:
    given = grid(MONTHS, hidden=frozenset({"Tháng 7"}))
    choice = chosen_sheet(given, "b.xlsx", "Tháng 7", None)
    assert [one.code for one in choice.findings] == ["sheet_chosen", "hidden_sheet"]


def test_an_unknown_sheet_is_told_with_those_there_are() -> None:
    with pytest.raises(ReadError) as told:
        chosen_sheet(grid({**MONTHS, "Trống": []}), "b.xlsx", "Tháng 10", None)
    assert str(told.value) == (
        "b.xlsx: không có trang tính “Tháng 10”; các trang của tệp: “Tháng 7”, “Tháng 9”, “Tháng "
        "8”, “Trống”."
    )


# --- read as a whole --------------------------------------------------------------------------


def book(folder: Path, sheets: dict[str, list[str]], hidden: str = "") -> Path:
    drawn = []
    for name, texts in sheets.items():
        words: list[Block] = [one for one in texts if "|" not in one]
        table: Drawn = [cells(one) for one in texts if "|" in one]
        drawn.append(Sheet(name, [*words, *([table] if table else [])], hidden=name == hidden))
    return write_book(folder / "nhieu-trang.xlsx", drawn)


def test_a_sheet_a_month(tmp_path: Path) -> None:
    path, settings = book(tmp_path, MONTHS), project(tmp_path)
    found = dva.read(path, settings=settings)
    assert (found.as_of, found.source.sheet) == (date(2023, 9, 13), "Tháng 9")
    assert found.units["admitted"].iloc[0] == 3
    assert "other_table" not in codes(found)
    earlier = dva.read(path, settings=settings, sheet="Tháng 7")
    assert (earlier.as_of, earlier.units["admitted"].iloc[0]) == (date(2023, 7, 13), 1)
    by_day = dva.read(path, settings=settings, as_of=date(2023, 8, 13))
    assert by_day.units["admitted"].iloc[0] == 2


@pytest.mark.parametrize("name", ["ba-thang.xls", "ba-thang.ods"])
def test_a_sheet_a_month_in_other_formats(tmp_path: Path, name: str) -> None:
    settings = project(tmp_path)
    found = dva.read(DATA / name, settings=settings)
    assert (found.as_of, set(found.units["admitted"].dropna())) == (date(2023, 9, 13), {3})
    assert (
        "“Tháng 10” (số liệu đến 13/10/2023, trang ẩn)" in finding(found, "sheet_chosen").message
    )
    earlier = dva.read(DATA / name, settings=settings, sheet="Tháng 7")
    assert (earlier.as_of, set(earlier.units["admitted"].dropna())) == (date(2023, 7, 13), {1})


def test_no_sheet_dates_the_figures_of_another(tmp_path: Path) -> None:
    sheets = {"Bìa": ["Số liệu tính đến ngày 13/9/2023"], "Biểu": month("")}
    found = dva.read(book(tmp_path, sheets), settings=project(tmp_path))
    assert found.as_of is None
    assert "Số liệu tính đến ngày 13/9/2023” (Bìa!A1)" in finding(found, "no_date")["message"]
