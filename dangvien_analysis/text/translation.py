"""The command-line library's own words, in Vietnamese."""

import gettext
import os
from pathlib import Path

CATALOGUE = "dangvien"
LOCALES = Path(__file__).resolve().parents[1] / "locale"


def speak_vietnamese() -> None:
    """Have what the command-line library itself says ("Usage", "No such option") in Vietnamese.

    The library asks gettext for every sentence; here is its catalogue. The language is set for
    this process, whatever the system's own is: the whole program speaks Vietnamese.
    """
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain(CATALOGUE, str(LOCALES))
    gettext.textdomain(CATALOGUE)
