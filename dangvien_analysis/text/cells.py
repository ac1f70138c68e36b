"""Text in a CSV file that people open in a spreadsheet, which takes some texts for formulas."""

import pandas as pd

from dangvien_analysis.text.patterns import pattern

_FORMULA = pattern(r"\s*[=+\-@]")


def guarded(text: str) -> str:
    """Keep a spreadsheet from working out a text that begins like a formula.

    With an apostrophe before it when it begins with ``=``, ``+``, ``-`` or ``@``, white space
    before these left aside; else as it is.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take away what `guarded` put before a text."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def csv_for_people(table: pd.DataFrame) -> str:
    """Write a table as CSV that a spreadsheet shows as it is.

    CSV with plain line ends; numbers as they are, each text `guarded`, NA an empty cell.
    """
    shown = table.copy()
    for name in table.select_dtypes(exclude="number"):
        shown[name] = table[name].astype("object").map(guarded, na_action="ignore")
    return str(shown.to_csv(index=False, lineterminator="\n"))
