"""Speed as ratios, measured in one run: `python tasks.py bench`.

Each pair of commands is run in turn, A B A B, and the median of the ratios is printed beside what
is wanted. Nothing is asserted: machines are noisy, and a ratio over its mark is a reason to look.
"""

import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = "data/raw/2023-09-13_623-TB-HU.tsv"

# Bytecode is kept, as on any desk; some machines that build are told not to.
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}

IMPORT_PANDAS = "import pandas"
IMPORT_OURS = "import dangvien_analysis"
COMMAND = """
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from dangvien_analysis.cli.start import main
sys.argv = ["dangvien", *{words!r}]
with redirect_stdout(StringIO()), redirect_stderr(StringIO()), suppress(SystemExit):
    main()
"""
IMPORT = COMMAND.format(words=["import", "bang.tsv", "--as-of", "2023-09-13"])
REPORT = COMMAND.format(words=["report", "--no-pdf"])
IMPORT_BARE = "import pandas, pyarrow.parquet"
ASSESS = f"import dangvien_analysis as dva; dva.assess(dva.read({SHIPPED!r}))"
PACK = """
import sys
import dangvien_analysis as dva
dva.write_pack(dva.read({file!r}), sys.argv[1], pdf=False)
"""
HEADER = ["STT", "Tên đơn vị", "Chỉ tiêu", "Đã kết nạp", "Đang trình duyệt", "Tổng cộng"]
HEADER += ["Tỷ lệ %", "Nguồn"]
DAY = date(2023, 9, 13)
LARGE = """
from datetime import date
import dangvien_analysis as dva
dva.read({file!r}, as_of=date(2023, 9, 13))
"""
LARGE_BARE = """
import pandas as pd
pd.read_excel({file!r}, engine="calamine")
"""
# What anybody needs for a page of charts: one kernel, pandas, seaborn, as many pictures.
BARE = """
import nbformat
from nbclient import NotebookClient
cells = ["import pandas, seaborn, matplotlib.pyplot as plt"]
figure = "fig, ax = plt.subplots(figsize=(6.5, 5)); ax.bar(range(54), range(54)); plt.show()"
cells += [figure] * {n}
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
NotebookClient(notebook, kernel_name="python3").execute()
"""


def seconds(code: str, *arguments: str, cwd: str | Path = ROOT) -> float:
    """Time one run of a piece of Python in a fresh process [seconds]."""
    start = time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, cwd=cwd, env=ENVIRONMENT, check=True)
    return time.perf_counter() - start


def ratio(
    code: str, base: str, runs: int, *arguments: str, cwd: str | Path = ROOT
) -> tuple[float, float, float]:
    """Give the median ratio of two pieces of Python, and the median time of each [seconds]."""
    for one in (code, base):
        seconds(one, *arguments, cwd=cwd)
    pairs = [
        (seconds(code, *arguments, cwd=cwd), seconds(base, *arguments, cwd=cwd))
        for _ in range(runs)
    ]
    ours, theirs = zip(*pairs, strict=True)
    return median(one / other for one, other in pairs), median(ours), median(theirs)


def write_large(folder: Path, units: int) -> Path:
    """Write a workbook of many units, and the register that knows them."""
    import xlsxwriter

    from dangvien_analysis.office.register import FIELDS
    from dangvien_analysis.office.settings import Settings

    dice = random.Random(0)
    register = Settings(root=folder).register
    register.parent.mkdir(parents=True)
    with register.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(FIELDS)
        for number in range(1, units + 1):
            writer.writerow([f"u{number}", f"Chi bộ số {number}", "chi_bo", *[""] * 6])
    (folder / "dangvien.toml").touch()
    with xlsxwriter.Workbook(str(folder / "lon.xlsx")) as book:
        sheet = book.add_worksheet("Biểu 1")
        sheet.write_row(0, 0, HEADER)
        for number in range(1, units + 1):
            quota, pending = dice.randint(1, 15), dice.randint(0, 3)
            admitted = dice.randint(0, quota)
            total = admitted + pending
            rate = round(100 * total / quota, 2)
            row = [number, f"Chi bộ số {number}", quota, admitted, pending, total, rate, pending]
            sheet.write_row(number, 0, row)
    return folder / "lon.xlsx"


def write_document(path: Path, units: int) -> Path:
    """Write a Word document with a table of many units."""
    from docx import Document

    document = Document()
    table = document.add_table(units + 1, len(HEADER))
    for number, line in enumerate(table.rows):
        row = [number, f"Chi bộ số {number}", 5, 2, 1, 3, 60, 4] if number else HEADER
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = str(text)
    document.save(str(path))
    return path


def large_files() -> None:
    """Print how the reading of large files stands to a bare reader, and how it grows."""
    import pandas as pd

    import dangvien_analysis as dva
    from dangvien_analysis.office.settings import Settings
    from dangvien_analysis.office.settings_file import find_settings

    with tempfile.TemporaryDirectory() as made:
        book = write_large(Path(made), 52_000)
        ours, bare = LARGE.format(file=str(book)), LARGE_BARE.format(file=str(book))
        found, own, other = ratio(ours, bare, 5, cwd=made)
        title = "52,000-row workbook: import + read and check / import + bare read_excel"
        print(f"{title}: {found:.2f} (at most 2.0); {own:.2f} s against {other:.2f} s")
        settings = find_settings(Path(made))
        pairs = [
            (
                timed(lambda: dva.read(book, as_of=DAY, settings=settings)),
                timed(lambda: pd.read_excel(book, engine="calamine")),
            )
            for _ in range(5)
        ]
        within = median(one / two for one, two in pairs)
        print(f"  the same within one process, without the imports: {within:.2f}")
        bare_office = Settings(root=Path(made) / "khong-danh-muc")
        documents = {n: write_document(Path(made) / f"{n}.docx", n) for n in (500, 5_000)}
        a_row = {
            n: min(
                timed(lambda path=path: dva.read(path, as_of=DAY, settings=bare_office)) / n
                for _ in range(3)
            )
            for n, path in documents.items()
        }
        print(
            f"Word table, time per row at 5,000 rows / at 500: {a_row[5_000] / a_row[500]:.2f} "
            f"(at most 1.5); {a_row[5_000] * 1e6:.0f} µs against {a_row[500] * 1e6:.0f} µs"
        )


def made_up_units(number: int) -> "pd.DataFrame":
    """Make up the four counts of many units, one in twenty of them not known."""
    import numpy as np
    import pandas as pd

    dice = np.random.default_rng(0)
    counts = {"quota": 15, "admitted": 15, "pending": 4, "pool": 20}
    columns = {
        name: pd.Series(dice.integers(0, most, number), dtype="Int64").mask(
            dice.random(number) < 0.05
        )
        for name, most in counts.items()
    }
    return pd.DataFrame(columns)


def three_columns(units: "pd.DataFrame") -> "pd.DataFrame":
    """Work out rate, rest and coverage as anybody would in a notebook."""
    remaining = (units["quota"] - units["admitted"] - units["pending"]).clip(lower=0)
    return units.assign(
        rate=units["admitted"] / units["quota"],
        remaining=remaining,
        coverage=units["pool"] / remaining,
    )


def measures() -> None:
    """Print how all measures, fifteen columns, stand to three columns of plain pandas."""
    import dangvien_analysis as dva

    # A fifth of what they took while every rule was worked out on columns of pandas.
    for number, runs, mark in ((54, 99, 1.9), (1_000_000, 9, 17)):
        units = made_up_units(number)
        work = (lambda u=units: dva.measure(u, as_of=DAY), lambda u=units: three_columns(u))
        for one in work:
            one()
        pairs = [[timed(one) for one in work] for _ in range(runs)]
        found = median(ours / bare for ours, bare in pairs)
        own = median(ours for ours, _ in pairs)
        summed = median(timed(lambda u=units: dva.totals(u)) for _ in range(runs))
        print(
            f"measures of {number} units / three columns of plain pandas: {found:.2f} (at most "
            f"{mark}); {1e3 * own:.1f} ms, their totals {1e3 * summed:.1f} ms"
        )


def second_run() -> None:
    """Print how `dangvien report` stands to bare pandas when nothing has changed."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(ROOT / "data" / "reference", folder / "data" / "reference")
        shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
        shutil.copy(ROOT / "dangvien.toml", folder)
        seconds(REPORT, cwd=folder)
        found, ours, theirs = ratio(REPORT, IMPORT_PANDAS, 9, cwd=folder)
    print(
        f"dangvien report with nothing changed / import pandas: {found:.2f} (at most 1.6); "
        f"{ours:.2f} s against {theirs:.2f} s"
    )


def importing() -> None:
    """Print what taking one return into the ledger costs beside bare imports."""
    shipped = ROOT / SHIPPED
    more = []
    for _ in range(9):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            shutil.copytree(ROOT / "data" / "reference", folder / "data" / "reference")
            shutil.copy(ROOT / "dangvien.toml", folder)
            shutil.copy(shipped, folder / "bang.tsv")
            more.append(seconds(IMPORT, cwd=folder) - seconds(IMPORT_BARE, cwd=folder))
    print(
        "dangvien import of one 54-row return, checks and sync included, beyond import pandas, "
        f"pyarrow.parquet: {1e3 * median(more):.0f} ms (at most 150)"
    )


def unit_sheets() -> None:
    """Print how long the sheets of all units take."""
    import dangvien_analysis as dva
    from dangvien_analysis.pack.notices import write_notices

    snapshot = dva.read(ROOT / SHIPPED)
    with tempfile.TemporaryDirectory() as made:
        found = median(
            timed(lambda number=number: write_notices(snapshot, Path(made) / str(number)))
            for number in range(5)
        )
    print(f"dangvien notices, {len(snapshot.units)} pages: {found:.1f} s (at most 4)")


def timed(work: Callable[[], object]) -> float:
    """Time one call [seconds]."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print every ratio with its mark."""
    from dangvien_analysis.charts import CHARTS

    # The one real table has no earlier ones: no charts over months in its pack.
    drawn = [name for name in CHARTS if not name.startswith("monthly_")]
    pack, bare = PACK.format(file=SHIPPED), BARE.format(n=len(drawn))
    helped = COMMAND.format(words=["--help"])
    absent = COMMAND.format(words=["check", "nofile.tsv"])
    shipped = COMMAND.format(words=["check", SHIPPED])
    rows = [
        ("import dangvien_analysis / import pandas", IMPORT_OURS, IMPORT_PANDAS, 0.2, 9),
        ("dangvien --help / import pandas", helped, IMPORT_PANDAS, 0.3, 9),
        ("dangvien check nofile.tsv / import pandas", absent, IMPORT_PANDAS, 0.3, 9),
        ("dangvien check of the shipped table / import pandas", shipped, IMPORT_PANDAS, 1.3, 9),
        ("import + read + assess / import pandas", ASSESS, IMPORT_PANDAS, 1.2, 9),
        ("full pack / bare script of one kernel and as many figures", pack, bare, 1.3, 5),
    ]
    for title, code, base, mark, runs in rows:
        with tempfile.TemporaryDirectory() as folder:
            found, ours, theirs = ratio(code, base, runs, f"{folder}/pack")
        print(f"{title}: {found:.2f} (at most {mark}); {ours:.2f} s against {theirs:.2f} s")

    measures()
    second_run()
    importing()
    unit_sheets()
    large_files()


if __name__ == "__main__":
    main()
