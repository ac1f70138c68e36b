"""Speed as ratios, measured in one run: `python tasks.py bench`.

Each pair of commands is run in turn, A B A B, and the median of the ratios is printed beside what
is wanted. Nothing is asserted: machines are noisy, and a ratio over its mark is a reason to look.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = "data/raw/2023-09-13_623-TB-HU.tsv"

IMPORT_PANDAS = "import pandas"
IMPORT_OURS = "import dangvien_analysis"
ASSESS = f"import dangvien_analysis as dva; dva.assess(dva.read({SHIPPED!r}))"
PACK = """
import sys
import dangvien_analysis as dva
dva.write_pack(dva.read({file!r}), sys.argv[1])
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


def seconds(code: str, *arguments: str) -> float:
    """Time one run of a piece of Python in a fresh process [seconds]."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=True)
    return time.perf_counter() - start


def ratio(code: str, base: str, runs: int, *arguments: str) -> tuple[float, float, float]:
    """Give the median ratio of two pieces of Python, and the median time of each [seconds]."""
    for one in (code, base):
        seconds(one, *arguments)
    pairs = [(seconds(code, *arguments), seconds(base, *arguments)) for _ in range(runs)]
    ours, theirs = zip(*pairs, strict=True)
    return median(one / other for one, other in pairs), median(ours), median(theirs)


def main() -> None:
    """Print every ratio with its mark."""
    from dangvien_analysis.charts import CHARTS

    pack, bare = PACK.format(file=SHIPPED), BARE.format(n=len(CHARTS))
    rows = [
        ("import dangvien_analysis / import pandas", IMPORT_OURS, IMPORT_PANDAS, 1.15, 9),
        ("import + read + assess / import pandas", ASSESS, IMPORT_PANDAS, 1.3, 9),
        ("full pack / bare script of one kernel and as many figures", pack, bare, 1.6, 3),
    ]
    for title, code, base, mark, runs in rows:
        with tempfile.TemporaryDirectory() as folder:
            found, ours, theirs = ratio(code, base, runs, f"{folder}/pack")
        print(f"{title}: {found:.2f} (at most {mark}); {ours:.2f} s against {theirs:.2f} s")


if __name__ == "__main__":
    main()
