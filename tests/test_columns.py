import re
from datetime import date
from itertools import chain

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import (
    COLUMNS,
    COUNTS,
    IDENTITY,
    LEVELS,
    NUMBERS,
    OF_DAYS,
    ORG_TYPES,
    PRINTED,
    REASONS,
    REQUIRED,
    SECTORS,
    TIDY,
    label,
)
from dangvien_analysis.formulas import HOW
from dangvien_analysis.intake.headings.column_words import meaning
from dangvien_analysis.measures.risk import LEVEL_DTYPE
from dangvien_analysis.office.register import read_register
from tests.builders import counts
from tests.conftest import ROOT


def test_each_column_has_a_label_and_a_known_dtype() -> None:
    numbers = {"Int64", "Float64"}
    columns = COLUMNS.values()
    assert [column.name for column in columns] == list(COLUMNS)
    assert [one.name for one in columns if not one.label or one.label != one.label.strip()] == []
    assert [
        one.name for one in columns if one.dtype not in {*numbers, "boolean", "str", "category"}
    ] == []
    # text and categories are not measured; the running number counts nothing either
    assert [one.name for one in columns if one.unit and one.dtype not in numbers] == []


def test_labels_tell_columns_apart() -> None:
    assert len({column.label for column in COLUMNS.values()}) == len(COLUMNS)


def test_tidy_columns() -> None:
    assert (*IDENTITY, *COUNTS, *PRINTED) == TIDY
    assert set(NUMBERS) == {*COUNTS, *PRINTED}
    assert set(TIDY) | {"unit_id"} <= set(COLUMNS)
    assert set(REQUIRED) <= set(TIDY)


@pytest.mark.parametrize("name", [*COUNTS, "unit_name", "unit_no"])
def test_own_labels_are_headers_the_package_reads(name: str) -> None:
    assert meaning(COLUMNS[name].label) == name


def test_label() -> None:
    assert label("quota") == "Chỉ tiêu giao"
    assert label("no_such_column") == "no_such_column"


def test_assessed_columns_have_the_dtypes_of_the_vocabulary(assessed: pd.DataFrame) -> None:
    assert set(assessed) <= set(COLUMNS)
    found = {
        name: str(dtype) if str(dtype) in {"Int64", "Float64", "boolean", "category"} else "str"
        for name, dtype in assessed.dtypes.items()
    }
    assert found == {name: COLUMNS[name].dtype for name in assessed}


def test_totals_columns_stand_in_the_vocabulary(assessed: pd.DataFrame) -> None:
    assert set(dva.totals(assessed)) <= set(COLUMNS)


def test_levels_are_ordered_best_first() -> None:
    assert LEVEL_DTYPE.ordered
    assert list(LEVEL_DTYPE.categories) == list(LEVELS)
    assert (next(iter(LEVELS)), list(LEVELS)[-1]) == ("met", "at_risk")


@pytest.mark.parametrize("words", [*LEVELS.values(), *REASONS.values()])
def test_words_for_levels_blame_nobody(words: str) -> None:
    assert "yếu" not in words
    assert "kém" not in words


def test_register_uses_the_codes_of_the_vocabulary() -> None:
    table = read_register(ROOT / "data/reference/units.csv").table
    assert set(table["sector"]) <= set(SECTORS)
    # two banks do not say what they are
    assert set(table["org_type"]) == {*ORG_TYPES, ""}


# --- the vocabulary as a table ------------------------------------------------------------------


def test_the_vocabulary_tells_each_column_how_it_is_worked_out_and_when_it_is_empty() -> None:
    told = dva.vocabulary()
    assert list(told) == ["name", "label", "unit", "formula", "empty", "dtype"]
    assert list(told["name"]) == [*COLUMNS, *OF_DAYS]
    assert set(HOW) == set(told["name"])
    assert told["label"].is_unique
    for text in (*told["formula"], *told["empty"]):
        assert text == text.strip()
        assert text.endswith(".")
    assert (told["name"].map(dva.label) == told["label"]).all()


def test_rates_are_fractions_in_frames_and_per_cent_where_they_are_shown() -> None:
    unit = dva.vocabulary().set_index("name")["unit"]
    assert unit["completion_rate"] == unit["p_meet"] == "phần của 1 (0,5 là 50%)"
    assert COLUMNS["completion_rate"].unit == "%"
    # printed rates are kept as they are printed
    assert unit["stated_rate"] == "%"


@pytest.mark.parametrize("text", [*chain.from_iterable(HOW.values())])
def test_texts_of_the_vocabulary_name_no_column_of_the_code(text: str) -> None:
    words = set(re.findall(r"\w+", text.lower()))
    names = {word for name in (*COLUMNS, *OF_DAYS) for word in name.split("_")}
    assert not words & (names - {"no", "of", "in"})


def test_what_the_vocabulary_calls_empty_is_na() -> None:
    frame = counts(
        quota=[None, 5, 0, 5, 5, 4],
        admitted=[1, None, 0, 5, 2, 0],
        pending=[0, 0, 0, 0, None, 0],
        pool=[1, 1, 1, 1, 1, None],
    )
    units = dva.measure(frame, as_of=date(2023, 9, 13))
    blank = {name: "".join("-x"[one] for one in units[name].isna()) for name in units}
    assert {name: blank[name] for name in ("completion_rate", "to_admit", "surplus")} == {
        "completion_rate": "xxx---",
        "to_admit": "xx----",
        "surplus": "xx----",
    }
    assert blank["completion_rate_with_pending"] == "xxx-x-"
    assert blank["in_dossier"] == blank["remaining"] == "xx--x-"
    assert blank["pool_shortfall"] == blank["pool_usable"] == "xx--xx"
    assert blank["pipeline_coverage"] == "xxxxxx"
    assert blank["due_by_now"] == "x-----"
    assert blank["required_per_month"] == "xxx-x-"
    assert blank["risk_level"] == "xxx-x-"
