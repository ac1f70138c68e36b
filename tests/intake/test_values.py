import pytest

from dangvien_analysis.intake.table import TableLine
from dangvien_analysis.intake.values import ReadNumber, figure, is_sum, nearly_sum
from dangvien_analysis.readers.grid import Row


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" 7 ", ReadNumber(7)),
        ("1.905", ReadNumber(1905)),
        ("7,0", ReadNumber(7)),
        ("–", ReadNumber(0, is_dash=True)),
        ("", ReadNumber(None, "missing_count")),
        ("x", ReadNumber(None, "unreadable_cell")),
        ("6 (dự kiến)", ReadNumber(None, "unreadable_cell")),
        ("02253884266123", ReadNumber(None, "unreadable_cell")),
        ("-5", ReadNumber(None, "negative_count")),
        ("2,5", ReadNumber(None, "fractional_count")),
    ],
)
def test_counts(text: str, found: ReadNumber) -> None:
    assert figure(text) == found


@pytest.mark.parametrize(
    ("text", "value"), [("1.905", 1.905), ("58,57", 58.57), ("58,57%", 58.57)]
)
def test_rates(text: str, value: float) -> None:
    assert figure(text, is_rate=True) == ReadNumber(value)


def line(*figures: str) -> TableLine:
    columns = ("unit_name", "quota", "admitted", "pool")
    return TableLine(Row(("A", *figures), 1), {name: at for at, name in enumerate(columns)})


UNITS = [line("5", "2", "4"), line("3", "1", "x")]


@pytest.mark.parametrize(
    ("figures", "whole", "near"),
    [
        (("8", "3", "4"), True, True),
        # one column may be left blank; one may be wrong
        (("8", "3", ""), True, True),
        (("9", "3", "4"), False, True),
        (("9", "2", "4"), False, False),
        (("", "3", "4"), False, True),
        (("0", "0", "0"), False, False),
    ],
)
def test_sums(figures: tuple[str, ...], whole: bool, near: bool) -> None:
    assert is_sum(line(*figures), UNITS) is whole
    assert nearly_sum(line(*figures), UNITS) is near


def test_a_single_row_is_no_sum() -> None:
    assert not is_sum(UNITS[0], UNITS[:1])
    assert is_sum(UNITS[0], UNITS[:1], 1)
    assert not nearly_sum(UNITS[0], UNITS[:1])


@pytest.mark.parametrize("text", ["12 %", "12%", "5,5 %"])
def test_a_percentage_is_no_count(text: str) -> None:
    assert figure(text) == ReadNumber(None, "unreadable_cell")
    assert figure(text, is_rate=True).problem == ""
