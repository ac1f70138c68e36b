from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dangvien_analysis.errors import LedgerError
from dangvien_analysis.ledger.journal import FIELDS, SEAL, Entry, Journal
from tests.builders import as_excel_saves

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
    assert journal.withdrawn() == {(DAY, 2)}
    assert set(journal.named()[DAY]) == {1}


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
    assert list(journal.faults()) == [f"{journal.path}, dòng 3: không đọc được."]
    assert [one.what for one in journal.entries()] == ["freeze"]


def test_another_header_is_named(journal: Journal) -> None:
    journal.path.write_text("a,b\n1,2\n", encoding="utf-8")
    (fault,) = journal.faults()
    assert fault.startswith(f"{journal.path}, dòng 1: thiếu cột when, what")
    with pytest.raises(LedgerError, match="thiếu cột"):
        journal.entries()


def test_another_encoding_is_one_message(journal: Journal) -> None:
    journal.path.write_bytes(b"\xff\xfa\n")
    with pytest.raises(LedgerError, match="UTF-8"):
        journal.entries()


def test_no_file_is_no_line(journal: Journal) -> None:
    assert journal.entries() == list(journal.faults()) == []
    journal.mend()
    assert not journal.path.exists()


# --- as editors and spreadsheets leave it ------------------------------------------------------


def test_a_last_line_without_a_break_is_a_line(journal: Journal) -> None:
    journal.append(entry())
    journal.append(entry("freeze", OTHER))
    journal.path.write_bytes(journal.path.read_bytes().rstrip(b"\n"))
    assert journal.frozen(OTHER) is not None
    assert list(journal.faults()) == []
    journal.mend()
    journal.append(entry("reopen"))
    assert [one.what for one in journal.entries()] == ["freeze", "freeze", "reopen"]
    assert list(journal.faults()) == []


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheet_may_save_it(journal: Journal, separator: str) -> None:
    journal.append(entry(by="Ban Tổ chức"))
    journal.append(entry("reopen", OTHER, by="=1+1"))
    journal.path.write_bytes(as_excel_saves(journal.path.read_text("utf-8"), separator))
    assert [one.by for one in journal.entries()] == ["Ban Tổ chức", "=1+1"]
    assert list(journal.faults()) == []
    journal.append(entry("withdraw"))
    # it goes on as it was saved
    last = journal.path.read_bytes().decode("utf-8-sig").rstrip().splitlines()[-1]
    assert last.count(separator) == len(FIELDS) - 1
    assert list(journal.faults()) == []
    assert len(journal.entries()) == 3


@pytest.mark.parametrize(
    "lose",
    [
        lambda text: "",
        lambda text: "".join(text.splitlines(keepends=True)[:-1]),
        lambda text: "".join(text.splitlines(keepends=True)[:1]),
        # a line of another's name
        lambda text: text.replace(",A,", ",B,", 1),
    ],
    ids=["emptied", "the last line", "all lines", "a line changed"],
)
def test_what_was_lost_is_told(journal: Journal, lose: Callable[[str], str]) -> None:
    journal.append(entry())
    journal.append(entry("freeze", OTHER))
    journal.path.write_text(lose(journal.path.read_text("utf-8")), encoding="utf-8")
    (fault,) = journal.faults()
    assert "không còn đủ 2 dòng như đã ghi" in fault
    # and it is not taken for the new state
    journal.mend()
    assert list(journal.faults()) == [fault]


def test_a_missing_journal_is_told(journal: Journal) -> None:
    journal.append(entry())
    journal.path.unlink()
    (fault,) = journal.faults()
    assert "không còn đủ 1 dòng" in fault


def test_a_line_whose_command_was_killed_before_the_head_counts(journal: Journal) -> None:
    journal.append(entry())
    head = journal.head.read_bytes()
    journal.append(entry("freeze", OTHER))
    journal.head.write_bytes(head)
    assert journal.frozen(OTHER) is not None
    journal.mend()
    assert journal.head.read_bytes() != head
    assert list(journal.faults()) == []


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"lines": "x"}', b"\xff"])
def test_a_head_that_cannot_be_read_is_told(journal: Journal, content: bytes) -> None:
    journal.append(entry())
    journal.head.write_bytes(content)
    assert list(journal.faults()) == [f"{journal.head}: không đọc được."]


def test_a_journal_from_before_heads_is_whole(journal: Journal) -> None:
    journal.append(entry())
    journal.head.unlink()
    assert list(journal.faults()) == []
    journal.mend()
    assert journal.head.is_file()


def test_a_head_that_is_gone_is_told(journal: Journal) -> None:
    journal.append(entry("import"))
    journal.head.unlink()
    (fault,) = journal.faults()
    assert fault.startswith(f"{journal.head}: không còn")
    journal.mend()
    assert not journal.head.exists()


# --- going on with what is left -----------------------------------------------------------------

SEALED = Entry(NOW, SEAL, DAY, 0, "", "Trưởng ban", "mất bản sao")


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (b"", []),
        (b"a,b\n1,2\n", []),
        (None, []),
        # a line that cannot be read goes, those around it stay
        (
            b"when,what,as_of,revision,content,by,why\nx\n2023-09-15T01:30:00+00:00,freeze,2023-09-13"
            b",1,abc,A,\n",
            ["freeze"],
        ),
    ],
)
def test_what_is_left_can_be_accepted(
    journal: Journal, content: bytes | None, left: list[str]
) -> None:
    journal.append(entry())
    journal.append(entry("reopen"))
    if content is None:
        journal.path.unlink()
    else:
        journal.path.write_bytes(content)
    assert list(journal.faults())
    kept = journal.accept(SEALED, [entry("import")])
    assert list(journal.faults()) == []
    assert [one.what for one in journal.entries()] == [*left, "import", SEAL]
    assert journal.sealed_at() == len(left) + 2
    if content is None:
        assert kept is None
    else:
        assert kept is not None
        assert kept.read_bytes() == content
        assert journal.is_kept(kept.name)
