import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis.text.toml.toml_scan import LONGEST_NUMBER, MOST_NESTED, KeyPath, scan
from tests.timing import seconds_of, takes_less

TEXT = '''\
top = 1
[office]
# place = "in a comment"
place = """
number = "in a text"
"""
recipients = [
    "a", # [levels]
    "b",
]
number = '='
[[procedure.decision]]
days = 1
[[procedure.decision]]
days = 2
"source" = "x"
[term]
results = { 2021 = 250 }
deep.a.b = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("office",), 2),
        # what stands in comments and texts is no key
        (("office", "place"), 4),
        (("office", "number"), 11),
        (("office", "recipients"), 7),
        # parts of a list are counted from 0
        (("procedure",), 12),
        (("procedure", "decision"), 12),
        (("procedure", "decision", 0, "days"), 13),
        (("procedure", "decision", 1), 14),
        (("procedure", "decision", 1, "days"), 15),
        (("procedure", "decision", 1, "source"), 16),
        # inside {…} the line is that of the key before it
        (("term", "results", "2021"), 18),
        # dotted keys
        (("term", "deep"), 19),
        (("term", "deep", "a", "b"), 19),
        # what is not there stands where its section does
        (("office", "symbol"), 2),
    ],
)
def test_the_line_of_a_key(path: KeyPath, line: int) -> None:
    start = scan(TEXT).first(path)
    assert start is not None
    assert TEXT.count("\n", 0, start) + 1 == line


def test_what_the_text_does_not_have_has_no_line() -> None:
    assert scan(TEXT).first(("levels", "small_quota")) is None
    assert scan("").first(("a",)) is None


def test_a_key_written_with_an_escape_is_found() -> None:
    assert scan('[a]\n"\\u0062" = 1').first(("a", "b")) == 4
    # one that means nothing is left as it stands
    assert scan('"\\q" = 1').first(('"\\q"',)) == 0


@pytest.mark.parametrize(
    ("text", "lone", "brackets"),
    [
        ('a = "x', 4, []),
        ("a = 'x\nb = 'y'", 4, []),
        ('a = """x', 4, []),
        # an escaped quotation mark does not end, three of the other kind do not either
        ('a = "x\\"', 4, []),
        ("a = '''x\"\"\"", 4, []),
        ("a = [1, [2]", None, [4]),
        ("a = { b = [", None, [4, 10]),
        ('a = """x""""', None, []),
        ("a = \"\"\nb = ''", None, []),
    ],
)
def test_what_is_left_open(text: str, lone: int | None, brackets: list[int]) -> None:
    found = scan(text)
    assert (found.lone_quote, found.brackets) == (lone, brackets)


DEEPEST = MOST_NESTED - 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"a = {'[' * 1000}{']' * 1000}", "lồng nhau"),
        ("a = " + "{a = " * 1000 + "1" + "}" * 1000, "lồng nhau"),
        (".".join(["a"] * 1000) + " = 1", "lồng nhau"),
        (f"[{' . '.join(['a'] * 1000)}]", "lồng nhau"),
        (".".join(['"a"', "'b'"] * 500) + " = 1", "lồng nhau"),
        # decimal, hexadecimal, with a fraction, with an exponent
        ("a = " + "1" * 5000, "số dài 5.000 ký tự"),
        ("a = -0x" + "f" * 5000, "số dài"),
        ("a = 1." + "1" * 5000, "số dài"),
        ("a = 1e" + "1" * 5000, "số dài"),
        (f"a = [1, {'1' * 5000}]", "số dài"),
    ],
)
def test_what_no_parser_should_be_given(text: str, words: str) -> None:
    found = scan(f"# a comment\n{text}\n")
    assert found.trouble is not None
    assert words in found.trouble[1]
    assert found.trouble[0] > len("# a comment")


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * MOST_NESTED}{']' * MOST_NESTED}",
        ".".join(["a"] * MOST_NESTED) + " = 1",
        "a = " + "1" * LONGEST_NUMBER,
        # in a text and in a comment anything may stand
        f"a = '{'[' * 1000}' # {'1' * 5000} {'a.' * 100}",
        f'a = """\n{"[" * 1000}\n{"a." * 100}{"1" * 5000}"""',
        "a = [" + "[1], " * 1000 + "]",
    ],
)
def test_what_any_parser_may_be_given(text: str) -> None:
    assert scan(text).trouble is None
    tomllib.loads(text)


@given(st.text(alphabet=" \n\t\"'\\[]{}=.,#a1é"))
def test_any_text_can_be_looked_over(text: str) -> None:
    found = scan(text)
    for start, path in found.statements:
        assert 0 <= start < len(text)
        assert path


TEN = list("abcdefghij")


@given(st.dictionaries(st.sampled_from(TEN), st.sampled_from(["1", '"""\n"""', "[\n1]", "''"])))
def test_each_key_of_a_valid_text_is_found(pairs: dict[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in pairs.items())
    assert [path for _, path in scan(text).statements] == [(key,) for key in tomllib.loads(text)]


@pytest.mark.parametrize(
    "text",
    ['"""' + '\\"""' * 250_000, "'" * 2**20, "a " * 2**19, "a.b " * 2**18, "[[a]]\n" * 150_000],
)
def test_the_time_grows_with_the_length_alone(text: str) -> None:
    # four times the text is four times the work, sixteen times if it grew with the square
    quarter = seconds_of(lambda: scan(text[: len(text) // 4]))
    assert takes_less(lambda: scan(text), 9 * quarter + 0.1)
