"""Run the calibration: all scenarios, the table of scores, and the page in docs/."""

import argparse

from benchmarks import calibration
from benchmarks.calibration import ROOT, SEED, judged, show, table_of
from benchmarks.page import write_page


def main() -> int:
    """Run all scenarios, print the table and write the page; 1 when a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--districts", type=int, default=2_000, help="districts for each scenario")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--no-page", action="store_true", help="only print")
    chosen = parser.parse_args()
    outcomes = calibration.run(
        calibration.shipped(), chosen.districts, seed=chosen.seed, workers=chosen.workers
    )
    table = table_of(outcomes)
    show(table)
    if not chosen.no_page:
        print(write_page(ROOT / "docs", outcomes, table, chosen.seed))
    return int(not judged(table)["holds"].all())


if __name__ == "__main__":
    raise SystemExit(main())
