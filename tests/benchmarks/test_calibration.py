import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from benchmarks import calibrate, calibration
from benchmarks.calibration import (
    CHUNK,
    MARKS,
    Mark,
    Outcomes,
    by_month,
    judged,
    run,
    show,
    table_of,
)
from benchmarks.districts import SCENARIOS
from benchmarks.page import (
    FORECASTER_WORDS,
    MEASURE_WORDS,
    SCENARIO_WORDS,
    draw_reliability,
    page,
    reliability_of,
    write_page,
)
from benchmarks.rivals import RIVALS

TABLE = pd.DataFrame({"quota": [7, 1, 15], "pool": [9, 0, 26]})


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    return run(TABLE, 8)


@pytest.fixture(scope="module")
def scored(outcomes: Outcomes) -> pd.DataFrame:
    return table_of(outcomes)


def test_more_districts_begin_with_the_same_ones() -> None:
    one, more = (
        run(TABLE, number, scenarios=SCENARIOS[:1], names=["run_rate"])["constant", "run_rate"]
        for number in (CHUNK, CHUNK + 3)
    )
    assert len(more.total) == CHUNK + 3
    assert (more.total[:CHUNK] == one.total).all()


@pytest.mark.parametrize(("low", "code"), [(0.0, 0), (2.0, 1)])
def test_a_mark_that_is_missed_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, outcomes: Outcomes, low: float, code: int
) -> None:
    monkeypatch.setattr(sys, "argv", ["calibration", "--no-page"])
    monkeypatch.setattr(calibration, "shipped", lambda: TABLE)
    monkeypatch.setattr(calibration, "run", lambda *_, **__: outcomes)
    monkeypatch.setattr(calibration, "MARKS", (Mark("constant", "covers80", low),))
    assert calibrate.main() == code


def test_the_work_can_be_shared(outcomes: Outcomes) -> None:
    shared = run(TABLE, 8, scenarios=SCENARIOS[:2], names=["run_rate"], workers=2)
    assert (shared["random", "run_rate"].total == outcomes["random", "run_rate"].total).all()


def test_without_the_one_who_knows_nothing_is_compared(outcomes: Outcomes) -> None:
    alone = {key: one for key, one in outcomes.items() if key[1] == "ours"}
    found = judged(table_of(alone))
    assert not found["measure"].str.endswith(("_ratio", "_more")).any()
    assert len(found) < len(MARKS)


@pytest.mark.parametrize(
    ("value", "holds"), [(0.76, False), (0.77, True), (0.89, True), (0.90, False), (np.nan, False)]
)
def test_marks_include_their_ends(value: float, holds: bool) -> None:
    assert Mark("constant", "covers80", 0.77, 0.89).holds(value) == holds


def test_each_district_has_its_month(outcomes: Outcomes) -> None:
    found = by_month(outcomes["constant", "ours"])
    assert found["districts"].sum() == 8
    assert (found["width95"] >= found["width80"]).all()


def test_everything_is_printed_with_its_mark(scored: pd.DataFrame) -> None:
    lines: list[str] = []
    show(scored, lines.append)
    assert len(lines) == 1 + len(MARKS)
    assert all(line.endswith(("ok", "MISSED")) for line in lines[1:])


# --- the page -----------------------------------------------------------------------------------


def test_everything_has_its_words() -> None:
    assert set(SCENARIO_WORDS) == {one.name for one in SCENARIOS}
    assert set(FORECASTER_WORDS) == {"ours", *RIVALS}
    assert set(MEASURE_WORDS) == {mark.measure for mark in MARKS}


def test_the_page_says_that_all_is_simulated(
    tmp_path: Path, outcomes: Outcomes, scored: pd.DataFrame
) -> None:
    path = write_page(tmp_path, outcomes, scored, 1)
    text = path.read_text(encoding="utf-8")
    assert text.index("SỐ LIỆU MÔ PHỎNG") < text.index("##")
    assert (tmp_path / "hinh" / "du-bao-do-tin-cay.svg").stat().st_size > 0
    assert text.count("| đạt |") + text.count("**không đạt**") == len(MARKS)
    assert plt.get_fignums() == []


def test_a_missed_mark_is_said(outcomes: Outcomes, scored: pd.DataFrame) -> None:
    bad = scored.copy()
    bad.loc[("constant", "ours"), "covers80"] = 0.5
    assert "| 50,0% | **không đạt** |" in page(outcomes, bad, 1)


def test_the_chart_has_a_line_for_each_forecaster(outcomes: Outcomes) -> None:
    found = reliability_of(outcomes)
    ax = draw_reliability(found)
    diagonal, *lines = ax.get_lines()
    assert diagonal.get_xydata().tolist() == [[0, 0], [1, 1]]
    assert [line.get_label() for line in lines] == [FORECASTER_WORDS[name] for name in found]
    for line, rows in zip(lines, found.values(), strict=True):
        assert line.get_xydata() == pytest.approx(rows[:, :2])
    plt.close("all")


def test_the_chart_survives_nothing() -> None:
    assert draw_reliability({}).get_legend() is None
    plt.close("all")


def test_lines_of_prose_are_short(outcomes: Outcomes, scored: pd.DataFrame) -> None:
    lines = page(outcomes, scored, 1).splitlines()
    assert [line for line in lines if len(line) > 99 and not line.startswith("|")] == []
