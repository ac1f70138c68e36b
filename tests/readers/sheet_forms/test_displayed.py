import math

import pytest

from dangvien_analysis.readers.set_aside import Form
from dangvien_analysis.readers.sheet_forms.book_markup import area, place
from dangvien_analysis.readers.sheet_forms.cell_forms import near, of_runs
from dangvien_analysis.readers.sheet_forms.displayed import displayed
from dangvien_analysis.readers.sheet_forms.number_format import NumberFormat, is_plain_format


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (7, "7"),
        (7, " 7 đv"),
        (7, "07"),
        (7, "7,00"),
        (7, "(7)"),
        (1905, "1.905"),
        (1905, "1,905"),
        (1905, "1 905"),
        (1234567.5, "1.234.567,50"),
        (1234567, "1,234,567.00"),
        (58.5714, "58,57"),
        (0.585714, "59%"),
        (0.5857, "58.57%"),
        (-5, "-5"),
        (-5, "(5)"),
        (0.5, "1/2"),
        (4.5, "4 1/2"),
        (1905, "1.9E+03"),
        (0, "-"),
        (0, "–  "),
        (0, "0"),
        (math.inf, "7"),
    ],
)
def test_the_number_that_is_stored(stored: float, shown: str) -> None:
    assert displayed(stored, shown) is None


@pytest.mark.parametrize(
    ("stored", "shown", "certain"),
    [
        (7, "71", False),
        (7, "7 1", False),
        (0, "01", False),
        (46, "4.6", False),
        # everybody takes a whole number for exact
        (4.6, "5", False),
        (1905, "2", False),
        (-5, "5", False),
        (5, "-5", False),
        (7, "bảy", False),
        (7, "-", False),
        # the figure stands there, and another beside it
        (7, "7 (1)", True),
        (7, "7/2023", True),
        (0, "", True),
    ],
)
def test_another_number_shown(stored: float, shown: str, certain: bool) -> None:
    found = displayed(stored, shown)
    assert found is not None
    assert found.seen is None
    assert [(one.form, one.text, one.whole, one.certain) for one in found.aside] == [
        (Form.SHOWN, None, shown, certain)
    ]


def test_a_number_that_is_not_shown_is_hidden() -> None:
    found = displayed(7, " ")
    assert found is not None
    assert (found.seen, found.aside[0].form) == ("", Form.HIDDEN)


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0", 7, "7"),
        ("0", 4.6, "5"),
        ("0", 0.5, "1"),
        ("000", 7, "007"),
        ("#", 0, ""),
        ("#,##0", 1234567, "1,234,567"),
        ("#,##0.00", 1905.5, "1,905.50"),
        ("0.0%", 0.5, "50.0%"),
        ("#,##0,", 1905, "2"),
        ("0.0,,", 1_900_000, "1.9"),
        ('0"1"', 7, "71"),
        ("0\\1", 7, "71"),
        ("\\10", 7, "17"),
        ('0" đv"', 7, "7 đv"),
        ('"Số "0', 7, "Số 7"),
        ("0\\.0", 46, "4.6"),
        ("0", -7, "-7"),
        ("0;0", -7, "7"),
        ("0;(0)", -7, "(7)"),
        ("0;-0;", 0, ""),
        ('0;-0;"x"', 0, "x"),
        (";;;", 7, ""),
        (";;;", -7, ""),
        ("0;;", -7, ""),
        ("[>=100]0;[<10]\\-0;0", 7, "-7"),
        ("[>=100]0;[<10]\\-0;0", 50, "50"),
        ('General" đv"', 7.5, "7.5 đv"),
        ("[$₫-42A]#,##0", 1905, "₫1,905"),
        ('_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', 0, "-"),
        # not judged
        ("dd/mm/yyyy", 45000, None),
        ("[h]:mm", 1.5, None),
        ("# ?/?", 0.5, None),
        ("0.0E+0", 1905, None),
        ("@", 7, None),
    ],
)
def test_what_a_format_shows(code: str, value: float, shown: str | None) -> None:
    found, _ = NumberFormat(code).number(value)
    assert (found if found is None else found.strip()) == shown


@pytest.mark.parametrize(
    "code", ["0", "dd/mm/yyyy", '0" đv"', "0_);(0)", '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)']
)
def test_formats_of_which_only_decimals_matter(code: str) -> None:
    assert NumberFormat(code).is_whole


@pytest.mark.parametrize(
    "code",
    ['0"1"', "#,##0,", "0;0", "0;-0;", ";;;", "0;;0", "#", "[White]0", "[=1]0;0", '@"1"'],
)
def test_formats_that_need_a_look_at_each_number(code: str) -> None:
    assert not NumberFormat(code).is_whole


@pytest.mark.parametrize("code", ["General", "@", "0.00", "#,##0.0", "0%", "0.00%"])
def test_formats_that_need_no_look(code: str) -> None:
    assert is_plain_format(code)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (";;;", ""),
        ('0;-0;0;"x"', "x"),
        ('@"1"', "An Hòa1"),
        ("_(@_)", "An Hòa"),
        ("0;-0", "An Hòa"),
    ],
)
def test_what_a_format_shows_of_a_text(code: str, shown: str) -> None:
    assert NumberFormat(code).text("An Hòa").strip() == shown


@pytest.mark.parametrize("code", ["[" * 300, '"' * 300, "\\", "0" * 255, "#,##0" * 50, ";" * 255])
def test_a_strange_format_does_no_harm(code: str) -> None:
    for value in (0, -7, 1e300, 1e-300):
        NumberFormat(code).number(value)
    assert isinstance(NumberFormat(code).is_whole, bool)


def test_what_is_raised_alone_is_the_figure() -> None:
    assert of_runs([("7", Form.RAISED)]) is None
    found = of_runs([("8", Form.STRUCK), ("7", Form.RAISED)])
    assert found is not None
    assert (found.seen, [one.form for one in found.aside]) == ("7", [Form.STRUCK])


def test_an_empty_run_is_nothing() -> None:
    assert of_runs([("7", None), (" ", Form.STRUCK), ("", Form.RAISED)]) is None


def test_letters_that_vanish_on_their_ground() -> None:
    assert near("FFFFFF", "FDFEFF")
    assert near("i12", "i12")
    assert not near("F2F2F2", "FFFFFF")
    assert not near("t4 0.5", "FFFFFF")
    assert not near(None, "FFFFFF")
    assert not near("FFFFFF", None)


def test_places() -> None:
    assert place("AB12") == (11, 27)
    assert area("$A$1:B8") == ((0, 0), (7, 1))
    assert area("C3") == ((2, 2), (2, 2))
    assert [place(one) for one in ("", "A", "7", "ABCD1", "A12345678", "Á1")] == [None] * 6
