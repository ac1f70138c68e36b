from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dangvien_analysis.errors import LedgerError
from dangvien_analysis.journal import FIELDS, Entry, Journal

NOW = datetime(2023, 9, 15, 1, 30, tzinfo=UTC)
DAY, OTHER = date(2023, 9, 13), date(2023, 10, 31)


def entry(what: str = "freeze", as_of: date = DAY, revision: int = 1, by: str = "A") -> Entry:
    return Entry(NOW, what, as_of, revision, "abc", by, "vì")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.csv")


def test_lines_come_back_as_they_were_written(journal: Journal) -> None:
    lines = [entry(), entry("reopen", by='B, "C"'), entry("withdraw", OTHER, 3, "=1+1")]
    for line in lines:
        journal.append(line)
    assert journal.entries() == lines
    text = journal.path.read_text(encoding="utf-8")
    assert text.splitlines()[0] == ",".join(FIELDS)
    # a spreadsheet takes none for a formula
    assert ",'=1+1," in text


def test_what_was_there_is_only_added_to(journal: Journal) -> None:
    journal.append(entry())
    before = journal.path.read_bytes()
    journal.append(entry("reopen"))
    assert journal.path.read_bytes().startswith(before)


def test_a_line_is_one_line(journal: Journal) -> None:
    journal.append(entry(by="Ban\nTổ chức"))
    assert len(journal.path.read_text(encoding="utf-8").splitlines()) == 2
    assert journal.entries()[0].by == "Ban Tổ chức"


def test_the_last_word_on_a_date_counts(journal: Journal) -> None:
    assert journal.frozen(DAY) is None
    journal.append(entry())
    journal.append(entry("freeze", OTHER))
    assert journal.frozen(DAY) == entry()
    journal.append(entry("reopen"))
    assert journal.frozen(DAY) is None
    assert journal.frozen(OTHER) is not None
    journal.append(entry("withdraw", revision=2))
    assert journal.withdrawn(DAY) == {2}


def test_half_a_line_is_no_line_and_is_cut_off(journal: Journal) -> None:
    journal.append(entry())
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole + b"2023-09-16T00:00:00+07:00,reopen,2023")
    assert journal.entries() == [entry()]
    journal.mend()
    assert journal.path.read_bytes() == whole
    journal.mend()
    assert journal.path.read_bytes() == whole


@pytest.mark.parametrize(
    "line",
    ["x", "hôm qua,freeze,2023-09-13,1,abc,A,", f"{NOW.isoformat()},burn,2023-09-13,1,abc,A,"],
)
def test_a_line_that_cannot_be_read_is_named(journal: Journal, line: str) -> None:
    journal.append(entry())
    with journal.path.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    journal.append(entry("reopen"))
    assert list(journal.faults()) == [f"{journal.path} dòng 3: không đọc được."]
    assert [one.what for one in journal.entries()] == ["freeze", "reopen"]


def test_another_header_is_named(journal: Journal) -> None:
    journal.path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert list(journal.faults()) == [f"{journal.path} dòng 1: không đọc được."]
    assert journal.entries() == []


def test_another_encoding_is_one_message(journal: Journal) -> None:
    journal.path.write_bytes(b"\xff\xfe\n")
    with pytest.raises(LedgerError, match="UTF-8"):
        journal.entries()


def test_no_file_is_no_line(journal: Journal) -> None:
    assert journal.entries() == list(journal.faults()) == []
    journal.mend()
    assert not journal.path.exists()
