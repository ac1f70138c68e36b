import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import RegisterError, SettleError
from dangvien_analysis.findings import SETTLED
from dangvien_analysis.ledger.deciding import Which, decide
from dangvien_analysis.office.settled import FIELDS, Settlement, append_settled, read_settled
from tests.builders import AN_HOA, HEADER, VINH_QUANG, as_excel_saves, read_rows

DAY = date(2023, 9, 20)
# the quotas sum to 8
WRONG = (HEADER, AN_HOA, VINH_QUANG, "Tổng cộng||7|2|1|3|42,86|10")
LATER = (HEADER, AN_HOA, VINH_QUANG, "Tổng cộng||6|2|1|3|50,00|10")


def total(snapshot: dva.Snapshot) -> dict[str, str]:
    found = snapshot.findings
    (row,) = found[found["code"] == "column_total"].to_dict("records")
    return {str(name): value for name, value in row.items()}


@pytest.fixture
def wrong(tmp_path: Path) -> dva.Snapshot:
    return read_rows(tmp_path, WRONG)


def again(snapshot: dva.Snapshot, rows: tuple[str, ...] = WRONG) -> dva.Snapshot:
    return read_rows(snapshot.settings.root, rows)


def test_a_decision_is_applied_in_plain_sight(wrong: dva.Snapshot) -> None:
    before = total(wrong)
    assert (before["severity"], before["stated"], before["computed"]) == ("error", "7", "8")
    decide(wrong, Which("column_total"), day=DAY, document="QĐ 5-QĐ/HU", accepted=8)
    found = again(wrong)
    after = total(found)
    assert after["severity"] == SETTLED
    # both figures, the place and the document stay
    assert (after["stated"], after["computed"], after["place"]) == ("7", "8", before["place"])
    assert after["message"] == (
        f"{before['message']} Đã giải quyết: lấy chỉ tiêu giao là 8 (QĐ 5-QĐ/HU, 20/9/2023)."
    )
    assert found.stated["quota"] == 8
    # it stands last
    assert found.findings["severity"].iloc[-1] == SETTLED


def test_a_decision_without_a_count_changes_no_figure(wrong: dva.Snapshot) -> None:
    decide(wrong, Which("column_total"), day=DAY, document="QĐ 5-QĐ/HU", note="giữ như đã in")
    found = again(wrong)
    assert found.stated["quota"] == 7
    assert total(found)["message"].endswith(
        "Đã giải quyết (QĐ 5-QĐ/HU, 20/9/2023; giữ như đã in)."
    )


def test_a_unit_s_count_is_put_in_place(tmp_path: Path) -> None:
    rows = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|", "|5|2 (dự kiến)|1|||"), VINH_QUANG)
    snapshot = read_rows(tmp_path, rows)
    assert snapshot.units["admitted"].isna().tolist() == [True, False, True]
    which = Which("unreadable_cell", "xa-an-hoa", "admitted")
    decide(snapshot, which, day=DAY, document="BC 1", accepted=2)
    found = again(snapshot, rows)
    assert found.units.at["xa-an-hoa", "admitted"] == 2
    assert found.units["admitted"].dtype == snapshot.units["admitted"].dtype
    (row,) = found.findings[found.findings["severity"] == SETTLED].to_dict("records")
    assert row["stated"] == "2 (dự kiến)"
    assert "lấy đã kết nạp là 2 (BC 1, 20/9/2023)" in row["message"]


def test_when_the_figures_change_it_is_new_again(wrong: dva.Snapshot) -> None:
    decide(wrong, Which("column_total"), day=DAY, document="QĐ 5-QĐ/HU", accepted=8)
    found = again(wrong, LATER)
    assert total(found)["severity"] == "error"
    assert found.stated["quota"] == 6


def test_another_year_is_not_decided(wrong: dva.Snapshot) -> None:
    settlement = decide(wrong, Which("column_total"), day=DAY, document="QĐ 5-QĐ/HU")
    path = wrong.settings.settled
    path.write_text(path.read_text(encoding="utf-8").replace(",2023,", ",2022,"), encoding="utf-8")
    assert read_settled(path)[0].quota_year == settlement.quota_year - 1
    assert total(again(wrong))["severity"] == "error"


def test_the_last_word_counts(wrong: dva.Snapshot) -> None:
    decide(wrong, Which("column_total"), day=DAY, document="A", accepted=8)
    first = read_settled(wrong.settings.settled)[0]
    append_settled(
        wrong.settings.settled,
        Settlement(
            first.code,
            first.unit_id,
            first.column,
            first.quota_year,
            first.stated,
            first.computed,
            7,
            "B",
            DAY,
        ),
    )
    assert again(wrong).stated["quota"] == 7


def test_what_is_decided_is_not_asked_for_again(wrong: dva.Snapshot) -> None:
    tasks = dva.narrative(wrong).section("tasks")
    assert "Xác định lại số liệu trước khi chốt" in str(tasks)
    decide(wrong, Which("column_total"), day=DAY, document="A", accepted=8)
    found = again(wrong)
    story = dva.narrative(found)
    assert "Xác định lại" not in str(story.section("tasks"))
    # but it is still said
    assert "Đã giải quyết: lấy chỉ tiêu giao là 8" in str(story.section("overview"))


@pytest.mark.parametrize(
    ("code", "options", "words"),
    [
        ("row_rate", {}, "không có phát hiện row_rate nào chưa giải quyết"),
        ("misspelt_name", {"accepted": 3}, "không phải về một số người"),
    ],
)
def test_what_cannot_be_decided(
    snapshot: dva.Snapshot, tmp_path: Path, code: str, options: dict[str, int], words: str
) -> None:
    own = replace(snapshot, settings=replace(snapshot.settings, root=tmp_path))
    unit = "xa-tien-phong" if code == "misspelt_name" else ""
    with pytest.raises(SettleError, match=words):
        decide(own, Which(code, unit), day=DAY, document="A", **options)
    assert not own.settings.settled.exists()


def test_several_of_a_code_are_told_apart(snapshot: dva.Snapshot, tmp_path: Path) -> None:
    own = replace(snapshot, settings=replace(snapshot.settings, root=tmp_path))
    with pytest.raises(SettleError, match=r"có 4 phát hiện misspelt_name.*--unit xa-tien-phong"):
        decide(own, Which("misspelt_name"), day=DAY, document="A")
    decide(own, Which("misspelt_name", "xa-tien-phong"), day=DAY, document="A")
    assert read_settled(own.settings.settled)[0].unit_id == "xa-tien-phong"


# --- the file ---------------------------------------------------------------------------------


def test_lines_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "settled.csv"
    lines = [
        Settlement("row_rate", "a", "stated_rate", 2023, "58,57", "=1", None, "A, B", DAY, "x\ny"),
        Settlement("column_total", "", "quota", 2023, "7", "8", 8, "-C", DAY),
    ]
    for line in lines:
        append_settled(path, line)
    found = read_settled(path)
    assert [one.code for one in found] == ["row_rate", "column_total"]
    assert (found[0].computed, found[0].document, found[1].document) == ("=1", "A, B", "-C")
    assert found[1].accepted == 8


@pytest.mark.parametrize("separator", [";", "\t"])
def test_decisions_as_a_vietnamese_excel_saves_them(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "settled.csv"
    first = Settlement("a", "", "quota", 2023, "7", "8", 8, "QĐ 5; 6", DAY, "x, y")
    append_settled(path, first)
    path.write_bytes(saved := as_excel_saves(path.read_text(encoding="utf-8"), separator))
    assert b"20/9/2023" in saved
    assert read_settled(path) == (first,)
    second = replace(first, code="b", accepted=None)
    append_settled(path, second)
    # under what is there, parted as it is
    assert path.read_bytes().startswith(saved)
    assert path.read_bytes()[len(saved) :].startswith(f"b{separator}{separator}quota".encode())
    assert read_settled(path) == (first, second)


def test_letters_taken_apart_are_the_same_finding(tmp_path: Path) -> None:
    printed = unicodedata.normalize("NFD", "2 (dự kiến)")
    rows = (HEADER, AN_HOA.replace("|5|2|1|3|60,00|", f"|5|{printed}|1|||"), VINH_QUANG)
    snapshot = read_rows(tmp_path, rows)
    which = Which("unreadable_cell", "xa-an-hoa", "admitted")
    decide(snapshot, which, day=DAY, document="BC 1", accepted=2)
    assert again(snapshot, rows).units.at["xa-an-hoa", "admitted"] == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a,,quota,nay,1,2,3,A,2023-09-20,", "dòng 2: quota_year"),
        ("a,,quota,2023,1,2,ba,A,2023-09-20,", "dòng 2"),
        ("a,,quota,2023,1,2,-3,A,2023-09-20,", "không âm"),
        ("a,,unit_name,2023,1,2,3,A,2023-09-20,", "cột số người"),
        ("a,,quota,2023,1,2,3,A,9/20/2023,", "NĂM-THÁNG-NGÀY"),
        ("a,,quota,2.023,1,2,3,A,2023-09-20,", "dòng 2: quota_year '2.023'"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "settled.csv"
    path.write_text(",".join(FIELDS) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=words):
        read_settled(path)


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "settled.csv"
    path.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="thiếu cột code"):
        read_settled(path)
    path.write_bytes(b"\xff\xfe\n")
    with pytest.raises(RegisterError, match="UTF-8"):
        read_settled(path)
    assert read_settled(tmp_path / "none.csv") == ()
