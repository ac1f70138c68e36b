"""Files, project folders and frames for the tests, made from lists of rows."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from docx import Document

import dangvien_analysis as dva
from dangvien_analysis.office.register import FIELDS
from dangvien_analysis.office.settings import Settings

AS_OF = date(2023, 9, 13)

HEADER = "STT|Tên đơn vị|Chỉ tiêu|Đã kết nạp|Đang trình duyệt|Tổng cộng|Tỷ lệ %|Nguồn"
AN_HOA = "1|Đảng bộ xã An Hòa|5|2|1|3|60,00|4"
VINH_QUANG = "2|Đảng bộ xã Vinh Quang|3|0|0|0|0,00|6"
SCHOOL = "3|Chi bộ Trường THPT|1|1|0|1|100,00|0"
TOTAL = "Tổng cộng||9|3|1|4|44,44|10"
SOUND = (HEADER, AN_HOA, VINH_QUANG, SCHOOL, TOTAL)
"""A table without a fault; a row is written with a bar between its cells."""

REGISTER = (
    "xa-an-hoa|Đảng bộ xã An Hòa|dang_bo|commune|Xã, phường, thị trấn",
    "xa-vinh-quang|Đảng bộ xã Vinh Quang|dang_bo|commune|Xã, phường, thị trấn"
    "|Đảng bộ xã Vĩnh Quang|misspelt",
    "truong-thpt|Chi bộ Trường THPT|chi_bo|school|Đơn vị sự nghiệp",
)
"""The units of the sound table; a row has the register's fields, the last ones left out."""

HOSTILE = ('=HYPERLINK("http://x","y")', "<b>x</b>&", "$a_b$", "[red]x[/]", "{=1}", "http://a.vn")
"""Names that a spreadsheet, a browser, a chart or a terminal could take for something else."""

Rows = Sequence[str | Sequence[Any]]


def cells(row: str | Sequence[Any]) -> list[Any]:
    """Give the cells of a row that is written with bars, or is a list already."""
    return row.split("|") if isinstance(row, str) else list(row)


def write_table(folder: Path, rows: Rows, name: str = "bang.tsv") -> Path:
    """Write rows to a file of the kind its name says."""
    path = folder / name
    table = [cells(row) for row in rows]
    {".xlsx": _write_sheet, ".docx": _write_word}.get(path.suffix, _write_text)(path, table)
    return path


def _write_text(path: Path, table: list[list[Any]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter="," if path.suffix == ".csv" else "\t").writerows(table)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _write_sheet(path: Path, table: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Biểu 1")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)


def without_marks(text: str) -> str:
    """Write a text as who types no Vietnamese letters does."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in letters if not unicodedata.combining(one))


def as_numbers(rows: Rows) -> list[list[Any]]:
    """Give rows as a workbook should hold them: figures as numbers."""
    return [[_number(cell) for cell in cells(row)] for row in rows]


def _number(cell: Any) -> Any:
    text = str(cell).replace(",", ".")
    return float(text) if text.replace(".", "", 1).isdigit() else cell


def write_merged(folder: Path) -> Path:
    """Write a workbook in which one merged cell gives the quota of two units."""
    path = folder / "gop.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Biểu 1")
        for number, row in enumerate(as_numbers(SOUND[:-1])):
            sheet.write_row(number, 0, row)
        sheet.merge_range(1, 2, 2, 2, 8)
    return path


def write_months(folder: Path, name: str = "nhieu-thang.xlsx") -> Path:
    """Write a workbook with a sheet a month; from July on one more is admitted each month."""
    with xlsxwriter.Workbook(folder / name) as workbook:
        for month in (7, 8, 9):
            sheet = workbook.add_worksheet(f"Tháng {month}")
            sheet.write(0, 0, f"Số liệu tính đến ngày 13/{month}/2023")
            unit = AN_HOA.replace("|5|2|1|3|60,00|4", f"|5|{month - 6}|0|||4")
            for number, row in enumerate(as_numbers([HEADER, unit, VINH_QUANG, SCHOOL]), 1):
                sheet.write_row(number, 0, row)
    return folder / name


def _write_word(path: Path, table: list[list[Any]]) -> None:
    document = Document()
    width = max(len(row) for row in table)
    drawn = document.add_table(len(table), width)
    for line, row in zip(drawn.rows, table, strict=True):
        for cell, value in zip(line.cells, row, strict=False):
            cell.text = str(value)
    document.save(str(path))


def write_sidecar(table: Path, text: str) -> Path:
    """Write what a document says of itself beside its table."""
    path = table.with_suffix(".toml")
    path.write_text(text, encoding="utf-8")
    return path


def project(folder: Path, register: Sequence[str] | None = REGISTER) -> Settings:
    """Make a project's folder with a register; None is an office without one."""
    settings = Settings(root=folder)
    if register is not None:
        settings.register.parent.mkdir(parents=True, exist_ok=True)
        rows = [(row.split("|") + [""] * len(FIELDS))[: len(FIELDS)] for row in register]
        frame = pd.DataFrame(rows, columns=list(FIELDS))
        frame.to_csv(settings.register, index=False, encoding="utf-8")
    return settings


def as_excel_saves(text: str, separator: str = ";") -> bytes:
    """Rewrite a list as a Vietnamese Excel saves it: marks, days, blank rows at the end."""
    rows = [[excel_day(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(rows)
    blank = separator * (len(rows[0]) - 1) + "\r\n"
    return f"\ufeff{stream.getvalue()}{blank}{blank}".encode()


def excel_day(cell: str) -> str:
    """Give a day as Excel shows it, 4/9/2023; any other text as it is."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell)
    return f"{int(found[3])}/{int(found[2])}/{found[1]}" if found else cell


def hostile_rows() -> list[list[str]]:
    """Give a table of hostile names, each in a unit that the briefing has to name."""
    units = [
        [str(at), name, "9", "0", "0", "0", "0,00", "1"] for at, name in enumerate(HOSTILE, 1)
    ]
    return [cells(HEADER), *units]


def read_rows(
    folder: Path,
    rows: Rows,
    *,
    name: str = "bang.tsv",
    register: Sequence[str] | None = REGISTER,
    sidecar: str = "",
    as_of: date | None = AS_OF,
) -> dva.Snapshot:
    """Write rows to a file of a small project and read it."""
    path = write_table(folder, rows, name)
    if sidecar:
        write_sidecar(path, sidecar)
    return dva.read(path, as_of=as_of, settings=project(folder, register))


def codes(snapshot: dva.Snapshot) -> list[str]:
    """Give the codes of a snapshot's findings, in their order."""
    return list(snapshot.findings["code"])


def finding(snapshot: dva.Snapshot, code: str) -> pd.Series:
    """Give the one finding with this code."""
    found = snapshot.findings[snapshot.findings["code"] == code]
    assert len(found) == 1, f"{code}: {len(found)} findings"
    return found.iloc[0]


def counts(**columns: Sequence[int | None]) -> pd.DataFrame:
    """Make a frame of counts, one column an argument, index u1, u2, …"""
    length = len(next(iter(columns.values())))
    index = pd.Index([f"u{number + 1}" for number in range(length)], name="unit_id", dtype="str")
    return pd.DataFrame(
        {name: pd.array(list(values), dtype="Int64") for name, values in columns.items()},
        index=index,
    )


def listed(series: pd.Series) -> list[Any]:
    """Give the values of a column, NA as None."""
    return [None if pd.isna(value) else value for value in series]


FOREIGN = (
    *("jupyterlab", "ipykernel_launcher", "ipykernel", "IPython", "pandas", "numpy", "matplotlib"),
    *("sitecustomize", "numexpr", "click", "ipython_config", "ipython_kernel_config"),
    *("jupyter_config", "jupyter_server_config", "jupyter_lab_config"),
)
"""Modules and settings that would be run if the working folder were searched."""


def plant(folder: Path, told: Path) -> None:
    """Put code in a folder that writes its name down when it is run, and settings for charts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FOREIGN:
        line = f"open({str(told)!r}, 'a').write({name + ' '!r})\n"
        (folder / f"{name}.py").write_text(line, encoding="utf-8")
    (folder / "matplotlibrc").write_bytes(b"backend: nonsense\ntext.usetex: True\n\xff")
