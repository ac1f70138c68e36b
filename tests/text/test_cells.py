from io import StringIO

import pandas as pd
import pytest

from dangvien_analysis.text.cells import csv_for_people, guarded, unguarded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+84", "'+84"),
        ("-5", "'-5"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        # white space before it does not help
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("\r\n-1", "'\r\n-1"),
        # elsewhere in a text they do no harm
        ("Phòng Tài chính - Kế hoạch", "Phòng Tài chính - Kế hoạch"),
        ("a@b", "a@b"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_guarded(text: str, shown: str) -> None:
    assert guarded(text) == shown
    assert unguarded(shown) == text
    assert unguarded(text) == text


def test_csv_for_people() -> None:
    table = pd.DataFrame(
        {
            "name": pd.Series(["=1", None, "a,b"], dtype="str"),
            "kind": pd.Series(["@x", "y", None], dtype="category"),
            "count": pd.Series([-1, None, 2], dtype="Int64"),
            "rate": pd.Series([-0.5, None, 0.25], dtype="Float64"),
        }
    )
    assert csv_for_people(table) == (
        "name,kind,count,rate\n'=1,'@x,-1,-0.5\n,y,,\n\"a,b\",,2,0.25\n"
    )


def test_nothing_else_changes() -> None:
    table = pd.DataFrame({"name": ["Đảng bộ xã Cổ Am"], "count": [1]})
    pd.testing.assert_frame_equal(pd.read_csv(StringIO(csv_for_people(table))), table)


def test_a_table_without_rows_keeps_its_header() -> None:
    assert csv_for_people(pd.DataFrame({"a": [], "b": []}, dtype="str")) == "a,b\n"
