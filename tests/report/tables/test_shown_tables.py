import re
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.columns import COLUMNS, COUNTS, LEVEL_UNKNOWN, LEVELS, REASONS
from dangvien_analysis.findings import SEVERITIES
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.report.figures.all_figures import figures
from dangvien_analysis.report.tables.shown_tables import (
    NOT_REPORTED,
    ShownTable,
    attention_table,
    findings_table,
    level_table,
    pool_table,
    reasons_in_words,
    sector_table,
    summary_table,
    units_table,
)
from tests.builders import AN_HOA, AS_OF, HEADER, SCHOOL, SOUND, VINH_QUANG, counts, read_rows

RATE = "Tỷ lệ đã kết nạp"
NAME = "Tổ chức đảng"
LEVEL = "Mức đánh giá"
CODE_WORDS = {*COLUMNS, *LEVELS, *REASONS, *SEVERITIES}


@pytest.fixture(scope="module")
def shown(assessed: pd.DataFrame) -> pd.DataFrame:
    """The table of units, by name."""
    return units_table(assessed, 2).frame.set_index(NAME)


def every_table(snapshot: dva.Snapshot) -> list[ShownTable]:
    units = dva.assess(snapshot)
    return [
        summary_table(figures(gather(snapshot))),
        level_table(units),
        sector_table(units),
        attention_table(units),
        units_table(units, 2),
        pool_table(units),
        findings_table(snapshot.findings),
    ]


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("Đảng bộ xã Cổ Am", "12,50%"),  # 1 of 8
        ("Đảng bộ xã Dũng Tiến", "114,29%"),  # 8 of 7
        ("Đảng bộ Bệnh viện Đa khoa Vĩnh Bảo", "0,00%"),  # 0 of 3: the smallest that is judged
        ("Đảng bộ Công an huyện", "0/2"),
        ("Chi bộ Trung tâm Y tế", "2/2"),
        ("Chi bộ Bảo hiểm xã hội", "0/1"),
    ],
)
def test_rate_of_a_unit(shown: pd.DataFrame, name: str, rate: str) -> None:
    assert shown.loc[name, RATE] == rate


def test_every_unit_has_its_row_in_the_files_order(
    shown: pd.DataFrame, assessed: pd.DataFrame
) -> None:
    assert list(shown.index) == list(assessed["unit_name"])
    assert list(shown["STT"]) == [str(number) for number in range(1, 55)]


def test_small_quotas_have_no_percentage(shown: pd.DataFrame) -> None:
    small = shown["Chỉ tiêu giao"].isin(["1", "2"])
    assert small.sum() == 17
    assert not shown.loc[small, RATE].str.contains("%").any()
    assert shown.loc[~small, RATE].str.endswith("%").all()


def test_threshold_of_small_quotas_is_an_argument(assessed: pd.DataFrame) -> None:
    rates = units_table(assessed, 5).frame.set_index(NAME)[RATE]
    assert rates["Đảng bộ Trường THPT Tô Hiệu"] == "1/5"
    assert rates["Đảng bộ xã Vĩnh Tiến"] == "50,00%"


def test_unknown_and_not_reported(tmp_path: Path) -> None:
    rows = [HEADER, "1|Đảng bộ xã An Hòa|5|2||2|40,00|4", SCHOOL]
    frame = units_table(dva.assess(read_rows(tmp_path, rows)), 2).frame.set_index(NAME)
    gap, absent = frame.loc["Đảng bộ xã An Hòa"], frame.loc["Đảng bộ xã Vinh Quang"]
    assert gap["Đang trình duyệt"] == gap["Còn thiếu"] == "chưa rõ"
    assert gap[RATE] == "40,00%"
    assert gap[LEVEL] == LEVEL_UNKNOWN
    assert absent[LEVEL] == NOT_REPORTED
    assert set(absent.drop(["STT", LEVEL])) == {"chưa rõ"}
    assert absent["STT"] == ""


def test_quota_of_zero_has_no_rate(tmp_path: Path) -> None:
    rows = [HEADER, "1|Đảng bộ xã An Hòa|0|0|0|0||4"]
    frame = units_table(dva.assess(read_rows(tmp_path, rows, register=None)), 2).frame
    assert list(frame[RATE]) == ["không tính"]


def test_sectors_are_rated_from_a_quota_of_20(assessed: pd.DataFrame) -> None:
    rates = sector_table(assessed).frame.set_index("Nhóm đơn vị")[RATE]
    assert rates["Xã, phường, thị trấn"] == "46,70%"  # 106 of 227
    assert rates["Trường học"] == "76,00%"  # 19 of 25
    assert rates.drop(["Xã, phường, thị trấn", "Trường học"]).str.fullmatch(r"\d+/\d+").all()


def test_levels_count_every_unit_once(tmp_path: Path, assessed: pd.DataFrame) -> None:
    frame = level_table(assessed).frame
    assert list(frame[LEVEL]) == list(LEVELS.values())
    assert frame["Số đơn vị"].astype(int).sum() == len(assessed)
    part = level_table(dva.assess(read_rows(tmp_path, [HEADER, SCHOOL]))).frame
    assert part.iloc[-1].tolist() == [LEVEL_UNKNOWN, "2"]


def test_attention_lists_at_risk_before_watch(assessed: pd.DataFrame) -> None:
    frame = attention_table(assessed).frame
    risk = assessed.index[assessed["risk_level"] == "at_risk"]
    watch = assessed.index[assessed["risk_level"] == "watch"]
    assert list(frame[NAME]) == list(assessed.loc[[*risk, *watch], "unit_name"])
    first, last = frame.iloc[0], frame.iloc[-1]
    assert LEVELS["at_risk"] in first.iloc[-1]
    assert REASONS["short_of_pool"] in first.iloc[-1]
    assert last.iloc[-1] == LEVELS["watch"]
    assert not frame.map(lambda cell: "%" in cell).to_numpy().any()


def test_pool_lists_units_with_a_shortfall(assessed: pd.DataFrame) -> None:
    frame = pool_table(assessed).frame
    assert len(frame) == 9
    assert frame["Thiếu nguồn"].astype(int).sum() == 13
    gaps = frame["Còn thiếu"].astype(int) - frame["Nguồn"].astype(int)
    assert gaps.tolist() == frame["Thiếu nguồn"].astype(int).tolist()


def test_summary_leaves_out_what_does_not_exist(
    tmp_path: Path, snapshot: dva.Snapshot, assessed: pd.DataFrame
) -> None:
    whole = summary_table(figures(gather(snapshot))).frame
    assert {"48,04%", "48,21%", "281", "280", "135", "29"} <= set(whole["Số liệu"])
    part = read_rows(tmp_path, [HEADER, AN_HOA, VINH_QUANG, SCHOOL])
    titles = set(summary_table(figures(gather(part))).frame["Chỉ số"])
    assert "Chỉ tiêu giao" in titles
    assert [title for title in titles if "ghi trong bảng" in title or "dòng tổng" in title] == []


def test_findings_keep_both_figures(snapshot: dva.Snapshot) -> None:
    frame = findings_table(snapshot.findings).frame
    assert len(frame) == len(snapshot.findings)
    assert frame.iloc[0][["Mức", "Số ghi", "Số tính lại"]].tolist() == ["lỗi", "280", "281"]
    assert list(frame["Mức"].drop_duplicates()) == ["lỗi", "cảnh báo", "thông tin"]


def test_every_cell_is_text_and_no_code_shows(snapshot: dva.Snapshot, tmp_path: Path) -> None:
    for table in (*every_table(snapshot), *every_table(read_rows(tmp_path, [HEADER, SCHOOL]))):
        assert table.frame.map(lambda cell: isinstance(cell, str)).to_numpy().all()
        assert table.words <= set(table.frame.columns)
        for text in [table.title, *table.frame.columns, *table.frame.to_numpy().ravel()]:
            assert "nan" not in text.lower().split()
            assert "<NA>" not in text
            assert set(re.findall(r"\w+", text)).isdisjoint(CODE_WORDS)


def test_repr_is_plain_text(snapshot: dva.Snapshot) -> None:
    for table in every_table(snapshot):
        title, *lines = repr(table).splitlines()
        assert title == table.title
        assert len(lines) == len(table.frame) + 1
        assert "<" not in repr(table)


def test_html_has_a_caption_and_headings(assessed: pd.DataFrame) -> None:
    html = level_table(assessed)._repr_html_()
    assert html.count("<tr>") == len(LEVELS) + 1
    assert "<caption>Số đơn vị theo mức đánh giá</caption>" in html
    assert '<th scope="col" class="chu">Mức đánh giá</th>' in html
    assert '<th scope="col" class="so">Số đơn vị</th>' in html


def test_html_is_escaped() -> None:
    name = '<img src=x onerror="a">&'
    html = ShownTable(name, pd.DataFrame({name: [name]}), frozenset({name}))._repr_html_()
    assert html.count("&lt;img src=x onerror=&quot;a&quot;&gt;&amp;") == 3
    assert "<img" not in html


def test_reasons_in_words() -> None:
    # quota, admitted, pending, pool: on the way, behind, both reasons, a pool that is just
    # enough, nothing known
    rows = [(7, 5, 0, 9), (7, 2, 1, 9), (7, 2, 1, 3), (7, 5, 0, 2), (None, None, None, None)]
    columns = dict(zip(COUNTS, zip(*rows, strict=True), strict=True))
    assert reasons_in_words(dva.measure(counts(**columns), as_of=AS_OF)) == [
        "",
        "chậm so với nhịp độ",
        "thiếu nguồn theo số đã báo; chậm so với nhịp độ",
        "",
        "",
    ]


def test_tables_without_rows(tmp_path: Path) -> None:
    met = dva.assess(read_rows(tmp_path, [HEADER, SCHOOL], register=None))
    assert attention_table(met).frame.empty
    assert pool_table(met).frame.empty
    assert "<tbody></tbody>" in pool_table(met)._repr_html_()
    sound = read_rows(tmp_path, SOUND)
    assert findings_table(sound.findings.iloc[:0]).frame.empty
