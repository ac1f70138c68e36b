"""Two columns of one meaning: the right one is read, or the figure is unknown."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from tests.builders import codes, listed, read_rows

NAMES = [f"Đảng bộ xã {letter}" for letter in "ABCDE"]
QUOTA, ADMITTED, PENDING = [7, 8, 7, 9, 3], [4, 1, 3, 6, 2], [1, 0, 2, 1, 0]
SMALL, LARGE = [2, 0, 1, 3, 1], [9, 6, 8, 11, 7]
RATES = ["57,14", "12,50", "42,86", "66,67", "66,67"]
WITH_PENDING = ["71,43", "12,50", "71,43", "77,78", "66,67"]


def rows(
    *columns: tuple[str, Sequence[object]], total: bool = True, title: str = "KẾT NẠP ĐẢNG VIÊN"
) -> list[str]:
    heads = ["STT", "Đơn vị", *(head for head, _ in columns)]
    lines = [title, "|".join(heads)]
    for at, name in enumerate(NAMES):
        lines.append("|".join([str(at + 1), name, *(str(values[at]) for _, values in columns)]))
    if total:
        sums = (
            str(sum(values)) if all(isinstance(one, int) for one in values) else ""  # type: ignore[arg-type]
            for _, values in columns
        )
        lines.append("|".join(["", "Tổng cộng", *sums]))
    return lines


SURE = {
    "a month beside the sum": [("Kết nạp tháng này", SMALL), ("Lũy kế từ đầu năm", ADMITTED)],
    "a week": [("Kết nạp trong tuần", SMALL), ("Cộng dồn", ADMITTED)],
    "a quarter": [("Kết nạp quý III", SMALL), ("Kết quả thực hiện", ADMITTED)],
    "the sum beside plain words": [("Kết nạp", SMALL), ("Lũy kế", ADMITTED)],
    "another year": [("Kết nạp năm 2022", LARGE), ("Kết nạp năm 2023", ADMITTED)],
    "the year before": [("Kết nạp cùng kỳ", LARGE), ("Kết nạp năm 2023", ADMITTED)],
    "a term": [("Kết nạp nhiệm kỳ", LARGE), ("Thực hiện", ADMITTED)],
    "candidates": [("Số đủ điều kiện kết nạp", LARGE), ("TH", ADMITTED)],
    "what was asked for": [("Đề nghị kết nạp", LARGE), ("Đảng viên mới", ADMITTED)],
    "again": [("Kết nạp lại", SMALL), ("Đã kết nạp", ADMITTED)],
    "men and women": [("Kết nạp Nam", SMALL), ("Kết nạp Nữ", LARGE), ("Kết nạp Tổng", ADMITTED)],
    "the same figures": [("Đã kết nạp", ADMITTED), ("Kết quả kết nạp", ADMITTED)],
}


@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize("case", SURE)
def test_words_decide(case: str, total: bool, tmp_path: Path) -> None:
    for columns in (SURE[case], SURE[case][::-1]):
        table = rows(("Chỉ tiêu năm 2023", QUOTA), *columns, total=total)
        snapshot = read_rows(tmp_path, table, register=None)
        assert listed(snapshot.units["admitted"]) == ADMITTED
        assert "error" not in set(snapshot.findings["severity"])


@pytest.mark.parametrize(
    "rate", [("Tỷ lệ", RATES), ("Tỷ lệ %", WITH_PENDING)], ids=["admitted", "with pending"]
)
def test_printed_rates_decide(rate: tuple[str, list[str]], tmp_path: Path) -> None:
    for pair in (
        [("Đã kết nạp", ADMITTED), ("Kết quả", LARGE)],
        [("Kết quả", LARGE), ("Đã kết nạp", ADMITTED)],
    ):
        table = rows(("Chỉ tiêu", QUOTA), *pair, ("Đang trình", PENDING), rate)
        snapshot = read_rows(tmp_path, table, register=None)
        assert listed(snapshot.units["admitted"]) == ADMITTED
        assert "column_chosen" in codes(snapshot)


def test_the_printed_total_decides(tmp_path: Path) -> None:
    table = rows(("Chỉ tiêu", QUOTA), ("Đã kết nạp", ADMITTED), ("Thực hiện", LARGE))
    table[-1] = "|Tổng cộng|34|16|99"
    snapshot = read_rows(tmp_path, table, register=None)
    assert listed(snapshot.units["admitted"]) == ADMITTED


@pytest.mark.parametrize("total", [True, False])
def test_where_nothing_decides_the_figure_is_unknown(total: bool, tmp_path: Path) -> None:
    pairs = {
        "admitted": [("Đã kết nạp", ADMITTED), ("Thực hiện", LARGE)],
        "quota": [("Tỉnh giao", QUOTA), ("Huyện giao", LARGE)],
        "pool": [("Nguồn", LARGE), ("Cảm tình Đảng", QUOTA)],
    }
    sure = {"admitted": [("Đã kết nạp", ADMITTED)], "quota": [("Chỉ tiêu", QUOTA)], "pool": []}
    for column, pair in pairs.items():
        columns = [one for name, ones in sure.items() if name != column for one in ones]
        snapshot = read_rows(tmp_path, rows(*columns, *pair, total=total), register=None)
        assert listed(snapshot.units[column]) == [None] * 5, column
        found = snapshot.findings.set_index("code").loc["repeated_column"]
        assert (found["severity"], found["column"]) == ("error", column)
        assert all(f"“{title}”" in found["message"] for title, _ in pair)


def test_a_quota_that_was_changed_later(tmp_path: Path) -> None:
    table = rows(
        ("Chỉ tiêu giao", LARGE), ("Chỉ tiêu điều chỉnh", QUOTA), ("Đã kết nạp", ADMITTED)
    )
    snapshot = read_rows(tmp_path, table, register=None)
    assert listed(snapshot.units["quota"]) == QUOTA


@pytest.mark.parametrize(
    "head",
    [
        *("Kết nạp tháng này", "Kết nạp trong kỳ", "Số chi bộ kết nạp được đảng viên"),
        *("Kết nạp tăng, giảm", "Kết nạp năm 2022", "Tuyên truyền về kết nạp"),
    ],
)
def test_another_figure_alone_is_refused(head: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="Đã kết nạp"):
        read_rows(tmp_path, rows(("Chỉ tiêu năm 2023", QUOTA), (head, ADMITTED)), register=None)


def test_a_period_alone_is_refused_with_that_sentence(tmp_path: Path) -> None:
    table = rows(("Chỉ tiêu năm 2023", QUOTA), ("Kết nạp tháng này", ADMITTED))
    with pytest.raises(ReadError) as refused:
        read_rows(tmp_path, table, register=None)
    assert "Cột “Kết nạp tháng này” là số của một kỳ, không phải số từ đầu năm." in str(
        refused.value
    )


def test_another_year_than_the_title_s_is_refused(tmp_path: Path) -> None:
    table = rows(("Chỉ tiêu", QUOTA), ("Kết nạp năm 2022", ADMITTED), title="KẾT QUẢ NĂM 2023")
    with pytest.raises(ReadError, match="năm 2022, không phải của năm chỉ tiêu 2023"):
        read_rows(tmp_path, table, register=None, as_of=None)


def test_short_words_need_a_title_about_admissions(tmp_path: Path) -> None:
    table = rows(("KH", QUOTA), ("TH", ADMITTED), title="BÁO CÁO")
    with pytest.raises(ReadError, match="“TH” chỉ được hiểu là Đã kết nạp khi"):
        read_rows(tmp_path, table, register=None)


def test_two_columns_of_names(tmp_path: Path) -> None:
    table = ["Đảng ủy|Chi bộ|Chỉ tiêu|Đã kết nạp"]
    table += [f"Đảng ủy xã A|Chi bộ số {at + 1}|{QUOTA[at]}|{ADMITTED[at]}" for at in range(5)]
    snapshot = read_rows(tmp_path, table, register=None)
    assert snapshot.units["listed_as"].tolist() == [f"Chi bộ số {at + 1}" for at in range(5)]


def test_a_result_that_no_rule_explains_is_an_error(tmp_path: Path) -> None:
    table = rows(("Chỉ tiêu", QUOTA), ("Đã kết nạp", ADMITTED), ("Số buổi thực hiện", LARGE))
    assert "column_unexplained" in codes(read_rows(tmp_path, table, register=None))


@pytest.mark.parametrize(
    "head", ["Cộng cả hồ sơ đang trình", "Tổng số gồm cả đang trình", "Đã kết nạp + đang trình"]
)
def test_a_sum_with_the_pending_is_the_printed_total(head: str, tmp_path: Path) -> None:
    both = [a + b for a, b in zip(ADMITTED, PENDING, strict=True)]
    table = rows(
        ("Chỉ tiêu", QUOTA), ("Đã kết nạp", ADMITTED), ("Đang trình", PENDING), (head, both)
    )
    snapshot = read_rows(tmp_path, table, register=None)
    assert listed(snapshot.units["pending"]) == PENDING
    assert listed(snapshot.units["stated_total"]) == both


def test_men_and_women_without_their_sum_are_named(tmp_path: Path) -> None:
    table = ["STT|Đơn vị|Chỉ tiêu|Đã kết nạp|Đã kết nạp", "|||Nam|Nữ"]
    table += [f"{at + 1}|{name}|{QUOTA[at]}|{SMALL[at]}|1" for at, name in enumerate(NAMES)]
    snapshot = read_rows(tmp_path, table, register=None)
    assert listed(snapshot.units["admitted"]) == [None] * 5
    message = snapshot.findings.set_index("code").loc["repeated_column", "message"]
    assert "“Đã kết nạp Nam”" in message
    assert "“Đã kết nạp Nữ”" in message
    assert "row_without_name" not in codes(snapshot)


def test_cells_that_decided_something_are_no_units_names(tmp_path: Path) -> None:
    table = rows(
        ("Chi bộ đã ra nghị quyết kết nạp", LARGE), ("Chỉ tiêu", QUOTA), ("Đã kết nạp", ADMITTED)
    )
    found = read_rows(tmp_path, table, register=None).findings.set_index("code")
    assert "không phải tên đơn vị" in found.loc["column_not_read", "message"]
    assert "column_chosen" not in found.index


def test_a_doubt_under_a_further_header_is_no_first_column(tmp_path: Path) -> None:
    head = "STT|Đơn vị|Chỉ tiêu|Đã kết nạp"
    table = [head, "1|Đảng bộ xã A|10|3", "2|Đảng bộ xã B|5|1", f"{head}|Số kết nạp"]
    table += ["3|Đảng bộ xã C|10|3|7", "4|Đảng bộ xã D|5|1|2"]
    snapshot = read_rows(tmp_path, table, register=None)
    assert listed(snapshot.units["quota"]) == [10, 5, 10, 5]
    assert listed(snapshot.units["admitted"]) == [None] * 4
    assert "repeated_column" in codes(snapshot)


@pytest.mark.parametrize("pending", [True, False])
def test_most_printed_rates_that_disagree_are_one_error(pending: bool, tmp_path: Path) -> None:
    more = [("Đang trình", PENDING)] if pending else []
    table = rows(("Chỉ tiêu", QUOTA), ("Đã kết nạp", SMALL), *more, ("Tỷ lệ", RATES))
    snapshot = read_rows(tmp_path, table, register=None)
    assert "rates_disagree" in codes(snapshot)
    assert "row_rate" not in codes(snapshot)
    message = snapshot.findings.set_index("code").loc["rates_disagree", "message"]
    assert ("mà bảng không in" in message) is not pending
