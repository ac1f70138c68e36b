"""A meeting handed to the notebook behind the page, so that it reads nothing again."""

import os
import pickle
from datetime import date
from pathlib import Path
from typing import Any

from dangvien_analysis.gather.meeting import Meeting

HANDED = "DANGVIEN_MEETING"
"""Name of the environment variable with the file that holds the meeting. Only the process that
starts a notebook sets it, for a file in a folder of its own."""


def packed_up(meeting: Meeting, *, what: str, as_of: str) -> bytes:
    """Pack a meeting up for a notebook that asks for the same figures.

    For a file in a folder that nobody else can write to, named in `HANDED`.
    """
    return pickle.dumps((what, as_of, meeting), protocol=pickle.HIGHEST_PROTOCOL)


def handed_over(what: Any, as_of: date | str | None) -> Meeting | None:
    """Take a meeting that was handed over, when it is the one that is asked for."""
    path = os.environ.get(HANDED)
    if not path:
        return None
    asked, day, meeting = pickle.loads(Path(path).read_bytes())
    same = (str(what or ""), str(as_of or "")) == (asked, day)
    return meeting if same and isinstance(meeting, Meeting) else None
