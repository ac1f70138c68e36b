from dangvien_analysis.report.tables.differences import differences_table
from tests.builders import counts

NAMES = {"unit_name": ["A", "B", "C"]}


def test_only_what_differs_is_shown() -> None:
    first = counts(quota=[5, 5, 5], admitted=[1, 2, None], pending=[0, 1, 0], pool=[9, 9, 9])
    second = first.assign(admitted=[1, 3, 4], pending=[0, 0, 0])
    frame = differences_table(first.assign(**NAMES), second.assign(**NAMES)).frame
    assert [list(row) for row in frame.itertuples(index=False)] == [
        ["B", "", "2 → 3", "1 → 0", ""],
        ["C", "", "chưa rõ → 4", "", ""],
    ]


def test_a_unit_that_one_table_lacks_is_unknown_there() -> None:
    first = counts(quota=[5, 5], admitted=[1, 2], pending=[0, 1], pool=[9, 9])
    named = first.assign(unit_name=["A", "B"])
    frame = differences_table(named, named.iloc[:1]).frame
    assert list(frame.iloc[0]) == ["B", "5 → chưa rõ", "2 → chưa rõ", "1 → chưa rõ", "9 → chưa rõ"]
    back = differences_table(named.iloc[:1], named).frame
    assert list(back.iloc[0])[:2] == ["B", "chưa rõ → 5"]


def test_equal_tables_have_no_rows() -> None:
    table = counts(quota=[5], admitted=[None], pending=[0], pool=[9]).assign(unit_name=["A"])
    assert differences_table(table, table).frame.empty
